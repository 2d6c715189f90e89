// check_view.h: the plan as the checker sees it: blocks in time, found from the answer alone.
// Inside the checker (check*.c) only.
#pragma once
#include "plan/check.h"

typedef struct {
    int32_t activity, start, past, unit, option, work;
    bool time_pinned, unit_pinned;
    bool fits; // the work lies in weeks of service, gaps no longer than the bridge (H4)
} CheckBlock;
LIST_OF(CheckBlocks, CheckBlock);

typedef struct {
    Arena *arena;
    const PlanInstance *plan;
    const PlanSolution *solution;
    CheckBlocks blocks;                 // by activity, then start
    int32_t *first_block, *block_count; // per activity
    PlanIndexes moved;                  // those of `previous` that lie elsewhere now
    PlanVerdict verdict;
} Check;

static inline CheckBlock *check_blocks(const Check *check, int32_t activity) {
    return &check->blocks.items[check->first_block[activity]];
}
static inline bool check_is_on(const Check *check, int32_t activity) {
    return check->block_count[activity] > 0;
}
static inline int32_t check_start(const Check *check, int32_t activity) {
    return check_blocks(check, activity)[0].start;
}
int32_t check_past(const Check *check, int32_t activity); // the end of the last part
bool check_time_is_pinned(const Check *check, int32_t activity);
int32_t check_work(const PlanActivity *activity, int32_t option);

// activities: copied; may be NULL. The violation is counted as the planner's unless given.
void check_report(Check *check, PlanRule rule, bool given, const int32_t *activities, size_t count,
                  int32_t first, int32_t past, Msg text);

void check_terms(Check *check);  // check_cost.c
void check_claims(Check *check); // check_cost.c
void check_sums(Check *check);   // check_sums.c: H6, H7, H10, H11
