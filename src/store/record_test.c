#include "base/buf.h"
#include "gen/records_store.h"
#include "gen/sql.h"
#include "store/check.h"
#include "store/engine.h"
#include "store/test_db.h"
#include <stdlib.h>

typedef struct {
    Db *db;
    Arena *arena;
    Err err;
    UnitId unit;
    PersonId ada;
    TrainingId training;
} World;

static bool add_world(World *world, Act *act) {
    Unit unit = {.name = STR("Medicinkliniken"), .kind = UNIT_KIND_CLINIC, .in_use_from = DATE_NONE};
    Person ada = {.given_name = STR("Ada"), .family_name = STR("Åberg"), .licence_date = date_from_ymd(2024, 2, 29)};
    if (!unit_save(act, &unit, &world->err) || !person_save(act, &ada, &world->err)) return false;
    Training training = {.trainee = ada.id,
                         .kind = TRAINING_KIND_ST,
                         .home_unit = unit.id,
                         .first = date_from_ymd(2026, 1, 1),
                         .bt_approved = DATE_NONE,
                         .planned_end = DATE_NONE,
                         .ended = DATE_NONE,
                         .doctorate_credit = true,
                         .note = STR("\"citat\"\n\\ och å")};
    if (!training_save(act, &training, &world->err)) return false;
    world->unit = unit.id;
    world->ada = ada.id;
    world->training = training.id;
    return audit_end(act, &world->err);
}

static World world_open(void) {
    World world = {.db = test_db_open(), .arena = arena_open(16 << 20)};
    Act act = test_act(world.db, world.arena, "test.begin");
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    CHECK_OK(add_world(&world, &act), world.err);
    CHECK_OK(db_commit(world.db, &world.err), world.err);
    return world;
}

static void world_close(World *world) {
    test_db_close(world->db);
    arena_close(world->arena);
}

static Placement draft(const World *world, int first_day) {
    return (Placement){.training = world->training,
                       .unit = world->unit,
                       .kind = PLACEMENT_KIND_ROTATION,
                       .first = {first_day},
                       .past = {first_day + 90},
                       .share = {80},
                       .note = STR("")};
}

// Everything that matters in the database, as one text: equal before and after what is undone.
static Str dump(World *world) {
    Buf buf = buf_begin(world->arena);
    for (const RecordType *const *type = record_types; *type; type++) {
        for (int64_t id = 1; id < 120; id++) {
            Query query;
            CHECK_OK(query_begin(&query, world->db, (*type)->select, &world->err), world->err);
            query_bind_int(&query, 1, id);
            if (query_next(&query)) {
                buf_addf(&buf, "%s %lld:", (*type)->name, (long long)id);
                for (int i = 2; i < (int)(*type)->column_count + 2; i++)
                    buf_addf(&buf, " %d|%.*s", query_null(&query, i), STR_ARG(query_text(&query, world->arena, i)));
                buf_add_char(&buf, '\n');
            }
            CHECK_OK(query_end(&query, &world->err), world->err);
        }
    }
    return buf_end(&buf);
}

TEST(record_keeps_every_kind_of_column) {
    World world = world_open();
    Training training;
    CHECK_OK(training_load(world.db, world.arena, world.training, &training, &world.err), world.err);
    CHECK(training.version == 1 && training.trainee.raw == world.ada.raw, "ids");
    CHECK(training.kind == TRAINING_KIND_ST && training.doctorate_credit, "enums and yes or no");
    CHECK(training.first.day == date_from_ymd(2026, 1, 1).day && training.ended.day == DATE_NONE.day, "dates");
    CHECK_STR(training.note, STR("\"citat\"\n\\ och å"), "text");
    CHECK(!training_load(world.db, world.arena, (TrainingId){999}, &training, &world.err) &&
              world.err.kind == ERR_NOT_FOUND,
          "what is not there");
    world_close(&world);
}

TEST(record_save_counts_versions) {
    World world = world_open();
    Act act = test_act(world.db, world.arena, "test.save");
    Placement placement = draft(&world, 20000), other;
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    CHECK_OK(placement_save(&act, &placement, &world.err), world.err);
    CHECK(placement.id.raw > 0 && placement.version == 1, "inserted");
    other = placement;
    placement.past.day += 10;
    CHECK_OK(placement_save(&act, &placement, &world.err), world.err);
    CHECK(placement.version == 2 && act.touched.count == 2, "changed");
    CHECK_OK(placement_save(&act, &placement, &world.err), world.err);
    CHECK(placement.version == 2 && act.touched.count == 2, "what is the same is not written");
    CHECK(!placement_save(&act, &other, &world.err) && world.err.kind == ERR_STALE, "the older version is refused");
    CHECK(!placement_delete(&act, &other, &world.err) && world.err.kind == ERR_STALE, "to delete too");
    CHECK_OK(placement_delete(&act, &placement, &world.err), world.err);
    CHECK(!placement_save(&act, &placement, &world.err) && world.err.kind == ERR_STALE, "what is gone is stale");
    CHECK_OK(audit_end(&act, &world.err), world.err);
    CHECK(act.audit == 2, "one entry for the act");
    CHECK_OK(db_commit(world.db, &world.err), world.err);
    world_close(&world);
}

TEST(record_refuses_what_cannot_be) {
    World world = world_open();
    static const struct {
        const char *why;
        int64_t training;
        int share, kind;
        ErrKind expect;
    } cases[] = {
        {"a training that is not there", 998, 100, 0, ERR_CONFLICT},
        {"no training at all", 0, 100, 0, ERR_INVALID},
        {"more than all of the time", -1, 101, 0, ERR_INVALID},
        {"a kind beyond the last", -1, 100, PLACEMENT_KIND_COUNT, ERR_INVALID},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Act act = test_act(world.db, world.arena, "test.save");
        Placement placement = draft(&world, 20000);
        if (cases[i].training >= 0) placement.training.raw = cases[i].training;
        placement.share.value = cases[i].share;
        placement.kind = (PlacementKind)cases[i].kind;
        CHECK_OK(db_begin_write(world.db, &world.err), world.err);
        CHECK(!placement_save(&act, &placement, &world.err) && world.err.kind == cases[i].expect, cases[i].why);
        db_rollback(world.db);
    }
    world_close(&world);
}

TEST(record_keeps_regions_apart) {
    World world = world_open();
    DbScope scope = db_scope(world.db);
    db_scope_set(world.db, (DbScope){.region = scope.region + 1000, .today = scope.today});
    Person ada;
    CHECK(!person_load(world.db, world.arena, world.ada, &ada, &world.err) && world.err.kind == ERR_NOT_FOUND,
          "another region's person is not found");
    db_scope_set(world.db, scope);
    world_close(&world);
}

// A little of everything in one act: add, change twice, remove, a K4 value.
static bool do_much(World *world, Act *act, Err *err) {
    Placement first = draft(world, 20000), second = draft(world, 20200);
    Absence absence = {.training = world->training, .cause = ABSENCE_CAUSE_SICK, .first = {20010}, .past = {20020}, .share = {100}};
    Person ada;
    if (!placement_save(act, &first, err) || !placement_save(act, &second, err)) return false;
    if (!absence_save(act, &absence, err)) return false;
    first.note = STR("flyttad");
    first.supervisor = world->ada;
    if (!placement_save(act, &first, err)) return false;
    if (!person_load(act->db, act->arena, world->ada, &ada, err)) return false;
    ada.email = STR("ada@example.org");
    ada.licence_date = DATE_NONE;
    if (!person_save(act, &ada, err)) return false;
    absence.cause = ABSENCE_CAUSE_PARENTAL;
    if (!absence_save(act, &absence, err)) return false;
    return placement_delete(act, &second, err) && audit_end(act, err);
}

static bool undo(World *world, int64_t audit, Act *ret) {
    Act act = test_act(world->db, world->arena, "test.undo");
    if (!db_begin_write(world->db, &world->err)) return false;
    bool good = record_undo(&act, audit, &world->err) && audit_end(&act, &world->err) && db_commit(world->db, &world->err);
    if (!good) db_rollback(world->db);
    *ret = act;
    return good;
}

static bool do_it(World *world, Act *ret, bool (*what)(World *, Act *, Err *)) {
    Act act = test_act(world->db, world->arena, "test.much");
    if (!db_begin_write(world->db, &world->err)) return false;
    bool good = what(world, &act, &world->err) && db_commit(world->db, &world->err);
    if (!good) db_rollback(world->db);
    *ret = act;
    return good;
}

TEST(record_undo_puts_everything_back) {
    World world = world_open();
    Act act, undone, again;
    Str before = dump(&world);
    CHECK_OK(do_it(&world, &act, do_much), world.err);
    Str after = dump(&world);
    CHECK(!str_equal(before, after), "something was done");
    CHECK_OK(undo(&world, act.audit, &undone), world.err);
    CHECK_STR(dump(&world), before, "as it was");
    CHECK_OK(undo(&world, undone.audit, &again), world.err);
    CHECK_STR(dump(&world), after, "the undoing can itself be undone");
    CHECK(!undo(&world, act.audit, &again) && world.err.kind == ERR_STALE, "but not the first a second time");
    CHECK(!undo(&world, 999, &again) && world.err.kind == ERR_NOT_FOUND, "nor what was never done");
    CHECK_STR(dump(&world), after, "nothing was written");
    AuditReport report;
    CHECK_OK(audit_verify(world.db, world.arena, &report, &world.err), world.err);
    CHECK(report.bad == 0 && report.entries == 4 && report.last == 4, "the chain is whole");
    world_close(&world);
}

static bool change_person(World *world, Act *act, Err *err) {
    Person ada;
    if (!person_load(act->db, act->arena, world->ada, &ada, err)) return false;
    ada.phone = str_printf(world->arena, "%lld", (long long)ada.version);
    return person_save(act, &ada, err) && audit_end(act, err);
}

TEST(record_undo_is_refused_when_it_is_too_late) {
    World world = world_open();
    Act act, later;
    CHECK_OK(do_it(&world, &act, do_much), world.err);
    CHECK_OK(do_it(&world, &later, change_person), world.err);
    Str before = dump(&world);
    CHECK(!undo(&world, act.audit, &later) && world.err.kind == ERR_STALE, "someone has changed the person since");
    CHECK_STR(dump(&world), before, "nothing is written, not even what could be");
    world_close(&world);
}

TEST(record_journeys_leave_nothing_half_done) {
    World world = world_open();
    Act act, undone;
    Str before = dump(&world);
    int64_t from = db_query_count(world.db);
    CHECK_OK(do_it(&world, &act, do_much), world.err);
    int64_t queries = db_query_count(world.db) - from;
    Str after = dump(&world);
    from = db_query_count(world.db);
    CHECK_OK(undo(&world, act.audit, &undone), world.err);
    int64_t undo_queries = db_query_count(world.db) - from;

    CHECK(queries > 20 && undo_queries > 20, "journeys worth the name");
    for (int64_t n = 1; n <= queries; n++) {
        db_fail_at(world.db, n);
        CHECK(!do_it(&world, &act, do_much) && world.err.kind == ERR_STORE, "it fails");
        db_fail_at(world.db, 0);
        CHECK_STR(dump(&world), before, "and nothing is changed");
    }
    CHECK_OK(do_it(&world, &act, do_much), world.err);
    Str redone = dump(&world);
    CHECK(redone.size >= after.size, "and then it goes well");
    for (int64_t n = 1; n <= undo_queries; n++) {
        db_fail_at(world.db, n);
        CHECK(!undo(&world, act.audit, &undone) && world.err.kind == ERR_STORE, "it fails");
        db_fail_at(world.db, 0);
        CHECK_STR(dump(&world), redone, "and nothing is undone");
    }
    AuditReport report;
    CHECK_OK(audit_verify(world.db, world.arena, &report, &world.err), world.err);
    CHECK(report.bad == 0, "the chain is whole");
    world_close(&world);
}

TEST(record_delete_takes_its_findings_along) {
    World world = world_open();
    Act act = test_act(world.db, world.arena, "test.finding");
    Placement placement = draft(&world, 20000);
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    CHECK_OK(placement_save(&act, &placement, &world.err), world.err);
    Finding finding = {.rule = STR("R42"), .training = world.training, .placement = placement.id, .args = STR("{}"),
                       .since = DATE_NONE, .due = DATE_NONE, .put_off = DATE_NONE, .opened = {20000}, .closed = DATE_OPEN};
    CHECK_OK(finding_save(&act, &finding, &world.err), world.err);
    CHECK_OK(audit_end(&act, &world.err), world.err);
    CHECK_OK(db_commit(world.db, &world.err), world.err);
    Act undone;
    CHECK_OK(undo(&world, act.audit, &undone), world.err);
    CHECK(!finding_load(world.db, world.arena, finding.id, &finding, &world.err), "gone with the placement");
    world_close(&world);
}

// --- the chain ----------------------------------------------------------------------------------

#define SAME(text) text, text
static const Sql tampering[] = {
    {"t1", SAME("UPDATE audit SET action = 'x' WHERE id = 3"), 0, 0, 0, 0},
    {"t2", SAME("UPDATE audit SET at = at + 1 WHERE id = 3"), 0, 0, 0, 0},
    {"t3", SAME("UPDATE audit SET hash = digest WHERE id = 3"), 0, 0, 0, 0},
    {"t4", SAME("UPDATE change SET new = '{}' WHERE audit = 3"), 0, 0, 0, 0},
    {"t5", SAME("UPDATE audit SET digest = '' WHERE id = 3"), 0, 0, 0, 0},
    {"t6", SAME("UPDATE audit SET actor = 5 WHERE id = 3"), 0, 0, 0, 0},
};
static const Sql dispose = {"t7", SAME("DELETE FROM change WHERE audit = 3"), 0, 0, 0, 0};
static const Sql remove_entry = {"t8", SAME("DELETE FROM audit WHERE id = 3"), 0, 0, 0, 0};

static bool run(Db *db, const Sql *sql, Err *err) {
    Query query;
    return query_begin(&query, db, sql, err) && query_run(&query, err);
}

TEST(audit_verify_names_the_first_bad_entry) {
    World world = world_open();
    Act act;
    AuditReport report;
    for (int i = 0; i < 4; i++) CHECK_OK(do_it(&world, &act, change_person), world.err);
    act = test_act(world.db, world.arena, "");
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    CHECK_OK(audit_note(&act, "session.refused", STR("ada"), &world.err), world.err);
    CHECK_OK(db_commit(world.db, &world.err), world.err);
    CHECK_OK(audit_verify(world.db, world.arena, &report, &world.err), world.err);
    CHECK(report.bad == 0 && report.entries == 6 && report.last_hash.size == 64, "whole");
    for (size_t i = 0; i < COUNT_OF(tampering); i++) {
        CHECK_OK(db_begin_write(world.db, &world.err), world.err);
        CHECK_OK(run(world.db, &tampering[i], &world.err), world.err);
        CHECK_OK(audit_verify(world.db, world.arena, &report, &world.err), world.err);
        CHECK(report.bad == 3 && report.why, tampering[i].sqlite);
        db_rollback(world.db);
    }
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    CHECK_OK(run(world.db, &dispose, &world.err), world.err);
    CHECK_OK(audit_verify(world.db, world.arena, &report, &world.err), world.err);
    CHECK(report.bad == 0 && report.disposed == 1, "values may be disposed of");
    CHECK_OK(run(world.db, &remove_entry, &world.err), world.err);
    CHECK_OK(audit_verify(world.db, world.arena, &report, &world.err), world.err);
    CHECK(report.bad == 4, "an entry may not");
    db_rollback(world.db);
    world_close(&world);
}

static const Sql cut_end = {"t9", SAME("DELETE FROM audit WHERE id > 3"), 0, 0, 0, 0};
static const Sql cut_values = {"t10", SAME("DELETE FROM change WHERE audit > 3"), 0, 0, 0, 0};
static const Sql rewrite = {"t11", SAME("UPDATE audit SET hash = 'x' WHERE id = 4"), 0, 0, 0, 0};

TEST(checkpoints_tell_when_the_end_is_cut_off) {
    World world = world_open();
    Act act;
    AuditReport audit;
    CheckpointReport report;
    for (int i = 0; i < 3; i++) {
        CHECK_OK(do_it(&world, &act, change_person), world.err);
        CHECK_OK(checkpoint_write(world.db, world.arena, 1000 + i, &world.err), world.err);
        CHECK_OK(checkpoint_write(world.db, world.arena, 2000 + i, &world.err), world.err);
    }
    CHECK_OK(checkpoint_verify(world.db, world.arena, &report, &world.err), world.err);
    int64_t all = report.count;
    CHECK(report.bad_line == 0 && all >= 3, "one for each new state of the chain");
    CheckReport whole;
    CHECK_OK(check_all(world.db, world.arena, &whole, &world.err), world.err);
    CHECK(check_is_whole(&whole), "check --all finds nothing");

    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    CHECK_OK(run(world.db, &cut_values, &world.err), world.err);
    CHECK_OK(run(world.db, &cut_end, &world.err), world.err);
    CHECK_OK(audit_verify(world.db, world.arena, &audit, &world.err), world.err);
    CHECK(audit.bad == 0, "the chain alone cannot tell");
    CHECK_OK(checkpoint_verify(world.db, world.arena, &report, &world.err), world.err);
    CHECK(report.bad_line == all && report.why, "the last line can");
    db_rollback(world.db);
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    CHECK_OK(run(world.db, &rewrite, &world.err), world.err);
    CHECK_OK(checkpoint_verify(world.db, world.arena, &report, &world.err), world.err);
    CHECK(report.bad_line == all, "nor can an entry be another");
    db_rollback(world.db);

    FILE *file = fopen(db_file_beside(world.db, world.arena, "checkpoints"), "r+");
    fseek(file, 5, SEEK_SET);
    fputc('x', file);
    fclose(file);
    CHECK_OK(checkpoint_verify(world.db, world.arena, &report, &world.err), world.err);
    CHECK(report.bad_line == 1, "nor a line be bent");
    CHECK(remove(db_file_beside(world.db, world.arena, "checkpoints")) == 0, "put away");
    world_close(&world);
}

static const Sql change_texts = {"test_change_texts", SAME("SELECT old, new FROM change WHERE record = 'absence'"), 0, 0, 0, 0};

TEST(change_seals_what_is_k4) {
    World world = world_open();
    Act act;
    CHECK_OK(do_it(&world, &act, do_much), world.err);
    Query query;
    int rows = 0;
    CHECK_OK(query_begin(&query, world.db, &change_texts, &world.err), world.err);
    for (; query_next(&query); rows++) {
        Str both = str_join(world.arena, query_text(&query, world.arena, 0), query_text(&query, world.arena, 1));
        CHECK(str_find(both, STR("\"cause\":{\"k4\":\"")) != STR_NOT_FOUND, "sealed");
        CHECK(str_find(both, STR("\"cause\":1")) == STR_NOT_FOUND, "and not in clear");
    }
    CHECK_OK(query_end(&query, &world.err), world.err);
    CHECK(rows == 2, "added and changed");
    world_close(&world);
}

TEST(crypto_opens_only_what_it_sealed) {
    Arena *arena = arena_open(1 << 20);
    CryptoKeys keys, others, rotated;
    Err err;
    Str value;
    char folder[128];
    snprintf(folder, sizeof folder, "%s/crypto", test_db_folder());
    CHECK_OK(crypto_keys_open(folder, "test", &keys, &err), err);
    CHECK_OK(crypto_keys_open(folder, "test", &others, &err), err);
    CHECK(memcmp(&keys, &others, sizeof keys) == 0, "the same key the second time");
    Str sealed = crypto_seal(arena, &keys, STR("absence.cause:7"), STR("hemligt å"));
    CHECK(str_find(sealed, STR("hemligt")) == STR_NOT_FOUND, "not in clear");
    CHECK_OK(crypto_open(arena, &keys, STR("absence.cause:7"), sealed, &value, &err), err);
    CHECK_STR(value, STR("hemligt å"), "opened");
    CHECK(!crypto_open(arena, &keys, STR("absence.cause:8"), sealed, &value, &err), "not in another's place");
    char *bent = (char *)str_copy(arena, sealed).data;
    bent[20] = bent[20] == 'A' ? 'B' : 'A';
    CHECK(!crypto_open(arena, &keys, STR("absence.cause:7"), (Str){bent, sealed.size}, &value, &err), "nor bent");
    CHECK(!crypto_open(arena, &keys, STR("absence.cause:7"), STR("x"), &value, &err), "nor nonsense");
    crypto_keys_fresh(&others);
    CHECK(!crypto_open(arena, &others, STR("absence.cause:7"), sealed, &value, &err), "nor with another key");
    rotated = keys;
    rotated.keys[rotated.count++] = others.keys[0];
    CHECK_OK(crypto_open(arena, &rotated, STR("absence.cause:7"), sealed, &value, &err), err);
    CHECK_STR(crypto_sha256(arena, STR("abc")),
              STR("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), "SHA-256 of abc");
    arena_close(arena);
}
