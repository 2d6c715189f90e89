// engine.h: what SQLite and PostgreSQL each give db.c. Only files in store/ include this.
//
// A Run is one statement under way. Runs belong to the Db, not to the Query on somebody's stack, so
// that rolling back after a jump to the request's edge still finds and ends them.
#pragma once
#include "base/map.h"
#include "store/crypto.h"
#include "store/db.h"

typedef enum { TX_NONE_OPEN, TX_READING, TX_WRITING, TX_MIGRATING } TxKind;

typedef struct Statement Statement; // prepared once per connection; the engine's own
typedef struct Run Run;
struct Run {
    Run *next; // among those open, or those free
    Statement *statement;
    void *handle; // sqlite3_stmt * or PGresult *
};

typedef enum { PARAM_NULL, PARAM_NUMBER, PARAM_TEXT, PARAM_BYTES } ParamKind;

// `what` in messages is the name of a statement or a step: never its text or its values.
typedef struct {
    bool postgres;
    bool (*open)(Db *db, const char *address, Err *err);
    const char *(*name)(const Db *db); // its file, or its database on the server
    void (*close)(Db *db);
    bool (*begin)(Db *db, TxKind kind, Err *err);
    bool (*commit)(Db *db, Err *err);
    void (*rollback)(Db *db);
    bool (*script)(Db *db, const char *what, const char *text, Err *err); // several statements
    bool (*prepare)(Db *db, const Sql *sql, Run *run, Err *err);
    bool (*step)(Query *query, Run *run); // true: a row; else query->done, or failed with err
    void (*finish)(Db *db, Run *run);
    const char *(*column)(const Query *query, int column); // its name
    bool (*is_null)(const Query *query, int column);
    int64_t (*number)(const Query *query, int column);
    Str (*text)(const Query *query, int column); // lives until the next step
    Str (*bytes)(const Query *query, Arena *arena, int column);
} Engine;

extern const Engine engine_sqlite, engine_postgres;

struct Db {
    const Engine *engine;
    Arena *arena;     // as long as the connection
    void *connection; // sqlite3 * or PGconn *
    const char *address;
    DbScope scope;
    TxKind tx;
    bool tx_failed;      // a query failed: nothing more runs, and the commit is refused
    bool connection_bad; // open it again before the next transaction
    int64_t gate_wait_ms, busy_until; // SQLite waits for the gate; monotonic
    IdMap statements;    // by the address of the Sql
    Run *runs_open, *runs_free;
    int64_t query_count, fail_after;          // fail_after 0: off
    int64_t id_next, id_past, id_block_size; // the block of ids at hand
    bool id_block_new;                        // taken in the open transaction
    CryptoKeys *change_keys;                  // NULL until they are needed
    const char *damage_file;                  // the same
};

// The parameters of a statement in order of position, with those from the scope in their places.
typedef struct {
    ParamKind kind;
    int64_t number;
    Str text;
} Param;
#define PARAMS_MAX (QUERY_PARAMS_MAX + 3)
int query_params(const Query *query, Param ret[static PARAMS_MAX]); // how many

int64_t monotonic_ms(void);
bool db_script(Db *db, const char *what, const char *text, Err *err);
bool db_begin_migrate(Db *db, Err *err);
bool db_has_failed(const Db *db);             // a query of the open transaction has failed
bool db_has_room(const Db *db, size_t bytes); // files may not take the last of the disk (S37)

// "sqlite:randa.db" and "keys": randa.db-keys; database randa on a server: randa-keys in the state folder.
const char *db_file_beside(const Db *db, Arena *arena, const char *name);
void postgres_ports(const char *address, DbNeeds *ret);
const char *db_keys_folder(const Db *db, Arena *arena);
// The keys that seal K4 values in `change`: randa.db-keys/ beside randa.db.
MUST_CHECK bool db_change_keys(Db *db, const CryptoKeys **ret, Err *err);

// The words for what a database can answer, the same for both engines.
bool store_busy(Err *err);
bool store_full(Err *err);
bool store_failed(Err *err);
bool store_damaged(Err *err);
bool store_read_only(Err *err);
bool store_exists(Err *err);  // a unique key is taken
bool store_related(Err *err); // a foreign key does not hold
bool store_refused(Err *err); // a value that a column does not take
