// Inställningar: how the clinic plans and since when it uses Randa; who has which role.
#include "people/setting_page.h"
#include "access/may_store.h"
#include "gen/settings_people.html.h"
#include "gen/settings_unit.html.h"
#include "http/field.h"
#include "people/person_store.h"
#include "people/setting_view.h"
#include "people/unit_act.h"
#include "training/training_view.h"

// --- the clinic

static const struct {
    const char *label, *note;
} calendars[PLAN_CALENDAR_COUNT] = {
    [PLAN_CALENDAR_HALF_MONTH] = {N_("Halvmånader"), N_("Placeringar börjar den 1:a eller 16:e")},
    [PLAN_CALENDAR_MONTH] = {N_("Månader"), N_("Placeringar börjar den 1:a")},
    [PLAN_CALENDAR_WEEK] = {N_("Veckor"), N_("Placeringar börjar på en måndag")}};

static Html calendar_field(Request *req, const Unit *unit) {
    FieldOptionList options = {0};
    for (int i = 0; i < PLAN_CALENDAR_COUNT; i++) {
        FieldOption option = {.value = str_from_c(plan_calendar_names[i]),
                              .label = tr_str(req->lang, calendars[i].label),
                              .note = tr_str(req->lang, calendars[i].note)};
        list_add(req->arena, &options, option);
    }
    Str now = str_from_c(plan_calendar_names[unit->calendar]);
    return html_field_choice(req->arena, req->lang,
                             (Field){.name = "kalender",
                                     .label = N_("Planera i"),
                                     .value = field_value(req, "kalender", now)},
                             &options);
}

static Html settings_clash(Request *req, const Unit *mine, const Unit *now) {
    Arena *arena = req->arena;
    FieldClashList clashes = {0};
    field_clash(arena, &clashes, N_("Planera i"), tr_str(req->lang, calendars[mine->calendar].label),
                tr_str(req->lang, calendars[now->calendar].label));
    field_clash(arena, &clashes, N_("I bruk från"), day_text(arena, mine->in_use_from), day_text(arena, now->in_use_from));
    return html_form_clash(arena, req->lang, &clashes, "andra", url(arena, "/installningar"));
}

// `mine`: what was typed, where someone else was first; else NULL.
static bool settings_show(Request *req, Reply *reply, const FieldErrorList *errors, const Unit *mine, Err *err) {
    HtmlSettingsUnit page = {.tabs = settings_tabs(req, SETTINGS_CLINIC),
                             .guard = request_guard(req)};
    page.errors = html_form_errors(req->arena, req->lang,
                                   N_("Inställningarna sparades inte. Rätta:"), errors);
    if (req->session.unit.raw) {
        Unit unit;
        if (!unit_load(req->db, req->arena, req->session.unit, &unit, err)) return false;
        Str day =
            date_is_known(unit.in_use_from) ? date_iso(req->arena, unit.in_use_from) : STR("");
        if (mine) page.conflict = settings_clash(req, mine, &unit);
        page.name = unit.name;
        page.version = str_printf(req->arena, "%lld", (long long)unit.version);
        page.calendar = calendar_field(req, &unit);
        page.in_use = html_field_text(
            req->arena, req->lang,
            (Field){.name = "bruk",
                    .label = N_("I bruk från"),
                    .width = "w1",
                    .hint = N_("Det som slutade före dagen är okänt och räknas aldrig som fel."),
                    .value = field_value(req, "bruk", day),
                    .errors = errors});
        page.may_edit = settings_may_edit(req);
    }
    reply_page(req, reply,
               (Page){.title = tr_str(req->lang, N_("Inställningar")),
                      .nav = "installningar",
                      .main = html_settings_unit(req->arena, req->lang, &page)});
    return true;
}

bool page_settings(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return settings_show(req, reply, &none, NULL, err);
}

bool do_settings(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    Unit unit;
    if (!may_unit(req->db, req->actor, MAY_EDIT_SETTING, req->session.unit, err)) return false;
    if (!unit_load(req->db, req->arena, req->session.unit, &unit, err)) return false;
    unit.version = 0;
    request_form_int(req, "version", &unit.version);
    unit.in_use_from = field_date(req, "bruk", &errors);
    for (int i = 0; i < PLAN_CALENDAR_COUNT; i++)
        if (str_equal(request_form(req, "kalender"), str_from_c(plan_calendar_names[i])))
            unit.calendar = (PlanCalendar)i;
    Act act = request_act(req, "unit.settings");
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count > 0 || !unit_edit(&act, &unit, err)) {
        Err shown = *err;
        if (err->kind != ERR_INVALID && err->kind != ERR_STALE) return false;
        bool is_stale = err->kind == ERR_STALE;
        if (errors.count == 0 && !is_stale) field_error(req->arena, &errors, "bruk", err->message);
        if (!settings_show(req, reply, &errors, is_stale ? &unit : NULL, err)) return false;
        *err = shown;
        return false;
    }
    reply_redirect_done(req, reply, url(req->arena, "/installningar"),
                        msg(N_("Inställningarna är sparade.")), act.audit);
    return true;
}

// --- people and roles

static Str hours_text(Arena *arena, int64_t minutes) {
    long long hours = minutes / 60, tenths = minutes % 60 / 6;
    return tenths ? str_printf(arena, "%lld,%lld", hours, tenths)
                  : str_printf(arena, "%lld", hours);
}

bool page_people(Request *req, Reply *reply, Err *err) {
    AppointmentRowList people = {0};
    HtmlSettingsPeople page = {.tabs = settings_tabs(req, SETTINGS_PEOPLE),
                               .scope = req->session.unit_name};
    if (req->session.unit.raw &&
        !unit_appointments(req->db, req->arena, req->session.unit, &people, err))
        return false;
    for (size_t i = 0; i < people.count && page.people.count < 50; i++) {
        const AppointmentRow *row = &people.items[i];
        if (row->appointment.role == ROLE_TRAINEE) continue;
        int64_t minutes = row->appointment.minutes_week;
        HtmlSettingsPeoplePeople shown = {
            .name = full_name(req->arena, row->given_name, row->family_name),
            .to = url(req->arena, "/person/%lld", (long long)row->appointment.person.raw),
            .role = role_word(req->lang, row->appointment.role),
            .unit = row->unit_name,
            .span = date_span_text(req->arena, req->lang,
                                   date_span(row->appointment.first, row->appointment.past)),
            .hours = minutes > 0 ? hours_text(req->arena, minutes) : STR("–")};
        list_add(req->arena, &page.people, shown);
    }
    reply_page(req, reply,
               (Page){.title = tr_str(req->lang, N_("Personer och roller")),
                      .nav = "installningar",
                      .main = html_settings_people(req->arena, req->lang, &page)});
    return true;
}
