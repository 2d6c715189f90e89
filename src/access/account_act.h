// account_act.h: accounts are made, closed and given new passwords. Each act ends its audit entry.
#pragma once
#include "access/account_store.h"

// `hash` from account_hash(), made before the transaction; empty: no password yet. ERR_CONFLICT when
// the login is taken.
MUST_CHECK bool account_add(Act *act, PersonId person, Str login, Str hash, Account *ret, Err *err);
MUST_CHECK bool account_set_password(Act *act, AccountId account, Str hash, Err *err);
// A one-time code, good for a day, with which the person herself chooses a password (S13, S14); with
// new_factor she couples a new authenticator too. A later one takes its place. *ret: to hand over,
// kept nowhere.
MUST_CHECK bool account_code(Act *act, AccountId account, bool new_factor, Str *ret, Err *err);
// What a code is for; not found when it is wrong, used, replaced or too old.
typedef struct {
    bool found, new_factor;
    AccountId account;
    int64_t region;
    PersonId person;
    Str login;
} CodeFound;
MUST_CHECK bool account_code_find(Db *db, Arena *arena, Str code, Instant now, CodeFound *ret, Err *err);
// Inside a write in the account's region: the code is used up, her sessions end.
MUST_CHECK bool account_choose_password(Act *act, const CodeFound *code, Str hash, Err *err);
// Closing an account ends its sessions (S5).
MUST_CHECK bool account_set_disabled(Act *act, AccountId account, bool disabled, Err *err);
