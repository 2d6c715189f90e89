#include "plan/clash.h"
#include <string.h>
#include "plan/check.h"
#include "plan/only.h"
#include "plan/prove.h"
#include "plan/sat.h"
#include "plan/solve.h"

#define QUICK_ITERATIONS 256
#define LONG_ITERATIONS 4000
#define SAT_CONFLICTS_MAX 20000

static bool until_whole(void *context, const PlanProgress *now) {
    (void)context;
    return strcmp(now->phase, "improve") != 0;
}

bool plan_appears(Arena *arena, const PlanInstance *plan, int64_t iterations,
                  const PlanPlacements *previous, PlanSolution *ret) {
    PlanInstance copy = *plan;
    Err err;
    PlanOptions options = {.iterations_max = iterations, .seed = 1, .progress = until_whole};
    if (previous) {
        copy.previous = *previous;
        copy.previous_is_set = true;
        copy.weights[PLAN_STABILITY] = 1;
        options.fewest_moves = true;
    }
    return plan_solve(arena, &copy, options, ret, &err) && ret->status != PLAN_INCOMPLETE;
}

static bool holds(Arena *arena, const PlanInstance *part, const PlanSolution *plan) {
    PlanSolution bare = {.status = PLAN_FEASIBLE, .placements = plan->placements};
    return plan_check(arena, part, &bare).own == 0;
}

static bool finds(Arena *arena, const PlanInstance *part, int64_t iterations) {
    PlanSolution found;
    return plan_appears(arena, part, iterations, NULL, &found) && holds(arena, part, &found);
}

Clash plan_clash(Arena *arena, const PlanInstance *plan, const PlanConflict *facts,
                 PlanIndexes *core) {
    int32_t *whole;
    PlanInstance *part = plan_only(arena, plan, facts, &whole);
    if (core) core->count = 0;
    if (plan_prove(arena, part, NULL)) return CLASH_YES;
    if (finds(arena, part, QUICK_ITERATIONS)) return CLASH_NO;
    SatResult result;
    SatAnswer answer = sat_solve(arena, part, SAT_CONFLICTS_MAX, &result);
    if (answer == SAT_CLASH) {
        for (size_t i = 0; core && i < result.core.count; i++)
            list_add(arena, core, whole[result.core.items[i]]);
        return CLASH_YES;
    }
    if (answer == SAT_PLAN && holds(arena, part, &result.plan)) return CLASH_NO;
    return finds(arena, part, LONG_ITERATIONS) ? CLASH_NO : CLASH_UNKNOWN;
}
