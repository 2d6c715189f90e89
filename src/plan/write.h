// write.h: files randa-plan/1 and randa-plan-solution/1, one record a line so that people can diff.
#pragma once
#include "plan/model.h"

Str plan_write(Arena *arena, const PlanInstance *plan);
Str plan_solution_write(Arena *arena, const PlanInstance *plan, const PlanSolution *solution);
// {"conflict":[…],"minimal":…,"remedies":[…]}, as in an answer.
Str plan_conflict_write(Arena *arena, const PlanInstance *plan, const PlanConflict *conflict,
                        bool minimal, const PlanRemedies *remedies);
