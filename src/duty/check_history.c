// What ended before the unit began is unknown, not a breach: one neutral row per trainee, filled in
// bulk ("intyg finns på papper, pärm hos X").
#include "duty/checks.h"

static void missing_add(Buf *buf, Str what) {
    if (buf->size) buf_add_char(buf, '\n');
    buf_add(buf, what);
}

static bool certificates_are_unknown(const Run *run, const TrainingFacts *t) {
    Date known = certificates_known_from(t);
    for (size_t i = 0; i < t->placements.count; i++) {
        const Placement *p = &t->placements.items[i];
        if (date_compare(p->past, run->on) <= 0 && date_compare(p->past, known) <= 0 &&
            placement_needs_certificate(run, t, p) && !placement_is_certified(t, p))
            return true;
    }
    return false;
}

// The training began before this was known here, and nothing is registered since.
static bool is_unknown(const Run *run, const TrainingFacts *t, EventKind kind) {
    return date_compare(facts_known_from(t->home, (int)kind), t->training->first) > 0 &&
           !date_is_known(event_last(t->events, kind, run->on));
}

void check_history(Run *run, const TrainingFacts *t) {
    Date noted;
    if (!training_is_active(t, run->on) || history_is_noted(t, &noted)) return;
    bool st = t->training->kind == TRAINING_KIND_ST;
    bool bt_2021 = st && t->regulation && t->regulation->id == REGULATION_2021 &&
                   !date_is_known(t->training->bt_approved) && t->training->swedish_at != KNOWN_BOOL_YES;
    Buf missing = buf_begin(run->arena);
    if (certificates_are_unknown(run, t)) missing_add(&missing, STR("intyg"));
    if (is_unknown(run, t, EVENT_KIND_IUP_SIGNED) && is_unknown(run, t, EVENT_KIND_IUP_DRAFT))
        missing_add(&missing, STR("individuell utbildningsplan"));
    if (is_unknown(run, t, EVENT_KIND_SUPERVISION_TALK)) missing_add(&missing, STR("handledarsamtal"));
    if (st && is_unknown(run, t, EVENT_KIND_YEARLY_REVIEW)) missing_add(&missing, STR("årlig avstämning"));
    if (st && is_unknown(run, t, EVENT_KIND_COLLEGIUM)) missing_add(&missing, STR("specialistkollegium"));
    if (bt_2021 && is_unknown(run, t, EVENT_KIND_BT_NOTICE)) missing_add(&missing, STR("anmälan till BT-enheten"));
    if (!missing.size) return;
    Found *found = find_training(run, "unknown", t);
    Date from = date_is_known(t->home->in_use_from) ? t->home->in_use_from : run->on;
    arg_date(found, "date", from);
    arg_text(found, "missing", buf_end(&missing));
}
