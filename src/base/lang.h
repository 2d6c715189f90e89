// lang.h: the language of a request. Swedish is the source; English comes from po/en.po.
#pragma once
#include "base/date.h"

typedef enum { LANG_SV, LANG_EN } Lang;

#define N_(text) text // marks a text for translation where it is stored, not shown

const char *tr(Lang lang, const char *text); // the text itself where there is no translation
Str tr_str(Lang lang, const char *text);

// Words of time. Swedish: "27 nov", "27 november 2026", "16 feb–15 apr 2027".
Str date_short(Arena *arena, Lang lang, Date date);      // 27 nov
Str date_short_year(Arena *arena, Lang lang, Date date); // 27 nov 2026
Str date_long(Arena *arena, Lang lang, Date date);       // 27 november 2026
Str date_span_text(Arena *arena, Lang lang, DateSpan span); // inclusive; open ends said in words
Str weekday_name(Lang lang, Date date);                  // "måndag"
Str month_name(Lang lang, int month);                    // "januari"
