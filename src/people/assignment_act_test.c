#include "people/assignment_act.h"
#include "gen/sql.h"
#include "people/unit_store.h"
#include "store/test_db.h"

typedef struct {
    Db *db;
    Arena *arena;
    Err err;
    UnitId clinic;
    PersonId director, head;
    AppointmentId appointment;
} World;

static PersonId add_person(World *world, Act *act, const char *given) {
    Person person = {.given_name = str_from_c(given), .family_name = STR("Ek"), .licence_date = DATE_NONE};
    CHECK_OK(person_save(act, &person, &world->err), world->err);
    return person.id;
}

static World world_open(void) {
    World world = {.db = test_db_open(), .arena = arena_open(32u << 20)};
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    Act act = test_act(world.db, world.arena, "test");
    Unit unit = {.name = STR("Medicinkliniken"), .in_use_from = DATE_NONE};
    CHECK_OK(unit_put(&act, &unit, &world.err), world.err);
    world.clinic = unit.id;
    world.director = add_person(&world, &act, "Dag");
    world.head = add_person(&world, &act, "Hedda");
    Appointment head = {.person = world.head, .role = ROLE_HEAD, .unit = unit.id, .first = {0}, .past = DATE_OPEN};
    Appointment director = {.person = world.director, .role = ROLE_DIRECTOR, .unit = unit.id, .first = {0}, .past = DATE_OPEN};
    CHECK_OK(appointment_save(&act, &head, &world.err) && appointment_save(&act, &director, &world.err), world.err);
    CHECK_OK(audit_end(&act, &world.err), world.err);
    world.appointment = director.id;
    return world;
}

static void world_close(World *world) {
    db_rollback(world->db);
    test_db_close(world->db);
    arena_close(world->arena);
}

static Act act_by(World *world, PersonId person, Role role) {
    Act act = test_act(world->db, world->arena, "test");
    act.actor.person = person.raw;
    act.actor.role = (int)role;
    db_scope_set(world->db, (DbScope){act.actor.region, person.raw, act.today});
    return act;
}

TEST(terms_are_the_heads_to_write_and_one_per_appointment) {
    World world = world_open();
    DirectorTerms terms = {.appointment = world.appointment, .appointed_by = APPOINTER_HEAD, .supplement = 2000, .budget = -1, .scheduled = -1};
    Act act = act_by(&world, world.director, ROLE_DIRECTOR);
    CHECK(!terms_edit(&act, &terms, &world.err) && world.err.kind == ERR_FORBIDDEN, "not her own");
    act = act_by(&world, world.head, ROLE_HEAD);
    CHECK_OK(terms_edit(&act, &terms, &world.err), world.err);
    CHECK(terms.person.raw == world.director.raw && terms.unit.raw == world.clinic.raw, "person and unit follow from the appointment");
    DirectorTerms again = {.appointment = world.appointment, .budget = 5, .supplement = -1, .scheduled = -1, .version = terms.version};
    act = act_by(&world, world.head, ROLE_HEAD);
    CHECK_OK(terms_edit(&act, &again, &world.err), world.err);
    CHECK(again.id.raw == terms.id.raw, "the same row");
    DirectorTerms late = {.appointment = world.appointment, .budget = 6, .supplement = -1, .scheduled = -1, .version = terms.version};
    act = act_by(&world, world.head, ROLE_HEAD);
    CHECK(!terms_edit(&act, &late, &world.err) && world.err.kind == ERR_STALE, "whoever read the older one is told");
    world_close(&world);
}

TEST(time_is_used_by_herself_and_agreed_by_the_head) {
    World world = world_open();
    DirectorTime used = {.day = date_from_ymd(2026, 1, 5), .minutes = 90};
    DirectorTime extra = {.day = date_from_ymd(2026, 3, 5), .minutes = 600, .kind = DIRECTOR_TIME_KIND_EXTRA, .what = STR("granskning")};
    Act act = act_by(&world, world.head, ROLE_HEAD);
    CHECK(!director_time_add(&act, &used, world.appointment, &world.err) && world.err.kind == ERR_NOT_FOUND, "not for another");
    act = act_by(&world, world.director, ROLE_DIRECTOR);
    CHECK_OK(director_time_add(&act, &used, world.appointment, &world.err), world.err);
    act = act_by(&world, world.director, ROLE_DIRECTOR);
    CHECK(!director_time_add(&act, &extra, world.appointment, &world.err) && world.err.kind == ERR_FORBIDDEN, "nobody gives herself more");
    act = act_by(&world, world.head, ROLE_HEAD);
    CHECK_OK(director_time_add(&act, &extra, world.appointment, &world.err), world.err);
    DirectorTime none = {.day = date_from_ymd(2026, 1, 6)};
    act = act_by(&world, world.director, ROLE_DIRECTOR);
    CHECK(!director_time_add(&act, &none, world.appointment, &world.err) && world.err.kind == ERR_INVALID, "some time");
    world_close(&world);
}

TEST(the_list_of_a_month_is_acknowledged_once) {
    World world = world_open();
    Date month = date_from_ymd(2026, 12, 1);
    for (int i = 0; i < 2; i++) {
        Act act = act_by(&world, world.head, ROLE_HEAD);
        CHECK_OK(in_out_acknowledge(&act, world.clinic, month, &world.err), world.err);
    }
    InOutReceiptList there = {0};
    Query query;
    CHECK_OK(query_begin(&query, world.db, SQL_RECEIPT_OF_MONTH, &world.err), world.err);
    query_bind_id(&query, 1, world.clinic.raw);
    query_bind_date(&query, 2, month);
    CHECK_OK(in_out_receipt_list_all(&query, world.arena, &there, &world.err), world.err);
    CHECK(there.count == 1, "once");
    world_close(&world);
}

TEST(the_extract_of_a_year_is_given_once_by_the_head) {
    World world = world_open();
    Act act = act_by(&world, world.director, ROLE_DIRECTOR);
    CHECK(!merit_give(&act, world.clinic, 2025, &world.err) && world.err.kind == ERR_FORBIDDEN, "the head gives it");
    act = act_by(&world, world.head, ROLE_HEAD);
    CHECK(!merit_give(&act, world.clinic, 2999, &world.err) && world.err.kind == ERR_INVALID, "not for a year to come");
    for (int i = 0; i < 2; i++) {
        act = act_by(&world, world.head, ROLE_HEAD);
        CHECK_OK(merit_give(&act, world.clinic, 2025, &world.err), world.err);
    }
    MeritExtractList given = {0};
    Query query;
    CHECK_OK(query_begin(&query, world.db, SQL_MERIT_GIVEN, &world.err), world.err);
    query_bind_id(&query, 1, world.clinic.raw);
    CHECK_OK(merit_extract_list_all(&query, world.arena, &given, &world.err), world.err);
    CHECK(given.count == 1, "once");
    world_close(&world);
}
