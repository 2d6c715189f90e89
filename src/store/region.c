#include "store/region.h"
#include "gen/sql.h"

static bool region_find(Db *db, Str key, int64_t *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_REGION_BY_KEY, err)) return false;
    query_bind_text(&query, 1, key);
    *ret = query_next(&query) ? query_int(&query, 0) : 0;
    return query_end(&query, err);
}

bool region_ensure(Db *db, RegionDraft draft, int64_t *ret, Err *err) {
    int64_t id;
    if (!region_find(db, draft.key, &id, err)) return false;
    if (id) {
        *ret = id;
        return true;
    }
    Query query;
    if (!db_new_id(db, &id, err)) return false;
    if (!query_begin(&query, db, SQL_REGION_INSERT, err)) return false;
    query_bind_int(&query, 1, id);
    query_bind_text(&query, 2, draft.key);
    query_bind_text(&query, 3, draft.name);
    query_bind_int(&query, 4, draft.is_demo);
    if (!query_run(&query, err)) return false;
    *ret = id;
    return true;
}

bool region_is_demo(Db *db, int64_t region, bool *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_REGION_IS_DEMO, err)) return false;
    query_bind_int(&query, 1, region);
    bool is_demo = query_next(&query) && query_int(&query, 0) == 1;
    if (!query_end(&query, err)) return false;
    *ret = is_demo;
    return true;
}

bool region_set_initials(Db *db, int64_t region, bool initials, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_REGION_INITIALS, err)) return false;
    query_bind_int(&query, 1, region);
    query_bind_int(&query, 2, initials);
    return query_run(&query, err);
}
