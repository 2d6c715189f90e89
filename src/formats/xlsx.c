// A workbook is a zip archive of XML parts: the workbook names its sheets, a part of relations says
// where each lies, shared strings and styles stand beside. The parts are read in that order, each by
// a small reader of its own.
#include "formats/xlsx.h"
#include <string.h>
#include "formats/archive.h"
#include "formats/xlsx_format.h"
#include "formats/xml.h"

typedef struct {
    Str name, relation, path;
} Sheet;
LIST_OF(SheetList, Sheet);
LIST_OF(StringList, Str);
LIST_OF(FormatList, NumberFormat);

typedef struct {
    int64_t id;
    NumberFormat format;
} CustomFormat;
LIST_OF(CustomFormatList, CustomFormat);

typedef struct {
    Arena *arena;
    Archive *archive;
    Str folder; // of the workbook part: "xl/"
    SheetList sheets;
    StringList strings;
    FormatList styles;
    bool from_1904;
    size_t cells_left;
    TableList tables;
} Workbook;

bool xlsx_is(Str bytes) {
    return str_starts(bytes, STR("PK\x03\x04")) || str_starts(bytes, STR("\xd0\xcf\x11\xe0"));
}

static bool attribute_is_true(const char **attributes, const char *name) {
    Str value = xml_attribute(attributes, name);
    return str_equal(value, STR("1")) || str_equal(value, STR("true"));
}

static int64_t attribute_number(const char **attributes, const char *name, int64_t otherwise) {
    int64_t number;
    return str_to_int(xml_attribute(attributes, name), &number) ? number : otherwise;
}

// "r:id" whatever the prefix is called.
static Str relation_attribute(const char **attributes) {
    for (size_t i = 0; attributes[i]; i += 2)
        if (str_ends(str_from_c(attributes[i]), STR(":id"))) return str_from_c(attributes[i + 1]);
    return STR("");
}

// --- workbook.xml: the sheets' names in order ----------------------------------------------------

static void workbook_open(XmlReader *reader, Str name, const char **attributes) {
    Workbook *book = reader->context;
    if (str_equal(name, STR("workbookPr"))) {
        book->from_1904 = attribute_is_true(attributes, "date1904");
    } else if (str_equal(name, STR("sheet"))) {
        list_add(book->arena, &book->sheets,
                 (Sheet){.name = str_copy(book->arena, xml_attribute(attributes, "name")),
                         .relation = str_copy(book->arena, relation_attribute(attributes))});
    }
}

// --- relations: where the parts lie --------------------------------------------------------------

// "worksheets/sheet1.xml" beside the workbook, or "/xl/worksheets/sheet1.xml" from the top.
static Str part_path(Workbook *book, Str target) {
    if (str_starts(target, STR("/"))) return str_copy(book->arena, str_slice(target, 1, target.size));
    return str_join(book->arena, book->folder, target);
}

static void relations_open(XmlReader *reader, Str name, const char **attributes) {
    Workbook *book = reader->context;
    if (!str_equal(name, STR("Relationship"))) return;
    if (!str_ends(xml_attribute(attributes, "Type"), STR("/worksheet"))) return;
    if (str_equal(xml_attribute(attributes, "TargetMode"), STR("External"))) return;
    for (size_t i = 0; i < book->sheets.count; i++)
        if (str_equal(book->sheets.items[i].relation, xml_attribute(attributes, "Id")))
            book->sheets.items[i].path = part_path(book, xml_attribute(attributes, "Target"));
}

static void root_open(XmlReader *reader, Str name, const char **attributes) {
    Str *path = reader->context;
    Str target = xml_attribute(attributes, "Target");
    if (!str_equal(name, STR("Relationship")) || target.size >= 200) return;
    if (!str_ends(xml_attribute(attributes, "Type"), STR("/officeDocument"))) return;
    if (str_starts(target, STR("/"))) target = str_slice(target, 1, target.size);
    memcpy((char *)path->data, target.data, target.size);
    path->size = target.size;
}

// --- text: shared strings and inline strings -----------------------------------------------------

typedef struct {
    Workbook *book;
    Buf text;
    bool in_text, in_phonetic;
} StringReader;

// "_x000D_" is how the format writes a letter XML cannot hold; of them only line breaks mean anything.
static Str unescaped(Arena *arena, Str text) {
    if (str_find(text, STR("_x000")) == STR_NOT_FOUND) return text;
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < text.size; i++) {
        Str rest = str_slice(text, i, i + 7);
        bool line = str_equal(rest, STR("_x000D_")) || str_equal(rest, STR("_x000A_")) ||
                    str_equal(rest, STR("_x0009_"));
        buf_add_char(&buf, line ? ' ' : text.data[i]);
        if (line) i += 6;
    }
    return buf_end(&buf);
}

static void strings_open(XmlReader *reader, Str name, const char **attributes) {
    (void)attributes;
    StringReader *strings = reader->context;
    if (str_equal(name, STR("si"))) strings->text = buf_begin(strings->book->arena);
    else if (str_equal(name, STR("rPh"))) strings->in_phonetic = true;
    else if (str_equal(name, STR("t"))) strings->in_text = !strings->in_phonetic;
}

static void strings_close(XmlReader *reader, Str name) {
    StringReader *strings = reader->context;
    Arena *arena = strings->book->arena;
    if (str_equal(name, STR("rPh"))) strings->in_phonetic = false;
    else if (str_equal(name, STR("t"))) strings->in_text = false;
    else if (str_equal(name, STR("si")))
        list_add(arena, &strings->book->strings, unescaped(arena, buf_end(&strings->text)));
}

static void strings_text(XmlReader *reader, Str text) {
    StringReader *strings = reader->context;
    if (strings->in_text) buf_add(&strings->text, text);
}

// --- styles.xml: which cell styles show dates ----------------------------------------------------

typedef struct {
    Workbook *book;
    CustomFormatList custom;
    bool in_cell_formats;
} StyleReader;

static NumberFormat format_of_id(const StyleReader *styles, int64_t id) {
    for (size_t i = 0; i < styles->custom.count; i++)
        if (styles->custom.items[i].id == id) return styles->custom.items[i].format;
    return number_format_builtin(id);
}

static void styles_open(XmlReader *reader, Str name, const char **attributes) {
    StyleReader *styles = reader->context;
    if (str_equal(name, STR("numFmt"))) {
        CustomFormat custom = {attribute_number(attributes, "numFmtId", -1),
                               number_format_of_code(xml_attribute(attributes, "formatCode"))};
        list_add(styles->book->arena, &styles->custom, custom);
    } else if (str_equal(name, STR("cellXfs"))) {
        styles->in_cell_formats = true;
    } else if (str_equal(name, STR("xf")) && styles->in_cell_formats) {
        int64_t id = attribute_number(attributes, "numFmtId", 0);
        list_add(styles->book->arena, &styles->book->styles, format_of_id(styles, id));
    }
}

static void styles_close(XmlReader *reader, Str name) {
    StyleReader *styles = reader->context;
    if (str_equal(name, STR("cellXfs"))) styles->in_cell_formats = false;
}

// --- a sheet -------------------------------------------------------------------------------------

typedef struct {
    Workbook *book;
    Table table;
    struct {
        Cell *items;
        size_t count, capacity;
    } cells;             // of the row being read
    uint32_t row;        // its number
    size_t column;       // of the cell being read
    Str type;            // its t=
    int64_t style;       // its s=
    Buf value;           // its <v>, or its inline text
    bool in_value, in_phonetic;
    char type_text[16];
} SheetReader;

static void too_large(XmlReader *reader) {
    Err why;
    (void)err_set(&why, ERR_TOO_LARGE,
                  msg(N_("Bladet har fler än {1} rader, {2} kolumner eller {3} celler. Dela upp filen."),
                      msg_number(TABLE_ROWS_MAX), msg_number(TABLE_COLUMNS_MAX),
                      msg_number(TABLE_CELLS_MAX)));
    xml_stop(reader, why);
}

// "AB12": letters, then digits; either may be missing in a range of whole columns or rows.
static bool read_reference(Str text, size_t *ret_column, uint32_t *ret_row) {
    size_t column = 0, i = 0;
    uint32_t row = 0;
    for (; i < text.size && text.data[i] >= 'A' && text.data[i] <= 'Z' && column < 100000; i++)
        column = column * 26 + (size_t)(text.data[i] - 'A' + 1);
    for (; i < text.size && text.data[i] >= '0' && text.data[i] <= '9' && row < 10000000; i++)
        row = row * 10 + (uint32_t)(text.data[i] - '0');
    if (i != text.size || !column || !row) return false;
    *ret_column = column - 1;
    *ret_row = row;
    return true;
}

static void begin_row(XmlReader *reader, const char **attributes) {
    SheetReader *sheet = reader->context;
    int64_t number = attribute_number(attributes, "r", (int64_t)sheet->row + 1);
    if (number <= sheet->row || number > 1048576 || sheet->table.rows.count >= TABLE_ROWS_MAX) {
        too_large(reader);
        return;
    }
    sheet->row = (uint32_t)number;
    sheet->column = SIZE_MAX; // the next cell without a place of its own is the first
    memset(&sheet->cells, 0, sizeof sheet->cells);
}

static void begin_cell(SheetReader *sheet, const char **attributes) {
    size_t column = sheet->column + 1;
    uint32_t row;
    (void)read_reference(xml_attribute(attributes, "r"), &column, &row);
    sheet->column = column;
    sheet->style = attribute_number(attributes, "s", 0);
    Str type = xml_attribute(attributes, "t");
    type = str_slice(type, 0, sizeof sheet->type_text);
    memcpy(sheet->type_text, type.data, type.size);
    sheet->type = (Str){sheet->type_text, type.size};
    sheet->value = buf_begin(sheet->book->arena);
}

static Cell text_cell(Str text) {
    return (Cell){text.size ? CELL_TEXT : CELL_EMPTY, text};
}

static Cell cell_read(SheetReader *sheet) {
    Workbook *book = sheet->book;
    Str value = buf_end(&sheet->value);
    int64_t index;
    if (str_equal(sheet->type, STR("s"))) {
        bool known = str_to_int(str_trim(value), &index) && index >= 0 &&
                     (size_t)index < book->strings.count;
        return text_cell(known ? book->strings.items[index] : STR(""));
    }
    if (str_equal(sheet->type, STR("b")))
        return (Cell){CELL_BOOL, str_equal(value, STR("1")) ? STR("TRUE") : STR("FALSE")};
    if (str_equal(sheet->type, STR("d")))
        return (Cell){CELL_DATE, str_slice(value, 0, 10)};
    if (sheet->type.size && !str_equal(sheet->type, STR("n")))
        return text_cell(unescaped(book->arena, value)); // inlineStr, str, e
    bool styled = sheet->style >= 0 && (size_t)sheet->style < book->styles.count;
    NumberFormat format = styled ? book->styles.items[sheet->style] : FORMAT_PLAIN;
    return number_format_cell(book->arena, value, format, book->from_1904);
}

static void end_cell(XmlReader *reader) {
    SheetReader *sheet = reader->context;
    Cell cell = cell_read(sheet);
    if (cell.kind == CELL_EMPTY) return;
    if (sheet->column >= TABLE_COLUMNS_MAX) {
        too_large(reader);
        return;
    }
    while (sheet->cells.count <= sheet->column) {
        if (!sheet->book->cells_left) {
            too_large(reader);
            return;
        }
        sheet->book->cells_left--;
        list_add(sheet->book->arena, &sheet->cells, (Cell){CELL_EMPTY, STR("")});
    }
    sheet->cells.items[sheet->column] = cell;
}

static void end_row(SheetReader *sheet) {
    TableRow row = {sheet->row, sheet->cells.items, sheet->cells.count};
    if (row.count) list_add(sheet->book->arena, &sheet->table.rows, row);
}

static void read_merged(SheetReader *sheet, Str reference) {
    Str first, last = reference;
    size_t column_first, column_last;
    CellRange range;
    if (!str_split(&last, ':', &first) || !last.data || sheet->table.merged.count >= TABLE_ROWS_MAX)
        return;
    if (!read_reference(first, &column_first, &range.row_first) ||
        !read_reference(last, &column_last, &range.row_last))
        return;
    range.column_first = (uint32_t)column_first;
    range.column_last = (uint32_t)column_last;
    list_add(sheet->book->arena, &sheet->table.merged, range);
}

static void sheet_open(XmlReader *reader, Str name, const char **attributes) {
    SheetReader *sheet = reader->context;
    if (str_equal(name, STR("row"))) begin_row(reader, attributes);
    else if (str_equal(name, STR("c"))) begin_cell(sheet, attributes);
    else if (str_equal(name, STR("rPh"))) sheet->in_phonetic = true;
    else if (str_equal(name, STR("v"))) sheet->in_value = true;
    else if (str_equal(name, STR("t"))) sheet->in_value = !sheet->in_phonetic;
    else if (str_equal(name, STR("mergeCell"))) read_merged(sheet, xml_attribute(attributes, "ref"));
}

static void sheet_close(XmlReader *reader, Str name) {
    SheetReader *sheet = reader->context;
    if (str_equal(name, STR("row"))) end_row(sheet);
    else if (str_equal(name, STR("c"))) end_cell(reader);
    else if (str_equal(name, STR("rPh"))) sheet->in_phonetic = false;
    else if (str_equal(name, STR("v")) || str_equal(name, STR("t"))) sheet->in_value = false;
}

static void sheet_text(XmlReader *reader, Str text) {
    SheetReader *sheet = reader->context;
    if (sheet->in_value && sheet->value.arena) buf_add(&sheet->value, text);
}

// --- the whole -----------------------------------------------------------------------------------

static const XmlHandlers root_handlers = {root_open, NULL, NULL};
static const XmlHandlers workbook_handlers = {workbook_open, NULL, NULL};
static const XmlHandlers relations_handlers = {relations_open, NULL, NULL};
static const XmlHandlers strings_handlers = {strings_open, strings_close, strings_text};
static const XmlHandlers styles_handlers = {styles_open, styles_close, NULL};
static const XmlHandlers sheet_handlers = {sheet_open, sheet_close, sheet_text};

static bool read_part(Workbook *book, Str path, const XmlHandlers *handlers, void *context, Err *err) {
    Str bytes;
    return archive_read(book->arena, book->archive, path, &bytes, err) &&
           xml_read(book->arena, bytes, path, handlers, context, err);
}

static bool read_part_if_there(Workbook *book, const char *name, const XmlHandlers *handlers,
                               void *context, Err *err) {
    Str path = str_join(book->arena, book->folder, str_from_c(name));
    return !archive_has(book->archive, path) || read_part(book, path, handlers, context, err);
}

// The workbook part is xl/workbook.xml unless the archive's relations say otherwise.
static bool read_frame(Workbook *book, Err *err) {
    char found[200] = "xl/workbook.xml";
    Str path = {found, strlen(found)};
    if (archive_has(book->archive, STR("_rels/.rels")) &&
        !read_part(book, STR("_rels/.rels"), &root_handlers, &path, err))
        return false;
    path = str_copy(book->arena, path);
    size_t folder = 0;
    for (size_t i = 0; i < path.size; i++)
        if (path.data[i] == '/') folder = i + 1;
    book->folder = str_slice(path, 0, folder);
    Str relations = str_printf(book->arena, "%.*s_rels/%.*s.rels", STR_ARG(book->folder),
                               STR_ARG(str_slice(path, folder, path.size)));
    StringReader strings = {.book = book};
    StyleReader styles = {.book = book};
    return read_part(book, path, &workbook_handlers, book, err) &&
           read_part(book, relations, &relations_handlers, book, err) &&
           read_part_if_there(book, "sharedStrings.xml", &strings_handlers, &strings, err) &&
           read_part_if_there(book, "styles.xml", &styles_handlers, &styles, err);
}

static bool read_sheet(Workbook *book, const Sheet *sheet, Err *err) {
    SheetReader reader = {.book = book};
    reader.table.name = sheet->name;
    reader.table.dates_from_1904 = book->from_1904;
    if (!read_part(book, sheet->path, &sheet_handlers, &reader, err)) return false;
    list_add(book->arena, &book->tables, reader.table);
    return true;
}

bool xlsx_read(Arena *arena, Str bytes, TableList *ret, Err *err) {
    if (bytes.size > TABLE_BYTES_MAX)
        return err_set(err, ERR_TOO_LARGE, msg(N_("Filen är större än {1} MB."),
                                               msg_number(TABLE_BYTES_MAX >> 20)));
    if (str_starts(bytes, STR("\xd0\xcf\x11\xe0")))
        return err_set(err, ERR_INVALID,
                       msg(N_("Filen är låst med lösenord eller i det gamla formatet .xls. Spara den "
                              "som .xlsx utan lösenord.")));
    Workbook book = {.arena = arena, .cells_left = TABLE_CELLS_MAX};
    if (!archive_open(arena, bytes, &book.archive, err) || !read_frame(&book, err)) return false;
    if (book.sheets.count > TABLE_SHEETS_MAX)
        return err_set(err, ERR_TOO_LARGE, msg(N_("Arbetsboken har fler än {1} blad."),
                                               msg_number(TABLE_SHEETS_MAX)));
    for (size_t i = 0; i < book.sheets.count; i++)
        if (book.sheets.items[i].path.size && !read_sheet(&book, &book.sheets.items[i], err))
            return false;
    *ret = book.tables;
    return true;
}
