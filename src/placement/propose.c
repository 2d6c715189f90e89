// The problem: history and agreements are pins, what is left of each need is an activity, and what
// is planned already is its previous place. Needs are counted with the movable placements taken
// away, so that nothing is asked for twice.
#include "placement/propose.h"
#include "placement/propose_fit.h"

#define LEFT_TOO_LITTLE (SERVICE_TIME_MONTH.parts / 4) // a week of a rotation is not travelled for
#define PLACES_WITHOUT_LIMIT 1000
#define LEAVE_BRIDGED_DAYS 28

typedef struct {
    Arena *arena;
    const ProposeInput *input;
    ProposeProblem *problem;
    PlanInstance *plan;
    IdMap unit_at; // unit id -> index in the problem
    int units_a_month;
    const PlacementList *crowded; // placements that clash as they stand
} Making;

// One trainee while the problem is made.
typedef struct {
    const ProposeTrainee *who;
    size_t index;
    int32_t trainee; // in the problem
    ServiceLineList service;
    PlacementList pinned, movable;
    TrainingNeeds needs;
    UnitId home;
    int32_t first; // the period where new things may begin
    int32_t past;
    int64_t work;  // of its activities, in units
} Trainee;

Date propose_from(const ProposeInput *input) {
    return date_add_days(input->today, 1);
}

bool propose_is_planned(const ProposeTrainee *trainee, Date today) {
    const Training *t = &trainee->training;
    return date_is_known(t->first) && date_is_known(t->planned_end) && t->planned_end.day > today.day &&
           t->planned_end.day > t->first.day;
}

// --- service ahead -----------------------------------------------------------------------------------

ServiceLineList propose_service(Arena *arena, const ProposeTrainee *trainee, Date today) {
    ServiceInput input = {.training = &trainee->training, .shares = trainee->shares, .absences = trainee->absences};
    ServiceProgress progress = service_progress(arena, &input, today);
    ServiceLineList ahead = {0};
    for (size_t i = 0; i < progress.lines.count; i++)
        if (progress.lines.items[i].ahead && progress.lines.items[i].why != SERVICE_OUTSIDE)
            list_add(arena, &ahead, progress.lines.items[i]);
    return ahead;
}

ServiceTime propose_service_in(const ServiceLineList *service, DateSpan span, Percent share) {
    ServiceTime sum = {0};
    for (size_t i = 0; i < service->count; i++) {
        const ServiceLine *line = &service->items[i];
        Percent served = line->counted.value < share.value ? line->counted : share;
        DateSpan common = date_span_common(line->span, span);
        if (!date_span_is_empty(common)) sum = service_time_add(sum, service_time_of_span(common, served));
    }
    return sum;
}

Percent propose_share(const ServiceLineList *service, DateSpan span) {
    Percent most = {0};
    for (size_t i = 0; i < service->count; i++)
        if (date_span_overlaps(service->items[i].span, span) && service->items[i].employed.value > most.value)
            most = service->items[i].employed;
    return most.value ? most : (Percent){100};
}

static int64_t units_of(const Making *m, ServiceTime time) {
    return time.parts * m->units_a_month / SERVICE_TIME_MONTH.parts;
}

// Leave longer than four weeks: no block may touch it. Leaves that follow on each other are one.
static DateSpanList long_leaves(Arena *arena, const ServiceLineList *service) {
    DateSpanList leaves = {0};
    for (size_t i = 0; i < service->count; i++) {
        const ServiceLine *line = &service->items[i];
        if (line->why != SERVICE_LEAVE) continue;
        DateSpan *last = leaves.count ? &leaves.items[leaves.count - 1] : NULL;
        if (last && last->past.day == line->span.first.day) last->past = line->span.past;
        else list_add(arena, &leaves, line->span);
    }
    size_t kept = 0;
    for (size_t i = 0; i < leaves.count; i++)
        if (date_span_days(leaves.items[i]) > LEAVE_BRIDGED_DAYS) leaves.items[kept++] = leaves.items[i];
    leaves.count = kept;
    return leaves;
}

static int32_t period_clamped(const PlanInstance *plan, Date date) {
    int32_t period = plan_period_at(plan, date);
    return period < 0 ? 0 : period > plan->periods ? plan->periods : period;
}

static int32_t period_after(const PlanInstance *plan, Date date) { // the first that begins on it or later
    int32_t period = period_clamped(plan, date);
    return period < plan->periods && plan_period_first(plan, period).day < date.day ? period + 1 : period;
}

// A long leave must be longer than the bridge also in periods, or a block would reach across it.
static void close_leaves(const Making *m, const DateSpanList *leaves, bool *closed) {
    for (size_t i = 0; i < leaves->count; i++) {
        int32_t first = period_clamped(m->plan, leaves->items[i].first);
        int32_t past = period_after(m->plan, leaves->items[i].past);
        if (past - first <= m->plan->bridge) past = first + m->plan->bridge + 1;
        for (int32_t w = first; w < past && w < m->plan->periods; w++) closed[w] = true;
    }
}

static void add_service(const Making *m, Trainee *t) {
    PlanInstance *plan = m->plan;
    bool *closed = arena_array(m->arena, bool, (size_t)plan->periods + 1);
    DateSpanList leaves = long_leaves(m->arena, &t->service);
    close_leaves(m, &leaves, closed);
    ServiceTime served = {0};
    for (int32_t w = 0; w < t->past; w++) {
        int64_t before = units_of(m, served);
        if (closed[w]) continue;
        DateSpan period = {plan_period_first(plan, w), plan_period_first(plan, w + 1)};
        served = service_time_add(served, propose_service_in(&t->service, period, (Percent){100}));
        int32_t value = (int32_t)(units_of(m, served) - before);
        if (value > 100) value = 100;
        if (value > 0) plan_step(m->arena, &plan->trainees.items[t->trainee].service_steps, w, w + 1, value);
    }
}

// --- what may move -----------------------------------------------------------------------------------

static bool is_agreed(const Placement *p) {
    return p->state == PLACEMENT_STATE_CONFIRMED || p->state == PLACEMENT_STATE_COMPLETED;
}

static bool is_crowded(const Making *m, const Placement *p) {
    for (size_t i = 0; i < m->crowded->count; i++)
        if (m->crowded->items[i].id.raw == p->id.raw) return true;
    return false;
}

static Date freeze_past(const Making *m) {
    if (m->input->wishes.break_freeze) return propose_from(m->input);
    return date_add_days(m->input->today, 7 * PROPOSE_FREEZE_WEEKS);
}

static bool may_move(const Making *m, const Trainee *t, const Placement *p) {
    if (p->first.day < propose_from(m->input).day || is_agreed(p)) return false;
    // Beside other service at a part of it: laid by hand.
    if (p->share.value < propose_share(&t->service, (DateSpan){p->first, p->past}).value) return false;
    if (p->first.day >= freeze_past(m).day) return true;
    return is_crowded(m, p);
}

static bool takes_time(const TrainingNeed *need) {
    return need->counts_time && !need->fill &&
           (need->kind == PLACEMENT_KIND_ROTATION || need->kind == PLACEMENT_KIND_BT ||
            need->kind == PLACEMENT_KIND_PROJECT || need->kind == PLACEMENT_KIND_RESEARCH);
}

// Home service that answers another need than home service does: a project, a rotation done at home.
static bool answers_a_need(const Trainee *t, const Placement *p) {
    for (size_t i = 0; p->item.size && i < t->needs.needs.count; i++)
        if (str_equal(t->needs.needs.items[i].item, p->item)) return takes_time(&t->needs.needs.items[i]);
    return false;
}

// Home service that nobody has agreed on only fills; beside something else it was laid by hand.
static bool home_fills(const Trainee *t, const Placement *p) {
    if (p->kind != PLACEMENT_KIND_HOME || p->unit.raw != t->home.raw || is_agreed(p) || answers_a_need(t, p)) return false;
    for (size_t i = 0; i < t->who->placements.count; i++) {
        const Placement *other = &t->who->placements.items[i];
        if (other->id.raw != p->id.raw && placement_counts(other) && other->kind != PLACEMENT_KIND_HOME &&
            p->share.value < 100 && other->share.value < 100 &&
            date_span_overlaps((DateSpan){p->first, p->past}, (DateSpan){other->first, other->past}))
            return false;
    }
    return true;
}

static void sort_out(const Making *m, Trainee *t) {
    for (size_t i = 0; i < t->who->placements.count; i++) {
        const Placement *p = &t->who->placements.items[i];
        if (!placement_counts(p) || p->past.day <= propose_from(m->input).day || home_fills(t, p)) continue;
        if (may_move(m, t, p)) list_add(m->arena, &t->movable, *p);
        else list_add(m->arena, &t->pinned, *p);
    }
}

// --- needs -------------------------------------------------------------------------------------------

static bool is_among(const PlacementList *list, PlacementId id) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].id.raw == id.raw) return true;
    return false;
}

UnitItemList propose_unit_items(Arena *arena, const ProposeInput *input, UnitId home) {
    UnitItemList items = {0};
    UnitId chain[16];
    int depth = 0;
    for (const Unit *unit = NULL; home.raw && depth < 16; home = unit ? unit->parent : (UnitId){0}) {
        chain[depth++] = home;
        unit = NULL;
        for (size_t i = 0; i < input->units.count; i++)
            if (input->units.items[i].id.raw == home.raw) unit = &input->units.items[i];
    }
    while (depth-- > 0)
        for (size_t i = 0; i < input->unit_items.count; i++)
            if (input->unit_items.items[i].unit.raw == chain[depth].raw) list_add(arena, &items, input->unit_items.items[i]);
    return items;
}

// The needs as they would be if nothing that may move were there (yet: nothing is sorted out).
static void find_needs(const Making *m, Trainee *t) {
    ServiceInput service = {.training = &t->who->training, .shares = t->who->shares,
                            .absences = t->who->absences, .units = m->input->units};
    for (size_t i = 0; i < t->who->placements.count; i++)
        if (!is_among(&t->movable, t->who->placements.items[i].id))
            list_add(m->arena, &service.placements, t->who->placements.items[i]);
    NeedInput input = {.service = &service, .unit_items = propose_unit_items(m->arena, m->input, t->home),
                       .training_items = t->who->items, .courses = m->input->courses,
                       .applications = t->who->applications};
    t->needs = training_needs(m->arena, &input, m->input->today);
}

static ServiceTime left_of(const TrainingNeed *need) {
    ServiceTime had = service_time_add(need->done, service_time_add(need->agreed, need->planned));
    if (need->optional || service_time_compare(need->wanted, had) <= 0) return (ServiceTime){0};
    return service_time_subtract(need->wanted, had);
}

// The floors of the BT are exact; for others less than a week is nothing to plan.
bool propose_need_is_open(const TrainingNeed *need, ServiceTime left) {
    return takes_time(need) && left.parts > (need->kind == PLACEMENT_KIND_BT ? 0 : LEFT_TOO_LITTLE);
}

// --- units -------------------------------------------------------------------------------------------

static int32_t unit_add(Making *m, UnitId id) {
    int64_t at;
    if (id_map_get(&m->unit_at, id.raw, &at)) return (int32_t)at;
    int32_t unit = plan_add_unit(m->arena, m->plan, str_printf(m->arena, "u%lld", (long long)id.raw));
    id_map_put(m->arena, &m->unit_at, id.raw, unit);
    list_add(m->arena, &m->problem->units, id);
    return unit;
}

static const Unit *unit_known(const Making *m, UnitId id) {
    for (size_t i = 0; i < m->input->units.count; i++)
        if (m->input->units.items[i].id.raw == id.raw) return &m->input->units.items[i];
    return NULL;
}

// The fewest places free on any day of each period, visitors that are not planned here set off.
static void set_places(const Making *m, UnitId id, CapacityLevel level, PlanSteps *steps) {
    PlanInstance *plan = m->plan;
    int32_t *places = arena_array(m->arena, int32_t, (size_t)plan->periods);
    for (int32_t w = 0; w < plan->periods; w++) places[w] = PLACES_WITHOUT_LIMIT;
    DateSpan window = {plan->start, plan_period_first(plan, plan->periods)};
    CapacityStepList days = capacity_steps(m->arena, &m->input->capacities, id, level, &m->input->others, window);
    for (size_t i = 0; i < days.count; i++) {
        const CapacityStep *step = &days.items[i];
        int32_t places_left = step->places > step->load ? step->places - step->load : 0;
        if (step->places == PLACES_UNKNOWN) continue;
        int32_t past = period_after(plan, step->span.past);
        for (int32_t w = period_clamped(plan, step->span.first); w < past; w++)
            if (places_left < places[w]) places[w] = places_left;
    }
    for (int32_t w = 0; w < plan->periods;) {
        int32_t past = w + 1;
        while (past < plan->periods && places[past] == places[w]) past++;
        plan_step(m->arena, steps, w, past, places[w]);
        w = past;
    }
}

static bool has_level(const Making *m, UnitId id, CapacityLevel level) {
    for (size_t i = 0; i < m->input->capacities.count; i++)
        if (m->input->capacities.items[i].unit.raw == id.raw && m->input->capacities.items[i].level == level) return true;
    return false;
}

static void set_all_places(const Making *m) {
    static const struct {
        CapacityLevel level;
        const char *name;
    } levels[] = {{CAPACITY_LEVEL_BT, "bt"}, {CAPACITY_LEVEL_ST, "st"}};
    for (size_t u = 0; u < m->problem->units.count; u++) {
        UnitId id = m->problem->units.items[u];
        PlanUnit *unit = &m->plan->units.items[u];
        set_places(m, id, CAPACITY_LEVEL_ALL, &unit->capacity_steps);
        for (size_t l = 0; l < COUNT_OF(levels); l++) {
            if (!has_level(m, id, levels[l].level)) continue;
            PlanLevelCapacity capacity = {.level = plan_level(m->arena, m->plan, str_from_c(levels[l].name))};
            set_places(m, id, levels[l].level, &capacity.steps);
            list_add(m->arena, &unit->levels, capacity);
        }
    }
}

// --- activities --------------------------------------------------------------------------------------

static PlanKind plan_kind(PlacementKind kind) {
    switch (kind) {
    case PLACEMENT_KIND_HOME: return PLAN_INTERNAL;
    case PLACEMENT_KIND_BT: return PLAN_BT;
    case PLACEMENT_KIND_RESEARCH:
    case PLACEMENT_KIND_PROJECT: return PLAN_PROJECT;
    case PLACEMENT_KIND_COURSE:
    case PLACEMENT_KIND_OBSERVATION:
    case PLACEMENT_KIND_ROTATION: break;
    }
    return PLAN_EXTERNAL;
}

static int32_t activity_add(Making *m, const Trainee *t, Str id, ProposeBlock block, int64_t work) {
    if (work < 1) work = 1;
    int32_t at = plan_add_activity(m->arena, m->plan, id, t->trainee, plan_kind(block.kind), (int32_t)work);
    block.trainee = t->index;
    list_add(m->arena, &m->problem->blocks, block);
    return at;
}

// PLAN_NONE for the trainee's own clinic: nobody counts places there.
static int32_t unit_at(Making *m, const Trainee *t, UnitId id) {
    return id.raw == t->home.raw || !id.raw ? PLAN_NONE : unit_add(m, id);
}

static void add_pinned(Making *m, Trainee *t, const Placement *p) {
    DateSpan span = {p->first, p->past};
    int32_t start = period_clamped(m->plan, p->first), past = period_after(m->plan, p->past);
    if (start >= m->plan->periods || past <= start) return;
    Str id = str_printf(m->arena, "p%lld", (long long)p->id.raw);
    ProposeBlock block = {.now = *p, .is_pinned = true, .kind = p->kind, .item = p->item, .goals = p->goals};
    int32_t at = activity_add(m, t, id, block, units_of(m, propose_service_in(&t->service, span, p->share)));
    int32_t unit = unit_at(m, t, p->unit), employed = propose_share(&t->service, span).value;
    PlanActivity *activity = &m->plan->activities.items[at];
    activity->at_home = unit == PLAN_NONE;
    activity->share = p->share.value < employed ? 100 * p->share.value / employed : 100;
    if (activity->share < 1) activity->share = 1;
    plan_add_option(m->arena, m->plan, at, unit, 0);
    plan_pin(m->arena, m->plan, at, (PlanPin){.start = start, .unit_is_set = true, .unit = unit, .past = past});
    if (p->kind != PLACEMENT_KIND_HOME) m->problem->pinned++;
}

// Another place costs a little: least at the same hospital.
static int32_t travel_cost(const Making *m, const Trainee *t, UnitId id) {
    const Unit *unit = unit_known(m, id), *home = unit_known(m, t->home);
    if (!unit || !home || unit->id.raw == home->id.raw) return 0;
    if (unit->parent.raw == home->parent.raw || unit->parent.raw == home->id.raw) return 0;
    return unit->kind == UNIT_KIND_EXTERNAL ? 6 : 2;
}

static bool has_option(const PlanActivity *activity, int32_t unit) {
    return plan_option_at(activity, unit) != PLAN_NONE;
}

static void add_options(Making *m, const Trainee *t, int32_t at, const TrainingNeed *need, const Placement *now) {
    bool own_work = now ? now->kind == PLACEMENT_KIND_HOME : false;
    own_work = own_work || (need && (need->kind == PLACEMENT_KIND_PROJECT || need->kind == PLACEMENT_KIND_RESEARCH));
    if (now) plan_add_option(m->arena, m->plan, at, unit_at(m, t, now->unit), 0);
    for (size_t i = 0; need && !own_work && i < need->units.count; i++) {
        UnitId id = need->units.items[i];
        int32_t unit = unit_at(m, t, id);
        if (unit_known(m, id) && !has_option(&m->plan->activities.items[at], unit))
            plan_add_option(m->arena, m->plan, at, unit, travel_cost(m, t, id));
    }
    if (own_work && !now) plan_add_option(m->arena, m->plan, at, PLAN_NONE, 0);
}

static void set_window(const Making *m, const Trainee *t, int32_t at, const TrainingNeed *need) {
    PlanActivity *activity = &m->plan->activities.items[at];
    activity->first = t->first;
    activity->past = t->past;
    if (need && date_is_known(need->not_before)) {
        int32_t first = period_after(m->plan, need->not_before);
        if (first > activity->first) activity->first = first < activity->past ? first : activity->past;
    }
    if (m->input->calendar == PLAN_CALENDAR_MONTH) {
        activity->starts_is_set = true;
        for (int32_t w = activity->first; w < activity->past; w++)
            if (date_to_ymd(plan_period_first(m->plan, w)).day == 1) list_add(m->arena, &activity->starts, w);
    }
}

// Early things are wished before half the training has gone, late ones after it.
static void set_wished_time(const Making *m, const Trainee *t, int32_t at, const TrainingNeed *need) {
    const Training *training = &t->who->training;
    int days = training->planned_end.day - training->first.day;
    int32_t half = plan_period_at(m->plan, date_add_days(training->first, days / 2));
    PlanActivity *activity = &m->plan->activities.items[at];
    if (!need || need->phase == PHASE_MIDDLE) return;
    activity->preferred_is_set = true;
    activity->preferred_first = need->phase == PHASE_LATE && half > 0 ? half : 0;
    activity->preferred_last = need->phase == PHASE_LATE ? m->plan->periods : half > t->first ? half : t->first;
}

static void set_previous(Making *m, const Trainee *t, int32_t at, const Placement *now) {
    plan_add_previous(m->arena, m->plan,
                      (PlanPlacement){.activity = at, .start = period_clamped(m->plan, now->first),
                                      .unit = unit_at(m, t, now->unit),
                                      .confirmed = now->state == PLACEMENT_STATE_REQUESTED});
}

typedef struct {
    const Placement *now; // NULL: new
    TrainingNeed *need;   // NULL: answers none
    bool is_extra;        // more than the need asks
    ServiceTime time;
    bool is_extended;
    bool has_no_room;
} Wanted;
LIST_OF(WantedList, Wanted);

// What is planned already, each with its own length, then what no plan answers yet: added to the
// last planned of the same need, so that nobody goes to the same place twice.
static WantedList wanted_of(const Making *m, Trainee *t) {
    WantedList list = {0};
    for (size_t i = 0; i < t->movable.count; i++) {
        const Placement *p = &t->movable.items[i];
        const TrainingNeed *found = training_need_of(&t->needs, p, unit_known(m, p->unit));
        TrainingNeed *need = found ? &t->needs.needs.items[found - t->needs.needs.items] : NULL;
        ServiceTime time = propose_service_in(&t->service, (DateSpan){p->first, p->past}, p->share);
        bool is_extra = !need || need->optional || left_of(need).parts == 0;
        list_add(m->arena, &list, ((Wanted){p, need, is_extra, time, false, false}));
        if (need) need->planned = service_time_add(need->planned, time);
    }
    for (size_t i = 0; i < t->needs.needs.count; i++) {
        TrainingNeed *need = &t->needs.needs.items[i];
        ServiceTime left = left_of(need);
        if (!propose_need_is_open(need, left)) continue;
        Wanted *same = NULL;
        for (size_t k = 0; k < list.count; k++)
            if (list.items[k].need == need && list.items[k].now) same = &list.items[k];
        if (same) {
            same->time = service_time_add(same->time, left);
            same->is_extended = true;
        } else list_add(m->arena, &list, ((Wanted){NULL, need, false, left, false, false}));
    }
    return list;
}

static bool can_be_received(const Making *m, const TrainingNeed *need) {
    if (need->kind == PLACEMENT_KIND_PROJECT || need->kind == PLACEMENT_KIND_RESEARCH) return true;
    for (size_t i = 0; i < need->units.count; i++)
        if (unit_known(m, need->units.items[i])) return true;
    return false;
}

static void add_wanted(Making *m, Trainee *t, const Wanted *w, size_t number) {
    static const Placement none = {0};
    if (!w->now && !can_be_received(m, w->need)) {
        list_add(m->arena, &m->problem->missing,
                 ((ProposeMissing){t->index, w->need->item, w->need->name, w->time, PROPOSE_NO_UNIT}));
        return;
    }
    if (w->has_no_room) {
        list_add(m->arena, &m->problem->missing,
                 ((ProposeMissing){t->index, w->need ? w->need->item : w->now->item, w->need ? w->need->name : STR(""), w->time,
                                   PROPOSE_NO_TIME}));
        return;
    }
    Str item = w->need ? w->need->item : w->now->item;
    Str goals = w->now && w->now->goals.size ? w->now->goals : w->need ? w->need->goals : STR("");
    ProposeBlock block = {.now = w->now ? *w->now : none, .is_extended = w->is_extended,
                          .kind = w->now ? w->now->kind : w->need->kind, .item = item,
                          .name = w->need ? w->need->name : item, .goals = goals};
    Str id = str_printf(m->arena, "t%lld.%zu%s%.*s", (long long)t->who->training.id.raw, number, item.size ? "." : "",
                        STR_ARG(item));
    int32_t at = activity_add(m, t, id, block, units_of(m, w->time));
    m->plan->activities.items[at].optional = w->is_extra;
    add_options(m, t, at, w->need, w->now);
    const PlanActivity *activity = &m->plan->activities.items[at];
    m->plan->activities.items[at].at_home = activity->options.count == 1 && activity->options.items[0].unit == PLAN_NONE &&
                                            activity->kind != PLAN_PROJECT;
    set_window(m, t, at, w->need);
    set_wished_time(m, t, at, w->need);
    if (w->now) set_previous(m, t, at, w->now);
    m->problem->movable += w->now != NULL;
}

// New things begin after the freeze, unless what must be done has no room after it.
static void set_first(const Making *m, Trainee *t, const WantedList *wanted) {
    Date from = date_max(propose_from(m->input), t->who->training.first);
    Date frozen = date_max(freeze_past(m), from);
    ServiceTime needed = {0}, room = {0};
    DateSpan ahead = {frozen, date_add_days(t->who->training.planned_end, 1)};
    if (!date_span_is_empty(ahead)) room = propose_service_in(&t->service, ahead, (Percent){100});
    for (size_t i = 0; i < wanted->count; i++)
        if (!wanted->items[i].is_extra) needed = service_time_add(needed, wanted->items[i].time);
    for (size_t i = 0; i < t->pinned.count; i++) {
        DateSpan taken = {date_max(t->pinned.items[i].first, frozen), t->pinned.items[i].past};
        if (!date_span_is_empty(taken))
            needed = service_time_add(needed, propose_service_in(&t->service, taken, (Percent){100}));
    }
    t->first = period_after(m->plan, service_time_compare(needed, room) > 0 ? from : frozen);
    if (t->first > t->past) t->first = t->past;
}

// What goes first when there is not time for all: lengths nobody has confirmed, then what is planned,
// then what the clinic or the regulation asks; the BT last.
static int rank_of(const Wanted *w) {
    if (!w->need) return 0;
    if (w->need->kind == PLACEMENT_KIND_BT) return 4;
    if (w->need->origin != NEED_SHIPPED || w->need->confidence == CONFIDENCE_HIGH) return 3;
    if (w->need->kind == PLACEMENT_KIND_PROJECT || w->need->kind == PLACEMENT_KIND_RESEARCH) return 2;
    return w->now ? 1 : 0;
}

static void leave_out_what_has_no_room(const Making *m, const Trainee *t, WantedList *wanted) {
    FitTakenList taken = {0};
    FitBlockList blocks = {0};
    for (size_t i = 0; i < t->pinned.count; i++) {
        const Placement *p = &t->pinned.items[i];
        int32_t first = period_clamped(m->plan, p->first), past = period_after(m->plan, p->past);
        int employed = propose_share(&t->service, (DateSpan){p->first, p->past}).value;
        int share = p->share.value < employed && p->share.value > 0 ? 100 * p->share.value / employed : 100;
        if (first < past && first < m->plan->periods) list_add(m->arena, &taken, ((FitTaken){first, past, share > 0 ? share : 1}));
    }
    for (size_t i = 0; i < wanted->count; i++) {
        const Wanted *w = &wanted->items[i];
        int64_t work = units_of(m, w->time);
        FitBlock block = {.first = t->first, .past = t->past, .work = work > 0 ? (int32_t)work : 1, .rank = rank_of(w),
                          .months_only = m->input->calendar == PLAN_CALENDAR_MONTH};
        if (w->need && date_is_known(w->need->not_before)) {
            int32_t first = period_after(m->plan, w->need->not_before);
            if (first > block.first) block.first = first < block.past ? first : block.past;
        }
        if (!w->is_extra && (w->now || can_be_received(m, w->need))) list_add(m->arena, &blocks, block);
    }
    propose_fit(m->arena, m->plan, t->trainee, &taken, &blocks);
    for (size_t i = 0, k = 0; i < wanted->count; i++) {
        Wanted *w = &wanted->items[i];
        if (!w->is_extra && (w->now || can_be_received(m, w->need))) w->has_no_room = !blocks.items[k++].fits;
    }
}

static void pin_the_rest(const Making *m, Trainee *t) {
    for (size_t i = 0; i < t->movable.count; i++) list_add(m->arena, &t->pinned, t->movable.items[i]);
    t->movable.count = 0;
}

static void add_trainee(Making *m, size_t index) {
    Trainee t = {.who = &m->input->trainees.items[index], .index = index};
    t.home = t.who->training.home_unit;
    int32_t home = PLAN_NONE;
    Str home_id = str_printf(m->arena, "h%lld", (long long)t.home.raw);
    for (size_t i = 0; i < m->plan->homes.count; i++)
        if (str_equal(m->plan->homes.items[i].id, home_id)) home = (int32_t)i;
    if (home == PLAN_NONE) home = plan_add_home(m->arena, m->plan, home_id);
    Str id = str_printf(m->arena, "t%lld", (long long)t.who->training.id.raw);
    t.trainee = plan_add_trainee(m->arena, m->plan, id, home);
    m->problem->trainee_of.items[index] = t.trainee;
    t.service = propose_service(m->arena, t.who, m->input->today);
    t.past = period_clamped(m->plan, date_add_days(t.who->training.planned_end, 1));
    add_service(m, &t);
    find_needs(m, &t);
    sort_out(m, &t);
    find_needs(m, &t);
    WantedList wanted = wanted_of(m, &t);
    bool lacks = false;
    for (size_t i = 0; i < wanted.count; i++) lacks = lacks || !wanted.items[i].now || wanted.items[i].is_extended;
    if (m->input->wishes.only_gaps && !lacks) {
        pin_the_rest(m, &t);
        wanted.count = 0;
    }
    bool is_bt = t.who->training.kind == TRAINING_KIND_BT;
    for (size_t i = 0; i < wanted.count; i++)
        is_bt = is_bt || (wanted.items[i].need && wanted.items[i].need->kind == PLACEMENT_KIND_BT);
    plan_step(m->arena, &m->plan->trainees.items[t.trainee].level_steps, 0, m->plan->periods,
              plan_level(m->arena, m->plan, is_bt ? STR("bt") : STR("st")));
    set_first(m, &t, &wanted);
    leave_out_what_has_no_room(m, &t, &wanted);
    for (size_t i = 0; i < t.pinned.count; i++) add_pinned(m, &t, &t.pinned.items[i]);
    for (size_t i = 0; i < wanted.count; i++) add_wanted(m, &t, &wanted.items[i], i + 1);
}

// --- the clinic at home ------------------------------------------------------------------------------

// A target that evens out who is away: the share of all service ahead that is not spoken for.
static void set_home(const Making *m, int32_t home) {
    PlanInstance *plan = m->plan;
    int64_t service = 0, away = 0;
    int32_t *there = arena_array(m->arena, int32_t, (size_t)plan->periods);
    for (size_t i = 0; i < plan->trainees.count; i++) {
        if (plan->trainees.items[i].home != home) continue;
        PlanSteps steps = plan->trainees.items[i].service_steps;
        for (size_t s = 0; s < steps.count; s++) {
            there[steps.items[s].first]++;
            service += steps.items[s].value;
        }
    }
    for (size_t i = 0; i < plan->activities.count; i++)
        if (plan->trainees.items[plan->activities.items[i].trainee].home == home && !plan->activities.items[i].at_home)
            away += plan->activities.items[i].work;
    int32_t percent = service > away ? (int32_t)(100 * (service - away) / service) : 0;
    PlanHome *at = &plan->homes.items[home];
    for (int32_t w = 0; w < plan->periods; w++) {
        int32_t target = there[w] * percent / 100;
        if (target > 0) plan_step(m->arena, &at->target_steps, w, w + 1, target);
    }
    if (m->input->wishes.home_min > 0) plan_step(m->arena, &at->min_steps, 0, plan->periods, m->input->wishes.home_min);
}

// --- the whole ---------------------------------------------------------------------------------------

// What clashes ahead: at a unit with more visitors than places, or with another of the same trainee.
static PlacementList crowded_placements(Arena *arena, const ProposeInput *input) {
    Board board = propose_board(arena, input, NULL);
    PlacementList crowded = {0};
    for (size_t i = 0; i < board.clashes.count; i++)
        for (size_t k = 0; k < board.clashes.items[i].placements.count; k++)
            list_add(arena, &crowded, board.clashes.items[i].placements.items[k]);
    return crowded;
}

static int32_t periods_needed(const ProposeInput *input, PlanInstance *plan) {
    Date last = date_add_days(input->today, 31);
    for (size_t i = 0; i < input->trainees.count; i++) {
        const ProposeTrainee *t = &input->trainees.items[i];
        if (!propose_is_planned(t, input->today)) continue;
        last = date_max(last, date_add_days(t->training.planned_end, 1));
        for (size_t k = 0; k < t->placements.count; k++)
            if (date_is_known(t->placements.items[k].past)) last = date_max(last, t->placements.items[k].past);
    }
    int32_t periods = plan_period_at(plan, last) + 1;
    return periods < PLAN_PERIODS_MAX ? periods : PLAN_PERIODS_MAX;
}

static void set_rules(const ProposeInput *input, PlanInstance *plan) {
    plan->bridge = plan->period_unit == PLAN_WEEK ? 4 : 2;
    plan->bt_is_hard = input->wishes.bt_first;
    plan->now = 0;
    plan->previous_is_set = true;
    if (input->wishes.move_freely) plan->weights[PLAN_STABILITY] = 1;
    if (input->wishes.ignore_travel) plan->weights[PLAN_PREFERENCE] = 0;
}

bool propose_problem(Arena *arena, const ProposeInput *input, ProposeProblem *ret, Err *err) {
    ProposeProblem problem = {.plan = plan_begin(arena, input->name, 1)};
    bool weeks = input->calendar == PLAN_CALENDAR_WEEK;
    PlanInstance *plan = problem.plan;
    plan->period_unit = weeks ? PLAN_WEEK : PLAN_HALF_MONTH;
    plan->start = calendar_first(weeks ? PLAN_CALENDAR_WEEK : PLAN_CALENDAR_HALF_MONTH, input->today);
    plan->periods = periods_needed(input, plan);
    set_rules(input, plan);
    PlacementList crowded = crowded_placements(arena, input);
    Making m = {.arena = arena, .input = input, .problem = &problem, .plan = plan, .crowded = &crowded,
                .units_a_month = weeks ? PROPOSE_WEEK_UNITS : PROPOSE_HALF_MONTH_UNITS};
    for (size_t i = 0; i < input->trainees.count; i++) {
        const ProposeTrainee *t = &input->trainees.items[i];
        list_add(arena, &problem.trainee_of, PLAN_NONE);
        if (propose_is_planned(t, input->today)) add_trainee(&m, i);
        else if (!date_is_known(t->training.first) || !date_is_known(t->training.planned_end))
            list_add(arena, &problem.missing, ((ProposeMissing){.trainee = i, .why = PROPOSE_NO_DATES}));
    }
    set_all_places(&m);
    for (size_t i = 0; i < plan->homes.count; i++) set_home(&m, (int32_t)i);
    if (!plan_end(arena, plan, err)) return false;
    *ret = problem;
    return true;
}
