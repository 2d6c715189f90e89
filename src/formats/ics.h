// ics.h: a calendar as other programs read it (iCalendar, RFC 5545). Pure: the same events, the same bytes.
//
// Days are whole and the end is the day after the last (VALUE=DATE); a meeting has a time in
// Europe/Stockholm. An event keeps its UID for good; whoever changes it raises its sequence.
#pragma once
#include "base/arena.h"
#include "base/date.h"
#include "base/list.h"
#include "base/str.h"

typedef struct {
    Str uid, summary, location; // location may be empty
    DateSpan days;              // whole days; of a meeting: the one day
    int begins, ends;           // minutes of the day; both 0: whole days
    int64_t sequence, modified; // how often it was changed; when last, milliseconds since 1970 UTC
    bool cancelled;
} IcsEvent;
LIST_OF(IcsEventList, IcsEvent);

Str ics_calendar(Arena *arena, Str name, const IcsEventList *events);

// "NAME:value" as one or more lines of at most 75 bytes; a value is text, and escaped. And back.
Str ics_line(Arena *arena, const char *name, Str text);
bool ics_line_read(Arena *arena, Str line, const char *name, Str *ret);
