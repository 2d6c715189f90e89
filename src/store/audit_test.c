// What someone who owns the database can do to the chain, and what audit_verify says of it. Entries:
// 1..5 changes of a person, 6..8 notes. The end that is cut off is the checkpoint's to find, beside
// the database: checkpoints_tell_when_the_end_is_cut_off.
#include "gen/records_store.h"
#include "gen/sql.h"
#include "store/audit.h"
#include "store/test_db.h"

typedef struct {
    Db *db;
    Arena *arena;
    Err err;
    int64_t tamperings;
} World;

static bool change_person(World *world, int times) {
    Act act = test_act(world->db, world->arena, "person.edit");
    Person person = {.given_name = STR("Ada"), .family_name = STR("Åberg"), .licence_date = DATE_NONE};
    for (int i = 0; i < times; i++) {
        person.phone = str_printf(world->arena, "%d", i);
        if (!db_begin_write(world->db, &world->err) || !person_save(&act, &person, &world->err)) return false;
        if (!audit_end(&act, &world->err) || !db_commit(world->db, &world->err)) return false;
    }
    return true;
}

static bool note(World *world, const char *action) {
    Act act = test_act(world->db, world->arena, "");
    return audit_note(&act, action, STR("ada"), &world->err);
}

static World world_open(void) {
    World world = {.db = test_db_open(), .arena = arena_open(16 << 20)};
    CHECK_OK(change_person(&world, 5), world.err);
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    for (int i = 0; i < 3; i++) CHECK_OK(note(&world, "session.begin"), world.err);
    CHECK_OK(db_commit(world.db, &world.err), world.err);
    return world;
}

// A statement of the test's own: prepared by name, so each gets one.
static void run(World *world, const char *text) {
    Sql *sql = arena_new(world->arena, Sql);
    *sql = (Sql){.name = str_to_c(world->arena, str_printf(world->arena, "tamper_%lld", (long long)++world->tamperings)),
                 .sqlite = text, .postgres = text};
    Query query;
    CHECK_OK(query_begin(&query, world->db, sql, &world->err) && query_run(&query, &world->err), world->err);
}

static const struct {
    const char *why;
    const char *run[5];
    int64_t bad; // 0: none, and then `disposed` is the entry whose values are gone
    int64_t disposed;
} cases[] = {
    {"nothing is done", {NULL}, 0, 0},
    {"its region", {"UPDATE audit SET region = region + 1 WHERE id = 3"}, 3, 0},
    {"its time", {"UPDATE audit SET at = at + 1 WHERE id = 3"}, 3, 0},
    {"its actor", {"UPDATE audit SET actor = 5 WHERE id = 3"}, 3, 0},
    {"its login", {"UPDATE audit SET os_user = 'x' WHERE id = 3"}, 3, 0},
    {"its role", {"UPDATE audit SET role = 2 WHERE id = 3"}, 3, 0},
    {"its action", {"UPDATE audit SET action = 'x' WHERE id = 3"}, 3, 0},
    {"its subject", {"UPDATE audit SET subject = 'x' WHERE id = 3"}, 3, 0},
    {"its fields", {"UPDATE audit SET fields = 'x' WHERE id = 3"}, 3, 0},
    {"its digest", {"UPDATE audit SET digest = '' WHERE id = 3"}, 3, 0},
    {"its link", {"UPDATE audit SET before = hash WHERE id = 3"}, 3, 0},
    {"its hash", {"UPDATE audit SET hash = digest WHERE id = 3"}, 3, 0},
    {"what it undoes", {"UPDATE audit SET undoes = 1 WHERE id = 3"}, 3, 0},
    {"for whom", {"UPDATE audit SET behalf = 1 WHERE id = 3"}, 3, 0},
    {"about whom", {"UPDATE audit SET about = 1 WHERE id = 3"}, 3, 0},
    {"the relation", {"UPDATE audit SET relation = 'appointment 1' WHERE id = 3"}, 3, 0},
    {"the place", {"UPDATE audit SET place = '10.0.0.*' WHERE id = 3"}, 3, 0},
    {"the result", {"UPDATE audit SET result = 403 WHERE id = 3"}, 3, 0},
    {"text moved from one column to the next", {"UPDATE audit SET subject = '', fields = subject || fields WHERE id = 3"}, 3, 0},
    {"the first is taken away", {"DELETE FROM change WHERE audit = 1", "DELETE FROM audit WHERE id = 1"}, 2, 0},
    {"one in the middle is taken away", {"DELETE FROM audit WHERE id = 7"}, 8, 0},
    {"two change places",
     {"UPDATE audit SET id = 100 WHERE id = 6", "UPDATE audit SET id = 6 WHERE id = 7",
      "UPDATE audit SET id = 7 WHERE id = 100"}, 6, 0},
    {"one is put in, the rest moved up",
     {"UPDATE audit SET id = 9 WHERE id = 8", "UPDATE audit SET id = 8 WHERE id = 7",
      "INSERT INTO audit (id, region, at, actor, action, before, hash) SELECT 7, region, at, actor, action, hash, 'x'"
      " FROM audit WHERE id = 6"}, 7, 0},
    {"one is put in before the first",
     {"INSERT INTO audit (id, region, at, actor, action, before, hash)"
      " SELECT -7, region, at, actor, action, before, hash FROM audit WHERE id = 1"}, -7, 0},
    {"one is put in far behind the last",
     {"INSERT INTO audit (id, region, at, actor, action, before, hash)"
      " SELECT 99, region, at, actor, action, hash, 'x' FROM audit WHERE id = 8"}, 99, 0},
    {"a new value", {"UPDATE change SET new = '{}' WHERE audit = 3"}, 3, 0},
    {"an old value", {"UPDATE change SET old = '{}' WHERE audit = 3"}, 3, 0},
    {"the record of a value", {"UPDATE change SET record = 'unit' WHERE audit = 3"}, 3, 0},
    {"the id of a value's record", {"UPDATE change SET record_id = 99 WHERE audit = 3"}, 3, 0},
    {"the kind of a change", {"UPDATE change SET op = 2 WHERE audit = 3"}, 3, 0},
    {"the region of a value", {"UPDATE change SET region = region + 1 WHERE audit = 3"}, 3, 0},
    {"a value moved to an earlier entry", {"UPDATE change SET audit = 2 WHERE audit = 3"}, 2, 0},
    {"a value put in", {"INSERT INTO change (id, region, audit, record, record_id, op)"
                        " SELECT 900, region, 3, 'unit', 1, 0 FROM audit WHERE id = 3"}, 3, 0},
    {"a value given to an entry that had none", {"INSERT INTO change (id, region, audit, record, record_id, op)"
                                                 " SELECT 900, region, 7, 'unit', 1, 0 FROM audit WHERE id = 7"}, 7, 0},
    {"all values taken away", {"DELETE FROM change WHERE audit = 3"}, 0, 3},
};

TEST(audit_verify_finds_what_an_owner_can_do) {
    World world = world_open();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        AuditReport report;
        CHECK_OK(db_begin_write(world.db, &world.err), world.err);
        for (size_t j = 0; cases[i].run[j]; j++) run(&world, cases[i].run[j]);
        CHECK_OK(audit_verify(world.db, world.arena, &report, &world.err), world.err);
        CHECK(report.bad == cases[i].bad && (report.bad != 0) == (report.why != NULL), cases[i].why);
        CHECK(report.first_disposed == cases[i].disposed, cases[i].why);
        CHECK(report.bad || report.entries == 8, cases[i].why);
        db_rollback(world.db);
    }
    test_db_close(world.db);
    arena_close(world.arena);
}

// With a hash that is right in itself: what follows no longer hangs together.
TEST(audit_verify_finds_a_well_made_entry_in_the_middle) {
    World world = world_open();
    AuditReport report;
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    run(&world, "CREATE TABLE kept AS SELECT * FROM audit WHERE id > 6");
    run(&world, "DELETE FROM audit WHERE id > 6");
    CHECK_OK(note(&world, "session.end"), world.err);
    run(&world, "UPDATE kept SET id = id + 1");
    run(&world, "INSERT INTO audit SELECT * FROM kept");
    CHECK_OK(audit_verify(world.db, world.arena, &report, &world.err), world.err);
    CHECK(report.bad == 8 && report.entries == 7, "the forged entry itself cannot be told from a real one");
    db_rollback(world.db);
    test_db_close(world.db);
    arena_close(world.arena);
}
