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

// Guessing (S9). A try is noted before it is evaluated, so that as many at once as there may be are
// never more than allowed: 10 an hour for one account name, 100 for one address, slower and slower.
// A browser where the account has been signed in before has a count of its own: strangers who guess
// cannot keep the right person out.
#define FAILURES_PER_ACCOUNT_MAX 10
#define FAILURES_PER_ADDRESS_MAX 100
#define DEVICE_COOKIE "randa-enhet"
#define DEVICE_DAYS 180
typedef struct {
    Str own, address; // what is counted by
    bool is_shared;   // strangers count here too
} Try;
// `what` is guessed at: "account", "code". `login`: known or not. `device`: the cookie, may be empty.
MUST_CHECK bool try_of_login(Db *db, Arena *arena, const char *what, Str login, Str address, Str device, Try *ret,
                             Err *err);
// A write of its own. *ret_wait 0: noted, go on and evaluate; else ms until another may be made.
MUST_CHECK bool try_begin(Db *db, const Try *try, Instant now, int64_t *ret_wait, Err *err);
// For what costs nothing to evaluate but may not be begun without end: at most `count_max` an hour from an address.
// Inside a write; *ret_wait 0: noted.
MUST_CHECK bool start_note(Db *db, Arena *arena, const char *what, Str address, int64_t count_max, Instant now,
                           int64_t *ret_wait, Err *err);
MUST_CHECK bool try_was_good(Db *db, const Try *try, Err *err); // inside a write
MUST_CHECK bool device_remember(Db *db, Arena *arena, Str device, AccountId account, Instant now, Err *err);

// Rule check with the person's and the units' names. Needs the region's scope.
MUST_CHECK bool account_password_check(Db *db, Arena *arena, PersonId person, Str password, Err *err);
