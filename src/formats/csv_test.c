#include "base/test.h"
#include "formats/csv.h"

// The table as text: cells between |, rows between /.
static Str shape(Arena *arena, const Table *table) {
    Buf buf = buf_begin(arena);
    for (size_t r = 0; r < table->rows.count; r++) {
        if (r) buf_add_char(&buf, '/');
        for (size_t c = 0; c < table->rows.items[r].count; c++) {
            if (c) buf_add_char(&buf, '|');
            buf_add(&buf, table->rows.items[r].cells[c].text);
        }
    }
    return buf_end(&buf);
}

TEST(csv_reads_what_people_save) {
    static const struct {
        const char *why;
        Str bytes;
        const char *expect;
    } cases[] = {
        {"semicolons", STR("a;b\r\nc;d\r\n"), "a|b/c|d"},
        {"commas", STR("a,b\nc,d"), "a|b/c|d"},
        {"tabs", STR("a\tb\nc\td\n"), "a|b/c|d"},
        {"commas inside cells do not win over semicolons", STR("n;g\nx;STa5, STa6\ny;a1, a2\n"),
         "n|g/x|STa5, STa6/y|a1, a2"},
        {"decimal commas do not either", STR("a;b;c\n1,5;2,5;3,5\n1,5;2,5;\n"),
         "a|b|c/1,5|2,5|3,5/1,5|2,5|"},
        {"a title above does not hide the separator", STR("Lista 2026, rev 1\n\na;b;c\n1;2;3\n"),
         "Lista 2026, rev 1//a|b|c/1|2|3"},
        {"the mark is not a letter", STR("\xef\xbb\xbf" "a;b\n"), "a|b"},
        {"the program's own hint", STR("sep=,\r\na,b;c\r\n"), "a|b;c"},
        {"a line break in quotes", STR("a;\"b\r\nc\"\nd;e\n"), "a|b\r\nc/d|e"},
        {"doubled quotes", STR("\"a \"\"b\"\"\";c\n"), "a \"b\"|c"},
        {"a quote inside a plain cell is a letter", STR("5\" rör;b\n"), "5\" rör|b"},
        {"Windows-1252", STR("\xc5ke;\x80\x96\n"), "Åke|€–"},
        {"an old line end", STR("a;b\rc;d\r"), "a|b/c|d"},
        {"the guard against formulas is taken away", STR("'=1;'-\n"), "=1|-"},
        {"nothing at all", STR(""), ""},
    };
    Arena *arena = arena_open(16u << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Table table;
        Err err;
        CHECK(csv_read(arena, cases[i].bytes, &table, &err), cases[i].why);
        CHECK_STR(shape(arena, &table), str_from_c(cases[i].expect), cases[i].why);
    }
    arena_close(arena);
}

TEST(csv_refuses) {
    static const struct {
        const char *why;
        Str bytes;
        const char *expect;
    } cases[] = {
        {"a quote never closed", STR("a;b\nc;\"d\n"), "Rad 2, kolumn B"},
        {"text after a closed quote", STR("a;b\n\"c\"d;e\n"), "Rad 2, kolumn A"},
        {"a binary file", STR("a;b\n\0c"), "inte en textfil"},
    };
    Arena *arena = arena_open(16u << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Table table;
        Err err;
        CHECK(!csv_read(arena, cases[i].bytes, &table, &err), cases[i].why);
        Str text = msg_format(arena, LANG_SV, err.message);
        CHECK(str_find(text, str_from_c(cases[i].expect)) != STR_NOT_FOUND, cases[i].why);
    }
    arena_close(arena);
}

TEST(csv_row_numbers_are_records) {
    Arena *arena = arena_open(16u << 20);
    Table table;
    Err err;
    CHECK(csv_read(arena, STR("a;\"x\ny\"\n\nb;c\n"), &table, &err), "reads");
    CHECK(table.rows.count == 3, "a blank line is a row, a break in quotes is not");
    CHECK(table.rows.items[2].number == 3, "numbered from 1");
    CHECK(table_row_is_blank(&table.rows.items[1]), "the blank one is blank");
    arena_close(arena);
}

TEST(csv_writes_harmless_cells) {
    static const char *const cells[] = {"=1+1", "+46 70", "-5", "@x", "\tx", "a;b", "a\"b", " a ",
                                        "rad\r\nbrytning", "", "Åke", "'=x"};
    Arena *arena = arena_open(16u << 20);
    CsvOut out = csv_begin(arena);
    for (size_t i = 0; i < COUNT_OF(cells); i++) csv_put(&out, str_from_c(cells[i]));
    csv_end_row(&out);
    Str text = csv_end(&out);
    CHECK(str_find(text, STR(";=")) == STR_NOT_FOUND, "no cell begins a formula");
    CHECK(str_starts(text, STR("\xef\xbb\xbf\"'=1+1\";\"'+46 70\";\"'-5\"")), "an apostrophe first");
    Table table;
    Err err;
    CHECK(csv_read(arena, text, &table, &err), "reads its own");
    CHECK(table.rows.count == 1 && table.rows.items[0].count == COUNT_OF(cells), "one row");
    for (size_t i = 0; i < COUNT_OF(cells); i++)
        CHECK_STR(table.rows.items[0].cells[i].text, str_from_c(cells[i]), "the same cell back");
    arena_close(arena);
}

TEST(table_serial_dates) {
    static const struct {
        double serial;
        bool from_1904;
        const char *expect;
    } cases[] = {{45292, false, "2024-01-01"},   {45292.75, false, "2024-01-01"},
                 {1, false, "1900-01-01"},       {59, false, "1900-02-28"},
                 {60, false, ""},                {61, false, "1900-03-01"},
                 {0, true, "1904-01-01"},        {43830, true, "2024-01-01"},
                 {-1, false, ""},                {1e9, false, ""}};
    Arena *arena = arena_open(1u << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Date date = DATE_NONE;
        bool ok = table_serial_date(cases[i].serial, cases[i].from_1904, &date);
        CHECK(ok == (cases[i].expect[0] != 0), "a date or not");
        CHECK_STR(date_iso(arena, date), str_from_c(cases[i].expect), "the day");
    }
    CHECK_STR(table_column_letters(arena, 0), STR("A"), "first");
    CHECK_STR(table_column_letters(arena, 701), STR("ZZ"), "last of two");
    CHECK_STR(table_column_letters(arena, 702), STR("AAA"), "first of three");
    arena_close(arena);
}
