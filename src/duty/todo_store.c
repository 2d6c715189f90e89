#include "duty/todo_store.h"
#include "gen/sql.h"
#include "training/event_act.h"

static bool add_events(Db *db, Arena *arena, Date until, ComingList *list, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_TODO_EVENTS_AHEAD, err)) return false;
    query_bind_date(&query, 1, until);
    while (query_next(&query))
        list_add(arena, list, ((Coming){.date = query_date(&query, 0), .what = event_kind_text((EventKind)query_int(&query, 1)),
                                        .noun = N_("{1} utbildningsläkare"), .count = query_int(&query, 2)}));
    return query_end(&query, err);
}

static bool add_changes(Db *db, Arena *arena, Date until, ComingList *list, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_TODO_CHANGES_AHEAD, err)) return false;
    query_bind_date(&query, 1, until);
    while (query_next(&query))
        list_add(arena, list, ((Coming){.date = query_date(&query, 0), .what = N_("Byten av placering"),
                                        .out = query_int(&query, 1), .home = query_int(&query, 2)}));
    return query_end(&query, err);
}

static bool add_courses(Db *db, Arena *arena, Date until, ComingList *list, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_TODO_COURSES_AHEAD, err)) return false;
    query_bind_date(&query, 1, until);
    while (query_next(&query))
        list_add(arena, list, ((Coming){.date = query_date(&query, 0), .what = N_("Sista dag att söka kurs"),
                                        .noun = N_("{1} kurser"), .count = query_int(&query, 1)}));
    return query_end(&query, err);
}

static int by_date(const void *a, const void *b, void *context) {
    (void)context;
    return date_compare(((const Coming *)a)->date, ((const Coming *)b)->date);
}

bool todo_coming(Db *db, Arena *arena, Date until, ComingList *ret, Err *err) {
    ComingList list = {0};
    if (!add_events(db, arena, until, &list, err) || !add_changes(db, arena, until, &list, err) ||
        !add_courses(db, arena, until, &list, err))
        return false;
    list_sort(arena, list.items, list.count, sizeof *list.items, by_date, NULL);
    *ret = list;
    return true;
}

bool todo_places(Db *db, Arena *arena, UnitId home, DateSpan window, CapacityList *ret_capacities,
                 PlacementList *ret_visits, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_TODO_CAPACITIES, err)) return false;
    query_bind_date(&query, 1, window.first);
    query_bind_date(&query, 2, window.past);
    if (!capacity_list_all(&query, arena, ret_capacities, err) || !query_begin(&query, db, SQL_TODO_VISITS, err))
        return false;
    query_bind_date(&query, 1, window.first);
    query_bind_date(&query, 2, window.past);
    query_bind_int(&query, 3, home.raw);
    return placement_list_all(&query, arena, ret_visits, err);
}

static bool one_number(Query *query, int64_t *ret, Err *err) {
    *ret = query_next(query) ? query_int(query, 0) : 0;
    return query_end(query, err);
}

bool todo_trainees(Db *db, int64_t *ret, Err *err) {
    Query query;
    return query_begin(&query, db, SQL_TODO_TRAINEES, err) && one_number(&query, ret, err);
}

bool todo_minutes(Db *db, UnitId unit, int64_t *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_TODO_ROLE_MINUTES, err)) return false;
    query_bind_int(&query, 1, unit.raw);
    return one_number(&query, ret, err);
}

static Str name_at(const Query *query, Arena *arena, int column) {
    return str_printf(arena, "%.*s %.*s", STR_ARG(query_text(query, arena, column)),
                      STR_ARG(query_text(query, arena, column + 1)));
}

bool todo_colleagues(Db *db, Arena *arena, UnitId unit, ColleagueList *ret, Err *err) {
    Query query;
    ColleagueList list = {0};
    if (!query_begin(&query, db, SQL_FINDING_PEOPLE, err)) return false;
    query_bind_int(&query, 1, unit.raw);
    while (query_next(&query)) {
        Colleague one = {{query_int(&query, 0)}, name_at(&query, arena, 1), (Role)query_int(&query, 3)};
        list_add(arena, &list, one);
    }
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}

bool todo_person_name(Db *db, Arena *arena, PersonId id, Str *ret, Err *err) {
    Query query;
    *ret = STR("");
    if (!id.raw) return true;
    if (!query_begin(&query, db, SQL_FINDING_PERSON_NAME, err)) return false;
    query_bind_int(&query, 1, id.raw);
    if (query_next(&query)) *ret = name_at(&query, arena, 0);
    return query_end(&query, err);
}
