// The studierektor's own appointment: that there is one, with the right person, long enough, with
// time for it. One studierektor may serve many units: an appointment above a unit counts for it.
#include "base/service_time.h"
#include "duty/checks.h"

static bool trains_someone(const UnitFacts *u, Date on) {
    for (size_t i = 0; i < u->trainings.count; i++)
        if (training_is_active(u->trainings.items[i], on)) return true;
    return false;
}

// Fixed term: an appointment without an end ends when its term does, on paper.
static Date term_past(const Appointment *appointment, int years) {
    return date_is_known(appointment->past) ? appointment->past
                                            : date_add_months(appointment->first, 12 * years);
}

static bool has_director(const UnitFacts *u, Date on) {
    for (int depth = 0; u && depth < 32; u = u->parent, depth++)
        for (size_t i = 0; i < u->appointments.count; i++) {
            const Appointment *a = &u->appointments.items[i];
            if (a->role == ROLE_DIRECTOR && date_span_has(date_span(a->first, a->past), on)) return true;
        }
    return false;
}

// The first day from `on` without a studierektor; DATE_OPEN: none is planned.
static Date director_gap(const UnitFacts *u, Date on) {
    Date day = on;
    for (bool longer = true; longer;) {
        longer = false;
        const UnitFacts *at = u;
        for (int depth = 0; at && depth < 32; at = at->parent, depth++)
            for (size_t i = 0; i < at->appointments.count; i++) {
                const Appointment *a = &at->appointments.items[i];
                if (a->role == ROLE_DIRECTOR && date_span_has(date_span(a->first, a->past), day)) {
                    day = a->past;
                    longer = true;
                    if (!date_is_known(day)) return DATE_OPEN;
                }
            }
    }
    return day;
}

static Date director_last_past(const UnitFacts *u, Date on) {
    Date past = DATE_NONE;
    for (int depth = 0; u && depth < 32; u = u->parent, depth++)
        for (size_t i = 0; i < u->appointments.count; i++)
            if (u->appointments.items[i].role == ROLE_DIRECTOR &&
                date_compare(u->appointments.items[i].past, on) <= 0)
                past = date_max(past, u->appointments.items[i].past);
    return past;
}

void check_director_exists(Run *run, const UnitFacts *u) {
    if (!trains_someone(u, run->on)) return;
    if (!has_director(u, run->on)) {
        find_unit(run, "none", u)->since = director_last_past(u, run->on);
        return;
    }
    Date gap = director_gap(u, run->on);
    if (date_compare(gap, date_add_days(run->on, setting(run, "gap_warn_days", u))) > 0) return;
    Found *found = find_unit(run, "gap", u);
    arg_date(found, "date", gap);
    found->due = gap;
}

typedef void DirectorCheck(Run *run, const UnitFacts *u, const Appointment *a, const PersonFacts *who);

static void each_director(Run *run, const UnitFacts *u, DirectorCheck *check) {
    for (size_t i = 0; i < u->appointments.count; i++) {
        const Appointment *a = &u->appointments.items[i];
        const PersonFacts *who = facts_person(run->facts, a->person);
        if (who && a->role == ROLE_DIRECTOR && date_span_has(date_span(a->first, a->past), run->on))
            check(run, u, a, who);
    }
}

static Found *find_director(Run *run, const char *how, const UnitFacts *u, const PersonFacts *who) {
    Found *found = find_unit(run, how, u);
    found->person = who->person->id;
    arg_text(found, "person", facts_person_name(run->arena, who->person));
    return found;
}

static void director_qualified(Run *run, const UnitFacts *u, const Appointment *a, const PersonFacts *who) {
    (void)a;
    if (facts_knows(u, KNOWN_SPECIALIST) && !facts_is_specialist(who, STR(""), run->on))
        find_director(run, "specialist", u, who)->period = STR("specialist");
    if (facts_knows(u, KNOWN_SUPERVISOR_COURSE) &&
        !facts_person_has(who, QUALIFICATION_KIND_SUPERVISOR_COURSE, run->on))
        find_director(run, "untrained", u, who)->period = STR("untrained");
}

void check_director_qualified(Run *run, const UnitFacts *u) { each_director(run, u, director_qualified); }

static void director_course(Run *run, const UnitFacts *u, const Appointment *a, const PersonFacts *who) {
    (void)a;
    int years = setting(run, "age_years", u);
    Date course = facts_person_latest(who, QUALIFICATION_KIND_SUPERVISOR_COURSE, run->on);
    if (!date_is_known(course)) return; // none at all is R01's, without a date unknown
    Date old = date_add_months(course, 12 * years);
    bool is_old = date_compare(old, run->on) <= 0;
    if (!is_old && date_compare(date_add_months(run->on, setting(run, "warn_months", u)), old) < 0) return;
    Found *found = find_director(run, is_old ? "old" : "soon", u, who);
    arg_number(found, "years", years);
    arg_date(found, "date", is_old ? course : old);
    if (is_old) found->since = old;
    else found->due = old;
}

void check_director_course(Run *run, const UnitFacts *u) { each_director(run, u, director_course); }

// Anyone appointed studierektor here from the day (or before it, for longer) renews it.
static bool is_renewed(const UnitFacts *u, const Appointment *ending, Date past) {
    for (size_t i = 0; i < u->appointments.count; i++) {
        const Appointment *a = &u->appointments.items[i];
        if (a != ending && a->role == ROLE_DIRECTOR && date_compare(a->past, past) > 0 &&
            date_compare(a->first, past) <= 0 && date_compare(a->first, ending->first) >= 0)
            return true;
    }
    return false;
}

static void director_term(Run *run, const UnitFacts *u, const Appointment *a, const PersonFacts *who) {
    Date past = term_past(a, setting(run, "term_years", u));
    if (is_renewed(u, a, past)) return;
    bool ended = date_compare(past, run->on) <= 0;
    if (!ended && date_compare(date_add_months(run->on, setting(run, "warn_months", u)), past) < 0) return;
    Found *found = find_director(run, ended ? "ended" : "soon", u, who);
    arg_date(found, "date", date_add_days(past, -1));
    if (ended) found->since = past;
    else found->due = date_add_days(past, -1);
}

void check_director_term(Run *run, const UnitFacts *u) { each_director(run, u, director_term); }

static void count_below(const Run *run, const UnitFacts *u, int *ret) {
    *ret = 0;
    for (size_t i = 0; i < run->facts->training_count; i++)
        *ret += training_is_active(&run->facts->trainings[i], run->on) &&
                facts_unit_is_below(run->facts->trainings[i].home, u->unit->id);
}

// Hours of all who share the task; who has none written down is unknown, not zero.
static void director_hours(Run *run, const UnitFacts *u, const Appointment *a, const PersonFacts *who) {
    int64_t minutes = 0;
    for (size_t i = 0; i < u->appointments.count; i++) {
        const Appointment *other = &u->appointments.items[i];
        if (other->role != ROLE_DIRECTOR || !date_span_has(date_span(other->first, other->past), run->on))
            continue;
        if (!other->minutes_week || other < a) return; // unknown, or already said for the first of them
        minutes += other->minutes_week;
    }
    int trainees;
    count_below(run, u, &trainees);
    if (!trainees) return;
    const char *band = trainees <= setting(run, "few_trainees_max", u)    ? "few"
                       : trainees <= setting(run, "some_trainees_max", u) ? "some"
                                                                          : "many";
    int low = setting(run, str_to_c(run->arena, str_printf(run->arena, "%s_hours_min", band)), u);
    int high = setting(run, str_to_c(run->arena, str_printf(run->arena, "%s_hours_max", band)), u);
    if (minutes >= 60 * (int64_t)low) return;
    Found *found = find_director(run, "under", u, who);
    arg_text(found, "hours", service_time_text(run->arena, service_time_of_months(minutes * 100 / 60)));
    arg_number(found, "low", low);
    arg_number(found, "high", high);
    arg_number(found, "trainees", trainees);
}

void check_director_hours(Run *run, const UnitFacts *u) { each_director(run, u, director_hours); }

// An appraisal names the studierektor it was about, or nobody: then it was about those of the unit.
static Date last_appraisal(const UnitFacts *u, PersonId person, Date on) {
    Date last = DATE_NONE;
    for (size_t i = 0; i < u->events.count; i++) {
        const Event *event = &u->events.items[i];
        bool is_about = !event->responsible.raw || event->responsible.raw == person.raw;
        if (event->kind == EVENT_KIND_APPRAISAL && is_about && date_compare(event->held, on) <= 0)
            last = date_max(last, event->held);
    }
    return last;
}

static void director_evaluated(Run *run, const UnitFacts *u, const Appointment *a, const PersonFacts *who) {
    Date known = facts_known_from(u, EVENT_KIND_APPRAISAL), last = last_appraisal(u, a->person, run->on);
    if (known.day == DATE_OPEN.day || a->for_person.raw) return;
    int months = setting(run, "late_months", u);
    Date due = date_add_months(date_is_known(last) ? last : date_max(known, a->first), months);
    if (date_compare(due, run->on) > 0) return;
    Found *found = find_director(run, date_is_known(last) ? "late" : "none", u, who);
    if (date_is_known(last)) arg_date(found, "date", last);
    arg_number(found, "months", months);
    found->since = due;
}

void check_director_evaluated(Run *run, const UnitFacts *u) { each_director(run, u, director_evaluated); }
