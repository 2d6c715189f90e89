// External inspection every fifth year: ordered in time. A visit that is booked ahead answers.
#include "duty/checks.h"

void check_inspection(Run *run, const UnitFacts *u) {
    bool trains = false;
    for (size_t i = 0; i < u->trainings.count; i++)
        trains = trains || training_is_active(u->trainings.items[i], run->on);
    Date last = event_last(u->events, EVENT_KIND_INSPECTION_EXTERNAL, run->on);
    Date booked = event_last(u->events, EVENT_KIND_INSPECTION_EXTERNAL, DATE_OPEN);
    if (!trains || !date_is_known(last) || date_compare(booked, run->on) > 0) return; // never: unknown
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
