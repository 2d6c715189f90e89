#include "people/unit_store.h"
#include "base/map.h"
#include "gen/sql.h"

// --- the tree

static bool below_add(Db *db, int64_t above, int64_t below, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_UNIT_BELOW_ADD, err)) return false;
    query_bind_int(&query, 1, above);
    query_bind_int(&query, 2, below);
    return query_run(&query, err);
}

static bool below_clear(Db *db, Err *err) {
    Query query;
    return query_begin(&query, db, SQL_UNIT_BELOW_CLEAR, err) && query_run(&query, err);
}

typedef struct {
    int64_t id, parent;
} UnitParent;
LIST_OF(UnitParentList, UnitParent);

static bool parents_load(Db *db, Arena *arena, UnitParentList *ret, IdMap *ret_parents, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_UNIT_PARENTS, err)) return false;
    while (query_next(&query)) {
        UnitParent unit = {query_int(&query, 0), query_int(&query, 1)};
        list_add(arena, ret, unit);
        id_map_put(arena, ret_parents, unit.id, unit.parent);
    }
    return query_end(&query, err);
}

// A region has some hundred units: the whole tree is written anew, which cannot drift.
bool unit_tree_rebuild(Db *db, Arena *arena, Err *err) {
    UnitParentList units = {0};
    IdMap parents = {0};
    if (!parents_load(db, arena, &units, &parents, err) || !below_clear(db, err)) return false;
    for (size_t i = 0; i < units.count; i++) {
        int64_t above = units.items[i].id;
        for (size_t depth = 0; above != 0 && depth <= units.count; depth++) {
            if (!below_add(db, above, units.items[i].id, err)) return false;
            if (!id_map_get(&parents, above, &above)) above = 0;
        }
    }
    return true;
}

// A new unit has none below it: itself and those above it are all there is to add.
static bool tree_add(Act *act, const Unit *unit, Err *err) {
    UnitParentList units = {0};
    IdMap parents = {0};
    if (!parents_load(act->db, act->arena, &units, &parents, err)) return false;
    int64_t above = unit->id.raw;
    for (size_t depth = 0; above != 0 && depth <= units.count; depth++) {
        if (!below_add(act->db, above, unit->id.raw, err)) return false;
        if (!id_map_get(&parents, above, &above)) above = 0;
    }
    return true;
}

bool unit_is_below(Db *db, UnitId above, UnitId below, bool *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_UNIT_IS_BELOW, err)) return false;
    query_bind_int(&query, 1, above.raw);
    query_bind_int(&query, 2, below.raw);
    bool found = query_next(&query);
    if (!query_end(&query, err)) return false;
    *ret = found;
    return true;
}

static bool parent_is_sound(Act *act, const Unit *unit, Err *err) {
    bool is_below = false;
    if (!unit->parent.raw || !unit->id.raw) return true;
    if (!unit_is_below(act->db, unit->id, unit->parent, &is_below, err)) return false;
    if (!is_below) return true;
    return err_set(err, ERR_INVALID,
                   msg(N_("Enheten kan inte höra till sig själv eller till en enhet under den.")));
}

bool unit_put(Act *act, Unit *unit, Err *err) {
    unit->name = str_trim(unit->name);
    if (str_is_empty(unit->name)) return err_set(err, ERR_INVALID, msg(N_("Skriv enhetens namn.")));
    if (!parent_is_sound(act, unit, err)) return false;
    unit->sort_key = str_sort_key(act->arena, unit->name);

    bool is_new = unit->id.raw == 0;
    Unit before = {0};
    if (!is_new && !unit_load(act->db, act->arena, unit->id, &before, err)) return false;
    if (!unit_save(act, unit, err)) return false;
    if (is_new) return tree_add(act, unit, err);
    return before.parent.raw == unit->parent.raw || unit_tree_rebuild(act->db, act->arena, err);
}

// --- reading

bool unit_list_of_region(Db *db, Arena *arena, UnitList *ret, Err *err) {
    Query query;
    return query_begin(&query, db, SQL_UNIT_OF_REGION, err) &&
           unit_list_all(&query, arena, ret, err);
}

const Unit *unit_find(const UnitList *units, UnitId id) {
    for (size_t i = 0; i < units->count; i++)
        if (units->items[i].id.raw == id.raw) return &units->items[i];
    return NULL;
}

bool unit_capacities(Db *db, Arena *arena, UnitId unit, CapacityList *ret, Err *err) {
    Query query;
    const Sql *sql = unit.raw ? SQL_UNIT_CAPACITIES : SQL_UNIT_CAPACITIES_OF_REGION;
    if (!query_begin(&query, db, sql, err)) return false;
    if (unit.raw) query_bind_id(&query, 1, unit.raw);
    return capacity_list_all(&query, arena, ret, err);
}

static bool begin_windowed(Query *query, Db *db, const Sql *sql, UnitId unit, DateSpan window,
                           Err *err) {
    if (!query_begin(query, db, sql, err)) return false;
    query_bind_int(query, 1, unit.raw);
    query_bind_date(query, 2, window.first);
    query_bind_date(query, 3, window.past);
    return true;
}

bool unit_visits(Db *db, Arena *arena, UnitId unit, DateSpan window, PlacementList *ret, Err *err) {
    Query query;
    return begin_windowed(&query, db, SQL_UNIT_VISITS, unit, window, err) &&
           placement_list_all(&query, arena, ret, err);
}

bool unit_visitors(Db *db, Arena *arena, UnitId unit, DateSpan window, UnitVisitorList *ret,
                   Err *err) {
    Query query;
    UnitVisitorList list = {0};
    if (!begin_windowed(&query, db, SQL_UNIT_VISITORS, unit, window, err)) return false;
    while (query_next(&query)) {
        UnitVisitor visitor = {.placement = placement_from_row(&query, arena, 0),
                               .given_name = query_text(&query, arena, PLACEMENT_COLUMNS),
                               .family_name = query_text(&query, arena, PLACEMENT_COLUMNS + 1),
                               .home_name = query_text(&query, arena, PLACEMENT_COLUMNS + 2)};
        list_add(arena, &list, visitor);
    }
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}

bool unit_trainees(Db *db, Arena *arena, UnitTraineesList *ret, Err *err) {
    Query query;
    UnitTraineesList list = {0};
    if (!query_begin(&query, db, SQL_UNIT_TRAINEE_COUNTS, err)) return false;
    while (query_next(&query)) {
        UnitTrainees unit = {{query_int(&query, 0)}, query_int(&query, 1), query_int(&query, 2)};
        list_add(arena, &list, unit);
    }
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}
