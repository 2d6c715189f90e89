// session.h: who is signed in, in which role. Rows are in session_store.h.
#pragma once
#include "gen/records.h"

typedef struct {
    bool signed_in;
    bool waits;         // the password was right, the second factor remains: not signed in
    AccountId account;
    PersonId person;
    Role role;          // the appointment chosen: role at unit, valid today
    UnitId unit;
    Str scopes;         // not empty: a program, by a token for these (access/token_store.h)
    PersonId behalf;    // whom the appointment acts for: a stand-in, an education administrator
    Str behalf_name;
    Str csrf;           // of this session; of this browser before sign-in
    Str token_hash;
    int64_t ends;       // whatever is done in it
    int64_t fresh;      // when the second factor was last given
    Str person_name, unit_name, unit_above_name;
    Str theme;          // "", "light", "dark"
    bool keys_off;      // no shortcuts of a single key
    bool role_from_address; // ?roll= chose the role for this request
} Session;

#define SESSION_FRESH_MS ((int64_t)5 * 60 * 1000)
// Did she prove lately that it is she (S11)? Asked for before signing, exporting, opening a case.
static inline bool session_is_fresh(const Session *session, int64_t now) {
    return session->signed_in && now - session->fresh <= SESSION_FRESH_MS;
}
