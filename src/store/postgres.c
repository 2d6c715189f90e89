// PostgreSQL through libpq: one connection, statements prepared on it by name, answers fetched
// whole. Every wait has an end, so that a server that hangs costs a request and not the program.
#include "base/log.h"
#include "store/engine.h"
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONNECT_WAIT "3" // s
#define BEGIN_WAIT_MS 3500
#define GATE_WAIT_MS 4900 // the gate itself gives up a little before
#define QUERY_WAIT_MS 60000

// Only the code goes to the log: a server's message can quote values.
static bool fail_with_code(Db *db, const char *what, const char *code, Err *err) {
    if (!code || !*code) { // the connection is gone
        db->connection_bad = true;
        log_warn("database: %s: the connection was lost", what);
        return store_busy(err);
    }
    Str state = str_from_c(code);
    if (str_equal(state, STR("23505"))) return store_exists(err);
    if (str_equal(state, STR("23503"))) return store_related(err);
    if (str_starts(state, STR("23")) || str_starts(state, STR("22"))) return store_refused(err);
    log_warn("database: %s: PostgreSQL error %s", what, code);
    if (str_equal(state, STR("53100"))) return store_full(err);
    // 0A000: a plan from before a migration; 25006: a standby; 55P03: the gate; 57: shutting down.
    static const char *const busy[] = {"08", "53", "57", "40", "55P03", "25006", "0A000"};
    for (size_t i = 0; i < COUNT_OF(busy); i++) {
        if (!str_starts(state, str_from_c(busy[i]))) continue;
        db->connection_bad = i <= 2 || i >= 5;
        return store_busy(err);
    }
    return store_failed(err);
}

static bool fail(Db *db, const char *what, const PGresult *result, Err *err) {
    return fail_with_code(db, what, result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL, err);
}

static bool is_good(const PGresult *result) {
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

// The last answer to what was sent, or the first that went wrong; NULL when the server did not
// answer in time or is gone.
static PGresult *wait_for_answer(Db *db, int64_t wait_ms) {
    PGconn *connection = db->connection;
    int64_t until = monotonic_ms() + wait_ms;
    PGresult *kept = NULL;
    for (;;) {
        while (PQisBusy(connection)) {
            int64_t left = until - monotonic_ms();
            struct pollfd socket = {.fd = PQsocket(connection), .events = POLLIN};
            bool late = left <= 0;
            if (!late && socket.fd >= 0) poll(&socket, 1, (int)left);
            if (late || socket.fd < 0 || !PQconsumeInput(connection)) {
                db->connection_bad = true;
                PQclear(kept);
                return NULL;
            }
        }
        PGresult *next = PQgetResult(connection);
        if (!next) return kept;
        if (kept && !is_good(kept)) {
            PQclear(next);
            continue;
        }
        PQclear(kept);
        kept = next;
    }
}

static bool run_text(Db *db, const char *what, const char *text, int64_t wait_ms, Err *err) {
    PGresult *result = PQsendQuery(db->connection, text) ? wait_for_answer(db, wait_ms) : NULL;
    bool good = result && is_good(result);
    if (!good) fail(db, what, result, err);
    PQclear(result);
    return good;
}

static void no_notice(void *context, const char *message) {
    (void)context, (void)message;
}

static bool connect_now(Db *db, Err *err) {
    static const char *const keys[] = {"dbname", "connect_timeout", "client_encoding", "tcp_user_timeout",
                                       "keepalives_idle", "keepalives_interval", "keepalives_count",
                                       "fallback_application_name", NULL};
    const char *const values[] = {db->address, CONNECT_WAIT, "UTF8", "4000", "2", "1", "2", "randa", NULL};
    PGconn *connection = PQconnectdbParams(keys, values, 1);
    if (PQstatus(connection) != CONNECTION_OK) {
        log_warn("database: PostgreSQL cannot be reached (host %s)", PQhost(connection) ? PQhost(connection) : "?");
        PQfinish(connection);
        return store_busy(err);
    }
    PQsetNoticeProcessor(connection, no_notice, NULL);
    db->connection = connection;
    db->connection_bad = false;
    // Statements are short: compiling one takes longer than running it (jit). A stronger choice of the operator's
    // (remote_apply) stays.
    return run_text(db, "connect",
                    "SET lock_timeout = 4600; SET bytea_output = 'hex'; SET standard_conforming_strings = on;"
                    "SET statement_timeout = 60000; SET jit = off;"
                    "SELECT set_config('synchronous_commit', 'on', false)"
                    " WHERE current_setting('synchronous_commit') IN ('off', 'local')",
                    BEGIN_WAIT_MS, err);
}

static const char *option_of(const PQconninfoOption *options, const char *keyword) {
    for (; options->keyword; options++)
        if (strcmp(options->keyword, keyword) == 0 && options->val) return options->val;
    return "";
}

// Several hosts may have a port each, "5432,5433"; one without a port has the usual one.
void postgres_ports(const char *address, DbNeeds *ret) {
    PQconninfoOption *options = PQconninfoParse(address, NULL);
    ret->connects = true;
    if (!options) return; // connecting will say what is wrong
    Str host = str_from_c(option_of(options, "host")), ports = str_from_c(option_of(options, "port")), part;
    bool networked = *option_of(options, "hostaddr") || (host.size > 0 && host.data[0] != '/');
    size_t count = 0;
    int64_t port;
    if (networked && ports.size == 0) ports = STR("5432");
    while (networked && count < COUNT_OF(ret->ports) - 1 && str_split(&ports, ',', &part))
        if (str_to_int(part, &port)) ret->ports[count++] = (int)port;
    PQconninfoFree(options);
}

static void postgres_close(Db *db) {
    PQfinish(db->connection);
    db->connection = NULL;
}

static bool reconnect(Db *db, Err *err) {
    postgres_close(db);
    db->statements = (IdMap){0};
    return connect_now(db, err);
}

static bool postgres_open(Db *db, const char *address, Err *err) {
    (void)address; // db->address
    if (connect_now(db, err)) return true;
    postgres_close(db);
    return false;
}

static const char *postgres_name(const Db *db) {
    const char *name = db->connection ? PQdb(db->connection) : NULL;
    return name && !strchr(name, '/') ? name : "postgresql";
}

static bool is_bad(const Db *db) {
    return !db->connection || db->connection_bad || PQstatus(db->connection) != CONNECTION_OK;
}

// Nothing has been done yet in a transaction that fails to begin, so a connection that turns out to
// be dead (the server was restarted while it lay unused) is opened again, once.
static bool postgres_begin(Db *db, TxKind kind, Err *err) {
    static const char *const texts[] = {
        [TX_READING] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        [TX_WRITING] = "BEGIN; LOCK TABLE write_gate IN EXCLUSIVE MODE",
        // Before the first migration there is no gate: an advisory lock keeps two programs apart.
        [TX_MIGRATING] = "BEGIN; SELECT pg_advisory_xact_lock(7203842)",
    };
    int64_t wait_ms = kind == TX_READING ? BEGIN_WAIT_MS : GATE_WAIT_MS;
    bool fresh = is_bad(db);
    if (fresh && !reconnect(db, err)) return false;
    if (run_text(db, "begin", texts[kind], wait_ms, err)) return true;
    bool lost = PQstatus(db->connection) != CONNECTION_OK;
    if (!lost && !db->connection_bad) {
        Err ignored;
        if (!run_text(db, "rollback", "ROLLBACK", BEGIN_WAIT_MS, &ignored)) db->connection_bad = true;
    }
    if (!lost || fresh) return false;
    return reconnect(db, err) && run_text(db, "begin", texts[kind], wait_ms, err);
}

static bool postgres_commit(Db *db, Err *err) {
    PGresult *result = PQsendQuery(db->connection, "COMMIT") ? wait_for_answer(db, QUERY_WAIT_MS) : NULL;
    bool good = result && is_good(result);
    if (!good) fail(db, "commit", result, err);
    // The server answers ROLLBACK to the COMMIT of a failed transaction.
    if (good && strcmp(PQcmdStatus(result), "COMMIT") != 0) good = store_failed(err);
    PQclear(result);
    return good;
}

static void postgres_rollback(Db *db) {
    Err ignored;
    if (is_bad(db)) return;
    if (!run_text(db, "rollback", "ROLLBACK", BEGIN_WAIT_MS, &ignored)) db->connection_bad = true;
}

static bool postgres_script(Db *db, const char *what, const char *text, Err *err) {
    return run_text(db, what, text, (int64_t)60 * QUERY_WAIT_MS, err);
}

static bool postgres_prepare(Db *db, const Sql *sql, Run *run, Err *err) {
    (void)run; // the answer will be its handle
    if (db->tx == TX_NONE_OPEN && is_bad(db) && !reconnect(db, err)) return false;
    int64_t known;
    if (id_map_get(&db->statements, (int64_t)(intptr_t)sql, &known)) return true;
    PGresult *result = PQsendPrepare(db->connection, sql->name, sql->postgres, 0, NULL)
                           ? wait_for_answer(db, QUERY_WAIT_MS)
                           : NULL;
    bool good = result && is_good(result);
    if (good) id_map_put(db->arena, &db->statements, (int64_t)(intptr_t)sql, 1);
    else fail(db, sql->name, result, err);
    PQclear(result);
    return good;
}

// Numbers travel as text, which any integer type takes; texts and bytes as they are.
static PGresult *send_query(const Query *query) {
    Param params[PARAMS_MAX];
    const char *values[PARAMS_MAX];
    int sizes[PARAMS_MAX], formats[PARAMS_MAX];
    char numbers[PARAMS_MAX][24];
    Db *db = query->db;
    int count = query_params(query, params);
    for (int i = 0; i < count; i++) {
        bool is_number = params[i].kind == PARAM_NUMBER;
        if (is_number) snprintf(numbers[i], sizeof numbers[i], "%lld", (long long)params[i].number);
        values[i] = is_number ? numbers[i] : params[i].kind == PARAM_NULL ? NULL : params[i].text.data;
        sizes[i] = (int)params[i].text.size;
        formats[i] = !is_number;
    }
    if (!PQsendQueryPrepared(db->connection, query->sql->name, count, values, sizes, formats, 0)) return NULL;
    return wait_for_answer(db, QUERY_WAIT_MS);
}

static bool postgres_step(Query *query, Run *run) {
    if (query->row < 0) {
        PGresult *result = send_query(query);
        if (!result || !is_good(result)) {
            query->failed = query->done = true;
            fail(query->db, query->sql->name, result, &query->err);
            PQclear(result);
            return false;
        }
        run->handle = result;
    }
    if (query->row + 1 < PQntuples(run->handle)) return true;
    query->done = true;
    const char *status = PQcmdStatus(run->handle);
    if (strncmp(status, "SELECT", 6) != 0) query->changes = strtoll(PQcmdTuples(run->handle), NULL, 10);
    return false;
}

static void postgres_finish(Db *db, Run *run) {
    (void)db;
    PQclear(run->handle);
}

static PGresult *result_of(const Query *query) {
    return ((Run *)query->engine)->handle;
}

static const char *postgres_column(const Query *query, int column) {
    return PQfname(result_of(query), column);
}

static bool postgres_is_null(const Query *query, int column) {
    return PQgetisnull(result_of(query), (int)query->row, column);
}

static int64_t postgres_number(const Query *query, int column) {
    const char *value = PQgetvalue(result_of(query), (int)query->row, column);
    if (value[0] == 't') return 1; // a boolean; f reads as 0
    return strtoll(value, NULL, 10);
}

static Str postgres_text(const Query *query, int column) {
    return (Str){PQgetvalue(result_of(query), (int)query->row, column),
                 (size_t)PQgetlength(result_of(query), (int)query->row, column)};
}

static unsigned nibble(char c) {
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10) & 15;
}

static Str postgres_bytes(const Query *query, Arena *arena, int column) {
    Str hex = postgres_text(query, column);
    if (!str_starts(hex, STR("\\x")) || hex.size == 2) return STR("");
    size_t size = (hex.size - 2) / 2;
    char *bytes = arena_alloc(arena, size + 1, 1);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)(nibble(hex.data[2 + 2 * i]) << 4 | nibble(hex.data[3 + 2 * i]));
    return (Str){bytes, size};
}

const Engine engine_postgres = {
    .postgres = true,
    .open = postgres_open,
    .name = postgres_name,
    .close = postgres_close,
    .begin = postgres_begin,
    .commit = postgres_commit,
    .rollback = postgres_rollback,
    .script = postgres_script,
    .prepare = postgres_prepare,
    .step = postgres_step,
    .finish = postgres_finish,
    .column = postgres_column,
    .is_null = postgres_is_null,
    .number = postgres_number,
    .text = postgres_text,
    .bytes = postgres_bytes,
};
