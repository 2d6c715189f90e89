#include "formats/pdf_file.h"
#include <math.h>
#include <sodium.h>
#include <string.h>
#include <zlib.h>

PdfFile pdf_file_begin(Arena *arena) {
    PdfFile file = {.buf = buf_begin(arena)};
    // The second line says that this is no text (PDF/A-2, 6.1.2).
    buf_add(&file.buf, STR("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"));
    return file;
}

int pdf_object_new(PdfFile *file) {
    list_add(file->buf.arena, &file->offsets, (size_t)0);
    return (int)file->offsets.count;
}

static void object_begin(PdfFile *file, int number) {
    file->offsets.items[number - 1] = file->buf.size;
    buf_addf(&file->buf, "%d 0 obj\n", number);
}

void pdf_object_put(PdfFile *file, int number, Str body) {
    object_begin(file, number);
    buf_add(&file->buf, body);
    buf_add(&file->buf, STR("\nendobj\n"));
}

void pdf_stream_put(PdfFile *file, int number, Str entries, Str bytes, bool deflate) {
    Arena *arena = file->buf.arena;
    Str packed = bytes;
    if (deflate) {
        uLongf size = compressBound(bytes.size);
        Bytef *room = arena_alloc(arena, size, 1);
        // It can only fail for want of memory, and then the bytes go as they are.
        deflate = compress2(room, &size, (const Bytef *)bytes.data, bytes.size, 6) == Z_OK;
        if (deflate) packed = (Str){(char *)room, size};
    }
    object_begin(file, number);
    buf_addf(&file->buf, "<<%.*s/Length %zu%s>>\nstream\n", STR_ARG(entries), packed.size,
             deflate ? "/Filter/FlateDecode" : "");
    buf_add(&file->buf, packed);
    buf_add(&file->buf, STR("\nendstream\nendobj\n"));
}

// The file's identity is a digest of what is in it, so that equal documents are equal files.
static Str file_identity(const PdfFile *file) {
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, (const unsigned char *)file->buf.data, file->buf.size);
    char *text = arena_alloc(file->buf.arena, 33, 1);
    sodium_bin2hex(text, 33, digest, 16);
    return (Str){text, 32};
}

Str pdf_file_end(PdfFile *file, int root, int info) {
    Str identity = file_identity(file);
    size_t table = file->buf.size;
    buf_addf(&file->buf, "xref\n0 %zu\n0000000000 65535 f \n", file->offsets.count + 1);
    for (size_t i = 0; i < file->offsets.count; i++)
        buf_addf(&file->buf, "%010zu 00000 n \n", file->offsets.items[i]);
    buf_addf(&file->buf, "trailer\n<</Size %zu/Root %d 0 R/Info %d 0 R/ID[<%.*s><%.*s>]>>\nstartxref\n%zu\n%%%%EOF\n",
             file->offsets.count + 1, root, info, STR_ARG(identity), STR_ARG(identity), table);
    return buf_end(&file->buf);
}

uint32_t pdf_next_code(Str *rest) {
    unsigned char lead = (unsigned char)rest->data[0];
    size_t more = lead < 0x80 ? 0 : lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    uint32_t code = lead < 0x80 ? lead : lead & (0x3Fu >> more);
    if ((lead >= 0x80 && more == 0) || rest->size <= more) {
        *rest = str_slice(*rest, 1, rest->size);
        return 0xFFFD;
    }
    for (size_t i = 1; i <= more; i++) code = code << 6 | ((unsigned char)rest->data[i] & 0x3F);
    *rest = str_slice(*rest, more + 1, rest->size);
    return code;
}

void pdf_put_utf16(Buf *buf, uint32_t code) {
    if (code < 0x10000) {
        buf_addf(buf, "%04X", code);
        return;
    }
    buf_addf(buf, "%04X%04X", 0xD800 + ((code - 0x10000) >> 10), 0xDC00 + ((code - 0x10000) & 0x3FF));
}

void pdf_put_text(Buf *buf, Str text) {
    buf_add(buf, STR("<FEFF"));
    while (text.size > 0) pdf_put_utf16(buf, pdf_next_code(&text));
    buf_add_char(buf, '>');
}

void pdf_put_number(Buf *buf, double value) {
    long hundredths = lround(value * 100);
    if (hundredths < 0) buf_add_char(buf, '-');
    hundredths = labs(hundredths);
    buf_addf(buf, "%ld", hundredths / 100);
    if (hundredths % 10) buf_addf(buf, ".%02ld", hundredths % 100);
    else if (hundredths % 100) buf_addf(buf, ".%ld", hundredths % 100 / 10);
}

// --- the colour profile (ICC.1:2001-04)

static void icc_int(Buf *buf, uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) buf_add_char(buf, (char)(value >> shift));
}

static void icc_short(Buf *buf, uint32_t value) {
    buf_add_char(buf, (char)(value >> 8));
    buf_add_char(buf, (char)value);
}

static Str icc_xyz(Arena *arena, double x, double y, double z) {
    Buf buf = buf_begin(arena);
    buf_add(&buf, STR("XYZ \0\0\0\0"));
    icc_int(&buf, (uint32_t)lround(x * 65536));
    icc_int(&buf, (uint32_t)lround(y * 65536));
    icc_int(&buf, (uint32_t)lround(z * 65536));
    return buf_end(&buf);
}

#define CURVE_POINTS 1024
static Str icc_curve(Arena *arena) {
    Buf buf = buf_begin(arena);
    buf_add(&buf, STR("curv\0\0\0\0"));
    icc_int(&buf, CURVE_POINTS);
    for (int i = 0; i < CURVE_POINTS; i++) {
        double v = i / (double)(CURVE_POINTS - 1);
        double linear = v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
        icc_short(&buf, (uint32_t)lround(linear * 65535));
    }
    return buf_end(&buf);
}

static Str icc_words(Arena *arena, const char *type, const char *words) {
    Buf buf = buf_begin(arena);
    bool is_description = strcmp(type, "desc") == 0;
    buf_addf(&buf, "%s", type);
    icc_int(&buf, 0);
    if (is_description) icc_int(&buf, (uint32_t)strlen(words) + 1);
    buf_addf(&buf, "%s", words);
    buf_add_char(&buf, 0);
    // A description goes on with an empty text in Unicode (8 bytes) and one for Macintosh (70).
    for (int i = 0; is_description && i < 78; i++) buf_add_char(&buf, 0);
    while (buf.size % 4) buf_add_char(&buf, 0);
    return buf_end(&buf);
}

Str pdf_srgb_profile(Arena *arena) {
    struct {
        const char *name;
        Str bytes;
    } tags[] = {
        {"desc", icc_words(arena, "desc", "sRGB IEC61966-2.1")},
        {"cprt", icc_words(arena, "text", "No copyright, use freely")},
        {"wtpt", icc_xyz(arena, 0.9642, 1.0, 0.8249)},
        {"rXYZ", icc_xyz(arena, 0.43607, 0.22249, 0.01392)},
        {"gXYZ", icc_xyz(arena, 0.38515, 0.71687, 0.09708)},
        {"bXYZ", icc_xyz(arena, 0.14307, 0.06061, 0.71410)},
        {"rTRC", icc_curve(arena)},
        {"gTRC", {0}},
        {"bTRC", {0}},
    };
    uint32_t count = COUNT_OF(tags), head = 128 + 4 + 12 * count, size = head;
    for (uint32_t i = 0; i < count; i++) size += (uint32_t)tags[i].bytes.size;
    Buf buf = buf_begin(arena);
    icc_int(&buf, size);
    icc_int(&buf, 0);
    icc_int(&buf, 0x02100000);
    buf_add(&buf, STR("mntrRGB XYZ "));
    for (int i = 0; i < 6; i++) icc_short(&buf, (uint32_t[]){2026, 1, 1, 0, 0, 0}[i]);
    buf_add(&buf, STR("acsp"));
    for (int i = 0; i < 7; i++) icc_int(&buf, 0); // platform … intent
    icc_int(&buf, 0xF6D6); // the light of the connection space: D50
    icc_int(&buf, 0x10000);
    icc_int(&buf, 0xD32D);
    while (buf.size < 128) buf_add_char(&buf, 0);
    icc_int(&buf, count);
    uint32_t at = head, curve = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t own = (uint32_t)tags[i].bytes.size;
        if (strcmp(tags[i].name, "rTRC") == 0) curve = at;
        buf_addf(&buf, "%s", tags[i].name);
        icc_int(&buf, own ? at : curve); // the three curves are one
        icc_int(&buf, own ? own : (uint32_t)tags[6].bytes.size);
        at += own;
    }
    for (uint32_t i = 0; i < count; i++) buf_add(&buf, tags[i].bytes);
    return buf_end(&buf);
}
