// Any bytes as a date, a number, a name, JSON: understood or refused, and what is understood is written
// and understood again.
#include <stdlib.h>
#include "base/html.h"
#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_open(64u << 20);
    Str text = {(const char *)data, size};
    Date date, again;
    if (date_parse(text, &date) && (!date_parse(date_iso(arena, date), &again) || again.day != date.day)) abort();
    int64_t number;
    str_to_int(text, &number);
    Str folded = str_fold(arena, text);
    if (!str_equal(str_fold(arena, folded), folded)) abort(); // folding what is folded changes nothing
    str_sort_key(arena, text);
    Html html = html_text(arena, text);
    if (str_find_char(html.markup, '<') != STR_NOT_FOUND) abort();
    json_t *tree;
    Err err;
    if (json_read(arena, text, &tree, &err)) {
        JsonOut out = out_begin(arena);
        out_text(&out, text);
        if (!json_read(arena, str_printf(arena, "[%.*s]", STR_ARG(out_end(&out))), &tree, &err)) abort();
    }
    arena_close(arena);
    return 0;
}
