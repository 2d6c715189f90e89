// overview_store.h: rows behind Översikt and Regionen.
#pragma once
#include "base/map.h"
#include "gen/records_store.h"

MUST_CHECK bool overview_trainings(Db *db, Arena *arena, TrainingList *ret, Err *err);
// Each training's outcome at its last collegium on or after `first`; none where there was no collegium
// or nothing was said.
MUST_CHECK bool overview_outcomes(Db *db, Arena *arena, Date first, IdMap *ret, Err *err);

typedef struct {
    UnitId unit;
    Str director;          // empty: none that one may see
    Date reviewed, booked; // DATE_NONE: never, not
} RegionUnit;
LIST_OF(RegionUnitList, RegionUnit);
MUST_CHECK bool overview_region(Db *db, Arena *arena, RegionUnitList *ret, Err *err); // the units that train somebody
