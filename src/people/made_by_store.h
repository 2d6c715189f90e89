// made_by_store.h: who made a record, when, and for whom: from the entry of the audit chain that made it.
#pragma once
#include "base/lang.h"
#include "store/record.h"

typedef struct {
    int64_t audit; // 0: from before there was a chain
    Instant at;
    Str who;    // empty: on the command line
    Str behalf; // for whom she did it; empty: herself
} MadeBy;

MUST_CHECK bool made_by_load(Db *db, Arena *arena, const char *record, int64_t id, MadeBy *ret, Err *err);
// As it is where a job waits with its maker and nothing is made yet.
MUST_CHECK bool made_by_people(Db *db, Arena *arena, int64_t maker, int64_t behalf, MadeBy *ret, Err *err);
// "Anna Berg för Bo Ek"; empty where nobody knows.
Str made_by_text(Arena *arena, Lang lang, const MadeBy *by);
