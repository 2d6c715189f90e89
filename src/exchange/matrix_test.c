// The rotation matrix in the shapes people give it, drawn as text: | between cells, a line a row.
#include "base/test.h"
#include "exchange/import.h"

static Table draw(Arena *arena, const char *text) {
    Table table = {.name = STR("Schema")};
    Str rest = str_from_c(text), line;
    while (str_split(&rest, '\n', &line)) {
        TableRow row = {.number = (uint32_t)table.rows.count + 1, .cells = arena_array(arena, Cell, 40)};
        Str part;
        while (str_split(&line, '|', &part)) {
            int64_t number;
            Date date;
            CellKind kind = !part.size                                                   ? CELL_EMPTY
                            : str_to_int(part, &number)                                  ? CELL_NUMBER
                            : part.size == 10 && part.data[4] == '-' && date_parse(part, &date) ? CELL_DATE
                                                                                         : CELL_TEXT;
            row.cells[row.count++] = (Cell){kind, part};
        }
        list_add(arena, &table.rows, row);
    }
    return table;
}

// What the matrix adds to the lists, as text; then the notes and the problems, a line each.
static Str read_matrix(Arena *arena, const char *text, const char *placements, CellRange merged) {
    Import import = {0};
    ValueRules rules = {0};
    static const char units[] = "Enhet;Sjukhus\nMedicinkliniken;Norrviks sjukhus\nKardiologi;Norrviks sjukhus\n"
                                "Psykiatriska kliniken;Norrviks sjukhus\nNorrviks vårdcentral;Primärvården Norrvik\n";
    static const char people[] = "Namn;HSA-id\nAda Berg;SE2321000156-A1\nBo Ek;SE2321000156-B1\nCia Dal;SE2321000156-C1\n";
    static const char trainings[] = "Namn;Specialitet;Start;Hemklinik;Tjänstgöringsgrad\nAda Berg;internmedicin;2026-01-01;Medicinkliniken;75\n"
                                    "Bo Ek;internmedicin;2026-01-01;Medicinkliniken;100\n";
    import_file_read(arena, STR("e.csv"), str_from_c(units), &rules, &import.input);
    import_file_read(arena, STR("p.csv"), str_from_c(people), &rules, &import.input);
    import_file_read(arena, STR("t.csv"), str_from_c(trainings), &rules, &import.input);
    if (placements) import_file_read(arena, STR("l.csv"), str_from_c(placements), &rules, &import.input);
    size_t before = import.input.rows[LIST_PLACEMENTS].count;
    Table table = draw(arena, text);
    if (merged.row_first) list_add(arena, &table.merged, merged);
    import_table_read(arena, STR("s.xlsx"), &table, &rules, &import.input);
    import_work(arena, &import, date_from_ymd(2026, 11, 23));
    Buf buf = buf_begin(arena);
    static const ListKind kinds[] = {LIST_PLACEMENTS, LIST_ABSENCES};
    for (size_t k = 0; k < COUNT_OF(kinds); k++)
        for (size_t i = kinds[k] == LIST_PLACEMENTS ? before : 0; i < import.input.rows[kinds[k]].count; i++) {
            const ImportRow *row = &import.input.rows[kinds[k]].items[i];
            for (int f = 0; lists[kinds[k]].fields[f].key; f++)
                if (row->values[f].size)
                    buf_addf(&buf, "%s%.*s", f ? " " : "", STR_ARG(known_show(arena, &import.known, &lists[kinds[k]].fields[f], row->values[f])));
            buf_add_char(&buf, '\n');
        }
    for (size_t i = 0; i < import.input.notes.count; i++) buf_addf(&buf, "note %.*s\n", STR_ARG(import.input.notes.items[i].cell));
    for (size_t i = 0; i < import.input.problems.count; i++) buf_addf(&buf, "problem %.*s %.*s\n", STR_ARG(import.input.problems.items[i].cell),
                                                                      STR_ARG(import.input.problems.items[i].column));
    return buf_end(&buf);
}

TEST(matrix_shapes) {
    static const struct {
        const char *why, *text, *placements;
        CellRange merged;
        const char *expect;
    } cases[] = {
        {"months as dates", "ST-läkare|2026-01-01|2026-02-01|2026-03-01|2026-04-01\nAda Berg|Med|Med|Kard|Kard", NULL, {0},
         "Ada Berg Medicinkliniken hemklinik 2026-01-01 2026-02-28 75 genomförd\n"
         "Ada Berg Kardiologi sidotjänstgöring 2026-03-01 2026-04-30 75 genomförd\n"},
        {"months as text with their year", "Namn|jan 2027|feb 2027|mars 2027\nBo Ek|Psyk||Psyk", NULL, {0},
         "Bo Ek Psykiatriska kliniken sidotjänstgöring 2027-01-01 2027-01-31 100 planerad\n"
         "Bo Ek Psykiatriska kliniken sidotjänstgöring 2027-03-01 2027-03-31 100 planerad\n"},
        {"the year in a row above", "Schema||||\n|2026||2027|\nNamn|nov|dec|jan|feb\nBo Ek|Med|Med|Med|VC Norrvik", NULL, {0},
         "Bo Ek Medicinkliniken hemklinik 2026-11-01 2027-01-31 100 planerad\n"
         "Bo Ek Norrviks vårdcentral sidotjänstgöring 2027-02-01 2027-02-28 100 planerad\n"},
        {"the year only in the title", "Randningsschema 2026-2027\n\nNamn|nov|dec|jan\nBo Ek|||Kard", NULL, {0},
         "Bo Ek Kardiologi sidotjänstgöring 2027-01-01 2027-01-31 100 planerad\n"},
        {"months as a spreadsheet's numbers", "Nr|Läkare|46388|46419|46447\n1|Bo Ek|Kard|Kard|", NULL, {0},
         "Bo Ek Kardiologi sidotjänstgöring 2027-01-01 2027-02-28 100 planerad\n"},
        {"a stay merged over its months", "Namn|2027-01|2027-02|2027-03\nBo Ek|Kard||", NULL, {2, 2, 1, 3},
         "Bo Ek Kardiologi sidotjänstgöring 2027-01-01 2027-03-31 100 planerad\n"},
        {"two units share a month at its middle", "Namn|2027-01|2027-02|2027-03\nBo Ek|Kard|Kard/Psyk|Psyk", NULL, {0},
         "Bo Ek Kardiologi sidotjänstgöring 2027-01-01 2027-02-15 100 planerad\n"
         "Bo Ek Psykiatriska kliniken sidotjänstgöring 2027-02-16 2027-03-31 100 planerad\n"},
        {"a share in the cell", "Namn|2027-01|2027-02|2027-03\nBo Ek|Kard 50%|Kard 50%|", NULL, {0},
         "Bo Ek Kardiologi sidotjänstgöring 2027-01-01 2027-02-28 50 planerad\n"},
        {"leave and home", "Namn|2027-01|2027-02|2027-03\nBo Ek|FL|FL|Hem", NULL, {0},
         "Bo Ek Medicinkliniken hemklinik 2027-03-01 2027-03-31 100 planerad\n"
         "Bo Ek föräldraledig 2027-01-01 2027-02-28 100\n"},
        {"the lists confirm it", "Namn|2027-01|2027-02|2027-03\nBo Ek|Kard|Kard|",
         "Namn;Enhet;Från;Till\nBo Ek;Kardiologi;2027-01-10;2027-02-20\n", {0}, ""},
        {"the lists lack its end", "Namn|2027-01|2027-02|2027-03\nBo Ek|Kard|Kard|Kard",
         "Namn;Enhet;Från;Till\nBo Ek;Kardiologi;2027-01-01;2027-01-31\n", {0},
         "Bo Ek Kardiologi sidotjänstgöring 2027-02-01 2027-03-31 100 planerad\n"},
        {"the lists say otherwise and stand", "Namn|2027-01|2027-02|2027-03\nBo Ek|Kard|Kard|Kard",
         "Namn;Enhet;Från;Till\nBo Ek;Psykiatriska kliniken;2027-02-01;2027-02-28\n", {0},
         "Bo Ek Kardiologi sidotjänstgöring 2027-01-01 2027-01-31 100 planerad\n"
         "Bo Ek Kardiologi sidotjänstgöring 2027-03-01 2027-03-31 100 planerad\nnote B2\n"},
        {"a unit nobody knows", "Namn|2027-01|2027-02|2027-03\nBo Ek|Xyz|Kard|", NULL, {0},
         "Bo Ek Kardiologi sidotjänstgöring 2027-02-01 2027-02-28 100 planerad\nproblem B2 2027-01\n"},
        {"a name nobody knows", "Namn|2027-01|2027-02|2027-03\nNils Holgersson|Kard|Kard|", NULL, {0}, "problem A2 Namn\n"},
        {"one without a training", "Namn|2027-01|2027-02|2027-03\nCia Dal|Kard|Kard|", NULL, {0}, "problem A2 Namn\n"},
        {"by HSA id", "HSA-id|Namn|2027-01|2027-02|2027-03\nSE2321000156-B1|Bosse|Kard||", NULL, {0},
         "Bo Ek Kardiologi sidotjänstgöring 2027-01-01 2027-01-31 100 planerad\n"},
        {"rows of headings and notes are passed over", "Namn|2027-01|2027-02|2027-03\nST|||\nBo Ek|Kard||\n\nFL = föräldraledig|||", NULL, {0},
         "Bo Ek Kardiologi sidotjänstgöring 2027-01-01 2027-01-31 100 planerad\n"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena *arena = arena_open(32u << 20);
        CHECK_STR(read_matrix(arena, cases[i].text, cases[i].placements, cases[i].merged), str_from_c(cases[i].expect), cases[i].why);
        arena_close(arena);
    }
}

TEST(matrix_is_not_every_table) {
    static const char *const others[] = {"Namn|Från|Till\nBo Ek|2027-01-01|2027-02-01", "Namn|2027-01|2027-03|2027-05\nBo Ek|a|b|c",
                                         "2027-01|2027-02|2027-03\na|b|c", "Namn|2027-01|2027-02|2027-03"};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        Arena *arena = arena_open(16u << 20);
        Table table = draw(arena, others[i]);
        Reading reading = {0};
        Matrix matrix;
        CHECK(!matrix_recognise(arena, &table, &reading, &matrix), others[i]);
        arena_close(arena);
    }
}
