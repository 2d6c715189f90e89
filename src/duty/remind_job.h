// remind_job.h: each night, what people are to be reminded of is put in the outbox.
#pragma once
#include "store/job.h"

MUST_CHECK bool remind_job(JobRun *run, Err *err);
// The findings of the day, then the reminders, of the scope's region; the act is the system's.
MUST_CHECK bool remind_today(const Act *act, bool (*wanted)(void *context), void *context, Str *ret_json, Err *err);
