// capacity.h: how many visitors a unit takes, day by day, and how many are there. Pure.
//
// A capacity row says places for a level over a span. Where rows of one level lie over each other the
// shorter span wins (a closed summer over the ordinary number); of two alike, the later begun.
// A unit without any row has no known limit. Home service is not a visit.
#pragma once
#include "gen/records.h"

#define PLACES_UNKNOWN (-1)

// Days in a row with the same places and the same visitors.
typedef struct {
    DateSpan span;
    int places; // PLACES_UNKNOWN: no row says
    int load;
} CapacityStep;
LIST_OF(CapacityStepList, CapacityStep);

// Places of a unit for a level on one day; ALL is the total, of which BT and ST rows are a part.
int capacity_places(const CapacityList *capacities, UnitId unit, CapacityLevel level, Date date);

// A placement that takes one of its unit's places: in force, at a unit that is not the trainee's home.
bool placement_is_visit(const Placement *placement, UnitId home);

// The steps of `unit` over `window`, earliest first, covering all of it. `visits` are the placements
// that count; those at other units are passed over.
CapacityStepList capacity_steps(Arena *arena, const CapacityList *capacities, UnitId unit, CapacityLevel level,
                                const PlacementList *visits, DateSpan window);
// Only where there are more visitors than places, neighbours joined; load is the most in the span.
CapacityStepList capacity_overflow(Arena *arena, const CapacityStepList *steps);
