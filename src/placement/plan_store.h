// plan_store.h: proposals beside the plan in force, and what they would change.
#pragma once
#include "placement/change.h"
#include "store/db.h"

// Open proposals of a unit, oldest first; what one may not see is not there.
MUST_CHECK bool plan_version_list(Db *db, Arena *arena, UnitId unit, PlanVersionList *ret, Err *err);
MUST_CHECK bool plan_version_get(Db *db, Arena *arena, PlanVersionId id, PlanVersion *ret, Err *err); // ERR_NOT_FOUND
MUST_CHECK bool plan_change_list(Db *db, Arena *arena, PlanVersionId plan, PlanChangeList *ret, Err *err);
