// The dated plan: one place at a time, no long gaps ahead, within the employment.
#include "duty/checks.h"

// A course or a visit runs inside other service.
static bool takes_time(const Placement *placement) {
    return placement->kind != PLACEMENT_KIND_COURSE && placement->kind != PLACEMENT_KIND_OBSERVATION;
}

static int service_share(const TrainingFacts *t, Date on) {
    int share = t->shares.count ? t->shares.items[0].share.value : 100;
    for (size_t i = 0; i < t->shares.count; i++)
        if (date_compare(t->shares.items[i].first, on) <= 0) share = t->shares.items[i].share.value;
    return share;
}

// What ended before the unit began is history, what ended before the day is done: both stay as they are.
static bool is_settled(const Run *run, const TrainingFacts *t, Date past) {
    return date_compare(past, run->on) <= 0 ||
           (date_is_known(t->home->in_use_from) && date_compare(past, t->home->in_use_from) <= 0);
}

static int sum_of_shares(const TrainingFacts *t, Date on) {
    int sum = 0;
    for (size_t i = 0; i < t->placements.count; i++) {
        const Placement *p = &t->placements.items[i];
        if (takes_time(p) && date_span_has(date_span(p->first, p->past), on)) sum += p->share.value;
    }
    return sum;
}

static Str place_name(const Run *run, const Placement *placement) {
    const UnitFacts *unit = facts_unit(run->facts, placement->unit);
    return unit ? facts_unit_name(unit) : STR("placeringen");
}

static void find_overlap(Run *run, const TrainingFacts *t, const Placement *a, const Placement *b,
                         DateSpan span, int percent) {
    Found *found = find_training(run, "overlap", t);
    found->placement = b->id;
    found->period = date_iso(run->arena, b->first);
    arg_text(found, "first_place", place_name(run, a));
    arg_text(found, "second_place", place_name(run, b));
    arg_span(found, "span", span);
    arg_number(found, "percent", percent);
    if (date_compare(span.first, run->on) <= 0) found->since = span.first;
    else found->due = span.first;
}

// Each placement that begins while the sum is already full clashes with the one before it.
void check_placement_overlap(Run *run, const TrainingFacts *t) {
    if (training_is_over(t, run->on)) return;
    for (size_t j = 1; j < t->placements.count; j++) {
        const Placement *b = &t->placements.items[j];
        for (size_t i = j; takes_time(b) && i-- > 0;) {
            const Placement *a = &t->placements.items[i];
            DateSpan both = date_span_common(date_span(a->first, a->past), date_span(b->first, b->past));
            if (!takes_time(a) || date_span_is_empty(both) || is_settled(run, t, both.past)) continue;
            int percent = sum_of_shares(t, both.first), room = service_share(t, both.first);
            if (percent <= room) continue;
            find_overlap(run, t, a, b, both, percent);
            break;
        }
    }
}

// The first day from `from` on that neither a placement nor leave covers.
static Date uncovered_from(const TrainingFacts *t, Date from) {
    for (bool longer = true; longer;) {
        longer = false;
        for (size_t i = 0; i < t->placements.count; i++) {
            const Placement *p = &t->placements.items[i];
            if (!takes_time(p) || !date_span_has(date_span(p->first, p->past), from)) continue;
            from = p->past;
            longer = true;
        }
        for (size_t i = 0; i < t->absences.count; i++) {
            const Absence *a = &t->absences.items[i];
            if (a->share.value < 100 || !date_span_has(date_span(a->first, a->past), from)) continue;
            from = a->past;
            longer = true;
        }
    }
    return from;
}

static Date covered_from(const TrainingFacts *t, Date from, Date past) {
    for (size_t i = 0; i < t->placements.count; i++)
        if (takes_time(&t->placements.items[i]) && date_compare(t->placements.items[i].first, from) >= 0)
            past = date_min(past, t->placements.items[i].first);
    for (size_t i = 0; i < t->absences.count; i++)
        if (t->absences.items[i].share.value >= 100 && date_compare(t->absences.items[i].first, from) >= 0)
            past = date_min(past, t->absences.items[i].first);
    return past;
}

// The first day after the last that was covered before `day`.
static Date covered_before(const TrainingFacts *t, Date day) {
    Date past = t->training->first;
    for (size_t i = 0; i < t->placements.count; i++)
        if (takes_time(&t->placements.items[i]) && date_compare(t->placements.items[i].past, day) <= 0)
            past = date_max(past, t->placements.items[i].past);
    for (size_t i = 0; i < t->absences.count; i++)
        if (t->absences.items[i].share.value >= 100 && date_compare(t->absences.items[i].past, day) <= 0)
            past = date_max(past, t->absences.items[i].past);
    return past;
}

void check_placement_gap(Run *run, const TrainingFacts *t) {
    if (!facts_knows(t->home, KNOWN_PLACEMENT) || training_is_over(t, run->on) ||
        t->training->state == TRAINING_STATE_PAUSED)
        return;
    int weeks = setting(run, "gap_weeks", t->home);
    DateSpan ahead = date_span_common(
        training_span(t), date_span(run->on, date_add_months(run->on, setting(run, "horizon_months", t->home))));
    if (!date_is_known(t->training->first)) return;
    for (Date day = ahead.first; date_compare(day, ahead.past) < 0;) {
        Date first = uncovered_from(t, day), past = covered_from(t, first, ahead.past);
        if (date_compare(first, ahead.past) < 0 && past.day - first.day > 7 * weeks) {
            Found *found = find_training(run, "gap", t);
            found->period = date_compare(first, run->on) <= 0 ? STR("now") : date_iso(run->arena, first);
            arg_span(found, "span", date_span(first, past));
            arg_number(found, "weeks", weeks);
            if (date_compare(first, run->on) <= 0) found->since = covered_before(t, first);
            else found->due = first;
        }
        day = date_max(past, date_add_days(first, 1));
    }
}

void check_placement_outside(Run *run, const TrainingFacts *t) {
    DateSpan employed = training_span(t);
    if (!date_is_known(employed.first)) return;
    for (size_t i = 0; i < t->placements.count; i++) {
        const Placement *p = &t->placements.items[i];
        bool before = date_compare(p->first, employed.first) < 0;
        bool after = date_compare(p->past, employed.past) > 0;
        if (is_settled(run, t, p->past) || (!before && !after)) continue;
        Found *found = find_training(run, before ? "before" : "after", t);
        found->placement = p->id;
        found->period = date_iso(run->arena, p->first);
        arg_text(found, "unit", place_name(run, p));
        arg_span(found, "span", date_span(p->first, p->past));
        arg_date(found, "date", before ? employed.first : date_add_days(employed.past, -1));
        if (date_compare(p->first, run->on) <= 0) found->since = p->first;
        else found->due = before ? p->first : date_max(p->first, employed.past);
    }
}
