// audit.h: the chain of entries, and whether it is whole.
//
// Each entry holds who, what and which fields, a salted digest of the values in `change`, and a hash
// over itself and the entry before. So a changed, removed or reordered entry is found, while the
// values themselves can be disposed of. One chain runs through all regions of a database.
#pragma once
#include "store/record.h"

typedef struct {
    int64_t entries;
    int64_t disposed; // entries whose changed values are all gone
    int64_t first_disposed;
    int64_t bad;      // the first entry that does not hold
    const char *why;  // of static life, Swedish; NULL: all do
    int64_t last;     // the last entry, with its hash, to compare with a checkpoint kept elsewhere
    Str last_hash;
} AuditReport;

MUST_CHECK bool audit_verify(Db *db, Arena *arena, AuditReport *ret, Err *err);
