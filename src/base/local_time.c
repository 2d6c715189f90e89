#include "base/local_time.h"

#define HOUR_MS ((int64_t)3600 * 1000)
#define DAY_MS (24 * HOUR_MS)

static int64_t divide_down(int64_t a, int64_t b) {
    return a / b - (a % b < 0);
}

// The last Sunday of a month with 31 days, at 01.00 UTC.
static int64_t last_sunday(int year, int month) {
    Date day = date_from_ymd(year, month, 31);
    day.day -= date_weekday(day) % 7;
    return day.day * DAY_MS + HOUR_MS;
}

// From the last Sunday of March to the last of October.
static int64_t offset_ms(int64_t instant) {
    int year = date_to_ymd((Date){(int32_t)divide_down(instant, DAY_MS)}).year;
    bool summer = instant >= last_sunday(year, 3) && instant < last_sunday(year, 10);
    return summer ? 2 * HOUR_MS : HOUR_MS;
}

Date local_date(int64_t instant) {
    return (Date){(int32_t)divide_down(instant + offset_ms(instant), DAY_MS)};
}

Str local_clock(Arena *arena, int64_t instant) {
    int64_t local = instant + offset_ms(instant);
    int minutes = (int)((local - divide_down(local, DAY_MS) * DAY_MS) / 60000);
    return str_printf(arena, "%02d.%02d", minutes / 60, minutes % 60);
}
