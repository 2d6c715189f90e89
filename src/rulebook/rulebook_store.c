#include "rulebook/rulebook_store.h"
#include "base/list.h"
#include "gen/sql.h"

LIST_OF(OverrideList, RulebookOverride);
LIST_OF(UnitList, RulebookUnit);

static bool is_of_a_rule(Str key) {
    size_t dot = str_find_char(key, '.');
    return dot != STR_NOT_FOUND && rulebook_duty_rule(str_slice(key, 0, dot)) != NULL;
}

static bool overrides_load(Db *db, Arena *arena, Date on, OverrideList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_RULEBOOK_OVERRIDES, err)) return false;
    query_bind_date(&query, 1, on);
    OverrideList list = {0};
    while (query_next(&query)) {
        RulebookOverride override = {
            .unit = query_int(&query, 0),
            .key = query_text(&query, arena, 1),
            .valid_from = query_date(&query, 2),
            .value_json = query_text(&query, arena, 3),
            .author = str_printf(arena, "%lld", (long long)query_int(&query, 4)),
        };
        if (is_of_a_rule(override.key)) list_add(arena, &list, override);
    }
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}

static bool units_load(Db *db, Arena *arena, UnitList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_RULEBOOK_UNITS, err)) return false;
    UnitList list = {0};
    while (query_next(&query))
        list_add(arena, &list, (RulebookUnit){query_int(&query, 0), query_int(&query, 1)});
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}

bool rulebook_load(Db *db, Arena *arena, Date on, Rulebook *ret, Err *err) {
    return rulebook_load_with(db, arena, on, NULL, 0, ret, err);
}

bool rulebook_load_with(Db *db, Arena *arena, Date on, const RulebookOverride *more, size_t count,
                        Rulebook *ret, Err *err) {
    OverrideList overrides = {0};
    UnitList units = {0};
    if (!overrides_load(db, arena, on, &overrides, err)) return false;
    for (size_t i = 0; i < count; i++) list_add(arena, &overrides, more[i]);
    bool of_units = false;
    for (size_t i = 0; i < overrides.count; i++) of_units |= overrides.items[i].unit != 0;
    if (of_units && !units_load(db, arena, &units, err)) return false;

    *ret = rulebook_with_overrides(arena, overrides.items, overrides.count, on);
    ret->units = units.items;
    ret->unit_count = units.count;
    return true;
}
