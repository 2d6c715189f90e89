// compare.h: one plan in figures, so that two can be told apart; and what one trainee's changes come
// to in a sentence. Pure.
#pragma once
#include "placement/propose.h"

#define COMPARE_SOON_WEEKS 12
#define COMPARE_HOME_MONTHS 24

typedef struct {
    int clashes;
    int crowded;        // half-months with more visitors than places, all units together
    int open_needs;     // what has no place in the plan
    int planned_to_end; // trainees without a gap to their last day
    int unplanned_days; // all trainees together
    int moved, moved_soon; // placements, home service aside
    int home_least;     // fewest in service at home the coming two years
} PlanMeasure;

// `timelines` NULL: the plan in force, nothing moved.
PlanMeasure plan_measure(Arena *arena, const ProposeInput *input, const ProposeTimelineList *timelines);

typedef enum { CHANGE_SOLVES, CHANGE_FILLS, CHANGE_NEEDS, CHANGE_ASKED, CHANGE_EVENS } ChangeGain;
typedef struct {
    ChangeGain gain;
    int days;    // of FILLS
    int count;   // changes, home service aside
    Msg text;    // of the first: "Njurmedicin flyttas till 16 jun 2027"
} TrainingChange;

// `before` and `after` are boards of the two plans (propose_board). Labels are of static life or the
// arena's.
TrainingChange training_change(Arena *arena, const ProposeInput *input, size_t trainee, const ProposeTimeline *timeline,
                               const Board *before, const Board *after);
