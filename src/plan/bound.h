// bound.h: a cost that no plan can go below (B1). Lagrangian: H6, the units' places and the link
// between absences and the staffing at home are priced instead of required; then every activity
// chooses its cheapest place alone. Whatever the prices, the sum is a proof; steps along the
// smoothed misses of the choices (the volume algorithm of Barahona and Anbil) make it a good one.
// Prices are integers in units of 2^-16 and sums are exact.
#pragma once
#include "plan/place.h"

typedef struct {
    const PlanInstance *plan;
    PlanState *state; // what is pinned, and the limits in force
    int64_t constant; // cost of what is pinned
    int32_t *staff;   // [home][w] in service
    int64_t *place_price, *unit_price,
        *home_price;                             // [trainee][w] per percent, [unit][w], [home][w]
    int64_t *place_sum, *unit_sum, *home_sum;    // prefix sums of them, periods + 1 a row
    const int64_t *home_shown;                   // the prices that home_sum sums
    int64_t *nothing;                            // a row of zeros: no unit, no home
    int32_t *place_over, *unit_over, *home_over; // by how much the choices miss each row
    int64_t *place_best, *unit_best, *home_best; // the prices of the best bound
    float *place_mean, *unit_mean, *home_mean; // misses, smoothed over the steps (volume algorithm)
    double theta, fresh;
    int32_t steps, since;
    bool is_set;
    bool too_dear; // costs that would not fit 64 bits: no bound
    int64_t best;  // in 2^-16
} PlanBounder;

PlanBounder *bounder_begin(Arena *arena, const PlanInstance *plan);
// One step towards better prices. upper: the cost of a plan, or a guess.
void bounder_step(PlanBounder *bounder, int64_t upper);
int64_t bounder_bound(const PlanBounder *bounder); // rounded up: costs are whole numbers

// The sums of the best prices so far, for bounder_choose; until the next step.
void bounder_show(PlanBounder *bounder);
// The place that is cheapest for a task at these prices, give or take `noise`: where it would lie
// if all scarcity were paid for. False when it has none.
bool bounder_choose(const PlanBounder *bounder, int32_t task, int64_t noise, PlanRandom *random,
                    PlanBlock *ret);

// So many steps from nothing. False when some activity has no place at all.
MUST_CHECK bool plan_bound(const PlanInstance *plan, int32_t steps, int64_t *ret);

// What is scarce: one more place at a unit in these periods lowers the bound by at most `price`.
typedef struct {
    int32_t unit, first, past;
    int64_t price;
} PlanScarce;
LIST_OF(PlanScarces, PlanScarce);

// The stretches with the dearest places at the prices of the best bound, dearest first.
PlanScarces bounder_scarce(Arena *arena, const PlanBounder *bounder, size_t count_max);
Str plan_scarce_text(Arena *arena, const PlanInstance *plan, const PlanScarce *scarce);
// plan_bound, and what is scarcest.
MUST_CHECK bool plan_bound_scarce(Arena *arena, const PlanInstance *plan, int32_t steps,
                                  int64_t *ret, PlanScarces *ret_scarce);
