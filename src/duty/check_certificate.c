// A placement that has ended needs its certificate. Those that ended before certificates began to be
// registered here are unknown: "Komplettera historiken" (check_history.c).
#include "duty/checks.h"

// A certificate registered on paper says nothing of the others. What counts is the day the unit began
// or, where that is not said, the day her history was noted: from then on they are kept here.
Date certificates_known_from(const TrainingFacts *t) {
    Date noted;
    if (date_is_known(t->home->in_use_from)) return t->home->in_use_from;
    return history_is_noted(t, &noted) ? noted : DATE_OPEN;
}

bool placement_is_certified(const TrainingFacts *t, const Placement *placement) {
    for (size_t i = 0; i < t->certificates.count; i++) {
        const Certificate *c = &t->certificates.items[i];
        if (c->placement.raw == placement->id.raw) return true;
        // Without a placement: the one that had just ended when it was signed.
        if (!c->placement.raw && !c->course.raw && date_compare(placement->past, date_add_days(c->signed_on, 30)) <= 0 &&
            date_compare(placement->past, date_add_days(c->signed_on, -180)) >= 0)
            return true;
    }
    return false;
}

bool placement_needs_certificate(const Run *run, const TrainingFacts *t, const Placement *placement) {
    if (placement->kind == PLACEMENT_KIND_ROTATION || placement->kind == PLACEMENT_KIND_BT ||
        placement->kind == PLACEMENT_KIND_OBSERVATION)
        return true;
    const DutyRule *rule = rulebook_duty_rule(STR("R57"));
    int months = rulebook_setting(run->rulebook, rule->id, STR("own_block_months"), t->home->unit->id.raw);
    return placement->kind == PLACEMENT_KIND_HOME &&
           date_compare(placement->past, date_add_months(placement->first, months)) > 0;
}

// Who is to write: the placement's supervisor, else the unit's contact, else the main supervisor at
// home. NULL: nobody is named, the unit is.
static const PersonFacts *signer_of(const Run *run, const TrainingFacts *t, const Placement *placement) {
    const PersonFacts *named = facts_person(run->facts, placement->supervisor);
    if (named) return named;
    const UnitFacts *unit = facts_unit(run->facts, placement->unit);
    if (unit == t->home) {
        const Supervision *main = main_supervision(run, t, run->on);
        return main ? facts_person(run->facts, main->supervisor) : NULL;
    }
    for (size_t i = 0; unit && i < unit->appointments.count; i++) {
        const Appointment *a = &unit->appointments.items[i];
        if (a->role == ROLE_CONTACT && date_span_has(date_span(a->first, a->past), run->on))
            return facts_person(run->facts, a->person);
    }
    return NULL;
}

static void find_certificate(Run *run, const TrainingFacts *t, const Placement *placement, const char *how,
                             int after_days) {
    const UnitFacts *unit = facts_unit(run->facts, placement->unit);
    const PersonFacts *signer = signer_of(run, t, placement);
    Found *found = find_training(run, how, t);
    found->placement = placement->id;
    found->period = date_iso(run->arena, placement->first);
    if (signer) found->person = signer->person->id;
    Str place = unit ? facts_unit_name(unit) : STR("placeringen");
    Str who = signer ? facts_person_name(run->arena, signer->person) : place;
    found->grouping = who;
    arg_text(found, "signer", who);
    arg_text(found, "place", place);
    arg_date(found, "date", date_add_days(placement->past, -1));
    arg_number(found, "days", run->on.day - placement->past.day);
    found->since = date_add_days(placement->past, after_days);
}

void check_certificate_missing(Run *run, const TrainingFacts *t) {
    Date known = certificates_known_from(t);
    if (known.day == DATE_OPEN.day) return;
    int warn = setting(run, "warn_days", t->home), late = setting(run, "late_days", t->home);
    for (size_t i = 0; i < t->placements.count; i++) {
        const Placement *p = &t->placements.items[i];
        int days = run->on.day - p->past.day;
        if (days < 0 || date_compare(p->past, known) <= 0 || !placement_needs_certificate(run, t, p) ||
            placement_is_certified(t, p))
            continue;
        if (days >= late) find_certificate(run, t, p, "late", late);
        else if (days >= warn) find_certificate(run, t, p, "warn", warn);
        else find_certificate(run, t, p, "ask", 0);
    }
}

static Found *find_wrong(Run *run, const TrainingFacts *t, const Certificate *certificate, const char *how) {
    Found *found = find_training(run, how, t);
    found->period = str_printf(run->arena, "%lld", (long long)certificate->id.raw);
    found->since = certificate->signed_on;
    arg_text(found, "regulation", t->regulation->name);
    arg_date(found, "date", certificate->signed_on);
    return found;
}

// A code that neither regulation knows may be a clinic's own mark: only the other's goals are wrong.
static Str goals_of_other(const Run *run, const TrainingFacts *t, Str goals) {
    const Specialty *specialty = rulebook_specialty(t->training->specialty);
    RegulationId own = t->regulation->id, other = own == REGULATION_2015 ? REGULATION_2021 : REGULATION_2015;
    Buf wrong = buf_begin(run->arena);
    for (Str code; str_split(&goals, ' ', &code);) {
        if (!code.size || rulebook_goal(own, specialty, code) || !rulebook_goal(other, specialty, code)) continue;
        if (wrong.size) buf_add(&wrong, STR(", "));
        buf_add(&wrong, code);
    }
    return buf_end(&wrong);
}

void check_certificate_regulation(Run *run, const TrainingFacts *t) {
    if (!t->regulation || training_is_over(t, run->on)) return;
    for (size_t i = 0; i < t->certificates.count; i++) {
        const Certificate *certificate = &t->certificates.items[i];
        const CertificateForm *form = rulebook_certificate(certificate->form);
        if (form && form->regulation != t->regulation->id) {
            arg_text(find_wrong(run, t, certificate, "form"), "form", form->name_sv);
            continue;
        }
        Str wrong = goals_of_other(run, t, certificate->goals);
        if (wrong.size) arg_text(find_wrong(run, t, certificate, "goals"), "goals", wrong);
    }
}
