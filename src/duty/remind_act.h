// remind_act.h: what a person is reminded of today goes into the outbox, once per person and reminder.
#pragma once
#include "gen/records.h"
#include "store/record.h"

typedef struct {
    int people, weekly, urgent; // asked about; letters of each kind
} RemindReport;

// The region of the scope, whose findings are of the day. A write for some people at a time, so that a
// run that is cut off goes on where it was. `base` is the system's act, no transaction open; `wanted`
// (may be NULL) false: stop.
MUST_CHECK bool remind_region(const Act *base, bool (*wanted)(void *context), void *context, RemindReport *ret, Err *err);

MUST_CHECK bool reminder_choice_get(Db *db, Arena *arena, PersonId person, ReminderChoice *ret, Err *err); // or the standard
// ERR_INVALID for what may not be turned off.
MUST_CHECK bool reminder_choose(Act *act, int64_t weekday, bool urgent, Err *err);
MUST_CHECK bool reminder_is_demanded(Db *db, Arena *arena, Date today, bool *ret, Err *err);
