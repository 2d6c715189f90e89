#include "gen/records_store.h"
#include "store/test_db.h"

TEST(pilot_reads_initials_and_writes_names) {
    Db *db = test_db_open();
    Arena *arena = arena_open(8 << 20);
    Act act = test_act(db, arena, "test.begin");
    DbScope scope = db_scope(db);
    Err err;
    Person person = {.given_name = STR("Örjan"), .family_name = STR("Åberg-Ek"), .licence_date = DATE_NONE}, read;
    Finding finding = {.rule = STR("R40"), .args = STR("{\"unit\":\"VC Norrvik\",\"names\":\"Örjan Åberg\\nBo Ek\",\"signer\":\"Neurologi\"}"),
                       .since = DATE_NONE, .due = DATE_NONE, .put_off = DATE_NONE};
    scope.initials = true;
    db_scope_set(db, scope);
    CHECK_OK(db_begin_write(db, &err), err);
    CHECK_OK(person_save(&act, &person, &err) && finding_save(&act, &finding, &err) && audit_end(&act, &err), err);
    CHECK_OK(person_load(db, arena, person.id, &read, &err), err);
    CHECK_STR(read.given_name, STR("Örjan"), "what may be saved again is whole");
    CHECK_OK(db_commit(db, &err), err);
    CHECK_OK(db_begin_read(db, &err), err);
    CHECK_OK(person_load(db, arena, person.id, &read, &err) && finding_load(db, arena, finding.id, &finding, &err), err);
    CHECK_STR(read.given_name, STR("Ö."), "what is shown is not");
    CHECK_STR(read.family_name, STR("Å."), "nor the family's name");
    CHECK_STR(finding.args, STR("{\"unit\":\"VC Norrvik\",\"names\":\"Ö. Å.\\nB. E.\",\"signer\":\"Neurologi\"}"), "nor in what was found");
    db_rollback(db);
    test_db_close(db);
    arena_close(arena);
}
