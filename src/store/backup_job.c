#include "store/backup_job.h"
#include "base/json.h"
#include "base/log.h"
#include "gen/sql.h"
#include "store/backup.h"
#include "store/damage.h"
#include "store/engine.h"
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define KEPT_DAYS 35 // security.md 6: then overwritten

static Instant now(void) {
    return (Instant)time(NULL) * 1000;
}

typedef struct {
    int64_t id;
    const char *file;
} Old;
LIST_OF(OldList, Old);

// Only what lies in the folder of nightly backups: a file that somebody asked for is theirs.
static bool find_old(Db *db, Arena *arena, Str folder, OldList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_BACKUP_OLD, err)) return false;
    query_bind_int(&query, 1, now() - (Instant)KEPT_DAYS * 86400000);
    while (query_next(&query)) {
        Str file = query_text(&query, arena, 1);
        if (str_starts(file, folder)) list_add(arena, ret, (Old){query_int(&query, 0), str_to_c(arena, file)});
    }
    return query_end(&query, err);
}

static bool remove_old(Db *db, Arena *arena, Str folder, Err *err) {
    OldList old = {0};
    if (!find_old(db, arena, folder, &old, err)) return false;
    for (size_t i = 0; i < old.count; i++) {
        Query query;
        unlink(old.items[i].file); // gone already is fine
        if (!db_begin_write(db, err) || !query_begin(&query, db, SQL_BACKUP_REMOVED, err)) return false;
        query_bind_int(&query, 1, old.items[i].id);
        query_bind_int(&query, 2, now());
        if (!query_run(&query, err) || !db_commit(db, err)) return false;
    }
    return true;
}

static Str result_of(Arena *arena, const BackupReport *made, const RestoreReport *tested) {
    JsonOut out = out_begin(arena);
    out_object(&out);
    out_key_text(&out, "file", str_from_c(made->file));
    out_key_int(&out, "rows", made->rows);
    out_key_int(&out, "tested_rows", tested->rows);
    out_object_end(&out);
    return out_end(&out);
}

bool backup_job(JobRun *run, Err *err) {
    BackupReport made;
    RestoreReport tested;
    const char *address = run->db->address, *folder = db_file_beside(run->db, run->arena, "backups");
    const char *file = str_to_c(run->arena, str_printf(run->arena, "%s/randa-%lld.backup", folder, (long long)now()));
    mkdir(folder, 0700); // what is there already is fine; what cannot be made, writing will tell
    if (!backup_make(address, run->arena, file, (Actor){0}, now(), &made, err)) return false;
    if (!backup_test(file, NULL, address, run->arena, now(), &tested, err)) return false;
    job_result(run, result_of(run->arena, &made, &tested));
    return remove_old(run->db, run->arena, str_printf(run->arena, "%s/", folder), err);
}

bool check_job(JobRun *run, Err *err) {
    CheckReport report;
    if (!check_all(run->db, run->arena, &report, err)) return false;
    if (check_is_whole(&report)) return true;
    if (report.damage.size || report.loose.size) damage_mark(run->db, run->arena);
    log_warn("database: the daily check found that it is not whole");
    return err_set(err, ERR_STORE, msg(N_("Databasen är inte hel. Kör randa check --all och läs tillbaka en säkerhetskopia.")));
}
