// html.h: markup that is already safe to put in a page. Only the functions here, and the template
// functions the build makes, create Html.
#pragma once
#include "base/buf.h"

typedef struct {
    Str markup;
} Html;
typedef struct {
    Str address; // made by url_* builders: a path of our own, percent-encoded
} Url;

void html_put_text(Buf *buf, Str text); // & < > " ' escaped: for text and quoted attributes
Html html_text(Arena *arena, Str text);
Html html_none(void);
Html html_join(Arena *arena, Html a, Html b);
Html html_from_buf(const Buf *buf); // for template functions and html_* helpers only

// url("/st/%lld", id) then url_add for each query parameter, in order.
Url url(Arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
Url url_add(Arena *arena, Url url, const char *name, Str value);
