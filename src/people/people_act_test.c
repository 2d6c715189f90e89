#include "access/session_store.h"
#include "duty/finding_store.h"
#include "exchange/import_draft_store.h"
#include "people/person_act.h"
#include "people/setting_act.h"
#include "people/unit_act.h"
#include "rulebook/rulebook_store.h"
#include "store/test_db.h"

typedef struct {
    Arena *arena;
    Db *db;
    Err err;
    UnitId hospital, clinic, other;
    PersonId director, colleague;
} World;

static UnitId add_unit(World *world, const char *name, UnitId parent) {
    Act act = test_act(world->db, world->arena, "test");
    Unit unit = {.name = str_from_c(name), .parent = parent, .in_use_from = DATE_NONE};
    CHECK_OK(unit_put(&act, &unit, &world->err), world->err);
    CHECK_OK(audit_end(&act, &world->err), world->err);
    return unit.id;
}

static PersonId add_person(World *world, const char *family, UnitId unit, Role role) {
    Act act = test_act(world->db, world->arena, "test");
    Person person = {
        .given_name = STR("Ylva"), .family_name = str_from_c(family), .licence_date = DATE_NONE};
    CHECK_OK(person_put(&act, &person, &world->err), world->err);
    Appointment appointment = {.person = person.id,
                               .role = role,
                               .unit = unit,
                               .first = date_from_ymd(2020, 1, 1),
                               .past = DATE_OPEN};
    CHECK_OK(appointment_save(&act, &appointment, &world->err), world->err);
    CHECK_OK(audit_end(&act, &world->err), world->err);
    return person.id;
}

static World world_open(void) {
    World world = {.arena = arena_open(32u << 20), .db = test_db_open()};
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    world.hospital = add_unit(&world, "Sjukhuset", (UnitId){0});
    world.clinic = add_unit(&world, "Medicinkliniken", world.hospital);
    world.other = add_unit(&world, "Kardiologi", world.hospital);
    world.director = add_person(&world, "Ekskog", world.clinic, ROLE_DIRECTOR);
    world.colleague = add_person(&world, "Hällmark", world.clinic, ROLE_SUPERVISOR);
    return world;
}

static void world_close(World *world) {
    CHECK_OK(db_commit(world->db, &world->err), world->err);
    test_db_close(world->db);
    arena_close(world->arena);
}

// The director of the clinic acts.
static Act act_of(World *world) {
    Act act = test_act(world->db, world->arena, "test");
    act.actor.person = world->director.raw;
    act.actor.role = ROLE_DIRECTOR;
    DbScope scope = db_scope(world->db);
    scope.actor = world->director.raw;
    db_scope_set(world->db, scope);
    return act;
}

TEST(person_is_put_with_sort_key_and_one_hsa_id) {
    World world = world_open();
    Act act = act_of(&world);
    Person person = {.given_name = STR(" Örjan "),
                     .family_name = STR("Ås"),
                     .hsa_id = STR("TSTNMT2321000156-1"),
                     .licence_date = DATE_NONE};
    CHECK_OK(person_edit(&act, &person, world.clinic, &world.err), world.err);
    CHECK_STR(person.given_name, STR("Örjan"), "trimmed");
    CHECK(person.sort_key.size > 0, "sorts");
    Person twin = {.given_name = STR("Ö"),
                   .family_name = STR("Ås"),
                   .hsa_id = person.hsa_id,
                   .licence_date = DATE_NONE};
    act = act_of(&world);
    CHECK(!person_edit(&act, &twin, world.clinic, &world.err) && world.err.kind == ERR_INVALID,
          "the same HSA id is refused");
    act = act_of(&world);
    CHECK(!person_edit(
              &act,
              &(Person){.given_name = STR("A"), .family_name = STR("B"), .licence_date = DATE_NONE},
              world.other, &world.err),
          "not at another's unit");
    world_close(&world);
}

TEST(person_name_is_split) {
    static const struct {
        const char *name, *given, *family;
    } cases[] = {{"Jonatan Sundhed", "Jonatan", "Sundhed"},
                 {"Sundhed, Jonatan", "Jonatan", "Sundhed"},
                 {"  Ida  von Ek ", "Ida", "von Ek"},
                 {"Madonna", NULL, NULL},
                 {", Ida", NULL, NULL},
                 {"", NULL, NULL}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str given = {0}, family = {0};
        bool is_split = person_name_split(str_from_c(cases[i].name), &given, &family);
        CHECK(is_split == (cases[i].given != NULL), cases[i].name);
        if (!is_split) continue;
        CHECK_STR(given, str_from_c(cases[i].given), cases[i].name);
        CHECK_STR(family, str_from_c(cases[i].family), cases[i].name);
    }
}

TEST(appointment_rights_do_not_grow) {
    World world = world_open();
    const struct {
        const char *why;
        PersonId person;
        Role role;
        UnitId unit;
        bool expect;
    } cases[] = {
        {"a supervisor at the own clinic", world.colleague, ROLE_SUPERVISOR, world.clinic, true},
        {"a contact person at the own clinic", world.colleague, ROLE_CONTACT, world.clinic, true},
        {"a rota planner is the head's to give", world.colleague, ROLE_ROTA_PLANNER, world.clinic,
         false},
        {"and so is a studierektor", world.colleague, ROLE_DIRECTOR, world.clinic, false},
        {"nothing at another unit", world.colleague, ROLE_SUPERVISOR, world.other, false},
        {"nothing above the own clinic", world.colleague, ROLE_HEAD, world.hospital, false},
        {"nothing for oneself", world.director, ROLE_HEAD, world.clinic, false},
        {"not an administrator of the region", world.colleague, ROLE_ADMIN, world.clinic, false},
        {"not an overall director", world.colleague, ROLE_OVERALL_DIRECTOR, world.clinic, false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Act act = act_of(&world);
        Appointment a = {.person = cases[i].person,
                         .role = cases[i].role,
                         .unit = cases[i].unit,
                         .first = date_from_ymd(2026, 1, 1),
                         .past = DATE_OPEN};
        CHECK(appointment_edit(&act, &a, &world.err) == cases[i].expect, cases[i].why);
    }
    world_close(&world);
}

TEST(places_of_a_unit_that_never_signs_in) {
    World world = world_open();
    Act act = act_of(&world);
    Capacity places = {.unit = world.other, .first = {20000}, .past = {21000}, .places = 2};
    CHECK_OK(capacity_edit(&act, &places, &world.err), world.err);
    Unit unit;
    CHECK_OK(unit_load(world.db, world.arena, world.other, &unit, &world.err), world.err);
    unit.in_use_from = date_from_ymd(2026, 1, 1);
    act = act_of(&world);
    CHECK(!unit_edit(&act, &unit, &world.err) && world.err.kind == ERR_FORBIDDEN,
          "the rest is theirs");
    act = act_of(&world);
    act.actor.role = ROLE_SUPERVISOR;
    act.actor.person = world.colleague.raw;
    CHECK(!capacity_edit(&act, &places, &world.err), "not by a supervisor");
    world_close(&world);
}

static int32_t setting_now(World *world, UnitId unit) {
    Rulebook rulebook;
    CHECK_OK(
        rulebook_load(world->db, world->arena, date_from_ymd(2026, 11, 23), &rulebook, &world->err),
        world->err);
    return rulebook_setting(&rulebook, STR("R42"), STR("warn_days"), unit.raw);
}

TEST(settings_of_a_unit) {
    World world = world_open();
    int32_t shipped = setting_now(&world, world.clinic);
    size_t wrong;
    SettingChangeList changes = {0};
    SettingChange change = {STR("R42.warn_days"), STR("77")};
    list_add(world.arena, &changes, change);
    Act act = act_of(&world);
    CHECK_OK(settings_put(&act, world.clinic, &changes, &wrong, &world.err), world.err);
    CHECK(setting_now(&world, world.clinic) == 77, "holds for the clinic");
    CHECK(setting_now(&world, world.other) == shipped, "and for no other");
    changes.items[0].value = STR("78");
    act = act_of(&world);
    CHECK_OK(settings_put(&act, world.clinic, &changes, &wrong, &world.err), world.err);
    CHECK(setting_now(&world, world.clinic) == 78,
          "a second change the same day replaces the first");
    changes.items[0].value = STR("many");
    act = act_of(&world);
    CHECK(!settings_put(&act, world.clinic, &changes, &wrong, &world.err) && wrong == 0,
          "no number");
    act = act_of(&world);
    CHECK(!settings_put(&act, (UnitId){0}, &changes, &wrong, &world.err) &&
              world.err.kind == ERR_FORBIDDEN,
          "not the whole region's");
    act = act_of(&world);
    CHECK_OK(settings_clear(&act, world.clinic, &world.err), world.err);
    CHECK(setting_now(&world, world.clinic) == shipped, "and back again");
    SettingRowList history;
    CHECK_OK(setting_recent(world.db, world.arena, world.clinic, &history, &world.err), world.err);
    CHECK(history.count == 1 && history.items[0].setting.valid_from.day == act.today.day,
          "that it was given up is in the history");
    world_close(&world);
}

static Actor head_of(World *world, PersonId head) {
    DbScope scope = db_scope(world->db);
    scope.actor = head.raw;
    db_scope_set(world->db, scope);
    return (Actor){.region = scope.region, .person = head.raw, .role = ROLE_HEAD};
}

static RoleHeld role_today(World *world, PersonId person, Date today) {
    RoleHeldList held = {0};
    DbScope scope = db_scope(world->db);
    scope.today = today;
    db_scope_set(world->db, scope);
    CHECK_OK(session_roles(world->db, world->arena, person, &held, &world->err), world->err);
    return held.count ? held.items[0] : (RoleHeld){0};
}

// A stand-in holds the role to the last day, for a named person, and not the day after.
TEST(a_stand_in_ends_by_itself) {
    World world = world_open();
    PersonId head = add_person(&world, "Lund", world.clinic, ROLE_HEAD), in = add_person(&world, "Ny", world.clinic, ROLE_CONTACT);
    Date first = date_from_ymd(2026, 11, 1), past = date_from_ymd(2026, 12, 1);
    Appointment a = {.person = in, .role = ROLE_DIRECTOR, .unit = world.clinic, .first = first, .past = DATE_OPEN,
                     .for_person = world.director};
    Act act = act_of(&world);
    act.actor = head_of(&world, head);
    CHECK(!appointment_edit(&act, &a, &world.err) && world.err.kind == ERR_INVALID, "never without an end");
    a.past = past;
    a.unit = world.other;
    CHECK(!appointment_edit(&act, &a, &world.err), "not where the head has no say");
    a.unit = world.clinic;
    a.role = ROLE_HEAD;
    CHECK(!appointment_edit(&act, &a, &world.err) && world.err.kind == ERR_INVALID, "not in a role that she does not hold");
    a.role = ROLE_DIRECTOR;
    CHECK_OK(appointment_edit(&act, &a, &world.err), world.err);
    RoleHeld held = role_today(&world, in, date_from_ymd(2026, 11, 30));
    CHECK(held.role == ROLE_DIRECTOR && held.behalf.raw == world.director.raw, "for the studierektor, also on the last day");
    CHECK(role_today(&world, world.director, date_from_ymd(2026, 11, 30)).behalf.raw == 0, "who acts for herself");
    CHECK(role_today(&world, in, past).role == ROLE_CONTACT, "and then no longer");
    world_close(&world);
}

static Finding finding_now(World *world, FindingId id) {
    Finding finding;
    CHECK_OK(finding_load(world->db, world->arena, id, &finding, &world->err), world->err);
    return finding;
}

// What the studierektor had in hand is her successor's from the day, and not before.
TEST(a_handover_loses_nothing) {
    World world = world_open();
    PersonId head = add_person(&world, "Lund", world.clinic, ROLE_HEAD);
    PersonId next = add_person(&world, "Ny", world.clinic, ROLE_SUPERVISOR);
    Date today = date_from_ymd(2026, 11, 23), day = date_from_ymd(2026, 12, 1);
    Act act = test_act(world.db, world.arena, "test");
    ImportDraft draft = {.maker = world.director, .files = STR("[]"), .answers = STR("[]")};
    CHECK_OK(import_draft_save(&act, &draft, &world.err), world.err);
    CHECK_OK(audit_end(&act, &world.err), world.err);
    AppointmentRowList held = {0};
    CHECK_OK(person_appointments(world.db, world.arena, world.director, &held, &world.err), world.err);
    act = act_of(&world);
    act.actor = head_of(&world, head);
    DateSpan dates = {day, DATE_OPEN};
    CHECK_OK(appointment_hand_over(&act, held.items[0].appointment.id, next, dates, &world.err), world.err);
    act = test_act(world.db, world.arena, "test"); // after the act, which closes what no rule finds
    Finding handed = {.rule = STR("R01"), .unit = world.clinic, .opened = today, .closed = DATE_OPEN, .since = DATE_NONE,
                      .due = DATE_NONE, .put_off = date_from_ymd(2027, 1, 1), .reason = STR("Skäl"), .args = STR("{}"),
                      .handed_to = world.director};
    CHECK_OK(finding_save(&act, &handed, &world.err), world.err);
    CHECK_OK(audit_end(&act, &world.err), world.err);
    CHECK_OK(finding_follow_handover(world.db, &world.err), world.err);
    CHECK(finding_now(&world, handed.id).handed_to.raw == world.director.raw, "still hers until the day");
    CHECK(role_today(&world, next, today).role != ROLE_DIRECTOR, "who has the role until then");
    CHECK(role_today(&world, next, day).role == ROLE_DIRECTOR, "the successor from the day");
    CHECK(role_today(&world, world.director, day).unit.raw == 0, "and she no longer");
    CHECK_OK(finding_follow_handover(world.db, &world.err), world.err);
    Finding now = finding_now(&world, handed.id);
    CHECK(now.handed_to.raw == next.raw && str_equal(now.reason, STR("Skäl")), "what was handed to her, with its reason");
    CHECK(now.put_off.day == handed.put_off.day, "what is put off stays put off");
    DbScope scope = db_scope(world.db);
    scope.actor = next.raw;
    db_scope_set(world.db, scope);
    ImportDraft found;
    CHECK_OK(import_draft_get(world.db, world.arena, draft.id, &found, &world.err), world.err);
    scope.actor = head.raw;
    db_scope_set(world.db, scope);
    CHECK(!import_draft_get(world.db, world.arena, draft.id, &found, &world.err), "and nobody else's");
    world_close(&world);
}
