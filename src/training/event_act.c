#include "training/event_act.h"
#include "access/may_store.h"
#include "duty/act.h"
#include "gen/sql.h"

bool event_kind_is_of_unit(EventKind kind) {
    static const EventKind of_unit[] = {
        EVENT_KIND_SUPERVISOR_MEETING, EVENT_KIND_INSPECTION_EXTERNAL, EVENT_KIND_INSPECTION_INTERNAL,
        EVENT_KIND_TEACHING,           EVENT_KIND_JOINT_EDUCATION,     EVENT_KIND_NETWORK,
        EVENT_KIND_COUNCIL,            EVENT_KIND_CPD,                 EVENT_KIND_PEDAGOGY,
        EVENT_KIND_MANAGEMENT_GROUP,   EVENT_KIND_APPRAISAL,
    };
    for (size_t i = 0; i < COUNT_OF(of_unit); i++)
        if (of_unit[i] == kind) return true;
    return false;
}

const char *event_kind_text(EventKind kind) {
    static const char *const texts[EVENT_KIND_COUNT] = {
        [EVENT_KIND_SUPERVISION_TALK] = N_("Handledarsamtal"),
        [EVENT_KIND_YEARLY_REVIEW] = N_("Årlig avstämning"),
        [EVENT_KIND_COLLEGIUM] = N_("Specialistkollegium"),
        [EVENT_KIND_IUP_DRAFT] = N_("Utkast till IUP"),
        [EVENT_KIND_IUP_SIGNED] = N_("IUP undertecknad"),
        [EVENT_KIND_ST_CONTRACT_SIGNED] = N_("ST-kontrakt undertecknat"),
        [EVENT_KIND_SUPERVISOR_MEETING] = N_("Handledarmöte"),
        [EVENT_KIND_INSPECTION_EXTERNAL] = N_("Extern granskning"),
        [EVENT_KIND_INSPECTION_INTERNAL] = N_("Intern granskning"),
        [EVENT_KIND_INTRODUCTION_DONE] = N_("Introduktion genomförd"),
        [EVENT_KIND_BT_NOTICE] = N_("Anmäld till BT-enheten"),
        [EVENT_KIND_BT_COLLEGIUM] = N_("BT-kollegium"),
        [EVENT_KIND_ASSESSMENT] = N_("Bedömning"),
        [EVENT_KIND_FINAL_REVIEW_PREPARATORY] = N_("Förberedande slutgenomgång"),
        [EVENT_KIND_FINAL_REVIEW] = N_("Slutgenomgång"),
        [EVENT_KIND_APPRAISAL] = N_("Utvärdering av studierektorsuppdraget"),
        [EVENT_KIND_HISTORY_NOTED] = N_("Historiken kompletterad"),
        [EVENT_KIND_TEACHING] = N_("Undervisning"),
        [EVENT_KIND_JOINT_EDUCATION] = N_("Temadag eller regionmöte"),
        [EVENT_KIND_NETWORK] = N_("Studierektorsnätverk"),
        [EVENT_KIND_COUNCIL] = N_("Utbildningsråd"),
        [EVENT_KIND_CPD] = N_("Egen fortbildning"),
        [EVENT_KIND_PEDAGOGY] = N_("Pedagogisk fortbildning"),
        [EVENT_KIND_MANAGEMENT_GROUP] = N_("Ledningsgrupp"),
        [EVENT_KIND_IUP_WORKSHOP] = N_("IUP-verkstad"),
        [EVENT_KIND_START_SEMINAR_TOLD] = N_("Information om startseminariet"),
        [EVENT_KIND_START_SEMINAR] = N_("Startseminarium"),
    };
    return kind < EVENT_KIND_COUNT ? texts[kind] : "";
}

static bool draft_is_sound(const Act *act, const EventDraft *draft, Err *err) {
    if (!date_is_known(draft->held))
        return err_set(err, ERR_INVALID, msg(N_("Skriv vilken dag, till exempel 2026-11-20.")));
    if (draft->held.day > act->today.day)
        return err_set(err, ERR_INVALID,
                       msg(N_("Dagen har inte varit än. Registrera när det har skett.")));
    return true;
}

static bool events_of(Act *act, TrainingId id, EventRowList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, act->db, SQL_TRAINING_EVENTS, err)) return false;
    query_bind_id(&query, 1, id.raw);
    while (query_next(&query)) {
        EventRow row = {.event = event_from_row(&query, act->arena, 0)};
        list_add(act->arena, ret, row);
    }
    return query_end(&query, err);
}

static bool main_supervisor_on(Act *act, TrainingId id, Date on, PersonId *ret, Err *err) {
    Query query;
    SupervisionList list = {0};
    if (!query_begin(&query, act->db, SQL_TRAINING_MAIN_SUPERVISIONS, err)) return false;
    query_bind_id(&query, 1, id.raw);
    if (!supervision_list_all(&query, act->arena, &list, err)) return false;
    *ret = (PersonId){0};
    for (size_t i = 0; i < list.count; i++)
        if (date_span_has(date_span(list.items[i].first, list.items[i].past), on))
            *ret = list.items[i].supervisor;
    return true;
}

static bool register_one(Act *act, const EventDraft *draft, TrainingId id, size_t *ret_new,
                         Err *err) {
    EventRowList there = {0};
    if (!may_training(act->db, act->actor, MAY_REGISTER, id, err)) return false;
    if (!events_of(act, id, &there, err)) return false;
    for (size_t i = 0; i < there.count; i++)
        if (there.items[i].event.kind == draft->kind &&
            there.items[i].event.held.day == draft->held.day)
            return true;
    Event event = {.kind = draft->kind,
                   .training = id,
                   .held = draft->held,
                   .responsible = draft->responsible,
                   .outcome = draft->outcome,
                   .note = draft->note};
    if (draft->main_supervisor_is_responsible &&
        !main_supervisor_on(act, id, draft->held, &event.responsible, err))
        return false;
    ++*ret_new;
    return event_save(act, &event, err);
}

bool event_register(Act *act, const EventDraft *draft, const TrainingIdList *trainings,
                    size_t *ret_new, Err *err) {
    size_t count = 0;
    if (!draft_is_sound(act, draft, err)) return false;
    if (event_kind_is_of_unit(draft->kind))
        return err_set(err, ERR_INVALID, msg(N_("Händelsen gäller hela enheten.")));
    if (trainings->count == 0)
        return err_set(err, ERR_INVALID, msg(N_("Välj minst en ST-läkare.")));
    for (size_t i = 0; i < trainings->count; i++)
        if (!register_one(act, draft, trainings->items[i], &count, err)) return false;
    *ret_new = count;
    return act_end(act, err);
}

bool event_register_unit(Act *act, const EventDraft *draft, UnitId unit, Err *err) {
    if (!may_unit(act->db, act->actor, MAY_REGISTER, unit, err)) return false;
    if (!draft_is_sound(act, draft, err)) return false;
    Event event = {.kind = draft->kind,
                   .unit = unit,
                   .held = draft->held,
                   .responsible = draft->responsible,
                   .note = draft->note};
    return event_save(act, &event, err) && act_end(act, err);
}

bool event_take_away(Act *act, EventId id, int64_t version, Err *err) {
    Event event;
    if (!event_load(act->db, act->arena, id, &event, err)) return false;
    bool may = event.training.raw
                   ? may_training(act->db, act->actor, MAY_REGISTER, event.training, err)
                   : may_unit(act->db, act->actor, MAY_REGISTER, event.unit, err);
    event.version = version;
    return may && event_delete(act, &event, err) && act_end(act, err);
}

// --- certificates on paper

static bool certificate_goals(Act *act, Certificate *certificate, Err *err) {
    Placement placement;
    if (!certificate->placement.raw) return true;
    if (!placement_load(act->db, act->arena, certificate->placement, &placement, err)) return false;
    if (placement.training.raw != certificate->training.raw)
        return err_set(err, ERR_INVALID, msg(N_("Välj en av ST-läkarens egna placeringar.")));
    if (certificate->goals.size == 0) certificate->goals = placement.goals;
    return true;
}

bool certificate_register(Act *act, Certificate *certificate, Err *err) {
    if (!may_training(act->db, act->actor, MAY_REGISTER, certificate->training, err)) return false;
    if (!date_is_known(certificate->signed_on))
        return err_set(err, ERR_INVALID, msg(N_("Skriv vilken dag intyget skrevs under.")));
    if (certificate->signed_on.day > act->today.day)
        return err_set(err, ERR_INVALID,
                       msg(N_("Intyget kan inte vara underskrivet efter i dag.")));
    if (str_is_empty(str_trim(certificate->kept_at)))
        return err_set(
            err, ERR_INVALID,
            msg(N_("Skriv var originalet finns, till exempel ”pärm hos studierektorn”.")));
    return certificate_goals(act, certificate, err) && certificate_save(act, certificate, err) &&
           act_end(act, err);
}

bool certificate_take_away(Act *act, CertificateId id, int64_t version, Err *err) {
    Certificate certificate;
    if (!certificate_load(act->db, act->arena, id, &certificate, err)) return false;
    if (!may_training(act->db, act->actor, MAY_REGISTER, certificate.training, err)) return false;
    certificate.version = version;
    return certificate_delete(act, &certificate, err) && act_end(act, err);
}

// --- history

static const char *form_of(const Placement *placement, const Training *training) {
    bool is_2015 = str_equal(training->regulation, STR("2015"));
    if (placement->kind == PLACEMENT_KIND_BT) return "2021-2";
    if (placement->kind == PLACEMENT_KIND_OBSERVATION) return is_2015 ? "2015-3" : "2021-8";
    return is_2015 ? "2015-4" : "2021-9";
}

// Signed when the placement ended, as far as anyone knows.
static bool paper_save(Act *act, const Placement *placement, Str kept_at, Err *err) {
    Training training;
    if (!training_load(act->db, act->arena, placement->training, &training, err)) return false;
    Certificate paper = {.training = placement->training,
                         .placement = placement->id,
                         .form = str_from_c(form_of(placement, &training)),
                         .goals = placement->goals,
                         .signed_on = date_min(date_add_days(placement->past, -1), act->today),
                         .kept_at = kept_at};
    return certificate_save(act, &paper, err);
}

static bool has_paper(Act *act, const Placement *placement, bool *ret, Err *err) {
    Query query;
    CertificateList list = {0};
    if (!query_begin(&query, act->db, SQL_TRAINING_CERTIFICATES, err)) return false;
    query_bind_id(&query, 1, placement->training.raw);
    if (!certificate_list_all(&query, act->arena, &list, err)) return false;
    *ret = false;
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i].placement.raw == placement->id.raw) *ret = true;
    return true;
}

static bool fill_line(Act *act, const HistoryLine *line, Str kept_at, Err *err) {
    Placement placement;
    bool there;
    if (!placement_load(act->db, act->arena, line->placement, &placement, err)) return false;
    if (!may_training(act->db, act->actor, MAY_REGISTER, placement.training, err)) return false;
    if (line->answer != HISTORY_ON_PAPER) return true;
    if (!has_paper(act, &placement, &there, err)) return false;
    return there || paper_save(act, &placement, kept_at, err);
}

bool history_fill(Act *act, const HistoryLineList *lines, Str kept_at,
                  const TrainingIdList *trainings, Err *err) {
    kept_at = str_trim(kept_at);
    for (size_t i = 0; i < lines->count; i++) {
        if (lines->items[i].answer == HISTORY_ON_PAPER && kept_at.size == 0)
            return err_set(err, ERR_INVALID,
                           msg(N_("Skriv var originalen finns, till exempel ”pärm hos Ylva”.")));
        if (!fill_line(act, &lines->items[i], kept_at, err)) return false;
    }
    size_t count = 0;
    EventDraft noted = {.kind = EVENT_KIND_HISTORY_NOTED, .held = act->today};
    for (size_t i = 0; i < trainings->count; i++)
        if (!register_one(act, &noted, trainings->items[i], &count, err)) return false;
    return act_end(act, err);
}
