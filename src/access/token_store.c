#include "access/token_store.h"
#include "gen/sql.h"

#define DAY_MS ((Instant)24 * 3600 * 1000)
#define PREFIX "randa_" // so that searches for forgotten secrets find it
#define NAME_LENGTH_MAX 80

const TokenScope token_scopes[] = {
    {"trainings", MAY_READ_TRAINING, N_("ST-läkarna och deras utbildning")},
    {"units", MAY_READ_UNIT, N_("Enheterna och deras platser")},
    {0},
};

static const TokenScope *scope_named(Str name) {
    for (const TokenScope *scope = token_scopes; scope->name; scope++)
        if (str_equal(name, str_from_c(scope->name))) return scope;
    return NULL;
}

bool token_allows(Str scopes, Right right) {
    Str name;
    while (str_split(&scopes, ' ', &name)) {
        const TokenScope *scope = scope_named(name);
        if (scope && scope->right == right) return true;
    }
    return false;
}

bool token_scopes_check(Str scopes, Role role, Err *err) {
    Str name;
    int count = 0;
    for (; str_split(&scopes, ' ', &name); count++) {
        const TokenScope *scope = scope_named(name);
        if (!scope) return err_set(err, ERR_INVALID, msg(N_("Omfattningen {1} finns inte."), msg_text(name)));
        if (!may(role, scope->right)) return err_set(err, ERR_FORBIDDEN, may_who(scope->right));
    }
    return count > 0 || err_set(err, ERR_INVALID, msg(N_("Välj vad nyckeln ska få läsa.")));
}

static bool check(const TokenDraft *draft, Role role, Err *err) {
    if (draft->name.size == 0 || str_length(draft->name) > NAME_LENGTH_MAX)
        return err_set(err, ERR_INVALID, msg(N_("Skriv vad nyckeln ska användas till, med högst 80 tecken.")));
    if (draft->days < 1 || draft->days > TOKEN_DAYS_MAX)
        return err_set(err, ERR_INVALID, msg(N_("En nyckel gäller 1–90 dagar.")));
    return token_scopes_check(draft->scopes, role, err);
}

bool token_add(Act *act, AccountId account, const RoleHeld *role, const TokenDraft *draft, Str *ret, Err *err) {
    Str token = str_printf(act->arena, PREFIX "%.*s", STR_ARG(session_random(act->arena, 32)));
    Query query;
    int64_t id;
    if (!check(draft, role->role, err) || !db_new_id(act->db, &id, err)) return false;
    if (!query_begin(&query, act->db, SQL_TOKEN_INSERT, err)) return false;
    query_bind_text(&query, 1, session_hash(act->arena, token));
    query_bind_int(&query, 2, id);
    query_bind_id(&query, 3, account.raw);
    query_bind_int(&query, 4, role->role);
    query_bind_int(&query, 5, role->unit.raw);
    query_bind_text(&query, 6, draft->name);
    query_bind_text(&query, 7, draft->scopes);
    query_bind_int(&query, 8, act->now);
    query_bind_int(&query, 9, act->now + draft->days * DAY_MS);
    if (!query_run(&query, err)) return false;
    if (!query_begin(&query, act->db, SQL_TOKEN_PURGE, err)) return false;
    query_bind_int(&query, 1, act->now);
    if (!query_run(&query, err)) return false;
    *ret = token;
    return audit_note(act, "token.add", str_printf(act->arena, "token %lld", (long long)id), err);
}

bool token_revoke(Act *act, AccountId account, int64_t id, Err *err) {
    Query query;
    if (!query_begin(&query, act->db, SQL_TOKEN_DELETE, err)) return false;
    query_bind_int(&query, 1, id);
    query_bind_int(&query, 2, account.raw);
    if (!query_run(&query, err)) return false;
    if (query_changes(&query) == 0) return err_set(err, ERR_NOT_FOUND, msg(N_("Nyckeln finns inte.")));
    return audit_note(act, "token.revoke", str_printf(act->arena, "token %lld", (long long)id), err);
}

static SessionFound found_from_row(const Query *query, Arena *arena, Instant now) {
    Str given = query_text(query, arena, 9), family = query_text(query, arena, 10);
    return (SessionFound){
        .found = true,
        .region = query_int(query, 0),
        .needs_touch = now - query_int(query, 5) > SESSION_TOUCH_MS,
        .lang = str_equal(query_text(query, arena, 7), STR("en")) ? LANG_EN : LANG_SV,
        .is_demo = query_int(query, 8) != 0,
        .initials = query_int(query, 11) != 0,
        .session = {.signed_in = true,
                    .account = {query_int(query, 1)},
                    .role = (Role)query_int(query, 2),
                    .unit = {query_int(query, 3)},
                    .scopes = query_text(query, arena, 4),
                    .person = {query_int(query, 6)},
                    .person_name = str_printf(arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family))},
    };
}

bool token_find(Db *db, Arena *arena, Str token, Instant now, SessionFound *ret, Err *err) {
    SessionFound found = {0};
    Str hash = session_hash(arena, token);
    Query query;
    if (!query_begin(&query, db, SQL_TOKEN_FIND, err)) return false;
    query_bind_text(&query, 1, hash);
    query_bind_int(&query, 2, now);
    if (query_next(&query)) found = found_from_row(&query, arena, now);
    if (!query_end(&query, err)) return false;
    found.session.token_hash = hash;
    *ret = found;
    return true;
}

bool token_touch(Db *db, Str hash, Instant now, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_TOKEN_TOUCH, err)) return false;
    query_bind_text(&query, 1, hash);
    query_bind_int(&query, 2, now);
    return query_run(&query, err);
}

bool token_list(Db *db, Arena *arena, AccountId account, Instant now, TokenRowList *ret, Err *err) {
    TokenRowList list = {0};
    Query query;
    if (!query_begin(&query, db, SQL_TOKEN_LIST, err)) return false;
    query_bind_int(&query, 1, account.raw);
    query_bind_int(&query, 2, now);
    while (query_next(&query))
        list_add(arena, &list,
                 (TokenRow){.id = query_int(&query, 0), .name = query_text(&query, arena, 1),
                            .scopes = query_text(&query, arena, 2), .made = query_int(&query, 3),
                            .ends = query_int(&query, 4), .used = query_int(&query, 5),
                            .login = query_text(&query, arena, 6)});
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}
