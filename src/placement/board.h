// board.h: the plan board as data: trainees down, time across, and where two things cannot both be.
// Pure; board_store.h fills it.
#pragma once
#include "base/map.h"
#include "placement/capacity.h"
#include "placement/change.h"

typedef struct {
    Training training;
    Str given_name, family_name;
    PlacementList placements; // in force, by first day
    AbsenceList absences;
    int conflicts; // ahead, that this trainee is part of
} BoardRow;
LIST_OF(BoardRowList, BoardRow);

typedef enum { CLASH_PLACES, CLASH_DOUBLE } ClashKind;
typedef struct {
    ClashKind kind;
    UnitId unit; // of places
    DateSpan span;
    int places, load;
    PlacementList placements; // those that clash, earliest first
} Clash;
LIST_OF(ClashList, Clash);

typedef struct {
    DateSpan window;
    Date today;
    BoardRowList rows;
    UnitList units; // of the region
    CapacityList capacities;
    PlacementList visits; // to any unit of the rows' placements, also of trainees that are not in rows
    ClashList clashes;    // ahead of today
    IdMap unit_at, row_at; // id -> index
    IdMap clash_of; // placement id -> index in clashes
} Board;

// Fills clashes, clash_of and the rows' counts from the rest.
void board_find_clashes(Arena *arena, Board *board);

const Unit *board_unit(const Board *board, UnitId id); // NULL where it is not known
const BoardRow *board_row(const Board *board, TrainingId id);
const Placement *board_placement(const Board *board, PlacementId id, const BoardRow **ret_row);
TimelineInput board_timeline(const BoardRow *row);

// Would one more visit in `span` fit? `without` is a placement that will have gone.
bool board_unit_is_free(Arena *arena, const Board *board, UnitId unit, DateSpan span, PlacementId without);

// The look of a bar: "hem" "rand" "prim" "akut" "forsk" "bt" and its text by the room there is.
const char *placement_look(const Placement *placement, const Unit *unit);
#define LABEL_WHOLE 100000                // room for any name
bool label_fits(Str text, int room); // room in pixels of a bar
// The whole name, the short one, or its first letters: what the room shows uncut, or "".
Str placement_label(const Placement *placement, const Unit *unit, int room);

// The calendar of the plan: where a placement may begin.
Date calendar_first(PlanCalendar calendar, Date date); // the boundary at or before
Date calendar_next(PlanCalendar calendar, Date date);  // the boundary after
