#include "rulebook/rulebook.h"
#include "base/test.h"
#include <time.h>

#define ARENA_BYTES_MAX ((size_t)1 << 24)

static int32_t months_of(const Template *plan_template, RegulationId regulation, PlaceKind kind,
                         bool all_kinds) {
    int32_t sum = 0;
    for (size_t i = 0; i < plan_template->item_count; i++) {
        const TemplateItem *item = &plan_template->items[i];
        if (item->applies[regulation] && item->counts_time && (all_kinds || item->kind == kind))
            sum += item->months[regulation];
    }
    return sum;
}

static int32_t setting_months(const Template *plan_template, Str setting) {
    int32_t sum = 0;
    for (size_t i = 0; i < plan_template->item_count; i++)
        if (str_equal(plan_template->items[i].setting, setting))
            sum += plan_template->items[i].months[REGULATION_2021];
    return sum;
}

TEST(rulebook_counts) {
    CHECK(rulebook_data.specialty_count == 63, "there are 63 specialties");
    CHECK(rulebook_data.template_count == 18, "17 specialties have a template, and base service");
    CHECK(rulebook_data.certificate_count == 22, "13 forms under 2021, 9 under 2015");
    CHECK(rulebook_data.spur_area_count == 8, "SPUR has eight areas");
    for (size_t i = 1; i < rulebook_data.specialty_count; i++)
        CHECK(str_compare(rulebook_data.specialties[i - 1].id, rulebook_data.specialties[i].id) < 0,
              "specialties are sorted by id");
    for (size_t i = 1; i < rulebook_data.duty_rule_count; i++)
        CHECK(str_compare(rulebook_data.duty_rules[i - 1].id, rulebook_data.duty_rules[i].id) < 0,
              "duty rules are sorted by id");
}

TEST(rulebook_regulations) {
    static const struct {
        const char *key, *name;
        int32_t months, with_doctorate, bt;
        size_t common;
    } cases[] = {
        {"2015", "SOSFS 2015:8", 60, 54, 0, 11},
        {"2021", "HSLF-FS 2021:8", 66, 60, 6, 29},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const Regulation *regulation = rulebook_regulation(str_from_c(cases[i].key));
        CHECK(regulation && regulation->id == (RegulationId)i, "found by its key");
        CHECK_STR(regulation->name, str_from_c(cases[i].name), "has its name");
        CHECK(regulation->months_min == cases[i].months, cases[i].key);
        CHECK(regulation->months_min_with_doctorate == cases[i].with_doctorate, cases[i].key);
        CHECK(regulation->bt_months_min == cases[i].bt, cases[i].key);
        CHECK(regulation->common_goals.count == cases[i].common, "all the common goals");
    }
    CHECK(!rulebook_regulation(STR("2008")), "2008:17 is closed");
    CHECK(!date_is_known(rulebook_regulation(STR("2021"))->repealed_on), "2021:8 is in force");
    const Regulation *newest = rulebook_regulation_by_id(REGULATION_2021);
    CHECK(rulebook_figure(newest, STR("bt.primary_care"), STR("months_min")) == 3,
          "three months of primary care");
    CHECK(rulebook_figure(newest, STR("bt.acute_care"), STR("months_min")) == 3,
          "three months of acute care");
    CHECK(rulebook_figure(newest, STR("bt.max_placements"), STR("placements_max")) == 4,
          "four places at most");
    CHECK(rulebook_regulation_rule(newest, STR("bt.norm"))->ground.binding == BINDING_REGION,
          "twelve months is a custom");
    CHECK(!rulebook_regulation_rule(newest, STR("bt.nothing")), "an unknown rule is not found");
}

TEST(rulebook_goals_of_specialties) {
    static const struct {
        const char *specialty;
        RegulationId regulation;
        size_t count;
        const char *first, *last;
    } cases[] = {
        {"internmedicin", REGULATION_2021, 18 + 7 + 4 + 13, "BT1", "STc13"},
        {"internmedicin", REGULATION_2015, 6 + 5 + 13, "a1", "c13"},
        {"psykiatri", REGULATION_2021, 18 + 7 + 4 + 14, "BT1", "STc14"},
        {"allmanmedicin", REGULATION_2015, 6 + 5 + 14, "a1", "c14"},
        {"neonatologi", REGULATION_2021, 7 + 4 + 14, "STa1",
         "STc14"}, // built on a base specialty: its BT is done
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const Specialty *specialty = rulebook_specialty(str_from_c(cases[i].specialty));
        CHECK(specialty, cases[i].specialty);
        GoalRefs goals = specialty->goals[cases[i].regulation];
        CHECK(goals.count == cases[i].count, cases[i].specialty);
        CHECK_STR(goals.items[0]->code, str_from_c(cases[i].first), "the first goal");
        CHECK_STR(goals.items[goals.count - 1]->code, str_from_c(cases[i].last), "the last goal");
        for (size_t g = 1; g < goals.count; g++)
            CHECK(goals.items[g - 1]->group < goals.items[g]->group ||
                      (goals.items[g - 1]->group == goals.items[g]->group &&
                       goals.items[g - 1]->number + 1 == goals.items[g]->number),
                  "goals stand in the order of the goal description");
    }
    const Specialty *internal = rulebook_specialty_by_name(STR(" internmedicin "));
    CHECK(internal && str_equal(internal->name_sv, STR("Internmedicin")), "found by name");
    CHECK(internal->common_base_last[REGULATION_2021] == 5, "STc1-5 are shared");
    CHECK(rulebook_goal(REGULATION_2021, internal, STR("STc7")), "STc7 is there");
    CHECK(!rulebook_goal(REGULATION_2021, internal, STR("STc14")), "STc14 is not");
    CHECK(!rulebook_goal(REGULATION_2015, internal, STR("STc1")), "STc1 is of 2021 only");
    CHECK(rulebook_goal(REGULATION_2021, NULL, STR("STa3")), "a common goal without a specialty");
}

TEST(rulebook_every_goal_can_be_certified) {
    for (size_t i = 0; i < rulebook_data.goal_count; i++) {
        const Goal *goal = &rulebook_data.goals[i];
        CHECK(goal->certificates.count > 0, "a goal has a form");
        CHECK(goal->required.count + goal->any_of.count > 0, "a goal demands something");
        CHECK(!str_is_empty(goal->name_sv), "a goal has a name");
        CHECK(goal->ground.sources.count > 0, "a goal has a source");
        for (size_t c = 0; c < goal->certificates.count; c++)
            CHECK(goal->certificates.items[c]->regulation == goal->regulation,
                  "the form is of the goal's regulation");
        for (size_t a = 0; a < goal->required.count; a++)
            CHECK(goal->required.items[a]->certificates[goal->regulation],
                  "what is demanded has a form");
    }
}

TEST(rulebook_certificates) {
    static const struct {
        const char *id;
        size_t signers;
        bool any;
        Signer first;
    } cases[] = {
        {"2021-4", 2, false, SIGNER_MAIN_SUPERVISOR},
        {"2021-6", 1, false, SIGNER_HEAD},
        {"2021-7", 2, false, SIGNER_MAIN_SUPERVISOR},
        {"2021-10", 2, true, SIGNER_SUPERVISOR},
        {"2015-2", 2, false, SIGNER_HEAD_OR_SPECIALIST},
        {"2015-8b", 2, false, SIGNER_HEAD_OR_SPECIALIST},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const CertificateForm *certificate = rulebook_certificate(str_from_c(cases[i].id));
        CHECK(certificate, cases[i].id);
        CHECK(certificate->signer_count == cases[i].signers &&
                  certificate->any_signer == cases[i].any,
              cases[i].id);
        CHECK(certificate->signers[0] == cases[i].first, cases[i].id);
    }
    for (size_t i = 0; i < rulebook_data.certificate_count; i++) {
        const CertificateForm *certificate = &rulebook_data.certificates[i];
        CHECK(certificate->field_count >= 8, "a form has its fields");
        if (certificate->activity)
            CHECK(certificate->activity->certificates[certificate->regulation] == certificate,
                  "the form of its activity");
    }
    CHECK(rulebook_certificate(STR("2015-2"))->director_consulted,
          "2015: the studierektor is named");
    CHECK(!rulebook_certificate(STR("2021-7"))->director_consulted, "2021: she is not");
    CHECK(!rulebook_activity(STR("skriftligt_arbete"))->certificates[REGULATION_2021],
          "the paper is certified under 2015 only");
    GoalRefs common = rulebook_regulation(STR("2015"))->common_goals;
    CHECK(common.items[4]->certificates.count == 3, "a5: service, paper and course");
}

TEST(rulebook_templates_add_up) {
    for (size_t i = 0; i < rulebook_data.template_count; i++) {
        const Template *plan_template = &rulebook_data.templates[i];
        for (int r = 0; r < REGULATION_COUNT; r++) {
            if (plan_template->months_total[r] == 0) continue;
            CHECK(months_of(plan_template, (RegulationId)r, PLACE_BT, true) ==
                      plan_template->months_total[r],
                  "the months add up");
            if (plan_template->specialty)
                CHECK(plan_template->months_total[r] >=
                          100 * rulebook_data.regulations[r].months_min,
                      "no shorter than the regulation");
        }
        CHECK(months_of(plan_template, REGULATION_2021, PLACE_BT, false) >= 600,
              "BT is at least six months");
        CHECK(setting_months(plan_template, STR("primarvard")) >= 300,
              "three of them in primary care");
        CHECK(setting_months(plan_template, STR("akut_sjukvard")) >= 300, "three in acute care");
        CHECK(months_of(plan_template, REGULATION_2015, PLACE_BT, false) == 0, "no BT under 2015");
        if (plan_template->specialty)
            CHECK(plan_template->specialty->plan_template == plan_template,
                  "the specialty knows its template");
    }
    const TemplateItem *fill =
        rulebook_template_item(rulebook_template(STR("internmedicin")), STR("int-sen"));
    CHECK(fill && fill->fill && fill->months[REGULATION_2021] == 350 &&
              fill->months[REGULATION_2015] == 950,
          "what is left is filled");
    CHECK(fill->basis == BASIS_ESTIMATE && fill->ground.confidence == CONFIDENCE_LOW,
          "and shown as a proposal to confirm");
}

TEST(rulebook_duty_rules_of_today) {
    static const struct {
        const char *rule, *setting;
        int32_t value;
    } cases[] = {
        {"ksr-exists", "gap_warn_days", 90},
        {"R01", NULL, 0},
        {"R02", "age_years", 5},
        {"R03", "warn_months", 6},
        {"R04", "some_hours_min", 4},
        {"R06", NULL, 0},
        {"R08", "late_days", 14},
        {"R10", NULL, 0},
        {"R11", NULL, 0},
        {"R19", "draft_months", 3},
        {"R19", "signed_months", 6},
        {"R19", "none_months", 12},
        {"R19", "bt_months", 1},
        {"R20", "interval_months", 12},
        {"R20", "late_months", 15},
        {"R21", "last_months", 12},
        {"R22", "last_months", 12},
        {"R27", NULL, 0},
        {"R28", "gap_weeks", 4},
        {"R29", NULL, 0},
        {"R30", NULL, 0},
        {"R38", NULL, 0},
        {"R39", NULL, 0},
        {"R40", "age_years", 5},
        {"R41", "hospital_per_year", 9},
        {"R42", "warn_days", 90},
        {"R42", "late_days", 150},
        {"R42", "summer_first_week", 25},
        {"R42", "summer_last_week", 33},
        {"R48", "late_months", 15},
        {"R48", "bt_second_months", 9},
        {"R55", "late_months", 15},
        {"R57", "warn_days", 30},
        {"R57", "late_days", 120},
        {"R57", "own_block_months", 6},
        {"R60", NULL, 0},
        {"R79", "late_months", 12},
        {"R83", "interval_years", 5},
        {"R83", "order_months", 12},
        {"history", NULL, 0},
    };
    Rulebook rulebook = rulebook_shipped();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const DutyRule *rule = rulebook_duty_rule(str_from_c(cases[i].rule));
        CHECK(rule, cases[i].rule);
        CHECK(rule->ground.sources.count > 0 && rule->ground.sources.items[0]->publisher.size > 0,
              "a rule has a source");
        CHECK(rule->case_count > 0 && rule->responsible, "a rule says something, to somebody");
        if (cases[i].setting)
            CHECK(rulebook_setting(&rulebook, rule->id, str_from_c(cases[i].setting), 7) ==
                      cases[i].value,
                  cases[i].setting);
    }
    for (size_t i = 0; i < rulebook_data.duty_rule_count; i++) {
        const DutyRule *rule = &rulebook_data.duty_rules[i];
        for (size_t c = 0; c < rule->case_count; c++)
            CHECK(rule->cases[c].word != WORD_DEMAND || rule->cases[c].binding == BINDING_SKA,
                  "only what is binding is a demand");
    }
    CHECK(rulebook_data.duty_count == 56, "every line of the two role documents");
    CHECK(rulebook_duty(STR("iup-early"))->responsible_count == 3, "some lines are for several");
    CHECK(rulebook_duty_rule(STR("R19"))->duty == rulebook_duty(STR("iup-early")),
          "a rule watches a line");
    const DutyRule *share = rulebook_duty_rule(STR("R41"));
    CHECK(!share->cases[0].on_todo && share->in_yearly_sheet,
          "the share of the goal stands on the yearly sheet only");
    const DutyRule *talk = rulebook_duty_rule(STR("R42"));
    for (size_t c = 0; c < talk->case_count; c++)
        CHECK(talk->cases[c].word != WORD_DEMAND, "a missing talk is never a demand");
    CHECK(!rulebook_duty_rule(STR("R99")), "an unknown rule is not found");
}

TEST(rulebook_duty_messages) {
    Arena *arena = arena_open(ARENA_BYTES_MAX);
    const DutyRule *rule = rulebook_duty_rule(STR("R38"));
    const DutyCase *none = rulebook_duty_case(rule, STR("none"));
    CHECK(none && !rulebook_duty_case(rule, STR("never")), "cases are found by id");
    DutyArg args[] = {{"trainee", msg_text(STR("Ada Al"))}, {"count", msg_number(3)}};
    CHECK_STR(msg_format(arena, LANG_SV, duty_message(rule, none->one, args, 2)),
              STR("Ada Al saknar huvudhandledare"), "one");
    CHECK_STR(msg_format(arena, LANG_SV, duty_message(rule, none->many, args, 2)),
              STR("3 utbildningsläkare saknar huvudhandledare"), "many");
    arena_close(arena);
}

TEST(rulebook_overrides) {
    Arena *arena = arena_open(ARENA_BYTES_MAX);
    Date may = date_from_ymd(2026, 5, 1), june = date_from_ymd(2026, 6, 1),
         today = date_from_ymd(2026, 11, 23);
    RulebookOverride overrides[] = {
        {STR("R42.warn_days"), 0, may, STR("100"), STR("Eva")},
        {STR("R42.warn_days"), 7, may, STR("70"), STR("Eva")},
        {STR("R42.warn_days"), 7, june, STR(" 80 "), STR("Eva")},
        {STR("R42.late_days"), 0, date_add_days(today, 1), STR("200"), STR("")},
        {STR("R42.nothing"), 0, may, STR("1"), STR("")},
        {STR("R99.warn_days"), 0, may, STR("1"), STR("")},
        {STR("R57.late_days"), 0, may, STR("\"120\""), STR("")},
        {STR("R57.late_days"), 0, may, STR("100000"), STR("")},
        {STR("R20.late_months"), 7, may, STR("18"), STR("")},
        {STR("R20.late_months"), 7, june, STR(""), STR("")},
    };
    Rulebook rulebook = rulebook_with_overrides(arena, overrides, COUNT_OF(overrides), today);
    static const struct {
        const char *why, *rule, *name;
        int64_t unit;
        int32_t expect;
    } cases[] = {
        {"the region's own", "R42", "warn_days", 0, 100},
        {"the region's, for another unit", "R42", "warn_days", 8, 100},
        {"the unit's newest", "R42", "warn_days", 7, 80},
        {"not in force until tomorrow", "R42", "late_days", 7, 150},
        {"out of bounds: as shipped", "R57", "late_days", 7, 120},
        {"given up in June", "R20", "late_months", 7, 15},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK(rulebook_setting(&rulebook, str_from_c(cases[i].rule), str_from_c(cases[i].name),
                               cases[i].unit) == cases[i].expect,
              cases[i].why);
    CHECK(rulebook.ignored_count == 4, "four name nothing or say what may not be said");
    CHECK(!str_equal(rulebook.version, rulebook_shipped().version),
          "a changed setting is another version");
    Rulebook earlier =
        rulebook_with_overrides(arena, overrides, COUNT_OF(overrides), date_add_days(june, -1));
    CHECK(rulebook_setting(&earlier, STR("R42"), STR("warn_days"), 7) == 70,
          "the day before, the older one");
    CHECK(rulebook_setting(&earlier, STR("R20"), STR("late_months"), 7) == 18,
          "what was given up later still held");
    CHECK(!str_equal(earlier.version, rulebook.version), "and another version");
    RulebookUnit tree[] = {{1, 0}, {7, 1}, {8, 7}, {9, 1}, {10, 10}};
    rulebook.units = tree, rulebook.unit_count = COUNT_OF(tree);
    CHECK(rulebook_setting(&rulebook, STR("R42"), STR("warn_days"), 8) == 80,
          "the clinic's, for its ward");
    CHECK(rulebook_setting(&rulebook, STR("R42"), STR("warn_days"), 9) == 100,
          "not for its neighbour");
    CHECK(rulebook_setting(&rulebook, STR("R42"), STR("warn_days"), 10) == 100,
          "a unit above itself is the end");
    Rulebook again = rulebook_with_overrides(arena, overrides, COUNT_OF(overrides), today);
    CHECK_STR(again.version, rulebook.version, "the same settings are the same version");
    CHECK_STR(rulebook_with_overrides(arena, NULL, 0, today).version, rulebook_data.digest,
              "without overrides: as shipped");
    arena_close(arena);
}

TEST(rulebook_override_check) {
    static const struct {
        const char *why, *key, *value;
        bool expect;
    } cases[] = {
        {"a number within bounds", "R42.warn_days", "120", true},
        {"the least", "R42.warn_days", "14", true},
        {"under the least", "R42.warn_days", "13", false},
        {"over the most", "R42.warn_days", "366", false},
        {"not a whole number", "R42.warn_days", "90.5", false},
        {"text", "R42.warn_days", "\"90\"", false},
        {"true is no number of days", "R42.warn_days", "true", false},
        {"nothing", "R42.warn_days", "", false},
        {"no such setting", "R42.days", "90", false},
        {"no such rule", "R999.warn_days", "90", false},
        {"no dot", "R42", "90", false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        RulebookOverride override = {.key = str_from_c(cases[i].key),
                                     .value_json = str_from_c(cases[i].value)};
        Err err;
        CHECK(rulebook_override_check(&override, &err) == cases[i].expect, cases[i].why);
        if (!cases[i].expect) CHECK(err.kind == ERR_INVALID, "says it is invalid");
    }
}

TEST(rulebook_roles) {
    static const char *const roles[] = {"trainee",      "supervisor",       "main_supervisor",
                                        "director",     "overall_director", "head",
                                        "bt_unit",      "training_office",  "contact",
                                        "rota_planner", "inspector",        "admin"};
    for (size_t i = 0; i < COUNT_OF(roles); i++)
        CHECK(rulebook_role(str_from_c(roles[i])), roles[i]);
    CHECK(rulebook_role(STR("main_supervisor"))->is_relation &&
              !rulebook_role(STR("head"))->is_relation,
          "a relation to one trainee");
    const DataClass *note = rulebook_data_class(STR("supervision_note"));
    CHECK(note, "supervision notes are a kind of data");
    for (size_t i = 0; i < note->right_count; i++)
        if (str_equal(note->rights[i].role->id, STR("director")))
            CHECK(note->rights[i].act == RIGHT_READ && note->rights[i].grain == GRAIN_DATES,
                  "the studierektor sees date and count only");
    const DataClass *concern = rulebook_data_class(STR("concern"));
    for (size_t i = 0; i < concern->right_count; i++)
        CHECK(concern->rights[i].reach == RIGHT_REACH_CASE, "a case is for those named in it");
}

// Nothing is parsed at start: the first walk over everything is the whole cost of loading.
TEST(rulebook_load_is_fast) {
    struct timespec start, stop;
    clock_gettime(CLOCK_MONOTONIC, &start);
    size_t bytes = 0;
    for (size_t i = 0; i < rulebook_data.goal_count; i++)
        bytes += rulebook_data.goals[i].name_sv.size;
    for (size_t i = 0; i < rulebook_data.template_count; i++)
        for (size_t j = 0; j < rulebook_data.templates[i].item_count; j++)
            bytes += rulebook_data.templates[i].items[j].name_sv.size;
    clock_gettime(CLOCK_MONOTONIC, &stop);
    double ms =
        (double)(stop.tv_sec - start.tv_sec) * 1e3 + (double)(stop.tv_nsec - start.tv_nsec) / 1e6;
    CHECK(bytes > 20000, "there is something to read");
    CHECK(ms < 10, "the rulebook is there within 10 ms");
}
