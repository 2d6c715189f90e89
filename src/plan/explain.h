// explain.h: why there is no plan: the facts that clash, and the smallest change of each that mends
// it. A set is minimal when a plan of what remains was found for each fact left out; a remedy is
// verified when the whole problem with it has been solved, or, where there are other clashes and
// its text says so, when this set with it has.
#pragma once
#include "plan/model.h"

typedef struct {
    bool proved;           // there is no plan
    PlanConflict conflict; // with `proved`, empty: what is no fact cannot hold (a total)
    bool minimal;
    PlanRemedies remedies;
} PlanExplanation;

// Silent (nothing proved) when there is a plan, and when it cannot tell.
PlanExplanation plan_explain(Arena *arena, const PlanInstance *plan);
// A sentence for each fact, and where it comes from.
Msg plan_group_text(const PlanInstance *plan, const PlanGroup *group);
Msg plan_group_source(const PlanGroup *group);
// A period for a sentence: its date when the calendar has one, else its number; PLAN_NONE: from the
// beginning.
MsgArg plan_period_arg(const PlanInstance *plan, int32_t period);
