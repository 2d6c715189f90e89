// Counting proofs. Each says why by naming facts around what did not fit; more than are needed, for
// explain.c leaves out what the clash can stand without.
#include "plan/prove.h"
#include <string.h>

#define ROOM_TASKS_MAX 2000 // counted in one stretch
#define LEAVES_MAX 12       // of a trainee, each a fact of its own; more are one

typedef struct {
    int32_t first, past, least; // where a task's blocks can lie at all, and the shortest of them
    int32_t longest;
    int32_t only_unit; // the one unit of all its places; PLAN_NONE when there are several
    int32_t held_first, held_past; // the arc's other end that moved the limit; PLAN_NONE: its own
} Domain;

typedef struct {
    Arena *arena;
    const PlanInstance *plan;
    PlanState *state;
    Domain *domains;
    PlanConflict conflict;
} Prover;

PlanGroup plan_fact(PlanGroupKind kind) {
    return (PlanGroup){kind,      PLAN_NONE, PLAN_NONE, PLAN_NONE, PLAN_NONE,
                       PLAN_NONE, PLAN_NONE, PLAN_NONE, PLAN_NONE, PLAN_NONE};
}

void plan_conflict_add(Arena *arena, PlanConflict *conflict, PlanGroup fact) {
    for (size_t i = 0; i < conflict->count; i++)
        if (memcmp(&conflict->items[i], &fact, sizeof fact) == 0) return;
    list_add(arena, conflict, fact);
}

// ---- facts about one activity ----

static void add_named(Arena *arena, PlanConflict *conflict, PlanGroupKind kind, int32_t a) {
    PlanGroup fact = plan_fact(kind);
    fact.activity = a;
    plan_conflict_add(arena, conflict, fact);
}

// Each run of weeks without service between two with it.
static void add_leaves(Arena *arena, const PlanInstance *plan, int32_t r, PlanConflict *conflict) {
    const PlanTrainee *trainee = &plan->trainees.items[r];
    PlanGroup runs[LEAVES_MAX], fact = plan_fact(PLAN_GROUP_LEAVE);
    size_t count = 0;
    fact.trainee = r;
    for (int32_t w = 0; w < plan->periods;) {
        int32_t past = w;
        while (past < plan->periods && trainee->service[past] == 0) past++;
        if (past > w && past < plan->periods && trainee->served[w] > 0) {
            if (count < LEAVES_MAX) {
                runs[count] = fact;
                runs[count].first = w;
                runs[count].past = past;
            }
            count++;
        }
        w = past + 1;
    }
    if (count > LEAVES_MAX) plan_conflict_add(arena, conflict, fact);
    for (size_t i = 0; i < count && count <= LEAVES_MAX; i++)
        plan_conflict_add(arena, conflict, runs[i]);
}

static bool has_window(const PlanInstance *plan, const PlanActivity *activity) {
    for (size_t o = 0; o < activity->options.count; o++)
        if (activity->options.items[o].past > 0) return true;
    return activity->first > 0 || activity->past < plan->periods;
}

// What bounds where the activity can lie, whether it is needed or not.
static void add_bounds(Arena *arena, const PlanInstance *plan, int32_t a, PlanConflict *conflict) {
    const PlanActivity *activity = &plan->activities.items[a];
    if (activity->pins.count == 0 && has_window(plan, activity))
        add_named(arena, conflict, PLAN_GROUP_WINDOW, a);
    if (activity->pins.count == 0 && activity->starts_is_set)
        add_named(arena, conflict, PLAN_GROUP_COURSE_DATES, a);
    add_leaves(arena, plan, activity->trainee, conflict);
}

static void add_activity(Arena *arena, const PlanInstance *plan, int32_t a,
                         PlanConflict *conflict) {
    const PlanActivity *activity = &plan->activities.items[a];
    if (activity->pins.count > 0)
        add_named(arena, conflict, PLAN_GROUP_PIN, a);
    else if (!activity->optional)
        add_named(arena, conflict, PLAN_GROUP_REQUIRED, a);
    add_bounds(arena, plan, a, conflict);
}

static void add_span(Arena *arena, PlanConflict *conflict, PlanGroup fact, int32_t first,
                     int32_t past) {
    fact.first = first;
    fact.past = past;
    plan_conflict_add(arena, conflict, fact);
}

static bool visits_as(const PlanInstance *plan, const PlanActivity *activity, int32_t level) {
    const PlanTrainee *trainee = &plan->trainees.items[activity->trainee];
    for (int32_t w = 0; w < plan->periods; w++)
        if (trainee->level[w] == level) return true;
    return false;
}

static void add_capacity(Arena *arena, const PlanInstance *plan, int32_t u,
                         const PlanActivity *visitor, int32_t first, int32_t past,
                         PlanConflict *conflict) {
    PlanGroup fact = plan_fact(PLAN_GROUP_CAPACITY);
    if (u < 0) return;
    fact.unit = u;
    add_span(arena, conflict, fact, first, past);
    const PlanUnit *unit = &plan->units.items[u];
    for (size_t l = 0; l < unit->levels.count; l++) {
        fact.level = unit->levels.items[l].level;
        if (visits_as(plan, visitor, fact.level)) add_span(arena, conflict, fact, first, past);
    }
}

static void add_arc(Arena *arena, const PlanInstance *plan, int32_t before, int32_t after,
                    PlanConflict *conflict) {
    const PlanActivity *activity = &plan->activities.items[after];
    PlanGroup fact = plan_fact(PLAN_GROUP_BT_FIRST);
    fact.trainee = activity->trainee;
    for (size_t i = 0; i < activity->after.count; i++) {
        if (activity->after.items[i].before != before) continue;
        fact = plan_fact(PLAN_GROUP_ORDER);
        fact.before = before;
        fact.activity = after;
    }
    plan_conflict_add(arena, conflict, fact);
}

static void add_units(Arena *arena, const PlanInstance *plan, const PlanState *state, int32_t t,
                      PlanConflict *conflict) {
    const PlanActivity *activity = state->tasks[t].activity;
    for (size_t o = 0; o < activity->options.count; o++) {
        int32_t unit = activity->options.items[o].unit;
        add_capacity(arena, plan, unit, activity, 0, plan->periods, conflict);
        for (int32_t other = 0; unit >= 0 && other < state->task_count; other++) {
            if (!state->tasks[other].settled || state->parts[other] == 0) continue;
            if (state->blocks[other][0].unit == unit)
                add_named(arena, conflict, PLAN_GROUP_PIN, other);
        }
    }
}

void plan_add_around(Arena *arena, const PlanInstance *plan, const PlanState *state, int32_t t,
                     PlanConflict *conflict) {
    const PlanTask *task = &state->tasks[t];
    add_activity(arena, plan, t, conflict);
    if (task->activity->pins.count == 0) add_units(arena, plan, state, t, conflict);
    PlanIndexes own = plan->trainees.items[task->trainee].activities;
    for (size_t i = 0; i < own.count; i++)
        if (state->tasks[own.items[i]].time_pinned)
            add_named(arena, conflict, PLAN_GROUP_PIN, own.items[i]);
    if (task->home == PLAN_NONE) return;
    PlanGroup home = plan_fact(PLAN_GROUP_HOME_MIN);
    home.home = task->home;
    add_span(arena, conflict, home, 0, plan->periods);
}

// ---- (i) domains ----

static bool is_required(const PlanTask *task) {
    return !task->optional;
}

static bool level_is_full(const PlanState *state, int32_t t, int32_t unit, int32_t w) {
    const PlanUnitRows *rows = &state->unit_rows[unit];
    int32_t level = state->plan->trainees.items[state->tasks[t].trainee].level[w];
    for (int32_t l = 0; l < rows->level_count; l++)
        if (rows->levels[l].level == level)
            return state->full[(size_t)(rows->capacity_row + 1 + l) * (size_t)state->periods +
                               (size_t)w] != 0;
    return false;
}

bool plan_place_is_open(const PlanState *state, int32_t t, int32_t unit, int32_t s, int32_t e) {
    const PlanTask *task = &state->tasks[t];
    size_t row = (size_t)task->trainee * (size_t)state->periods;
    size_t home = (size_t)(task->home == PLAN_NONE ? 0 : task->home) * (size_t)state->periods;
    size_t room =
        unit < 0 ? 0 : (size_t)state->unit_rows[unit].capacity_row * (size_t)state->periods;
    for (int32_t w = s; w < e; w++) {
        if (!task->activity->inside &&
            state->used[row + (size_t)w] + task->activity->share > state->used_max[row + (size_t)w])
            return false;
        if (unit >= 0 && (state->full[room + (size_t)w] || level_is_full(state, t, unit, w)))
            return false;
        if (task->home != PLAN_NONE && state->home_full[home + (size_t)w]) return false;
    }
    return true;
}

static Domain find_domain(const PlanState *state, int32_t t) {
    const PlanTask *task = &state->tasks[t];
    Domain domain = {state->periods, 0, state->periods, 0, PLAN_NONE, PLAN_NONE, PLAN_NONE};
    bool many = false;
    if (task->settled || task->parts_max > 1)
        return (Domain){0, state->periods, 1, state->periods, PLAN_NONE, PLAN_NONE, PLAN_NONE};
    for (size_t o = 0; o < task->activity->options.count; o++) {
        int32_t unit = task->activity->options.items[o].unit;
        for (int32_t s = 0; s < state->periods; s++) {
            int32_t e = task->past_at[o][s];
            if (e == 0 || !plan_place_is_open(state, t, unit, s, e)) continue;
            if (s < domain.first) domain.first = s;
            if (e > domain.past) domain.past = e;
            if (e - s < domain.least) domain.least = e - s;
            if (e - s > domain.longest) domain.longest = e - s;
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

static void name_around(Prover *prover, int32_t t) {
    plan_add_around(prover->arena, prover->plan, prover->state, t, &prover->conflict);
}

// Follows the order: a task begins after those before it have ended. True when something moved.
static bool follow_arcs(Prover *prover, int32_t t) {
    const PlanTask *task = &prover->state->tasks[t];
    Domain *domain = &prover->domains[t];
    bool moved = false;
    for (size_t i = 0; i < task->before.count; i++) {
        PlanArc arc = task->before.items[i];
        const Domain *other = &prover->domains[arc.other];
        if (!is_required(&prover->state->tasks[arc.other])) continue;
        int32_t first = other->first + other->least + arc.lag;
        if (first <= domain->first) continue;
        domain->first = first;
        domain->held_first = arc.other;
        moved = true;
    }
    for (size_t i = 0; i < task->after.count; i++) {
        PlanArc arc = task->after.items[i];
        const Domain *other = &prover->domains[arc.other];
        if (!is_required(&prover->state->tasks[arc.other])) continue;
        int32_t past = other->past - other->least - arc.lag;
        if (past >= domain->past) continue;
        domain->past = past;
        domain->held_past = arc.other;
        moved = true;
    }
    return moved;
}

// A pinned task counts with what is sure of it.
static void settle_domain(const Prover *prover, int32_t t) {
    const PlanState *state = prover->state;
    Domain *domain = &prover->domains[t];
    if (!state->tasks[t].settled) return;
    domain->first = state_start(state, t);
    domain->past = state_past(state, t);
    domain->least = domain->past - domain->first;
}

static bool prove_empty(Prover *prover) {
    for (int32_t t = 0; t < prover->state->task_count; t++) {
        if (!is_required(&prover->state->tasks[t]) || !is_empty(&prover->domains[t])) continue;
        name_around(prover, t);
        return true;
    }
    return false;
}

static void name_chain(Prover *prover, int32_t t) {
    const PlanInstance *plan = prover->plan;
    bool *seen = arena_array(prover->arena, bool, (size_t)prover->state->task_count);
    name_around(prover, t);
    for (int32_t at = t; prover->domains[at].held_first != PLAN_NONE && !seen[at];) {
        int32_t before = prover->domains[at].held_first;
        seen[at] = true;
        add_arc(prover->arena, plan, before, at, &prover->conflict);
        name_around(prover, before);
        at = before;
    }
    memset(seen, 0, (size_t)prover->state->task_count);
    for (int32_t at = t; prover->domains[at].held_past != PLAN_NONE && !seen[at];) {
        int32_t after = prover->domains[at].held_past;
        seen[at] = true;
        add_arc(prover->arena, plan, at, after, &prover->conflict);
        name_around(prover, after);
        at = after;
    }
}

// As many rounds as there are periods: each moves something by at least one, or it ends.
static bool prove_order(Prover *prover) {
    int32_t count = prover->state->task_count;
    for (int32_t round = 0; round <= prover->state->periods; round++) {
        bool moved = false;
        for (int32_t t = 0; t < count; t++) {
            if (!is_required(&prover->state->tasks[t]) || prover->state->tasks[t].settled) continue;
            moved |= follow_arcs(prover, t);
            if (!is_empty(&prover->domains[t])) continue;
            name_chain(prover, t);
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
    int32_t *room; // per period, in the unit of `need`
    bool shares;   // need in percent, not in heads
} Energy;

static Energy energy_begin(Prover *prover, bool shares) {
    return (Energy){arena_array(prover->arena, int32_t, prover->plan->activities.count + 1), 0,
                    arena_array(prover->arena, int32_t, (size_t)prover->plan->periods), shares};
}

static int64_t energy_need(const Prover *prover, const Energy *energy, int32_t t) {
    const PlanTask *task = &prover->state->tasks[t];
    return (int64_t)prover->domains[t].least * (energy->shares ? task->activity->share : 1);
}

// The stretch in which more must lie than there is room for; false when there is none. For each
// first period, what must lie between it and every later one is summed in one sweep.
static bool find_overload(const Prover *prover, const Energy *energy, int32_t *ret_first,
                          int32_t *ret_past) {
    int32_t periods = prover->plan->periods;
    int64_t *ending = arena_array(prover->arena, int64_t, (size_t)periods + 1);
    bool *begins = arena_array(prover->arena, bool, (size_t)periods + 1);
    if (energy->count > ROOM_TASKS_MAX) return false;
    for (size_t i = 0; i < energy->count; i++) {
        const Domain *domain = &prover->domains[energy->tasks[i]];
        if (domain->first < domain->past) begins[domain->first] = true;
    }
    for (int32_t first = 0; first < periods; first++) {
        if (!begins[first]) continue;
        memset(ending, 0, ((size_t)periods + 1) * sizeof(int64_t));
        for (size_t i = 0; i < energy->count; i++) {
            const Domain *domain = &prover->domains[energy->tasks[i]];
            if (domain->first >= first && domain->past <= periods)
                ending[domain->past] += energy_need(prover, energy, energy->tasks[i]);
        }
        int64_t need = 0, room = 0;
        for (int32_t w = first; w < periods; w++) {
            room += energy->room[w];
            need += ending[w + 1];
            if (need <= room) continue;
            *ret_first = first;
            *ret_past = w + 1;
            return true;
        }
    }
    return false;
}

static void name_overload(Prover *prover, const Energy *energy, int32_t first, int32_t past) {
    for (size_t j = 0; j < energy->count; j++) {
        int32_t t = energy->tasks[j];
        if (prover->domains[t].first >= first && prover->domains[t].past <= past)
            name_around(prover, t);
    }
}

static bool is_overloaded(Prover *prover, const Energy *energy) {
    int32_t first, past;
    if (!find_overload(prover, energy, &first, &past)) return false;
    name_overload(prover, energy, first, past);
    return true;
}

static bool is_counted(const PlanTask *task) {
    return is_required(task) && !task->settled && task->parts_max < 2;
}

static bool prove_trainee_overload(Prover *prover, int32_t r, Energy energy) {
    const PlanState *state = prover->state;
    const PlanTrainee *trainee = &prover->plan->trainees.items[r];
    for (size_t i = 0; i < trainee->activities.count; i++) {
        int32_t t = trainee->activities.items[i];
        if (is_counted(&state->tasks[t]) && !state->tasks[t].activity->inside)
            energy.tasks[energy.count++] = t;
    }
    for (int32_t w = 0; w < state->periods; w++) {
        size_t at = (size_t)r * (size_t)state->periods + (size_t)w;
        bool served = trainee->reach[w] > w || prover->plan->bridge > 0;
        int32_t left = state->used_max[at] - state->used[at];
        energy.room[w] = served && left > 0 ? left : 0;
    }
    return is_overloaded(prover, &energy);
}

static bool prove_unit_overload(Prover *prover, int32_t u, Energy energy) {
    const PlanState *state = prover->state;
    for (int32_t t = 0; t < state->task_count; t++)
        if (is_counted(&state->tasks[t]) && prover->domains[t].only_unit == u)
            energy.tasks[energy.count++] = t;
    size_t row = (size_t)state->unit_rows[u].capacity_row * (size_t)state->periods;
    for (int32_t w = 0; w < state->periods; w++) {
        int32_t left = state->room[row + (size_t)w] - state->load[row + (size_t)w];
        energy.room[w] = left > 0 ? left : 0;
    }
    return is_overloaded(prover, &energy);
}

// All that takes people away from a home, against how many may be away.
static bool prove_home_overload(Prover *prover, int32_t c, Energy energy) {
    const PlanState *state = prover->state;
    for (int32_t t = 0; t < state->task_count; t++)
        if (is_counted(&state->tasks[t]) && state->tasks[t].home == c &&
            !state->tasks[t].activity->inside && state->tasks[t].activity->share == 100)
            energy.tasks[energy.count++] = t;
    for (int32_t w = 0; w < state->periods; w++) {
        size_t at = (size_t)c * (size_t)state->periods + (size_t)w;
        int32_t left = state->at_home[at] - state->home_min[at];
        energy.room[w] = left > 0 ? left : 0;
        if (prover->plan->bridge > 0) energy.room[w] += (int32_t)prover->plan->trainees.count;
    }
    return is_overloaded(prover, &energy);
}

static bool prove_overload(Prover *prover) {
    const PlanInstance *plan = prover->plan;
    Energy percent = energy_begin(prover, true), heads = energy_begin(prover, false);
    for (int32_t r = 0; r < (int32_t)plan->trainees.count; r++)
        if (prove_trainee_overload(prover, r, percent)) return true;
    for (int32_t u = 0; u < (int32_t)plan->units.count; u++)
        if (prove_unit_overload(prover, u, heads)) return true;
    for (int32_t c = 0; c < (int32_t)plan->homes.count; c++)
        if (prove_home_overload(prover, c, heads)) return true;
    return false;
}

// ---- (iii) goals, totals, staffing ----

static int64_t credit_of(const PlanActivity *activity, int32_t goal) {
    int64_t credit = 0;
    for (size_t k = 0; k < activity->covers.count; k++)
        if (activity->covers.items[k].goal == goal) credit += activity->covers.items[k].credit;
    return credit;
}

// What bounds an elective is named without its being required.
static void name_covering(Prover *prover, PlanIndexes own, int32_t goal) {
    for (size_t i = 0; i < own.count; i++)
        if (credit_of(prover->state->tasks[own.items[i]].activity, goal) > 0)
            name_around(prover, own.items[i]);
}

static bool prove_need(Prover *prover, int32_t n) {
    const PlanState *state = prover->state;
    const PlanNeed *need = &prover->plan->needs.items[n];
    PlanIndexes own = prover->plan->trainees.items[need->trainee].activities;
    int64_t possible = 0, certain = 0;
    for (size_t i = 0; i < own.count; i++) {
        int64_t credit = credit_of(state->tasks[own.items[i]].activity, need->goal);
        if (!is_empty(&prover->domains[own.items[i]])) possible += credit;
        if (is_required(&state->tasks[own.items[i]])) certain += credit;
    }
    if (possible >= state->need_least[n] && certain <= state->need_most[n]) return false;
    PlanGroup fact = plan_fact(PLAN_GROUP_NEED);
    fact.trainee = need->trainee;
    fact.goal = need->goal;
    plan_conflict_add(prover->arena, &prover->conflict, fact);
    name_covering(prover, own, need->goal);
    return true;
}

// Leave may be all that keeps the service from its total; when it is not, no fact lifts it.
static bool prove_total(Prover *prover, int32_t r) {
    const PlanTrainee *trainee = &prover->plan->trainees.items[r];
    if (trainee->total == 0 || trainee->served[trainee->last_end] >= trainee->total) return false;
    add_leaves(prover->arena, prover->plan, r, &prover->conflict);
    return true;
}

static PlanGroup home_fact(PlanGroupKind kind, int32_t c, int32_t first, int32_t past) {
    PlanGroup fact = plan_fact(kind);
    fact.home = c;
    fact.first = first;
    fact.past = past;
    return fact;
}

static bool crosses(const PlanState *state, int32_t c, int32_t w) {
    size_t at = (size_t)c * (size_t)state->periods + (size_t)w;
    return state->home_min[at] > state->home_max[at];
}

// Fewest and most that cannot both be kept.
static bool prove_home_limits(Prover *prover, int32_t c) {
    const PlanState *state = prover->state;
    for (int32_t w = 0; w < state->periods; w++) {
        if (!crosses(state, c, w)) continue;
        int32_t past = w + 1;
        while (past < state->periods && crosses(state, c, past)) past++;
        PlanConflict *conflict = &prover->conflict;
        plan_conflict_add(prover->arena, conflict, home_fact(PLAN_GROUP_HOME_MIN, c, w, past));
        plan_conflict_add(prover->arena, conflict, home_fact(PLAN_GROUP_HOME_MAX, c, w, past));
        return true;
    }
    return false;
}

static bool takes_away(const PlanTask *task, int32_t c) {
    return task->home == c;
}

// More at home in some week than the home takes, though everyone who can be away is.
static bool prove_home_max(Prover *prover, int32_t c) {
    const PlanState *state = prover->state;
    int32_t *away = arena_array(prover->arena, int32_t, (size_t)state->periods);
    for (size_t r = 0; r < prover->plan->trainees.count; r++) {
        PlanIndexes own = prover->plan->trainees.items[r].activities;
        if (prover->plan->trainees.items[r].home != c) continue;
        for (int32_t w = 0; w < state->periods; w++)
            for (size_t i = 0; i < own.count; i++) {
                const PlanTask *task = &state->tasks[own.items[i]];
                const Domain *domain = &prover->domains[own.items[i]];
                if (!takes_away(task, c) || w < domain->first || w >= domain->past) continue;
                away[w]++;
                if (!task->activity->inside && task->activity->share == 100) break;
            }
    }
    for (int32_t w = 0; w < state->periods; w++) {
        size_t at = (size_t)c * (size_t)state->periods + (size_t)w;
        if (state->at_home[at] - away[w] <= state->home_max[at]) continue;
        plan_conflict_add(prover->arena, &prover->conflict,
                          home_fact(PLAN_GROUP_HOME_MAX, c, w, w + 1));
        for (int32_t t = 0; t < state->task_count; t++)
            if (takes_away(&state->tasks[t], c))
                add_bounds(prover->arena, prover->plan, t, &prover->conflict);
        return true;
    }
    return false;
}

// More weeks with too many at home than all that takes people away can fill.
static bool prove_home_crowd(Prover *prover, int32_t c) {
    const PlanState *state = prover->state;
    int64_t away = 0, crowd = 0;
    for (int32_t t = 0; t < state->task_count; t++)
        if (takes_away(&state->tasks[t], c) && !state->tasks[t].settled)
            away += state->tasks[t].parts_max > 1 ? state->periods : prover->domains[t].longest;
    for (int32_t w = 0; w < state->periods; w++) {
        size_t at = (size_t)c * (size_t)state->periods + (size_t)w;
        if (state->at_home[at] > state->home_max[at])
            crowd += state->at_home[at] - state->home_max[at];
    }
    if (crowd <= away) return false;
    plan_conflict_add(prover->arena, &prover->conflict,
                      home_fact(PLAN_GROUP_HOME_MAX, c, 0, state->periods));
    for (int32_t t = 0; t < state->task_count; t++)
        if (takes_away(&state->tasks[t], c))
            add_bounds(prover->arena, prover->plan, t, &prover->conflict);
    return true;
}

static bool prove_rest(Prover *prover) {
    const PlanInstance *plan = prover->plan;
    for (int32_t n = 0; n < (int32_t)plan->needs.count; n++)
        if (prove_need(prover, n)) return true;
    for (int32_t r = 0; r < (int32_t)plan->trainees.count; r++)
        if (prove_total(prover, r)) return true;
    for (int32_t c = 0; c < (int32_t)plan->homes.count; c++)
        if (prove_home_limits(prover, c) || prove_home_max(prover, c) ||
            prove_home_crowd(prover, c))
            return true;
    return false;
}

bool plan_prove(Arena *arena, const PlanInstance *plan, PlanConflict *ret) {
    Prover prover = {.arena = arena, .plan = plan, .state = state_begin(arena, plan)};
    prover.domains = arena_array(arena, Domain, plan->activities.count + 1);
    for (int32_t t = 0; t < prover.state->task_count; t++) {
        prover.domains[t] = find_domain(prover.state, t);
        settle_domain(&prover, t);
    }
    bool found = prove_empty(&prover) || prove_rest(&prover) || prove_overload(&prover) ||
                 prove_order(&prover);
    if (ret) *ret = prover.conflict;
    return found;
}
