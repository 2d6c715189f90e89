#include "duty/remind_job.h"
#include "base/json.h"
#include "duty/finding_store.h"
#include "duty/remind_act.h"
#include "gen/sql.h"

static bool refresh(const Act *act, Err *err) {
    bool of_day;
    RefreshCount count;
    if (!finding_is_of_day(act->db, act->today, &of_day, err)) return false;
    if (of_day) return true;
    return db_begin_write(act->db, err) && finding_refresh(act->db, act->arena, act->today, &count, err) && db_commit(act->db, err);
}

bool remind_today(const Act *act, bool (*wanted)(void *context), void *context, Str *ret_json, Err *err) {
    RemindReport report;
    JsonOut out = out_begin(act->arena);
    if (!refresh(act, err) || !remind_region(act, wanted, context, &report, err)) return false;
    out_object(&out);
    out_key_int(&out, "people", report.people);
    out_key_int(&out, "weekly", report.weekly);
    out_key_int(&out, "urgent", report.urgent);
    out_object_end(&out);
    *ret_json = out_end(&out);
    return true;
}

typedef struct {
    int64_t id;
} RegionRow;
LIST_OF(RegionRowList, RegionRow);

static bool find_regions(Db *db, Arena *arena, RegionRowList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_REMIND_REGIONS, err)) return false;
    while (query_next(&query)) list_add(arena, ret, (RegionRow){query_int(&query, 0)});
    return query_end(&query, err);
}

static bool still_wanted(void *context) {
    return job_wanted(context);
}

// Nobody is mailed about invented people.
bool remind_job(JobRun *run, Err *err) {
    RegionRowList regions = {0};
    if (!run->mails) return true;
    if (!find_regions(run->db, run->arena, &regions, err)) return false;
    for (size_t i = 0; i < regions.count; i++) {
        Str result;
        db_scope_set(run->db, (DbScope){.region = regions.items[i].id, .today = run->today});
        Act act = job_act(run, "mail.remind");
        act.actor.person = 0;
        if (!remind_today(&act, still_wanted, run, &result, err)) return false;
        job_result(run, result);
    }
    return job_wanted(run) || err_set(err, ERR_BUSY, msg(N_("Arbetet avbröts.")));
}
