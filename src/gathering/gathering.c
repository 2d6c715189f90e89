#include "gathering/gathering.h"
#include "base/buf.h"
#include "base/lang.h"

static bool is_left_out(Str left_out, Arena *arena, Date day) {
    return str_find(left_out, date_iso(arena, day)) != STR_NOT_FOUND;
}

// The same weekday in the same week of another month: the second Tuesday stays the second Tuesday.
// Where there is no fifth, it is the last.
static Date same_place_in_month(Date first, int months) {
    Ymd from = date_to_ymd(first);
    int nth = (from.day - 1) / 7, weekday = date_weekday(first);
    Date month = date_add_months(date_month_first(first), months);
    Date day = date_add_days(month, (weekday - date_weekday(month) + 7) % 7 + 7 * nth);
    return date_to_ymd(day).month == date_to_ymd(month).month ? day : date_add_days(day, -7);
}

static Date nth_day(const GatheringSeries *series, int n) {
    int every = series->every > 0 ? (int)series->every : 1;
    switch (series->repeats) {
    case SERIES_REPEATS_WEEK: return date_add_days(series->first, 7 * every * n);
    case SERIES_REPEATS_MONTH: return same_place_in_month(series->first, every * n);
    case SERIES_REPEATS_TERM: break;
    }
    return same_place_in_month(series->first, 6 * every * n);
}

void series_days(Arena *arena, const GatheringSeries *series, DateList *ret) {
    *ret = (DateList){0};
    for (int n = 0; ret->count < SERIES_OCCASIONS_MAX && n < 10 * SERIES_OCCASIONS_MAX; n++) {
        Date day = nth_day(series, n);
        if (day.day >= series->past.day) break;
        if (!is_left_out(series->left_out, arena, day)) list_add(arena, ret, day);
    }
}

bool days_read(Arena *arena, Str text, Str *ret) {
    Buf buf = buf_begin(arena);
    Str part;
    while (str_split(&text, ' ', &part)) {
        Str rest = part, word;
        while (str_split(&rest, ',', &word)) {
            Date day;
            word = str_trim(word);
            if (word.size == 0) continue;
            if (!date_parse(word, &day)) return false;
            buf_addf(&buf, "%s%.*s", buf.size ? " " : "", STR_ARG(date_iso(arena, day)));
        }
    }
    *ret = buf_end(&buf);
    return true;
}

static bool two_numbers(Str hours, Str minutes, int64_t *ret) {
    int64_t h, m = 0;
    if (!str_to_int(hours, &h) || (minutes.size && !str_to_int(minutes, &m))) return false;
    if (h < 0 || h > 23 || m < 0 || m > 59 || (minutes.size && minutes.size != 2)) return false;
    *ret = 60 * h + m;
    return true;
}

bool minute_read(Str text, int64_t *ret) {
    text = str_trim(text);
    if (text.size == 0) {
        *ret = -1;
        return true;
    }
    size_t dot = str_find_char(text, '.'), colon = str_find_char(text, ':');
    size_t at = dot != STR_NOT_FOUND ? dot : colon;
    if (at != STR_NOT_FOUND)
        return at + 1 < text.size && two_numbers(str_slice(text, 0, at), str_slice(text, at + 1, text.size), ret);
    if (text.size == 4) return two_numbers(str_slice(text, 0, 2), str_slice(text, 2, 4), ret);
    return text.size <= 2 && two_numbers(text, STR(""), ret);
}

Str minute_text(Arena *arena, int64_t minute) {
    if (minute < 0) return STR("");
    return str_printf(arena, "%d.%02d", (int)(minute / 60 % 24), (int)(minute % 60));
}

Str time_span_text(Arena *arena, int64_t start, int64_t length) {
    if (start < 0) return STR("");
    Str from = minute_text(arena, start), to = minute_text(arena, start + length);
    return length > 0 && start + length < 1440 ? str_printf(arena, "%.*s–%.*s", STR_ARG(from), STR_ARG(to)) : from;
}

bool gathering_event(const GatheringKind *kind, EventKind *ret) {
    for (int i = 0; i < EVENT_KIND_COUNT; i++)
        if (kind->event.size && str_equal(kind->event, str_from_c(event_kind_names[i]))) {
            *ret = (EventKind)i;
            return true;
        }
    return false;
}

const char *gathering_state_text(GatheringState state) {
    switch (state) {
    case GATHERING_STATE_PLANNED: return N_("Planerad");
    case GATHERING_STATE_HELD: return N_("Hållen");
    case GATHERING_STATE_MISSED: return N_("Blev inte av");
    case GATHERING_STATE_CANCELLED: break;
    }
    return N_("Inställd");
}

Str gathering_title(const Gathering *gathering, Lang lang) {
    const GatheringKind *kind = rulebook_gathering_kind(gathering->kind);
    if (gathering->title.size || !kind) return gathering->title;
    return tr_str(lang, kind->name);
}

Str agenda_text(Arena *arena, Lang lang, const GatheringKind *kind) {
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < kind->agenda_count; i++) buf_addf(&buf, "%s%s", i ? "\n" : "", tr(lang, kind->agenda[i]));
    return buf_end(&buf);
}
