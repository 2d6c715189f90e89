#include "gathering/introduction_page.h"
#include "access/may_store.h"
#include "gathering/gathering_view.h"
#include "gathering/introduction_act.h"
#include "gen/introduction.html.h"
#include "gen/programme.html.h"
#include "people/setting_view.h"
#include "training/training_view.h"

#define EMPTY_ROWS 3
#define ROWS_MAX 60

static const char *who_text(StepWho who) {
    switch (who) {
    case STEP_WHO_TRAINEE: return N_("Utbildningsläkaren");
    case STEP_WHO_SUPERVISOR: return N_("Handledaren");
    case STEP_WHO_DIRECTOR: return N_("Studierektorn");
    case STEP_WHO_HEAD: return N_("Verksamhetschefen");
    case STEP_WHO_OTHER: break;
    }
    return N_("Någon annan");
}

static const char *audience_text(Audience audience) {
    switch (audience) {
    case AUDIENCE_ST: return N_("ST-läkare");
    case AUDIENCE_BT: return N_("BT-läkare");
    case AUDIENCE_VISITOR: break;
    }
    return N_("De som randar hos oss");
}

// --- a trainee's own list

static Str step_about(Request *req, const StepRow *row) {
    Str who = tr_str(req->lang, who_text(row->step.who));
    if (date_is_known(row->step.done))
        return msg_format(req->arena, req->lang, msg(N_("Klart {1}. {2}"), msg_date(row->step.done), msg_text(row->done_by)));
    return msg_format(req->arena, req->lang, msg(row->step.required ? N_("{1}. Klart senast {2}.") : N_("{1}. Gärna före {2}."), msg_text(who), msg_date(row->step.due)));
}

static void steps_add(Request *req, const StepRowList *steps, HtmlIntroduction *page) {
    int64_t done_count = 0;
    for (size_t i = 0; i < steps->count; i++) {
        const IntroductionStep *step = &steps->items[i].step;
        bool done = date_is_known(step->done), late = !done && step->required && step->due.day < req->today.day;
        HtmlIntroductionRows row = {.id = id_text(req->arena, step->id.raw), .what = step->what, .about = step_about(req, &steps->items[i]), .done = done,
                                    .open = !done && page->may_tick, .icon = done ? STR("i-check") : STR("i-clock")};
        if (late) row.state = html_tag_of(req->arena, req->lang, "warn", "i-clock", tr_str(req->lang, N_("Försenat")));
        done_count += done;
        list_add(req->arena, &page->rows, row);
    }
    page->counted = msg_format(req->arena, req->lang, msg(N_("{1} av {2} klara"), msg_number(done_count), msg_number((int64_t)steps->count)));
}

static bool nothing_given(Request *req, const TrainingFile *file, HtmlIntroduction *page, Err *err) {
    Programme programme;
    Audience audience = file->training.kind == TRAINING_KIND_BT ? AUDIENCE_BT : AUDIENCE_ST;
    bool may_give_it = may(req->actor.role, MAY_REGISTER);
    if (!programme_for(req->db, req->arena, file->training.home_unit, audience, &programme, err)) return false;
    page->about = tr_str(req->lang, programme.id.raw ? N_("Ge den första dagen: checklistan görs av enhetens program.")
                                                     : N_("Enheten har inget godkänt introduktionsprogram."));
    if (programme.id.raw && may_give_it) page->give = url_training(req->arena, file->training.id, "introduktion");
    if (!programme.id.raw && may(req->actor.role, MAY_EDIT_SETTING)) page->programme = url(req->arena, "/installningar/introduktion");
    return true;
}

bool page_introduction(Request *req, Reply *reply, Err *err) {
    TrainingFile file;
    Introduction introduction;
    StepRowList steps;
    Err hidden = {0};
    HtmlIntroduction page = {.guard = request_guard(req)};
    if (!training_page_file(req, &file, err)) return false;
    ServiceProgress progress = service_progress(req->arena, &file.service, req->today);
    if (!training_head(req, &file, TAB_INTRODUCTION, &progress, &page.head, err)) return false;
    if (!introduction_of(req->db, req->arena, file.training.id, &introduction, &steps, err)) return false;
    page.may_tick = !date_is_known(introduction.done) && may_training(req->db, req->actor, MAY_TICK_INTRODUCTION, file.training.id, &hidden);
    page.tick = url_training(req->arena, file.training.id, "introduktion/steg");
    steps_add(req, &steps, &page);
    if (!introduction.id.raw && !nothing_given(req, &file, &page, err)) return false;
    training_reply(req, reply, &file, N_("Introduktion"), html_introduction(req->arena, req->lang, &page));
    return true;
}

static bool introduction_done(Request *req, Reply *reply, TrainingId id, const char *text, const Act *act) {
    reply_redirect_done(req, reply, url_training(req->arena, id, "introduktion"), msg(text), act->audit);
    return true;
}

bool do_introduction_give(Request *req, Reply *reply, Err *err) {
    TrainingId id;
    Act act = request_act(req, "introduction.give");
    return request_id(req, "id", &id.raw, err) && introduction_give(&act, id, err) &&
           introduction_done(req, reply, id, N_("Introduktionen är given."), &act);
}

bool do_introduction_tick(Request *req, Reply *reply, Err *err) {
    TrainingId id;
    StepIdList chosen = {0};
    Act act = request_act(req, "introduction.tick");
    if (!request_id(req, "id", &id.raw, err)) return false;
    StrList values = request_form_all(req, "steg");
    for (size_t i = 0; i < values.count; i++) {
        IntroductionStepId step;
        if (str_to_int(values.items[i], &step.raw)) list_add(req->arena, &chosen, step);
    }
    return introduction_tick(&act, id, &chosen, err) && introduction_done(req, reply, id, N_("Avbockat."), &act);
}

// --- the programme

static Audience audience_named(Str name) {
    for (int i = 0; i < AUDIENCE_COUNT; i++)
        if (str_equal(name, str_from_c(audience_names[i]))) return (Audience)i;
    return AUDIENCE_ST;
}

static Str numbered(Arena *arena, const char *name, size_t n) {
    return str_printf(arena, "%s%zu", name, n);
}

static void row_add(Request *req, const ProgrammeStep *step, HtmlProgramme *page) {
    HtmlProgrammeRows row = {.n = str_printf(req->arena, "%zu", page->rows.count + 1), .what = step->what,
                             .days = str_printf(req->arena, "%lld", (long long)step->days), .required = step->required};
    for (int i = 0; i < STEP_WHO_COUNT; i++) {
        HtmlProgrammeRowsWhos who = {.value = str_from_c(step_who_names[i]), .label = tr_str(req->lang, who_text((StepWho)i)), .chosen = (int)step->who == i};
        list_add(req->arena, &row.whos, who);
    }
    list_add(req->arena, &page->rows, row);
}

static bool unit_is_chosen(const Request *req, Err *err) {
    return req->session.unit.raw || err_set(err, ERR_NOT_FOUND, msg(N_("Programmet hör till en enhet. Välj en roll vid en enhet.")));
}

static bool programme_show(Request *req, Reply *reply, Audience audience, const ProgrammeStepList *typed, const FieldErrorList *errors, Err *err) {
    Programme programme;
    ProgrammeStepList steps = {0};
    HtmlProgramme page = {.tabs = settings_tabs(req, SETTINGS_INTRODUCTION), .guard = request_guard(req), .audience = str_from_c(audience_names[audience]),
                          .may_edit = settings_may_edit(req), .errors = html_form_errors(req->arena, req->lang, N_("Programmet sparades inte. Rätta:"), errors)};
    if (!unit_is_chosen(req, err) || !programme_of_unit(req->db, req->arena, req->session.unit, audience, &programme, err)) return false;
    if (programme.id.raw && !programme_steps(req->db, req->arena, programme.id, &steps, err)) return false;
    if (typed) steps = *typed;
    for (size_t i = 0; i < steps.count; i++) row_add(req, &steps.items[i], &page);
    for (int i = 0; page.may_edit && i < EMPTY_ROWS; i++) row_add(req, &(ProgrammeStep){.what = STR(""), .required = true}, &page);
    for (int i = 0; i < AUDIENCE_COUNT; i++) {
        HtmlProgrammeAudiences one = {.to = url_add(req->arena, url(req->arena, "/installningar/introduktion"), "for", str_from_c(audience_names[i])),
                                      .label = tr_str(req->lang, audience_text((Audience)i)), .current = (int)audience == i};
        list_add(req->arena, &page.audiences, one);
    }
    bool approved = date_is_known(programme.approved);
    page.draft = !approved;
    page.state = approved ? msg_format(req->arena, req->lang, msg(N_("Godkänt {1}"), msg_date(programme.approved)))
                          : tr_str(req->lang, programme.id.raw ? N_("Utkast") : N_("Inget program än"));
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Introduktionsprogram")), .nav = "installningar", .main = html_programme(req->arena, req->lang, &page)});
    return true;
}

bool page_programme(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return programme_show(req, reply, audience_named(request_query(req, "for")), NULL, &none, err);
}

static void steps_read(Request *req, ProgrammeStepList *ret, FieldErrorList *errors) {
    for (size_t n = 1; n <= ROWS_MAX; n++) {
        ProgrammeStep step = {.what = request_form(req, str_to_c(req->arena, numbered(req->arena, "vad", n)))};
        Str who = request_form(req, str_to_c(req->arena, numbered(req->arena, "vem", n)));
        const char *days = str_to_c(req->arena, numbered(req->arena, "dag", n));
        if (!step.what.size) continue;
        for (int i = 0; i < STEP_WHO_COUNT; i++)
            if (str_equal(who, str_from_c(step_who_names[i]))) step.who = (StepWho)i;
        if (!request_form_int(req, days, &step.days)) field_error(req->arena, errors, days, msg(N_("Skriv ett antal dagar, mellan 0 och 730.")));
        step.required = request_form_has(req, str_to_c(req->arena, numbered(req->arena, "krav", n)));
        list_add(req->arena, ret, step);
    }
}

bool do_programme(Request *req, Reply *reply, Err *err) {
    Programme programme;
    ProgrammeStepList steps = {0};
    FieldErrorList errors = {0};
    Audience audience = audience_named(request_form(req, "for"));
    bool approve = request_form_has(req, "godkann");
    Act act = request_act(req, "introduction.programme");
    if (!unit_is_chosen(req, err) || !programme_of_unit(req->db, req->arena, req->session.unit, audience, &programme, err)) return false;
    steps_read(req, &steps, &errors);
    if (!field_refused(&errors, err) && programme_put(&act, &programme, &steps, approve, err)) {
        reply_redirect_done(req, reply, url_add(req->arena, url(req->arena, "/installningar/introduktion"), "for", str_from_c(audience_names[audience])),
                            msg(N_("Programmet är sparat.")), act.audit);
        return true;
    }
    Err shown = *err;
    if (err->kind != ERR_INVALID) return false;
    if (errors.count == 0) field_error(req->arena, &errors, "vad1", err->message);
    if (!programme_show(req, reply, audience, &steps, &errors, err)) return false;
    *err = shown;
    return false;
}
