// token_store.h: a program's key to /api/v1 (S12): one person's, in one role that she holds, for some
// of what it may read, at most 90 days. Shown once, kept as a hash. It never reaches further than she
// does on the day.
#pragma once
#include "access/may.h"
#include "access/session_store.h"

#define TOKEN_DAYS_MAX 90

typedef struct {
    const char *name; // "trainings"
    Right right;      // which routes it opens: those for whom this is the rule
    const char *word;
} TokenScope;
extern const TokenScope token_scopes[]; // ends with a NULL name
bool token_allows(Str scopes, Right right);                        // "trainings units"
MUST_CHECK bool token_scopes_check(Str scopes, Role role, Err *err); // known, and within the role

typedef struct {
    Str name, scopes;
    int64_t days;
} TokenDraft;
// Inside a write. ERR_INVALID for a draft that cannot be. *ret: to show once.
MUST_CHECK bool token_add(Act *act, AccountId account, const RoleHeld *role, const TokenDraft *draft, Str *ret, Err *err);
// account 0: whosever it is. ERR_NOT_FOUND.
MUST_CHECK bool token_revoke(Act *act, AccountId account, int64_t id, Err *err);

// found: whose it is; role and unit as given then. A token that has ended or whose account is closed is not found.
MUST_CHECK bool token_find(Db *db, Arena *arena, Str token, Instant now, SessionFound *ret, Err *err);
MUST_CHECK bool token_touch(Db *db, Str hash, Instant now, Err *err);

typedef struct {
    int64_t id;
    Str name, scopes, login;
    Instant made, ends, used;
} TokenRow;
LIST_OF(TokenRowList, TokenRow);
MUST_CHECK bool token_list(Db *db, Arena *arena, AccountId account, Instant now, TokenRowList *ret, Err *err);
