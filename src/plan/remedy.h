// remedy.h: the smallest change of one fact with which the others no longer clash. Inside the
// planner only.
#pragma once
#include "plan/model.h"

typedef struct {
    Str text;                    // Swedish
    const PlanInstance *changed; // the whole problem with it
} PlanMending;

// False when nothing less than the whole fact gone helps; then `text` says that, and `changed` is
// without it. Lives in the arena.
bool plan_remedy(Arena *arena, const PlanInstance *plan, const PlanConflict *facts, size_t which,
                 PlanMending *ret);
// Without the fact altogether.
void plan_remedy_whole(Arena *arena, const PlanInstance *plan, const PlanGroup *fact,
                       PlanMending *ret);
