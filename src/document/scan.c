#include "document/scan.h"

static uint32_t number_at(Str bytes, size_t at, int size) {
    uint32_t value = 0;
    for (int i = 0; i < size; i++) value = value << 8 | (unsigned char)bytes.data[at + (size_t)i];
    return value;
}

// Width times height; 0: not told.
static uint64_t png_pixels(Str bytes) {
    if (bytes.size < 33 || !str_equal(str_slice(bytes, 12, 16), STR("IHDR"))) return 0;
    return (uint64_t)number_at(bytes, 16, 4) * number_at(bytes, 20, 4);
}

// The segments up to the one that begins a frame, which says how large it is.
static uint64_t jpeg_pixels(Str bytes) {
    for (size_t at = 2; at + 9 < bytes.size;) {
        unsigned char kind = (unsigned char)bytes.data[at + 1];
        if ((unsigned char)bytes.data[at] != 0xFF) return 0;
        if (kind == 0xFF) {
            at++;
            continue;
        }
        bool frame = kind >= 0xC0 && kind <= 0xCF && kind != 0xC4 && kind != 0xC8 && kind != 0xCC;
        if (frame) return (uint64_t)number_at(bytes, at + 5, 2) * number_at(bytes, at + 7, 2);
        uint32_t size = number_at(bytes, at + 2, 2);
        if (size < 2) return 0;
        at += 2 + size;
    }
    return 0;
}

static bool picture(Str media, uint64_t pixels, Str *ret, Err *err) {
    if (pixels == 0) return err_set(err, ERR_INVALID, msg(N_("Bilden går inte att läsa. Skanna papperet igen.")));
    if (pixels > SCAN_PIXELS_MAX) return err_set(err, ERR_INVALID, msg(N_("Bilden är för stor. Skanna papperet med lägre upplösning.")));
    *ret = media;
    return true;
}

bool scan_media(Str bytes, Str *ret, Err *err) {
    if (bytes.size > SCAN_BYTES_MAX) return err_set(err, ERR_TOO_LARGE, msg(N_("Filen är större än 10 MB. Skanna papperet med lägre upplösning.")));
    if (str_starts(bytes, STR("\x89PNG\r\n\x1a\n"))) return picture(STR("image/png"), png_pixels(bytes), ret, err);
    if (str_starts(bytes, STR("\xFF\xD8\xFF"))) return picture(STR("image/jpeg"), jpeg_pixels(bytes), ret, err);
    if (!str_starts(bytes, STR("%PDF-"))) return err_set(err, ERR_INVALID, msg(N_("Välj en PDF, en PNG eller en JPEG.")));
    *ret = STR("application/pdf");
    return true;
}
