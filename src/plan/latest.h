// latest.h: the last period in which each required activity of a trainee can begin and the training
// still be met. Pure.
//
// Each activity is bounded by its window, dates, units' places less those pinned there, leave and
// the trainee's last end, by the order, and by the work that must lie beside it. The answer is the
// last start that none of these rules out: never earlier than the truth, and in nine of ten tiny
// problems tried in every way the truth itself. Split activities are passed over.
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
