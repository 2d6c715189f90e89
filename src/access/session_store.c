#include "access/session_store.h"
#include "gen/sql.h"
#include <sodium.h>
#include <string.h>

static Str to_hex(Arena *arena, const unsigned char *bytes, size_t size) {
    char *hex = arena_alloc(arena, size * 2 + 1, 1);
    sodium_bin2hex(hex, size * 2 + 1, bytes, size);
    return (Str){hex, size * 2};
}

Str session_random(Arena *arena, size_t bytes) {
    unsigned char *random = arena_alloc(arena, bytes, 1);
    randombytes_buf(random, bytes);
    return to_hex(arena, random, bytes);
}

Str session_hash(Arena *arena, Str token) {
    unsigned char hash[32];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)token.data, token.size, NULL, 0);
    return to_hex(arena, hash, sizeof hash);
}

static SessionFound session_from_row(const Query *query, Arena *arena, Instant now) {
    Instant seen = query_int(query, 5), ends = query_int(query, 6);
    SessionFound found = {
        .found = true,
        .region = query_int(query, 0),
        .expired = now >= ends || now - seen > SESSION_IDLE_MS_MAX || query_int(query, 8) != 0,
        .needs_touch = now - seen > SESSION_TOUCH_MS,
        .is_demo = query_int(query, 13) != 0,
        .initials = query_int(query, 17) != 0,
        .lang = str_equal(query_text(query, arena, 10), STR("en")) ? LANG_EN : LANG_SV,
        .session = {.signed_in = query_int(query, 15) == 0,
                    .waits = query_int(query, 15) != 0,
                    .fresh = query_int(query, 16),
                    .ends = ends,
                    .account = {query_int(query, 1)},
                    .role = (Role)query_int(query, 2),
                    .unit = {query_int(query, 3)},
                    .csrf = query_text(query, arena, 4),
                    .person = {query_int(query, 7)},
                    .theme = query_text(query, arena, 9),
                    .keys_off = query_int(query, 14) != 0},
    };
    Str given = query_text(query, arena, 11), family = query_text(query, arena, 12);
    if (found.initials) given = str_initial(arena, given), family = str_initial(arena, family);
    found.session.person_name = str_printf(arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family));
    return found;
}

bool session_find(Db *db, Arena *arena, Str token, Instant now, SessionFound *ret, Err *err) {
    SessionFound found = {0};
    Query query;
    Str hash = session_hash(arena, token);
    if (!query_begin(&query, db, SQL_SESSION_FIND, err)) return false;
    query_bind_text(&query, 1, hash);
    if (query_next(&query)) found = session_from_row(&query, arena, now);
    if (!query_end(&query, err)) return false;
    found.session.token_hash = hash;
    *ret = found;
    return true;
}

// Of several roles the one with most to answer for comes first.
static int role_rank(Role role) {
    static const int rank[ROLE_COUNT] = {
        [ROLE_DIRECTOR] = 1, [ROLE_HEAD] = 2, [ROLE_EDUCATION_ADMIN] = 3, [ROLE_OVERALL_DIRECTOR] = 4,
        [ROLE_TRAINING_OFFICE] = 5, [ROLE_BT_UNIT] = 6, [ROLE_ADMIN] = 7, [ROLE_ROTA_PLANNER] = 8,
        [ROLE_CONTACT] = 9, [ROLE_SUPERVISOR] = 10, [ROLE_TRAINEE] = 11,
    };
    return rank[role];
}

static int compare_held(const void *a, const void *b, void *context) {
    (void)context;
    return role_rank(((const RoleHeld *)a)->role) - role_rank(((const RoleHeld *)b)->role);
}

bool session_roles(Db *db, Arena *arena, PersonId person, RoleHeldList *ret, Err *err) {
    RoleHeldList list = {0};
    Query query;
    if (!query_begin(&query, db, SQL_ROLE_LIST, err)) return false;
    query_bind_id(&query, 1, person.raw);
    while (query_next(&query)) {
        Str given = query_text(&query, arena, 7), family = query_text(&query, arena, 8);
        list_add(arena, &list,
                 (RoleHeld){.role = (Role)query_int(&query, 0),
                            .unit = {query_int(&query, 1)},
                            .dates = {query_date(&query, 2), query_date(&query, 3)},
                            .unit_name = query_text(&query, arena, 4),
                            .unit_above_name = query_text(&query, arena, 5),
                            .behalf = {query_int(&query, 6)},
                            .behalf_name = str_printf(arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family))});
    }
    if (!query_end(&query, err)) return false;
    list_sort(arena, list.items, list.count, sizeof *list.items, compare_held, NULL);
    *ret = list;
    return true;
}

Str role_address(Arena *arena, const RoleHeld *held) {
    return str_printf(arena, "%s.%lld", role_names[held->role], (long long)held->unit.raw);
}

static bool is_asked(const RoleHeld *held, Str asked) {
    size_t dot = str_find_char(asked, '.');
    int64_t unit;
    if (!str_equal(str_slice(asked, 0, dot), str_from_c(role_names[held->role]))) return false;
    if (dot == STR_NOT_FOUND) return true;
    return str_to_int(str_slice(asked, dot + 1, asked.size), &unit) && unit == held->unit.raw;
}

static void take(Session *session, const RoleHeld *held) {
    session->role = held->role;
    session->unit = held->unit;
    session->unit_name = held->unit_name;
    session->unit_above_name = held->unit_above_name;
    session->behalf = held->behalf;
    session->behalf_name = held->behalf_name;
}

bool session_take_role(Session *session, const RoleHeldList *held, Str asked) {
    for (size_t i = 0; i < held->count && asked.size > 0; i++)
        if (is_asked(&held->items[i], asked)) {
            take(session, &held->items[i]);
            session->role_from_address = true;
            return true;
        }
    for (size_t i = 0; i < held->count; i++)
        if (held->items[i].role == session->role && held->items[i].unit.raw == session->unit.raw) {
            take(session, &held->items[i]);
            return true;
        }
    if (held->count == 0) return false;
    take(session, &held->items[0]);
    return true;
}

bool session_start(Db *db, Arena *arena, const SessionDraft *draft, Instant now, Str *ret_token, Session *ret,
                   Err *err) {
    Str token = session_random(arena, 32);
    Session session = {.signed_in = !draft->waits, .waits = draft->waits, .account = draft->account,
                       .role = draft->role, .unit = draft->unit, .token_hash = session_hash(arena, token), .fresh = draft->fresh,
                       .ends = draft->ends ? draft->ends : now + SESSION_AGE_MS_MAX};
    session.csrf = draft->csrf.size > 0 ? draft->csrf : session_random(arena, 32);
    Query query;
    if (!query_begin(&query, db, SQL_SESSION_INSERT, err)) return false;
    query_bind_text(&query, 1, session.token_hash);
    query_bind_id(&query, 2, draft->account.raw);
    query_bind_int(&query, 3, draft->role);
    query_bind_int(&query, 4, draft->unit.raw);
    query_bind_text(&query, 5, session.csrf);
    query_bind_int(&query, 6, now);
    query_bind_int(&query, 7, session.ends);
    query_bind_int(&query, 8, draft->waits);
    query_bind_int(&query, 9, draft->fresh);
    query_bind_text(&query, 10, draft->address);
    query_bind_text(&query, 11, draft->agent);
    if (!query_run(&query, err)) return false;
    if (!query_begin(&query, db, SQL_SESSION_PURGE, err)) return false;
    query_bind_int(&query, 1, now - SESSION_KEPT_MS);
    query_bind_int(&query, 2, now - SESSION_IDLE_MS_MAX - SESSION_KEPT_MS);
    if (!query_run(&query, err)) return false;
    *ret_token = token;
    *ret = session;
    return true;
}

bool session_touch(Db *db, Str token_hash, Instant now, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_SESSION_TOUCH, err)) return false;
    query_bind_text(&query, 1, token_hash);
    query_bind_int(&query, 2, now);
    return query_run(&query, err);
}

bool session_end(Db *db, Str token_hash, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_SESSION_DELETE, err)) return false;
    query_bind_text(&query, 1, token_hash);
    return query_run(&query, err);
}

bool session_end_all(Db *db, AccountId account, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_SESSION_DELETE_FOR_ACCOUNT, err)) return false;
    query_bind_id(&query, 1, account.raw);
    return query_run(&query, err);
}

bool session_end_others(Db *db, AccountId account, Str token_hash, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_SESSION_DELETE_OTHERS, err)) return false;
    query_bind_id(&query, 1, account.raw);
    query_bind_text(&query, 2, token_hash);
    return query_run(&query, err);
}

bool session_was_own(Db *db, AccountId account, Str csrf, Instant now, bool *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_SESSION_WAS_OWN, err)) return false;
    query_bind_id(&query, 1, account.raw);
    query_bind_text(&query, 2, csrf);
    query_bind_int(&query, 3, now - SESSION_IDLE_MS_MAX - SESSION_KEPT_MS);
    query_bind_int(&query, 4, now - SESSION_KEPT_MS);
    *ret = query_next(&query) && query_int(&query, 0) > 0;
    return query_end(&query, err);
}
