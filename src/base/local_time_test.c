#include "base/local_time.h"
#include "base/test.h"

TEST(local_time_follows_summer_time) {
    static const struct {
        int64_t utc_seconds;
        const char *date, *clock, *why;
    } cases[] = {
        {1795503120, "2026-11-24", "07.52", "winter: one hour ahead"},
        {1795476600, "2026-11-24", "00.30", "the day begins an hour before UTC's"},
        {1774745999, "2026-03-29", "01.59", "the last second of winter"},
        {1774746000, "2026-03-29", "03.00", "and then it is three"},
        {1792889999, "2026-10-25", "02.59", "the last second of summer"},
        {1792890000, "2026-10-25", "02.00", "and then it is two again"},
        {-3600, "1970-01-01", "00.00", "before the epoch"},
    };
    Arena *arena = arena_open(1 << 16);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t instant = cases[i].utc_seconds * 1000;
        CHECK_STR(date_iso(arena, local_date(instant)), str_from_c(cases[i].date), cases[i].why);
        CHECK_STR(local_clock(arena, instant), str_from_c(cases[i].clock), cases[i].why);
    }
    arena_close(arena);
}
