// goal.h: three facts per goal, never mixed: planned, done and certified, per kind of activity.
//
// The goals are those of the training's own regulation and specialty. A placement counts for the
// goals it names, else for those of the template item it answers; a course for the goals its
// occasion lists; a certificate for the goals it names, through the activity of its form. Pure.
#pragma once
#include "training/need.h"

typedef enum { GOAL_CLINICAL, GOAL_COURSE, GOAL_OWN_WORK, GOAL_COLUMN_COUNT } GoalColumn;

typedef struct {
    bool asked;   // required, or one of several that are enough
    bool any_of;  // one of several that are enough
    bool planned; // something ahead of today counts for it
    bool ongoing; // something under way today does
    bool done;    // something that has ended does
    bool certified;
} GoalFacts;

// What a cell shows: a dash, a triangle, a ring, half a disc, a disc.
typedef enum { GOAL_NOT_ASKED, GOAL_NO_PLAN, GOAL_PLANNED, GOAL_ONGOING, GOAL_DONE } GoalState;

typedef struct {
    const Goal *goal;
    GoalFacts facts[GOAL_COLUMN_COUNT];
    bool certified;                  // every asked activity (of any_of: one) is
    bool some_certified;             // part of them
    const Placement *next_placement; // what comes next for it, or is under way
    const Course *next_course;
} GoalRow;
LIST_OF(GoalRowList, GoalRow);

GoalRowList goal_rows(Arena *arena, const NeedInput *input, const TrainingNeeds *needs, Date on);
GoalState goal_state(const GoalRow *row, GoalColumn column); // planned, ongoing, done
GoalState goal_certificate_state(const GoalRow *row);        // certified: DONE, part: ONGOING
bool goal_codes_have(Str codes, Str code);                   // codes with spaces or commas between
GoalColumn goal_column_of(const Activity *activity);
