// test_intake.h: the trainee whom the tests of documents are about.
#pragma once
#include "store/test_db.h"
#include "training/training_act.h"

static inline TrainingIntake test_take_in(Db *db, Arena *arena, UnitId home, PersonId supervisor) {
    Err err;
    TrainingIntake intake = {
        .person = {.given_name = STR("Ada"), .family_name = STR("Åkesson"), .licence_date = DATE_NONE},
        .training = {.specialty = STR("internmedicin"), .regulation = STR("2021"), .home_unit = home, .first = date_from_ymd(2025, 1, 1),
                     .planned_end = date_from_ymd(2030, 6, 30), .ended = DATE_NONE, .bt_approved = DATE_NONE},
        .share = {100},
        .supervisor = supervisor};
    Act act = test_act(db, arena, "test");
    CHECK_OK(training_take_in(&act, &intake, &err), err);
    return intake;
}
