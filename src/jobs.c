// jobs.c: all that is done outside requests. Acts enqueue these; runners in `randa serve` do them.
#include "placement/propose_job.h"
#include "store/job.h"

const JobHandler job_handlers[] = {
    {"plan.propose", propose_job},
    {0},
};
