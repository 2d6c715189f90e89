#include "training/regulation.h"
#include "base/test.h"

TEST(regulation_who_may_choose) {
    static const struct {
        const char *why;
        TrainingKind kind;
        KnownBool at;
        int year, month, day; // of the start; 0: unknown
        bool may_2015, is_unknown;
        RegulationReason reason_2015, reason_2021;
    } cases[] = {
        {"Swedish AT gives a choice", TRAINING_KIND_ST, KNOWN_BOOL_YES, 2024, 4, 1, true, false,
         REGULATION_REASON_SWEDISH_AT, REGULATION_REASON_CHOSEN_2021},
        {"Swedish AT gives a choice without a start", TRAINING_KIND_ST, KNOWN_BOOL_YES, 0, 0, 0,
         true, false, REGULATION_REASON_SWEDISH_AT, REGULATION_REASON_CHOSEN_2021},
        {"begun the day before", TRAINING_KIND_ST, KNOWN_BOOL_NO, 2021, 6, 30, true, false,
         REGULATION_REASON_BEGUN_BEFORE_2021_07, REGULATION_REASON_CHOSEN_2021},
        {"begun the very day", TRAINING_KIND_ST, KNOWN_BOOL_NO, 2021, 7, 1, false, false,
         REGULATION_REASON_NONE, REGULATION_REASON_MUST_2021},
        {"no AT, begun later", TRAINING_KIND_ST, KNOWN_BOOL_NO, 2024, 4, 1, false, false,
         REGULATION_REASON_NONE, REGULATION_REASON_MUST_2021},
        {"AT unknown, begun later: unknown", TRAINING_KIND_ST, KNOWN_BOOL_UNKNOWN, 2024, 4, 1, true,
         true, REGULATION_REASON_NONE, REGULATION_REASON_NONE},
        {"AT unknown, begun before: known enough", TRAINING_KIND_ST, KNOWN_BOOL_UNKNOWN, 2020, 4, 1,
         true, false, REGULATION_REASON_BEGUN_BEFORE_2021_07, REGULATION_REASON_CHOSEN_2021},
        {"no AT, start unknown: unknown", TRAINING_KIND_ST, KNOWN_BOOL_NO, 0, 0, 0, true, true,
         REGULATION_REASON_NONE, REGULATION_REASON_NONE},
        {"BT is always 2021", TRAINING_KIND_BT, KNOWN_BOOL_YES, 2020, 1, 1, false, false,
         REGULATION_REASON_NONE, REGULATION_REASON_MUST_2021},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Date first =
            cases[i].year ? date_from_ymd(cases[i].year, cases[i].month, cases[i].day) : DATE_NONE;
        RegulationChoice choice = regulation_choice(cases[i].kind, cases[i].at, first);
        CHECK(choice.may_2015 == cases[i].may_2015, cases[i].why);
        CHECK(choice.is_unknown == cases[i].is_unknown, cases[i].why);
        CHECK(choice.reason_2015 == cases[i].reason_2015, cases[i].why);
        CHECK(choice.reason_2021 == cases[i].reason_2021, cases[i].why);
    }
}

TEST(regulation_breach_and_reason) {
    Training training = {
        .regulation = STR("2015"), .swedish_at = KNOWN_BOOL_NO, .first = date_from_ymd(2024, 1, 1)};
    Err err = {0};
    CHECK(regulation_is_breach(&training), "2015 without right to it");
    CHECK(!regulation_check(&training, &err) && err.kind == ERR_INVALID, "is refused");
    training.regulation = STR("2021");
    CHECK(!regulation_is_breach(&training), "2021 is always right");
    CHECK(regulation_check(&training, &err), "and is accepted");
    CHECK(regulation_reason(&training) == REGULATION_REASON_MUST_2021, "with its reason");
    training.regulation = STR("2008");
    CHECK(!regulation_check(&training, &err), "2008 is closed");
}
