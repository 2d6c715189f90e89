// sat.h: a problem as clauses, for the proofs that counting does not reach. The clauses say less
// than the rules (no splits, groups, changes of unit, most at home, fewest visitors): when they
// clash the problem does, when they do not the plan found is for the checker to judge. Built with
// CaDiCaL when it is there; without it every answer is SAT_UNKNOWN. Inside the planner only.
#pragma once
#include "plan/model.h"

typedef enum { SAT_UNKNOWN, SAT_CLASH, SAT_PLAN } SatAnswer;

// After SAT_CLASH `core` has those required activities that the clash needs (more may be named than
// are); after SAT_PLAN `plan` has placements of the activities that are in it. Limited in conflicts
// and in the size of the problem, never in time.
typedef struct {
    PlanIndexes core;
    PlanSolution plan;
} SatResult;
SatAnswer sat_solve(Arena *arena, const PlanInstance *plan, int32_t conflicts_max, SatResult *ret);
