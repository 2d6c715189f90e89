#include "base/html.h"
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void html_put_text(Buf *buf, Str text) {
    size_t plain = 0;
    for (size_t i = 0; i < text.size; i++) {
        Str escape;
        switch (text.data[i]) {
        case '&': escape = STR("&amp;"); break;
        case '<': escape = STR("&lt;"); break;
        case '>': escape = STR("&gt;"); break;
        case '"': escape = STR("&quot;"); break;
        case '\'': escape = STR("&#39;"); break;
        default: continue;
        }
        buf_add(buf, str_slice(text, plain, i));
        buf_add(buf, escape);
        plain = i + 1;
    }
    buf_add(buf, str_slice(text, plain, text.size));
}

Html html_text(Arena *arena, Str text) {
    Buf buf = buf_begin(arena);
    html_put_text(&buf, text);
    return (Html){buf_end(&buf)};
}

Html html_none(void) {
    return (Html){STR("")};
}

Html html_join(Arena *arena, Html a, Html b) {
    return (Html){str_join(arena, a.markup, b.markup)};
}

Html html_from_buf(const Buf *buf) {
    return (Html){buf_end(buf)};
}

Url url(Arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char text[512];
    int size = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    assert(size > 0 && (size_t)size < sizeof text && text[0] == '/');
    return (Url){str_copy(arena, (Str){text, (size_t)size})};
}

Url url_add(Arena *arena, Url url, const char *name, Str value) {
    Buf buf = buf_begin(arena);
    buf_add(&buf, url.address);
    buf_add_char(&buf, str_find_char(url.address, '?') == STR_NOT_FOUND ? '?' : '&');
    buf_add(&buf, str_from_c(name));
    buf_add_char(&buf, '=');
    for (size_t i = 0; i < value.size; i++) {
        char c = value.data[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     strchr("-._~", c);
        if (plain && c) buf_add_char(&buf, c);
        else buf_addf(&buf, "%%%02X", (unsigned char)c);
    }
    return (Url){buf_end(&buf)};
}
