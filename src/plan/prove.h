// prove.h: that there is no plan, by counting: an activity without any place, also when the order
// is followed through; more work than there is room for in some stretch of time; a goal or a
// staffing that cannot be reached. Inside the planner only.
#pragma once
#include "plan/model.h"
#include "plan/state.h"

PlanGroup plan_fact(PlanGroupKind kind); // with every field PLAN_NONE
void plan_conflict_add(Arena *arena, PlanConflict *conflict, PlanGroup fact); // once

// True: no plan can be. `ret` (may be NULL) gets facts that hold the clash, more than are needed;
// none when no fact would lift it (a total that the service cannot reach).
bool plan_prove(Arena *arena, const PlanInstance *plan, PlanConflict *ret);

// Everything that bounds an activity of the plan: required or pinned, its window, dates, leave,
// order, the places of its units with those pinned there, the pinned of its trainee, its home.
void plan_add_around(Arena *arena, const PlanInstance *plan, const PlanState *state, int32_t task,
                     PlanConflict *conflict);
// Free of what is pinned and of closed units.
bool plan_place_is_open(const PlanState *state, int32_t task, int32_t unit, int32_t start,
                        int32_t past);
