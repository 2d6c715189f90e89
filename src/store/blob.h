// blob.h: files in the database, by the SHA-256 of what is in them, so that one backup is all.
//
// The same bytes are kept once in each region. Whoever hands a blob out has asked who may have it:
// a digest opens nothing by itself.
#pragma once
#include "store/db.h"

#define BLOB_PIECE_BYTES ((size_t)256 << 10)

typedef struct {
    int64_t size;
    Str media; // "text/csv"
} BlobInfo;

// Inside a write. ERR_FULL when too little of the disk would be left (SQLite).
MUST_CHECK bool blob_put(Db *db, Arena *arena, Str bytes, Str media, Instant now, Str *ret_digest, Err *err);
MUST_CHECK bool blob_info(Db *db, Arena *arena, Str digest, BlobInfo *ret, Err *err); // ERR_NOT_FOUND
// All of it, checked against its digest: ERR_STORE when it is not what was put in.
MUST_CHECK bool blob_get(Db *db, Arena *arena, Str digest, Str *ret, Err *err);
// One piece, counted from 0, for sending without holding it all; empty past the last.
MUST_CHECK bool blob_piece(Db *db, Arena *arena, Str digest, int64_t seq, Str *ret, Err *err);
MUST_CHECK bool blob_remove(Db *db, Str digest, Err *err); // not there: nothing

// The first blob of any region that is not what its digest says; empty if all are sound.
MUST_CHECK bool blob_verify_all(Db *db, Arena *arena, int64_t *ret_count, Str *ret_bad, Err *err);
