// finding_act.h: what people say about a finding. A "krav ej uppfyllt" is never put off, only accepted
// with a reason by the head of department. Each needs a reason and stands in the history.
#pragma once
#include "gen/records_store.h"

MUST_CHECK bool finding_put_off(Act *act, FindingId id, Date until, Str reason, Err *err);
MUST_CHECK bool finding_hand_over(Act *act, FindingId id, PersonId to, Str reason, Err *err);
MUST_CHECK bool finding_accept(Act *act, FindingId id, Str reason, Err *err);
// Back on Att göra: not put off, not handed over, not accepted.
MUST_CHECK bool finding_take_back(Act *act, FindingId id, Err *err);
