#include "people/question_act.h"
#include "gen/sql.h"
#include "people/unit_store.h"
#include "store/test_db.h"

typedef struct {
    Db *db;
    Arena *arena;
    Err err;
    UnitId clinic;
    PersonId director, supervisor, other;
} World;

static PersonId add_person(World *world, Act *act, const char *given, Role role) {
    Person person = {.given_name = str_from_c(given), .family_name = STR("Ek"), .licence_date = DATE_NONE};
    CHECK_OK(person_save(act, &person, &world->err), world->err);
    Appointment a = {.person = person.id, .role = role, .unit = world->clinic, .first = {0}, .past = DATE_OPEN};
    CHECK_OK(appointment_save(act, &a, &world->err), world->err);
    return person.id;
}

static Act act_by(World *world, PersonId person, Role role) {
    Act act = test_act(world->db, world->arena, "test");
    act.actor.person = person.raw;
    act.actor.role = (int)role;
    db_scope_set(world->db, (DbScope){act.actor.region, person.raw, act.today});
    return act;
}

static AskedQuestion the_question(World *world) {
    AskedQuestionList list = {0};
    Query query;
    CHECK_OK(query_begin(&query, world->db, SQL_FACTS_QUESTIONS, &world->err), world->err);
    CHECK_OK(asked_question_list_all(&query, world->arena, &list, &world->err), world->err);
    CHECK(list.count == 1, "one waits");
    return list.items[0];
}

TEST(a_question_is_answered_by_the_studierektor_or_whom_she_hands_it_to) {
    World world = {.db = test_db_open(), .arena = arena_open(32u << 20)};
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    Act act = test_act(world.db, world.arena, "test");
    Unit unit = {.name = STR("Medicinkliniken"), .in_use_from = DATE_NONE};
    CHECK_OK(unit_put(&act, &unit, &world.err), world.err);
    world.clinic = unit.id;
    world.director = add_person(&world, &act, "Dag", ROLE_DIRECTOR);
    world.supervisor = add_person(&world, &act, "Vera", ROLE_SUPERVISOR);
    world.other = add_person(&world, &act, "Karl", ROLE_SUPERVISOR);
    CHECK_OK(audit_end(&act, &world.err), world.err);

    act = act_by(&world, world.supervisor, ROLE_SUPERVISOR);
    CHECK(!question_ask(&act, world.clinic, STR("  "), &world.err) && world.err.kind == ERR_INVALID, "something must be asked");
    CHECK_OK(question_ask(&act, world.clinic, STR("När hålls nästa möte?"), &world.err), world.err);
    AskedQuestion q = the_question(&world);

    act = act_by(&world, world.other, ROLE_SUPERVISOR);
    CHECK(!question_answer(&act, q.id, q.version, STR("I mars."), &world.err) && world.err.kind == ERR_NOT_FOUND, "others do not see it");
    act = act_by(&world, world.supervisor, ROLE_SUPERVISOR);
    CHECK(!question_answer(&act, q.id, q.version, STR("I mars."), &world.err) && world.err.kind == ERR_FORBIDDEN, "nobody answers herself");
    act = act_by(&world, world.director, ROLE_DIRECTOR);
    CHECK(!question_hand_on(&act, q.id, q.version, world.supervisor, &world.err) && world.err.kind == ERR_INVALID, "not to who asked");
    act = act_by(&world, world.director, ROLE_DIRECTOR);
    CHECK_OK(question_hand_on(&act, q.id, q.version, world.other, &world.err), world.err);
    act = act_by(&world, world.director, ROLE_DIRECTOR);
    CHECK(!question_answer(&act, q.id, q.version, STR("I mars."), &world.err) && world.err.kind == ERR_STALE, "somebody was first");
    act = act_by(&world, world.other, ROLE_SUPERVISOR);
    CHECK_OK(question_answer(&act, q.id, q.version + 1, STR("I mars."), &world.err), world.err);
    db_rollback(world.db);
    test_db_close(world.db);
    arena_close(world.arena);
}
