// What is held so many times a term or a year, how new ones are introduced, and what has been promised. Each speaks
// only of what the unit has begun to register: that a thing was never registered says nothing of whether it was held.
#include "duty/checks.h"

static bool trains_someone(const UnitFacts *u, Date on) {
    for (size_t i = 0; i < u->trainings.count; i++)
        if (training_is_active(u->trainings.items[i], on)) return true;
    return false;
}

// By somebody, or where it is not said by whom; person 0: by anybody.
static int count_held(const UnitFacts *u, EventKind kind, DateSpan span, PersonId person) {
    int count = 0;
    for (size_t i = 0; i < u->events.count; i++) {
        const Event *e = &u->events.items[i];
        bool by = !person.raw || !e->responsible.raw || e->responsible.raw == person.raw;
        count += e->kind == kind && by && date_span_has(span, e->held);
    }
    return count;
}

static bool has_begun(const UnitFacts *u, EventKind kind, Date on) {
    return facts_knows(u, (int)kind) && date_compare(u->known[kind], on) <= 0;
}

// The last half-year that is over.
static DateSpan last_term(Date on) {
    Ymd day = date_to_ymd(on);
    return day.month >= 7 ? date_span(date_from_ymd(day.year, 1, 1), date_from_ymd(day.year, 7, 1))
                          : date_span(date_from_ymd(day.year - 1, 7, 1), date_from_ymd(day.year, 1, 1));
}

static void say_few(Found *found, int held, int wanted) {
    arg_number(found, "held", held);
    arg_number(found, "wanted", wanted);
}

void check_teaching_held(Run *run, const UnitFacts *u) {
    DateSpan term = last_term(run->on);
    if (!trains_someone(u, run->on) || !has_begun(u, EVENT_KIND_TEACHING, term.first)) return;
    int held = count_held(u, EVENT_KIND_TEACHING, term, (PersonId){0}), wanted = setting(run, "per_term", u);
    if (held < wanted) say_few(find_unit(run, "few", u), held, wanted);
}

static bool takes_up(const UnitFacts *u, Str code, DateSpan span) {
    for (size_t i = 0; i < u->teachings.count; i++) {
        Str rest = u->teachings.items[i].goals, word;
        if (!date_span_has(span, u->teachings.items[i].held_on)) continue;
        while (str_split(&rest, ' ', &word))
            if (str_equal(word, code)) return true;
    }
    return false;
}

void check_teaching_covers(Run *run, const UnitFacts *u) {
    Date past = date_add_days(run->on, 1), since = date_add_months(run->on, -12 * setting(run, "cycle_years", u));
    Str names = STR("");
    if (!trains_someone(u, run->on)) return;
    for (size_t i = 0; i < u->teachings.count; i++) {
        Str rest = u->teachings.items[i].goals, word;
        if (date_compare(u->teachings.items[i].held_on, since) >= 0) continue;
        while (str_split(&rest, ' ', &word)) {
            bool said = str_find(str_printf(run->arena, "\n%.*s\n", STR_ARG(names)), str_printf(run->arena, "\n%.*s\n", STR_ARG(word))) != STR_NOT_FOUND;
            if (!word.size || said || takes_up(u, word, date_span(since, past))) continue;
            names = str_printf(run->arena, "%.*s%s%.*s", STR_ARG(names), names.size ? "\n" : "", STR_ARG(word));
        }
    }
    if (!names.size) return;
    Found *found = find_unit(run, "uncovered", u);
    arg_text(found, "goals", names);
    arg_number(found, "years", setting(run, "cycle_years", u));
}

void check_joint_education(Run *run, const UnitFacts *u) {
    Date year_ago = date_add_months(run->on, -12);
    if (!trains_someone(u, run->on) || !has_begun(u, EVENT_KIND_JOINT_EDUCATION, year_ago)) return;
    int held = count_held(u, EVENT_KIND_JOINT_EDUCATION, date_span(year_ago, date_add_days(run->on, 1)), (PersonId){0});
    int wanted = setting(run, "per_year", u);
    if (held < wanted) say_few(find_unit(run, "few", u), held, wanted);
}

// --- the studierektor's own, for each who has been one for as long

static void own_count(Run *run, const UnitFacts *u, EventKind kind, int months, int wanted, const char *how) {
    Date since = date_add_months(run->on, -months);
    if (!has_begun(u, kind, since)) return;
    for (size_t i = 0; i < u->appointments.count; i++) {
        const Appointment *a = &u->appointments.items[i];
        const PersonFacts *who = facts_person(run->facts, a->person);
        if (!who || a->role != ROLE_DIRECTOR || a->past.day <= run->on.day || a->first.day > since.day) continue;
        int held = count_held(u, kind, date_span(since, date_add_days(run->on, 1)), a->person);
        if (held >= wanted) continue;
        Found *found = find_unit(run, how, u);
        found->person = a->person;
        arg_text(found, "person", facts_person_name(run->arena, who->person));
        say_few(found, held, wanted);
    }
}

void check_networks(Run *run, const UnitFacts *u) {
    own_count(run, u, EVENT_KIND_NETWORK, 12, setting(run, "per_year", u), "few");
}

void check_own_cpd(Run *run, const UnitFacts *u) {
    own_count(run, u, EVENT_KIND_CPD, 12, setting(run, "per_year", u), "few");
}

void check_pedagogy(Run *run, const UnitFacts *u) {
    own_count(run, u, EVENT_KIND_PEDAGOGY, 12 * setting(run, "years", u), 1, "none");
}

void check_council(Run *run, const UnitFacts *u) {
    own_count(run, u, EVENT_KIND_COUNCIL, setting(run, "months", u), 1, "none");
}

// --- the introduction

// Of the home unit or one above it, in force on the day.
static bool has_programme(const TrainingFacts *t, Date on) {
    Audience audience = t->training->kind == TRAINING_KIND_BT ? AUDIENCE_BT : AUDIENCE_ST;
    const UnitFacts *u = t->home;
    for (int depth = 0; u && depth < 32; u = u->parent, depth++)
        for (size_t i = 0; i < u->programmes.count; i++)
            if (u->programmes.items[i].audience == audience && date_is_known(u->programmes.items[i].approved) &&
                u->programmes.items[i].approved.day <= on.day)
                return true;
    return false;
}

static bool is_introduced(const TrainingFacts *t, Date on) {
    return date_is_known(event_last(t->events, EVENT_KIND_INTRODUCTION_DONE, on));
}

void check_introduction_given(Run *run, const TrainingFacts *t) {
    Date first = t->training->first;
    if (!training_is_active(t, run->on) || !date_is_known(first) || first.day >= run->on.day) return;
    if (t->introductions.count || is_introduced(t, run->on) || !has_programme(t, first)) return;
    Found *found = find_training(run, "none", t);
    arg_date(found, "date", first);
    found->since = first;
}

void check_introduction_done(Run *run, const TrainingFacts *t) {
    int open = 0, months = setting(run, "late_months", t->home);
    Date first = t->training->first;
    if (!clock_runs(t, run->on) || !date_is_known(first) || is_introduced(t, run->on)) return;
    for (size_t i = 0; i < t->introduction_steps.count; i++) {
        const IntroductionStep *step = &t->introduction_steps.items[i];
        open += step->required && !date_is_known(step->done);
    }
    Date due = clock_due(t, first, months);
    if (!open || date_compare(due, run->on) > 0) return;
    Found *found = find_training(run, "late", t);
    arg_number(found, "steps", open);
    arg_number(found, "months", months);
    arg_date(found, "date", first);
    found->since = due;
}

void check_start_seminar(Run *run, const TrainingFacts *t) {
    Date first = t->training->first;
    Date known = date_min(t->home->known[EVENT_KIND_START_SEMINAR_TOLD], t->home->known[EVENT_KIND_START_SEMINAR]);
    if (!clock_runs(t, run->on) || !date_is_known(first) || date_compare(known, first) > 0) return;
    Date told = date_max(event_last(t->events, EVENT_KIND_START_SEMINAR_TOLD, run->on), event_last(t->events, EVENT_KIND_START_SEMINAR, run->on));
    Date due = date_add_days(first, setting(run, "inform_days", t->home));
    if (date_is_known(told) || date_compare(due, run->on) >= 0) return;
    Found *found = find_training(run, "untold", t);
    arg_date(found, "date", first);
    arg_number(found, "days", setting(run, "inform_days", t->home));
    found->since = due;
}

// --- what has been promised, and asked

void check_actions_done(Run *run, const UnitFacts *u) {
    int late = 0;
    Date oldest = DATE_OPEN;
    for (size_t i = 0; i < u->actions.count; i++) {
        const ActionItem *a = &u->actions.items[i];
        if (a->private || date_is_known(a->done) || !date_is_known(a->due) || a->due.day >= run->on.day) continue;
        late++;
        oldest = date_min(oldest, a->due);
    }
    if (!late) return;
    Found *found = find_unit(run, "late", u);
    arg_number(found, "actions", late);
    arg_date(found, "date", oldest);
    found->since = oldest;
}

void check_issues_answered(Run *run, const UnitFacts *u) {
    int silent = 0, days = setting(run, "answer_days", u);
    Date oldest = DATE_OPEN;
    for (size_t i = 0; i < u->issues.count; i++) {
        const Issue *issue = &u->issues.items[i];
        if (date_is_known(issue->answered)) continue;
        Date due = date_add_days(date_is_known(issue->next_on) ? date_max(issue->raised, issue->next_on) : issue->raised, days);
        if (date_compare(due, run->on) >= 0) continue;
        silent++;
        oldest = date_min(oldest, due);
    }
    if (!silent) return;
    Found *found = find_unit(run, "silent", u);
    arg_number(found, "issues", silent);
    arg_number(found, "days", days);
    found->since = oldest;
}
