// Each rule is broken once, by changing a text in the problem or in the plan of tests/cases/plan.
#include "base/buf.h"
#include "base/test.h"
#include "plan/check.h"
#include "plan/read.h"
#include "plan/test_files.h"

typedef struct {
    PlanRule rule;
    bool in_plan; // the text is changed in the plan, not in the problem
    const char *from, *to;
    const char *why;
} Planted;

static Str replaced(Arena *arena, Str text, const char *from, const char *to) {
    size_t at = str_find(text, str_from_c(from));
    CHECK(at != STR_NOT_FOUND, from);
    Buf buf = buf_begin(arena);
    buf_add(&buf, str_slice(text, 0, at));
    buf_add(&buf, str_from_c(to));
    buf_add(&buf, str_slice(text, at + strlen(from), text.size));
    return buf_end(&buf);
}

static PlanVerdict verdict_of(Arena *arena, Str problem, Str answer) {
    PlanInstance *plan;
    PlanSolution solution;
    Err err;
    bool read = plan_read(arena, problem, &plan, &err) &&
                plan_solution_read(arena, plan, answer, &solution, &err);
    if (!read) print_error("%.*s\n", STR_ARG(msg_format(arena, LANG_SV, err.message)));
    CHECK(read, "both files can be read");
    return plan_check(arena, plan, &solution);
}

static bool has_rule(const PlanVerdict *verdict, PlanRule rule, bool given) {
    for (size_t i = 0; i < verdict->violations.count; i++)
        if (verdict->violations.items[i].rule == rule &&
            verdict->violations.items[i].given == given)
            return true;
    return false;
}

static void print_verdict(Arena *arena, const PlanVerdict *verdict) {
    for (size_t i = 0; i < verdict->violations.count; i++) {
        const PlanViolation *violation = &verdict->violations.items[i];
        print_error("  %s%s [%d, %d) %.*s\n", plan_rule_names[violation->rule],
                    violation->given ? " given" : "", violation->first, violation->past,
                    STR_ARG(msg_format(arena, LANG_SV, violation->text)));
    }
    for (int term = 0; term < PLAN_TERMS; term++)
        print_error("  %s %lld\n", plan_term_names[term], (long long)verdict->terms[term]);
}

TEST(plan_check_accepts_a_sound_plan) {
    Arena *arena = arena_open(64 << 20);
    Str problem = test_file(arena, "tests/cases/plan/small.json"),
        answer = test_file(arena, "tests/cases/plan/small-plan.json");
    PlanVerdict verdict = verdict_of(arena, problem, answer);
    if (verdict.violations.count > 0) print_verdict(arena, &verdict);
    CHECK(verdict.violations.count == 0, "a plan without a breach, whose claims hold");
    arena_close(arena);
}

TEST(plan_check_finds_each_planted_breach) {
    static const Planted cases[] = {
        {PLAN_H1, true, "{\"activity\":\"a5\",\"start\":44,\"unit\":\"u2\"}],",
         "{\"activity\":\"e2\",\"start\":90,\"unit\":\"u2\"}],", "a required activity is missing"},
        {PLAN_H1, true, "{\"activity\":\"b0\",\"start\":0,\"unit\":\"u1\"},",
         "{\"activity\":\"b0\",\"start\":0,\"unit\":\"u1\"},{\"activity\":\"e1\",\"start\":90,\"unit\":\"u1\"},",
         "an elective twice"},
        {PLAN_H2, true, "\"a2\",\"start\":25,\"unit\":\"home\"",
         "\"a2\",\"start\":25,\"unit\":\"u1\"", "a unit that is no option"},
        {PLAN_H2, true, "\"a2\",\"start\":25,\"unit\":\"home\"",
         "\"a2\",\"start\":25,\"unit\":null", "no unit where one is needed"},
        {PLAN_H3, true, "\"c2\",\"start\":40", "\"c2\",\"start\":41", "a course on another date"},
        {PLAN_H4, false, "\"bridge\":2", "\"bridge\":1", "leave longer than the bridge"},
        {PLAN_H4, true, "\"a2\",\"start\":25", "\"a2\",\"start\":30",
         "a block that begins in leave"},
        {PLAN_H4, true, "\"a5\",\"start\":44", "\"a5\",\"start\":97",
         "a block that the calendar cuts off"},
        {PLAN_H5, false, "\"window\":[0,60]", "\"window\":[13,60]", "before the option's window"},
        {PLAN_H5, false, "\"window\":[0,60]", "\"window\":[0,19]", "past the option's window"},
        {PLAN_H6, true, "\"a2\",\"start\":25", "\"a2\",\"start\":17", "two places at once"},
        {PLAN_H6, true, "\"t0\",\"start\":80", "\"t0\",\"start\":26", "shares over 100"},
        {PLAN_H6, true, "\"c2\",\"start\":40", "\"c2\",\"start\":14",
         "an inside course beside another course"},
        {PLAN_H7, false, "\"u1\",\"capacity\":[[0,104,1]]", "\"u1\",\"capacity\":[[0,71,1]]",
         "a closed unit"},
        {PLAN_H7, false, "\"levels\":{\"bt\":[[0,104,1]]}", "\"levels\":{\"bt\":[[0,9,1]]}",
         "no place for the level"},
        {PLAN_H7, false, "\"min\":[[42,45,1]]", "\"min\":[[38,45,1]]",
         "fewer than the unit counts on"},
        {PLAN_H8, false, "\"lag\":1", "\"lag\":3", "too soon after"},
        {PLAN_H8, false, "\"max\":30", "\"max\":1", "too long after"},
        {PLAN_H9, false, "\"fixed\":{\"start\":40", "\"fixed\":{\"start\":39",
         "a pin has another start"},
        {PLAN_H9, false, "\"fixed\":{\"start\":40,\"unit\":\"u2\"}",
         "\"fixed\":{\"start\":40,\"unit\":null}", "a pin has no unit"},
        {PLAN_H10, false, "\"min\":[[0,104,1]],\"target\"", "\"min\":[[0,104,2]],\"target\"",
         "too few at home"},
        {PLAN_H11, false, "\"max\":[[60,64,2]]", "\"max\":[[60,67,2]]", "too many at home"},
        {PLAN_H12, false, "\"at_least\":1,\"at_most\":1", "\"at_least\":2", "a goal not reached"},
        {PLAN_H12, false, "\"at_least\":1,\"at_most\":1", "\"at_least\":0,\"at_most\":0",
         "a goal reached too often"},
        {PLAN_H13, false, "\"min_block\":400", "\"min_block\":700", "a part too short"},
        {PLAN_H13, true, "\"start\":60,\"unit\":\"u1\",\"work\":600",
         "\"start\":60,\"unit\":\"u2\",\"work\":600", "parts on two units"},
        {PLAN_H13, true, "\"start\":60,\"unit\":\"u1\",\"work\":600",
         "\"start\":60,\"unit\":\"u1\",\"work\":500", "work left over"},
        {PLAN_H13, true, "\"unit\":\"u1\",\"work\":600},\n{\"activity\":\"e1\"",
         "\"unit\":\"u1\",\"work\":300},\n{\"activity\":\"a4\",\"start\":64,\"unit\":\"u1\",\"work\":300},\n{\"activity\":\"e1\"",
         "too many parts"},
        {PLAN_H14, true, "\"b0\",\"start\":0", "\"b0\",\"start\":11", "BT after another placement"},
        {PLAN_H15, true, "\"t1\",\"start\":80", "\"t1\",\"start\":85", "apart though together"},
        {PLAN_H15, false, "\"max_changes\":3", "\"max_changes\":0", "too many changes of unit"},
        {PLAN_H16, false, "\"last_end\":100", "\"last_end\":80", "after the last end"},
        {PLAN_H16, false, "\"total\":9000", "\"total\":9900", "the service does not suffice"},
        {PLAN_RULE_CLAIM, true, "\"cost\":1079", "\"cost\":1078", "a false cost"},
        {PLAN_RULE_CLAIM, true, "\"timing\":2", "\"timing\":1", "a false term"},
        {PLAN_RULE_CLAIM, true, "\"cost\":1079", "\"cost\":1079,\"bound\":1080",
         "a bound over the cost"},
        {PLAN_RULE_CLAIM, true, "\"feasible\"", "\"optimal\"", "the best without a proof"},
        {PLAN_RULE_CLAIM, true, "\"left_out\":[]", "\"left_out\":[\"a1\"]", "left out, yet there"},
        {PLAN_RULE_CLAIM, true, "\"moved\":[\"a5\"]", "\"moved\":[]", "a move not told"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena *arena = arena_open(64 << 20);
        Str problem = test_file(arena, "tests/cases/plan/small.json"),
            answer = test_file(arena, "tests/cases/plan/small-plan.json");
        if (cases[i].in_plan)
            answer = replaced(arena, answer, cases[i].from, cases[i].to);
        else
            problem = replaced(arena, problem, cases[i].from, cases[i].to);
        PlanVerdict verdict = verdict_of(arena, problem, answer);
        bool found = has_rule(&verdict, cases[i].rule, false);
        if (!found) print_verdict(arena, &verdict);
        CHECK(found, cases[i].why);
        arena_close(arena);
    }
}

TEST(plan_check_tells_given_breaches_apart) {
    static const Planted cases[] = {
        {PLAN_H5, false, "\"u2\",\"cost\":2}]", "\"u2\",\"cost\":2}],\"window\":[41,60]",
         "a pin outside its window"},
        {PLAN_H2, false, "\"u2\",\"cost\":2}]", "\"u1\",\"cost\":2}]",
         "a pin at a unit that is no option"},
        {PLAN_H4, false, "\"r1\",\"home\":\"h0\",\"service\":[[0,104,100]]",
         "\"r1\",\"home\":\"h0\",\"service\":[[0,44,100],[47,104,100]]", "a pin broken by leave"},
        {PLAN_H7, false, "\"u2\",\"capacity\":[[0,104,2]]",
         "\"u2\",\"capacity\":[[0,41,2],[44,104,2]]", "a pin where the unit is closed"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena *arena = arena_open(64 << 20);
        Str problem = replaced(arena, test_file(arena, "tests/cases/plan/small.json"),
                               cases[i].from, cases[i].to);
        PlanVerdict verdict =
            verdict_of(arena, problem, test_file(arena, "tests/cases/plan/small-plan.json"));
        bool found =
            has_rule(&verdict, cases[i].rule, true) && !has_rule(&verdict, cases[i].rule, false);
        if (!found) print_verdict(arena, &verdict);
        CHECK(found, cases[i].why);
        arena_close(arena);
    }
}
