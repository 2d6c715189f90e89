#include "store/job.h"
#include "gen/sql.h"

bool job_enqueue(Act *act, JobDraft draft, JobId *ret, Err *err) {
    Query query;
    int64_t id;
    if (!db_new_id(act->db, &id, err)) return false;
    if (!query_begin(&query, act->db, SQL_JOB_INSERT, err)) return false;
    query_bind_int(&query, 1, id);
    query_bind_text(&query, 2, str_from_c(draft.kind));
    query_bind_id(&query, 3, draft.unit.raw);
    query_bind_id(&query, 4, act->actor.person);
    query_bind_int(&query, 5, act->now);
    query_bind_text(&query, 6, draft.input.size ? draft.input : STR("{}"));
    if (!query_run(&query, err)) return false;
    ret->raw = id;
    return true;
}

bool job_cancel(Db *db, JobId id, bool *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_JOB_CANCEL, err)) return false;
    query_bind_int(&query, 1, id.raw);
    if (!query_run(&query, err)) return false;
    *ret = query_changes(&query) == 1;
    return true;
}
