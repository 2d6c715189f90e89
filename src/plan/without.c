#include "plan/without.h"
#include <string.h>

static PlanActivity *own_activity(Arena *arena, PlanInstance *plan, int32_t activity) {
    PlanActivity *items = arena_array(arena, PlanActivity, plan->activities.count);
    memcpy(items, plan->activities.items, plan->activities.count * sizeof(PlanActivity));
    plan->activities.items = items;
    return &items[activity];
}

static PlanTrainee *own_trainee(Arena *arena, PlanInstance *plan, int32_t trainee) {
    PlanTrainee *items = arena_array(arena, PlanTrainee, plan->trainees.count);
    memcpy(items, plan->trainees.items, plan->trainees.count * sizeof(PlanTrainee));
    plan->trainees.items = items;
    return &items[trainee];
}

static PlanUnit *own_unit(Arena *arena, PlanInstance *plan, int32_t unit) {
    PlanUnit *items = arena_array(arena, PlanUnit, plan->units.count);
    memcpy(items, plan->units.items, plan->units.count * sizeof(PlanUnit));
    plan->units.items = items;
    return &items[unit];
}

static PlanHome *own_home(Arena *arena, PlanInstance *plan, int32_t home) {
    PlanHome *items = arena_array(arena, PlanHome, plan->homes.count);
    memcpy(items, plan->homes.items, plan->homes.count * sizeof(PlanHome));
    plan->homes.items = items;
    return &items[home];
}

static int32_t *with_value(Arena *arena, const PlanInstance *plan, const int32_t *values,
                           const PlanGroup *group, int32_t value) {
    int32_t *copy = arena_array(arena, int32_t, (size_t)plan->periods);
    memcpy(copy, values, (size_t)plan->periods * sizeof(int32_t));
    int32_t first = group->first == PLAN_NONE ? 0 : group->first,
            past = group->first == PLAN_NONE ? plan->periods : group->past;
    for (int32_t w = first; w < past && w < plan->periods; w++) copy[w] = value;
    return copy;
}

static void free_capacity(Arena *arena, PlanInstance *plan, const PlanGroup *group) {
    PlanUnit *unit = own_unit(arena, plan, group->unit);
    if (group->level == PLAN_NONE) {
        unit->capacity = with_value(arena, plan, unit->capacity, group, INT16_MAX);
        return;
    }
    PlanLevelCapacity *levels = arena_array(arena, PlanLevelCapacity, unit->levels.count);
    memcpy(levels, unit->levels.items, unit->levels.count * sizeof(PlanLevelCapacity));
    unit->levels.items = levels;
    for (size_t l = 0; l < unit->levels.count; l++)
        if (levels[l].level == group->level)
            levels[l].capacity = with_value(arena, plan, levels[l].capacity, group, INT16_MAX);
}

static void free_window(Arena *arena, PlanInstance *plan, int32_t a) {
    PlanActivity *activity = own_activity(arena, plan, a);
    PlanOption *options = arena_array(arena, PlanOption, activity->options.count);
    memcpy(options, activity->options.items, activity->options.count * sizeof(PlanOption));
    for (size_t o = 0; o < activity->options.count; o++) options[o].first = options[o].past = 0;
    activity->options.items = options;
    activity->first = 0;
    activity->past = plan->periods;
}

static void free_order(Arena *arena, PlanInstance *plan, int32_t before, int32_t after) {
    PlanActivity *activity = own_activity(arena, plan, after);
    PlanAfterList old = activity->after;
    activity->after = (PlanAfterList){0};
    for (size_t i = 0; i < old.count; i++)
        if (old.items[i].before != before) list_add(arena, &activity->after, old.items[i]);
}

static void fill_leave(Arena *arena, PlanInstance *plan, const PlanGroup *group) {
    PlanTrainee *trainee = own_trainee(arena, plan, group->trainee);
    int32_t *service = arena_array(arena, int32_t, (size_t)plan->periods), last = PLAN_NONE;
    for (int32_t w = 0; w < plan->periods; w++) {
        service[w] = trainee->service[w];
        if (service[w] > 0) last = w;
    }
    for (int32_t w = 1; w < last; w++) {
        bool inside = group->first == PLAN_NONE || (w >= group->first && w < group->past);
        if (service[w] == 0 && inside) service[w] = service[w - 1];
    }
    trainee->service = service;
    plan_trainee_refresh(arena, plan, trainee);
}

static void free_need(Arena *arena, PlanInstance *plan, const PlanGroup *group) {
    PlanNeeds old = plan->needs;
    plan->needs = (PlanNeeds){0};
    for (size_t i = 0; i < old.count; i++)
        if (old.items[i].trainee != group->trainee || old.items[i].goal != group->goal)
            list_add(arena, &plan->needs, old.items[i]);
}

PlanInstance *plan_without(Arena *arena, const PlanInstance *plan, const PlanGroup *group) {
    PlanInstance *copy = arena_new(arena, PlanInstance);
    *copy = *plan;
    switch (group->kind) {
    case PLAN_GROUP_REQUIRED: own_activity(arena, copy, group->activity)->optional = true; break;
    case PLAN_GROUP_CAPACITY: free_capacity(arena, copy, group); break;
    case PLAN_GROUP_UNIT_MIN: {
        PlanUnit *unit = own_unit(arena, copy, group->unit);
        unit->min = with_value(arena, copy, unit->min, group, 0);
        break;
    }
    case PLAN_GROUP_HOME_MIN: {
        PlanHome *home = own_home(arena, copy, group->home);
        home->min = with_value(arena, copy, home->min, group, 0);
        break;
    }
    case PLAN_GROUP_HOME_MAX: {
        PlanHome *home = own_home(arena, copy, group->home);
        home->max = with_value(arena, copy, home->max, group, PLAN_NO_LIMIT);
        break;
    }
    case PLAN_GROUP_ORDER: free_order(arena, copy, group->before, group->activity); break;
    case PLAN_GROUP_PIN: own_activity(arena, copy, group->activity)->pins.count = 0; break;
    case PLAN_GROUP_LEAVE: fill_leave(arena, copy, group); break;
    case PLAN_GROUP_COURSE_DATES:
        own_activity(arena, copy, group->activity)->starts_is_set = false;
        break;
    case PLAN_GROUP_WINDOW: free_window(arena, copy, group->activity); break;
    case PLAN_GROUP_NEED: free_need(arena, copy, group); break;
    case PLAN_GROUP_BT_FIRST: own_trainee(arena, copy, group->trainee)->bt_is_free = true; break;
    case PLAN_GROUPS: break;
    }
    return copy;
}
