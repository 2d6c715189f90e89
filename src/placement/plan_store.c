#include "placement/plan_store.h"
#include "gen/records_store.h"
#include "gen/sql.h"

bool plan_version_list(Db *db, Arena *arena, UnitId unit, PlanVersionList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_PLAN_VERSION_LIST, err)) return false;
    query_bind_id(&query, 1, unit.raw);
    return plan_version_list_all(&query, arena, ret, err);
}

bool plan_version_get(Db *db, Arena *arena, PlanVersionId id, PlanVersion *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_PLAN_VERSION_GET, err)) return false;
    query_bind_id(&query, 1, id.raw);
    PlanVersionList list;
    if (!plan_version_list_all(&query, arena, &list, err)) return false;
    if (!list.count) return err_set(err, ERR_NOT_FOUND, msg(N_("Förslaget finns inte.")));
    *ret = list.items[0];
    return true;
}

bool plan_change_list(Db *db, Arena *arena, PlanVersionId plan, PlanChangeList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_PLAN_CHANGE_LIST, err)) return false;
    query_bind_id(&query, 1, plan.raw);
    return plan_change_list_all(&query, arena, ret, err);
}
