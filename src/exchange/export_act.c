#include "exchange/export_act.h"
#include "gen/sql.h"

LIST_OF(IdList, int64_t);

// Whose K3 and K4 stand in the list: causes of absence, outcomes and notes of events.
static bool whom_it_shows(Act *act, const List *list, IdList *ret, Err *err) {
    const Sql *sql = list->kind == LIST_ABSENCES ? SQL_EXPORT_ABSENT : list->kind == LIST_EVENTS ? SQL_EXPORT_EVENTFUL : NULL;
    Query query;
    if (!sql) return true;
    if (!query_begin(&query, act->db, sql, err)) return false;
    while (query_next(&query)) list_add(act->arena, ret, query_int(&query, 0));
    return query_end(&query, err);
}

bool export_note(Act *act, const List *list, const Table *table, Err *err) {
    Str subject = str_printf(act->arena, "%s %zu", list->key, table->rows.count - 1);
    IdList people = {0};
    if (!db_begin_write(act->db, err) || !audit_note(act, act->action, subject, err)) return false;
    if (!whom_it_shows(act, list, &people, err)) return false;
    for (size_t i = 0; i < people.count; i++) {
        if (people.items[i] == act->actor.person) continue;
        if (!audit_sight(act, &(Sight){.about = people.items[i], .subject = subject}, err)) return false;
    }
    return db_commit(act->db, err);
}
