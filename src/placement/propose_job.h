// propose_job.h: "plan.propose", for the table of jobs.
#pragma once
#include "store/job.h"

bool propose_job(JobRun *run, Err *err);
