// solution.h: up to three ways out of a clash that make no new one. Pure.
//
// A way out moves the placement chosen, or swaps it with another of the same trainee, or does it at
// another unit of the same kind, or moves one of the others in the clash. Home service gives way;
// what has begun stays.
#pragma once
#include "base/msg.h"
#include "placement/board.h"

typedef enum { SOLUTION_MOVE, SOLUTION_SWAP, SOLUTION_OTHER_UNIT } SolutionKind;
typedef struct {
    SolutionKind kind;
    Placement after;             // the placement that moves, as it would be
    const Placement *other;     // swapped with
    PlacementChangeList changes; // of the whole timeline, home service among them
    int follow;                 // other rotations that move too
    Msg title, note;
} Solution;
LIST_OF(SolutionList, Solution);

#define SOLUTIONS_MAX 3
SolutionList solution_list(Arena *arena, const Board *board, PlacementId placement, PlanCalendar calendar);
