// facts_load.h: the facts from the store: a whole region, or what some units' findings depend on.
#pragma once
#include "duty/facts.h"
#include "store/db.h"

MUST_CHECK bool facts_load(Db *db, Arena *arena, Facts **ret, Err *err);

// Whole are the units named and the trainings that have one of them as home; their visitors,
// supervisors and the units around them are there to be named.
MUST_CHECK bool facts_load_units(Db *db, Arena *arena, const IdMap *units, const int64_t *ids, size_t count,
                                 Facts **ret, Err *err);
