// propose.h: from what a unit's trainees still need to a planning problem, and from its answer back
// to placements. Pure.
//
// What has begun, is agreed or stands within the freeze is pinned; what is only planned may move;
// home service is no block of its own, it fills what is left, so every trainee is planned to the
// last day. Work is counted in the unit PROPOSE_*_UNITS of a full-time month: the largest that lets
// every period be at most 100 and every calendar month the same whole number, so that "three months
// from the first" is exactly three months and one half-month too few is seen.
#pragma once
#include "placement/board.h"
#include "plan/model.h"
#include "training/need.h"

#define PROPOSE_HALF_MONTH_UNITS 186 // 15/28 of a month is 99.6
#define PROPOSE_WEEK_UNITS 400       // 7/28 of a month is 100
#define PROPOSE_FREEZE_WEEKS 12

typedef struct {
    Training training;
    Str name; // "Rasmus Rosmo"
    PlacementList placements; // all in force, also history
    AbsenceList absences;
    EmploymentShareList shares;
    TrainingItemList items;
    CourseApplicationList applications;
} ProposeTrainee;
LIST_OF(ProposeTraineeList, ProposeTrainee);

// Zero is what one gets without asking.
typedef struct {
    bool only_gaps;   // those whose plan is whole stay as they are
    bool break_freeze; // what begins within the freeze may move too
    bool move_freely; // moves cost little
    bool ignore_travel;
    bool bt_first;    // a rule instead of a wish
    int home_min;     // fewest trainees in service at home
} ProposeWishes;

typedef struct {
    UnitId unit; // whose plan it is
    Str name;
    Date today;
    PlanCalendar calendar;
    UnitList units; // of the region
    CapacityList capacities;
    UnitItemList unit_items; // of all units
    CourseList courses;
    PlacementList others; // visits of trainees who are not planned here
    ProposeTraineeList trainees;
    ProposeWishes wishes;
} ProposeInput;

// One for each activity of the problem, same index.
typedef struct {
    size_t trainee;  // in the input
    Placement now;   // pinned, or as it stands planned; id 0: new
    bool is_pinned;
    bool is_extended; // longer than it stands
    PlacementKind kind;
    Str item, name, goals;
} ProposeBlock;
LIST_OF(ProposeBlockList, ProposeBlock);

// What cannot be planned by anybody.
typedef enum {
    PROPOSE_NO_PLACE, // the planner found no room at any unit
    PROPOSE_NO_UNIT,  // no unit may receive it: the studierektor must choose
    PROPOSE_NO_TIME,  // the training ends before
    PROPOSE_NO_DATES, // start or end of the training is unknown; item is empty
} ProposeWhy;
typedef struct {
    size_t trainee;
    Str item, name;
    ServiceTime left;
    ProposeWhy why;
} ProposeMissing;
LIST_OF(ProposeMissingList, ProposeMissing);
LIST_OF(ProposeIndexes, int32_t);

typedef struct {
    PlanInstance *plan;
    ProposeBlockList blocks;
    ProposeMissingList missing;
    UnitIdList units;          // of the problem's units
    ProposeIndexes trainee_of; // of the input's trainees, PLAN_NONE: not in the problem
    int pinned, movable;       // placements that are not home service
} ProposeProblem;

MUST_CHECK bool propose_problem(Arena *arena, const ProposeInput *input, ProposeProblem *ret, Err *err);

typedef struct {
    PlacementChangeList changes;
    PlacementList placements; // the timeline with them
} ProposeTimeline;
LIST_OF(ProposeTimelineList, ProposeTimeline);

typedef struct {
    ProposeTimelineList timelines;  // one for each of the input's trainees
    ProposeMissingList left_out;    // what the planner found no room for
} ProposeAnswer;

ProposeAnswer propose_answer(Arena *arena, const ProposeInput *input, const ProposeProblem *problem,
                             const PlanSolution *solution);

// The timelines as they would be with a stored proposal's changes, those rejected left out.
ProposeTimelineList propose_timelines(Arena *arena, const ProposeInput *input, const PlanChangeList *changes);
// The plan of all the trainees as a board with its clashes: as it stands (timelines NULL) or with
// these timelines.
Board propose_board(Arena *arena, const ProposeInput *input, const ProposeTimelineList *timelines);

// Shared by the two halves.
Date propose_from(const ProposeInput *input); // the first day that may change
bool propose_is_planned(const ProposeTrainee *trainee, Date today); // has dates, and days ahead
// The days of a training ahead of `today` and what each serves: leave and part time in it, no
// placement.
ServiceLineList propose_service(Arena *arena, const ProposeTrainee *trainee, Date today);
ServiceTime propose_service_in(const ServiceLineList *service, DateSpan span, Percent share);
bool propose_need_is_open(const TrainingNeed *need, ServiceTime left); // takes time, and enough is left
// Own templates of the home unit and those above it, nearest last.
UnitItemList propose_unit_items(Arena *arena, const ProposeInput *input, UnitId home);
Percent propose_share(const ServiceLineList *service, DateSpan span); // the most employed in it
