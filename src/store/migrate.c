#include "store/migrate.h"
#include "gen/sql.h"
#include "store/engine.h"

int migrate_latest(void) {
    return migrations[migration_count - 1].number;
}

static bool read_number(Db *db, const Sql *sql, int *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, sql, err)) return false;
    int number = query_next(&query) ? (int)query_int(&query, 0) : 0;
    if (!query_end(&query, err)) return false;
    *ret = number;
    return true;
}

bool migrate_number_inside(Db *db, int *ret, Err *err) {
    int made = 0;
    *ret = 0;
    if (!read_number(db, SQL_SCHEMA_IS_MADE, &made, err)) return false;
    return !made || read_number(db, SQL_SCHEMA_NUMBER, ret, err);
}

bool migrate_number(Db *db, int *ret, Err *err) {
    int number;
    if (!db_begin_read(db, err)) return false;
    bool good = migrate_number_inside(db, &number, err);
    db_rollback(db);
    if (good) *ret = number;
    return good;
}

static const Migration *following(int number) {
    for (size_t i = 0; i < migration_count; i++)
        if (migrations[i].number > number) return &migrations[i];
    return NULL;
}

static bool apply(Db *db, const Migration *migration, Err *err) {
    const char *text = db_is_postgres(db) ? migration->postgres : migration->sqlite;
    if (!db_script(db, migration->name, text, err)) return false;
    Query query;
    if (!query_begin(&query, db, SQL_SCHEMA_NOTE, err)) return false;
    query_bind_int(&query, 1, migration->number);
    query_bind_text(&query, 2, str_from_c(migration->name));
    return query_run(&query, err);
}

// One step: the number is read again inside, since another program may have been quicker.
static bool apply_next(Db *db, int wanted, bool *ret_done, Err *err) {
    int number;
    if (!db_begin_migrate(db, err)) return false;
    if (!migrate_number_inside(db, &number, err)) return false;
    const Migration *next = following(number);
    if (next && next->number > wanted) next = NULL;
    *ret_done = !next || next->number == wanted;
    if (next && !apply(db, next, err)) return false;
    return db_commit(db, err);
}

bool migrate_up(Db *db, Err *err) {
    return migrate_to(db, migrate_latest(), err);
}

bool migrate_to(Db *db, int wanted, Err *err) {
    int number;
    if (!migrate_number(db, &number, err)) return false;
    if (number > migrate_latest())
        return err_set(err, ERR_CONFLICT,
                       msg(N_("Databasen är gjord med en nyare Randa (schema {1}) än den här (schema {2}). "
                              "Uppgradera programmet."),
                           msg_number(number), msg_number(migrate_latest())));
    bool done = number >= wanted;
    while (!done) {
        if (apply_next(db, wanted, &done, err)) continue;
        db_rollback(db);
        return false;
    }
    return true;
}
