#include "base/test.h"
#include "exchange/tables.h"

TEST(tables_recognise) {
    static const struct {
        const char *why, *file, *text;
        ListKind kind;
        uint32_t header;
        size_t rows;
    } cases[] = {
        {"units", "a.csv", "Enhet;Sjukhus\nKardiologi;Norrviks sjukhus\n", LIST_UNITS, 1, 1},
        {"units in English", "a.csv", "E-mail,Hospital,Unit\n,Norrviks sjukhus,Kardiologi\n", LIST_UNITS, 1, 1},
        {"capacities", "a.csv", "Platser;Enhet;Från\n2;Kardiologi;2027-01-01\n", LIST_CAPACITIES, 1, 1},
        {"people", "a.csv", "HSA-id;Namn\n;Ada Berg\n", LIST_PEOPLE, 1, 1},
        {"people with the name in two columns", "a.csv", "Förnamn;Efternamn;Legitimation\nAda;Berg;2020-01-01\n", LIST_PEOPLE, 1, 1},
        {"appointments", "a.csv", "Namn;Roll;Enhet;Från\nAda Berg;handledare;Kardiologi;2020-01-01\n", LIST_APPOINTMENTS, 1, 1},
        {"trainings", "a.csv", "Namn;Specialitet;Start;Hemklinik\nAda Berg;internmedicin;2020-01-01;Medicin\n", LIST_TRAININGS, 1, 1},
        {"placements", "a.csv", "Till;Från;Enhet;Namn\n2027-02-01;2027-01-01;Kardiologi;Ada Berg\n", LIST_PLACEMENTS, 1, 1},
        {"absences", "a.csv", "Namn;Orsak;Från;Till\nAda Berg;FL;2027-01-01;2027-02-01\n", LIST_ABSENCES, 1, 1},
        {"events", "a.csv", "Händelse;Datum;Namn\nkollegium;2027-01-01;Ada Berg\n", LIST_EVENTS, 1, 1},
        {"courses", "a.csv", "Kurs;Start\nEKG;2027-01-01\n", LIST_COURSES, 1, 1},
        {"a title and blank rows above", "a.csv", "Våra kurser\n\n;;\nKurs;Start;Ort\nEKG;2027-01-01;Norrvik\n\nHLR;2027-02-01;\n", LIST_COURSES, 4, 2},
        {"the headings again between pages", "a.csv", "Kurs;Start\nEKG;2027-01-01\nKurs;Start\nHLR;2027-01-02\n", LIST_COURSES, 1, 2},
        {"the file's name decides between two", "enheter.csv", "Namn;Specialitet;E-post\nKardiologi;kardiologi;k@n.se\n", LIST_UNITS, 1, 1},
        {"nothing of ours", "a.csv", "Vara;Pris\nMjölk;12\n", LIST_NONE, 0, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena *arena = arena_open(16u << 20);
        ImportInput input = {0};
        ValueRules rules = {0};
        import_file_read(arena, str_from_c(cases[i].file), str_from_c(cases[i].text), &rules, &input);
        const Reading *reading = input.readings.items[0];
        if (reading->kind != cases[i].kind) print_error("%s: %s\n", cases[i].why, lists[reading->kind].key);
        CHECK(reading->kind == cases[i].kind, cases[i].why);
        CHECK(reading->header_row == cases[i].header && reading->rows == cases[i].rows, cases[i].why);
        CHECK((input.problems.count > 0) == (cases[i].kind == LIST_NONE), cases[i].why);
        arena_close(arena);
    }
}

TEST(tables_problems_name_the_place) {
    static const struct {
        const char *why, *text, *column, *cell, *value;
        uint32_t row;
    } cases[] = {
        {"a bad date", "Kurs;Start\nEKG;2027-01-01\nHLR;snart\n", "Start", "B3", "snart", 3},
        {"an empty cell that must not be", "Kurs;Start\n;2027-01-01\n", "Kurs", "A2", "", 2},
        {"a column that is missing", "Namn;Roll;Från\nAda Berg;handledare;2027-01-01\n", "Enhet", "", "", 1},
        {"a row counts from the top of the file", "Titel\n\nKurs;Start\n\nEKG;nu\n", "Start", "B5", "nu", 5},
        {"an end before its beginning", "Namn;Enhet;Från;Till\nAda Berg;Kard;2027-02-01;2027-01-01\n", "Till", "D2", "2027-01-01", 2},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena *arena = arena_open(16u << 20);
        ImportInput input = {0};
        ValueRules rules = {0};
        import_file_read(arena, STR("a.csv"), str_from_c(cases[i].text), &rules, &input);
        CHECK(input.problems.count == 1, cases[i].why);
        const Problem *problem = &input.problems.items[0];
        CHECK_STR(problem->column, str_from_c(cases[i].column), cases[i].why);
        CHECK_STR(problem->cell, str_from_c(cases[i].cell), cases[i].why);
        CHECK_STR(problem->value, str_from_c(cases[i].value), cases[i].why);
        CHECK(problem->row == cases[i].row, cases[i].why);
        arena_close(arena);
    }
}
