// model.h: a planning problem and its answer, as data. docs/planner.md gives the model: hard rules
// H1..H16, wishes P1..P8. Time is counted in periods (weeks or half-months) from 0; a stretch of
// time is half open, first <= w < past. Work is in percent-periods: 8 weeks full time is 800.
//
// A problem is made with plan_begin, plan_add_*, and plan_end, which flattens steps and finds what
// does not hold together; reading a file (read.h) does the same. After plan_end it never changes.
// Records point to each other by index; PLAN_NONE is none. All of it lives in one arena.
#pragma once
#include "base/err.h"
#include "base/list.h"

#define PLAN_NONE (-1)
#define PLAN_ELSEWHERE (-2)
#define PLAN_PERIODS_MAX 1040
#define PLAN_PARTS_MAX 8
#define PLAN_NO_LIMIT INT32_MAX
#define PLAN_WEIGHT_MAX 1000000

typedef enum { PLAN_WEEK, PLAN_HALF_MONTH } PlanPeriodUnit;
typedef enum {
    PLAN_INTERNAL,
    PLAN_EXTERNAL,
    PLAN_BT,
    PLAN_COURSE,
    PLAN_PROJECT,
    PLAN_KINDS
} PlanKind;
typedef enum {
    PLAN_PREFERENCE,   // P1
    PLAN_TIMING,       // P2
    PLAN_BELOW_TARGET, // P3
    PLAN_EVENNESS,     // P4
    PLAN_STABILITY,    // P5
    PLAN_FAIRNESS,     // P6
    PLAN_COMPLETION,   // P7
    PLAN_BT_ORDER,     // P8
    PLAN_TERMS
} PlanTerm;

// The value in every period first <= w < past. Lists are ascending and disjoint.
typedef struct {
    int32_t first, past, value;
} PlanStep;
LIST_OF(PlanSteps, PlanStep);
LIST_OF(PlanIndexes, int32_t);

typedef struct {
    Str id;
    PlanSteps min_steps, target_steps, max_steps;
    int32_t *min, *target, *max; // per period, after plan_end
} PlanHome;
LIST_OF(PlanHomes, PlanHome);

typedef struct {
    int32_t level; // index in levels
    PlanSteps steps;
    int32_t *capacity;
} PlanLevelCapacity;
LIST_OF(PlanLevelCapacities, PlanLevelCapacity);

typedef struct {
    Str id;
    PlanSteps capacity_steps, min_steps;
    PlanLevelCapacities levels; // a visitor whose level is not here counts only in the total
    int32_t *capacity, *min;
} PlanUnit;
LIST_OF(PlanUnits, PlanUnit);

typedef struct {
    Str id;
    int32_t home; // PLAN_NONE: no staffing to count in
    PlanSteps service_steps, level_steps;
    int32_t total;       // service to reach, 0: not asked
    int32_t last_end;    // everything ends by here
    int32_t wished_end;  // PLAN_NONE: no wish
    int32_t max_changes; // of unit, per year; PLAN_NONE: no limit
    bool bt_is_free;     // H14 does not hold (a trial of the explanation)
    int32_t *service, *level;
    int32_t *served; // service before w, periods + 1 entries
    int32_t *reach;  // the first w' > w where a block holding w is broken; w where service is 0
    PlanIndexes activities;
} PlanTrainee;
LIST_OF(PlanTrainees, PlanTrainee);

typedef struct {
    int32_t unit; // PLAN_NONE: no unit
    int32_t cost;
    int32_t work;        // 0: the activity's
    int32_t first, past; // 0, 0: the activity's window
} PlanOption;
LIST_OF(PlanOptionList, PlanOption);

typedef struct {
    int32_t before;   // the activity that ends first
    int32_t lag, max; // PLAN_NO_LIMIT: no max
} PlanAfter;
LIST_OF(PlanAfterList, PlanAfter);

typedef struct {
    int32_t goal, credit;
} PlanCover;
LIST_OF(PlanCovers, PlanCover);

typedef struct {
    int32_t start;
    bool unit_is_set; // false: only the start is pinned
    int32_t unit;
    int32_t past; // when history ended; 0: by the work
    int32_t work; // of a part; 0: the whole
} PlanPin;
LIST_OF(PlanPins, PlanPin);

typedef struct {
    Str id;
    int32_t trainee;
    PlanKind kind;
    int32_t work;  // or
    int32_t weeks; // when > 0, the length in periods
    PlanOptionList options;
    bool at_home; // counts in the home clinic's staffing
    bool inside;  // a course that takes no time of its own
    int32_t share;
    int32_t first, past; // window
    bool preferred_is_set;
    int32_t preferred_first, preferred_last; // the wished starts, both included
    int32_t timing_weight;
    PlanAfterList after;
    bool starts_is_set;
    PlanIndexes starts; // ascending
    int32_t parts_max;  // 0 or 1: one block
    int32_t block_min;
    bool same_unit;
    PlanCovers covers;
    bool optional;
    PlanPins pins;
} PlanActivity;
LIST_OF(PlanActivities, PlanActivity);

typedef struct {
    int32_t trainee, goal;
    int32_t at_least, at_most; // PLAN_NO_LIMIT
} PlanNeed;
LIST_OF(PlanNeeds, PlanNeed);

typedef struct {
    PlanIndexes activities;
    int32_t gap;
} PlanTogether;
LIST_OF(PlanTogethers, PlanTogether);

typedef struct {
    int32_t activity, start;
    int32_t unit; // PLAN_NONE: none; PLAN_ELSEWHERE: one that is no longer known (previous only)
    int32_t work; // of a part; 0: the whole
    bool confirmed;
} PlanPlacement;
LIST_OF(PlanPlacements, PlanPlacement);
LIST_OF(PlanNames, Str);

typedef struct {
    Str name;
    PlanPeriodUnit period_unit;
    Date start;
    int32_t periods, now;
    int32_t bridge;  // service gaps this long do not break a block
    bool bt_is_hard; // H14; false: P8
    int64_t weights[PLAN_TERMS];
    int32_t ranks[PLAN_TERMS]; // 0: the most important level
    int32_t rank_count;        // 0 or 1: all terms in one sum
    PlanHomes homes;
    PlanUnits units;
    PlanTrainees trainees;
    PlanActivities activities;
    PlanNeeds needs;
    PlanTogethers togethers;
    PlanPlacements previous;
    bool previous_is_set;
    PlanNames levels, goals;
} PlanInstance;

// The answer.
typedef enum {
    PLAN_OPTIMAL,
    PLAN_FEASIBLE,
    PLAN_INFEASIBLE,
    PLAN_INCOMPLETE,
    PLAN_STOPPED
} PlanStatus;
typedef enum {
    PLAN_BY_ITERATIONS,
    PLAN_BY_SECONDS,
    PLAN_BY_SIGNAL,
    PLAN_BY_OPTIMAL,
    PLAN_BY_GAP
} PlanStoppedBy;

typedef enum {
    PLAN_GROUP_REQUIRED, // activity
    PLAN_GROUP_CAPACITY, // unit, span, level
    PLAN_GROUP_UNIT_MIN,
    PLAN_GROUP_HOME_MIN, // home, span
    PLAN_GROUP_HOME_MAX,
    PLAN_GROUP_ORDER, // before, after
    PLAN_GROUP_PIN,
    PLAN_GROUP_LEAVE, // trainee, span
    PLAN_GROUP_COURSE_DATES,
    PLAN_GROUP_WINDOW,
    PLAN_GROUP_NEED, // trainee, goal
    PLAN_GROUP_BT_FIRST,
    PLAN_GROUPS
} PlanGroupKind;

// One fact of a conflict. Fields that the kind does not use are PLAN_NONE.
typedef struct {
    PlanGroupKind kind;
    int32_t activity; // of order: the one that comes after
    int32_t before, unit, home, trainee, goal, level;
    int32_t first, past;
} PlanGroup;
LIST_OF(PlanConflict, PlanGroup);

typedef struct {
    int32_t group; // index in conflict
    Str text;
    bool verified;
} PlanRemedy;
LIST_OF(PlanRemedies, PlanRemedy);

typedef struct {
    int64_t iteration;
    Str phase;
    int64_t cost;
} PlanTraceRow;
LIST_OF(PlanTrace, PlanTraceRow);

typedef struct {
    PlanStatus status;
    bool cost_is_set, terms_are_set, bound_is_set, moved_is_set, minimal;
    int64_t cost, bound;
    int64_t terms[PLAN_TERMS];
    PlanPlacements placements; // in the order of the activities, parts by start
    PlanIndexes left_out, moved;
    PlanConflict conflict;
    PlanRemedies remedies;
    PlanTrace trace;
    int64_t seed, threads, iterations;
    PlanStoppedBy stopped_by;
} PlanSolution;

// Words used in files.
extern const char *const plan_kind_names[PLAN_KINDS];
extern const char *const plan_term_names[PLAN_TERMS];
extern const char *const plan_group_names[PLAN_GROUPS];
extern const char *const plan_status_names[];
extern const char *const plan_stopped_names[];

// Making a problem. Ids are copied; each plan_add_* gives the index of the new record, whose fields
// may then be filled in through the list until plan_end.
PlanInstance *plan_begin(Arena *arena, Str name, int32_t periods); // weights and rules at defaults
void plan_step(Arena *arena, PlanSteps *steps, int32_t first, int32_t past, int32_t value);
int32_t plan_level(Arena *arena, PlanInstance *plan, Str name); // the same name, the same index
int32_t plan_goal(Arena *arena, PlanInstance *plan, Str name);
int32_t plan_add_home(Arena *arena, PlanInstance *plan, Str id);
int32_t plan_add_unit(Arena *arena, PlanInstance *plan, Str id);
int32_t plan_add_trainee(Arena *arena, PlanInstance *plan, Str id, int32_t home);
// Window: the whole calendar; at_home follows the kind; share 100; no options yet.
int32_t plan_add_activity(Arena *arena, PlanInstance *plan, Str id, int32_t trainee, PlanKind kind,
                          int32_t work);
void plan_add_option(Arena *arena, PlanInstance *plan, int32_t activity, int32_t unit,
                     int32_t cost);
void plan_add_after(Arena *arena, PlanInstance *plan, int32_t after, int32_t before, int32_t lag);
void plan_add_cover(Arena *arena, PlanInstance *plan, int32_t activity, int32_t goal,
                    int32_t credit);
void plan_add_need(Arena *arena, PlanInstance *plan, int32_t trainee, int32_t goal,
                   int32_t at_least);
void plan_pin(Arena *arena, PlanInstance *plan, int32_t activity, PlanPin pin);
void plan_add_previous(Arena *arena, PlanInstance *plan, PlanPlacement placement);
// ERR_INVALID when the costs could not be counted in 62 bits, or a record points nowhere.
MUST_CHECK bool plan_end(Arena *arena, PlanInstance *plan, Err *err);

// After a change of `service`: what follows from it.
void plan_trainee_refresh(Arena *arena, const PlanInstance *plan, PlanTrainee *trainee);

// Dates, at the border only. The period a date lies in; may be < 0 or >= periods.
int32_t plan_period_at(const PlanInstance *plan, Date date);
Date plan_period_first(const PlanInstance *plan, int32_t period);
int32_t plan_periods_a_year(const PlanInstance *plan); // 52 or 24

// What the rules say of single values.
// Where a block of this work that starts here ends (H4); PLAN_NONE when it cannot lie here.
int32_t plan_block_past(const PlanInstance *plan, const PlanActivity *activity, int32_t start,
                        int32_t work);
// The option for a unit; PLAN_NONE when it is not among them.
int32_t plan_option_at(const PlanActivity *activity, int32_t unit);
int32_t plan_work(const PlanActivity *activity, int32_t option); // of the whole, in percent-periods
bool plan_is_pinned(const PlanActivity *activity);               // start and unit
int64_t plan_preference_cost(const PlanInstance *plan, const PlanActivity *activity, int32_t option,
                             int32_t work); // P1
int64_t plan_timing_cost(const PlanInstance *plan, const PlanActivity *activity,
                         int32_t start); // P2
