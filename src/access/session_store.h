// session_store.h: sessions (S10): 256 random bits in a cookie, only their hash in the database; new
// at sign-in, at change of role and at step-up; idle for 30 minutes or 10 hours old they are over.
// session_begin.h is how a door begins one.
#pragma once
#include "access/session.h"
#include "store/record.h"

#define SESSION_KEPT_MS ((int64_t)30 * 60 * 1000) // so long a form of an ended session can be sent again
#define SESSION_IDLE_MS_MAX ((int64_t)30 * 60 * 1000)
#define SESSION_AGE_MS_MAX ((int64_t)10 * 60 * 60 * 1000)
#define SESSION_TOUCH_MS ((int64_t)60 * 1000) // `seen` is written at most this often

// A role that a person has today: by appointment, or from a training or a supervision.
typedef struct {
    Role role;
    UnitId unit;
    DateSpan dates;
    Str unit_name, unit_above_name;
    PersonId behalf; // she acts for whom; 0: herself
    Str behalf_name;
} RoleHeld;
LIST_OF(RoleHeldList, RoleHeld);

typedef struct {
    bool found, expired;
    int64_t region;
    bool is_demo, needs_touch;
    bool initials; // the region is a pilot
    Lang lang;
    Session session; // role and unit as stored; session_role() makes them true today
} SessionFound;

MUST_CHECK bool session_find(Db *db, Arena *arena, Str token, Instant now, SessionFound *ret, Err *err);
// Needs the scope of the region. Best role first.
MUST_CHECK bool session_roles(Db *db, Arena *arena, PersonId person, RoleHeldList *ret, Err *err);
// Takes the role asked for ("director.12", or "director"), else the session's own, else the first
// one held today. False when none is held.
bool session_take_role(Session *session, const RoleHeldList *held, Str asked);
Str role_address(Arena *arena, const RoleHeld *held); // "director.12"

typedef struct {
    AccountId account;
    Role role;
    UnitId unit;
    bool waits;    // for the second factor
    Instant fresh; // when it was given; 0: never
    Instant ends;  // of the session that this one renews; 0: as long as one may last
    Str csrf;      // of that one, so that forms in other windows go on; empty: a new one
    Str address, agent;
} SessionDraft;
// Inside a write with the region's scope. *ret_token goes to the cookie and is kept nowhere.
MUST_CHECK bool session_start(Db *db, Arena *arena, const SessionDraft *draft, Instant now, Str *ret_token,
                              Session *ret, Err *err);
MUST_CHECK bool session_touch(Db *db, Str token_hash, Instant now, Err *err);
MUST_CHECK bool session_end(Db *db, Str token_hash, Err *err);
MUST_CHECK bool session_end_all(Db *db, AccountId account, Err *err);
MUST_CHECK bool session_end_others(Db *db, AccountId account, Str token_hash, Err *err);
Str session_hash(Arena *arena, Str token);
Str session_random(Arena *arena, size_t bytes); // hexadecimal

// Is it the token of a session of her own that lasts, or has timed out a short while ago?
MUST_CHECK bool session_was_own(Db *db, AccountId account, Str csrf, Instant now, bool *ret, Err *err);
