// unit_act.h: the use cases of units: add and edit one, say how many places it has.
#pragma once
#include "access/may.h"
#include "people/unit_store.h"

// New when unit->id is 0 (asked on its parent). unit->version is the one the editor started from.
MUST_CHECK bool unit_edit(Act *act, Unit *unit, Err *err);
// Places for a level over a span; new when the id is 0. ERR_INVALID: an end before the beginning, a
// number below 0 or above 999.
MUST_CHECK bool may_places(Db *db, Actor actor, UnitId unit, Err *err);
MUST_CHECK bool capacity_edit(Act *act, Capacity *capacity, Err *err);
MUST_CHECK bool capacity_take_away(Act *act, CapacityId id, int64_t version, Err *err);
