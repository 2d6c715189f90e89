#include "base/test.h"
#include <stdlib.h>
#include <unistd.h>
#include <zip.h>
#include "formats/archive.h"
#include "formats/xlsx.h"
#include "formats/xlsx_format.h"

typedef struct {
    const char *path, *text;
} Part;

// A zip archive of the parts, in memory.
static Str pack(Arena *arena, const Part *parts, size_t count) {
    zip_error_t error;
    zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(to);
    zip_t *zip = zip_open_from_source(to, ZIP_TRUNCATE, &error);
    for (size_t i = 0; i < count; i++) {
        zip_source_t *part = zip_source_buffer(zip, parts[i].text, strlen(parts[i].text), 0);
        (void)zip_file_add(zip, parts[i].path, part, 0);
    }
    zip_close(zip);
    zip_stat_t stat;
    zip_source_stat(to, &stat);
    zip_source_open(to);
    char *data = arena_alloc(arena, stat.size + 1, 1);
    (void)zip_source_read(to, data, stat.size);
    zip_source_close(to);
    zip_source_free(to);
    return (Str){data, stat.size};
}

#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define WORKBOOK(properties)                                                                       \
    "<x:workbook xmlns:x='m' xmlns:q='" RELATION "'>" properties                                   \
    "<x:sheets><x:sheet name='Ett' sheetId='7' q:id='b'/><x:sheet name='Gömt &amp; två' "          \
    "state='hidden' q:id='a'/><x:sheet name='Diagram' q:id='c'/></x:sheets></x:workbook>"
#define RELATIONS                                                                                  \
    "<Relationships><Relationship Id='a' Type='" RELATION "/worksheet' Target='/xl/w/2.xml'/>"      \
    "<Relationship Id='b' Type='" RELATION "/worksheet' Target='w/1.xml'/>"                         \
    "<Relationship Id='c' Type='" RELATION "/chartsheet' Target='w/3.xml'/></Relationships>"
#define STYLES                                                                                     \
    "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='[$-41D]mmm\\-yy;@'/>"                  \
    "<numFmt numFmtId='171' formatCode='0.0&quot; dagar&quot;'/></numFmts>"                         \
    "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"                                              \
    "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/><xf numFmtId='9'/>"          \
    "<xf numFmtId='171'/></cellXfs></styleSheet>"
#define STRINGS                                                                                    \
    "<sst><si><t>Åke</t></si><si><r><t>fet</t></r><r><t xml:space='preserve'> text</t></r>"         \
    "<rPh><t>fonetisk</t></rPh></si></sst>"

static bool read_sheet(Arena *arena, const char *workbook, const char *sheet, TableList *ret, Err *err) {
    Part parts[] = {{"xl/workbook.xml", workbook},
                    {"xl/_rels/workbook.xml.rels", RELATIONS},
                    {"xl/styles.xml", STYLES},
                    {"xl/sharedStrings.xml", STRINGS},
                    {"xl/w/1.xml", sheet},
                    {"xl/w/2.xml", "<worksheet><sheetData><row r='5'><c r='B5'><v>1</v></c></row>"
                                   "</sheetData></worksheet>"}};
    return xlsx_read(arena, pack(arena, parts, COUNT_OF(parts)), ret, err);
}

TEST(xlsx_cells) {
    static const struct {
        const char *why, *cell, *expect;
        CellKind kind;
    } cases[] = {
        {"a shared string", "<c t='s'><v>0</v></c>", "Åke", CELL_TEXT},
        {"runs are joined, phonetic text left out", "<c t='s'><v>1</v></c>", "fet text", CELL_TEXT},
        {"a shared string that is not there", "<c t='s'><v>9</v></c>", "", CELL_EMPTY},
        {"an inline string", "<c t='inlineStr'><is><t>å &lt; b</t></is></c>", "å < b", CELL_TEXT},
        {"an empty inline string", "<c t='inlineStr'/>", "", CELL_EMPTY},
        {"a number", "<c><v>75</v></c>", "75", CELL_NUMBER},
        {"a fraction as short as it can be", "<c><v>0.30000000000000004</v></c>", "0.3", CELL_NUMBER},
        {"a date by a built-in format", "<c s='1'><v>45292</v></c>", "2024-01-01", CELL_DATE},
        {"a month by a custom format", "<c s='2'><v>45323</v></c>", "2024-02-01", CELL_DATE},
        {"percent", "<c s='3'><v>0.75</v></c>", "75%", CELL_NUMBER},
        {"d in quotes is no day", "<c s='4'><v>45292</v></c>", "45292", CELL_NUMBER},
        {"a truth", "<c t='b'><v>1</v></c>", "TRUE", CELL_BOOL},
        {"a formula's kept number", "<c><f>1+1</f><v>2</v></c>", "2", CELL_NUMBER},
        {"a formula's kept text", "<c t='str'><f>A1</f><v>hej</v></c>", "hej", CELL_TEXT},
        {"a formula that was never computed", "<c><f>1+1</f></c>", "", CELL_EMPTY},
        {"an error is a text", "<c t='e'><v>#N/A</v></c>", "#N/A", CELL_TEXT},
        {"an ISO date", "<c t='d'><v>2026-11-23T00:00:00</v></c>", "2026-11-23", CELL_DATE},
        {"a line break as the format writes it", "<c t='str'><v>a_x000D_b</v></c>", "a b", CELL_TEXT},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena *arena = arena_open(16u << 20);
        TableList tables;
        Err err;
        Str sheet = str_printf(arena, "<worksheet><sheetData><row>%s<c><v>1</v></c></row></sheetData>"
                                      "</worksheet>", cases[i].cell);
        CHECK(read_sheet(arena, WORKBOOK(""), sheet.data, &tables, &err), cases[i].why);
        Cell cell = table_cell(&tables.items[0].rows.items[0], 0);
        CHECK_STR(cell.text, str_from_c(cases[i].expect), cases[i].why);
        CHECK(cell.kind == cases[i].kind, cases[i].why);
        arena_close(arena);
    }
}

TEST(xlsx_sheets_rows_and_merges) {
    Arena *arena = arena_open(16u << 20);
    TableList tables;
    Err err;
    CHECK(read_sheet(arena, WORKBOOK("<x:workbookPr date1904='1'/>"),
                     "<worksheet><sheetData><row r='2' hidden='1'><c r='C2' s='1'><v>43830</v></c></row>"
                     "<row/><row r='9'><c r='A9'><v>1</v></c><c><v>2</v></c></row></sheetData>"
                     "<mergeCells><mergeCell ref='A1:AB3'/></mergeCells></worksheet>",
                     &tables, &err), "reads");
    CHECK(tables.count == 2, "a chart is not a sheet");
    CHECK_STR(tables.items[0].name, STR("Ett"), "the workbook's order, not the files'");
    CHECK_STR(tables.items[1].name, STR("Gömt & två"), "hidden sheets are read");
    const Table *table = &tables.items[0];
    CHECK(table->rows.count == 2 && table->rows.items[0].number == 2, "hidden rows too");
    CHECK_STR(table_cell(&table->rows.items[0], 2).text, STR("2024-01-01"), "the 1904 system");
    CHECK(table->rows.items[1].number == 9, "rows keep their numbers");
    CHECK_STR(table_cell(&table->rows.items[1], 1).text, STR("2"), "a cell without a place follows on");
    CHECK(table->merged.count == 1, "one merged range");
    CellRange merged = table->merged.items[0];
    CHECK(merged.row_first == 1 && merged.row_last == 3 && merged.column_first == 0 &&
              merged.column_last == 27, "its edges");
    CHECK_STR(table_cell(&tables.items[1].rows.items[0], 1).text, STR("1"), "the second sheet's cell");
    arena_close(arena);
}

TEST(xlsx_refuses) {
    static const struct {
        const char *why, *sheet;
        ErrKind kind;
    } cases[] = {
        {"a document type", "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet>&b;</worksheet>", ERR_INVALID},
        {"an external entity", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><worksheet/>", ERR_INVALID},
        {"broken XML", "<worksheet><row>", ERR_INVALID},
        {"a column far out", "<worksheet><sheetData><row><c r='XFD1'><v>1</v></c></row></sheetData></worksheet>",
         ERR_TOO_LARGE},
        {"rows that go backwards", "<worksheet><sheetData><row r='5'/><row r='4'/></sheetData></worksheet>",
         ERR_TOO_LARGE},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena *arena = arena_open(16u << 20);
        TableList tables;
        Err err = {0};
        CHECK(!read_sheet(arena, WORKBOOK(""), cases[i].sheet, &tables, &err), cases[i].why);
        CHECK(err.kind == cases[i].kind, cases[i].why);
        arena_close(arena);
    }
}

TEST(xlsx_refuses_bombs_and_strangers) {
    Arena *arena = arena_open(64u << 20);
    TableList tables;
    Err err = {0};
    char *spaces = arena_alloc(arena, (8u << 20) + 1, 1);
    memset(spaces, ' ', 8u << 20);
    CHECK(!read_sheet(arena, WORKBOOK(""), spaces, &tables, &err), "a bomb is not unpacked");
    CHECK(err.kind == ERR_TOO_LARGE, "and named as too large");
    CHECK(!xlsx_read(arena, STR("PK\x03\x04not really"), &tables, &err), "a broken archive");
    CHECK(!xlsx_read(arena, STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), &tables, &err), "an old .xls");
    CHECK(str_find(msg_format(arena, LANG_SV, err.message), STR(".xls")) != STR_NOT_FOUND, "with a remedy");
    arena_close(arena);
}

TEST(xlsx_number_formats) {
    static const struct {
        const char *code;
        NumberFormat expect;
    } cases[] = {{"yyyy-mm-dd", FORMAT_DATE},      {"yyyy-mm", FORMAT_DATE},
                 {"mmm", FORMAT_DATE},             {"d/m", FORMAT_DATE},
                 {"yyyy-mm-dd h:mm:ss", FORMAT_DATE}, {"h:mm", FORMAT_PLAIN},
                 {"[h]:mm:ss", FORMAT_PLAIN},      {"mm:ss", FORMAT_PLAIN},
                 {"General", FORMAT_PLAIN},        {"0.00E+00", FORMAT_PLAIN},
                 {"#,##0 \"d\"", FORMAT_PLAIN},    {"0.0\\d", FORMAT_PLAIN},
                 {"[Red]0", FORMAT_PLAIN},         {"0 %", FORMAT_PERCENT},
                 {"0;yyyy", FORMAT_PLAIN},         {"", FORMAT_PLAIN}};
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK(number_format_of_code(str_from_c(cases[i].code)) == cases[i].expect, cases[i].code);
}

TEST(xlsx_write_reads_back) {
    Arena *arena = arena_open(64u << 20);
    Cell heading[] = {{CELL_TEXT, STR("Namn")}, {CELL_TEXT, STR("Från")}, {CELL_TEXT, STR("Platser")}};
    Cell cells[] = {{CELL_TEXT, STR("=1+1")}, {CELL_DATE, STR("2026-11-23")}, {CELL_NUMBER, STR("7.5")}};
    Table table = {.name = STR("blad")};
    list_add(arena, &table.rows, (TableRow){1, heading, COUNT_OF(heading)});
    list_add(arena, &table.rows, (TableRow){2, cells, COUNT_OF(cells)});
    TableList tables = {0}, again;
    list_add(arena, &tables, table);
    char directory[] = "/tmp/randa-xlsx-XXXXXX";
    CHECK(mkdtemp(directory), "a directory of its own");
    Str bytes;
    Err err;
    CHECK(xlsx_write(arena, &tables, directory, &bytes, &err), "writes");
    CHECK(rmdir(directory) == 0, "and leaves nothing behind");
    CHECK(xlsx_is(bytes) && xlsx_read(arena, bytes, &again, &err), "reads its own");
    CHECK(again.count == 1 && again.items[0].rows.count == 2, "the same shape");
    for (size_t c = 0; c < COUNT_OF(cells); c++) {
        Cell cell = table_cell(&again.items[0].rows.items[1], c);
        CHECK(cell.kind == cells[c].kind, "the same kind");
        CHECK_STR(cell.text, cells[c].text, "the same cell");
    }
    arena_close(arena);
}
