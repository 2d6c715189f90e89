// Properties: no crash, and whatever is accepted is clean UTF-8 without NUL.
#include "http/form.h"
#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const PairList *pairs) {
    for (size_t i = 0; i < pairs->count; i++) {
        Str value = pairs->items[i].value;
        assert(str_is_utf8(value) && (value.size == 0 || !memchr(value.data, 0, value.size)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_open((size_t)64 << 20);
    Str text = {(const char *)data, size};
    PairList pairs = {0}, fields = {0}, cookies = {0};
    FileList files = {0};
    Err err;
    if (form_parse(arena, text, &pairs, &err)) check(&pairs);
    form_cookies(arena, text, &cookies);
    check(&cookies);
    if (form_multipart(arena, STR("multipart/form-data; boundary=b"), text, &fields, &files, &err)) {
        check(&fields);
        for (size_t i = 0; i < files.count; i++) assert(files.items[i].content.size <= size);
    }
    arena_close(arena);
    return 0;
}
