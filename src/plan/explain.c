// Three kinds of proof, cheapest first: an activity without any place, also when the order is
// followed through; more work than there is room for in some stretch of time; a goal that cannot be
// reached. Then each fact is tried: when the clash stands without it, it is left out. What remains
// is switched off one fact at a time and the rest solved: when a plan appears for each, the set is
// minimal.
#include "plan/explain.h"
#include <string.h>
#include "plan/solve.h"
#include "plan/state.h"
#include "plan/without.h"

#define UNIT_TASKS_MAX 200
#define FACTS_MAX 24
#define TRIAL_ITERATIONS 16000
#define FAILURES_MAX 2

typedef struct {
    int32_t first, past, least; // where a task's blocks can lie at all, and the shortest of them
    int32_t only_unit;          // the one unit of all its places; PLAN_NONE when there are several
    int32_t held_first, held_past; // the arc's other end that moved the limit; PLAN_NONE: its own
} Domain;

typedef struct {
    Arena *arena;
    const PlanInstance *plan;
    PlanState *state;
    Domain *domains;
    PlanConflict conflict;
} Explainer;

static PlanGroup fact(PlanGroupKind kind) {
    return (PlanGroup){kind,      PLAN_NONE, PLAN_NONE, PLAN_NONE, PLAN_NONE,
                       PLAN_NONE, PLAN_NONE, PLAN_NONE, PLAN_NONE, PLAN_NONE};
}

static void add_fact(Explainer *explainer, PlanGroup group) {
    for (size_t i = 0; i < explainer->conflict.count; i++)
        if (memcmp(&explainer->conflict.items[i], &group, sizeof group) == 0) return;
    list_add(explainer->arena, &explainer->conflict, group);
}

// ---- facts about one activity ----

static bool has_leave(const PlanTrainee *trainee, int32_t first, int32_t past) {
    bool served = false;
    for (int32_t w = 0; w < past; w++) {
        if (trainee->service[w] > 0)
            served = true;
        else if (served && w >= first && trainee->served[past] > trainee->served[w])
            return true;
    }
    return false;
}

static bool has_window(const PlanInstance *plan, const PlanActivity *activity) {
    for (size_t o = 0; o < activity->options.count; o++)
        if (activity->options.items[o].past > 0) return true;
    return activity->first > 0 || activity->past < plan->periods;
}

// The activity is needed, and what bounds where it can lie.
static void add_activity(Explainer *explainer, int32_t a) {
    const PlanActivity *activity = &explainer->plan->activities.items[a];
    PlanGroup group = fact(PLAN_GROUP_REQUIRED);
    group.activity = a;
    if (activity->pins.count == 0) add_fact(explainer, group);
    group.kind = PLAN_GROUP_PIN;
    if (activity->pins.count > 0) add_fact(explainer, group);
    group.kind = PLAN_GROUP_WINDOW;
    if (activity->pins.count == 0 && has_window(explainer->plan, activity))
        add_fact(explainer, group);
    group.kind = PLAN_GROUP_COURSE_DATES;
    if (activity->pins.count == 0 && activity->starts_is_set) add_fact(explainer, group);
    const PlanTrainee *trainee = &explainer->plan->trainees.items[activity->trainee];
    if (!has_leave(trainee, 0, explainer->plan->periods)) return;
    group = fact(PLAN_GROUP_LEAVE);
    group.trainee = activity->trainee;
    add_fact(explainer, group);
}

static void add_capacity(Explainer *explainer, int32_t unit, int32_t first, int32_t past) {
    PlanGroup group = fact(PLAN_GROUP_CAPACITY);
    if (unit < 0) return;
    group.unit = unit;
    group.first = first;
    group.past = past;
    add_fact(explainer, group);
}

static void add_arc(Explainer *explainer, int32_t before, int32_t after) {
    const PlanActivity *activity = &explainer->plan->activities.items[after];
    PlanGroup group = fact(PLAN_GROUP_BT_FIRST);
    group.trainee = activity->trainee;
    for (size_t i = 0; i < activity->after.count; i++) {
        if (activity->after.items[i].before != before) continue;
        group = fact(PLAN_GROUP_ORDER);
        group.before = before;
        group.activity = after;
    }
    add_fact(explainer, group);
}

// ---- (i) domains ----

static bool is_required(const PlanTask *task) {
    return !task->optional;
}

// Free of what is pinned and of closed units.
static bool place_is_open(const PlanState *state, int32_t t, int32_t unit, int32_t s, int32_t e) {
    const PlanTask *task = &state->tasks[t];
    size_t row = (size_t)task->trainee * (size_t)state->periods;
    size_t home = (size_t)(task->home == PLAN_NONE ? 0 : task->home) * (size_t)state->periods;
    size_t room =
        unit < 0 ? 0 : (size_t)state->unit_rows[unit].capacity_row * (size_t)state->periods;
    for (int32_t w = s; w < e; w++) {
        if (!task->activity->inside &&
            state->used[row + (size_t)w] + task->activity->share > state->used_max[row + (size_t)w])
            return false;
        if (unit >= 0 && state->full[room + (size_t)w]) return false;
        if (task->home != PLAN_NONE && state->home_full[home + (size_t)w]) return false;
    }
    return true;
}

static Domain find_domain(const PlanState *state, int32_t t) {
    const PlanTask *task = &state->tasks[t];
    Domain domain = {state->periods, 0, state->periods, PLAN_NONE, PLAN_NONE, PLAN_NONE};
    bool many = false;
    if (task->settled || task->parts_max > 1)
        return (Domain){0, state->periods, 1, PLAN_NONE, PLAN_NONE, PLAN_NONE};
    for (size_t o = 0; o < task->activity->options.count; o++) {
        int32_t unit = task->activity->options.items[o].unit;
        for (int32_t s = 0; s < state->periods; s++) {
            int32_t e = task->past_at[o][s];
            if (e == 0 || !place_is_open(state, t, unit, s, e)) continue;
            if (s < domain.first) domain.first = s;
            if (e > domain.past) domain.past = e;
            if (e - s < domain.least) domain.least = e - s;
            if (domain.only_unit != PLAN_NONE && domain.only_unit != unit) many = true;
            domain.only_unit = unit;
        }
    }
    if (many) domain.only_unit = PLAN_NONE;
    return domain;
}

static bool is_empty(const Domain *domain) {
    return domain->first + domain->least > domain->past;
}

static void explain_empty(Explainer *explainer, int32_t t) {
    const PlanState *state = explainer->state;
    const PlanTask *task = &state->tasks[t];
    add_activity(explainer, t);
    for (size_t o = 0; o < task->activity->options.count; o++)
        add_capacity(explainer, task->activity->options.items[o].unit, 0, state->periods);
    for (int32_t other = 0; other < state->task_count; other++)
        if (state->tasks[other].time_pinned && state->tasks[other].trainee == task->trainee)
            add_activity(explainer, other);
    if (task->home == PLAN_NONE) return;
    PlanGroup group = fact(PLAN_GROUP_HOME_MIN);
    group.home = task->home;
    group.first = 0;
    group.past = state->periods;
    add_fact(explainer, group);
}

// Follows the order: a task begins after those before it have ended. True when something moved.
static bool follow_arcs(Explainer *explainer, int32_t t) {
    const PlanTask *task = &explainer->state->tasks[t];
    Domain *domain = &explainer->domains[t];
    bool moved = false;
    for (size_t i = 0; i < task->before.count; i++) {
        PlanArc arc = task->before.items[i];
        const Domain *other = &explainer->domains[arc.other];
        if (!is_required(&explainer->state->tasks[arc.other])) continue;
        int32_t first = other->first + other->least + arc.lag;
        if (first <= domain->first) continue;
        domain->first = first;
        domain->held_first = arc.other;
        moved = true;
    }
    for (size_t i = 0; i < task->after.count; i++) {
        PlanArc arc = task->after.items[i];
        const Domain *other = &explainer->domains[arc.other];
        if (!is_required(&explainer->state->tasks[arc.other])) continue;
        int32_t past = other->past - other->least - arc.lag;
        if (past >= domain->past) continue;
        domain->past = past;
        domain->held_past = arc.other;
        moved = true;
    }
    return moved;
}

// A split or pinned task counts with what is sure of it.
static void settle_domain(const Explainer *explainer, int32_t t) {
    const PlanState *state = explainer->state;
    Domain *domain = &explainer->domains[t];
    if (!state->tasks[t].settled) return;
    domain->first = state_start(state, t);
    domain->past = state_past(state, t);
    domain->least = domain->past - domain->first;
}

static bool prove_empty(Explainer *explainer) {
    int32_t count = explainer->state->task_count;
    for (int32_t t = 0; t < count; t++) {
        if (!is_required(&explainer->state->tasks[t]) || !is_empty(&explainer->domains[t]))
            continue;
        explain_empty(explainer, t);
        return true;
    }
    return false;
}

static void explain_chain(Explainer *explainer, int32_t t) {
    bool *seen = arena_array(explainer->arena, bool, (size_t)explainer->state->task_count);
    explain_empty(explainer, t);
    for (int32_t at = t; explainer->domains[at].held_first != PLAN_NONE && !seen[at];) {
        int32_t before = explainer->domains[at].held_first;
        seen[at] = true;
        add_arc(explainer, before, at);
        explain_empty(explainer, before);
        at = before;
    }
    memset(seen, 0, (size_t)explainer->state->task_count);
    for (int32_t at = t; explainer->domains[at].held_past != PLAN_NONE && !seen[at];) {
        int32_t after = explainer->domains[at].held_past;
        seen[at] = true;
        add_arc(explainer, at, after);
        explain_empty(explainer, after);
        at = after;
    }
}

static bool prove_order(Explainer *explainer) {
    int32_t count = explainer->state->task_count;
    for (int32_t round = 0; round <= 64; round++) {
        bool moved = false;
        for (int32_t t = 0; t < count; t++) {
            if (!is_required(&explainer->state->tasks[t]) || explainer->state->tasks[t].settled)
                continue;
            moved |= follow_arcs(explainer, t);
            if (!is_empty(&explainer->domains[t])) continue;
            explain_chain(explainer, t);
            return true;
        }
        if (!moved) return false;
    }
    return false;
}

// ---- (ii) counting ----

typedef struct {
    int32_t *tasks;
    size_t count;
    const int32_t *room; // per period, in the unit of `need`
} Energy;

static int64_t energy_need(const Explainer *explainer, int32_t t, bool shares) {
    const PlanTask *task = &explainer->state->tasks[t];
    return (int64_t)explainer->domains[t].least * (shares ? task->activity->share : 1);
}

// The stretch in which more must lie than there is room for; false when there is none.
static bool find_overload(const Explainer *explainer, const Energy *energy, bool shares,
                          int32_t *ret_first, int32_t *ret_past) {
    const Domain *domains = explainer->domains;
    for (size_t i = 0; i < energy->count; i++)
        for (size_t k = 0; k < energy->count; k++) {
            int32_t first = domains[energy->tasks[i]].first, past = domains[energy->tasks[k]].past;
            int64_t need = 0, room = 0;
            for (size_t j = 0; j < energy->count; j++) {
                int32_t t = energy->tasks[j];
                if (domains[t].first >= first && domains[t].past <= past)
                    need += energy_need(explainer, t, shares);
            }
            if (need == 0) continue;
            for (int32_t w = first; w < past; w++) room += energy->room[w];
            if (need <= room) continue;
            *ret_first = first;
            *ret_past = past;
            return true;
        }
    return false;
}

static void explain_overload(Explainer *explainer, const Energy *energy, int32_t first,
                             int32_t past) {
    for (size_t j = 0; j < energy->count; j++) {
        int32_t t = energy->tasks[j];
        if (explainer->domains[t].first >= first && explainer->domains[t].past <= past)
            add_activity(explainer, t);
    }
}

static bool is_counted(const PlanTask *task) {
    return is_required(task) && !task->settled && !task->activity->inside && task->parts_max < 2;
}

static bool prove_trainee_overload(Explainer *explainer, int32_t r, int32_t *room, int32_t *tasks) {
    const PlanState *state = explainer->state;
    PlanIndexes own = explainer->plan->trainees.items[r].activities;
    Energy energy = {tasks, 0, room};
    for (size_t i = 0; i < own.count; i++)
        if (is_counted(&state->tasks[own.items[i]])) tasks[energy.count++] = own.items[i];
    for (int32_t w = 0; w < state->periods; w++) {
        size_t at = (size_t)r * (size_t)state->periods + (size_t)w;
        bool served =
            explainer->plan->trainees.items[r].reach[w] > w || explainer->plan->bridge > 0;
        room[w] = served && state->used_max[at] > state->used[at]
                      ? state->used_max[at] - state->used[at]
                      : 0;
    }
    int32_t first, past;
    if (!find_overload(explainer, &energy, true, &first, &past)) return false;
    explain_overload(explainer, &energy, first, past);
    for (size_t i = 0; i < own.count; i++)
        if (state->tasks[own.items[i]].time_pinned) add_activity(explainer, own.items[i]);
    return true;
}

static bool prove_unit_overload(Explainer *explainer, int32_t u, int32_t *room, int32_t *tasks) {
    const PlanState *state = explainer->state;
    Energy energy = {tasks, 0, room};
    for (int32_t t = 0; t < state->task_count; t++) {
        const PlanTask *task = &state->tasks[t];
        if (!is_required(task) || task->settled || task->parts_max > 1 ||
            explainer->domains[t].only_unit != u)
            continue;
        if (energy.count == UNIT_TASKS_MAX) return false;
        tasks[energy.count++] = t;
    }
    size_t row = (size_t)state->unit_rows[u].capacity_row * (size_t)state->periods;
    for (int32_t w = 0; w < state->periods; w++) {
        int32_t left = state->room[row + (size_t)w] - state->load[row + (size_t)w];
        room[w] = left > 0 ? left : 0;
    }
    int32_t first, past;
    if (!find_overload(explainer, &energy, false, &first, &past)) return false;
    add_capacity(explainer, u, first, past);
    explain_overload(explainer, &energy, first, past);
    return true;
}

// All that takes people away from a home, against how many may be away.
static bool prove_home_overload(Explainer *explainer, int32_t c) {
    const PlanState *state = explainer->state;
    int64_t need = 0, room = 0;
    for (int32_t t = 0; t < state->task_count; t++)
        if (is_required(&state->tasks[t]) && !state->tasks[t].settled && state->tasks[t].home == c)
            need += explainer->domains[t].least;
    for (int32_t w = 0; w < state->periods; w++) {
        size_t at = (size_t)c * (size_t)state->periods + (size_t)w;
        if (state->at_home[at] > state->home_min[at])
            room += state->at_home[at] - state->home_min[at];
    }
    if (need <= room) return false;
    PlanGroup group = fact(PLAN_GROUP_HOME_MIN);
    group.home = c;
    group.first = 0;
    group.past = state->periods;
    add_fact(explainer, group);
    for (int32_t t = 0; t < state->task_count; t++)
        if (is_required(&state->tasks[t]) && !state->tasks[t].settled &&
            state->tasks[t].home == c && explainer->conflict.count < FACTS_MAX) {
            PlanGroup required = fact(PLAN_GROUP_REQUIRED);
            required.activity = t;
            add_fact(explainer, required);
        }
    return true;
}

static bool prove_overload(Explainer *explainer) {
    const PlanInstance *plan = explainer->plan;
    int32_t *room = arena_array(explainer->arena, int32_t, (size_t)plan->periods),
            *tasks = arena_array(explainer->arena, int32_t, plan->activities.count + 1);
    for (int32_t r = 0; r < (int32_t)plan->trainees.count; r++)
        if (prove_trainee_overload(explainer, r, room, tasks)) return true;
    for (int32_t u = 0; u < (int32_t)plan->units.count; u++)
        if (prove_unit_overload(explainer, u, room, tasks)) return true;
    for (int32_t c = 0; c < (int32_t)plan->homes.count; c++)
        if (prove_home_overload(explainer, c)) return true;
    return false;
}

// ---- (iii) goals, totals, staffing ----

static bool prove_need(Explainer *explainer, int32_t n) {
    const PlanState *state = explainer->state;
    const PlanNeed *need = &explainer->plan->needs.items[n];
    PlanIndexes own = explainer->plan->trainees.items[need->trainee].activities;
    int64_t possible = 0, certain = 0;
    for (size_t i = 0; i < own.count; i++) {
        const PlanTask *task = &state->tasks[own.items[i]];
        for (size_t k = 0; k < task->activity->covers.count; k++) {
            if (task->activity->covers.items[k].goal != need->goal) continue;
            if (!is_empty(&explainer->domains[own.items[i]]))
                possible += task->activity->covers.items[k].credit;
            if (is_required(task)) certain += task->activity->covers.items[k].credit;
        }
    }
    if (possible >= state->need_least[n] && certain <= state->need_most[n]) return false;
    PlanGroup group = fact(PLAN_GROUP_NEED);
    group.trainee = need->trainee;
    group.goal = need->goal;
    add_fact(explainer, group);
    for (size_t i = 0; certain > state->need_most[n] && i < own.count; i++)
        for (size_t k = 0; k < state->tasks[own.items[i]].needs.count; k++)
            if (state->tasks[own.items[i]].needs.items[k] == n &&
                is_required(&state->tasks[own.items[i]]))
                add_activity(explainer, own.items[i]);
    return true;
}

static bool prove_total(Explainer *explainer, int32_t r) {
    const PlanTrainee *trainee = &explainer->plan->trainees.items[r];
    if (trainee->total == 0 || trainee->served[trainee->last_end] >= trainee->total) return false;
    PlanGroup group = fact(PLAN_GROUP_LEAVE);
    group.trainee = r;
    add_fact(explainer, group);
    return true;
}

// More at home in some week than the home takes, though everyone who can be away is.
static bool prove_home_max(Explainer *explainer, int32_t c) {
    const PlanState *state = explainer->state;
    int32_t *away = arena_array(explainer->arena, int32_t, (size_t)state->periods);
    for (size_t r = 0; r < explainer->plan->trainees.count; r++) {
        PlanIndexes own = explainer->plan->trainees.items[r].activities;
        if (explainer->plan->trainees.items[r].home != c) continue;
        for (int32_t w = 0; w < state->periods; w++)
            for (size_t i = 0; i < own.count; i++) {
                const PlanTask *task = &state->tasks[own.items[i]];
                const Domain *domain = &explainer->domains[own.items[i]];
                if (task->home == PLAN_NONE || w < domain->first || w >= domain->past) continue;
                away[w] += task->activity->inside || task->activity->share < 100 ? 1 : 0;
                if (task->activity->inside || task->activity->share < 100) continue;
                away[w]++;
                break;
            }
    }
    for (int32_t w = 0; w < state->periods; w++) {
        size_t at = (size_t)c * (size_t)state->periods + (size_t)w;
        if (state->at_home[at] - away[w] <= state->home_max[at]) continue;
        PlanGroup group = fact(PLAN_GROUP_HOME_MAX);
        group.home = c;
        group.first = w;
        group.past = w + 1;
        add_fact(explainer, group);
        return true;
    }
    return false;
}

static bool prove_rest(Explainer *explainer) {
    const PlanInstance *plan = explainer->plan;
    for (int32_t n = 0; n < (int32_t)plan->needs.count; n++)
        if (prove_need(explainer, n)) return true;
    for (int32_t r = 0; r < (int32_t)plan->trainees.count; r++)
        if (prove_total(explainer, r)) return true;
    for (int32_t c = 0; c < (int32_t)plan->homes.count; c++)
        if (prove_home_max(explainer, c)) return true;
    return false;
}

// ---- the whole ----

static bool prove(Arena *arena, const PlanInstance *plan, PlanConflict *ret) {
    Explainer explainer = {.arena = arena, .plan = plan, .state = state_begin(arena, plan)};
    explainer.domains = arena_array(arena, Domain, plan->activities.count + 1);
    for (int32_t t = 0; t < explainer.state->task_count; t++) {
        explainer.domains[t] = find_domain(explainer.state, t);
        settle_domain(&explainer, t);
    }
    bool found = prove_empty(&explainer) || prove_rest(&explainer) || prove_overload(&explainer) ||
                 prove_order(&explainer);
    if (ret) *ret = explainer.conflict;
    return found;
}

static PlanInstance *without_all_but(Arena *arena, const PlanInstance *plan,
                                     const PlanConflict *facts, const bool *dropped, size_t also) {
    PlanInstance *copy = (PlanInstance *)plan;
    for (size_t i = 0; i < facts->count; i++)
        if (dropped[i] || i == also) copy = plan_without(arena, copy, &facts->items[i]);
    return copy;
}

// Leaves out every fact without which the clash still stands.
static void thin_out(Arena *arena, const PlanInstance *plan, PlanConflict *facts) {
    Arena *scratch = arena_open((size_t)2 << 30);
    bool *dropped = arena_array(arena, bool, facts->count + 1);
    for (size_t i = facts->count; i-- > 0 && facts->count <= 4 * FACTS_MAX;) {
        ArenaMark mark = arena_mark(scratch);
        dropped[i] = prove(scratch, without_all_but(scratch, plan, facts, dropped, i), NULL);
        arena_reset(scratch, mark);
    }
    PlanConflict kept = {0};
    for (size_t i = 0; i < facts->count; i++)
        if (!dropped[i]) list_add(arena, &kept, facts->items[i]);
    arena_close(scratch);
    if (kept.count > 0) *facts = kept;
}

static bool until_whole(void *context, const PlanProgress *now) {
    (void)context;
    return strcmp(now->phase, "improve") != 0;
}

static bool plan_appears(const PlanInstance *plan, const PlanGroup *group) {
    Arena *arena = arena_open((size_t)2 << 30);
    PlanSolution solution;
    Err err;
    PlanOptions options = {.iterations_max = TRIAL_ITERATIONS, .seed = 1, .progress = until_whole};
    bool found = plan_solve(arena, plan_without(arena, plan, group), options, &solution, &err) &&
                 solution.status != PLAN_INCOMPLETE;
    arena_close(arena);
    return found;
}

static void try_each(Arena *arena, const PlanInstance *plan, PlanExplanation *explanation) {
    explanation->minimal =
        explanation->conflict.count > 0 && explanation->conflict.count <= FACTS_MAX;
    int failures = 0;
    for (size_t i = 0; i < explanation->conflict.count && i < FACTS_MAX && failures < FAILURES_MAX;
         i++) {
        bool lifts = plan_appears(plan, &explanation->conflict.items[i]);
        explanation->minimal &= lifts;
        failures += !lifts;
        if (!lifts) continue;
        Msg text = plan_group_text(plan, &explanation->conflict.items[i]);
        list_add(arena, &explanation->remedies,
                 (PlanRemedy){.group = (int32_t)i,
                              .verified = true,
                              .text = str_join(arena, STR("Går att planera utan: "),
                                               msg_format(arena, LANG_SV, text))});
    }
}

PlanExplanation plan_explain(Arena *arena, const PlanInstance *plan) {
    PlanExplanation explanation = {0};
    Arena *scratch = arena_open((size_t)2 << 30);
    PlanConflict conflict = {0};
    if (prove(scratch, plan, &conflict)) {
        for (size_t i = 0; i < conflict.count; i++)
            list_add(arena, &explanation.conflict, conflict.items[i]);
        thin_out(arena, plan, &explanation.conflict);
        try_each(arena, plan, &explanation);
    }
    arena_close(scratch);
    return explanation;
}

// ---- in words ----

Msg plan_group_text(const PlanInstance *plan, const PlanGroup *group) {
    MsgArg activity = group->activity == PLAN_NONE
                          ? (MsgArg){0}
                          : msg_text(plan->activities.items[group->activity].id),
           trainee = group->trainee == PLAN_NONE
                         ? (MsgArg){0}
                         : msg_text(plan->trainees.items[group->trainee].id),
           home =
               group->home == PLAN_NONE ? (MsgArg){0} : msg_text(plan->homes.items[group->home].id),
           unit =
               group->unit == PLAN_NONE ? (MsgArg){0} : msg_text(plan->units.items[group->unit].id),
           first = msg_number(group->first), past = msg_number(group->past);
    switch (group->kind) {
    case PLAN_GROUP_REQUIRED: return msg(N_("{1} måste göras"), activity);
    case PLAN_GROUP_CAPACITY: return msg(N_("platserna på {1}, period {2}–{3}"), unit, first, past);
    case PLAN_GROUP_UNIT_MIN:
        return msg(N_("det minsta antal som {1} räknar med, period {2}–{3}"), unit, first, past);
    case PLAN_GROUP_HOME_MIN:
        return msg(N_("minsta bemanning på {1}, period {2}–{3}"), home, first, past);
    case PLAN_GROUP_HOME_MAX:
        return msg(N_("största bemanning på {1}, period {2}–{3}"), home, first, past);
    case PLAN_GROUP_ORDER:
        return msg(N_("{2} ska komma efter {1}"),
                   msg_text(plan->activities.items[group->before].id), activity);
    case PLAN_GROUP_PIN: return msg(N_("{1} är låst"), activity);
    case PLAN_GROUP_LEAVE: return msg(N_("ledigheten för {1}"), trainee);
    case PLAN_GROUP_COURSE_DATES: return msg(N_("kursdatumen för {1}"), activity);
    case PLAN_GROUP_WINDOW: return msg(N_("tiden inom vilken {1} får ligga"), activity);
    case PLAN_GROUP_NEED:
        return msg(N_("målet {2} för {1}"), trainee, msg_text(plan->goals.items[group->goal]));
    case PLAN_GROUP_BT_FIRST: return msg(N_("BT först för {1}"), trainee);
    case PLAN_GROUPS: break;
    }
    return msg(N_("okänt"));
}
