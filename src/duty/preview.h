// preview.h: what a change of settings would do to the findings, before anything is saved.
#pragma once
#include "gen/records_store.h"
#include "rulebook/rulebook.h"

typedef struct {
    FindingList opened, closed;
    FindingList changed; // as they would be: another case, or another day
} FindingPreview;

// For the unit and those below it; unit 0: the whole region. The findings are not stored.
MUST_CHECK bool finding_preview(Db *db, Arena *arena, Date today, UnitId unit,
                                const RulebookOverride *changes, size_t count, FindingPreview *ret, Err *err);
