#include "duty/engine.h"
#include "duty/checks.h"
#include <assert.h>
#include <string.h>

const Check checks[] = {
    // rule        a training                    or a unit
    {"ksr-exists", NULL, check_director_exists},
    {"R01", NULL, check_director_qualified},
    {"R02", NULL, check_director_course},
    {"R03", NULL, check_director_term},
    {"R04", NULL, check_director_hours},
    {"ksr-base-employment", NULL, check_terms_base_employment},
    {"appoint-primary-care", NULL, check_terms_primary_care},
    {"appoint-hospital", NULL, check_terms_hospital},
    {"R87", NULL, check_terms_supplement},
    {"time-share", NULL, check_terms_share},
    {"management-group", NULL, check_terms_management_group},
    {"resources", NULL, check_terms_resources},
    {"extra-time", NULL, check_terms_extra_time},
    {"schedule-oversight", NULL, check_terms_rota},
    {"merit", NULL, check_merit},
    {"support-supervisor", NULL, check_questions},
    {"evaluate-role", NULL, check_director_evaluated},
    {"R06", check_training_regulation, NULL},
    {"R08", check_training_bt_notified, NULL},
    {"R10", check_training_facts, NULL},
    {"R11", check_duration_bt, NULL},
    {"R92", check_duration_bt_places, NULL},
    {"R16", check_introduction_given, NULL},
    {"R17", check_introduction_done, NULL},
    {"R18", check_start_seminar, NULL},
    {"R19", check_iup_signed, NULL},
    {"R20", check_iup_revised, NULL},
    {"R25", check_contract_signed, NULL},
    {"R21", check_goals_planned, NULL},
    {"R22", check_goals_activities, NULL},
    {"R27", check_placement_overlap, NULL},
    {"R28", check_placement_gap, NULL},
    {"R29", NULL, check_capacity},
    {"R30", check_placement_outside, NULL},
    {"R38", check_supervisor_exists, NULL},
    {"R39", check_supervisor_fits, NULL},
    {"R40", NULL, check_supervisor_course_age},
    {"R41", check_supervision_share, NULL},
    {"R42", check_supervision_talks, NULL},
    {"R43", NULL, check_supervisor_load},
    {"R48", check_review_collegium, NULL},
    {"R55", check_review_yearly, NULL},
    {"R56", NULL, check_actions_done},
    {"R57", check_certificate_missing, NULL},
    {"R58", check_certificate_regulation, NULL},
    {"R59", check_review_final, NULL},
    {"R60", check_duration_forecast, NULL},
    {"R68", NULL, check_teaching_held},
    {"R69", NULL, check_teaching_covers},
    {"R73", check_course_clash, NULL},
    {"R79", NULL, check_supervisor_meeting},
    {"R83", NULL, check_inspection},
    {"R86", NULL, check_inspection_internal},
    {"joint-education", NULL, check_joint_education},
    {"networks", NULL, check_networks},
    {"own-cpd", NULL, check_own_cpd},
    {"pedagogy", NULL, check_pedagogy},
    {"council", NULL, check_council},
    {"ul-interests", NULL, check_issues_answered},
    {"history", check_history, NULL},
    {0},
};

FoundList duty_evaluate(Arena *arena, const Rulebook *rulebook, const Facts *facts, Date on) {
    Run run = {.arena = arena, .rulebook = rulebook, .facts = facts, .on = on};
    for (const Check *check = checks; check->rule; check++) {
        run.rule = rulebook_duty_rule(str_from_c(check->rule));
        assert(run.rule);
        for (size_t i = 0; check->training && i < facts->training_count; i++)
            if (facts->trainings[i].whole) check->training(&run, &facts->trainings[i]);
        for (size_t i = 0; check->unit && i < facts->unit_count; i++)
            if (facts->units[i].whole) check->unit(&run, &facts->units[i]);
    }
    return run.found;
}

int setting(const Run *run, const char *name, const UnitFacts *unit) {
    return rulebook_setting(run->rulebook, run->rule->id, str_from_c(name), unit->unit->id.raw);
}

static Found *find(Run *run, const char *how) {
    const DutyCase *found_as = rulebook_duty_case(run->rule, str_from_c(how));
    assert(found_as);
    list_add(run->arena, &run->found,
             (Found){.rule = run->rule, .how = found_as, .since = DATE_NONE, .due = DATE_NONE});
    return &run->found.items[run->found.count - 1];
}

Found *find_training(Run *run, const char *how, const TrainingFacts *t) {
    Found *found = find(run, how);
    found->training = t->training->id;
    found->unit = t->home->unit->id;
    arg_text(found, "trainee", facts_person_name(run->arena, t->trainee->person));
    return found;
}

Found *find_unit(Run *run, const char *how, const UnitFacts *u) {
    Found *found = find(run, how);
    found->unit = u->unit->id;
    arg_text(found, "unit", facts_unit_name(u));
    return found;
}

static void arg(Found *found, const char *name, MsgArg value) {
    assert(found->arg_count < COUNT_OF(found->args));
    found->args[found->arg_count++] = (DutyArg){name, value};
}

void arg_text(Found *found, const char *name, Str text) { arg(found, name, msg_text(text)); }
void arg_number(Found *found, const char *name, int64_t number) { arg(found, name, msg_number(number)); }
void arg_date(Found *found, const char *name, Date date) { arg(found, name, msg_date(date)); }
void arg_span(Found *found, const char *name, DateSpan span) { arg(found, name, msg_span(span)); }

Str found_args_json(Arena *arena, const Found *found) {
    JsonOut out = out_begin(arena);
    out_object(&out);
    for (size_t i = 0; i < found->arg_count; i++) {
        const MsgArg *value = &found->args[i].value;
        out_key(&out, found->args[i].name);
        switch (value->kind) {
        case MSG_ARG_NUMBER: out_int(&out, value->number); break;
        case MSG_ARG_TEXT: out_text(&out, value->text); break;
        case MSG_ARG_DATE:
            out_object(&out);
            out_key_date(&out, "date", value->span.first);
            out_object_end(&out);
            break;
        case MSG_ARG_SPAN: // inclusive, as everywhere outside the program
            out_object(&out);
            out_key_date(&out, "first", value->span.first);
            out_key_date(&out, "last", date_span_last(value->span));
            out_object_end(&out);
            break;
        case MSG_ARG_NONE: out_null(&out); break;
        }
    }
    out_object_end(&out);
    return out_end(&out);
}

static Date date_of(const json_t *object, const char *key) {
    Date date;
    const char *text = json_string_value(json_object_get(object, key));
    return text && date_parse(str_from_c(text), &date) ? date : DATE_NONE;
}

static bool arg_read(Arena *arena, const json_t *value, MsgArg *ret) {
    if (json_is_integer(value)) *ret = msg_number(json_integer_value(value));
    else if (json_is_string(value)) *ret = msg_text(str_copy(arena, str_from_c(json_string_value(value))));
    else if (json_object_get(value, "date")) *ret = msg_date(date_of(value, "date"));
    else if (json_object_get(value, "first")) {
        Date last = date_of(value, "last");
        *ret = msg_span(date_span(date_of(value, "first"),
                                  date_is_known(last) ? date_add_days(last, 1) : DATE_OPEN));
    } else return false;
    return true;
}

size_t duty_args_read(Arena *arena, const DutyRule *rule, Str json, DutyArg ret[MSG_ARGS_MAX]) {
    Err err;
    json_t *object;
    size_t count = 0;
    if (!json_read(arena, json, &object, &err)) return 0;
    for (size_t i = 0; i < rule->argument_count && count < MSG_ARGS_MAX; i++) {
        const char *name = str_to_c(arena, rule->arguments[i]);
        MsgArg value;
        if (arg_read(arena, json_object_get(object, name), &value)) ret[count++] = (DutyArg){name, value};
    }
    return count;
}

Str names_text(Arena *arena, Lang lang, Str names, size_t most) {
    size_t count = 1, at = 0;
    for (size_t i = 0; i < names.size; i++) count += names.data[i] == '\n';
    size_t shown = count > most ? most - 1 : count;
    Buf buf = buf_begin(arena);
    for (Str name; at < shown && str_split(&names, '\n', &name); at++) {
        if (at) {
            bool last = at + 1 == count;
            buf_add(&buf, last ? str_printf(arena, " %s ", tr(lang, N_("och"))) : STR(", "));
        }
        buf_add(&buf, name);
    }
    if (shown < count)
        buf_addf(&buf, " %s %zu %s", tr(lang, N_("och")), count - shown, tr(lang, N_("till")));
    return buf_end(&buf);
}

#define NAMES_IN_SENTENCE 12

// Small numbers of people and things are words; days, months and years stay figures. Places come
// with their noun, which the number bends.
static MsgArg number_word(Arena *arena, Lang lang, DutyArg arg) {
    static const char *const words[] = {N_("en"),  N_("två"),  N_("tre"), N_("fyra"), N_("fem"),  N_("sex"),
                                        N_("sju"), N_("åtta"), N_("nio"), N_("tio"),  N_("elva"), N_("tolv")};
    static const char *const counted[] = {"count", "trainees", "places", "supervisors"};
    bool is_counted = false;
    for (size_t i = 0; i < COUNT_OF(counted); i++) is_counted = is_counted || strcmp(arg.name, counted[i]) == 0;
    int64_t number = arg.value.number;
    if (!is_counted || arg.value.kind != MSG_ARG_NUMBER) return arg.value;
    bool small = number >= 1 && number <= (int64_t)COUNT_OF(words);
    Str word = small ? tr_str(lang, words[number - 1]) : str_printf(arena, "%lld", (long long)number);
    if (strcmp(arg.name, "places") != 0) return small ? msg_text(word) : arg.value;
    if (number == 0) return msg_text(tr_str(lang, N_("ingen plats")));
    return msg_text(msg_format(arena, lang, msg(number == 1 ? N_("{1} plats") : N_("{1} platser"), msg_text(word))));
}

static Str capital_first(Arena *arena, Str text) {
    char *data = arena_array(arena, char, text.size + 1);
    if (!text.size) return text;
    memcpy(data, text.data, text.size);
    if (data[0] >= 'a' && data[0] <= 'z') data[0] = (char)(data[0] - 'a' + 'A');
    else if (text.size > 1 && (unsigned char)data[0] == 0xC3 && (unsigned char)data[1] >= 0xA0)
        data[1] = (char)(data[1] - 0x20); // å ä ö
    return (Str){data, text.size};
}

static bool rule_names(const DutyRule *rule, const char *name) {
    for (size_t i = 0; i < rule->argument_count; i++)
        if (str_equal(rule->arguments[i], str_from_c(name))) return true;
    return false;
}

Str duty_sentence(Arena *arena, Lang lang, const DutyRule *rule, const char *text, const DutyArg *args,
                  size_t arg_count, int64_t count) {
    DutyArg shown[MSG_ARGS_MAX + 1];
    size_t n = 0;
    for (size_t i = 0; i < arg_count && n < MSG_ARGS_MAX; i++) {
        if (!rule_names(rule, args[i].name)) continue; // a fact kept for grouping, in no sentence
        shown[n] = args[i];
        if (args[i].value.kind == MSG_ARG_TEXT &&
            str_find_char(args[i].value.text, '\n') != STR_NOT_FOUND)
            shown[n].value = msg_text(names_text(arena, lang, args[i].value.text, NAMES_IN_SENTENCE));
        shown[n].value = number_word(arena, lang, shown[n]);
        n++;
    }
    if (count > 0) {
        shown[n] = (DutyArg){"count", msg_number(count)};
        shown[n].value = number_word(arena, lang, shown[n]);
        n++;
    }
    return capital_first(arena, msg_format(arena, lang, duty_message(rule, text, shown, n)));
}

FindingWord finding_word(Word word) {
    static const FindingWord words[] = {
        [WORD_NEUTRAL] = FINDING_WORD_NEUTRAL, [WORD_RECOMMENDATION] = FINDING_WORD_REKOMMENDATION,
        [WORD_LATE] = FINDING_WORD_FORSENAT,   [WORD_CLASH] = FINDING_WORD_KROCK,
        [WORD_DEMAND] = FINDING_WORD_KRAV,
    };
    return words[word];
}
