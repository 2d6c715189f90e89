// publish_act.h: answering a proposal's changes and putting those accepted in force. A trainee's
// changes are accepted or rejected together: half of them would lose or double days.
#pragma once
#include "placement/plan_store.h"
#include "store/record.h"

LIST_OF(TrainingIdList, TrainingId);

// Accepts the changes of these trainees and rejects the others'. NULL: accepts all.
MUST_CHECK bool plan_answer(Act *act, PlanVersionId id, const TrainingIdList *accepted, Err *err);
// Puts the accepted changes in force in one act, which can be undone. ERR_STALE when the plan in force
// has changed under one of them since; ERR_CONFLICT when nothing is accepted, or it is no proposal.
MUST_CHECK bool plan_publish(Act *act, PlanVersionId id, int *ret_trainees, Err *err);
