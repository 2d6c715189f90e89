// A trainee's data: the training itself, share over time, main supervisor, leave.
#include "gen/sql.h"
#include "training/talk_act.h"
#include "training/training_page.h"
#include "training/training_view.h"
#include "gen/absence.html.h"
#include "gen/training_data.html.h"
#include "access/may_store.h"
#include "people/person_store.h"
#include "people/unit_store.h"
#include "training/regulation.h"
#include "training/training_act.h"
#include "training/training_fields_view.h"

// --- the page

static Str choice_note(Request *req, const Training *training) {
    RegulationChoice choice =
        regulation_choice(training->kind, training->swedish_at, training->first);
    if (choice.is_unknown)
        return tr_str(
            req->lang,
            N_("Skriv svensk AT och startdatum, så framgår vilken föreskrift som kan väljas."));
    if (!choice.may_2015)
        return tr_str(
            req->lang,
            N_("HSLF-FS 2021:8 gäller: ingen svensk AT, och ST påbörjad efter 1 juli 2021."));
    return msg_format(req->arena, req->lang,
                      msg(N_("Båda kan väljas: {1}."),
                          msg_text(tr_str(req->lang, regulation_reason_text(choice.reason_2015)))));
}

static Html doctorate_field(Request *req, const Training *training) {
    FieldOptionList options = {0};
    FieldOption no = {.value = STR("nej"), .label = tr_str(req->lang, N_("Nej"))};
    FieldOption yes = {.value = STR("ja"), .label = tr_str(req->lang, N_("Ja, sex månader"))};
    list_add(req->arena, &options, no);
    list_add(req->arena, &options, yes);
    return html_field_choice(
        req->arena, req->lang,
        (Field){.name = "doktor",
                .label = N_("Doktorsexamen tillgodoräknas"),
                .hint = N_("Säkert under 2015 års föreskrift, ett antagande under 2021 års."),
                .value = field_value(req, "doktor",
                                     training->doctorate_credit ? STR("ja") : STR("nej"))},
        &options);
}

static Html state_field(Request *req, const Training *training) {
    FieldOptionList options = {0};
    for (int i = 0; i < TRAINING_STATE_COUNT; i++) {
        FieldOption option = {.value = str_from_c(training_state_names[i]),
                              .label = tr_str(req->lang, training_state_text((TrainingState)i))};
        list_add(req->arena, &options, option);
    }
    Str now = str_from_c(training_state_names[training->state]);
    return html_field_select(
        req->arena, req->lang,
        (Field){.name = "lage", .label = N_("Läge"), .value = field_value(req, "lage", now)},
        &options);
}

static void shares_add(Request *req, const TrainingFile *file, HtmlTrainingData *page) {
    for (size_t i = 0; i < file->service.shares.count; i++) {
        const EmploymentShare *share = &file->service.shares.items[i];
        HtmlTrainingDataShares shown = {
            .share = str_printf(req->arena, "%d %%", share->share.value),
            .span = date_span_text(req->arena, req->lang, date_span(share->first, share->past))};
        list_add(req->arena, &page->shares, shown);
    }
}

// The reason for a change stands with the one who came.
static Str span_and_reason(Request *req, const SupervisionChangeList *changes, const Supervision *s) {
    Str span = date_span_text(req->arena, req->lang, date_span(s->first, s->past));
    for (size_t i = 0; i < changes->count; i++) {
        const SupervisionChange *change = &changes->items[i];
        if (change->next.raw != s->supervisor.raw || change->since.day != s->first.day ||
            change->reason == CHANGE_REASON_UNSAID)
            continue;
        Str why = tr_str(req->lang, change_reason_text(change->reason));
        return str_printf(req->arena, "%.*s. %.*s", STR_ARG(span), STR_ARG(why));
    }
    return span;
}

static bool supervisors_add(Request *req, const TrainingFile *file, HtmlTrainingData *page, Err *err) {
    SupervisionChangeList changes = {0};
    Query query;
    if (!query_begin(&query, req->db, SQL_SUPERVISION_CHANGES, err)) return false;
    query_bind_id(&query, 1, file->training.id.raw);
    if (!supervision_change_list_all(&query, req->arena, &changes, err)) return false;
    for (size_t i = 0; i < file->supervisions.count; i++) {
        const SupervisionRow *row = &file->supervisions.items[i];
        if (row->supervision.kind != SUPERVISION_KIND_MAIN) continue;
        HtmlTrainingDataSupervisors shown = {
            .name = row->name,
            .span = span_and_reason(req, &changes, &row->supervision)};
        list_add(req->arena, &page->supervisors, shown);
    }
    return true;
}

static void leaves_add(Request *req, const TrainingFile *file, HtmlTrainingData *page) {
    bool may_see = may_see_leave_cause(req, &file->training);
    for (size_t i = 0; i < file->service.absences.count; i++) {
        const Absence *absence = &file->service.absences.items[i];
        Str span = date_span_text(req->arena, req->lang, date_span(absence->first, absence->past));
        HtmlTrainingDataLeaves shown = {
            .cause = tr_str(req->lang, may_see ? absence_cause_text(absence->cause) : N_("Ledig")),
            .span = absence->share.value == 100 ? span
                                                : str_printf(req->arena, "%.*s, %d %%",
                                                             STR_ARG(span), absence->share.value),
            .to = url(req->arena, "/st/%lld/ledighet/%lld", (long long)file->training.id.raw,
                      (long long)absence->id.raw)};
        list_add(req->arena, &page->leaves, shown);
    }
}

static Html training_clash(Request *req, const Training *mine, const TrainingFile *file) {
    Arena *arena = req->arena;
    const Training *now = &file->training;
    const Unit *mine_home = unit_find(&file->service.units, mine->home_unit), *home = unit_find(&file->service.units, now->home_unit);
    Str yes = tr_str(req->lang, N_("Ja, sex månader")), no = tr_str(req->lang, N_("Nej"));
    FieldClashList clashes = {0};
    field_clash(arena, &clashes, N_("Specialitet"), specialty_name(mine->specialty), specialty_name(now->specialty));
    field_clash(arena, &clashes, N_("Hemklinik"), mine_home ? mine_home->name : STR(""), home ? home->name : STR(""));
    field_clash(arena, &clashes, N_("Svensk AT"), known_bool_word(req->lang, mine->swedish_at), known_bool_word(req->lang, now->swedish_at));
    field_clash(arena, &clashes, N_("Föreskrift"), str_from_c(regulation_name(mine->regulation)), str_from_c(regulation_name(now->regulation)));
    field_clash(arena, &clashes, N_("Startdatum"), day_text(arena, mine->first), day_text(arena, now->first));
    field_clash(arena, &clashes, N_("Planerat slutdatum"), day_text(arena, mine->planned_end), day_text(arena, now->planned_end));
    field_clash(arena, &clashes, N_("BT godkänd den"), day_text(arena, mine->bt_approved), day_text(arena, now->bt_approved));
    field_clash(arena, &clashes, N_("Doktorsexamen tillgodoräknas"), mine->doctorate_credit ? yes : no, now->doctorate_credit ? yes : no);
    field_clash(arena, &clashes, N_("Läge"), tr_str(req->lang, training_state_text(mine->state)), tr_str(req->lang, training_state_text(now->state)));
    field_clash(arena, &clashes, N_("Sista dag"), day_text(arena, mine->ended), day_text(arena, now->ended));
    field_clash(arena, &clashes, N_("Anteckning"), mine->note, now->note);
    return html_form_clash(arena, req->lang, &clashes, "andra", url_training(arena, now->id, "uppgifter"));
}

static void training_fields_add(Request *req, const TrainingFile *file,
                                const FieldErrorList *errors, HtmlTrainingData *page) {
    const Training *training = &file->training;
    Arena *arena = req->arena;
    page->specialty =
        field_specialty(req, field_value(req, "specialitet", training->specialty), errors);
    page->home =
        field_home(req, &file->service.units,
                   field_value(req, "hem", id_text(arena, training->home_unit.raw)), errors);
    page->at =
        field_at(req, field_value(req, "at", str_from_c(known_bool_names[training->swedish_at])));
    page->regulation =
        field_regulation(req, field_value(req, "foreskrift", training->regulation), errors);
    page->choice_note = choice_note(req, training);
    page->start = field_day(req, "start", N_("Startdatum"), training->first, errors);
    page->planned_end =
        field_day(req, "slut", N_("Planerat slutdatum"), training->planned_end, errors);
    page->bt_approved = field_day(req, "bt", N_("BT godkänd den"), training->bt_approved, errors);
    page->doctorate = doctorate_field(req, training);
    page->state = state_field(req, training);
    page->ended = field_day(req, "avslutad", N_("Sista dag"), training->ended, errors);
    page->note = html_field_area(arena, req->lang,
                                 (Field){.name = "anm",
                                         .label = N_("Anteckning"),
                                         .optional = true,
                                         .hint = N_("Skriv inget om hälsa eller om patienter."),
                                         .value = field_value(req, "anm", training->note)});
}

static Html reason_field(Request *req) {
    FieldOptionList options = {0};
    for (int i = 0; i < CHANGE_REASON_COUNT; i++)
        field_option(req->arena, &options, str_from_c(change_reason_names[i]),
                     i == CHANGE_REASON_UNSAID ? STR("–") : tr_str(req->lang, change_reason_text((ChangeReason)i)));
    return html_field_select(req->arena, req->lang,
                             (Field){.name = "hh-orsak", .label = N_("Varför"), .optional = true,
                                     .value = request_form(req, "hh-orsak")},
                             &options);
}

static void side_fields_add(Request *req, const PersonList *people, const FieldErrorList *errors,
                            HtmlTrainingData *page) {
    Arena *arena = req->arena;
    page->new_share = html_field_text(arena, req->lang,
                                      (Field){.name = "grad",
                                              .label = N_("Procent"),
                                              .width = "w1",
                                              .inputmode = "numeric",
                                              .value = request_form(req, "grad"),
                                              .errors = errors});
    page->share_from = field_day(req, "grad-fran", N_("Från"), DATE_NONE, errors);
    page->share_to = html_field_text(arena, req->lang,
                                     (Field){.name = "grad-till",
                                             .label = N_("Till och med"),
                                             .width = "w1",
                                             .optional = true,
                                             .value = request_form(req, "grad-till"),
                                             .errors = errors});
    page->new_supervisor = field_supervisor(req, "hh", people, request_form(req, "hh"));
    page->supervisor_from = field_day(req, "hh-fran", N_("Från"), req->today, errors);
    page->supervisor_reason = reason_field(req);
}

// `mine`: what was typed, where someone else was first; else NULL.
static bool data_show(Request *req, Reply *reply, const FieldErrorList *errors, const Training *mine,
                      Err *err) {
    TrainingFile file;
    PersonList people = {0};
    HtmlTrainingData page = {0};
    if (!training_page_file(req, &file, err)) return false;
    if (!may_training(req->db, req->actor, MAY_EDIT_TRAINING, file.training.id, err)) return false;
    if (!person_supervisors(req->db, req->arena, &people, err)) return false;
    ServiceProgress progress = service_progress(req->arena, &file.service, req->today);
    if (!training_head(req, &file, TAB_DATA, &progress, &page.head, err)) return false;
    TrainingId id = file.training.id;
    page.errors =
        html_form_errors(req->arena, req->lang, N_("Ändringen sparades inte. Rätta:"), errors);
    page.guard = request_guard(req);
    page.version = id_text(req->arena, file.training.version);
    page.action = url_training(req->arena, id, "uppgifter");
    page.share_action = url_training(req->arena, id, "grad");
    page.supervisor_action = url_training(req->arena, id, "huvudhandledare");
    page.new_leave = url_training(req->arena, id, "ledighet/ny");
    training_fields_add(req, &file, errors, &page);
    side_fields_add(req, &people, errors, &page);
    shares_add(req, &file, &page);
    if (!supervisors_add(req, &file, &page, err)) return false;
    leaves_add(req, &file, &page);
    if (mine) page.conflict = training_clash(req, mine, &file);
    training_reply(req, reply, &file, N_("Uppgifter"),
                   html_training_data(req->arena, req->lang, &page));
    return true;
}

bool page_training_data(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return data_show(req, reply, &none, NULL, err);
}

// The form again, with its errors.
static bool data_again(Request *req, Reply *reply, FieldErrorList *errors, const char *field,
                       Err *err) {
    Err shown = *err;
    if (err->kind != ERR_INVALID) return false;
    if (errors->count == 0) field_error(req->arena, errors, field, err->message);
    if (!data_show(req, reply, errors, NULL, err)) return false;
    *err = shown;
    return false;
}

static bool data_stale(Request *req, Reply *reply, const Training *mine, Err *err) {
    FieldErrorList none = {0};
    Err shown = *err;
    if (!data_show(req, reply, &none, mine, err)) return false;
    *err = shown;
    return false;
}

static bool data_done(Request *req, Reply *reply, TrainingId id, Msg text, const Act *act) {
    reply_redirect_done(req, reply, url_training(req->arena, id, "uppgifter"), text, act->audit);
    return true;
}

// --- saving

bool do_training_data(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    TrainingId id;
    Training training;
    if (!request_id(req, "id", &id.raw, err)) return false;
    if (!training_get(req->db, req->arena, id, &training, err)) return false;
    training.version = 0;
    request_form_int(req, "version", &training.version);
    training.specialty = request_form(req, "specialitet");
    training.regulation = request_form(req, "foreskrift");
    training.swedish_at = known_bool_from(request_form(req, "at"));
    training.doctorate_credit = str_equal(request_form(req, "doktor"), STR("ja"));
    training.note = request_form(req, "anm");
    request_form_int(req, "hem", &training.home_unit.raw);
    training.first = field_date(req, "start", &errors);
    training.planned_end = field_date(req, "slut", &errors);
    training.bt_approved = field_date(req, "bt", &errors);
    training.ended = field_date(req, "avslutad", &errors);
    for (int i = 0; i < TRAINING_STATE_COUNT; i++)
        if (str_equal(request_form(req, "lage"), str_from_c(training_state_names[i])))
            training.state = (TrainingState)i;
    Act act = request_act(req, "training.edit");
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count > 0 || !training_edit(&act, &training, err)) {
        if (err->kind == ERR_STALE) return data_stale(req, reply, &training, err);
        return data_again(req, reply, &errors, "foreskrift", err);
    }
    return data_done(req, reply, id, msg(N_("Uppgifterna är sparade.")), &act);
}

bool do_training_share(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    TrainingId id;
    if (!request_id(req, "id", &id.raw, err)) return false;
    Percent share = share_from(req, "grad");
    DateSpan span = {.first = field_date(req, "grad-fran", &errors), .past = DATE_OPEN};
    Date last = field_date(req, "grad-till", &errors);
    if (date_is_known(last)) span.past = date_add_days(last, 1);
    if (!date_is_known(span.first) && errors.count == 0)
        field_error(req->arena, &errors, "grad-fran",
                    msg(N_("Skriv från vilken dag, till exempel 2027-02-01.")));
    Act act = request_act(req, "training.share");
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count > 0 || !training_share_change(&act, id, share, span, err))
        return data_again(req, reply, &errors, "grad", err);
    return data_done(req, reply, id,
                     msg(N_("Tjänstgöringsgraden är {1} % från {2}."), msg_number(share.value),
                         msg_date(span.first)),
                     &act);
}

static ChangeReason reason_from(const Request *req) {
    for (int i = 0; i < CHANGE_REASON_COUNT; i++)
        if (str_equal(request_form(req, "hh-orsak"), str_from_c(change_reason_names[i]))) return (ChangeReason)i;
    return CHANGE_REASON_UNSAID;
}

bool do_training_supervisor(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    TrainingId id;
    PersonId supervisor = {0};
    if (!request_id(req, "id", &id.raw, err)) return false;
    request_form_int(req, "hh", &supervisor.raw);
    Date from = field_date(req, "hh-fran", &errors);
    Act act = request_act(req, "training.supervisor");
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count > 0 || !training_supervisor_change(&act, id, supervisor, from, reason_from(req), err))
        return data_again(req, reply, &errors, "hh-fran", err);
    return data_done(req, reply, id,
                     supervisor.raw ? msg(N_("Huvudhandledaren är bytt från {1}."), msg_date(from))
                                    : msg(N_("Ingen är huvudhandledare från {1}."), msg_date(from)),
                     &act);
}

// --- leave

static bool absence_read(Request *req, Absence *absence, bool *ret_new, Err *err) {
    if (!request_id(req, "id", &absence->training.raw, err)) return false;
    *ret_new = str_equal(request_param(req, "row"), STR("ny"));
    if (*ret_new) {
        absence->first = absence->past = DATE_NONE;
        absence->share = (Percent){100};
        return may_training(req->db, req->actor, MAY_EDIT_TRAINING, absence->training, err);
    }
    TrainingId training = absence->training;
    AbsenceId id;
    if (!request_id(req, "row", &id.raw, err)) return false;
    if (!may_training(req->db, req->actor, MAY_EDIT_TRAINING, training, err)) return false;
    if (!absence_load(req->db, req->arena, id, absence, err)) return false;
    return absence->training.raw == training.raw ||
           err_set(err, ERR_NOT_FOUND, msg(N_("Ledigheten finns inte.")));
}

static Html cause_field(Request *req, const Absence *absence) {
    FieldOptionList options = {0};
    for (int i = 0; i < ABSENCE_CAUSE_COUNT; i++) {
        FieldOption option = {.value = str_from_c(absence_cause_names[i]),
                              .label = tr_str(req->lang, absence_cause_text((AbsenceCause)i))};
        list_add(req->arena, &options, option);
    }
    Str now = str_from_c(absence_cause_names[absence->cause]);
    return html_field_select(req->arena, req->lang,
                             (Field){.name = "orsak",
                                     .label = N_("Orsak"),
                                     .width = "w2",
                                     .value = field_value(req, "orsak", now)},
                             &options);
}

static Html absence_clash(Request *req, const Absence *mine, const Absence *now) {
    Arena *arena = req->arena;
    FieldClashList clashes = {0};
    if (may(req->actor.role, MAY_READ_CAUSE))
        field_clash(arena, &clashes, N_("Orsak"), tr_str(req->lang, absence_cause_text(mine->cause)), tr_str(req->lang, absence_cause_text(now->cause)));
    field_clash(arena, &clashes, N_("Från"), day_text(arena, mine->first), day_text(arena, now->first));
    field_clash(arena, &clashes, N_("Till och med"), day_text(arena, date_add_days(mine->past, -1)), day_text(arena, date_add_days(now->past, -1)));
    field_clash(arena, &clashes, N_("Omfattning i procent"), share_text(arena, mine->share), share_text(arena, now->share));
    return html_form_clash(arena, req->lang, &clashes, "andra",
                           url(arena, "/st/%lld/ledighet/%lld", (long long)now->training.raw, (long long)now->id.raw));
}

// `mine`: what was typed, where someone else was first; else NULL.
static bool absence_show(Request *req, Reply *reply, const FieldErrorList *errors, const Absence *mine, Err *err) {
    Absence absence = {0};
    TrainingFile file;
    bool is_new;
    Arena *arena = req->arena;
    if (!absence_read(req, &absence, &is_new, err)) return false;
    if (!training_page_file(req, &file, err)) return false;
    Str row = request_param(req, "row");
    Date last = date_is_known(absence.past) ? date_add_days(absence.past, -1) : DATE_NONE;
    HtmlAbsence page = {
        .back = url_training(arena, file.training.id, "uppgifter"),
        .name = full_name(arena, file.person.given_name, file.person.family_name),
        .title = tr_str(req->lang, is_new ? N_("Ny ledighet") : N_("Ändra ledighet")),
        .errors =
            html_form_errors(arena, req->lang, N_("Ledigheten sparades inte. Rätta:"), errors),
        .action =
            url(arena, "/st/%lld/ledighet/%.*s", (long long)file.training.id.raw, STR_ARG(row)),
        .guard = request_guard(req),
        .version = str_printf(arena, "%lld", (long long)absence.version),
        .first = field_day(req, "fran", N_("Från"), absence.first, errors),
        .last = field_day(req, "till", N_("Till och med"), last, errors),
        .share = html_field_text(
            arena, req->lang,
            (Field){.name = "grad",
                    .label = N_("Omfattning i procent"),
                    .width = "w1",
                    .inputmode = "numeric",
                    .errors = errors,
                    .value =
                        field_value(req, "grad", str_printf(arena, "%d", absence.share.value))})};
    if (may(req->actor.role, MAY_READ_CAUSE)) page.cause = cause_field(req, &absence);
    if (mine) page.conflict = absence_clash(req, mine, &absence);
    if (!is_new)
        page.remove = url(arena, "/st/%lld/ledighet/%.*s/ta-bort", (long long)file.training.id.raw,
                          STR_ARG(row));
    reply_page(req, reply,
               (Page){.title = page.title,
                      .nav = "st",
                      .main_class = "narrow",
                      .main = html_absence(arena, req->lang, &page)});
    return true;
}

bool page_absence(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return absence_show(req, reply, &none, NULL, err);
}

bool do_absence(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    Absence absence = {0};
    bool is_new;
    if (!absence_read(req, &absence, &is_new, err)) return false;
    if (!is_new) request_form_int(req, "version", &absence.version);
    absence.first = field_date(req, "fran", &errors);
    Date last = field_date(req, "till", &errors);
    absence.past = date_is_known(last) ? date_add_days(last, 1) : DATE_NONE;
    absence.share = share_from(req, "grad");
    for (int i = 0; i < ABSENCE_CAUSE_COUNT; i++)
        if (str_equal(request_form(req, "orsak"), str_from_c(absence_cause_names[i])))
            absence.cause = (AbsenceCause)i;
    Act act = request_act(req, "absence.edit");
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count > 0 || !absence_edit(&act, &absence, err)) {
        Err shown = *err;
        if (err->kind != ERR_INVALID && err->kind != ERR_STALE) return false;
        bool is_stale = err->kind == ERR_STALE;
        if (errors.count == 0 && !is_stale) field_error(req->arena, &errors, "fran", err->message);
        if (!absence_show(req, reply, &errors, is_stale ? &absence : NULL, err)) return false;
        *err = shown;
        return false;
    }
    return data_done(
        req, reply, absence.training,
        msg(N_("Ledigheten {1} är sparad."), msg_span(date_span(absence.first, absence.past))),
        &act);
}

bool do_absence_remove(Request *req, Reply *reply, Err *err) {
    Absence absence = {0};
    bool is_new;
    if (!absence_read(req, &absence, &is_new, err)) return false;
    if (is_new) return err_set(err, ERR_NOT_FOUND, msg(N_("Ledigheten finns inte.")));
    request_form_int(req, "version", &absence.version);
    Act act = request_act(req, "absence.take_away");
    if (!absence_take_away(&act, absence.id, absence.version, err)) return false;
    return data_done(req, reply, absence.training, msg(N_("Ledigheten är borttagen.")), &act);
}
