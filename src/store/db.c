// What is the same on both engines: transactions, the cache of statements, binding, ids, and
// failing on purpose. A failed query fails its whole transaction on PostgreSQL; here it does so on
// SQLite too, so that no caller comes to rely on the difference.
#include "base/buf.h"
#include "gen/sql.h"
#include "store/damage.h"
#include "store/engine.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>

#define DB_ARENA_BYTES_MAX ((size_t)64 << 20)
#define GATE_WAIT_MS 5000
#define ID_BLOCK_FIRST 20
#define ID_BLOCK_MAX 2560

int64_t monotonic_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool db_open(const char *address, Db **ret, Err *err) {
    Str text = str_from_c(address);
    const Engine *engine = NULL;
    if (str_starts(text, STR("sqlite:"))) engine = &engine_sqlite;
    if (str_starts(text, STR("postgresql:")) || str_starts(text, STR("postgres:"))) engine = &engine_postgres;
    if (!engine)
        return err_set(err, ERR_INVALID,
                       msg(N_("Databasens adress ska börja med sqlite: eller postgresql://.")));
    Arena *arena = arena_open(DB_ARENA_BYTES_MAX);
    Db *db = arena_new(arena, Db);
    *db = (Db){.engine = engine, .arena = arena, .gate_wait_ms = GATE_WAIT_MS, .id_block_size = ID_BLOCK_FIRST};
    db->address = str_to_c(arena, text);
    if (!engine->open(db, db->address, err)) {
        arena_close(arena);
        return false;
    }
    *ret = db;
    return true;
}

static const char *state_folder(Arena *arena) {
    const char *state = getenv("STATE_DIRECTORY"), *home = getenv("HOME");
    if (state && *state) return state;
    return str_to_c(arena, str_printf(arena, "%s/.local/state/randa", home ? home : ""));
}

// Relative to the working folder, as the address is.
static const char *folder_of(Arena *arena, Str path) {
    size_t past = path.size;
    while (past > 0 && path.data[past - 1] != '/') past--;
    return past == 0 ? "." : str_to_c(arena, str_slice(path, 0, past));
}

void db_needs(const char *address, Arena *arena, DbNeeds *ret) {
    Str text = str_from_c(address);
    *ret = (DbNeeds){.folder = NULL};
    if (str_starts(text, STR("sqlite:"))) {
        ret->folder = folder_of(arena, str_slice(text, strlen("sqlite:"), text.size));
        return;
    }
    ret->folder = state_folder(arena);
    postgres_ports(address, ret);
}

static void finish_run(Db *db, Run *run) {
    db->engine->finish(db, run);
    *run = (Run){.next = db->runs_free};
    db->runs_free = run;
}

static void finish_all(Db *db) {
    while (db->runs_open) {
        Run *run = db->runs_open;
        db->runs_open = run->next;
        finish_run(db, run);
    }
}

void db_close(Db *db) {
    if (!db) return;
    db_rollback(db);
    db->engine->close(db);
    arena_close(db->arena);
}

bool db_is_lost(const Db *db) {
    return db->connection_bad;
}

bool db_is_postgres(const Db *db) {
    return db->engine->postgres;
}

void db_scope_set(Db *db, DbScope scope) {
    db->scope = scope;
}

DbScope db_scope(const Db *db) {
    return db->scope;
}

// --- transactions -------------------------------------------------------------------------------

static bool begin(Db *db, TxKind kind, Err *err) {
    assert(db->tx == TX_NONE_OPEN);
    finish_all(db);
    if (!db->engine->begin(db, kind, err)) return false;
    db->tx = kind;
    db->tx_failed = false;
    db->id_block_new = false;
    return true;
}

bool db_begin_read(Db *db, Err *err) {
    return begin(db, TX_READING, err);
}

bool db_begin_write(Db *db, Err *err) {
    if (damage_is_marked(db)) return store_read_only(err);
    return begin(db, TX_WRITING, err);
}

bool db_begin_migrate(Db *db, Err *err) {
    return begin(db, TX_MIGRATING, err);
}

// Counts a query, and says whether it is the one that is to fail.
static bool fails_now(Db *db) {
    db->query_count++;
    return db->fail_after > 0 && --db->fail_after == 0;
}

bool db_commit(Db *db, Err *err) {
    assert(db->tx != TX_NONE_OPEN);
    finish_all(db);
    bool writing = db->tx != TX_READING;
    if (db->tx_failed || (writing && fails_now(db))) {
        db_rollback(db);
        return store_failed(err);
    }
    if (!db->engine->commit(db, err)) {
        db_rollback(db);
        return false;
    }
    db->tx = TX_NONE_OPEN;
    db->id_block_size = ID_BLOCK_FIRST;
    return true;
}

void db_rollback(Db *db) {
    finish_all(db);
    if (db->tx == TX_NONE_OPEN) return;
    db->engine->rollback(db);
    db->tx = TX_NONE_OPEN;
    db->tx_failed = false;
    db->id_block_size = ID_BLOCK_FIRST;
    if (db->id_block_new) db->id_next = db->id_past = 0; // the block goes back with the rest
    db->id_block_new = false;
}

bool db_script(Db *db, const char *what, const char *text, Err *err) {
    assert(db->tx == TX_MIGRATING);
    if (fails_now(db)) return store_failed(err);
    return db->engine->script(db, what, text, err);
}

// A block doubles while one transaction needs many, so that a large import asks seldom and a single
// edit wastes little.
static bool take_block(Db *db, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_ID_BLOCK_TAKE, err)) return false;
    query_bind_int(&query, 1, db->id_block_size);
    int64_t past = query_next(&query) ? query_int(&query, 0) : 0;
    if (!query_end(&query, err)) return false;
    if (past <= db->id_block_size || past > (int64_t)1 << 53) return store_failed(err);
    db->id_next = past - db->id_block_size;
    db->id_past = past;
    db->id_block_new = true;
    if (db->id_block_size < ID_BLOCK_MAX) db->id_block_size *= 2;
    return true;
}

bool db_new_id(Db *db, int64_t *ret, Err *err) {
    assert(db->tx == TX_WRITING || db->tx == TX_MIGRATING);
    if (db->id_next == db->id_past && !take_block(db, err)) return false;
    *ret = db->id_next++;
    return true;
}

void db_fail_at(Db *db, int64_t nth) {
    db->fail_after = nth;
}

int64_t db_query_count(const Db *db) {
    return db->query_count;
}

bool db_has_failed(const Db *db) {
    return db->tx != TX_NONE_OPEN && db->tx_failed;
}

#define ROOM_BYTES_MIN ((uint64_t)256 << 20)
bool db_has_room(const Db *db, size_t bytes) {
    struct statvfs disk;
    const char *path = db->address + strlen("sqlite:");
    if (db->engine->postgres || statvfs(path, &disk) != 0) return true; // not our disk
    uint64_t all = (uint64_t)disk.f_blocks * disk.f_frsize, left = (uint64_t)disk.f_bavail * disk.f_frsize;
    uint64_t keep = all / 20 < ROOM_BYTES_MIN ? all / 20 : ROOM_BYTES_MIN;
    return left >= keep && left - keep >= bytes;
}

int64_t db_disk_free(const Db *db, Arena *arena) {
    struct statvfs disk;
    Str path = str_from_c(db_file_beside(db, arena, "keys"));
    while (path.size && path.data[path.size - 1] != '/') path.size--;
    if (statvfs(path.size ? str_to_c(arena, path) : ".", &disk) != 0) return -1;
    return (int64_t)(disk.f_bavail * disk.f_frsize);
}

// --- keys ---------------------------------------------------------------------------------------

const char *db_file_beside(const Db *db, Arena *arena, const char *name) {
    const char *own = db->engine->name(db);
    if (!db->engine->postgres) return str_to_c(arena, str_printf(arena, "%s-%s", own, name));
    return str_to_c(arena, str_printf(arena, "%s/%s-%s", state_folder(arena), own, name));
}

const char *db_keys_folder(const Db *db, Arena *arena) {
    return db_file_beside(db, arena, "keys");
}

bool db_change_keys(Db *db, const CryptoKeys **ret, Err *err) {
    if (!db->change_keys) {
        CryptoKeys *keys = arena_new(db->arena, CryptoKeys);
        if (strcmp(db->address, "sqlite::memory:") == 0) crypto_keys_fresh(keys);
        else if (!crypto_keys_open(db_keys_folder(db, db->arena), "change", keys, err)) return false;
        db->change_keys = keys;
    }
    *ret = db->change_keys;
    return true;
}

// --- queries ------------------------------------------------------------------------------------

static bool only_reads(const Sql *sql) {
    return strncmp(sql->sqlite, "SELECT", 6) == 0 || strncmp(sql->sqlite, "WITH", 4) == 0;
}

static Run *take_run(Db *db) {
    Run *run = db->runs_free;
    if (run) db->runs_free = run->next;
    else run = arena_new(db->arena, Run);
    *run = (Run){.next = db->runs_open};
    db->runs_open = run;
    return run;
}

static void give_run(Db *db, Run *run) {
    for (Run **at = &db->runs_open; *at; at = &(*at)->next) {
        if (*at != run) continue;
        *at = run->next;
        finish_run(db, run);
        return;
    }
}

bool query_begin(Query *query, Db *db, const Sql *sql, Err *err) {
    assert(sql->params <= QUERY_PARAMS_MAX);
    assert(only_reads(sql) || db->tx == TX_WRITING || db->tx == TX_MIGRATING);
    if (fails_now(db)) {
        db->tx_failed = true;
        return store_failed(err);
    }
    if (db->tx != TX_NONE_OPEN && db->tx_failed) return store_failed(err);
    Run *run = take_run(db);
    if (!db->engine->prepare(db, sql, run, err)) {
        give_run(db, run);
        db->tx_failed = true;
        return false;
    }
    query->db = db;
    query->sql = sql;
    query->engine = run;
    query->row = -1;
    query->failed = query->done = false;
    query->changes = 0;
    for (int i = 0; i < sql->params; i++) query->params[i].kind = PARAM_NULL;
    return true;
}

static void bind(Query *query, int position, ParamKind kind, int64_t number, Str text) {
    assert(position >= 1 && position <= query->sql->params && query->row < 0);
    query->params[position - 1].kind = (int)kind;
    query->params[position - 1].number = number;
    query->params[position - 1].text = text;
}

void query_bind_int(Query *query, int position, int64_t value) {
    bind(query, position, PARAM_NUMBER, value, (Str){0});
}

void query_bind_id(Query *query, int position, int64_t id) {
    bind(query, position, id ? PARAM_NUMBER : PARAM_NULL, id, (Str){0});
}

void query_bind_date(Query *query, int position, Date date) {
    bind(query, position, date.day == DATE_NONE.day ? PARAM_NULL : PARAM_NUMBER, date.day, (Str){0});
}

void query_bind_text(Query *query, int position, Str value) {
    bool sound = str_is_utf8(value) && str_find_char(value, 0) == STR_NOT_FOUND;
    bind(query, position, PARAM_TEXT, 0, value);
    if (!sound && !query->failed) {
        query->failed = true;
        store_refused(&query->err);
    }
}

void query_bind_bytes(Query *query, int position, Str value) {
    bind(query, position, PARAM_BYTES, 0, value);
}

void query_bind_null(Query *query, int position) {
    bind(query, position, PARAM_NULL, 0, (Str){0});
}

int query_params(const Query *query, Param ret[static PARAMS_MAX]) {
    const Sql *sql = query->sql;
    const DbScope *scope = &query->db->scope;
    int count = sql->params;
    for (int i = 0; i < count; i++) {
        Str text = query->params[i].text;
        ret[i] = (Param){(ParamKind)query->params[i].kind, query->params[i].number,
                         text.data ? text : STR("")};
    }
    const struct {
        int position;
        int64_t value;
    } scoped[] = {{sql->region, scope->region}, {sql->actor, scope->actor}, {sql->today, scope->today.day}};
    for (size_t i = 0; i < COUNT_OF(scoped); i++) {
        if (!scoped[i].position) continue;
        ret[scoped[i].position - 1] = (Param){.kind = PARAM_NUMBER, .number = scoped[i].value, .text = STR("")};
        if (scoped[i].position > count) count = scoped[i].position;
    }
    return count;
}

bool query_next(Query *query) {
    if (query->failed || query->done) return false;
    if (query->db->engine->step(query, query->engine)) {
        query->row++;
        return true;
    }
    return false;
}

bool query_end(Query *query, Err *err) {
    Db *db = query->db;
    give_run(db, query->engine);
    query->engine = NULL;
    if (!query->failed) return true;
    if (db->tx != TX_NONE_OPEN) db->tx_failed = true;
    *err = query->err;
    return false;
}

bool query_run(Query *query, Err *err) {
    while (query_next(query)) continue;
    return query_end(query, err);
}

int64_t query_changes(const Query *query) {
    return query->changes;
}

bool query_null(const Query *query, int column) {
    return query->db->engine->is_null(query, column);
}

int64_t query_int(const Query *query, int column) {
    return query->db->engine->number(query, column);
}

Date query_date(const Query *query, int column) {
    return query_null(query, column) ? DATE_NONE : (Date){(int32_t)query_int(query, column)};
}

// In one place, so that no page, list or answer can forget it. What is read inside a write is whole: it
// may be saved again.
static bool is_column(const Query *query, int column, const char *name) {
    return strcmp(query->db->engine->column(query, column), name) == 0;
}

// "Ada Åberg\\nBo Ek" (in JSON) is "A. Å.\\nB. E."; one word alone is a unit's name.
static void put_initials(Buf *buf, Str value) {
    bool begins = true;
    if (str_find_char(value, ' ') == STR_NOT_FOUND) {
        buf_add(buf, value);
        return;
    }
    for (size_t i = 0; i < value.size; i++) {
        bool is_line = str_starts(str_slice(value, i, value.size), STR("\\n"));
        if (is_line) buf_add(buf, STR("\\n"));
        else if (value.data[i] == ' ') buf_add_char(buf, ' ');
        else if (begins) buf_add(buf, str_initial(buf->arena, str_slice(value, i, value.size)));
        begins = is_line || value.data[i] == ' ';
        i += is_line;
    }
}

// What a finding says: {"trainee":"Ada Åberg","held":6}.
static Str without_names(Arena *arena, Str json) {
    static const char *const keys[] = {"\"trainee\":\"", "\"names\":\"", "\"person\":\"", "\"supervisor\":\"", "\"signer\":\""};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        Str key = str_from_c(keys[i]);
        size_t at = str_find(json, key);
        if (at == STR_NOT_FOUND) continue;
        Str rest = str_slice(json, at + key.size, json.size);
        size_t past = str_find_char(rest, '"');
        Buf buf = buf_begin(arena);
        buf_add(&buf, str_slice(json, 0, at + key.size));
        put_initials(&buf, str_slice(rest, 0, past));
        buf_add(&buf, str_slice(rest, past, rest.size));
        json = buf_end(&buf);
    }
    return json;
}

Str query_text(const Query *query, Arena *arena, int column) {
    Str text = query->db->engine->text(query, column);
    if (query->db->scope.initials && query->db->tx != TX_WRITING) {
        if (is_column(query, column, "given_name") || is_column(query, column, "family_name")) return str_initial(arena, text);
        if (is_column(query, column, "args")) return str_copy(arena, without_names(arena, text));
    }
    return text.size ? str_copy(arena, text) : STR("");
}

Str query_bytes(const Query *query, Arena *arena, int column) {
    return query->db->engine->bytes(query, arena, column);
}

// --- words --------------------------------------------------------------------------------------

bool store_busy(Err *err) {
    return err_set(err, ERR_BUSY, msg(N_("Databasen går inte att nå eller är upptagen. Försök igen om en stund.")));
}

bool store_full(Err *err) {
    return err_set(err, ERR_FULL, msg(N_("Disken är full, så inget sparades. Det som var sparat finns kvar.")));
}

bool store_failed(Err *err) {
    return err_set(err, ERR_STORE, msg(N_("Databasen svarade med ett fel, så inget sparades.")));
}

bool store_damaged(Err *err) {
    return err_set(err, ERR_STORE,
                   msg(N_("Databasen är skadad eller ingen databas. Inget har skrivits; läs tillbaka en säkerhetskopia.")));
}

bool store_read_only(Err *err) {
    return err_set(err, ERR_BUSY, msg(N_("Databasen är skadad: den går att läsa, men inget sparas.")));
}

bool store_exists(Err *err) {
    return err_set(err, ERR_CONFLICT, msg(N_("Det finns redan en likadan uppgift.")));
}

bool store_related(Err *err) {
    return err_set(err, ERR_CONFLICT,
                   msg(N_("Uppgiften hör ihop med en annan, som saknas eller som inte kan vara utan den.")));
}

bool store_refused(Err *err) {
    return err_set(err, ERR_INVALID, msg(N_("Värdet går inte att spara.")));
}
