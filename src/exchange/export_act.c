#include "exchange/export_act.h"

bool export_note(Act *act, const List *list, const Table *table, Err *err) {
    Str subject = str_printf(act->arena, "%s %zu", list->key, table->rows.count - 1);
    return db_begin_write(act->db, err) && audit_note(act, act->action, subject, err) && db_commit(act->db, err);
}
