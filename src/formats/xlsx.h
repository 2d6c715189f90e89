// xlsx.h: Excel workbooks (Office Open XML). Reading: every sheet in order, hidden rows and sheets
// too, merged ranges, dates by the cell's number format; of a formula only the value kept beside it.
// Nothing is computed and no macro or link is followed.
#pragma once
#include "formats/table.h"

// Looks like one by its first bytes; old .xls and locked files are told apart by xlsx_read.
bool xlsx_is(Str bytes);
MUST_CHECK bool xlsx_read(Arena *arena, Str bytes, TableList *ret, Err *err);

// One sheet a table. CELL_NUMBER and CELL_DATE become numbers and dates, all else text, never a
// formula. The first row is set in bold and stays when one scrolls. `directory` is where the library
// may keep its temporary file, gone again at return.
MUST_CHECK bool xlsx_write(Arena *arena, const TableList *tables, const char *directory, Str *ret,
                           Err *err);
