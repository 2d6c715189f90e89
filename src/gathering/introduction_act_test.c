#include "gathering/introduction_act.h"
#include "people/unit_store.h"
#include "store/test_db.h"

TEST(a_programme_becomes_a_list_and_the_list_an_event) {
    Arena *arena = arena_open(16u << 20);
    Db *db = test_db_open();
    Err err;
    CHECK_OK(db_begin_write(db, &err), err);
    Act act = test_act(db, arena, "test");
    Unit unit = {.name = STR("Medicin"), .specialty = STR("internmedicin"), .in_use_from = DATE_NONE};
    CHECK_OK(unit_put(&act, &unit, &err) && audit_end(&act, &err), err);
    act = test_act(db, arena, "test");
    Person ada = {.given_name = STR("Ada"), .family_name = STR("Alm"), .licence_date = DATE_NONE};
    CHECK_OK(person_save(&act, &ada, &err), err);
    Training t = {.trainee = ada.id, .home_unit = unit.id, .specialty = STR("internmedicin"), .regulation = STR("2021"), .first = date_from_ymd(2026, 11, 2),
                  .planned_end = {22000}, .bt_approved = DATE_NONE, .ended = DATE_NONE};
    CHECK_OK(training_save(&act, &t, &err) && audit_end(&act, &err), err);

    act = test_act(db, arena, "test");
    CHECK(!introduction_give(&act, t.id, &err) && err.kind == ERR_CONFLICT, "no programme yet");
    Programme programme = {.unit = unit.id, .audience = AUDIENCE_ST, .approved = DATE_NONE};
    ProgrammeStepList steps = {0};
    list_add(arena, &steps, ((ProgrammeStep){.what = STR("Behörighet"), .days = 0, .required = true}));
    list_add(arena, &steps, ((ProgrammeStep){.what = STR("  ")}));
    list_add(arena, &steps, ((ProgrammeStep){.what = STR("Forskning"), .days = 80}));
    act = test_act(db, arena, "test");
    CHECK_OK(programme_put(&act, &programme, &steps, false, &err), err);
    act = test_act(db, arena, "test");
    CHECK(!introduction_give(&act, t.id, &err) && err.kind == ERR_CONFLICT, "a draft is not given to anybody");
    act = test_act(db, arena, "test");
    CHECK_OK(programme_put(&act, &programme, &steps, true, &err), err);
    act = test_act(db, arena, "test");
    CHECK_OK(introduction_give(&act, t.id, &err), err);

    Introduction given;
    StepRowList rows;
    bool recorded;
    CHECK_OK(introduction_of(db, arena, t.id, &given, &rows, &err), err);
    CHECK(rows.count == 2 && rows.items[1].step.due.day == t.first.day + 80, "two steps, due from her first day");
    act = test_act(db, arena, "test");
    CHECK(!introduction_give(&act, t.id, &err) && err.kind == ERR_CONFLICT, "once");
    StepIdList chosen = {0};
    list_add(arena, &chosen, rows.items[1].step.id);
    act = test_act(db, arena, "test");
    CHECK_OK(introduction_tick(&act, t.id, &chosen, &err) && introduction_is_recorded(db, t.id, &recorded, &err), err);
    CHECK(!recorded, "the required one is open");
    list_add(arena, &chosen, rows.items[0].step.id);
    act = test_act(db, arena, "test");
    CHECK_OK(introduction_tick(&act, t.id, &chosen, &err) && introduction_is_recorded(db, t.id, &recorded, &err), err);
    CHECK(recorded, "the last required step registers it as done");
    CHECK_OK(db_commit(db, &err), err);
    test_db_close(db);
    arena_close(arena);
}
