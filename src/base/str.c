#include "base/str.h"
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

Str str_from_c(const char *text) {
    return text ? (Str){text, strlen(text)} : (Str){"", 0};
}

const char *str_to_c(Arena *arena, Str str) {
    char *copy = arena_alloc(arena, str.size + 1, 1);
    if (str.size) memcpy(copy, str.data, str.size);
    return copy;
}

Str str_copy(Arena *arena, Str str) {
    return (Str){str_to_c(arena, str), str.size};
}

Str str_join(Arena *arena, Str a, Str b) {
    char *copy = arena_alloc(arena, a.size + b.size + 1, 1);
    if (a.size) memcpy(copy, a.data, a.size);
    if (b.size) memcpy(copy + a.size, b.data, b.size);
    return (Str){copy, a.size + b.size};
}

Str str_printf(Arena *arena, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    assert(size >= 0);
    char *text = arena_alloc(arena, (size_t)size + 1, 1);
    vsnprintf(text, (size_t)size + 1, format, again);
    va_end(again);
    return (Str){text, (size_t)size};
}

Str str_initial(Arena *arena, Str name) {
    size_t bytes = name.size > 0;
    while (bytes < name.size && ((unsigned char)name.data[bytes] & 0xc0) == 0x80) bytes++;
    return bytes ? str_printf(arena, "%.*s.", (int)bytes, name.data) : name;
}

bool str_equal(Str a, Str b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

int str_compare(Str a, Str b) {
    size_t common = a.size < b.size ? a.size : b.size;
    int order = common ? memcmp(a.data, b.data, common) : 0;
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

bool str_is_empty(Str str) {
    return str.size == 0;
}

bool str_starts(Str str, Str prefix) {
    return str.size >= prefix.size && str_equal(str_slice(str, 0, prefix.size), prefix);
}

bool str_ends(Str str, Str suffix) {
    return str.size >= suffix.size &&
           str_equal(str_slice(str, str.size - suffix.size, str.size), suffix);
}

size_t str_find(Str str, Str part) {
    for (size_t i = 0; part.size <= str.size && i <= str.size - part.size; i++)
        if (str_equal(str_slice(str, i, i + part.size), part)) return i;
    return STR_NOT_FOUND;
}

size_t str_find_char(Str str, char c) {
    const char *at = str.size ? memchr(str.data, c, str.size) : NULL;
    return at ? (size_t)(at - str.data) : STR_NOT_FOUND;
}

Str str_slice(Str str, size_t first, size_t past) {
    if (past > str.size) past = str.size;
    if (first > past) first = past;
    return (Str){str.data ? str.data + first : "", past - first};
}

static size_t space_at_start(Str str) {
    if (str.size && memchr(" \t\r\n\f\v", str.data[0], 6)) return 1;
    return str_starts(str, STR("\xc2\xa0")) ? 2 : 0;
}

static size_t space_at_end(Str str) {
    if (str.size && memchr(" \t\r\n\f\v", str.data[str.size - 1], 6)) return 1;
    return str_ends(str, STR("\xc2\xa0")) ? 2 : 0;
}

Str str_trim(Str str) {
    size_t n;
    while ((n = space_at_start(str))) str = str_slice(str, n, str.size);
    while ((n = space_at_end(str))) str = str_slice(str, 0, str.size - n);
    return str;
}

bool str_split(Str *rest, char separator, Str *part) {
    if (!rest->data) return false;
    size_t at = str_find_char(*rest, separator);
    if (at == STR_NOT_FOUND) {
        *part = *rest;
        *rest = (Str){0};
    } else {
        *part = str_slice(*rest, 0, at);
        *rest = str_slice(*rest, at + 1, rest->size);
    }
    return true;
}

bool str_to_int(Str str, int64_t *ret) {
    bool minus = str_starts(str, STR("-"));
    if (minus || str_starts(str, STR("+"))) str = str_slice(str, 1, str.size);
    if (!str.size) return false;
    int64_t value = 0;
    for (size_t i = 0; i < str.size; i++) {
        if (str.data[i] < '0' || str.data[i] > '9') return false;
        int digit = str.data[i] - '0';
        if (__builtin_mul_overflow(value, 10, &value)) return false;
        if (__builtin_add_overflow(value, minus ? -digit : digit, &value)) return false;
    }
    *ret = value;
    return true;
}

// The next code point of *rest, or -1 when the bytes are not UTF-8 (one byte is then skipped).
static int32_t next_code(Str *rest) {
    static const struct {
        unsigned char mask, lead;
        int32_t least;
    } forms[] = {{0x80, 0x00, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};
    unsigned char first = (unsigned char)rest->data[0];
    for (size_t more = 0; more < COUNT_OF(forms); more++) {
        if ((first & forms[more].mask) != forms[more].lead) continue;
        if (rest->size <= more) break;
        int32_t code = first & ~forms[more].mask;
        size_t i = 1;
        for (; i <= more && ((unsigned char)rest->data[i] & 0xc0) == 0x80; i++)
            code = code << 6 | ((unsigned char)rest->data[i] & 0x3f);
        if (i <= more || code < forms[more].least || code > 0x10ffff ||
            (code >= 0xd800 && code <= 0xdfff))
            break;
        *rest = str_slice(*rest, more + 1, rest->size);
        return code;
    }
    *rest = str_slice(*rest, 1, rest->size);
    return -1;
}

bool str_is_utf8(Str str) {
    while (str.size)
        if (next_code(&str) < 0) return false;
    return true;
}

size_t str_length(Str str) {
    size_t count = 0;
    for (; str.size; count++) next_code(&str);
    return count;
}

static int32_t lower_code(int32_t code) {
    if (code >= 'A' && code <= 'Z') return code + 32;
    if (code >= 0xc0 && code <= 0xde && code != 0xd7) return code + 32;
    if (code >= 0x100 && code <= 0x17f && code != 0x130 && code != 0x131 && code != 0x138 &&
        code != 0x149 && code != 0x178 && code != 0x17f) {
        bool odd_is_lower = (code >= 0x100 && code <= 0x137) || (code >= 0x14a && code <= 0x177);
        return odd_is_lower ? code | 1 : code + (code & 1);
    }
    if (code == 0x178) return 0xff;
    return code;
}

static size_t put_code(char *out, int32_t code) {
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xc0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xe0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3f));
        out[2] = (char)(0x80 | (code & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3f));
    out[2] = (char)(0x80 | (code >> 6 & 0x3f));
    out[3] = (char)(0x80 | (code & 0x3f));
    return 4;
}

// a + combining ring -> å, a/o + combining diaeresis -> ä/ö: files from some computers come so.
static int32_t compose(int32_t base, int32_t mark) {
    if (mark == 0x30a && base == 'a') return 0xe5;
    if (mark == 0x308 && base == 'a') return 0xe4;
    if (mark == 0x308 && base == 'o') return 0xf6;
    if (mark == 0x301 && base == 'e') return 0xe9;
    return -1;
}

Str str_fold(Arena *arena, Str str) {
    char *out = arena_alloc(arena, str.size * 4 + 1, 1);
    size_t size = 0, before = 0;
    int32_t last = -1;
    for (Str rest = str_trim(str); rest.size;) {
        int32_t code = lower_code(next_code(&rest));
        if (code < 0) code = 0xfffd;
        if (code == 0xa0 || code == '\t' || code == '\n' || code == '\r') code = ' ';
        if (code == ' ' && last == ' ') continue;
        int32_t composed = compose(last, code);
        if (composed >= 0) {
            code = composed;
            size = before;
        }
        before = size;
        size += put_code(out + size, code);
        last = code;
    }
    return (Str){out, size};
}

// å ä ö sort after z: { | } follow z in ASCII. Accented letters sort as their base.
static char sort_letter(int32_t code) {
    static const char latin[] = "aaaa|{|ceeeeiiiidnooooo}ouuuuyty"; // 0xe0..0xff; æ as ä
    if (code == 0xe5) return '{';
    if (code == 0xe4 || code == 0xe6) return '|';
    if (code == 0xf6 || code == 0xf8) return '}';
    if (code >= 0xe0 && code <= 0xff) return latin[code - 0xe0];
    return code < 0x80 ? (char)code : '~';
}

Str str_sort_key(Arena *arena, Str str) {
    Str folded = str_fold(arena, str);
    char *out = arena_alloc(arena, folded.size + 1, 1);
    size_t size = 0;
    for (Str rest = folded; rest.size;) out[size++] = sort_letter(next_code(&rest));
    return (Str){out, size};
}

uint64_t str_hash(Str str) {
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < str.size; i++) hash = (hash ^ (unsigned char)str.data[i]) * 0x100000001b3u;
    return hash ^ hash >> 32;
}
