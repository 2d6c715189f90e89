// export.h: a list of the database as CSV, a workbook or JSON, in the words that an import reads back
// without a change. Pure.
#pragma once
#include "base/json.h"
#include "exchange/import.h"
#include "formats/table.h"

Table export_table(Arena *arena, const Import *stored, const List *list); // headings, then rows
Str export_csv(Arena *arena, const Table *table);
Str export_json(Arena *arena, const Import *stored, const List *list);
