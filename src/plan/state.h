// state.h: a plan under construction, with its cost and breaches kept up to date. Inside the
// planner (construct, improve, solve) only.
//
// Two kinds of hard rules. *Packing* rules (H6, H7 capacity, H8, H10, H14) hold at every moment:
// who wants a place that is taken must first remove whoever is in the way. *Covering* rules (H7
// min, H11, H12, H15) can only be reached step by step: their shortfall is counted in `short_of`
// and costs `pressure` a piece. A state is whole when no required task is out and nothing is short.
#pragma once
#include "plan/model.h"

typedef struct {
    int32_t start, past, option, unit, work;
} PlanBlock;

// The other end of an order: before: `other` ends first.
typedef struct {
    int32_t other, lag, max;
} PlanArc;
LIST_OF(PlanArcs, PlanArc);

// What is fixed about an activity, prepared for speed.
typedef struct {
    const PlanActivity *activity;
    int32_t trainee;
    int32_t home; // of the trainee, when the task takes them away from it; else PLAN_NONE
    int32_t parts_max;
    int32_t first, past; // window, cut by the trainee's last end
    bool settled;        // pinned altogether: placed once, never touched
    bool time_pinned, optional, has_groups, has_needs;
    int16_t **past_at;    // [option][start]: where it ends; 0: cannot start there
    int64_t *option_cost; // scaled: P1 and the unit's part of P5
    int64_t *start_cost;  // [start] scaled: P2 and the start's part of P5
    int64_t off_cost;     // P5 when it is not in the plan, not scaled
    PlanArcs before, after;
    PlanPlacements old; // in the plan before, by start
    PlanIndexes groups, needs;
} PlanTask;

typedef enum {
    PLAN_SHORT_UNIT_MIN,
    PLAN_SHORT_HOME_MAX,
    PLAN_SHORT_NEED,
    PLAN_SHORT_TOGETHER,
    PLAN_SHORT_CHANGES,
    PLAN_SHORTS
} PlanShort;

typedef struct {
    int32_t capacity_row; // rows of `load`: the unit's total; levels follow
    int32_t level_count;
    const PlanLevelCapacity *levels;
} PlanUnitRows;

typedef struct {
    int32_t task, parts;
    PlanBlock blocks[PLAN_PARTS_MAX];
} PlanUndo;
LIST_OF(PlanUndos, PlanUndo);

typedef struct {
    Arena *arena;
    const PlanInstance *plan;
    int32_t periods, task_count;
    PlanTask *tasks;
    int64_t scale[PLAN_TERMS];  // of rank levels
    int64_t weight[PLAN_TERMS]; // weight * scale
    // The plan.
    PlanBlock **blocks; // [task][part]
    int32_t *parts;     // 0: out
    // Timelines, [subject * periods + w].
    int16_t *used, *used_max;   // of a trainee, in percent
    uint8_t *courses, *insides; // of a trainee
    int32_t *load, *room;       // of a row: visitors, and capacity in force
    uint8_t *full;              // of a row
    PlanUnitRows *unit_rows;
    int32_t *at_home, *home_min, *home_max; // limits in force
    uint8_t *home_full;                     // nobody more may leave
    int64_t *home_price;                    // scaled cost of one more who leaves
    // Who is where: members and the place of each in them.
    PlanIndexes *unit_tasks; // [unit]: one entry a block
    PlanIndexes *home_tasks; // [home]: tasks that take someone away
    // Costs and breaches.
    int64_t terms[PLAN_TERMS]; // weighted, not scaled
    int64_t short_of[PLAN_SHORTS], pressure[PLAN_SHORTS];
    int64_t *unit_evenness, *unit_open;
    int64_t *trainee_burden, *trainee_work; // P6
    int64_t *trainee_completion, *trainee_bt, *trainee_changes, *changes_max;
    bool *trainee_is_watched; // has P7, P8 or a limit of changes
    int64_t *need_sum, *need_least, *need_most, *group_short;
    bool fairness_is_stale;
    int32_t out_count;  // required tasks that are out
    int64_t *out_price; // [task] scaled: what it costs that it is out, grows with failures
    int64_t out_sum;
    // Since the last state_keep.
    PlanUndos undos;
    int64_t *undo_stamp, stamp;
} PlanState;

PlanState *state_begin(Arena *arena, const PlanInstance *plan); // the pinned are in place
void state_add(PlanState *state, int32_t task, const PlanBlock *blocks, int32_t parts);
void state_remove(PlanState *state, int32_t task);
void state_keep(PlanState *state); // the changes stand
void state_undo(PlanState *state); // back to the last state_keep

// The starts of a task to look at: the dates of a course, else each week of the window.
typedef struct {
    const int32_t *dates; // NULL: every week from first on
    int32_t first, count;
} PlanStarts;
static inline PlanStarts state_starts(const PlanState *state, const PlanTask *task) {
    if (task->time_pinned) return (PlanStarts){NULL, 0, state->periods};
    if (task->activity->starts_is_set)
        return (PlanStarts){task->activity->starts.items, 0, (int32_t)task->activity->starts.count};
    return (PlanStarts){NULL, task->first, task->past > task->first ? task->past - task->first : 0};
}
static inline int32_t starts_at(PlanStarts starts, int32_t i) {
    return starts.dates ? starts.dates[i] : starts.first + i;
}

static inline bool state_is_on(const PlanState *state, int32_t task) {
    return state->parts[task] > 0;
}
int64_t state_cost(PlanState *state);  // sum of the terms
int64_t state_score(PlanState *state); // scaled cost, shortfalls and what is out: to be minimised
int64_t state_shortfall(const PlanState *state); // pieces
void state_press(PlanState *state, PlanShort what, int64_t pressure);
void state_out_price(PlanState *state, int32_t task, int64_t price);

// The dearest weight: the yardstick for pressures and temperatures.
int64_t state_unit_price(const PlanState *state);
void state_forgive_changes(PlanState *state); // those that the pins make anyway (H15)
int32_t state_start(const PlanState *state, int32_t task);
int32_t state_past(const PlanState *state, int32_t task);
// What the group rule (H15) misses if the task lay here; 0 when fine or the others are out.
int64_t state_group_short(const PlanState *state, int32_t task, int32_t start, int32_t past);
