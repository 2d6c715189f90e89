#include "training/training_store.h"
#include "base/map.h"
#include "gen/sql.h"
#include "people/person_store.h"
#include "people/unit_store.h"

// --- the list

static bool rows_of_trainings(Db *db, Arena *arena, TrainingQuery asked, TrainingRowList *rows,
                              IdMap *at, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_TRAINING_ROWS, err)) return false;
    query_bind_int(&query, 1, asked.unit.raw);
    query_bind_int(&query, 2, asked.with_ended);
    while (query_next(&query)) {
        int c = TRAINING_COLUMNS;
        TrainingRow row = {.training = training_from_row(&query, arena, 0),
                           .given_name = query_text(&query, arena, c),
                           .family_name = query_text(&query, arena, c + 1),
                           .sort_key = query_text(&query, arena, c + 2),
                           .home_name = query_text(&query, arena, c + 3),
                           .place_past = DATE_NONE,
                           .leave_past = DATE_NONE,
                           .next_due = DATE_NONE,
                           .last_event = DATE_NONE};
        id_map_put(arena, at, row.training.id.raw, (int64_t)rows->count);
        list_add(arena, rows, row);
    }
    return query_end(&query, err);
}

// One of the statements that add to the rows: column 0 is the training.
static TrainingRow *row_next(Query *query, const TrainingRowList *rows, const IdMap *at) {
    int64_t index;
    while (query_next(query))
        if (id_map_get(at, query_int(query, 0), &index)) return &rows->items[index];
    return NULL;
}

static bool add_places(Db *db, Arena *arena, TrainingRowList *rows, const IdMap *at, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_TRAINING_ROWS_TODAY, err)) return false;
    for (TrainingRow *row; (row = row_next(&query, rows, at));) {
        if (row->place.size > 0) continue; // of two beside each other the earlier is enough here
        row->place = query_text(&query, arena, 2);
        row->place_past = query_date(&query, 1);
    }
    if (!query_end(&query, err)) return false;
    if (!query_begin(&query, db, SQL_TRAINING_ROWS_LEAVE, err)) return false;
    for (TrainingRow *row; (row = row_next(&query, rows, at));) {
        row->on_leave = true;
        row->leave_past = query_date(&query, 1);
    }
    return query_end(&query, err);
}

static bool add_supervisors(Db *db, Arena *arena, TrainingRowList *rows, const IdMap *at,
                            Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_TRAINING_ROWS_SUPERVISORS, err)) return false;
    for (TrainingRow *row; (row = row_next(&query, rows, at));) {
        Str given = query_text(&query, arena, 1), family = query_text(&query, arena, 2);
        if (row->supervisor.size == 0)
            row->supervisor = str_printf(arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family));
    }
    return query_end(&query, err);
}

static bool add_findings(Db *db, TrainingRowList *rows, const IdMap *at, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_TRAINING_ROWS_FINDINGS, err)) return false;
    for (TrainingRow *row; (row = row_next(&query, rows, at));) {
        int64_t word = query_int(&query, 1);
        Date due = query_date(&query, 3);
        if (word >= 0 && word < FINDING_WORD_COUNT) row->findings[word] = query_int(&query, 2);
        if (date_is_known(due) && (!date_is_known(row->next_due) || due.day < row->next_due.day))
            row->next_due = due;
    }
    return query_end(&query, err);
}

static bool add_last_events(Db *db, int kind, TrainingRowList *rows, const IdMap *at, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_TRAINING_ROWS_LAST_EVENT, err)) return false;
    query_bind_int(&query, 1, kind);
    for (TrainingRow *row; (row = row_next(&query, rows, at));)
        row->last_event = query_date(&query, 1);
    return query_end(&query, err);
}

bool training_rows(Db *db, Arena *arena, TrainingQuery asked, TrainingRowList *ret, Err *err) {
    TrainingRowList rows = {0};
    IdMap at = {0};
    if (!rows_of_trainings(db, arena, asked, &rows, &at, err)) return false;
    if (!add_places(db, arena, &rows, &at, err)) return false;
    if (!add_supervisors(db, arena, &rows, &at, err)) return false;
    if (!add_findings(db, &rows, &at, err)) return false;
    if (asked.event_kind >= 0 && !add_last_events(db, asked.event_kind, &rows, &at, err))
        return false;
    *ret = rows;
    return true;
}

// --- one file

bool training_get(Db *db, Arena *arena, TrainingId id, Training *ret, Err *err) {
    Query query;
    TrainingList list = {0};
    if (!query_begin(&query, db, SQL_TRAINING_GET, err)) return false;
    query_bind_id(&query, 1, id.raw);
    if (!training_list_all(&query, arena, &list, err)) return false;
    if (list.count == 0) return err_set(err, ERR_NOT_FOUND, msg(N_("Utbildningen finns inte.")));
    *ret = list.items[0];
    return true;
}

static bool begin_of(Query *query, Db *db, const Sql *sql, int64_t id, Err *err) {
    if (!query_begin(query, db, sql, err)) return false;
    query_bind_id(query, 1, id);
    return true;
}

static bool load_service(Db *db, Arena *arena, TrainingFile *file, Err *err) {
    Query query;
    int64_t id = file->training.id.raw;
    ServiceInput *service = &file->service;
    service->training = &file->training;
    return begin_of(&query, db, SQL_TRAINING_SHARES, id, err) &&
           employment_share_list_all(&query, arena, &service->shares, err) &&
           begin_of(&query, db, SQL_TRAINING_ABSENCES, id, err) &&
           absence_list_all(&query, arena, &service->absences, err) &&
           begin_of(&query, db, SQL_TRAINING_PLACEMENTS, id, err) &&
           placement_list_all(&query, arena, &service->placements, err) &&
           unit_list_of_region(db, arena, &service->units, err);
}

static bool load_need(Db *db, Arena *arena, TrainingFile *file, Err *err) {
    Query query;
    int64_t id = file->training.id.raw;
    NeedInput *need = &file->need;
    need->service = &file->service;
    return begin_of(&query, db, SQL_TRAINING_UNIT_ITEMS, file->training.home_unit.raw, err) &&
           unit_item_list_all(&query, arena, &need->unit_items, err) &&
           begin_of(&query, db, SQL_TRAINING_ITEMS, id, err) &&
           training_item_list_all(&query, arena, &need->training_items, err) &&
           begin_of(&query, db, SQL_TRAINING_COURSES, id, err) &&
           course_list_all(&query, arena, &need->courses, err) &&
           begin_of(&query, db, SQL_TRAINING_APPLICATIONS, id, err) &&
           course_application_list_all(&query, arena, &need->applications, err) &&
           begin_of(&query, db, SQL_TRAINING_CERTIFICATES, id, err) &&
           certificate_list_all(&query, arena, &need->certificates, err);
}

static Str name_at(const Query *query, Arena *arena, int column) {
    Str given = query_text(query, arena, column), family = query_text(query, arena, column + 1);
    return family.size == 0 ? given
                            : str_printf(arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family));
}

static bool load_supervisions(Db *db, Arena *arena, TrainingFile *file, Err *err) {
    Query query;
    if (!begin_of(&query, db, SQL_TRAINING_SUPERVISIONS, file->training.id.raw, err)) return false;
    while (query_next(&query)) {
        SupervisionRow row = {.supervision = supervision_from_row(&query, arena, 0),
                              .name = name_at(&query, arena, SUPERVISION_COLUMNS)};
        list_add(arena, &file->supervisions, row);
    }
    return query_end(&query, err);
}

static bool load_events(Db *db, Arena *arena, TrainingFile *file, Err *err) {
    Query query;
    if (!begin_of(&query, db, SQL_TRAINING_EVENTS, file->training.id.raw, err)) return false;
    while (query_next(&query)) {
        EventRow row = {.event = event_from_row(&query, arena, 0),
                        .responsible = name_at(&query, arena, EVENT_COLUMNS)};
        list_add(arena, &file->events, row);
    }
    return query_end(&query, err);
}

bool training_file_load(Db *db, Arena *arena, TrainingId id, TrainingFile *ret, Err *err) {
    *ret = (TrainingFile){0};
    return training_get(db, arena, id, &ret->training, err) &&
           person_load(db, arena, ret->training.trainee, &ret->person, err) &&
           load_service(db, arena, ret, err) && load_need(db, arena, ret, err) &&
           load_supervisions(db, arena, ret, err) && load_events(db, arena, ret, err);
}

bool training_findings(Db *db, Arena *arena, TrainingId id, FindingList *ret, Err *err) {
    Query query;
    return begin_of(&query, db, SQL_TRAINING_FINDINGS, id.raw, err) &&
           finding_list_all(&query, arena, ret, err);
}

const SupervisionRow *training_main_supervisor(const TrainingFile *file, Date on) {
    for (size_t i = 0; i < file->supervisions.count; i++) {
        const Supervision *supervision = &file->supervisions.items[i].supervision;
        if (supervision->kind == SUPERVISION_KIND_MAIN &&
            date_span_has(date_span(supervision->first, supervision->past), on))
            return &file->supervisions.items[i];
    }
    return NULL;
}

const Event *training_last_event(const TrainingFile *file, EventKind kind, Date on) {
    for (size_t i = 0; i < file->events.count; i++) {
        const Event *event = &file->events.items[i].event;
        if (event->kind == kind && event->held.day <= on.day) return event;
    }
    return NULL;
}

bool training_history(Db *db, Arena *arena, TrainingId id, TrainingChangeList *ret, Err *err) {
    Query query;
    TrainingChangeList list = {0};
    if (!begin_of(&query, db, SQL_TRAINING_HISTORY, id.raw, err)) return false;
    while (query_next(&query)) {
        TrainingChange change = {.audit = query_int(&query, 0),
                                 .at = query_int(&query, 1),
                                 .action = query_text(&query, arena, 3),
                                 .who = name_at(&query, arena, 4),
                                 .behalf = name_at(&query, arena, 6)};
        list_add(arena, &list, change);
    }
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}
