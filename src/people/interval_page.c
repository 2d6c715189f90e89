// Inställningar, Intervall: the numbers of the rulebook with their source and who set them; what a
// change would do to the findings, before it is saved.
#include "access/may_store.h"
#include "duty/preview.h"
#include "duty/todo_view.h"
#include "gen/settings_intervals.html.h"
#include "gen/settings_preview.html.h"
#include "http/field.h"
#include "people/setting_act.h"
#include "people/setting_page.h"
#include "people/setting_view.h"
#include "rulebook/rulebook_store.h"
#include "training/training_view.h"

static Str key_of(Arena *arena, const DutyRule *rule, const DutySetting *setting) {
    return str_printf(arena, "%.*s.%.*s", STR_ARG(rule->id), STR_ARG(setting->name));
}

static bool is_law(const DutyRule *rule) {
    return rule->ground.binding == BINDING_SKA || rule->ground.binding == BINDING_BOR;
}

static Html binding_tag(Request *req, const DutyRule *rule) {
    Str binding = tr_str(req->lang, binding_name(rule->ground.binding));
    return is_law(rule) ? html_tag_of(req->arena, req->lang, "info", "i-book", binding)
                        : html_tag_of(req->arena, req->lang, "", "i-unit", binding);
}

static Str value_text(Request *req, const DutySetting *setting, int32_t value) {
    if (setting->unit == SETTING_YES_NO) return tr_str(req->lang, value ? N_("ja") : N_("nej"));
    return str_printf(req->arena, "%d", value);
}

static void setting_add(Request *req, const Rulebook *rulebook, const DutyRule *rule,
                        const DutySetting *setting, Str wrong, HtmlSettingsIntervalsGroupsRules *shown) {
    int32_t value = rulebook_setting(rulebook, rule->id, setting->name, req->session.unit.raw);
    bool is_yes_no = setting->unit == SETTING_YES_NO, edits = settings_may_edit(req);
    Str key = key_of(req->arena, rule, setting);
    HtmlSettingsIntervalsGroupsRulesSettings row = {
        .label = tr_str(req->lang, setting->label),
        .field = key,
        .value = value_text(req, setting, value),
        .unit = is_yes_no ? STR("") : tr_str(req->lang, setting_unit_name(setting->unit)),
        .binding = binding_tag(req, rule),
        .source = rule->ground.sources.items[0]->publisher,
        .input = edits && !is_yes_no,
        .choice = edits && is_yes_no,
        .yes = value != 0,
        .no = value == 0,
        .fixed = !edits,
        .wrong = str_equal(key, wrong)};
    if (edits && request_form_has(req, str_to_c(req->arena, key))) {
        row.value = request_form(req, str_to_c(req->arena, key));
        row.yes = str_equal(row.value, STR("true"));
        row.no = !row.yes;
    }
    row.state =
        value == setting->value
            ? html_tag_of(req->arena, req->lang, "", "i-set", tr_str(req->lang, N_("Standard")))
            : html_tag_of(req->arena, req->lang, "info", "i-edit", tr_str(req->lang, N_("Ändrad")));
    list_add(req->arena, &shown->settings, row);
}

static const DutySetting *setting_by_key(Str key, const DutyRule **ret_rule) {
    size_t dot = str_find_char(key, '.');
    *ret_rule = dot == STR_NOT_FOUND ? NULL : rulebook_duty_rule(str_slice(key, 0, dot));
    for (size_t i = 0; *ret_rule && i < (*ret_rule)->setting_count; i++)
        if (str_equal((*ret_rule)->settings[i].name, str_slice(key, dot + 1, key.size)))
            return &(*ret_rule)->settings[i];
    return NULL;
}

static Str label_of(Request *req, const DutyRule *rule, const DutySetting *setting) {
    return str_printf(req->arena, "%s: %s", tr(req->lang, rule->name),
                      tr(req->lang, setting->label));
}

// A stored value as a reader says it: "60 dagar", "ja"; empty is what holds where nobody has said.
static Str typed_text(Request *req, const DutySetting *setting, Str value) {
    if (str_is_empty(value)) return tr_str(req->lang, N_("standard"));
    if (setting->unit == SETTING_YES_NO)
        return value_text(req, setting, str_equal(value, STR("true")));
    return str_printf(req->arena, "%.*s %s", STR_ARG(value),
                      tr(req->lang, setting_unit_name(setting->unit)));
}

static bool history_add(Request *req, HtmlSettingsIntervals *page, Err *err) {
    SettingRowList rows = {0};
    if (!setting_recent(req->db, req->arena, req->session.unit, &rows, err)) return false;
    for (size_t i = 0; i < rows.count && page->history.count < 50; i++) {
        const SettingRow *row = &rows.items[i];
        const DutyRule *rule;
        const DutySetting *setting = setting_by_key(row->setting.key, &rule);
        if (!setting) continue;
        HtmlSettingsIntervalsHistory shown = {
            .day = date_short_year(req->arena, req->lang, row->setting.valid_from),
            .label = label_of(req, rule, setting),
            .value = typed_text(req, setting, row->setting.value),
            .scope =
                row->unit_name.size > 0 ? row->unit_name : tr_str(req->lang, N_("Hela regionen")),
            .author = row->author.size > 0 ? row->author : tr_str(req->lang, N_("Randa"))};
        list_add(req->arena, &page->history, shown);
    }
    return true;
}

// What the law asks and what people here have agreed on are two tables.
static void group_add(Request *req, HtmlSettingsIntervals *page, const Rulebook *rulebook, bool law,
                      Str wrong) {
    HtmlSettingsIntervalsGroups group = {
        .id = law ? STR("h-lag") : STR("h-lokalt"),
        .title = tr_str(req->lang, law ? N_("Föreskrift och allmänna råd")
                                       : N_("Uppdrag, riktlinjer och egna regler")),
        .note = tr_str(req->lang,
                       law ? N_("Kravet gäller oavsett gränsen. Gränsen säger när Randa säger till.")
                           : N_("Det som är överenskommet här, och Randas egna förval."))};
    for (size_t i = 0; i < rulebook_data.duty_rule_count; i++) {
        const DutyRule *rule = &rulebook_data.duty_rules[i];
        if (rule->setting_count == 0 || is_law(rule) != law) continue;
        HtmlSettingsIntervalsGroupsRules shown = {.name = tr_str(req->lang, rule->name)};
        for (size_t s = 0; s < rule->setting_count; s++)
            setting_add(req, rulebook, rule, &rule->settings[s], wrong, &shown);
        list_add(req->arena, &group.rules, shown);
    }
    list_add(req->arena, &page->groups, group);
}

static bool intervals_show(Request *req, Reply *reply, const FieldErrorList *errors, Str wrong,
                           Err *err) {
    Rulebook rulebook;
    HtmlSettingsIntervals page = {.tabs = settings_tabs(req, SETTINGS_INTERVALS),
                                  .guard = request_guard(req)};
    if (!rulebook_load(req->db, req->arena, req->today, &rulebook, err)) return false;
    page.errors =
        html_form_errors(req->arena, req->lang, N_("Intervallen sparades inte. Rätta:"), errors);
    page.may_edit = settings_may_edit(req);
    page.scope = req->session.unit_name;
    if (page.may_edit) page.clear = url(req->arena, "/installningar/intervall/granska");
    group_add(req, &page, &rulebook, true, wrong);
    group_add(req, &page, &rulebook, false, wrong);
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

// The form again, with what was wrong at its field.
static bool intervals_refuse(Request *req, Reply *reply, Str wrong, Err *err) {
    Err shown = *err;
    FieldErrorList errors = {0};
    if (err->kind != ERR_INVALID) return false;
    field_error(req->arena, &errors, str_to_c(req->arena, wrong), err->message);
    if (intervals_show(req, reply, &errors, wrong, err)) *err = shown;
    return false;
}

// --- what it would do

LIST_OF(OverrideList, RulebookOverride);

static SettingChangeList changes_to_standard(Request *req, const Rulebook *rulebook) {
    SettingChangeList changes = {0};
    for (size_t i = 0; i < rulebook->override_count; i++) {
        SettingChange change = {rulebook->overrides[i].key, STR("")};
        if (rulebook->overrides[i].unit == req->session.unit.raw)
            list_add(req->arena, &changes, change);
    }
    return changes;
}

static void change_add(Request *req, const Rulebook *rulebook, const SettingChange *change,
                       HtmlSettingsPreview *page) {
    const DutyRule *rule;
    const DutySetting *setting = setting_by_key(change->key, &rule);
    int32_t now = rulebook_setting(rulebook, rule->id, setting->name, req->session.unit.raw);
    Str before = setting->unit == SETTING_YES_NO ? (now ? STR("true") : STR("false"))
                                                 : str_printf(req->arena, "%d", now);
    HtmlSettingsPreviewChanges shown = {.label = label_of(req, rule, setting),
                                        .before = typed_text(req, setting, before),
                                        .after = typed_text(req, setting, change->value),
                                        .field = change->key,
                                        .value = change->value};
    list_add(req->arena, &page->changes, shown);
}

// Whom it is about only to those who may read about single doctors; others see how many.
static void section_add(Request *req, const char *title, const FindingList *findings,
                        HtmlSettingsPreview *page) {
    HtmlSettingsPreviewSections section = {
        .title = tr_str(req->lang, title),
        .note = str_printf(req->arena, "%zu", findings->count)};
    Digest digest = digest_make(req->arena, req->lang, findings, req->today);
    bool names = may((Role)req->actor.role, MAY_READ_TRAINING);
    for (size_t i = 0; i < digest.rows.count; i++) {
        const TodoRow *row = &digest.rows.items[i];
        Str count = msg_format(req->arena, req->lang,
                               msg(N_("{1} ärenden"), msg_number((int64_t)row->findings.count)));
        HtmlSettingsPreviewSectionsRows shown = {
            .tone = tone_of(row->word),
            .icon = icon_of(row->word),
            .title = names ? row->title : tr_str(req->lang, row->rule->name),
            .why = names ? row->why : count,
            .word = tr_str(req->lang, finding_word_text(row->word)),
            .when = due_when(req->arena, req->lang, row->since, row->due, req->today)};
        list_add(req->arena, &section.rows, shown);
    }
    if (section.rows.count > 0) list_add(req->arena, &page->sections, section);
}

static void effect_add(Request *req, const FindingPreview *preview, HtmlSettingsPreview *page) {
    section_add(req, N_("Öppnas"), &preview->opened, page);
    section_add(req, N_("Stängs"), &preview->closed, page);
    section_add(req, N_("Ändras"), &preview->changed, page);
    page->effect = msg_format(
        req->arena, req->lang,
        page->sections.count
            ? msg(N_("Öppnas: {1}. Stängs: {2}. Ändras: {3}."),
                  msg_number((int64_t)preview->opened.count),
                  msg_number((int64_t)preview->closed.count),
                  msg_number((int64_t)preview->changed.count))
            : msg(N_("Inget ärende öppnas, stängs eller ändras i dag.")));
}

bool page_intervals_preview(Request *req, Reply *reply, Err *err) {
    Rulebook rulebook;
    OverrideList overrides = {0};
    FindingPreview preview;
    bool standard = request_form_has(req, "standard");
    if (!may_set(req->db, req->actor, req->session.unit, err)) return false;
    if (request_form_has(req, "andra")) return page_intervals(req, reply, err);
    if (!rulebook_load(req->db, req->arena, req->today, &rulebook, err)) return false;
    SettingChangeList changes =
        standard ? changes_to_standard(req, &rulebook) : changes_from(req, &rulebook);
    HtmlSettingsPreview page = {
        .tabs = settings_tabs(req, SETTINGS_INTERVALS),
        .guard = request_guard(req),
        .scope = req->session.unit_name,
        .save = url(req->arena, standard ? "/installningar/intervall/standard"
                                         : "/installningar/intervall")};
    for (size_t i = 0; i < changes.count; i++) {
        RulebookOverride override = {.key = changes.items[i].key,
                                     .unit = req->session.unit.raw,
                                     .valid_from = req->today,
                                     .value_json = changes.items[i].value};
        if (!standard && !rulebook_override_check(&override, err))
            return intervals_refuse(req, reply, override.key, err);
        list_add(req->arena, &overrides, override);
        change_add(req, &rulebook, &changes.items[i], &page);
    }
    if (!finding_preview(req->db, req->arena, req->today, req->session.unit, overrides.items,
                         overrides.count, &preview, err))
        return false;
    effect_add(req, &preview, &page);
    reply_page(req, reply,
               (Page){.title = tr_str(req->lang, N_("Granska intervallen")),
                      .nav = "installningar",
                      .main = html_settings_preview(req->arena, req->lang, &page)});
    return true;
}

// --- saving

bool do_intervals(Request *req, Reply *reply, Err *err) {
    Rulebook rulebook;
    size_t wrong = 0;
    if (!rulebook_load(req->db, req->arena, req->today, &rulebook, err)) return false;
    SettingChangeList changes = changes_from(req, &rulebook);
    Act act = request_act(req, "settings.put");
    if (!settings_put(&act, req->session.unit, &changes, &wrong, err))
        return intervals_refuse(req, reply, changes.count ? changes.items[wrong].key : STR(""), err);
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

