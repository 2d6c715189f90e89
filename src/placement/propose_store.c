#include "placement/propose_store.h"
#include "gen/records_store.h"
#include "gen/sql.h"
#include "people/unit_store.h"
#include "placement/board_store.h"

DateSpan propose_window(Date today) {
    return (DateSpan){date_add_months(today, -12 * 20), date_add_months(today, 12 * 20)};
}

static bool begin_of_unit(Query *query, Db *db, const Sql *sql, UnitId unit, Err *err) {
    if (!query_begin(query, db, sql, err)) return false;
    query_bind_id(query, 1, unit.raw);
    return true;
}

static ProposeTrainee *trainee_of(ProposeInput *input, const Board *board, TrainingId id) {
    int64_t at;
    return id_map_get(&board->row_at, id.raw, &at) ? &input->trainees.items[at] : NULL;
}

static bool load_own(Db *db, Arena *arena, const Board *board, ProposeInput *input, Err *err) {
    Query query;
    if (!begin_of_unit(&query, db, SQL_PROPOSE_SHARES, input->unit, err)) return false;
    while (query_next(&query)) {
        EmploymentShare share = employment_share_from_row(&query, arena, 0);
        ProposeTrainee *t = trainee_of(input, board, share.training);
        if (t) list_add(arena, &t->shares, share);
    }
    if (!query_end(&query, err)) return false;
    if (!begin_of_unit(&query, db, SQL_PROPOSE_ITEMS, input->unit, err)) return false;
    while (query_next(&query)) {
        TrainingItem item = training_item_from_row(&query, arena, 0);
        ProposeTrainee *t = trainee_of(input, board, item.training);
        if (t) list_add(arena, &t->items, item);
    }
    if (!query_end(&query, err)) return false;
    if (!begin_of_unit(&query, db, SQL_PROPOSE_APPLICATIONS, input->unit, err)) return false;
    while (query_next(&query)) {
        CourseApplication application = course_application_from_row(&query, arena, 0);
        ProposeTrainee *t = trainee_of(input, board, application.training);
        if (t) list_add(arena, &t->applications, application);
    }
    return query_end(&query, err);
}

static bool load_shared(Db *db, Arena *arena, ProposeInput *input, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_PROPOSE_COURSES, err)) return false;
    if (!course_list_all(&query, arena, &input->courses, err)) return false;
    if (!query_begin(&query, db, SQL_PROPOSE_UNIT_ITEMS, err)) return false;
    return unit_item_list_all(&query, arena, &input->unit_items, err);
}

// Visits of others, anywhere in the region: a unit nobody of ours goes to yet may be full too.
static bool load_others(Db *db, Arena *arena, const Board *board, ProposeInput *input, Err *err) {
    PlacementList visits;
    DateSpan ahead = {input->today, propose_window(input->today).past};
    if (!unit_visits(db, arena, (UnitId){0}, ahead, &visits, err)) return false;
    for (size_t i = 0; i < visits.count; i++)
        if (!board_row(board, visits.items[i].training)) list_add(arena, &input->others, visits.items[i]);
    return true;
}

bool propose_load(Db *db, Arena *arena, UnitId unit, Date today, ProposeInput *ret, Err *err) {
    Unit home;
    Board board;
    ProposeInput input = {.unit = unit, .today = today};
    if (!unit_load(db, arena, unit, &home, err)) return false;
    input.name = home.name;
    input.calendar = home.calendar;
    if (!board_load(db, arena, unit, propose_window(today), today, &board, err)) return false;
    input.units = board.units;
    input.capacities = board.capacities;
    for (size_t i = 0; i < board.rows.count; i++) {
        const BoardRow *row = &board.rows.items[i];
        ProposeTrainee trainee = {.training = row->training, .placements = row->placements, .absences = row->absences,
                                  .name = str_printf(arena, "%.*s %.*s", STR_ARG(row->given_name), STR_ARG(row->family_name))};
        list_add(arena, &input.trainees, trainee);
    }
    if (!load_own(db, arena, &board, &input, err)) return false;
    if (!load_shared(db, arena, &input, err)) return false;
    if (!load_others(db, arena, &board, &input, err)) return false;
    *ret = input;
    return true;
}

bool propose_next_name(Db *db, Arena *arena, UnitId unit, Str *ret, Err *err) {
    Query query;
    if (!begin_of_unit(&query, db, SQL_PROPOSE_COUNT, unit, err)) return false;
    int64_t count = query_next(&query) ? query_int(&query, 0) : 0;
    if (!query_end(&query, err)) return false;
    *ret = str_printf(arena, "Förslag %lld", (long long)count + 1);
    return true;
}
