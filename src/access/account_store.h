// account_store.h: local accounts, where the region has no identity provider (S8, S9, S13, S14).
//
// Hashing takes 64 MiB and a good part of a second's tenth: it happens on a worker, before any
// transaction, at most two at once.
#pragma once
#include "access/session_store.h"
#include "gen/records_store.h"

// Argon2id. ERR_BUSY when memory cannot be had.
MUST_CHECK bool account_hash(Arena *arena, Str password, Str *ret, Err *err);
// hash empty: takes as long, and is false.
bool account_verify(Arena *arena, Str hash, Str password);

typedef struct {
    bool found, disabled;
    AccountId id;
    int64_t region;
    PersonId person;
    Str hash;
} AccountFound;
MUST_CHECK bool account_find(Db *db, Arena *arena, Str login, AccountFound *ret, Err *err);
Str account_login_form(Arena *arena, Str login); // how logins are compared: folded

// Failures of the last hour by account name and by address. *ret_wait: ms until another try may be
// made; 0: now.
MUST_CHECK bool account_wait(Db *db, Arena *arena, Str login, Str address, Instant now, int64_t *ret_wait, Err *err);
MUST_CHECK bool account_note_failure(Db *db, Arena *arena, Str login, Str address, Instant now, Err *err);
MUST_CHECK bool account_clear_failures(Db *db, Arena *arena, Str login, Err *err);

// Rule check with the person's and the units' names. Needs the region's scope.
MUST_CHECK bool account_password_check(Db *db, Arena *arena, PersonId person, Str password, Err *err);
