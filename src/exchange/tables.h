// tables.h: which list a sheet is, what its columns mean, and its rows as canonical values.
//
// Column order, titles above, blank rows, Swedish or English headings do not matter; how the sheet
// was understood is kept in a Reading so that the person can see it. What could not be understood is
// a Problem that names file, sheet, row, column and value and says what to do. Pure.
#pragma once
#include "exchange/values.h"

typedef struct {
    Str letters, heading; // "C", "Från"
    const Field *field;   // NULL: the column is not read
} ReadingColumn;
LIST_OF(ReadingColumnList, ReadingColumn);

typedef struct {
    Str file, sheet;
    ListKind kind; // LIST_NONE: not understood
    uint32_t header_row;
    ReadingColumnList columns;
    int column_of[LIST_FIELDS_MAX]; // of each field; -1 where there is none
    size_t rows;                    // with something in them
} Reading;

typedef struct {
    const Reading *reading; // of the list's sheet, or of a matrix
    ListKind list;
    uint32_t row;
    int self; // units and people: their index among the known ones; else -1
    bool skipped; // the person has said that what it is about is to be passed over
    Str values[LIST_FIELDS_MAX]; // canonical; empty: nothing said
    Str raw[LIST_FIELDS_MAX];    // as the file has it
    int columns[LIST_FIELDS_MAX]; // where each stands in the sheet; -1
} ImportRow;

typedef struct {
    Str file, sheet;
    uint32_t row;      // 0: the whole sheet
    Str column, cell;  // "Från", "D5"
    Str value;
    Msg message;
} Problem;

// A rotation matrix, still in its own words: matrix.h reads it when units and people are known.
typedef struct {
    Date month;
    int column;
} MatrixMonth;
LIST_OF(MatrixMonthList, MatrixMonth);

typedef struct {
    const Reading *reading;
    const Table *table;
    int name_column, hsa_column; // hsa -1 where there is none
    MatrixMonthList months;
    uint32_t first_row; // the first with a trainee
} Matrix;

LIST_OF(ReadingList, Reading *);
LIST_OF(ImportRowList, ImportRow);
LIST_OF(ProblemList, Problem);
LIST_OF(MatrixList, Matrix);

typedef struct {
    ReadingList readings;
    ImportRowList rows[LIST_COUNT];
    MatrixList matrices;
    ProblemList problems;
    ProblemList notes; // worth knowing, nothing to mend: the lists and the matrix differ
} ImportInput;

#define IMPORT_PROBLEMS_MAX 1000 // more than a person reads; the rest are not listed

// Reads one file into `input`: a workbook or CSV, told apart by its bytes. A file that cannot be read
// at all is a problem like the others. `file` is the name shown.
void import_file_read(Arena *arena, Str file, Str bytes, const ValueRules *rules, ImportInput *input);
void import_table_read(Arena *arena, Str file, const Table *table, const ValueRules *rules,
                       ImportInput *input);

// About a field of a row, with what stands there.
void problem_add(Arena *arena, ImportInput *input, const ImportRow *row, int field, Msg message);
// `column` is -1 and `heading` the field's where there is no such column.
void problem_add_at(Arena *arena, ProblemList *problems, const Reading *reading, uint32_t row, int column,
                    Str heading, Str value, Msg message);
