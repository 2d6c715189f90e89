#include "formats/pdf_font.h"
#include <hb-ot.h>
#include <hb-subset.h>
#include <sodium.h>

// Source Sans 3 (SIL Open Font License), whole; embedded by the build.
extern const unsigned char font_regular[], font_bold[];
extern const size_t font_regular_size, font_bold_size;

#define GLYPH_MAX 4096 // the faces have fewer
typedef struct {
    hb_face_t *face;
    hb_font_t *font;
    Str means[GLYPH_MAX]; // empty: not used yet
    bool is_used;
    int units;
} Face;
struct PdfFonts {
    Arena *arena;
    hb_buffer_t *buffer;
    Face faces[PDF_FACE_COUNT];
};

static const char *const face_names[PDF_FACE_COUNT] = {"SourceSans3-Regular", "SourceSans3-Semibold"};

static void fonts_close(void *thing) {
    PdfFonts *fonts = thing;
    for (int i = 0; i < PDF_FACE_COUNT; i++) {
        hb_font_destroy(fonts->faces[i].font);
        hb_face_destroy(fonts->faces[i].face);
    }
    hb_buffer_destroy(fonts->buffer);
}

PdfFonts *pdf_fonts_open(Arena *arena) {
    PdfFonts *fonts = arena_new(arena, PdfFonts);
    const struct {
        const unsigned char *bytes;
        size_t size;
    } files[PDF_FACE_COUNT] = {{font_regular, font_regular_size}, {font_bold, font_bold_size}};
    fonts->arena = arena;
    fonts->buffer = hb_buffer_create();
    for (int i = 0; i < PDF_FACE_COUNT; i++) {
        hb_blob_t *blob = hb_blob_create((const char *)files[i].bytes, (unsigned)files[i].size,
                                         HB_MEMORY_MODE_READONLY, NULL, NULL);
        fonts->faces[i].face = hb_face_create(blob, 0);
        hb_blob_destroy(blob);
        fonts->faces[i].font = hb_font_create(fonts->faces[i].face);
        fonts->faces[i].units = (int)hb_face_get_upem(fonts->faces[i].face);
    }
    arena_defer(arena, fonts_close, fonts);
    return fonts;
}

#define SQUARE 0x25A1
#define NO_BREAK_SPACE 0xA0
// What is drawn for a code point: its glyph, a plain twin, or a square.
static uint32_t drawn_for(const Face *face, uint32_t code, bool *is_odd) {
    hb_codepoint_t glyph;
    if (code < ' ') return ' ';
    if (code == 0x2011) return '-';
    if (code == NO_BREAK_SPACE || code == 0x202F) return ' ';
    if (hb_font_get_nominal_glyph(face->font, code, &glyph)) return code;
    *is_odd = true;
    return hb_font_get_nominal_glyph(face->font, SQUARE, &glyph) ? SQUARE : '?';
}

// A glyph's text: the code points from its own to the next glyph's.
static Str text_of(const hb_glyph_info_t *infos, unsigned count, unsigned i, Str text) {
    size_t past = text.size;
    for (unsigned next = i + 1; next < count; next++)
        if (infos[next].cluster > infos[i].cluster) {
            past = infos[next].cluster;
            break;
        }
    return str_slice(text, infos[i].cluster, past);
}

static bool is_space(Str text) {
    return str_equal(text, STR(" ")) || str_equal(text, STR("\t"));
}

static bool breaks_after(Str text) {
    return is_space(text) || str_equal(text, STR("-")) || str_equal(text, STR("/")) || str_equal(text, STR("–"));
}

// The glyph means this text from now on, unless it already means another.
static bool glyph_means(PdfFonts *fonts, Face *face, uint16_t glyph, Str text) {
    if (str_equal(text, STR("\xC2\xA0")) || text.size == 0) text = STR(" ");
    if (face->means[glyph].size == 0) face->means[glyph] = str_copy(fonts->arena, text);
    return str_equal(face->means[glyph], text);
}

PdfRun pdf_shape(PdfFonts *fonts, Arena *arena, PdfFace which, Str text) {
    Face *face = &fonts->faces[which];
    PdfRun run = {.text = text};
    hb_buffer_t *buffer = fonts->buffer;
    hb_buffer_clear_contents(buffer);
    for (Str rest = text; rest.size > 0;) {
        unsigned at = (unsigned)(text.size - rest.size);
        hb_buffer_add(buffer, drawn_for(face, pdf_next_code(&rest), &run.is_odd), at);
    }
    hb_buffer_set_content_type(buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, HB_SCRIPT_LATIN);
    hb_buffer_set_language(buffer, hb_language_from_string("sv", 2));
    // No ligatures: one glyph, one letter, so that the text can be read back letter by letter.
    hb_feature_t features[] = {{HB_TAG('l', 'i', 'g', 'a'), 0, 0, UINT32_MAX}, {HB_TAG('c', 'l', 'i', 'g'), 0, 0, UINT32_MAX}};
    hb_shape(face->font, buffer, features, COUNT_OF(features));
    unsigned count = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *places = hb_buffer_get_glyph_positions(buffer, &count);
    for (unsigned i = 0; i < count; i++) {
        uint16_t glyph = (uint16_t)(infos[i].codepoint < GLYPH_MAX ? infos[i].codepoint : 0);
        Str own = text_of(infos, count, i, text);
        if (!glyph_means(fonts, face, glyph, own)) run.is_odd = true;
        list_add(arena, &run,
                 (PdfGlyph){.glyph = glyph,
                            .advance = places[i].x_advance * 1000 / face->units,
                            .x = places[i].x_offset * 1000 / face->units,
                            .y = places[i].y_offset * 1000 / face->units,
                            .from = infos[i].cluster,
                            .is_space = is_space(own),
                            .may_break = breaks_after(own)});
    }
    face->is_used = face->is_used || count > 0;
    return run;
}

int pdf_glyph_width(PdfFonts *fonts, PdfFace which, uint16_t glyph) {
    const Face *face = &fonts->faces[which];
    return hb_font_get_glyph_h_advance(face->font, glyph) * 1000 / face->units;
}

// --- embedding

// The glyphs that are drawn, at the numbers they had, and only the tables that draw them.
static Str subset_of(Arena *arena, const Face *face) {
    static const char *const dropped[] = {"GSUB", "GPOS", "GDEF", "cmap", "name", "post", "OS/2", "DSIG", "BASE", "STAT", "gasp", "meta"};
    Str bytes = {0};
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input) return bytes;
    hb_set_t *glyphs = hb_subset_input_glyph_set(input);
    for (unsigned i = 1; i < GLYPH_MAX; i++)
        if (face->means[i].size > 0) hb_set_add(glyphs, i);
    for (size_t i = 0; i < COUNT_OF(dropped); i++)
        hb_set_add(hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG), hb_tag_from_string(dropped[i], 4));
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    hb_face_t *part = hb_subset_or_fail(face->face, input);
    if (part) {
        hb_blob_t *blob = hb_face_reference_blob(part);
        unsigned size = 0;
        const char *data = hb_blob_get_data(blob, &size);
        bytes = str_copy(arena, (Str){data, size});
        hb_blob_destroy(blob);
    }
    hb_face_destroy(part);
    hb_subset_input_destroy(input);
    return bytes;
}

static Str widths_of(PdfFonts *fonts, Arena *arena, PdfFace which) {
    Buf buf = buf_begin(arena);
    for (unsigned i = 1; i < GLYPH_MAX; i++)
        if (fonts->faces[which].means[i].size > 0)
            buf_addf(&buf, "%u[%d]", i, pdf_glyph_width(fonts, which, (uint16_t)i));
    return buf_end(&buf);
}

#define UNICODE_BLOCK_MAX 100 // of one bfchar list
static Str unicode_of(Arena *arena, const Face *face) {
    Buf buf = buf_begin(arena), block = buf_begin(arena);
    int count = 0;
    buf_add(&buf, STR("/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                      "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
                      "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
                      "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"));
    for (unsigned i = 1; i <= GLYPH_MAX; i++) {
        if (i < GLYPH_MAX && face->means[i].size > 0) {
            buf_addf(&block, "<%04X><", i);
            for (Str rest = face->means[i]; rest.size > 0;) pdf_put_utf16(&block, pdf_next_code(&rest));
            buf_add(&block, STR(">\n"));
            count++;
        }
        if (count == UNICODE_BLOCK_MAX || (i == GLYPH_MAX && count > 0)) {
            buf_addf(&buf, "%d beginbfchar\n%.*sendbfchar\n", count, STR_ARG(buf_end(&block)));
            block = buf_begin(arena);
            count = 0;
        }
    }
    buf_add(&buf, STR("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n"));
    return buf_end(&buf);
}

// Six letters say that this is a part of the face, and which part.
static Str part_name(Arena *arena, PdfFace which, Str bytes) {
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, (const unsigned char *)bytes.data, bytes.size);
    char letters[7] = {0};
    for (int i = 0; i < 6; i++) letters[i] = (char)('A' + digest[i] % 26);
    return str_printf(arena, "%s+%s", letters, face_names[which]);
}

static int font_put(PdfFonts *fonts, PdfFile *file, PdfFace which) {
    Arena *arena = file->buf.arena;
    const Face *face = &fonts->faces[which];
    Str bytes = subset_of(arena, face);
    Str name = part_name(arena, which, bytes);
    int font = pdf_object_new(file), inner = pdf_object_new(file), about = pdf_object_new(file),
        program = pdf_object_new(file), unicode = pdf_object_new(file);
    hb_font_extents_t extents = {0};
    hb_font_get_h_extents(face->font, &extents);
    pdf_object_put(file, font,
                   str_printf(arena, "<</Type/Font/Subtype/Type0/BaseFont/%.*s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>",
                              STR_ARG(name), inner, unicode));
    pdf_object_put(file, inner,
                   str_printf(arena,
                              "<</Type/Font/Subtype/CIDFontType2/BaseFont/%.*s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                              "/FontDescriptor %d 0 R/CIDToGIDMap/Identity/DW 0/W[%.*s]>>",
                              STR_ARG(name), about, STR_ARG(widths_of(fonts, arena, which))));
    pdf_object_put(file, about,
                   str_printf(arena,
                              "<</Type/FontDescriptor/FontName/%.*s/Flags 4/FontBBox[-630 -305 2159 972]/ItalicAngle 0"
                              "/Ascent %d/Descent %d/CapHeight 660/StemV %d/FontFile2 %d 0 R>>",
                              STR_ARG(name), extents.ascender * 1000 / face->units, extents.descender * 1000 / face->units,
                              which == PDF_BOLD ? 116 : 84, program));
    pdf_stream_put(file, program, str_printf(arena, "/Length1 %zu", bytes.size), bytes, true);
    pdf_stream_put(file, unicode, STR(""), unicode_of(arena, face), true);
    return font;
}

Str pdf_fonts_put(PdfFonts *fonts, PdfFile *file) {
    Buf buf = buf_begin(file->buf.arena);
    for (int i = 0; i < PDF_FACE_COUNT; i++)
        if (fonts->faces[i].is_used) buf_addf(&buf, "/F%d %d 0 R", i, font_put(fonts, file, (PdfFace)i));
    return buf_end(&buf);
}
