// timeline.h: several tasks of one trainee placed together, exactly: the cheapest order and starts
// at given prices. Inside the planner only.
#pragma once
#include "plan/place.h"

#define TIMELINE_TASKS_MAX 8

typedef struct {
    Placer *placer;
    int64_t *cost;   // [set of tasks][week]: the least at which they have been done by then
    int32_t *choice; // and how
    int64_t *price[TIMELINE_TASKS_MAX]; // [start] of each task
    int16_t *option[TIMELINE_TASKS_MAX];
} Timeline;

Timeline timeline_begin(Arena *arena, Placer *placer);
// Whether a task is one block that takes all of its weeks, and may be moved.
bool timeline_is_plain(const PlanState *state, int32_t task);
// The task itself and others of the trainee's that are in the plan, by chance when they are many.
int32_t timeline_choose(Timeline *timeline, int32_t task, int32_t *ret);
// The task, which is in the plan, and those nearest to it in time.
int32_t timeline_nearest(const Timeline *timeline, int32_t task, int32_t count_max, int32_t *ret);
// Tasks of one trainee that are out, each one block that takes all of its weeks. False when they
// find no places beside each other at these wishes.
bool timeline_find(Timeline *timeline, const int32_t *tasks, int32_t count, PlaceWish wish,
                   PlanBlock *ret);
