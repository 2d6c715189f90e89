// SQLite: WAL, synced at each commit. Many readers beside one writer, who begins IMMEDIATE and waits
// at most five seconds for the one before.
#include "base/log.h"
#include "store/engine.h"
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct Statement {
    sqlite3_stmt *handle;
    bool in_use;
};

// A failed sync leaves the cache in doubt: stop, and recover from the file at the next start (S37).
static void stop_after_failed_sync(int code) {
    if (code != SQLITE_IOERR_FSYNC && code != SQLITE_IOERR_DIR_FSYNC) return;
    log_warn("database: a sync to disk failed; stopping");
    _exit(3);
}

static bool fail(const char *what, int code, Err *err) {
    stop_after_failed_sync(code);
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return store_exists(err);
    case SQLITE_CONSTRAINT_FOREIGNKEY: return store_related(err);
    default: break;
    }
    if ((code & 0xff) == SQLITE_CONSTRAINT || code == SQLITE_TOOBIG || code == SQLITE_MISMATCH)
        return store_refused(err);
    log_warn("database: %s: SQLite error %d", what, code);
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT: return store_busy(err);
    case SQLITE_FULL: return store_full(err);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return store_damaged(err);
    default: return store_failed(err);
    }
}

// SQLite's own waiting sleeps up to a tenth of a second at a time; a short even sleep lets a busy
// gate hand over sooner.
static int wait_for_gate(void *context, int times) {
    Db *db = context;
    int64_t now = monotonic_ms();
    if (times == 0) db->busy_until = now + db->gate_wait_ms;
    if (now >= db->busy_until) return 0;
    nanosleep(&(struct timespec){.tv_nsec = times < 10 ? 200000 : 1000000}, NULL);
    return 1;
}

// The folders above the file, and the file itself for its owner alone. The file is made only when it
// is not there: closing a second descriptor of it would drop the locks SQLite holds on the first.
static void make_file(const char *path) {
    char folder[4096];
    size_t size = strlen(path);
    if (size >= sizeof folder) return;
    for (size_t i = 1; i < size; i++) {
        if (path[i] != '/') continue;
        memcpy(folder, path, i);
        folder[i] = 0;
        mkdir(folder, 0700); // what is there already is fine; what cannot be made, open will tell
    }
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0) close(file);
}

static int configure(sqlite3 *connection) {
    static const int off[] = {SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL,
                              SQLITE_DBCONFIG_TRUSTED_SCHEMA};
    for (size_t i = 0; i < COUNT_OF(off); i++) sqlite3_db_config(connection, off[i], 0, NULL);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0);
    return sqlite3_exec(connection,
                        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                        "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
                        "PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 67108864;"
                        "PRAGMA cell_size_check = ON",
                        NULL, NULL, NULL);
}

static bool sqlite_open(Db *db, const char *address, Err *err) {
    const char *path = address + strlen("sqlite:");
    if (strcmp(path, ":memory:") != 0) make_file(path);
    sqlite3 *connection = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    int code = sqlite3_open_v2(path, &connection, flags, NULL);
    if (code == SQLITE_OK) {
        sqlite3_busy_handler(connection, wait_for_gate, db);
        code = configure(connection);
    }
    if (code != SQLITE_OK) {
        sqlite3_close(connection);
        fail("open", code, err);
        if ((code & 0xff) != SQLITE_CANTOPEN) return false;
        return err_set(err, ERR_BUSY, msg(N_("Databasfilen går inte att öppna. Finns katalogen, och får du skriva där?")));
    }
    db->connection = connection;
    return true;
}

static const char *sqlite_name(const Db *db) {
    return db->address + strlen("sqlite:");
}

static void sqlite_close(Db *db) {
    sqlite3 *connection = db->connection;
    for (sqlite3_stmt *one; (one = sqlite3_next_stmt(connection, NULL));) sqlite3_finalize(one);
    sqlite3_close(connection);
}

static bool run_text(Db *db, const char *what, const char *text, Err *err) {
    int code = sqlite3_exec(db->connection, text, NULL, NULL, NULL);
    return code == SQLITE_OK || fail(what, code, err);
}

static bool sqlite_begin(Db *db, TxKind kind, Err *err) {
    return run_text(db, "begin", kind == TX_READING ? "BEGIN" : "BEGIN IMMEDIATE", err);
}

static bool sqlite_commit(Db *db, Err *err) {
    return run_text(db, "commit", "COMMIT", err);
}

static void sqlite_rollback(Db *db) {
    if (!sqlite3_get_autocommit(db->connection)) sqlite3_exec(db->connection, "ROLLBACK", NULL, NULL, NULL);
}

static bool prepare_text(Db *db, const Sql *sql, unsigned flags, sqlite3_stmt **ret, Err *err) {
    int code = sqlite3_prepare_v3(db->connection, sql->sqlite, -1, flags, ret, NULL);
    return code == SQLITE_OK || fail(sql->name, code, err);
}

static Statement *statement_for(Db *db, const Sql *sql, Err *err) {
    int64_t known;
    if (id_map_get(&db->statements, (int64_t)(intptr_t)sql, &known)) return (Statement *)(intptr_t)known;
    sqlite3_stmt *handle;
    if (!prepare_text(db, sql, SQLITE_PREPARE_PERSISTENT, &handle, err)) return NULL;
    Statement *statement = arena_new(db->arena, Statement);
    *statement = (Statement){.handle = handle};
    id_map_put(db->arena, &db->statements, (int64_t)(intptr_t)sql, (int64_t)(intptr_t)statement);
    return statement;
}

// A statement inside a loop over itself gets a handle of its own for the while.
static bool sqlite_prepare(Db *db, const Sql *sql, Run *run, Err *err) {
    Statement *statement = statement_for(db, sql, err);
    if (!statement) return false;
    if (statement->in_use) {
        sqlite3_stmt *own;
        if (!prepare_text(db, sql, 0, &own, err)) return false;
        run->handle = own;
        return true;
    }
    statement->in_use = true;
    run->statement = statement;
    run->handle = statement->handle;
    return true;
}

static int bind_all(const Query *query, sqlite3_stmt *handle) {
    Param params[PARAMS_MAX];
    int count = query_params(query, params), code = SQLITE_OK;
    for (int i = 0; i < count && code == SQLITE_OK; i++) {
        const Param *param = &params[i];
        sqlite3_uint64 size = param->text.size;
        switch (param->kind) {
        case PARAM_NULL: code = sqlite3_bind_null(handle, i + 1); break;
        case PARAM_NUMBER: code = sqlite3_bind_int64(handle, i + 1, param->number); break;
        case PARAM_TEXT:
            code = sqlite3_bind_text64(handle, i + 1, param->text.data, size, SQLITE_STATIC, SQLITE_UTF8);
            break;
        case PARAM_BYTES:
            code = sqlite3_bind_blob64(handle, i + 1, param->text.data, size, SQLITE_STATIC);
            break;
        }
    }
    return code;
}

static bool sqlite_step(Query *query, Run *run) {
    sqlite3_stmt *handle = run->handle;
    int code = query->row < 0 ? bind_all(query, handle) : SQLITE_OK;
    if (code == SQLITE_OK) code = sqlite3_step(handle);
    if (code == SQLITE_ROW) return true;
    query->done = true;
    if (code == SQLITE_DONE) {
        if (!sqlite3_stmt_readonly(handle)) query->changes = sqlite3_changes64(query->db->connection);
        return false;
    }
    query->failed = true;
    fail(query->sql->name, code, &query->err);
    return false;
}

static void sqlite_finish(Db *db, Run *run) {
    (void)db;
    if (!run->handle) return;
    if (run->statement) {
        sqlite3_reset(run->handle);
        sqlite3_clear_bindings(run->handle);
        run->statement->in_use = false;
    } else {
        sqlite3_finalize(run->handle);
    }
}

static sqlite3_stmt *handle_of(const Query *query) {
    return ((Run *)query->engine)->handle;
}

static const char *sqlite_column(const Query *query, int column) {
    return sqlite3_column_name(handle_of(query), column);
}

static bool sqlite_is_null(const Query *query, int column) {
    return sqlite3_column_type(handle_of(query), column) == SQLITE_NULL;
}

static int64_t sqlite_number(const Query *query, int column) {
    return sqlite3_column_int64(handle_of(query), column);
}

static Str sqlite_text(const Query *query, int column) {
    const void *text = sqlite3_column_text(handle_of(query), column);
    if (!text) return STR("");
    return (Str){text, (size_t)sqlite3_column_bytes(handle_of(query), column)};
}

static Str sqlite_bytes(const Query *query, Arena *arena, int column) {
    const void *bytes = sqlite3_column_blob(handle_of(query), column);
    if (!bytes) return STR("");
    return str_copy(arena, (Str){bytes, (size_t)sqlite3_column_bytes(handle_of(query), column)});
}

const Engine engine_sqlite = {
    .open = sqlite_open,
    .name = sqlite_name,
    .close = sqlite_close,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .script = run_text,
    .prepare = sqlite_prepare,
    .step = sqlite_step,
    .finish = sqlite_finish,
    .column = sqlite_column,
    .is_null = sqlite_is_null,
    .number = sqlite_number,
    .text = sqlite_text,
    .bytes = sqlite_bytes,
};
