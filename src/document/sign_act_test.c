#include "document/sign_act.h"
#include "document/test_intake.h"
#include "document/version_act.h"
#include "people/unit_store.h"
#include "seal/seal.h"
#include "store/blob.h"
#include <stdlib.h>
#include <unistd.h>

typedef struct {
    Arena *arena;
    Db *db;
    Err err;
    TrainingId training;
    PersonId trainee, supervisor, head;
    SealKey *key;
} World;

static World world_open(void) {
    World world = {.arena = arena_open((size_t)128 << 20), .db = test_db_open()};
    char folder[] = "/tmp/randa-sign-XXXXXX", path[60];
    Unit clinic = {.name = STR("Medicinkliniken"), .specialty = STR("internmedicin"), .in_use_from = DATE_NONE};
    Person supervisor = {.given_name = STR("Ragna"), .family_name = STR("Hällmark"), .licence_date = DATE_NONE};
    Person head = {.given_name = STR("Bo"), .family_name = STR("Ek"), .licence_date = DATE_NONE};
    CHECK(mkdtemp(folder) != NULL, "a folder");
    snprintf(path, sizeof path, "%s/seal.pem", folder);
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    Act act = test_act(world.db, world.arena, "test");
    CHECK_OK(seal_key_make(path, "Region Norrvik", act.now, &world.err), world.err);
    CHECK_OK(seal_key_read(world.arena, path, &world.key, &world.err), world.err);
    unlink(path);
    rmdir(folder);
    CHECK_OK(unit_put(&act, &clinic, &world.err), world.err);
    CHECK_OK(person_save(&act, &supervisor, &world.err), world.err);
    CHECK_OK(person_save(&act, &head, &world.err), world.err);
    Appointment post = {.person = head.id, .role = ROLE_HEAD, .unit = clinic.id, .first = {0}, .past = DATE_OPEN, .share = {100}};
    CHECK_OK(appointment_save(&act, &post, &world.err), world.err);
    CHECK_OK(audit_end(&act, &world.err), world.err);
    TrainingIntake intake = test_take_in(world.db, world.arena, clinic.id, supervisor.id);
    world.training = intake.training.id;
    world.trainee = intake.person.id;
    world.supervisor = supervisor.id;
    world.head = head.id;
    return world;
}

static void world_close(World *world) {
    seal_key_close(world->key);
    CHECK_OK(db_commit(world->db, &world->err), world->err);
    test_db_close(world->db);
    arena_close(world->arena);
}

static bool approve(World *world, const DocumentVersion *version, PersonId person, Role role, Str digest) {
    DbScope before = db_scope(world->db), own = before;
    Act act = test_act(world->db, world->arena, "document.approve");
    act.actor.person = own.actor = person.raw;
    act.actor.role = (int)role;
    db_scope_set(world->db, own);
    bool done = document_approve(&act, world->key, version->id, digest, &world->err);
    db_scope_set(world->db, before);
    return done;
}

TEST(three_approve_in_order_and_the_file_says_so) {
    World world = world_open();
    DocumentVersion version, now;
    SignatureSealList seals;
    Str file;
    Act act = test_act(world.db, world.arena, "document.settle");
    CHECK_OK(document_settle(&act, world.training, STR("iup"), &version, &world.err), world.err);
    CHECK(!approve(&world, &version, world.head, ROLE_HEAD, version.paper) && world.err.kind == ERR_FORBIDDEN, "the head comes last");
    CHECK(!approve(&world, &version, world.trainee, ROLE_TRAINEE, STR("0")) && world.err.kind == ERR_CONFLICT, "another file than she was shown");
    CHECK_OK(approve(&world, &version, world.trainee, ROLE_TRAINEE, version.paper), world.err);
    CHECK(!approve(&world, &version, world.trainee, ROLE_TRAINEE, version.paper), "not twice");
    CHECK_OK(approve(&world, &version, world.supervisor, ROLE_SUPERVISOR, version.paper), world.err);
    CHECK_OK(approve(&world, &version, world.head, ROLE_HEAD, version.paper), world.err);
    CHECK_OK(document_version_get(world.db, world.arena, version.id, &now, &world.err), world.err);
    CHECK(now.state == DOCUMENT_STATE_IN_FORCE, "in force with the last");
    CHECK_OK(document_seals(world.db, world.arena, version.id, &seals, &world.err), world.err);
    CHECK(seals.count == 3, "each is sealed");
    CHECK_OK(blob_get(world.db, world.arena, seals.items[2].file, &file, &world.err), world.err);
    SealReport report = seal_verify(world.arena, world.key, file);
    CHECK(report.verdict == SEAL_VALID && report.rows.count == 3, "the file stands by itself");
    CHECK_STR(report.digest, version.paper, "about what was shown");
    CHECK_STR(report.rows.items[1].note.name, STR("Ragna Hällmark"), "who");
    world_close(&world);
}

TEST(without_a_key_nothing_is_signed) {
    World world = world_open();
    DocumentVersion version;
    SignatureRowList there = {0};
    SealKey *key = world.key;
    Act act = test_act(world.db, world.arena, "document.settle");
    CHECK_OK(document_settle(&act, world.training, STR("iup"), &version, &world.err), world.err);
    world.key = NULL;
    CHECK(!approve(&world, &version, world.trainee, ROLE_TRAINEE, version.paper) && world.err.kind == ERR_CONFLICT, "there is no key");
    CHECK_OK(document_signatures(world.db, world.arena, world.training, &there, &world.err), world.err);
    CHECK(there.count == 0, "and no signature either");
    world.key = key;
    world_close(&world);
}
