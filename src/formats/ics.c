#include "formats/ics.h"
#include "base/buf.h"
#include <string.h>

#define LINE_BYTES_MAX 75

// --- lines ----------------------------------------------------------------------------------------

// A line is cut between characters, never in one; each further piece begins with a space.
static void add_folded(Buf *out, Str line) {
    for (size_t first = 0, room = LINE_BYTES_MAX; first < line.size || !first; room = LINE_BYTES_MAX - 1) {
        size_t past = line.size - first > room ? first + room : line.size;
        while (past < line.size && past > first + room - 4 && ((unsigned char)line.data[past] & 0xc0) == 0x80) past--;
        if (first) buf_add(out, STR("\r\n "));
        buf_add(out, str_slice(line, first, past));
        first = past;
        if (!line.size) break;
    }
    buf_add(out, STR("\r\n"));
}

// Control characters cannot stand in a text, but for the tab; a line end of any kind is \n.
static Str escaped(Arena *arena, Str text) {
    Buf out = buf_begin(arena);
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '\r' && i + 1 < text.size && text.data[i + 1] == '\n') continue;
        if (c == '\n' || c == '\r') buf_add(&out, STR("\\n"));
        else if (c == '\\' || c == ';' || c == ',') buf_addf(&out, "\\%c", c);
        else if ((c >= ' ' && c != 0x7f) || c == '\t') buf_add_char(&out, (char)c);
    }
    return buf_end(&out);
}

Str ics_line(Arena *arena, const char *name, Str text) {
    Buf out = buf_begin(arena);
    add_folded(&out, str_printf(arena, "%s:%.*s", name, STR_ARG(escaped(arena, text))));
    return buf_end(&out);
}

static Str unfolded(Arena *arena, Str line) {
    Buf out = buf_begin(arena);
    for (size_t i = 0; i < line.size; i++) {
        if (str_starts(str_slice(line, i, line.size), STR("\r\n "))) i += 2;
        else buf_add_char(&out, line.data[i]);
    }
    return buf_end(&out);
}

bool ics_line_read(Arena *arena, Str line, const char *name, Str *ret) {
    Str whole = unfolded(arena, line), head = str_printf(arena, "%s:", name);
    if (!str_starts(whole, head) || !str_ends(whole, STR("\r\n"))) return false;
    Str text = str_slice(whole, head.size, whole.size - 2);
    Buf out = buf_begin(arena);
    for (size_t i = 0; i < text.size; i++) {
        bool marked = text.data[i] == '\\' && i + 1 < text.size;
        if (marked) i++;
        buf_add_char(&out, marked && (text.data[i] == 'n' || text.data[i] == 'N') ? '\n' : text.data[i]);
    }
    *ret = buf_end(&out);
    return true;
}

// --- events ---------------------------------------------------------------------------------------

static Str day_text(Arena *arena, Date date) {
    Ymd ymd = date_to_ymd(date);
    return str_printf(arena, "%04d%02d%02d", ymd.year, ymd.month, ymd.day);
}

static Str instant_text(Arena *arena, int64_t instant) {
    int64_t seconds = instant / 1000;
    int of_day = (int)(seconds % 86400);
    return str_printf(arena, "%.*sT%02d%02d%02dZ", STR_ARG(day_text(arena, (Date){(int32_t)(seconds / 86400)})), of_day / 3600,
                      of_day / 60 % 60, of_day % 60);
}

static bool is_timed(const IcsEvent *event) {
    return event->begins || event->ends;
}

static void add_when(Buf *out, Arena *arena, const IcsEvent *event) {
    Str first = day_text(arena, event->days.first);
    if (is_timed(event)) {
        buf_addf(out, "DTSTART;TZID=Europe/Stockholm:%.*sT%02d%02d00\r\n", STR_ARG(first), event->begins / 60, event->begins % 60);
        buf_addf(out, "DTEND;TZID=Europe/Stockholm:%.*sT%02d%02d00\r\n", STR_ARG(first), event->ends / 60, event->ends % 60);
        return;
    }
    buf_addf(out, "DTSTART;VALUE=DATE:%.*s\r\nDTEND;VALUE=DATE:%.*s\r\n", STR_ARG(first), STR_ARG(day_text(arena, event->days.past)));
}

// DTSTAMP is when it was last changed, so that what has not changed is the same bytes.
static void add_event(Buf *out, Arena *arena, const IcsEvent *event) {
    Str modified = instant_text(arena, event->modified);
    buf_add(out, STR("BEGIN:VEVENT\r\n"));
    buf_add(out, ics_line(arena, "UID", event->uid));
    buf_addf(out, "DTSTAMP:%.*s\r\nLAST-MODIFIED:%.*s\r\nSEQUENCE:%lld\r\n", STR_ARG(modified), STR_ARG(modified), (long long)event->sequence);
    add_when(out, arena, event);
    buf_add(out, ics_line(arena, "SUMMARY", event->summary));
    if (event->location.size) buf_add(out, ics_line(arena, "LOCATION", event->location));
    buf_addf(out, "STATUS:%s\r\n", event->cancelled ? "CANCELLED" : "CONFIRMED");
    buf_addf(out, "TRANSP:%s\r\nEND:VEVENT\r\n", is_timed(event) ? "OPAQUE" : "TRANSPARENT");
}

// The European Union's rule for summer time, as Sweden has had it since 1996.
static const char zone[] =
    "BEGIN:VTIMEZONE\r\nTZID:Europe/Stockholm\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:19960331T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
    "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\nDTSTART:19961027T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
    "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

Str ics_calendar(Arena *arena, Str name, const IcsEventList *events) {
    Buf out = buf_begin(arena);
    buf_add(&out, STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Randa//Randa//SV\r\nCALSCALE:GREGORIAN\r\n"));
    buf_add(&out, ics_line(arena, "X-WR-CALNAME", name));
    buf_add(&out, STR("X-WR-TIMEZONE:Europe/Stockholm\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n"));
    buf_add(&out, str_from_c(zone));
    for (size_t i = 0; i < events->count; i++) add_event(&out, arena, &events->items[i]);
    buf_add(&out, STR("END:VCALENDAR\r\n"));
    return buf_end(&out);
}
