// plan_act.h: the use cases of the plan in force: put a placement somewhere, take one away, use a
// way out of a clash. Each asks access, changes the whole timeline so that no day is lost or
// doubled, and ends with its findings re-evaluated. act->audit is what undo takes.
#pragma once
#include "access/may_store.h"
#include "placement/solution.h"
#include "store/record.h"

// New when wanted->id is 0; else wanted->version is the one the editor started from (ERR_STALE).
// wanted->id is set. ERR_INVALID: the end before the beginning, outside the years 1900-2199, a unit
// that does not exist, a share of 0 or above 100.
MUST_CHECK bool placement_put(Act *act, Placement *wanted, Err *err);
MUST_CHECK bool placement_take_away(Act *act, PlacementId id, int64_t version, Err *err);
// Confirmed by the unit that receives, or only planned again.
MUST_CHECK bool placement_set_state(Act *act, PlacementId id, int64_t version, PlacementState state, Err *err);
// A way out of a clash, as solution.h found it.
MUST_CHECK bool plan_save_solution(Act *act, TrainingId training, const PlacementChangeList *changes, Err *err);
// Saves changes found by change.h, without asking and without ending the act: for acts that do both.
MUST_CHECK bool plan_save_changes(Act *act, const PlacementChangeList *changes, Err *err);
