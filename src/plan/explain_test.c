// A clinic of twelve made impossible in one way at a time: the facts named hold the real clash.
#include "base/buf.h"
#include "base/test.h"
#include "plan/explain.h"
#include "plan/read.h"
#include "plan/test_files.h"

static int32_t activity_named(const PlanInstance *plan, const char *id) {
    for (size_t a = 0; a < plan->activities.count; a++)
        if (str_equal(plan->activities.items[a].id, str_from_c(id))) return (int32_t)a;
    return PLAN_NONE;
}

static bool names_group(const PlanExplanation *why, PlanGroupKind kind) {
    for (size_t i = 0; i < why->conflict.count; i++)
        if (why->conflict.items[i].kind == kind) return true;
    return false;
}

typedef void (*Spoil)(Arena *arena, PlanInstance *plan);

static void close_unit(Arena *arena, PlanInstance *plan) {
    (void)arena;
    for (size_t u = 0; u < plan->units.count; u++)
        if (str_equal(plan->units.items[u].id, STR("unit12")))
            memset(plan->units.items[u].capacity, 0, (size_t)plan->periods * sizeof(int32_t));
}

static void narrow_window(Arena *arena, PlanInstance *plan) {
    (void)arena;
    plan->activities.items[activity_named(plan, "a9")].past = 10;
}

static void turn_in_a_circle(Arena *arena, PlanInstance *plan) {
    plan_add_after(arena, plan, activity_named(plan, "a3"), activity_named(plan, "a11"), 0);
}

static void keep_all_at_home(Arena *arena, PlanInstance *plan) {
    (void)arena;
    for (int32_t w = 0; w < plan->periods; w++) plan->homes.items[0].min[w] = 12;
}

static void ask_for_the_unknown(Arena *arena, PlanInstance *plan) {
    plan_add_need(arena, plan, 0, plan_goal(arena, plan, STR("zz")), 1);
}

static void offer_no_date(Arena *arena, PlanInstance *plan) {
    (void)arena;
    for (size_t a = 0; a < plan->activities.count; a++)
        if (plan->activities.items[a].starts_is_set) {
            plan->activities.items[a].starts.count = 0;
            return;
        }
}

static void pin_on_top(Arena *arena, PlanInstance *plan) {
    int32_t a = plan_add_activity(arena, plan, STR("pin"), 0, PLAN_PROJECT, 100);
    plan_add_option(arena, plan, a, PLAN_NONE, 0);
    plan_pin(
        arena, plan, a,
        (PlanPin){.start = 1, .past = plan->periods - 1, .unit_is_set = true, .unit = PLAN_NONE});
    list_add(arena, &plan->trainees.items[0].activities, a);
}

static void break_service(Arena *arena, PlanInstance *plan) {
    for (int32_t w = 0; w < plan->periods; w += 5) plan->trainees.items[0].service[w] = 0;
    plan_trainee_refresh(arena, plan, &plan->trainees.items[0]);
}

TEST(plan_explain_names_the_clash) {
    static const struct {
        Spoil spoil;
        PlanGroupKind expect;
        const char *why;
    } cases[] = {
        {close_unit, PLAN_GROUP_CAPACITY, "a closed unit"},
        {narrow_window, PLAN_GROUP_WINDOW, "a window too narrow"},
        {turn_in_a_circle, PLAN_GROUP_ORDER, "each after the other"},
        {keep_all_at_home, PLAN_GROUP_HOME_MIN, "nobody may leave"},
        {ask_for_the_unknown, PLAN_GROUP_NEED, "a goal that nothing covers"},
        {offer_no_date, PLAN_GROUP_COURSE_DATES, "a course that is never given"},
        {pin_on_top, PLAN_GROUP_PIN, "a pin over everything"},
        {break_service, PLAN_GROUP_LEAVE, "leave every fifth week"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena *arena = arena_open((size_t)1 << 30);
        PlanInstance *plan;
        Err err;
        CHECK(plan_read(arena, test_file(arena, "tests/data/plan/c12.json"), &plan, &err),
              "the problem");
        cases[i].spoil(arena, plan);
        PlanExplanation why = plan_explain(arena, plan);
        CHECK(names_group(&why, cases[i].expect), cases[i].why);
        CHECK(why.conflict.count <= 6, "few facts");
        arena_close(arena);
    }
}

TEST(plan_explain_is_silent_when_there_is_a_plan) {
    static const char *const files[] = {"tests/data/plan/c12.json", "tests/data/plan/c40.json",
                                        "tests/cases/plan/small.json"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        Arena *arena = arena_open((size_t)1 << 30);
        PlanInstance *plan;
        Err err;
        CHECK(plan_read(arena, test_file(arena, files[i]), &plan, &err), "the problem");
        PlanExplanation why = plan_explain(arena, plan);
        CHECK(why.conflict.count == 0, "nothing clashes");
        arena_close(arena);
    }
}
