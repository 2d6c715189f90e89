// Prepares tasks and limits in force, and puts what is pinned in place.
#include <string.h>
#include "plan/state.h"

static size_t row_of(const PlanState *state, int32_t subject) {
    return (size_t)subject * (size_t)state->periods;
}

// ---- scales ----

// Levels of rank are powers apart, as far as 64 bits allow.
static void scale_terms(PlanState *state) {
    const PlanInstance *plan = state->plan;
    int32_t levels = plan->rank_count > 1 ? plan->rank_count : 1;
    int32_t bits = levels == 1 ? 0 : levels == 2 ? 18 : 36 / (levels - 1);
    for (int term = 0; term < PLAN_TERMS; term++) {
        int32_t below = levels - 1 - plan->ranks[term];
        state->scale[term] = levels == 1 ? 1 : (int64_t)1 << (bits * below);
        state->weight[term] = plan->weights[term] * state->scale[term];
    }
}

int64_t state_unit_price(const PlanState *state) {
    int64_t unit = 1;
    for (int term = 0; term < PLAN_TERMS; term++)
        if (term != PLAN_STABILITY && state->weight[term] > unit) unit = state->weight[term];
    return unit;
}

// ---- pins ----

// Where a pinned block ends, even when it breaks H4: when its work is done, or with the calendar.
static int32_t pinned_past(const PlanInstance *plan, const PlanActivity *activity,
                           const PlanPin *pin, int32_t work) {
    if (pin->past > 0) return pin->past;
    const PlanTrainee *trainee = &plan->trainees.items[activity->trainee];
    int32_t done = 0;
    for (int32_t w = pin->start; w < plan->periods; w++) {
        done += activity->weeks > 0 ? 100 : trainee->service[w];
        if (done >= work) return w + 1;
    }
    return plan->periods;
}

static PlanBlock pinned_block(const PlanInstance *plan, const PlanActivity *activity,
                              const PlanPin *pin) {
    int32_t unit = pin->unit_is_set ? pin->unit : activity->options.items[0].unit;
    int32_t option = plan_option_at(activity, unit);
    int32_t work = pin->work > 0 ? pin->work : plan_work(activity, option);
    return (PlanBlock){pin->start, pinned_past(plan, activity, pin, work), option, unit, work};
}

static bool is_settled(const PlanActivity *activity) {
    return activity->pins.count > 1 || plan_is_pinned(activity);
}

// ---- limits in force ----

static void raise_room(PlanState *state, int32_t row, const int32_t *capacity) {
    for (int32_t w = 0; w < state->periods; w++) {
        size_t at = row_of(state, row) + (size_t)w;
        state->room[at] = capacity[w] > state->room[at] ? capacity[w] : state->room[at];
        state->full[at] = state->room[at] <= 0;
    }
}

// Called with the pinned load in `room`.
static void settle_rooms(PlanState *state) {
    for (size_t u = 0; u < state->plan->units.count; u++) {
        const PlanUnit *unit = &state->plan->units.items[u];
        int32_t row = state->unit_rows[u].capacity_row;
        raise_room(state, row, unit->capacity);
        for (size_t l = 0; l < unit->levels.count; l++)
            raise_room(state, row + 1 + (int32_t)l, unit->levels.items[l].capacity);
        for (int32_t w = 0; w < state->periods; w++) {
            state->short_of[PLAN_SHORT_UNIT_MIN] += unit->min[w];
            state->unit_open[u] += unit->capacity[w] > 0;
        }
    }
}

static void settle_homes(PlanState *state, const int32_t *away, const int32_t *kept) {
    const PlanInstance *plan = state->plan;
    for (size_t r = 0; r < plan->trainees.count; r++) {
        int32_t home = plan->trainees.items[r].home;
        for (int32_t w = 0; home != PLAN_NONE && w < state->periods; w++)
            state->at_home[row_of(state, home) + (size_t)w] +=
                plan->trainees.items[r].service[w] > 0;
    }
    for (int32_t c = 0; c < (int32_t)plan->homes.count; c++) {
        const PlanHome *home = &plan->homes.items[c];
        for (int32_t w = 0; w < state->periods; w++) {
            size_t at = row_of(state, c) + (size_t)w;
            int32_t staff = state->at_home[at], floor = home->min[w] < staff ? home->min[w] : staff;
            state->home_min[at] = floor < staff - away[at] ? floor : staff - away[at];
            state->home_max[at] = home->max[w] > kept[at] ? home->max[w] : kept[at];
            if (staff > state->home_max[at])
                state->short_of[PLAN_SHORT_HOME_MAX] += staff - state->home_max[at];
            if (staff < home->target[w])
                state->terms[PLAN_BELOW_TARGET] +=
                    plan->weights[PLAN_BELOW_TARGET] * (home->target[w] - staff);
        }
    }
}

static void count_pin(PlanState *state, const PlanActivity *activity, const PlanPin *pin,
                      int32_t *away, int32_t *kept) {
    const PlanTrainee *trainee = &state->plan->trainees.items[activity->trainee];
    PlanBlock block = pinned_block(state->plan, activity, pin);
    for (int32_t w = block.start; w < block.past; w++) {
        size_t at = row_of(state, activity->trainee) + (size_t)w;
        if (!activity->inside)
            state->used_max[at] = (int16_t)(state->used_max[at] + activity->share);
        if (trainee->home != PLAN_NONE) {
            size_t home = row_of(state, trainee->home) + (size_t)w;
            away[home] += !activity->at_home && trainee->service[w] > 0;
            kept[home] += activity->at_home && activity->share == 100 && trainee->service[w] > 0;
        }
        if (!pin->unit_is_set || block.unit < 0) continue;
        const PlanUnitRows *rows = &state->unit_rows[block.unit];
        state->room[row_of(state, rows->capacity_row) + (size_t)w]++;
        for (int32_t l = 0; l < rows->level_count; l++)
            if (rows->levels[l].level == trainee->level[w])
                state->room[row_of(state, rows->capacity_row + 1 + l) + (size_t)w]++;
    }
}

static void find_limits(PlanState *state) {
    const PlanInstance *plan = state->plan;
    size_t homes = plan->homes.count * (size_t)state->periods;
    int32_t *away = arena_array(state->arena, int32_t, homes + 1),
            *kept = arena_array(state->arena, int32_t, homes + 1);
    for (size_t a = 0; a < plan->activities.count; a++) {
        const PlanActivity *activity = &plan->activities.items[a];
        for (size_t i = 0; i < activity->pins.count; i++)
            count_pin(state, activity, &activity->pins.items[i], away, kept);
    }
    size_t weeks = plan->trainees.count * (size_t)state->periods;
    for (size_t i = 0; i < weeks; i++)
        if (state->used_max[i] < 100) state->used_max[i] = 100;
    settle_rooms(state);
    settle_homes(state, away, kept);
}

// ---- tasks ----

static int16_t *find_pasts(const PlanState *state, const PlanTask *task, const PlanOption *option) {
    const PlanActivity *activity = task->activity;
    const PlanTrainee *trainee = &state->plan->trainees.items[activity->trainee];
    int16_t *pasts = arena_array(state->arena, int16_t, (size_t)state->periods);
    int32_t first = task->first, past = task->past,
            work = plan_work(activity, plan_option_at(activity, option->unit));
    if (option->past > 0) {
        first = option->first > first ? option->first : first;
        past = option->past < past ? option->past : past;
    }
    size_t next = 0;
    for (int32_t t = first; t < past; t++) {
        if (activity->starts_is_set) {
            while (next < activity->starts.count && activity->starts.items[next] < t) next++;
            if (next == activity->starts.count || activity->starts.items[next] != t) continue;
        }
        int32_t end = plan_block_past(state->plan, activity, t, work);
        if (end == PLAN_NONE || end > past) continue;
        bool served = true;
        for (int32_t w = t; activity->inside && w < end; w++) served &= trainee->service[w] > 0;
        if (served) pasts[t] = (int16_t)end;
    }
    return pasts;
}

static void find_domain(PlanState *state, PlanTask *task) {
    const PlanActivity *activity = task->activity;
    size_t options = activity->options.count;
    task->past_at = arena_array(state->arena, int16_t *, options);
    int16_t *shared = NULL;
    for (size_t o = 0; o < options; o++) {
        const PlanOption *option = &activity->options.items[o];
        if (task->time_pinned) {
            task->past_at[o] = arena_array(state->arena, int16_t, (size_t)state->periods);
            PlanPin pin = activity->pins.items[0];
            task->past_at[o][pin.start] =
                (int16_t)pinned_past(state->plan, activity, &pin, plan_work(activity, (int32_t)o));
        } else if (option->past > 0 || option->work > 0)
            task->past_at[o] = find_pasts(state, task, option);
        else
            task->past_at[o] = shared = shared ? shared : find_pasts(state, task, option);
    }
}

static void find_costs(PlanState *state, PlanTask *task) {
    const PlanActivity *activity = task->activity;
    const int64_t *scale = state->scale;
    task->option_cost = arena_array(state->arena, int64_t, activity->options.count);
    task->start_cost = arena_array(state->arena, int64_t, (size_t)state->periods);
    const PlanPlacement *old = task->old.count > 0 ? &task->old.items[0] : NULL;
    int64_t price = 0;
    for (size_t i = 0; i < task->old.count; i++) {
        int64_t one = (task->old.items[i].start < state->plan->now + 12 ? 2 : 1) *
                      (task->old.items[i].confirmed ? 4 : 1);
        if (i == 0) price = one * state->weight[PLAN_STABILITY];
        task->off_cost += 32 * one * state->plan->weights[PLAN_STABILITY];
    }
    for (size_t o = 0; o < activity->options.count; o++) {
        task->option_cost[o] =
            scale[PLAN_PREFERENCE] * plan_preference_cost(state->plan, activity, (int32_t)o,
                                                          plan_work(activity, (int32_t)o));
        if (old && activity->options.items[o].unit != old->unit) task->option_cost[o] += 12 * price;
    }
    for (int32_t t = 0; t < state->periods; t++) {
        task->start_cost[t] = scale[PLAN_TIMING] * plan_timing_cost(state->plan, activity, t);
        int32_t shift = old ? (t > old->start ? t - old->start : old->start - t) : 0;
        if (shift > 0) task->start_cost[t] += (6 + (shift < 26 ? shift : 26)) * price;
    }
    state->terms[PLAN_STABILITY] += task->off_cost;
}

static void add_arc(PlanState *state, int32_t before, int32_t after, int32_t lag, int32_t max) {
    PlanTask *first = &state->tasks[before], *next = &state->tasks[after];
    if (first->time_pinned && next->time_pinned) return;
    list_add(state->arena, &next->before, (PlanArc){before, lag, max});
    list_add(state->arena, &first->after, (PlanArc){after, lag, max});
}

static void find_arcs(PlanState *state) {
    const PlanInstance *plan = state->plan;
    for (int32_t a = 0; a < state->task_count; a++) {
        PlanAfterList after = plan->activities.items[a].after;
        for (size_t i = 0; i < after.count; i++)
            add_arc(state, after.items[i].before, a, after.items[i].lag, after.items[i].max);
    }
    for (size_t r = 0; plan->bt_is_hard && r < plan->trainees.count; r++) {
        PlanIndexes own = plan->trainees.items[r].activities;
        for (size_t i = 0; i < own.count && !plan->trainees.items[r].bt_is_free; i++)
            for (size_t k = 0; k < own.count; k++)
                if (plan->activities.items[own.items[i]].kind == PLAN_BT &&
                    plan->activities.items[own.items[k]].kind != PLAN_BT)
                    add_arc(state, own.items[i], own.items[k], 0, PLAN_NO_LIMIT);
    }
}

static void sort_old(PlanPlacements *old) {
    for (size_t i = 1; i < old->count; i++)
        for (size_t k = i; k > 0 && old->items[k - 1].start > old->items[k].start; k--) {
            PlanPlacement later = old->items[k - 1];
            old->items[k - 1] = old->items[k];
            old->items[k] = later;
        }
}

static void find_tasks(PlanState *state) {
    const PlanInstance *plan = state->plan;
    for (size_t i = 0; i < plan->previous.count; i++) {
        PlanPlacements *old = &state->tasks[plan->previous.items[i].activity].old;
        list_add(state->arena, old, plan->previous.items[i]);
        sort_old(old);
    }
    for (int32_t a = 0; a < state->task_count; a++) {
        PlanTask *task = &state->tasks[a];
        const PlanActivity *activity = &plan->activities.items[a];
        const PlanTrainee *trainee = &plan->trainees.items[activity->trainee];
        task->activity = activity;
        task->trainee = activity->trainee;
        task->home = activity->at_home ? PLAN_NONE : trainee->home;
        task->parts_max = activity->pins.count > 0  ? 1
                          : activity->parts_max > 1 ? activity->parts_max
                                                    : 1;
        task->first = activity->first;
        task->past = activity->past < trainee->last_end ? activity->past : trainee->last_end;
        task->time_pinned = activity->pins.count > 0;
        task->settled = is_settled(activity);
        task->optional = activity->optional && !task->time_pinned;
        find_domain(state, task);
        find_costs(state, task);
        size_t room = activity->pins.count > (size_t)task->parts_max ? activity->pins.count
                                                                     : (size_t)task->parts_max;
        state->blocks[a] = arena_array(state->arena, PlanBlock, room);
        state->trainee_work[task->trainee] +=
            activity->optional ? 0 : plan_work(activity, PLAN_NONE);
    }
    find_arcs(state);
}

// ---- needs, groups, watched trainees ----

static int32_t credit_for(const PlanActivity *activity, int32_t goal) {
    int32_t credit = 0;
    for (size_t k = 0; k < activity->covers.count; k++)
        if (activity->covers.items[k].goal == goal) credit += activity->covers.items[k].credit;
    return credit;
}

static void find_need(PlanState *state, int32_t n) {
    const PlanNeed *need = &state->plan->needs.items[n];
    PlanIndexes own = state->plan->trainees.items[need->trainee].activities;
    int64_t pinned = 0;
    bool all_pinned = true;
    for (size_t i = 0; i < own.count; i++) {
        PlanTask *task = &state->tasks[own.items[i]];
        int32_t credit = credit_for(task->activity, need->goal);
        if (credit == 0) continue;
        if (task->time_pinned)
            pinned += credit;
        else
            all_pinned = false;
        list_add(state->arena, &task->needs, n);
    }
    bool given = all_pinned && pinned > 0;
    state->need_least[n] = given && pinned < need->at_least ? pinned : need->at_least;
    state->need_most[n] = need->at_most > pinned ? need->at_most : pinned;
    state->short_of[PLAN_SHORT_NEED] += state->need_least[n];
}

static void find_groups(PlanState *state) {
    for (size_t g = 0; g < state->plan->togethers.count; g++) {
        PlanIndexes members = state->plan->togethers.items[g].activities;
        for (size_t i = 0; i < members.count; i++)
            list_add(state->arena, &state->tasks[members.items[i]].groups, (int32_t)g);
    }
}

static void find_watched(PlanState *state) {
    const PlanInstance *plan = state->plan;
    for (int32_t r = 0; r < (int32_t)plan->trainees.count; r++) {
        const PlanTrainee *trainee = &plan->trainees.items[r];
        bool has_bt = false;
        for (size_t i = 0; i < trainee->activities.count; i++)
            has_bt |= plan->activities.items[trainee->activities.items[i]].kind == PLAN_BT;
        state->changes_max[r] = trainee->max_changes;
        state->trainee_is_watched[r] =
            trainee->max_changes != PLAN_NONE || (has_bt && !plan->bt_is_hard) ||
            (trainee->wished_end != PLAN_NONE && plan->weights[PLAN_COMPLETION] > 0);
    }
}

// ---- the whole ----

static void allocate(PlanState *state) {
    const PlanInstance *plan = state->plan;
    Arena *arena = state->arena;
    size_t tasks = plan->activities.count, trainees = plan->trainees.count,
           units = plan->units.count, homes = plan->homes.count, periods = (size_t)plan->periods,
           rows = 0;
    state->unit_rows = arena_array(arena, PlanUnitRows, units + 1);
    for (size_t u = 0; u < units; u++) {
        PlanLevelCapacities levels = plan->units.items[u].levels;
        state->unit_rows[u] = (PlanUnitRows){(int32_t)rows, (int32_t)levels.count, levels.items};
        rows += 1 + levels.count;
    }
    state->tasks = arena_array(arena, PlanTask, tasks + 1);
    state->blocks = arena_array(arena, PlanBlock *, tasks + 1);
    state->parts = arena_array(arena, int32_t, tasks + 1);
    state->used = arena_array(arena, int16_t, trainees * periods + 1);
    state->used_max = arena_array(arena, int16_t, trainees * periods + 1);
    state->courses = arena_array(arena, uint8_t, trainees * periods + 1);
    state->insides = arena_array(arena, uint8_t, trainees * periods + 1);
    state->load = arena_array(arena, int32_t, rows * periods + 1);
    state->room = arena_array(arena, int32_t, rows * periods + 1);
    state->full = arena_array(arena, uint8_t, rows * periods + 1);
    state->at_home = arena_array(arena, int32_t, homes * periods + 1);
    state->home_min = arena_array(arena, int32_t, homes * periods + 1);
    state->home_max = arena_array(arena, int32_t, homes * periods + 1);
    state->home_full = arena_array(arena, uint8_t, homes * periods + 1);
    state->home_price = arena_array(arena, int64_t, homes * periods + 1);
    state->unit_tasks = arena_array(arena, PlanIndexes, units + 1);
    state->home_tasks = arena_array(arena, PlanIndexes, homes + 1);
    state->unit_evenness = arena_array(arena, int64_t, units + 1);
    state->unit_open = arena_array(arena, int64_t, units + 1);
    state->trainee_burden = arena_array(arena, int64_t, trainees + 1);
    state->trainee_work = arena_array(arena, int64_t, trainees + 1);
    state->trainee_completion = arena_array(arena, int64_t, trainees + 1);
    state->trainee_bt = arena_array(arena, int64_t, trainees + 1);
    state->trainee_changes = arena_array(arena, int64_t, trainees + 1);
    state->changes_max = arena_array(arena, int64_t, trainees + 1);
    state->trainee_is_watched = arena_array(arena, bool, trainees + 1);
    state->need_sum = arena_array(arena, int64_t, plan->needs.count + 1);
    state->need_least = arena_array(arena, int64_t, plan->needs.count + 1);
    state->need_most = arena_array(arena, int64_t, plan->needs.count + 1);
    state->group_short = arena_array(arena, int64_t, plan->togethers.count + 1);
    state->out_price = arena_array(arena, int64_t, tasks + 1);
    state->undo_stamp = arena_array(arena, int64_t, tasks + 1);
}

static void put_settled(PlanState *state) {
    for (int32_t t = 0; t < state->task_count; t++) {
        const PlanActivity *activity = state->tasks[t].activity;
        if (!state->tasks[t].settled) continue;
        PlanBlock blocks[PLAN_PARTS_MAX];
        for (size_t i = 0; i < activity->pins.count; i++)
            blocks[i] = pinned_block(state->plan, activity, &activity->pins.items[i]);
        state_add(state, t, blocks, (int32_t)activity->pins.count);
    }
    state_keep(state);
}

PlanState *state_begin(Arena *arena, const PlanInstance *plan) {
    PlanState *state = arena_new(arena, PlanState);
    state->arena = arena;
    state->plan = plan;
    state->periods = plan->periods;
    state->task_count = (int32_t)plan->activities.count;
    state->stamp = 1;
    allocate(state);
    scale_terms(state);
    find_tasks(state);
    find_limits(state);
    for (int32_t n = 0; n < (int32_t)plan->needs.count; n++) find_need(state, n);
    find_groups(state);
    find_watched(state);
    int64_t unit = state_unit_price(state);
    for (int what = 0; what < PLAN_SHORTS; what++) state_press(state, what, 32 * unit);
    for (int32_t t = 0; t < state->task_count; t++) {
        state->out_price[t] = 4096 * unit;
        if (state->tasks[t].optional) continue;
        state->out_count++;
        state->out_sum += state->out_price[t];
    }
    put_settled(state);
    state_forgive_changes(state);
    return state;
}
