// Taking in a trainee: person, training, share and supervisor in one form.
#include "training/training_page.h"
#include "training/training_view.h"
#include "gen/training_new.html.h"
#include "people/person_store.h"
#include "people/unit_store.h"
#include "training/training_act.h"
#include "training/training_fields_view.h"

static Html kind_field(Request *req) {
    FieldOptionList options = {0};
    FieldOption st = {.value = STR("st"), .label = STR("ST")};
    FieldOption bt = {
        .value = STR("bt"),
        .label = STR("BT"),
        .note = tr_str(req->lang, N_("Anmäls till BT-enheten senast 14 dagar efter start"))};
    list_add(req->arena, &options, st);
    list_add(req->arena, &options, bt);
    return html_field_choice(req->arena, req->lang,
                             (Field){.name = "typ",
                                     .label = N_("Utbildning"),
                                     .value = field_value(req, "typ", STR("st"))},
                             &options);
}

static Html text_field(Request *req, const FieldErrorList *errors, const char *name,
                       const char *label, const char *width, bool optional, Str before) {
    return html_field_text(req->arena, req->lang,
                           (Field){.name = name,
                                   .label = label,
                                   .width = width,
                                   .optional = optional,
                                   .value = field_value(req, name, before),
                                   .errors = errors});
}

static Str default_specialty(const Request *req, const UnitList *units) {
    const Unit *unit = unit_find(units, req->session.unit);
    return unit && unit->specialty.size > 0 ? unit->specialty : STR("internmedicin");
}

static bool new_show(Request *req, Reply *reply, const FieldErrorList *errors, Err *err) {
    UnitList units = {0};
    PersonList people = {0};
    Arena *arena = req->arena;
    if (!unit_list_of_region(req->db, arena, &units, err)) return false;
    if (!person_supervisors(req->db, arena, &people, err)) return false;
    HtmlTrainingNew page = {
        .errors =
            html_form_errors(arena, req->lang, N_("ST-läkaren lades inte till. Rätta:"), errors),
        .guard = request_guard(req),
        .name = text_field(req, errors, "namn", N_("Namn"), "w2", false, STR("")),
        .hsa = text_field(req, errors, "hsa", N_("HSA-id"), "w2", true, STR("")),
        .email = text_field(req, errors, "epost", N_("E-post"), "w2", true, STR("")),
        .licence = text_field(req, errors, "leg", N_("Legitimation, datum"), "w1", true, STR("")),
        .kind = kind_field(req),
        .specialty = field_specialty(
            req, field_value(req, "specialitet", default_specialty(req, &units)), errors),
        .home = field_home(req, &units,
                           field_value(req, "hem", id_text(arena, req->session.unit.raw)), errors),
        .at = field_at(req, field_value(req, "at", STR("unknown"))),
        .regulation = field_regulation(req, field_value(req, "foreskrift", STR("2021")), errors),
        .start = text_field(req, errors, "start", N_("Startdatum"), "w1", false, STR("")),
        .share = text_field(req, errors, "grad", N_("Tjänstgöringsgrad i procent"), "w1", false,
                            STR("100")),
        .supervisor = field_supervisor(req, "hh", &people, request_form(req, "hh"))};
    reply_page(req, reply,
               (Page){.title = tr_str(req->lang, N_("Ny ST-läkare")),
                      .nav = "st",
                      .main_class = "narrow",
                      .main = html_training_new(arena, req->lang, &page)});
    return true;
}

bool page_training_new(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return new_show(req, reply, &none, err);
}

static TrainingIntake intake_from(Request *req, FieldErrorList *errors) {
    TrainingIntake intake = {
        .person = {.hsa_id = request_form(req, "hsa"), .email = request_form(req, "epost")},
        .training = {.specialty = request_form(req, "specialitet"),
                     .regulation = request_form(req, "foreskrift"),
                     .swedish_at = known_bool_from(request_form(req, "at")),
                     .bt_approved = DATE_NONE,
                     .planned_end = DATE_NONE,
                     .ended = DATE_NONE},
        .share = share_from(req, "grad")};
    if (!person_name_split(request_form(req, "namn"), &intake.person.given_name,
                           &intake.person.family_name))
        field_error(req->arena, errors, "namn", msg(N_("Skriv förnamn och efternamn.")));
    intake.person.licence_date = field_date(req, "leg", errors);
    intake.training.first = field_date(req, "start", errors);
    if (!date_is_known(intake.training.first) && request_form(req, "start").size == 0)
        field_error(req->arena, errors, "start",
                    msg(N_("Skriv startdatum, till exempel 2027-02-01.")));
    if (intake.share.value < 1 || intake.share.value > 100)
        field_error(req->arena, errors, "grad",
                    msg(N_("Skriv en tjänstgöringsgrad mellan 1 och 100.")));
    if (str_equal(request_form(req, "typ"), STR("bt"))) intake.training.kind = TRAINING_KIND_BT;
    request_form_int(req, "hem", &intake.training.home_unit.raw);
    request_form_int(req, "hh", &intake.supervisor.raw);
    return intake;
}

bool do_training_new(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    TrainingIntake intake = intake_from(req, &errors);
    Act act = request_act(req, "training.take_in");
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count > 0 || !training_take_in(&act, &intake, err)) {
        Err shown = *err;
        if (err->kind != ERR_INVALID) return false;
        if (errors.count == 0) field_error(req->arena, &errors, "foreskrift", err->message);
        if (!new_show(req, reply, &errors, err)) return false;
        *err = shown;
        return false;
    }
    Str name = person_full_name(req->arena, &intake.person);
    reply_redirect_done(req, reply, url_training(req->arena, intake.training.id, ""),
                        msg(N_("{1} är tillagd."), msg_text(name)), act.audit);
    return true;
}
