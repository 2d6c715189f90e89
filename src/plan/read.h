// read.h: files randa-plan/1 and randa-plan-solution/1. Strict: what is not known, given twice, of
// the wrong type, out of range or points nowhere is ERR_INVALID with its place in the file, as in
// "activities[3].options[0].unit".
#pragma once
#include "plan/model.h"

MUST_CHECK bool plan_read(Arena *arena, Str text, PlanInstance **ret, Err *err);
// Ids are looked up in the problem.
MUST_CHECK bool plan_solution_read(Arena *arena, const PlanInstance *plan, Str text,
                                   PlanSolution *ret, Err *err);
// The problem's previous plan becomes this solution's placements; confirmed where they say so.
MUST_CHECK bool plan_previous_read(Arena *arena, PlanInstance *plan, Str text, Err *err);
