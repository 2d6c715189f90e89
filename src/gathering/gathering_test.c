#include "gathering/gathering.h"
#include "base/test.h"

static Str days_of(Arena *arena, GatheringSeries series) {
    DateList days;
    Str text = STR("");
    series_days(arena, &series, &days);
    for (size_t i = 0; i < days.count; i++)
        text = str_printf(arena, "%.*s%s%.*s", STR_ARG(text), i ? " " : "", STR_ARG(date_iso(arena, days.items[i])));
    return text;
}

TEST(series_has_its_days) {
    Arena *arena = arena_open(1 << 20);
    GatheringSeries weekly = {.repeats = SERIES_REPEATS_WEEK, .every = 2, .first = date_from_ymd(2026, 9, 3),
                              .past = date_from_ymd(2026, 10, 16), .left_out = STR("2026-10-01")};
    CHECK_STR(days_of(arena, weekly), STR("2026-09-03 2026-09-17 2026-10-15"), "every second Thursday but one");
    GatheringSeries monthly = {.repeats = SERIES_REPEATS_MONTH, .every = 1, .first = date_from_ymd(2026, 9, 8),
                               .past = date_from_ymd(2026, 12, 31)};
    CHECK_STR(days_of(arena, monthly), STR("2026-09-08 2026-10-13 2026-11-10 2026-12-08"), "the second Tuesday of each month");
    monthly.first = date_from_ymd(2026, 8, 31);
    CHECK_STR(days_of(arena, monthly), STR("2026-08-31 2026-09-28 2026-10-26 2026-11-30 2026-12-28"),
              "the fifth Monday, or the last where there is no fifth");
    GatheringSeries term = {.repeats = SERIES_REPEATS_TERM, .every = 1, .first = date_from_ymd(2026, 4, 14),
                            .past = date_from_ymd(2027, 12, 1)};
    CHECK_STR(days_of(arena, term), STR("2026-04-14 2026-10-13 2027-04-13 2027-10-12"), "each term");
    weekly = (GatheringSeries){.repeats = SERIES_REPEATS_WEEK, .first = {20000}, .past = {40000}};
    DateList days;
    series_days(arena, &weekly, &days);
    CHECK(days.count == SERIES_OCCASIONS_MAX, "a series without a reasonable end stops");
    arena_close(arena);
}

TEST(time_of_day_is_read_as_people_write_it) {
    static const struct {
        const char *text;
        int64_t minute; // -2: no time
    } cases[] = {{"13.00", 780}, {"13:05", 785}, {"8", 480}, {"0830", 510}, {"", -1}, {" 9.15 ", 555},
                 {"24.00", -2},  {"12.60", -2},  {"12.5", -2}, {"kl 8", -2}, {"12.", -2}};
    Arena *arena = arena_open(1 << 16);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t minute = -2;
        bool read = minute_read(str_from_c(cases[i].text), &minute);
        CHECK(read == (cases[i].minute != -2) && minute == cases[i].minute, cases[i].text);
    }
    CHECK_STR(time_span_text(arena, 780, 90), STR("13.00–14.30"), "a span");
    CHECK_STR(time_span_text(arena, -1, 90), STR(""), "not said");
    arena_close(arena);
}

TEST(every_kind_of_gathering_says_what_its_holding_records) {
    for (size_t i = 0; i < rulebook_data.gathering_kind_count; i++) {
        const GatheringKind *kind = &rulebook_data.gathering_kinds[i];
        EventKind event;
        CHECK(kind->event.size == 0 || gathering_event(kind, &event), kind->name);
        CHECK(rulebook_gathering_kind(kind->id) == kind, "found by its id");
    }
    CHECK(!rulebook_gathering_kind(STR("disputation")), "no other kind");
}
