// job.h: long work outside the request: acts enqueue it, runners in `randa serve` do it.
//
// A runner takes a job for a lease and prolongs it while the job runs; when the process dies, the
// lease runs out and another takes the job again (at most three times). A job is waiting, running,
// and then done, failed or cancelled.
#pragma once
#include "gen/records.h"
#include "store/record.h"
#include <stdatomic.h>

typedef struct {
    const char *kind; // "plan.propose"
    UnitId unit;      // {0}: none
    Str input;        // JSON for the handler
} JobDraft;

// Inside the act's write; the job begins when that is committed.
MUST_CHECK bool job_enqueue(Act *act, JobDraft draft, JobId *ret, Err *err);
// Asks it to stop; one that waits never begins. Inside a write. False in *ret: it had ended already.
MUST_CHECK bool job_cancel(Db *db, JobId id, bool *ret, Err *err);
// Reading one: job_load (gen/records_store.h).

// --- running ------------------------------------------------------------------------------------

typedef struct JobBeat JobBeat;
typedef struct JobRun {
    Db *db;       // a connection of its own, no transaction open; scope: the job's region, its maker
    Arena *arena; // until the handler returns
    Job job;      // job.input is what the act gave
    Date today;
    bool mails; // there is a mail server
    JobBeat *beat; // the runner's own, as is the rest
    bool done;
} JobRun;

typedef struct {
    const char *kind;
    bool (*run)(JobRun *run, Err *err); // false: failed, with err for the page; or it was not wanted any more
} JobHandler;

extern const JobHandler job_handlers[]; // src/jobs.c; ends with a NULL kind

// A job that nobody asks for: enqueued once a day, by whichever instance sees first that it is time.
typedef struct {
    const char *kind;
    int minute; // of the UTC day
    bool not_of_demos;
} JobNight;
extern const JobNight job_nights[]; // src/jobs.c; ends with a NULL kind

// Ask often, from any thread: false when it was cancelled, taken over by another, or the program is
// to stop (then it is run again later).
bool job_wanted(const JobRun *run);
void job_progress(JobRun *run, Str json); // copied; written within a second; at most 1,000 bytes
// Ends the job with its result (JSON) in the handler's own write, so that its effects and its end
// are one. A handler that writes nothing returns true after job_result instead.
MUST_CHECK bool job_done(JobRun *run, Str result, Err *err);
void job_result(JobRun *run, Str result);
Act job_act(const JobRun *run, const char *action); // by the system for the job's maker

typedef struct {
    const char *address; // of the database
    const JobHandler *handlers;
    size_t count;
    const JobNight *nights; // NULL: none
    size_t arena_bytes_max; // for one job; 0: 2 GiB
    Date (*today)(void);
    bool mails; // as in JobRun
    bool has_demo_today; // in databases of invented people it is another day
    Date demo_today;
    const atomic_bool *stop; // set: unfinished work goes back to waiting, and jobs_run returns
} JobsOptions;

// One runner, which also writes the audit chain's checkpoint each hour: run it in a thread of its
// own. False only when the database cannot be opened at all.
MUST_CHECK bool jobs_run(const JobsOptions *options, Err *err);
// Does what waits now, one after the other, and returns how many: for tests and the command line.
MUST_CHECK bool jobs_run_waiting(const JobsOptions *options, int *ret_count, Err *err);
