// str.h: text as a view of UTF-8 bytes: owns nothing, size travels with the bytes.
#pragma once
#include "base/arena.h"

typedef struct {
    const char *data;
    size_t size;
} Str;

#define STR(literal) ((Str){"" literal, sizeof(literal) - 1})
#define STR_ARG(str) (int)(str).size, (str).data // for "%.*s"

Str str_from_c(const char *text); // NULL is empty
const char *str_to_c(Arena *arena, Str str);
Str str_copy(Arena *arena, Str str);
Str str_join(Arena *arena, Str a, Str b);
Str str_printf(Arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

Str str_initial(Arena *arena, Str name); // "Björn" is "B."; "" stays
bool str_equal(Str a, Str b);
int str_compare(Str a, Str b); // by bytes
bool str_is_empty(Str str);
bool str_starts(Str str, Str prefix);
bool str_ends(Str str, Str suffix);
#define STR_NOT_FOUND SIZE_MAX
size_t str_find(Str str, Str part); // position or STR_NOT_FOUND
size_t str_find_char(Str str, char c);
Str str_slice(Str str, size_t first, size_t past); // clamped
Str str_trim(Str str);                             // spaces, tabs, line ends, no-break spaces
// Takes the part before the next `separator` from *rest; false when nothing is left.
bool str_split(Str *rest, char separator, Str *part);

// The whole of str as a decimal number, optional sign; false if it is not one or does not fit.
bool str_to_int(Str str, int64_t *ret);

bool str_is_utf8(Str str); // strict: no overlong forms, no surrogates
// Lower case and one form for comparing names and headings: "Örebro  KLINIK " -> "örebro klinik".
Str str_fold(Arena *arena, Str str);
// A key that sorts by bytes in Swedish order (å ä ö last, case and accents aside).
Str str_sort_key(Arena *arena, Str str);
uint64_t str_hash(Str str);
// Code points, for choosing a text by the room there is.
size_t str_length(Str str);
