// Clinics as they are: each trainee has some years left, a leave perhaps, placements at the
// region's units and in the clinic's own sections, courses on fixed dates, some time of their own.
// Places and staffing are drawn around the hidden plan, so that half of the unit weeks have none to
// spare.
#include <string.h>
#include "plan/generate.h"
#include "plan/place.h"

#define CLINIC_TRAINEES 40
#define CLINIC_SECTIONS 4
#define CLINIC_COURSES 24
#define UNIT_TRAINEES 3 // trainees to each unit of the region
#define YEAR 52

typedef struct {
    int32_t activity, start, past, unit;
} Laid;
LIST_OF(LaidList, Laid);

typedef struct {
    Arena *arena;
    PlanInstance *plan;
    PlanRandom random;
    LaidList laid;
    int32_t clinics, units; // the region's units come first, then sections, then courses
} Region;

static int32_t below(Region *region, int32_t bound) {
    return random_below(&region->random, bound);
}

static Str name(Region *region, const char *letter, size_t number) {
    return str_printf(region->arena, "%s%zu", letter, number);
}

// ---- people and units ----

static void add_trainee(Region *region, int32_t clinic) {
    PlanInstance *plan = region->plan;
    int32_t r = plan_add_trainee(region->arena, plan, name(region, "r", plan->trainees.count),
                                 clinic),
            periods = plan->periods, end = periods / 6 + below(region, periods - periods / 6) + 1,
            at = 0;
    PlanSteps *service = &plan->trainees.items[r].service_steps;
    if (end > periods) end = periods;
    if (below(region, 100) < 40 && end > YEAR) {
        int32_t leave = 4 + below(region, end - 44), past = leave + 20 + below(region, 20);
        plan_step(region->arena, service, at, leave, 100);
        at = past;
    }
    int32_t turn = below(region, 100) < 30 && end - at > 30 ? at + 15 + below(region, 10) : end;
    plan_step(region->arena, service, at, turn, 100);
    if (turn < end) plan_step(region->arena, service, turn, end, 80);
}

static void add_people_and_units(Region *region, int32_t trainees) {
    PlanInstance *plan = region->plan;
    for (int32_t u = 0; u < region->units; u++)
        plan_add_unit(region->arena, plan, name(region, "unit", (size_t)u));
    for (int32_t c = 0; c < region->clinics; c++) {
        plan_add_home(region->arena, plan, name(region, "h", (size_t)c));
        for (int32_t s = 0; s < CLINIC_SECTIONS; s++)
            plan_add_unit(region->arena, plan,
                          str_printf(region->arena, "clinic%d/section%d", c, s));
        for (int32_t s = 0; s < CLINIC_COURSES; s++)
            plan_add_unit(region->arena, plan,
                          str_printf(region->arena, "clinic%d/course%d", c, s));
    }
    for (int32_t r = 0; r < trainees; r++) add_trainee(region, r % region->clinics);
}

static int32_t section(const Region *region, int32_t clinic, int32_t number) {
    return region->units + clinic * (CLINIC_SECTIONS + CLINIC_COURSES) + number;
}

// ---- the hidden plan ----

static PlanActivity *lay(Region *region, int32_t r, PlanKind kind, int32_t work, int32_t start,
                         int32_t past, int32_t unit) {
    PlanInstance *plan = region->plan;
    int32_t a = plan_add_activity(region->arena, plan, name(region, "a", plan->activities.count), r,
                                  kind, work);
    list_add(region->arena, &region->laid, (Laid){a, start, past, unit});
    plan_add_option(region->arena, plan, a, unit, 0);
    return &plan->activities.items[a];
}

// Some others could receive too; it is not always the hidden one that is liked best.
static void add_units(Region *region, PlanActivity *activity) {
    int32_t others = below(region, 3), a = (int32_t)(activity - region->plan->activities.items);
    for (int32_t i = 0; i < others; i++) {
        int32_t unit = below(region, region->units);
        if (plan_option_at(activity, unit) == PLAN_NONE)
            plan_add_option(region->arena, region->plan, a, unit, 2 << below(region, 3));
    }
    PlanOption *options = activity->options.items;
    if (activity->options.count > 1 && below(region, 100) < 30) {
        options[0].cost = options[1].cost;
        options[1].cost = 0;
    }
}

static void wish(Region *region, PlanActivity *activity, int32_t start) {
    int32_t first = start - below(region, YEAR + 20) + 10;
    activity->preferred_is_set = true;
    activity->preferred_first = first < 0 ? 0 : first;
    activity->preferred_last = activity->preferred_first + YEAR;
    activity->timing_weight = activity->kind != PLAN_COURSE;
}

static void lay_course(Region *region, int32_t r, int32_t course, int32_t start) {
    int32_t step = course % 2 ? YEAR / 2 : YEAR, home = region->plan->trainees.items[r].home;
    PlanActivity *activity = lay(region, r, PLAN_COURSE, 100, start, start + 1,
                                 section(region, home, CLINIC_SECTIONS + course));
    activity->weeks = 1;
    activity->work = 0;
    activity->starts_is_set = true;
    for (int32_t t = start % step; t < region->plan->periods; t += step)
        list_add(region->arena, &activity->starts, t);
}

static bool lay_block(Region *region, int32_t r, int32_t start, int32_t limit, int32_t *ret_past) {
    static const int32_t works[] = {600, 800, 1200, 1700, 1700, 1300, 2600};
    PlanInstance *plan = region->plan;
    int32_t draw = below(region, 100), work = works[below(region, 7)];
    PlanKind kind = draw < 58 ? PLAN_EXTERNAL : draw < 93 ? PLAN_INTERNAL : PLAN_PROJECT;
    if (kind == PLAN_PROJECT) work = 1000;
    PlanActivity shape = {.trainee = r, .kind = kind, .work = work};
    int32_t past = plan_block_past(plan, &shape, start, work);
    if (past == PLAN_NONE || past > limit) return false;
    int32_t unit = kind == PLAN_EXTERNAL   ? below(region, region->units)
                   : kind == PLAN_INTERNAL ? section(region, plan->trainees.items[r].home,
                                                     below(region, CLINIC_SECTIONS))
                                           : PLAN_NONE;
    PlanActivity *activity = lay(region, r, kind, work, start, past, unit);
    if (kind == PLAN_EXTERNAL) add_units(region, activity);
    wish(region, activity, start);
    *ret_past = past;
    return true;
}

// Blocks one after another, with a course or some weeks at home between them.
static void lay_trainee(Region *region, int32_t r) {
    PlanInstance *plan = region->plan;
    const int32_t *service = plan->trainees.items[r].service;
    bool taken[CLINIC_COURSES] = {false};
    int32_t before = PLAN_NONE;
    for (int32_t w = below(region, 6); w < plan->periods;) {
        int32_t course = below(region, CLINIC_COURSES), past = w + 1,
                a = (int32_t)plan->activities.count;
        if (service[w] == 0) {
            w++;
            continue;
        }
        if (!taken[course] && below(region, 100) < 35) {
            lay_course(region, r, course, w);
            taken[course] = true;
        } else if (lay_block(region, r, w, plan->periods, &past)) {
            if (before != PLAN_NONE && below(region, 100) < 6)
                plan_add_after(region->arena, plan, a, before, 0);
            before = a;
        }
        w = past + (below(region, 100) < 50 ? below(region, 13) : 0);
    }
}

// ---- limits ----

static void steps_from(Region *region, const int32_t *values, PlanSteps *steps) {
    for (int32_t w = 0, first = 0; w <= region->plan->periods; w++) {
        if (w < region->plan->periods && values[w] == values[first]) continue;
        if (values[first] != 0) plan_step(region->arena, steps, first, w, values[first]);
        first = w;
    }
}

static void limit_units(Region *region) {
    PlanInstance *plan = region->plan;
    size_t periods = (size_t)plan->periods;
    int32_t *load = arena_array(region->arena, int32_t, plan->units.count * periods);
    for (size_t i = 0; i < region->laid.count; i++)
        for (int32_t w = region->laid.items[i].start;
             region->laid.items[i].unit >= 0 && w < region->laid.items[i].past; w++)
            load[(size_t)region->laid.items[i].unit * periods + (size_t)w]++;
    for (size_t u = 0; u < plan->units.count; u++) {
        int32_t *row = load + u * periods, more = 0;
        bool scarce = u < (size_t)region->units;
        int32_t flat = 1;
        for (size_t w = 0; w < periods; w++) flat = row[w] > flat ? row[w] : flat;
        for (size_t w = 0; w < periods; w++) {
            if (w % 8 == 0) more = below(region, 2);
            row[w] = scarce ? row[w] + more : flat;
        }
        steps_from(region, row, &plan->units.items[u].capacity_steps);
    }
}

static void limit_homes(Region *region) {
    PlanInstance *plan = region->plan;
    size_t periods = (size_t)plan->periods;
    int32_t *staff = arena_array(region->arena, int32_t, plan->homes.count * periods),
            *home = arena_array(region->arena, int32_t, plan->homes.count * periods),
            *limit = arena_array(region->arena, int32_t, periods);
    for (size_t r = 0; r < plan->trainees.count; r++)
        for (size_t w = 0; w < periods; w++)
            staff[(size_t)plan->trainees.items[r].home * periods + w] +=
                plan->trainees.items[r].service[w] > 0;
    memcpy(home, staff, plan->homes.count * periods * sizeof(int32_t));
    for (size_t i = 0; i < region->laid.count; i++) {
        const PlanActivity *activity = &plan->activities.items[region->laid.items[i].activity];
        const PlanTrainee *trainee = &plan->trainees.items[activity->trainee];
        for (int32_t w = region->laid.items[i].start;
             !activity->at_home && w < region->laid.items[i].past; w++)
            home[(size_t)trainee->home * periods + (size_t)w] -= trainee->service[w] > 0;
    }
    for (size_t c = 0; c < plan->homes.count; c++) {
        const int32_t *here = home + c * periods, *all = staff + c * periods;
        for (size_t w = 0; w < periods; w++)
            limit[w] = here[w] < all[w] * 9 / 20 ? here[w] : all[w] * 9 / 20;
        steps_from(region, limit, &plan->homes.items[c].min_steps);
        for (size_t w = 0; w < periods; w++) limit[w] = all[w] * 2 / 3;
        steps_from(region, limit, &plan->homes.items[c].target_steps);
        for (size_t w = 0; w < periods; w++)
            limit[w] = here[w] > all[w] - all[w] / 16 ? here[w] : all[w] - all[w] / 16;
        steps_from(region, limit, &plan->homes.items[c].max_steps);
    }
}

// ---- the whole ----

PlanInstance *plan_generate_clinics(Arena *arena, int64_t seed, int32_t trainees,
                                    PlanSolution *ret_hidden) {
    Region region = {.arena = arena, .random = random_begin(seed)};
    region.clinics = (trainees + CLINIC_TRAINEES - 1) / CLINIC_TRAINEES;
    region.units = trainees / UNIT_TRAINEES + 2;
    PlanInstance *plan = region.plan =
        plan_begin(arena, str_printf(arena, "clinics%d", trainees), 6 * YEAR);
    Err err;
    plan->start = date_from_ymd(2027, 1, 4);
    plan->bt_is_hard = false;
    add_people_and_units(&region, trainees);
    if (!plan_end(arena, plan, &err)) return NULL;
    for (int32_t r = 0; r < trainees; r++) lay_trainee(&region, r);
    limit_units(&region);
    limit_homes(&region);
    if (!plan_end(arena, plan, &err)) return NULL;
    if (!ret_hidden) return plan;
    *ret_hidden = (PlanSolution){.status = PLAN_FEASIBLE};
    for (size_t i = 0; i < region.laid.count; i++) {
        const Laid *laid = &region.laid.items[i];
        list_add(
            arena, &ret_hidden->placements,
            (PlanPlacement){.activity = laid->activity, .start = laid->start, .unit = laid->unit});
    }
    return plan;
}
