#include "duty/preview.h"
#include "duty/facts_load.h"
#include "duty/finding_store.h"
#include "gen/sql.h"
#include "rulebook/rulebook_store.h"

static bool facts_below(Db *db, Arena *arena, UnitId unit, Date today, Facts **ret, Err *err) {
    if (!unit.raw) return facts_load(db, arena, ret, err);
    FactsPart part = {0};
    Query query;
    if (!query_begin(&query, db, SQL_FACTS_UNITS_BELOW, err)) return false;
    query_bind_int(&query, 1, unit.raw);
    while (query_next(&query)) part_add_whole(arena, &part, query_int(&query, 0));
    return query_end(&query, err) && facts_load_part(db, arena, &part, today, ret, err);
}

static void add(Arena *arena, FindingList *list, const Found *found, Date today) {
    list_add(arena, list, finding_from_found(arena, found, today, STR("")));
}

static bool speaks_alike(const Found *a, const Found *b) {
    return a->how == b->how && date_compare(a->since, b->since) == 0 && date_compare(a->due, b->due) == 0;
}

static FindingPreview compare(Arena *arena, const FoundList *before, const FoundList *after, Date today) {
    FindingPreview preview = {0};
    StrMap by_key = {0};
    bool *stays = arena_array(arena, bool, before->count + 1);
    for (size_t i = 0; i < before->count; i++)
        str_map_put(arena, &by_key, found_key(arena, &before->items[i]), (int64_t)i);
    for (size_t i = 0; i < after->count; i++) {
        const Found *found = &after->items[i];
        int64_t at;
        if (!str_map_get(&by_key, found_key(arena, found), &at)) {
            add(arena, &preview.opened, found, today);
            continue;
        }
        stays[at] = true;
        if (!speaks_alike(&before->items[at], found)) add(arena, &preview.changed, found, today);
    }
    for (size_t i = 0; i < before->count; i++)
        if (!stays[i]) add(arena, &preview.closed, &before->items[i], today);
    return preview;
}

bool finding_preview(Db *db, Arena *arena, Date today, UnitId unit, const RulebookOverride *changes,
                     size_t count, FindingPreview *ret, Err *err) {
    Rulebook now, then;
    Facts *facts;
    if (!rulebook_load(db, arena, today, &now, err) ||
        !rulebook_load_with(db, arena, today, changes, count, &then, err) ||
        !facts_below(db, arena, unit, today, &facts, err))
        return false;
    FoundList before = duty_evaluate(arena, &now, facts, today);
    FoundList after = duty_evaluate(arena, &then, facts, today);
    *ret = compare(arena, &before, &after, today);
    return true;
}
