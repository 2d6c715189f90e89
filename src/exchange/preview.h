// preview.h: what an import would do: the files' rows beside what the database has, field by field.
//
// Two rows are about the same thing when their key fields agree (lists.h); a soft key may differ when
// nothing else fits. A cell that says nothing changes nothing. Pure.
#pragma once
#include "exchange/match.h"

// A row of the database, made canonical by import_store.
typedef struct {
    int64_t id;
    int self; // units and people: their index among the known ones; else -1
    bool unseen; // of a person whom the reader may not see: found, but neither shown nor changed
    Str values[LIST_FIELDS_MAX];
} StoredRow;
LIST_OF(StoredRowList, StoredRow);

typedef struct {
    StoredRowList rows[LIST_COUNT];
} Stored;

typedef enum { PREVIEW_NEW, PREVIEW_CHANGED, PREVIEW_UNCHANGED } PreviewKind;

typedef struct {
    PreviewKind kind;
    const ImportRow *row;
    const StoredRow *stored; // NULL where new
    uint32_t fields;         // that change, a bit each
} PreviewRow;
LIST_OF(PreviewRowList, PreviewRow);

typedef struct {
    size_t new_count, changed_count, unchanged_count;
} PreviewCount;

typedef struct {
    PreviewRowList rows[LIST_COUNT];
    PreviewCount counts[LIST_COUNT], all;
} Preview;

// Rows that contradict each other in the files, or repeat each other in one sheet, become problems in
// `input`; rows repeated in another file are counted once.
void preview_make(Arena *arena, ImportInput *input, const Stored *stored, Preview *ret);
