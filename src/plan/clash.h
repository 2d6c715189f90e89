// clash.h: do these facts clash, nothing else in force? By counting, by a short search, by clauses.
// Inside the planner only.
#pragma once
#include "plan/model.h"

typedef enum { CLASH_UNKNOWN, CLASH_YES, CLASH_NO } Clash;

// After CLASH_YES `core` (may be NULL) has the activities that clauses found to be enough, by their
// index in `plan`; empty when counting was enough. CLASH_NO is a plan that the checker has passed.
Clash plan_clash(Arena *arena, const PlanInstance *plan, const PlanConflict *facts,
                 PlanIndexes *core);
// A whole plan of all of it within some iterations that keeps what lies in `previous` when it can.
bool plan_appears(Arena *arena, const PlanInstance *plan, int64_t iterations,
                  const PlanPlacements *previous, PlanSolution *ret);
