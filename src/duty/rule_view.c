#include "duty/rule_view.h"
#include "duty/todo_view.h"
#include "gen/rule_why.html.h"
#include "people/unit_store.h"
#include "rulebook/rulebook_store.h"
#include "training/training_view.h"

bool binding_is_law(Binding binding) {
    return binding == BINDING_SKA || binding == BINDING_BOR;
}

Html rule_binding_tag(const Request *req, Binding binding) {
    bool law = binding_is_law(binding);
    return html_tag_of(req->arena, req->lang, law ? "info" : "", law ? "i-book" : "i-unit", tr_str(req->lang, binding_name(binding)));
}

static Str source_text(const Request *req, const DutyRule *rule) {
    Buf buf = buf_begin(req->arena);
    for (size_t i = 0; i < rule->ground.sources.count; i++)
        buf_addf(&buf, "%s%.*s", i ? "; " : "", STR_ARG(rule->ground.sources.items[i]->publisher));
    if (rule->clause.size) buf_addf(&buf, ". %s %.*s", tr(req->lang, N_("Punkt")), STR_ARG(rule->clause));
    buf_addf(&buf, ". %s: %s.", tr(req->lang, N_("Säkerhet")), tr(req->lang, confidence_name(rule->ground.confidence)));
    return buf_end(&buf);
}

static Str roles_text(const Request *req, const Duty *duty) {
    Buf buf = buf_begin(req->arena);
    for (size_t i = 0; duty && i < duty->responsible_count; i++)
        buf_addf(&buf, "%s%s", i ? ", " : "", tr(req->lang, duty->responsible[i]->definite));
    return buf_end(&buf);
}

static Str setting_value(const Request *req, const DutySetting *setting, int32_t value) {
    if (setting->unit == SETTING_YES_NO) return tr_str(req->lang, value ? N_("ja") : N_("nej"));
    return str_printf(req->arena, "%d %s", value, tr(req->lang, setting_unit_name(setting->unit)));
}

static Str origin_text(const Request *req, const RulebookOverride *override, const UnitList *units) {
    if (!override) return tr_str(req->lang, N_("Så som Randa levereras"));
    const Unit *unit = unit_find(units, (UnitId){override->unit});
    return msg_format(req->arena, req->lang,
                      msg(N_("Satt för {1} från {2}"), msg_text(unit ? unit->name : tr_str(req->lang, N_("hela regionen"))),
                          msg_text(date_long(req->arena, req->lang, override->valid_from))));
}

bool rule_why(Request *req, const DutyRule *rule, UnitId at, Html *ret, Err *err) {
    Rulebook rulebook;
    UnitList units;
    HtmlRuleWhy page = {.binding = rule_binding_tag(req, rule->ground.binding), .source = source_text(req, rule),
                        .answers = roles_text(req, rule->duty), .mends = tr_str(req->lang, rule->responsible->definite)};
    if (rule->duty) {
        page.demand = tr_str(req->lang, rule->duty->text);
        page.proof = tr_str(req->lang, rule->duty->proof);
    }
    if (!rulebook_load(req->db, req->arena, req->today, &rulebook, err) ||
        (rule->setting_count && !unit_list_of_region(req->db, req->arena, &units, err)))
        return false;
    for (size_t i = 0; i < rule->setting_count; i++) {
        const DutySetting *setting = &rule->settings[i];
        int32_t value = rulebook_setting(&rulebook, rule->id, setting->name, at.raw);
        const RulebookOverride *from = rulebook_setting_from(&rulebook, rule->id, setting->name, at.raw);
        list_add(req->arena, &page.settings,
                 ((HtmlRuleWhySettings){.label = tr_str(req->lang, setting->label), .value = setting_value(req, setting, value), .origin = origin_text(req, from, &units)}));
    }
    Url intervals = url(req->arena, "/installningar/intervall");
    if (rule->setting_count && leads_somewhere(req, intervals)) page.intervals = intervals;
    *ret = html_rule_why(req->arena, req->lang, &page);
    return true;
}
