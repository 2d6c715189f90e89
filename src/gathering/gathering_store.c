#include "gathering/gathering_store.h"
#include "gen/sql.h"

static Str name_at(Query *query, Arena *arena, int column) {
    Str given = query_text(query, arena, column), family = query_text(query, arena, column + 1);
    return given.size + family.size ? str_trim(str_printf(arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family))) : STR("");
}

static GatheringRow row_from(Query *query, Arena *arena) {
    int c = GATHERING_COLUMNS;
    return (GatheringRow){.gathering = gathering_from_row(query, arena, 0),
                          .unit = query_text(query, arena, c),
                          .trainee = name_at(query, arena, c + 1),
                          .chair = name_at(query, arena, c + 3)};
}

bool gathering_rows(Db *db, Arena *arena, GatheringQuery asked, Date today, GatheringRowList *ret, Err *err) {
    const Sql *const statements[] = {SQL_GATHERING_COMING, SQL_GATHERING_PAST, SQL_GATHERING_UNCLOSED};
    bool coming = asked.which == GATHERINGS_COMING;
    Query query;
    *ret = (GatheringRowList){0};
    if (!query_begin(&query, db, statements[asked.which], err)) return false;
    query_bind_int(&query, 1, coming ? today.day : 0);
    query_bind_int(&query, 2, coming ? DATE_OPEN.day : today.day);
    query_bind_text(&query, 3, asked.kind);
    query_bind_int(&query, 4, asked.max);
    query_bind_int(&query, 5, asked.skip);
    while (query_next(&query)) list_add(arena, ret, row_from(&query, arena));
    return query_end(&query, err);
}

bool gathering_get(Db *db, Arena *arena, GatheringId id, GatheringRow *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_GATHERING_ONE, err)) return false;
    query_bind_int(&query, 1, id.raw);
    bool found = query_next(&query);
    if (found) *ret = row_from(&query, arena);
    if (!query_end(&query, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, msg(N_("Sammankomsten finns inte.")));
}

bool gathering_people(Db *db, Arena *arena, GatheringId id, AttendanceRowList *ret, Err *err) {
    Query query;
    *ret = (AttendanceRowList){0};
    if (!query_begin(&query, db, SQL_GATHERING_ATTENDANCES, err)) return false;
    query_bind_int(&query, 1, id.raw);
    while (query_next(&query)) {
        AttendanceRow row = {.attendance = attendance_from_row(&query, arena, 0), .name = name_at(&query, arena, ATTENDANCE_COLUMNS)};
        list_add(arena, ret, row);
    }
    return query_end(&query, err);
}

bool gathering_hosts(Db *db, Arena *arena, GatheringId id, HostRowList *ret, Err *err) {
    Query query;
    *ret = (HostRowList){0};
    if (!query_begin(&query, db, SQL_GATHERING_UNITS_OF, err)) return false;
    query_bind_int(&query, 1, id.raw);
    while (query_next(&query)) {
        HostRow row = {.unit = gathering_unit_from_row(&query, arena, 0), .name = query_text(&query, arena, GATHERING_UNIT_COLUMNS)};
        list_add(arena, ret, row);
    }
    return query_end(&query, err);
}

bool gathering_notes(Db *db, Arena *arena, GatheringId id, GatheringNoteList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_GATHERING_NOTES, err)) return false;
    query_bind_int(&query, 1, id.raw);
    return gathering_note_list_all(&query, arena, ret, err);
}

bool series_get(Db *db, Arena *arena, GatheringSeriesId id, GatheringSeries *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_GATHERING_SERIES_ONE, err)) return false;
    query_bind_int(&query, 1, id.raw);
    bool found = query_next(&query);
    if (found) *ret = gathering_series_from_row(&query, arena, 0);
    if (!query_end(&query, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, msg(N_("Serien finns inte.")));
}

bool gathering_series_planned(Db *db, Arena *arena, GatheringSeriesId id, Date from, GatheringList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_GATHERING_SERIES_PLANNED, err)) return false;
    query_bind_int(&query, 1, id.raw);
    query_bind_date(&query, 2, from);
    return gathering_list_all(&query, arena, ret, err);
}

// --- actions

static bool actions_read(Query *query, Arena *arena, ActionRowList *ret, Err *err) {
    *ret = (ActionRowList){0};
    while (query_next(query)) {
        ActionRow row = {.action = action_item_from_row(query, arena, 0), .responsible = name_at(query, arena, ACTION_ITEM_COLUMNS)};
        list_add(arena, ret, row);
    }
    return query_end(query, err);
}

bool gathering_actions(Db *db, Arena *arena, GatheringId id, ActionRowList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_GATHERING_ACTIONS, err)) return false;
    query_bind_int(&query, 1, id.raw);
    return actions_read(&query, arena, ret, err);
}

bool actions_of_unit(Db *db, Arena *arena, UnitId unit, Date done_since, ActionRowList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_ACTIONS_OF_UNIT, err)) return false;
    query_bind_int(&query, 1, unit.raw);
    query_bind_date(&query, 2, done_since);
    return actions_read(&query, arena, ret, err);
}

bool action_get(Db *db, Arena *arena, ActionItemId id, ActionItem *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_ACTION_ONE, err)) return false;
    query_bind_int(&query, 1, id.raw);
    bool found = query_next(&query);
    if (found) *ret = action_item_from_row(&query, arena, 0);
    if (!query_end(&query, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, msg(N_("Åtgärden finns inte.")));
}

// --- who may be asked

static bool invitees(Db *db, Arena *arena, const Sql *sql, UnitId unit, InviteeList *ret, Err *err) {
    Query query;
    *ret = (InviteeList){0};
    if (!query_begin(&query, db, sql, err)) return false;
    query_bind_int(&query, 1, unit.raw);
    while (query_next(&query)) {
        Invitee one = {.training = {query_int(&query, 0)}, .person = {query_int(&query, 1)}, .name = name_at(&query, arena, 2)};
        list_add(arena, ret, one);
    }
    return query_end(&query, err);
}

bool gathering_trainees(Db *db, Arena *arena, UnitId unit, InviteeList *ret, Err *err) {
    return invitees(db, arena, SQL_GATHERING_TRAINEES, unit, ret, err);
}

bool gathering_supervisors(Db *db, Arena *arena, UnitId unit, InviteeList *ret, Err *err) {
    return invitees(db, arena, SQL_GATHERING_SUPERVISORS, unit, ret, err);
}

bool gathering_leaders(Db *db, Arena *arena, UnitId unit, InviteeList *ret, Err *err) {
    return invitees(db, arena, SQL_GATHERING_LEADERS, unit, ret, err);
}

static bool number_of(Db *db, const Sql *sql, int64_t id, int64_t *ret, Err *err) {
    Query query;
    *ret = 0;
    if (!query_begin(&query, db, sql, err)) return false;
    query_bind_int(&query, 1, id);
    if (query_next(&query)) *ret = query_int(&query, 0);
    return query_end(&query, err);
}

bool training_of_person(Db *db, PersonId person, bool seen, TrainingId *ret, Err *err) {
    return number_of(db, seen ? SQL_TRAINING_OPEN_OF_PERSON : SQL_TRAINING_OPEN_OF_ANYONE, person.raw, &ret->raw, err);
}

bool supervises(Db *db, TrainingId training, bool *ret, Err *err) {
    int64_t count;
    if (!number_of(db, SQL_SUPERVISES, training.raw, &count, err)) return false;
    *ret = count > 0;
    return true;
}

// --- questions to the management

bool issue_list(Db *db, Arena *arena, Date answered_since, IssueList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_ISSUE_LIST, err)) return false;
    query_bind_date(&query, 1, answered_since);
    return issue_list_all(&query, arena, ret, err);
}

bool issue_get(Db *db, Arena *arena, IssueId id, Issue *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_ISSUE_ONE, err)) return false;
    query_bind_int(&query, 1, id.raw);
    bool found = query_next(&query);
    if (found) *ret = issue_from_row(&query, arena, 0);
    if (!query_end(&query, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, msg(N_("Frågan finns inte.")));
}
