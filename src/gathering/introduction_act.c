#include "gathering/introduction_act.h"
#include "access/may_store.h"
#include "duty/act.h"

static bool steps_replace(Act *act, ProgrammeId id, ProgrammeStepList *steps, Err *err) {
    ProgrammeStepList before = {0};
    int64_t seq = 0;
    if (!programme_steps(act->db, act->arena, id, &before, err)) return false;
    for (size_t i = 0; i < steps->count; i++) {
        ProgrammeStep *step = &steps->items[i];
        step->what = str_trim(step->what);
        if (step->what.size == 0) continue;
        if (step->days < 0 || step->days > 730) return err_set(err, ERR_INVALID, msg(N_("Skriv ett antal dagar, mellan 0 och 730.")));
        if ((size_t)seq < before.count) {
            step->id = before.items[seq].id;
            step->version = before.items[seq].version;
        }
        step->programme = id;
        step->seq = seq++;
        if (!programme_step_save(act, step, err)) return false;
    }
    for (size_t i = (size_t)seq; i < before.count; i++)
        if (!programme_step_delete(act, &before.items[i], err)) return false;
    return seq > 0 || err_set(err, ERR_INVALID, msg(N_("Skriv minst ett steg.")));
}

bool programme_put(Act *act, Programme *programme, ProgrammeStepList *steps, bool approve, Err *err) {
    if (!may_unit(act->db, act->actor, MAY_EDIT_SETTING, programme->unit, err)) return false;
    if (approve && !date_is_known(programme->approved)) programme->approved = act->today;
    return programme_save(act, programme, err) && steps_replace(act, programme->id, steps, err) && act_end(act, err);
}

bool introduction_give(Act *act, TrainingId id, Err *err) {
    Training training;
    Programme programme;
    ProgrammeStepList steps = {0};
    Introduction introduction;
    StepRowList there;
    if (!may_training(act->db, act->actor, MAY_REGISTER, id, err) || !training_load(act->db, act->arena, id, &training, err)) return false;
    Audience audience = training.kind == TRAINING_KIND_BT ? AUDIENCE_BT : AUDIENCE_ST;
    if (!introduction_of(act->db, act->arena, id, &introduction, &there, err)) return false;
    if (introduction.id.raw) return err_set(err, ERR_CONFLICT, msg(N_("Introduktionen är redan given.")));
    if (!programme_for(act->db, act->arena, training.home_unit, audience, &programme, err)) return false;
    if (!programme.id.raw)
        return err_set(err, ERR_CONFLICT, msg(N_("Enheten har inget godkänt introduktionsprogram. Skriv det under Inställningar.")));
    if (!programme_steps(act->db, act->arena, programme.id, &steps, err)) return false;
    introduction.unit = training.home_unit;
    introduction.audience = audience;
    introduction.first = date_is_known(training.first) ? training.first : act->today;
    if (!introduction_save(act, &introduction, err)) return false;
    for (size_t i = 0; i < steps.count; i++) {
        const ProgrammeStep *from = &steps.items[i];
        IntroductionStep step = {.introduction = introduction.id, .training = id, .seq = from->seq, .what = from->what, .who = from->who,
                                 .due = date_add_days(introduction.first, (int)from->days), .required = from->required, .done = DATE_NONE};
        if (!introduction_step_save(act, &step, err)) return false;
    }
    return act_end(act, err);
}

static bool is_among(const StepIdList *steps, IntroductionStepId id) {
    for (size_t i = 0; i < steps->count; i++)
        if (steps->items[i].raw == id.raw) return true;
    return false;
}

static bool finish(Act *act, Introduction *introduction, Err *err) {
    bool recorded;
    introduction->done = act->today;
    if (!introduction_save(act, introduction, err) || !introduction_is_recorded(act->db, introduction->training, &recorded, err)) return false;
    Event event = {.kind = EVENT_KIND_INTRODUCTION_DONE, .training = introduction->training, .held = act->today};
    return recorded || event_save(act, &event, err);
}

bool introduction_tick(Act *act, TrainingId training, const StepIdList *chosen, Err *err) {
    Introduction introduction;
    StepRowList steps;
    bool open = false;
    if (!may_training(act->db, act->actor, MAY_TICK_INTRODUCTION, training, err)) return false;
    if (!introduction_of(act->db, act->arena, training, &introduction, &steps, err)) return false;
    for (size_t i = 0; i < steps.count; i++) {
        IntroductionStep *step = &steps.items[i].step;
        if (is_among(chosen, step->id) && !date_is_known(step->done)) {
            step->done = act->today;
            step->done_by.raw = act->actor.person;
            if (!introduction_step_save(act, step, err)) return false;
        }
        open |= step->required && !date_is_known(step->done);
    }
    if (introduction.id.raw && !open && !date_is_known(introduction.done) && !finish(act, &introduction, err)) return false;
    return act_end(act, err);
}
