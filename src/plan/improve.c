// Annealing over whole plans. A move takes one task to a place that would be cheap, clears the way,
// and places again whoever was ejected; or takes out a few neighbours and places them again.
// Temperatures fall in cycles, as a function of the iteration number alone: first chains from hot,
// each longer than the one before (a large problem gets no further than the first); the basin they
// end in is what matters. Then the best plan is warmed up again and again.
#include "plan/search.h"

#define EJECT_MAX 10
#define OUT_PRICE 64
#define PAID 80 // of 100 moves, to where the bound's prices would have the task

static int64_t noise_of(const Search *search) {
    return search->temperature / 16;
}

// Places again whoever was ejected, in a random order; each may push others, within the budget. Who
// finds no place stays out, at a price that grows until it does. False, and the move is in vain,
// when nobody was out before.
static bool settle_ejected(Search *search, int budget) {
    Placer *placer = &search->placer;
    for (size_t i = 0; i < placer->ejected.count; i++) {
        size_t k = i + (size_t)random_below(&placer->random, (int32_t)(placer->ejected.count - i));
        int32_t t = placer->ejected.items[k];
        placer->ejected.items[k] = placer->ejected.items[i];
        placer->ejected.items[i] = t;
        if (state_is_on(search->state, t)) continue;
        PlaceWish wish = {.noise = noise_of(search), .avoid_start = PLAN_NONE};
        if (place_best(placer, t, wish) || search->state->tasks[t].optional) continue;
        if (budget-- <= 0) {
            if (search->all_are_in) return false;
            continue;
        }
        wish.taken_price = search->unit_price * (2 + random_below(&placer->random, 16));
        wish.noise = search->unit_price * 32;
        PlanBlock block;
        if (place_find(placer, t, wish, &block) && place_clear(placer, t, &block, EJECT_MAX))
            state_add(search->state, t, &block, 1);
        else if (search->all_are_in)
            return false;
    }
    return true;
}

// A required task that is out, if there is one.
static int32_t choose_out(Search *search) {
    const PlanState *state = search->state;
    size_t count = search->movable.count,
           from = (size_t)random_below(&search->placer.random, (int32_t)count);
    for (size_t i = 0; i < count; i++) {
        int32_t t = search->movable.items[(from + i) % count];
        if (!state_is_on(state, t) && !state->tasks[t].optional) return t;
    }
    return PLAN_NONE;
}

static int32_t choose_task(Search *search) {
    Placer *placer = &search->placer;
    const PlanState *state = search->state;
    int32_t best =
        search->movable.items[random_below(&placer->random, (int32_t)search->movable.count)];
    if (random_below(&placer->random, 2)) return best;
    int64_t best_cost = -1;
    for (int i = 0; i < 3; i++) {
        int32_t t =
            search->movable.items[random_below(&placer->random, (int32_t)search->movable.count)];
        if (!state_is_on(state, t)) continue;
        const PlanBlock *block = &state->blocks[t][0];
        int64_t cost = state->tasks[t].start_cost[block->start] +
                       (block->option >= 0 ? state->tasks[t].option_cost[block->option] : 0);
        if (cost <= best_cost) continue;
        best_cost = cost;
        best = t;
    }
    return best;
}

// One task to a cheap place, its blockers out of the way. Mostly the place is chosen at the prices
// of the bound, which know what is scarce; else at what the weeks cost as the plan lies.
static bool move_target(Search *search) {
    Placer *placer = &search->placer;
    PlanState *state = search->state;
    int32_t t = PLAN_NONE;
    if (state->out_count > 0 && random_below(&placer->random, 4) == 0) t = choose_out(search);
    if (t == PLAN_NONE) t = choose_task(search);
    if (state->tasks[t].optional && !state_is_on(state, t)) return false;
    PlaceWish wish = {.avoid_start = PLAN_NONE, .avoid_option = PLAN_NONE};
    if (state_is_on(state, t)) {
        wish.avoid_start = state_start(state, t);
        wish.avoid_option = state->blocks[t][0].option;
        state_remove(state, t);
    }
    PlanBlock block;
    bool paid = search->bound_is_set && search->plan->rank_count < 2 &&
                random_below(&placer->random, 100) < PAID;
    if (paid) {
        int64_t noise = noise_of(search) * 3 + search->unit_price * 4;
        if (!bounder_choose(search->bounder, t, noise, &placer->random, &block)) return false;
        if (block.start == wish.avoid_start && block.option == wish.avoid_option) return false;
    } else {
        static const int32_t prices[] = {0, 1, 1, 2, 4, 8};
        wish.taken_price = search->unit_price * prices[random_below(&placer->random, 6)];
        wish.noise = noise_of(search) * 4 + search->unit_price * 4;
        if (!place_find(placer, t, wish, &block)) return false;
    }
    if (!place_clear(placer, t, &block, EJECT_MAX)) return false;
    state_add(state, t, &block, 1);
    return settle_ejected(search, 3);
}

static void take_out(Search *search, int32_t t) {
    if (search->state->tasks[t].settled || !state_is_on(search->state, t)) return;
    state_remove(search->state, t);
    list_add(search->placer.arena, &search->placer.ejected, t);
}

static bool overlaps(const PlanState *state, int32_t t, int32_t first, int32_t past) {
    return state_is_on(state, t) && state_start(state, t) < past && state_past(state, t) > first;
}

// A few neighbours in time, of one trainee, one unit or one home, out and in again.
static bool move_ruin(Search *search) {
    Placer *placer = &search->placer;
    PlanState *state = search->state;
    int32_t seed = choose_task(search);
    if (!state_is_on(state, seed)) return false;
    const PlanTask *task = &state->tasks[seed];
    int32_t reach = 4 + random_below(&placer->random, 24), first = state_start(state, seed) - reach,
            past = state_past(state, seed) + reach;
    size_t count = 2 + (size_t)random_below(&placer->random, 4);
    int32_t unit = state->blocks[seed][0].unit;
    PlanIndexes members = state->plan->trainees.items[task->trainee].activities;
    int32_t kind = random_below(&placer->random, 3);
    if (kind == 1 && unit >= 0) members = state->unit_tasks[unit];
    if (kind == 2 && task->home != PLAN_NONE) members = state->home_tasks[task->home];
    int32_t chosen[8];
    size_t chosen_count = 0;
    size_t at = (size_t)random_below(&placer->random, (int32_t)members.count);
    for (size_t i = 0; i < members.count && chosen_count < count; i++) {
        int32_t t = members.items[(at + i) % members.count];
        if (t != seed && overlaps(state, t, first, past)) chosen[chosen_count++] = t;
    }
    take_out(search, seed);
    for (size_t i = 0; i < chosen_count; i++) take_out(search, chosen[i]);
    return settle_ejected(search, 2);
}

// An elective in or out, and those that serve the same goals accordingly.
static bool move_elective(Search *search) {
    Placer *placer = &search->placer;
    PlanState *state = search->state;
    int32_t n = random_below(&placer->random, (int32_t)state->plan->needs.count);
    const PlanNeed *need = &state->plan->needs.items[n];
    PlanIndexes own = state->plan->trainees.items[need->trainee].activities;
    bool swap = state->need_sum[n] >= state->need_least[n];
    size_t at = (size_t)random_below(&placer->random, (int32_t)own.count + 1);
    for (size_t i = 0; swap && i < own.count; i++) {
        int32_t t = own.items[(at + i) % own.count];
        bool serves = false;
        for (size_t k = 0; k < state->tasks[t].needs.count; k++)
            serves |= state->tasks[t].needs.items[k] == n;
        if (!serves || !state->tasks[t].optional || !state_is_on(state, t)) continue;
        state_remove(state, t);
        break;
    }
    at = (size_t)random_below(&placer->random, (int32_t)own.count + 1);
    for (size_t i = 0; i < own.count && state->need_sum[n] < state->need_least[n]; i++) {
        int32_t t = own.items[(at + i) % own.count];
        bool serves = false;
        for (size_t k = 0; k < state->tasks[t].needs.count; k++)
            serves |= state->tasks[t].needs.items[k] == n;
        if (!serves || state->tasks[t].settled || state_is_on(state, t)) continue;
        PlaceWish wish = {
            .taken_price = PLACE_ONLY_FREE, .noise = noise_of(search), .avoid_start = PLAN_NONE};
        if (place_best(placer, t, wish)) continue;
        PlanBlock block;
        wish.taken_price = search->unit_price * (1 + random_below(&placer->random, 8));
        wish.noise = search->unit_price * 16;
        if (!place_find(placer, t, wish, &block) || !place_clear(placer, t, &block, EJECT_MAX))
            return false;
        state_add(state, t, &block, 1);
    }
    return settle_ejected(search, 2);
}

// Electives that nobody needs any more cost places: out with them.
static bool move_drop(Search *search) {
    PlanState *state = search->state;
    int32_t t = choose_task(search);
    if (!state->tasks[t].optional || !state_is_on(state, t)) return false;
    state_remove(state, t);
    return true;
}

static bool try_move(Search *search) {
    Placer *placer = &search->placer;
    placer->ejected.count = 0;
    size_t needs = search->plan->needs.count;
    if (needs > 0 &&
        (search->state->short_of[PLAN_SHORT_NEED] > 0 || random_below(&placer->random, 8) == 0))
        return random_below(&placer->random, 8) == 0 ? move_drop(search) : move_elective(search);
    return random_below(&placer->random, 4) == 0 ? move_ruin(search) : move_target(search);
}

// ---- temperature and pressure ----

#define CYCLE_LEAST 8192 // iterations, and for each task:
#define WARM_LENGTH 2000
#define CHAIN_HOT 16 // in unit prices
#define WARM_HOT 6

static const int32_t chain_lengths[] = {128, 1000, 3000};

static void begin_cycle(Search *search) {
    bool chain = search->cycle < (int64_t)COUNT_OF(chain_lengths);
    if (!chain) search_load_best(search);
    search->hot = search->unit_price * (chain ? CHAIN_HOT : WARM_HOT);
    search->cycle_first = search->iteration;
    search->cycle_length = CYCLE_LEAST + (int64_t)search->movable.count *
                                             (chain ? chain_lengths[search->cycle] : WARM_LENGTH);
    search->cycle++;
}

// Within a cycle the temperature falls with the square of what is left.
static void cool(Search *search) {
    if (!search->best.whole) { // first a plan
        search->temperature = search->unit_price * 16;
        if ((search->iteration & 4095) == 0) repair(search, 1000);
        return;
    }
    if (search->iteration - search->cycle_first >= search->cycle_length) begin_cycle(search);
    int64_t left = search->cycle_length - (search->iteration - search->cycle_first),
            share = left * 1024 / search->cycle_length;
    search->temperature = (search->hot * share / 64 * share / 1024) + search->unit_price * 2 + 1;
}

// What stays short becomes dearer; when nothing is, it becomes cheaper again.
static void press(Search *search) {
    PlanState *state = search->state;
    for (int what = 0; what < PLAN_SHORTS; what++) {
        int64_t pressure = state->pressure[what], floor = search->unit_price * 16;
        if (state->short_of[what] > 0 && pressure < floor << 14)
            pressure += pressure / 8 + 1;
        else if (pressure > floor)
            pressure -= pressure / 64 + 1;
        if (pressure != state->pressure[what]) state_press(state, (PlanShort)what, pressure);
    }
    int64_t floor = search->unit_price * OUT_PRICE;
    for (size_t i = 0; i < search->movable.count; i++) {
        int32_t t = search->movable.items[i];
        int64_t price = state->out_price[t];
        if (state->tasks[t].optional) continue;
        if (!state_is_on(state, t)) {
            if (price < floor << 14) state_out_price(state, t, price + price / 8 + 1);
        } else if (price > floor)
            state_out_price(state, t, price - price / 64 - 1);
    }
}

void improve(Search *search) {
    PlanState *state = search->state;
    if (search->movable.count == 0) return;
    for (size_t i = 0; i < search->movable.count; i++)
        state_out_price(state, search->movable.items[i], search->unit_price * OUT_PRICE);
    while (search_step(search)) {
        if ((search->iteration & 255) == 0) cool(search);
        if ((search->iteration & 511) == 0) press(search);
        int64_t before = state_score(state);
        int32_t out = state->out_count;
        search->all_are_in = out == 0;
        bool done = try_move(search);
        int64_t delta = state_score(state) - before;
        int64_t luck = search->neglog[random_next(&search->placer.random) & 1023];
        if (!done || state->out_count > out || delta * 16384 > luck * search->temperature) {
            state_undo(search->state);
            continue;
        }
        state_keep(state);
        if (delta < 0) search_note_best(search, "improve");
    }
}
