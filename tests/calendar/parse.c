// Reads a calendar with libical: prints a line for each event, and fails on whatever libical minds.
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

static char text[16 << 20];

int main(void) {
    size_t size = fread(text, 1, sizeof text - 1, stdin);
    text[size] = 0;
    icalcomponent *calendar = icalparser_parse_string(text);
    if (!calendar || icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT) return fprintf(stderr, "no calendar\n"), 1;
    int errors = icalcomponent_count_errors(calendar);
    if (errors || !icalrestriction_check(calendar)) return fprintf(stderr, "%d errors: %s\n", errors, size > 1 ? "" : ""), 1;
    icalcomponent *zone = icalcomponent_get_first_component(calendar, ICAL_VTIMEZONE_COMPONENT);
    if (!zone) return fprintf(stderr, "no time zone\n"), 1;
    icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    for (; event; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        struct icaltimetype first = icalcomponent_get_dtstart(event), past = icalcomponent_get_dtend(event);
        if (!icaltime_is_date(first) || !icaltime_is_date(past) || icaltime_compare(first, past) >= 0)
            return fprintf(stderr, "days that are none\n"), 1;
        printf("%s\t%04d-%02d-%02d\t%04d-%02d-%02d\t%d\t%s\t%s\n", icalcomponent_get_uid(event), first.year, first.month, first.day,
               past.year, past.month, past.day, icalcomponent_get_sequence(event),
               icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED ? "cancelled" : "confirmed", icalcomponent_get_summary(event));
    }
    icalcomponent_free(calendar);
    return 0;
}
