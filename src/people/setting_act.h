// setting_act.h: changing an interval of the rulebook for a unit, or the whole region (unit 0).
#pragma once
#include "people/setting_store.h"

typedef struct {
    Str key, value; // "R42.warn_days", "90"
} SettingChange;
LIST_OF(SettingChangeList, SettingChange);

// Who may change them: for a unit, and for the whole region.
MUST_CHECK bool may_set(Db *db, Actor actor, UnitId unit, Err *err);
// From today. ERR_INVALID for a key or a value that does not hold; ret_wrong is its index.
MUST_CHECK bool settings_put(Act *act, UnitId unit, const SettingChangeList *changes,
                             size_t *ret_wrong, Err *err);
// From today the unit has no setting of its own: as above, or as shipped. What held before stays in
// the history.
MUST_CHECK bool settings_clear(Act *act, UnitId unit, Err *err);
