#include "placement/propose_job.h"
#include <time.h>
#include "base/json.h"
#include "placement/propose_act.h"
#include "placement/propose_store.h"
#include "plan/solve.h"

typedef struct {
    JobRun *run;
    Arena *scratch;
    int64_t begun, told; // milliseconds
    int seconds;
    size_t activities;
} Watch;

static int64_t now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void tell(Watch *watch, const PlanProgress *now, int64_t ms) {
    ArenaMark mark = arena_mark(watch->scratch);
    JsonOut out = out_begin(watch->scratch);
    out_object(&out);
    out_key_int(&out, "ms", ms);
    out_key_int(&out, "seconds", watch->seconds);
    out_key_text(&out, "phase", str_from_c(now->phase));
    out_key_int(&out, "activities", (int64_t)watch->activities);
    out_key_int(&out, "left_out", now->left_out);
    out_key_int(&out, "moved", now->moved_is_set ? now->moved : 0);
    if (now->cost_is_set) out_key_int(&out, "cost", now->cost);
    if (now->bound_is_set) out_key_int(&out, "bound", now->bound);
    out_object_end(&out);
    job_progress(watch->run, out_end(&out));
    arena_reset(watch->scratch, mark);
}

static bool watch_on(void *context, const PlanProgress *now) {
    Watch *watch = context;
    int64_t ms = now_ms() - watch->begun;
    if (ms - watch->told >= 250) {
        watch->told = ms;
        tell(watch, now, ms);
    }
    return ms < 1000LL * watch->seconds && job_wanted(watch->run);
}

static bool load(JobRun *run, ProposeInput *ret, Err *err) {
    if (!db_begin_read(run->db, err)) return false;
    bool good = propose_load(run->db, run->arena, run->job.unit, run->today, ret, err);
    db_rollback(run->db);
    return good;
}

// Stopped by somebody, or by the program's end, it keeps the best that has been found so far; a job
// that another process has taken over keeps nothing.
static bool keep(JobRun *run, const ProposeOrder *order, const ProposeInput *input, const ProposeProblem *problem, const PlanSolution *solution, Err *err) {
    ProposeAnswer answer = propose_answer(run->arena, input, problem, solution);
    PlanVersion version;
    if (!db_begin_write(run->db, err)) return false;
    Act act = job_act(run, "plan.propose");
    act.actor.role = order->role;
    act.actor.behalf = order->behalf;
    if (!propose_keep(&act, input, problem, &answer, solution, &version, err)) return false;
    Str result = str_printf(run->arena, "{\"version\":%lld}", (long long)version.id.raw);
    return job_done(run, result, err) && db_commit(run->db, err);
}

bool propose_job(JobRun *run, Err *err) {
    ProposeInput input;
    ProposeProblem problem;
    ProposeOrder order;
    PlanSolution solution;
    Watch watch = {.run = run, .scratch = run->arena, .begun = now_ms(), .told = -1000};
    if (!propose_job_input(run->arena, run->job.input, &order, err)) return false;
    watch.seconds = order.seconds;
    if (!load(run, &input, err)) return false;
    input.wishes = order.wishes;
    if (!propose_problem(run->arena, &input, &problem, err)) return false;
    watch.activities = problem.plan->activities.count;
    PlanOptions options = {.progress = watch_on, .context = &watch};
    if (!plan_solve(run->arena, problem.plan, options, &solution, err)) return false;
    return keep(run, &order, &input, &problem, &solution, err);
}
