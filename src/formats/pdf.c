#include "formats/pdf.h"
#include <string.h>
#include "formats/pdf_font.h"
#include "formats/pdf_meta.h"
#include "formats/pdf_tag.h"

#define PAGE_WIDTH 595.28 // A4
#define PAGE_HEIGHT 841.89
#define MARGIN 56.69 // 20 mm
#define TOP (PAGE_HEIGHT - MARGIN)
#define BOTTOM 68.0
#define FOOTER_AT 40.0

// How a text is set. Sizes and leadings are in points.
typedef struct {
    PdfFace face;
    double size, leading;
    const char *ink;
} Style;
static const Style body = {PDF_REGULAR, 10.5, 14.5, "0.11 0.14 0.19"},
                   small = {PDF_REGULAR, 8.5, 11.5, "0.33 0.37 0.43"}, small_strong = {PDF_BOLD, 9, 12, "0.11 0.14 0.19"},
                   cell = {PDF_REGULAR, 9.5, 12.5, "0.11 0.14 0.19"}, headings[] = {{PDF_BOLD, 19, 24, "0.11 0.14 0.19"},
                                                                                     {PDF_BOLD, 13, 18, "0.11 0.14 0.19"},
                                                                                     {PDF_BOLD, 11, 15, "0.11 0.14 0.19"}};

struct Pdf {
    Arena *arena;
    PdfInfo info;
    PdfFonts *fonts;
    PdfPageList pages;
    PdfTag *document;
    PdfMarkList outline;
    double y; // the next thing's upper edge
};

// --- pages

static Buf *content(Pdf *pdf) {
    return &pdf->pages.items[pdf->pages.count - 1].content;
}

static void page_new(Pdf *pdf) {
    list_add(pdf->arena, &pdf->pages, (PdfPage){.content = buf_begin(pdf->arena)});
    pdf->y = TOP;
}

Pdf *pdf_begin(Arena *arena, PdfInfo info) {
    Pdf *pdf = arena_new(arena, Pdf);
    pdf->arena = arena;
    pdf->info = info;
    pdf->fonts = pdf_fonts_open(arena);
    pdf->document = pdf_tag_new(arena, NULL, "Document");
    page_new(pdf);
    return pdf;
}

// Room for so much, on this page or the next.
static void need(Pdf *pdf, double height) {
    if (pdf->y - height < BOTTOM && pdf->y < TOP) page_new(pdf);
}

void pdf_space(Pdf *pdf, double points) {
    if (pdf->y < TOP) pdf->y -= points;
}

void pdf_page_break(Pdf *pdf) {
    if (pdf->y < TOP) page_new(pdf);
}

// --- lines

typedef struct {
    size_t first, past; // glyphs of the run
    double width;       // without the spaces at its end
} Line;
LIST_OF(LineList, Line);
typedef struct {
    PdfRun run;
    LineList lines;
} Block;
LIST_OF(BlockList, Block); // a text: a block for each line end in it

static double points_of(const Style *style, int thousandths) {
    return thousandths * style->size / 1000;
}

// As many words as there is room for; a word longer than a line is cut where the line ends.
static Line line_from(const PdfRun *run, size_t first, const Style *style, double width) {
    size_t past = first, good = first;
    int used = 0, used_good = 0, used_ink = 0;
    for (; past < run->count; past++) {
        const PdfGlyph *glyph = &run->items[past];
        if (!glyph->is_space && points_of(style, used + glyph->advance) > width && past > first) break;
        used += glyph->advance;
        if (!glyph->is_space) used_ink = used;
        if (glyph->may_break) {
            good = past + 1;
            used_good = used_ink;
        }
    }
    if (past == run->count || good == first) return (Line){first, past, points_of(style, used_ink)};
    return (Line){first, good, points_of(style, used_good)};
}

static Block block_of(Pdf *pdf, const Style *style, Str text, double width) {
    Block block = {.run = pdf_shape(pdf->fonts, pdf->arena, style->face, text)};
    for (size_t first = 0; first < block.run.count;) {
        Line line = line_from(&block.run, first, style, width);
        list_add(pdf->arena, &block.lines, line);
        first = line.past;
    }
    return block;
}

static BlockList blocks_of(Pdf *pdf, const Style *style, Str text, double width) {
    BlockList blocks = {0};
    Str part;
    while (str_split(&text, '\n', &part)) list_add(pdf->arena, &blocks, block_of(pdf, style, str_trim(part), width));
    return blocks;
}

static size_t blocks_lines(const BlockList *blocks) {
    size_t count = 0;
    for (size_t i = 0; i < blocks->count; i++) count += blocks->items[i].lines.count ? blocks->items[i].lines.count : 1;
    return count;
}

// The glyphs of a line, with what the shaper moved beside the face's own widths.
static void put_glyphs(Pdf *pdf, const Style *style, const PdfRun *run, Line line, double x, double y) {
    Buf *buf = content(pdf);
    int lifted = 0;
    buf_addf(buf, "BT /F%d ", style->face);
    pdf_put_number(buf, style->size);
    buf_addf(buf, " Tf %s rg ", style->ink);
    pdf_put_number(buf, x);
    buf_add_char(buf, ' ');
    pdf_put_number(buf, y);
    buf_add(buf, STR(" Td[<"));
    for (size_t i = line.first; i < line.past; i++) {
        const PdfGlyph *glyph = &run->items[i];
        if (glyph->y != lifted) {
            buf_add(buf, STR(">]TJ "));
            pdf_put_number(buf, points_of(style, glyph->y));
            buf_add(buf, STR(" Ts[<"));
            lifted = glyph->y;
        }
        if (glyph->x) buf_addf(buf, ">%d<", -glyph->x);
        buf_addf(buf, "%04X", glyph->glyph);
        int after = pdf_glyph_width(pdf->fonts, style->face, glyph->glyph) - glyph->advance + glyph->x;
        if (after && i + 1 < line.past) buf_addf(buf, ">%d<", after);
    }
    buf_add(buf, STR(">]TJ"));
    if (lifted) buf_add(buf, STR(" 0 Ts"));
    buf_add(buf, STR(" ET\n"));
}

// What the line says, where its glyphs do not tell it.
static Str line_text(const PdfRun *run, Line line) {
    if (!run->is_odd) return STR("");
    size_t past = line.past < run->count ? run->items[line.past].from : run->text.size;
    return str_slice(run->text, run->items[line.first].from, past);
}

typedef enum { LEFT, RIGHT } Side;
static void put_line(Pdf *pdf, const Style *style, const Block *block, Line line, double x, double y, double width, Side side) {
    if (side == RIGHT) x += width - line.width;
    put_glyphs(pdf, style, &block->run, line, x, y - style->size * 0.95);
}

// Blocks from an upper edge, all on this page, as one piece of an element (none: an artifact has begun).
static double put_blocks(Pdf *pdf, PdfTag *tag, const Style *style, const BlockList *blocks, double x, double y, double width, Side side) {
    for (size_t b = 0; b < blocks->count; b++) {
        const Block *block = &blocks->items[b];
        for (size_t i = 0; i < block->lines.count; i++) {
            if (tag) pdf_tag_begin(pdf->arena, &pdf->pages, tag, line_text(&block->run, block->lines.items[i]));
            put_line(pdf, style, block, block->lines.items[i], x, y, width, side);
            if (tag) pdf_tag_end(&pdf->pages);
            y -= style->leading;
        }
        if (block->lines.count == 0) y -= style->leading;
    }
    return y;
}

// Blocks that may go on over pages: never one line alone at the foot or the head of a page.
static void flow(Pdf *pdf, PdfTag *tag, const Style *style, Str text, double x, double width) {
    BlockList blocks = blocks_of(pdf, style, text, width);
    for (size_t b = 0; b < blocks.count; b++) {
        const Block *block = &blocks.items[b];
        size_t count = block->lines.count;
        if (count == 0) pdf_space(pdf, style->leading);
        for (size_t i = 0; i < count; i++) {
            bool is_pair = (i == 0 && count > 1) || i + 2 == count;
            need(pdf, style->leading * (is_pair ? 2 : 1));
            pdf_tag_begin(pdf->arena, &pdf->pages, tag, line_text(&block->run, block->lines.items[i]));
            put_line(pdf, style, block, block->lines.items[i], x, pdf->y, width, LEFT);
            pdf_tag_end(&pdf->pages);
            pdf->y -= style->leading;
        }
    }
}

// --- words

void pdf_keep(Pdf *pdf, double points) {
    need(pdf, points);
}

void pdf_heading(Pdf *pdf, int level, Str text) {
    static const char *const types[] = {"H1", "H2", "H3"};
    const Style *style = &headings[level - 1];
    pdf_space(pdf, level == 1 ? 0 : level == 2 ? 14 : 8);
    need(pdf, style->leading + 3 * body.leading); // a heading keeps to what it heads
    list_add(pdf->arena, &pdf->outline,
             (PdfMark){.text = text, .level = level, .page = (int)pdf->pages.count - 1, .y = pdf->y});
    flow(pdf, pdf_tag_new(pdf->arena, pdf->document, types[level - 1]), style, text, MARGIN, PDF_WIDTH);
    pdf_space(pdf, level == 1 ? 8 : 3);
}

static void words(Pdf *pdf, const Style *style, Str text) {
    if (str_trim(text).size == 0) return;
    flow(pdf, pdf_tag_new(pdf->arena, pdf->document, "P"), style, text, MARGIN, PDF_WIDTH);
    pdf_space(pdf, 6);
}

void pdf_paragraph(Pdf *pdf, Str text) {
    words(pdf, &body, text);
}

void pdf_note(Pdf *pdf, Str text) {
    words(pdf, &small, text);
}

void pdf_list(Pdf *pdf, const PdfTexts *items) {
    PdfTag *list = pdf_tag_new(pdf->arena, pdf->document, "L");
    list->attributes = STR("<</O/List/ListNumbering/Disc>>");
    for (size_t i = 0; i < items->count; i++) {
        PdfTag *item = pdf_tag_new(pdf->arena, list, "LI");
        PdfTag *label = pdf_tag_new(pdf->arena, item, "Lbl"), *text = pdf_tag_new(pdf->arena, item, "LBody");
        need(pdf, body.leading * 2);
        BlockList bullet = blocks_of(pdf, &body, STR("•"), 10);
        put_blocks(pdf, label, &body, &bullet, MARGIN + 2, pdf->y, 10, LEFT);
        flow(pdf, text, &body, items->items[i], MARGIN + 14, PDF_WIDTH - 14);
        pdf_space(pdf, 2);
    }
    pdf_space(pdf, 6);
}

// --- rules and boxes: how it looks, never what it says

static void put_rule(Pdf *pdf, double x, double y, double width, double weight, const char *ink) {
    Buf *buf = content(pdf);
    pdf_artifact_begin(&pdf->pages, "Layout");
    buf_addf(buf, "%s RG ", ink);
    pdf_put_number(buf, weight);
    buf_add(buf, STR(" w "));
    const double numbers[] = {x, y, x + width, y};
    for (int i = 0; i < 4; i++) {
        pdf_put_number(buf, numbers[i]);
        buf_add(buf, i == 1 ? STR(" m ") : i == 3 ? STR(" l S\n") : STR(" "));
    }
    pdf_tag_end(&pdf->pages);
}

static void put_rectangle(Buf *buf, double x, double y, double width, double height, const char *how) {
    const double numbers[] = {x, y, width, height};
    for (int i = 0; i < 4; i++) {
        pdf_put_number(buf, numbers[i]);
        buf_add_char(buf, ' ');
    }
    buf_addf(buf, "re %s\n", how);
}

static void put_box(Pdf *pdf, double x, double top, double width, double height) {
    pdf_artifact_begin(&pdf->pages, "Layout");
    buf_add(content(pdf), STR("0.45 0.49 0.55 RG 0.6 w "));
    put_rectangle(content(pdf), x, top - height, width, height, "S");
    pdf_tag_end(&pdf->pages);
}

// --- tables

#define CELL_PAD 4.0
struct PdfTable {
    Pdf *pdf;
    const PdfColumn *columns;
    size_t count;
    double *x, *width;
    PdfTag *tag, *rows;
    bool has_head;
};

static double row_height(PdfTable *table, const Style *style, const Str *cells, BlockList *blocks) {
    size_t lines = 1;
    for (size_t i = 0; i < table->count; i++) {
        blocks[i] = blocks_of(table->pdf, style, cells[i], table->width[i] - 2 * CELL_PAD);
        if (blocks_lines(&blocks[i]) > lines) lines = blocks_lines(&blocks[i]);
    }
    return (double)lines * style->leading + 6;
}

static void put_row(PdfTable *table, const Style *style, const BlockList *blocks, double height, PdfTag **cells) {
    Pdf *pdf = table->pdf;
    for (size_t i = 0; i < table->count; i++)
        put_blocks(pdf, cells ? cells[i] : NULL, style, &blocks[i], table->x[i] + CELL_PAD, pdf->y - 3,
                   table->width[i] - 2 * CELL_PAD, table->columns[i].is_number ? RIGHT : LEFT);
    pdf->y -= height;
}

// The head is told once; where a page repeats it, that is how the page looks.
static void put_head(PdfTable *table) {
    Pdf *pdf = table->pdf;
    Str *heads = arena_array(pdf->arena, Str, table->count);
    BlockList *blocks = arena_array(pdf->arena, BlockList, table->count);
    PdfTag **cells = arena_array(pdf->arena, PdfTag *, table->count);
    for (size_t i = 0; i < table->count; i++) heads[i] = table->columns[i].head;
    double height = row_height(table, &small_strong, heads, blocks);
    if (table->has_head) pdf_artifact_begin(&pdf->pages, "Pagination");
    else {
        PdfTag *row = pdf_tag_new(pdf->arena, pdf_tag_new(pdf->arena, table->tag, "THead"), "TR");
        for (size_t i = 0; i < table->count; i++) {
            cells[i] = pdf_tag_new(pdf->arena, row, "TH");
            cells[i]->attributes = STR("<</O/Table/Scope/Column>>");
        }
        table->rows = pdf_tag_new(pdf->arena, table->tag, "TBody");
    }
    put_row(table, &small_strong, blocks, height, table->has_head ? NULL : cells);
    if (table->has_head) pdf_tag_end(&pdf->pages);
    table->has_head = true;
    put_rule(pdf, MARGIN, pdf->y, PDF_WIDTH, 0.9, "0.25 0.29 0.35");
}

PdfTable *pdf_table_begin(Pdf *pdf, const PdfColumn *columns, size_t count) {
    PdfTable *table = arena_new(pdf->arena, PdfTable);
    *table = (PdfTable){.pdf = pdf, .columns = columns, .count = count,
                        .x = arena_array(pdf->arena, double, count), .width = arena_array(pdf->arena, double, count),
                        .tag = pdf_tag_new(pdf->arena, pdf->document, "Table")};
    double weights = 0, x = MARGIN;
    for (size_t i = 0; i < count; i++) weights += columns[i].weight;
    for (size_t i = 0; i < count; i++) {
        table->x[i] = x;
        table->width[i] = PDF_WIDTH * columns[i].weight / weights;
        x += table->width[i];
    }
    need(pdf, 4 * cell.leading);
    put_head(table);
    return table;
}

void pdf_table_row(PdfTable *table, const Str *texts) {
    Pdf *pdf = table->pdf;
    BlockList *blocks = arena_array(pdf->arena, BlockList, table->count);
    PdfTag **cells = arena_array(pdf->arena, PdfTag *, table->count);
    double height = row_height(table, &cell, texts, blocks);
    if (pdf->y - height < BOTTOM) {
        page_new(pdf);
        put_head(table);
    }
    PdfTag *row = pdf_tag_new(pdf->arena, table->rows, "TR");
    for (size_t i = 0; i < table->count; i++) {
        cells[i] = pdf_tag_new(pdf->arena, row, i == 0 ? "TH" : "TD");
        if (i == 0) cells[i]->attributes = STR("<</O/Table/Scope/Row>>");
    }
    put_row(table, &cell, blocks, height, cells);
    put_rule(pdf, MARGIN, pdf->y, PDF_WIDTH, 0.4, "0.76 0.79 0.83");
}

void pdf_table_end(PdfTable *table) {
    pdf_space(table->pdf, 10);
}

// --- forms

void pdf_fields(Pdf *pdf, const PdfField *fields, size_t count) {
    BlockList *values = arena_array(pdf->arena, BlockList, count), *labels = arena_array(pdf->arena, BlockList, count);
    double weights = 0, height = 32, x = MARGIN;
    for (size_t i = 0; i < count; i++) weights += fields[i].weight;
    for (size_t i = 0; i < count; i++) {
        double width = PDF_WIDTH * fields[i].weight / weights - 2 * CELL_PAD;
        labels[i] = blocks_of(pdf, &small, fields[i].label, width);
        values[i] = blocks_of(pdf, &body, fields[i].value, width);
        double own = (double)blocks_lines(&labels[i]) * small.leading + (double)blocks_lines(&values[i]) * body.leading + 6;
        if (own > height) height = own;
        if (fields[i].height > height) height = fields[i].height;
    }
    need(pdf, height);
    for (size_t i = 0; i < count; i++) {
        double width = PDF_WIDTH * fields[i].weight / weights;
        PdfTag *tag = pdf_tag_new(pdf->arena, pdf->document, "P");
        put_box(pdf, x, pdf->y, width, height);
        double under = put_blocks(pdf, pdf_tag_new(pdf->arena, tag, "Span"), &small, &labels[i], x + CELL_PAD, pdf->y - 2, width - 2 * CELL_PAD, LEFT);
        put_blocks(pdf, pdf_tag_new(pdf->arena, tag, "Span"), &body, &values[i], x + CELL_PAD, under - 1, width - 2 * CELL_PAD, LEFT);
        x += width;
    }
    pdf->y -= height;
}

#define SIGNATURE_HEIGHT 74.0
static void put_signature(Pdf *pdf, const PdfSignature *signature, double x, double top, double width) {
    PdfTag *tag = pdf_tag_new(pdf->arena, pdf->document, "P");
    BlockList role = blocks_of(pdf, &small_strong, signature->role, width), done = blocks_of(pdf, &small, signature->done, width),
              name = blocks_of(pdf, &body, signature->name, width);
    put_blocks(pdf, tag, &small_strong, &role, x, top, width, LEFT);
    put_blocks(pdf, tag, &small, &done, x, top - 24, width, LEFT);
    put_rule(pdf, x, top - 46, width, 0.7, "0.25 0.29 0.35");
    put_blocks(pdf, tag, &body, &name, x, top - 49, width, LEFT);
}

void pdf_signatures(Pdf *pdf, const PdfSignature *signatures, size_t count) {
    double width = (PDF_WIDTH - 30) / 2;
    for (size_t i = 0; i < count; i += 2) {
        need(pdf, SIGNATURE_HEIGHT);
        for (size_t k = 0; k < 2 && i + k < count; k++)
            put_signature(pdf, &signatures[i + k], MARGIN + (double)k * (width + 30), pdf->y, width);
        pdf->y -= SIGNATURE_HEIGHT;
    }
}

// --- pictures

static const char *const shades[] = {"0.13 0.31 0.42", "0.30 0.52 0.62", "0.56 0.71 0.78", "0.80 0.87 0.90", "0.91 0.93 0.95"};

static void put_shape(Pdf *pdf, const PdfShape *shape, double top) {
    Buf *buf = content(pdf);
    double x = MARGIN + shape->x, y = top - shape->y;
    if (shape->kind == PDF_WORD) {
        Block block = block_of(pdf, &small, shape->text, PDF_WIDTH);
        if (block.lines.count > 0) put_line(pdf, &small, &block, block.lines.items[0], x, y, shape->width, LEFT);
        return;
    }
    buf_addf(buf, "%s rg ", shades[shape->shade]);
    put_rectangle(buf, x, y - shape->height, shape->width, shape->height, "f");
}

void pdf_picture(Pdf *pdf, const PdfShapes *shapes, double height, Str alt) {
    need(pdf, height);
    PdfTag *tag = pdf_tag_new(pdf->arena, pdf->document, "Figure");
    Buf box = buf_begin(pdf->arena);
    const double corners[] = {MARGIN, pdf->y - height, MARGIN + PDF_WIDTH, pdf->y};
    buf_add(&box, STR("<</O/Layout/Placement/Block/BBox["));
    for (int i = 0; i < 4; i++) {
        pdf_put_number(&box, corners[i]);
        buf_add_char(&box, ' ');
    }
    buf_add(&box, STR("]>>"));
    tag->attributes = buf_end(&box);
    tag->alt = alt;
    pdf_tag_begin(pdf->arena, &pdf->pages, tag, STR(""));
    for (size_t i = 0; i < shapes->count; i++) put_shape(pdf, &shapes->items[i], pdf->y);
    pdf_tag_end(&pdf->pages);
    pdf->y -= height + 8;
}

// --- the end

static void put_footers(Pdf *pdf) {
    size_t count = pdf->pages.count;
    for (size_t i = 0; i < count; i++) {
        Str number = str_printf(pdf->arena, "%zu (%zu)", i + 1, count);
        BlockList right = blocks_of(pdf, &small, number, 60), left = blocks_of(pdf, &small, pdf->info.footer, PDF_WIDTH - 60);
        pdf->pages.count = i + 1; // the last page is the one that is written on
        pdf_artifact_begin(&pdf->pages, "Pagination/Subtype/Footer");
        double y = FOOTER_AT + (double)(blocks_lines(&left)) * small.leading;
        put_blocks(pdf, NULL, &small, &left, MARGIN, y, PDF_WIDTH - 60, LEFT);
        put_blocks(pdf, NULL, &small, &right, MARGIN + PDF_WIDTH - 60, y, 60, RIGHT);
        pdf_tag_end(&pdf->pages);
    }
    pdf->pages.count = count;
}

static void put_pages(Pdf *pdf, PdfFile *file, int parent, Str fonts) {
    Buf kids = buf_begin(pdf->arena);
    for (size_t i = 0; i < pdf->pages.count; i++) {
        PdfPage *page = &pdf->pages.items[i];
        int stream = pdf_object_new(file);
        pdf_stream_put(file, stream, STR(""), buf_end(&page->content), true);
        pdf_object_put(file, page->object,
                       str_printf(pdf->arena,
                                  "<</Type/Page/Parent %d 0 R/MediaBox[0 0 595.28 841.89]/Resources<</Font<<%.*s>>>>/Contents %d 0 R"
                                  "/StructParents %zu/Tabs/S>>",
                                  parent, STR_ARG(fonts), stream, i));
        buf_addf(&kids, "%d 0 R ", page->object);
    }
    pdf_object_put(file, parent,
                   str_printf(pdf->arena, "<</Type/Pages/Count %zu/Kids[%.*s]>>", pdf->pages.count, STR_ARG(buf_end(&kids))));
}

Str pdf_end(Pdf *pdf) {
    PdfFile file = pdf_file_begin(pdf->arena);
    int root = pdf_object_new(&file), parent = pdf_object_new(&file);
    put_footers(pdf);
    for (size_t i = 0; i < pdf->pages.count; i++) pdf->pages.items[i].object = pdf_object_new(&file);
    Str fonts = pdf_fonts_put(pdf->fonts, &file);
    put_pages(pdf, &file, parent, fonts);
    int tags = pdf_tags_put(&file, pdf->document, &pdf->pages);
    int outline = pdf_outline_put(&file, &pdf->outline, &pdf->pages);
    PdfAbout about = pdf_about_put(&file, &pdf->info);
    Buf buf = buf_begin(pdf->arena);
    buf_addf(&buf,
             "<</Type/Catalog/Pages %d 0 R/Lang(sv-SE)/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R/Metadata %d 0 R"
             "/ViewerPreferences<</DisplayDocTitle true>>/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1"
             "/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)/DestOutputProfile %d 0 R>>]",
             parent, tags, about.metadata, about.profile);
    if (outline) buf_addf(&buf, "/Outlines %d 0 R/PageMode/UseOutlines", outline);
    buf_add(&buf, STR(">>"));
    pdf_object_put(&file, root, buf_end(&buf));
    return pdf_file_end(&file, root, about.info);
}
