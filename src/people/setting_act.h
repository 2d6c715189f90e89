// setting_act.h: changing an interval of the rulebook for a unit, or the whole region (unit 0).
#pragma once
#include "people/setting_store.h"

typedef struct {
    Str key, value; // "R42.warn_days", "90"
} SettingChange;
LIST_OF(SettingChangeList, SettingChange);

// From today. ERR_INVALID for a key or a value that does not hold; ret_wrong is its index.
MUST_CHECK bool settings_put(Act *act, UnitId unit, const SettingChangeList *changes,
                             size_t *ret_wrong, Err *err);
// Every setting of the unit gone: as above, or as shipped.
MUST_CHECK bool settings_clear(Act *act, UnitId unit, Err *err);
