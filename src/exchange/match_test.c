#include "base/test.h"
#include "exchange/match.h"

static const struct {
    const char *name, *hospital;
} units[] = {{"Norrviks sjukhus", ""},
             {"Primärvården Norrvik", ""},
             {"Medicinkliniken", "Norrviks sjukhus"},
             {"Kardiologi", "Norrviks sjukhus"},
             {"Njurmedicin", "Norrviks sjukhus"},
             {"Lungmedicin", "Norrviks sjukhus"},
             {"Infektionskliniken", "Norrviks sjukhus"},
             {"Intensivvårdsavdelningen", "Norrviks sjukhus"},
             {"Akutmottagningen", "Norrviks sjukhus"},
             {"Psykiatriska kliniken", "Norrviks sjukhus"},
             {"Norrviks vårdcentral", "Primärvården Norrvik"},
             {"Hedeby vårdcentral", "Primärvården Norrvik"},
             {"Kardiologi", "Sörby sjukhus"},
             {"Neurologi", "Sörby sjukhus"},
             {"Neurokirurgi", "Sörby sjukhus"}};

static Known known_units(Arena *arena) {
    Known known = {0};
    for (size_t i = 0; i < COUNT_OF(units); i++)
        known_add_unit(arena, &known, (int64_t)i + 1, str_from_c(units[i].name), STR(""), str_from_c(units[i].hospital));
    known.units.items[0].implied = known.units.items[1].implied = true;
    return known;
}

TEST(match_units) {
    static const struct {
        const char *text;
        MatchGrade grade;
        int unit; // where sure, or the first to be offered
    } cases[] = {
        {"Medicinkliniken", MATCH_SURE, 2},    {" medicinKLINIKEN ", MATCH_SURE, 2}, {"Medicin", MATCH_SURE, 2},
        {"Med", MATCH_SURE, 2},                {"Med klin", MATCH_SURE, 2},         {"VC Norrvik", MATCH_SURE, 10},
        {"Norrviks VC", MATCH_SURE, 10},       {"vårdcentralen Hedeby", MATCH_SURE, 11}, {"Psyk", MATCH_SURE, 9},
        {"IVA", MATCH_SURE, 7},                {"Intensivvård", MATCH_SURE, 7},     {"Akuten", MATCH_SURE, 8},
        {"Infektion", MATCH_SURE, 6},          {"Njur", MATCH_SURE, 4},             {"Lung", MATCH_SURE, 5},
        {"Kardiologi, Sörby sjukhus", MATCH_SURE, 12},
        {"Kardiologi Sörby", MATCH_SURE, 12},  {"Kardiologi", MATCH_ASK, 3},        {"Neuro", MATCH_ASK, 13},
        {"Infektionskliniekn", MATCH_SURE, 6},  {"Njurmedecin", MATCH_ASK, 4},       {"Vårdcentral", MATCH_ASK, 10},
        {"Ortopedi", MATCH_NONE, -1},          {"Rymdmedicin", MATCH_NONE, -1},     {"Me", MATCH_NONE, -1},
        {"Norrvik", MATCH_ASK, 10},            {"?", MATCH_NONE, -1},
    };
    Arena *arena = arena_open(16u << 20);
    Known known = known_units(arena);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Match match = match_unit(arena, &known, str_from_c(cases[i].text));
        int found = match.grade == MATCH_SURE ? match.index : match.option_count ? match.options[0] : -1;
        if (match.grade != cases[i].grade || found != cases[i].unit)
            print_error("\"%s\": grade %d, unit %s\n", cases[i].text, (int)match.grade, found < 0 ? "none" : units[found].name);
        CHECK(match.grade == cases[i].grade, cases[i].text);
        CHECK(found == cases[i].unit, cases[i].text);
    }
    arena_close(arena);
}

TEST(match_unit_remembers_and_prefers) {
    Arena *arena = arena_open(16u << 20);
    Known known = known_units(arena);
    known_add_unit_alias(arena, &known, STR("Hjärtat"), 3);
    CHECK(match_unit(arena, &known, STR("hjärtat")).index == 3, "an alias is remembered");
    known_add_unit_alias(arena, &known, STR("hjärtat"), 12);
    CHECK(match_unit(arena, &known, STR("Hjärtat")).index == 12, "the later one stands");
    known.units.items[12].listed = true;
    CHECK(match_unit(arena, &known, STR("Kardiologi")).index == 12, "the files' own list decides between two of a name");
    int other = known_add_unit(arena, &known, 99, STR("Intensivvård och anestesi"), STR("IVA"), STR("Sörby sjukhus"));
    CHECK(match_unit(arena, &known, STR("iva")).index == other, "a unit's short name is it");
    known.units.items[7].listed = true;
    CHECK(match_unit(arena, &known, STR("iva")).index == 7, "unless the files' own list has one so called");
    CHECK(match_hospital(arena, &known, STR("Norrvik sjukhus")) == 0, "a genitive more or less is the same hospital");
    CHECK(match_hospital(arena, &known, STR("Sörby sjukhus")) == -1, "another is not");
    CHECK_STR(known_unit_text(arena, &known, 3), STR("Kardiologi, Norrviks sjukhus"), "told apart by the hospital");
    CHECK_STR(known_unit_text(arena, &known, 2), STR("Medicinkliniken"), "where the name is not enough");
    arena_close(arena);
}

TEST(match_people) {
    static const struct {
        const char *text;
        MatchGrade grade;
        int person;
    } cases[] = {
        {"Ada Åberg", MATCH_SURE, 0},        {"åberg, ada", MATCH_SURE, 0}, {"Åberg Ada", MATCH_SURE, 0},
        {"SE2321000156-A1", MATCH_SURE, 0},  {"Bo Berg", MATCH_ASK, 1},     {"Bo Berg (SE2321000156-B2)", MATCH_SURE, 2},
        {"Ada Åbreg", MATCH_ASK, 0},         {"Ada Berg", MATCH_ASK, 0},    {"Nils Holgersson", MATCH_NONE, -1},
    };
    Arena *arena = arena_open(16u << 20);
    Known known = {0};
    known_add_person(arena, &known, 1, STR("Ada Åberg"), STR("SE2321000156-A1"));
    known_add_person(arena, &known, 2, STR("Bo Berg"), STR("SE2321000156-B1"));
    known_add_person(arena, &known, 3, STR("Bo Berg"), STR("SE2321000156-B2"));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Match match = match_person(arena, &known, str_from_c(cases[i].text));
        int found = match.grade == MATCH_SURE ? match.index : match.option_count ? match.options[0] : -1;
        if (match.grade != cases[i].grade || found != cases[i].person)
            print_error("\"%s\": grade %d, person %d\n", cases[i].text, (int)match.grade, found);
        CHECK(match.grade == cases[i].grade && found == cases[i].person, cases[i].text);
    }
    arena_close(arena);
}

// Rows of a list of people against those that are there.
TEST(match_people_rows) {
    static const struct {
        const char *why, *rows;
        int self; // -1: a question
        size_t people;
    } cases[] = {
        {"found by HSA id under another name", "Ada Nyberg;SE2321000156-A1\n", 0, 4},
        {"found by name where there is no id", "Ada Åberg;\n", 0, 4},
        {"an id for one who had none", "Cia Ceder;SE2321000156-C9\n", 3, 4},
        {"another id is another person", "Ada Åberg;SE2321000156-A9\n", 4, 5},
        {"nobody of that name", "Dag Dahl;\n", 4, 5},
        {"two of that name and no id", "Bo Berg;\n", -1, 4},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena *arena = arena_open(16u << 20);
        Known known = {0};
        ImportInput input = {0};
        Matching matching = {0};
        ValueRules rules = {0};
        known_add_person(arena, &known, 1, STR("Ada Åberg"), STR("SE2321000156-A1"));
        known_add_person(arena, &known, 2, STR("Bo Berg"), STR("SE2321000156-B1"));
        known_add_person(arena, &known, 3, STR("Bo Berg"), STR("SE2321000156-B2"));
        known_add_person(arena, &known, 4, STR("Cia Ceder"), STR(""));
        import_file_read(arena, STR("p.csv"), str_printf(arena, "Namn;HSA-id\n%s", cases[i].rows), &rules, &input);
        match_rows(arena, &known, &input, &matching);
        CHECK(input.rows[LIST_PEOPLE].count == 1, cases[i].why);
        CHECK(input.rows[LIST_PEOPLE].items[0].self == cases[i].self, cases[i].why);
        CHECK(known.people.count == cases[i].people, cases[i].why);
        CHECK(matching.questions.count == (cases[i].self < 0), cases[i].why);
        arena_close(arena);
    }
}

TEST(match_answers) {
    static const struct {
        const char *why;
        Answer answer;
        const char *unit; // of the row; NULL: skipped
    } cases[] = {
        {"one that is there", {.text = {"Avd 4", 5}, .kind = ANSWER_STORED, .id = 3}, "Medicinkliniken"},
        {"one by its name", {.text = {"avd 4", 5}, .kind = ANSWER_NAMED, .name = {"Neurologi", 9}}, "Neurologi"},
        {"a new one", {.text = {"Avd 4", 5}, .kind = ANSWER_NEW}, "Avd 4"},
        {"none: the row is passed over", {.text = {"Avd 4", 5}, .kind = ANSWER_SKIP}, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena *arena = arena_open(16u << 20);
        Known known = known_units(arena);
        ImportInput input = {0};
        Matching matching = {0};
        ValueRules rules = {0};
        list_add(arena, &matching.answers, cases[i].answer);
        import_file_read(arena, STR("k.csv"), STR("Enhet;Från;Platser\nAvd 4;2027-01-01;2\n"), &rules, &input);
        match_rows(arena, &known, &input, &matching);
        const ImportRow *row = &input.rows[LIST_CAPACITIES].items[0];
        CHECK(input.problems.count == 0 && matching.questions.count == 0, cases[i].why);
        CHECK(row->skipped == !cases[i].unit, cases[i].why);
        Str shown = known_show(arena, &known, &lists[LIST_CAPACITIES].fields[CAPACITIES_UNIT], row->values[CAPACITIES_UNIT]);
        CHECK_STR(shown, str_from_c(cases[i].unit), cases[i].why);
        arena_close(arena);
    }
}
