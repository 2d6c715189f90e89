#include "placement/board_store.h"
#include "gen/records_store.h"
#include "gen/sql.h"

static bool begin_windowed(Query *query, Db *db, const Sql *sql, UnitId unit, DateSpan window, Err *err) {
    if (!query_begin(query, db, sql, err)) return false;
    query_bind_int(query, 1, unit.raw);
    query_bind_date(query, 2, window.first);
    query_bind_date(query, 3, window.past);
    return true;
}

static bool load_rows(Db *db, Arena *arena, UnitId unit, Board *board, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_BOARD_TRAININGS, err)) return false;
    query_bind_int(&query, 1, unit.raw);
    while (query_next(&query)) {
        BoardRow row = {.training = training_from_row(&query, arena, 0),
                        .given_name = query_text(&query, arena, TRAINING_COLUMNS),
                        .family_name = query_text(&query, arena, TRAINING_COLUMNS + 1)};
        id_map_put(arena, &board->row_at, row.training.id.raw, (int64_t)board->rows.count);
        list_add(arena, &board->rows, row);
    }
    return query_end(&query, err);
}

static BoardRow *row_of(const Board *board, TrainingId id) {
    int64_t at;
    return id_map_get(&board->row_at, id.raw, &at) ? &board->rows.items[at] : NULL;
}

static bool load_bars(Db *db, Arena *arena, UnitId unit, Board *board, Err *err) {
    Query query;
    if (!begin_windowed(&query, db, SQL_BOARD_PLACEMENTS, unit, board->window, err)) return false;
    while (query_next(&query)) {
        Placement placement = placement_from_row(&query, arena, 0);
        BoardRow *row = row_of(board, placement.training);
        if (row) list_add(arena, &row->placements, placement);
    }
    if (!query_end(&query, err)) return false;
    if (!begin_windowed(&query, db, SQL_BOARD_ABSENCES, unit, board->window, err)) return false;
    while (query_next(&query)) {
        Absence absence = absence_from_row(&query, arena, 0);
        BoardRow *row = row_of(board, absence.training);
        if (row) list_add(arena, &row->absences, absence);
    }
    return query_end(&query, err);
}

static bool load_units(Db *db, Arena *arena, Board *board, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_BOARD_UNITS, err)) return false;
    if (!unit_list_all(&query, arena, &board->units, err)) return false;
    for (size_t i = 0; i < board->units.count; i++)
        id_map_put(arena, &board->unit_at, board->units.items[i].id.raw, (int64_t)i);
    if (!query_begin(&query, db, SQL_BOARD_CAPACITIES, err)) return false;
    query_bind_date(&query, 1, board->window.first);
    query_bind_date(&query, 2, board->window.past);
    return capacity_list_all(&query, arena, &board->capacities, err);
}

bool board_load(Db *db, Arena *arena, UnitId unit, DateSpan window, Date today, Board *ret, Err *err) {
    Board board = {.window = window, .today = today};
    if (!load_rows(db, arena, unit, &board, err)) return false;
    if (!load_bars(db, arena, unit, &board, err)) return false;
    if (!load_units(db, arena, &board, err)) return false;
    Query query;
    if (!begin_windowed(&query, db, SQL_BOARD_VISITS, unit, window, err)) return false;
    if (!placement_list_all(&query, arena, &board.visits, err)) return false;
    board_find_clashes(arena, &board);
    *ret = board;
    return true;
}

static Percent share_on(const EmploymentShareList *shares, Date date) {
    Percent share = {100};
    for (size_t i = 0; i < shares->count; i++)
        if (i == 0 || shares->items[i].first.day <= date.day) share = shares->items[i].share;
    return share;
}

bool timeline_load(Db *db, Arena *arena, TrainingId id, Date today, TimelineInput *ret, Err *err) {
    Training training;
    EmploymentShareList shares;
    TimelineInput timeline = {.training = id};
    if (!training_load(db, arena, id, &training, err)) return false;
    Query query;
    if (!query_begin(&query, db, SQL_TIMELINE_PLACEMENTS, err)) return false;
    query_bind_id(&query, 1, id.raw);
    if (!placement_list_all(&query, arena, &timeline.placements, err)) return false;
    if (!query_begin(&query, db, SQL_TIMELINE_ABSENCES, err)) return false;
    query_bind_id(&query, 1, id.raw);
    if (!absence_list_all(&query, arena, &timeline.absences, err)) return false;
    if (!query_begin(&query, db, SQL_TIMELINE_SHARES, err)) return false;
    query_bind_id(&query, 1, id.raw);
    if (!employment_share_list_all(&query, arena, &shares, err)) return false;
    timeline.home = training.home_unit;
    timeline.share = share_on(&shares, today);
    timeline.train = (DateSpan){training.first, date_add_days(training.planned_end, 1)};
    *ret = timeline;
    return true;
}
