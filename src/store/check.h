// check.h: is the database whole? It is never mended here: a damaged one is restored (S40).
#pragma once
#include "store/checkpoint.h"

typedef struct {
    Str damage;     // what SQLite says of its file; empty: nothing
    Str loose;      // a table with a reference to what is not there; empty: none
    AuditReport audit;
    CheckpointReport checkpoints;
    int64_t blobs;
    Str bad_blob;   // its digest; empty: none
} CheckReport;

MUST_CHECK bool check_inside(Db *db, Arena *arena, CheckReport *ret, Err *err); // in an open transaction
MUST_CHECK bool check_all(Db *db, Arena *arena, CheckReport *ret, Err *err);
bool check_is_whole(const CheckReport *report);
