// change.h: moving things in one trainee's timeline so that no day is lost or doubled. Pure.
//
// Home service fills what is left between everything else: it gives way where a rotation is put and
// comes back where one is taken away. What is pinned by agreement is the caller's to respect;
// overlaps with other rotations are made as asked (a rule finds them), never mended in silence.
#pragma once
#include "gen/records.h"

// before.id 0: the placement is new; after with the same span, unit and kind as before: no change.
typedef struct {
    PlanOp op;
    Placement before, after;
} PlacementChange;
LIST_OF(PlacementChangeList, PlacementChange);

typedef struct {
    PlacementList placements; // the trainee's in force, any order
    AbsenceList absences;
    UnitId home;
    Percent share;  // of home service that is made new
    DateSpan train; // from the training's start to the day after its end
    TrainingId training;
} TimelineInput;

// The changes that put `wanted` in the timeline: a new placement (id 0) or one of those there with
// other dates, unit or share. Home service around it gives way; what it leaves becomes home service.
PlacementChangeList change_put(Arena *arena, const TimelineInput *timeline, Placement wanted);
// The same for taking one away.
PlacementChangeList change_remove(Arena *arena, const TimelineInput *timeline, PlacementId id);

// The changes from the placements in force to a whole new timeline: `wanted` holds everything that is
// not home service from `from` on, and the home service that must stay as it is (by its id); before it
// nothing is touched. Gaps up to the training's end become home service.
PlacementChangeList change_to(Arena *arena, const TimelineInput *timeline, const PlacementList *wanted, Date from);

// The timeline as it would be after the changes, by first day.
PlacementList change_apply(Arena *arena, const PlacementList *placements, const PlacementChangeList *changes);

// A stored proposal's change as one of placements: `now` is the placement as it stands (NULL: gone or
// new).
PlacementChange plan_change_as_placement(const PlanChange *change, const Placement *now);

// Days of `span` that no placement and no whole-day absence covers, earliest first.
typedef struct {
    DateSpan *items;
    size_t count, capacity;
} DateSpanList;
DateSpanList timeline_gaps(Arena *arena, const PlacementList *placements, const AbsenceList *absences, DateSpan span);
