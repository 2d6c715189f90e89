// English texts lie in a compiled gettext catalogue (.mo) that the build embeds: two sorted tables
// of (length, offset), searched by halving.
#include "base/lang.h"
#include <string.h>

extern const unsigned char po_en_mo[];
extern const size_t po_en_mo_size;

static uint32_t mo_word(const unsigned char *mo, size_t at) {
    uint32_t word;
    memcpy(&word, mo + at, sizeof word);
    return word;
}

static const char *mo_lookup(const unsigned char *mo, size_t size, const char *text) {
    if (size < 28 || mo_word(mo, 0) != 0x950412de) return NULL;
    size_t low = 0, high = mo_word(mo, 8);
    size_t originals = mo_word(mo, 12), translations = mo_word(mo, 16);
    while (low < high) {
        size_t middle = (low + high) / 2;
        const char *id = (const char *)mo + mo_word(mo, originals + middle * 8 + 4);
        int order = strcmp(text, id);
        if (order == 0) return (const char *)mo + mo_word(mo, translations + middle * 8 + 4);
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return NULL;
}

const char *tr(Lang lang, const char *text) {
    if (lang == LANG_SV || !*text) return text;
    const char *found = mo_lookup(po_en_mo, po_en_mo_size, text);
    return found && *found ? found : text;
}

Str tr_str(Lang lang, const char *text) {
    return str_from_c(tr(lang, text));
}

static const char *const months[] = {N_("januari"), N_("februari"), N_("mars"),      N_("april"),
                                     N_("maj"),     N_("juni"),     N_("juli"),      N_("augusti"),
                                     N_("september"), N_("oktober"), N_("november"), N_("december")};
static const char *const months_short[] = {N_("jan"), N_("feb"),  N_("mar"),  N_("apr"),
                                           N_("maj"), N_("juni"), N_("juli"), N_("aug"),
                                           N_("sep"), N_("okt"),  N_("nov"),  N_("dec")};
static const char *const weekdays[] = {N_("måndag"), N_("tisdag"), N_("onsdag"), N_("torsdag"),
                                       N_("fredag"), N_("lördag"), N_("söndag")};

Str month_name(Lang lang, int month) {
    return tr_str(lang, months[month - 1]);
}

Str weekday_name(Lang lang, Date date) {
    return tr_str(lang, weekdays[date_weekday(date) - 1]);
}

Str date_short(Arena *arena, Lang lang, Date date) {
    if (!date_is_known(date)) return STR("");
    Ymd ymd = date_to_ymd(date);
    return str_printf(arena, "%d %s", ymd.day, tr(lang, months_short[ymd.month - 1]));
}

Str date_short_year(Arena *arena, Lang lang, Date date) {
    if (!date_is_known(date)) return STR("");
    Ymd ymd = date_to_ymd(date);
    return str_printf(arena, "%d %s %d", ymd.day, tr(lang, months_short[ymd.month - 1]), ymd.year);
}

Str date_long(Arena *arena, Lang lang, Date date) {
    if (!date_is_known(date)) return STR("");
    Ymd ymd = date_to_ymd(date);
    return str_printf(arena, "%d %s %d", ymd.day, tr(lang, months[ymd.month - 1]), ymd.year);
}

Str date_span_text(Arena *arena, Lang lang, DateSpan span) {
    bool begins = date_is_known(span.first), ends = date_is_known(span.past);
    if (!begins && !ends) return tr_str(lang, N_("tills vidare"));
    if (!ends)
        return str_printf(arena, "%s %.*s", tr(lang, N_("från")),
                          STR_ARG(date_short_year(arena, lang, span.first)));
    Str last = date_short_year(arena, lang, date_span_last(span));
    if (!begins) return str_printf(arena, "%s %.*s", tr(lang, N_("till")), STR_ARG(last));
    bool same_year = date_to_ymd(span.first).year == date_to_ymd(date_span_last(span)).year;
    Str first = same_year ? date_short(arena, lang, span.first)
                          : date_short_year(arena, lang, span.first);
    return str_printf(arena, "%.*s–%.*s", STR_ARG(first), STR_ARG(last));
}
