// jobs.c: all that is done outside requests. Acts enqueue these; runners in `randa serve` do them.
#include "duty/remind_job.h"
#include "placement/propose_job.h"
#include "store/backup_job.h"
#include "store/job.h"

const JobHandler job_handlers[] = {
    {"plan.propose", propose_job},
    {"backup.make", backup_job},
    {"database.check", check_job},
    {"mail.remind", remind_job},
    {0},
};

// Each night, in minutes of the UTC day; one after the other.
const JobNight job_nights[] = {
    {"backup.make", 1 * 60, .not_of_demos = true},
    {"database.check", 2 * 60},
    {"mail.remind", 4 * 60},
    {0},
};
