#include "access/account_act.h"
#include "access/factor_store.h"
#include "gen/sql.h"

#define CODE_MS ((Instant)24 * 3600 * 1000)

bool account_add(Act *act, PersonId person, Str login, Str hash, Account *ret, Err *err) {
    AccountFound taken;
    Account account = {.person = person, .login = account_login_form(act->arena, login), .password_hash = hash,
                       .language = STR("sv")};
    if (account.login.size == 0) return err_set(err, ERR_INVALID, msg(N_("Ange ett kontonamn.")));
    if (!account_find(act->db, act->arena, account.login, &taken, err)) return false;
    if (taken.found)
        return err_set(err, ERR_CONFLICT, msg(N_("Kontot {1} finns redan."), msg_text(account.login)));
    if (!account_save(act, &account, err) || !audit_end(act, err)) return false;
    *ret = account;
    return true;
}

bool account_set_password(Act *act, AccountId id, Str hash, Err *err) {
    Account account;
    if (!account_load(act->db, act->arena, id, &account, err)) return false;
    account.password_hash = hash;
    return account_save(act, &account, err) && session_end_all(act->db, id, err) && audit_end(act, err);
}

bool account_set_disabled(Act *act, AccountId id, bool disabled, Err *err) {
    Account account;
    if (!account_load(act->db, act->arena, id, &account, err)) return false;
    account.disabled = disabled;
    return account_save(act, &account, err) && session_end_all(act->db, id, err) && audit_end(act, err);
}

static Str subject_of(const Act *act, AccountId account) {
    return str_printf(act->arena, "account %lld", (long long)account.raw);
}

static bool codes_delete(Db *db, AccountId account, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_PASSWORD_CODE_DELETE, err)) return false;
    query_bind_id(&query, 1, account.raw);
    return query_run(&query, err);
}

// Whoever got hold of a known browser is a stranger again.
static bool devices_forget(Db *db, AccountId account, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_KNOWN_DEVICE_FORGET, err)) return false;
    query_bind_id(&query, 1, account.raw);
    return query_run(&query, err);
}

bool account_code(Act *act, AccountId account, bool new_factor, Str *ret, Err *err) {
    Query query;
    Str code = session_random(act->arena, 16);
    if (!codes_delete(act->db, account, err)) return false;
    if (!query_begin(&query, act->db, SQL_PASSWORD_CODE_INSERT, err)) return false;
    query_bind_text(&query, 1, session_hash(act->arena, code));
    query_bind_id(&query, 2, account.raw);
    query_bind_int(&query, 3, new_factor);
    query_bind_int(&query, 4, act->now + CODE_MS);
    if (!query_run(&query, err)) return false;
    *ret = code;
    return audit_note(act, new_factor ? "account.code_factor" : "account.code", subject_of(act, account), err);
}

bool account_code_find(Db *db, Arena *arena, Str code, Instant now, CodeFound *ret, Err *err) {
    CodeFound found = {0};
    Query query;
    if (!query_begin(&query, db, SQL_PASSWORD_CODE_FIND, err)) return false;
    query_bind_text(&query, 1, session_hash(arena, code));
    query_bind_int(&query, 2, now);
    if (query_next(&query))
        found = (CodeFound){.found = true, .region = query_int(&query, 0), .account = {query_int(&query, 1)},
                            .new_factor = query_int(&query, 2) != 0, .person = {query_int(&query, 3)},
                            .login = query_text(&query, arena, 4)};
    if (!query_end(&query, err)) return false;
    *ret = found;
    return true;
}

bool account_choose_password(Act *act, const CodeFound *code, Str hash, Err *err) {
    if (code->new_factor && !factor_remove(act->db, code->account, err)) return false;
    return codes_delete(act->db, code->account, err) && devices_forget(act->db, code->account, err) &&
           account_set_password(act, code->account, hash, err);
}
