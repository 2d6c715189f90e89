// Inställningar: how the clinic plans and since when it uses Randa; the intervals of the rulebook
// with their source and who set them; who has which role.
#include "people/setting_page.h"
#include "access/may_store.h"
#include "gen/settings_intervals.html.h"
#include "gen/settings_people.html.h"
#include "gen/settings_unit.html.h"
#include "http/field.h"
#include "people/person_store.h"
#include "people/setting_act.h"
#include "people/setting_view.h"
#include "people/unit_act.h"
#include "rulebook/rulebook_store.h"
#include "training/training_view.h"

static bool may_edit(Request *req) {
    Err hidden = {0};
    return req->session.unit.raw &&
           may_unit(req->db, req->actor, MAY_EDIT_SETTING, req->session.unit, &hidden);
}

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
        page.may_edit = may_edit(req);
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

// --- intervals

static Str key_of(Arena *arena, const DutyRule *rule, const DutySetting *setting) {
    return str_printf(arena, "%.*s.%.*s", STR_ARG(rule->id), STR_ARG(setting->name));
}

static Str source_of(Request *req, const DutyRule *rule) {
    Str binding = tr_str(req->lang, binding_name(rule->ground.binding));
    if (rule->ground.sources.count == 0) return binding;
    Str publisher = rule->ground.sources.items[0]->publisher;
    return str_printf(req->arena, "%.*s, %.*s", STR_ARG(publisher), STR_ARG(binding));
}

static Str value_text(Request *req, const DutySetting *setting, int32_t value) {
    if (setting->unit == SETTING_YES_NO) return tr_str(req->lang, value ? N_("ja") : N_("nej"));
    return str_printf(req->arena, "%d", value);
}

static void setting_add(Request *req, const Rulebook *rulebook, const DutyRule *rule,
                        const DutySetting *setting, Str wrong, HtmlSettingsIntervalsRules *shown) {
    int32_t value = rulebook_setting(rulebook, rule->id, setting->name, req->session.unit.raw);
    bool is_yes_no = setting->unit == SETTING_YES_NO, edits = may_edit(req);
    Str key = key_of(req->arena, rule, setting);
    HtmlSettingsIntervalsRulesSettings row = {
        .label = tr_str(req->lang, setting->label),
        .field = key,
        .value = value_text(req, setting, value),
        .unit = is_yes_no ? STR("") : tr_str(req->lang, setting_unit_name(setting->unit)),
        .source = source_of(req, rule),
        .input = edits && !is_yes_no,
        .choice = edits && is_yes_no,
        .yes = value != 0,
        .no = value == 0,
        .fixed = !edits,
        .wrong = str_equal(key, wrong)};
    if (edits && request_form_has(req, str_to_c(req->arena, key)))
        row.value = request_form(req, str_to_c(req->arena, key));
    row.state =
        value == setting->value
            ? html_tag_of(req->arena, req->lang, "", "i-book", tr_str(req->lang, N_("Standard")))
            : html_tag_of(req->arena, req->lang, "info", "i-edit", tr_str(req->lang, N_("Ändrad")));
    list_add(req->arena, &shown->settings, row);
}

static bool history_add(Request *req, HtmlSettingsIntervals *page, Err *err) {
    SettingRowList rows = {0};
    if (!setting_recent(req->db, req->arena, req->session.unit, &rows, err)) return false;
    for (size_t i = 0; i < rows.count && page->history.count < 50; i++) {
        const SettingRow *row = &rows.items[i];
        size_t dot = str_find_char(row->setting.key, '.');
        const DutyRule *rule =
            dot == STR_NOT_FOUND ? NULL : rulebook_duty_rule(str_slice(row->setting.key, 0, dot));
        if (!rule) continue;
        Str name = tr_str(req->lang, rule->name), label = row->setting.key;
        for (size_t s = 0; s < rule->setting_count; s++)
            if (str_equal(rule->settings[s].name,
                          str_slice(row->setting.key, dot + 1, row->setting.key.size)))
                label = str_printf(req->arena, "%.*s: %s", STR_ARG(name),
                                   tr(req->lang, rule->settings[s].label));
        HtmlSettingsIntervalsHistory shown = {
            .day = date_short_year(req->arena, req->lang, row->setting.valid_from),
            .label = label,
            .value = row->setting.value,
            .scope =
                row->unit_name.size > 0 ? row->unit_name : tr_str(req->lang, N_("Hela regionen")),
            .author = row->author.size > 0 ? row->author : tr_str(req->lang, N_("Randa"))};
        list_add(req->arena, &page->history, shown);
    }
    return true;
}

static bool intervals_show(Request *req, Reply *reply, const FieldErrorList *errors, Str wrong,
                           Err *err) {
    Rulebook rulebook;
    HtmlSettingsIntervals page = {.tabs = settings_tabs(req, SETTINGS_INTERVALS),
                                  .guard = request_guard(req)};
    if (!rulebook_load(req->db, req->arena, req->today, &rulebook, err)) return false;
    page.errors =
        html_form_errors(req->arena, req->lang, N_("Intervallen sparades inte. Rätta:"), errors);
    page.may_edit = may_edit(req);
    page.scope = req->session.unit_name;
    if (page.may_edit) page.clear = url(req->arena, "/installningar/intervall/standard");
    for (size_t i = 0; i < rulebook_data.duty_rule_count; i++) {
        const DutyRule *rule = &rulebook_data.duty_rules[i];
        if (rule->setting_count == 0) continue;
        HtmlSettingsIntervalsRules shown = {.name = tr_str(req->lang, rule->name)};
        for (size_t s = 0; s < rule->setting_count; s++)
            setting_add(req, &rulebook, rule, &rule->settings[s], wrong, &shown);
        list_add(req->arena, &page.rules, shown);
    }
    if (!history_add(req, &page, err)) return false;
    reply_page(req, reply,
               (Page){.title = tr_str(req->lang, N_("Intervall")),
                      .nav = "installningar",
                      .main = html_settings_intervals(req->arena, req->lang, &page)});
    return true;
}

bool page_intervals(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return intervals_show(req, reply, &none, STR(""), err);
}

// Only what differs from what stands becomes the unit's own.
static SettingChangeList changes_from(Request *req, const Rulebook *rulebook) {
    SettingChangeList changes = {0};
    for (size_t i = 0; i < rulebook_data.duty_rule_count; i++) {
        const DutyRule *rule = &rulebook_data.duty_rules[i];
        for (size_t s = 0; s < rule->setting_count; s++) {
            const DutySetting *setting = &rule->settings[s];
            Str key = key_of(req->arena, rule, setting);
            if (!request_form_has(req, str_to_c(req->arena, key))) continue;
            Str typed = request_form(req, str_to_c(req->arena, key));
            int32_t now =
                rulebook_setting(rulebook, rule->id, setting->name, req->session.unit.raw);
            Str before = setting->unit == SETTING_YES_NO ? (now ? STR("true") : STR("false"))
                                                         : str_printf(req->arena, "%d", now);
            SettingChange change = {key, typed};
            if (!str_equal(typed, before)) list_add(req->arena, &changes, change);
        }
    }
    return changes;
}

bool do_intervals(Request *req, Reply *reply, Err *err) {
    Rulebook rulebook;
    size_t wrong = 0;
    if (!rulebook_load(req->db, req->arena, req->today, &rulebook, err)) return false;
    SettingChangeList changes = changes_from(req, &rulebook);
    Act act = request_act(req, "settings.put");
    if (!settings_put(&act, req->session.unit, &changes, &wrong, err)) {
        Err shown = *err;
        FieldErrorList errors = {0};
        if (err->kind != ERR_INVALID) return false;
        field_error(req->arena, &errors, str_to_c(req->arena, changes.items[wrong].key),
                    err->message);
        if (!intervals_show(req, reply, &errors, changes.items[wrong].key, err)) return false;
        *err = shown;
        return false;
    }
    reply_redirect_done(
        req, reply, url(req->arena, "/installningar/intervall"),
        msg(N_("{1} intervall är ändrade från i dag."), msg_number((int64_t)changes.count)),
        act.audit);
    return true;
}

bool do_intervals_clear(Request *req, Reply *reply, Err *err) {
    Act act = request_act(req, "settings.clear");
    if (!settings_clear(&act, req->session.unit, err)) return false;
    reply_redirect_done(req, reply, url(req->arena, "/installningar/intervall"),
                        msg(N_("Intervallen är åter standard.")), act.audit);
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
