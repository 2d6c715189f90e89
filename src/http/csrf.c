#include "http/csrf.h"
#include <sodium.h>

#define TOKEN_BYTES 32

static bool from_hex(Str hex, unsigned char *ret, size_t size) {
    size_t done;
    return hex.size == size * 2 && sodium_hex2bin(ret, size, hex.data, hex.size, NULL, &done, NULL) == 0 &&
           done == size;
}

Str csrf_mask(Arena *arena, Str token) {
    unsigned char bytes[TOKEN_BYTES], masked[TOKEN_BYTES * 2];
    if (!from_hex(token, bytes, sizeof bytes)) return STR("");
    randombytes_buf(masked, TOKEN_BYTES);
    for (size_t i = 0; i < TOKEN_BYTES; i++) masked[TOKEN_BYTES + i] = masked[i] ^ bytes[i];
    char *hex = arena_alloc(arena, sizeof masked * 2 + 1, 1);
    sodium_bin2hex(hex, sizeof masked * 2 + 1, masked, sizeof masked);
    return (Str){hex, sizeof masked * 2};
}

Str csrf_unmask(Arena *arena, Str masked) {
    unsigned char given[TOKEN_BYTES * 2];
    if (!from_hex(masked, given, sizeof given)) return STR("");
    for (size_t i = 0; i < TOKEN_BYTES; i++) given[i] ^= given[TOKEN_BYTES + i];
    char *hex = arena_alloc(arena, TOKEN_BYTES * 2 + 1, 1);
    sodium_bin2hex(hex, TOKEN_BYTES * 2 + 1, given, TOKEN_BYTES);
    return (Str){hex, TOKEN_BYTES * 2};
}

bool csrf_matches(Str masked, Str token) {
    unsigned char bytes[TOKEN_BYTES], given[TOKEN_BYTES * 2];
    if (!from_hex(token, bytes, sizeof bytes) || !from_hex(masked, given, sizeof given)) return false;
    for (size_t i = 0; i < TOKEN_BYTES; i++) given[i] ^= given[TOKEN_BYTES + i];
    return sodium_memcmp(given, bytes, TOKEN_BYTES) == 0;
}

bool csrf_is_same_origin(const Request *req, Str own_origin) {
    Str origin = request_header(req, "Origin"), site = request_header(req, "Sec-Fetch-Site");
    if (origin.size > 0) return str_equal(origin, own_origin);
    if (site.size > 0) return str_equal(site, STR("same-origin")) || str_equal(site, STR("none"));
    return true;
}
