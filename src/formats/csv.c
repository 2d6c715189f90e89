#include "formats/csv.h"
#include <string.h>

#define BOM "\xef\xbb\xbf"
#define GUESS_ROWS 60

// Windows-1252 where it differs from Latin-1; 0 is a byte it does not define.
static const uint16_t high_codes[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

static void put_code(Buf *buf, uint32_t code) {
    if (code < 0x80) {
        buf_add_char(buf, (char)code);
    } else if (code < 0x800) {
        buf_add_char(buf, (char)(0xc0 | code >> 6));
        buf_add_char(buf, (char)(0x80 | (code & 0x3f)));
    } else {
        buf_add_char(buf, (char)(0xe0 | code >> 12));
        buf_add_char(buf, (char)(0x80 | (code >> 6 & 0x3f)));
        buf_add_char(buf, (char)(0x80 | (code & 0x3f)));
    }
}

static Str from_windows_1252(Arena *arena, Str bytes) {
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        bool special = byte >= 0x80 && byte < 0xa0;
        uint32_t code = special ? high_codes[byte - 0x80] : byte;
        put_code(&buf, code ? code : special ? 0xfffd : 0);
    }
    return buf_end(&buf);
}

// One record's cells, read forward; the file is looked at once per separator and once for good.
typedef struct {
    Str text;
    size_t at;
    char separator;
    uint32_t row;
} Reader;

typedef enum { CELL_ENDS_CELL, CELL_ENDS_ROW, CELL_ENDS_FILE } CellEnd;

static bool at_line_end(const Reader *reader) {
    char c = reader->text.data[reader->at];
    return c == '\n' || c == '\r';
}

static CellEnd step_past_cell(Reader *reader) {
    if (reader->at >= reader->text.size) return CELL_ENDS_FILE;
    if (reader->text.data[reader->at] == reader->separator) {
        reader->at++;
        return CELL_ENDS_CELL;
    }
    if (reader->text.data[reader->at++] == '\r' && reader->at < reader->text.size &&
        reader->text.data[reader->at] == '\n')
        reader->at++;
    return reader->at >= reader->text.size ? CELL_ENDS_FILE : CELL_ENDS_ROW;
}

static Str read_plain(Reader *reader) {
    size_t first = reader->at;
    while (reader->at < reader->text.size && reader->text.data[reader->at] != reader->separator &&
           !at_line_end(reader))
        reader->at++;
    return str_slice(reader->text, first, reader->at);
}

// From the opening quote; false when it is never closed or something follows the closing one.
static bool read_quoted(Arena *arena, Reader *reader, Str *ret) {
    size_t first = ++reader->at, doubled = 0;
    for (;;) {
        if (reader->at >= reader->text.size) return false;
        if (reader->text.data[reader->at++] != '"') continue;
        if (reader->at < reader->text.size && reader->text.data[reader->at] == '"') {
            reader->at++;
            doubled++;
            continue;
        }
        break;
    }
    Str inner = str_slice(reader->text, first, reader->at - 1);
    if (str_trim(read_plain(reader)).size) return false;
    if (doubled && arena) {
        char *copy = arena_alloc(arena, inner.size, 1);
        size_t size = 0;
        for (size_t i = 0; i < inner.size; i++) {
            copy[size++] = inner.data[i];
            if (inner.data[i] == '"') i++;
        }
        inner = (Str){copy, size};
    }
    *ret = inner;
    return true;
}

static bool read_cell(Arena *arena, Reader *reader, Str *ret) {
    if (reader->at < reader->text.size && reader->text.data[reader->at] == '"')
        return read_quoted(arena, reader, ret);
    *ret = read_plain(reader);
    return true;
}

// How many columns the rows of this separator agree on, and how many rows agree.
static size_t evenness(Str text, char separator) {
    Reader reader = {.text = text, .separator = separator};
    size_t rows_of[64] = {0}, best = 0;
    for (int row = 0; row < GUESS_ROWS && reader.at < text.size; row++) {
        size_t cells = 1;
        Str cell;
        CellEnd end;
        do {
            if (!read_cell(NULL, &reader, &cell)) return 0;
            end = step_past_cell(&reader);
            if (end == CELL_ENDS_CELL) cells++;
        } while (end == CELL_ENDS_CELL);
        rows_of[cells < COUNT_OF(rows_of) ? cells : COUNT_OF(rows_of) - 1]++;
    }
    for (size_t cells = 2; cells < COUNT_OF(rows_of); cells++) {
        size_t score = rows_of[cells] * 64 + cells;
        if (rows_of[cells] && score > best) best = score;
    }
    return best;
}

static char guess_separator(Str text) {
    static const char separators[] = {';', '\t', ','};
    char best = ';';
    size_t most = 0;
    for (size_t i = 0; i < COUNT_OF(separators); i++) {
        size_t even = evenness(text, separators[i]);
        if (even > most) {
            most = even;
            best = separators[i];
        }
    }
    return best;
}

// "sep=;" on a line of its own before the table is a spreadsheet program's own hint.
static bool separator_said(Str text, char *ret, size_t *ret_past) {
    if (!str_starts(text, STR("sep=")) || text.size < 6) return false;
    if (text.data[5] != '\r' && text.data[5] != '\n') return false;
    *ret = text.data[4];
    *ret_past = text.data[5] == '\r' && text.size > 6 && text.data[6] == '\n' ? 7 : 6;
    return *ret == ';' || *ret == ',' || *ret == '\t';
}

// Apostrophes, then what a spreadsheet program takes for the beginning of a formula: the writer adds
// one apostrophe before such a cell and the reader takes one away, so every text survives both ways.
static bool begins_formula(Str text, size_t *ret_apostrophes) {
    size_t at = 0;
    while (at < text.size && text.data[at] == '\'') at++;
    *ret_apostrophes = at;
    return at < text.size && memchr("=+-@\t\r", text.data[at], 6);
}

static Cell cell_of(Str text) {
    size_t apostrophes;
    if (begins_formula(text, &apostrophes) && apostrophes) text = str_slice(text, 1, text.size);
    return (Cell){text.size ? CELL_TEXT : CELL_EMPTY, text};
}

static bool read_row(Arena *arena, Reader *reader, TableRow *ret, size_t *cells_left,
                     CellEnd *ret_end, Err *err) {
    struct {
        Cell *items;
        size_t count, capacity;
    } cells = {0};
    do {
        Str text;
        if (!read_cell(arena, reader, &text))
            return err_set(err, ERR_INVALID,
                           msg(N_("Rad {1}, kolumn {2}: ett citattecken (\") saknar sin motpart."),
                               msg_number(reader->row),
                               msg_text(table_column_letters(arena, cells.count))));
        if (cells.count >= TABLE_COLUMNS_MAX || !*cells_left)
            return err_set(err, ERR_TOO_LARGE,
                           msg(N_("Rad {1}: filen har fler celler än {2}. Dela upp den."),
                               msg_number(reader->row), msg_number(TABLE_CELLS_MAX)));
        (*cells_left)--;
        list_add(arena, &cells, cell_of(text));
        *ret_end = step_past_cell(reader);
    } while (*ret_end == CELL_ENDS_CELL);
    *ret = (TableRow){reader->row, cells.items, cells.count};
    return true;
}

bool csv_read(Arena *arena, Str bytes, Table *ret, Err *err) {
    if (bytes.size > TABLE_BYTES_MAX)
        return err_set(err, ERR_TOO_LARGE, msg(N_("Filen är större än {1} MB."),
                                               msg_number(TABLE_BYTES_MAX >> 20)));
    if (str_starts(bytes, STR(BOM))) bytes = str_slice(bytes, 3, bytes.size);
    if (str_find_char(bytes, 0) != STR_NOT_FOUND)
        return err_set(err, ERR_INVALID,
                       msg(N_("Filen är inte en textfil. Spara den som CSV (UTF-8) eller XLSX.")));
    Str text = str_is_utf8(bytes) ? bytes : from_windows_1252(arena, bytes);

    Reader reader = {.text = text, .row = 1};
    if (separator_said(text, &reader.separator, &reader.at)) reader.row = 2;
    else reader = (Reader){.text = text, .row = 1, .separator = guess_separator(text)};

    Table table = {0};
    size_t cells_left = TABLE_CELLS_MAX;
    while (reader.at < text.size) {
        TableRow row;
        CellEnd end;
        if (table.rows.count >= TABLE_ROWS_MAX)
            return err_set(err, ERR_TOO_LARGE, msg(N_("Filen har fler än {1} rader. Dela upp den."),
                                                   msg_number(TABLE_ROWS_MAX)));
        if (!read_row(arena, &reader, &row, &cells_left, &end, err)) return false;
        list_add(arena, &table.rows, row);
        reader.row++;
    }
    *ret = table;
    return true;
}

CsvOut csv_begin(Arena *arena) {
    CsvOut out = {.buf = buf_begin(arena)};
    buf_add(&out.buf, STR(BOM));
    return out;
}

void csv_put(CsvOut *out, Str cell) {
    if (out->cell_before) buf_add_char(&out->buf, ';');
    out->cell_before = true;
    size_t apostrophes;
    bool formula = begins_formula(cell, &apostrophes);
    bool quote = cell.size && (str_trim(cell).size != cell.size || formula);
    for (size_t i = 0; i < cell.size; i++)
        if (memchr(";,\t\"\r\n", cell.data[i], 6)) quote = true;
    if (quote) buf_add_char(&out->buf, '"');
    if (formula) buf_add_char(&out->buf, '\'');
    for (size_t i = 0; i < cell.size; i++) {
        if (cell.data[i] == '"') buf_add_char(&out->buf, '"');
        buf_add_char(&out->buf, cell.data[i]);
    }
    if (quote) buf_add_char(&out->buf, '"');
}

void csv_end_row(CsvOut *out) {
    buf_add(&out->buf, STR("\r\n"));
    out->cell_before = false;
}

Str csv_end(const CsvOut *out) {
    return buf_end(&out->buf);
}
