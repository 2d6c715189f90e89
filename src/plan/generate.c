#include "plan/generate.h"
#include <string.h>
#include "plan/place.h"

typedef struct {
    int32_t activity, start, past, unit, work;
    bool away;
} Laid;
LIST_OF(LaidList, Laid);

typedef struct {
    Arena *arena;
    PlanInstance *plan;
    PlanRecipe recipe;
    PlanRandom random;
    LaidList laid;
} Generator;

static int32_t below(Generator *g, int32_t bound) {
    return random_below(&g->random, bound);
}
static int32_t between(Generator *g, int32_t low, int32_t high) {
    return low + below(g, high - low + 1);
}
static bool chance(Generator *g, int32_t percent) {
    return below(g, 100) < percent;
}
static Str name(Generator *g, const char *letter, size_t number) {
    return str_printf(g->arena, "%s%zu", letter, number);
}

// ---- people and units ----

static void add_people(Generator *g) {
    PlanInstance *plan = g->plan;
    for (int32_t i = 0; i < g->recipe.homes; i++)
        plan_add_home(g->arena, plan, name(g, "h", (size_t)i));
    for (int32_t i = 0; i < g->recipe.units; i++)
        plan_add_unit(g->arena, plan, name(g, "u", (size_t)i));
    for (int32_t i = 0; i < g->recipe.trainees; i++) {
        int32_t r =
            plan_add_trainee(g->arena, plan, name(g, "r", (size_t)i), below(g, g->recipe.homes));
        PlanTrainee *trainee = &plan->trainees.items[r];
        int32_t first = below(g, plan->periods / 8 + 1), rate = chance(g, 30) ? 80 : 100;
        if (chance(g, 40)) { // on leave for a while
            int32_t leave = between(g, first + plan->periods / 4, plan->periods * 3 / 4);
            int32_t weeks = chance(g, 50) && plan->bridge > 0 ? plan->bridge : between(g, 4, 16);
            if (leave + weeks >= plan->periods - 4) weeks = 2;
            plan_step(g->arena, &trainee->service_steps, first, leave, 100);
            plan_step(g->arena, &trainee->service_steps, leave + weeks, plan->periods, rate);
        } else
            plan_step(g->arena, &trainee->service_steps, first, plan->periods, rate);
        if (g->recipe.all_rules && chance(g, 50)) {
            int32_t turn = between(g, 1, plan->periods - 1);
            plan_step(g->arena, &trainee->level_steps, 0, turn,
                      plan_level(g->arena, plan, STR("bt")));
            plan_step(g->arena, &trainee->level_steps, turn, plan->periods,
                      plan_level(g->arena, plan, STR("st")));
        }
    }
}

// ---- the hidden plan ----

static void lay(Generator *g, int32_t a, int32_t start, int32_t past, int32_t unit, int32_t work) {
    list_add(g->arena, &g->laid,
             (Laid){a, start, past, unit, work, !g->plan->activities.items[a].at_home});
}

static void add_options(Generator *g, int32_t a, int32_t unit) {
    PlanActivity *activity = &g->plan->activities.items[a];
    int32_t others = below(g, 3);
    plan_add_option(g->arena, g->plan, a, unit, below(g, 3) * 2);
    for (int32_t i = 0; i < others && unit != PLAN_NONE; i++) {
        int32_t other = below(g, g->recipe.units);
        if (plan_option_at(activity, other) == PLAN_NONE)
            plan_add_option(g->arena, g->plan, a, other, below(g, 5) * 2);
    }
}

static void add_times(Generator *g, int32_t a, int32_t start, int32_t past) {
    PlanActivity *activity = &g->plan->activities.items[a];
    int32_t periods = g->plan->periods;
    if (chance(g, 30)) {
        activity->first = below(g, start + 1);
        activity->past = between(g, past, periods);
    }
    if (chance(g, 70)) {
        activity->preferred_is_set = true;
        activity->preferred_first = below(g, start + 1);
        activity->preferred_last = between(g, activity->preferred_first, periods);
        activity->timing_weight = below(g, 3);
    }
}

static void add_starts(Generator *g, int32_t a, int32_t start) {
    PlanActivity *activity = &g->plan->activities.items[a];
    int32_t step = between(g, 6, 20);
    activity->starts_is_set = true;
    for (int32_t t = start % step; t < g->plan->periods; t += step)
        list_add(g->arena, &activity->starts, t);
}

// Cuts a block in two with a pause between, when the trainee's time allows.
static bool lay_split(Generator *g, int32_t a, int32_t start, int32_t work, int32_t unit,
                      int32_t *ret_past) {
    PlanActivity *activity = &g->plan->activities.items[a];
    int32_t half = work / 2, past = plan_block_past(g->plan, activity, start, half);
    if (past == PLAN_NONE) return false;
    int32_t next = past + 1 + below(g, 3);
    int32_t end = plan_block_past(g->plan, activity, next, work - half);
    if (end == PLAN_NONE) return false;
    activity->parts_max = between(g, 2, 3);
    activity->block_min = half - below(g, half / 2 + 1);
    if (activity->block_min > work - half) activity->block_min = work - half;
    lay(g, a, start, past, unit, half);
    lay(g, a, next, end, unit, work - half);
    *ret_past = end;
    return true;
}

static int32_t add_activity(Generator *g, int32_t r, int32_t start, int32_t *ret_past) {
    static const PlanKind kinds[] = {PLAN_EXTERNAL, PLAN_EXTERNAL, PLAN_EXTERNAL,
                                     PLAN_INTERNAL, PLAN_COURSE,   PLAN_PROJECT};
    PlanInstance *plan = g->plan;
    PlanKind kind = kinds[below(g, 6)];
    int32_t work = kind == PLAN_COURSE ? 100 : between(g, 2, 12) * 100,
            unit = below(g, g->recipe.units);
    if (kind == PLAN_PROJECT) unit = PLAN_NONE;
    PlanActivity shape = {.trainee = r, .kind = kind, .work = work};
    *ret_past = plan_block_past(plan, &shape, start, work);
    if (*ret_past == PLAN_NONE) return PLAN_NONE;
    int32_t a =
        plan_add_activity(g->arena, plan, name(g, "a", plan->activities.count), r, kind, work);
    bool split = g->recipe.all_rules && kind == PLAN_EXTERNAL && chance(g, 15) &&
                 lay_split(g, a, start, work, unit, ret_past);
    if (!split) lay(g, a, start, *ret_past, unit, 0);
    add_options(g, a, unit);
    add_times(g, a, start, *ret_past);
    if (kind == PLAN_COURSE) add_starts(g, a, start);
    if (g->recipe.all_rules && !split && chance(g, 6))
        plan_pin(g->arena, plan, a,
                 (PlanPin){.start = start, .unit_is_set = chance(g, 70), .unit = unit});
    return a;
}

static void lay_trainee(Generator *g, int32_t r) {
    PlanInstance *plan = g->plan;
    int32_t before = PLAN_NONE, before_past = 0, w = 0;
    while (w < plan->periods - 6) {
        int32_t past, gap = chance(g, 40) ? 0 : below(g, 8);
        w += gap;
        while (w < plan->periods && plan->trainees.items[r].service[w] == 0) w++;
        if (w >= plan->periods) return;
        int32_t a = add_activity(g, r, w, &past);
        if (a == PLAN_NONE) {
            w++;
            continue;
        }
        if (before != PLAN_NONE && chance(g, 20)) {
            plan_add_after(g->arena, plan, a, before, chance(g, 50) ? 0 : w - before_past);
            PlanAfterList *after = &plan->activities.items[a].after;
            if (chance(g, 30)) after->items[after->count - 1].max = w - before_past + below(g, 20);
        }
        before = a;
        before_past = past;
        w = past;
    }
}

// ---- goals, groups, limits ----

static void add_electives(Generator *g) {
    PlanInstance *plan = g->plan;
    for (int32_t r = 0; r < g->recipe.trainees; r++) {
        PlanIndexes own = {0};
        for (int32_t a = 0; a < (int32_t)plan->activities.count; a++)
            if (plan->activities.items[a].trainee == r && plan->activities.items[a].pins.count == 0)
                list_add(g->arena, &own, a);
        if (own.count < 2 || !chance(g, 60)) continue;
        int32_t goal = plan_goal(g->arena, plan, STR("c3")),
                chosen = own.items[below(g, (int32_t)own.count)];
        plan->activities.items[chosen].optional = true;
        plan_add_cover(g->arena, plan, chosen, goal, 1);
        plan_add_need(g->arena, plan, r, goal, 1);
        plan->needs.items[plan->needs.count - 1].at_most = between(g, 1, 2);
        int32_t other = plan_add_activity(g->arena, plan, name(g, "e", plan->activities.count), r,
                                          PLAN_EXTERNAL, 300);
        plan->activities.items[other].optional = true;
        plan_add_option(g->arena, plan, other, below(g, g->recipe.units), 0);
        plan_add_cover(g->arena, plan, other, goal, 1);
    }
}

// Two of different trainees that begin in the same week, where the hidden plan has such.
static void add_together(Generator *g) {
    for (size_t i = 0; i < g->laid.count; i++)
        for (size_t k = i + 1; k < g->laid.count; k++) {
            const Laid *a = &g->laid.items[i], *b = &g->laid.items[k];
            const PlanActivity *x = &g->plan->activities.items[a->activity],
                               *y = &g->plan->activities.items[b->activity];
            if (a->start != b->start || x->trainee == y->trainee || a->work > 0 || b->work > 0 ||
                !chance(g, 10))
                continue;
            PlanTogether together = {.gap = below(g, 3)};
            list_add(g->arena, &together.activities, a->activity);
            list_add(g->arena, &together.activities, b->activity);
            list_add(g->arena, &g->plan->togethers, together);
            return;
        }
}

static void steps_from(Generator *g, const int32_t *values, PlanSteps *steps) {
    for (int32_t w = 0, first = 0; w <= g->plan->periods; w++) {
        if (w < g->plan->periods && values[w] == values[first]) continue;
        if (values[first] != 0) plan_step(g->arena, steps, first, w, values[first]);
        first = w;
    }
}

static void limit_units(Generator *g) {
    int32_t *load = arena_array(g->arena, int32_t, (size_t)g->plan->periods);
    for (int32_t u = 0; u < g->recipe.units; u++) {
        memset(load, 0, (size_t)g->plan->periods * sizeof(int32_t));
        for (size_t i = 0; i < g->laid.count; i++)
            for (int32_t w = g->laid.items[i].start; w < g->laid.items[i].past; w++)
                load[w] += g->laid.items[i].unit == u;
        if (g->recipe.all_rules && chance(g, 30))
            for (int32_t w = 0; w < g->plan->periods; w++)
                if (load[w] > 0) {
                    plan_step(g->arena, &g->plan->units.items[u].min_steps, w, w + 1, 1);
                    break;
                }
        bool more = false;
        for (int32_t w = 0; w < g->plan->periods; w++) {
            if (w % 8 == 0) more = chance(g, g->recipe.slack);
            load[w] += more;
        }
        steps_from(g, load, &g->plan->units.items[u].capacity_steps);
    }
}

static void limit_homes(Generator *g) {
    PlanInstance *plan = g->plan;
    size_t periods = (size_t)plan->periods;
    int32_t *home = arena_array(g->arena, int32_t, periods),
            *limit = arena_array(g->arena, int32_t, periods);
    for (int32_t c = 0; c < g->recipe.homes; c++) {
        memset(home, 0, periods * sizeof(int32_t));
        for (size_t r = 0; r < plan->trainees.count; r++)
            for (size_t w = 0; plan->trainees.items[r].home == c && w < periods; w++)
                home[w] += plan->trainees.items[r].service[w] > 0;
        for (size_t i = 0; i < g->laid.count; i++) {
            const Laid *laid = &g->laid.items[i];
            int32_t at = plan->trainees.items[plan->activities.items[laid->activity].trainee].home;
            for (int32_t w = laid->start; laid->away && at == c && w < laid->past; w++)
                home[w] -= plan->trainees.items[plan->activities.items[laid->activity].trainee]
                               .service[w] > 0;
        }
        PlanHome *record = &plan->homes.items[c];
        int32_t loose = below(g, 3);
        for (size_t w = 0; w < periods; w++) limit[w] = home[w] > loose ? home[w] - loose : 0;
        steps_from(g, limit, &record->min_steps);
        for (size_t w = 0; w < periods; w++) limit[w] = home[w] < 0 ? 0 : home[w] + below(g, 2);
        steps_from(g, limit, &record->target_steps);
        for (size_t w = 0; w < periods; w++) limit[w] = home[w] < 0 ? 1 : home[w] + 1 + loose;
        steps_from(g, limit, &record->max_steps);
    }
}

static void add_wishes(Generator *g) {
    PlanInstance *plan = g->plan;
    for (int32_t r = 0; r < g->recipe.trainees; r++) {
        PlanTrainee *trainee = &plan->trainees.items[r];
        if (chance(g, 40)) trainee->wished_end = between(g, plan->periods / 2, plan->periods);
        if (chance(g, 30)) trainee->max_changes = 12;
    }
    for (int term = 0; term < PLAN_TERMS; term++)
        if (chance(g, 25)) plan->weights[term] = below(g, 6);
    for (size_t i = 0; i < g->laid.count; i++) {
        const Laid *laid = &g->laid.items[i];
        if (!chance(g, 30)) continue;
        plan_add_previous(g->arena, plan,
                          (PlanPlacement){.activity = laid->activity,
                                          .start = laid->start,
                                          .unit = laid->unit,
                                          .work = laid->work,
                                          .confirmed = chance(g, 20)});
    }
}

// ---- the whole ----

static void fill_recipe(Generator *g) {
    PlanRecipe *recipe = &g->recipe;
    if (recipe->trainees == 0) recipe->trainees = between(g, 2, 7);
    if (recipe->periods == 0) recipe->periods = between(g, 40, 130);
    if (recipe->homes == 0) recipe->homes = between(g, 1, 2);
    if (recipe->units == 0) recipe->units = between(g, 3, 8);
    if (recipe->slack == 0) recipe->slack = between(g, 20, 90);
}

static PlanSolution hidden_plan(const Generator *g) {
    PlanSolution hidden = {.status = PLAN_FEASIBLE};
    for (size_t i = 0; i < g->laid.count; i++) {
        const Laid *laid = &g->laid.items[i];
        list_add(g->arena, &hidden.placements,
                 (PlanPlacement){.activity = laid->activity,
                                 .start = laid->start,
                                 .unit = laid->unit,
                                 .work = laid->work});
    }
    return hidden;
}

PlanInstance *plan_generate(Arena *arena, PlanRecipe recipe, PlanSolution *ret_hidden) {
    Generator g = {.arena = arena, .recipe = recipe, .random = random_begin(recipe.seed)};
    fill_recipe(&g);
    PlanInstance *plan = g.plan =
        plan_begin(arena, name(&g, "g", (size_t)recipe.seed), g.recipe.periods);
    plan->start = date_from_ymd(2027, 1, 4);
    plan->bt_is_hard = false;
    plan->bridge = recipe.all_rules ? below(&g, 3) : 0;
    plan->now = below(&g, 20);
    add_people(&g);
    Err err;
    if (!plan_end(arena, plan, &err)) return NULL;
    for (int32_t r = 0; r < g.recipe.trainees; r++) lay_trainee(&g, r);
    if (recipe.all_rules) {
        add_electives(&g);
        add_together(&g);
        add_wishes(&g);
    }
    limit_units(&g);
    limit_homes(&g);
    if (!plan_end(arena, plan, &err)) return NULL;
    if (ret_hidden) *ret_hidden = hidden_plan(&g);
    return plan;
}
