// introduction_act.h: a unit's programme becomes a trainee's own list; when its last required step is ticked, the
// introduction is registered as done.
#pragma once
#include "gathering/introduction_store.h"

// The programme with these steps instead of those it had; those without words are left out. `approve`: in force from
// today, if it was not before. The lists that people already have stay as they are.
MUST_CHECK bool programme_put(Act *act, Programme *programme, ProgrammeStepList *steps, bool approve, Err *err);
// ERR_CONFLICT where there is no approved programme, or she has her list already.
MUST_CHECK bool introduction_give(Act *act, TrainingId training, Err *err);
LIST_OF(StepIdList, IntroductionStepId);
MUST_CHECK bool introduction_tick(Act *act, TrainingId training, const StepIdList *steps, Err *err);
