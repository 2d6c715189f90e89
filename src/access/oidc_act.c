#include "access/oidc_act.h"
#include "access/account_act.h"
#include "gen/sql.h"

bool oidc_link(Act *act, const OidcPerson *person, Str issuer, Str subject, AccountId *ret_account, Err *err) {
    Account account = {.id = person->account};
    *ret_account = person->account;
    if (person->linked) return true;
    Act making = *act;
    making.action = "account.add";
    if (account.id.raw == 0 && !account_add(&making, person->person, person->staff, STR(""), &account, err)) return false;
    SignInIdentity identity = {.account = account.id, .issuer = issuer, .subject = subject};
    *ret_account = account.id;
    return sign_in_identity_save(act, &identity, err) && audit_end(act, err);
}

LIST_OF(IdentityList, SignInIdentity);

bool oidc_unlink(Act *act, AccountId account, Err *err) {
    IdentityList list = {0};
    Query query;
    if (!query_begin(&query, act->db, SQL_SIGN_IN_IDENTITY_FOR_ACCOUNT, err)) return false;
    query_bind_id(&query, 1, account.raw);
    while (query_next(&query)) list_add(act->arena, &list, sign_in_identity_from_row(&query, act->arena, 0));
    if (!query_end(&query, err)) return false;
    for (size_t i = 0; i < list.count; i++)
        if (!sign_in_identity_delete(act, &list.items[i], err)) return false;
    return session_end_all(act->db, account, err) && audit_end(act, err);
}
