// propose_check.h: an independent look, day by day, at a whole plan: the one in force or a proposal.
// It shares nothing with the making of the problem but what a need is and which placements are
// pinned. A fault that only pinned placements make is given: listed, not the planner's. Pure.
#pragma once
#include "placement/propose.h"

typedef enum {
    PLAN_FAULT_UNPLANNED, // H1: a need without a place in the plan
    PLAN_FAULT_DOUBLE,    // H6: more service on a day than is served
    PLAN_FAULT_PLACES,    // H7
    PLAN_FAULT_OUTSIDE,   // H16: outside the training
    PLAN_FAULT_LOST,      // a day that nothing covers
    PLAN_FAULT_BT,        // R11: the floors of the BT
} PlanFaultKind;

typedef struct {
    PlanFaultKind kind;
    bool is_given;
    size_t trainee; // SIZE_MAX: several
    DateSpan span;  // empty: the whole training
    Str who, where;
    Msg text;
} PlanFault;
LIST_OF(PlanFaultList, PlanFault);

// `timelines` NULL: the plan in force.
PlanFaultList propose_faults(Arena *arena, const ProposeInput *input, const ProposeProblem *problem,
                             const ProposeTimelineList *timelines);
int propose_faults_own(const PlanFaultList *faults);
const char *plan_fault_rule(PlanFaultKind kind); // "H7"

// The needs of one trainee, with these placements in force.
TrainingNeeds propose_needs(Arena *arena, const ProposeInput *input, const ProposeTrainee *trainee,
                            const PlacementList *placements);
