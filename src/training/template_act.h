// template_act.h: a clinic's own template over the shipped one: lengths, and what is confirmed.
#pragma once
#include "training/training_store.h"

// Items are saved by key for the unit, specialty and regulation; new or changed. ERR_INVALID: a
// length above 120 months.
MUST_CHECK bool unit_items_put(Act *act, UnitId unit, Str specialty, Str regulation,
                               UnitItemList items, Err *err);
// The unit's own rows for the specialty.
MUST_CHECK bool unit_items_of(Db *db, Arena *arena, UnitId unit, Str specialty, UnitItemList *ret,
                              Err *err);
