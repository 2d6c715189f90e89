#include "duty/undo_act.h"
#include "duty/act.h"
#include "gen/sql.h"
#include "people/unit_store.h"

#define UNDO_MS_MAX (INT64_C(24) * 3600 * 1000)

static bool is_own_and_new(Act *act, int64_t entry, Err *err) {
    Query query;
    if (!query_begin(&query, act->db, SQL_UNDO_ENTRY, err)) return false;
    query_bind_int(&query, 1, entry);
    query_bind_int(&query, 2, act->actor.person);
    query_bind_int(&query, 3, act->now - UNDO_MS_MAX);
    bool found = query_next(&query);
    if (!query_end(&query, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, msg(N_("Ändringen går inte att ångra längre.")));
}

static bool touched_units(Db *db, int64_t entry, bool *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_UNDO_TOUCHED_UNIT, err)) return false;
    query_bind_int(&query, 1, entry);
    bool touched = query_next(&query) && query_int(&query, 0) > 0;
    if (!query_end(&query, err)) return false;
    *ret = touched;
    return true;
}

bool undo_own(Act *act, int64_t entry, Err *err) {
    bool units;
    if (!is_own_and_new(act, entry, err) || !touched_units(act->db, entry, &units, err)) return false;
    if (!record_undo(act, entry, err)) return false;
    if (units && !unit_tree_rebuild(act->db, act->arena, err)) return false;
    return act_end(act, err);
}
