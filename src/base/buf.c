#include "base/buf.h"
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

Buf buf_begin(Arena *arena) {
    return (Buf){.arena = arena};
}

static void buf_room(Buf *buf, size_t more) {
    size_t need = buf->size + more + 1;
    if (need <= buf->capacity) return;
    size_t capacity = buf->capacity ? buf->capacity * 2 : 256;
    if (capacity < need) capacity = need;
    char *data = arena_alloc(buf->arena, capacity, 1);
    if (buf->size) memcpy(data, buf->data, buf->size);
    buf->data = data;
    buf->capacity = capacity;
}

void buf_add(Buf *buf, Str str) {
    buf_room(buf, str.size);
    if (str.size) memcpy(buf->data + buf->size, str.data, str.size);
    buf->size += str.size;
    buf->data[buf->size] = 0;
}

void buf_add_char(Buf *buf, char c) {
    buf_add(buf, (Str){&c, 1});
}

void buf_addf(Buf *buf, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    assert(size >= 0);
    buf_room(buf, (size_t)size);
    vsnprintf(buf->data + buf->size, (size_t)size + 1, format, again);
    va_end(again);
    buf->size += (size_t)size;
}

Str buf_end(const Buf *buf) {
    return buf->data ? (Str){buf->data, buf->size} : (Str){"", 0};
}
