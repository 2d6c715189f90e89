// setting_store.h: what a region or a unit has changed in the rulebook, and who set it when. A
// setting is never overwritten on a later day: a new row with its first day stands over the old
// one.
#pragma once
#include "gen/records_store.h"

typedef struct {
    Setting setting;
    Str author, unit_name; // unit_name empty: the whole region
} SettingRow;
LIST_OF(SettingRowList, SettingRow);
// The region's and the unit's, the last first; at most 200.
MUST_CHECK bool setting_recent(Db *db, Arena *arena, UnitId unit, SettingRowList *ret, Err *err);
MUST_CHECK bool setting_of_key(Db *db, Arena *arena, Str key, UnitId unit, SettingList *ret,
                               Err *err);
