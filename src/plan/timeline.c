// Dynamic programming over sets of tasks and weeks: the least cost at which a set has been done by
// a week. Sets grow, weeks go forward, so that one pass finds it.
#include "plan/timeline.h"
#include <string.h>

Timeline timeline_begin(Arena *arena, Placer *placer) {
    size_t weeks = (size_t)placer->state->periods + 1;
    Timeline timeline = {.placer = placer,
                         .cost = arena_array(arena, int64_t, weeks << TIMELINE_TASKS_MAX),
                         .choice = arena_array(arena, int32_t, weeks << TIMELINE_TASKS_MAX)};
    for (int i = 0; i < TIMELINE_TASKS_MAX; i++) {
        timeline.price[i] = arena_array(arena, int64_t, weeks);
        timeline.option[i] = arena_array(arena, int16_t, weeks);
    }
    return timeline;
}

bool timeline_is_plain(const PlanState *state, int32_t t) {
    const PlanTask *task = &state->tasks[t];
    return !task->settled && task->parts_max < 2 && !task->activity->inside &&
           task->activity->share == 100;
}

int32_t timeline_choose(Timeline *timeline, int32_t t, int32_t *ret) {
    const PlanState *state = timeline->placer->state;
    PlanIndexes own = state->plan->trainees.items[state->tasks[t].trainee].activities;
    int32_t count = 1, seen = 1;
    ret[0] = t;
    for (size_t i = 0; i < own.count; i++) {
        int32_t other = own.items[i];
        if (other == t || !state_is_on(state, other) || !timeline_is_plain(state, other)) continue;
        int32_t at = count < TIMELINE_TASKS_MAX ? count++
                                                : 1 + random_below(&timeline->placer->random, seen);
        seen++;
        if (at < TIMELINE_TASKS_MAX) ret[at] = other;
    }
    return count;
}

int32_t timeline_nearest(const Timeline *timeline, int32_t t, int32_t count_max, int32_t *ret) {
    const PlanState *state = timeline->placer->state;
    PlanIndexes own = state->plan->trainees.items[state->tasks[t].trainee].activities;
    int32_t distances[TIMELINE_TASKS_MAX], count = 0, start = state_start(state, t);
    for (size_t i = 0; i < own.count; i++) {
        int32_t other = own.items[i];
        if (!state_is_on(state, other) || !timeline_is_plain(state, other)) continue;
        int32_t distance = state_start(state, other) - start;
        if (distance < 0) distance = -distance;
        if (other == t) distance = -1;
        if (count == count_max && distance >= distances[count - 1]) continue;
        int32_t at = count < count_max ? count++ : count - 1;
        for (; at > 0 && distances[at - 1] > distance; at--) {
            distances[at] = distances[at - 1];
            ret[at] = ret[at - 1];
        }
        distances[at] = distance;
        ret[at] = other;
    }
    return count;
}

// Which of the tasks must be done before each.
static void find_before(const PlanState *state, const int32_t *tasks, int32_t count,
                        uint32_t *before) {
    for (int32_t i = 0; i < count; i++) {
        before[i] = 0;
        PlanArcs arcs = state->tasks[tasks[i]].before;
        for (size_t k = 0; k < arcs.count; k++)
            for (int32_t j = 0; j < count; j++)
                if (arcs.items[k].other == tasks[j]) before[i] |= 1u << j;
    }
}

static void extend(Timeline *timeline, const int32_t *tasks, uint32_t set, int32_t i) {
    const PlanState *state = timeline->placer->state;
    const PlanTask *task = &state->tasks[tasks[i]];
    size_t weeks = (size_t)state->periods + 1;
    const int64_t *cost = timeline->cost + set * weeks, *price = timeline->price[i];
    const int16_t *option = timeline->option[i];
    int64_t *next = timeline->cost + (set | 1u << i) * weeks;
    int32_t *choice = timeline->choice + (set | 1u << i) * weeks;
    int32_t s = 0;
    while (s < state->periods && cost[s] == PLACE_NEVER) s++;
    for (; s < state->periods; s++) {
        if (price[s] == PLACE_NEVER) continue;
        int32_t past = task->past_at[option[s]][s];
        int64_t sum = cost[s] + price[s];
        if (sum >= next[past]) continue;
        next[past] = sum;
        choice[past] = i << 16 | s;
    }
}

bool timeline_find(Timeline *timeline, const int32_t *tasks, int32_t count, PlaceWish wish,
                   PlanBlock *ret) {
    const PlanState *state = timeline->placer->state;
    size_t weeks = (size_t)state->periods + 1;
    uint32_t before[TIMELINE_TASKS_MAX], all = (1u << count) - 1;
    find_before(state, tasks, count, before);
    for (int32_t i = 0; i < count; i++)
        if (!place_prices(timeline->placer, tasks[i], wish, timeline->price[i],
                          timeline->option[i]))
            return false;
    for (size_t k = 0; k < weeks << count; k++) timeline->cost[k] = PLACE_NEVER;
    timeline->cost[0] = 0;
    for (uint32_t set = 0; set <= all; set++) {
        int64_t *cost = timeline->cost + set * weeks;
        int32_t *choice = timeline->choice + set * weeks;
        for (size_t w = 1; w < weeks; w++)
            if (cost[w - 1] < cost[w]) {
                cost[w] = cost[w - 1];
                choice[w] = -1; // a week at home
            }
        if (cost[weeks - 1] == PLACE_NEVER) continue;
        for (int32_t i = 0; i < count; i++)
            if (!(set >> i & 1) && (before[i] & ~set) == 0) extend(timeline, tasks, set, i);
    }
    size_t w = weeks - 1;
    if (timeline->cost[all * weeks + w] == PLACE_NEVER) return false;
    for (uint32_t set = all; set > 0;) {
        int32_t choice = timeline->choice[set * weeks + w];
        if (choice < 0) {
            w--;
            continue;
        }
        int32_t i = choice >> 16, s = choice & 0xffff, o = timeline->option[i][s];
        const PlanTask *task = &state->tasks[tasks[i]];
        ret[i] = (PlanBlock){s, task->past_at[o][s], o, task->activity->options.items[o].unit,
                             plan_work(task->activity, o)};
        set &= ~(1u << i);
        w = (size_t)s;
    }
    return true;
}
