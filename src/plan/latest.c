// For each activity alone: the starts that are open. Then the order, forwards and backwards, until
// nothing moves. Then, from the last start down, whether the others can still lie beside it and in
// order with it, and whether those that can lie nowhere else have room in every stretch.
#include "plan/latest.h"
#include <string.h>
#include "plan/prove.h"
#include "plan/state.h"

typedef struct {
    int32_t task;
    int16_t *past; // [start]: the earliest it can end; 0: cannot start there
    int32_t first, last;
} Reach;

typedef struct {
    Arena *arena;
    const PlanInstance *plan;
    PlanState *state;
    Reach *reaches;
    int32_t count;
    int32_t *index; // [task], PLAN_NONE: not among them
} Latest;

static Reach reach_of(Latest *latest, int32_t t) {
    const PlanState *state = latest->state;
    const PlanTask *task = &state->tasks[t];
    Reach reach = {t, arena_array(latest->arena, int16_t, (size_t)state->periods), state->periods,
                   PLAN_NONE};
    for (size_t o = 0; o < task->activity->options.count; o++)
        for (int32_t s = state->plan->now; s < state->periods; s++) {
            int16_t e = task->past_at[o][s];
            if (e == 0 ||
                !plan_place_is_open(state, t, task->activity->options.items[o].unit, s, e))
                continue;
            if (reach.past[s] == 0 || e < reach.past[s]) reach.past[s] = e;
            if (s < reach.first) reach.first = s;
            if (s > reach.last) reach.last = s;
        }
    return reach;
}

static void shrink(Reach *reach) {
    while (reach->first <= reach->last && reach->past[reach->first] == 0) reach->first++;
    while (reach->last >= reach->first && reach->past[reach->last] == 0) reach->last--;
}

// ---- order ----

static bool hold_first(Reach *reach, int32_t first) {
    if (first <= reach->first) return false;
    reach->first = first;
    shrink(reach);
    return true;
}

// It must have ended by `past`.
static bool hold_past(Reach *reach, int32_t past) {
    bool moved = false;
    while (reach->last >= reach->first &&
           (reach->past[reach->last] == 0 || reach->past[reach->last] > past)) {
        reach->last--;
        moved = true;
    }
    return moved;
}

static int32_t soonest_end(const Reach *reach) {
    int32_t end = INT16_MAX;
    for (int32_t s = reach->first; s <= reach->last; s++)
        if (reach->past[s] > 0 && reach->past[s] < end) end = reach->past[s];
    return end;
}

static bool follow(Latest *latest, Reach *reach) {
    const PlanState *state = latest->state;
    const PlanTask *task = &state->tasks[reach->task];
    bool moved = false;
    for (size_t i = 0; i < task->before.count; i++) {
        PlanArc arc = task->before.items[i];
        int32_t other = latest->index[arc.other];
        if (state->tasks[arc.other].settled)
            moved |= hold_first(reach, state_past(state, arc.other) + arc.lag);
        else if (other != PLAN_NONE && latest->reaches[other].first <= latest->reaches[other].last)
            moved |= hold_first(reach, soonest_end(&latest->reaches[other]) + arc.lag);
    }
    for (size_t i = 0; i < task->after.count; i++) {
        PlanArc arc = task->after.items[i];
        int32_t other = latest->index[arc.other];
        if (state->tasks[arc.other].settled)
            moved |= hold_past(reach, state_start(state, arc.other) - arc.lag);
        else if (other != PLAN_NONE)
            moved |= hold_past(reach, latest->reaches[other].last - arc.lag);
    }
    return moved;
}

static void follow_all(Latest *latest) {
    bool moved = true;
    for (int32_t round = 0; moved && round <= latest->plan->periods * latest->count; round++) {
        moved = false;
        for (int32_t i = 0; i < latest->count; i++)
            if (latest->reaches[i].first <= latest->reaches[i].last)
                moved |= follow(latest, &latest->reaches[i]);
    }
}

// ---- what else must fit ----

static bool takes_time(const PlanTask *task) {
    return !task->activity->inside && task->parts_max < 2;
}

static int32_t shortest(const Reach *reach) {
    int32_t least = INT16_MAX;
    for (int32_t s = reach->first; s <= reach->last; s++)
        if (reach->past[s] > 0 && reach->past[s] - s < least) least = reach->past[s] - s;
    return least;
}

// Room for the trainee's own work in a stretch, in percent-periods.
static int64_t room_in(const Latest *latest, int32_t trainee, int32_t first, int32_t past) {
    const PlanState *state = latest->state;
    const int32_t *service = latest->plan->trainees.items[trainee].service;
    int64_t room = 0;
    for (int32_t w = first; w < past; w++) {
        size_t at = (size_t)trainee * (size_t)state->periods + (size_t)w;
        int32_t left = state->used_max[at] - state->used[at];
        if (left > 0 && (service[w] > 0 || latest->plan->bridge > 0)) room += left;
    }
    return room;
}

// What is left of another activity's time when `own` lies at s: beside it, and in order with it.
typedef struct {
    int32_t first, past; // of its blocks; first > past: nothing is left
} Left;

static bool may_share(const PlanTask *a, const PlanTask *b) {
    return !takes_time(a) || !takes_time(b) || a->activity->share + b->activity->share <= 100;
}

static bool keeps_order(const Latest *latest, int32_t own, int32_t s, const Reach *other,
                        int32_t start) {
    const Reach *mine = &latest->reaches[own];
    const PlanTask *task = &latest->state->tasks[mine->task];
    for (size_t i = 0; i < task->after.count; i++)
        if (task->after.items[i].other == other->task &&
            start < mine->past[s] + task->after.items[i].lag)
            return false;
    for (size_t i = 0; i < task->before.count; i++)
        if (task->before.items[i].other == other->task &&
            s < other->past[start] + task->before.items[i].lag)
            return false;
    return true;
}

static Left left_of(const Latest *latest, int32_t own, int32_t s, const Reach *other) {
    const Reach *mine = &latest->reaches[own];
    const PlanTask *its = &latest->state->tasks[other->task];
    bool beside = may_share(&latest->state->tasks[mine->task], its);
    Left left = {latest->plan->periods, 0};
    for (int32_t t = other->first; t <= other->last; t++) {
        int32_t past = other->past[t];
        if (past == 0 || (!beside && t < mine->past[s] && s < past)) continue;
        if (!keeps_order(latest, own, s, other, t)) continue;
        if (t < left.first) left.first = t;
        if (past > left.past) left.past = past;
    }
    return left;
}

// In some stretch there is less room than those need that can lie nowhere else.
static bool is_too_full(const Latest *latest, int32_t own, int32_t s, const Left *left,
                        int32_t first, int32_t past) {
    const Reach *mine = &latest->reaches[own];
    const PlanTask *task = &latest->state->tasks[mine->task];
    int32_t from = s > first ? s : first, to = mine->past[s] < past ? mine->past[s] : past;
    int64_t need = from < to ? (int64_t)(to - from) * task->activity->share : 0;
    for (int32_t i = 0; i < latest->count; i++) {
        const PlanTask *its = &latest->state->tasks[latest->reaches[i].task];
        if (i == own || !takes_time(its) || left[i].first < first || left[i].past > past) continue;
        need += (int64_t)shortest(&latest->reaches[i]) * its->activity->share;
    }
    return need > room_in(latest, task->trainee, first, past);
}

// Stretches begin where something can begin and end where something must have ended.
static bool fits(const Latest *latest, int32_t own, int32_t s) {
    Left *left = arena_array(latest->arena, Left, (size_t)latest->count + 2);
    for (int32_t i = 0; i < latest->count; i++) {
        const Reach *other = &latest->reaches[i];
        left[i] = (Left){latest->plan->periods, 0};
        if (i == own || other->first > other->last) continue; // one that is lost anyway
        left[i] = left_of(latest, own, s, other);
        if (left[i].first > left[i].past) return false;
    }
    left[own] = (Left){s, latest->reaches[own].past[s]};
    for (int32_t i = 0; i < latest->count; i++)
        for (int32_t k = 0; k < latest->count; k++)
            if (left[i].first < left[k].past &&
                is_too_full(latest, own, s, left, left[i].first, left[k].past))
                return false;
    return true;
}

static void cut(Latest *latest, int32_t own) {
    Reach *reach = &latest->reaches[own];
    if (!takes_time(&latest->state->tasks[reach->task])) return;
    while (reach->last >= reach->first &&
           (reach->past[reach->last] == 0 || !fits(latest, own, reach->last)))
        reach->last--;
}

// ---- the whole ----

static PlanLatest answer(const Latest *latest, const Reach *reach) {
    if (reach->first > reach->last || reach->last == PLAN_NONE)
        return (PlanLatest){reach->task, PLAN_NONE, PLAN_NONE, -1};
    int32_t from = reach->first > latest->plan->now ? reach->first : latest->plan->now;
    return (PlanLatest){reach->task, reach->first, reach->last, reach->last - from};
}

PlanLatestList plan_latest(Arena *arena, const PlanInstance *plan, int32_t trainee) {
    Latest latest = {.arena = arena, .plan = plan, .state = state_begin(arena, plan)};
    PlanIndexes own = plan->trainees.items[trainee].activities;
    latest.reaches = arena_array(arena, Reach, own.count + 1);
    latest.index = arena_array(arena, int32_t, plan->activities.count + 1);
    for (size_t a = 0; a < plan->activities.count; a++) latest.index[a] = PLAN_NONE;
    for (size_t i = 0; i < own.count; i++) {
        const PlanTask *task = &latest.state->tasks[own.items[i]];
        if (task->optional || task->time_pinned || task->parts_max > 1) continue;
        latest.index[own.items[i]] = latest.count;
        latest.reaches[latest.count++] = reach_of(&latest, own.items[i]);
    }
    follow_all(&latest);
    PlanLatestList list = {0};
    for (int32_t i = 0; i < latest.count; i++) cut(&latest, i);
    follow_all(&latest);
    for (int32_t i = 0; i < latest.count; i++)
        list_add(arena, &list, answer(&latest, &latest.reaches[i]));
    return list;
}
