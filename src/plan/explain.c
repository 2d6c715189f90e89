// Facts around what does not fit, by counting, or around what a search left out; then as few of
// them as still clash, the spans of limits as short as they still clash; then remedies.
#include "plan/explain.h"
#include <string.h>
#include "plan/check.h"
#include "plan/clash.h"
#include "plan/prove.h"
#include "plan/remedy.h"
#include "plan/state.h"
#include "plan/without.h"

#define SEARCH_ITERATIONS 6000
#define TRIAL_ITERATIONS 2000
#define FAILURES_MAX 3 // whole problems not solved, after which the others are not tried
#define LEFT_OUT_MAX 3
#define RINGS 3
#define FACTS_MAX 400
#define REMEDIES_MAX 10

static Clash clash_of(const PlanInstance *plan, const PlanConflict *facts, Arena *arena,
                      PlanIndexes *core) {
    Arena *scratch = arena_open((size_t)2 << 30);
    PlanIndexes found = {0};
    Clash clash = plan_clash(scratch, plan, facts, core ? &found : NULL);
    if (core) *core = (PlanIndexes){0};
    for (size_t i = 0; core && i < found.count; i++) list_add(arena, core, found.items[i]);
    arena_close(scratch);
    return clash;
}

// ---- around what a search left out ----

static void add_home_max(Arena *arena, const PlanInstance *plan, const PlanViolation *violation,
                         PlanConflict *facts) {
    for (int32_t c = 0; c < (int32_t)plan->homes.count; c++) {
        PlanGroup fact = plan_fact(PLAN_GROUP_HOME_MAX);
        fact.home = c;
        fact.first = violation->first;
        fact.past = violation->past;
        plan_conflict_add(arena, facts, fact);
    }
}

// The activity's trainee, those who want the same units, then their trainees too.
static void add_ring(Arena *arena, const PlanInstance *plan, const PlanState *state, int32_t t,
                     int ring, PlanConflict *facts) {
    const PlanActivity *activity = &plan->activities.items[t];
    PlanIndexes own = plan->trainees.items[activity->trainee].activities;
    plan_add_around(arena, plan, state, t, facts);
    for (size_t i = 0; i < own.count; i++) {
        int32_t other = own.items[i];
        if (ring > 0 || other != t) plan_add_around(arena, plan, state, other, facts);
        for (size_t k = 0; k < state->tasks[other].before.count; k++) {
            PlanGroup order = plan_fact(PLAN_GROUP_ORDER);
            order.before = state->tasks[other].before.items[k].other;
            order.activity = other;
            bool listed = false;
            for (size_t j = 0; j < plan->activities.items[other].after.count; j++)
                listed |= plan->activities.items[other].after.items[j].before == order.before;
            if (!listed) {
                order = plan_fact(PLAN_GROUP_BT_FIRST);
                order.trainee = activity->trainee;
            } else if (plan->activities.items[order.before].trainee != activity->trainee)
                plan_add_around(arena, plan, state, order.before, facts);
            plan_conflict_add(arena, facts, order);
        }
    }
    for (size_t n = 0; n < plan->needs.count; n++) {
        if (plan->needs.items[n].trainee != activity->trainee) continue;
        PlanGroup need = plan_fact(PLAN_GROUP_NEED);
        need.trainee = activity->trainee;
        need.goal = plan->needs.items[n].goal;
        plan_conflict_add(arena, facts, need);
    }
    if (ring == 0) return;
    for (int32_t a = 0; a < state->task_count && facts->count < FACTS_MAX; a++) {
        if (plan->activities.items[a].trainee == activity->trainee) continue;
        for (size_t o = 0; o < activity->options.count; o++) {
            int32_t unit = activity->options.items[o].unit;
            if (unit < 0 || plan_option_at(&plan->activities.items[a], unit) == PLAN_NONE) continue;
            if (ring > 1)
                add_ring(arena, plan, state, a, 0, facts);
            else
                plan_add_around(arena, plan, state, a, facts);
            break;
        }
    }
}

static bool clash_around(Arena *arena, const PlanInstance *plan, const PlanState *state, int32_t t,
                         PlanConflict *ret) {
    for (int ring = 0; ring < RINGS; ring++) {
        PlanConflict facts = {0};
        add_ring(arena, plan, state, t, ring, &facts);
        if (facts.count > FACTS_MAX) return false;
        if (clash_of(plan, &facts, arena, NULL) != CLASH_YES) continue;
        *ret = facts;
        return true;
    }
    return false;
}

// True when a clash is found around what the best plan leaves out or breaks.
static bool clash_by_search(Arena *arena, const PlanInstance *plan, PlanConflict *ret) {
    Arena *scratch = arena_open((size_t)2 << 30);
    PlanSolution best;
    bool found = false;
    if (!plan_appears(scratch, plan, SEARCH_ITERATIONS, NULL, &best)) {
        PlanState *state = state_begin(scratch, plan);
        PlanIndexes left = best.left_out;
        PlanVerdict verdict = plan_check(scratch, plan, &best);
        for (size_t i = 0; i < verdict.violations.count; i++) {
            const PlanViolation *violation = &verdict.violations.items[i];
            for (size_t k = 0; !violation->given && k < violation->activities.count; k++)
                list_add(scratch, &left, violation->activities.items[k]);
        }
        for (size_t i = 0; i < left.count && i < LEFT_OUT_MAX && !found; i++)
            found = clash_around(arena, plan, state, left.items[i], ret);
        for (size_t i = 0; i < verdict.violations.count && !found; i++) {
            const PlanViolation *violation = &verdict.violations.items[i];
            if (violation->rule != PLAN_H11 || violation->given) continue;
            PlanConflict facts = {0};
            add_home_max(arena, plan, violation, &facts);
            found = clash_of(plan, &facts, arena, NULL) == CLASH_YES;
            if (found) *ret = facts;
        }
    }
    arena_close(scratch);
    return found;
}

// ---- as few as still clash ----

static PlanConflict without_some(Arena *arena, const PlanConflict *facts, size_t first,
                                 size_t past) {
    PlanConflict rest = {0};
    for (size_t i = 0; i < facts->count; i++)
        if (i < first || i >= past) list_add(arena, &rest, facts->items[i]);
    return rest;
}

// Only facts about the activities of the core, and those about nobody.
static PlanConflict within_core(Arena *arena, const PlanConflict *facts, const PlanIndexes *core) {
    PlanConflict rest = {0};
    for (size_t i = 0; i < facts->count; i++) {
        const PlanGroup *fact = &facts->items[i];
        bool kept = fact->kind != PLAN_GROUP_REQUIRED;
        for (size_t k = 0; k < core->count; k++) kept |= core->items[k] == fact->activity;
        if (kept) list_add(arena, &rest, *fact);
    }
    return rest;
}

// Halves, quarters … are left out while the rest still clashes; last each alone, and then it is
// minimal when a plan was found every time that one had to stay.
static bool thin_out(Arena *arena, const PlanInstance *plan, PlanConflict *facts) {
    bool minimal = true;
    PlanIndexes core;
    if (clash_of(plan, facts, arena, &core) != CLASH_YES) return false;
    if (core.count > 0) {
        PlanConflict rest = within_core(arena, facts, &core);
        if (clash_of(plan, &rest, arena, NULL) == CLASH_YES) *facts = rest;
    }
    for (size_t size = facts->count > 1 ? facts->count / 2 : 1; size > 0; size /= 2) {
        if (size == 1) minimal = true;
        for (size_t i = facts->count; i > 0;) {
            size_t first = i > size ? i - size : 0;
            PlanConflict rest = without_some(arena, facts, first, i);
            Clash clash = clash_of(plan, &rest, arena, NULL);
            if (clash == CLASH_YES)
                *facts = rest;
            else if (size == 1)
                minimal &= clash == CLASH_NO;
            i = first;
        }
    }
    return minimal;
}

static bool clashes_in(Arena *arena, const PlanInstance *plan, const PlanConflict *facts, size_t i,
                       int32_t first, int32_t past) {
    PlanConflict tried = without_some(arena, facts, facts->count, facts->count);
    tried.items[i].first = first;
    tried.items[i].past = past;
    return clash_of(plan, &tried, arena, NULL) == CLASH_YES;
}

// The shortest span of a limit in which it still clashes, from the end and then from the beginning.
static void shorten(Arena *arena, const PlanInstance *plan, PlanConflict *facts, size_t i) {
    PlanGroup *fact = &facts->items[i];
    int32_t low = fact->first, high = fact->past;
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (clashes_in(arena, plan, facts, i, fact->first, middle))
            high = middle;
        else
            low = middle;
    }
    fact->past = high;
    low = fact->first;
    high = fact->past;
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (clashes_in(arena, plan, facts, i, middle, fact->past))
            low = middle;
        else
            high = middle;
    }
    fact->first = low;
}

static bool is_limit(PlanGroupKind kind) {
    return kind == PLAN_GROUP_CAPACITY || kind == PLAN_GROUP_UNIT_MIN ||
           kind == PLAN_GROUP_HOME_MIN || kind == PLAN_GROUP_HOME_MAX;
}

// ---- remedies ----

static bool mends(Arena *scratch, const PlanInstance *changed, const PlanPlacements *near,
                  PlanSolution *ret) {
    return !plan_prove(scratch, changed, NULL) &&
           plan_appears(scratch, changed, TRIAL_ITERATIONS, near, ret);
}

// A plan of all the rest, with the set switched off; false when there are other clashes too.
static bool rest_is_well(Arena *arena, const PlanInstance *plan, const PlanConflict *facts,
                         PlanPlacements *ret) {
    const PlanInstance *rest = plan;
    PlanSolution whole;
    for (size_t i = 0; i < facts->count; i++) rest = plan_without(arena, rest, &facts->items[i]);
    if (!mends(arena, rest, NULL, &whole)) return false;
    *ret = whole.placements;
    return true;
}

// Spans as short as they still clash; when the limits clash elsewhere too, as they were.
static void shorten_all(Arena *arena, const PlanInstance *plan, PlanConflict *facts,
                        PlanPlacements *ret_near) {
    PlanConflict wide = without_some(arena, facts, facts->count, facts->count);
    bool shorter = false;
    for (size_t i = 0; i < facts->count; i++) {
        if (!is_limit(facts->items[i].kind) || facts->items[i].first == PLAN_NONE) continue;
        shorten(arena, plan, facts, i);
        shorter = true;
    }
    if (rest_is_well(arena, plan, facts, ret_near) || !shorter) return;
    if (rest_is_well(arena, plan, &wide, ret_near)) *facts = wide;
}

// A plan of the whole with each change, kept as near the one before as can be.
static void mend(Arena *arena, const PlanInstance *plan, PlanPlacements kept,
                 PlanExplanation *explanation) {
    Arena *scratch = arena_open((size_t)2 << 30);
    PlanPlacements *near = kept.count > 0 ? &kept : NULL;
    bool more = !near; // without the whole set there is no plan either: other clashes remain
    int failures = more ? FAILURES_MAX : 0;
    for (size_t i = 0; i < explanation->conflict.count && i < REMEDIES_MAX; i++) {
        PlanMending mending;
        PlanSolution whole;
        bool less = plan_remedy(scratch, plan, &explanation->conflict, i, &mending);
        bool verified = failures < FAILURES_MAX && mends(scratch, mending.changed, near, &whole);
        if (!verified && less && failures < FAILURES_MAX) {
            PlanMending off;
            plan_remedy_whole(scratch, plan, &explanation->conflict.items[i], &off);
            verified = mends(scratch, off.changed, near, &whole);
            if (verified) mending = off;
        }
        failures += !verified;
        if (more) {
            verified = less || explanation->minimal;
            mending.text = str_join(scratch, mending.text, STR(" Andra krockar återstår."));
        }
        if (verified && !more) {
            kept = whole.placements;
            near = &kept;
        }
        list_add(arena, &explanation->remedies,
                 (PlanRemedy){.group = (int32_t)i,
                              .verified = verified,
                              .text = str_copy(arena, mending.text)});
    }
    arena_close(scratch);
}

PlanExplanation plan_explain(Arena *arena, const PlanInstance *plan) {
    PlanExplanation explanation = {0};
    Arena *scratch = arena_open((size_t)2 << 30);
    PlanConflict facts = {0}, kept = {0};
    explanation.proved =
        plan_prove(scratch, plan, &facts) || clash_by_search(scratch, plan, &facts);
    if (explanation.proved) {
        explanation.minimal = thin_out(scratch, plan, &facts);
        PlanPlacements near = {0};
        shorten_all(scratch, plan, &facts, &near);
        for (size_t i = 0; i < facts.count; i++) list_add(arena, &kept, facts.items[i]);
        explanation.conflict = kept;
        mend(arena, plan, near, &explanation);
    }
    arena_close(scratch);
    return explanation;
}
