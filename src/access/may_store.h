// may_store.h: may this actor, in this role, do this to this object, today?
//
// True: yes. False: ERR_NOT_FOUND for what the actor may not even see (the same answer as for what
// does not exist), ERR_FORBIDDEN with who may for what can be seen but not acted on. The system
// (person 0) may all. Acts ask before they change.
#pragma once
#include "access/may.h"
#include "store/record.h"

MUST_CHECK bool may_training(Db *db, Actor actor, Right right, TrainingId id, Err *err);
MUST_CHECK bool may_placement(Db *db, Actor actor, Right right, PlacementId id, Err *err);
MUST_CHECK bool may_unit(Db *db, Actor actor, Right right, UnitId id, Err *err);
MUST_CHECK bool may_person(Db *db, Actor actor, Right right, PersonId id, Err *err);
MUST_CHECK bool may_finding(Db *db, Actor actor, Right right, FindingId id, Err *err);
