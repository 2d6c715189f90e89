// The example clinic into a database, on whichever engine the tests run.
#include "exchange/export.h"
#include "exchange/import_act.h"
#include "formats/xlsx.h"
#include "gen/sql.h"
#include "people/unit_store.h"
#include "store/test_db.h"

static const char *const csv_files[] = {"placeringar.csv", "enheter.csv", "kapacitet.csv", "personer.csv", "uppdrag.csv",
                                        "tjanstgoringar.csv", "franvaro.csv", "handelser.csv", "kurser.csv"};
static const char *const workbooks[] = {"randningsschema.xlsx", "kliniken.xlsx"};
static const size_t file_rows[LIST_COUNT] = {0, 17, 21, 76, 38, 38, 502, 8, 654, 30};

static Str read_file(Arena *arena, const char *name) {
    Str path = str_printf(arena, "tests/data/norrvik/%s", name);
    FILE *file = fopen(path.data, "rb");
    CHECK(file, name);
    char *data = arena_alloc(arena, 1u << 20, 1);
    size_t size = fread(data, 1, 1u << 20, file);
    fclose(file);
    return (Str){data, size};
}

typedef struct {
    Db *db;
    Arena *arena;
    Import *import; // the last one's
    Err err;
} Clinic;

static Clinic clinic_open(void) {
    return (Clinic){.db = test_db_open(), .arena = arena_open(512u << 20)};
}

static void clinic_close(Clinic *clinic) {
    test_db_close(clinic->db);
    arena_close(clinic->arena);
}

// Reads the texts under the names into the database; false when it was refused.
static bool import_texts(Clinic *clinic, const char *const *names, const Str *texts, size_t count) {
    ImportRecords records = {0};
    ValueRules rules = import_rules(clinic->arena);
    clinic->import = arena_new(clinic->arena, Import);
    CHECK_OK(db_begin_write(clinic->db, &clinic->err), clinic->err);
    CHECK_OK(import_load(clinic->db, clinic->arena, clinic->import, &records, &clinic->err), clinic->err);
    for (size_t i = 0; i < count; i++)
        import_file_read(clinic->arena, str_from_c(names[i]), texts[i], &rules, &clinic->import->input);
    import_work(clinic->arena, clinic->import, date_from_ymd(2026, 11, 23));
    Act act = test_act(clinic->db, clinic->arena, "import");
    if (!import_apply(&act, clinic->import, &records, &clinic->err)) {
        db_rollback(clinic->db);
        return false;
    }
    CHECK_OK(db_commit(clinic->db, &clinic->err), clinic->err);
    return true;
}

static bool import_files(Clinic *clinic, const char *const *names, size_t count) {
    Str texts[16];
    for (size_t i = 0; i < count; i++) texts[i] = read_file(clinic->arena, names[i]);
    return import_texts(clinic, names, texts, count);
}

static void check_all_new(const Clinic *clinic) {
    for (size_t l = 1; l < LIST_COUNT; l++) {
        PreviewCount count = clinic->import->preview.counts[l];
        CHECK(count.new_count == file_rows[l] && !count.changed_count && !count.unchanged_count, lists[l].key);
    }
}

static void check_all_unchanged(const Clinic *clinic, const char *why) {
    for (size_t l = 1; l < LIST_COUNT; l++) {
        PreviewCount count = clinic->import->preview.counts[l];
        if (count.new_count || count.changed_count) print_error("%s: %zu new, %zu changed\n", lists[l].key, count.new_count, count.changed_count);
        CHECK(!count.new_count && !count.changed_count && count.unchanged_count == file_rows[l], why);
    }
}

static int64_t count_rows(Clinic *clinic, const Sql *sql) {
    Query query;
    int64_t count = 0;
    CHECK_OK(query_begin(&query, clinic->db, sql, &clinic->err), clinic->err);
    while (query_next(&query)) count++;
    CHECK_OK(query_end(&query, &clinic->err), clinic->err);
    return count;
}

static const Unit *unit_named(const UnitList *units, const char *name) {
    for (size_t i = 0; i < units->count; i++)
        if (str_equal(units->items[i].name, str_from_c(name))) return &units->items[i];
    CHECK(false, name);
    return NULL;
}

TEST(import_act_begins_the_use_of_a_unit_once) {
    Clinic clinic = clinic_open();
    UnitList units;
    CHECK_OK(import_files(&clinic, csv_files, COUNT_OF(csv_files)), clinic.err);
    CHECK_OK(unit_list_of_region(clinic.db, clinic.arena, &units, &clinic.err), clinic.err);
    CHECK(date_compare(unit_named(&units, "Medicinkliniken")->in_use_from, date_from_ymd(2026, 11, 23)) == 0, "the trainees' home");
    CHECK(!date_is_known(unit_named(&units, "Kardiologi")->in_use_from), "not where they only visit");

    Unit home = *unit_named(&units, "Medicinkliniken");
    home.in_use_from = date_from_ymd(2026, 1, 1);
    CHECK_OK(db_begin_write(clinic.db, &clinic.err), clinic.err);
    Act act = test_act(clinic.db, clinic.arena, "unit.settings");
    CHECK_OK(unit_put(&act, &home, &clinic.err) && audit_end(&act, &clinic.err) && db_commit(clinic.db, &clinic.err), clinic.err);
    const char *name = "tjanstgoringar.csv";
    Str one_more = STR("Namn;Typ;Föreskrift;Start;Tjänstgöringsgrad %;Hemklinik;Planerat slut\n"
                       "Leila Tallgren;BT;HSLF-FS 2021:8;2026-01-01;100;Medicinkliniken;2027-01-31\n");
    CHECK_OK(import_texts(&clinic, &name, &one_more, 1), clinic.err);
    CHECK(clinic.import->preview.counts[LIST_TRAININGS].new_count == 1, "one more trainee");
    CHECK_OK(unit_list_of_region(clinic.db, clinic.arena, &units, &clinic.err), clinic.err);
    CHECK(date_compare(unit_named(&units, "Medicinkliniken")->in_use_from, date_from_ymd(2026, 1, 1)) == 0, "what is said stands");
    clinic_close(&clinic);
}

TEST(import_act_csv_twice) {
    Clinic clinic = clinic_open();
    CHECK_OK(import_files(&clinic, csv_files, COUNT_OF(csv_files)), clinic.err);
    check_all_new(&clinic);
    CHECK(count_rows(&clinic, SQL_IMPORT_UNITS) == 19, "17 units and the two above them");
    CHECK(count_rows(&clinic, SQL_IMPORT_PLACEMENTS) == 502, "every placement is there");
    CHECK(count_rows(&clinic, SQL_IMPORT_SUPERVISIONS) == 36, "two trainings have no main supervisor");
    CHECK(count_rows(&clinic, SQL_IMPORT_SHARES) == 38, "each training has a share");
    CHECK_OK(import_files(&clinic, csv_files, COUNT_OF(csv_files)), clinic.err);
    check_all_unchanged(&clinic, "the same files again change nothing");
    clinic_close(&clinic);
}

TEST(import_act_workbook_and_matrix) {
    Clinic clinic = clinic_open();
    CHECK_OK(import_files(&clinic, workbooks, COUNT_OF(workbooks)), clinic.err);
    check_all_new(&clinic);
    CHECK(clinic.import->matching.taken.count == 6, "six short names are taken");
    CHECK_OK(import_files(&clinic, workbooks, COUNT_OF(workbooks)), clinic.err);
    check_all_unchanged(&clinic, "again: no change");
    CHECK(clinic.import->matching.taken.count == 0, "and the short names are remembered");
    CHECK_OK(import_files(&clinic, csv_files, COUNT_OF(csv_files)), clinic.err);
    check_all_unchanged(&clinic, "the lists as CSV say the same");
    clinic_close(&clinic);
}

TEST(import_act_exports_round_trip) {
    Clinic clinic = clinic_open();
    CHECK_OK(import_files(&clinic, csv_files, COUNT_OF(csv_files)), clinic.err);
    Import stored;
    ImportRecords records = {0};
    CHECK_OK(import_load(clinic.db, clinic.arena, &stored, &records, &clinic.err), clinic.err);
    const char *names[LIST_COUNT];
    Str csv[LIST_COUNT], xlsx[1];
    TableList tables = {0};
    for (size_t l = 1; l < LIST_COUNT; l++) {
        Table table = export_table(clinic.arena, &stored, &lists[l]);
        names[l - 1] = lists[l].key;
        csv[l - 1] = export_csv(clinic.arena, &table);
        list_add(clinic.arena, &tables, table);
    }
    CHECK_OK(import_texts(&clinic, names, csv, LIST_COUNT - 1), clinic.err);
    check_all_unchanged(&clinic, "exported CSV changes nothing");
    CHECK_OK(xlsx_write(clinic.arena, &tables, test_db_folder(), &xlsx[0], &clinic.err), clinic.err);
    CHECK_OK(import_texts(&clinic, names, xlsx, 1), clinic.err);
    check_all_unchanged(&clinic, "an exported workbook changes nothing");

    Clinic other = clinic_open();
    CHECK_OK(import_texts(&other, names, csv, LIST_COUNT - 1), other.err);
    check_all_new(&other);
    clinic_close(&other);
    clinic_close(&clinic);
}

#define CHANGE(list_, why_, text_, field_, before_, after_) {list_, why_, STR(text_), field_, before_, after_}

TEST(import_act_changes) {
    static const struct {
        ListKind list;
        const char *why;
        Str text;
        int field;
        const char *before, *after; // before NULL: a new row; after NULL: nothing changes
    } cases[] = {
        CHANGE(LIST_PLACEMENTS, "another last day",
               "Namn;Enhet;Typ;Från;Till\nOskar Ekberg;Akutmottagningen;bastjänstgöring;2026-08-01;2026-12-15\n", PLACEMENTS_LAST,
               "2026-11-30", "2026-12-15"),
        CHANGE(LIST_PLACEMENTS, "a column that is not there changes nothing",
               "Namn;Enhet;Från;Till\nOskar Ekberg;Medicinkliniken;2026-12-01;2027-03-31\n", 0, "", NULL),
        CHANGE(LIST_PLACEMENTS, "an empty cell changes nothing",
               "Namn;Enhet;Från;Till;Status\nOskar Ekberg;Medicinkliniken;2026-12-01;2027-03-31;\n", 0, "", NULL),
        CHANGE(LIST_PLACEMENTS, "another first day is another placement",
               "Namn;Enhet;Från;Till\nOskar Ekberg;Neurologi;2029-12-01;2030-03-31\n", 0, NULL, NULL),
        CHANGE(LIST_TRAININGS, "another main supervisor",
               "Namn;Specialitet;Start;Hemklinik;Huvudhandledare\nOskar Ekberg;internmedicin;2026-08-01;Medicinkliniken;Leila Norrmark\n",
               TRAININGS_SUPERVISOR, "Samir Norrvik", "Leila Norrmark"),
        CHANGE(LIST_TRAININGS, "a corrected start is the same training",
               "Namn;Specialitet;Start;Hemklinik\nNils Ekvall;internmedicin;2026-06-15;Medicinkliniken\n", TRAININGS_FIRST, "2026-06-01",
               "2026-06-15"),
        CHANGE(LIST_PEOPLE, "a course taken, found by HSA id",
               "Namn;HSA-id;Handledarutbildning\nSigne Ängslyng;TSTNMT2321000156-1003;2026-11-01\n", PEOPLE_COURSE, "", "2026-11-01"),
        CHANGE(LIST_PEOPLE, "a new family name under the same HSA id", "Namn;HSA-id\nSigne Berg;TSTNMT2321000156-1003\n", PEOPLE_NAME,
               "Signe Ängslyng", "Signe Berg"),
        CHANGE(LIST_PEOPLE, "one more specialty",
               "Namn;HSA-id;Specialist i;Specialist sedan\nAmir Sjögren;TSTNMT2321000156-1006;kardiologi, internmedicin;2013-03-01, 2011-01-01\n",
               PEOPLE_SPECIALTIES, "kardiologi", "internmedicin, kardiologi"),
        CHANGE(LIST_APPOINTMENTS, "more time",
               "Namn;Roll;Enhet;Från;Omfattning\nOskar Björkberg;studierektor;Medicinkliniken;2024-02-01;20\n", APPOINTMENTS_SHARE, "15", "20"),
        CHANGE(LIST_UNITS, "a mail address", "Enhet;Sjukhus;E-post\nNeurologi;Norrviks sjukhus;neuro@norrvik.example\n", UNITS_EMAIL,
               "neurologi@norrvik.example", "neuro@norrvik.example"),
        CHANGE(LIST_EVENTS, "who held it, where that was not said",
               "Händelse;Datum;Ansvarig;Enhet\nextern granskning;2022-05-17;Leila Tallgren;Medicinkliniken\n", EVENTS_RESPONSIBLE, "",
               "Leila Tallgren"),
        CHANGE(LIST_CAPACITIES, "one place more", "Enhet;Nivå;Från;Platser\nNeurologi;alla;2024-01-01;3\n", CAPACITIES_PLACES, "2", "3"),
        CHANGE(LIST_COURSES, "fewer seats", "Kurs;Start;Platser\nPalliativ vård 2027V;2027-03-09;12\n", COURSES_SEATS, "20", "12"),
        CHANGE(LIST_ABSENCES, "longer leave", "Namn;Orsak;Från;Till\nNils Ekvall;föräldraledig;2027-08-01;2028-08-31\n", ABSENCES_LAST,
               "2028-07-31", "2028-08-31"),
    };
    Clinic clinic = clinic_open();
    CHECK_OK(import_files(&clinic, csv_files, COUNT_OF(csv_files)), clinic.err);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *name[] = {"rad.csv"};
        CHECK_OK(import_texts(&clinic, name, &cases[i].text, 1), clinic.err);
        CHECK(clinic.import->preview.rows[cases[i].list].count == 1, cases[i].why);
        const PreviewRow *row = &clinic.import->preview.rows[cases[i].list].items[0];
        PreviewKind expect = !cases[i].before ? PREVIEW_NEW : cases[i].after ? PREVIEW_CHANGED : PREVIEW_UNCHANGED;
        if (row->kind != expect) print_error("%s: kind %d, fields %x\n", cases[i].why, (int)row->kind, row->fields);
        CHECK(row->kind == expect, cases[i].why);
        if (expect == PREVIEW_CHANGED) {
            const Field *field = &lists[cases[i].list].fields[cases[i].field];
            CHECK(row->fields >> cases[i].field & 1, cases[i].why);
            CHECK_STR(known_show(clinic.arena, &clinic.import->known, field, row->stored->values[cases[i].field]),
                      str_from_c(cases[i].before), cases[i].why);
            CHECK_STR(known_show(clinic.arena, &clinic.import->known, field, row->row->values[cases[i].field]),
                      str_from_c(cases[i].after), cases[i].why);
        }
        CHECK_OK(import_texts(&clinic, name, &cases[i].text, 1), clinic.err);
        CHECK(clinic.import->preview.all.unchanged_count == 1, "and once more: no change");
    }
    clinic_close(&clinic);
}

TEST(import_act_all_or_nothing) {
    static const char *const names[] = {"enheter.csv", "personer.csv", "fel.csv"};
    Clinic clinic = clinic_open();
    Str texts[] = {read_file(clinic.arena, names[0]), read_file(clinic.arena, names[1]),
                   STR("Namn;Enhet;Typ;Från;Till\nIdun Skogvall;Kardiologi;randning;2027-01-01;2026-12-31\n")};
    CHECK(!import_texts(&clinic, names, texts, COUNT_OF(texts)), "refused");
    CHECK(clinic.err.kind == ERR_INVALID, "as bad input");
    CHECK(clinic.import->input.problems.count == 2, "the end before the beginning, and no training");
    CHECK(count_rows(&clinic, SQL_IMPORT_UNITS) == 0 && count_rows(&clinic, SQL_IMPORT_PEOPLE) == 0, "nothing is written");
    clinic_close(&clinic);
}
