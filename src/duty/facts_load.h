// facts_load.h: the facts from the store: a whole region, or what the findings about some units and trainings depend on.
#pragma once
#include "duty/facts.h"
#include "store/db.h"

MUST_CHECK bool facts_load(Db *db, Arena *arena, Facts **ret, Err *err);

// What is to be looked at. Each training and unit stands in one of the lists, once (part_add_*).
typedef struct {
    struct {
        int64_t *items;
        size_t count, capacity;
    } whole,    // units, with all trainings that have them as home
        units,  // units, for the rules about the unit itself
        trainings, homes; // trainings one by one, and the home of each
    IdMap seen_whole, seen_units, seen_trainings;
    UnitKnownList known; // read so far
} FactsPart;

void part_add_whole(Arena *arena, FactsPart *part, int64_t unit);
void part_add_unit(Arena *arena, FactsPart *part, int64_t unit);
void part_add_training(Arena *arena, FactsPart *part, int64_t training, int64_t home);
bool part_has_whole(const FactsPart *part, int64_t unit);

// Visitors, supervisors and the units around are there to be named.
MUST_CHECK bool facts_load_part(Db *db, Arena *arena, FactsPart *part, Date today, Facts **ret, Err *err);
// Lives as long as the part and until the next is read.
MUST_CHECK bool facts_load_known(Db *db, Arena *arena, FactsPart *part, int64_t unit, const UnitKnown **ret, Err *err);
