// session.h: who is signed in, in which role. Rows are in session_store.h.
#pragma once
#include "gen/records.h"

typedef struct {
    bool signed_in;
    AccountId account;
    PersonId person;
    Role role;          // the appointment chosen: role at unit, valid today
    UnitId unit;
    Str csrf;           // of this session; of this browser before sign-in
    Str token_hash;
    Str person_name, unit_name, unit_above_name;
    Str theme;          // "", "light", "dark"
    bool keys_off;      // no shortcuts of a single key
    bool role_from_address; // ?roll= chose the role for this request
} Session;
