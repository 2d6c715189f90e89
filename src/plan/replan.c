// From the plan in force: what still fits lies where it lay, the rest is placed with as little
// pushing as may be. Many short tries, each from the old plan again: annealing would wander off.
#include "plan/search.h"

#define PATIENCE 600 // vain tries of one repair
#define RETURNS 3    // rounds in which what has moved may go back

// The block of an old placement; false when the problem no longer allows it.
static bool old_block(const PlanState *state, int32_t t, int32_t part, PlanBlock *ret) {
    const PlanTask *task = &state->tasks[t];
    const PlanPlacement *old = &task->old.items[part];
    int32_t option = plan_option_at(task->activity, old->unit);
    if (option == PLAN_NONE || old->start < 0 || old->start >= state->periods) return false;
    int32_t past = task->past_at[option][old->start], work = plan_work(task->activity, option);
    if (task->old.count > 1) {
        work = old->work;
        past = plan_block_past(state->plan, task->activity, old->start, work);
        if (past == PLAN_NONE || old->start < task->first || past > task->past) return false;
    }
    *ret = (PlanBlock){old->start, past, option, old->unit, work};
    return past > 0;
}

static bool place_old(Search *search, int32_t t) {
    PlanState *state = search->state;
    PlanBlock blocks[PLAN_PARTS_MAX];
    int32_t parts = (int32_t)state->tasks[t].old.count;
    if (parts == 0 || parts > state->tasks[t].parts_max) return false;
    search->placer.ejected.count = 0;
    for (int32_t i = 0; i < parts; i++)
        if (!old_block(state, t, i, &blocks[i]) || !place_clear(&search->placer, t, &blocks[i], 0))
            return false;
    state_add(state, t, blocks, parts);
    return true;
}

static bool is_confirmed(const PlanTask *task) {
    for (size_t i = 0; i < task->old.count; i++)
        if (task->old.items[i].confirmed) return true;
    return false;
}

// The confirmed first, then the others in a random order: of two that no longer fit beside each
// other now one stays, now the other.
void place_all_old(Search *search) {
    PlanState *state = search->state;
    size_t count = search->movable.count;
    for (int confirmed = 1; confirmed >= 0; confirmed--) {
        size_t from = (size_t)random_below(&search->placer.random, (int32_t)count + 1);
        for (size_t i = 0; i < count; i++) {
            int32_t t = search->movable.items[(from + i) % count];
            if (!state_is_on(state, t) && is_confirmed(&state->tasks[t]) == confirmed)
                (void)place_old(search, t);
        }
    }
    state_keep(state);
}

// Each that has moved goes back to where it lay, or nearer, when there is room now.
static void go_back(Search *search) {
    PlanState *state = search->state;
    for (size_t i = 0; i < search->movable.count; i++) {
        int32_t t = search->movable.items[i];
        if (state->tasks[t].old.count == 0 || !state_is_on(state, t) || !has_moved(state, t))
            continue;
        int64_t before = state_score(state);
        state_remove(state, t);
        if ((place_old(search, t) ||
             place_best(&search->placer, t, (PlaceWish){.avoid_start = PLAN_NONE})) &&
            state_score(state) < before)
            state_keep(state);
        else
            state_undo(state);
    }
}

void replan(Search *search) {
    PlanState *state = search->state;
    while (search_step(search)) {
        for (size_t i = 0; i < search->movable.count; i++)
            if (state_is_on(state, search->movable.items[i]))
                state_remove(state, search->movable.items[i]);
        state_keep(state);
        place_all_old(search);
        repair(search, PATIENCE);
        for (int round = 0; round < RETURNS && state->out_count == 0; round++) go_back(search);
        search_note_best(search, "improve");
    }
}
