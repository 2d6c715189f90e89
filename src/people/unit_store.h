// unit_store.h: rows of units: the tree of a region, what each unit takes, who is there.
//
// unit_below holds every unit with itself and all above it; unit_put is the only way a unit is
// changed, so that it stays true. (After an undo that touched a unit: unit_tree_rebuild.)
#pragma once
#include "gen/records_store.h"

// Saves, with its sort key; keeps the tree. ERR_INVALID: no name, or a unit that would lie below
// itself.
MUST_CHECK bool unit_put(Act *act, Unit *unit, Err *err);
MUST_CHECK bool unit_tree_rebuild(Db *db, Arena *arena, Err *err);

// By sort key.
MUST_CHECK bool unit_list_of_region(Db *db, Arena *arena, UnitList *ret, Err *err);
const Unit *unit_find(const UnitList *units, UnitId id); // NULL if it is not there
MUST_CHECK bool unit_is_below(Db *db, UnitId above, UnitId below, bool *ret, Err *err);

// unit 0: of all units.
MUST_CHECK bool unit_capacities(Db *db, Arena *arena, UnitId unit, CapacityList *ret, Err *err);
// Visits to the unit (0: all) that touch the window: for counting.
MUST_CHECK bool unit_visits(Db *db, Arena *arena, UnitId unit, DateSpan window, PlacementList *ret,
                            Err *err);

typedef struct {
    Placement placement;
    Str given_name, family_name, home_name;
} UnitVisitor;
LIST_OF(UnitVisitorList, UnitVisitor);
// Those of the visitors whom the actor may see.
MUST_CHECK bool unit_visitors(Db *db, Arena *arena, UnitId unit, DateSpan window,
                              UnitVisitorList *ret, Err *err);

typedef struct {
    UnitId unit;
    int64_t trainees, at_home_today;
} UnitTrainees;
LIST_OF(UnitTraineesList, UnitTrainees);
MUST_CHECK bool unit_trainees(Db *db, Arena *arena, UnitTraineesList *ret, Err *err);
