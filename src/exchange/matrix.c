#include "exchange/matrix.h"
#include <string.h>
#include "gen/records.h"

#define HEADER_ROWS 40
#define MONTHS_MIN 3

// --- finding the months --------------------------------------------------------------------------

static bool year_in(Str text, int *ret) {
    int64_t number;
    if (!str_to_int(str_trim(text), &number) || number < 1990 || number > 2150) return false;
    *ret = (int)number;
    return true;
}

// "Randningsschema 2026-2027": the first year that a title names.
static bool year_in_title(Str text, int *ret) {
    for (size_t i = 0; i + 4 <= text.size; i++)
        if (year_in(str_slice(text, i, i + 4), ret)) return true;
    return false;
}

// The year that stands over a column: in the same column or, as in "2024" over twelve months, the
// nearest to its left in some row above.
static bool year_over(const Table *table, size_t header, size_t column, int *ret) {
    for (size_t r = header; r-- > 0;)
        for (size_t c = column + 1; c-- > 0;)
            if (year_in(table_cell(&table->rows.items[r], c).text, ret)) return true;
    for (size_t r = header; r-- > 0;)
        for (size_t c = 0; c < table->rows.items[r].count; c++)
            if (year_in_title(table->rows.items[r].cells[c].text, ret)) return true;
    return false;
}

// "jan", "Januari": a month without its year.
static bool bare_month(Str text, int *ret) {
    Date date;
    text = str_trim(text);
    char with_year[24];
    if (text.size < 3 || text.size > 12) return false;
    if (str_ends(text, STR("."))) text = str_slice(text, 0, text.size - 1);
    memcpy(with_year, text.data, text.size);
    memcpy(with_year + text.size, " 2000", 5);
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] >= '0' && text.data[i] <= '9') return false;
    if (!value_read_month((Str){with_year, text.size + 5}, &date)) return false;
    *ret = date_to_ymd(date).month;
    return true;
}

static bool month_heading(const Table *table, size_t header, size_t column, Date *ret) {
    Cell cell = table_cell(&table->rows.items[header], column);
    int year, month;
    Str text = str_trim(cell.text);
    if (!text.size) return false;
    if (cell.kind == CELL_DATE || (text.size == 10 && text.data[4] == '-'))
        return date_parse(text, ret) && date_to_ymd(*ret).day == 1;
    if (cell.kind == CELL_NUMBER || (text.size == 5 && text.data[0] >= '2' && text.data[0] <= '7')) {
        int64_t serial;
        return str_to_int(text, &serial) && serial > 20000 && serial < 80000 &&
               table_serial_date((double)serial, table->dates_from_1904, ret) && date_to_ymd(*ret).day == 1;
    }
    if (value_read_month(text, ret)) return true;
    if (!bare_month(text, &month) || !year_over(table, header, column, &year)) return false;
    *ret = date_from_ymd(year, month, 1);
    return true;
}

// The months of a row, as far as each follows on the one before. A year that stands only over its
// first month, or only over the first year of several, is carried on.
static MatrixMonthList months_of_row(Arena *arena, const Table *table, size_t header) {
    MatrixMonthList months = {0};
    const TableRow *row = &table->rows.items[header];
    for (size_t c = 0; c < row->count; c++) {
        Date date;
        if (!month_heading(table, header, c, &date)) continue;
        if (months.count) {
            Date next = date_add_months(months.items[months.count - 1].month, 1);
            bool wrapped = date_to_ymd(next).month == date_to_ymd(date).month && date.day < next.day;
            if (wrapped) date = next;
            if (date.day != next.day) return (MatrixMonthList){0};
        }
        list_add(arena, &months, (MatrixMonth){date, (int)c});
    }
    return months;
}

// --- finding the names ---------------------------------------------------------------------------

static bool heads(Arena *arena, const Table *table, size_t header, size_t column, ListKind list, int field) {
    for (size_t r = 0; r <= header; r++) {
        Str heading = list_heading(arena, table_cell(&table->rows.items[r], column).text);
        if (heading.size && list_field_for(&lists[list], heading) == field) return true;
    }
    return false;
}

// The column whose heading says so, else the one with most names of two words.
static int name_column(Arena *arena, const Table *table, size_t header, int first_month) {
    int best = -1;
    size_t most = 0;
    for (int c = 0; c < first_month; c++)
        if (heads(arena, table, header, (size_t)c, LIST_PEOPLE, PEOPLE_NAME)) return c;
    for (int c = 0; c < first_month; c++) {
        size_t names = 0;
        for (size_t r = header + 1; r < table->rows.count; r++)
            if (str_find_char(str_trim(table_cell(&table->rows.items[r], (size_t)c).text), ' ') != STR_NOT_FOUND) names++;
        if (names > most) {
            most = names;
            best = c;
        }
    }
    return best;
}

bool matrix_recognise(Arena *arena, const Table *table, Reading *reading, Matrix *ret) {
    for (size_t r = 0; r < table->rows.count && r < HEADER_ROWS; r++) {
        MatrixMonthList months = months_of_row(arena, table, r);
        if (months.count < MONTHS_MIN || months.items[0].column == 0 || r + 1 >= table->rows.count) continue;
        int names = name_column(arena, table, r, months.items[0].column);
        if (names < 0) continue;
        Matrix matrix = {reading, table, names, -1, months, table->rows.items[r + 1].number};
        for (int c = 0; c < months.items[0].column; c++)
            if (heads(arena, table, r, (size_t)c, LIST_PEOPLE, PEOPLE_HSA)) matrix.hsa_column = c;
        reading->kind = LIST_MATRIX;
        reading->header_row = table->rows.items[r].number;
        list_add(arena, &reading->columns,
                 (ReadingColumn){table_column_letters(arena, (size_t)names), STR("Namn"), &lists[LIST_PLACEMENTS].fields[PLACEMENTS_PERSON]});
        for (size_t i = 0; i < months.count; i++) {
            Str heading = str_slice(date_iso(arena, months.items[i].month), 0, 7);
            list_add(arena, &reading->columns,
                     (ReadingColumn){table_column_letters(arena, (size_t)months.items[i].column), heading,
                                     &lists[LIST_PLACEMENTS].fields[PLACEMENTS_UNIT]});
        }
        *ret = matrix;
        return true;
    }
    return false;
}

// --- reading a trainee's row ---------------------------------------------------------------------

// What a cell, or a half of it, says.
typedef struct {
    Str text;
    bool absence, home, planned;
    int kind; // AbsenceCause, or PlacementKind where it names no unit; -1
    int share; // percent; -1 as the training's
} Said;

typedef struct {
    Said said;
    DateSpan dates;
    int column; // of its first month
} Run;
LIST_OF(RunList, Run);

typedef struct {
    Arena *arena;
    Known *known;
    ImportInput *input;
    Matching *matching;
    const MatrixFactList *known_facts;
    MatrixFactList added, facts; // of all so far; of this row's person
    const MatrixTrainingList *trainings;
    Date today;
    const Matrix *matrix;
    const TableRow *row;
    int person;
} Walk;

// "Psyk 50%", "Psyk (50 %)", "Psyk?": the unit, and what was written after it.
static Said said_of(Arena *arena, Str text) {
    Said said = {.kind = -1, .share = -1};
    size_t percent = str_find_char(text, '%');
    if (percent != STR_NOT_FOUND) {
        size_t past = percent, first;
        while (past && text.data[past - 1] == ' ') past--;
        first = past;
        while (first && text.data[first - 1] >= '0' && text.data[first - 1] <= '9') first--;
        int64_t share;
        if (str_to_int(str_slice(text, first, past), &share) && share > 0 && share <= 100) said.share = (int)share;
        text = str_slice(text, 0, first);
    }
    text = str_trim(text);
    while (text.size && memchr("(?*! ", text.data[text.size - 1], 5)) {
        if (text.data[text.size - 1] == '?') said.planned = true;
        text = str_slice(text, 0, text.size - 1);
    }
    said.text = text;
    Str word = list_heading(arena, text);
    int value;
    if (list_word_value(lists[LIST_ABSENCES].fields[ABSENCES_CAUSE].words, word, &value)) {
        said.absence = true;
        said.kind = value;
    } else if (list_words_have("tjl|tjledig", word)) {
        said.absence = true;
        said.kind = ABSENCE_CAUSE_OTHER_SERVICE;
    } else if (list_words_have("pappaledig|mammaledig|fp|fledig", word)) {
        said.absence = true;
        said.kind = ABSENCE_CAUSE_PARENTAL;
    } else if (list_words_have("hem|hemklinik|hemmaklinik|hk|egen klinik", word)) {
        said.home = true;
    } else if (list_words_have("forskning|fou", word)) {
        said.kind = PLACEMENT_KIND_RESEARCH;
    }
    return said;
}

static bool same_said(const Said *a, const Said *b) {
    return str_equal(a->text, b->text) && a->share == b->share && a->planned == b->planned;
}

// The unit's own name may hold a slash or a plus; only where the whole is no name is the cell two.
static bool two_in_cell(Walk *walk, Str text, Str halves[2]) {
    for (size_t i = 1; i + 1 < text.size; i++) {
        if (!memchr("/+&\n", text.data[i], 4)) continue;
        if (match_unit(walk->arena, walk->known, text).grade == MATCH_SURE) return false;
        halves[0] = str_trim(str_slice(text, 0, i));
        halves[1] = str_trim(str_slice(text, i + 1, text.size));
        return halves[0].size && halves[1].size;
    }
    return false;
}

static void add_said(Walk *walk, RunList *runs, Said said, DateSpan dates, int column) {
    if (!said.text.size || list_words_have("-|–|x", said.text)) return;
    if (runs->count) {
        Run *last = &runs->items[runs->count - 1];
        if (last->dates.past.day == dates.first.day && same_said(&last->said, &said)) {
            last->dates.past = dates.past;
            return;
        }
    }
    list_add(walk->arena, runs, (Run){said, dates, column});
}

// Months that follow each other and say the same are one stay. Two units in a cell share the month:
// the first until the 15th, the second from the 16th.
static RunList runs_of_row(Walk *walk) {
    RunList runs = {0};
    for (size_t i = 0; i < walk->matrix->months.count; i++) {
        MatrixMonth month = walk->matrix->months.items[i];
        Str text = str_trim(table_cell(walk->row, (size_t)month.column).text), halves[2];
        DateSpan dates = {month.month, date_add_months(month.month, 1)};
        if (two_in_cell(walk, text, halves)) {
            Date middle = date_add_days(month.month, 15);
            add_said(walk, &runs, said_of(walk->arena, halves[0]), (DateSpan){dates.first, middle}, month.column);
            add_said(walk, &runs, said_of(walk->arena, halves[1]), (DateSpan){middle, dates.past}, month.column);
        } else {
            add_said(walk, &runs, said_of(walk->arena, text), dates, month.column);
        }
    }
    return runs;
}

// --- against what is known -----------------------------------------------------------------------

static const MatrixTraining *training_at(const Walk *walk, DateSpan dates) {
    const MatrixTraining *found = NULL;
    for (size_t i = 0; i < walk->trainings->count; i++) {
        const MatrixTraining *training = &walk->trainings->items[i];
        if (training->person != walk->person) continue;
        if (!found || date_span_overlaps(training->dates, dates)) found = training;
    }
    return found;
}

typedef enum { MONTH_LACKING, MONTH_CONFIRMED, MONTH_OTHERWISE } MonthState;

// Confirmed when anything known of the same kind touches the span; otherwise when something else
// already fills the greater part of it.
static MonthState month_state(const Walk *walk, const Run *run, int unit, DateSpan dates, const MatrixFact **ret_other) {
    int filled = 0;
    *ret_other = NULL;
    for (size_t i = 0; i < walk->facts.count; i++) {
        const MatrixFact *fact = &walk->facts.items[i];
        if (fact->person != walk->person || !date_span_overlaps(fact->dates, dates)) continue;
        bool same = run->said.absence ? fact->absence && fact->kind == run->said.kind
                                      : !fact->absence && fact->unit == unit && (unit >= 0 || fact->kind == run->said.kind);
        if (same) return MONTH_CONFIRMED;
        filled += date_span_days(date_span_common(fact->dates, dates)) * (fact->share.value >= 50);
        *ret_other = fact;
    }
    return filled * 2 > date_span_days(dates) ? MONTH_OTHERWISE : MONTH_LACKING;
}

static ImportRow new_row(const Walk *walk, ListKind list, int column) {
    ImportRow row = {.reading = walk->matrix->reading, .list = list, .row = walk->row->number, .self = -1};
    for (int f = 0; f < LIST_FIELDS_MAX; f++) {
        row.values[f] = STR("");
        row.columns[f] = column;
        row.raw[f] = column < 0 ? STR("") : table_cell(walk->row, (size_t)column).text;
    }
    return row;
}

static void set_number(Walk *walk, Str *value, int number) {
    *value = str_printf(walk->arena, "%d", number);
}

static void add_absence(Walk *walk, const Run *run, DateSpan dates) {
    ImportRow row = new_row(walk, LIST_ABSENCES, run->column);
    set_number(walk, &row.values[ABSENCES_PERSON], walk->person);
    set_number(walk, &row.values[ABSENCES_CAUSE], run->said.kind);
    row.values[ABSENCES_FIRST] = date_iso(walk->arena, dates.first);
    row.values[ABSENCES_LAST] = date_iso(walk->arena, date_span_last(dates));
    set_number(walk, &row.values[ABSENCES_SHARE], run->said.share >= 0 ? run->said.share : 100);
    list_add(walk->arena, &walk->input->rows[LIST_ABSENCES], row);
}

static void add_placement(Walk *walk, const Run *run, int unit, DateSpan dates) {
    const MatrixTraining *training = training_at(walk, dates);
    ImportRow row = new_row(walk, LIST_PLACEMENTS, run->column);
    int kind = run->said.kind >= 0                   ? run->said.kind
               : training && unit == training->home ? PLACEMENT_KIND_HOME
                                                     : PLACEMENT_KIND_ROTATION;
    PlacementState state = dates.past.day <= walk->today.day ? PLACEMENT_STATE_COMPLETED : PLACEMENT_STATE_PLANNED;
    set_number(walk, &row.values[PLACEMENTS_PERSON], walk->person);
    if (unit >= 0) set_number(walk, &row.values[PLACEMENTS_UNIT], unit);
    set_number(walk, &row.values[PLACEMENTS_KIND], kind);
    row.values[PLACEMENTS_FIRST] = date_iso(walk->arena, dates.first);
    row.values[PLACEMENTS_LAST] = date_iso(walk->arena, date_span_last(dates));
    int share = run->said.share >= 0 ? run->said.share : training ? training->share.value : 100;
    set_number(walk, &row.values[PLACEMENTS_SHARE], share);
    set_number(walk, &row.values[PLACEMENTS_STATE], (int)state);
    list_add(walk->arena, &walk->input->rows[LIST_PLACEMENTS], row);
}

static void add_run(Walk *walk, const Run *run, int unit, DateSpan dates) {
    if (run->said.absence) add_absence(walk, run, dates);
    else add_placement(walk, run, unit, dates);
    MatrixFact fact = {walk->person, run->said.absence ? -1 : unit, run->said.absence, run->said.kind, dates, {100}};
    list_add(walk->arena, &walk->facts, fact);
    list_add(walk->arena, &walk->added, fact);
}

static void note_difference(Walk *walk, const Run *run, DateSpan dates, const MatrixFact *other) {
    Str listed = other->absence ? str_from_c(list_word_text(lists[LIST_ABSENCES].fields[ABSENCES_CAUSE].words, other->kind))
                 : other->unit >= 0 ? known_unit_text(walk->arena, walk->known, other->unit)
                                    : str_from_c(list_word_text(lists[LIST_PLACEMENTS].fields[PLACEMENTS_KIND].words, other->kind));
    problem_add_at(walk->arena, &walk->input->notes, walk->matrix->reading, walk->row->number, run->column, STR(""), run->said.text,
                   msg(N_("{1} {2}: listan säger {3}. Listan gäller."),
                       msg_text(walk->known->people.items[walk->person].name), msg_span(dates), msg_text(listed)));
}

static DateSpan next_month(DateSpan rest) {
    Date past = date_min(date_add_months(date_month_first(rest.first), 1), rest.past);
    return (DateSpan){rest.first, past};
}

// Months in a row that are alike: lacking, or said otherwise by the same.
typedef struct {
    MonthState state;
    const MatrixFact *other;
    DateSpan dates;
} Stretch;
LIST_OF(StretchList, Stretch);

static void settle_stretch(Walk *walk, const Run *run, int unit, const Stretch *stretch) {
    if (stretch->state == MONTH_LACKING) add_run(walk, run, unit, stretch->dates);
    if (stretch->state == MONTH_OTHERWISE) note_difference(walk, run, stretch->dates, stretch->other);
}

// The run's months that are lacking become stays of their own; those that follow each other, one.
static void settle_run(Walk *walk, const Run *run, int unit) {
    StretchList stretches = {0};
    for (DateSpan rest = run->dates; !date_span_is_empty(rest);) {
        DateSpan month = next_month(rest);
        Stretch next = {.dates = month};
        next.state = month_state(walk, run, unit, month, &next.other);
        Stretch *last = stretches.count ? &stretches.items[stretches.count - 1] : NULL;
        bool alike = last && last->state == next.state && (next.state != MONTH_OTHERWISE || last->other == next.other);
        if (alike) last->dates.past = month.past;
        else list_add(walk->arena, &stretches, next);
        rest.first = month.past;
    }
    // Only now, since what is added moves the facts that the stretches point at.
    for (size_t i = 0; i < stretches.count; i++)
        if (stretches.items[i].state == MONTH_OTHERWISE) settle_stretch(walk, run, unit, &stretches.items[i]);
    for (size_t i = 0; i < stretches.count; i++)
        if (stretches.items[i].state == MONTH_LACKING) settle_stretch(walk, run, unit, &stretches.items[i]);
}

static bool unit_of_run(Walk *walk, const Run *run, int *ret) {
    *ret = -1;
    if (run->said.absence || run->said.kind >= 0) return true;
    ImportRow row = new_row(walk, LIST_PLACEMENTS, run->column);
    if (run->said.home) {
        const MatrixTraining *training = training_at(walk, run->dates);
        if (training && training->home >= 0) {
            *ret = training->home;
            return true;
        }
    }
    return match_unit_in(walk->arena, walk->known, walk->input, walk->matching, &row, PLACEMENTS_UNIT, run->said.text, ret);
}

static bool person_of_row(Walk *walk, int *ret) {
    const Matrix *matrix = walk->matrix;
    ImportRow row = new_row(walk, LIST_PLACEMENTS, matrix->name_column);
    if (matrix->hsa_column >= 0) {
        Str hsa = str_trim(table_cell(walk->row, (size_t)matrix->hsa_column).text);
        Match match = match_person(walk->arena, walk->known, hsa);
        if (hsa.size && match.grade == MATCH_SURE) {
            *ret = match.index;
            return true;
        }
    }
    Str name = str_trim(table_cell(walk->row, (size_t)matrix->name_column).text);
    return match_person_in(walk->arena, walk->known, walk->input, walk->matching, &row, PLACEMENTS_PERSON, name, ret);
}

static bool row_has_months(const Walk *walk) {
    for (size_t i = 0; i < walk->matrix->months.count; i++)
        if (str_trim(table_cell(walk->row, (size_t)walk->matrix->months.items[i].column).text).size) return true;
    return false;
}

static void facts_of_person(Walk *walk) {
    walk->facts.count = 0;
    for (size_t i = 0; i < walk->known_facts->count; i++)
        if (walk->known_facts->items[i].person == walk->person)
            list_add(walk->arena, &walk->facts, walk->known_facts->items[i]);
    for (size_t i = 0; i < walk->added.count; i++)
        if (walk->added.items[i].person == walk->person) list_add(walk->arena, &walk->facts, walk->added.items[i]);
}

static void walk_row(Walk *walk) {
    Str name = str_trim(table_cell(walk->row, (size_t)walk->matrix->name_column).text);
    if (!name.size || !row_has_months(walk) || !person_of_row(walk, &walk->person)) return;
    facts_of_person(walk);
    RunList runs = runs_of_row(walk);
    if (runs.count && !training_at(walk, runs.items[0].dates)) {
        ImportRow row = new_row(walk, LIST_PLACEMENTS, walk->matrix->name_column);
        problem_add(walk->arena, walk->input, &row, PLACEMENTS_PERSON,
                    msg(N_("{1} har ingen tjänstgöring. Lägg till den i listan över tjänstgöringar."), msg_text(name)));
        return;
    }
    for (size_t i = 0; i < runs.count; i++) {
        int unit;
        if (unit_of_run(walk, &runs.items[i], &unit)) settle_run(walk, &runs.items[i], unit);
    }
}

void matrix_rows(Arena *arena, Known *known, ImportInput *input, Matching *matching, const MatrixFactList *facts,
                 const MatrixTrainingList *trainings, Date today) {
    Walk walk = {.arena = arena, .known = known, .input = input, .matching = matching, .known_facts = facts,
                 .trainings = trainings, .today = today};
    for (size_t m = 0; m < input->matrices.count; m++) {
        walk.matrix = &input->matrices.items[m];
        Reading *reading = (Reading *)walk.matrix->reading;
        for (size_t r = 0; r < walk.matrix->table->rows.count; r++) {
            walk.row = &walk.matrix->table->rows.items[r];
            if (walk.row->number < walk.matrix->first_row || table_row_is_blank(walk.row)) continue;
            reading->rows++;
            walk_row(&walk);
        }
    }
}
