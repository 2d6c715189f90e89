// Everything is placed greedily, the tightest first. Who finds no place chooses one and ejects
// those in the way, preferring those that have had little trouble themselves (penalty counters):
// the counters break the circles in which two tasks would push each other out for ever. Who fails
// again and again gets their trainee's timeline laid anew.
#include "plan/search.h"
#include <string.h>

#define TRIES 4
#define SHAKES 1
#define ROUNDS 8
#define STUCK_MAX 5000   // vain tries in a row
#define STUCK_TASK 8     // and no more than so many for each task
#define TIMELINE_SHARE 8 // then, of so many pushes one lays a timeline anew

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
        if (state->tasks[t].optional || state_is_on(state, t)) continue;
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

static void queue_ejected(Search *search, PlanIndexes *queue) {
    PlanIndexes ejected = search->placer.ejected;
    for (size_t i = 0; i < ejected.count; i++)
        if (!search->state->tasks[ejected.items[i]].optional)
            list_add(search->scratch, queue, ejected.items[i]);
    state_keep(search->state);
}

// The trainee's whole timeline laid anew around a task that nobody could make room for: exact for
// the trainee, whatever of others is in the way is ejected.
static bool push_timeline(Search *search, int32_t t, PlanIndexes *queue) {
    PlanState *state = search->state;
    Placer *placer = &search->placer;
    int32_t own[TIMELINE_TASKS_MAX];
    PlanBlock blocks[TIMELINE_TASKS_MAX];
    int32_t count = timeline_choose(&search->timeline, t, own);
    for (int32_t i = 1; i < count; i++) state_remove(state, own[i]);
    PlaceWish wish = {.taken_price = search->unit_price * (4 << random_below(&placer->random, 5)),
                      .noise = search->unit_price * 16,
                      .avoid_start = PLAN_NONE};
    placer->ejected.count = 0;
    bool found = timeline_find(&search->timeline, own, count, wish, blocks);
    for (int32_t i = 0; found && i < count; i++) {
        found = place_clear(placer, own[i], &blocks[i], 64);
        if (found) state_add(state, own[i], &blocks[i], 1);
    }
    if (!found) {
        state_undo(state);
        return false;
    }
    queue_ejected(search, queue);
    return true;
}

static void push_in(Search *search, int32_t t, PlanIndexes *queue, Way *way, bool stuck) {
    PlanState *state = search->state;
    search->placer.fails[t]++;
    if (stuck && random_below(&search->placer.random, TIMELINE_SHARE) == 0 &&
        timeline_is_plain(state, t) && push_timeline(search, t, queue))
        return;
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
    if (search->options.fewest_moves) return;
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

static void place_one(Search *search, PlanIndexes *queue, Way *way, bool stuck) {
    size_t at = (size_t)random_below(&search->placer.random, (int32_t)queue->count);
    int32_t t = queue->items[at];
    queue->items[at] = queue->items[--queue->count];
    if (place_best(&search->placer, t, (PlaceWish){.avoid_start = PLAN_NONE})) {
        state_keep(search->state);
        return;
    }
    push_in(search, t, queue, way, stuck);
    shake(search);
}

// What is out, and weeks crowded at home.
static int64_t left_of(const PlanState *state) {
    return state->out_count + state->short_of[PLAN_SHORT_HOME_MAX];
}

bool repair(Search *search, int64_t patience) {
    PlanState *state = search->state;
    PlanIndexes queue = {0};
    Way way = {0};
    for (size_t i = 0; i < search->movable.count; i++)
        if (!state_is_on(state, search->movable.items[i]) &&
            !state->tasks[search->movable.items[i]].optional)
            list_add(search->scratch, &queue, search->movable.items[i]);
    int64_t fewest = left_of(state), stuck_after = STUCK_TASK * (int64_t)state->task_count;
    if (stuck_after > STUCK_MAX) stuck_after = STUCK_MAX;
    for (int64_t since = 0; left_of(state) > 0 && since < patience && search_step(search);
         since++) {
        if (queue.count > 0)
            place_one(search, &queue, &way, since > stuck_after);
        else if (send_away(search))
            queue_ejected(search, &queue);
        if (left_of(state) >= fewest) continue;
        fewest = left_of(state);
        since = 0;
    }
    search_note_best(search, "construct");
    // Whom to push is a matter of chance again.
    memset(search->placer.fails, 0, (size_t)state->task_count * sizeof(int64_t));
    return state->out_count == 0;
}

void construct(Search *search) {
    if (search->options.fewest_moves) place_all_old(search);
    place_all(search);
    for (int round = 0; round < ROUNDS && !search->best.whole && !search->stopped; round++)
        repair(search, 12000 + 4 * (int64_t)search->state->task_count);
}
