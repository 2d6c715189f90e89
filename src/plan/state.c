#include "plan/state.h"
#include <assert.h>
#include <string.h>

static int32_t least(int32_t a, int32_t b) {
    return a < b ? a : b;
}
static int32_t most(int32_t a, int32_t b) {
    return a > b ? a : b;
}

int32_t state_start(const PlanState *state, int32_t task) {
    return state->blocks[task][0].start;
}
int32_t state_past(const PlanState *state, int32_t task) {
    return state->blocks[task][state->parts[task] - 1].past;
}

// ---- one period more or less ----

static void home_reprice(PlanState *state, int32_t home, int32_t w) {
    const PlanHome *record = &state->plan->homes.items[home];
    size_t at = (size_t)home * (size_t)state->periods + (size_t)w;
    int32_t here = state->at_home[at];
    state->home_full[at] = here - 1 < state->home_min[at];
    state->home_price[at] = (here <= record->target[w] ? state->weight[PLAN_BELOW_TARGET] : 0) -
                            (here > state->home_max[at] ? state->pressure[PLAN_SHORT_HOME_MAX] : 0);
}

// Only weeks of service count: who is on leave is not missed at home.
static void home_shift(PlanState *state, int32_t home, const int32_t *service, int32_t first,
                       int32_t past, int32_t step) {
    const int32_t *target = state->plan->homes.items[home].target;
    size_t row = (size_t)home * (size_t)state->periods;
    const int32_t *limit = state->home_max + row;
    int32_t *here = state->at_home + row;
    int64_t missing = 0, over = 0;
    for (int32_t w = first; w < past; w++) {
        if (service[w] == 0) continue;
        missing -= most(0, target[w] - here[w]);
        over -= most(0, here[w] - limit[w]);
        here[w] += step;
        missing += most(0, target[w] - here[w]);
        over += most(0, here[w] - limit[w]);
        home_reprice(state, home, w);
    }
    state->terms[PLAN_BELOW_TARGET] += state->plan->weights[PLAN_BELOW_TARGET] * missing;
    state->short_of[PLAN_SHORT_HOME_MAX] += over;
}

static void unit_shift(PlanState *state, int32_t unit, int32_t trainee, int32_t first, int32_t past,
                       int32_t step) {
    const PlanUnitRows *rows = &state->unit_rows[unit];
    const int32_t *min = state->plan->units.items[unit].min;
    size_t row = (size_t)rows->capacity_row * (size_t)state->periods;
    for (int32_t w = first; w < past; w++) {
        size_t at = row + (size_t)w;
        if (min[w] > 0)
            state->short_of[PLAN_SHORT_UNIT_MIN] +=
                most(0, min[w] - state->load[at] - step) - most(0, min[w] - state->load[at]);
        state->load[at] += step;
        state->full[at] = state->load[at] >= state->room[at];
    }
    const int32_t *level = state->plan->trainees.items[trainee].level;
    for (int32_t l = 0; l < rows->level_count; l++) {
        size_t level_row = row + (size_t)(l + 1) * (size_t)state->periods;
        for (int32_t w = first; w < past; w++) {
            if (level[w] != rows->levels[l].level) continue;
            size_t at = level_row + (size_t)w;
            state->load[at] += step;
            state->full[at] = state->load[at] >= state->room[at];
        }
    }
}

static void trainee_shift(PlanState *state, const PlanTask *task, const PlanBlock *block,
                          int32_t step) {
    size_t row = (size_t)task->trainee * (size_t)state->periods;
    bool inside = task->activity->inside;
    int16_t share = (int16_t)(inside ? 0 : step * task->activity->share);
    for (int32_t w = block->start; w < block->past; w++)
        state->used[row + (size_t)w] = (int16_t)(state->used[row + (size_t)w] + share);
    if (task->activity->kind != PLAN_COURSE) return;
    for (int32_t w = block->start; w < block->past; w++) {
        state->courses[row + (size_t)w] = (uint8_t)(state->courses[row + (size_t)w] + step);
        if (inside)
            state->insides[row + (size_t)w] = (uint8_t)(state->insides[row + (size_t)w] + step);
    }
}

static void members_add(PlanState *state, PlanIndexes *members, int32_t task) {
    list_add(state->arena, members, task);
}

static void members_remove(PlanIndexes *members, int32_t task) {
    size_t i = 0;
    while (members->items[i] != task) i++;
    members->items[i] = members->items[--members->count];
}

// ---- terms and breaches that look at more than one block ----

static void evenness_refresh(PlanState *state, int32_t unit) {
    if (state->weight[PLAN_EVENNESS] == 0 || unit < 0) return;
    const int32_t *load =
        state->load + (size_t)state->unit_rows[unit].capacity_row * (size_t)state->periods;
    int64_t sum = 0, open = state->unit_open[unit], cost = 0;
    for (int32_t w = 0; w < state->periods; w++) sum += load[w];
    int64_t mean = open > 0 ? (sum + open - 1) / open : 0;
    for (int32_t w = 0; w < state->periods; w++)
        if (load[w] > mean) cost += (load[w] - mean) * (load[w] - mean + 1) / 2;
    cost *= state->plan->weights[PLAN_EVENNESS];
    state->terms[PLAN_EVENNESS] += cost - state->unit_evenness[unit];
    state->unit_evenness[unit] = cost;
}

typedef struct {
    int32_t start, past, unit, task;
    PlanKind kind;
} Span;

#define SPANS_MAX 512

// The blocks of a trainee in order of start; those past SPANS_MAX are not looked at.
static int32_t trainee_spans(const PlanState *state, int32_t trainee, Span *spans) {
    PlanIndexes own = state->plan->trainees.items[trainee].activities;
    int32_t count = 0;
    for (size_t i = 0; i < own.count; i++) {
        int32_t task = own.items[i];
        for (int32_t k = 0; k < state->parts[task] && count < SPANS_MAX; k++) {
            PlanBlock block = state->blocks[task][k];
            Span span = {block.start, block.past, block.unit, task,
                         state->tasks[task].activity->kind};
            int32_t at = count++;
            while (at > 0 &&
                   (spans[at - 1].start > span.start ||
                    (spans[at - 1].start == span.start && spans[at - 1].task > span.task))) {
                spans[at] = spans[at - 1];
                at--;
            }
            spans[at] = span;
        }
    }
    return count;
}

static int64_t count_excess_changes(const PlanState *state, int32_t trainee, const Span *spans,
                                    int32_t count) {
    int64_t limit = state->changes_max[trainee], excess = 0, changes = 0;
    int32_t year = -1, unit = 0, a_year = plan_periods_a_year(state->plan);
    bool first = true;
    for (int32_t i = 0; i < count; i++) {
        if (spans[i].kind == PLAN_COURSE || spans[i].kind == PLAN_PROJECT) continue;
        if (spans[i].start / a_year != year) {
            excess += changes > limit ? changes - limit : 0;
            changes = 0;
            year = spans[i].start / a_year;
        }
        changes += !first && spans[i].unit != unit;
        unit = spans[i].unit;
        first = false;
    }
    return excess + (changes > limit ? changes - limit : 0);
}

// Weeks of other placements in the gaps between bt blocks.
static int64_t count_bt_gaps(const Span *spans, int32_t count) {
    int64_t sum = 0;
    int32_t past = -1;
    for (int32_t i = 0; i < count; i++) {
        if (spans[i].kind != PLAN_BT) continue;
        if (past >= 0 && spans[i].start > past)
            for (int32_t k = 0; k < count; k++)
                if (spans[k].kind != PLAN_BT)
                    sum +=
                        most(0, least(spans[k].past, spans[i].start) - most(spans[k].start, past));
        past = most(past, spans[i].past);
    }
    return sum;
}

static void trainee_refresh(PlanState *state, int32_t r) {
    if (!state->trainee_is_watched[r]) return;
    const PlanTrainee *trainee = &state->plan->trainees.items[r];
    Span spans[SPANS_MAX];
    int32_t count = trainee_spans(state, r, spans), last = 0;
    for (int32_t i = 0; i < count; i++) last = most(last, spans[i].past);
    if (trainee->wished_end != PLAN_NONE) {
        int64_t cost = state->plan->weights[PLAN_COMPLETION] * most(0, last - trainee->wished_end);
        state->terms[PLAN_COMPLETION] += cost - state->trainee_completion[r];
        state->trainee_completion[r] = cost;
    }
    if (!state->plan->bt_is_hard) {
        int64_t cost = state->plan->weights[PLAN_BT_ORDER] * count_bt_gaps(spans, count);
        state->terms[PLAN_BT_ORDER] += cost - state->trainee_bt[r];
        state->trainee_bt[r] = cost;
    }
    if (trainee->max_changes != PLAN_NONE) {
        int64_t excess = count_excess_changes(state, r, spans, count);
        state->short_of[PLAN_SHORT_CHANGES] += excess - state->trainee_changes[r];
        state->trainee_changes[r] = excess;
    }
}

void state_forgive_changes(PlanState *state) {
    for (int32_t r = 0; r < (int32_t)state->plan->trainees.count; r++)
        while (state->trainee_changes[r] > 0) {
            state->changes_max[r]++;
            trainee_refresh(state, r);
        }
}

static int64_t need_short(const PlanState *state, int32_t n) {
    int64_t sum = state->need_sum[n];
    if (sum < state->need_least[n]) return state->need_least[n] - sum;
    return sum > state->need_most[n] ? sum - state->need_most[n] : 0;
}

static void needs_shift(PlanState *state, const PlanTask *task, int32_t step) {
    for (size_t i = 0; i < task->needs.count; i++) {
        int32_t n = task->needs.items[i];
        int64_t before = need_short(state, n);
        for (size_t k = 0; k < task->activity->covers.count; k++)
            if (task->activity->covers.items[k].goal == state->plan->needs.items[n].goal)
                state->need_sum[n] += step * task->activity->covers.items[k].credit;
        state->short_of[PLAN_SHORT_NEED] += need_short(state, n) - before;
    }
}

static int32_t outside(int32_t value, int32_t low, int32_t high) {
    return value < low ? low - value : value > high ? value - high : 0;
}

// How far two members are from lying together: 0 when they do.
static int64_t pair_distance(int32_t start, int32_t past, int32_t other_start, int32_t other_past,
                             int32_t gap, bool same_person) {
    int32_t distance =
        least(outside(start - other_past, 0, gap), outside(other_start - past, 0, gap));
    if (!same_person) distance = least(distance, outside(start, other_start, other_start));
    return distance == 0 ? 0 : 1 + distance / 4;
}

static int64_t group_distance(const PlanState *state, int32_t g) {
    const PlanTogether *group = &state->plan->togethers.items[g];
    int32_t sorted[64], count = 0;
    for (size_t i = 0; i < group->activities.count && count < 64; i++) {
        int32_t task = group->activities.items[i], at = count;
        if (!state_is_on(state, task)) continue;
        while (at > 0 && (state_start(state, sorted[at - 1]) > state_start(state, task) ||
                          (state_start(state, sorted[at - 1]) == state_start(state, task) &&
                           sorted[at - 1] > task))) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = task;
        count++;
    }
    int64_t sum = 0;
    for (int32_t i = 1; i < count; i++) {
        int32_t a = sorted[i - 1], b = sorted[i];
        if (state->tasks[a].time_pinned && state->tasks[b].time_pinned) continue;
        sum += pair_distance(state_start(state, b), state_past(state, b), state_start(state, a),
                             state_past(state, a), group->gap,
                             state->tasks[a].trainee == state->tasks[b].trainee);
    }
    return sum;
}

static void groups_refresh(PlanState *state, const PlanTask *task) {
    for (size_t i = 0; i < task->groups.count; i++) {
        int32_t g = task->groups.items[i];
        int64_t distance = group_distance(state, g);
        state->short_of[PLAN_SHORT_TOGETHER] += distance - state->group_short[g];
        state->group_short[g] = distance;
    }
}

int64_t state_group_short(const PlanState *state, int32_t task, int32_t start, int32_t past) {
    int64_t sum = 0;
    const PlanTask *record = &state->tasks[task];
    for (size_t i = 0; i < record->groups.count; i++) {
        const PlanTogether *group = &state->plan->togethers.items[record->groups.items[i]];
        int64_t nearest = INT64_MAX;
        for (size_t k = 0; k < group->activities.count; k++) {
            int32_t other = group->activities.items[k];
            if (other == task || !state_is_on(state, other)) continue;
            int64_t distance =
                pair_distance(start, past, state_start(state, other), state_past(state, other),
                              group->gap, record->trainee == state->tasks[other].trainee);
            if (distance < nearest) nearest = distance;
        }
        if (nearest < INT64_MAX) sum += nearest;
    }
    return sum;
}

// ---- the cost of one task ----

static int64_t old_price(const PlanState *state, const PlanPlacement *old) {
    return (old->start < state->plan->now + 12 ? 2 : 1) * (old->confirmed ? 4 : 1);
}

static int64_t stability_cost(const PlanState *state, const PlanTask *task, const PlanBlock *blocks,
                              int32_t parts) {
    int64_t sum = 0;
    if (task->old.count == 0) return 0;
    for (int32_t i = 0; i < (int32_t)task->old.count; i++) {
        const PlanPlacement *old = &task->old.items[i];
        if (i >= parts) {
            sum += 32 * old_price(state, old);
            continue;
        }
        int32_t shift = blocks[i].start - old->start;
        if (shift < 0) shift = -shift;
        int64_t cost =
            (shift > 0 ? 6 + least(26, shift) : 0) + (blocks[i].unit != old->unit ? 12 : 0);
        sum += cost * old_price(state, old);
    }
    if (parts > (int32_t)task->old.count) sum += 32 * (parts - (int32_t)task->old.count);
    return sum * state->plan->weights[PLAN_STABILITY];
}

static int64_t preference_cost(const PlanState *state, const PlanTask *task,
                               const PlanBlock *blocks, int32_t parts) {
    const PlanActivity *activity = task->activity;
    if (activity->same_unit)
        return plan_preference_cost(state->plan, activity, blocks[0].option,
                                    plan_work(activity, blocks[0].option));
    int64_t sum = 0;
    for (int32_t i = 0; i < parts; i++)
        sum += plan_preference_cost(state->plan, activity, blocks[i].option, blocks[i].work);
    return sum;
}

static void task_charge(PlanState *state, const PlanTask *task, const PlanBlock *blocks,
                        int32_t parts, int32_t sign) {
    int64_t preference = preference_cost(state, task, blocks, parts);
    int64_t timing = plan_timing_cost(state->plan, task->activity, blocks[0].start);
    state->terms[PLAN_PREFERENCE] += sign * preference;
    state->terms[PLAN_TIMING] += sign * timing;
    if (task->old.count > 0)
        state->terms[PLAN_STABILITY] +=
            sign * (stability_cost(state, task, blocks, parts) - task->off_cost);
    state->trainee_burden[task->trainee] += sign * (preference + timing);
    state->fairness_is_stale = true;
}

// ---- adding and removing ----

static void remember(PlanState *state, int32_t task) {
    if (state->undo_stamp[task] == state->stamp) return;
    state->undo_stamp[task] = state->stamp;
    PlanUndo undo = {.task = task, .parts = state->parts[task]};
    memcpy(undo.blocks, state->blocks[task], (size_t)undo.parts * sizeof(PlanBlock));
    list_add(state->arena, &state->undos, undo);
}

static void shift_blocks(PlanState *state, int32_t t, int32_t step) {
    const PlanTask *task = &state->tasks[t];
    for (int32_t i = 0; i < state->parts[t]; i++) {
        const PlanBlock *block = &state->blocks[t][i];
        trainee_shift(state, task, block, step);
        if (block->unit >= 0) {
            unit_shift(state, block->unit, task->trainee, block->start, block->past, step);
            if (step > 0)
                members_add(state, &state->unit_tasks[block->unit], t);
            else
                members_remove(&state->unit_tasks[block->unit], t);
            evenness_refresh(state, block->unit);
        }
        if (task->home != PLAN_NONE) {
            home_shift(state, task->home, state->plan->trainees.items[task->trainee].service,
                       block->start, block->past, -step);
            if (step > 0)
                members_add(state, &state->home_tasks[task->home], t);
            else
                members_remove(&state->home_tasks[task->home], t);
        }
    }
    task_charge(state, task, state->blocks[t], state->parts[t], step);
    needs_shift(state, task, step);
}

static void put(PlanState *state, int32_t t, const PlanBlock *blocks, int32_t parts) {
    assert(state->parts[t] == 0 && parts > 0);
    const PlanTask *task = &state->tasks[t];
    memcpy(state->blocks[t], blocks, (size_t)parts * sizeof(PlanBlock));
    state->parts[t] = parts;
    shift_blocks(state, t, 1);
    groups_refresh(state, task);
    trainee_refresh(state, task->trainee);
    if (task->optional) return;
    state->out_count--;
    state->out_sum -= state->out_price[t];
}

static void take(PlanState *state, int32_t t) {
    const PlanTask *task = &state->tasks[t];
    shift_blocks(state, t, -1);
    state->parts[t] = 0;
    groups_refresh(state, task);
    trainee_refresh(state, task->trainee);
    if (task->optional) return;
    state->out_count++;
    state->out_sum += state->out_price[t];
}

void state_add(PlanState *state, int32_t task, const PlanBlock *blocks, int32_t parts) {
    remember(state, task);
    put(state, task, blocks, parts);
}

void state_remove(PlanState *state, int32_t task) {
    assert(state->parts[task] > 0 && !state->tasks[task].settled);
    remember(state, task);
    take(state, task);
}

void state_keep(PlanState *state) {
    state->undos.count = 0;
    state->stamp++;
}

void state_undo(PlanState *state) {
    for (size_t i = 0; i < state->undos.count; i++)
        if (state_is_on(state, state->undos.items[i].task)) take(state, state->undos.items[i].task);
    for (size_t i = 0; i < state->undos.count; i++) {
        const PlanUndo *undo = &state->undos.items[i];
        if (undo->parts > 0) put(state, undo->task, undo->blocks, undo->parts);
    }
    state_keep(state);
}

// ---- sums ----

static void fairness_refresh(PlanState *state) {
    state->fairness_is_stale = false;
    if (state->weight[PLAN_FAIRNESS] == 0) return;
    int64_t worst = 0;
    for (size_t r = 0; r < state->plan->trainees.count; r++) {
        int64_t work = state->trainee_work[r];
        int64_t burden = work > 0 ? (100 * state->trainee_burden[r] + work - 1) / work : 0;
        if (burden > worst) worst = burden;
    }
    state->terms[PLAN_FAIRNESS] = state->plan->weights[PLAN_FAIRNESS] * worst;
}

int64_t state_cost(PlanState *state) {
    if (state->fairness_is_stale) fairness_refresh(state);
    int64_t sum = 0;
    for (int term = 0; term < PLAN_TERMS; term++) sum += state->terms[term];
    return sum;
}

int64_t state_score(PlanState *state) {
    if (state->fairness_is_stale) fairness_refresh(state);
    int64_t sum = state->out_sum;
    for (int term = 0; term < PLAN_TERMS; term++) sum += state->terms[term] * state->scale[term];
    for (int what = 0; what < PLAN_SHORTS; what++)
        sum += state->short_of[what] * state->pressure[what];
    return sum;
}

int64_t state_shortfall(const PlanState *state) {
    int64_t sum = 0;
    for (int what = 0; what < PLAN_SHORTS; what++) sum += state->short_of[what];
    return sum;
}

void state_press(PlanState *state, PlanShort what, int64_t pressure) {
    state->pressure[what] = pressure;
    if (what != PLAN_SHORT_HOME_MAX) return;
    for (int32_t home = 0; home < (int32_t)state->plan->homes.count; home++)
        for (int32_t w = 0; w < state->periods; w++) home_reprice(state, home, w);
}

void state_out_price(PlanState *state, int32_t task, int64_t price) {
    if (!state->tasks[task].optional && !state_is_on(state, task))
        state->out_sum += price - state->out_price[task];
    state->out_price[task] = price;
}
