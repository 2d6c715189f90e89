// propose_store.h: all that a planning problem is made of, from the database.
#pragma once
#include "placement/propose.h"
#include "store/db.h"

// Trainees whose home is `unit` or below it, that the actor may see. ERR_NOT_FOUND: no such unit.
MUST_CHECK bool propose_load(Db *db, Arena *arena, UnitId unit, Date today, ProposeInput *ret, Err *err);
// "Förslag 3": the unit's next.
MUST_CHECK bool propose_next_name(Db *db, Arena *arena, UnitId unit, Str *ret, Err *err);
// Ten years back, where the history of a training may begin, to the end of every plan.
DateSpan propose_window(Date today);
