// More at home than the home takes (H11): someone has to be away that week.
#include "plan/search.h"

#define TRIES 32
#define EJECT_MAX 24
#define HELD 8 // fails: who has been sent away is not soon called back

// A crowded week, from a random home and week on.
static int32_t find_crowded(Search *search, int32_t *ret_home) {
    const PlanState *state = search->state;
    int32_t homes = (int32_t)state->plan->homes.count,
            from = random_below(&search->placer.random, homes),
            at = random_below(&search->placer.random, state->periods);
    for (int32_t h = 0; h < homes; h++) {
        int32_t home = (from + h) % homes;
        size_t row = (size_t)home * (size_t)state->periods;
        for (int32_t i = 0; i < state->periods; i++) {
            int32_t w = (at + i) % state->periods;
            if (state->at_home[row + (size_t)w] <= state->home_max[row + (size_t)w]) continue;
            *ret_home = home;
            return w;
        }
    }
    return PLAN_NONE;
}

// A block of the task that holds a week of service, by chance among them all.
static bool find_over_week(Search *search, int32_t t, int32_t w, PlanBlock *ret) {
    const PlanState *state = search->state;
    const PlanTask *task = &state->tasks[t];
    if (state->plan->trainees.items[task->trainee].service[w] == 0) return false;
    int32_t seen = 0;
    for (int32_t o = 0; o < (int32_t)task->activity->options.count; o++)
        for (int32_t s = w; s >= 0; s--) {
            int32_t past = task->past_at[o][s];
            if (past == 0) continue;
            if (past <= w) break;
            if (random_below(&search->placer.random, ++seen) > 0) continue;
            *ret = (PlanBlock){s, past, o, task->activity->options.items[o].unit,
                               plan_work(task->activity, o)};
        }
    return seen > 0;
}

static bool may_be_sent(const PlanState *state, int32_t t, int32_t w) {
    return !state->tasks[t].settled && state->parts[t] == 1 &&
           !(state_start(state, t) <= w && w < state_past(state, t));
}

bool send_away(Search *search) {
    Placer *placer = &search->placer;
    PlanState *state = search->state;
    int32_t home, w = find_crowded(search, &home);
    for (int tries = 0; w != PLAN_NONE && tries < TRIES; tries++) {
        PlanIndexes away = state->home_tasks[home];
        PlanBlock block;
        if (away.count == 0) return false;
        int32_t t = away.items[random_below(&placer->random, (int32_t)away.count)];
        if (!may_be_sent(state, t, w) || !find_over_week(search, t, w, &block)) continue;
        state_remove(state, t);
        placer->ejected.count = 0;
        if (place_clear(placer, t, &block, EJECT_MAX)) {
            state_add(state, t, &block, 1);
            placer->fails[t] += HELD;
            return true;
        }
        state_undo(state);
    }
    return false;
}
