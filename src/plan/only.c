#include "plan/only.h"
#include <string.h>

typedef struct {
    bool in, required, windowed, dated, pinned;
} Kept;

typedef struct {
    Arena *arena;
    const PlanInstance *whole;
    PlanInstance *part;
    const PlanConflict *facts;
    Kept *kept;
    int32_t *index; // in the part; PLAN_NONE: gone
} Narrower;

// ---- which activities ----

static bool covers(const PlanActivity *activity, int32_t goal) {
    for (size_t i = 0; i < activity->covers.count; i++)
        if (activity->covers.items[i].goal == goal && activity->covers.items[i].credit > 0)
            return true;
    return false;
}

static bool serves(const PlanInstance *plan, const PlanActivity *activity, const PlanGroup *fact) {
    const PlanTrainee *trainee = &plan->trainees.items[activity->trainee];
    switch (fact->kind) {
    case PLAN_GROUP_NEED: return activity->trainee == fact->trainee && covers(activity, fact->goal);
    case PLAN_GROUP_UNIT_MIN: return plan_option_at(activity, fact->unit) != PLAN_NONE;
    case PLAN_GROUP_HOME_MAX: return !activity->at_home && trainee->home == fact->home;
    default: return false;
    }
}

static void keep_for(Narrower *n, const PlanGroup *fact) {
    Kept *own = fact->activity == PLAN_NONE ? NULL : &n->kept[fact->activity];
    switch (fact->kind) {
    case PLAN_GROUP_REQUIRED: own->in = own->required = true; break;
    case PLAN_GROUP_PIN: own->in = own->pinned = true; break;
    case PLAN_GROUP_WINDOW: own->windowed = true; break;
    case PLAN_GROUP_COURSE_DATES: own->dated = true; break;
    case PLAN_GROUP_NEED:
    case PLAN_GROUP_UNIT_MIN:
    case PLAN_GROUP_HOME_MAX:
        for (size_t a = 0; a < n->whole->activities.count; a++)
            n->kept[a].in |= serves(n->whole, &n->whole->activities.items[a], fact);
        break;
    default: break;
    }
}

static bool order_holds(const Narrower *n, int32_t before, int32_t after) {
    for (size_t i = 0; i < n->facts->count; i++) {
        const PlanGroup *fact = &n->facts->items[i];
        if (fact->kind == PLAN_GROUP_ORDER && fact->before == before && fact->activity == after)
            return true;
    }
    return false;
}

static void free_windows(Narrower *n, PlanActivity *activity) {
    PlanOption *options = arena_array(n->arena, PlanOption, activity->options.count);
    for (size_t o = 0; o < activity->options.count; o++) {
        options[o] = activity->options.items[o];
        options[o].first = options[o].past = 0;
    }
    activity->options.items = options;
    activity->first = 0;
    activity->past = n->whole->periods;
}

static bool unit_is_limited(const Narrower *n, int32_t unit) {
    for (size_t i = 0; unit >= 0 && i < n->facts->count; i++)
        if (n->facts->items[i].unit == unit) return true;
    return false;
}

// Units that nothing limits are alike: one of them is enough.
static void drop_alike(Narrower *n, PlanActivity *activity) {
    if (n->whole->trainees.items[activity->trainee].max_changes != PLAN_NONE) return;
    PlanOptionList left = {0};
    for (size_t o = 0; o < activity->options.count; o++) {
        PlanOption option = activity->options.items[o];
        bool alike = false;
        for (size_t i = 0; i < left.count && !alike && !unit_is_limited(n, option.unit); i++)
            alike = !unit_is_limited(n, left.items[i].unit) && left.items[i].work == option.work &&
                    left.items[i].first == option.first && left.items[i].past == option.past;
        if (!alike) list_add(n->arena, &left, option);
    }
    activity->options = left;
}

static PlanActivity narrowed(Narrower *n, int32_t a) {
    PlanActivity activity = n->whole->activities.items[a];
    const Kept *kept = &n->kept[a];
    activity.optional |= !kept->required;
    if (!kept->windowed) free_windows(n, &activity);
    if (!kept->dated) activity.starts_is_set = false;
    if (!kept->pinned) activity.pins.count = 0;
    if (activity.pins.count == 0) drop_alike(n, &activity);
    PlanAfterList after = {0};
    for (size_t i = 0; i < activity.after.count; i++) {
        PlanAfter arc = activity.after.items[i];
        if (!n->kept[arc.before].in || !order_holds(n, arc.before, a)) continue;
        arc.before = n->index[arc.before];
        list_add(n->arena, &after, arc);
    }
    activity.after = after;
    return activity;
}

static void narrow_activities(Narrower *n, int32_t **ret_whole) {
    int32_t count = (int32_t)n->whole->activities.count, next = 0;
    n->kept = arena_array(n->arena, Kept, (size_t)count + 1);
    n->index = arena_array(n->arena, int32_t, (size_t)count + 1);
    for (size_t i = 0; i < n->facts->count; i++) keep_for(n, &n->facts->items[i]);
    for (int32_t a = 0; a < count; a++) n->index[a] = n->kept[a].in ? next++ : PLAN_NONE;
    if (ret_whole) *ret_whole = arena_array(n->arena, int32_t, (size_t)next + 1);
    n->part->activities = (PlanActivities){0};
    for (int32_t a = 0; a < count; a++) {
        if (!n->kept[a].in) continue;
        if (ret_whole) (*ret_whole)[n->index[a]] = a;
        list_add(n->arena, &n->part->activities, narrowed(n, a));
    }
}

// ---- trainees ----

static bool leave_holds(const Narrower *n, int32_t trainee, int32_t w) {
    for (size_t i = 0; i < n->facts->count; i++) {
        const PlanGroup *fact = &n->facts->items[i];
        if (fact->kind == PLAN_GROUP_LEAVE && fact->trainee == trainee &&
            (fact->first == PLAN_NONE || (w >= fact->first && w < fact->past)))
            return true;
    }
    return false;
}

// Weeks without service between two with it get the value before them, where no fact says leave.
static void fill_leave(Narrower *n, int32_t r, PlanTrainee *trainee) {
    int32_t last = 0, periods = n->whole->periods;
    const int32_t *old = trainee->service;
    int32_t *service = NULL;
    for (int32_t w = 0; w < periods; w++)
        if (old[w] > 0) last = w;
    bool served = false;
    for (int32_t w = 0; w < last; w++) {
        served |= old[w] > 0;
        if (old[w] > 0 || !served || leave_holds(n, r, w)) continue;
        if (!service) {
            service = arena_array(n->arena, int32_t, (size_t)periods);
            memcpy(service, old, (size_t)periods * sizeof(int32_t));
            trainee->service = service;
        }
        int32_t before = w - 1; // a run that holds may lie just before
        while (service[before] == 0) before--;
        service[w] = service[before];
    }
    if (service) plan_trainee_refresh(n->arena, n->part, trainee);
}

static bool bt_holds(const Narrower *n, int32_t r) {
    for (size_t i = 0; i < n->facts->count; i++)
        if (n->facts->items[i].kind == PLAN_GROUP_BT_FIRST && n->facts->items[i].trainee == r)
            return true;
    return false;
}

static void narrow_trainees(Narrower *n) {
    size_t count = n->whole->trainees.count;
    PlanTrainee *items = arena_array(n->arena, PlanTrainee, count + 1);
    for (size_t r = 0; r < count; r++) {
        items[r] = n->whole->trainees.items[r];
        items[r].activities = (PlanIndexes){0};
        items[r].bt_is_free = !bt_holds(n, (int32_t)r);
        fill_leave(n, (int32_t)r, &items[r]);
    }
    for (size_t a = 0; a < n->part->activities.count; a++)
        list_add(n->arena, &items[n->part->activities.items[a].trainee].activities, (int32_t)a);
    n->part->trainees.items = items;
}

// ---- limits ----

// The values where a fact of this kind about the subject holds, and `free` elsewhere.
static int32_t *where_it_holds(Narrower *n, PlanGroupKind kind, int32_t subject, int32_t level,
                               const int32_t *values, int32_t free, int32_t *all_free) {
    int32_t *kept = NULL;
    for (size_t i = 0; i < n->facts->count; i++) {
        const PlanGroup *fact = &n->facts->items[i];
        int32_t about =
            kind == PLAN_GROUP_HOME_MIN || kind == PLAN_GROUP_HOME_MAX ? fact->home : fact->unit;
        if (fact->kind != kind || about != subject || fact->level != level) continue;
        if (!kept) {
            kept = arena_array(n->arena, int32_t, (size_t)n->whole->periods);
            for (int32_t w = 0; w < n->whole->periods; w++) kept[w] = free;
        }
        int32_t first = fact->first == PLAN_NONE ? 0 : fact->first,
                past = fact->first == PLAN_NONE ? n->whole->periods : fact->past;
        for (int32_t w = first; w < past && w < n->whole->periods; w++) kept[w] = values[w];
    }
    return kept ? kept : all_free;
}

static int32_t *all(Narrower *n, int32_t value) {
    int32_t *values = arena_array(n->arena, int32_t, (size_t)n->whole->periods);
    for (int32_t w = 0; w < n->whole->periods; w++) values[w] = value;
    return values;
}

static void narrow_limits(Narrower *n) {
    PlanUnit *units = arena_array(n->arena, PlanUnit, n->whole->units.count + 1);
    PlanHome *homes = arena_array(n->arena, PlanHome, n->whole->homes.count + 1);
    int32_t *zero = all(n, 0), *room = all(n, INT16_MAX), *none = all(n, PLAN_NO_LIMIT);
    for (int32_t u = 0; u < (int32_t)n->whole->units.count; u++) {
        const PlanUnit *old = &n->whole->units.items[u];
        units[u] = *old;
        units[u].capacity =
            where_it_holds(n, PLAN_GROUP_CAPACITY, u, PLAN_NONE, old->capacity, INT16_MAX, room);
        units[u].min = where_it_holds(n, PLAN_GROUP_UNIT_MIN, u, PLAN_NONE, old->min, 0, zero);
        units[u].levels = (PlanLevelCapacities){0};
        for (size_t l = 0; l < old->levels.count; l++) {
            PlanLevelCapacity level = old->levels.items[l];
            level.capacity = where_it_holds(n, PLAN_GROUP_CAPACITY, u, level.level, level.capacity,
                                            INT16_MAX, NULL);
            if (level.capacity) list_add(n->arena, &units[u].levels, level);
        }
    }
    for (int32_t c = 0; c < (int32_t)n->whole->homes.count; c++) {
        const PlanHome *old = &n->whole->homes.items[c];
        homes[c] = *old;
        homes[c].target = zero;
        homes[c].min = where_it_holds(n, PLAN_GROUP_HOME_MIN, c, PLAN_NONE, old->min, 0, zero);
        homes[c].max =
            where_it_holds(n, PLAN_GROUP_HOME_MAX, c, PLAN_NONE, old->max, PLAN_NO_LIMIT, none);
    }
    n->part->units.items = units;
    n->part->homes.items = homes;
}

static bool need_holds(const Narrower *n, const PlanNeed *need) {
    for (size_t i = 0; i < n->facts->count; i++) {
        const PlanGroup *fact = &n->facts->items[i];
        if (fact->kind == PLAN_GROUP_NEED && fact->trainee == need->trainee &&
            fact->goal == need->goal)
            return true;
    }
    return false;
}

static void narrow_groups(Narrower *n) {
    n->part->needs = (PlanNeeds){0};
    n->part->togethers = (PlanTogethers){0};
    for (size_t i = 0; i < n->whole->needs.count; i++)
        if (need_holds(n, &n->whole->needs.items[i]))
            list_add(n->arena, &n->part->needs, n->whole->needs.items[i]);
    for (size_t g = 0; g < n->whole->togethers.count; g++) {
        const PlanTogether *old = &n->whole->togethers.items[g];
        PlanTogether together = {.gap = old->gap};
        for (size_t i = 0; i < old->activities.count; i++)
            if (n->kept[old->activities.items[i]].in)
                list_add(n->arena, &together.activities, n->index[old->activities.items[i]]);
        if (together.activities.count > 1) list_add(n->arena, &n->part->togethers, together);
    }
}

PlanInstance *plan_only(Arena *arena, const PlanInstance *plan, const PlanConflict *facts,
                        int32_t **ret_whole) {
    Narrower n = {.arena = arena, .whole = plan, .facts = facts};
    n.part = arena_new(arena, PlanInstance);
    *n.part = *plan;
    n.part->previous = (PlanPlacements){0};
    n.part->previous_is_set = false;
    narrow_activities(&n, ret_whole);
    narrow_trainees(&n);
    narrow_limits(&n);
    narrow_groups(&n);
    return n.part;
}
