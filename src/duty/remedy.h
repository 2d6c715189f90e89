// remedy.h: which page mends a finding. The rulebook names the page by a key; the addresses, which
// are other features', stand here and nowhere else.
#pragma once
#include "base/html.h"
#include "gen/records.h"

// What the address needs of a finding.
typedef struct {
    Str rule, variant;
    TrainingId training;
    UnitId unit;
    PlacementId placement;
} RemedyFor;

Url url_remedy(Arena *arena, Str page, RemedyFor of); // an unknown key leads to Att göra
// Registers for many at once; an empty address where the rule is mended in another way.
Url url_register_many(Arena *arena, Str rule, Str variant, const TrainingId *trainings, size_t count);
Url url_finding(Arena *arena, FindingId id);
Url url_finding_kind(Arena *arena, Str rule, Str how, Str grouping); // the row's findings one by one
