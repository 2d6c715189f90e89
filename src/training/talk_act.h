// talk_act.h: a supervision talk that was not held, and why. One that was held is an event (event_act.h).
#pragma once
#include "gen/records_store.h"

// ERR_INVALID: no day, a day ahead, or the same day again.
MUST_CHECK bool talk_miss(Act *act, MissedTalk *talk, Err *err);
const char *missed_cause_text(MissedCause cause);   // "Schemat gick inte ihop", for tr()
const char *change_reason_text(ChangeReason reason); // "Handledaren har slutat"; empty for unsaid
