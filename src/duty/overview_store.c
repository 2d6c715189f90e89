#include "duty/overview_store.h"
#include "gen/sql.h"

bool overview_trainings(Db *db, Arena *arena, TrainingList *ret, Err *err) {
    Query query;
    return query_begin(&query, db, SQL_OVERVIEW_TRAININGS, err) && training_list_all(&query, arena, ret, err);
}

bool overview_outcomes(Db *db, Arena *arena, Date first, IdMap *ret, Err *err) {
    Query query;
    IdMap outcomes = {0};
    if (!query_begin(&query, db, SQL_OVERVIEW_OUTCOMES, err)) return false;
    query_bind_date(&query, 1, first);
    while (query_next(&query)) id_map_put(arena, &outcomes, query_int(&query, 0), query_int(&query, 1));
    *ret = outcomes;
    return query_end(&query, err);
}

static RegionUnit *row_of(RegionUnitList *list, int64_t unit) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].unit.raw == unit) return &list->items[i];
    return NULL;
}

bool overview_region(Db *db, Arena *arena, RegionUnitList *ret, Err *err) {
    RegionUnitList list = {0};
    Query query;
    if (!query_begin(&query, db, SQL_REGION_TRAINING_UNITS, err)) return false;
    while (query_next(&query))
        list_add(arena, &list, ((RegionUnit){.unit = {query_int(&query, 0)}, .director = STR(""), .reviewed = DATE_NONE, .booked = DATE_NONE}));
    if (!query_end(&query, err) || !query_begin(&query, db, SQL_REGION_INSPECTIONS, err)) return false;
    while (query_next(&query)) {
        RegionUnit *row = row_of(&list, query_int(&query, 0));
        if (row) row->reviewed = query_date(&query, 1), row->booked = query_date(&query, 2);
    }
    if (!query_end(&query, err) || !query_begin(&query, db, SQL_REGION_DIRECTORS, err)) return false;
    while (query_next(&query)) {
        RegionUnit *row = row_of(&list, query_int(&query, 0));
        if (row && !row->director.size)
            row->director = str_printf(arena, "%.*s %.*s", STR_ARG(query_text(&query, arena, 1)), STR_ARG(query_text(&query, arena, 2)));
    }
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}
