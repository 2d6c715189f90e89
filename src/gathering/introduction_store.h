// introduction_store.h: a unit's introduction programmes, and the lists that trainees have got from them.
#pragma once
#include "gen/records_store.h"

// `ret->id` 0 where there is none yet.
MUST_CHECK bool programme_of_unit(Db *db, Arena *arena, UnitId unit, Audience audience, Programme *ret, Err *err);
// The approved one of the unit or the nearest above.
MUST_CHECK bool programme_for(Db *db, Arena *arena, UnitId unit, Audience audience, Programme *ret, Err *err);
MUST_CHECK bool programme_steps(Db *db, Arena *arena, ProgrammeId id, ProgrammeStepList *ret, Err *err);

typedef struct {
    IntroductionStep step;
    Str done_by;
} StepRow;
LIST_OF(StepRowList, StepRow);
// The latest; `ret->id` 0 where she has none.
MUST_CHECK bool introduction_of(Db *db, Arena *arena, TrainingId training, Introduction *ret, StepRowList *ret_steps, Err *err);
MUST_CHECK bool introduction_is_recorded(Db *db, TrainingId training, bool *ret, Err *err);
