#include "people/setting_store.h"
#include "gen/sql.h"

bool setting_recent(Db *db, Arena *arena, UnitId unit, SettingRowList *ret, Err *err) {
    Query query;
    SettingRowList list = {0};
    if (!query_begin(&query, db, SQL_SETTING_RECENT, err)) return false;
    query_bind_int(&query, 1, unit.raw);
    while (query_next(&query)) {
        SettingRow row = {.setting = setting_from_row(&query, arena, 0)};
        Str given = query_text(&query, arena, SETTING_COLUMNS);
        Str family = query_text(&query, arena, SETTING_COLUMNS + 1);
        row.unit_name = query_text(&query, arena, SETTING_COLUMNS + 2);
        if (family.size > 0)
            row.author = str_printf(arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family));
        list_add(arena, &list, row);
    }
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}

bool setting_of_key(Db *db, Arena *arena, Str key, UnitId unit, SettingList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_SETTING_OF_KEY, err)) return false;
    query_bind_text(&query, 1, key);
    query_bind_int(&query, 2, unit.raw);
    return setting_list_all(&query, arena, ret, err);
}
