#include "exchange/import.h"
#include "gen/records.h"

static int number_of(Str value, int otherwise) {
    int64_t number;
    return str_to_int(value, &number) ? (int)number : otherwise;
}

static Date date_of(Str value, Date otherwise) {
    Date date;
    return value.size && date_parse(value, &date) ? date : otherwise;
}

// A last day of the paper's as the day after it; open where nothing is said.
static Date past_of(Str value) {
    Date last = date_of(value, DATE_OPEN);
    return last.day == DATE_OPEN.day ? last : date_add_days(last, 1);
}

static void add_placement_fact(Arena *arena, MatrixFactList *facts, const Str *values) {
    MatrixFact fact = {.person = number_of(values[PLACEMENTS_PERSON], -1), .unit = number_of(values[PLACEMENTS_UNIT], -1),
                       .kind = number_of(values[PLACEMENTS_KIND], -1),
                       .dates = {date_of(values[PLACEMENTS_FIRST], DATE_OPEN), past_of(values[PLACEMENTS_LAST])},
                       .share = {number_of(values[PLACEMENTS_SHARE], 100)}};
    if (number_of(values[PLACEMENTS_STATE], -1) == PLACEMENT_STATE_CANCELLED) return;
    list_add(arena, facts, fact);
}

static void add_absence_fact(Arena *arena, MatrixFactList *facts, const Str *values) {
    MatrixFact fact = {.person = number_of(values[ABSENCES_PERSON], -1), .unit = -1, .absence = true,
                       .kind = number_of(values[ABSENCES_CAUSE], -1),
                       .dates = {date_of(values[ABSENCES_FIRST], DATE_OPEN), past_of(values[ABSENCES_LAST])},
                       .share = {number_of(values[ABSENCES_SHARE], 100)}};
    list_add(arena, facts, fact);
}

static void add_training(Arena *arena, MatrixTrainingList *trainings, const Str *values) {
    MatrixTraining training = {.person = number_of(values[TRAININGS_PERSON], -1), .home = number_of(values[TRAININGS_HOME], -1),
                               .dates = {date_of(values[TRAININGS_FIRST], DATE_NONE), past_of(values[TRAININGS_END])},
                               .share = {number_of(values[TRAININGS_SHARE], 100)}};
    list_add(arena, trainings, training);
}

static void fold_in_matrices(Arena *arena, Import *import, Date today) {
    MatrixFactList facts = {0};
    MatrixTrainingList trainings = {0};
    const ImportRowList *rows = import->input.rows;
    const StoredRowList *stored = import->stored.rows;
    for (size_t i = 0; i < rows[LIST_PLACEMENTS].count; i++) add_placement_fact(arena, &facts, rows[LIST_PLACEMENTS].items[i].values);
    for (size_t i = 0; i < stored[LIST_PLACEMENTS].count; i++) add_placement_fact(arena, &facts, stored[LIST_PLACEMENTS].items[i].values);
    for (size_t i = 0; i < rows[LIST_ABSENCES].count; i++) add_absence_fact(arena, &facts, rows[LIST_ABSENCES].items[i].values);
    for (size_t i = 0; i < stored[LIST_ABSENCES].count; i++) add_absence_fact(arena, &facts, stored[LIST_ABSENCES].items[i].values);
    for (size_t i = 0; i < rows[LIST_TRAININGS].count; i++) add_training(arena, &trainings, rows[LIST_TRAININGS].items[i].values);
    for (size_t i = 0; i < stored[LIST_TRAININGS].count; i++) add_training(arena, &trainings, stored[LIST_TRAININGS].items[i].values);
    matrix_rows(arena, &import->known, &import->input, &import->matching, &facts, &trainings, today);
}

// Placements, absences and events of a trainee belong to a training, of the files or the database.
static void require_trainings(Arena *arena, Import *import) {
    static const ListKind kinds[] = {LIST_PLACEMENTS, LIST_ABSENCES, LIST_EVENTS};
    bool *trained = arena_array(arena, bool, import->known.people.count + 1);
    const ImportRowList *rows = &import->input.rows[LIST_TRAININGS];
    const StoredRowList *stored = &import->stored.rows[LIST_TRAININGS];
    for (size_t i = 0; i < rows->count; i++)
        if (!rows->items[i].skipped) trained[number_of(rows->items[i].values[TRAININGS_PERSON], (int)import->known.people.count)] = true;
    for (size_t i = 0; i < stored->count; i++) trained[number_of(stored->items[i].values[TRAININGS_PERSON], (int)import->known.people.count)] = true;
    for (size_t k = 0; k < COUNT_OF(kinds); k++)
        for (size_t i = 0; i < import->input.rows[kinds[k]].count; i++) {
            const ImportRow *row = &import->input.rows[kinds[k]].items[i];
            int person = number_of(row->values[0], -1); // the trainee is the first field of each
            if (person < 0 || trained[person] || row->skipped) continue;
            problem_add(arena, &import->input, row, 0,
                        msg(N_("{1} har ingen tjänstgöring. Lägg till den i listan över tjänstgöringar."),
                            msg_text(import->known.people.items[person].name)));
        }
}

static int compare_problem(const void *a, const void *b, void *context) {
    (void)context;
    const Problem *left = a, *right = b;
    int order = str_compare(left->file, right->file);
    if (!order) order = str_compare(left->sheet, right->sheet);
    return order ? order : (left->row > right->row) - (left->row < right->row);
}

void import_work(Arena *arena, Import *import, Date today) {
    match_rows(arena, &import->known, &import->input, &import->matching);
    fold_in_matrices(arena, import, today);
    require_trainings(arena, import);
    preview_make(arena, &import->input, &import->stored, &import->preview);
    list_sort(arena, import->input.problems.items, import->input.problems.count, sizeof *import->input.problems.items,
              compare_problem, NULL);
}

bool import_is_clear(const Import *import) {
    return import->input.problems.count == 0 && import->matching.questions.count == 0;
}
