// unit_view.h: words about units.
#pragma once
#include "gen/records.h"
#include "base/lang.h"

const char *unit_kind_text(UnitKind kind);
const char *care_form_text(CareForm care);
const char *capacity_level_text(CapacityLevel level);
Str unit_about(Arena *arena, Lang lang, const Unit *unit,
               const Unit *parent); // "Norrviks sjukhus, slutenvård"
