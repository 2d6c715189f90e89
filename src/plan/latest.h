// latest.h: the last period in which each required activity of a trainee can begin and the training
// still be met. Pure.
//
// Each activity is bounded by its window, dates, units' places less those pinned there, leave, and
// the trainee's last end; by what comes after it; and by the work that must also fit before the
// end: beginning later is too late when what has to lie after it is more than there is room for.
// The answer is the last start that none of these rules out: never earlier than the truth, and on a
// single trainee's chain of activities the truth.
#pragma once
#include "plan/model.h"

typedef struct {
    int32_t activity;
    int32_t earliest, latest; // starts; both PLAN_NONE when it can lie nowhere
    int32_t
        slack; // periods from now, or from the earliest when later, to the latest; < 0: too late
} PlanLatest;
LIST_OF(PlanLatestList, PlanLatest);

// The trainee's required activities that are not pinned, in the order of the problem.
PlanLatestList plan_latest(Arena *arena, const PlanInstance *plan, int32_t trainee);
