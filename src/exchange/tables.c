#include "exchange/tables.h"
#include "exchange/matrix.h"
#include "formats/csv.h"
#include "formats/xlsx.h"
#include "gen/records.h"

#define HEADER_ROWS 40 // titles and notes above the headings are at most so many

// --- problems ------------------------------------------------------------------------------------

static Str heading_of(const Reading *reading, Str letters) {
    for (size_t i = 0; i < reading->columns.count; i++)
        if (str_equal(reading->columns.items[i].letters, letters)) return reading->columns.items[i].heading;
    return letters;
}

void problem_add_at(Arena *arena, ProblemList *problems, const Reading *reading, uint32_t row, int column,
                    Str heading, Str value, Msg message) {
    if (problems->count >= IMPORT_PROBLEMS_MAX) return;
    Problem problem = {reading->file, reading->sheet, row, heading, STR(""), value, message};
    if (column >= 0) {
        Str letters = table_column_letters(arena, (size_t)column);
        problem.cell = row ? str_printf(arena, "%.*s%u", STR_ARG(letters), row) : letters;
        problem.column = heading_of(reading, letters);
    }
    list_add(arena, problems, problem);
}

void problem_add(Arena *arena, ImportInput *input, const ImportRow *row, int field, Msg message) {
    int column = row->columns[field];
    Str heading = column < 0 ? str_from_c(lists[row->list].fields[field].heading) : STR("");
    problem_add_at(arena, &input->problems, row->reading, row->row, column, heading, row->raw[field], message);
}

// --- merged cells --------------------------------------------------------------------------------

// What stands in a merged range stands in all its cells: that is how people read it.
static void fill_merged(Arena *arena, Table *table) {
    size_t cells_left = TABLE_CELLS_MAX;
    for (size_t m = 0; m < table->merged.count; m++) {
        CellRange range = table->merged.items[m];
        Cell value = {0};
        if (range.column_last >= TABLE_COLUMNS_MAX) continue;
        for (size_t r = 0; r < table->rows.count; r++) {
            TableRow *row = &table->rows.items[r];
            if (row->number == range.row_first) value = table_cell(row, range.column_first);
            if (row->number < range.row_first || row->number > range.row_last || !value.text.size) continue;
            size_t need = range.column_last + 1;
            if (need > cells_left) return;
            cells_left -= need;
            if (row->count < need) {
                Cell *wider = arena_array(arena, Cell, need);
                for (size_t c = 0; c < need; c++) wider[c] = table_cell(row, c);
                row->cells = wider;
                row->count = need;
            }
            for (size_t c = range.column_first; c <= range.column_last; c++) row->cells[c] = value;
        }
    }
}

// --- which list it is ----------------------------------------------------------------------------

static size_t match_columns(Arena *arena, const List *list, const TableRow *row, int column_of[LIST_FIELDS_MAX],
                            size_t *ret_ignored) {
    size_t matched = 0;
    *ret_ignored = 0;
    for (int f = 0; f < LIST_FIELDS_MAX; f++) column_of[f] = -1;
    for (size_t c = 0; c < row->count; c++) {
        Str heading = list_heading(arena, row->cells[c].text);
        if (!heading.size) continue;
        int field = heading.size < 100 ? list_field_for(list, heading) : -1;
        if (field < 0 || column_of[field] >= 0) {
            (*ret_ignored)++;
            continue;
        }
        column_of[field] = (int)c;
        matched++;
    }
    return matched;
}

static bool has_marks(const List *list, const int column_of[LIST_FIELDS_MAX]) {
    for (size_t f = 0; f < list_field_count(list); f++)
        if ((list->marks >> f & 1) && column_of[f] >= 0) return true;
    return false;
}

static size_t missing_columns(const List *list, const int column_of[LIST_FIELDS_MAX]) {
    size_t missing = 0;
    for (size_t f = 0; f < list_field_count(list); f++)
        if (list->fields[f].need != NEED_NONE && column_of[f] < 0) missing++;
    return missing;
}

typedef struct {
    const List *list; // NULL: none
    size_t row;       // index
    int column_of[LIST_FIELDS_MAX];
    int score;
} Guess;

static Str file_stem(Str file) {
    size_t first = 0, past = file.size;
    for (size_t i = 0; i < file.size; i++) {
        if (file.data[i] == '/') first = i + 1;
        if (file.data[i] == '.') past = i;
    }
    return str_slice(file, first, past > first ? past : file.size);
}

static Guess guess_list(Arena *arena, const Table *table, Str file) {
    Guess best = {0};
    const List *hinted = list_named(arena, table->name);
    if (!hinted) hinted = list_named(arena, file_stem(file));
    for (size_t r = 0; r < table->rows.count && r < HEADER_ROWS; r++) {
        for (size_t l = 1; l < LIST_COUNT; l++) {
            Guess guess = {.list = &lists[l], .row = r};
            size_t ignored;
            size_t matched = match_columns(arena, guess.list, &table->rows.items[r], guess.column_of, &ignored);
            if (matched < 2 || !has_marks(guess.list, guess.column_of)) continue;
            guess.score = (int)matched * 4 - (int)ignored - 3 * (int)missing_columns(guess.list, guess.column_of);
            if (guess.list == hinted) guess.score += 6;
            if (!best.list || guess.score > best.score) best = guess;
        }
    }
    return best;
}

// --- rows ----------------------------------------------------------------------------------------

// A column where six digits are dates has YYMMDD throughout, also where a program dropped the zero.
static bool column_is_yymmdd(const Table *table, size_t header, int column) {
    for (size_t r = header + 1; r < table->rows.count; r++)
        if (value_is_yymmdd(table_cell(&table->rows.items[r], (size_t)column).text)) return true;
    return false;
}

static void check_order(Arena *arena, ImportInput *input, const ImportRow *row, int first, int last) {
    if (row->values[first].size && row->values[last].size && str_compare(row->values[first], row->values[last]) > 0)
        problem_add(arena, input, row, last,
                    msg(N_("Slutar innan den börjar ({1}). Rätta något av datumen."), msg_text(row->raw[first])));
}

static void require(Arena *arena, ImportInput *input, const ImportRow *row, int field) {
    if (row->values[field].size || str_trim(row->raw[field]).size) return;
    const Field *what = &lists[row->list].fields[field];
    problem_add(arena, input, row, field, msg(N_("{1} saknas. Fyll i cellen eller ta bort raden."),
                                              msg_text(str_from_c(what->heading))));
}

typedef struct {
    Str specialty, since;
} Specialist;

static int compare_specialist(const void *a, const void *b, void *context) {
    (void)context;
    const Specialist *left = a, *right = b;
    int order = str_compare(left->since, right->since);
    return order ? order : str_compare(left->specialty, right->specialty);
}

static Str take_part(Str *rest) {
    Str part = STR("");
    if (!str_split(rest, ',', &part)) return STR("");
    return str_trim(part);
}

// Specialties and their dates stand in pairs, in the order they were had.
static void pair_specialties(Arena *arena, ImportRow *row) {
    struct {
        Specialist *items;
        size_t count, capacity;
    } pairs = {0};
    Str names = row->values[PEOPLE_SPECIALTIES], dates = row->values[PEOPLE_SINCE];
    if (!names.size && !dates.size) return;
    while (names.data || dates.data) {
        Specialist pair = {take_part(&names), take_part(&dates)};
        if (pair.specialty.size || pair.since.size) list_add(arena, &pairs, pair);
    }
    list_sort(arena, pairs.items, pairs.count, sizeof *pairs.items, compare_specialist, NULL);
    Buf specialties = buf_begin(arena), since = buf_begin(arena);
    for (size_t i = 0; i < pairs.count; i++) {
        if (i) buf_add(&specialties, STR(", "));
        if (i) buf_add(&since, STR(", "));
        buf_add(&specialties, pairs.items[i].specialty);
        buf_add(&since, pairs.items[i].since);
    }
    row->values[PEOPLE_SPECIALTIES] = buf_end(&specialties);
    row->values[PEOPLE_SINCE] = buf_end(&since);
}

static void finish_person(Arena *arena, ImportInput *input, ImportRow *row) {
    Str given = row->values[PEOPLE_GIVEN], family = row->values[PEOPLE_FAMILY];
    if (!row->values[PEOPLE_NAME].size && given.size && family.size)
        row->values[PEOPLE_NAME] = str_printf(arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family));
    row->values[PEOPLE_GIVEN] = row->values[PEOPLE_FAMILY] = STR("");
    require(arena, input, row, PEOPLE_NAME);
    pair_specialties(arena, row);
}

// What people write in the note of an event is often its outcome, or the unit that it concerned.
static void finish_event(Arena *arena, ImportInput *input, ImportRow *row) {
    int outcome;
    Str *values = row->values;
    if (!values[EVENTS_OUTCOME].size && values[EVENTS_NOTE].size &&
        list_word_value(lists[LIST_EVENTS].fields[EVENTS_OUTCOME].words, list_heading(arena, values[EVENTS_NOTE]), &outcome)) {
        values[EVENTS_OUTCOME] = str_printf(arena, "%d", outcome);
        values[EVENTS_NOTE] = STR("");
    }
    if (!values[EVENTS_PERSON].size && !values[EVENTS_UNIT].size && values[EVENTS_NOTE].size) {
        values[EVENTS_UNIT] = values[EVENTS_NOTE];
        row->raw[EVENTS_UNIT] = row->raw[EVENTS_NOTE];
        row->columns[EVENTS_UNIT] = row->columns[EVENTS_NOTE];
        values[EVENTS_NOTE] = STR("");
    }
    if (!values[EVENTS_PERSON].size && !values[EVENTS_UNIT].size && !str_trim(row->raw[EVENTS_PERSON]).size)
        problem_add(arena, input, row, EVENTS_PERSON,
                    msg(N_("Händelsen saknar både läkare och enhet. Fyll i den som den gäller.")));
}

static bool kind_needs_unit(Str kind) {
    int64_t number;
    return !str_to_int(kind, &number) || number == PLACEMENT_KIND_HOME || number == PLACEMENT_KIND_ROTATION ||
           number == PLACEMENT_KIND_BT;
}

static void finish_row(Arena *arena, ImportInput *input, ImportRow *row) {
    const List *list = &lists[row->list];
    for (int f = 0; list->fields[f].key; f++)
        if (list->fields[f].need == NEED_VALUE) require(arena, input, row, f);
    switch (list->kind) {
    case LIST_PEOPLE: finish_person(arena, input, row); break;
    case LIST_EVENTS: finish_event(arena, input, row); break;
    case LIST_CAPACITIES:
        if (!row->values[CAPACITIES_LEVEL].size) row->values[CAPACITIES_LEVEL] = STR("0");
        check_order(arena, input, row, CAPACITIES_FIRST, CAPACITIES_LAST);
        break;
    case LIST_APPOINTMENTS: check_order(arena, input, row, APPOINTMENTS_FIRST, APPOINTMENTS_LAST); break;
    case LIST_TRAININGS:
        if (!row->values[TRAININGS_KIND].size && !str_trim(row->raw[TRAININGS_KIND]).size)
            row->values[TRAININGS_KIND] = STR("0");
        check_order(arena, input, row, TRAININGS_FIRST, TRAININGS_END);
        break;
    case LIST_PLACEMENTS:
        if (kind_needs_unit(row->values[PLACEMENTS_KIND])) require(arena, input, row, PLACEMENTS_UNIT);
        check_order(arena, input, row, PLACEMENTS_FIRST, PLACEMENTS_LAST);
        break;
    case LIST_ABSENCES: check_order(arena, input, row, ABSENCES_FIRST, ABSENCES_LAST); break;
    case LIST_COURSES: check_order(arena, input, row, COURSES_FIRST, COURSES_LAST); break;
    default: break;
    }
}

// The headings once more, where a sheet is printed over several pages.
static bool repeats_header(Arena *arena, const TableRow *header, const TableRow *row) {
    size_t same = 0;
    for (size_t c = 0; c < row->count; c++) {
        Str text = list_heading(arena, row->cells[c].text);
        if (!text.size) continue;
        if (!str_equal(text, list_heading(arena, table_cell(header, c).text))) return false;
        same++;
    }
    return same >= 2;
}

static void read_row(Arena *arena, ImportInput *input, const Reading *reading, const TableRow *source,
                     const ValueRules *rules, const bool yymmdd[LIST_FIELDS_MAX]) {
    const List *list = &lists[reading->kind];
    ImportRow row = {.reading = reading, .list = reading->kind, .row = source->number, .self = -1};
    for (int f = 0; f < LIST_FIELDS_MAX; f++) {
        row.values[f] = row.raw[f] = STR("");
        row.columns[f] = reading->column_of[f];
    }
    for (int f = 0; list->fields[f].key; f++) {
        if (row.columns[f] < 0) continue;
        Cell cell = table_cell(source, (size_t)row.columns[f]);
        ValueRules here = *rules;
        here.dates_are_yymmdd = yymmdd[f];
        Msg problem;
        row.raw[f] = cell.text;
        if (!value_read(arena, &list->fields[f], cell, &here, &row.values[f], &problem)) {
            row.values[f] = STR("");
            problem_add(arena, input, &row, f, problem);
        }
    }
    finish_row(arena, input, &row);
    list_add(arena, &input->rows[reading->kind], row);
}

static void read_rows(Arena *arena, ImportInput *input, Reading *reading, const Table *table, size_t header,
                      const ValueRules *rules) {
    const List *list = &lists[reading->kind];
    ValueRules here = *rules;
    here.dates_from_1904 = table->dates_from_1904;
    bool yymmdd[LIST_FIELDS_MAX] = {0};
    for (int f = 0; list->fields[f].key; f++) {
        FieldKind kind = list->fields[f].kind;
        bool date = kind == FIELD_DATE || kind == FIELD_DATE_LAST || kind == FIELD_DATES;
        yymmdd[f] = date && reading->column_of[f] >= 0 && column_is_yymmdd(table, header, reading->column_of[f]);
    }
    for (size_t r = header + 1; r < table->rows.count; r++) {
        const TableRow *row = &table->rows.items[r];
        if (table_row_is_blank(row) || repeats_header(arena, &table->rows.items[header], row)) continue;
        reading->rows++;
        read_row(arena, input, reading, row, &here, yymmdd);
    }
}

static void describe_columns(Arena *arena, Reading *reading, const TableRow *header) {
    for (size_t c = 0; c < header->count; c++) {
        Str heading = str_trim(header->cells[c].text);
        if (!heading.size) continue;
        ReadingColumn column = {table_column_letters(arena, c), heading, NULL};
        for (int f = 0; f < LIST_FIELDS_MAX; f++)
            if (reading->column_of[f] == (int)c) column.field = &lists[reading->kind].fields[f];
        list_add(arena, &reading->columns, column);
    }
}

static bool columns_suffice(Arena *arena, ImportInput *input, const Reading *reading) {
    const List *list = &lists[reading->kind];
    bool enough = true;
    for (int f = 0; list->fields[f].key; f++) {
        bool needed = list->fields[f].need != NEED_NONE;
        if (reading->kind == LIST_PEOPLE && f == PEOPLE_NAME)
            needed = reading->column_of[PEOPLE_GIVEN] < 0 || reading->column_of[PEOPLE_FAMILY] < 0;
        if (!needed || reading->column_of[f] >= 0) continue;
        Str heading = str_from_c(list->fields[f].heading);
        problem_add_at(arena, &input->problems, reading, reading->header_row, -1, heading, STR(""),
                       msg(N_("Kolumnen {1} saknas. Lägg till den och försök igen."), msg_text(heading)));
        enough = false;
    }
    return enough;
}

void import_table_read(Arena *arena, Str file, const Table *source, const ValueRules *rules, ImportInput *input) {
    Table *table = arena_new(arena, Table);
    *table = *source;
    fill_merged(arena, table);
    Reading *reading = arena_new(arena, Reading);
    *reading = (Reading){.file = file, .sheet = table->name};
    for (int f = 0; f < LIST_FIELDS_MAX; f++) reading->column_of[f] = -1;
    list_add(arena, &input->readings, reading);

    Matrix matrix;
    if (matrix_recognise(arena, table, reading, &matrix)) {
        list_add(arena, &input->matrices, matrix);
        return;
    }
    Guess guess = guess_list(arena, table, file);
    if (!guess.list) return;
    const TableRow *header = &table->rows.items[guess.row];
    reading->kind = guess.list->kind;
    reading->header_row = header->number;
    for (int f = 0; f < LIST_FIELDS_MAX; f++) reading->column_of[f] = guess.column_of[f];
    describe_columns(arena, reading, header);
    if (columns_suffice(arena, input, reading)) read_rows(arena, input, reading, table, guess.row, rules);
}

static bool read_tables(Arena *arena, Str bytes, TableList *ret, Err *err) {
    if (xlsx_is(bytes)) return xlsx_read(arena, bytes, ret, err);
    Table table;
    if (!csv_read(arena, bytes, &table, err)) return false;
    list_add(arena, ret, table);
    return true;
}

void import_file_read(Arena *arena, Str file, Str bytes, const ValueRules *rules, ImportInput *input) {
    TableList tables = {0};
    Err err;
    size_t before = input->readings.count;
    Reading whole = {.file = file, .sheet = STR("")};
    if (!read_tables(arena, bytes, &tables, &err)) {
        problem_add_at(arena, &input->problems, &whole, 0, -1, STR(""), STR(""), err.message);
        return;
    }
    for (size_t i = 0; i < tables.count; i++) import_table_read(arena, file, &tables.items[i], rules, input);
    // A sheet of notes in a workbook is passed over; a file with nothing to import is a mistake.
    for (size_t i = before; i < input->readings.count; i++)
        if (input->readings.items[i]->kind != LIST_NONE) return;
    problem_add_at(arena, &input->problems, &whole, 0, -1, STR(""), STR(""),
                   msg(N_("Ingen lista känns igen i filen. Första raden ska ha rubriker som Namn, Enhet, Från, Till.")));
}
