// Registering what others have done: one form for one trainee or for many at once.
#include "training/training_page.h"
#include "training/training_view.h"
#include "gen/certificate_form.html.h"
#include "gen/register.html.h"
#include "gen/training_events.html.h"
#include "http/field.h"
#include "people/person_store.h"
#include "training/event_act.h"

// --- for one or many

static const EventKind kinds[] = {EVENT_KIND_SUPERVISION_TALK,
                                  EVENT_KIND_YEARLY_REVIEW,
                                  EVENT_KIND_COLLEGIUM,
                                  EVENT_KIND_IUP_DRAFT,
                                  EVENT_KIND_IUP_SIGNED,
                                  EVENT_KIND_ST_CONTRACT_SIGNED,
                                  EVENT_KIND_INTRODUCTION_DONE,
                                  EVENT_KIND_BT_NOTICE,
                                  EVENT_KIND_BT_COLLEGIUM,
                                  EVENT_KIND_ASSESSMENT,
                                  EVENT_KIND_FINAL_REVIEW_PREPARATORY,
                                  EVENT_KIND_FINAL_REVIEW,
                                  EVENT_KIND_SUPERVISOR_MEETING,
                                  EVENT_KIND_INSPECTION_EXTERNAL,
                                  EVENT_KIND_INSPECTION_INTERNAL,
                                  EVENT_KIND_APPRAISAL,
                                  EVENT_KIND_START_SEMINAR_TOLD,
                                  EVENT_KIND_START_SEMINAR,
                                  EVENT_KIND_IUP_WORKSHOP,
                                  EVENT_KIND_TEACHING,
                                  EVENT_KIND_JOINT_EDUCATION,
                                  EVENT_KIND_MANAGEMENT_GROUP,
                                  EVENT_KIND_NETWORK,
                                  EVENT_KIND_COUNCIL,
                                  EVENT_KIND_CPD,
                                  EVENT_KIND_PEDAGOGY};

#define MAIN_SUPERVISOR "egen"

typedef struct {
    TrainingId only; // 0: many
    EventKind kind;
    FieldErrorList errors;
    TrainingRowList rows;
    PersonList people;
} Register;

static EventKind kind_named(Str name, EventKind otherwise) {
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (str_equal(name, str_from_c(event_kind_names[kinds[i]]))) return kinds[i];
    return otherwise;
}

static bool register_load(Request *req, Register *reg, Err *err) {
    int64_t id;
    if (request_param(req, "id").size > 0) {
        if (!request_id(req, "id", &id, err)) return false;
        reg->only.raw = id;
    }
    Str asked = request_form_has(req, "vad") ? request_form(req, "vad") : request_query(req, "vad");
    reg->kind = kind_named(asked, EVENT_KIND_SUPERVISION_TALK);
    TrainingQuery query = {.unit = training_unit(req), .event_kind = (int)reg->kind};
    if (reg->only.raw) query.unit.raw = 0;
    TrainingRowList all;
    if (!training_rows(req->db, req->arena, query, &all, err)) return false;
    for (size_t i = 0; i < all.count; i++)
        if (!reg->only.raw || all.items[i].training.id.raw == reg->only.raw)
            list_add(req->arena, &reg->rows, all.items[i]);
    if (reg->only.raw && reg->rows.count == 0)
        return err_set(err, ERR_NOT_FOUND, msg(N_("Utbildningen finns inte.")));
    return person_supervisors(req->db, req->arena, &reg->people, err);
}

static Html what_field(Request *req, const Register *reg) {
    FieldOptionList options = {0};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (reg->only.raw && event_kind_is_of_unit(kinds[i])) continue;
        FieldOption option = {.value = str_from_c(event_kind_names[kinds[i]]),
                              .label = tr_str(req->lang, event_kind_text(kinds[i]))};
        list_add(req->arena, &options, option);
    }
    return html_field_select(req->arena, req->lang,
                             (Field){.name = "vad",
                                     .label = N_("Händelse"),
                                     .value = str_from_c(event_kind_names[reg->kind]),
                                     .errors = &reg->errors},
                             &options);
}

static Html who_field(Request *req, const Register *reg) {
    FieldOptionList options = {0};
    FieldOption none = {.value = STR(""), .label = tr_str(req->lang, N_("Ingen särskild"))};
    FieldOption own = {.value = STR(MAIN_SUPERVISOR),
                       .label = tr_str(req->lang, N_("Huvudhandledaren för var och en"))};
    list_add(req->arena, &options, own);
    list_add(req->arena, &options, none);
    for (size_t i = 0; i < reg->people.count; i++) {
        const Person *person = &reg->people.items[i];
        FieldOption option = {.value = str_printf(req->arena, "%lld", (long long)person->id.raw),
                              .label = person_full_name(req->arena, person)};
        list_add(req->arena, &options, option);
    }
    return html_field_select(req->arena, req->lang,
                             (Field){.name = "vem",
                                     .label = N_("Ansvarig"),
                                     .value = field_value(req, "vem", STR(MAIN_SUPERVISOR))},
                             &options);
}

static Html outcome_field(Request *req) {
    FieldOptionList options = {0};
    for (int i = 0; i < EVENT_OUTCOME_COUNT; i++) {
        FieldOption option = {
            .value = str_from_c(event_outcome_names[i]),
            .label = i == 0 ? STR("–") : tr_str(req->lang, event_outcome_text((EventOutcome)i))};
        list_add(req->arena, &options, option);
    }
    return html_field_select(req->arena, req->lang,
                             (Field){.name = "utfall",
                                     .label = N_("Utfall"),
                                     .optional = true,
                                     .value = field_value(req, "utfall", STR("none"))},
                             &options);
}

static bool is_chosen(const Request *req, Str id) {
    StrList chosen = request_form_all(req, "st");
    for (size_t i = 0; i < chosen.count; i++)
        if (str_equal(chosen.items[i], id)) return true;
    // A link may come with some of them chosen.
    for (size_t i = 0; i < req->query.count; i++)
        if (str_equal(req->query.items[i].name, STR("st")) && str_equal(req->query.items[i].value, id)) return true;
    return false;
}

static Str since_text(Request *req, const TrainingRow *row) {
    Date from = date_is_known(row->last_event) ? row->last_event : row->training.first;
    if (!date_is_known(from)) return STR("");
    int months = (req->today.day - from.day) * 12 / 365;
    Str day = date_short_year(req->arena, req->lang, from);
    if (!date_is_known(row->last_event))
        return msg_format(req->arena, req->lang, msg(N_("Började {1}"), msg_text(day)));
    if (months < 1) return tr_str(req->lang, N_("Mindre än en månad"));
    return msg_format(req->arena, req->lang, msg(N_("{1} månader"), msg_number(months)));
}

static void rows_add(Request *req, const Register *reg, HtmlRegister *page) {
    int chosen = 0;
    for (size_t i = 0; i < reg->rows.count; i++) {
        const TrainingRow *row = &reg->rows.items[i];
        HtmlRegisterRows shown = {
            .id = str_printf(req->arena, "%lld", (long long)row->training.id.raw),
            .name = full_name(req->arena, row->given_name, row->family_name),
            .last = date_is_known(row->last_event)
                        ? date_short_year(req->arena, req->lang, row->last_event)
                        : tr_str(req->lang, N_("Inget registrerat")),
            .since = since_text(req, row)};
        shown.chosen = reg->only.raw != 0 || is_chosen(req, shown.id);
        chosen += shown.chosen;
        list_add(req->arena, &page->rows, shown);
    }
    page->chosen_count = msg_format(
        req->arena, req->lang,
        msg(N_("{1} av {2} valda"), msg_number(chosen), msg_number((int64_t)reg->rows.count)));
}

static void register_show(Request *req, Reply *reply, const Register *reg) {
    Arena *arena = req->arena;
    Lang lang = req->lang;
    HtmlRegister page = {
        .back = reg->only.raw ? url_training(arena, reg->only, "handelser") : url(arena, "/st"),
        .back_name = tr_str(lang, N_("ST-läkare")),
        .action = reg->only.raw ? url_training(arena, reg->only, "registrera")
                                : url(arena, "/registrera"),
        .guard = request_guard(req),
        .errors = html_form_errors(arena, lang, N_("Inget registrerades. Rätta och försök igen:"),
                                   &reg->errors),
        .what = what_field(req, reg),
        .when =
            html_field_text(arena, lang,
                            (Field){.name = "nar",
                                    .label = N_("Datum"),
                                    .width = "w1",
                                    .value = field_value(req, "nar", date_iso(arena, req->today)),
                                    .errors = &reg->errors}),
        .who = who_field(req, reg),
        .outcome = outcome_field(req),
        .note = html_field_text(arena, lang,
                                (Field){.name = "anm",
                                        .label = N_("Anteckning"),
                                        .optional = true,
                                        .width = "grow",
                                        .value = request_form(req, "anm")}),
        .last_label = msg_format(
            arena, lang,
            msg(N_("Senaste: {1}"), msg_text(tr_str(lang, event_kind_text(reg->kind)))))};
    if (!reg->only.raw)
        page.unit_note = tr_str(lang, N_("Handledarmöte och granskning gäller hela enheten."));
    rows_add(req, reg, &page);
    reply_page(req, reply,
               (Page){.title = tr_str(lang, N_("Registrera det som är gjort")),
                      .nav = "st",
                      .main = html_register(arena, lang, &page)});
}

bool page_register(Request *req, Reply *reply, Err *err) {
    Register reg = {0};
    if (!register_load(req, &reg, err)) return false;
    register_show(req, reply, &reg);
    return true;
}

static EventDraft draft_from(Request *req, Register *reg) {
    EventDraft draft = {.kind = reg->kind,
                        .held = field_date(req, "nar", &reg->errors),
                        .note = request_form(req, "anm")};
    Str who = request_form(req, "vem"), outcome = request_form(req, "utfall");
    draft.main_supervisor_is_responsible = str_equal(who, STR(MAIN_SUPERVISOR));
    if (!draft.main_supervisor_is_responsible) request_form_int(req, "vem", &draft.responsible.raw);
    for (int i = 0; i < EVENT_OUTCOME_COUNT; i++)
        if (str_equal(outcome, str_from_c(event_outcome_names[i]))) draft.outcome = (EventOutcome)i;
    return draft;
}

static TrainingIdList chosen_from(Request *req) {
    TrainingIdList chosen = {0};
    StrList values = request_form_all(req, "st");
    for (size_t i = 0; i < values.count; i++) {
        TrainingId id;
        if (str_to_int(values.items[i], &id.raw)) list_add(req->arena, &chosen, id);
    }
    return chosen;
}

// The form again with what was wrong; the handler's error stays the one that is answered.
static bool register_again(Request *req, Reply *reply, Register *reg, Err *err) {
    if (err->kind != ERR_INVALID) return false;
    if (reg->errors.count == 0)
        field_error(req->arena, &reg->errors, chosen_from(req).count == 0 ? "st" : "nar",
                    err->message);
    register_show(req, reply, reg);
    return false;
}

bool do_register(Request *req, Reply *reply, Err *err) {
    Register reg = {0};
    size_t count = 0;
    if (!register_load(req, &reg, err)) return false;
    EventDraft draft = draft_from(req, &reg);
    if (reg.errors.count > 0) {
        err_set(err, ERR_INVALID, reg.errors.items[0].message);
        return register_again(req, reply, &reg, err);
    }
    Act act = request_act(req, "event.register");
    TrainingIdList chosen = chosen_from(req);
    bool is_done = event_kind_is_of_unit(draft.kind)
                       ? event_register_unit(&act, &draft, req->session.unit, err)
                       : event_register(&act, &draft, &chosen, &count, err);
    if (!is_done) return register_again(req, reply, &reg, err);
    Str what = tr_str(req->lang, event_kind_text(draft.kind));
    Msg done = event_kind_is_of_unit(draft.kind)
                   ? msg(N_("{1} är registrerat för enheten."), msg_text(what))
                   : msg(N_("{1} är registrerat för {2} ST-läkare."), msg_text(what),
                         msg_number((int64_t)count));
    Url to =
        reg.only.raw ? url_training(req->arena, reg.only, "handelser") : url(req->arena, "/st");
    reply_redirect_done(req, reply, to, done, act.audit);
    return true;
}

// --- the tab of what has happened

#define EVENTS_MAX 50

static Str paper_what(Request *req, const TrainingFile *file, const Certificate *paper) {
    Str goals = paper->goals;
    for (size_t i = 0; i < file->service.placements.count; i++) {
        const Placement *placement = &file->service.placements.items[i];
        if (placement->id.raw != paper->placement.raw) continue;
        Str when =
            date_span_text(req->arena, req->lang, date_span(placement->first, placement->past));
        for (size_t u = 0; u < file->service.units.count; u++)
            if (file->service.units.items[u].id.raw == placement->unit.raw) {
                Str name = file->service.units.items[u].name;
                return str_printf(req->arena, "%.*s, %.*s", STR_ARG(name), STR_ARG(when));
            }
    }
    const CertificateForm *form = rulebook_certificate(paper->form);
    if (goals.size > 0) return goals;
    return form ? form->name_sv : tr_str(req->lang, N_("Intyg"));
}

static void papers_add(Request *req, const TrainingFile *file, bool edits,
                       HtmlTrainingEvents *page) {
    for (size_t i = 0; i < file->need.certificates.count; i++) {
        const Certificate *paper = &file->need.certificates.items[i];
        Str day = date_short_year(req->arena, req->lang, paper->signed_on);
        HtmlTrainingEventsPapers shown = {
            .what = paper_what(req, file, paper),
            .where = paper->kept_at.size > 0 ? str_printf(req->arena, "%.*s. %.*s", STR_ARG(day),
                                                          STR_ARG(paper->kept_at))
                                             : day,
            .guard = request_guard(req),
            .version = str_printf(req->arena, "%lld", (long long)paper->version)};
        if (edits)
            shown.remove = url(req->arena, "/st/%lld/intyg/%lld/ta-bort",
                               (long long)file->training.id.raw, (long long)paper->id.raw);
        list_add(req->arena, &page->papers, shown);
    }
}

bool page_training_events(Request *req, Reply *reply, Err *err) {
    TrainingFile file;
    HtmlTrainingEvents page = {0};
    if (!training_page_file(req, &file, err)) return false;
    ServiceProgress progress = service_progress(req->arena, &file.service, req->today);
    if (!training_head(req, &file, TAB_EVENTS, &progress, &page.head, err)) return false;
    bool edits = may(req->actor.role, MAY_REGISTER);
    if (edits) page.register_link = url_training(req->arena, file.training.id, "registrera");
    if (edits) page.add = url_training(req->arena, file.training.id, "intyg");
    for (size_t i = 0; i < file.events.count && i < EVENTS_MAX; i++) {
        const EventRow *row = &file.events.items[i];
        HtmlTrainingEventsEvents shown = {
            .day = date_short_year(req->arena, req->lang, row->event.held),
            .what = tr_str(req->lang, event_kind_text(row->event.kind)),
            .who = row->responsible,
            .outcome = tr_str(req->lang, event_outcome_text(row->event.outcome)),
            .guard = request_guard(req),
            .version = str_printf(req->arena, "%lld", (long long)row->event.version)};
        if (edits)
            shown.remove = url(req->arena, "/st/%lld/handelser/%lld/ta-bort",
                               (long long)file.training.id.raw, (long long)row->event.id.raw);
        list_add(req->arena, &page.events, shown);
    }
    if (file.events.count > EVENTS_MAX)
        page.more = msg_format(req->arena, req->lang,
                               msg(N_("De senaste {1} av {2} visas."), msg_number(EVENTS_MAX),
                                   msg_number((int64_t)file.events.count)));
    papers_add(req, &file, edits, &page);
    training_reply(req, reply, &file, N_("Händelser"),
                   html_training_events(req->arena, req->lang, &page));
    return true;
}

bool do_event_remove(Request *req, Reply *reply, Err *err) {
    TrainingId training;
    EventId id;
    int64_t version = 0;
    if (!request_id(req, "id", &training.raw, err)) return false;
    if (!request_id(req, "row", &id.raw, err)) return false;
    request_form_int(req, "version", &version);
    Act act = request_act(req, "event.take_away");
    if (!event_take_away(&act, id, version, err)) return false;
    reply_redirect_done(req, reply, url_training(req->arena, training, "handelser"),
                        msg(N_("Händelsen är borttagen.")), act.audit);
    return true;
}

// --- certificates on paper

static Html placement_field(Request *req, const TrainingFile *file, const FieldErrorList *errors) {
    FieldOptionList options = {0};
    FieldOption none = {.value = STR(""),
                        .label = tr_str(req->lang, N_("Ingen särskild placering"))};
    list_add(req->arena, &options, none);
    for (size_t i = file->service.placements.count; i-- > 0;) {
        const Placement *placement = &file->service.placements.items[i];
        if (placement->state == PLACEMENT_STATE_CANCELLED || placement->first.day > req->today.day)
            continue;
        Certificate as_if = {.placement = placement->id};
        FieldOption option = {.value = str_printf(req->arena, "%lld", (long long)placement->id.raw),
                              .label = paper_what(req, file, &as_if)};
        list_add(req->arena, &options, option);
    }
    return html_field_select(
        req->arena, req->lang,
        (Field){.name = "placering",
                .label = N_("Placering"),
                .value = field_value(req, "placering", request_query(req, "placering")),
                .errors = errors},
        &options);
}

static Html form_field(Request *req, const TrainingFile *file) {
    FieldOptionList options = {0};
    const Regulation *regulation = rulebook_regulation(file->training.regulation);
    for (size_t i = 0; regulation && i < regulation->certificates.count; i++) {
        const CertificateForm *form = regulation->certificates.items[i];
        if (!form->activity) continue;
        FieldOption option = {.value = form->id,
                              .label = str_printf(req->arena, "%s %.*s, %.*s",
                                                  tr(req->lang, N_("Bilaga")), STR_ARG(form->annex),
                                                  STR_ARG(form->name_sv))};
        list_add(req->arena, &options, option);
    }
    bool is_2015 = str_equal(file->training.regulation, STR("2015"));
    return html_field_select(
        req->arena, req->lang,
        (Field){.name = "blankett",
                .label = N_("Intyg"),
                .value = field_value(req, "blankett", is_2015 ? STR("2015-4") : STR("2021-9"))},
        &options);
}

static Html signer_field(Request *req, const PersonList *people) {
    FieldOptionList options = {0};
    FieldOption none = {.value = STR(""), .label = tr_str(req->lang, N_("Någon annan"))};
    list_add(req->arena, &options, none);
    for (size_t i = 0; i < people->count; i++) {
        FieldOption option = {
            .value = str_printf(req->arena, "%lld", (long long)people->items[i].id.raw),
            .label = person_full_name(req->arena, &people->items[i])};
        list_add(req->arena, &options, option);
    }
    return html_field_select(req->arena, req->lang,
                             (Field){.name = "av",
                                     .label = N_("Underskrivet av"),
                                     .width = "w2",
                                     .optional = true,
                                     .value = request_form(req, "av")},
                             &options);
}

static bool certificate_show(Request *req, Reply *reply, const FieldErrorList *errors, Err *err) {
    TrainingFile file;
    PersonList people = {0};
    Arena *arena = req->arena;
    if (!training_page_file(req, &file, err)) return false;
    if (!person_supervisors(req->db, arena, &people, err)) return false;
    HtmlCertificateForm page = {
        .back = url_training(arena, file.training.id, "handelser"),
        .name = full_name(arena, file.person.given_name, file.person.family_name),
        .action = url_training(arena, file.training.id, "intyg"),
        .guard = request_guard(req),
        .errors =
            html_form_errors(arena, req->lang, N_("Intyget registrerades inte. Rätta:"), errors),
        .placement = placement_field(req, &file, errors),
        .form = form_field(req, &file),
        .signed_on = html_field_text(arena, req->lang,
                                     (Field){.name = "dag",
                                             .label = N_("Underskrivet den"),
                                             .width = "w1",
                                             .value = request_form(req, "dag"),
                                             .errors = errors}),
        .goals = html_field_text(
            arena, req->lang,
            (Field){.name = "mal",
                    .label = N_("Delmål"),
                    .optional = true,
                    .hint = N_("Koder med mellanslag emellan. Tomt: placeringens egna."),
                    .width = "grow",
                    .value = request_form(req, "mal")}),
        .signer = signer_field(req, &people),
        .kept = html_field_text(arena, req->lang,
                                (Field){.name = "var",
                                        .label = N_("Originalet finns"),
                                        .width = "w2",
                                        .hint = N_("Till exempel ”pärm hos studierektorn”"),
                                        .value = request_form(req, "var"),
                                        .errors = errors})};
    reply_page(req, reply,
               (Page){.title = tr_str(req->lang, N_("Registrera intyg på papper")),
                      .nav = "st",
                      .main_class = "narrow",
                      .main = html_certificate_form(arena, req->lang, &page)});
    return true;
}

bool page_certificate(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return certificate_show(req, reply, &none, err);
}

bool do_certificate(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    Certificate paper = {.form = request_form(req, "blankett"),
                         .goals = request_form(req, "mal"),
                         .kept_at = request_form(req, "var")};
    if (!request_id(req, "id", &paper.training.raw, err)) return false;
    request_form_int(req, "placering", &paper.placement.raw);
    request_form_int(req, "av", &paper.signer.raw);
    paper.signed_on = field_date(req, "dag", &errors);
    Act act = request_act(req, "certificate.register");
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count > 0 || !certificate_register(&act, &paper, err)) {
        Err shown = *err;
        if (err->kind != ERR_INVALID) return false;
        const char *field =
            date_is_known(paper.signed_on) && paper.signed_on.day <= req->today.day ? "var" : "dag";
        if (errors.count == 0) field_error(req->arena, &errors, field, err->message);
        if (!certificate_show(req, reply, &errors, err)) return false;
        *err = shown;
        return false;
    }
    reply_redirect_done(req, reply, url_training(req->arena, paper.training, "handelser"),
                        msg(N_("Intyget är registrerat.")), act.audit);
    return true;
}

bool do_certificate_remove(Request *req, Reply *reply, Err *err) {
    TrainingId training;
    CertificateId id;
    int64_t version = 0;
    if (!request_id(req, "id", &training.raw, err)) return false;
    if (!request_id(req, "row", &id.raw, err)) return false;
    request_form_int(req, "version", &version);
    Act act = request_act(req, "certificate.take_away");
    if (!certificate_take_away(&act, id, version, err)) return false;
    reply_redirect_done(req, reply, url_training(req->arena, training, "handelser"),
                        msg(N_("Intyget är borttaget.")), act.audit);
    return true;
}
