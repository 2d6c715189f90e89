// Supervisors: that there is one, in the right specialty, trained; that they meet.
#include "duty/checks.h"

// Until when the main supervisors follow on each other from `on`; DATE_OPEN: no end in sight.
static Date covered_until(const Run *run, const TrainingFacts *t, Date on) {
    const Supervision *supervision;
    Date day = on;
    while ((supervision = main_supervision(run, t, day))) {
        day = supervision_past(run, supervision);
        if (!date_is_known(day)) return DATE_OPEN;
    }
    return day;
}

static Date last_covered(const Run *run, const TrainingFacts *t, Date on) {
    Date past = DATE_NONE;
    for (size_t i = 0; i < t->supervisions.count; i++) {
        const Supervision *supervision = &t->supervisions.items[i];
        Date ends = supervision_past(run, supervision);
        if (supervision->kind == SUPERVISION_KIND_MAIN && date_compare(ends, on) <= 0 &&
            date_compare(supervision->first, on) <= 0)
            past = date_max(past, ends);
    }
    return date_max(past, t->training->first);
}

void check_supervisor_exists(Run *run, const TrainingFacts *t) {
    bool begun = training_is_active(t, run->on);
    Date warn = date_add_days(run->on, setting(run, "gap_warn_days", t->home));
    if (!facts_knows(t->home, KNOWN_SUPERVISION) || training_is_over(t, run->on)) return;
    if (!begun && (!date_is_known(t->training->first) || date_compare(t->training->first, run->on) <= 0 ||
                   date_compare(t->training->first, warn) > 0))
        return; // paused, or begins later than we look
    if (begun && !main_supervision(run, t, run->on)) {
        find_training(run, "none", t)->since = last_covered(run, t, run->on);
        return;
    }
    Date gap = covered_until(run, t, begun ? run->on : t->training->first);
    if (date_compare(gap, warn) > 0 || date_compare(gap, training_span(t).past) >= 0) return;
    Found *found = find_training(run, "gap", t);
    arg_date(found, "date", gap);
    found->due = gap;
}

static Found *find_supervisor(Run *run, const char *how, const TrainingFacts *t, const PersonFacts *who) {
    Found *found = find_training(run, how, t);
    found->person = who->person->id;
    found->period = str_from_c(how);
    arg_text(found, "supervisor", facts_person_name(run->arena, who->person));
    return found;
}

static bool specialty_is_known(const PersonFacts *who) {
    for (size_t i = 0; i < who->qualifications.count; i++)
        if (who->qualifications.items[i].kind == QUALIFICATION_KIND_SPECIALIST) return true;
    return false;
}

void check_supervisor_fits(Run *run, const TrainingFacts *t) {
    if (!training_is_active(t, run->on)) return;
    const Supervision *supervision = main_supervision(run, t, run->on);
    const PersonFacts *who = supervision ? facts_person(run->facts, supervision->supervisor) : NULL;
    if (!who) return;
    const Specialty *specialty = rulebook_specialty(t->training->specialty);
    if (t->training->kind == TRAINING_KIND_ST && specialty && specialty_is_known(who) &&
        !facts_is_specialist(who, specialty->id, run->on))
        arg_text(find_supervisor(run, "specialty", t, who), "specialty", str_fold(run->arena, specialty->name_sv));
    if (facts_knows(t->home, KNOWN_SUPERVISOR_COURSE) &&
        !facts_person_has(who, QUALIFICATION_KIND_SUPERVISOR_COURSE, run->on))
        find_supervisor(run, "untrained", t, who);
}

static bool supervises_here(const Run *run, const UnitFacts *u, PersonId person) {
    for (size_t i = 0; i < u->appointments.count; i++) {
        const Appointment *a = &u->appointments.items[i];
        if (a->person.raw == person.raw && a->role == ROLE_SUPERVISOR &&
            date_span_has(date_span(a->first, a->past), run->on))
            return true;
    }
    return false;
}

// Each supervisor once: those appointed, and main supervisors who have no appointment here.
static void collect_supervisors(const Run *run, const UnitFacts *u, IdMap *people) {
    for (size_t i = 0; i < u->appointments.count; i++)
        if (supervises_here(run, u, u->appointments.items[i].person))
            id_map_put(run->arena, people, u->appointments.items[i].person.raw, 1);
    for (size_t i = 0; i < u->trainings.count; i++) {
        const Supervision *supervision = training_is_active(u->trainings.items[i], run->on)
                                             ? main_supervision(run, u->trainings.items[i], run->on)
                                             : NULL;
        if (supervision) id_map_put(run->arena, people, supervision->supervisor.raw, 1);
    }
}

void check_supervisor_course_age(Run *run, const UnitFacts *u) {
    int years = setting(run, "age_years", u), count = 0;
    IdMap people = {0};
    collect_supervisors(run, u, &people);
    if (!people.count) return;
    Buf names = buf_begin(run->arena);
    for (size_t i = 0; i < run->facts->person_count; i++) { // in the order of the people
        const PersonFacts *who = &run->facts->people[i];
        int64_t there;
        if (!id_map_get(&people, who->person->id.raw, &there)) continue;
        Date course = facts_person_latest(who, QUALIFICATION_KIND_SUPERVISOR_COURSE, run->on);
        if (!date_is_known(course) || date_compare(date_add_months(course, 12 * years), run->on) > 0) continue;
        if (count++) buf_add_char(&names, '\n');
        buf_add(&names, facts_person_name(run->arena, who->person));
    }
    if (!count) return;
    Found *found = find_unit(run, "old", u);
    arg_number(found, "supervisors", count);
    arg_text(found, "names", buf_end(&names));
    arg_number(found, "years", years);
}

void check_supervisor_meeting(Run *run, const UnitFacts *u) {
    bool trains = false;
    Date started = DATE_OPEN;
    for (size_t i = 0; i < u->trainings.count; i++)
        if (training_is_active(u->trainings.items[i], run->on)) {
            trains = true;
            started = date_min(started, u->trainings.items[i]->training->first);
        }
    Date known = facts_known_from(u, EVENT_KIND_SUPERVISOR_MEETING);
    if (!trains || known.day == DATE_OPEN.day) return;
    int months = setting(run, "late_months", u);
    Date last = event_last(u->events, EVENT_KIND_SUPERVISOR_MEETING, run->on);
    Date due = date_add_months(date_is_known(last) ? last : date_max(known, started), months);
    if (date_compare(due, run->on) > 0) return;
    Found *found = find_unit(run, date_is_known(last) ? "late" : "none", u);
    if (date_is_known(last)) arg_date(found, "date", last);
    arg_number(found, "months", months);
    found->since = due;
}

// Where the unit has said how many one may have; those of other clinics are not counted here.
void check_supervisor_load(Run *run, const UnitFacts *u) {
    int most = setting(run, "trainees_max", u);
    for (size_t i = 0; most && i < u->trainings.count; i++) {
        const Supervision *mine = training_is_active(u->trainings.items[i], run->on)
                                      ? main_supervision(run, u->trainings.items[i], run->on)
                                      : NULL;
        const PersonFacts *who = mine ? facts_person(run->facts, mine->supervisor) : NULL;
        int trainees = 0;
        bool is_first = true;
        for (size_t j = 0; who && j < u->trainings.count; j++) {
            const Supervision *other = training_is_active(u->trainings.items[j], run->on)
                                           ? main_supervision(run, u->trainings.items[j], run->on)
                                           : NULL;
            if (!other || other->supervisor.raw != mine->supervisor.raw) continue;
            if (j < i) is_first = false;
            trainees++;
        }
        if (!who || !is_first || trainees <= most) continue;
        Found *found = find_unit(run, "many", u);
        found->person = who->person->id;
        arg_text(found, "supervisor", facts_person_name(run->arena, who->person));
        arg_number(found, "trainees", trainees);
        arg_number(found, "most", most);
    }
}
