// check.h: an independent judge of plans. It shares only the reader and the model's data with the
// planner: every hard rule H1..H16, every term and the cost are found again from the start.
#pragma once
#include "plan/model.h"

typedef enum {
    PLAN_RULE_CLAIM, // the answer says something of itself that is not so
    PLAN_H1,
    PLAN_H2,
    PLAN_H3,
    PLAN_H4,
    PLAN_H5,
    PLAN_H6,
    PLAN_H7,
    PLAN_H8,
    PLAN_H9,
    PLAN_H10,
    PLAN_H11,
    PLAN_H12,
    PLAN_H13,
    PLAN_H14,
    PLAN_H15,
    PLAN_H16,
    PLAN_RULES
} PlanRule;

typedef struct {
    PlanRule rule;
    bool given;             // every block in it is pinned: listed, not counted
    PlanIndexes activities; // those involved; may be none
    int32_t first, past;    // periods; both PLAN_NONE where time is not the matter
    Msg text;
} PlanViolation;
LIST_OF(PlanViolations, PlanViolation);

typedef struct {
    PlanViolations violations; // by rule, then time
    int32_t own;               // those not given
    int64_t cost;
    int64_t terms[PLAN_TERMS];
} PlanVerdict;

extern const char *const plan_rule_names[PLAN_RULES]; // "claim", "H1" ...

PlanVerdict plan_check(Arena *arena, const PlanInstance *plan, const PlanSolution *solution);
