// Courses the trainee has a seat on: not during leave, not two at once; and whoever she serves with
// then is told.
#include "duty/checks.h"

static DateSpan course_span(const Course *course) { return date_span(course->first, course->past); }

static void find_course(Run *run, const char *how, const TrainingFacts *t, const Course *course, Str other,
                        DateSpan span) {
    Found *found = find_training(run, how, t);
    found->period = str_printf(run->arena, "%s %lld", how, (long long)course->id.raw);
    arg_text(found, "course", course->name);
    arg_text(found, "other", other);
    arg_span(found, "span", span);
    found->due = span.first;
}

// NULL: no seat, or the course has begun.
static const Course *seat_ahead(const Run *run, const TrainingFacts *t, size_t at) {
    const CourseApplication *application = &t->applications.items[at];
    const Course *course = facts_course(run->facts, application->course);
    bool is_ahead = course && application->state == APPLICATION_STATE_ADMITTED &&
                    date_compare(course->first, run->on) > 0;
    return is_ahead ? course : NULL;
}

static bool on_full_leave(const TrainingFacts *t, DateSpan span) {
    for (size_t i = 0; i < t->absences.count; i++) {
        const Absence *absence = &t->absences.items[i];
        bool is_away = absence->share.value >= 100 && absence->cause != ABSENCE_CAUSE_STUDY;
        if (is_away && date_span_overlaps(span, date_span(absence->first, absence->past))) return true;
    }
    return false;
}

static const Placement *rotation_during(const TrainingFacts *t, DateSpan span) {
    for (size_t i = 0; i < t->placements.count; i++) {
        const Placement *p = &t->placements.items[i];
        if (placement_is_away(t, p) && date_span_overlaps(span, date_span(p->first, p->past))) return p;
    }
    return NULL;
}

void check_course_clash(Run *run, const TrainingFacts *t) {
    if (training_is_over(t, run->on)) return;
    for (size_t i = 0; i < t->applications.count; i++) {
        const Course *course = seat_ahead(run, t, i);
        if (!course) continue;
        DateSpan span = course_span(course);
        const Placement *away = rotation_during(t, span);
        const UnitFacts *host = away ? facts_unit(run->facts, away->unit) : NULL;
        if (on_full_leave(t, span)) find_course(run, "leave", t, course, STR(""), span);
        else if (host) find_course(run, "rotation", t, course, facts_unit_name(host), span);
        for (size_t j = 0; j < i; j++) {
            const Course *other = seat_ahead(run, t, j);
            if (!other || other == course) continue;
            DateSpan both = date_span_common(span, course_span(other));
            if (!date_span_is_empty(both)) find_course(run, "course", t, course, other->name, both);
        }
    }
}
