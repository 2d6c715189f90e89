// date.h: days, spans of days and weeks: no clock, no zone.
//
// Spans are half open in C and SQL (first <= day < past) and inclusive on paper and in files; only
// the parsing and formatting here convert. An open end is DATE_OPEN, later than every date; an
// unknown date is DATE_NONE, earlier than every date.
#pragma once
#include "base/str.h"

typedef struct {
    int32_t day; // days since 1970-01-01
} Date;
typedef struct {
    Date first, past;
} DateSpan;
typedef struct {
    int32_t index; // ISO weeks since the one that begins Monday 1970-01-05
} Week;

#define DATE_NONE ((Date){INT32_MIN})
#define DATE_OPEN ((Date){INT32_MAX})

typedef struct {
    int year, month, day; // 1..12, 1..31
} Ymd;

Date date_from_ymd(int year, int month, int day); // the day may run past the month's end
bool date_ymd_is_valid(int year, int month, int day); // 1900..2199
Ymd date_to_ymd(Date date);
bool date_is_known(Date date); // neither none nor open
int date_compare(Date a, Date b);
Date date_add_days(Date date, int days);
Date date_add_months(Date date, int months); // 31 Jan + 1 month = 28/29 Feb
Date date_min(Date a, Date b);
Date date_max(Date a, Date b);
Date date_month_first(Date date);
int date_month_days(int year, int month);
int date_weekday(Date date); // 1 Monday .. 7 Sunday

Week week_of(Date date);
Date week_first(Week week);
int week_number(Date date, int *ret_year); // ISO number; the ISO year may differ from the date's

DateSpan date_span(Date first, Date past);
DateSpan date_span_inclusive(Date first, Date last);
bool date_span_is_empty(DateSpan span);
bool date_span_has(DateSpan span, Date date);
bool date_span_overlaps(DateSpan a, DateSpan b);
DateSpan date_span_common(DateSpan a, DateSpan b); // empty if none
int date_span_days(DateSpan span);
Date date_span_last(DateSpan span); // the last day in it; DATE_OPEN stays open

// 2026-11-23, 23/11/2026, 23.11.2026, 20261123, 261123, "23 nov 2026", "23 november 2026",
// "v5 2027" and "5/2027" (the Monday of that week). False when it is none of them.
bool date_parse(Str text, Date *ret);

Str date_iso(Arena *arena, Date date); // "2026-11-23"; empty for none and open
