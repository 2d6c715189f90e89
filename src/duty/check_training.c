// A training's frame: the right regulation, the BT unit notified, the facts that the rest needs.
#include "duty/checks.h"
#include "training/progress.h"

// The 2021 regulation came into force on 1 July 2021; who began ST before may follow the old one.
static const Date in_force_2021 = {18809};

static bool has_bt_placement(const TrainingFacts *t) {
    for (size_t i = 0; i < t->placements.count; i++)
        if (bt_setting(&t->placements.items[i], NULL) != BT_NOT) return true;
    return false;
}

static bool needs_bt(const TrainingFacts *t) {
    return t->training->kind == TRAINING_KIND_ST && t->regulation && t->regulation->id == REGULATION_2021 &&
           !date_is_known(t->training->bt_approved) && t->training->swedish_at != KNOWN_BOOL_YES;
}

void check_training_regulation(Run *run, const TrainingFacts *t) {
    if (training_is_over(t, run->on) || !t->regulation || !date_is_known(t->training->first)) return;
    const char *how = NULL;
    if (t->regulation->id == REGULATION_2015 && t->training->swedish_at == KNOWN_BOOL_NO &&
        date_compare(t->training->first, in_force_2021) >= 0)
        how = "no_right";
    else if (needs_bt(t) && facts_knows(t->home, KNOWN_PLACEMENT) && !has_bt_placement(t)) how = "no_bt_plan";
    if (!how) return;
    Found *found = find_training(run, how, t);
    arg_text(found, "regulation", t->regulation->name);
    found->since = t->training->first;
}

// A notice from before the unit began is unknown.
void check_training_bt_notified(Run *run, const TrainingFacts *t) {
    if (training_is_over(t, run->on) || !needs_bt(t) || !date_is_known(t->training->first) ||
        date_compare(facts_known_from(t->home, EVENT_KIND_BT_NOTICE), t->training->first) > 0 ||
        date_is_known(event_last(t->events, EVENT_KIND_BT_NOTICE, run->on)))
        return;
    Date late = date_add_days(t->training->first, setting(run, "late_days", t->home));
    bool is_late = date_compare(late, run->on) < 0;
    Found *found = find_training(run, is_late ? "late" : "open", t);
    arg_date(found, "date", t->training->first);
    if (is_late) found->since = late;
    else found->due = late;
}

static void missing_add(Buf *buf, Str what) {
    if (buf->size) buf_add_char(buf, '\n');
    buf_add(buf, what);
}

void check_training_facts(Run *run, const TrainingFacts *t) {
    if (training_is_over(t, run->on)) return;
    Buf missing = buf_begin(run->arena);
    if (!date_is_known(t->training->first)) missing_add(&missing, STR("startdatum"));
    if (!t->regulation) missing_add(&missing, STR("föreskrift"));
    if (t->training->kind == TRAINING_KIND_ST && !rulebook_specialty(t->training->specialty))
        missing_add(&missing, STR("specialitet"));
    if (facts_knows(t->home, KNOWN_LICENCE) && t->training->kind == TRAINING_KIND_ST &&
        !date_is_known(t->trainee->person->licence_date))
        missing_add(&missing, STR("legitimationsdatum"));
    if (!missing.size) return;
    arg_text(find_training(run, "missing", t), "missing", buf_end(&missing));
}
