// The wishes P1..P8, and what the answer claims of itself.
#include "plan/check_view.h"

static int32_t least(int32_t a, int32_t b) {
    return a < b ? a : b;
}

// ---- P1, P2, P6 ----

static int64_t preference_of(const Check *check, int32_t a) {
    const PlanActivity *activity = &check->plan->activities.items[a];
    int64_t sum = 0;
    const CheckBlock *blocks = check_blocks(check, a);
    if (activity->same_unit) { // the work of all parts is rounded up once
        if (blocks[0].option == PLAN_NONE) return 0;
        int64_t eights = (check_work(activity, blocks[0].option) + 399) / 400;
        return activity->options.items[blocks[0].option].cost * eights;
    }
    for (int32_t i = 0; i < check->block_count[a]; i++)
        if (blocks[i].option != PLAN_NONE)
            sum += (int64_t)activity->options.items[blocks[i].option].cost *
                   ((blocks[i].work + 399) / 400);
    return sum;
}

static int64_t timing_of(const Check *check, int32_t a) {
    const PlanActivity *activity = &check->plan->activities.items[a];
    if (!activity->preferred_is_set) return 0;
    int64_t start = check_start(check, a), early = activity->preferred_first - start,
            late = start - activity->preferred_last, off = early > late ? early : late;
    return off > 0 ? activity->timing_weight * off : 0;
}

static void preference_timing_fairness(Check *check) {
    const int64_t *weights = check->plan->weights;
    int64_t *terms = check->verdict.terms, worst = 0;
    for (size_t r = 0; r < check->plan->trainees.count; r++) {
        PlanIndexes own = check->plan->trainees.items[r].activities;
        int64_t sum = 0, work = 0;
        for (size_t i = 0; i < own.count; i++) {
            const PlanActivity *activity = &check->plan->activities.items[own.items[i]];
            if (!activity->optional) work += check_work(activity, PLAN_NONE);
            if (!check_is_on(check, own.items[i])) continue;
            int64_t preference = weights[PLAN_PREFERENCE] * preference_of(check, own.items[i]);
            int64_t timing = weights[PLAN_TIMING] * timing_of(check, own.items[i]);
            terms[PLAN_PREFERENCE] += preference;
            terms[PLAN_TIMING] += timing;
            sum += preference + timing;
        }
        int64_t burden = work > 0 ? (100 * sum + work - 1) / work : 0;
        if (burden > worst) worst = burden;
    }
    terms[PLAN_FAIRNESS] = weights[PLAN_FAIRNESS] * worst;
}

// ---- P3, P4 ----

static void below_target(Check *check) {
    int32_t periods = check->plan->periods;
    int32_t *at_home =
        arena_array(check->arena, int32_t, check->plan->homes.count * (size_t)periods + 1);
    for (size_t r = 0; r < check->plan->trainees.count; r++) {
        const PlanTrainee *trainee = &check->plan->trainees.items[r];
        for (int32_t w = 0; trainee->home >= 0 && w < periods; w++)
            at_home[trainee->home * periods + w] += trainee->service[w] > 0;
    }
    for (size_t i = 0; i < check->blocks.count; i++) {
        const CheckBlock *block = &check->blocks.items[i];
        const PlanActivity *activity = &check->plan->activities.items[block->activity];
        int32_t home = check->plan->trainees.items[activity->trainee].home;
        if (home < 0 || activity->at_home) continue;
        for (int32_t w = block->start; w < least(block->past, periods); w++)
            at_home[home * periods + w] -=
                check->plan->trainees.items[activity->trainee].service[w] > 0;
    }
    for (size_t c = 0; c < check->plan->homes.count; c++)
        for (int32_t w = 0; w < periods; w++) {
            int32_t missing =
                check->plan->homes.items[c].target[w] - at_home[(int32_t)c * periods + w];
            if (missing > 0)
                check->verdict.terms[PLAN_BELOW_TARGET] +=
                    check->plan->weights[PLAN_BELOW_TARGET] * missing;
        }
}

static void evenness(Check *check) {
    int32_t periods = check->plan->periods;
    size_t units = check->plan->units.count;
    int32_t *visitors = arena_array(check->arena, int32_t, units * (size_t)periods + 1);
    for (size_t i = 0; i < check->blocks.count; i++) {
        const CheckBlock *block = &check->blocks.items[i];
        for (int32_t w = block->start; block->unit >= 0 && w < least(block->past, periods); w++)
            visitors[block->unit * periods + w]++;
    }
    for (size_t u = 0; u < units; u++) {
        const int32_t *here = visitors + u * (size_t)periods;
        int64_t sum = 0, open = 0;
        for (int32_t w = 0; w < periods; w++) {
            sum += here[w];
            open += check->plan->units.items[u].capacity[w] > 0;
        }
        int64_t mean = open > 0 ? (sum + open - 1) / open : 0;
        for (int32_t w = 0; w < periods; w++)
            if (here[w] > mean)
                check->verdict.terms[PLAN_EVENNESS] +=
                    check->plan->weights[PLAN_EVENNESS] *
                    ((here[w] - mean) * (here[w] - mean + 1) / 2);
    }
}

// ---- P5 ----

LIST_OF(OldParts, const PlanPlacement *);

static OldParts *old_parts(Check *check) {
    OldParts *parts = arena_array(check->arena, OldParts, check->plan->activities.count + 1);
    for (size_t i = 0; i < check->plan->previous.count; i++) {
        const PlanPlacement *old = &check->plan->previous.items[i];
        OldParts *list = &parts[old->activity];
        list_add(check->arena, list, old);
        for (size_t k = list->count - 1; k > 0 && list->items[k - 1]->start > old->start; k--) {
            list->items[k] = list->items[k - 1];
            list->items[k - 1] = old;
        }
    }
    return parts;
}

static int64_t stability_of(const Check *check, int32_t a, const OldParts *old, bool *ret_moved) {
    int32_t parts = check->block_count[a];
    const CheckBlock *blocks = parts ? check_blocks(check, a) : NULL;
    int64_t sum = 0;
    *ret_moved = (size_t)parts != old->count;
    for (size_t i = 0; i < old->count; i++) {
        const PlanPlacement *before = old->items[i];
        int64_t m = (before->start < check->plan->now + 12 ? 2 : 1) * (before->confirmed ? 4 : 1),
                cost = 0;
        if (i >= (size_t)parts) {
            sum += m * 32;
            continue;
        }
        int32_t shift = blocks[i].start - before->start;
        if (shift != 0) cost += 6 + least(26, shift < 0 ? -shift : shift);
        if (blocks[i].unit != before->unit) cost += 12;
        sum += m * cost;
        if (cost > 0 || (before->work > 0 && before->work != blocks[i].work)) *ret_moved = true;
    }
    if ((size_t)parts > old->count) sum += 32 * (parts - (int64_t)old->count);
    return sum;
}

static void stability(Check *check, PlanIndexes *moved) {
    OldParts *parts = old_parts(check);
    for (size_t a = 0; a < check->plan->activities.count; a++) {
        bool has_moved;
        if (parts[a].count == 0) continue;
        int64_t sum = stability_of(check, (int32_t)a, &parts[a], &has_moved);
        check->verdict.terms[PLAN_STABILITY] += check->plan->weights[PLAN_STABILITY] * sum;
        if (has_moved) list_add(check->arena, moved, (int32_t)a);
    }
}

// ---- P7, P8 ----

static void completion(Check *check) {
    for (size_t r = 0; r < check->plan->trainees.count; r++) {
        const PlanTrainee *trainee = &check->plan->trainees.items[r];
        int32_t last = 0;
        if (trainee->wished_end == PLAN_NONE) continue;
        for (size_t i = 0; i < trainee->activities.count; i++)
            if (check_is_on(check, trainee->activities.items[i]) &&
                check_past(check, trainee->activities.items[i]) > last)
                last = check_past(check, trainee->activities.items[i]);
        if (last > trainee->wished_end)
            check->verdict.terms[PLAN_COMPLETION] +=
                check->plan->weights[PLAN_COMPLETION] * (last - trainee->wished_end);
    }
}

static void bt_order(Check *check) {
    int32_t periods = check->plan->periods;
    int32_t *kinds = arena_array(check->arena, int32_t, 2 * (size_t)periods);
    int32_t *bt = kinds, *others = kinds + periods;
    for (size_t r = 0; r < check->plan->trainees.count; r++) {
        PlanIndexes own = check->plan->trainees.items[r].activities;
        int32_t first = periods, past = 0;
        for (int32_t w = 0; w < periods; w++) bt[w] = others[w] = 0;
        for (size_t i = 0; i < own.count; i++) {
            bool is_bt = check->plan->activities.items[own.items[i]].kind == PLAN_BT;
            for (int32_t k = 0; k < check->block_count[own.items[i]]; k++) {
                const CheckBlock *block = &check_blocks(check, own.items[i])[k];
                for (int32_t w = block->start; w < least(block->past, periods); w++)
                    (is_bt ? bt : others)[w]++;
                if (is_bt) first = least(first, block->start);
                if (is_bt && block->past > past) past = block->past;
            }
        }
        for (int32_t w = first; w < least(past, periods); w++)
            if (bt[w] == 0)
                check->verdict.terms[PLAN_BT_ORDER] +=
                    check->plan->weights[PLAN_BT_ORDER] * others[w];
    }
}

void check_terms(Check *check) {
    PlanIndexes moved = {0};
    preference_timing_fairness(check);
    below_target(check);
    evenness(check);
    stability(check, &moved);
    completion(check);
    if (!check->plan->bt_is_hard) bt_order(check);
    for (int term = 0; term < PLAN_TERMS; term++) check->verdict.cost += check->verdict.terms[term];
    check->moved = moved;
}

// ---- claims ----

static void claim(Check *check, const char *name, int64_t claimed, int64_t found) {
    if (claimed == found) return;
    check_report(check, PLAN_RULE_CLAIM, false, NULL, 0, PLAN_NONE, PLAN_NONE,
                 msg(N_("Svaret uppger {1} = {2}; det är {3}."), msg_text(str_from_c(name)),
                     msg_number(claimed), msg_number(found)));
}

static bool names(PlanIndexes list, int32_t activity) {
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i] == activity) return true;
    return false;
}

static void claim_list(Check *check, const char *name, PlanIndexes claimed, PlanIndexes found) {
    for (size_t i = 0; i < claimed.count; i++)
        if (!names(found, claimed.items[i]))
            check_report(check, PLAN_RULE_CLAIM, false, &claimed.items[i], 1, PLAN_NONE, PLAN_NONE,
                         msg(N_("Svaret räknar {2} till {1}, utan grund."),
                             msg_text(str_from_c(name)),
                             msg_text(check->plan->activities.items[claimed.items[i]].id)));
    for (size_t i = 0; i < found.count; i++)
        if (!names(claimed, found.items[i]))
            check_report(check, PLAN_RULE_CLAIM, false, &found.items[i], 1, PLAN_NONE, PLAN_NONE,
                         msg(N_("Svaret räknar inte {2} till {1}."), msg_text(str_from_c(name)),
                             msg_text(check->plan->activities.items[found.items[i]].id)));
}

void check_claims(Check *check) {
    const PlanSolution *solution = check->solution;
    PlanIndexes left_out = {0};
    if (solution->cost_is_set) claim(check, "cost", solution->cost, check->verdict.cost);
    for (int term = 0; solution->terms_are_set && term < PLAN_TERMS; term++)
        claim(check, plan_term_names[term], solution->terms[term], check->verdict.terms[term]);
    if (solution->bound_is_set && solution->bound > check->verdict.cost && check->verdict.own == 0)
        check_report(check, PLAN_RULE_CLAIM, false, NULL, 0, PLAN_NONE, PLAN_NONE,
                     msg(N_("Den undre gränsen {1} ligger över planens kostnad {2}."),
                         msg_number(solution->bound), msg_number(check->verdict.cost)));
    if (solution->status == PLAN_OPTIMAL &&
        (!solution->bound_is_set || solution->bound < check->verdict.cost))
        check_report(check, PLAN_RULE_CLAIM, false, NULL, 0, PLAN_NONE, PLAN_NONE,
                     msg(N_("Svaret kallas bästa möjliga utan att gränsen visar det.")));
    for (size_t a = 0; a < check->plan->activities.count; a++)
        if (!check->plan->activities.items[a].optional && !check_is_on(check, (int32_t)a))
            list_add(check->arena, &left_out, (int32_t)a);
    claim_list(check, "left_out", solution->left_out, left_out);
    if (solution->moved_is_set) claim_list(check, "moved", solution->moved, check->moved);
}
