// One person: her data, her specialties and courses, her appointments.
#include "people/person_page.h"
#include "access/may_store.h"
#include "gen/person.html.h"
#include "people/person_act.h"
#include "people/unit_store.h"
#include "rulebook/rulebook.h"
#include "training/training_fields_view.h"

static const char *qualification_text(QualificationKind kind) {
    switch (kind) {
    case QUALIFICATION_KIND_SPECIALIST: return N_("Specialist");
    case QUALIFICATION_KIND_SUPERVISOR_COURSE: return N_("Handledarutbildning");
    case QUALIFICATION_KIND_DOCTORATE: break;
    }
    return N_("Doktorsexamen");
}

static Url url_person(Arena *arena, PersonId id, const char *rest) {
    return url(arena, "/person/%lld%s", (long long)id.raw, rest);
}

// --- fields

static Html kind_field(Request *req) {
    FieldOptionList options = {0};
    for (int i = 0; i < QUALIFICATION_KIND_COUNT; i++)
        field_option(req->arena, &options, str_from_c(qualification_kind_names[i]),
                   tr_str(req->lang, qualification_text((QualificationKind)i)));
    return html_field_select(
        req->arena, req->lang,
        (Field){.name = "slag", .label = N_("Slag"), .value = request_form(req, "slag")}, &options);
}

static Html specialty_field(Request *req, const FieldErrorList *errors) {
    FieldOptionList options = {0};
    field_option(req->arena, &options, STR(""), STR("–"));
    for (size_t i = 0; i < rulebook_data.specialty_count; i++)
        field_option(req->arena, &options, rulebook_data.specialties[i].id,
                   rulebook_data.specialties[i].name_sv);
    return html_field_select(req->arena, req->lang,
                             (Field){.name = "specialitet",
                                     .label = N_("Specialitet"),
                                     .errors = errors,
                                     .value = request_form(req, "specialitet")},
                             &options);
}

static Html role_field(Request *req) {
    FieldOptionList options = {0};
    for (int i = ROLE_SUPERVISOR; i < ROLE_COUNT; i++)
        if (may_give(req->actor.role, (Role)i))
            field_option(req->arena, &options, str_from_c(role_names[i]), role_word(req->lang, (Role)i));
    return html_field_select(
        req->arena, req->lang,
        (Field){.name = "roll", .label = N_("Roll"), .value = request_form(req, "roll")}, &options);
}

// Whom somebody can stand in for: the choice carries the role and the unit with it.
static bool principal_field(Request *req, Html *ret, Err *err) {
    FieldOptionList options = {0};
    AppointmentRowList list = {0};
    if (!unit_appointments(req->db, req->arena, req->session.unit, &list, err)) return false;
    field_option(req->arena, &options, STR(""), tr_str(req->lang, N_("Nej, ett eget uppdrag")));
    for (size_t i = 0; i < list.count; i++) {
        const AppointmentRow *row = &list.items[i];
        const Appointment *a = &row->appointment;
        if (a->for_person.raw || !may_give(req->actor.role, a->role) ||
            (a->role != ROLE_DIRECTOR && a->role != ROLE_HEAD))
            continue;
        Str role = role_word(req->lang, a->role);
        field_option(req->arena, &options, id_text(req->arena, a->id.raw),
                   str_printf(req->arena, "%.*s %.*s, %.*s", STR_ARG(row->given_name), STR_ARG(row->family_name), STR_ARG(role)));
    }
    *ret = html_field_select(req->arena, req->lang,
                             (Field){.name = "foretrader",
                                     .label = N_("Ställföreträdare för"),
                                     .value = request_form(req, "foretrader")},
                             &options);
    return true;
}

static Html unit_field(Request *req, const UnitList *units) {
    FieldOptionList options = {0};
    for (size_t i = 0; i < units->count; i++)
        field_option(req->arena, &options, id_text(req->arena, units->items[i].id.raw),
                   units->items[i].name);
    return html_field_select(
        req->arena, req->lang,
        (Field){.name = "enhet",
                .label = N_("Enhet"),
                .value = field_value(req, "enhet", id_text(req->arena, req->session.unit.raw))},
        &options);
}

// --- the page

static void qualifications_add(Request *req, PersonId person, const QualificationList *list,
                               bool edits, HtmlPerson *page) {
    for (size_t i = 0; i < list->count; i++) {
        const Qualification *q = &list->items[i];
        const Specialty *specialty = rulebook_specialty(q->specialty);
        Str what = tr_str(req->lang, qualification_text(q->kind));
        if (specialty)
            what = str_printf(req->arena, "%.*s, %.*s", STR_ARG(what), STR_ARG(specialty->name_sv));
        Str day = date_short_year(req->arena, req->lang, q->since);
        HtmlPersonQualifications row = {
            .what = what,
            .since = date_is_known(q->since) ? day : tr_str(req->lang, N_("Datum okänt")),
            .guard = request_guard(req),
            .version = id_text(req->arena, q->version)};
        if (edits)
            row.remove = url(req->arena, "/person/%lld/kompetens/%lld/ta-bort",
                             (long long)person.raw, (long long)q->id.raw);
        list_add(req->arena, &page->qualifications, row);
    }
}

static void appointments_add(Request *req, PersonId person, const AppointmentRowList *list,
                             HtmlPerson *page) {
    for (size_t i = 0; i < list->count; i++) {
        const Appointment *a = &list->items[i].appointment;
        Str role = role_word(req->lang, a->role);
        Err hidden = {0};
        HtmlPersonAppointments row = {
            .id = id_text(req->arena, a->id.raw),
            .what = str_printf(req->arena, "%.*s, %.*s", STR_ARG(role),
                               STR_ARG(list->items[i].unit_name)),
            .span = date_span_text(req->arena, req->lang, date_span(a->first, a->past)),
            .stands_in = a->for_person.raw != 0,
            .last = a->past.day == DATE_OPEN.day ? STR("")
                                                 : date_iso(req->arena, date_add_days(a->past, -1)),
            .guard = request_guard(req),
            .version = id_text(req->arena, a->version)};
        if (a->past.day > req->today.day && appointment_may_give(req->db, req->actor, a, &hidden))
            row.end = url(req->arena, "/person/%lld/uppdrag/%lld/slut", (long long)person.raw,
                          (long long)a->id.raw);
        list_add(req->arena, &page->appointments, row);
    }
}

static void fields_add(Request *req, const Person *person, const UnitList *units,
                       const FieldErrorList *errors, HtmlPerson *page) {
    page->kind = kind_field(req);
    page->specialty = specialty_field(req, errors);
    page->since_day = field_day(req, "sedan", N_("Sedan"), DATE_NONE, errors);
    page->role = role_field(req);
    page->unit = unit_field(req, units);
    page->first = field_day(req, "fran", N_("Från"), req->today, errors);
    page->last_day = field_text(req, errors, "till", N_("Till och med"), "w1", true, STR(""));
    page->share = field_text(req, errors, "andel", N_("Procent"), "w1", true, STR(""));
    page->hours = field_text(req, errors, "timmar", N_("Timmar i veckan"), "w1", true, STR(""));
    page->given =
        field_text(req, errors, "fornamn", N_("Förnamn"), NULL, false, person->given_name);
    page->family =
        field_text(req, errors, "efternamn", N_("Efternamn"), NULL, false, person->family_name);
    page->hsa = field_text(req, errors, "hsa", N_("HSA-id"), NULL, true, person->hsa_id);
    page->email = field_text(req, errors, "epost", N_("E-post"), NULL, true, person->email);
    page->phone = field_text(req, errors, "tel", N_("Telefon"), NULL, true, person->phone);
    page->licence = field_day(req, "leg", N_("Legitimation"), person->licence_date, errors);
}

static Html person_clash(Request *req, const Person *mine, const Person *now) {
    Arena *arena = req->arena;
    FieldClashList clashes = {0};
    field_clash(arena, &clashes, N_("Förnamn"), mine->given_name, now->given_name);
    field_clash(arena, &clashes, N_("Efternamn"), mine->family_name, now->family_name);
    field_clash(arena, &clashes, N_("HSA-id"), mine->hsa_id, now->hsa_id);
    field_clash(arena, &clashes, N_("E-post"), mine->email, now->email);
    field_clash(arena, &clashes, N_("Telefon"), mine->phone, now->phone);
    field_clash(arena, &clashes, N_("Legitimation"), day_text(arena, mine->licence_date), day_text(arena, now->licence_date));
    return html_form_clash(arena, req->lang, &clashes, "andra", url_person(arena, now->id, ""));
}

// `mine`: what was typed, where someone else was first; else NULL.
static bool person_show(Request *req, Reply *reply, const FieldErrorList *errors, const Person *mine, Err *err) {
    PersonId id;
    Person person;
    QualificationList qualifications = {0};
    AppointmentRowList appointments = {0};
    UnitList units = {0};
    Err hidden = {0};
    if (!request_id(req, "id", &id.raw, err)) return false;
    if (!person_get(req->db, req->arena, id, &person, err)) return false;
    request_shows(req, id);
    if (!person_qualifications(req->db, req->arena, id, &qualifications, err)) return false;
    if (!person_appointments(req->db, req->arena, id, &appointments, err)) return false;
    if (!unit_list_of_region(req->db, req->arena, &units, err)) return false;
    bool edits = may_person(req->db, req->actor, MAY_EDIT_PERSON, id, &hidden);
    HtmlPerson page = {.name = person_full_name(req->arena, &person),
                       .errors = html_form_errors(req->arena, req->lang,
                                                  N_("Ändringen sparades inte. Rätta:"), errors),
                       .guard = request_guard(req),
                       .version = id_text(req->arena, person.version),
                       .may_edit = edits,
                       .may_appoint = may(req->actor.role, MAY_APPOINT) && id.raw != req->session.person.raw,
                       .action = url_person(req->arena, id, ""),
                       .add_qualification = url_person(req->arena, id, "/kompetens"),
                       .add_appointment = url_person(req->arena, id, "/uppdrag"),
                       .email_text = person.email.size > 0 ? person.email : STR("–"),
                       .hsa_text = person.hsa_id.size > 0 ? person.hsa_id : STR("–")};
    if (mine) page.conflict = person_clash(req, mine, &person);
    fields_add(req, &person, &units, errors, &page);
    if (page.may_appoint && !principal_field(req, &page.principal, err)) return false;
    qualifications_add(req, id, &qualifications, edits, &page);
    appointments_add(req, id, &appointments, &page);
    reply_page(req, reply,
               (Page){.title = page.name,
                      .nav = "installningar",
                      .main = html_person(req->arena, req->lang, &page)});
    return true;
}

bool page_person(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return person_show(req, reply, &none, NULL, err);
}

static bool person_again(Request *req, Reply *reply, FieldErrorList *errors, const char *field,
                         Err *err) {
    Err shown = *err;
    if (err->kind != ERR_INVALID && err->kind != ERR_STALE) return false;
    if (errors->count == 0) field_error(req->arena, errors, field, err->message);
    if (!person_show(req, reply, errors, NULL, err)) return false;
    *err = shown;
    return false;
}

static bool person_stale(Request *req, Reply *reply, const Person *mine, Err *err) {
    FieldErrorList none = {0};
    Err shown = *err;
    if (!person_show(req, reply, &none, mine, err)) return false;
    *err = shown;
    return false;
}

static bool person_done(Request *req, Reply *reply, PersonId id, Msg text, const Act *act) {
    reply_redirect_done(req, reply, url_person(req->arena, id, ""), text, act->audit);
    return true;
}

bool do_person(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    PersonId id;
    Person person;
    if (!request_id(req, "id", &id.raw, err)) return false;
    if (!person_get(req->db, req->arena, id, &person, err)) return false;
    person.version = 0;
    request_form_int(req, "version", &person.version);
    person.given_name = request_form(req, "fornamn");
    person.family_name = request_form(req, "efternamn");
    person.hsa_id = request_form(req, "hsa");
    person.email = request_form(req, "epost");
    person.phone = request_form(req, "tel");
    person.licence_date = field_date(req, "leg", &errors);
    Act act = request_act(req, "person.edit");
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count > 0 || !person_edit(&act, &person, req->session.unit, err)) {
        if (err->kind == ERR_STALE) return person_stale(req, reply, &person, err);
        return person_again(req, reply, &errors, "fornamn", err);
    }
    return person_done(req, reply, id, msg(N_("Uppgifterna är sparade.")), &act);
}

bool do_qualification(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    Qualification q = {.specialty = request_form(req, "specialitet")};
    if (!request_id(req, "id", &q.person.raw, err)) return false;
    for (int i = 0; i < QUALIFICATION_KIND_COUNT; i++)
        if (str_equal(request_form(req, "slag"), str_from_c(qualification_kind_names[i])))
            q.kind = (QualificationKind)i;
    if (q.kind == QUALIFICATION_KIND_SUPERVISOR_COURSE) q.specialty = STR("");
    q.since = field_date(req, "sedan", &errors);
    Act act = request_act(req, "qualification.edit");
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    const char *field = q.kind == QUALIFICATION_KIND_SPECIALIST ? "specialitet" : "sedan";
    if (errors.count > 0 || !qualification_edit(&act, &q, err))
        return person_again(req, reply, &errors, field, err);
    return person_done(req, reply, q.person, msg(N_("Tillagt.")), &act);
}

bool do_qualification_remove(Request *req, Reply *reply, Err *err) {
    PersonId person;
    QualificationId id;
    int64_t version = 0;
    if (!request_id(req, "id", &person.raw, err) || !request_id(req, "row", &id.raw, err))
        return false;
    request_form_int(req, "version", &version);
    Act act = request_act(req, "qualification.take_away");
    if (!qualification_take_away(&act, id, version, err)) return false;
    return person_done(req, reply, person, msg(N_("Borttaget.")), &act);
}

// The act asks whether the role may be given there, so another's appointment gives nothing away.
static bool stand_in_for(Request *req, int64_t id, Appointment *ret, Err *err) {
    Appointment principal;
    if (!appointment_load(req->db, req->arena, (AppointmentId){id}, &principal, err)) return false;
    if (!person_get(req->db, req->arena, principal.person, &(Person){0}, err)) return false;
    ret->role = principal.role;
    ret->unit = principal.unit;
    ret->for_person = principal.person;
    return true;
}

bool do_appointment(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    Appointment a = {.role = ROLE_SUPERVISOR, .past = DATE_OPEN, .share = share_from(req, "andel")};
    int64_t hours = 0, principal = 0;
    if (!request_id(req, "id", &a.person.raw, err)) return false;
    request_form_int(req, "enhet", &a.unit.raw);
    if (request_form_int(req, "timmar", &hours) && hours >= 0 && hours <= 60)
        a.minutes_week = hours * 60;
    for (int i = ROLE_SUPERVISOR; i < ROLE_COUNT; i++)
        if (str_equal(request_form(req, "roll"), str_from_c(role_names[i]))) a.role = (Role)i;
    if (request_form_int(req, "foretrader", &principal) && principal && !stand_in_for(req, principal, &a, err))
        return false;
    a.first = field_date(req, "fran", &errors);
    Date last = field_date(req, "till", &errors);
    if (date_is_known(last)) a.past = date_add_days(last, 1);
    if (a.share.value > 100) a.share.value = 100;
    Act act = request_act(req, "appointment.edit");
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count > 0 || !appointment_edit(&act, &a, err))
        return person_again(req, reply, &errors, "fran", err);
    return person_done(req, reply, a.person, msg(N_("Uppdraget är tillagt.")), &act);
}

bool do_appointment_end(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    PersonId person;
    AppointmentId id;
    Appointment a;
    if (!request_id(req, "id", &person.raw, err) || !request_id(req, "row", &id.raw, err))
        return false;
    if (!person_get(req->db, req->arena, person, &(Person){0}, err)) return false;
    if (!appointment_load(req->db, req->arena, id, &a, err)) return false;
    if (a.person.raw != person.raw)
        return err_set(err, ERR_NOT_FOUND, msg(N_("Uppdraget finns inte.")));
    a.version = 0;
    request_form_int(req, "version", &a.version);
    Date last = field_date(req, "slut", &errors);
    a.past = date_is_known(last) ? date_add_days(last, 1) : DATE_OPEN;
    Act act = request_act(req, "appointment.edit");
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count > 0 || !appointment_edit(&act, &a, err))
        return person_again(req, reply, &errors, "till", err);
    return person_done(req, reply, person, msg(N_("Uppdragets slut är ändrat.")), &act);
}
