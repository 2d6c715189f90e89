// table.h: a sheet of cells as a file holds it: what the CSV and XLSX readers give and the writers
// take. Rows and columns are numbered as a spreadsheet program shows them.
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/list.h"

typedef enum { CELL_EMPTY, CELL_TEXT, CELL_NUMBER, CELL_DATE, CELL_BOOL } CellKind;

// `text` is trimmed of nothing: a date is "2026-11-23", a number "75" or "0.5" (as the file has it;
// "75%" where the sheet shows percent), a truth "TRUE" or "FALSE".
typedef struct {
    CellKind kind;
    Str text;
} Cell;

typedef struct {
    uint32_t number; // 1 is the first row of the sheet
    Cell *cells;     // column A is cells[0]; cells past the last one are not there
    size_t count;
} TableRow;

// Both ends included; rows from 1, columns from 0.
typedef struct {
    uint32_t row_first, row_last, column_first, column_last;
} CellRange;

LIST_OF(CellRangeList, CellRange);
LIST_OF(TableRowList, TableRow);

typedef struct {
    Str name; // the sheet's; empty for CSV
    TableRowList rows;
    CellRangeList merged;
    bool dates_from_1904; // numbers not shown as dates still count from there
} Table;

LIST_OF(TableList, Table);

#define TABLE_BYTES_MAX (32u << 20) // of one file
#define TABLE_ROWS_MAX 200000u
#define TABLE_COLUMNS_MAX 2000u
#define TABLE_CELLS_MAX 2000000u
#define TABLE_SHEETS_MAX 100u

// Empty past the row's end.
Cell table_cell(const TableRow *row, size_t column);
bool table_row_is_blank(const TableRow *row);
// 0 is "A", 26 is "AA".
Str table_column_letters(Arena *arena, size_t column);
// The day a spreadsheet program means by a number; false outside 1900..2199.
bool table_serial_date(double serial, bool from_1904, Date *ret);
