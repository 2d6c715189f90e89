// csv.h: comma-separated values (RFC 4180) as people's programs write them.
//
// Reading takes the bytes of a file: UTF-8 with or without a byte-order mark, else Windows-1252;
// separator comma, semicolon or tab, whichever makes the most even table (a first line "sep=;"
// decides). A row is a record, so a line break inside quotes does not start a new row; blank lines
// are rows, as a spreadsheet program shows them. Pure; results live in the arena.
#pragma once
#include "formats/table.h"

// ERR_INVALID names row and column; ERR_TOO_LARGE when a limit of table.h is passed.
MUST_CHECK bool csv_read(Arena *arena, Str bytes, Table *ret, Err *err);

// Semicolons, CRLF, UTF-8 with a mark: what Swedish spreadsheet programs open right.
typedef struct {
    Buf buf;
    bool cell_before;
} CsvOut;

CsvOut csv_begin(Arena *arena);
// A cell that a spreadsheet program could take for a formula is written with an apostrophe before
// it (S23); csv_read takes such an apostrophe away again.
void csv_put(CsvOut *out, Str cell);
void csv_end_row(CsvOut *out);
Str csv_end(const CsvOut *out);
