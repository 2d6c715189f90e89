// oidc_act.h: who has come back from the provider is let in: the link from the provider's subject to
// the account is made the first time, and so is the account where the person has none.
#pragma once
#include "access/oidc_store.h"

// Inside a write with the scope of the person's region. *ret_account: the person's account.
MUST_CHECK bool oidc_link(Act *act, const OidcPerson *person, Str issuer, Str subject, AccountId *ret_account, Err *err);
// Takes every link of the account away: the next sign-in makes it anew.
MUST_CHECK bool oidc_unlink(Act *act, AccountId account, Err *err);
