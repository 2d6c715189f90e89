#include "base/service_time.h"
#include <assert.h>

#define PARTS_PER_MONTH 377580

// Parts at one percent of the days [first, past), all in one month.
static int64_t month_parts(Ymd first, int days) {
    return (int64_t)days * (PARTS_PER_MONTH / date_month_days(first.year, first.month));
}

ServiceTime service_time_of_span(DateSpan span, Percent share) {
    assert(date_is_known(span.first) && date_is_known(span.past));
    int64_t parts = 0;
    while (!date_span_is_empty(span)) {
        Ymd ymd = date_to_ymd(span.first);
        Date next = date_min(date_from_ymd(ymd.year, ymd.month + 1, 1), span.past);
        parts += month_parts(ymd, next.day - span.first.day);
        span.first = next;
    }
    return (ServiceTime){parts * share.value};
}

ServiceTime service_time_of_months(int64_t hundredths) {
    return (ServiceTime){hundredths * PARTS_PER_MONTH};
}

ServiceTime service_time_add(ServiceTime a, ServiceTime b) {
    return (ServiceTime){a.parts + b.parts};
}

ServiceTime service_time_subtract(ServiceTime a, ServiceTime b) {
    return (ServiceTime){a.parts - b.parts};
}

int service_time_compare(ServiceTime a, ServiceTime b) {
    return (a.parts > b.parts) - (a.parts < b.parts);
}

Date service_time_end(Date first, ServiceTime time, Percent share) {
    assert(share.value > 0);
    int64_t left = time.parts;
    while (left > 0) {
        Ymd ymd = date_to_ymd(first);
        int days = date_month_days(ymd.year, ymd.month);
        int64_t per_day = (int64_t)(PARTS_PER_MONTH / days) * share.value;
        int rest = days - ymd.day + 1;
        int64_t need = (left + per_day - 1) / per_day;
        int step = need < rest ? (int)need : rest;
        left -= per_day * step;
        first.day += step;
    }
    return first;
}

int64_t service_time_hundredths(ServiceTime time) {
    int64_t half = PARTS_PER_MONTH / 2;
    return (time.parts + (time.parts < 0 ? -half : half)) / PARTS_PER_MONTH;
}

Str service_time_text(Arena *arena, ServiceTime time) {
    int64_t n = service_time_hundredths(time);
    const char *sign = n < 0 ? "-" : "";
    if (n < 0) n = -n;
    long long whole = n / 100, rest = n % 100;
    if (rest == 0) return str_printf(arena, "%s%lld", sign, whole);
    if (rest % 10 == 0) return str_printf(arena, "%s%lld,%lld", sign, whole, rest / 10);
    return str_printf(arena, "%s%lld,%02lld", sign, whole, rest);
}
