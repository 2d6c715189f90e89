#include "document/test_intake.h"
#include "document/version_act.h"
#include "document/content.h"
#include "document/scan.h"
#include "people/unit_store.h"
#include "store/blob.h"

typedef struct {
    Arena *arena;
    Db *db;
    Err err;
    TrainingId training;
    UnitId ward;
} World;

static World world_open(void) {
    World world = {.arena = arena_open((size_t)64 << 20), .db = test_db_open()};
    Unit clinic = {.name = STR("Medicinkliniken"), .specialty = STR("internmedicin"), .in_use_from = DATE_NONE};
    Unit ward = {.name = STR("Kardiologi"), .specialty = STR("kardiologi"), .in_use_from = DATE_NONE};
    Person person = {.given_name = STR("Ragna"), .family_name = STR("Hällmark"), .licence_date = DATE_NONE};
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    Act act = test_act(world.db, world.arena, "test");
    CHECK_OK(unit_put(&act, &clinic, &world.err), world.err);
    CHECK_OK(unit_put(&act, &ward, &world.err), world.err);
    CHECK_OK(person_save(&act, &person, &world.err), world.err);
    CHECK_OK(audit_end(&act, &world.err), world.err);
    TrainingIntake intake = test_take_in(world.db, world.arena, clinic.id, person.id);
    world.training = intake.training.id;
    world.ward = ward.id;
    return world;
}

static void world_close(World *world) {
    CHECK_OK(db_commit(world->db, &world->err), world->err);
    test_db_close(world->db);
    arena_close(world->arena);
}

static DocumentVersion settle(World *world, const char *kind) {
    DocumentVersion version = {0};
    Act act = test_act(world->db, world->arena, "document.settle");
    CHECK_OK(document_settle(&act, world->training, str_from_c(kind), &version, &world->err), world->err);
    return version;
}

static void place(World *world, int year) {
    Placement placement = {.training = world->training, .unit = world->ward, .kind = PLACEMENT_KIND_ROTATION, .first = date_from_ymd(year, 1, 1),
                           .past = date_from_ymd(year, 4, 1), .share = {100}};
    Act act = test_act(world->db, world->arena, "test");
    CHECK_OK(placement_save(&act, &placement, &world->err), world->err);
    CHECK_OK(audit_end(&act, &world->err), world->err);
}

static bool sign(World *world, const DocumentVersion *version, const char *role, Date on, Str scan) {
    PaperSignature paper = {.version = version->id, .role = str_from_c(role), .signed_on = on,
                            .kept_at = STR("pärm hos studierektorn"), .scan = scan};
    Act act = test_act(world->db, world->arena, "signature.register");
    return signature_register(&act, &paper, &world->err);
}

static DocumentVersion again(World *world, const DocumentVersion *version) {
    DocumentVersion now = {0};
    CHECK_OK(document_version_get(world->db, world->arena, version->id, &now, &world->err), world->err);
    return now;
}

static const Date TODAY = {20780}; // 2026-11-23

TEST(a_version_is_frozen_signed_in_force_and_replaced) {
    World world = world_open();
    CHECK(TODAY.day == date_from_ymd(2026, 11, 23).day, "the day of the tests");
    DocumentVersion first = settle(&world, "iup");
    Str paper, content;
    CHECK_OK(blob_get(world.db, world.arena, first.paper, &paper, &world.err), world.err);
    CHECK_OK(blob_get(world.db, world.arena, first.content, &content, &world.err), world.err);
    CHECK(str_starts(paper, STR("%PDF-1.7")) && str_find(content, STR("Ada Åkesson")) != STR_NOT_FOUND, "both are kept");
    CHECK(sign(&world, &first, "trainee", TODAY, STR("")) && sign(&world, &first, "main_supervisor", TODAY, STR("")), "two sign");
    CHECK(again(&world, &first).state == DOCUMENT_STATE_SIGNING, "one is missing");
    CHECK(sign(&world, &first, "head", TODAY, STR("")), "the last one");
    DocumentVersion now = again(&world, &first);
    CHECK(now.state == DOCUMENT_STATE_IN_FORCE && now.in_force_from.day == TODAY.day, "in force from the last signature");
    CHECK_STR(now.paper, first.paper, "the paper is the one that was frozen");
    TrainingFile *file = arena_new(world.arena, TrainingFile);
    CHECK_OK(training_file_load(world.db, world.arena, world.training, file, &world.err), world.err);
    CHECK(training_last_event(file, EVENT_KIND_IUP_SIGNED, TODAY), "the rules see that the plan is signed");

    place(&world, 2027);
    DocumentVersion second = settle(&world, "iup");
    CHECK(second.number == 2 && again(&world, &first).state == DOCUMENT_STATE_IN_FORCE, "the first is in force until all have signed the second");
    for (int i = 0; i < 3; i++) CHECK(sign(&world, &second, (const char *const[]){"head", "trainee", "main_supervisor"}[i], TODAY, STR("")), "in any order");
    CHECK(again(&world, &first).state == DOCUMENT_STATE_SUPERSEDED && again(&world, &second).state == DOCUMENT_STATE_IN_FORCE, "the second replaces the first");
    world_close(&world);
}

TEST(a_version_that_says_nothing_new_is_refused) {
    World world = world_open();
    DocumentVersion version;
    settle(&world, "st_contract");
    Act act = test_act(world.db, world.arena, "document.settle");
    CHECK(!document_settle(&act, world.training, STR("st_contract"), &version, &world.err) && world.err.kind == ERR_CONFLICT, "nothing has changed");
    CHECK(!document_settle(&act, world.training, STR("recipe"), &version, &world.err) && world.err.kind == ERR_INVALID, "no such document");
    CHECK(!document_settle(&act, world.training, STR("action_plan"), &version, &world.err) && world.err.kind == ERR_INVALID, "one for a pen");
    world_close(&world);
}

TEST(a_change_voids_the_round_of_signatures) {
    World world = world_open();
    DocumentVersion first = settle(&world, "iup");
    CHECK(sign(&world, &first, "trainee", TODAY, STR("")), "one has signed");
    place(&world, 2028);
    DocumentVersion second = settle(&world, "iup");
    CHECK(again(&world, &first).state == DOCUMENT_STATE_WITHDRAWN, "what she signed is not what it says now");
    CHECK(!sign(&world, &first, "head", TODAY, STR("")) && world.err.kind == ERR_CONFLICT, "nobody signs the old one");
    SignatureRowList signatures = {0};
    CHECK_OK(document_signatures(world.db, world.arena, world.training, &signatures, &world.err), world.err);
    CHECK(!signature_of(&signatures, second.id, STR("trainee")), "her signature does not follow");
    world_close(&world);
}

TEST(a_signature_that_cannot_be_is_refused) {
    World world = world_open();
    DocumentVersion version = settle(&world, "iup");
    CHECK(!sign(&world, &version, "director", TODAY, STR("")) && world.err.kind == ERR_INVALID, "not one of those who sign");
    CHECK(!sign(&world, &version, "trainee", date_add_days(TODAY, 1), STR("")) && world.err.kind == ERR_INVALID, "after today");
    CHECK(!sign(&world, &version, "trainee", date_add_days(TODAY, -1), STR("")) && world.err.kind == ERR_INVALID, "before there was anything to sign");
    CHECK(!sign(&world, &version, "trainee", TODAY, STR("MZ executable")) && world.err.kind == ERR_INVALID, "a scan that is no scan");
    CHECK(sign(&world, &version, "trainee", TODAY, STR("%PDF-1.4 scanned")), "with its scan");
    CHECK(!sign(&world, &version, "trainee", TODAY, STR("")) && world.err.kind == ERR_CONFLICT, "not twice");
    world_close(&world);
}

TEST(versions_are_compared_in_words) {
    Arena *arena = arena_open(1 << 20);
    ContentChange change = {0};
    Err err;
    CHECK_OK(content_compare(arena, STR("{\"lines\":[\"Placering: A\",\"Kurs: K\"]}"), STR("{\"lines\":[\"Kurs: K\",\"Placering: B\"]}"), &change, &err), err);
    CHECK(change.gone.count == 1 && change.come.count == 1, "one moved placement");
    CHECK_STR(change.gone.items[0], STR("Placering: A"), "what was");
    CHECK_STR(change.come.items[0], STR("Placering: B"), "what is");
    arena_close(arena);
}

TEST(scans_are_told_by_what_they_hold) {
    Str media;
    Err err;
    static const char small[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x10\0\0\0\x10\0\x08\x02\0\0\0....";
    static const char large[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\0\0\0\1\0\0\x08\x02\0\0\0....";
    static const char photo[] = "\xFF\xD8\xFF\xE0\0\4ab\xFF\xC0\0\x11\x08\4\0\4\0\3\1\2\3....";
    CHECK(scan_media((Str){small, sizeof small - 1}, &media, &err) && str_equal(media, STR("image/png")), "4096 x 4096");
    CHECK(!scan_media((Str){large, sizeof large - 1}, &media, &err), "65536 x 65536 is a bomb");
    CHECK(scan_media((Str){photo, sizeof photo - 1}, &media, &err) && str_equal(media, STR("image/jpeg")), "a photo");
    CHECK(!scan_media((Str){photo, 6}, &media, &err), "a photo cut off");
    CHECK(!scan_media(STR("<html><script>alert(1)</script>"), &media, &err), "a page");
    CHECK(!scan_media(STR(""), &media, &err), "nothing");
}
