#include "base/test.h"
#include "exchange/values.h"

static const Field *field_of(ListKind list, int index) {
    return &lists[list].fields[index];
}

static const Str specialties[] = {{"internmedicin", 13}, {"anestesi-och-intensivvard", 25}};

static const Str goals[] = {{"STc1", 4}, {"STc2", 4}, {"a1", 2}, {"b3", 2}, {"BT1", 3}, {"BT12", 4}};

TEST(values_read) {
    static const struct {
        const char *why;
        ListKind list;
        int field;
        const char *text, *expect; // NULL: refused
    } cases[] = {
        {"ISO", LIST_PLACEMENTS, PLACEMENTS_FIRST, "2026-11-23", "2026-11-23"},
        {"day first with slashes", LIST_PLACEMENTS, PLACEMENTS_FIRST, "3/11/2026", "2026-11-03"},
        {"six digits", LIST_PLACEMENTS, PLACEMENTS_FIRST, "261123", "2026-11-23"},
        {"a spreadsheet's number", LIST_PLACEMENTS, PLACEMENTS_FIRST, "45292", "2024-01-01"},
        {"a spreadsheet's number with a clock", LIST_PLACEMENTS, PLACEMENTS_FIRST, "45292.5", "2024-01-01"},
        {"a database's time stamp", LIST_PLACEMENTS, PLACEMENTS_FIRST, "2026-11-23 00:00:00", "2026-11-23"},
        {"a month begins on its first", LIST_PLACEMENTS, PLACEMENTS_FIRST, "feb 2028", "2028-02-01"},
        {"and ends on its last", LIST_PLACEMENTS, PLACEMENTS_LAST, "2028-02", "2028-02-29"},
        {"a week ends on its Sunday", LIST_PLACEMENTS, PLACEMENTS_LAST, "v5 2027", "2027-02-07"},
        {"no such day", LIST_PLACEMENTS, PLACEMENTS_FIRST, "2026-02-30", NULL},
        {"no date", LIST_PLACEMENTS, PLACEMENTS_FIRST, "snart", NULL},
        {"a number too small for a day", LIST_PLACEMENTS, PLACEMENTS_FIRST, "12", NULL},
        {"a year too far", LIST_PLACEMENTS, PLACEMENTS_FIRST, "2206-01-01", NULL},
        {"empty says nothing", LIST_PLACEMENTS, PLACEMENTS_FIRST, "  ", ""},
        {"a dash says nothing", LIST_PLACEMENTS, PLACEMENTS_FIRST, "–", ""},
        {"a spreadsheet's error", LIST_PLACEMENTS, PLACEMENTS_FIRST, "#N/A", NULL},
        {"percent", LIST_PLACEMENTS, PLACEMENTS_SHARE, "75", "75"},
        {"percent with its sign", LIST_PLACEMENTS, PLACEMENTS_SHARE, "75 %", "75"},
        {"a decimal comma", LIST_PLACEMENTS, PLACEMENTS_SHARE, "80,0", "80"},
        {"a fraction of full time", LIST_PLACEMENTS, PLACEMENTS_SHARE, "0,8", "80"},
        {"full time as a fraction", LIST_PLACEMENTS, PLACEMENTS_SHARE, "1,0", "100"},
        {"over full time", LIST_PLACEMENTS, PLACEMENTS_SHARE, "120", NULL},
        {"less than nothing", LIST_PLACEMENTS, PLACEMENTS_SHARE, "-5", NULL},
        {"half", LIST_PLACEMENTS, PLACEMENTS_SHARE, "halvtid", NULL},
        {"hours", LIST_APPOINTMENTS, APPOINTMENTS_HOURS, "2,5", "150"},
        {"hours as a number", LIST_APPOINTMENTS, APPOINTMENTS_HOURS, "5", "300"},
        {"too many hours", LIST_APPOINTMENTS, APPOINTMENTS_HOURS, "80", NULL},
        {"places", LIST_CAPACITIES, CAPACITIES_PLACES, "3", "3"},
        {"half a place", LIST_CAPACITIES, CAPACITIES_PLACES, "2,5", NULL},
        {"minus a place", LIST_CAPACITIES, CAPACITIES_PLACES, "-1", NULL},
        {"a word in Swedish", LIST_PLACEMENTS, PLACEMENTS_KIND, " Sidotjänstgöring ", "1"},
        {"the word she says", LIST_PLACEMENTS, PLACEMENTS_KIND, "randning", "1"},
        {"a word in English", LIST_PLACEMENTS, PLACEMENTS_KIND, "Rotation", "1"},
        {"ongoing is confirmed", LIST_PLACEMENTS, PLACEMENTS_STATE, "pågående", "2"},
        {"no such state", LIST_PLACEMENTS, PLACEMENTS_STATE, "kanske", NULL},
        {"a role of two words", LIST_APPOINTMENTS, APPOINTMENTS_ROLE, "Övergripande  studierektor", "4"},
        {"yes", LIST_TRAININGS, TRAININGS_SWEDISH_AT, "Ja", "1"},
        {"no in English", LIST_TRAININGS, TRAININGS_SWEDISH_AT, "no", "0"},
        {"neither", LIST_TRAININGS, TRAININGS_SWEDISH_AT, "vet ej", NULL},
        {"a regulation", LIST_TRAININGS, TRAININGS_REGULATION, "HSLF-FS 2021:8", "2021"},
        {"the other", LIST_TRAININGS, TRAININGS_REGULATION, "SOSFS 2015:8", "2015"},
        {"only its year", LIST_TRAININGS, TRAININGS_REGULATION, "2015", "2015"},
        {"one from before", LIST_TRAININGS, TRAININGS_REGULATION, "SOSFS 2008:17", NULL},
        {"a specialty's key", LIST_TRAININGS, TRAININGS_SPECIALTY, "internmedicin", "internmedicin"},
        {"a specialty's name", LIST_TRAININGS, TRAININGS_SPECIALTY, "Anestesi och intensivvård", "anestesi-och-intensivvard"},
        {"no specialty", LIST_TRAININGS, TRAININGS_SPECIALTY, "trolldom", NULL},
        {"two specialties", LIST_PEOPLE, PEOPLE_SPECIALTIES, "Internmedicin; internmedicin", "internmedicin, internmedicin"},
        {"goals", LIST_PLACEMENTS, PLACEMENTS_GOALS, "STc1, stc2", "STc1 STc2"},
        {"goals of 2015", LIST_PLACEMENTS, PLACEMENTS_GOALS, "A1;b3", "a1 b3"},
        {"goals of BT", LIST_PLACEMENTS, PLACEMENTS_GOALS, "bt1, BT12", "BT1 BT12"},
        {"BT has no letters", LIST_PLACEMENTS, PLACEMENTS_GOALS, "BTa1", NULL},
        {"a goal has a letter", LIST_PLACEMENTS, PLACEMENTS_GOALS, "ST1", NULL},
        {"a goal that no specialty has", LIST_PLACEMENTS, PLACEMENTS_GOALS, "STc44", NULL},
        {"no goal", LIST_PLACEMENTS, PLACEMENTS_GOALS, "STd9", NULL},
        {"HSA id", LIST_PEOPLE, PEOPLE_HSA, "tstnmt2321000156-1000", "TSTNMT2321000156-1000"},
        {"no HSA id", LIST_PEOPLE, PEOPLE_HSA, "1000", NULL},
        {"mail", LIST_PEOPLE, PEOPLE_EMAIL, "a.b@norrvik.example", "a.b@norrvik.example"},
        {"no mail", LIST_PEOPLE, PEOPLE_EMAIL, "a.b@norrvik", NULL},
        {"family name first", LIST_PEOPLE, PEOPLE_NAME, "Tallgren,  Leila", "Leila Tallgren"},
        {"half a name", LIST_PEOPLE, PEOPLE_NAME, "Leila", NULL},
        {"an identity number in a note", LIST_EVENTS, EVENTS_NOTE, "samtal med 19121212-1212", NULL},
        {"a phone number is none", LIST_EVENTS, EVENTS_NOTE, "ring 0701-234567", "ring 0701-234567"},
    };
    Arena *arena = arena_open(16u << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ValueRules rules = {.specialties = specialties, .specialty_count = COUNT_OF(specialties),
                            .goals = goals, .goal_count = COUNT_OF(goals)};
        Str value;
        Msg problem = {0};
        bool ok = value_read(arena, field_of(cases[i].list, cases[i].field),
                             (Cell){CELL_TEXT, str_from_c(cases[i].text)}, &rules, &value, &problem);
        CHECK(ok == (cases[i].expect != NULL), cases[i].why);
        if (ok) CHECK_STR(value, str_from_c(cases[i].expect), cases[i].why);
        else CHECK(problem.text && problem.text[0], "a problem says what to do");
    }
    arena_close(arena);
}

TEST(values_lost_zero) {
    Date date;
    ValueRules rules = {.dates_are_yymmdd = true};
    CHECK(value_read_date(STR("60601"), false, &rules, &date), "five digits among six");
    CHECK(date_compare(date, date_from_ymd(2006, 6, 1)) == 0, "have lost a zero");
    CHECK(value_is_yymmdd(STR("261123")) && !value_is_yymmdd(STR("45292")) && !value_is_yymmdd(STR("261323")),
          "which columns are such");
}

TEST(values_months) {
    static const struct {
        const char *text;
        int year, month;
    } cases[] = {{"jan 2026", 2026, 1},   {"Januari 2026", 2026, 1}, {"mar-27", 2027, 3},
                 {"maj'27", 2027, 5},     {"2026-11", 2026, 11},     {"202611", 2026, 11},
                 {"11/2026", 2026, 11},   {"okt2026", 2026, 10},     {"October 2026", 2026, 10},
                 {"2026 dec", 2026, 12},  {"13/2026", 0, 0},         {"januari", 0, 0},
                 {"Psyk 2026", 0, 0},     {"2026", 0, 0},            {"", 0, 0},
                 {"5/11/2026", 0, 0}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Date date;
        bool ok = value_read_month(str_from_c(cases[i].text), &date);
        CHECK(ok == (cases[i].year != 0), cases[i].text);
        if (ok) CHECK(date_compare(date, date_from_ymd(cases[i].year, cases[i].month, 1)) == 0, cases[i].text);
    }
}

TEST(values_names) {
    static const struct {
        const char *name, *given, *family;
    } cases[] = {{"Leila Tallgren", "Leila", "Tallgren"},
                 {"Eva von der Esch", "Eva", "von der Esch"},
                 {"Anna Maria Berg", "Anna Maria", "Berg"},
                 {"Cher", "", "Cher"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str given, family;
        value_split_name(str_from_c(cases[i].name), &given, &family);
        CHECK_STR(given, str_from_c(cases[i].given), cases[i].name);
        CHECK_STR(family, str_from_c(cases[i].family), cases[i].name);
    }
}

TEST(values_show_and_read_again) {
    Arena *arena = arena_open(16u << 20);
    ValueRules rules = {0};
    for (size_t l = 1; l < LIST_COUNT; l++)
        for (const Field *field = lists[l].fields; field->key; field++) {
            if (field->kind != FIELD_WORD) continue;
            for (const ListWord *word = field->words; word->sv; word++) {
                Str canonical = str_printf(arena, "%d", word->value), again;
                Msg problem;
                Str shown = value_show(arena, field, canonical);
                CHECK(value_read(arena, field, (Cell){CELL_TEXT, shown}, &rules, &again, &problem), word->sv);
                CHECK_STR(again, canonical, word->sv);
            }
        }
    CHECK_STR(value_show(arena, &lists[LIST_APPOINTMENTS].fields[APPOINTMENTS_HOURS], STR("150")), STR("2,5"), "hours");
    CHECK_STR(value_show(arena, &lists[LIST_PLACEMENTS].fields[PLACEMENTS_GOALS], STR("STc1 STc2")), STR("STc1, STc2"), "goals");
    arena_close(arena);
}

TEST(lists_headings_are_plain) {
    Arena *arena = arena_open(16u << 20);
    CHECK_STR(list_heading(arena, STR("  Tjänstgöringsgrad (%) ")), STR("tjänstgöringsgrad"), "brackets and spaces");
    CHECK_STR(list_heading(arena, STR("HSA-ID:")), STR("hsa id"), "signs");
    for (size_t l = 1; l < LIST_COUNT; l++) {
        size_t count = list_field_count(&lists[l]);
        CHECK(count <= LIST_FIELDS_MAX, "room for all fields");
        for (size_t f = 0; f < count; f++) {
            Str own = list_heading(arena, str_from_c(lists[l].fields[f].heading));
            CHECK(list_field_for(&lists[l], own) == (int)f, lists[l].fields[f].heading);
            Str rest = str_from_c(lists[l].fields[f].also), part;
            while (str_split(&rest, '|', &part)) {
                if (!part.size) continue;
                if (list_field_for(&lists[l], part) != (int)f) print_error("%s: %.*s\n", lists[l].key, STR_ARG(part));
                CHECK(list_field_for(&lists[l], part) == (int)f, "a heading means one field of a list");
                CHECK_STR(list_heading(arena, part), part, "the table has normal forms");
            }
        }
    }
    arena_close(arena);
}
