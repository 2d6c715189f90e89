#include "base/map.h"
#include "plan/json_at.h"
#include "plan/read.h"

typedef const char *const Keys[];

typedef struct {
    Arena *arena;
    const PlanInstance *plan;
    StrMap homes, units, trainees, activities, levels, goals;
    bool strangers; // activities and units that the problem does not know are passed over
} SolutionReader;

static SolutionReader reader_begin(Arena *arena, const PlanInstance *plan) {
    SolutionReader reader = {.arena = arena, .plan = plan};
    for (size_t i = 0; i < plan->homes.count; i++)
        str_map_put(arena, &reader.homes, plan->homes.items[i].id, (int64_t)i);
    for (size_t i = 0; i < plan->units.count; i++)
        str_map_put(arena, &reader.units, plan->units.items[i].id, (int64_t)i);
    for (size_t i = 0; i < plan->trainees.count; i++)
        str_map_put(arena, &reader.trainees, plan->trainees.items[i].id, (int64_t)i);
    for (size_t i = 0; i < plan->activities.count; i++)
        str_map_put(arena, &reader.activities, plan->activities.items[i].id, (int64_t)i);
    for (size_t i = 0; i < plan->levels.count; i++)
        str_map_put(arena, &reader.levels, plan->levels.items[i], (int64_t)i);
    for (size_t i = 0; i < plan->goals.count; i++)
        str_map_put(arena, &reader.goals, plan->goals.items[i], (int64_t)i);
    return reader;
}

static bool read_ref(const JsonAt *at, const StrMap *map, int32_t *ret) {
    Str id;
    int64_t index;
    if (!at_text(at, &id)) return false;
    if (!str_map_get(map, id, &index))
        return at_fail(at,
                       msg(N_("{1}: ”{2}” finns inte."), {0}, msg_text(str_copy(at->arena, id))));
    *ret = (int32_t)index;
    return true;
}

static bool read_ref_or_none(const JsonAt *at, const StrMap *map, int32_t *ret) {
    *ret = PLAN_NONE;
    if (!at_is_given(at) || json_is_null(at->value)) return true;
    return read_ref(at, map, ret);
}

static bool is_stranger(const SolutionReader *reader, const JsonAt *at, const StrMap *map) {
    int64_t index;
    return reader->strangers && json_is_string(at->value) &&
           !str_map_get(map, str_from_c(json_string_value(at->value)), &index);
}

static bool read_placements(SolutionReader *reader, const JsonAt *root,
                            PlanPlacements *placements) {
    static Keys keys = {"activity", "start", "unit", "work", "confirmed", NULL};
    JsonAt list = at_key(root, "placements");
    if (!at_array(&list)) return false;
    for (size_t i = 0; i < at_count(&list); i++) {
        JsonAt item = at_item(&list, i);
        if (!at_object(&item, keys)) return false;
        JsonAt activity = at_key(&item, "activity"), start = at_key(&item, "start"),
               unit = at_key(&item, "unit");
        PlanPlacement placement = {.unit = PLAN_ELSEWHERE};
        if (is_stranger(reader, &activity, &reader->activities)) continue;
        if (!read_ref(&activity, &reader->activities, &placement.activity) ||
            !at_int(&start, 0, PLAN_PERIODS_MAX, &placement.start) ||
            (!is_stranger(reader, &unit, &reader->units) &&
             !read_ref_or_none(&unit, &reader->units, &placement.unit)) ||
            !at_int_or(&item, "work", 1, PLAN_PERIODS_MAX * 100, &placement.work) ||
            !at_bool_or(&item, "confirmed", &placement.confirmed))
            return false;
        list_add(reader->arena, placements, placement);
    }
    return true;
}

static bool read_ids(SolutionReader *reader, const JsonAt *root, const char *key,
                     PlanIndexes *ids) {
    JsonAt list = at_key(root, key);
    if (!at_is_given(&list)) return true;
    if (!at_array(&list)) return false;
    for (size_t i = 0; i < at_count(&list); i++) {
        JsonAt item = at_item(&list, i);
        int32_t activity;
        if (!read_ref(&item, &reader->activities, &activity)) return false;
        list_add(reader->arena, ids, activity);
    }
    return true;
}

static bool read_conflict(SolutionReader *reader, const JsonAt *root, PlanConflict *conflict) {
    static Keys keys = {"group",   "activity", "before", "after", "unit", "home",
                        "trainee", "goal",     "level",  "from",  "to",   NULL};
    JsonAt list = at_key(root, "conflict");
    if (!at_is_given(&list)) return true;
    if (!at_array(&list)) return false;
    for (size_t i = 0; i < at_count(&list); i++) {
        JsonAt item = at_item(&list, i);
        if (!at_object(&item, keys)) return false;
        JsonAt word = at_key(&item, "group"), activity = at_key(&item, "activity"),
               before = at_key(&item, "before"), after = at_key(&item, "after"),
               unit = at_key(&item, "unit"), home = at_key(&item, "home"),
               trainee = at_key(&item, "trainee"), goal = at_key(&item, "goal"),
               level = at_key(&item, "level");
        PlanGroup group = {.first = PLAN_NONE, .past = PLAN_NONE};
        int32_t kind;
        if (!at_word(&word, plan_group_names, PLAN_GROUPS, &kind) ||
            !read_ref_or_none(at_is_given(&after) ? &after : &activity, &reader->activities,
                              &group.activity) ||
            !read_ref_or_none(&before, &reader->activities, &group.before) ||
            !read_ref_or_none(&unit, &reader->units, &group.unit) ||
            !read_ref_or_none(&home, &reader->homes, &group.home) ||
            !read_ref_or_none(&trainee, &reader->trainees, &group.trainee) ||
            !read_ref_or_none(&goal, &reader->goals, &group.goal) ||
            !read_ref_or_none(&level, &reader->levels, &group.level) ||
            !at_int_or(&item, "from", 0, PLAN_PERIODS_MAX, &group.first) ||
            !at_int_or(&item, "to", 0, PLAN_PERIODS_MAX, &group.past))
            return false;
        group.kind = (PlanGroupKind)kind;
        list_add(reader->arena, conflict, group);
    }
    return true;
}

static bool read_remedies(SolutionReader *reader, const JsonAt *root, PlanRemedies *remedies) {
    static Keys keys = {"group", "text", "verified", NULL};
    JsonAt list = at_key(root, "remedies");
    if (!at_is_given(&list)) return true;
    if (!at_array(&list)) return false;
    for (size_t i = 0; i < at_count(&list); i++) {
        JsonAt item = at_item(&list, i);
        if (!at_object(&item, keys)) return false;
        JsonAt group = at_key(&item, "group"), text = at_key(&item, "text");
        PlanRemedy remedy = {0};
        if (!at_int(&group, 0, INT32_MAX, &remedy.group) || !at_text(&text, &remedy.text) ||
            !at_bool_or(&item, "verified", &remedy.verified))
            return false;
        remedy.text = str_copy(reader->arena, remedy.text);
        list_add(reader->arena, remedies, remedy);
    }
    return true;
}

static bool read_trace(SolutionReader *reader, const JsonAt *root, PlanTrace *trace) {
    JsonAt list = at_key(root, "trace");
    if (!at_is_given(&list)) return true;
    if (!at_array(&list)) return false;
    for (size_t i = 0; i < at_count(&list); i++) {
        JsonAt item = at_item(&list, i);
        if (!at_array(&item)) return false;
        if (at_count(&item) != 3)
            return at_fail(&item, msg(N_("{1}: ska vara [varv, skede, kostnad].")));
        JsonAt iteration = at_item(&item, 0), phase = at_item(&item, 1), cost = at_item(&item, 2);
        PlanTraceRow row;
        if (!at_int64(&iteration, 0, INT64_MAX, &row.iteration) || !at_text(&phase, &row.phase) ||
            !at_int64(&cost, 0, INT64_MAX, &row.cost))
            return false;
        row.phase = str_copy(reader->arena, row.phase);
        list_add(reader->arena, trace, row);
    }
    return true;
}

static bool read_claims(const JsonAt *root, PlanSolution *solution) {
    static Keys terms = {"preference", "timing",     "below_target", "evenness", "stability",
                         "fairness",   "completion", "bt_order",     NULL};
    JsonAt cost = at_key(root, "cost"), bound = at_key(root, "bound"), sums = at_key(root, "terms");
    solution->cost_is_set = at_is_given(&cost);
    solution->bound_is_set = at_is_given(&bound);
    if (solution->cost_is_set && !at_int64(&cost, 0, INT64_MAX, &solution->cost)) return false;
    if (solution->bound_is_set && !at_int64(&bound, 0, INT64_MAX, &solution->bound)) return false;
    solution->terms_are_set = at_is_given(&sums);
    if (!solution->terms_are_set) return true;
    if (!at_object(&sums, terms)) return false;
    for (int term = 0; term < PLAN_TERMS; term++) {
        JsonAt sum = at_key(&sums, plan_term_names[term]);
        if (at_is_given(&sum) && !at_int64(&sum, 0, INT64_MAX, &solution->terms[term]))
            return false;
    }
    return true;
}

static bool read_run(const JsonAt *root, PlanSolution *solution) {
    JsonAt seed = at_key(root, "seed"), threads = at_key(root, "threads"),
           iterations = at_key(root, "iterations"), stopped = at_key(root, "stopped_by"),
           minimal = at_key(root, "minimal");
    int32_t word = 0;
    if (at_is_given(&seed) && !at_int64(&seed, INT64_MIN, INT64_MAX, &solution->seed)) return false;
    if (at_is_given(&threads) && !at_int64(&threads, 1, INT64_MAX, &solution->threads))
        return false;
    if (at_is_given(&iterations) && !at_int64(&iterations, 0, INT64_MAX, &solution->iterations))
        return false;
    if (at_is_given(&minimal) && !at_bool(&minimal, &solution->minimal)) return false;
    if (at_is_given(&stopped) && !at_word(&stopped, plan_stopped_names, 5, &word)) return false;
    solution->stopped_by = (PlanStoppedBy)word;
    return true;
}

static Keys solution_keys = {"format",     "instance",   "status",   "cost",  "bound",
                             "terms",      "placements", "left_out", "moved", "conflict",
                             "minimal",    "remedies",   "trace",    "seed",  "threads",
                             "iterations", "stopped_by", NULL};

static bool read_head(Arena *arena, Str text, JsonAt *root, Err *err) {
    static Keys formats = {"randa-plan-solution/1"};
    json_t *tree;
    if (!json_read(arena, text, &tree, err)) return false;
    *root = at_root(arena, tree, err);
    if (!at_object(root, solution_keys)) return false;
    JsonAt format = at_key(root, "format");
    int32_t word;
    return at_word(&format, formats, 1, &word);
}

bool plan_solution_read(Arena *arena, const PlanInstance *plan, Str text, PlanSolution *ret,
                        Err *err) {
    JsonAt root;
    if (!read_head(arena, text, &root, err)) return false;
    SolutionReader reader = reader_begin(arena, plan);
    PlanSolution solution = {0};
    JsonAt instance = at_key(&root, "instance"), status = at_key(&root, "status"),
           moved = at_key(&root, "moved");
    Str name;
    int32_t word = PLAN_FEASIBLE;
    if (at_is_given(&instance) && json_string_length(instance.value) > 0 &&
        !at_text(&instance, &name))
        return false;
    if (at_is_given(&status) && !at_word(&status, plan_status_names, 5, &word)) return false;
    solution.status = (PlanStatus)word;
    solution.moved_is_set = at_is_given(&moved);
    if (!read_claims(&root, &solution) || !read_placements(&reader, &root, &solution.placements) ||
        !read_ids(&reader, &root, "left_out", &solution.left_out) ||
        !read_ids(&reader, &root, "moved", &solution.moved) ||
        !read_conflict(&reader, &root, &solution.conflict) ||
        !read_remedies(&reader, &root, &solution.remedies) ||
        !read_trace(&reader, &root, &solution.trace) || !read_run(&root, &solution))
        return false;
    *ret = solution;
    return true;
}

bool plan_previous_read(Arena *arena, PlanInstance *plan, Str text, Err *err) {
    JsonAt root;
    if (!read_head(arena, text, &root, err)) return false;
    SolutionReader reader = reader_begin(arena, plan);
    reader.strangers = true;
    PlanPlacements placements = {0};
    if (!read_placements(&reader, &root, &placements)) return false;
    plan->previous = placements;
    plan->previous_is_set = true;
    return true;
}
