#include "formats/xlsx.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

typedef struct {
    lxw_workbook *book;
    lxw_format *heading, *date;
} Writer;

static lxw_error put_cell(Writer *writer, Arena *arena, lxw_worksheet *sheet, lxw_row_t row,
                          lxw_col_t column, Cell cell) {
    Date date;
    const char *text = str_to_c(arena, cell.text);
    lxw_format *format = row == 0 ? writer->heading : NULL;
    if (cell.kind == CELL_NUMBER) return worksheet_write_number(sheet, row, column, strtod(text, NULL), format);
    if (cell.kind == CELL_DATE && date_parse(cell.text, &date)) {
        // Days since 1899-12-30, the epoch the format counts from after February 1900.
        double serial = date.day - date_from_ymd(1899, 12, 30).day;
        return worksheet_write_number(sheet, row, column, serial, writer->date);
    }
    return cell.text.size ? worksheet_write_string(sheet, row, column, text, format) : LXW_NO_ERROR;
}

static bool put_table(Writer *writer, Arena *arena, const Table *table) {
    lxw_worksheet *sheet = workbook_add_worksheet(writer->book, str_to_c(arena, table->name));
    if (!sheet) return false;
    worksheet_freeze_panes(sheet, 1, 0);
    for (size_t r = 0; r < table->rows.count; r++) {
        ArenaMark mark = arena_mark(arena);
        const TableRow *row = &table->rows.items[r];
        for (size_t c = 0; c < row->count; c++)
            if (put_cell(writer, arena, sheet, (lxw_row_t)r, (lxw_col_t)c, row->cells[c])) return false;
        arena_reset(arena, mark);
    }
    if (table->rows.count && table->rows.items[0].count)
        worksheet_set_column(sheet, 0, (lxw_col_t)(table->rows.items[0].count - 1), 20, NULL);
    return true;
}

static bool put_workbook(Arena *arena, const TableList *tables, const char *path, const char *directory) {
    lxw_workbook_options options = {.tmpdir = (char *)directory};
    Writer writer = {.book = workbook_new_opt(path, &options)};
    if (!writer.book) return false;
    writer.heading = workbook_add_format(writer.book);
    format_set_bold(writer.heading);
    writer.date = workbook_add_format(writer.book);
    format_set_num_format(writer.date, "yyyy-mm-dd");
    bool whole = true;
    for (size_t i = 0; i < tables->count; i++)
        if (whole) whole = put_table(&writer, arena, &tables->items[i]);
    return workbook_close(writer.book) == LXW_NO_ERROR && whole;
}

static bool read_back(Arena *arena, const char *path, Str *ret) {
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    bool whole = false;
    if (size >= 0 && fseek(file, 0, SEEK_SET) == 0) {
        char *data = arena_alloc(arena, (size_t)size + 1, 1);
        whole = fread(data, 1, (size_t)size, file) == (size_t)size;
        *ret = (Str){data, (size_t)size};
    }
    fclose(file);
    return whole;
}

bool xlsx_write(Arena *arena, const TableList *tables, const char *directory, Str *ret, Err *err) {
    Str path = str_printf(arena, "%s/.export-XXXXXX", directory);
    int handle = mkstemp((char *)path.data);
    Str bytes;
    bool whole = handle >= 0 && put_workbook(arena, tables, path.data, directory) &&
                 read_back(arena, path.data, &bytes);
    if (handle >= 0) {
        close(handle);
        unlink(path.data);
    }
    if (!whole)
        return err_set(err, ERR_FULL, msg(N_("Arbetsboken kunde inte skrivas. Är disken full?")));
    *ret = bytes;
    return true;
}
