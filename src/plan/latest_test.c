// The latest start: by hand, and never earlier than what trying every plan of tiny problems says.
#include "base/test.h"
#include "plan/latest.h"

#define PERIODS 24

static PlanInstance *begin(Arena *arena, int32_t service_past) {
    PlanInstance *plan = plan_begin(arena, STR("l"), PERIODS);
    plan->bt_is_hard = false;
    int32_t r = plan_add_trainee(arena, plan, STR("r"), PLAN_NONE);
    plan_step(arena, &plan->trainees.items[r].service_steps, 0, service_past, 100);
    return plan;
}

static int32_t add(Arena *arena, PlanInstance *plan, const char *id, int32_t weeks, int32_t unit) {
    int32_t a = plan_add_activity(arena, plan, str_from_c(id), 0, PLAN_PROJECT, weeks * 100);
    plan_add_option(arena, plan, a, unit, 0);
    return a;
}

static int32_t latest_of(Arena *arena, const PlanInstance *plan, int32_t activity) {
    PlanLatestList list = plan_latest(arena, plan, 0);
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i].activity == activity) return list.items[i].latest;
    return PLAN_NONE;
}

TEST(plan_latest_by_hand) {
    static const struct {
        const char *why;
        int32_t served, window_past, places_past, lag; // lag < 0: no order
        int32_t other_weeks, expect;
    } cases[] = {
        {"alone: its length before the end", 24, 24, 24, -1, 0, 20},
        {"its window ends sooner", 24, 18, 24, -1, 0, 14},
        {"the unit closes sooner", 24, 24, 12, -1, 0, 8},
        {"the service ends sooner", 20, 24, 24, -1, 0, 16},
        {"another of six comes after it", 24, 24, 24, 0, 6, 14},
        {"and two weeks between", 24, 24, 24, 2, 6, 12},
        {"another that may lie before it", 24, 24, 24, -1, 6, 20},
        {"another that fills all that is left", 24, 24, 24, -1, 20, 20},
        {"another too long", 24, 24, 24, -1, 21, PLAN_NONE},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena *arena = arena_open(64 << 20);
        Err err;
        PlanInstance *plan = begin(arena, cases[i].served);
        int32_t unit = plan_add_unit(arena, plan, STR("u"));
        plan_step(arena, &plan->units.items[unit].capacity_steps, 0, cases[i].places_past, 1);
        int32_t a = add(arena, plan, "a", 4, unit);
        plan->activities.items[a].past = cases[i].window_past;
        if (cases[i].other_weeks > 0) {
            int32_t b = add(arena, plan, "b", cases[i].other_weeks, PLAN_NONE);
            if (cases[i].lag >= 0) plan_add_after(arena, plan, b, a, cases[i].lag);
        }
        CHECK(plan_end(arena, plan, &err), "the problem");
        CHECK(latest_of(arena, plan, a) == cases[i].expect, cases[i].why);
        arena_close(arena);
    }
}

// Every plan of one trainee: the activities one after the other, each at each start.
typedef struct {
    const PlanInstance *plan;
    int32_t starts[4], pasts[4], best[4];
    int32_t count;
} Brute;

static bool stands(const Brute *brute, int32_t a) {
    const PlanActivity *own = &brute->plan->activities.items[a];
    for (int32_t b = 0; b < a; b++) {
        if (brute->starts[a] < brute->pasts[b] && brute->starts[b] < brute->pasts[a]) return false;
        const PlanActivity *other = &brute->plan->activities.items[b];
        for (size_t i = 0; i < own->after.count; i++)
            if (own->after.items[i].before == b &&
                brute->starts[a] < brute->pasts[b] + own->after.items[i].lag)
                return false;
        for (size_t i = 0; i < other->after.count; i++)
            if (other->after.items[i].before == a &&
                brute->starts[b] < brute->pasts[a] + other->after.items[i].lag)
                return false;
    }
    return true;
}

static void try_all(Brute *brute, int32_t a) {
    if (a == brute->count) {
        for (int32_t i = 0; i < a; i++)
            if (brute->starts[i] > brute->best[i]) brute->best[i] = brute->starts[i];
        return;
    }
    const PlanActivity *own = &brute->plan->activities.items[a];
    for (int32_t s = own->first; s < own->past; s++) {
        brute->starts[a] = s;
        brute->pasts[a] = plan_block_past(brute->plan, own, s, own->work);
        if (brute->pasts[a] == PLAN_NONE || brute->pasts[a] > own->past) continue;
        if (stands(brute, a)) try_all(brute, a + 1);
    }
}

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

TEST(plan_latest_against_every_plan) {
    static const char *const ids[] = {"a", "b", "c"};
    int32_t same = 0, all = 0;
    for (uint32_t seed = 1; seed <= 200; seed++) {
        Arena *arena = arena_open(64 << 20);
        uint32_t random = seed * 7919;
        Err err;
        PlanInstance *plan = begin(arena, PERIODS - (int32_t)(next_random(&random) % 5));
        for (int32_t i = 0; i < 3; i++) {
            int32_t a =
                add(arena, plan, ids[i], 2 + (int32_t)(next_random(&random) % 6), PLAN_NONE);
            PlanActivity *activity = &plan->activities.items[a];
            activity->first = (int32_t)(next_random(&random) % 8);
            activity->past = PERIODS - (int32_t)(next_random(&random) % 8);
            if (i > 0 && next_random(&random) % 2)
                plan_add_after(arena, plan, a, i - 1, (int32_t)(next_random(&random) % 3));
        }
        CHECK(plan_end(arena, plan, &err), "the problem");
        Brute brute = {.plan = plan, .count = 3, .best = {PLAN_NONE, PLAN_NONE, PLAN_NONE}};
        try_all(&brute, 0);
        for (int32_t a = 0; a < 3; a++) {
            int32_t said = latest_of(arena, plan, a);
            CHECK(said >= brute.best[a], "never earlier than the truth");
            same += said == brute.best[a];
            all++;
        }
        arena_close(arena);
    }
    if (same * 100 < all * 90) print_error("%d of %d\n", same, all);
    CHECK(same * 100 >= all * 90, "and nearly always the truth");
}
