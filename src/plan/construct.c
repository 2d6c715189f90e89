// Everything is placed greedily, the tightest first. Who finds no place chooses one and ejects
// those in the way, preferring those that have had little trouble themselves (penalty counters):
// the counters break the circles in which two tasks would push each other out for ever.
#include "plan/search.h"
#include <string.h>

#define TRIES 4
#define SHAKES 1

// How many starts a task has for each week that it takes.
static int64_t freedom(const PlanState *state, int32_t t) {
    const PlanTask *task = &state->tasks[t];
    int64_t starts = 0, weeks = 1;
    for (size_t o = 0; o < task->activity->options.count; o++)
        for (int32_t s = 0; s < state->periods; s++)
            if (task->past_at[o][s] > 0) {
                starts++;
                weeks = task->past_at[o][s] - s;
            }
    return starts * 16 / weeks;
}

typedef struct {
    int32_t task;
    int64_t freedom;
} Turn;

static int compare_turns(const void *a, const void *b, void *context) {
    (void)context;
    const Turn *x = a, *y = b;
    if (x->freedom != y->freedom) return x->freedom < y->freedom ? -1 : 1;
    return (x->task > y->task) - (x->task < y->task);
}

static void place_all(Search *search) {
    PlanState *state = search->state;
    Turn *turns = arena_array(search->scratch, Turn, search->movable.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < search->movable.count; i++) {
        int32_t t = search->movable.items[i];
        if (state->tasks[t].optional) continue;
        turns[count++] = (Turn){t, freedom(state, t)};
    }
    list_sort(search->scratch, turns, count, sizeof(Turn), compare_turns, NULL);
    for (size_t i = 0; i < count; i++)
        (void)place_best(&search->placer, turns[i].task, (PlaceWish){.avoid_start = PLAN_NONE});
    state_keep(state);
}

typedef struct {
    PlanBlock block;
    PlanIndexes ejected;
    int64_t trouble;
} Way;

// Tries a few places and keeps the one whose blockers have had the least trouble.
static bool find_way(Search *search, int32_t t, Way *best) {
    Placer *placer = &search->placer;
    bool found = false;
    best->trouble = INT64_MAX;
    for (int i = 0; i < TRIES; i++) {
        PlanBlock block;
        if (!place_find_push(placer, t, i == 0 ? 1 : 8, &block)) return false;
        placer->ejected.count = 0;
        bool clear = place_clear(placer, t, &block, 24);
        int64_t trouble = 0;
        for (size_t k = 0; k < placer->ejected.count; k++) {
            int64_t fails = placer->fails[placer->ejected.items[k]];
            trouble += 1 + fails;
        }
        state_undo(search->state);
        if (!clear || trouble >= best->trouble) continue;
        found = true;
        best->block = block;
        best->trouble = trouble;
        best->ejected.count = 0;
        for (size_t k = 0; k < placer->ejected.count; k++)
            list_add(search->scratch, &best->ejected, placer->ejected.items[k]);
    }
    return found;
}

static void push_in(Search *search, int32_t t, PlanIndexes *queue, Way *way) {
    PlanState *state = search->state;
    search->placer.fails[t]++;
    if (!find_way(search, t, way)) {
        list_add(search->scratch, queue, t);
        return;
    }
    for (size_t i = 0; i < way->ejected.count; i++) {
        state_remove(state, way->ejected.items[i]);
        if (!state->tasks[way->ejected.items[i]].optional)
            list_add(search->scratch, queue, way->ejected.items[i]);
    }
    state_add(state, t, &way->block, 1);
    state_keep(state);
}

// Moves a few tasks about among free places, so that the next try meets another plan.
static void shake(Search *search) {
    Placer *placer = &search->placer;
    for (int i = 0; i < SHAKES; i++) {
        int32_t t =
            search->movable.items[random_below(&placer->random, (int32_t)search->movable.count)];
        if (!state_is_on(search->state, t)) continue;
        state_remove(search->state, t);
        if (place_best(placer, t,
                       (PlaceWish){.noise = search->unit_price * 64, .avoid_start = PLAN_NONE}))
            state_keep(search->state);
        else
            state_undo(search->state);
    }
}

bool repair(Search *search, int64_t patience) {
    PlanState *state = search->state;
    PlanIndexes queue = {0};
    Way way = {0};
    for (size_t i = 0; i < search->movable.count; i++)
        if (!state_is_on(state, search->movable.items[i]) &&
            !state->tasks[search->movable.items[i]].optional)
            list_add(search->scratch, &queue, search->movable.items[i]);
    int32_t fewest = state->out_count;
    for (int64_t since = 0; queue.count > 0 && since < patience && search_step(search); since++) {
        size_t at = (size_t)random_below(&search->placer.random, (int32_t)queue.count);
        int32_t t = queue.items[at];
        queue.items[at] = queue.items[--queue.count];
        if (place_best(&search->placer, t, (PlaceWish){.avoid_start = PLAN_NONE}))
            state_keep(state);
        else {
            push_in(search, t, &queue, &way);
            shake(search);
        }
        search_note_best(search, "construct");
        if (state->out_count >= fewest) continue;
        fewest = state->out_count;
        since = 0;
    }
    // Whom to push is a matter of chance again.
    memset(search->placer.fails, 0, (size_t)state->task_count * sizeof(int64_t));
    return state->out_count == 0;
}

void construct(Search *search) {
    place_all(search);
    search_note_best(search, "construct");
    repair(search, 4000 + 20 * (int64_t)search->state->task_count);
}
