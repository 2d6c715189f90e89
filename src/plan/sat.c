// A start is a literal for each activity, option and period; a ladder over the periods says that it
// has begun, so that there is one start, the order is a clause for each start, and "lasts in week
// w" is "has begun by w and not so early that it has ended".
#include "plan/sat.h"
#include <string.h>
#include "plan/prove.h"
#include "plan/state.h"

#ifndef RANDA_CADICAL
SatAnswer sat_solve(Arena *arena, const PlanInstance *plan, int32_t conflicts_max, SatResult *ret) {
    (void)arena, (void)plan, (void)conflicts_max, (void)ret;
    return SAT_UNKNOWN;
}
#else
#include <ccadical.h>
#include <stdio.h>

// The library would start programs to read packed files, which nobody asks it for: this program starts none (S25).
FILE *nothing_to_run(const char *command, const char *mode) __asm__("popen");
FILE *nothing_to_run(const char *command, const char *mode) {
    (void)command, (void)mode;
    return NULL;
}

#define STARTS_MAX 60000
#define CROWDED_MAX 8 // weeks with too many at home that become clauses
#define NEVER (-1)    // the literal that is always false; 1 is always true

typedef struct {
    int *start;          // [period], NEVER where it cannot begin
    int *begun;          // [period], by then
    int *lasts;          // [period]
    int32_t first, last; // where it can begin; first > last: nowhere
} SatOption;

typedef struct {
    SatOption *options;
    int *lasts;     // [period], in any option
    int on, needed; // needed: the literal assumed of a required task; 0: none
} SatTask;

typedef struct {
    Arena *arena;
    PlanState *state;
    CCaDiCaL *solver;
    SatTask *tasks;
    int literals;
    bool often_crowded; // too many at home too often: left to the search
} Sat;

static int new_literal(Sat *sat) {
    return ++sat->literals;
}

static void clause(Sat *sat, int a, int b, int c, int d) {
    int literals[] = {a, b, c, d};
    for (int i = 0; i < 4; i++)
        if (literals[i] == 1) return;
    for (int i = 0; i < 4; i++)
        if (literals[i] != 0 && literals[i] != NEVER) ccadical_add(sat->solver, literals[i]);
    ccadical_add(sat->solver, 0);
}

static bool is_encoded(const PlanTask *task) {
    return !task->settled && task->parts_max < 2;
}

// ---- starts ----

static int *never(Sat *sat) {
    int *row = arena_array(sat->arena, int, (size_t)sat->state->periods);
    for (int32_t w = 0; w < sat->state->periods; w++) row[w] = NEVER;
    return row;
}

static bool is_crowded(const PlanState *state, int32_t c, int32_t w) {
    size_t at = (size_t)c * (size_t)state->periods + (size_t)w;
    return state->at_home[at] > state->home_max[at];
}

static bool is_often_crowded(const PlanState *state) {
    int32_t weeks = 0;
    for (int32_t c = 0; c < (int32_t)state->plan->homes.count; c++)
        for (int32_t w = 0; w < state->periods; w++) weeks += is_crowded(state, c, w);
    return weeks > CROWDED_MAX;
}

// An elective that no goal asks for matters only where too many are at home.
static bool matters(const Sat *sat, const PlanTask *task, int32_t s, int32_t e) {
    const PlanState *state = sat->state;
    if (!task->optional || task->has_needs || task->needs.count > 0) return true;
    if (sat->often_crowded) return false;
    for (int32_t w = s; w < e && task->home != PLAN_NONE; w++)
        if (is_crowded(state, task->home, w)) return true;
    return false;
}

static int64_t find_starts(Sat *sat, int32_t t, size_t o) {
    const PlanTask *task = &sat->state->tasks[t];
    SatOption *option = &sat->tasks[t].options[o];
    int64_t count = 0;
    option->start = never(sat);
    option->begun = never(sat);
    option->lasts = never(sat);
    option->first = sat->state->periods;
    option->last = -1;
    for (int32_t s = 0; s < sat->state->periods; s++) {
        int32_t e = task->past_at[o][s];
        if (e == 0 || !matters(sat, task, s, e) ||
            !plan_place_is_open(sat->state, t, task->activity->options.items[o].unit, s, e))
            continue;
        option->start[s] = new_literal(sat);
        if (option->first > s) option->first = s;
        option->last = s;
        count++;
    }
    return count;
}

static void climb(Sat *sat, const PlanTask *task, SatOption *option, size_t o) {
    int32_t periods = sat->state->periods, ended = -1; // ended: the last start that has ended
    int before = NEVER;
    for (int32_t w = option->first; w < periods && option->first <= option->last; w++) {
        int start = option->start[w], begun = before;
        if (start != NEVER) {
            begun = new_literal(sat);
            clause(sat, -start, begun, 0, 0);
            clause(sat, -start, -before, 0, 0);
            clause(sat, -before, begun, 0, 0);
            clause(sat, -begun, before, start, 0);
        }
        option->begun[w] = before = begun;
        for (int32_t s = ended + 1; s <= w; s++)
            if (option->start[s] != NEVER && task->past_at[o][s] <= w) ended = s;
        if (ended == option->last) continue; // all have ended
        option->lasts[w] = new_literal(sat);
        clause(sat, -begun, ended < 0 ? 0 : option->begun[ended], option->lasts[w], 0);
    }
}

static void add_task(Sat *sat, int32_t t) {
    const PlanTask *task = &sat->state->tasks[t];
    SatTask *own = &sat->tasks[t];
    size_t options = task->activity->options.count;
    own->on = new_literal(sat);
    own->lasts = never(sat);
    for (size_t o = 0; o < options; o++) climb(sat, task, &own->options[o], o);
    for (int32_t w = 0; w < sat->state->periods; w++) {
        bool may = false;
        for (size_t o = 0; o < options; o++) may |= own->options[o].lasts[w] != NEVER;
        if (!may) continue;
        own->lasts[w] = new_literal(sat);
        for (size_t o = 0; o < options; o++)
            clause(sat, -own->options[o].lasts[w], own->lasts[w], 0, 0);
    }
    ccadical_add(sat->solver, -own->on);
    for (size_t o = 0; o < options; o++)
        if (own->options[o].last >= 0)
            ccadical_add(sat->solver, own->options[o].begun[own->options[o].last]);
    ccadical_add(sat->solver, 0);
    for (size_t o = 0; o < options; o++) {
        int32_t last = own->options[o].last;
        if (last < 0) continue;
        clause(sat, -own->options[o].begun[last], own->on, 0, 0);
        for (size_t i = 0; i < o; i++)
            if (own->options[i].last >= 0)
                clause(sat, -own->options[o].begun[last],
                       -own->options[i].begun[own->options[i].last], 0, 0);
    }
    if (task->optional) return;
    own->needed = new_literal(sat);
    clause(sat, -own->needed, own->on, 0, 0);
}

// ---- order ----

static int begun_by(const SatOption *option, int32_t w) {
    return w < option->first || option->first > option->last ? NEVER
           : w > option->last                                ? option->begun[option->last]
                                                             : option->begun[w];
}

static void forbid_before(Sat *sat, int cause, int32_t t, int32_t least) {
    const PlanTask *task = &sat->state->tasks[t];
    for (size_t o = 0; o < task->activity->options.count; o++)
        clause(sat, -cause, -begun_by(&sat->tasks[t].options[o], least - 1), 0, 0);
}

// If `t` is in the plan it begins at `most` at the latest.
static void forbid_after(Sat *sat, int cause, int32_t t, int32_t most) {
    const PlanTask *task = &sat->state->tasks[t];
    for (size_t o = 0; o < task->activity->options.count; o++) {
        const SatOption *option = &sat->tasks[t].options[o];
        if (option->last >= 0)
            clause(sat, -cause, -option->begun[option->last], begun_by(option, most), 0);
    }
}

static void add_arc_from(Sat *sat, int32_t before, const PlanArc *arc) {
    const PlanState *state = sat->state;
    bool known = state->tasks[before].settled;
    if (!known && !is_encoded(&state->tasks[before])) return;
    if (state->tasks[arc->other].settled) {
        int32_t least = state_start(state, arc->other);
        for (size_t o = 0; !known && o < state->tasks[before].activity->options.count; o++)
            for (int32_t s = 0; s < state->periods; s++) {
                int start = sat->tasks[before].options[o].start[s];
                int32_t past = state->tasks[before].past_at[o][s];
                if (start == NEVER) continue;
                if (past + arc->lag > least ||
                    (arc->max != PLAN_NO_LIMIT && past + arc->max < least))
                    clause(sat, -start, 0, 0, 0);
            }
        return;
    }
    if (!is_encoded(&state->tasks[arc->other])) return;
    if (known) {
        int32_t past = state_past(state, before);
        forbid_before(sat, 1, arc->other, past + arc->lag);
        if (arc->max != PLAN_NO_LIMIT) forbid_after(sat, 1, arc->other, past + arc->max);
        return;
    }
    for (size_t o = 0; o < state->tasks[before].activity->options.count; o++)
        for (int32_t s = 0; s < state->periods; s++) {
            int start = sat->tasks[before].options[o].start[s];
            int32_t past = state->tasks[before].past_at[o][s];
            if (start == NEVER) continue;
            forbid_before(sat, start, arc->other, past + arc->lag);
            if (arc->max != PLAN_NO_LIMIT) forbid_after(sat, start, arc->other, past + arc->max);
        }
}

// ---- one place at a time ----

static bool cannot_share(const PlanState *state, int32_t a, int32_t b, int32_t w) {
    const PlanTask *x = &state->tasks[a], *y = &state->tasks[b];
    if (x->activity->inside || y->activity->inside)
        return x->activity->kind == PLAN_COURSE && y->activity->kind == PLAN_COURSE;
    size_t at = (size_t)x->trainee * (size_t)state->periods + (size_t)w;
    return state->used[at] + x->activity->share + y->activity->share > state->used_max[at];
}

static void add_trainee(Sat *sat, const PlanTrainee *trainee) {
    for (size_t i = 0; i < trainee->activities.count; i++)
        for (size_t k = 0; k < i; k++) {
            int32_t a = trainee->activities.items[i], b = trainee->activities.items[k];
            if (!is_encoded(&sat->state->tasks[a]) || !is_encoded(&sat->state->tasks[b])) continue;
            for (int32_t w = 0; w < sat->state->periods; w++) {
                int x = sat->tasks[a].lasts[w], y = sat->tasks[b].lasts[w];
                if (x != NEVER && y != NEVER && cannot_share(sat->state, a, b, w))
                    clause(sat, -x, -y, 0, 0);
            }
        }
}

// ---- at most so many ----

typedef struct {
    int *items;
    int32_t count;
} Heads;

// A sequential counter: sum[i][k] is "k + 1 or more of the first i + 1".
static void at_most(Sat *sat, const Heads *heads, int32_t most) {
    if (heads->count <= most) return;
    int *sum = arena_array(sat->arena, int, (size_t)most + 1);
    for (int32_t k = 0; k < most; k++) sum[k] = NEVER;
    for (int32_t i = 0; i < heads->count; i++) {
        int head = heads->items[i];
        clause(sat, -head, most > 0 ? -sum[most - 1] : 0, 0, 0);
        for (int32_t k = most - 1; k >= 0 && i + 1 < heads->count; k--) {
            int next = new_literal(sat);
            clause(sat, -sum[k], next, 0, 0);
            clause(sat, -head, k > 0 ? -sum[k - 1] : 0, next, 0);
            sum[k] = next;
        }
    }
}

static void count_row(Sat *sat, int32_t unit, int32_t level, int32_t row, Heads *heads) {
    const PlanState *state = sat->state;
    for (int32_t w = 0; w < state->periods; w++) {
        size_t at = (size_t)row * (size_t)state->periods + (size_t)w;
        heads->count = 0;
        for (int32_t t = 0; t < state->task_count; t++) {
            const PlanTask *task = &state->tasks[t];
            int32_t option = is_encoded(task) ? plan_option_at(task->activity, unit) : PLAN_NONE;
            if (option == PLAN_NONE) continue;
            if (level != PLAN_NONE && state->plan->trainees.items[task->trainee].level[w] != level)
                continue;
            int lasts = sat->tasks[t].options[option].lasts[w];
            if (lasts != NEVER) heads->items[heads->count++] = lasts;
        }
        int32_t left = state->room[at] - state->load[at];
        at_most(sat, heads, left > 0 ? left : 0);
    }
}

static void add_units(Sat *sat, Heads *heads) {
    const PlanState *state = sat->state;
    for (int32_t u = 0; u < (int32_t)state->plan->units.count; u++) {
        const PlanUnitRows *rows = &state->unit_rows[u];
        count_row(sat, u, PLAN_NONE, rows->capacity_row, heads);
        for (int32_t l = 0; l < rows->level_count; l++)
            count_row(sat, u, rows->levels[l].level, rows->capacity_row + 1 + l, heads);
    }
}

static void add_home(Sat *sat, int32_t c, Heads *heads) {
    const PlanState *state = sat->state;
    for (int32_t w = 0; w < state->periods; w++) {
        size_t at = (size_t)c * (size_t)state->periods + (size_t)w;
        heads->count = 0;
        for (int32_t t = 0; t < state->task_count; t++) {
            const PlanTask *task = &state->tasks[t];
            if (!is_encoded(task) || task->home != c || sat->tasks[t].lasts[w] == NEVER) continue;
            if (state->plan->trainees.items[task->trainee].service[w] > 0)
                heads->items[heads->count++] = sat->tasks[t].lasts[w];
        }
        int32_t left = state->at_home[at] - state->home_min[at];
        at_most(sat, heads, left > 0 ? left : 0);
    }
}

// A literal that is true only if the trainee is away then.
static int away_in(Sat *sat, const PlanTrainee *trainee, int32_t w) {
    int away = new_literal(sat);
    ccadical_add(sat->solver, -away);
    for (size_t i = 0; i < trainee->activities.count; i++) {
        int32_t t = trainee->activities.items[i];
        const PlanTask *task = &sat->state->tasks[t];
        if (!is_encoded(task) || task->home == PLAN_NONE) continue;
        for (size_t o = 0; o < task->activity->options.count; o++)
            for (int32_t s = 0; s <= w; s++)
                if (sat->tasks[t].options[o].start[s] != NEVER && task->past_at[o][s] > w)
                    ccadical_add(sat->solver, sat->tasks[t].options[o].start[s]);
    }
    ccadical_add(sat->solver, 0);
    return away;
}

static bool has_parts(const PlanState *state) {
    for (int32_t t = 0; t < state->task_count; t++)
        if (state->tasks[t].parts_max > 1) return true;
    return false;
}

static void add_home_max(Sat *sat, int32_t c, Heads *heads) {
    const PlanState *state = sat->state;
    if (sat->often_crowded || has_parts(state)) return; // which could be what takes people away
    for (int32_t w = 0; w < state->periods; w++) {
        if (!is_crowded(state, c, w)) continue;
        size_t at = (size_t)c * (size_t)state->periods + (size_t)w;
        int32_t fewest = state->at_home[at] - state->home_max[at];
        heads->count = 0;
        for (size_t r = 0; r < state->plan->trainees.count; r++) {
            const PlanTrainee *trainee = &state->plan->trainees.items[r];
            if (trainee->home == c && trainee->service[w] > 0)
                heads->items[heads->count++] = -away_in(sat, trainee, w);
        }
        if (fewest > heads->count)
            clause(sat, NEVER, 0, 0, 0);
        else
            at_most(sat, heads, heads->count - fewest);
    }
}

// A goal that any one of some activities reaches, or that needs all but a few of them.
static void add_need(Sat *sat, int32_t n, Heads *heads) {
    const PlanState *state = sat->state;
    const PlanNeed *need = &state->plan->needs.items[n];
    int64_t left = state->need_least[n] - state->need_sum[n], most = 0;
    PlanIndexes own = state->plan->trainees.items[need->trainee].activities;
    heads->count = 0;
    for (size_t i = 0; i < own.count; i++) {
        const PlanTask *task = &state->tasks[own.items[i]];
        int64_t credit = 0;
        for (size_t k = 0; k < task->activity->covers.count; k++)
            if (task->activity->covers.items[k].goal == need->goal)
                credit += task->activity->covers.items[k].credit;
        if (credit == 0 || task->settled) continue;
        if (!is_encoded(task)) return;
        if (credit > most) most = credit;
        heads->items[heads->count++] = -sat->tasks[own.items[i]].on;
    }
    if (left <= 0) return;
    int64_t fewest = most > 0 ? (left + most - 1) / most : heads->count + 1;
    if (fewest > heads->count)
        clause(sat, NEVER, 0, 0, 0);
    else
        at_most(sat, heads, heads->count - (int32_t)fewest);
}

// ---- the whole ----

static bool encode(Sat *sat) {
    PlanState *state = sat->state;
    int64_t starts = 0;
    sat->tasks = arena_array(sat->arena, SatTask, (size_t)state->task_count + 1);
    sat->literals = 1;
    sat->often_crowded = is_often_crowded(state);
    ccadical_add(sat->solver, 1);
    ccadical_add(sat->solver, 0);
    for (int32_t t = 0; t < state->task_count; t++) {
        size_t options = state->tasks[t].activity->options.count;
        if (!is_encoded(&state->tasks[t])) continue;
        sat->tasks[t].options = arena_array(sat->arena, SatOption, options);
        for (size_t o = 0; o < options; o++) starts += find_starts(sat, t, o);
        if (starts > STARTS_MAX) return false;
    }
    for (int32_t t = 0; t < state->task_count; t++)
        if (is_encoded(&state->tasks[t])) add_task(sat, t);
    for (int32_t t = 0; t < state->task_count; t++)
        for (size_t i = 0; i < state->tasks[t].after.count; i++)
            add_arc_from(sat, t, &state->tasks[t].after.items[i]);
    size_t most = (size_t)state->task_count + state->plan->trainees.count + 1;
    Heads heads = {arena_array(sat->arena, int, most), 0};
    for (size_t r = 0; r < state->plan->trainees.count; r++)
        add_trainee(sat, &state->plan->trainees.items[r]);
    add_units(sat, &heads);
    for (int32_t c = 0; c < (int32_t)state->plan->homes.count; c++) {
        add_home(sat, c, &heads);
        add_home_max(sat, c, &heads);
    }
    for (int32_t n = 0; n < (int32_t)state->plan->needs.count; n++) add_need(sat, n, &heads);
    return true;
}

static void read_plan(Sat *sat, SatResult *ret) {
    const PlanState *state = sat->state;
    ret->plan = (PlanSolution){.status = PLAN_FEASIBLE};
    for (int32_t t = 0; t < state->task_count; t++) {
        const PlanTask *task = &state->tasks[t];
        for (int32_t i = 0; task->settled && i < state->parts[t]; i++)
            list_add(sat->arena, &ret->plan.placements,
                     (PlanPlacement){.activity = t,
                                     .start = state->blocks[t][i].start,
                                     .unit = state->blocks[t][i].unit,
                                     .work = state->parts[t] > 1 ? state->blocks[t][i].work : 0});
        for (size_t o = 0; is_encoded(task) && o < task->activity->options.count; o++)
            for (int32_t s = 0; s < state->periods; s++) {
                int start = sat->tasks[t].options[o].start[s];
                if (start != NEVER && ccadical_val(sat->solver, start) > 0)
                    list_add(sat->arena, &ret->plan.placements,
                             (PlanPlacement){.activity = t,
                                             .start = s,
                                             .unit = task->activity->options.items[o].unit});
            }
    }
}

static void read_core(Sat *sat, SatResult *ret) {
    for (int32_t t = 0; t < sat->state->task_count; t++) {
        int needed = sat->tasks[t].needed;
        if (needed && ccadical_failed(sat->solver, needed)) list_add(sat->arena, &ret->core, t);
    }
}

static SatAnswer solve(Sat *sat, int32_t conflicts_max, SatResult *ret) {
    if (!encode(sat)) return SAT_UNKNOWN;
    for (int32_t t = 0; t < sat->state->task_count; t++)
        if (sat->tasks[t].needed) ccadical_assume(sat->solver, sat->tasks[t].needed);
    ccadical_limit(sat->solver, "conflicts", conflicts_max);
    int answer = ccadical_solve(sat->solver);
    if (answer == 10) read_plan(sat, ret);
    if (answer == 20) read_core(sat, ret);
    return answer == 10 ? SAT_PLAN : answer == 20 ? SAT_CLASH : SAT_UNKNOWN;
}

SatAnswer sat_solve(Arena *arena, const PlanInstance *plan, int32_t conflicts_max, SatResult *ret) {
    Sat sat = {.arena = arena, .state = state_begin(arena, plan), .solver = ccadical_init()};
    *ret = (SatResult){0};
    SatAnswer answer = solve(&sat, conflicts_max, ret);
    ccadical_release(sat.solver);
    return answer;
}
#endif
