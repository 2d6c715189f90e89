// The file: a format number, the schema's, the instant; the checkpoint file; then for each table its
// name, its columns' names, its rows, each behind ROW; last END with how many rows there were.
#include "store/backup.h"
#include "base/buf.h"
#include "gen/sql.h"
#include "gen/tables.h"
#include "store/backup_file.h"
#include "store/damage.h"
#include "store/migrate.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FORMAT 1
#define PAGE_ROWS 2000
#define PAGE_ROWS_OF_FILES 16 // 256 KiB each
enum { END, TABLE, ROW };

// What is made by migrating, what lasts minutes, who was signed in, and mail that has gone since.
static bool is_kept(const StoredTable *table) {
    static const char *const left_out[] = {"schema_version", "write_gate",  "session",      "sign_in_failure",
                                           "idempotency",    "oidc_flight", "oidc_arrival", "outbox",       "local_sign_in"};
    for (size_t i = 0; i < COUNT_OF(left_out); i++)
        if (strcmp(table->name, left_out[i]) == 0) return false;
    return true;
}

// --- statements ---------------------------------------------------------------------------------
// Made of the schema's own names (gen/tables.h), never of what a file says.

static void add_param(Buf *text, bool postgres, size_t number) {
    buf_addf(text, "%s%zu", postgres ? "$" : "?", number);
}

static const Sql *statement(Arena *arena, const char *verb, const StoredTable *table, const Buf *text, size_t params) {
    Sql *sql = arena_new(arena, Sql);
    const char *c = str_to_c(arena, buf_end(text));
    *sql = (Sql){.name = str_to_c(arena, str_printf(arena, "%s_%s", verb, table->name)), .sqlite = c, .postgres = c,
                 .params = (int)params};
    return sql;
}

static void add_names(Buf *text, const StoredTable *table, const int *which, size_t count) {
    for (size_t i = 0; i < count; i++)
        buf_addf(text, "%s%s", i ? ", " : "", table->columns[which ? (size_t)which[i] : i].name);
}

// A page after the key of the last row ($1...), or the first page.
static const Sql *page_statement(Arena *arena, bool postgres, const StoredTable *table, bool first) {
    Buf text = buf_begin(arena);
    bool files = false;
    for (size_t i = 0; i < table->column_count; i++) files |= table->columns[i].kind == PARAM_BYTES;
    buf_addf(&text, "SELECT ");
    add_names(&text, table, NULL, table->column_count);
    buf_addf(&text, " FROM %s", table->name);
    if (!first) {
        buf_addf(&text, " WHERE (");
        add_names(&text, table, table->key, table->key_count);
        buf_addf(&text, ") > (");
        for (size_t i = 0; i < table->key_count; i++) {
            if (i) buf_addf(&text, ", ");
            add_param(&text, postgres, i + 1);
        }
        buf_addf(&text, ")");
    }
    buf_addf(&text, " ORDER BY ");
    add_names(&text, table, table->key, table->key_count);
    buf_addf(&text, " LIMIT %d", files ? PAGE_ROWS_OF_FILES : PAGE_ROWS);
    return statement(arena, first ? "backup_first" : "backup_next", table, &text, first ? 0 : table->key_count);
}

static const Sql *insert_statement(Arena *arena, bool postgres, const StoredTable *table, const int *which, size_t count) {
    Buf text = buf_begin(arena);
    buf_addf(&text, "INSERT INTO %s (", table->name);
    add_names(&text, table, which, count);
    buf_addf(&text, ") VALUES (");
    for (size_t i = 0; i < count; i++) {
        if (i) buf_addf(&text, ", ");
        add_param(&text, postgres, i + 1);
    }
    buf_addf(&text, ")");
    return statement(arena, "restore", table, &text, count);
}

static const Sql *link_statement(Arena *arena, bool postgres, const StoredTable *table, const StoredColumn *column) {
    Buf text = buf_begin(arena);
    buf_addf(&text, "UPDATE %s SET %s = ", table->name, column->name);
    add_param(&text, postgres, 2);
    buf_addf(&text, " WHERE id = ");
    add_param(&text, postgres, 1);
    return statement(arena, column->name, table, &text, 2);
}

static const Sql *empty_statement(Arena *arena, const StoredTable *table) {
    Buf text = buf_begin(arena);
    buf_addf(&text, "DELETE FROM %s", table->name);
    return statement(arena, "empty", table, &text, 0);
}

// --- making -------------------------------------------------------------------------------------

typedef struct {
    bool null;
    int64_t number;
    Str text;
} Value;

static Value value_of(const Query *query, Arena *arena, const StoredColumn *column, int at) {
    if (query_null(query, at)) return (Value){.null = true};
    switch (column->kind) {
    case PARAM_TEXT: return (Value){.text = query_text(query, arena, at)};
    case PARAM_BYTES: return (Value){.text = query_bytes(query, arena, at)};
    case PARAM_NULL:
    case PARAM_NUMBER: break;
    }
    return (Value){.number = query_int(query, at)};
}

static void put_value(BackupOut *out, const StoredColumn *column, const Value *value) {
    backup_out_int(out, !value->null);
    if (value->null) return;
    if (column->kind == PARAM_NUMBER) backup_out_int(out, value->number);
    else backup_out_text(out, value->text);
}

static void bind_value(Query *query, int position, ParamKind kind, const Value *value) {
    if (value->null) query_bind_null(query, position);
    else if (kind == PARAM_TEXT) query_bind_text(query, position, value->text);
    else if (kind == PARAM_BYTES) query_bind_bytes(query, position, value->text);
    else query_bind_int(query, position, value->number);
}

// *last: the last row's values, of which the next page needs the key.
static bool put_page(Db *db, Arena *arena, BackupOut *out, const StoredTable *table, const Sql *sql, Value **last,
                     int64_t *rows, Err *err) {
    Query query;
    const Value *before = *last;
    *last = NULL;
    if (!query_begin(&query, db, sql, err)) return false;
    for (size_t i = 0; before && i < table->key_count; i++)
        bind_value(&query, (int)i + 1, table->columns[table->key[i]].kind, &before[table->key[i]]);
    while (query_next(&query)) {
        Value *values = arena_array(arena, Value, table->column_count);
        backup_out_int(out, ROW);
        for (size_t i = 0; i < table->column_count; i++) {
            values[i] = value_of(&query, arena, &table->columns[i], (int)i);
            put_value(out, &table->columns[i], &values[i]);
        }
        *last = values;
        ++*rows;
    }
    return query_end(&query, err);
}

// Two arenas by turns: a page's last key must outlive the page before it.
static bool put_table(Db *db, Arena *arena, BackupOut *out, const StoredTable *table, int64_t *rows, Err *err) {
    bool postgres = db_is_postgres(db), good = true;
    const Sql *first = page_statement(arena, postgres, table, true), *next = page_statement(arena, postgres, table, false);
    Arena *turns[] = {arena_open((size_t)1 << 30), arena_open((size_t)1 << 30)};
    Value *last = NULL;
    backup_out_int(out, TABLE);
    backup_out_text(out, str_from_c(table->name));
    backup_out_int(out, (int64_t)table->column_count);
    for (size_t i = 0; i < table->column_count; i++) backup_out_text(out, str_from_c(table->columns[i].name));
    for (size_t page = 0; good && (page == 0 || last); page++) {
        good = put_page(db, turns[page % 2], out, table, page ? next : first, &last, rows, err);
        arena_clear(turns[(page + 1) % 2]);
    }
    arena_close(turns[0]);
    arena_close(turns[1]);
    return good;
}

static bool put_all(Db *db, Arena *arena, BackupOut *out, Instant now, BackupReport *report, Err *err) {
    Str checkpoints;
    if (!migrate_number_inside(db, &report->schema, err) || !checkpoint_text(db, arena, &checkpoints, err)) return false;
    backup_out_int(out, FORMAT);
    backup_out_int(out, report->schema);
    backup_out_int(out, now);
    backup_out_text(out, checkpoints);
    for (const StoredTable *table = stored_tables; table->name; table++)
        if (is_kept(table) && !put_table(db, arena, out, table, &report->rows, err)) return false;
    backup_out_int(out, END);
    backup_out_int(out, report->rows);
    return backup_out_end(out, arena, &report->digest, &report->size, err);
}

static bool note_made(Db *db, Arena *arena, const BackupReport *report, Actor actor, Instant now, Err *err) {
    Act act = {.db = db, .arena = arena, .actor = actor, .now = now};
    Query query;
    int64_t id;
    if (!db_begin_write(db, err) || !db_new_id(db, &id, err)) return false;
    if (!query_begin(&query, db, SQL_BACKUP_NOTE, err)) return false;
    query_bind_int(&query, 1, id);
    query_bind_int(&query, 2, now);
    query_bind_text(&query, 3, str_from_c(report->file));
    query_bind_int(&query, 4, report->size);
    query_bind_text(&query, 5, report->digest);
    query_bind_int(&query, 6, report->rows);
    return query_run(&query, err) && audit_note(&act, "backup.make", report->digest, err) && db_commit(db, err);
}

static bool make(Db *db, Arena *arena, BackupReport *report, Actor actor, Instant now, Err *err) {
    CryptoKeys keys;
    BackupOut *out;
    if (!crypto_keys_open(db_keys_folder(db, arena), "backup", &keys, err)) return false;
    if (!backup_out_open(arena, report->file, &keys.keys[keys.count - 1], &out, err)) return false;
    if (!db_begin_read(db, err) || !put_all(db, arena, out, now, report, err)) return false;
    db_rollback(db);
    return note_made(db, arena, report, actor, now, err);
}

bool backup_make(const char *address, Arena *arena, const char *file, Actor actor, Instant now, BackupReport *ret, Err *err) {
    BackupReport report = {.file = file};
    ArenaMark mark = arena_mark(arena);
    Db *db;
    if (!db_open(address, &db, err)) return false;
    bool good = make(db, arena, &report, actor, now, err);
    db_close(db);
    if (good) *ret = report;
    else arena_reset(arena, mark); // takes the half-written file away
    return good;
}

// --- restoring ----------------------------------------------------------------------------------

static bool unreadable(Err *err) {
    return err_set(err, ERR_INVALID, msg(N_("Säkerhetskopian är skadad eller ändrad. Inget har lästs tillbaka.")));
}

typedef struct {
    Db *db;
    Arena *arena;
    BackupIn *in;
    RestoreReport *report;
} Restore;

static const StoredTable *table_named(Str name) {
    for (const StoredTable *table = stored_tables; table->name; table++)
        if (str_equal(str_from_c(table->name), name) && is_kept(table)) return table;
    return NULL;
}

static int column_named(const StoredTable *table, Str name) {
    for (size_t i = 0; i < table->column_count; i++)
        if (str_equal(str_from_c(table->columns[i].name), name)) return (int)i;
    return -1;
}

static Value take_value(Restore *restore, Arena *arena, const StoredColumn *column) {
    Value value = {.null = !backup_in_int(restore->in)};
    if (value.null) return value;
    if (column->kind == PARAM_NUMBER) value.number = backup_in_int(restore->in);
    else value.text = backup_in_text(restore->in, arena);
    return value;
}

// What refers to a row of its own table (a unit's parent) may stand before it: filled in afterwards.
typedef struct {
    const StoredColumn *column;
    int64_t id, to;
} Link;
LIST_OF(LinkList, Link);

static bool take_row(Restore *restore, Arena *row, const StoredTable *table, const Sql *sql, const int *which, size_t count,
                     LinkList *links, Err *err) {
    Query query;
    int64_t id = 0;
    if (!query_begin(&query, restore->db, sql, err)) return false;
    for (size_t i = 0; i < count; i++) {
        const StoredColumn *column = &table->columns[which[i]];
        Value value = take_value(restore, row, column);
        if (strcmp(column->name, "id") == 0) id = value.number;
        if (column->own && !value.null) {
            list_add(restore->arena, links, (Link){column, id, value.number});
            value = (Value){.null = true};
        }
        bind_value(&query, (int)i + 1, column->kind, &value);
    }
    if (!backup_in_is_sound(restore->in)) return unreadable(err);
    restore->report->rows++;
    return query_run(&query, err);
}

static bool link_rows(Restore *restore, const StoredTable *table, const LinkList *links, Err *err) {
    const Sql *sql = NULL;
    for (size_t i = 0; i < links->count; i++) {
        Query query;
        if (!i || links->items[i].column != links->items[i - 1].column)
            sql = link_statement(restore->arena, db_is_postgres(restore->db), table, links->items[i].column);
        if (!query_begin(&query, restore->db, sql, err)) return false;
        query_bind_int(&query, 1, links->items[i].id);
        query_bind_int(&query, 2, links->items[i].to);
        if (!query_run(&query, err)) return false;
    }
    return true;
}

// *ret_next: the mark behind the table's last row.
static bool take_table(Restore *restore, Arena *row, int64_t *ret_next, Err *err) {
    const StoredTable *table = table_named(backup_in_text(restore->in, restore->arena));
    int64_t count = backup_in_int(restore->in);
    LinkList links = {0};
    if (!table || count < 1 || (size_t)count > table->column_count) return unreadable(err);
    int *which = arena_array(restore->arena, int, (size_t)count);
    for (int64_t i = 0; i < count; i++) {
        which[i] = column_named(table, backup_in_text(restore->in, restore->arena));
        if (which[i] < 0) return unreadable(err);
    }
    const Sql *sql = insert_statement(restore->arena, db_is_postgres(restore->db), table, which, (size_t)count);
    while ((*ret_next = backup_in_int(restore->in)) == ROW) {
        if (!take_row(restore, row, table, sql, which, (size_t)count, &links, err)) return false;
        arena_clear(row);
    }
    return link_rows(restore, table, &links, err);
}

static bool take_tables(Restore *restore, Err *err) {
    Arena *row = arena_open((size_t)256 << 20);
    int64_t mark = backup_in_int(restore->in);
    bool good = true;
    while (good && mark == TABLE) good = take_table(restore, row, &mark, err);
    arena_close(row);
    if (!good) return false;
    if (mark != END || backup_in_int(restore->in) != restore->report->rows) return unreadable(err);
    return backup_in_end(restore->in, err);
}

static bool empty_all(Restore *restore, Err *err) {
    size_t count = 0;
    while (stored_tables[count].name) count++;
    while (count--) {
        Query query;
        if (!is_kept(&stored_tables[count])) continue;
        if (!query_begin(&query, restore->db, empty_statement(restore->arena, &stored_tables[count]), err)) return false;
        if (!query_run(&query, err)) return false;
    }
    return true;
}

static bool region_count(Db *db, int64_t *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_BACKUP_REGION_COUNT, err)) return false;
    *ret = query_next(&query) ? query_int(&query, 0) : 0;
    return query_end(&query, err);
}

static bool make_ready(Restore *restore, int schema, Err *err) {
    int number;
    int64_t regions = 0;
    if (schema > migrate_latest())
        return err_set(err, ERR_CONFLICT,
                       msg(N_("Säkerhetskopian är gjord med en nyare Randa (schema {1}) än den här (schema {2})."),
                           msg_number(schema), msg_number(migrate_latest())));
    if (!migrate_number(restore->db, &number, err)) return false;
    if (number && !region_count(restore->db, &regions, err)) return false;
    if (regions || number > schema)
        return err_set(err, ERR_CONFLICT, msg(N_("Databasen är inte tom. Läs tillbaka till en ny.")));
    return migrate_to(restore->db, schema, err);
}

static bool fill(Restore *restore, Str checkpoints, Actor actor, Instant now, Err *err) {
    Act act = {.db = restore->db, .arena = restore->arena, .actor = actor, .now = now};
    damage_clear(restore->db, restore->arena); // a mark beside the file is of the database that was here before
    if (!db_begin_write(restore->db, err) || !empty_all(restore, err) || !take_tables(restore, err)) return false;
    if (!checkpoint_put_back(restore->db, restore->arena, checkpoints, err)) return false;
    if (!check_inside(restore->db, restore->arena, &restore->report->check, err)) return false;
    if (!check_is_whole(&restore->report->check))
        return err_set(err, ERR_INVALID, msg(N_("Det som lästes tillbaka är inte helt, så det har inte tagits i bruk.")));
    return audit_note(&act, "backup.restore", STR(""), err) && db_commit(restore->db, err);
}

// One that is there already stays.
static bool copy_key(Arena *arena, const char *from, const char *to, const char *name, Err *err) {
    char bytes[8192];
    int in = open(str_to_c(arena, str_printf(arena, "%s/%s", from, name)), O_RDONLY | O_CLOEXEC);
    ssize_t size = in >= 0 ? read(in, bytes, sizeof bytes) : -1;
    if (in >= 0) close(in);
    int out = open(str_to_c(arena, str_printf(arena, "%s/%s", to, name)), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (out < 0 && errno == EEXIST) return true;
    bool good = out >= 0 && size > 0 && write(out, bytes, (size_t)size) == size && fsync(out) == 0;
    if (out >= 0) close(out);
    explicit_bzero(bytes, sizeof bytes);
    return good || err_set(err, ERR_STORE, msg(N_("Nycklarna går inte att kopiera till den nya databasen.")));
}

// The new database needs the old one's keys: for sealed values, checkpoints and its next backup.
static bool bring_keys(Restore *restore, const char *keys, Err *err) {
    const char *own = db_keys_folder(restore->db, restore->arena);
    struct stat a, b;
    if (stat(keys, &a) == 0 && stat(own, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino) return true;
    crypto_folder_make(own);
    DIR *folder = opendir(keys);
    bool good = folder != NULL || err_set(err, ERR_STORE, msg(N_("Nycklarna går inte att kopiera till den nya databasen.")));
    for (struct dirent *entry; good && (entry = readdir(folder));)
        if (str_ends(str_from_c(entry->d_name), STR(".key"))) good = copy_key(restore->arena, keys, own, entry->d_name, err);
    if (folder) closedir(folder);
    return good;
}

static bool run(Restore *restore, const char *keys, Actor actor, Instant now, Err *err) {
    if (backup_in_int(restore->in) != FORMAT) return unreadable(err);
    int64_t schema = backup_in_int(restore->in);
    restore->report->made = backup_in_int(restore->in);
    Str checkpoints = backup_in_text(restore->in, restore->arena);
    if (!backup_in_is_sound(restore->in)) return unreadable(err);
    restore->report->schema = (int)schema;
    return make_ready(restore, (int)schema, err) && bring_keys(restore, keys, err) &&
           fill(restore, checkpoints, actor, now, err) && migrate_up(restore->db, err);
}

// Without the folder there is no key to make: a new one would open nothing.
static bool open_sealed(const char *file, const char *folder, Arena *arena, BackupIn **ret, Err *err) {
    CryptoKeys keys = {0};
    struct stat there;
    Str path = str_printf(arena, "%s/backup.key", folder);
    bool any = stat(str_to_c(arena, path), &there) == 0;
    return (!any || crypto_keys_open(folder, "backup", &keys, err)) && backup_in_open(arena, file, &keys, ret, err);
}

bool backup_restore(const char *file, const char *keys, const char *address, Arena *arena, Actor actor, Instant now,
                    RestoreReport *ret, Err *err) {
    Restore restore = {.arena = arena, .report = ret};
    *ret = (RestoreReport){0};
    if (!open_sealed(file, keys, arena, &restore.in, err)) return false;
    if (!db_open(address, &restore.db, err)) return false;
    bool good = run(&restore, keys, actor, now, err);
    db_close(restore.db);
    return good;
}

// --- testing ------------------------------------------------------------------------------------

static void remove_test(Arena *arena, const char *path) {
    static const char *const beside[] = {"", "-wal", "-shm", "-checkpoints"};
    const char *keys = str_to_c(arena, str_printf(arena, "%s-keys", path));
    DIR *folder = opendir(keys);
    for (size_t i = 0; i < COUNT_OF(beside); i++) unlink(str_to_c(arena, str_printf(arena, "%s%s", path, beside[i])));
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        if (entry->d_name[0] != '.') unlink(str_to_c(arena, str_printf(arena, "%s/%s", keys, entry->d_name)));
    if (folder) closedir(folder);
    rmdir(keys);
}

static bool note_tested(Db *db, const char *file, Instant now, int64_t ms, Err *err) {
    Query query;
    if (!db_begin_write(db, err) || !query_begin(&query, db, SQL_BACKUP_TESTED, err)) return false;
    query_bind_text(&query, 1, str_from_c(file));
    query_bind_int(&query, 2, now);
    query_bind_int(&query, 3, ms);
    return query_run(&query, err) && db_commit(db, err);
}

bool backup_test(const char *file, const char *keys, const char *address, Arena *arena, Instant now, RestoreReport *ret, Err *err) {
    Db *db;
    if (!db_open(address, &db, err)) return false;
    int64_t begun = monotonic_ms();
    const char *path = str_to_c(arena, str_printf(arena, "%s-%.*s", db_file_beside(db, arena, "restore-test"),
                                                  STR_ARG(crypto_random_hex(arena, 4))));
    const char *beside = str_to_c(arena, str_printf(arena, "sqlite:%s", path));
    bool good = backup_restore(file, keys ? keys : db_keys_folder(db, arena), beside, arena, (Actor){0}, now, ret, err);
    remove_test(arena, path);
    good = good && note_tested(db, file, now, monotonic_ms() - begun, err);
    db_close(db);
    return good;
}
