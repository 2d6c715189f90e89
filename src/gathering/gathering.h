// gathering.h: what people meet for, planned and held: words, times of the day, the days of a series.
// Pure. The kinds are the rulebook's (rulebook/gatherings/).
#pragma once
#include "gen/records.h"
#include "rulebook/rulebook.h"

#define SERIES_OCCASIONS_MAX 60

LIST_OF(DateList, Date);

// The days of a series, the first one included; those left out are not there. At most
// SERIES_OCCASIONS_MAX. A month's day is the same weekday in the same week of the month.
void series_days(Arena *arena, const GatheringSeries *series, DateList *ret);
// "2026-12-24, 2026-12-31" to the form it is kept in; false where a word is no day.
bool days_read(Arena *arena, Str text, Str *ret);

// "13.00", "13:00", "13" or "1300" to minutes of the day; false for what is no time. Empty gives -1.
bool minute_read(Str text, int64_t *ret);
Str minute_text(Arena *arena, int64_t minute);                   // "13.00"; empty for -1
Str time_span_text(Arena *arena, int64_t start, int64_t length); // "13.00–14.30"

bool gathering_event(const GatheringKind *kind, EventKind *ret); // false: its holding records none
const char *gathering_state_text(GatheringState state);         // for tr()
Str gathering_title(const Gathering *gathering, Lang lang);      // its title, or what its kind is called
Str agenda_text(Arena *arena, Lang lang, const GatheringKind *kind);
