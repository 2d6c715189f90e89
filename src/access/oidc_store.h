// oidc_store.h: rows of signing in with the provider: the way there (flight), the way back (arrival),
// whom the provider means, and the glass that the command line may break.
#pragma once
#include "access/account_store.h"
#include "access/oidc_config.h"

#define LOCAL_SIGN_IN_MS ((Instant)8 * 3600 * 1000)
#define OIDC_FLIGHT_MS ((Instant)10 * 60 * 1000)

// Inside a write. The browser's token and the state are kept as hashes.
MUST_CHECK bool oidc_flight_add(Db *db, Arena *arena, Str browser, Str state, Str onward, Instant now, Err *err);
// Ends the flight of this state. *ret_found: it was this browser's, and not too old.
MUST_CHECK bool oidc_flight_take(Db *db, Arena *arena, Str browser, Str state, Instant now, bool *ret_found,
                                 Str *ret_onward, Err *err);

typedef struct {
    Str subject, onward, id_token;
    OidcTexts staff;
    Instant vouched;
} OidcArrival;
MUST_CHECK bool oidc_arrival_put(Db *db, Arena *arena, Str browser, const OidcArrival *arrival, Instant now, Err *err);
// chosen false: one that waits for the choice of an assignment, ten minutes at most.
MUST_CHECK bool oidc_arrival_find(Db *db, Arena *arena, Str browser, Instant now, bool chosen, bool *ret_found,
                                  OidcArrival *ret, Err *err);
// False, ERR_CONFLICT: it has been chosen already.
MUST_CHECK bool oidc_arrival_choose(Db *db, Arena *arena, Str browser, Err *err);
MUST_CHECK bool oidc_arrival_end(Db *db, Arena *arena, Str browser, Err *err);

// A person who may sign in: linked to the subject, or named by a staff id and linked to no other
// subject. Closed accounts are none.
typedef struct {
    int64_t region;
    PersonId person;
    AccountId account; // 0: none yet
    bool linked;
    Str staff; // the id that named the person; empty: the link did
} OidcPerson;
LIST_OF(OidcPersonList, OidcPerson);
MUST_CHECK bool oidc_persons(Db *db, Arena *arena, Str issuer, const OidcArrival *arrival, OidcPersonList *ret, Err *err);

MUST_CHECK bool local_sign_in_is_open(Db *db, int64_t region, AccountId account, Instant now, bool *ret, Err *err);
MUST_CHECK bool local_sign_in_set(Db *db, AccountId account, Instant now, Instant ends, Err *err); // inside a write
