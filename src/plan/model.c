#include "plan/model.h"
#include <assert.h>

const char *const plan_kind_names[PLAN_KINDS] = {"internal", "external", "bt", "course", "project"};
const char *const plan_term_names[PLAN_TERMS] = {"preference", "timing",    "below_target",
                                                 "evenness",   "stability", "fairness",
                                                 "completion", "bt_order"};
const char *const plan_group_names[PLAN_GROUPS] = {
    "required", "capacity", "unit_min",     "home_min", "home_max", "order",
    "pin",      "leave",    "course_dates", "window",   "need",     "bt_first"};
const char *const plan_status_names[] = {"optimal", "feasible", "infeasible", "incomplete",
                                         "stopped"};
const char *const plan_stopped_names[] = {"iterations", "seconds", "signal", "optimal", "gap"};

PlanInstance *plan_begin(Arena *arena, Str name, int32_t periods) {
    assert(periods > 0 && periods <= PLAN_PERIODS_MAX);
    PlanInstance *plan = arena_new(arena, PlanInstance);
    plan->name = str_copy(arena, name);
    plan->periods = periods;
    plan->start = DATE_NONE;
    plan->bt_is_hard = true;
    plan->weights[PLAN_PREFERENCE] = 1;
    plan->weights[PLAN_TIMING] = 1;
    plan->weights[PLAN_BELOW_TARGET] = 4;
    plan->weights[PLAN_STABILITY] = 4;
    plan->weights[PLAN_COMPLETION] = 1;
    plan->weights[PLAN_BT_ORDER] = 2;
    return plan;
}

void plan_step(Arena *arena, PlanSteps *steps, int32_t first, int32_t past, int32_t value) {
    list_add(arena, steps, (PlanStep){first, past, value});
}

static int32_t name_index(Arena *arena, PlanNames *names, Str name) {
    for (size_t i = 0; i < names->count; i++)
        if (str_equal(names->items[i], name)) return (int32_t)i;
    list_add(arena, names, str_copy(arena, name));
    return (int32_t)names->count - 1;
}

int32_t plan_level(Arena *arena, PlanInstance *plan, Str name) {
    return name_index(arena, &plan->levels, name);
}

int32_t plan_goal(Arena *arena, PlanInstance *plan, Str name) {
    return name_index(arena, &plan->goals, name);
}

int32_t plan_add_home(Arena *arena, PlanInstance *plan, Str id) {
    list_add(arena, &plan->homes, (PlanHome){.id = str_copy(arena, id)});
    return (int32_t)plan->homes.count - 1;
}

int32_t plan_add_unit(Arena *arena, PlanInstance *plan, Str id) {
    list_add(arena, &plan->units, (PlanUnit){.id = str_copy(arena, id)});
    return (int32_t)plan->units.count - 1;
}

int32_t plan_add_trainee(Arena *arena, PlanInstance *plan, Str id, int32_t home) {
    list_add(arena, &plan->trainees,
             (PlanTrainee){.id = str_copy(arena, id),
                           .home = home,
                           .last_end = plan->periods,
                           .wished_end = PLAN_NONE,
                           .max_changes = PLAN_NONE});
    return (int32_t)plan->trainees.count - 1;
}

int32_t plan_add_activity(Arena *arena, PlanInstance *plan, Str id, int32_t trainee, PlanKind kind,
                          int32_t work) {
    list_add(arena, &plan->activities,
             (PlanActivity){.id = str_copy(arena, id),
                            .trainee = trainee,
                            .kind = kind,
                            .work = work,
                            .at_home = kind == PLAN_INTERNAL,
                            .share = 100,
                            .past = plan->periods,
                            .timing_weight = 1,
                            .same_unit = true});
    return (int32_t)plan->activities.count - 1;
}

void plan_add_option(Arena *arena, PlanInstance *plan, int32_t activity, int32_t unit,
                     int32_t cost) {
    list_add(arena, &plan->activities.items[activity].options,
             (PlanOption){.unit = unit, .cost = cost});
}

void plan_add_after(Arena *arena, PlanInstance *plan, int32_t after, int32_t before, int32_t lag) {
    list_add(arena, &plan->activities.items[after].after,
             (PlanAfter){.before = before, .lag = lag, .max = PLAN_NO_LIMIT});
}

void plan_add_cover(Arena *arena, PlanInstance *plan, int32_t activity, int32_t goal,
                    int32_t credit) {
    list_add(arena, &plan->activities.items[activity].covers, (PlanCover){goal, credit});
}

void plan_add_need(Arena *arena, PlanInstance *plan, int32_t trainee, int32_t goal,
                   int32_t at_least) {
    list_add(arena, &plan->needs, (PlanNeed){trainee, goal, at_least, PLAN_NO_LIMIT});
}

void plan_pin(Arena *arena, PlanInstance *plan, int32_t activity, PlanPin pin) {
    list_add(arena, &plan->activities.items[activity].pins, pin);
}

void plan_add_previous(Arena *arena, PlanInstance *plan, PlanPlacement placement) {
    list_add(arena, &plan->previous, placement);
    plan->previous_is_set = true;
}

// ---- plan_end ----

static int32_t *flatten(Arena *arena, int32_t periods, PlanSteps steps, int32_t outside) {
    int32_t *values = arena_array(arena, int32_t, (size_t)periods);
    for (int32_t w = 0; w < periods; w++) values[w] = outside;
    for (size_t i = 0; i < steps.count; i++)
        for (int32_t w = steps.items[i].first; w < steps.items[i].past; w++)
            values[w] = steps.items[i].value;
    return values;
}

static bool steps_are_sound(PlanSteps steps, int32_t periods, int32_t most) {
    int32_t before = 0;
    for (size_t i = 0; i < steps.count; i++) {
        PlanStep step = steps.items[i];
        if (step.first < before || step.past <= step.first || step.past > periods) return false;
        if (step.value < 0 || step.value > most) return false;
        before = step.past;
    }
    return true;
}

static bool has(int32_t index, size_t count) {
    return index >= 0 && (size_t)index < count;
}
static bool has_or_none(int32_t index, size_t count) {
    return index == PLAN_NONE || has(index, count);
}

static bool activity_is_sound(const PlanInstance *plan, const PlanActivity *a) {
    size_t units = plan->units.count;
    if (!has(a->trainee, plan->trainees.count) || a->options.count == 0) return false;
    if ((a->work > 0) == (a->weeks > 0) || a->share < 1 || a->share > 100) return false;
    if (a->first < 0 || a->past > plan->periods || a->parts_max > PLAN_PARTS_MAX) return false;
    if (a->parts_max > 1 && a->starts_is_set) return false;
    for (size_t i = 0; i < a->options.count; i++)
        if (!has_or_none(a->options.items[i].unit, units)) return false;
    for (size_t i = 0; i < a->after.count; i++)
        if (!has(a->after.items[i].before, plan->activities.count)) return false;
    for (size_t i = 0; i < a->covers.count; i++)
        if (!has(a->covers.items[i].goal, plan->goals.count)) return false;
    for (size_t i = 0; i < a->pins.count; i++)
        if (!has_or_none(a->pins.items[i].unit, units) ||
            !has(a->pins.items[i].start, (size_t)plan->periods))
            return false;
    return a->pins.count <= PLAN_PARTS_MAX;
}

static bool plan_is_sound(const PlanInstance *plan) {
    int32_t periods = plan->periods;
    for (size_t i = 0; i < plan->homes.count; i++) {
        const PlanHome *home = &plan->homes.items[i];
        if (!steps_are_sound(home->min_steps, periods, INT32_MAX) ||
            !steps_are_sound(home->target_steps, periods, INT32_MAX) ||
            !steps_are_sound(home->max_steps, periods, INT32_MAX))
            return false;
    }
    for (size_t i = 0; i < plan->units.count; i++) {
        const PlanUnit *unit = &plan->units.items[i];
        if (!steps_are_sound(unit->capacity_steps, periods, INT32_MAX) ||
            !steps_are_sound(unit->min_steps, periods, INT32_MAX))
            return false;
        for (size_t l = 0; l < unit->levels.count; l++)
            if (!has(unit->levels.items[l].level, plan->levels.count) ||
                !steps_are_sound(unit->levels.items[l].steps, periods, INT32_MAX))
                return false;
    }
    for (size_t i = 0; i < plan->trainees.count; i++) {
        const PlanTrainee *trainee = &plan->trainees.items[i];
        if (!has_or_none(trainee->home, plan->homes.count) ||
            !steps_are_sound(trainee->service_steps, periods, 100) ||
            !steps_are_sound(trainee->level_steps, periods, (int32_t)plan->levels.count - 1))
            return false;
    }
    for (size_t i = 0; i < plan->activities.count; i++)
        if (!activity_is_sound(plan, &plan->activities.items[i])) return false;
    for (size_t i = 0; i < plan->needs.count; i++)
        if (!has(plan->needs.items[i].trainee, plan->trainees.count) ||
            !has(plan->needs.items[i].goal, plan->goals.count))
            return false;
    for (size_t i = 0; i < plan->togethers.count; i++)
        for (size_t k = 0; k < plan->togethers.items[i].activities.count; k++)
            if (!has(plan->togethers.items[i].activities.items[k], plan->activities.count))
                return false;
    for (size_t i = 0; i < plan->previous.count; i++)
        if (!has(plan->previous.items[i].activity, plan->activities.count)) return false;
    return true;
}

// The most that the terms could come to, so that sums stay far from the end of 64 bits.
static bool costs_are_countable(const PlanInstance *plan) {
    __int128 worst = 0;
    const int64_t *weights = plan->weights;
    for (size_t i = 0; i < plan->activities.count; i++) {
        const PlanActivity *a = &plan->activities.items[i];
        int64_t preference = 0;
        for (size_t o = 0; o < a->options.count; o++) {
            int64_t cost = plan_preference_cost(plan, a, (int32_t)o, plan_work(a, (int32_t)o));
            if (cost > preference) preference = cost;
        }
        __int128 timing = (__int128)weights[PLAN_TIMING] * a->timing_weight * plan->periods;
        worst += (preference + timing) * (1 + 100 * (__int128)weights[PLAN_FAIRNESS]);
        worst += (__int128)weights[PLAN_STABILITY] * (8 * 44 * PLAN_PARTS_MAX);
        worst += ((__int128)weights[PLAN_BT_ORDER] + weights[PLAN_COMPLETION]) * plan->periods;
    }
    __int128 crowd = (__int128)plan->activities.count * PLAN_PARTS_MAX;
    worst += crowd * crowd * plan->periods * weights[PLAN_EVENNESS];
    for (size_t i = 0; i < plan->homes.count; i++)
        for (size_t s = 0; s < plan->homes.items[i].target_steps.count; s++)
            worst += ((__int128)plan->homes.items[i].target_steps.items[s].value + crowd) *
                     plan->periods * weights[PLAN_BELOW_TARGET];
    return worst < ((__int128)1 << 62);
}

void plan_trainee_refresh(Arena *arena, const PlanInstance *plan, PlanTrainee *trainee) {
    int32_t periods = plan->periods;
    trainee->served = arena_array(arena, int32_t, (size_t)periods + 1);
    trainee->reach = arena_array(arena, int32_t, (size_t)periods);
    for (int32_t w = 0; w < periods; w++)
        trainee->served[w + 1] = trainee->served[w] + trainee->service[w];
    int32_t reach = 0, next = PLAN_NONE; // next: the first week of service after w
    for (int32_t w = periods - 1; w >= 0; w--) {
        if (trainee->service[w] == 0) {
            trainee->reach[w] = w;
            continue;
        }
        if (next == PLAN_NONE || next - w - 1 > plan->bridge) reach = w + 1;
        trainee->reach[w] = reach;
        next = w;
    }
}

static void trainee_flatten(Arena *arena, const PlanInstance *plan, PlanTrainee *trainee) {
    trainee->service = flatten(arena, plan->periods, trainee->service_steps, 0);
    trainee->level = flatten(arena, plan->periods, trainee->level_steps, PLAN_NONE);
    plan_trainee_refresh(arena, plan, trainee);
}

bool plan_end(Arena *arena, PlanInstance *plan, Err *err) {
    if (!plan_is_sound(plan))
        return err_set(err, ERR_INVALID, msg(N_("Planeringsproblemet hänger inte ihop.")));
    if (!costs_are_countable(plan))
        return err_set(err, ERR_INVALID,
                       msg(N_("Vikterna är för stora för att kunna räknas ihop.")));
    for (size_t i = 0; i < plan->homes.count; i++) {
        PlanHome *home = &plan->homes.items[i];
        home->min = flatten(arena, plan->periods, home->min_steps, 0);
        home->target = flatten(arena, plan->periods, home->target_steps, 0);
        home->max = flatten(arena, plan->periods, home->max_steps, PLAN_NO_LIMIT);
    }
    for (size_t i = 0; i < plan->units.count; i++) {
        PlanUnit *unit = &plan->units.items[i];
        unit->capacity = flatten(arena, plan->periods, unit->capacity_steps, 0);
        unit->min = flatten(arena, plan->periods, unit->min_steps, 0);
        for (size_t l = 0; l < unit->levels.count; l++)
            unit->levels.items[l].capacity =
                flatten(arena, plan->periods, unit->levels.items[l].steps, 0);
    }
    for (size_t i = 0; i < plan->trainees.count; i++)
        trainee_flatten(arena, plan, &plan->trainees.items[i]);
    for (size_t i = 0; i < plan->activities.count; i++)
        list_add(arena, &plan->trainees.items[plan->activities.items[i].trainee].activities,
                 (int32_t)i);
    return true;
}

// ---- dates ----

static int32_t half_month_index(Date date) {
    Ymd ymd = date_to_ymd(date);
    return (ymd.year * 12 + ymd.month - 1) * 2 + (ymd.day >= 16);
}

int32_t plan_period_at(const PlanInstance *plan, Date date) {
    if (plan->period_unit == PLAN_HALF_MONTH)
        return half_month_index(date) - half_month_index(plan->start);
    int32_t days = date.day - plan->start.day;
    return days >= 0 ? days / 7 : -((6 - days) / 7);
}

Date plan_period_first(const PlanInstance *plan, int32_t period) {
    if (plan->period_unit == PLAN_WEEK) return date_add_days(plan->start, period * 7);
    int32_t index = half_month_index(plan->start) + period;
    return date_from_ymd(index / 24, index / 2 % 12 + 1, index % 2 ? 16 : 1);
}

int32_t plan_periods_a_year(const PlanInstance *plan) {
    return plan->period_unit == PLAN_WEEK ? 52 : 24;
}

// ---- single values ----

int32_t plan_block_past(const PlanInstance *plan, const PlanActivity *activity, int32_t start,
                        int32_t work) {
    const PlanTrainee *trainee = &plan->trainees.items[activity->trainee];
    if (start < 0 || start >= plan->periods || trainee->service[start] == 0) return PLAN_NONE;
    if (activity->weeks > 0) {
        int32_t past = start + activity->weeks;
        if (past > plan->periods) return PLAN_NONE;
        for (int32_t w = start; w < past; w++)
            if (trainee->service[w] == 0) return PLAN_NONE;
        return past;
    }
    const int32_t *served = trainee->served;
    int32_t low = start + 1, high = trainee->reach[start];
    if (served[high] - served[start] < work) return PLAN_NONE;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (served[middle] - served[start] >= work)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

int32_t plan_option_at(const PlanActivity *activity, int32_t unit) {
    for (size_t i = 0; i < activity->options.count; i++)
        if (activity->options.items[i].unit == unit) return (int32_t)i;
    return PLAN_NONE;
}

int32_t plan_work(const PlanActivity *activity, int32_t option) {
    if (activity->weeks > 0) return activity->weeks * 100;
    if (option != PLAN_NONE && activity->options.items[option].work > 0)
        return activity->options.items[option].work;
    return activity->work;
}

bool plan_is_pinned(const PlanActivity *activity) {
    for (size_t i = 0; i < activity->pins.count; i++)
        if (!activity->pins.items[i].unit_is_set) return false;
    return activity->pins.count > 0;
}

int64_t plan_preference_cost(const PlanInstance *plan, const PlanActivity *activity, int32_t option,
                             int32_t work) {
    if (option == PLAN_NONE) return 0;
    return plan->weights[PLAN_PREFERENCE] * activity->options.items[option].cost *
           ((work + 399) / 400);
}

int64_t plan_timing_cost(const PlanInstance *plan, const PlanActivity *activity, int32_t start) {
    if (!activity->preferred_is_set) return 0;
    int32_t off = 0;
    if (start < activity->preferred_first)
        off = activity->preferred_first - start;
    else if (start > activity->preferred_last)
        off = start - activity->preferred_last;
    return plan->weights[PLAN_TIMING] * activity->timing_weight * off;
}
