// place.h: finding the best place for one task, and clearing the way to it. Inside the planner
// only.
#pragma once
#include "plan/state.h"

// A stream of numbers that depends on the seed alone.
typedef struct {
    uint64_t state;
} PlanRandom;
PlanRandom random_begin(int64_t seed);
uint32_t random_next(PlanRandom *random);
int32_t random_below(PlanRandom *random, int32_t bound); // 0..bound-1, bound > 0

typedef struct {
    PlanState *state;
    PlanRandom random;
    Arena *arena;
    // Prefix sums over the periods, periods + 1 entries: what the weeks so far have against the
    // task.
    int32_t *base_taken, *taken;
    int64_t *base_price, *price;
    int64_t *fails;      // [task] how often it found no place: the dearer to push away
    PlanIndexes ejected; // by place_clear, in order
} Placer;

Placer placer_begin(Arena *arena, PlanState *state, int64_t seed);

typedef struct {
    int64_t
        taken_price; // for each week that is taken; PLACE_ONLY_FREE: such places are not looked at
    int64_t noise;   // up to this much is added to each place's price
    int32_t avoid_start, avoid_option; // PLAN_NONE: none
} PlaceWish;
#define PLACE_ONLY_FREE INT64_MAX

// The cheapest single block for a task that is out; false when there is none.
bool place_find(Placer *placer, int32_t task, PlaceWish wish, PlanBlock *ret);
// For each start, the price of the cheapest option there (PLACE_NEVER: none) and which. False when
// there is none at all.
#define PLACE_NEVER INT64_MAX
bool place_prices(Placer *placer, int32_t task, PlaceWish wish, int64_t *price, int16_t *option);
// In parts, where the task may be split; returns the number of parts, 0 when there is none.
int32_t place_find_parts(Placer *placer, int32_t task, PlanBlock *ret);
// Puts a task that is out in its cheapest free place, whole or in parts; false when there is none.
bool place_best(Placer *placer, int32_t task, PlaceWish wish);
// The place for a task that is out whose blockers have had the least trouble, give or take `noise`
// (in fails); false when pins and closed units leave none.
bool place_find_push(Placer *placer, int32_t task, int64_t noise, PlanBlock *ret);
// Removes what is in the way of a block, at most eject_max tasks, which are added to `ejected`.
// False when it cannot be done; then some may have been removed (state_undo brings them back).
bool place_clear(Placer *placer, int32_t task, const PlanBlock *block, size_t eject_max);
