#include "gen/records_store.h"
#include "store/engine.h"
#include "store/job.h"
#include "store/test_db.h"
#include <pthread.h>
#include <time.h>

typedef struct {
    Db *db;
    Arena *arena;
    Err err;
    atomic_bool stop;
    JobsOptions options;
} World;

static atomic_int calls;

static Date today(void) {
    return date_from_ymd(2026, 11, 23);
}

static bool add_unit(JobRun *run, const char *name, Err *err) {
    Act act = job_act(run, "test.job");
    Unit unit = {.name = str_from_c(name), .in_use_from = DATE_NONE};
    return db_begin_write(run->db, err) && unit_save(&act, &unit, err) && audit_end(&act, err);
}

static bool run_good(JobRun *run, Err *err) {
    calls++;
    job_progress(run, STR("{\"done\":1}"));
    if (!add_unit(run, "Good", err)) return false;
    return job_done(run, run->job.input, err) && db_commit(run->db, err);
}

static bool run_bad(JobRun *run, Err *err) {
    if (!add_unit(run, "Bad", err)) return false;
    return err_set(err, ERR_INVALID, msg(N_("Nej: {1}"), msg_number(run->today.day)));
}

static bool run_hungry(JobRun *run, Err *err) {
    if (!add_unit(run, "Hungry", err)) return false;
    for (;;) arena_alloc(run->arena, 1 << 20, 1);
}

static bool run_long(JobRun *run, Err *err) {
    (void)err;
    calls++;
    for (int i = 0; i < 2000 && job_wanted(run); i++) nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    job_result(run, STR("\"long\""));
    return job_wanted(run);
}

static const JobHandler handlers[] = {
    {"good", run_good}, {"bad", run_bad}, {"hungry", run_hungry}, {"long", run_long}};

static void world_open(World *world) {
    *world = (World){.db = test_db_open(), .arena = arena_open(16 << 20)};
    world->options = (JobsOptions){.address = test_db_address(world->db), .handlers = handlers,
                                   .count = COUNT_OF(handlers), .arena_bytes_max = 8 << 20, .today = today, .stop = &world->stop};
    calls = 0;
}

static void world_close(World *world) {
    test_db_close(world->db);
    arena_close(world->arena);
}

static JobId enqueue(World *world, const char *kind) {
    Act act = test_act(world->db, world->arena, "test.enqueue");
    JobId id;
    JobDraft draft = {.kind = kind, .input = STR("{\"x\":1}")};
    CHECK_OK(db_begin_write(world->db, &world->err), world->err);
    CHECK_OK(job_enqueue(&act, draft, &id, &world->err), world->err);
    CHECK_OK(db_commit(world->db, &world->err), world->err);
    return id;
}

static Job look(World *world, JobId id) {
    Job job;
    CHECK_OK(job_load(world->db, world->arena, id, &job, &world->err), world->err);
    return job;
}

static const Sql unit_count = {"test_unit_count", "SELECT count(*) FROM unit", "SELECT count(*) FROM unit", 0, 0, 0, 0};

static int64_t units(World *world) {
    Query query;
    CHECK_OK(query_begin(&query, world->db, &unit_count, &world->err), world->err);
    int64_t count = query_next(&query) ? query_int(&query, 0) : -1;
    CHECK_OK(query_end(&query, &world->err), world->err);
    return count;
}

TEST(job_ends_as_it_went) {
    World world;
    world_open(&world);
    static const struct {
        const char *kind;
        JobState state;
        const char *result;
        int units;
    } cases[] = {
        {"good", JOB_STATE_DONE, "{\"x\":1}", 1},
        {"bad", JOB_STATE_FAILED, "{\"error\":\"Nej: 20780\",\"kind\":\"INVALID\"}", 0},
        {"hungry", JOB_STATE_FAILED, "{\"error\":\"Arbetet behövde mer minne än det får.\",\"kind\":\"LIMIT\"}", 0},
        {"unknown", JOB_STATE_FAILED, "{\"error\":\"Det finns ingen som kan utföra arbetet.\",\"kind\":\"INVALID\"}", 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t before = units(&world);
        int count;
        JobId id = enqueue(&world, cases[i].kind);
        CHECK(look(&world, id).state == JOB_STATE_WAITING, "waiting");
        CHECK_OK(jobs_run_waiting(&world.options, &count, &world.err), world.err);
        Job job = look(&world, id);
        CHECK(count == 1 && job.state == cases[i].state, cases[i].kind);
        CHECK(str_equal(job.result, str_from_c(cases[i].result)), job.result.data);
        CHECK(units(&world) == before + cases[i].units, "its effects are there only when it is done");
    }
    world_close(&world);
}

static void *run_runner(void *argument) {
    World *world = argument;
    Err err;
    return jobs_run(&world->options, &err) ? NULL : world;
}

static void wait_for_state(World *world, JobId id, JobState state) {
    for (int i = 0; i < 1000 && look(world, id).state != state; i++)
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    CHECK(look(world, id).state == state, "the state that was waited for");
}

TEST(job_is_cancelled_and_stopped) {
    World world;
    world_open(&world);
    pthread_t thread;
    bool cancelled;
    JobId waiting = enqueue(&world, "good");
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    CHECK_OK(job_cancel(world.db, waiting, &cancelled, &world.err), world.err);
    CHECK_OK(db_commit(world.db, &world.err), world.err);
    CHECK(cancelled && look(&world, waiting).state == JOB_STATE_CANCELLED, "one that waits never begins");

    JobId first = enqueue(&world, "long");
    CHECK(pthread_create(&thread, NULL, run_runner, &world) == 0, "a runner");
    wait_for_state(&world, first, JOB_STATE_RUNNING);
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    CHECK_OK(job_cancel(world.db, first, &cancelled, &world.err), world.err);
    CHECK_OK(db_commit(world.db, &world.err), world.err);
    wait_for_state(&world, first, JOB_STATE_CANCELLED);
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    CHECK_OK(job_cancel(world.db, first, &cancelled, &world.err), world.err);
    CHECK_OK(db_commit(world.db, &world.err), world.err);
    CHECK(!cancelled, "what has ended cannot be cancelled");

    JobId second = enqueue(&world, "long");
    wait_for_state(&world, second, JOB_STATE_RUNNING);
    atomic_store(&world.stop, true);
    void *failed;
    pthread_join(thread, &failed);
    CHECK(!failed && look(&world, second).state == JOB_STATE_WAITING, "given back when the program stops");
    CHECK(look(&world, second).version == 1, "and that does not count as a failure");
    CHECK(calls == 2, "the cancelled one never ran");
    world_close(&world);
}

static const Sql job_orphan = {"test_job_orphan", "UPDATE job SET state = 1, holder = 'dead', lease = ?1, version = version + 1",
                               "UPDATE job SET state = 1, holder = 'dead', lease = $1, version = version + 1", 1, 0, 0, 0};

static void orphan(World *world, int64_t lease) {
    Query query;
    CHECK_OK(db_begin_write(world->db, &world->err), world->err);
    CHECK_OK(query_begin(&query, world->db, &job_orphan, &world->err), world->err);
    query_bind_int(&query, 1, lease);
    CHECK_OK(query_run(&query, &world->err), world->err);
    CHECK_OK(db_commit(world->db, &world->err), world->err);
}

TEST(job_of_a_dead_process_is_taken_again) {
    World world;
    world_open(&world);
    int count;
    JobId id = enqueue(&world, "good");
    orphan(&world, INT64_MAX / 2);
    CHECK_OK(jobs_run_waiting(&world.options, &count, &world.err), world.err);
    CHECK(count == 0, "not while its lease runs");
    orphan(&world, 1);
    CHECK_OK(jobs_run_waiting(&world.options, &count, &world.err), world.err);
    CHECK(count == 1 && look(&world, id).state == JOB_STATE_DONE, "and then it is done");
    id = enqueue(&world, "good");
    for (int i = 0; i < 3; i++) orphan(&world, 1);
    calls = 0;
    CHECK_OK(jobs_run_waiting(&world.options, &count, &world.err), world.err);
    CHECK(calls <= 1 && look(&world, id).state == JOB_STATE_FAILED, "one that kills its process is given up");
    world_close(&world);
}

TEST(job_runs_once_with_many_runners) {
    World world;
    world_open(&world);
    pthread_t threads[4];
    enum { JOBS = 24 };
    JobId ids[JOBS];
    for (int i = 0; i < JOBS; i++) ids[i] = enqueue(&world, "good");
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        CHECK(pthread_create(&threads[i], NULL, run_runner, &world) == 0, "a runner");
    for (int i = 0; i < JOBS; i++) wait_for_state(&world, ids[i], JOB_STATE_DONE);
    atomic_store(&world.stop, true);
    for (size_t i = 0; i < COUNT_OF(threads); i++) pthread_join(threads[i], NULL);
    CHECK(calls == JOBS && units(&world) == JOBS, "each once");
    world_close(&world);
}
