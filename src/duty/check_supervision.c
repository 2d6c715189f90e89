// Supervision talks. Any supervisor counts; summer weeks and leave do not; never a "krav".
#include "duty/checks.h"

static int countable(const Run *run, const TrainingFacts *t, DateSpan span) {
    const DutyRule *rule = rulebook_duty_rule(STR("R42"));
    int64_t unit = t->home->unit->id.raw;
    return countable_days(t, span, rulebook_setting(run->rulebook, rule->id, STR("summer_first_week"), unit),
                          rulebook_setting(run->rulebook, rule->id, STR("summer_last_week"), unit));
}

// The share of the regional goal, for the yearly sheet only.
void check_supervision_share(Run *run, const TrainingFacts *t) {
    Date year_ago = date_add_months(run->on, -12), known = facts_known_from(t->home, EVENT_KIND_SUPERVISION_TALK);
    if (!training_is_active(t, run->on) || date_compare(known, year_ago) > 0 ||
        date_compare(t->training->first, year_ago) > 0)
        return;
    DateSpan year = date_span(year_ago, run->on);
    int held = 0, full = setting(run, t->home->unit->care == CARE_FORM_PRIMARY ? "primary_care_per_year"
                                                                                : "hospital_per_year",
                                 t->home);
    for (size_t i = 0; i < t->events.count; i++)
        held += t->events.items[i].kind == EVENT_KIND_SUPERVISION_TALK &&
                date_span_has(year, t->events.items[i].held);
    int leave = leave_days(t, year), goal = full * (date_span_days(year) - leave) / date_span_days(year);
    if (held >= goal) return;
    Found *found = find_training(run, "share", t);
    arg_number(found, "held", held);
    arg_number(found, "goal", goal);
}

static Date last_talk_with(const TrainingFacts *t, PersonId supervisor, Date on) {
    Date last = DATE_NONE;
    for (size_t i = 0; i < t->events.count; i++) {
        const Event *event = &t->events.items[i];
        bool with = !event->responsible.raw || event->responsible.raw == supervisor.raw;
        if (event->kind == EVENT_KIND_SUPERVISION_TALK && with && date_compare(event->held, on) <= 0)
            last = date_max(last, event->held);
    }
    return last;
}

// The day on which `days` countable days have passed since `start`.
static Date day_after(const Run *run, const TrainingFacts *t, Date start, int days) {
    Date day = date_add_days(start, days);
    for (int missing; (missing = days - countable(run, t, date_span(start, day))) > 0;)
        day = date_add_days(day, missing);
    return day;
}

// During a rotation the talks at home do not happen by themselves.
static void with_main_supervisor(Run *run, const TrainingFacts *t) {
    const Supervision *supervision = main_supervision(run, t, run->on);
    DateSpan away = away_stretch(t, run->on);
    Date known = facts_known_from(t->home, EVENT_KIND_SUPERVISION_TALK);
    if (!supervision || date_span_is_empty(away) || known.day == DATE_OPEN.day) return;
    Date last = last_talk_with(t, supervision->supervisor, run->on);
    Date start = date_max(date_max(last, away.first), known);
    int days = setting(run, "main_supervisor_months", t->home) * 30;
    if (countable(run, t, date_span(start, run->on)) < days) return;
    Found *found = find_training(run, "main_supervisor", t);
    const PersonFacts *who = facts_person(run->facts, supervision->supervisor);
    if (who) arg_text(found, "supervisor", facts_person_name(run->arena, who->person));
    arg_date(found, "date", date_is_known(last) ? last : away.first);
    found->since = day_after(run, t, start, days);
}

void check_supervision_talks(Run *run, const TrainingFacts *t) {
    Date start;
    bool ever;
    if (!clock_runs(t, run->on) ||
        !clock_start(t, EVENT_KIND_SUPERVISION_TALK, run->on, &start, &ever))
        return;
    int days = countable(run, t, date_span(start, run->on)), warn = setting(run, "warn_days", t->home),
        late = setting(run, "late_days", t->home);
    if (days < warn) {
        with_main_supervisor(run, t);
        return;
    }
    Found *found = find_training(run, days >= late ? "late" : "warn", t);
    arg_number(found, "days", days);
    arg_date(found, "date", start);
    found->since = day_after(run, t, start, days >= late ? late : warn);
}
