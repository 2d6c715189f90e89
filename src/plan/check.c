// The rules that concern single activities and pairs are here; sums over weeks in check_sums.c,
// costs and claims in check_cost.c. Nothing here calls the planner, and the length of a block is
// counted week by week, another way than the planner's.
#include "plan/check.h"
#include "plan/check_view.h"

const char *const plan_rule_names[PLAN_RULES] = {"claim", "H1",  "H2",  "H3",  "H4",  "H5",
                                                 "H6",    "H7",  "H8",  "H9",  "H10", "H11",
                                                 "H12",   "H13", "H14", "H15", "H16"};

void check_report(Check *check, PlanRule rule, bool given, const int32_t *activities, size_t count,
                  int32_t first, int32_t past, Msg text) {
    PlanViolation violation = {
        .rule = rule, .given = given, .first = first, .past = past, .text = text};
    for (size_t i = 0; i < count; i++) list_add(check->arena, &violation.activities, activities[i]);
    list_add(check->arena, &check->verdict.violations, violation);
    if (!given) check->verdict.own++;
}

static MsgArg activity_name(const Check *check, int32_t activity) {
    return msg_text(check->plan->activities.items[activity].id);
}

static MsgArg unit_name(const Check *check, int32_t unit) {
    return msg_text(unit == PLAN_NONE ? STR("–") : check->plan->units.items[unit].id);
}

static void report_activity(Check *check, PlanRule rule, bool given, int32_t activity, Msg text) {
    text.args[0] = activity_name(check, activity);
    bool on = check_is_on(check, activity);
    check_report(check, rule, given, &activity, 1, on ? check_start(check, activity) : PLAN_NONE,
                 on ? check_past(check, activity) : PLAN_NONE, text);
}

// ---- blocks ----

int32_t check_work(const PlanActivity *activity, int32_t option) {
    if (activity->weeks > 0) return activity->weeks * 100;
    if (option >= 0 && activity->options.items[option].work > 0)
        return activity->options.items[option].work;
    return activity->work;
}

int32_t check_past(const Check *check, int32_t activity) {
    int32_t past = 0;
    for (int32_t i = 0; i < check->block_count[activity]; i++)
        if (check_blocks(check, activity)[i].past > past)
            past = check_blocks(check, activity)[i].past;
    return past;
}

bool check_time_is_pinned(const Check *check, int32_t activity) {
    for (int32_t i = 0; i < check->block_count[activity]; i++)
        if (!check_blocks(check, activity)[i].time_pinned) return false;
    return check->block_count[activity] > 0;
}

static bool unit_is_pinned(const Check *check, int32_t activity) {
    for (int32_t i = 0; i < check->block_count[activity]; i++)
        if (!check_blocks(check, activity)[i].unit_pinned) return false;
    return check->block_count[activity] > 0;
}

// Walks the weeks until the work is done; past the end of the calendar the block does not fit.
static void find_past(const Check *check, CheckBlock *block) {
    const PlanActivity *activity = &check->plan->activities.items[block->activity];
    const PlanTrainee *trainee = &check->plan->trainees.items[activity->trainee];
    int32_t done = 0, gap = 0, periods = check->plan->periods;
    block->fits = true;
    for (int32_t w = block->start; w < periods; w++) {
        int32_t service = trainee->service[w];
        gap = service > 0 ? 0 : gap + 1;
        if (gap > check->plan->bridge || (gap > 0 && (w == block->start || activity->weeks > 0)))
            block->fits = false;
        done += activity->weeks > 0 ? 100 : service;
        block->past = w + 1;
        if (done >= block->work) return;
    }
    block->fits = false;
    if (block->past <= block->start) block->past = block->start + 1;
}

static void match_pin(const PlanActivity *activity, CheckBlock *block) {
    for (size_t i = 0; i < activity->pins.count; i++) {
        PlanPin pin = activity->pins.items[i];
        if (pin.start != block->start || (pin.work > 0 && pin.work != block->work)) continue;
        if (pin.unit_is_set && pin.unit != block->unit) continue;
        block->time_pinned = true;
        block->unit_pinned = pin.unit_is_set;
        if (pin.past > 0) {
            block->past = pin.past;
            block->fits = true;
        }
        return;
    }
}

static CheckBlock block_from(const Check *check, const PlanPlacement *placement) {
    const PlanActivity *activity = &check->plan->activities.items[placement->activity];
    CheckBlock block = {.activity = placement->activity,
                        .start = placement->start,
                        .unit = placement->unit,
                        .option = PLAN_NONE};
    for (size_t i = 0; i < activity->options.count; i++)
        if (activity->options.items[i].unit == placement->unit) block.option = (int32_t)i;
    block.work = placement->work > 0 ? placement->work : check_work(activity, block.option);
    find_past(check, &block);
    match_pin(activity, &block);
    return block;
}

static int compare_blocks(const void *a, const void *b, void *context) {
    (void)context;
    const CheckBlock *x = a, *y = b;
    if (x->activity != y->activity) return x->activity < y->activity ? -1 : 1;
    return (x->start > y->start) - (x->start < y->start);
}

static void find_blocks(Check *check) {
    size_t activities = check->plan->activities.count;
    for (size_t i = 0; i < check->solution->placements.count; i++)
        list_add(check->arena, &check->blocks,
                 block_from(check, &check->solution->placements.items[i]));
    list_sort(check->arena, check->blocks.items, check->blocks.count, sizeof(CheckBlock),
              compare_blocks, NULL);
    check->first_block = arena_array(check->arena, int32_t, activities);
    check->block_count = arena_array(check->arena, int32_t, activities);
    for (size_t i = check->blocks.count; i-- > 0;) {
        check->first_block[check->blocks.items[i].activity] = (int32_t)i;
        check->block_count[check->blocks.items[i].activity]++;
    }
}

// ---- one activity: H1 H2 H3 H4 H5 H9 H13 H16 ----

static void check_pins(Check *check, int32_t a) {
    const PlanActivity *activity = &check->plan->activities.items[a];
    int32_t pins = (int32_t)activity->pins.count, kept = 0;
    if (pins == 0) return;
    for (int32_t i = 0; i < check->block_count[a]; i++)
        kept += check_blocks(check, a)[i].time_pinned;
    if (kept != pins || check->block_count[a] != pins)
        report_activity(check, PLAN_H9, false, a, msg(N_("{1} ligger inte där den är låst.")));
}

static void check_parts(Check *check, int32_t a) {
    const PlanActivity *activity = &check->plan->activities.items[a];
    int32_t parts = check->block_count[a], sum = 0;
    bool given = check_time_is_pinned(check, a), short_part = false, units_differ = false;
    const CheckBlock *blocks = check_blocks(check, a);
    for (int32_t i = 0; i < parts; i++) {
        sum += blocks[i].work;
        short_part |= parts > 1 && blocks[i].work < activity->block_min;
        units_differ |= blocks[i].unit != blocks[0].unit;
    }
    if (parts > (activity->parts_max > 1 ? activity->parts_max : 1))
        report_activity(check, activity->parts_max > 1 ? PLAN_H13 : PLAN_H1, given, a,
                        msg(N_("{1} ligger i {2} delar."), {0}, msg_number(parts)));
    if (short_part)
        report_activity(check, PLAN_H13, given, a, msg(N_("En del av {1} är för kort.")));
    if (units_differ && activity->same_unit)
        report_activity(check, PLAN_H13, unit_is_pinned(check, a), a,
                        msg(N_("Delarna av {1} ligger på olika enheter.")));
    if (sum != check_work(activity, blocks[0].option))
        report_activity(check, PLAN_H13, given, a,
                        msg(N_("Delarna av {1} blir {2} procentperioder, inte {3}."), {0},
                            msg_number(sum), msg_number(check_work(activity, blocks[0].option))));
}

static void check_block(Check *check, const CheckBlock *block) {
    const PlanActivity *activity = &check->plan->activities.items[block->activity];
    int32_t a = block->activity, first = activity->first, past = activity->past;
    if (block->option == PLAN_NONE)
        check_report(check, PLAN_H2, block->unit_pinned, &a, 1, block->start, block->past,
                     msg(N_("{1} kan inte göras på {2}."), activity_name(check, a),
                         unit_name(check, block->unit)));
    else if (activity->options.items[block->option].past > 0) {
        PlanOption option = activity->options.items[block->option];
        if (option.first > first) first = option.first;
        if (option.past < past) past = option.past;
    }
    if (block->start < first || block->past > past)
        check_report(check, PLAN_H5, block->time_pinned, &a, 1, block->start, block->past,
                     msg(N_("{1} ligger utanför sitt fönster {2}–{3}."), activity_name(check, a),
                         msg_number(first), msg_number(past)));
    if (!block->fits)
        check_report(check, PLAN_H4, block->time_pinned, &a, 1, block->start, block->past,
                     msg(N_("{1} får inte plats i tjänstgöringen."), activity_name(check, a)));
}

// A course inside another block is never in a week without service, not even in a bridged one.
static void check_inside(Check *check, const CheckBlock *block) {
    const PlanActivity *activity = &check->plan->activities.items[block->activity];
    const PlanTrainee *trainee = &check->plan->trainees.items[activity->trainee];
    for (int32_t w = block->start; activity->inside && w < block->past && w < check->plan->periods;
         w++) {
        if (trainee->service[w] > 0) continue;
        check_report(check, PLAN_H6, block->time_pinned, &block->activity, 1, block->start,
                     block->past,
                     msg(N_("{1} ligger i en period utan tjänstgöring."),
                         activity_name(check, block->activity)));
        return;
    }
}

static void check_starts(Check *check, int32_t a) {
    const PlanActivity *activity = &check->plan->activities.items[a];
    if (!activity->starts_is_set) return;
    for (size_t i = 0; i < activity->starts.count; i++)
        if (activity->starts.items[i] == check_start(check, a)) return;
    report_activity(check, PLAN_H3, check_time_is_pinned(check, a), a,
                    msg(N_("{1} ges inte den perioden.")));
}

static void check_activity(Check *check, int32_t a) {
    const PlanActivity *activity = &check->plan->activities.items[a];
    check_pins(check, a);
    if (!check_is_on(check, a)) {
        if (!activity->optional)
            report_activity(check, PLAN_H1, false, a, msg(N_("{1} saknas i planen.")));
        return;
    }
    check_parts(check, a);
    check_starts(check, a);
    for (int32_t i = 0; i < check->block_count[a]; i++) {
        check_block(check, &check_blocks(check, a)[i]);
        check_inside(check, &check_blocks(check, a)[i]);
    }
    int32_t last_end = check->plan->trainees.items[activity->trainee].last_end;
    if (check_past(check, a) > last_end)
        report_activity(check, PLAN_H16, check_time_is_pinned(check, a), a,
                        msg(N_("{1} slutar efter {2}."), {0}, msg_number(last_end)));
}

// ---- pairs and groups: H8 H12 H14 H15 ----

static void check_order(Check *check, int32_t b) {
    const PlanActivity *activity = &check->plan->activities.items[b];
    for (size_t i = 0; i < activity->after.count; i++) {
        PlanAfter after = activity->after.items[i];
        if (!check_is_on(check, b) || !check_is_on(check, after.before)) continue;
        int64_t wait = (int64_t)check_start(check, b) - check_past(check, after.before);
        if (wait >= after.lag && wait <= after.max) continue;
        int32_t both[] = {after.before, b};
        bool given = check_time_is_pinned(check, b) && check_time_is_pinned(check, after.before);
        check_report(
            check, PLAN_H8, given, both, 2, check_start(check, b), check_past(check, after.before),
            msg(N_("{2} börjar {3} perioder efter att {1} slutar."),
                activity_name(check, after.before), activity_name(check, b), msg_number(wait)));
    }
}

static void check_need(Check *check, const PlanNeed *need) {
    int64_t sum = 0, pinned = 0;
    bool all_pinned = true;
    PlanIndexes covering = {0};
    PlanIndexes own = check->plan->trainees.items[need->trainee].activities;
    for (size_t i = 0; i < own.count; i++) {
        const PlanActivity *activity = &check->plan->activities.items[own.items[i]];
        for (size_t k = 0; k < activity->covers.count; k++) {
            PlanCover cover = activity->covers.items[k];
            if (cover.goal != need->goal || cover.credit == 0) continue;
            if (activity->pins.count == 0) all_pinned = false;
            if (!check_is_on(check, own.items[i])) continue;
            list_add(check->arena, &covering, own.items[i]);
            sum += cover.credit;
            if (activity->pins.count > 0) pinned += cover.credit;
        }
    }
    int64_t most = pinned > need->at_most ? pinned : need->at_most;
    MsgArg trainee = msg_text(check->plan->trainees.items[need->trainee].id),
           goal = msg_text(check->plan->goals.items[need->goal]);
    if (sum < need->at_least)
        check_report(check, PLAN_H12, all_pinned && covering.count > 0, covering.items,
                     covering.count, PLAN_NONE, PLAN_NONE,
                     msg(N_("{1} når {3} av {4} för {2}."), trainee, goal, msg_number(sum),
                         msg_number(need->at_least)));
    if (sum > need->at_most)
        check_report(check, PLAN_H12, sum <= most, covering.items, covering.count, PLAN_NONE,
                     PLAN_NONE,
                     msg(N_("{1} får {3}, högst {4}, för {2}."), trainee, goal, msg_number(sum),
                         msg_number(need->at_most)));
}

static void check_bt_first(Check *check, const PlanTrainee *trainee) {
    for (size_t i = 0; i < trainee->activities.count; i++) {
        int32_t a = trainee->activities.items[i], last = PLAN_NONE;
        if (!check_is_on(check, a) || check->plan->activities.items[a].kind == PLAN_BT) continue;
        bool given = check_time_is_pinned(check, a);
        for (size_t k = 0; k < trainee->activities.count; k++) {
            int32_t b = trainee->activities.items[k];
            if (check->plan->activities.items[b].kind != PLAN_BT || !check_is_on(check, b))
                continue;
            if (check_past(check, b) <= check_start(check, a)) continue;
            given = given && check_time_is_pinned(check, b);
            if (last == PLAN_NONE || check_past(check, b) > check_past(check, last)) last = b;
        }
        if (last == PLAN_NONE) continue;
        int32_t both[] = {last, a};
        check_report(check, PLAN_H14, given, both, 2, check_start(check, a),
                     check_past(check, last),
                     msg(N_("{1} börjar innan BT-delen {2} är slut."), activity_name(check, a),
                         activity_name(check, last)));
    }
}

static int compare_starts(const void *a, const void *b, void *context) {
    const Check *check = context;
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    int32_t start_x = check_start(check, x), start_y = check_start(check, y);
    if (start_x != start_y) return start_x < start_y ? -1 : 1;
    return (x > y) - (x < y);
}

static void check_together(Check *check, const PlanTogether *together) {
    PlanIndexes on = {0};
    for (size_t i = 0; i < together->activities.count; i++)
        if (check_is_on(check, together->activities.items[i]))
            list_add(check->arena, &on, together->activities.items[i]);
    if (on.count == 0) return;
    list_sort(check->arena, on.items, on.count, sizeof(int32_t), compare_starts, check);
    for (size_t i = 1; i < on.count; i++) {
        int32_t before = on.items[i - 1], next = on.items[i];
        bool same_person = check->plan->activities.items[before].trainee ==
                           check->plan->activities.items[next].trainee;
        int32_t wait = check_start(check, next) - check_past(check, before);
        if (check_start(check, next) == check_start(check, before) && !same_person) continue;
        if (wait >= 0 && wait <= together->gap) continue;
        int32_t both[] = {before, next};
        bool given = check_time_is_pinned(check, before) && check_time_is_pinned(check, next);
        check_report(check, PLAN_H15, given, both, 2, check_start(check, before),
                     check_past(check, next),
                     msg(N_("{1} och {2} ska ligga tillsammans."), activity_name(check, before),
                         activity_name(check, next)));
    }
}

static int compare_block_times(const void *a, const void *b, void *context) {
    (void)context;
    const CheckBlock *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    return (x->activity > y->activity) - (x->activity < y->activity);
}

static bool kind_changes_unit(PlanKind kind) {
    return kind == PLAN_INTERNAL || kind == PLAN_EXTERNAL || kind == PLAN_BT;
}

static void check_changes(Check *check, const PlanTrainee *trainee) {
    if (trainee->max_changes == PLAN_NONE) return;
    CheckBlocks blocks = {0};
    for (size_t i = 0; i < trainee->activities.count; i++) {
        int32_t a = trainee->activities.items[i];
        if (!kind_changes_unit(check->plan->activities.items[a].kind)) continue;
        for (int32_t k = 0; k < check->block_count[a]; k++)
            list_add(check->arena, &blocks, check_blocks(check, a)[k]);
    }
    if (blocks.count == 0) return;
    list_sort(check->arena, blocks.items, blocks.count, sizeof(CheckBlock), compare_block_times,
              NULL);
    int32_t year_periods = check->plan->period_unit == PLAN_WEEK ? 52 : 24;
    for (int32_t year = 0; year * year_periods < check->plan->periods; year++) {
        int32_t changes = 0, pinned = 0;
        PlanIndexes later = {0};
        for (size_t i = 1; i < blocks.count; i++) {
            const CheckBlock *block = &blocks.items[i], *before = &blocks.items[i - 1];
            if (block->start / year_periods != year || block->unit == before->unit) continue;
            changes++;
            pinned += block->unit_pinned && before->unit_pinned;
            list_add(check->arena, &later, block->activity);
        }
        if (changes <= trainee->max_changes) continue;
        check_report(check, PLAN_H15, changes == pinned, later.items, later.count,
                     year * year_periods, (year + 1) * year_periods,
                     msg(N_("{1} byter enhet {2} gånger på ett år, högst {3}."),
                         msg_text(trainee->id), msg_number(changes),
                         msg_number(trainee->max_changes)));
    }
}

static void check_total(Check *check, const PlanTrainee *trainee) {
    if (trainee->total == 0) return;
    int32_t served = 0;
    for (int32_t w = 0; w < check->plan->periods && w < trainee->last_end; w++)
        served += trainee->service[w];
    if (served >= trainee->total) return;
    check_report(check, PLAN_H16, false, NULL, 0, 0, trainee->last_end,
                 msg(N_("{1} når {2} av {3} procentperioder före sitt sista slut."),
                     msg_text(trainee->id), msg_number(served), msg_number(trainee->total)));
}

// ---- the whole ----

static int compare_violations(const void *a, const void *b, void *context) {
    (void)context;
    const PlanViolation *x = a, *y = b;
    if (x->rule != y->rule) return x->rule < y->rule ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

PlanVerdict plan_check(Arena *arena, const PlanInstance *plan, const PlanSolution *solution) {
    Check check = {.arena = arena, .plan = plan, .solution = solution};
    find_blocks(&check);
    for (size_t a = 0; a < plan->activities.count; a++) {
        check_activity(&check, (int32_t)a);
        check_order(&check, (int32_t)a);
    }
    for (size_t i = 0; i < plan->needs.count; i++) check_need(&check, &plan->needs.items[i]);
    for (size_t i = 0; i < plan->togethers.count; i++)
        check_together(&check, &plan->togethers.items[i]);
    for (size_t i = 0; i < plan->trainees.count; i++) {
        if (plan->bt_is_hard && !plan->trainees.items[i].bt_is_free)
            check_bt_first(&check, &plan->trainees.items[i]);
        check_changes(&check, &plan->trainees.items[i]);
        check_total(&check, &plan->trainees.items[i]);
    }
    check_sums(&check);
    check_terms(&check);
    check_claims(&check);
    list_sort(arena, check.verdict.violations.items, check.verdict.violations.count,
              sizeof(PlanViolation), compare_violations, NULL);
    return check.verdict;
}
