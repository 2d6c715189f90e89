// service_time.h: time in service, exact.
//
// A day in an n-day month is 1/n month, at the share worked. 377 580 is the least number that 28,
// 29, 30 and 31 all divide, so a whole calendar month at 100 % is exactly 37 758 000 parts and sums
// never drift; rounding happens only on paper.
#pragma once
#include "base/date.h"

typedef struct {
    int64_t parts; // 1/377 580 month x percent
} ServiceTime;

#define SERVICE_TIME_MONTH ((ServiceTime){37758000})

ServiceTime service_time_of_span(DateSpan span, Percent share); // the span must be closed
ServiceTime service_time_of_months(int64_t hundredths);         // 600 = six months
ServiceTime service_time_add(ServiceTime a, ServiceTime b);
ServiceTime service_time_subtract(ServiceTime a, ServiceTime b);
int service_time_compare(ServiceTime a, ServiceTime b);
// The first date `past` such that [first, past) holds at least `time` at this share (1..100).
Date service_time_end(Date first, ServiceTime time, Percent share);
int64_t service_time_hundredths(ServiceTime time); // months x 100, rounded half away from zero
Str service_time_text(Arena *arena, ServiceTime time); // "14,5" months, at most two decimals
