#include "base/buf.h"
#include "gen/records_store.h"
#include "gen/tables.h"
#include "store/backup.h"
#include "store/backup_file.h"
#include "store/engine.h"
#include "store/migrate.h"
#include "store/test_db.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOW ((Instant)1795435200000)

typedef struct {
    Db *db;
    Arena *arena;
    Err err;
    const char *file, *keys, *target;
    int targets;
} World;

// A unit below one that was made after it, texts of every kind, a sealed value, a file.
static bool fill(World *world, Act *act) {
    Unit below = {.name = STR("Avdelning 3"), .in_use_from = DATE_NONE}, above = {.name = STR("Sjukhuset"), .in_use_from = DATE_NONE};
    Person ada = {.given_name = STR("Ada"), .family_name = STR("Åberg \"citat\"\n"), .licence_date = date_from_ymd(2024, 2, 29)};
    Training training = {.first = date_from_ymd(2026, 1, 1), .bt_approved = DATE_NONE, .planned_end = DATE_NONE, .ended = DATE_NONE};
    if (!unit_save(act, &below, &world->err) || !unit_save(act, &above, &world->err)) return false;
    below.parent = above.id;
    if (!unit_save(act, &below, &world->err) || !person_save(act, &ada, &world->err)) return false;
    training.trainee = ada.id;
    training.home_unit = below.id;
    if (!training_save(act, &training, &world->err)) return false;
    Absence absence = {.training = training.id, .cause = ABSENCE_CAUSE_SICK, .first = {20000}, .past = {20010}, .share = {100}};
    return absence_save(act, &absence, &world->err) && audit_end(act, &world->err);
}

static World world_open(void) {
    World world = {.db = test_db_open(), .arena = arena_open((size_t)256 << 20)};
    Act act = test_act(world.db, world.arena, "test.begin");
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    CHECK_OK(fill(&world, &act), world.err);
    CHECK_OK(db_commit(world.db, &world.err), world.err);
    CHECK_OK(checkpoint_write(world.db, world.arena, NOW, &world.err), world.err);
    world.file = str_to_c(world.arena, str_printf(world.arena, "%s/test.backup", test_db_folder()));
    world.keys = db_keys_folder(world.db, world.arena);
    unlink(world.file);
    BackupReport report;
    CHECK_OK(backup_make(test_db_address(world.db), world.arena, world.file, (Actor){0}, NOW, &report, &world.err), world.err);
    CHECK(report.schema == migrate_latest() && report.rows > 8 && report.digest.size == SHA256_HEX_SIZE, "a report");
    return world;
}

static void world_close(World *world) {
    unlink(world->file);
    unlink(db_file_beside(world->db, world->arena, "checkpoints"));
    test_db_close(world->db);
    arena_close(world->arena);
}

// To a SQLite file of its own, whatever engine the backup is of.
static bool restore(World *world, RestoreReport *ret) {
    world->target = str_to_c(world->arena, str_printf(world->arena, "sqlite:%s/restored-%d.db", test_db_folder(), ++world->targets));
    return backup_restore(world->file, world->keys, world->target, world->arena, (Actor){0}, NOW, ret, &world->err);
}

static void put_row(Buf *buf, const Query *query, Arena *arena, const StoredTable *table) {
    for (int i = 0; i < (int)table->column_count; i++) {
        if (query_null(query, i)) buf_add(buf, STR("- "));
        else if (table->columns[i].kind == PARAM_NUMBER) buf_addf(buf, "%lld ", (long long)query_int(query, i));
        else if (table->columns[i].kind == PARAM_TEXT) buf_addf(buf, "%.*s ", STR_ARG(query_text(query, arena, i)));
        else buf_addf(buf, "%.*s ", STR_ARG(crypto_sha256(arena, query_bytes(query, arena, i))));
    }
    buf_add_char(buf, '\n');
}

// All rows of the tables that people fill.
static Str dump(World *world, Db *db) {
    static const char *const names[] = {"region", "unit", "person", "training", "absence", "change"};
    Buf buf = buf_begin(world->arena);
    for (const StoredTable *table = stored_tables; table->name; table++) {
        bool wanted = false;
        for (size_t i = 0; i < COUNT_OF(names); i++) wanted |= strcmp(names[i], table->name) == 0;
        if (!wanted) continue;
        Buf text = buf_begin(world->arena);
        buf_addf(&text, "SELECT ");
        for (size_t i = 0; i < table->column_count; i++) buf_addf(&text, "%s%s", i ? ", " : "", table->columns[i].name);
        buf_addf(&text, " FROM %s ORDER BY 1", table->name);
        Sql *sql = arena_new(world->arena, Sql);
        const char *c = str_to_c(world->arena, buf_end(&text));
        *sql = (Sql){.name = str_to_c(world->arena, str_printf(world->arena, "dump_%s_%d", table->name, ++world->targets)),
                     .sqlite = c, .postgres = c};
        Query query;
        CHECK_OK(query_begin(&query, db, sql, &world->err), world->err);
        while (query_next(&query)) put_row(&buf, &query, world->arena, table);
        CHECK_OK(query_end(&query, &world->err), world->err);
    }
    return buf_end(&buf);
}

TEST(backup_comes_back_whole_in_the_other_engine_too) {
    World world = world_open();
    RestoreReport report;
    Db *restored;
    Str before = dump(&world, world.db);
    CHECK_OK(restore(&world, &report), world.err);
    CHECK(check_is_whole(&report.check) && report.check.audit.entries == 1 && report.check.checkpoints.count == 1, "all is whole");
    CHECK_OK(db_open(world.target, &restored, &world.err), world.err);
    CHECK_STR(dump(&world, restored), before, "row by row");
    db_close(restored);
    CHECK(!backup_restore(world.file, world.keys, world.target, world.arena, (Actor){0}, NOW, &report, &world.err) &&
              world.err.kind == ERR_CONFLICT, "never over what is there");
    CHECK_OK(backup_test(world.file, NULL, test_db_address(world.db), world.arena, NOW, &report, &world.err), world.err);
    BackupReport again;
    CHECK(!backup_make(test_db_address(world.db), world.arena, world.file, (Actor){0}, NOW, &again, &world.err) &&
              world.err.kind == ERR_CONFLICT, "nor a file over a file");
    world_close(&world);
}

static Str read_file(World *world) {
    int file = open(world->file, O_RDONLY);
    off_t size = lseek(file, 0, SEEK_END);
    char *bytes = arena_alloc(world->arena, (size_t)size + 1, 1);
    CHECK(pread(file, bytes, (size_t)size, 0) == size, "read");
    close(file);
    return (Str){bytes, (size_t)size};
}

static void write_file(World *world, Str bytes) {
    int file = open(world->file, O_WRONLY | O_TRUNC);
    CHECK(write(file, bytes.data, bytes.size) == (ssize_t)bytes.size, "written");
    close(file);
}

TEST(backup_with_a_changed_byte_is_refused) {
    World world = world_open();
    RestoreReport report;
    Str whole = read_file(&world);
    const size_t places[] = {0, 14, 16, 24, 30, 60, whole.size / 2, whole.size - 1};
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        char *bytes = (char *)(uintptr_t)str_copy(world.arena, whole).data;
        bytes[places[i]] ^= 1;
        write_file(&world, (Str){bytes, whole.size});
        CHECK(!restore(&world, &report) && world.err.kind == ERR_INVALID, "a changed byte");
    }
    const Str others[] = {str_slice(whole, 0, whole.size - 1), str_slice(whole, 0, 48), str_slice(whole, 0, 10), STR(""),
                          str_join(world.arena, whole, STR("x"))};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        write_file(&world, others[i]);
        CHECK(!restore(&world, &report) && world.err.kind == ERR_INVALID, "a byte missing, or one too many");
    }
    write_file(&world, whole);
    world.keys = test_db_folder();
    CHECK(!restore(&world, &report) && world.err.kind == ERR_INVALID, "without the key");
    world_close(&world);
}

TEST(backup_of_a_newer_schema_is_refused) {
    World world = world_open();
    RestoreReport report;
    CryptoKeys keys;
    BackupOut *out;
    Str digest;
    int64_t size;
    CHECK_OK(crypto_keys_open(world.keys, "backup", &keys, &world.err), world.err);
    unlink(world.file);
    CHECK_OK(backup_out_open(world.arena, world.file, &keys.keys[0], &out, &world.err), world.err);
    backup_out_int(out, 1);
    backup_out_int(out, migrate_latest() + 1);
    backup_out_int(out, NOW);
    backup_out_text(out, STR(""));
    CHECK_OK(backup_out_end(out, world.arena, &digest, &size, &world.err), world.err);
    CHECK(!restore(&world, &report) && world.err.kind == ERR_CONFLICT, "a newer Randa made it");
    world_close(&world);
}

// Piece after piece, and the piece that is exactly full.
TEST(backup_file_keeps_every_size) {
    World world = world_open();
    CryptoKeys keys;
    crypto_keys_fresh(&keys);
    const size_t sizes[] = {0, 1, BACKUP_PIECE - 8, BACKUP_PIECE - 7, 3 * BACKUP_PIECE};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        BackupOut *out;
        BackupIn *in;
        Str digest, text = {arena_alloc(world.arena, sizes[i] + 1, 1), sizes[i]};
        int64_t size;
        unlink(world.file);
        CHECK_OK(backup_out_open(world.arena, world.file, &keys.keys[0], &out, &world.err), world.err);
        backup_out_text(out, text);
        CHECK_OK(backup_out_end(out, world.arena, &digest, &size, &world.err), world.err);
        CHECK_OK(backup_in_open(world.arena, world.file, &keys, &in, &world.err), world.err);
        CHECK(str_equal(backup_in_text(in, world.arena), text), "the same text");
        CHECK_OK(backup_in_end(in, &world.err), world.err);
        CHECK_STR(digest, crypto_sha256(world.arena, read_file(&world)), "the file's digest");
    }
    world_close(&world);
}
