// local_time.h: instants (milliseconds since 1970-01-01 UTC) as people in Sweden read them:
// Europe/Stockholm, by the European Union's rule for summer time. No clock, no zone files.
#pragma once
#include "base/date.h"

Date local_date(int64_t instant);
Str local_clock(Arena *arena, int64_t instant); // "08.12"
