// remedy.h: which page mends a finding. The rulebook names the page by a key; the addresses, which
// are other features', stand here and nowhere else.
#pragma once
#include "base/html.h"
#include "gen/records.h"

// What the address needs of a finding.
typedef struct {
    TrainingId training;
    UnitId unit;
    PersonId person;
    PlacementId placement;
} RemedyFor;

Url url_remedy(Arena *arena, Str page, RemedyFor of); // an unknown key leads to Att göra
Url url_finding(Arena *arena, FindingId id);
Url url_finding_kind(Arena *arena, Str rule, Str how, Str grouping); // the row's findings one by one
