#include "people/made_by_store.h"
#include "base/msg.h"
#include "gen/sql.h"

static Str name_at(const Query *query, Arena *arena, int column) {
    Str given = query_text(query, arena, column), family = query_text(query, arena, column + 1);
    return str_trim(str_printf(arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family)));
}

bool made_by_load(Db *db, Arena *arena, const char *record, int64_t id, MadeBy *ret, Err *err) {
    Query query;
    *ret = (MadeBy){0};
    if (!query_begin(&query, db, SQL_MADE_BY, err)) return false;
    query_bind_text(&query, 1, str_from_c(record));
    query_bind_int(&query, 2, id);
    if (query_next(&query))
        *ret = (MadeBy){.audit = query_int(&query, 0),
                        .at = query_int(&query, 1),
                        .who = name_at(&query, arena, 2),
                        .behalf = name_at(&query, arena, 4)};
    return query_end(&query, err);
}

static bool person_name(Db *db, Arena *arena, int64_t id, Str *ret, Err *err) {
    Query query;
    *ret = STR("");
    if (!query_begin(&query, db, SQL_MADE_BY_PERSON, err)) return false;
    query_bind_int(&query, 1, id);
    if (query_next(&query)) *ret = name_at(&query, arena, 0);
    return query_end(&query, err);
}

bool made_by_people(Db *db, Arena *arena, int64_t maker, int64_t behalf, MadeBy *ret, Err *err) {
    *ret = (MadeBy){0};
    return person_name(db, arena, maker, &ret->who, err) && person_name(db, arena, behalf, &ret->behalf, err);
}

Str made_by_text(Arena *arena, Lang lang, const MadeBy *by) {
    Str who = by->who;
    if (!who.size && !by->audit) return STR("");
    if (!who.size) who = tr_str(lang, N_("Den som sköter Randa"));
    if (!by->behalf.size) return who;
    return msg_format(arena, lang, msg(N_("{1} för {2}"), msg_text(who), msg_text(by->behalf)));
}
