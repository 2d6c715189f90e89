// propose_fit.h: which of a trainee's blocks there is time for before the training ends, places
// aside. What there is no time for is told, not planned: no plan could hold it. Pure.
#pragma once
#include "plan/model.h"

typedef struct {
    int32_t first, past; // the periods taken; a share of the trainee's service
    int32_t share;
} FitTaken;
LIST_OF(FitTakenList, FitTaken);

typedef struct {
    int32_t first, past; // window
    int32_t work;        // as in the plan
    bool months_only;    // begins on the first of a month
    int rank;            // the lowest goes first; among equals the longest
    bool fits;           // the answer
} FitBlock;
LIST_OF(FitBlockList, FitBlock);

// `plan` gives the calendar and `trainee` the service, as steps.
void propose_fit(Arena *arena, const PlanInstance *plan, int32_t trainee, const FitTakenList *taken, FitBlockList *blocks);
