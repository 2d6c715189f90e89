// The example clinic's own files, read as they are.
#include "base/test.h"
#include <stdio.h>
#include "exchange/import.h"

static const char *const csv_files[] = {"enheter.csv", "kapacitet.csv", "personer.csv", "uppdrag.csv", "tjanstgoringar.csv",
                                        "placeringar.csv", "franvaro.csv", "handelser.csv", "kurser.csv"};
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

static void print_problems(Arena *arena, const Import *import) {
    for (size_t i = 0; i < import->input.problems.count && i < 20; i++) {
        const Problem *problem = &import->input.problems.items[i];
        Str text = msg_format(arena, LANG_SV, problem->message);
        print_error("%.*s %.*s %u %.*s \"%.*s\": %.*s\n", STR_ARG(problem->file), STR_ARG(problem->sheet), problem->row,
                    STR_ARG(problem->column), STR_ARG(problem->value), STR_ARG(text));
    }
}

static Import *read_files(Arena *arena, const char *const *files, size_t count) {
    Import *import = arena_new(arena, Import);
    ValueRules rules = {0};
    for (size_t i = 0; i < count; i++)
        import_file_read(arena, str_from_c(files[i]), read_file(arena, files[i]), &rules, &import->input);
    import_work(arena, import, date_from_ymd(2026, 11, 23));
    print_problems(arena, import);
    CHECK(import_is_clear(import), "nothing to mend, nothing to ask");
    return import;
}

static void check_counts(const Import *import) {
    for (size_t l = 1; l < LIST_COUNT; l++) {
        if (import->preview.counts[l].new_count != file_rows[l])
            print_error("%s: %zu new\n", lists[l].key, import->preview.counts[l].new_count);
        CHECK(import->preview.counts[l].new_count == file_rows[l], "every row of the file is new");
        CHECK(import->preview.counts[l].changed_count == 0 && import->preview.counts[l].unchanged_count == 0, "and only new");
    }
}

// All rows' values as text, with names for references, so that two imports can be compared.
static Str dump(Arena *arena, const Import *import) {
    Buf buf = buf_begin(arena);
    for (size_t l = 1; l < LIST_COUNT; l++)
        for (size_t i = 0; i < import->preview.rows[l].count; i++) {
            const ImportRow *row = import->preview.rows[l].items[i].row;
            buf_addf(&buf, "%s", lists[l].key);
            for (int f = 0; lists[l].fields[f].key; f++) {
                buf_add_char(&buf, '|');
                buf_add(&buf, known_show(arena, &import->known, &lists[l].fields[f], row->values[f]));
            }
            buf_add_char(&buf, '\n');
        }
    return buf_end(&buf);
}

TEST(import_example_csv) {
    Arena *arena = arena_open(256u << 20);
    Import *import = read_files(arena, csv_files, COUNT_OF(csv_files));
    check_counts(import);
    Str text = dump(arena, import);
    CHECK(str_find(text, STR("\nappointments|Oskar Björkberg|studierektor|Medicinkliniken|2024-02-01|2027-01-31|15|5|\n")) != STR_NOT_FOUND,
          "an appointment");
    CHECK(str_find(text, STR("\nappointments|Amir Åkerberg|övergripande studierektor|Primärvården Norrvik|")) != STR_NOT_FOUND,
          "an appointment at a hospital that only others name");
    CHECK(str_find(text, STR("\nevents||handledarmöte|2023-10-12|Oskar Björkberg|||Medicinkliniken|\n")) != STR_NOT_FOUND,
          "a unit's event");
    CHECK(str_find(text, STR("|specialistkollegium|2024-10-31|Oskar Björkberg||behöver stöd||\n")) != STR_NOT_FOUND,
          "a note that is an outcome");
    arena_close(arena);
}

TEST(import_example_workbook_and_matrix) {
    static const char *const files[] = {"kliniken.xlsx", "randningsschema.xlsx"};
    Arena *arena = arena_open(256u << 20);
    Import *workbook = read_files(arena, files, COUNT_OF(files));
    check_counts(workbook);
    CHECK_STR(dump(arena, workbook), dump(arena, read_files(arena, csv_files, COUNT_OF(csv_files))), "the same as the lists alone");
    CHECK(workbook->matching.taken.count == 6, "six names are spelled short");
    CHECK(workbook->input.notes.count == 0, "and the matrix says nothing else than the lists");
    arena_close(arena);
}

// What the matrix has that the lists lack is added with the months' exact days.
TEST(import_matrix_alone) {
    static const char *const files[] = {"enheter.csv", "personer.csv", "tjanstgoringar.csv", "randningsschema.xlsx"};
    Arena *arena = arena_open(256u << 20);
    Import *import = read_files(arena, files, COUNT_OF(files));
    Str text = dump(arena, import);
    CHECK(str_find(text, STR("placements|Idun Skogvall|Psykiatriska kliniken|sidotjänstgöring|2024-01-01|2024-01-31|75|genomförd||\n")) != STR_NOT_FOUND,
          "the first month of the matrix");
    CHECK(str_find(text, STR("placements|Idun Skogvall|Medicinkliniken|hemklinik|2024-02-01|2024-03-31|75|genomförd||\n")) != STR_NOT_FOUND,
          "two months at home are one stay");
    CHECK(str_find(text, STR("absences|Elias Norrros|föräldraledig|2025-07-01|2026-02-28|100|")) != STR_NOT_FOUND, "FL");
    arena_close(arena);
}
