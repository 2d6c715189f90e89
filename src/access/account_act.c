#include "access/account_act.h"

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
