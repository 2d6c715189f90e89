// only.h: a problem in which only some facts hold, for proving that they clash, or that they do
// not. Inside the planner only.
//
// Required and pinned activities that are named, and those a named goal, fewest or most could be
// met with, stay; all others are gone. Windows, dates, order, places, staffing and leave hold where
// a fact says so. What is no fact (one place at a time, work, total, groups) always holds.
#pragma once
#include "plan/model.h"

// ret_whole may be NULL; else for each activity of the answer its index in `plan`.
PlanInstance *plan_only(Arena *arena, const PlanInstance *plan, const PlanConflict *facts,
                        int32_t **ret_whole);
