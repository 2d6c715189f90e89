// solve.h: from a problem to a plan, a bound or a conflict. Pure: never asks the time; the caller's
// progress function decides when it is enough. Deterministic: the same problem, seed, threads and
// number of iterations give the same bytes.
#pragma once
#include "plan/model.h"

typedef struct {
    const char *phase; // "construct", "feasible", "improve"
    bool cost_is_set, bound_is_set, moved_is_set;
    int64_t cost, bound; // cost: of the best plan so far
    int64_t iterations;
    int32_t left_out, moved; // in the best plan so far
    bool better;             // a better plan since the call before
} PlanProgress;

typedef struct {
    int64_t iterations_max; // 0: until progress says stop, or the bound is met
    int64_t seed;           // 0 is a seed like any other
    // Each searches from a seed of its own, so many iterations each; the best answers.
    int32_t threads;   // 0: one
    bool fewest_moves; // from the plan before: stability first; without one or its weight, nothing
    // Called about every tenth of a millisecond; false stops within a few milliseconds, and the
    // answer is the best plan so far. May be NULL when iterations_max is set.
    bool (*progress)(void *context, const PlanProgress *now);
    void *context;
} PlanOptions;

// False only when the options give no end to the search. The answer lives in the arena; memory for
// the work is a scratch arena of its own, gone when it returns.
MUST_CHECK bool plan_solve(Arena *arena, const PlanInstance *plan, PlanOptions options,
                           PlanSolution *ret, Err *err);
