#include "rulebook/rulebook_show.h"
#include "base/buf.h"

static void show_line(Buf *buf, const char *label, Str value) {
    if (!str_is_empty(value)) buf_addf(buf, "%s: %.*s\n", label, STR_ARG(value));
}

static void show_ground(Buf *buf, const Ground *ground) {
    buf_addf(buf, "Bindning: %s\n", binding_name(ground->binding));
    buf_addf(buf, "Säkerhet: %s\n", confidence_name(ground->confidence));
    buf_addf(buf, "Källor:\n");
    for (size_t i = 0; i < ground->sources.count; i++) {
        const Source *source = ground->sources.items[i];
        buf_addf(buf, "  %.*s: %.*s", STR_ARG(source->key), STR_ARG(source->publisher));
        if (!str_is_empty(source->note_sv)) buf_addf(buf, ". %.*s", STR_ARG(source->note_sv));
        if (!str_is_empty(source->url)) buf_addf(buf, " <%.*s>", STR_ARG(source->url));
        buf_add_char(buf, '\n');
    }
}

static void show_setting(Buf *buf, const Rulebook *rulebook, const DutyRule *rule,
                         const DutySetting *setting) {
    buf_addf(buf, "  %.*s.%.*s = %d %s (%s; %d–%d)\n", STR_ARG(rule->id), STR_ARG(setting->name),
             (int)rulebook_setting(rulebook, rule->id, setting->name, 0),
             setting_unit_name(setting->unit), setting->label, (int)setting->min,
             (int)setting->max);
}

// The texts number their arguments; here they are named again.
static void show_text(Buf *buf, const DutyRule *rule, const char *label, const char *text) {
    buf_addf(buf, "    %s: ", label);
    for (; *text; text++) {
        size_t place = text[0] == '{' && text[1] >= '1' && text[2] == '}' ? (size_t)(text[1] - '1')
                                                                          : rule->argument_count;
        if (place < rule->argument_count) {
            buf_addf(buf, "{%.*s}", STR_ARG(rule->arguments[place]));
            text += 2;
        } else {
            buf_add_char(buf, *text);
        }
    }
    buf_add_char(buf, '\n');
}

static void show_case(Buf *buf, const DutyRule *rule, const DutyCase *duty_case) {
    const char *word = word_name(duty_case->word);
    buf_addf(buf, "  %.*s: %s%s%s\n", STR_ARG(duty_case->id), *word ? word : "Information",
             duty_case->on_todo ? "" : " (inte på Att göra)",
             duty_case->binding == BINDING_SKA && duty_case->word == WORD_DEMAND ? " (ska)" : "");
    show_text(buf, rule, "en", duty_case->one);
    show_text(buf, rule, "flera", duty_case->many);
    show_text(buf, rule, "varför", duty_case->why);
    show_text(buf, rule, "åtgärd", duty_case->remedy);
}

static const char *rule_kind_name(RuleKind kind) {
    static const char *const names[] = {
        [RULE_EXISTS] = "ska finnas",          [RULE_WITHIN] = "inom en tid",
        [RULE_EVERY] = "återkommer",           [RULE_VALID] = "gäller en tid",
        [RULE_BAND] = "inom ett spann",        [RULE_BEFORE] = "före en tidpunkt",
        [RULE_COUNT] = "minst ett antal",      [RULE_CAPACITY] = "ryms i det som finns",
        [RULE_OWN] = "egen prövning",
    };
    return names[kind];
}

static const char *subject_name(SubjectKind subject) {
    static const char *const names[] = {
        [SUBJECT_UNIT] = "enheten",       [SUBJECT_TRAINING] = "utbildningen",
        [SUBJECT_PERSON] = "personen",    [SUBJECT_APPOINTMENT] = "uppdraget",
        [SUBJECT_PLACEMENT] = "placeringen",
    };
    return names[subject];
}

static const char *severity_name(Severity severity) {
    static const char *const names[] = {"upplysning", "varning", "fel", "hinder"};
    return names[severity];
}

// What a rule that runs and one that waits have in common.
static void show_rule_line(Buf *buf, const Duty *duty, Str clause, const RoleInfo *responsible) {
    buf_addf(buf, "Uppdraget: %s (%.*s)\n", duty->text, STR_ARG(duty->id));
    show_line(buf, "Punkt", clause);
    buf_addf(buf, "Ansvarig: %s\n", responsible->name);
    buf_addf(buf, "Underlag: %s\n", duty->proof);
}

static void show_rule_place(Buf *buf, SubjectKind subject, RuleKind kind, const SpurArea *area,
                            const bool shown_in[3]) {
    static const char *const reports[] = {"årsrapporten", "SPUR-underlaget", "bladet till avstämningen"};
    buf_addf(buf, "Prövas för: %s; %s\n", subject_name(subject), rule_kind_name(kind));
    buf_addf(buf, "SPUR-område: %.*s %.*s\n", STR_ARG(area->letter), STR_ARG(area->name_sv));
    const char *before = "Visas i: ";
    for (size_t i = 0; i < COUNT_OF(reports); i++) {
        if (!shown_in[i]) continue;
        buf_addf(buf, "%s%s", before, reports[i]);
        before = ", ";
    }
    if (*before == ',') buf_add_char(buf, '\n');
}

static void show_duty_rule(Buf *buf, const Rulebook *rulebook, const DutyRule *rule) {
    buf_addf(buf, "%.*s %s\n", STR_ARG(rule->id), rule->name);
    show_rule_line(buf, rule->duty, rule->clause, rule->responsible);
    for (size_t i = 0; i < rule->cover_count; i++) show_line(buf, "Omfattar", rule->covers[i]);
    show_rule_place(
        buf, rule->subject, rule->kind, rule->spur_area,
        (bool[]){rule->in_annual_report, rule->in_pack, rule->in_yearly_sheet});
    if (rule->setting_count) buf_addf(buf, "Inställningar:\n");
    for (size_t i = 0; i < rule->setting_count; i++)
        show_setting(buf, rulebook, rule, &rule->settings[i]);
    buf_addf(buf, "Rader:\n");
    for (size_t i = 0; i < rule->case_count; i++) show_case(buf, rule, &rule->cases[i]);
    show_ground(buf, &rule->ground);
}

static void show_waiting_rule(Buf *buf, const WaitingRule *rule) {
    buf_addf(buf, "%.*s %.*s\n", STR_ARG(rule->id), STR_ARG(rule->name_sv));
    show_line(buf, "Prövas inte än, väntar på", rule->waits->name_sv);
    show_rule_line(buf, rule->duty, rule->clause, rule->responsible);
    show_rule_place(
        buf, rule->subject, rule->kind, rule->spur_area,
        (bool[]){rule->in_annual_report, rule->in_pack, rule->in_yearly_sheet});
    if (rule->setting_count) buf_addf(buf, "Inställningar:\n");
    for (size_t i = 0; i < rule->setting_count; i++) {
        const DutySetting *setting = &rule->settings[i];
        buf_addf(buf, "  %.*s.%.*s = %d %s (%s; %d–%d)\n", STR_ARG(rule->id), STR_ARG(setting->name),
                 (int)setting->value, setting_unit_name(setting->unit), setting->label,
                 (int)setting->min, (int)setting->max);
    }
    buf_addf(buf, "Allvar: %s\n", severity_name(rule->severity));
    show_line(buf, "Åtgärd", rule->remedy_sv);
    show_ground(buf, &rule->ground);
}

static void show_duty(Buf *buf, const Duty *duty) {
    buf_addf(buf, "%s\n", duty->text);
    show_line(buf, "Punkt", duty->clause);
    buf_addf(buf, "Underlag: %s\n", duty->proof);
    for (size_t i = 0; i < duty->responsible_count; i++)
        buf_addf(buf, "%s%s", i ? ", " : "Ansvarig: ", duty->responsible[i]->name);
    buf_add_char(buf, '\n');
    const DutyRule *covering = rulebook_duty_rule_covering(duty->id);
    for (size_t i = 0; i < rulebook_data.duty_rule_count; i++) {
        const DutyRule *rule = &rulebook_data.duty_rules[i];
        if (rule->duty == duty || rule == covering)
            buf_addf(buf, "Bevakas av: %.*s %s\n", STR_ARG(rule->id), rule->name);
    }
    for (size_t i = 0; i < rulebook_data.waiting_rule_count; i++) {
        const WaitingRule *rule = &rulebook_data.waiting_rules[i];
        if (rule->duty == duty)
            buf_addf(buf, "Väntar: %.*s %.*s (%.*s)\n", STR_ARG(rule->id), STR_ARG(rule->name_sv),
                     STR_ARG(rule->waits->name_sv));
    }
    show_ground(buf, &duty->ground);
}

// A line of the role documents and the rule that watches it may have the same name: both are shown.
static bool show_of_duties(Buf *buf, const Rulebook *rulebook, Str key) {
    const Duty *duty = rulebook_duty(key);
    const WaitingRule *waiting = rulebook_waiting_rule(key);
    const DutyRule *rule = duty ? rulebook_duty_rule(key) : rulebook_duty_rule_covering(key);
    if (duty) show_duty(buf, duty);
    if (duty && (rule || waiting)) buf_add_char(buf, '\n');
    if (rule) show_duty_rule(buf, rulebook, rule);
    if (waiting) show_waiting_rule(buf, waiting);
    return duty || rule || waiting;
}

static void show_activities(Buf *buf, const char *label, ActivityRefs activities) {
    for (size_t i = 0; i < activities.count; i++)
        buf_addf(buf, "%s%.*s", i ? ", " : label, STR_ARG(activities.items[i]->name_sv));
    if (activities.count) buf_add_char(buf, '\n');
}

static void show_goal(Buf *buf, const Goal *goal) {
    buf_addf(buf, "%.*s %.*s%s\n", STR_ARG(goal->code), STR_ARG(goal->name_sv),
             goal->name_official ? "" : " (arbetsnamn)");
    show_line(buf, "Föreskrift", rulebook_regulation_by_id(goal->regulation)->name);
    if (goal->specialty) show_line(buf, "Specialitet", goal->specialty->name_sv);
    show_line(buf, "Innehåll", goal->summary_sv);
    show_activities(buf, "Ska intygas: ", goal->required);
    show_activities(buf, "Minst en av: ", goal->any_of);
    show_activities(buf, "Råd: ", goal->advised);
    for (size_t i = 0; i < goal->certificates.count; i++)
        buf_addf(buf, "Intyg: bilaga %.*s, %.*s\n", STR_ARG(goal->certificates.items[i]->annex),
                 STR_ARG(goal->certificates.items[i]->name_sv));
    show_line(buf, "Anmärkning", goal->note_sv);
    show_ground(buf, &goal->ground);
}

static void show_goals(Buf *buf, GoalRefs goals) {
    for (size_t i = 0; i < goals.count; i++)
        buf_addf(buf, "  %.*s %.*s\n", STR_ARG(goals.items[i]->code),
                 STR_ARG(goals.items[i]->name_sv));
}

static void show_regulation(Buf *buf, const Regulation *regulation) {
    buf_addf(buf, "%.*s %.*s\n", STR_ARG(regulation->name), STR_ARG(regulation->title_sv));
    if (!regulation->text_read)
        buf_addf(
            buf,
            "Föreskriftens text är inte läst: reglerna kommer ur vägledningar och blanketter.\n");
    show_line(buf, "Gäller från", date_iso(buf->arena, regulation->in_force_from));
    show_line(buf, "Upphävd", date_iso(buf->arena, regulation->repealed_on));
    buf_addf(buf, "Minst: %d månader på heltid, varav BT %d; med doktorsexamen %d\n",
             (int)regulation->months_min, (int)regulation->bt_months_min,
             (int)regulation->months_min_with_doctorate);
    buf_addf(buf, "Regler:\n");
    for (size_t i = 0; i < regulation->rule_count; i++)
        buf_addf(buf, "  %.*s (%s): %.*s\n", STR_ARG(regulation->rules[i].id),
                 binding_name(regulation->rules[i].ground.binding),
                 STR_ARG(regulation->rules[i].text_sv));
    buf_addf(buf, "Gemensamma delmål:\n");
    show_goals(buf, regulation->common_goals);
    show_ground(buf, &regulation->ground);
}

static void show_regulation_rule(Buf *buf, const RegulationRule *rule) {
    buf_addf(buf, "%.*s %.*s\n", STR_ARG(rule->id), STR_ARG(rule->text_sv));
    for (size_t i = 0; i < rule->figure_count; i++)
        buf_addf(buf, "%.*s: %d\n", STR_ARG(rule->figures[i].name), (int)rule->figures[i].value);
    show_ground(buf, &rule->ground);
}

static void show_specialty(Buf *buf, const Specialty *specialty) {
    static const char *const kinds[] = {"basspecialitet", "grenspecialitet", "tilläggsspecialitet"};
    buf_addf(buf, "%.*s, %s\n", STR_ARG(specialty->name_sv), kinds[specialty->kind]);
    show_line(buf, "Grupp", specialty->group_sv);
    for (size_t i = 0; i < specialty->base_count; i++)
        show_line(buf, "Bygger på", specialty->bases[i]->name_sv);
    show_line(buf, "Bygger på", specialty->base_note_sv);
    for (int i = 0; i < REGULATION_COUNT; i++) {
        buf_addf(buf, "Delmål enligt %.*s:\n", STR_ARG(rulebook_data.regulations[i].name));
        show_goals(buf, specialty->goals[i]);
    }
    show_ground(buf, &specialty->ground);
}

static void show_certificate(Buf *buf, const CertificateForm *certificate) {
    buf_addf(buf, "%.*s bilaga %.*s: %.*s\n",
             STR_ARG(rulebook_regulation_by_id(certificate->regulation)->name),
             STR_ARG(certificate->annex), STR_ARG(certificate->name_sv));
    for (size_t i = 0; i < certificate->signer_count; i++)
        buf_addf(buf, "%s%s",
                 i == 0                    ? "Undertecknas av: "
                 : certificate->any_signer ? " eller "
                                           : " och ",
                 signer_name(certificate->signers[i]));
    buf_add_char(buf, '\n');
    if (certificate->director_consulted) buf_addf(buf, "Studierektorn rådfrågas och namnges.\n");
    buf_addf(buf, "Fält:\n");
    for (size_t i = 0; i < certificate->field_count; i++)
        buf_addf(buf, "  %.*s\n", STR_ARG(certificate->fields[i].label_sv));
    show_line(buf, "Anmärkning", certificate->note_sv);
    show_ground(buf, &certificate->ground);
}

static void show_months(Buf *buf, int32_t hundredths) {
    if (hundredths % 100 == 0)
        buf_addf(buf, "%d mån", (int)(hundredths / 100));
    else
        buf_addf(buf, "%d,%02d mån", (int)(hundredths / 100), (int)(hundredths % 100));
}

static void show_template(Buf *buf, const Template *plan_template) {
    buf_addf(buf, "Planeringsmall: %.*s\n%.*s\n", STR_ARG(plan_template->name_sv),
             STR_ARG(plan_template->note_sv));
    for (int r = 0; r < REGULATION_COUNT; r++) {
        if (plan_template->months_total[r] == 0) continue;
        buf_addf(buf, "%.*s, ", STR_ARG(rulebook_data.regulations[r].name));
        show_months(buf, plan_template->months_total[r]);
        buf_addf(buf, ":\n");
        for (size_t i = 0; i < plan_template->item_count; i++) {
            const TemplateItem *item = &plan_template->items[i];
            if (!item->applies[r]) continue;
            buf_addf(buf, "  %.*s: ", STR_ARG(item->name_sv));
            show_months(buf, item->months[r]);
            buf_addf(buf, "%s%s\n", item->counts_time ? "" : ", inom annan tjänst",
                     item->basis == BASIS_ESTIMATE ? ", uppskattning att bekräfta" : "");
        }
    }
    show_ground(buf, &plan_template->ground);
}

static void show_source(Buf *buf, const Source *source) {
    buf_addf(buf, "%.*s: %.*s\n", STR_ARG(source->key), STR_ARG(source->publisher));
    show_line(buf, "Adress", source->url);
    show_line(buf, "Anmärkning", source->note_sv);
}

static const char *const right_acts[] = {N_("läsa"), N_("ändra"), N_("fastställa")};

Str rights_text(Arena *arena, Lang lang, const DataClass *data, const RoleInfo *role, RightAct act) {
    static const char *const reaches[] = {N_("egna"),      N_("tilldelade ST-läkare"),
                                          N_("egen enhet"), N_("hela regionen"),
                                          N_("i ärendet"), N_("i ett lämnat underlag"),
                                          N_("anmälda till BT-enheten")};
    static const char *const grains[] = {"", N_("grupper om minst fem"), N_("pseudonymt"),
                                         N_("bara namn, datum och antal"), N_("bara antal")};
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < data->right_count; i++) {
        const RightGrant *right = &data->rights[i];
        if (right->role != role || right->act != act) continue;
        buf_addf(&buf, "%s%s", buf.size ? "; " : "", tr(lang, reaches[right->reach]));
        if (*grains[right->grain]) buf_addf(&buf, ", %s", tr(lang, grains[right->grain]));
        if (*right->when) buf_addf(&buf, ", %s", tr(lang, right->when));
    }
    return buf_end(&buf);
}

const char *data_level_text(int level) {
    static const char *const levels[] = {N_("öppet"), N_("internt"), N_("om en utpekad person"), N_("känsligt"),
                                         N_("konfidentiellt")};
    return levels[level];
}

static void show_data_class(Buf *buf, const DataClass *data) {
    buf_addf(buf, "%s\nKlass: K%d, %s\n", data->name, data->level, data_level_text(data->level));
    for (size_t i = 0; i < rulebook_data.role_count; i++) {
        const RoleInfo *role = &rulebook_data.roles[i];
        for (size_t act = 0; act < COUNT_OF(right_acts); act++) {
            Str text = rights_text(buf->arena, LANG_SV, data, role, (RightAct)act);
            if (!str_is_empty(text))
                buf_addf(buf, "  %s: %s %.*s\n", role->name, right_acts[act], STR_ARG(text));
        }
    }
    show_ground(buf, &data->ground);
}

// "2021/STa1", "2021/internmedicin/STc4", "2021/bt.min"
static bool show_of_regulation(Buf *buf, const Regulation *regulation, Str rest) {
    size_t slash = str_find_char(rest, '/');
    if (slash != STR_NOT_FOUND) {
        const Specialty *specialty = rulebook_specialty(str_slice(rest, 0, slash));
        const Goal *goal = specialty ? rulebook_goal(regulation->id, specialty,
                                                     str_slice(rest, slash + 1, rest.size))
                                     : NULL;
        if (goal) show_goal(buf, goal);
        return goal != NULL;
    }
    const RegulationRule *rule = rulebook_regulation_rule(regulation, rest);
    const Goal *goal = rulebook_goal(regulation->id, NULL, rest);
    if (rule)
        show_regulation_rule(buf, rule);
    else if (goal)
        show_goal(buf, goal);
    return rule || goal;
}

static bool show_parted(Buf *buf, const Rulebook *rulebook, Str key) {
    size_t slash = str_find_char(key, '/');
    if (slash != STR_NOT_FOUND) {
        Str first = str_slice(key, 0, slash), rest = str_slice(key, slash + 1, key.size);
        const Regulation *regulation = rulebook_regulation(first);
        if (regulation) return show_of_regulation(buf, regulation, rest);
        const Template *plan_template =
            str_equal(first, STR("mall")) ? rulebook_template(rest) : NULL;
        if (plan_template) show_template(buf, plan_template);
        return plan_template != NULL;
    }
    size_t dot = str_find_char(key, '.');
    const DutyRule *rule = dot == STR_NOT_FOUND ? NULL : rulebook_duty_rule(str_slice(key, 0, dot));
    for (size_t i = 0; rule && i < rule->setting_count; i++) {
        if (!str_equal(rule->settings[i].name, str_slice(key, dot + 1, key.size))) continue;
        buf_addf(buf, "%.*s %s\n", STR_ARG(rule->id), rule->name);
        show_setting(buf, rulebook, rule, &rule->settings[i]);
        show_ground(buf, &rule->ground);
        return true;
    }
    return false;
}

static bool show_of_books(Buf *buf, const Rulebook *rulebook, Str key) {
    const Regulation *regulation = rulebook_regulation(key);
    const Specialty *specialty = rulebook_specialty(key);
    const CertificateForm *certificate = rulebook_certificate(key);
    const Activity *activity = rulebook_activity(key);
    const RoleInfo *role = rulebook_role(key);
    const Source *source = rulebook_source(key);
    if (regulation)
        show_regulation(buf, regulation);
    else if (specialty)
        show_specialty(buf, specialty);
    else if (certificate)
        show_certificate(buf, certificate);
    else if (activity)
        buf_addf(buf, "%.*s: %.*s\n", STR_ARG(key), STR_ARG(activity->name_sv));
    else if (role)
        buf_addf(buf, "%s: %s\n", role->name, role->note);
    else if (source)
        show_source(buf, source);
    else
        return show_parted(buf, rulebook, key);
    return true;
}

bool rulebook_show(Arena *arena, const Rulebook *rulebook, Str key, Str *ret) {
    Buf buf = buf_begin(arena);
    const DataClass *data = rulebook_data_class(key);
    bool shown = show_of_duties(&buf, rulebook, key) || show_of_books(&buf, rulebook, key);
    if (!shown && !data) return false;
    // A kind of data may have the name of a role or a line (inspection, certificate): both are shown.
    if (data) show_data_class(&buf, data);
    *ret = buf_end(&buf);
    return true;
}
