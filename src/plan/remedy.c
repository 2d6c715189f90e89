// Each kind of fact can give way in one or two directions, by 1, 2, 3 … : a place more, a window
// longer at its end, or at its beginning. What gives way by more helps at least as much, so that
// the least that helps is found by halving.
#include "plan/remedy.h"
#include <string.h>
#include "plan/clash.h"
#include "plan/explain.h"
#include "plan/only.h"
#include "plan/solve.h"
#include "plan/without.h"

typedef struct {
    Arena *arena;
    const PlanInstance *plan;
    const PlanConflict *facts;
    const PlanGroup *fact;
} Mender;

// A problem in which the fact has given way by `by`; NULL when it cannot give way so much.
typedef PlanInstance *(*GiveWay)(Mender *mender, int32_t by);

static PlanActivity *own_activity(Mender *mender, PlanInstance *copy, int32_t a) {
    PlanActivity *items = arena_array(mender->arena, PlanActivity, copy->activities.count);
    memcpy(items, copy->activities.items, copy->activities.count * sizeof(PlanActivity));
    copy->activities.items = items;
    return &items[a];
}

static PlanInstance *copied(Mender *mender) {
    PlanInstance *copy = arena_new(mender->arena, PlanInstance);
    *copy = *mender->plan;
    return copy;
}

static int32_t *moved_by(Mender *mender, const int32_t *values, int32_t by, bool *ret_moved) {
    const PlanGroup *fact = mender->fact;
    int32_t periods = mender->plan->periods,
            *copy = arena_array(mender->arena, int32_t, (size_t)periods),
            first = fact->first == PLAN_NONE ? 0 : fact->first,
            past = fact->first == PLAN_NONE ? periods : fact->past;
    memcpy(copy, values, (size_t)periods * sizeof(int32_t));
    for (int32_t w = first; w < past; w++) {
        if (copy[w] == PLAN_NO_LIMIT) continue;
        int32_t value = copy[w] + by;
        copy[w] = value < 0 ? 0 : value;
        *ret_moved |= copy[w] != values[w];
    }
    return copy;
}

static PlanInstance *more_places(Mender *mender, int32_t by) {
    PlanInstance *copy = copied(mender);
    PlanUnit *units = arena_array(mender->arena, PlanUnit, copy->units.count);
    memcpy(units, copy->units.items, copy->units.count * sizeof(PlanUnit));
    copy->units.items = units;
    PlanUnit *unit = &units[mender->fact->unit];
    bool moved = false;
    if (mender->fact->kind == PLAN_GROUP_UNIT_MIN) {
        unit->min = moved_by(mender, unit->min, -by, &moved);
    } else if (mender->fact->level == PLAN_NONE) {
        unit->capacity = moved_by(mender, unit->capacity, by, &moved);
    } else {
        PlanLevelCapacity *levels =
            arena_array(mender->arena, PlanLevelCapacity, unit->levels.count);
        memcpy(levels, unit->levels.items, unit->levels.count * sizeof(PlanLevelCapacity));
        unit->levels.items = levels;
        for (size_t l = 0; l < unit->levels.count; l++)
            if (levels[l].level == mender->fact->level)
                levels[l].capacity = moved_by(mender, levels[l].capacity, by, &moved);
    }
    return moved ? copy : NULL;
}

static PlanInstance *other_staffing(Mender *mender, int32_t by) {
    PlanInstance *copy = copied(mender);
    PlanHome *homes = arena_array(mender->arena, PlanHome, copy->homes.count);
    memcpy(homes, copy->homes.items, copy->homes.count * sizeof(PlanHome));
    copy->homes.items = homes;
    PlanHome *home = &homes[mender->fact->home];
    bool moved = false;
    if (mender->fact->kind == PLAN_GROUP_HOME_MIN)
        home->min = moved_by(mender, home->min, -by, &moved);
    else
        home->max = moved_by(mender, home->max, by, &moved);
    return moved ? copy : NULL;
}

static PlanInstance *window_by(Mender *mender, int32_t earlier, int32_t later) {
    PlanInstance *copy = copied(mender);
    PlanActivity *activity = own_activity(mender, copy, mender->fact->activity);
    int32_t periods = copy->periods;
    PlanOption *options = arena_array(mender->arena, PlanOption, activity->options.count);
    bool moved = earlier > 0 ? activity->first > 0 : activity->past < periods;
    for (size_t o = 0; o < activity->options.count; o++) {
        options[o] = activity->options.items[o];
        if (options[o].past == 0) continue;
        if (options[o].first > periods) options[o].first = options[o].past = periods; // never
        moved |= earlier > 0 ? options[o].first > 0 : options[o].past < periods;
        options[o].first = options[o].first > earlier ? options[o].first - earlier : 0;
        options[o].past = options[o].past + later < periods ? options[o].past + later : periods;
    }
    activity->options.items = options;
    activity->first = activity->first > earlier ? activity->first - earlier : 0;
    activity->past = activity->past + later < periods ? activity->past + later : periods;
    return moved ? copy : NULL;
}

static PlanInstance *window_earlier(Mender *mender, int32_t by) {
    return window_by(mender, by, 0);
}
static PlanInstance *window_later(Mender *mender, int32_t by) {
    return window_by(mender, 0, by);
}

static PlanInstance *arc_by(Mender *mender, int32_t less_lag, int32_t more_max) {
    PlanInstance *copy = copied(mender);
    PlanActivity *activity = own_activity(mender, copy, mender->fact->activity);
    PlanAfterList after = {0};
    bool moved = false;
    for (size_t i = 0; i < activity->after.count; i++) {
        PlanAfter arc = activity->after.items[i];
        if (arc.before == mender->fact->before) {
            int32_t lag = arc.lag > less_lag ? arc.lag - less_lag : 0;
            moved |= lag != arc.lag || (more_max > 0 && arc.max != PLAN_NO_LIMIT);
            arc.lag = lag;
            if (arc.max != PLAN_NO_LIMIT) arc.max += more_max;
        }
        list_add(mender->arena, &after, arc);
    }
    activity->after = after;
    return moved ? copy : NULL;
}

static PlanInstance *less_lag(Mender *mender, int32_t by) {
    return arc_by(mender, by, 0);
}
static PlanInstance *more_max(Mender *mender, int32_t by) {
    return arc_by(mender, 0, by);
}

static PlanInstance *leave_by(Mender *mender, bool at_end, int32_t by) {
    const PlanGroup *fact = mender->fact;
    if (fact->first == PLAN_NONE || by >= fact->past - fact->first) return NULL;
    PlanGroup part = *fact;
    if (at_end)
        part.first = fact->past - by;
    else
        part.past = fact->first + by;
    const PlanTrainee *trainee = &mender->plan->trainees.items[fact->trainee];
    PlanInstance *copy = copied(mender);
    PlanTrainee *items = arena_array(mender->arena, PlanTrainee, copy->trainees.count);
    memcpy(items, copy->trainees.items, copy->trainees.count * sizeof(PlanTrainee));
    copy->trainees.items = items;
    int32_t *service = arena_array(mender->arena, int32_t, (size_t)copy->periods);
    memcpy(service, trainee->service, (size_t)copy->periods * sizeof(int32_t));
    for (int32_t w = part.first; w < part.past; w++) service[w] = trainee->service[fact->first - 1];
    items[fact->trainee].service = service;
    plan_trainee_refresh(mender->arena, copy, &items[fact->trainee]);
    return copy;
}

static PlanInstance *leave_ends_sooner(Mender *mender, int32_t by) {
    return leave_by(mender, true, by);
}
static PlanInstance *leave_begins_later(Mender *mender, int32_t by) {
    return leave_by(mender, false, by);
}

static PlanInstance *pin_by(Mender *mender, int32_t by) {
    PlanInstance *copy = copied(mender);
    PlanActivity *activity = own_activity(mender, copy, mender->fact->activity);
    PlanPins pins = {0};
    for (size_t i = 0; i < activity->pins.count; i++) {
        PlanPin pin = activity->pins.items[i];
        pin.start += by;
        if (pin.past > 0) pin.past += by;
        if (pin.start < 0 || pin.start >= copy->periods || pin.past > copy->periods) return NULL;
        list_add(mender->arena, &pins, pin);
    }
    activity->pins = pins;
    return copy;
}

static PlanInstance *pin_later(Mender *mender, int32_t by) {
    return pin_by(mender, by);
}
static PlanInstance *pin_earlier(Mender *mender, int32_t by) {
    return pin_by(mender, -by);
}

static PlanInstance *less_need(Mender *mender, int32_t by) {
    PlanInstance *copy = copied(mender);
    PlanNeeds needs = {0};
    bool moved = false;
    for (size_t i = 0; i < copy->needs.count; i++) {
        PlanNeed need = copy->needs.items[i];
        if (need.trainee == mender->fact->trainee && need.goal == mender->fact->goal &&
            need.at_least >= by) {
            need.at_least -= by;
            moved = true;
        }
        list_add(mender->arena, &needs, need);
    }
    copy->needs = needs;
    return moved ? copy : NULL;
}

// A course has one occasion more: where a plan without its dates puts it.
static bool one_more_date(Mender *mender, PlanMending *ret) {
    int32_t *whole, a = mender->fact->activity;
    PlanInstance *free =
        plan_only(mender->arena, plan_without(mender->arena, mender->plan, mender->fact),
                  mender->facts, &whole);
    PlanSolution found;
    if (!plan_appears(mender->arena, free, 4000, NULL, &found)) return false;
    for (size_t i = 0; i < found.placements.count; i++) {
        if (whole[found.placements.items[i].activity] != a) continue;
        int32_t start = found.placements.items[i].start;
        PlanInstance *copy = copied(mender);
        PlanActivity *activity = own_activity(mender, copy, a);
        PlanIndexes starts = {0};
        bool placed = false;
        for (size_t k = 0; k < activity->starts.count; k++) {
            if (!placed && activity->starts.items[k] > start) {
                list_add(mender->arena, &starts, start);
                placed = true;
            }
            list_add(mender->arena, &starts, activity->starts.items[k]);
        }
        if (!placed) list_add(mender->arena, &starts, start);
        activity->starts = starts;
        ret->changed = copy;
        ret->text = msg_format(mender->arena, LANG_SV,
                               msg(N_("Ett kurstillfälle till för {1}, {2}."),
                                   msg_text(activity->id), plan_period_arg(copy, start)));
        return true;
    }
    return false;
}

static bool helps(Mender *mender, GiveWay way, int32_t by, const PlanInstance **ret) {
    Arena *scratch = arena_open((size_t)1 << 30);
    const PlanInstance *changed = way(mender, by);
    bool helped = changed && plan_clash(scratch, changed, mender->facts, NULL) == CLASH_NO;
    arena_close(scratch);
    if (helped) *ret = changed;
    return helped;
}

// The least that helps; 0: nothing does. Doubling, then halving.
static int32_t least_way(Mender *mender, GiveWay way, const PlanInstance **ret) {
    int32_t high = 1, low = 0;
    while (!helps(mender, way, high, ret)) {
        if (high >= mender->plan->periods || !way(mender, high)) return 0;
        low = high;
        high *= 2;
    }
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (helps(mender, way, middle, ret))
            high = middle;
        else
            low = middle;
    }
    return high;
}

typedef struct {
    PlanGroupKind kind;
    GiveWay way;
    const char *text; // {1}: whom it is about, {2}: by how much, {3} {4}: the periods it holds in
} Way;

static const Way ways[] = {
    {PLAN_GROUP_CAPACITY, more_places, N_("{2} fler platser på {1}, {3}–{4}.")},
    {PLAN_GROUP_UNIT_MIN, more_places, N_("{1} räknar med {2} färre, {3}–{4}.")},
    {PLAN_GROUP_HOME_MIN, other_staffing, N_("{1} klarar sig med {2} färre hemma, {3}–{4}.")},
    {PLAN_GROUP_HOME_MAX, other_staffing, N_("{1} tar emot {2} fler hemma, {3}–{4}.")},
    {PLAN_GROUP_WINDOW, window_later, N_("Tiden för {1} slutar {2} perioder senare.")},
    {PLAN_GROUP_WINDOW, window_earlier, N_("Tiden för {1} börjar {2} perioder tidigare.")},
    {PLAN_GROUP_ORDER, less_lag, N_("{2} perioder kortare väntan före {1}.")},
    {PLAN_GROUP_ORDER, more_max, N_("{1} får börja {2} perioder senare efter den förra.")},
    {PLAN_GROUP_LEAVE, leave_ends_sooner, N_("Ledigheten för {1} slutar {2} perioder tidigare.")},
    {PLAN_GROUP_LEAVE, leave_begins_later, N_("Ledigheten för {1} börjar {2} perioder senare.")},
    {PLAN_GROUP_PIN, pin_later, N_("{1} flyttas {2} perioder framåt.")},
    {PLAN_GROUP_PIN, pin_earlier, N_("{1} flyttas {2} perioder bakåt.")},
    {PLAN_GROUP_NEED, less_need, N_("Kravet {1} blir {2} lägre.")},
};

static MsgArg about(const Mender *mender) {
    const PlanGroup *fact = mender->fact;
    const PlanInstance *plan = mender->plan;
    return msg_text(fact->kind == PLAN_GROUP_NEED ? plan->goals.items[fact->goal]
                    : fact->unit != PLAN_NONE     ? plan->units.items[fact->unit].id
                    : fact->home != PLAN_NONE     ? plan->homes.items[fact->home].id
                    : fact->activity != PLAN_NONE ? plan->activities.items[fact->activity].id
                                                  : plan->trainees.items[fact->trainee].id);
}

void plan_remedy_whole(Arena *arena, const PlanInstance *plan, const PlanGroup *fact,
                       PlanMending *ret) {
    ret->changed = plan_without(arena, plan, fact);
    Msg text = plan_group_text(plan, fact);
    ret->text = str_join(arena, STR("Går att planera utan: "), msg_format(arena, LANG_SV, text));
}

bool plan_remedy(Arena *arena, const PlanInstance *plan, const PlanConflict *facts, size_t which,
                 PlanMending *ret) {
    Mender mender = {arena, plan, facts, &facts->items[which]};
    int32_t least = INT32_MAX;
    plan_remedy_whole(arena, plan, mender.fact, ret);
    if (mender.fact->kind == PLAN_GROUP_COURSE_DATES) return one_more_date(&mender, ret);
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        const PlanInstance *changed = NULL;
        if (ways[i].kind != mender.fact->kind) continue;
        int32_t by = least_way(&mender, ways[i].way, &changed);
        if (by == 0 || by >= least) continue;
        least = by;
        ret->changed = changed;
        ret->text = msg_format(arena, LANG_SV,
                               msg(ways[i].text, about(&mender), msg_number(by),
                                   plan_period_arg(plan, mender.fact->first),
                                   plan_period_arg(plan, mender.fact->past)));
    }
    return least < INT32_MAX;
}
