#include "formats/table.h"
#include <math.h>

Cell table_cell(const TableRow *row, size_t column) {
    return column < row->count ? row->cells[column] : (Cell){CELL_EMPTY, STR("")};
}

bool table_row_is_blank(const TableRow *row) {
    for (size_t i = 0; i < row->count; i++)
        if (str_trim(row->cells[i].text).size) return false;
    return true;
}

Str table_column_letters(Arena *arena, size_t column) {
    char letters[16];
    size_t at = sizeof letters;
    for (size_t rest = column + 1; rest; rest = (rest - 1) / 26)
        letters[--at] = (char)('A' + (rest - 1) % 26);
    return str_copy(arena, (Str){letters + at, sizeof letters - at});
}

// Day 60 of the 1900 system is a 29 February that never was; the days before it are one off.
bool table_serial_date(double serial, bool from_1904, Date *ret) {
    if (!(serial >= 0 && serial < 200000)) return false;
    int32_t day = (int32_t)floor(serial);
    Date date;
    if (from_1904) {
        date = date_add_days(date_from_ymd(1904, 1, 1), day);
    } else {
        if (day < 1 || day == 60) return false;
        date = date_add_days(date_from_ymd(1899, 12, day < 60 ? 31 : 30), day);
    }
    if (date_compare(date, date_from_ymd(2199, 12, 31)) > 0) return false;
    *ret = date;
    return true;
}
