// Two passes: first the ids of every record, so that records may point forward; then the fields.
#include "plan/read.h"
#include <limits.h>
#include "base/map.h"
#include "plan/json_at.h"

#define WORK_MAX (PLAN_PERIODS_MAX * 100)
#define COUNT_MAX 1000000

typedef struct {
    Arena *arena;
    PlanInstance *plan;
    StrMap homes, units, trainees, activities, levels, goals;
} Reader;

typedef const char *const Keys[];

// ---- ids ----

static bool read_ids(Reader *reader, const JsonAt *root, const char *key, StrMap *map,
                     PlanNames *ids) {
    JsonAt list = at_key(root, key);
    if (!at_is_given(&list)) return true;
    if (!at_array(&list)) return false;
    for (size_t i = 0; i < at_count(&list); i++) {
        JsonAt item = at_item(&list, i);
        if (!json_is_object(item.value))
            return at_fail(&item, msg(N_("{1}: ska vara ett objekt.")));
        JsonAt at = at_key(&item, "id");
        Str id;
        int64_t before;
        if (!at_text(&at, &id)) return false;
        id = str_copy(reader->arena, id);
        if (str_map_get(map, id, &before))
            return at_fail(&at, msg(N_("{1}: ”{2}” finns redan."), {0}, msg_text(id)));
        str_map_put(reader->arena, map, id, (int64_t)i);
        list_add(reader->arena, ids, id);
    }
    return true;
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

// Missing or null is none.
static bool read_ref_or_none(const JsonAt *at, const StrMap *map, int32_t *ret) {
    *ret = PLAN_NONE;
    if (!at_is_given(at) || json_is_null(at->value)) return true;
    return read_ref(at, map, ret);
}

static int32_t name_ref(Reader *reader, StrMap *map, PlanNames *names, Str name) {
    int64_t index;
    if (str_map_get(map, name, &index)) return (int32_t)index;
    name = str_copy(reader->arena, name);
    str_map_put(reader->arena, map, name, (int64_t)names->count);
    list_add(reader->arena, names, name);
    return (int32_t)names->count - 1;
}

// ---- steps and spans ----

static bool read_pair(const JsonAt *at, int64_t least, int64_t most, int32_t *ret_first,
                      int32_t *ret_last) {
    if (!at_array(at)) return false;
    if (at_count(at) != 2) return at_fail(at, msg(N_("{1}: ska vara två heltal.")));
    JsonAt first = at_item(at, 0), last = at_item(at, 1);
    return at_int(&first, least, most, ret_first) && at_int(&last, *ret_first, most, ret_last);
}

static bool read_steps(Reader *reader, const JsonAt *object, const char *key, int32_t most,
                       bool levels, PlanSteps *steps) {
    JsonAt list = at_key(object, key);
    if (!at_is_given(&list)) return true;
    if (!at_array(&list)) return false;
    int32_t before = 0;
    for (size_t i = 0; i < at_count(&list); i++) {
        JsonAt item = at_item(&list, i);
        if (!at_array(&item)) return false;
        if (at_count(&item) != 3)
            return at_fail(&item, msg(N_("{1}: ska vara [från, till, värde].")));
        JsonAt first = at_item(&item, 0), past = at_item(&item, 1), value = at_item(&item, 2);
        PlanStep step = {0};
        if (!at_int(&first, before, reader->plan->periods, &step.first) ||
            !at_int(&past, step.first + 1, reader->plan->periods, &step.past))
            return false;
        Str name;
        if (levels) {
            if (!at_text(&value, &name)) return false;
            step.value = name_ref(reader, &reader->levels, &reader->plan->levels, name);
        } else if (!at_int(&value, 0, most, &step.value))
            return false;
        list_add(reader->arena, steps, step);
        before = step.past;
    }
    return true;
}

// ---- the head ----

static bool read_calendar(Reader *reader, const JsonAt *root, Str name) {
    static Keys keys = {"unit", "start", "periods", "now", NULL};
    static Keys units = {"week", "half-month", "half_month"};
    JsonAt calendar = at_key(root, "calendar");
    if (!at_object(&calendar, keys)) return false;
    JsonAt periods = at_key(&calendar, "periods"), unit = at_key(&calendar, "unit"),
           start = at_key(&calendar, "start");
    int32_t count, word = 0;
    if (!at_int(&periods, 1, PLAN_PERIODS_MAX, &count)) return false;
    reader->plan = plan_begin(reader->arena, name, count);
    if (at_is_given(&unit) && !at_word(&unit, units, COUNT_OF(units), &word)) return false;
    reader->plan->period_unit = word == 0 ? PLAN_WEEK : PLAN_HALF_MONTH;
    if (at_is_given(&start)) {
        Str text;
        if (!at_text(&start, &text)) return false;
        if (text.size != 10 || !date_parse(text, &reader->plan->start))
            return at_fail(&start, msg(N_("{1}: ska vara ett datum som 2027-01-04.")));
    }
    return at_int_or(&calendar, "now", 0, count, &reader->plan->now);
}

static bool read_rules(Reader *reader, const JsonAt *root) {
    static Keys keys = {"bridge", "bt_first", NULL};
    static Keys words = {"hard", "wish"};
    JsonAt rules = at_key(root, "rules");
    if (!at_is_given(&rules)) return true;
    if (!at_object(&rules, keys)) return false;
    JsonAt bt = at_key(&rules, "bt_first");
    int32_t word = 0;
    if (at_is_given(&bt) && !at_word(&bt, words, COUNT_OF(words), &word)) return false;
    reader->plan->bt_is_hard = word == 0;
    return at_int_or(&rules, "bridge", 0, PLAN_PERIODS_MAX, &reader->plan->bridge);
}

static bool read_weights(Reader *reader, const JsonAt *root) {
    static Keys keys = {"preference", "timing",     "below_target", "evenness", "stability",
                        "fairness",   "completion", "bt_order",     NULL};
    JsonAt weights = at_key(root, "weights");
    if (!at_is_given(&weights)) return true;
    if (!at_object(&weights, keys)) return false;
    for (int term = 0; term < PLAN_TERMS; term++) {
        JsonAt weight = at_key(&weights, plan_term_names[term]);
        if (at_is_given(&weight) &&
            !at_int64(&weight, 0, PLAN_WEIGHT_MAX, &reader->plan->weights[term]))
            return false;
    }
    return true;
}

static bool read_rank(Reader *reader, const JsonAt *root) {
    JsonAt rank = at_key(root, "rank");
    if (!at_is_given(&rank)) return true;
    if (!at_array(&rank)) return false;
    bool seen[PLAN_TERMS] = {false};
    PlanInstance *plan = reader->plan;
    for (size_t i = 0; i < at_count(&rank); i++) {
        JsonAt level = at_item(&rank, i);
        if (!at_array(&level)) return false;
        for (size_t k = 0; k < at_count(&level); k++) {
            JsonAt word = at_item(&level, k);
            int32_t term;
            if (!at_word(&word, plan_term_names, PLAN_TERMS, &term)) return false;
            if (seen[term]) return at_fail(&word, msg(N_("{1}: nämns två gånger.")));
            seen[term] = true;
            plan->ranks[term] = (int32_t)i;
        }
    }
    plan->rank_count = (int32_t)at_count(&rank);
    bool all = true;
    for (int term = 0; term < PLAN_TERMS; term++) {
        if (seen[term]) continue;
        plan->ranks[term] = plan->rank_count; // those not named come last
        all = false;
    }
    plan->rank_count += !all;
    return true;
}

// ---- homes, units, trainees ----

static bool read_home(Reader *reader, const JsonAt *at, PlanHome *home) {
    static Keys keys = {"id", "min", "target", "max", NULL};
    return at_object(at, keys) &&
           read_steps(reader, at, "min", COUNT_MAX, false, &home->min_steps) &&
           read_steps(reader, at, "target", COUNT_MAX, false, &home->target_steps) &&
           read_steps(reader, at, "max", COUNT_MAX, false, &home->max_steps);
}

static bool read_unit(Reader *reader, const JsonAt *at, PlanUnit *unit) {
    static Keys keys = {"id", "capacity", "levels", "min", NULL};
    if (!at_object(at, keys) ||
        !read_steps(reader, at, "capacity", COUNT_MAX, false, &unit->capacity_steps) ||
        !read_steps(reader, at, "min", COUNT_MAX, false, &unit->min_steps))
        return false;
    JsonAt levels = at_key(at, "levels");
    if (!at_is_given(&levels)) return true;
    if (!json_is_object(levels.value))
        return at_fail(&levels, msg(N_("{1}: ska vara ett objekt.")));
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)levels.value, key, value) {
        PlanLevelCapacity level = {
            .level = name_ref(reader, &reader->levels, &reader->plan->levels, str_from_c(key))};
        if (!read_steps(reader, &levels, key, COUNT_MAX, false, &level.steps)) return false;
        list_add(reader->arena, &unit->levels, level);
    }
    return true;
}

static bool read_trainee(Reader *reader, const JsonAt *at, PlanTrainee *trainee) {
    static Keys keys = {"id",       "home",       "service",     "levels", "total",
                        "last_end", "wished_end", "max_changes", NULL};
    if (!at_object(at, keys)) return false;
    JsonAt home = at_key(at, "home");
    int32_t periods = reader->plan->periods;
    return read_ref_or_none(&home, &reader->homes, &trainee->home) &&
           read_steps(reader, at, "service", 100, false, &trainee->service_steps) &&
           read_steps(reader, at, "levels", 0, true, &trainee->level_steps) &&
           at_int_or(at, "total", 0, WORK_MAX, &trainee->total) &&
           at_int_or(at, "last_end", 0, periods, &trainee->last_end) &&
           at_int_or(at, "wished_end", 0, periods, &trainee->wished_end) &&
           at_int_or(at, "max_changes", 0, COUNT_MAX, &trainee->max_changes);
}

// ---- activities ----

static bool read_option(Reader *reader, const JsonAt *at, PlanActivity *activity) {
    static Keys keys = {"unit", "cost", "work", "window", NULL};
    if (!at_object(at, keys)) return false;
    JsonAt unit = at_key(at, "unit"), window = at_key(at, "window"), work = at_key(at, "work");
    PlanOption option = {0};
    if (!read_ref_or_none(&unit, &reader->units, &option.unit) ||
        !at_int_or(at, "cost", 0, PLAN_WEIGHT_MAX, &option.cost) ||
        !at_int_or(at, "work", 1, WORK_MAX, &option.work))
        return false;
    if (plan_option_at(activity, option.unit) != PLAN_NONE)
        return at_fail(at_is_given(&unit) ? &unit : at,
                       msg(N_("{1}: enheten finns redan bland alternativen.")));
    if (option.work > 0 && (activity->weeks > 0 || !activity->same_unit))
        return at_fail(&work, msg(N_("{1}: går inte ihop med weeks eller olika enheter.")));
    if (at_is_given(&window)) {
        if (!read_pair(&window, 0, reader->plan->periods, &option.first, &option.past))
            return false;
        if (option.past == 0) option.first = option.past = PLAN_PERIODS_MAX; // empty, not missing
    }
    list_add(reader->arena, &activity->options, option);
    return true;
}

static bool read_after(Reader *reader, const JsonAt *at, PlanActivity *activity) {
    static Keys keys = {"id", "lag", "max", NULL};
    PlanAfter after = {.max = PLAN_NO_LIMIT};
    if (json_is_string(at->value)) {
        if (!read_ref(at, &reader->activities, &after.before)) return false;
    } else {
        if (!at_object(at, keys)) return false;
        JsonAt id = at_key(at, "id");
        if (!read_ref(&id, &reader->activities, &after.before) ||
            !at_int_or(at, "lag", 0, PLAN_PERIODS_MAX, &after.lag) ||
            !at_int_or(at, "max", 0, PLAN_PERIODS_MAX, &after.max))
            return false;
    }
    list_add(reader->arena, &activity->after, after);
    return true;
}

static int compare_numbers(const void *a, const void *b, void *context) {
    (void)context;
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static bool read_starts(Reader *reader, const JsonAt *at, PlanActivity *activity) {
    JsonAt list = at_key(at, "starts");
    if (!at_is_given(&list)) return true;
    if (!at_array(&list)) return false;
    activity->starts_is_set = true;
    for (size_t i = 0; i < at_count(&list); i++) {
        JsonAt item = at_item(&list, i);
        int32_t start;
        if (!at_int(&item, 0, PLAN_PERIODS_MAX, &start)) return false;
        list_add(reader->arena, &activity->starts, start);
    }
    list_sort(reader->arena, activity->starts.items, activity->starts.count, sizeof(int32_t),
              compare_numbers, NULL);
    return true;
}

static bool read_split(const JsonAt *at, PlanActivity *activity) {
    static Keys keys = {"parts", "min_block", "same_unit", NULL};
    JsonAt split = at_key(at, "split");
    if (!at_is_given(&split)) return true;
    if (!at_object(&split, keys)) return false;
    if (activity->starts_is_set || activity->weeks > 0)
        return at_fail(&split, msg(N_("{1}: går inte ihop med starts eller weeks.")));
    JsonAt parts = at_key(&split, "parts");
    return at_int(&parts, 1, PLAN_PARTS_MAX, &activity->parts_max) &&
           at_int_or(&split, "min_block", 0, WORK_MAX, &activity->block_min) &&
           at_bool_or(&split, "same_unit", &activity->same_unit);
}

static bool read_covers(Reader *reader, const JsonAt *at, PlanActivity *activity) {
    JsonAt covers = at_key(at, "covers");
    if (!at_is_given(&covers)) return true;
    if (!json_is_object(covers.value))
        return at_fail(&covers, msg(N_("{1}: ska vara ett objekt.")));
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)covers.value, key, value) {
        JsonAt credit = at_key(&covers, key);
        PlanCover cover = {
            .goal = name_ref(reader, &reader->goals, &reader->plan->goals, str_from_c(key))};
        if (!at_int(&credit, 0, COUNT_MAX, &cover.credit)) return false;
        list_add(reader->arena, &activity->covers, cover);
    }
    return true;
}

static bool read_pin(Reader *reader, const JsonAt *at, PlanActivity *activity) {
    static Keys keys = {"start", "unit", "end", "work", NULL};
    if (!at_object(at, keys)) return false;
    JsonAt start = at_key(at, "start"), unit = at_key(at, "unit");
    PlanPin pin = {.unit_is_set = at_is_given(&unit)};
    if (!at_int(&start, 0, reader->plan->periods - 1, &pin.start) ||
        !read_ref_or_none(&unit, &reader->units, &pin.unit) ||
        !at_int_or(at, "end", pin.start + 1, reader->plan->periods, &pin.past) ||
        !at_int_or(at, "work", 1, WORK_MAX, &pin.work))
        return false;
    list_add(reader->arena, &activity->pins, pin);
    return true;
}

static int compare_pins(const void *a, const void *b, void *context) {
    (void)context;
    int32_t x = ((const PlanPin *)a)->start, y = ((const PlanPin *)b)->start;
    return (x > y) - (x < y);
}

static bool read_fixed(Reader *reader, const JsonAt *at, PlanActivity *activity) {
    JsonAt fixed = at_key(at, "fixed");
    if (!at_is_given(&fixed)) return true;
    if (json_is_object(fixed.value)) return read_pin(reader, &fixed, activity);
    if (!at_array(&fixed)) return false;
    if (at_count(&fixed) < 1 || at_count(&fixed) > PLAN_PARTS_MAX)
        return at_fail(&fixed,
                       msg(N_("{1}: ska ha 1–{2} delar."), {0}, msg_number(PLAN_PARTS_MAX)));
    for (size_t i = 0; i < at_count(&fixed); i++) {
        JsonAt item = at_item(&fixed, i);
        if (!read_pin(reader, &item, activity)) return false;
    }
    list_sort(reader->arena, activity->pins.items, activity->pins.count, sizeof(PlanPin),
              compare_pins, NULL);
    return true;
}

static bool read_each(Reader *reader, const JsonAt *object, const char *key, PlanActivity *activity,
                      bool (*read)(Reader *, const JsonAt *, PlanActivity *)) {
    JsonAt list = at_key(object, key);
    if (!at_is_given(&list)) return true;
    if (!at_array(&list)) return false;
    for (size_t i = 0; i < at_count(&list); i++) {
        JsonAt item = at_item(&list, i);
        if (!read(reader, &item, activity)) return false;
    }
    return true;
}

static bool read_length(const JsonAt *at, PlanActivity *activity) {
    JsonAt work = at_key(at, "work"), weeks = at_key(at, "weeks");
    if (!at_is_given(&weeks)) return at_int(&work, 1, WORK_MAX, &activity->work);
    if (at_is_given(&work)) return at_fail(&weeks, msg(N_("{1}: ge antingen work eller weeks.")));
    return at_int(&weeks, 1, PLAN_PERIODS_MAX, &activity->weeks);
}

static bool read_activity(Reader *reader, const JsonAt *at, PlanActivity *activity) {
    static Keys keys = {"id",        "trainee",       "kind",     "work",   "weeks",
                        "options",   "at_home",       "inside",   "share",  "window",
                        "after",     "starts",        "split",    "covers", "fixed",
                        "preferred", "timing_weight", "optional", NULL};
    if (!at_object(at, keys)) return false;
    JsonAt trainee = at_key(at, "trainee"), kind = at_key(at, "kind"),
           options = at_key(at, "options"), window = at_key(at, "window"),
           preferred = at_key(at, "preferred"), inside = at_key(at, "inside");
    int32_t word, periods = reader->plan->periods;
    if (!read_ref(&trainee, &reader->trainees, &activity->trainee) ||
        !at_word(&kind, plan_kind_names, PLAN_KINDS, &word))
        return false;
    activity->kind = (PlanKind)word;
    activity->at_home = activity->kind == PLAN_INTERNAL;
    activity->past = periods;
    activity->share = 100;
    activity->timing_weight = 1;
    activity->same_unit = true;
    if (!read_length(at, activity) || !read_starts(reader, at, activity) ||
        !read_split(at, activity))
        return false;
    if (!at_array(&options)) return false;
    if (at_count(&options) == 0) return at_fail(&options, msg(N_("{1}: får inte vara tom.")));
    if (!read_each(reader, at, "options", activity, read_option) ||
        !at_bool_or(at, "at_home", &activity->at_home) ||
        !at_bool_or(at, "inside", &activity->inside) ||
        !at_bool_or(at, "optional", &activity->optional) ||
        !at_int_or(at, "share", 1, 100, &activity->share) ||
        !at_int_or(at, "timing_weight", 0, PLAN_WEIGHT_MAX, &activity->timing_weight) ||
        !read_each(reader, at, "after", activity, read_after) ||
        !read_covers(reader, at, activity) || !read_fixed(reader, at, activity))
        return false;
    if (activity->inside && activity->kind != PLAN_COURSE)
        return at_fail(&inside, msg(N_("{1}: gäller bara kurser.")));
    if (at_is_given(&window) && !read_pair(&window, 0, periods, &activity->first, &activity->past))
        return false;
    activity->preferred_is_set = at_is_given(&preferred);
    return !activity->preferred_is_set ||
           read_pair(&preferred, 0, PLAN_PERIODS_MAX, &activity->preferred_first,
                     &activity->preferred_last);
}

// ---- needs, groups, the plan before ----

static bool read_need(Reader *reader, const JsonAt *at) {
    static Keys keys = {"trainee", "goal", "at_least", "at_most", NULL};
    if (!at_object(at, keys)) return false;
    JsonAt trainee = at_key(at, "trainee"), goal = at_key(at, "goal");
    PlanNeed need = {.at_most = PLAN_NO_LIMIT};
    Str name;
    if (!read_ref(&trainee, &reader->trainees, &need.trainee) || !at_text(&goal, &name) ||
        !at_int_or(at, "at_least", 0, INT32_MAX, &need.at_least) ||
        !at_int_or(at, "at_most", 0, INT32_MAX, &need.at_most))
        return false;
    need.goal = name_ref(reader, &reader->goals, &reader->plan->goals, name);
    list_add(reader->arena, &reader->plan->needs, need);
    return true;
}

static bool read_together(Reader *reader, const JsonAt *at) {
    static Keys keys = {"activities", "gap", NULL};
    if (!at_object(at, keys)) return false;
    JsonAt list = at_key(at, "activities");
    PlanTogether together = {0};
    if (!at_array(&list) || !at_int_or(at, "gap", 0, PLAN_PERIODS_MAX, &together.gap)) return false;
    for (size_t i = 0; i < at_count(&list); i++) {
        JsonAt item = at_item(&list, i);
        int32_t activity;
        if (!read_ref(&item, &reader->activities, &activity)) return false;
        for (size_t k = 0; k < together.activities.count; k++)
            if (together.activities.items[k] == activity)
                return at_fail(&item, msg(N_("{1}: nämns två gånger.")));
        list_add(reader->arena, &together.activities, activity);
    }
    list_add(reader->arena, &reader->plan->togethers, together);
    return true;
}

static bool read_previous(Reader *reader, const JsonAt *at) {
    static Keys keys = {"activity", "start", "unit", "work", "confirmed", NULL};
    if (!at_object(at, keys)) return false;
    JsonAt activity = at_key(at, "activity"), start = at_key(at, "start"),
           unit = at_key(at, "unit");
    PlanPlacement placement = {0};
    if (!read_ref(&activity, &reader->activities, &placement.activity) ||
        !at_int(&start, 0, PLAN_PERIODS_MAX, &placement.start) ||
        !read_ref_or_none(&unit, &reader->units, &placement.unit) ||
        !at_int_or(at, "work", 1, WORK_MAX, &placement.work) ||
        !at_bool_or(at, "confirmed", &placement.confirmed))
        return false;
    list_add(reader->arena, &reader->plan->previous, placement);
    return true;
}

static bool read_list(Reader *reader, const JsonAt *root, const char *key,
                      bool (*read)(Reader *, const JsonAt *)) {
    JsonAt list = at_key(root, key);
    if (!at_is_given(&list)) return true;
    if (!at_array(&list)) return false;
    for (size_t i = 0; i < at_count(&list); i++) {
        JsonAt item = at_item(&list, i);
        if (!read(reader, &item)) return false;
    }
    return true;
}

// ---- the whole ----

static bool read_homes(Reader *reader, const JsonAt *root) {
    JsonAt list = at_key(root, "homes");
    for (size_t i = 0; i < reader->plan->homes.count; i++) {
        JsonAt item = at_item(&list, i);
        if (!read_home(reader, &item, &reader->plan->homes.items[i])) return false;
    }
    return true;
}

static bool read_units(Reader *reader, const JsonAt *root) {
    JsonAt list = at_key(root, "units");
    for (size_t i = 0; i < reader->plan->units.count; i++) {
        JsonAt item = at_item(&list, i);
        if (!read_unit(reader, &item, &reader->plan->units.items[i])) return false;
    }
    return true;
}

static bool read_trainees(Reader *reader, const JsonAt *root) {
    JsonAt list = at_key(root, "trainees");
    for (size_t i = 0; i < reader->plan->trainees.count; i++) {
        JsonAt item = at_item(&list, i);
        if (!read_trainee(reader, &item, &reader->plan->trainees.items[i])) return false;
    }
    return true;
}

static bool read_activities(Reader *reader, const JsonAt *root) {
    JsonAt list = at_key(root, "activities");
    for (size_t i = 0; i < reader->plan->activities.count; i++) {
        JsonAt item = at_item(&list, i);
        if (!read_activity(reader, &item, &reader->plan->activities.items[i])) return false;
    }
    return true;
}

static bool read_all_ids(Reader *reader, const JsonAt *root) {
    PlanNames homes = {0}, units = {0}, trainees = {0}, activities = {0};
    Arena *arena = reader->arena;
    PlanInstance *plan = reader->plan;
    if (!read_ids(reader, root, "homes", &reader->homes, &homes) ||
        !read_ids(reader, root, "units", &reader->units, &units) ||
        !read_ids(reader, root, "trainees", &reader->trainees, &trainees) ||
        !read_ids(reader, root, "activities", &reader->activities, &activities))
        return false;
    for (size_t i = 0; i < homes.count; i++) plan_add_home(arena, plan, homes.items[i]);
    for (size_t i = 0; i < units.count; i++) plan_add_unit(arena, plan, units.items[i]);
    for (size_t i = 0; i < trainees.count; i++)
        plan_add_trainee(arena, plan, trainees.items[i], PLAN_NONE);
    for (size_t i = 0; i < activities.count; i++)
        list_add(arena, &plan->activities, (PlanActivity){.id = activities.items[i]});
    return true;
}

static bool read_records(Reader *reader, const JsonAt *root) {
    JsonAt previous = at_key(root, "previous");
    reader->plan->previous_is_set = at_is_given(&previous);
    return read_all_ids(reader, root) && read_homes(reader, root) && read_units(reader, root) &&
           read_trainees(reader, root) && read_activities(reader, root) &&
           read_list(reader, root, "needs", read_need) &&
           read_list(reader, root, "together", read_together) &&
           read_list(reader, root, "previous", read_previous);
}

static bool read_format(const JsonAt *root) {
    static Keys formats = {"randa-plan/1"};
    JsonAt format = at_key(root, "format");
    int32_t word;
    return at_word(&format, formats, 1, &word);
}

bool plan_read(Arena *arena, Str text, PlanInstance **ret, Err *err) {
    static Keys keys = {"format", "name",     "calendar", "rules",    "weights",
                        "rank",   "homes",    "units",    "trainees", "activities",
                        "needs",  "together", "previous", NULL};
    json_t *tree;
    if (!json_read(arena, text, &tree, err)) return false;
    Reader reader = {.arena = arena};
    JsonAt root = at_root(arena, tree, err);
    Str name = STR("");
    if (!at_object(&root, keys) || !read_format(&root)) return false;
    JsonAt at = at_key(&root, "name");
    if (at_is_given(&at) && !at_text(&at, &name)) return false;
    if (!read_calendar(&reader, &root, name) || !read_rules(&reader, &root) ||
        !read_weights(&reader, &root) || !read_rank(&reader, &root) ||
        !read_records(&reader, &root) || !plan_end(arena, reader.plan, err))
        return false;
    *ret = reader.plan;
    return true;
}
