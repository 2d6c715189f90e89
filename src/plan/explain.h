// explain.h: why there is no plan: facts that clash. First activities that have no place at all
// even with everyone else out of the way; then counting (B2): the least work that must lie in a
// stretch of time against what a trainee or a unit offers there. What it finds is a proof; what it
// does not find may still be impossible. Members are not tried one by one: `minimal` stays false
// unless the set has a single fact.
#pragma once
#include "plan/model.h"

typedef struct {
    PlanConflict conflict; // empty: nothing proved
    bool minimal;
    PlanRemedies remedies;
} PlanExplanation;

PlanExplanation plan_explain(Arena *arena, const PlanInstance *plan);
// A sentence for each fact.
Msg plan_group_text(const PlanInstance *plan, const PlanGroup *group);
