#include "training/training_act.h"
#include "access/may_store.h"
#include "duty/act.h"
#include "gen/sql.h"
#include "people/person_store.h"
#include "training/regulation.h"

// --- the training itself

static bool training_is_sound(Training *training, Err *err) {
    if (!regulation_check(training, err)) return false;
    if (training->kind == TRAINING_KIND_ST && !rulebook_specialty(training->specialty))
        return err_set(err, ERR_INVALID, msg(N_("Välj specialitet.")));
    if (date_is_known(training->first) && date_is_known(training->planned_end) &&
        training->planned_end.day < training->first.day)
        return err_set(err, ERR_INVALID, msg(N_("Slutdatum ligger före startdatum.")));
    if (date_is_known(training->first) && date_is_known(training->ended) &&
        training->ended.day < training->first.day)
        return err_set(err, ERR_INVALID, msg(N_("Den sista dagen ligger före startdatum.")));
    training->regulation_reason = regulation_reason(training);
    return true;
}

static bool share_is_sound(Percent share, Err *err) {
    if (share.value >= 1 && share.value <= 100) return true;
    return err_set(err, ERR_INVALID, msg(N_("Skriv en tjänstgöringsgrad mellan 1 och 100.")));
}

static bool intake_person(Act *act, TrainingIntake *intake, Err *err) {
    if (intake->person.id.raw) {
        if (!may_person(act->db, act->actor, MAY_EDIT_PERSON, intake->person.id, err)) return false;
    } else if (!person_put(act, &intake->person, err)) {
        return false;
    }
    intake->training.trainee = intake->person.id;
    return true;
}

static bool intake_relations(Act *act, const TrainingIntake *intake, Err *err) {
    TrainingId id = intake->training.id;
    Date first = intake->training.first;
    EmploymentShare share = {
        .training = id, .first = first, .past = DATE_OPEN, .share = intake->share};
    Appointment appointment = {.person = intake->person.id,
                               .role = ROLE_TRAINEE,
                               .unit = intake->training.home_unit,
                               .first = first,
                               .past = DATE_OPEN,
                               .share = intake->share};
    Supervision supervision = {.training = id,
                               .supervisor = intake->supervisor,
                               .kind = SUPERVISION_KIND_MAIN,
                               .first = first,
                               .past = DATE_OPEN};
    if (!employment_share_save(act, &share, err) || !appointment_save(act, &appointment, err))
        return false;
    return !intake->supervisor.raw || supervision_save(act, &supervision, err);
}

// Full time or less from the first day to what the regulation asks: the end there would be.
static Date planned_end_of(Act *act, const TrainingIntake *intake) {
    ServiceInput input = {.training = &intake->training};
    EmploymentShare share = {
        .first = intake->training.first, .past = DATE_OPEN, .share = intake->share};
    list_add(act->arena, &input.shares, share);
    return service_progress(act->arena, &input, date_add_days(intake->training.first, -1))
        .forecast_end;
}

bool training_take_in(Act *act, TrainingIntake *intake, Err *err) {
    Training *training = &intake->training;
    if (!may_unit(act->db, act->actor, MAY_EDIT_TRAINING, training->home_unit, err)) return false;
    if (!date_is_known(training->first))
        return err_set(err, ERR_INVALID, msg(N_("Skriv startdatum, till exempel 2027-02-01.")));
    if (!share_is_sound(intake->share, err) || !training_is_sound(training, err)) return false;
    if (!intake_person(act, intake, err)) return false;
    if (!date_is_known(training->planned_end)) training->planned_end = planned_end_of(act, intake);
    return training_save(act, training, err) && intake_relations(act, intake, err) &&
           act_end(act, err);
}

bool training_edit(Act *act, Training *training, Err *err) {
    Training before;
    if (!may_training(act->db, act->actor, MAY_EDIT_TRAINING, training->id, err)) return false;
    if (!training_load(act->db, act->arena, training->id, &before, err)) return false;
    training->trainee = before.trainee;
    if (training->home_unit.raw != before.home_unit.raw &&
        !may_unit(act->db, act->actor, MAY_EDIT_TRAINING, training->home_unit, err))
        return false;
    return training_is_sound(training, err) && training_save(act, training, err) &&
           act_end(act, err);
}

// --- share over time

static bool shares_load(Act *act, TrainingId id, EmploymentShareList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, act->db, SQL_TRAINING_SHARES, err)) return false;
    query_bind_id(&query, 1, id.raw);
    return employment_share_list_all(&query, act->arena, ret, err);
}

// Takes `span` out of one row: what lies before it and after it stays.
static bool share_cut(Act *act, const EmploymentShare *row, DateSpan span, Err *err) {
    EmploymentShare before = *row, after = *row;
    before.past = date_min(row->past, span.first);
    after.first = date_max(row->first, span.past);
    bool has_before = before.first.day < before.past.day;
    bool has_after = after.first.day < after.past.day;
    if (!has_before && !has_after) return employment_share_delete(act, row, err);
    if (has_before && has_after) after.id.raw = after.version = 0;
    return (!has_before || employment_share_save(act, &before, err)) &&
           (!has_after || employment_share_save(act, &after, err));
}

bool training_share_change(Act *act, TrainingId id, Percent share, DateSpan span, Err *err) {
    EmploymentShareList shares;
    if (!may_training(act->db, act->actor, MAY_EDIT_TRAINING, id, err)) return false;
    if (!share_is_sound(share, err)) return false;
    if (!date_is_known(span.first) || span.past.day <= span.first.day)
        return err_set(err, ERR_INVALID, msg(N_("Perioden slutar innan den börjar.")));
    if (!shares_load(act, id, &shares, err)) return false;
    for (size_t i = 0; i < shares.count; i++)
        if (!share_cut(act, &shares.items[i], span, err)) return false;
    EmploymentShare row = {.training = id, .first = span.first, .past = span.past, .share = share};
    return employment_share_save(act, &row, err) && act_end(act, err);
}

// --- leave

// Who may not read the cause does not choose it either: it stays as it is, or is not said.
bool absence_edit(Act *act, Absence *absence, Err *err) {
    Absence before = {.cause = ABSENCE_CAUSE_OTHER};
    if (absence->id.raw) {
        if (!absence_load(act->db, act->arena, absence->id, &before, err)) return false;
        absence->training = before.training;
    }
    if (act->actor.person && !may((Role)act->actor.role, MAY_READ_CAUSE)) absence->cause = before.cause;
    if (!may_training(act->db, act->actor, MAY_EDIT_TRAINING, absence->training, err)) return false;
    if (!date_is_known(absence->first) || !date_is_known(absence->past))
        return err_set(err, ERR_INVALID,
                       msg(N_("Skriv första och sista dag, till exempel 2027-02-01.")));
    if (absence->past.day <= absence->first.day)
        return err_set(err, ERR_INVALID, msg(N_("Ledigheten slutar innan den börjar.")));
    if (absence->share.value < 1 || absence->share.value > 100)
        return err_set(err, ERR_INVALID, msg(N_("Skriv en omfattning mellan 1 och 100 procent.")));
    return absence_save(act, absence, err) && act_end(act, err);
}

bool absence_take_away(Act *act, AbsenceId id, int64_t version, Err *err) {
    Absence absence;
    if (!absence_load(act->db, act->arena, id, &absence, err)) return false;
    if (!may_training(act->db, act->actor, MAY_EDIT_TRAINING, absence.training, err)) return false;
    absence.version = version;
    return absence_delete(act, &absence, err) && act_end(act, err);
}

// --- supervisor

static bool supervision_end(Act *act, Supervision *supervision, Date from, Err *err) {
    if (supervision->past.day <= from.day) return true;
    if (supervision->first.day >= from.day) return supervision_delete(act, supervision, err);
    supervision->past = from;
    return supervision_save(act, supervision, err);
}

static bool change_note(Act *act, TrainingId id, PersonId former, PersonId next, Date from, ChangeReason reason,
                        Err *err) {
    if (!former.raw || former.raw == next.raw) return true;
    SupervisionChange change = {.training = id, .former = former, .next = next, .since = from, .reason = reason};
    return supervision_change_save(act, &change, err);
}

bool training_supervisor_change(Act *act, TrainingId id, PersonId supervisor, Date from, ChangeReason reason,
                                Err *err) {
    Query query;
    PersonId former = {0};
    SupervisionList list = {0};
    if (!may_training(act->db, act->actor, MAY_EDIT_TRAINING, id, err)) return false;
    if (!date_is_known(from))
        return err_set(err, ERR_INVALID,
                       msg(N_("Skriv från vilken dag, till exempel 2027-02-01.")));
    if (!query_begin(&query, act->db, SQL_TRAINING_MAIN_SUPERVISIONS, err)) return false;
    query_bind_id(&query, 1, id.raw);
    if (!supervision_list_all(&query, act->arena, &list, err)) return false;
    for (size_t i = 0; i < list.count; i++) {
        if (date_span_has(date_span(list.items[i].first, list.items[i].past), date_add_days(from, -1)))
            former = list.items[i].supervisor;
        if (!supervision_end(act, &list.items[i], from, err)) return false;
    }
    if (!change_note(act, id, former, supervisor, from, reason, err)) return false;
    if (supervisor.raw) {
        Training training;
        if (!training_load(act->db, act->arena, id, &training, err)) return false;
        if (training.trainee.raw == supervisor.raw)
            return err_set(err, ERR_INVALID, msg(N_("Välj någon annan än ST-läkaren själv.")));
        Supervision next = {.training = id,
                            .supervisor = supervisor,
                            .kind = SUPERVISION_KIND_MAIN,
                            .first = from,
                            .past = DATE_OPEN};
        if (!supervision_save(act, &next, err)) return false;
    }
    return act_end(act, err);
}

// --- own demands

static const TrainingItem *item_with(const TrainingItemList *items, Str key) {
    for (size_t i = 0; i < items->count; i++)
        if (str_equal(items->items[i].item, key)) return &items->items[i];
    return NULL;
}

bool training_items_put(Act *act, TrainingId id, TrainingItemList items, Err *err) {
    Query query;
    TrainingItemList stored = {0};
    if (!may_training(act->db, act->actor, MAY_EDIT_TRAINING, id, err)) return false;
    if (!query_begin(&query, act->db, SQL_TRAINING_ITEMS, err)) return false;
    query_bind_id(&query, 1, id.raw);
    if (!training_item_list_all(&query, act->arena, &stored, err)) return false;
    for (size_t i = 0; i < items.count; i++) {
        TrainingItem item = items.items[i];
        const TrainingItem *old = item_with(&stored, item.item);
        if (item.months > 12000)
            return err_set(err, ERR_INVALID, msg(N_("Skriv ett antal månader mellan 0 och 120.")));
        item.training = id;
        if (old) {
            item.id = old->id;
            item.version = old->version;
        }
        if (!training_item_save(act, &item, err)) return false;
    }
    return act_end(act, err);
}
