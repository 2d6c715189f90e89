// propose_act.h: a proposal beside the plan in force: asked for, stored, thrown away.
#pragma once
#include "placement/propose.h"
#include "store/job.h"

#define PROPOSE_SECONDS_MAX 600

// A job "plan.propose" for the unit. ERR_FORBIDDEN without MAY_PROPOSE_PLAN there.
MUST_CHECK bool propose_ask(Act *act, UnitId unit, const ProposeWishes *wishes, int seconds, JobId *ret, Err *err);
// What a job's input says; the role it was asked for in, which it is kept in too.
typedef struct {
    ProposeWishes wishes;
    int seconds, role;
    int64_t behalf; // for whom it was asked for; 0: the maker herself
} ProposeOrder;
MUST_CHECK bool propose_job_input(Arena *arena, Str input, ProposeOrder *ret, Err *err);

// Stores the answer as the unit's next proposal, with a change for each placement that would differ.
MUST_CHECK bool propose_keep(Act *act, const ProposeInput *input, const ProposeProblem *problem,
                             const ProposeAnswer *answer, const PlanSolution *solution, PlanVersion *ret, Err *err);
MUST_CHECK bool propose_discard(Act *act, PlanVersionId id, Err *err);
