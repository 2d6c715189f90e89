// The individual training plan: a draft early, signed, revised; and the contract, where it is used.
#include "duty/checks.h"

static Date iup_known_from(const UnitFacts *unit) {
    return date_min(facts_known_from(unit, EVENT_KIND_IUP_SIGNED), facts_known_from(unit, EVENT_KIND_IUP_DRAFT));
}

static void find_iup(Run *run, const char *how, const TrainingFacts *t, int months, Date due) {
    Found *found = find_training(run, how, t);
    arg_date(found, "date", t->training->first);
    arg_number(found, "months", months);
    found->since = due;
}

// The worst that holds: none after a year, not signed after some months, no draft.
void check_iup_signed(Run *run, const TrainingFacts *t) {
    Date known = iup_known_from(t->home);
    if (!clock_runs(t, run->on) || known.day == DATE_OPEN.day ||
        date_is_known(event_last(t->events, EVENT_KIND_IUP_SIGNED, run->on)))
        return;
    bool drafted = date_is_known(event_last(t->events, EVENT_KIND_IUP_DRAFT, run->on));
    bool bt = t->training->kind == TRAINING_KIND_BT;
    Date start = date_max(t->training->first, known);
    const struct {
        const char *how, *months;
        bool holds;
    } cases[] = {
        {"none", "none_months", !drafted && !bt},
        {"bt_unsigned", "bt_months", bt},
        {"unsigned", "signed_months", !bt},
        {"draft", "draft_months", !drafted && !bt},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int months = setting(run, cases[i].months, t->home);
        Date due = clock_due(t, start, months);
        if (!cases[i].holds || date_compare(due, run->on) > 0) continue;
        find_iup(run, cases[i].how, t, months, due);
        return;
    }
}

void check_iup_revised(Run *run, const TrainingFacts *t) {
    Date last = event_last(t->events, EVENT_KIND_IUP_SIGNED, run->on);
    if (!clock_runs(t, run->on) || t->training->kind == TRAINING_KIND_BT || !date_is_known(last)) return;
    int months = setting(run, "late_months", t->home);
    Date due = clock_due(t, last, months);
    if (date_compare(due, run->on) > 0) return;
    Found *found = find_training(run, "late", t);
    arg_date(found, "date", last);
    arg_number(found, "months", months);
    found->since = due;
}

// Only where contracts are used: the unit says so, or has registered one. Whoever began before the
// first that is known may have one on paper: unknown.
void check_contract_signed(Run *run, const TrainingFacts *t) {
    if (!setting(run, "used", t->home) && !facts_knows(t->home, EVENT_KIND_ST_CONTRACT_SIGNED)) return;
    if (!clock_runs(t, run->on) || t->training->kind == TRAINING_KIND_BT ||
        date_compare(facts_known_from(t->home, EVENT_KIND_ST_CONTRACT_SIGNED), t->training->first) > 0 ||
        date_is_known(event_last(t->events, EVENT_KIND_ST_CONTRACT_SIGNED, run->on)))
        return;
    int months = setting(run, "late_months", t->home);
    Date due = clock_due(t, t->training->first, months);
    if (date_compare(due, run->on) > 0) return;
    Found *found = find_training(run, "late", t);
    arg_date(found, "date", t->training->first);
    arg_number(found, "months", months);
    found->since = due;
}
