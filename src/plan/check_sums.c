// Sums over weeks: one place at a time (H6), places at a unit (H7), staffing at home (H10, H11).
// Each breach is reported once per run of weeks with the same blocks in it.
#include <string.h>
#include "plan/check_view.h"

typedef struct {
    int32_t sum, limit; // as counted, and in force
    bool broken, given;
} Breach;

// The blocks that a report names in week w.
typedef bool (*InSum)(const Check *check, const CheckBlock *block, int32_t subject, int32_t level,
                      int32_t w);

static PlanIndexes activities_in(Check *check, InSum in_sum, int32_t subject, int32_t level,
                                 int32_t w) {
    PlanIndexes activities = {0};
    for (size_t i = 0; i < check->blocks.count; i++) {
        const CheckBlock *block = &check->blocks.items[i];
        if (block->start <= w && w < block->past && in_sum(check, block, subject, level, w))
            list_add(check->arena, &activities, block->activity);
    }
    return activities;
}

static bool same_activities(PlanIndexes a, PlanIndexes b) {
    return a.count == b.count &&
           (a.count == 0 || memcmp(a.items, b.items, a.count * sizeof(int32_t)) == 0);
}

typedef struct {
    PlanRule rule;
    InSum in_sum;
    int32_t subject, level;
    Msg text; // {2} and {3} become sum and limit
} SumRule;

static void report_runs(Check *check, const SumRule *rule, const Breach *breaches) {
    int32_t periods = check->plan->periods;
    for (int32_t w = 0; w < periods; w++) {
        if (!breaches[w].broken) continue;
        PlanIndexes activities = activities_in(check, rule->in_sum, rule->subject, rule->level, w);
        int32_t past = w + 1;
        while (past < periods && breaches[past].broken &&
               breaches[past].given == breaches[w].given && breaches[past].sum == breaches[w].sum &&
               breaches[past].limit == breaches[w].limit &&
               same_activities(activities, activities_in(check, rule->in_sum, rule->subject,
                                                         rule->level, past)))
            past++;
        Msg text = rule->text;
        text.args[1] = msg_number(breaches[w].sum);
        text.args[2] = msg_number(breaches[w].limit);
        check_report(check, rule->rule, breaches[w].given, activities.items, activities.count, w,
                     past, text);
        w = past - 1;
    }
}

static const PlanActivity *activity_of(const Check *check, const CheckBlock *block) {
    return &check->plan->activities.items[block->activity];
}

// What goes on within the calendar.
static int32_t past_in(const Check *check, const CheckBlock *block) {
    return block->past < check->plan->periods ? block->past : check->plan->periods;
}

// ---- H6 ----

static bool in_trainee(const Check *check, const CheckBlock *block, int32_t trainee, int32_t level,
                       int32_t w) {
    (void)level, (void)w;
    return activity_of(check, block)->trainee == trainee && !activity_of(check, block)->inside;
}

static bool in_trainee_courses(const Check *check, const CheckBlock *block, int32_t trainee,
                               int32_t level, int32_t w) {
    (void)level, (void)w;
    return activity_of(check, block)->trainee == trainee &&
           activity_of(check, block)->kind == PLAN_COURSE;
}

typedef struct {
    Breach *shares, *courses;
    int32_t *pinned, *inside, *courses_pinned;
} TraineeSums;

static void trainee_sum_block(const Check *check, const CheckBlock *block,
                              const TraineeSums *sums) {
    const PlanActivity *activity = activity_of(check, block);
    for (int32_t w = block->start; w < past_in(check, block); w++) {
        if (activity->kind == PLAN_COURSE) {
            sums->courses[w].sum++;
            sums->courses_pinned[w] += block->time_pinned;
        }
        if (activity->inside) {
            sums->inside[w]++;
            continue;
        }
        sums->shares[w].sum += activity->share;
        if (block->time_pinned) sums->pinned[w] += activity->share;
    }
}

static TraineeSums trainee_sums_begin(Check *check) {
    size_t periods = (size_t)check->plan->periods;
    return (TraineeSums){
        arena_array(check->arena, Breach, periods), arena_array(check->arena, Breach, periods),
        arena_array(check->arena, int32_t, periods), arena_array(check->arena, int32_t, periods),
        arena_array(check->arena, int32_t, periods)};
}

static void trainee_sums_clear(const TraineeSums *sums, size_t periods) {
    memset(sums->shares, 0, periods * sizeof(Breach));
    memset(sums->courses, 0, periods * sizeof(Breach));
    memset(sums->pinned, 0, periods * sizeof(int32_t));
    memset(sums->inside, 0, periods * sizeof(int32_t));
    memset(sums->courses_pinned, 0, periods * sizeof(int32_t));
}

static void check_trainee_sums(Check *check, int32_t r, TraineeSums sums) {
    size_t periods = (size_t)check->plan->periods;
    trainee_sums_clear(&sums, periods);
    PlanIndexes own = check->plan->trainees.items[r].activities;
    for (size_t i = 0; i < own.count; i++)
        for (int32_t k = 0; k < check->block_count[own.items[i]]; k++)
            trainee_sum_block(check, &check_blocks(check, own.items[i])[k], &sums);
    for (size_t w = 0; w < periods; w++) {
        sums.shares[w].limit = 100;
        sums.shares[w].broken = sums.shares[w].sum > 100;
        sums.shares[w].given = sums.shares[w].sum == sums.pinned[w];
        sums.courses[w].limit = 1;
        sums.courses[w].broken = sums.inside[w] > 0 && sums.courses[w].sum > 1;
        sums.courses[w].given = sums.courses[w].sum == sums.courses_pinned[w];
    }
    MsgArg name = msg_text(check->plan->trainees.items[r].id);
    report_runs(
        check,
        &(SumRule){PLAN_H6, in_trainee, r, PLAN_NONE, msg(N_("{1} är upptagen till {2} %."), name)},
        sums.shares);
    report_runs(check,
                &(SumRule){PLAN_H6, in_trainee_courses, r, PLAN_NONE,
                           msg(N_("{1} går {2} kurser samtidigt."), name)},
                sums.courses);
}

// ---- H7 ----

static bool in_unit(const Check *check, const CheckBlock *block, int32_t unit, int32_t level,
                    int32_t w) {
    if (block->unit != unit) return false;
    if (level == PLAN_NONE) return true;
    return check->plan->trainees.items[activity_of(check, block)->trainee].level[w] == level;
}

// Blocks sorted by unit once, so that a unit's sum costs only its own blocks.
typedef struct {
    int32_t *first, *items; // items[first[u]..first[u + 1]) are the blocks at u
} BlocksByUnit;

static BlocksByUnit blocks_by_unit(Check *check) {
    size_t units = check->plan->units.count;
    BlocksByUnit by = {arena_array(check->arena, int32_t, units + 2),
                       arena_array(check->arena, int32_t, check->blocks.count + 1)};
    for (size_t i = 0; i < check->blocks.count; i++)
        if (check->blocks.items[i].unit >= 0) by.first[check->blocks.items[i].unit + 2]++;
    for (size_t u = 1; u < units + 2; u++) by.first[u] += by.first[u - 1];
    for (size_t i = 0; i < check->blocks.count; i++)
        if (check->blocks.items[i].unit >= 0)
            by.items[by.first[check->blocks.items[i].unit + 1]++] = (int32_t)i;
    return by;
}

static void check_places(Check *check, const BlocksByUnit *by, int32_t u, int32_t level,
                         const int32_t *capacity) {
    int32_t periods = check->plan->periods;
    Breach *breaches = arena_array(check->arena, Breach, (size_t)periods);
    int32_t *pinned = arena_array(check->arena, int32_t, (size_t)periods);
    for (int32_t i = by->first[u]; i < by->first[u + 1]; i++) {
        const CheckBlock *block = &check->blocks.items[by->items[i]];
        for (int32_t w = block->start; w < past_in(check, block); w++) {
            if (!in_unit(check, block, u, level, w)) continue;
            breaches[w].sum++;
            pinned[w] += block->time_pinned && block->unit_pinned;
        }
    }
    for (int32_t w = 0; w < periods; w++) {
        breaches[w].limit = capacity[w];
        breaches[w].broken = breaches[w].sum > capacity[w];
        breaches[w].given = breaches[w].sum == pinned[w];
    }
    MsgArg name = msg_text(check->plan->units.items[u].id);
    report_runs(check,
                &(SumRule){PLAN_H7, in_unit, u, level,
                           msg(N_("{1} tar emot {2}, har plats för {3}."), name)},
                breaches);
    if (level != PLAN_NONE) return;
    for (int32_t w = 0; w < periods; w++) {
        breaches[w].limit = check->plan->units.items[u].min[w];
        breaches[w].broken = breaches[w].sum < breaches[w].limit;
        breaches[w].given = false;
    }
    report_runs(
        check,
        &(SumRule){PLAN_H7, in_unit, u, level, msg(N_("{1} har {2}, räknar med minst {3}."), name)},
        breaches);
}

static void check_unit_sums(Check *check) {
    BlocksByUnit by = blocks_by_unit(check);
    for (size_t u = 0; u < check->plan->units.count; u++) {
        const PlanUnit *unit = &check->plan->units.items[u];
        check_places(check, &by, (int32_t)u, PLAN_NONE, unit->capacity);
        for (size_t l = 0; l < unit->levels.count; l++)
            check_places(check, &by, (int32_t)u, unit->levels.items[l].level,
                         unit->levels.items[l].capacity);
    }
}

// ---- H10, H11 ----

static bool in_home(const Check *check, const CheckBlock *block, int32_t home, int32_t level,
                    int32_t w) {
    (void)level, (void)w;
    const PlanActivity *activity = activity_of(check, block);
    return !activity->at_home && check->plan->trainees.items[activity->trainee].home == home;
}

static void check_home_sums(Check *check, int32_t c) {
    int32_t periods = check->plan->periods;
    const PlanHome *home = &check->plan->homes.items[c];
    Breach *least = arena_array(check->arena, Breach, (size_t)periods),
           *most = arena_array(check->arena, Breach, (size_t)periods);
    int32_t *staff = arena_array(check->arena, int32_t, (size_t)periods),
            *away = arena_array(check->arena, int32_t, (size_t)periods),
            *pinned = arena_array(check->arena, int32_t, (size_t)periods),
            *pinned_home = arena_array(check->arena, int32_t, (size_t)periods);
    for (size_t r = 0; r < check->plan->trainees.count; r++)
        for (int32_t w = 0; w < periods && check->plan->trainees.items[r].home == c; w++)
            staff[w] += check->plan->trainees.items[r].service[w] > 0;
    for (size_t i = 0; i < check->blocks.count; i++) {
        const CheckBlock *block = &check->blocks.items[i];
        const PlanActivity *activity = activity_of(check, block);
        const PlanTrainee *trainee = &check->plan->trainees.items[activity->trainee];
        if (trainee->home == c && activity->at_home && block->time_pinned && activity->share == 100)
            for (int32_t w = block->start; w < past_in(check, block); w++)
                pinned_home[w] += trainee->service[w] > 0;
        if (!in_home(check, block, c, PLAN_NONE, 0)) continue;
        for (int32_t w = block->start; w < past_in(check, block); w++) {
            if (trainee->service[w] == 0) continue; // on leave: not missed at home
            away[w]++;
            pinned[w] += block->time_pinned;
        }
    }
    for (int32_t w = 0; w < periods; w++) {
        int32_t at_home = staff[w] - away[w],
                floor = home->min[w] < staff[w] ? home->min[w] : staff[w];
        least[w] = (Breach){at_home, floor, at_home < floor, away[w] == pinned[w]};
        most[w] =
            (Breach){at_home, home->max[w], at_home > home->max[w], at_home <= pinned_home[w]};
    }
    report_runs(check,
                &(SumRule){PLAN_H10, in_home, c, PLAN_NONE,
                           msg(N_("{1} har {2} hemma, behöver {3}."), msg_text(home->id))},
                least);
    report_runs(check,
                &(SumRule){PLAN_H11, in_home, c, PLAN_NONE,
                           msg(N_("{1} har {2} hemma, högst {3}."), msg_text(home->id))},
                most);
}

void check_sums(Check *check) {
    TraineeSums sums = trainee_sums_begin(check);
    for (size_t r = 0; r < check->plan->trainees.count; r++)
        check_trainee_sums(check, (int32_t)r, sums);
    check_unit_sums(check);
    for (size_t c = 0; c < check->plan->homes.count; c++) check_home_sums(check, (int32_t)c);
}
