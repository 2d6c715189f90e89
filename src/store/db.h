// db.h: one connection to SQLite or PostgreSQL behind one API, and the statements prepared on it.
//
// Statements are constants made by tools/sql.py from the .sql files (gen/sql.h: SQL_NAME). They
// know where :region, :actor and :today stand; query_begin binds those from the connection's scope,
// so a statement cannot forget them. A Db belongs to one thread at a time.
#pragma once
#include "base/err.h"

typedef struct Db Db;
typedef int64_t Instant; // milliseconds since 1970-01-01 UTC

typedef struct {
    const char *name;
    const char *sqlite, *postgres; // the text for each engine
    int params;                    // $1..$params are the caller's
    int region, actor, today;      // positions bound from the scope; 0 where not used
} Sql;

typedef struct {
    int64_t region;
    int64_t actor; // a person's id; 0 is the system itself (command line, jobs)
    Date today;
    bool initials; // a pilot: outside writes, names of people are read as initials
} DbScope;

// sqlite:PATH (sqlite::memory: for tests) or postgresql://... ERR_BUSY when it cannot be reached.
// Opening does not migrate; migrate.h does.
MUST_CHECK bool db_open(const char *address, Db **ret, Err *err);
// What connections to an address use of this machine: for the sandbox.
typedef struct {
    const char *folder; // where files lie beside the database: its own, its keys, checkpoints
    bool connects;
    int ports[8]; // TCP; ends with 0. None: a socket of this machine
} DbNeeds;
void db_needs(const char *address, Arena *arena, DbNeeds *ret);
bool db_is_lost(const Db *db); // its server is gone; the next transaction tries to reach it again
void db_close(Db *db); // NULL is fine; an open transaction is rolled back
bool db_is_postgres(const Db *db);
int64_t db_disk_free(const Db *db, Arena *arena); // bytes beside the database or its keys; -1: not known
void db_scope_set(Db *db, DbScope scope);
DbScope db_scope(const Db *db);

// One transaction at a time. A write begins by passing the gate: the only writer, on both engines.
MUST_CHECK bool db_begin_read(Db *db, Err *err);
MUST_CHECK bool db_begin_write(Db *db, Err *err); // ERR_BUSY after 5 s
MUST_CHECK bool db_commit(Db *db, Err *err);
void db_rollback(Db *db); // no transaction: nothing

// A fresh id, below 2^53, from a block taken hi/lo. Inside a write.
MUST_CHECK bool db_new_id(Db *db, int64_t *ret, Err *err);

// Makes the nth query from now fail with ERR_STORE (tests); 0 turns it off.
void db_fail_at(Db *db, int64_t nth);
int64_t db_query_count(const Db *db); // queries begun since opening

#define QUERY_PARAMS_MAX 48
typedef struct {
    Db *db;
    const Sql *sql;
    void *engine; // the engine's own state
    int64_t row;  // -1 before the first
    bool failed, done;
    Err err;
    int64_t changes;
    struct {
        int kind; // engine-neutral: 0 null, 1 number, 2 text, 3 bytes
        int64_t number;
        Str text;
    } params[QUERY_PARAMS_MAX];
} Query;

// begin; bind $1.. by position; then next until false, then end (which reports whatever failed).
// A statement without rows: begin, bind, query_run.
MUST_CHECK bool query_begin(Query *query, Db *db, const Sql *sql, Err *err);
void query_bind_int(Query *query, int position, int64_t value);
void query_bind_id(Query *query, int position, int64_t id); // 0 is bound as NULL
void query_bind_date(Query *query, int position, Date date); // DATE_NONE is bound as NULL
void query_bind_text(Query *query, int position, Str value); // must live until query_end
void query_bind_bytes(Query *query, int position, Str value);
void query_bind_null(Query *query, int position);
bool query_next(Query *query);
MUST_CHECK bool query_end(Query *query, Err *err);
MUST_CHECK bool query_run(Query *query, Err *err); // runs to the end, then as query_end
int64_t query_changes(const Query *query);         // rows changed by the statement that ran

// The current row, columns from 0. Numbers of NULL are 0, dates DATE_NONE, texts empty.
bool query_null(const Query *query, int column);
int64_t query_int(const Query *query, int column);
Date query_date(const Query *query, int column);
Str query_text(const Query *query, Arena *arena, int column); // copied into the arena
Str query_bytes(const Query *query, Arena *arena, int column);
