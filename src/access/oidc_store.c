#include "access/oidc_store.h"
#include "base/buf.h"
#include "gen/sql.h"

// --- flights -------------------------------------------------------------------------------------

bool oidc_flight_add(Db *db, Arena *arena, Str browser, Str state, Str onward, Instant now, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_OIDC_FLIGHT_PURGE, err)) return false;
    query_bind_int(&query, 1, now - OIDC_FLIGHT_MS);
    if (!query_run(&query, err) || !query_begin(&query, db, SQL_OIDC_FLIGHT_ADD, err)) return false;
    query_bind_text(&query, 1, session_hash(arena, state));
    query_bind_text(&query, 2, session_hash(arena, browser));
    query_bind_text(&query, 3, onward);
    query_bind_int(&query, 4, now);
    return query_run(&query, err);
}

bool oidc_flight_take(Db *db, Arena *arena, Str browser, Str state, Instant now, bool *ret_found, Str *ret_onward,
                      Err *err) {
    Query query;
    bool found = false;
    if (!query_begin(&query, db, SQL_OIDC_FLIGHT_FIND, err)) return false;
    query_bind_text(&query, 1, session_hash(arena, state));
    query_bind_text(&query, 2, session_hash(arena, browser));
    query_bind_int(&query, 3, now - OIDC_FLIGHT_MS);
    if (query_next(&query)) {
        found = true;
        *ret_onward = query_text(&query, arena, 0);
    }
    if (!query_end(&query, err) || !query_begin(&query, db, SQL_OIDC_FLIGHT_END, err)) return false;
    query_bind_text(&query, 1, session_hash(arena, state));
    *ret_found = found;
    return query_run(&query, err);
}

// --- arrivals ------------------------------------------------------------------------------------

static bool run_for_browser(Db *db, Arena *arena, const Sql *sql, Str browser, int64_t *ret_changes, Err *err) {
    Query query;
    if (!query_begin(&query, db, sql, err)) return false;
    query_bind_text(&query, 1, session_hash(arena, browser));
    if (!query_run(&query, err)) return false;
    *ret_changes = query_changes(&query);
    return true;
}

bool oidc_arrival_put(Db *db, Arena *arena, Str browser, const OidcArrival *arrival, Instant now, Err *err) {
    Query query;
    Buf staff = buf_begin(arena);
    for (size_t i = 0; i < arrival->staff.count; i++)
        buf_addf(&staff, "%s%.*s", i ? "\n" : "", STR_ARG(arrival->staff.items[i]));
    if (!query_begin(&query, db, SQL_OIDC_ARRIVAL_PURGE, err)) return false;
    query_bind_int(&query, 1, now - SESSION_AGE_MS_MAX);
    if (!query_run(&query, err) || !query_begin(&query, db, SQL_OIDC_ARRIVAL_PUT, err)) return false;
    query_bind_text(&query, 1, session_hash(arena, browser));
    query_bind_text(&query, 2, arrival->subject);
    query_bind_text(&query, 3, buf_end(&staff));
    query_bind_text(&query, 4, arrival->onward);
    query_bind_text(&query, 5, arrival->id_token);
    query_bind_int(&query, 6, arrival->vouched);
    query_bind_int(&query, 7, now);
    return query_run(&query, err);
}

bool oidc_arrival_find(Db *db, Arena *arena, Str browser, Instant now, bool chosen, bool *ret_found, OidcArrival *ret,
                       Err *err) {
    Query query;
    Str lines, line;
    *ret_found = false;
    if (!query_begin(&query, db, SQL_OIDC_ARRIVAL_FIND, err)) return false;
    query_bind_text(&query, 1, session_hash(arena, browser));
    query_bind_int(&query, 2, now - (chosen ? SESSION_AGE_MS_MAX : OIDC_FLIGHT_MS));
    query_bind_int(&query, 3, chosen);
    if (query_next(&query)) {
        *ret_found = true;
        *ret = (OidcArrival){.subject = query_text(&query, arena, 0), .onward = query_text(&query, arena, 2),
                             .id_token = query_text(&query, arena, 3), .vouched = query_int(&query, 4)};
        lines = query_text(&query, arena, 1);
        while (str_split(&lines, '\n', &line)) list_add(arena, &ret->staff, line);
    }
    return query_end(&query, err);
}

bool oidc_arrival_choose(Db *db, Arena *arena, Str browser, Err *err) {
    int64_t changes;
    if (!run_for_browser(db, arena, SQL_OIDC_ARRIVAL_CHOOSE, browser, &changes, err)) return false;
    return changes == 1 || err_set(err, ERR_CONFLICT, (Msg){0});
}

bool oidc_arrival_end(Db *db, Arena *arena, Str browser, Err *err) {
    int64_t changes;
    return run_for_browser(db, arena, SQL_OIDC_ARRIVAL_END, browser, &changes, err);
}

// --- whom the provider means ---------------------------------------------------------------------

static bool has_person(const OidcPersonList *list, int64_t region, PersonId person) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].region == region && list->items[i].person.raw == person.raw) return true;
    return false;
}

// Rows: region, person, account (0), disabled, subject (of this issuer, or empty).
static bool add_persons(Query *query, Arena *arena, Str subject, Str staff, OidcPersonList *list, Err *err) {
    while (query_next(query)) {
        Str linked_to = query_text(query, arena, 4);
        OidcPerson person = {.region = query_int(query, 0), .person = {query_int(query, 1)}, .account = {query_int(query, 2)},
                             .linked = str_equal(linked_to, subject), .staff = staff};
        bool closed = query_int(query, 3) != 0, taken = linked_to.size > 0 && !person.linked;
        if (!closed && !taken && !has_person(list, person.region, person.person)) list_add(arena, list, person);
    }
    return query_end(query, err);
}

// HSA ids are written in capitals.
static Str in_capitals(Arena *arena, Str id) {
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < id.size; i++) {
        char c = id.data[i];
        buf_add_char(&buf, (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c));
    }
    return buf_end(&buf);
}

bool oidc_persons(Db *db, Arena *arena, Str issuer, const OidcArrival *arrival, OidcPersonList *ret, Err *err) {
    OidcPersonList list = {0};
    Query query;
    if (!query_begin(&query, db, SQL_OIDC_BY_SUBJECT, err)) return false;
    query_bind_text(&query, 1, issuer);
    query_bind_text(&query, 2, arrival->subject);
    if (!add_persons(&query, arena, arrival->subject, STR(""), &list, err)) return false;
    for (size_t i = 0; i < arrival->staff.count; i++) {
        Str staff = arrival->staff.items[i];
        if (!query_begin(&query, db, SQL_OIDC_BY_STAFF, err)) return false;
        query_bind_text(&query, 1, staff);
        query_bind_text(&query, 2, in_capitals(arena, staff));
        query_bind_text(&query, 3, issuer);
        if (!add_persons(&query, arena, arrival->subject, staff, &list, err)) return false;
    }
    *ret = list;
    return true;
}

// --- the glass -----------------------------------------------------------------------------------

bool local_sign_in_is_open(Db *db, int64_t region, AccountId account, Instant now, bool *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_LOCAL_SIGN_IN_OPEN, err)) return false;
    query_bind_int(&query, 1, region);
    query_bind_id(&query, 2, account.raw);
    query_bind_int(&query, 3, now);
    bool open = query_next(&query) && query_int(&query, 0) > 0;
    if (!query_end(&query, err)) return false;
    *ret = open;
    return true;
}

bool local_sign_in_set(Db *db, AccountId account, Instant now, Instant ends, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_LOCAL_SIGN_IN_END, err)) return false;
    query_bind_id(&query, 1, account.raw);
    query_bind_int(&query, 2, now);
    if (!query_run(&query, err) || !query_begin(&query, db, SQL_LOCAL_SIGN_IN_ADD, err)) return false;
    query_bind_id(&query, 1, account.raw);
    query_bind_int(&query, 2, ends);
    return query_run(&query, err);
}
