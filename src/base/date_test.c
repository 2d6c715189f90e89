#include "base/test.h"
#include "base/date.h"

#define D(y, m, d) date_from_ymd(y, m, d)
#define SPAN(a, b) ((DateSpan){{a}, {b}})

TEST(date_round_trip) {
    for (int32_t day = -40000; day < 83000; day++) {
        Ymd ymd = date_to_ymd((Date){day});
        CHECK(date_from_ymd(ymd.year, ymd.month, ymd.day).day == day, "a day survives both ways");
        CHECK(date_ymd_is_valid(ymd.year, ymd.month, ymd.day) || ymd.year < 1900, "and is valid");
    }
    CHECK(D(1970, 1, 1).day == 0, "day 0 is 1970-01-01");
    CHECK(D(2024, 3, 1).day - D(2024, 2, 28).day == 2, "2024 has a leap day");
    CHECK(D(2100, 3, 1).day - D(2100, 2, 28).day == 1, "2100 has none");
}

TEST(date_parse_forms) {
    static const struct {
        const char *text;
        int year, month, day;
    } cases[] = {
        {"2026-11-23", 2026, 11, 23},   {" 2026-1-3 ", 2026, 1, 3},  {"23/11/2026", 2026, 11, 23},
        {"23.11.2026", 2026, 11, 23},   {"20261123", 2026, 11, 23},  {"261123", 2026, 11, 23},
        {"710523", 1971, 5, 23},        {"23 nov 2026", 2026, 11, 23}, {"1 Maj 2027", 2027, 5, 1},
        {"3 oktober 2026", 2026, 10, 3}, {"v5 2027", 2027, 2, 1},    {"v. 53 2026", 2026, 12, 28},
        {"5/2027", 2027, 2, 1},         {"2024-02-29", 2024, 2, 29},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Date date;
        CHECK(date_parse(str_from_c(cases[i].text), &date), cases[i].text);
        CHECK(date.day == D(cases[i].year, cases[i].month, cases[i].day).day, cases[i].text);
    }
    static const char *const bad[] = {"",           "2026-02-29", "2026-13-01", "31/4/2026", "v54 2027",
                                      "53/2027",    "2026-11",    "nonsense",   "1899-01-01",
                                      "2026-11-23x", "-1-1-2026", "23 nov",     "99999999"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        Date date;
        CHECK(!date_parse(str_from_c(bad[i]), &date), bad[i]);
    }
}

TEST(date_span_overlaps) {
    static const struct {
        const char *why;
        DateSpan a, b;
        bool expect;
    } cases[] = {
        {"neighbours share only an edge", SPAN(1, 5), SPAN(5, 9), false},
        {"one day in common", SPAN(1, 5), SPAN(4, 9), true},
        {"an empty span touches nothing", SPAN(3, 3), SPAN(1, 9), false},
        {"an open end reaches everything", SPAN(1, INT32_MAX), SPAN(40000, 40001), true},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK(date_span_overlaps(cases[i].a, cases[i].b) == cases[i].expect, cases[i].why);
}

TEST(date_weeks) {
    static const struct {
        int year, month, day, iso_year, week, weekday;
    } cases[] = {{2026, 11, 23, 2026, 48, 1}, {2027, 1, 1, 2026, 53, 5}, {2027, 1, 4, 2027, 1, 1},
                 {2024, 12, 30, 2025, 1, 1},  {2021, 1, 3, 2020, 53, 7}, {1969, 12, 31, 1970, 1, 3}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Date date = D(cases[i].year, cases[i].month, cases[i].day);
        int iso_year;
        CHECK(week_number(date, &iso_year) == cases[i].week, "ISO week");
        CHECK(iso_year == cases[i].iso_year, "ISO year");
        CHECK(date_weekday(date) == cases[i].weekday, "weekday");
    }
}

TEST(date_add_months_keeps_to_the_month) {
    CHECK(date_add_months(D(2026, 1, 31), 1).day == D(2026, 2, 28).day, "31 Jan + 1");
    CHECK(date_add_months(D(2024, 1, 31), 1).day == D(2024, 2, 29).day, "leap year");
    CHECK(date_add_months(D(2026, 3, 15), -15).day == D(2024, 12, 15).day, "back over years");
    CHECK(date_add_months(DATE_OPEN, 1).day == DATE_OPEN.day, "open stays open");
}
