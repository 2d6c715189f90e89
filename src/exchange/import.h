// import.h: one import from files to preview: read, match, fold in the matrix, compare. Pure: what the
// database has is handed in (import_store.h), what becomes of it is carried out by import_act.h.
#pragma once
#include "exchange/matrix.h"
#include "exchange/preview.h"

typedef struct {
    Known known;   // of the database to begin with
    Stored stored; // as above
    ImportInput input;
    Matching matching;
    Preview preview;
} Import;

// After import_file_read of every file into import->input.
void import_work(Arena *arena, Import *import, Date today);
// Nothing to mend and nothing to ask.
bool import_is_clear(const Import *import);
