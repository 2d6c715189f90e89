// Specialist collegium and yearly review: once a calendar year, late when the months have passed.
// Leave stops the clock; what falls due during rotation or leave waits until some months after. At the
// end a preparatory review, while there is time to plan anew, and a closing one before the application.
#include "duty/checks.h"

static bool is_bt(const TrainingFacts *t) {
    return t->training->kind == TRAINING_KIND_BT;
}

// A BT has its own collegia: the nth is due so many months after the start.
static void collegium_bt(Run *run, const TrainingFacts *t) {
    Date known = date_min(facts_known_from(t->home, EVENT_KIND_BT_COLLEGIUM),
                          facts_known_from(t->home, EVENT_KIND_COLLEGIUM));
    if (date_compare(known, t->training->first) > 0) return; // those before it are unknown
    int held = 0;
    for (size_t i = 0; i < t->events.count; i++) {
        const Event *event = &t->events.items[i];
        held += (event->kind == EVENT_KIND_BT_COLLEGIUM || event->kind == EVENT_KIND_COLLEGIUM) &&
                date_compare(event->held, run->on) <= 0;
    }
    const char *const dues[] = {"bt_first_months", "bt_second_months"};
    int months = 0;
    for (size_t i = 0; i < COUNT_OF(dues); i++) {
        int nth = setting(run, dues[i], t->home);
        Date due = clock_due(t, t->training->first, nth);
        if (held <= (int)i && date_compare(due, run->on) <= 0) months = nth;
    }
    if (!months) return;
    Found *found = find_training(run, "bt", t);
    arg_number(found, "months", months);
    arg_date(found, "date", t->training->first);
    found->since = clock_due(t, t->training->first, months);
}

void check_review_collegium(Run *run, const TrainingFacts *t) {
    Date start;
    bool ever;
    if (!clock_runs(t, run->on)) return;
    if (is_bt(t)) {
        collegium_bt(run, t);
        return;
    }
    if (!clock_start(t, EVENT_KIND_COLLEGIUM, run->on, &start, &ever)) return;
    int months = setting(run, ever ? "late_months" : "first_months", t->home);
    Date due = clock_wait(t, clock_due(t, start, months), setting(run, "wait_months", t->home));
    if (date_compare(due, run->on) > 0) return;
    Found *found = find_training(run, ever ? "late" : "first", t);
    arg_date(found, "date", ever ? start : t->training->first);
    arg_number(found, "months", months);
    found->since = due;
}

void check_review_yearly(Run *run, const TrainingFacts *t) {
    Date start;
    bool ever;
    if (!clock_runs(t, run->on) || is_bt(t) ||
        !clock_start(t, EVENT_KIND_YEARLY_REVIEW, run->on, &start, &ever))
        return;
    int months = setting(run, "late_months", t->home);
    Date due = clock_wait(t, clock_due(t, start, months), setting(run, "wait_months", t->home));
    if (date_compare(due, run->on) > 0) return;
    Found *found = find_training(run, ever ? "late" : "first", t);
    arg_date(found, "date", ever ? start : t->training->first);
    arg_number(found, "months", months);
    found->since = due;
}

static void find_final(Run *run, const char *how, const TrainingFacts *t, Date day, bool is_late) {
    Found *found = find_training(run, how, t);
    arg_date(found, "date", day);
    if (is_late) found->since = day;
    else found->due = day;
}

// When the closing one is due, a preparatory one that was never held is asked for no more.
void check_review_final(Run *run, const TrainingFacts *t) {
    Date end = t->training->planned_end;
    Date known = date_min(facts_known_from(t->home, EVENT_KIND_FINAL_REVIEW_PREPARATORY),
                          facts_known_from(t->home, EVENT_KIND_FINAL_REVIEW));
    if (!clock_runs(t, run->on) || is_bt(t) || !date_is_known(end) || known.day == DATE_OPEN.day) return;
    Date closing = date_add_months(end, -setting(run, "closing_months", t->home));
    Date first = date_add_months(end, -setting(run, "first_months", t->home));
    Date last = date_add_months(end, -setting(run, "last_months", t->home));
    Date closed = event_last(t->events, EVENT_KIND_FINAL_REVIEW, run->on);
    if (date_compare(closing, run->on) <= 0) {
        bool passed = date_compare(end, run->on) < 0;
        if (!date_is_known(closed)) find_final(run, passed ? "closing_late" : "closing", t, end, passed);
        return;
    }
    Date prepared = event_last(t->events, EVENT_KIND_FINAL_REVIEW_PREPARATORY, run->on);
    if (date_compare(first, run->on) > 0 || date_is_known(prepared) || date_is_known(closed)) return;
    bool passed = date_compare(last, run->on) < 0;
    if (passed && date_compare(known, last) > 0) return; // held or not: before the unit began
    find_final(run, passed ? "preparatory_late" : "preparatory", t, last, passed);
}
