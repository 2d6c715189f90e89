// backup.h: the whole database in one file, taken while the server runs, and back again.
//
// A backup is logical: every table row by row, read in one snapshot, so that a backup of SQLite can be
// restored into PostgreSQL and the other way. With it goes the checkpoint file up to the snapshot.
// The keys do not: who has the file alone can read nothing. Sessions stay behind.
#pragma once
#include "store/check.h"

typedef struct {
    const char *file;
    Str digest; // SHA-256 of the file
    int64_t size, rows;
    int schema;
} BackupReport;

// Of the database at this address, through a connection of its own, and noted in it (table backup, and
// an audit entry). ERR_CONFLICT when the file is there.
MUST_CHECK bool backup_make(const char *address, Arena *arena, const char *file, Actor actor, Instant now,
                            BackupReport *ret, Err *err);

typedef struct {
    Instant made;
    int64_t rows;
    int schema;
    CheckReport check; // of what was restored
} RestoreReport;

// Into an empty or missing database, in one transaction that is committed only when everything in it
// holds. ERR_INVALID: a changed file, or the wrong key. ERR_CONFLICT: a newer schema, or the database
// is not empty. `keys`: the folder with the keys of the database that was backed up; they are copied
// to the new one's.
MUST_CHECK bool backup_restore(const char *file, const char *keys, const char *address, Arena *arena, Actor actor,
                               Instant now, RestoreReport *ret, Err *err);
// The same into a database beside `address` that is then thrown away; noted there as a tested restore.
MUST_CHECK bool backup_test(const char *file, const char *keys, const char *address, Arena *arena, Instant now,
                            RestoreReport *ret, Err *err);
