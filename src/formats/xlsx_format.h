// xlsx_format.h: what a number in a cell means by its number format.
#pragma once
#include "formats/table.h"

typedef enum { FORMAT_PLAIN, FORMAT_DATE, FORMAT_PERCENT } NumberFormat;

NumberFormat number_format_builtin(int64_t id);
// "yyyy-mm-dd", "[$-41D]d mmmm yyyy;@", "0%" ...
NumberFormat number_format_of_code(Str code);
// The cell that a kept value and its format show: numbers in their shortest exact form.
Cell number_format_cell(Arena *arena, Str value, NumberFormat format, bool from_1904);
