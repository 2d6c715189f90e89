// The data is constant and sorted by id, so a lookup is a binary search. Only the overrides are
// made at run time: those in force on the day are copied, newest first, and a setting is found by
// walking them (a region has tens, not thousands).
#include "rulebook/rulebook.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>

// --- lookups

// Every record that is looked up begins with its id.
static const void *find(const void *items, size_t count, size_t bytes, Str id) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *item = (const char *)items + middle * bytes;
        int order = str_compare(*(const Str *)(const void *)item, id);
        if (order == 0) return item;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

#define FIND(table, counted, id)                                                                   \
    find(rulebook_data.table, rulebook_data.counted, sizeof *rulebook_data.table, (id))

const CertificateForm *rulebook_certificate(Str id) {
    return FIND(certificates, certificate_count, id);
}
const Activity *rulebook_activity(Str code) {
    return FIND(activities, activity_count, code);
}
const Specialty *rulebook_specialty(Str id) {
    return FIND(specialties, specialty_count, id);
}
const Template *rulebook_template(Str id) {
    return FIND(templates, template_count, id);
}
const Duty *rulebook_duty(Str id) {
    return FIND(duties, duty_count, id);
}
const DutyRule *rulebook_duty_rule(Str id) {
    return FIND(duty_rules, duty_rule_count, id);
}
const WaitingRule *rulebook_waiting_rule(Str id) {
    return FIND(waiting_rules, waiting_rule_count, id);
}
const RoleInfo *rulebook_role(Str id) {
    return FIND(roles, role_count, id);
}
const Source *rulebook_source(Str key) {
    return FIND(sources, source_count, key);
}
const DocumentType *rulebook_document(Str id) {
    return FIND(documents, document_count, id);
}
const DataClass *rulebook_data_class(Str id) {
    return FIND(data_classes, data_class_count, id);
}
// These stand in the order of their files, which is the order people choose in.
const GatheringKind *rulebook_gathering_kind(Str id) {
    for (size_t i = 0; i < rulebook_data.gathering_kind_count; i++)
        if (str_equal(rulebook_data.gathering_kinds[i].id, id)) return &rulebook_data.gathering_kinds[i];
    return NULL;
}
bool gathering_kind_is_arranged_by(const GatheringKind *kind, Str role) {
    const RoleInfo *info = rulebook_role(role);
    return info && (kind->arranged_by >> (info - rulebook_data.roles) & 1u);
}

const Regulation *rulebook_regulation_by_id(RegulationId id) {
    assert(id >= 0 && id < REGULATION_COUNT);
    return &rulebook_data.regulations[id];
}

const Regulation *rulebook_regulation(Str key) {
    for (int i = 0; i < REGULATION_COUNT; i++)
        if (str_equal(rulebook_data.regulations[i].key, key)) return &rulebook_data.regulations[i];
    return NULL;
}

const RegulationRule *rulebook_regulation_rule(const Regulation *regulation, Str id) {
    return find(regulation->rules, regulation->rule_count, sizeof *regulation->rules, id);
}

static bool same_letters(Str a, Str b) {
    if (a.size != b.size) return false;
    for (size_t i = 0; i < a.size; i++) {
        char x = a.data[i], y = b.data[i];
        if (x >= 'A' && x <= 'Z') x = (char)(x + 32);
        if (y >= 'A' && y <= 'Z') y = (char)(y + 32);
        if (x != y) return false;
    }
    return true;
}

const Specialty *rulebook_specialty_by_name(Str name) {
    name = str_trim(name);
    for (size_t i = 0; i < rulebook_data.specialty_count; i++) {
        const Specialty *specialty = &rulebook_data.specialties[i];
        if (same_letters(specialty->name_sv, name) || same_letters(specialty->id, name))
            return specialty;
        if (!str_is_empty(specialty->alt_name_sv) && same_letters(specialty->alt_name_sv, name))
            return specialty;
    }
    return NULL;
}

const Goal *rulebook_goal(RegulationId regulation, const Specialty *specialty, Str code) {
    GoalRefs goals = specialty ? specialty->goals[regulation]
                               : rulebook_regulation_by_id(regulation)->common_goals;
    for (size_t i = 0; i < goals.count; i++)
        if (str_equal(goals.items[i]->code, code)) return goals.items[i];
    return NULL;
}

const TemplateItem *rulebook_template_item(const Template *plan_template, Str id) {
    for (size_t i = 0; i < plan_template->item_count; i++)
        if (str_equal(plan_template->items[i].id, id)) return &plan_template->items[i];
    return NULL;
}

const DutyRule *rulebook_duty_rule_covering(Str id) {
    const DutyRule *own = rulebook_duty_rule(id);
    for (size_t i = 0; !own && i < rulebook_data.duty_rule_count; i++)
        for (size_t c = 0; c < rulebook_data.duty_rules[i].cover_count; c++)
            if (str_equal(rulebook_data.duty_rules[i].covers[c], id))
                own = &rulebook_data.duty_rules[i];
    return own;
}

const DutyCase *rulebook_duty_case(const DutyRule *rule, Str id) {
    for (size_t i = 0; i < rule->case_count; i++)
        if (str_equal(rule->cases[i].id, id)) return &rule->cases[i];
    return NULL;
}

int32_t rulebook_figure(const Regulation *regulation, Str rule, Str name) {
    const RegulationRule *found = rulebook_regulation_rule(regulation, rule);
    assert(found);
    for (size_t i = 0; i < found->figure_count; i++)
        if (str_equal(found->figures[i].name, name)) return found->figures[i].value;
    assert(!"the rule has no such figure");
    return 0;
}

static size_t argument_place(const DutyRule *rule, const char *name) {
    for (size_t i = 0; i < rule->argument_count; i++)
        if (str_equal(rule->arguments[i], str_from_c(name))) return i;
    assert(!"the rule's texts name no such argument");
    return 0;
}

Msg duty_message(const DutyRule *rule, const char *text, const DutyArg *args, size_t count) {
    Msg message = {.text = text};
    for (size_t i = 0; i < count; i++)
        message.args[argument_place(rule, args[i].name)] = args[i].value;
    return message;
}

// --- settings and what a region lays over them

static const DutySetting *setting_of(const DutyRule *rule, Str name) {
    for (size_t i = 0; i < rule->setting_count; i++)
        if (str_equal(rule->settings[i].name, name)) return &rule->settings[i];
    return NULL;
}

// "R42.warn_days"; NULL if there is no such rule or setting.
static const DutySetting *setting_by_key(Str key) {
    size_t dot = str_find_char(key, '.');
    if (dot == STR_NOT_FOUND) return NULL;
    const DutyRule *rule = rulebook_duty_rule(str_slice(key, 0, dot));
    return rule ? setting_of(rule, str_slice(key, dot + 1, key.size)) : NULL;
}

// A setting's value is a JSON integer; true and false for a yes/no setting.
static bool value_read(const DutySetting *setting, Str json, int32_t *ret) {
    json = str_trim(json);
    int64_t value;
    if (setting->unit == SETTING_YES_NO && str_equal(json, STR("true")))
        value = 1;
    else if (setting->unit == SETTING_YES_NO && str_equal(json, STR("false")))
        value = 0;
    else if (str_starts(json, STR("+")) || !str_to_int(json, &value))
        return false;
    if (value < setting->min || value > setting->max) return false;
    *ret = (int32_t)value;
    return true;
}

bool rulebook_override_check(const RulebookOverride *override, Err *err) {
    const DutySetting *setting = setting_by_key(override->key);
    if (!setting)
        return err_set(
            err, ERR_INVALID,
            msg(N_("Inställningen {1} finns inte i regelboken."), msg_text(override->key)));
    int32_t value;
    if (!value_read(setting, override->value_json, &value))
        return err_set(err, ERR_INVALID,
                       msg(N_("Skriv ett helt tal mellan {1} och {2}."), msg_number(setting->min),
                           msg_number(setting->max)));
    return true;
}

Rulebook rulebook_shipped(void) {
    return (Rulebook){.version = rulebook_data.digest};
}

// By key, unit, then the last to come into force first; of two from the same day the later row
// wins.
static int override_order(const RulebookOverride *a, const RulebookOverride *b) {
    int order = str_compare(a->key, b->key);
    if (order == 0) order = (a->unit > b->unit) - (a->unit < b->unit);
    if (order == 0)
        order = (a->valid_from.day < b->valid_from.day) - (a->valid_from.day > b->valid_from.day);
    return order;
}

static bool same_place(const RulebookOverride *a, const RulebookOverride *b) {
    return a->unit == b->unit && str_equal(a->key, b->key);
}

static uint64_t mix(uint64_t hash, Str part) {
    return (hash ^ str_hash(part)) * 0x100000001b3u;
}

static Str version_of(Arena *arena, const RulebookOverride *overrides, size_t count) {
    if (count == 0) return rulebook_data.digest;
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < count; i++) {
        hash = mix(hash, overrides[i].key);
        hash = mix(hash, str_printf(arena, "%lld=%.*s", (long long)overrides[i].unit,
                                    STR_ARG(str_trim(overrides[i].value_json))));
    }
    return str_printf(arena, "%.*s+%016llx", STR_ARG(rulebook_data.digest),
                      (unsigned long long)hash);
}

Rulebook rulebook_with_overrides(Arena *arena, const RulebookOverride *overrides, size_t count,
                                 Date on) {
    RulebookOverride *sorted = arena_array(arena, RulebookOverride, count ? count : 1);
    size_t kept = 0, ignored = 0;
    for (size_t i = 0; i < count; i++) {
        const DutySetting *setting = setting_by_key(overrides[i].key);
        int32_t value;
        if (overrides[i].valid_from.day > on.day) continue;
        bool ends = str_is_empty(overrides[i].value_json);
        if (!setting || (!ends && !value_read(setting, overrides[i].value_json, &value))) {
            ignored++;
            continue;
        }
        size_t place = kept++;
        for (; place > 0 && override_order(&overrides[i], &sorted[place - 1]) <= 0; place--)
            sorted[place] = sorted[place - 1];
        sorted[place] = overrides[i];
    }
    size_t in_force = 0;
    for (size_t i = 0; i < kept; i++) {
        bool newest = i == 0 || !same_place(&sorted[i - 1], &sorted[i]);
        if (newest && !str_is_empty(sorted[i].value_json)) sorted[in_force++] = sorted[i];
    }
    return (Rulebook){.overrides = sorted,
                      .override_count = in_force,
                      .ignored_count = ignored,
                      .version = version_of(arena, sorted, in_force)};
}

static bool key_is(Str key, Str rule, Str name) {
    return key.size == rule.size + 1 + name.size && str_starts(key, rule) &&
           key.data[rule.size] == '.' && str_ends(key, name);
}

static const RulebookOverride *override_for(const Rulebook *rulebook, Str rule, Str name,
                                            int64_t unit) {
    for (size_t i = 0; i < rulebook->override_count; i++) {
        const RulebookOverride *override = &rulebook->overrides[i];
        if (override->unit == unit && key_is(override->key, rule, name)) return override;
    }
    return NULL;
}

static int64_t unit_above(const Rulebook *rulebook, int64_t unit) {
    size_t low = 0, high = rulebook->unit_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rulebook->units[middle].unit == unit) return rulebook->units[middle].parent;
        if (rulebook->units[middle].unit < unit)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

const RulebookOverride *rulebook_setting_from(const Rulebook *rulebook, Str rule, Str name, int64_t unit) {
    if (rulebook->override_count == 0) return NULL;
    const RulebookOverride *override = override_for(rulebook, rule, name, unit);
    for (size_t steps = 0; !override && unit != 0 && steps <= rulebook->unit_count; steps++) {
        unit = unit_above(rulebook, unit);
        override = override_for(rulebook, rule, name, unit);
    }
    if (!override) override = override_for(rulebook, rule, name, 0);
    return override;
}

int32_t rulebook_setting(const Rulebook *rulebook, Str rule, Str name, int64_t unit) {
    const DutyRule *found = rulebook_duty_rule(rule);
    assert(found);
    const DutySetting *setting = setting_of(found, name);
    assert(setting);
    int32_t value = setting->value;
    const RulebookOverride *override = rulebook_setting_from(rulebook, rule, name, unit);
    if (override) {
        bool read = value_read(setting, override->value_json, &value);
        assert(read); // those that cannot be read were left out
        (void)read;
    }
    return value;
}

// --- words

const char *binding_name(Binding binding) {
    static const char *const names[] = {
        [BINDING_SKA] = N_("ska"),
        [BINDING_BOR] = N_("bör"),
        [BINDING_UPPDRAG] = N_("uppdrag"),
        [BINDING_REGION] = N_("regional riktlinje"),
        [BINDING_PROF] = N_("professionens praxis"),
        [BINDING_OWN] = N_("egen regel"),
    };
    return names[binding];
}

const char *confidence_name(Confidence confidence) {
    static const char *const names[] = {
        [CONFIDENCE_HIGH] = N_("hög"),
        [CONFIDENCE_MEDIUM] = N_("medel"),
        [CONFIDENCE_LOW] = N_("låg: bekräfta"),
    };
    return names[confidence];
}

const char *word_name(Word word) {
    static const char *const names[] = {
        [WORD_NEUTRAL] = "",
        [WORD_RECOMMENDATION] = N_("Rekommendation"),
        [WORD_LATE] = N_("Försenat"),
        [WORD_CLASH] = N_("Krock"),
        [WORD_DEMAND] = N_("Krav ej uppfyllt"),
    };
    return names[word];
}

const char *signer_name(Signer signer) {
    static const char *const names[] = {
        [SIGNER_TRAINEE] = N_("sökande"),
        [SIGNER_SUPERVISOR] = N_("handledare"),
        [SIGNER_MAIN_SUPERVISOR] = N_("huvudhandledare"),
        [SIGNER_HEAD] = N_("verksamhetschef"),
        [SIGNER_HEAD_OR_SPECIALIST] = N_("verksamhetschef eller utsedd specialist"),
        [SIGNER_COURSE_LEADER] = N_("kursledare"),
        [SIGNER_EXTERNAL_ASSESSOR] = N_("extern bedömare"),
        [SIGNER_SPECIALIST] = N_("specialistläkare"),
    };
    return names[signer];
}

const char *setting_unit_name(SettingUnit unit) {
    static const char *const names[] = {
        [SETTING_DAYS] = N_("dagar"),   [SETTING_MONTHS] = N_("månader"),
        [SETTING_WEEKS] = N_("veckor"), [SETTING_YEARS] = N_("år"),
        [SETTING_COUNT] = N_("antal"),  [SETTING_PERCENT] = N_("procent"),
        [SETTING_HOURS] = N_("timmar"), [SETTING_YES_NO] = N_("ja eller nej"),
    };
    return names[unit];
}
