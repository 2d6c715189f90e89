// External inspection every fifth year: ordered in time. A visit that is booked ahead answers. Halfway
// between two, the clinic looks at itself.
#include "duty/checks.h"

static bool trains_someone(const Run *run, const UnitFacts *u) {
    for (size_t i = 0; i < u->trainings.count; i++)
        if (training_is_active(u->trainings.items[i], run->on)) return true;
    return false;
}

void check_inspection(Run *run, const UnitFacts *u) {
    Date last = event_last(u->events, EVENT_KIND_INSPECTION_EXTERNAL, run->on);
    Date booked = event_last(u->events, EVENT_KIND_INSPECTION_EXTERNAL, DATE_OPEN);
    if (!trains_someone(run, u) || !date_is_known(last) || date_compare(booked, run->on) > 0) return; // never: unknown
    int years = setting(run, "interval_years", u);
    Date due = date_add_months(last, 12 * years);
    bool passed = date_compare(due, run->on) < 0;
    if (!passed && date_compare(date_add_months(run->on, setting(run, "order_months", u)), due) < 0) return;
    Found *found = find_unit(run, passed ? "passed" : "order", u);
    arg_date(found, "date", due);
    arg_number(found, "years", years);
    if (passed) found->since = due;
    else found->due = due;
}

void check_inspection_internal(Run *run, const UnitFacts *u) {
    Date last = event_last(u->events, EVENT_KIND_INSPECTION_EXTERNAL, run->on);
    Date own = event_last(u->events, EVENT_KIND_INSPECTION_INTERNAL, run->on);
    if (!trains_someone(run, u) || !date_is_known(last) || date_compare(own, last) >= 0) return;
    int months = setting(run, "midway_months", u);
    Date due = date_add_months(last, months);
    if (date_compare(due, run->on) > 0 ||
        date_compare(facts_known_from(u, EVENT_KIND_INSPECTION_INTERNAL), due) > 0)
        return;
    Found *found = find_unit(run, "none", u);
    arg_date(found, "date", last);
    arg_number(found, "months", months);
    found->since = due;
}
