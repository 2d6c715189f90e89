// todo_store.h: what stands beside Att göra: places, what is coming, one's own task.
#pragma once
#include "gen/records_store.h"

typedef struct {
    Date date;
    const char *what; // Swedish, to be translated
    const char *noun; // "{1} utbildningsläkare"; NULL: none to say
    int64_t count;
    int64_t out, home; // changes of placement
} Coming;
LIST_OF(ComingList, Coming);

MUST_CHECK bool todo_coming(Db *db, Arena *arena, Date until, ComingList *ret, Err *err);
MUST_CHECK bool todo_places(Db *db, Arena *arena, UnitId home, DateSpan window, CapacityList *ret_capacities,
                            PlacementList *ret_visits, Err *err);
MUST_CHECK bool todo_trainees(Db *db, int64_t *ret, Err *err); // in training now, that one may see
MUST_CHECK bool todo_minutes(Db *db, UnitId unit, int64_t *ret, Err *err);

typedef struct {
    PersonId id;
    Str name;
    Role role;
} Colleague;
LIST_OF(ColleagueList, Colleague);
// Whom a finding of the unit can be handed to.
MUST_CHECK bool todo_colleagues(Db *db, Arena *arena, UnitId unit, ColleagueList *ret, Err *err);
// Empty for one that may not be seen.
MUST_CHECK bool todo_person_name(Db *db, Arena *arena, PersonId id, Str *ret, Err *err);
