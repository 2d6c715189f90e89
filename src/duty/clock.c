// What makes a clock stand still. Leave moves a date that is due by as many days as it lasted; a
// date that falls due while someone is away waits until some months after the return, once: else a
// trainee who is often away would never be seen.
#include "duty/checks.h"

bool training_is_over(const TrainingFacts *t, Date on) {
    const Training *training = t->training;
    return training->state == TRAINING_STATE_COMPLETED || training->state == TRAINING_STATE_ENDED ||
           (date_is_known(training->ended) && date_compare(training->ended, on) < 0);
}

bool training_is_active(const TrainingFacts *t, Date on) {
    return date_is_known(t->training->first) && date_compare(t->training->first, on) <= 0 &&
           t->training->state != TRAINING_STATE_PAUSED && !training_is_over(t, on);
}

DateSpan training_span(const TrainingFacts *t) {
    Date last = date_is_known(t->training->ended) ? t->training->ended : t->training->planned_end;
    return date_span(t->training->first, date_is_known(last) ? date_add_days(last, 1) : DATE_OPEN);
}

bool absence_stops_clocks(const Absence *absence) {
    return absence->share.value >= 100 &&
           (absence->cause == ABSENCE_CAUSE_PARENTAL || absence->cause == ABSENCE_CAUSE_SICK ||
            absence->cause == ABSENCE_CAUSE_OTHER_SERVICE);
}

// Absences come sorted by first day: `done` is the first day not yet looked at.
int leave_days(const TrainingFacts *t, DateSpan span) {
    int days = 0;
    Date done = span.first;
    for (size_t i = 0; i < t->absences.count; i++) {
        const Absence *absence = &t->absences.items[i];
        if (!absence_stops_clocks(absence)) continue;
        DateSpan part = date_span_common(date_span(absence->first, absence->past), date_span(done, span.past));
        if (date_span_is_empty(part)) continue;
        days += date_span_days(part);
        done = part.past;
    }
    return days;
}

static bool on_leave(const TrainingFacts *t, Date date, DateSpan *ret) {
    for (size_t i = 0; i < t->absences.count; i++) {
        const Absence *absence = &t->absences.items[i];
        *ret = date_span(absence->first, absence->past);
        if (absence_stops_clocks(absence) && date_span_has(*ret, date)) return true;
    }
    return false;
}

bool clock_runs(const TrainingFacts *t, Date on) {
    DateSpan leave;
    return training_is_active(t, on) && !on_leave(t, on, &leave);
}

static Date week_monday(int year, int week) {
    Week first = week_of(date_from_ymd(year, 1, 4)); // 4 January is always in week 1
    return week_first((Week){first.index + week - 1});
}

int countable_days(const TrainingFacts *t, DateSpan span, int first_week, int last_week) {
    if (date_span_is_empty(span)) return 0;
    int days = date_span_days(span) - leave_days(t, span);
    for (int year = date_to_ymd(span.first).year; year <= date_to_ymd(span.past).year; year++) {
        DateSpan summer = date_span_common(
            span, date_span(week_monday(year, first_week), week_monday(year, last_week + 1)));
        if (!date_span_is_empty(summer)) days -= date_span_days(summer) - leave_days(t, summer);
    }
    return days;
}

Date clock_due(const TrainingFacts *t, Date start, int months) {
    Date due = date_add_months(start, months);
    for (int round = 0; round < 16; round++) {
        Date later = date_add_days(date_add_months(start, months), leave_days(t, date_span(start, due)));
        if (date_compare(later, due) == 0) break;
        due = later;
    }
    return due;
}

bool placement_is_away(const TrainingFacts *t, const Placement *placement) {
    return (placement->kind == PLACEMENT_KIND_ROTATION || placement->kind == PLACEMENT_KIND_BT) &&
           placement->unit.raw != t->training->home_unit.raw;
}

static bool away_on(const TrainingFacts *t, Date date, DateSpan *ret) {
    if (on_leave(t, date, ret)) return true;
    for (size_t i = 0; i < t->placements.count; i++) {
        const Placement *placement = &t->placements.items[i];
        *ret = date_span(placement->first, placement->past);
        if (placement_is_away(t, placement) && date_span_has(*ret, date)) return true;
    }
    return false;
}

DateSpan away_stretch(const TrainingFacts *t, Date date) {
    DateSpan stretch = date_span(date, date), part;
    while (away_on(t, stretch.past, &part)) stretch.past = part.past;
    if (date_compare(stretch.past, date) == 0) return date_span(date, date);
    while (away_on(t, stretch.first, &part)) stretch.first = date_add_days(part.first, -1);
    stretch.first = date_add_days(stretch.first, 1);
    return stretch;
}

Date clock_wait(const TrainingFacts *t, Date due, int months) {
    DateSpan away = away_stretch(t, due);
    if (date_span_is_empty(away)) {
        // Home, but perhaps not for long: the latest return before the day.
        Date back = DATE_NONE;
        for (size_t i = 0; i < t->placements.count; i++)
            if (placement_is_away(t, &t->placements.items[i]) &&
                date_compare(t->placements.items[i].past, due) <= 0)
                back = date_max(back, t->placements.items[i].past);
        for (size_t i = 0; i < t->absences.count; i++)
            if (absence_stops_clocks(&t->absences.items[i]) &&
                date_compare(t->absences.items[i].past, due) <= 0)
                back = date_max(back, t->absences.items[i].past);
        if (!date_is_known(back)) return due;
        away.past = back;
    }
    return date_is_known(away.past) ? date_max(due, date_add_months(away.past, months)) : DATE_OPEN;
}

Date event_last(EventList events, EventKind kind, Date on) {
    Date last = DATE_NONE;
    for (size_t i = 0; i < events.count; i++)
        if (events.items[i].kind == kind && date_compare(events.items[i].held, on) <= 0)
            last = date_max(last, events.items[i].held);
    return last;
}

bool history_is_noted(const TrainingFacts *t, Date *ret) {
    *ret = event_last(t->events, EVENT_KIND_HISTORY_NOTED, DATE_OPEN);
    return date_is_known(*ret);
}

bool clock_start(const TrainingFacts *t, EventKind kind, Date on, Date *ret, bool *ret_ever) {
    Date last = event_last(t->events, kind, on), known = facts_known_from(t->home, (int)kind);
    *ret_ever = date_is_known(last);
    *ret = *ret_ever ? last : date_max(t->training->first, known);
    return *ret_ever || known.day != DATE_OPEN.day;
}

// Whom the unit has appointed serves as long as the appointment; who has none is not known to leave.
Date supervision_past(const Run *run, const Supervision *supervision) {
    const PersonFacts *person = facts_person(run->facts, supervision->supervisor);
    Date past = DATE_NONE;
    for (size_t i = 0; person && i < person->appointments.count; i++)
        if (person->appointments.items[i].role != ROLE_TRAINEE)
            past = date_max(past, person->appointments.items[i].past);
    return past.day == DATE_NONE.day ? supervision->past : date_min(past, supervision->past);
}

const Supervision *main_supervision(const Run *run, const TrainingFacts *t, Date on) {
    for (size_t i = t->supervisions.count; i-- > 0;) {
        const Supervision *supervision = &t->supervisions.items[i];
        if (supervision->kind == SUPERVISION_KIND_MAIN &&
            date_span_has(date_span(supervision->first, supervision_past(run, supervision)), on))
            return supervision;
    }
    return NULL;
}
