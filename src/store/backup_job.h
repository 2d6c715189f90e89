// backup_job.h: each night a backup, restored at once to see that it can be, and the oldest taken away.
#pragma once
#include "store/job.h"

bool backup_job(JobRun *run, Err *err); // "backup.make"
bool check_job(JobRun *run, Err *err);  // "database.check": all of it; a damaged database becomes read-only (S40)
