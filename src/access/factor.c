#include "access/factor.h"
#include "base/buf.h"
#include <liboath/oath.h>
#include <qrencode.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS 6
#define QUIET 4 // modules of white around, as readers want it

static bool make_code(Str secret, int64_t step, char ret[DIGITS + 1]) {
    return step >= 0 && oath_hotp_generate(secret.data, secret.size, (uint64_t)step, DIGITS, false,
                                           OATH_HOTP_DYNAMIC_TRUNCATION, ret) == OATH_OK;
}

Str factor_code(Arena *arena, Str secret, int64_t step) {
    char code[DIGITS + 1];
    return make_code(secret, step, code) ? str_copy(arena, str_from_c(code)) : STR("");
}

static size_t digits_of(Str typed, char ret[DIGITS]) {
    size_t count = 0;
    for (size_t i = 0; i < typed.size; i++) {
        if (typed.data[i] == ' ') continue;
        if (typed.data[i] < '0' || typed.data[i] > '9' || count == DIGITS) return 0;
        ret[count++] = typed.data[i];
    }
    return count;
}

int64_t factor_match(Str secret, Str code, int64_t unix_seconds, int64_t last) {
    char typed[DIGITS], right[DIGITS + 1];
    int64_t now = unix_seconds / FACTOR_STEP_SECONDS, found = 0;
    if (digits_of(code, typed) != DIGITS) return 0;
    for (int64_t step = now - 1; step <= now + 1; step++)
        if (make_code(secret, step, right) && sodium_memcmp(typed, right, DIGITS) == 0 && step > last && !found)
            found = step;
    sodium_memzero(right, sizeof right);
    return found;
}

static Str base32(Arena *arena, Str bytes) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    Buf buf = buf_begin(arena);
    unsigned held = 0, bits = 0;
    for (size_t i = 0; i < bytes.size; i++) {
        held = (held << 8 | (unsigned char)bytes.data[i]) & 0xfff;
        for (bits += 8; bits >= 5; bits -= 5) buf_add_char(&buf, digits[held >> (bits - 5) & 31]);
    }
    return buf_end(&buf);
}

Str factor_by_hand(Arena *arena, Str secret) {
    Str whole = base32(arena, secret);
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < whole.size; i++) {
        if (i && i % 4 == 0) buf_add_char(&buf, ' ');
        buf_add_char(&buf, whole.data[i]);
    }
    return buf_end(&buf);
}

Str factor_address(Arena *arena, Str secret, Str account) {
    Buf buf = buf_begin(arena);
    buf_add(&buf, STR("otpauth://totp/Randa:"));
    for (size_t i = 0; i < account.size; i++) buf_addf(&buf, "%%%02X", (unsigned char)account.data[i]);
    buf_addf(&buf, "?secret=%.*s&issuer=Randa", STR_ARG(base32(arena, secret)));
    return buf_end(&buf);
}

Str factor_qr_path(Arena *arena, Str text, int *ret_size) {
    QRcode *code = QRcode_encodeString8bit(str_to_c(arena, text), 0, QR_ECLEVEL_M);
    Buf buf = buf_begin(arena);
    *ret_size = 0;
    if (!code) return STR("");
    *ret_size = code->width + 2 * QUIET;
    for (int y = 0; y < code->width; y++)
        for (int x = 0; x < code->width; x++)
            if (code->data[y * code->width + x] & 1) buf_addf(&buf, "M%d %dh1v1h-1z", x + QUIET, y + QUIET);
    QRcode_free(code);
    return buf_end(&buf);
}

// Letters and digits that are not taken for one another; 16 of 31 make 79 bits.
Str recovery_code_fresh(Arena *arena) {
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    Buf buf = buf_begin(arena);
    for (int i = 0; i < 16; i++) {
        if (i && i % 4 == 0) buf_add_char(&buf, '-');
        buf_add_char(&buf, letters[randombytes_uniform(sizeof letters - 1)]);
    }
    return buf_end(&buf);
}

Str recovery_code_form(Arena *arena, Str typed) {
    Str folded = str_fold(arena, str_slice(typed, 0, 100));
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < folded.size; i++)
        if (folded.data[i] != ' ' && folded.data[i] != '-') buf_add_char(&buf, folded.data[i]);
    return buf_end(&buf);
}
