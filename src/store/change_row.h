// change_row.h: a record's columns as JSON, for the `change` rows and for writing them back.
//
// Numbers, dates and enums stand as numbers, texts as texts, bytes as base64 and what is NULL as
// null; a K4 value stands sealed, {"k4": "..."}. An update holds only the columns that differ, with
// the version on each side.
#pragma once
#include "store/crypto.h"
#include "store/record.h"

typedef enum { CHANGE_INSERT, CHANGE_UPDATE, CHANGE_DELETE } ChangeOp;

typedef struct {
    ChangeOp op;
    const RecordType *type;
    int64_t id;
    Str old, new;
} ChangeRow;

void record_bind(Query *query, int position, const Column *column, const void *record);
bool column_equal(const Column *column, const void *a, const void *b);

MUST_CHECK bool change_row_of(Db *db, Arena *arena, const Touched *touched, ChangeRow *ret, Err *err);
// Puts the columns of `json` into the record; *ret_version is the version that stands with them.
MUST_CHECK bool change_row_apply(Db *db, Arena *arena, const RecordType *type, int64_t id, Str json, void *record,
                             int64_t *ret_version, Err *err);
void change_row_digest(Digest *digest, Str record, int64_t id, int64_t op, Str old, Str new);
