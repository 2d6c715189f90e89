// A runner and its pulse. The handler works in the runner's thread on the runner's connection; a
// second thread with a second connection prolongs the lease, writes the progress and looks whether
// the job is still wanted, so that a handler deep in a calculation need not think of it.
#include "base/json.h"
#include "base/log.h"
#include "gen/records_store.h"
#include "gen/sql.h"
#include "store/checkpoint.h"
#include "store/crypto.h"
#include "store/damage.h"
#include "store/engine.h"
#include "store/job.h"
#include "store/region.h"
#include <pthread.h>
#include <string.h>
#include <time.h>

#define LEASE_MS 30000
#define BEAT_MS 5000
#define POLL_MS 250
#define CHECKPOINT_MS ((int64_t)3600 * 1000)
#define NIGHT_LOOK_MS ((int64_t)60 * 1000)
#define TAKES_MAX 3
#define ARENA_BYTES_MAX ((size_t)2 << 30)
#define PROGRESS_BYTES_MAX 1000

struct JobBeat {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    atomic_bool lost, cancelled;
    const atomic_bool *stop;
    bool over;       // the pulse is to end
    int64_t job;     // 0: none at the moment
    bool unwritten;  // progress that is not in the database yet
    char progress[PROGRESS_BYTES_MAX];
    size_t progress_size;
    char result[64 << 10]; // of job_result
    size_t result_size;
    char holder[40];
};

static Instant now(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return (Instant)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void sleep_ms(int64_t ms) {
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

static Str holder_of(const JobBeat *beat) {
    return str_from_c(beat->holder);
}

// --- what a handler calls -----------------------------------------------------------------------

bool job_wanted(const JobRun *run) {
    const JobBeat *beat = run->beat;
    return !atomic_load(&beat->lost) && !atomic_load(&beat->cancelled) && !atomic_load(beat->stop);
}

void job_progress(JobRun *run, Str json) {
    JobBeat *beat = run->beat;
    if (json.size > PROGRESS_BYTES_MAX) return;
    pthread_mutex_lock(&beat->lock);
    memcpy(beat->progress, json.data, json.size);
    beat->progress_size = json.size;
    beat->unwritten = true;
    pthread_mutex_unlock(&beat->lock);
}

void job_result(JobRun *run, Str result) {
    JobBeat *beat = run->beat;
    if (result.size > sizeof beat->result) return;
    memcpy(beat->result, result.data, result.size);
    beat->result_size = result.size;
}

Act job_act(const JobRun *run, const char *action) {
    DbScope scope = db_scope(run->db);
    return (Act){.db = run->db,
                 .arena = run->arena,
                 .actor = {.region = scope.region, .person = run->job.maker.raw, .os_user = STR("job")},
                 .today = run->today,
                 .now = now(),
                 .action = action};
}

// Inside a write. False in *ret: the lease was lost, so this end does not count.
static bool end_as(Db *db, const JobBeat *beat, int64_t id, JobState state, Str result, bool *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_JOB_END, err)) return false;
    query_bind_int(&query, 1, id);
    query_bind_text(&query, 2, holder_of(beat));
    query_bind_int(&query, 3, state);
    query_bind_text(&query, 4, result);
    query_bind_int(&query, 5, state == JOB_STATE_WAITING && atomic_load(beat->stop)); // that take was no failure
    if (!query_run(&query, err)) return false;
    *ret = query_changes(&query) == 1;
    return true;
}

bool job_done(JobRun *run, Str result, Err *err) {
    bool counts;
    if (!end_as(run->db, run->beat, run->job.id.raw, JOB_STATE_DONE, result, &counts, err)) return false;
    if (!counts) return err_set(err, ERR_STALE, msg(N_("Arbetet har tagits över av en annan process.")));
    run->done = true;
    return true;
}

// --- the pulse ----------------------------------------------------------------------------------

static bool write_beat(Db *db, JobBeat *beat, int64_t job, Str progress, Err *err) {
    Query query;
    if (!db_begin_write(db, err)) return false;
    if (!query_begin(&query, db, SQL_JOB_BEAT, err)) return false;
    query_bind_int(&query, 1, job);
    query_bind_text(&query, 2, holder_of(beat));
    query_bind_int(&query, 3, now() + LEASE_MS);
    query_bind_text(&query, 4, progress);
    if (!query_run(&query, err) || !db_commit(db, err)) return false;
    if (query_changes(&query) != 1) atomic_store(&beat->lost, true);
    return true;
}

static bool read_cancel(Db *db, JobBeat *beat, int64_t job, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_JOB_IS_CANCELLED, err)) return false;
    query_bind_int(&query, 1, job);
    query_bind_text(&query, 2, holder_of(beat));
    bool cancelled = query_next(&query) && query_int(&query, 0) == 1;
    if (!query_end(&query, err)) return false;
    if (cancelled) atomic_store(&beat->cancelled, true);
    return true;
}

typedef struct {
    JobBeat *beat;
    const char *address;
} Pulse;

// Trouble with the database is not the job's: the lease says in the end whether it was too long.
static void beat_once(Db *db, JobBeat *beat, int64_t *written_at) {
    char copy[PROGRESS_BYTES_MAX];
    Err err;
    pthread_mutex_lock(&beat->lock);
    int64_t job = beat->job;
    Str progress = {copy, beat->progress_size};
    memcpy(copy, beat->progress, beat->progress_size);
    bool due = beat->unwritten || monotonic_ms() - *written_at >= BEAT_MS;
    beat->unwritten = false;
    pthread_mutex_unlock(&beat->lock);
    if (!job) return;
    bool good = read_cancel(db, beat, job, &err);
    if (good && due) {
        good = write_beat(db, beat, job, progress, &err);
        if (good) *written_at = monotonic_ms();
    }
    if (!good) db_rollback(db);
}

static void *keep_beating(void *argument) {
    Pulse *pulse = argument;
    JobBeat *beat = pulse->beat;
    Db *db = NULL;
    Err err;
    int64_t written_at = 0;
    for (bool over = false; !over;) {
        if (db || db_open(pulse->address, &db, &err)) beat_once(db, beat, &written_at);
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += 1;
        pthread_mutex_lock(&beat->lock);
        if (!beat->over) pthread_cond_timedwait(&beat->changed, &beat->lock, &until);
        over = beat->over;
        pthread_mutex_unlock(&beat->lock);
    }
    db_close(db);
    return NULL;
}

// --- the runner ---------------------------------------------------------------------------------

typedef struct {
    const JobsOptions *options;
    JobBeat *beat;
    Db *db;
    Arena *arena;
} Runner;

typedef struct {
    int64_t id, region, version;
} Taken;

static bool find_waiting(Db *db, Taken *ret, Err *err) {
    Query query;
    *ret = (Taken){0};
    if (!query_begin(&query, db, SQL_JOB_WAITING, err)) return false;
    query_bind_int(&query, 1, now());
    if (query_next(&query)) *ret = (Taken){query_int(&query, 0), query_int(&query, 1), query_int(&query, 2)};
    return query_end(&query, err);
}

static bool take(Runner *runner, Taken *ret, Err *err) {
    Db *db = runner->db;
    Query query;
    if (!find_waiting(db, ret, err)) return false; // the gate is passed only when there is something
    if (!ret->id) return true;
    if (!db_begin_write(db, err) || !find_waiting(db, ret, err)) return false;
    if (!ret->id) return db_commit(db, err);
    if (!query_begin(&query, db, SQL_JOB_TAKE, err)) return false;
    query_bind_int(&query, 1, ret->id);
    query_bind_text(&query, 2, holder_of(runner->beat));
    query_bind_int(&query, 3, now() + LEASE_MS);
    return query_run(&query, err) && db_commit(db, err);
}

static const JobHandler *handler_for(const JobsOptions *options, Str kind) {
    for (size_t i = 0; i < options->count; i++)
        if (str_equal(str_from_c(options->handlers[i].kind), kind)) return &options->handlers[i];
    return NULL;
}

static Str failure(Arena *arena, const Err *err) {
    JsonOut out = out_begin(arena);
    out_object(&out);
    out_key_text(&out, "error", msg_format(arena, LANG_SV, err->message));
    out_key_text(&out, "kind", str_from_c(err_kind_name(err->kind)));
    out_object_end(&out);
    return out_end(&out);
}

static bool load(Runner *runner, const Taken *taken, JobRun *ret, Err *err) {
    const JobsOptions *options = runner->options;
    *ret = (JobRun){.db = runner->db, .arena = runner->arena, .today = options->today(), .mails = options->mails, .beat = runner->beat};
    bool is_demo = false;
    if (options->has_demo_today && !region_is_demo(runner->db, taken->region, &is_demo, err)) return false;
    if (is_demo) ret->today = options->demo_today;
    db_scope_set(runner->db, (DbScope){.region = taken->region, .today = ret->today});
    if (!job_load(runner->db, runner->arena, (JobId){taken->id}, &ret->job, err)) return false;
    db_scope_set(runner->db, (DbScope){.region = taken->region, .actor = ret->job.maker.raw, .today = ret->today});
    return true;
}

// Runs the handler; whatever happens in it, no transaction is open afterwards.
static bool handle(Runner *runner, JobRun *run, const Taken *taken, Err *err) {
    if (taken->version > TAKES_MAX)
        return err_set(err, ERR_STORE, msg(N_("Arbetet avbröts tre gånger och försöks inte igen.")));
    if (!load(runner, taken, run, err)) return false;
    const JobHandler *handler = handler_for(runner->options, run->job.kind);
    if (!handler) return err_set(err, ERR_INVALID, msg(N_("Det finns ingen som kan utföra arbetet.")));
    bool good;
    if (ARENA_EDGE(runner->arena)) {
        good = err_set(err, ERR_LIMIT, msg(N_("Arbetet behövde mer minne än det får.")));
    } else {
        good = handler->run(run, err);
        arena_edge_clear(runner->arena);
    }
    db_rollback(runner->db);
    return good;
}

static bool end(Runner *runner, const Taken *taken, bool good, const JobRun *run, const Err *failed, Err *err) {
    JobBeat *beat = runner->beat;
    if (run->done || atomic_load(&beat->lost)) return true;
    JobState state = good                            ? JOB_STATE_DONE
                     : atomic_load(&beat->cancelled) ? JOB_STATE_CANCELLED
                     : atomic_load(beat->stop)       ? JOB_STATE_WAITING
                     : failed->kind == ERR_BUSY      ? JOB_STATE_WAITING
                                                     : JOB_STATE_FAILED;
    Str result = STR("");
    if (state == JOB_STATE_DONE) result = (Str){beat->result, beat->result_size};
    if (state == JOB_STATE_FAILED) result = failure(runner->arena, failed);
    bool counts;
    return db_begin_write(runner->db, err) && end_as(runner->db, beat, taken->id, state, result, &counts, err) &&
           db_commit(runner->db, err);
}

static void set_job(JobBeat *beat, int64_t job) {
    pthread_mutex_lock(&beat->lock);
    beat->job = job;
    beat->progress_size = beat->result_size = 0;
    beat->unwritten = false;
    atomic_store(&beat->lost, false);
    atomic_store(&beat->cancelled, false);
    pthread_mutex_unlock(&beat->lock);
}

// *ret_any: there was a job. An error is the database's, never the job's.
static bool run_one(Runner *runner, bool *ret_any, Err *err) {
    Taken taken;
    *ret_any = false;
    if (!take(runner, &taken, err)) return false;
    if (!taken.id) return true;
    *ret_any = true;
    set_job(runner->beat, taken.id);
    JobRun run = {0};
    Err failed = {0};
    bool good = handle(runner, &run, &taken, &failed);
    bool ended = end(runner, &taken, good, &run, &failed, err);
    set_job(runner->beat, 0);
    arena_clear(runner->arena);
    return ended;
}

// Where the audit chain stands, outside the database (S31). Not writing it stops nothing else.
static void write_checkpoint(Runner *runner, int64_t *due) {
    Err err;
    if (monotonic_ms() < *due) return;
    *due = monotonic_ms() + CHECKPOINT_MS;
    if (!checkpoint_write(runner->db, runner->arena, now(), &err)) log_warn("audit: no checkpoint was written");
    arena_clear(runner->arena);
}

// --- what comes each night ----------------------------------------------------------------------

typedef struct {
    int64_t region;
    bool is_demo;
} Home;

static bool find_home(Db *db, Home *ret, Err *err) {
    Query query;
    *ret = (Home){0};
    if (!query_begin(&query, db, SQL_JOB_HOME, err)) return false;
    if (query_next(&query)) *ret = (Home){query_int(&query, 0), query_int(&query, 1) == 1};
    return query_end(&query, err);
}

// One that has never been made waits for its first night; one that was missed is made up for.
static bool is_due(Db *db, const JobNight *night, Instant started, bool *ret, Err *err) {
    Query query;
    Instant minute = 60000, day = 1440 * minute, slot = now() / day * day + night->minute * minute;
    if (slot > now()) slot -= day;
    if (!query_begin(&query, db, SQL_JOB_LAST, err)) return false;
    query_bind_text(&query, 1, str_from_c(night->kind));
    Instant last = query_next(&query) ? query_int(&query, 0) : 0;
    *ret = slot > (last ? last : started);
    return query_end(&query, err);
}

// Asked again inside the gate: of several instances one enqueues it.
static bool enqueue_night(Runner *runner, const JobNight *night, Instant started, Err *err) {
    Act act = {.db = runner->db, .arena = runner->arena, .now = now()};
    Home home;
    JobId id;
    bool due;
    if (!is_due(runner->db, night, started, &due, err)) return false;
    if (!due) return true;
    if (!db_begin_write(runner->db, err) || !find_home(runner->db, &home, err)) return false;
    if (!is_due(runner->db, night, started, &due, err)) return false;
    if (due && home.region && !(home.is_demo && night->not_of_demos)) {
        db_scope_set(runner->db, (DbScope){.region = home.region});
        if (!job_enqueue(&act, (JobDraft){.kind = night->kind}, &id, err)) return false;
    }
    return db_commit(runner->db, err);
}

static void look_at_the_clock(Runner *runner, Instant started, int64_t *due) {
    Err err;
    if (monotonic_ms() < *due) return;
    *due = monotonic_ms() + NIGHT_LOOK_MS;
    for (const JobNight *night = runner->options->nights; night && night->kind; night++)
        if (!enqueue_night(runner, night, started, &err)) db_rollback(runner->db);
    arena_clear(runner->arena);
}

static bool run_all(Runner *runner, bool waiting_only, int *ret_count, Err *err) {
    int64_t checkpoint_due = monotonic_ms(), night_due = checkpoint_due;
    Instant started = now();
    if (!waiting_only) damage_look(runner->db, runner->arena);
    while (!atomic_load(runner->options->stop)) {
        bool any;
        if (!waiting_only) write_checkpoint(runner, &checkpoint_due);
        if (!waiting_only) look_at_the_clock(runner, started, &night_due);
        if (run_one(runner, &any, err)) {
            *ret_count += any;
            if (!any && waiting_only) return true;
            if (!any) sleep_ms(POLL_MS);
            continue;
        }
        db_rollback(runner->db);
        if (waiting_only) return false;
        sleep_ms(1000);
    }
    return true;
}

static bool run_with_pulse(Runner *runner, bool waiting_only, int *ret_count, Err *err) {
    Pulse pulse = {runner->beat, runner->options->address};
    pthread_t thread;
    if (pthread_create(&thread, NULL, keep_beating, &pulse) != 0) return store_busy(err);
    bool good = run_all(runner, waiting_only, ret_count, err);
    pthread_mutex_lock(&runner->beat->lock);
    runner->beat->over = true;
    pthread_cond_signal(&runner->beat->changed);
    pthread_mutex_unlock(&runner->beat->lock);
    pthread_join(thread, NULL);
    return good;
}

static bool run(const JobsOptions *options, bool waiting_only, int *ret_count, Err *err) {
    *ret_count = 0;
    Arena *own = arena_open(1 << 20);
    size_t most = options->arena_bytes_max ? options->arena_bytes_max : ARENA_BYTES_MAX;
    Runner runner = {.options = options, .arena = arena_open(most), .beat = arena_new(own, JobBeat)};
    runner.beat->stop = options->stop;
    pthread_mutex_init(&runner.beat->lock, NULL);
    pthread_cond_init(&runner.beat->changed, NULL);
    memcpy(runner.beat->holder, crypto_random_hex(own, 16).data, 32);
    bool good = db_open(options->address, &runner.db, err);
    if (good) good = run_with_pulse(&runner, waiting_only, ret_count, err);
    db_close(runner.db);
    pthread_cond_destroy(&runner.beat->changed);
    pthread_mutex_destroy(&runner.beat->lock);
    arena_close(runner.arena);
    arena_close(own);
    return good;
}

bool jobs_run(const JobsOptions *options, Err *err) {
    int ignored;
    return run(options, false, &ignored, err);
}

bool jobs_run_waiting(const JobsOptions *options, int *ret_count, Err *err) {
    return run(options, true, ret_count, err);
}
