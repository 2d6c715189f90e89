// without.h: a problem with one fact of a conflict switched off. Inside the planner only.
#pragma once
#include "plan/model.h"

// A copy that shares what is unchanged. required: elective; limits: not in force in the span; pin:
// free; course_dates: any start in the window; leave: weeks between two weeks of service get the
// value before them; the others: gone.
PlanInstance *plan_without(Arena *arena, const PlanInstance *plan, const PlanGroup *group);
