// What was agreed with the studierektor: who appointed her, where she is employed, share, supplement,
// management group, means, time for what is large, the rota. Nothing written down at all is unknown.
#include "duty/checks.h"

typedef void TermsCheck(Run *run, const UnitFacts *u, const Appointment *a, const DirectorTerms *terms);

static const DirectorTerms *terms_of(const UnitFacts *u, AppointmentId id) {
    for (size_t i = 0; i < u->terms.count; i++)
        if (u->terms.items[i].appointment.raw == id.raw) return &u->terms.items[i];
    return NULL;
}

// Those that last today; a stand-in works on another's terms.
static void each_terms(Run *run, const UnitFacts *u, TermsCheck *check) {
    for (size_t i = 0; i < u->appointments.count; i++) {
        const Appointment *a = &u->appointments.items[i];
        if (a->role != ROLE_DIRECTOR || a->for_person.raw || !date_span_has(date_span(a->first, a->past), run->on))
            continue;
        const DirectorTerms *terms = terms_of(u, a->id);
        if (terms) check(run, u, a, terms);
    }
}

static Found *find_terms(Run *run, const char *how, const UnitFacts *u, const Appointment *a) {
    Found *found = find_unit(run, how, u);
    const PersonFacts *who = facts_person(run->facts, a->person);
    found->person = a->person;
    arg_text(found, "person", who ? facts_person_name(run->arena, who->person) : STR(""));
    return found;
}

static bool is_primary_care(const UnitFacts *u) {
    return u->unit->care == CARE_FORM_PRIMARY || u->unit->kind == UNIT_KIND_PRIMARY_CARE ||
           u->unit->kind == UNIT_KIND_HEALTH_CENTRE;
}

// One studierektor may serve many health centres: there the employment may be anywhere.
static void base_employment(Run *run, const UnitFacts *u, const Appointment *a, const DirectorTerms *terms) {
    if (is_primary_care(u) || terms->base_employed == KNOWN_BOOL_YES) return;
    find_terms(run, terms->base_employed == KNOWN_BOOL_NO ? "elsewhere" : "unsaid", u, a);
}

static void appoint_primary_care(Run *run, const UnitFacts *u, const Appointment *a, const DirectorTerms *terms) {
    if (!is_primary_care(u)) return;
    if (terms->appointed_by == APPOINTER_UNSAID) find_terms(run, "unsaid", u, a);
    else if (terms->appointed_by != APPOINTER_OVERALL_DIRECTOR) find_terms(run, "other", u, a);
    else if (str_is_empty(terms->consulted)) find_terms(run, "not_consulted", u, a);
}

static void appoint_hospital(Run *run, const UnitFacts *u, const Appointment *a, const DirectorTerms *terms) {
    if (is_primary_care(u) || terms->appointed_by == APPOINTER_HEAD) return;
    find_terms(run, terms->appointed_by == APPOINTER_UNSAID ? "unsaid" : "other", u, a);
}

// The amount itself stands nowhere but in the terms.
static void supplement(Run *run, const UnitFacts *u, const Appointment *a, const DirectorTerms *terms) {
    int per_percent = setting(run, "kr_per_percent", u);
    if (terms->supplement < 0) find_terms(run, "unsaid", u, a);
    else if (terms->supplement < (int64_t)per_percent * a->share.value) find_terms(run, "under", u, a);
}

static void time_share(Run *run, const UnitFacts *u, const Appointment *a, const DirectorTerms *terms) {
    (void)terms;
    int low = setting(run, "share_min", u), high = setting(run, "share_max", u);
    if (!a->share.value || (a->share.value >= low && a->share.value <= high)) return; // 0: not said
    Found *found = find_terms(run, "outside", u, a);
    arg_number(found, "share", a->share.value);
    arg_number(found, "low", low);
    arg_number(found, "high", high);
}

static void management_group(Run *run, const UnitFacts *u, const Appointment *a, const DirectorTerms *terms) {
    if (terms->management_group == KNOWN_BOOL_YES) return;
    find_terms(run, terms->management_group == KNOWN_BOOL_NO ? "no" : "unsaid", u, a);
}

static bool has_administrator(const Run *run, const UnitFacts *u) {
    for (size_t i = 0; i < u->appointments.count; i++) {
        const Appointment *a = &u->appointments.items[i];
        if (a->role == ROLE_EDUCATION_ADMIN && date_span_has(date_span(a->first, a->past), run->on)) return true;
    }
    return false;
}

// That support is lacking is said, and is then the head's to mend; a budget is a sum.
static void resources(Run *run, const UnitFacts *u, const Appointment *a, const DirectorTerms *terms) {
    bool has_support = terms->admin_support == KNOWN_BOOL_YES || has_administrator(run, u);
    if (!has_support && terms->admin_support == KNOWN_BOOL_NO) find_terms(run, "lacking", u, a);
    else if (terms->budget < 0 || !has_support) find_terms(run, "unsaid", u, a);
}

void check_terms_base_employment(Run *run, const UnitFacts *u) { each_terms(run, u, base_employment); }
void check_terms_primary_care(Run *run, const UnitFacts *u) { each_terms(run, u, appoint_primary_care); }
void check_terms_hospital(Run *run, const UnitFacts *u) { each_terms(run, u, appoint_hospital); }
void check_terms_supplement(Run *run, const UnitFacts *u) { each_terms(run, u, supplement); }
void check_terms_share(Run *run, const UnitFacts *u) { each_terms(run, u, time_share); }
void check_terms_management_group(Run *run, const UnitFacts *u) { each_terms(run, u, management_group); }
void check_terms_resources(Run *run, const UnitFacts *u) { each_terms(run, u, resources); }

// --- time for what is large

// Within so many months of the visit, before or after.
static bool has_extra(const UnitFacts *u, Date visit, int months) {
    DateSpan near = date_span(date_add_months(visit, -months), date_add_months(visit, months));
    for (size_t i = 0; i < u->times.count; i++)
        if (u->times.items[i].kind == DIRECTOR_TIME_KIND_EXTRA && date_span_has(near, u->times.items[i].day)) return true;
    return false;
}

void check_terms_extra_time(Run *run, const UnitFacts *u) {
    int months = setting(run, "near_months", u);
    if (!u->terms.count) return;
    for (size_t i = 0; i < u->events.count; i++) {
        const Event *event = &u->events.items[i];
        if (event->kind != EVENT_KIND_INSPECTION_EXTERNAL || date_compare(event->held, run->on) < 0 ||
            date_compare(event->held, date_add_months(run->on, months)) > 0 || has_extra(u, event->held, months))
            continue;
        Found *found = find_unit(run, "none", u);
        found->period = date_iso(run->arena, event->held);
        arg_date(found, "date", event->held);
        found->due = event->held;
    }
}

// --- the rota

static bool moves_within(const UnitFacts *u, DateSpan month) {
    for (size_t i = 0; i < u->visits.count; i++) {
        const Placement *p = u->visits.items[i].placement;
        if (date_span_has(month, p->first) || date_span_has(month, p->past)) return true;
    }
    for (size_t i = 0; i < u->trainings.count; i++)
        for (size_t k = 0; k < u->trainings.items[i]->placements.count; k++) {
            const Placement *p = &u->trainings.items[i]->placements.items[k];
            bool here = p->unit.raw == u->unit->id.raw;
            if (!here && (date_span_has(month, p->first) || date_span_has(month, p->past))) return true;
        }
    return false;
}

static Scheduling scheduling_of(const Run *run, const UnitFacts *u) {
    for (size_t i = 0; i < u->appointments.count; i++) {
        const Appointment *a = &u->appointments.items[i];
        const DirectorTerms *terms = a->role == ROLE_DIRECTOR ? terms_of(u, a->id) : NULL;
        if (terms && date_span_has(date_span(a->first, a->past), run->on)) return terms->scheduling;
    }
    return SCHEDULING_UNSAID;
}

// Next month's list, read within so many days of the first of this month, at a unit that has begun to
// read them. Where nobody moves there is nothing to read.
void check_terms_rota(Run *run, const UnitFacts *u) {
    Scheduling scheduling = scheduling_of(run, u);
    if (scheduling == SCHEDULING_UNSAID || !u->receipts.count) return;
    Date this_month = date_month_first(run->on), month = date_add_months(this_month, 1);
    Date due = date_add_days(this_month, setting(run, "answer_days", u));
    bool begun = false;
    for (size_t i = 0; i < u->receipts.count; i++) {
        if (date_compare(u->receipts.items[i].month, month) == 0) return;
        begun = begun || date_compare(u->receipts.items[i].month, month) < 0;
    }
    if (!begun || date_compare(due, run->on) > 0 || !moves_within(u, date_span(month, date_add_months(month, 1)))) return;
    Found *found = find_unit(run, scheduling == SCHEDULING_ANSWERS ? "director" : "planner", u);
    found->period = date_iso(run->arena, month);
    arg_date(found, "date", month);
    found->since = due;
}

// --- questions: who asked, and what, stands nowhere in the finding

void check_questions(Run *run, const UnitFacts *u) {
    int days = setting(run, "answer_days", u);
    for (size_t i = 0; i < u->questions.count; i++) {
        const AskedQuestion *question = &u->questions.items[i];
        Date due = date_add_days(question->asked, days);
        if (date_is_known(question->answered) || date_is_known(question->handed) || date_compare(due, run->on) > 0) continue;
        Found *found = find_unit(run, "waits", u);
        found->period = str_printf(run->arena, "%lld", (long long)question->id.raw);
        arg_date(found, "date", question->asked);
        arg_number(found, "days", days);
        found->since = due;
    }
}

// --- what supervisors have done, before the pay review: for the year before it, where a head answers

static bool has_head(const Run *run, const UnitFacts *u) {
    for (size_t i = 0; i < u->appointments.count; i++) {
        const Appointment *a = &u->appointments.items[i];
        if (a->role == ROLE_HEAD && date_span_has(date_span(a->first, a->past), run->on)) return true;
    }
    return false;
}

void check_merit(Run *run, const UnitFacts *u) {
    int month = setting(run, "month", u), day = setting(run, "day", u);
    Ymd today = date_to_ymd(run->on);
    Date review = date_from_ymd(today.year, month, day);
    if (date_compare(review, run->on) < 0) review = date_from_ymd(today.year + 1, month, day);
    int year = date_to_ymd(review).year - 1;
    bool trains = false;
    for (size_t i = 0; i < u->trainings.count; i++) trains = trains || training_is_active(u->trainings.items[i], run->on);
    if (!trains || !has_head(run, u) || date_compare(date_add_days(review, -setting(run, "warn_days", u)), run->on) > 0) return;
    for (size_t i = 0; i < u->merits.count; i++)
        if (u->merits.items[i].year == year) return;
    Found *found = find_unit(run, "due", u);
    found->period = str_printf(run->arena, "%d", year);
    arg_date(found, "date", review);
    arg_text(found, "year", found->period);
    found->due = review;
}
