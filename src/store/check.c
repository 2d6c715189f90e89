#include "store/check.h"
#include "gen/sql.h"
#include "store/blob.h"

static bool first_text(Db *db, Arena *arena, const Sql *sql, Str *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, sql, err)) return false;
    *ret = query_next(&query) ? query_text(&query, arena, 0) : STR("");
    return query_end(&query, err);
}

bool check_inside(Db *db, Arena *arena, CheckReport *ret, Err *err) {
    *ret = (CheckReport){0};
    return first_text(db, arena, SQL_CHECK_INTEGRITY, &ret->damage, err) &&
           first_text(db, arena, SQL_CHECK_FOREIGN_KEYS, &ret->loose, err) &&
           audit_verify(db, arena, &ret->audit, err) &&
           checkpoint_verify(db, arena, &ret->checkpoints, err) &&
           blob_verify_all(db, arena, &ret->blobs, &ret->bad_blob, err);
}

bool check_all(Db *db, Arena *arena, CheckReport *ret, Err *err) {
    if (!db_begin_read(db, err)) return false;
    bool good = check_inside(db, arena, ret, err);
    db_rollback(db);
    return good;
}

bool check_is_whole(const CheckReport *report) {
    return !report->damage.size && !report->loose.size && !report->audit.why && !report->checkpoints.bad_line && !report->bad_blob.size;
}
