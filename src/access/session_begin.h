// session_begin.h: how a door lets somebody in whom it has recognised, by password or by an identity
// provider: in the region of the account, in the first of the roles held today.
#pragma once
#include "access/account_store.h"
#include "http/reply.h"

typedef struct {
    AccountId account;
    int64_t region;
    PersonId person;
    bool factors_done; // both: an identity provider has vouched, or the code has been typed
    Instant vouched;   // when the provider was shown who it is; 0: now
} Recognised;

// The request is from now on in the account's region, on its day, in the role. ERR_FORBIDDEN with a
// sentence to show when no role is held today.
MUST_CHECK bool session_enter(Request *req, const Recognised *who, RoleHeld *ret, Err *err);

// After session_enter, inside a write that the caller commits: the session with its cookies and its
// audit entry, and the redirect, to `onward` (empty: home). Who has a second factor left to give is
// sent there first.
MUST_CHECK bool session_begin(Request *req, Reply *reply, const Recognised *who, const RoleHeld *role, Str onward,
                              Err *err);

// Inside a write: a new token for the session at hand (S10), in another role or fresh.
MUST_CHECK bool session_renew(Request *req, Reply *reply, Role role, UnitId unit, Instant fresh, Err *err);

Str own_path(Str text); // a path of our own to send her back to, else empty (S21)
