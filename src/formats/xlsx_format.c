#include "formats/xlsx_format.h"
#include <math.h>
#include <stdlib.h>

NumberFormat number_format_builtin(int64_t id) {
    if (id == 9 || id == 10) return FORMAT_PERCENT;
    // 18..21 and 45..47 are times of day and lengths.
    if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58))
        return FORMAT_DATE;
    return FORMAT_PLAIN;
}

// Only the first of the sections (positive; negative; zero; text) counts, without its quoted text,
// escaped letters, fill and [brackets]. m alone is a month, beside h or s a minute.
NumberFormat number_format_of_code(Str code) {
    bool year_or_day = false, month = false, clock = false, percent = false;
    for (size_t i = 0; i < code.size && code.data[i] != ';'; i++) {
        char c = code.data[i];
        if (c == '\\' || c == '_' || c == '*') {
            i++;
        } else if (c == '"' || c == '[') {
            char closing = c == '"' ? '"' : ']';
            while (i + 1 < code.size && code.data[i + 1] != closing) i++;
            i++;
        } else {
            c |= 0x20;
            if (c == 'e') return FORMAT_PLAIN; // scientific, and "General"
            year_or_day |= c == 'y' || c == 'd';
            month |= c == 'm';
            clock |= c == 'h' || c == 's';
            percent |= code.data[i] == '%';
        }
    }
    if (year_or_day || (month && !clock)) return FORMAT_DATE;
    return percent ? FORMAT_PERCENT : FORMAT_PLAIN;
}

Cell number_format_cell(Arena *arena, Str value, NumberFormat format, bool from_1904) {
    value = str_trim(value);
    char *end = NULL;
    double number = value.size ? strtod(str_to_c(arena, value), &end) : 0;
    if (!value.size) return (Cell){CELL_EMPTY, STR("")};
    if (*end || !isfinite(number)) return (Cell){CELL_TEXT, value};
    Date date;
    if (format == FORMAT_DATE && table_serial_date(number, from_1904, &date))
        return (Cell){CELL_DATE, date_iso(arena, date)};
    if (format == FORMAT_PERCENT)
        return (Cell){CELL_NUMBER, str_printf(arena, "%.12g%%", number * 100)};
    if (fabs(number) < 1e15 && number == floor(number))
        return (Cell){CELL_NUMBER, str_printf(arena, "%.0f", number)};
    return (Cell){CELL_NUMBER, str_printf(arena, "%.15g", number)};
}
