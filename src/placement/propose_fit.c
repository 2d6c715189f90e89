// The planner itself answers, on a problem with this trainee alone and room for everybody everywhere.
// The lowest in rank is left out until a plan is found; then those left out are tried again.
#include "placement/propose_fit.h"
#include "plan/solve.h"

#define ITERATIONS 4000

static PlanInstance *problem_of(Arena *arena, const PlanInstance *plan, int32_t trainee, const FitTakenList *taken,
                                const FitBlockList *blocks, Err *err) {
    PlanInstance *small = plan_begin(arena, STR("fit"), plan->periods);
    small->period_unit = plan->period_unit;
    small->start = plan->start;
    small->bridge = plan->bridge;
    int32_t who = plan_add_trainee(arena, small, STR("t"), PLAN_NONE);
    PlanSteps steps = plan->trainees.items[trainee].service_steps;
    for (size_t i = 0; i < steps.count; i++)
        plan_step(arena, &small->trainees.items[who].service_steps, steps.items[i].first, steps.items[i].past, steps.items[i].value);
    for (size_t i = 0; i < taken->count; i++) {
        int32_t at = plan_add_activity(arena, small, str_printf(arena, "p%zu", i), who, PLAN_EXTERNAL, 1);
        small->activities.items[at].share = taken->items[i].share;
        plan_add_option(arena, small, at, PLAN_NONE, 0);
        plan_pin(arena, small, at, (PlanPin){.start = taken->items[i].first, .unit_is_set = true, .unit = PLAN_NONE,
                                             .past = taken->items[i].past});
    }
    for (size_t i = 0; i < blocks->count; i++) {
        const FitBlock *block = &blocks->items[i];
        if (!block->fits) continue;
        int32_t at = plan_add_activity(arena, small, str_printf(arena, "b%zu", i), who, PLAN_EXTERNAL, block->work);
        PlanActivity *activity = &small->activities.items[at];
        activity->first = block->first;
        activity->past = block->past;
        activity->starts_is_set = block->months_only;
        for (int32_t w = block->first; block->months_only && w < block->past; w++)
            if (date_to_ymd(plan_period_first(small, w)).day == 1) list_add(arena, &activity->starts, w);
        plan_add_option(arena, small, at, PLAN_NONE, 0);
    }
    return plan_end(arena, small, err) ? small : NULL;
}

static bool enough(void *context, const PlanProgress *now) {
    (void)context;
    return !(now->cost_is_set && now->left_out == 0); // the first whole plan will do
}

static bool all_fit(Arena *arena, const PlanInstance *plan, int32_t trainee, const FitTakenList *taken,
                    const FitBlockList *blocks) {
    ArenaMark mark = arena_mark(arena);
    PlanSolution solution = {.left_out = {.count = 1}};
    Err err;
    PlanInstance *small = problem_of(arena, plan, trainee, taken, blocks, &err);
    PlanOptions options = {.iterations_max = ITERATIONS, .progress = enough};
    bool fits = small && plan_solve(arena, small, options, &solution, &err) && solution.left_out.count == 0;
    arena_reset(arena, mark);
    return fits;
}

static FitBlock *least(const FitBlockList *blocks) {
    FitBlock *least = NULL;
    for (size_t i = 0; i < blocks->count; i++) {
        FitBlock *block = &blocks->items[i];
        if (!block->fits) continue;
        if (!least || block->rank < least->rank || (block->rank == least->rank && block->work >= least->work)) least = block;
    }
    return least;
}

// Service in the windows that nothing has taken, against what is asked: quick, and mostly enough.
static bool may_fit(const PlanInstance *plan, int32_t trainee, const FitTakenList *taken, const FitBlockList *blocks) {
    PlanSteps steps = plan->trainees.items[trainee].service_steps;
    int32_t first = plan->periods, past = 0;
    int64_t asked = 0, room = 0;
    for (size_t i = 0; i < blocks->count; i++) {
        const FitBlock *block = &blocks->items[i];
        if (!block->fits) continue;
        asked += block->work;
        if (block->first < first) first = block->first;
        if (block->past > past) past = block->past;
    }
    for (size_t i = 0; i < steps.count; i++)
        for (int32_t w = steps.items[i].first; w < steps.items[i].past; w++) {
            bool is_taken = w < first || w >= past;
            for (size_t k = 0; k < taken->count && !is_taken; k++)
                is_taken = w >= taken->items[k].first && w < taken->items[k].past;
            if (!is_taken) room += steps.items[i].value;
        }
    return asked <= room;
}

static bool fit_now(Arena *arena, const PlanInstance *plan, int32_t trainee, const FitTakenList *taken, const FitBlockList *blocks) {
    return may_fit(plan, trainee, taken, blocks) && all_fit(arena, plan, trainee, taken, blocks);
}

void propose_fit(Arena *arena, const PlanInstance *plan, int32_t trainee, const FitTakenList *taken, FitBlockList *blocks) {
    FitBlock **out = arena_array(arena, FitBlock *, blocks->count + 1);
    size_t out_count = 0;
    for (size_t i = 0; i < blocks->count; i++) blocks->items[i].fits = true;
    while (!fit_now(arena, plan, trainee, taken, blocks)) {
        FitBlock *block = least(blocks);
        if (!block) break;
        block->fits = false;
        out[out_count++] = block;
    }
    // The last one left out made it fit; those before it may be shorter and go in again.
    for (size_t i = out_count; i-- > 0;) {
        out[i]->fits = true;
        if (!fit_now(arena, plan, trainee, taken, blocks)) out[i]->fits = false;
    }
}
