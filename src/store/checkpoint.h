// checkpoint.h: where the audit chain stood, written outside the database and signed.
//
// The chain alone cannot tell that its end was cut off, or that all of it was written anew by whoever
// owns the database. A line here says that at this time this entry had this hash; the key that signs
// it lies with the file (randa.db-keys/audit.key), which the owner of a database server cannot reach.
#pragma once
#include "store/audit.h"

// Appends a line, unless the last one says the same. In no transaction.
MUST_CHECK bool checkpoint_write(Db *db, Arena *arena, Instant now, Err *err);

typedef struct {
    int64_t count;
    int64_t bad_line; // the first that does not hold; 0: all do
    const char *why;  // of static life, Swedish
} CheckpointReport;

// How many lines there are, and when the last was written (0: none).
MUST_CHECK bool checkpoint_last(Db *db, Arena *arena, int64_t *ret_count, Instant *ret_at, Err *err);

// Each line's signature, and that the chain still has that entry with that hash.
MUST_CHECK bool checkpoint_verify(Db *db, Arena *arena, CheckpointReport *ret, Err *err);

// The lines so far, for a backup: those of entries that the open transaction sees.
MUST_CHECK bool checkpoint_text(Db *db, Arena *arena, Str *ret, Err *err);
// Makes the file of a restored database. One that is there already is kept beside it, ".before".
MUST_CHECK bool checkpoint_put_back(Db *db, Arena *arena, Str text, Err *err);
