// buf.h: text under construction, in an arena. Every buffer has a maximum (BUF_BYTES_MAX unless
// given); past it the arena's cap answers.
#pragma once
#include "base/str.h"

typedef struct {
    Arena *arena;
    char *data;
    size_t size, capacity;
} Buf;

Buf buf_begin(Arena *arena);
void buf_add(Buf *buf, Str str);
void buf_add_char(Buf *buf, char c);
void buf_addf(Buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
Str buf_end(const Buf *buf); // a view; NUL-terminated after its size
