#include "formats/pdf.h"
#include "base/test.h"
#include "formats/pdf_file.h"
#include <stdlib.h>

static void put_table(Pdf *pdf, Arena *arena, int rows) {
    static const PdfColumn columns[] = {{STR("Placering"), 3}, {STR("Period"), 3}, {STR("Delmål"), 2}, {STR("Månader"), 1, true}};
    PdfTable *table = pdf_table_begin(pdf, columns, COUNT_OF(columns));
    for (int i = 0; i < rows; i++) {
        Str cells[] = {str_printf(arena, "Åby psykiatriska öppenvårdsmottagning %d", i + 1), STR("1 september 2026 – 28 februari 2027"),
                       i % 3 ? STR("STc1 STc2") : STR(""), str_printf(arena, "%d,5", i)};
        pdf_table_row(table, cells);
    }
    pdf_table_end(table);
}

// Everything the writer can put down, on several pages.
static Str sample(Arena *arena) {
    Pdf *pdf = pdf_begin(arena, (PdfInfo){.title = STR("Individuell utbildningsplan för Åsa Ödmård"),
                                          .subject = STR("Prov <av> allt & lite till"),
                                          .author = STR("Norrvik"),
                                          .footer = STR("Dokument 17, version 2. Giltigt till 2027-11-23. Utskrivet 2026-11-24."),
                                          .made = INT64_C(1795550400000)});
    pdf_heading(pdf, 1, STR("Individuell utbildningsplan"));
    pdf_paragraph(pdf, STR("Åsa Ödmård, Łukasz Dvořák och Şebnem: flygande bäckasiner söka hwila på mjuka tuvor. En mening som är så lång att den "
                           "säkert inte får plats på en rad utan måste brytas, kanske två gånger, innan den är slut.\nNy rad."));
    pdf_heading(pdf, 2, STR("Mål"));
    PdfTexts items = {0};
    list_add(arena, &items, STR("Första målet"));
    list_add(arena, &items, STR("Andra målet, med ett tecken som saknas: 字"));
    pdf_list(pdf, &items);
    pdf_heading(pdf, 2, STR("Placeringar"));
    put_table(pdf, arena, 40);
    pdf_heading(pdf, 3, STR("Tidslinje"));
    PdfShapes shapes = {0};
    list_add(arena, &shapes, (PdfShape){PDF_BAR, 0, 0, PDF_WIDTH, 18, 4});
    list_add(arena, &shapes, (PdfShape){PDF_BAR, 40, 2, 200, 14, 1});
    list_add(arena, &shapes, (PdfShape){PDF_WORD, 44, 20, 100, 12, 0, STR("Klinik B")});
    pdf_picture(pdf, &shapes, 36, STR("Tidslinje: klinik B från mars till december."));
    PdfField row[] = {{STR("Efternamn"), STR("Ödmård"), 2}, {STR("Förnamn"), STR("Åsa"), 2}, {STR("Personnummer"), STR(""), 1}};
    pdf_fields(pdf, row, COUNT_OF(row));
    PdfField big[] = {{STR("Beskrivning"), STR(""), 1, 120}};
    pdf_fields(pdf, big, 1);
    PdfSignature names[] = {{STR("ST-läkare"), STR("Åsa Ödmård"), STR("")}, {STR("Huvudhandledare"), STR("Per Åberg"), STR("Underskrivet på papper 2026-11-20")}};
    pdf_signatures(pdf, names, COUNT_OF(names));
    pdf_note(pdf, STR("Slut."));
    return pdf_end(pdf);
}

TEST(pdf_same_document_same_bytes) {
    Arena *arena = arena_open((size_t)64 << 20), *other = arena_open((size_t)64 << 20);
    Str one = sample(arena), two = sample(other);
    CHECK(str_equal(one, two), "the same document is the same file");
    CHECK(str_starts(one, STR("%PDF-1.7\n")) && str_ends(one, STR("%%EOF\n")), "a whole file");
    const char *path = getenv("RANDA_PDF_SAMPLE"); // tests/document/run looks closer
    FILE *file = path ? fopen(path, "wb") : NULL;
    if (file) {
        CHECK(fwrite(one.data, 1, one.size, file) == one.size, "written");
        fclose(file);
    }
    arena_close(arena);
    arena_close(other);
}

TEST(pdf_numbers_are_short) {
    Arena *arena = arena_open(1 << 20);
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0, "0"}, {12, "12"}, {12.5, "12.5"}, {0.04, "0.04"}, {-3.25, "-3.25"}, {-0.001, "0"}, {595.276, "595.28"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Buf buf = buf_begin(arena);
        pdf_put_number(&buf, cases[i].value);
        CHECK_STR(buf_end(&buf), str_from_c(cases[i].text), "a number of a page");
    }
    arena_close(arena);
}

TEST(pdf_text_strings) {
    Arena *arena = arena_open(1 << 20);
    Buf buf = buf_begin(arena);
    pdf_put_text(&buf, STR("Aå\xF0\x9F\x98\x80\xFF"));
    CHECK_STR(buf_end(&buf), STR("<FEFF004100E5D83DDE00FFFD>"), "UTF-16 with a mark, and a stray byte replaced");
    arena_close(arena);
}
