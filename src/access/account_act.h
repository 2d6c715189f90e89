// account_act.h: accounts are made, closed and given new passwords. Each act ends its audit entry.
#pragma once
#include "access/account_store.h"

// `hash` from account_hash(), made before the transaction; empty: no password yet. ERR_CONFLICT when
// the login is taken.
MUST_CHECK bool account_add(Act *act, PersonId person, Str login, Str hash, Account *ret, Err *err);
MUST_CHECK bool account_set_password(Act *act, AccountId account, Str hash, Err *err);
// Closing an account ends its sessions (S5).
MUST_CHECK bool account_set_disabled(Act *act, AccountId account, bool disabled, Err *err);
