// Behörigheter: every relation that gives a right at one's unit, with its days; ended ones are gone.
#include "people/relation_page.h"
#include "gen/hand_over.html.h"
#include "gen/relations.html.h"
#include "http/field.h"
#include "base/local_time.h"
#include "people/made_by_store.h"
#include "people/person_act.h"
#include "people/setting_view.h"
#include "training/training_fields_view.h"

static Str state_text(const Request *req, DateSpan dates) {
    return tr_str(req->lang, dates.first.day > req->today.day ? N_("Börjar senare, ger inget ännu") : N_("Gäller"));
}

static Str name_of(const Request *req, Str given, Str family) {
    return str_printf(req->arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family));
}

static Str role_of(const Request *req, const Appointment *a) {
    Str role = role_word(req->lang, a->role);
    return a->for_person.raw
               ? msg_format(req->arena, req->lang, msg(N_("{1}, ställföreträdare"), msg_text(role)))
               : role;
}

// Who gave it and when, as the log has it.
static bool given_text(Request *req, const char *record, int64_t id, Str *ret_who, Str *ret_when, Err *err) {
    MadeBy by;
    if (!made_by_load(req->db, req->arena, record, id, &by, err)) return false;
    *ret_who = made_by_text(req->arena, req->lang, &by);
    if (by.audit) *ret_when = date_short_year(req->arena, req->lang, local_date(by.at));
    return true;
}

static bool appointments_add(Request *req, const AppointmentRowList *list, HtmlRelations *page, Err *err) {
    for (size_t i = 0; i < list->count; i++) {
        const AppointmentRow *row = &list->items[i];
        const Appointment *a = &row->appointment;
        DateSpan dates = date_span(a->first, a->past);
        Err hidden = {0};
        HtmlRelationsAppointments shown = {
            .to = url(req->arena, "/person/%lld", (long long)a->person.raw),
            .name = name_of(req, row->given_name, row->family_name),
            .role = role_of(req, a),
            .unit = row->unit_name,
            .span = date_span_text(req->arena, req->lang, dates),
            .state = state_text(req, dates)};
        if (!given_text(req, "appointment", a->id.raw, &shown.giver, &shown.given, err)) return false;
        if (a->role != ROLE_SUPERVISOR && !a->for_person.raw && appointment_may_give(req->db, req->actor, a, &hidden))
            shown.hand_over = url(req->arena, "/behorighet/%lld/lamna-over", (long long)a->id.raw);
        list_add(req->arena, &page->appointments, shown);
    }
    return true;
}

static const char *kind_text(SupervisionKind kind) {
    switch (kind) {
    case SUPERVISION_KIND_MAIN: return N_("Huvudhandledare");
    case SUPERVISION_KIND_SCIENCE: return N_("Vetenskaplig handledare");
    case SUPERVISION_KIND_PLACEMENT: break;
    }
    return N_("Handledare");
}

static bool supervisions_add(Request *req, const SupervisionHeldList *list, HtmlRelations *page, Err *err) {
    for (size_t i = 0; i < list->count; i++) {
        const SupervisionHeld *held = &list->items[i];
        HtmlRelationsSupervisions row = {
            .to = url(req->arena, "/person/%lld", (long long)held->supervisor.raw),
            .name = name_of(req, held->given_name, held->family_name),
            .kind = tr_str(req->lang, kind_text(held->kind)),
            .training = url(req->arena, "/st/%lld", (long long)held->training.raw),
            .trainee = name_of(req, held->trainee_given_name, held->trainee_family_name),
            .span = date_span_text(req->arena, req->lang, held->dates),
            .state = state_text(req, held->dates),
            .history = url(req->arena, "/st/%lld/historik", (long long)held->training.raw)};
        if (!given_text(req, "supervision", held->id.raw, &row.giver, &row.given, err)) return false;
        list_add(req->arena, &page->supervisions, row);
    }
    return true;
}

bool page_relations(Request *req, Reply *reply, Err *err) {
    AppointmentRowList appointments = {0};
    SupervisionHeldList supervisions = {0};
    if (!unit_appointments(req->db, req->arena, req->session.unit, &appointments, err) ||
        !unit_supervisions(req->db, req->arena, req->session.unit, &supervisions, err))
        return false;
    HtmlRelations page = {.tabs = settings_tabs(req, SETTINGS_RELATIONS), .scope = req->session.unit_name};
    if (!appointments_add(req, &appointments, &page, err) || !supervisions_add(req, &supervisions, &page, err)) return false;
    reply_page(req, reply,
               (Page){.title = tr_str(req->lang, N_("Behörigheter")),
                      .nav = "installningar",
                      .main = html_relations(req->arena, req->lang, &page)});
    return true;
}

// --- handing over

// ERR_NOT_FOUND, alike, where there is none and where she does not see the one who has it;
// ERR_FORBIDDEN where it is not hers to give.
static bool load(Request *req, Appointment *ret, Person *ret_person, Err *err) {
    AppointmentId id;
    if (!request_id(req, "id", &id.raw, err)) return false;
    if (!appointment_load(req->db, req->arena, id, ret, err) ||
        !person_get(req->db, req->arena, ret->person, ret_person, err))
        return err->kind == ERR_NOT_FOUND ? err_set(err, ERR_NOT_FOUND, msg(N_("Uppdraget finns inte."))) : false;
    return appointment_may_give(req->db, req->actor, ret, err);
}

static bool person_field(Request *req, const FieldErrorList *errors, Html *ret, Err *err) {
    FieldOptionList options = {0};
    PersonList people = {0};
    if (!person_supervisors(req->db, req->arena, &people, err)) return false;
    for (size_t i = 0; i < people.count; i++) {
        FieldOption option = {.value = id_text(req->arena, people.items[i].id.raw),
                              .label = person_full_name(req->arena, &people.items[i])};
        list_add(req->arena, &options, option);
    }
    *ret = html_field_select(req->arena, req->lang,
                             (Field){.name = "till", .label = N_("Till"), .errors = errors, .value = request_form(req, "till")},
                             &options);
    return true;
}

static bool hand_over_show(Request *req, Reply *reply, const FieldErrorList *errors, Err *err) {
    Appointment a;
    Person person;
    if (!load(req, &a, &person, err)) return false;
    Str role = role_of(req, &a);
    HtmlHandOver page = {
        .what = str_printf(req->arena, "%.*s, %.*s", STR_ARG(role), STR_ARG(person_full_name(req->arena, &person))),
        .errors = html_form_errors(req->arena, req->lang, N_("Uppdraget lämnades inte över. Rätta:"), errors),
        .action = url(req->arena, "/behorighet/%lld/lamna-over", (long long)a.id.raw),
        .guard = request_guard(req),
        .first = field_day(req, "fran", N_("Ny från"), DATE_NONE, errors),
        .last = field_day(req, "sista", N_("Till och med (om det är bestämt)"), DATE_NONE, errors)};
    if (!person_field(req, errors, &page.person, err)) return false;
    reply_page(req, reply,
               (Page){.title = tr_str(req->lang, N_("Lämna över uppdraget")),
                      .nav = "installningar",
                      .main_class = "narrow",
                      .main = html_hand_over(req->arena, req->lang, &page)});
    return true;
}

bool page_hand_over(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return hand_over_show(req, reply, &none, err);
}

bool do_hand_over(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    Appointment a;
    Person person;
    PersonId to = {0};
    Err again = {0};
    if (!load(req, &a, &person, err)) return false;
    request_form_int(req, "till", &to.raw);
    Date first = field_date(req, "fran", &errors), last = field_date(req, "sista", &errors);
    DateSpan dates = date_span(first, date_is_known(last) ? date_add_days(last, 1) : DATE_OPEN);
    Act act = request_act(req, "appointment.hand_over");
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count == 0 && appointment_hand_over(&act, a.id, to, dates, err)) {
        reply_redirect_done(req, reply, url(req->arena, "/behorighet"), msg(N_("Uppdraget är överlämnat.")), act.audit);
        return true;
    }
    if (err->kind != ERR_INVALID) return false;
    if (errors.count == 0) field_error(req->arena, &errors, "fran", err->message);
    hand_over_show(req, reply, &errors, &again);
    return false;
}
