#include "plan/solve.h"
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "plan/search.h"

// ---- progress ----

// Searches with seeds of their own, side by side. They meet at every so many iterations, so that
// all end at the same one: who is ahead waits.
struct SearchTeam {
    Search *members;
    int32_t count;
    pthread_barrier_t meeting;
    int64_t cost_told; // of the best plan when progress was told last
};

#define MEET_EVERY 16 // alone
#define TEAM_MEETS_EVERY 128

static bool is_better(const PlanBest *best, int64_t out, int64_t shortfall, int64_t rank_score) {
    if (!best->is_set) return true;
    if (out != best->score_out) return out < best->score_out;
    if (shortfall != best->score_short) return shortfall < best->score_short;
    return rank_score < best->rank_score;
}

static Search *team_leader(const SearchTeam *team) {
    Search *leader = &team->members[0];
    for (int32_t i = 1; i < team->count; i++) {
        const PlanBest *best = &team->members[i].best;
        if (best->is_set &&
            is_better(&leader->best, best->score_out, best->score_short, best->rank_score))
            leader = &team->members[i];
    }
    return leader;
}

// Every member's bound is a proof: the highest counts.
static bool team_bound(const SearchTeam *team, int64_t *ret) {
    bool is_set = false;
    for (int32_t i = 0; i < team->count; i++) {
        const Search *member = &team->members[i];
        if (!member->bound_is_set || (is_set && member->bound <= *ret)) continue;
        *ret = member->bound;
        is_set = true;
    }
    return is_set;
}

static bool tell(SearchTeam *team) {
    const Search *leader = team_leader(team);
    const PlanBest *best = &leader->best;
    if (!leader->options.progress) return true;
    PlanProgress now = {.phase = best->whole ? "improve" : "construct",
                        .cost_is_set = best->is_set,
                        .cost = best->cost,
                        .iterations = leader->iteration,
                        .left_out =
                            best->is_set ? (int32_t)best->score_out : leader->state->out_count,
                        .moved_is_set = leader->plan->previous_is_set,
                        .moved = best->moved,
                        .better = best->is_set && best->cost != team->cost_told};
    now.bound_is_set = team_bound(team, &now.bound);
    team->cost_told = best->cost;
    return leader->options.progress(leader->options.context, &now);
}

static bool is_proved(const SearchTeam *team) {
    const Search *leader = team_leader(team);
    int64_t bound = 0;
    return leader->best.whole && leader->plan->rank_count < 2 && team_bound(team, &bound) &&
           bound >= leader->best.cost;
}

// The first member tells how it goes and says whether all go on.
static void meet(Search *search) {
    SearchTeam *team = search->team;
    if (team->count > 1) pthread_barrier_wait(&team->meeting);
    if (search == &team->members[0]) {
        bool proved = is_proved(team), stopped = !tell(team);
        for (int32_t i = 0; i < team->count; i++) {
            team->members[i].proved = proved;
            team->members[i].stopped = stopped;
        }
    }
    if (team->count > 1) pthread_barrier_wait(&team->meeting);
}

#define BOUND_EVERY 256
#define BOUND_TASKS 2000 // looked at in one go: a few milliseconds
#define BOUND_STEPS 1600

static int32_t least_one(int32_t value) {
    return value < 1 ? 1 : value;
}

// The bound grows beside the search, a few steps at a time.
static void search_bound(Search *search) {
    if (!search->best.whole) return;
    if (!search->bounder) search->bounder = bounder_begin(search->scratch, search->plan);
    PlanBounder *bounder = search->bounder;
    if (bounder->steps >= BOUND_STEPS) return;
    int32_t tasks = search->state->task_count,
            at_once = tasks > BOUND_TASKS / 4 ? least_one(BOUND_TASKS / tasks) : 4;
    for (int32_t i = 0; i < at_once; i++) bounder_step(bounder, search->best.cost);
    if (!bounder->is_set) return;
    bounder_show(bounder);
    search->bound_is_set = true;
    search->bound = bounder_bound(bounder);
}

bool search_step(Search *search) {
    if (search->ended) return false;
    int32_t every = search->team->count > 1 ? TEAM_MEETS_EVERY : MEET_EVERY;
    if (search->iteration % every == 0) {
        if (search->iteration % BOUND_EVERY == 0) search_bound(search);
        meet(search);
    }
    int64_t max = search->options.iterations_max;
    search->ended = search->stopped || search->proved || (max > 0 && search->iteration >= max);
    if (search->ended) return false;
    search->iteration++;
    return true;
}

// ---- the best so far ----

bool has_moved(const PlanState *state, int32_t t) {
    const PlanTask *task = &state->tasks[t];
    if (task->old.count == 0) return false;
    if ((size_t)state->parts[t] != task->old.count) return true;
    for (size_t i = 0; i < task->old.count; i++) {
        const PlanPlacement *old = &task->old.items[i];
        const PlanBlock *block = &state->blocks[t][i];
        if (block->start != old->start || block->unit != old->unit) return true;
        if (old->work > 0 && old->work != block->work) return true;
    }
    return false;
}

void search_note_best(Search *search, const char *phase) {
    PlanState *state = search->state;
    PlanBest *best = &search->best;
    int64_t shortfall = state_shortfall(state), cost = state_cost(state), rank_score = 0;
    for (int term = 0; term < PLAN_TERMS; term++)
        rank_score += state->terms[term] * state->scale[term];
    if (!is_better(best, state->out_count, shortfall, rank_score)) return;
    bool whole = state->out_count == 0 && shortfall == 0;
    if (whole && !best->whole) phase = "feasible";
    best->is_set = true;
    best->whole = whole;
    best->score_out = state->out_count;
    best->score_short = shortfall;
    best->cost = cost;
    best->rank_score = rank_score;
    best->moved = 0;
    for (int32_t t = 0; t < state->task_count; t++) {
        best->parts[t] = state->parts[t];
        memcpy(best->blocks[t], state->blocks[t], (size_t)state->parts[t] * sizeof(PlanBlock));
        best->moved += has_moved(state, t);
    }
    PlanTraceRow row = {search->iteration, str_from_c(phase), cost};
    PlanTrace *trace = &search->trace;
    bool same = trace->count > 0 && str_equal(trace->items[trace->count - 1].phase, row.phase) &&
                search->iteration - trace->items[trace->count - 1].iteration < 1000;
    if (same)
        trace->items[trace->count - 1].cost = cost;
    else
        list_add(search->scratch, trace, row);
}

void search_load_best(Search *search) {
    PlanState *state = search->state;
    for (int32_t t = 0; t < state->task_count; t++)
        if (state_is_on(state, t) && !state->tasks[t].settled) state_remove(state, t);
    for (int32_t t = 0; t < state->task_count; t++)
        if (search->best.parts[t] > 0 && !state_is_on(state, t))
            state_add(state, t, search->best.blocks[t], search->best.parts[t]);
    state_keep(state);
}

// ---- the answer ----

static void answer_placements(Search *search, PlanSolution *solution) {
    const PlanState *state = search->state;
    for (int32_t t = 0; t < state->task_count; t++) {
        for (int32_t i = 0; i < state->parts[t]; i++) {
            const PlanBlock *block = &state->blocks[t][i];
            bool part = state->parts[t] > 1 || state->tasks[t].activity->parts_max > 1;
            list_add(search->arena, &solution->placements,
                     (PlanPlacement){.activity = t,
                                     .start = block->start,
                                     .unit = block->unit,
                                     .work = part ? block->work : 0});
        }
        if (!state_is_on(state, t) && !state->tasks[t].optional)
            list_add(search->arena, &solution->left_out, t);
        if (has_moved(state, t)) list_add(search->arena, &solution->moved, t);
    }
}

static void answer(Search *search, PlanSolution *solution) {
    PlanState *state = search->state;
    search_load_best(search);
    answer_placements(search, solution);
    bool whole = search->best.whole, proved = is_proved(search->team);
    solution->cost = state_cost(state);
    solution->cost_is_set = solution->terms_are_set = true;
    memcpy(solution->terms, state->terms, sizeof solution->terms);
    solution->moved_is_set = search->plan->previous_is_set;
    solution->bound_is_set = team_bound(search->team, &solution->bound) && whole;
    for (size_t i = 0; i < search->trace.count; i++)
        list_add(search->arena, &solution->trace, search->trace.items[i]);
    solution->seed = search->team->members[0].options.seed;
    solution->threads = search->team->count;
    solution->iterations = search->iteration;
    solution->stopped_by = proved            ? PLAN_BY_OPTIMAL
                           : search->stopped ? PLAN_BY_SIGNAL
                                             : PLAN_BY_ITERATIONS;
    solution->status = proved            ? PLAN_OPTIMAL
                       : !whole          ? PLAN_INCOMPLETE
                       : search->stopped ? PLAN_STOPPED
                                         : PLAN_FEASIBLE;
}

// ---- the whole ----

static void search_begin(Search *search) {
    PlanState *state = search->state = state_begin(search->scratch, search->plan);
    size_t tasks = (size_t)state->task_count;
    search->placer = placer_begin(search->scratch, state, search->options.seed);
    search->timeline = timeline_begin(search->scratch, &search->placer);
    search->unit_price = state_unit_price(state);
    search->best.blocks = arena_array(search->scratch, PlanBlock *, tasks + 1);
    search->best.parts = arena_array(search->scratch, int32_t, tasks + 1);
    for (int32_t t = 0; t < state->task_count; t++) {
        size_t pins = state->tasks[t].activity->pins.count,
               parts = (size_t)state->tasks[t].parts_max;
        search->best.blocks[t] =
            arena_array(search->scratch, PlanBlock, pins > parts ? pins : parts);
        if (!state->tasks[t].settled) list_add(search->scratch, &search->movable, t);
    }
    for (int i = 0; i < 1024; i++) search->neglog[i] = (int64_t)(-1024.0 * log((i + 0.5) / 1024.0));
}

#define THREADS_MAX 16
#define SEED_STEP 1000003

static int32_t threads_of(const PlanOptions *options) {
    return options->threads < 1             ? 1
           : options->threads > THREADS_MAX ? THREADS_MAX
                                            : options->threads;
}

static void *search_run(void *context) {
    Search *search = context;
    search_begin(search);
    construct(search);
    if (search->options.fewest_moves && search->best.whole)
        replan(search);
    else
        improve(search);
    return NULL;
}

// The first member runs here. A machine without a thread to spare is out of memory.
static void team_run(SearchTeam *team) {
    pthread_t threads[THREADS_MAX];
    pthread_barrier_init(&team->meeting, NULL, (unsigned)team->count);
    for (int32_t i = 1; i < team->count; i++)
        if (pthread_create(&threads[i], NULL, search_run, &team->members[i]) != 0) abort();
    search_run(&team->members[0]);
    for (int32_t i = 1; i < team->count; i++) pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&team->meeting);
}

// Stability before everything else, whatever the ranks were.
static const PlanInstance *stability_first(Arena *arena, const PlanInstance *plan) {
    PlanInstance *ranked = arena_new(arena, PlanInstance);
    *ranked = *plan;
    ranked->rank_count = 2;
    for (int term = 0; term < PLAN_TERMS; term++) ranked->ranks[term] = term != PLAN_STABILITY;
    return ranked;
}

bool plan_solve(Arena *arena, const PlanInstance *plan, PlanOptions options, PlanSolution *ret,
                Err *err) {
    if (options.iterations_max <= 0 && !options.progress)
        return err_set(err, ERR_INVALID, msg(N_("Sökningen behöver ett antal varv eller en tid.")));
    options.fewest_moves &= plan->previous_is_set && plan->weights[PLAN_STABILITY] > 0;
    if (options.fewest_moves) plan = stability_first(arena, plan);
    SearchTeam team = {.count = threads_of(&options)};
    Arena *shared = arena_open((size_t)2 << 30);
    team.members = arena_array(shared, Search, (size_t)team.count);
    for (int32_t i = 0; i < team.count; i++) {
        team.members[i] = (Search){.team = &team,
                                   .plan = plan,
                                   .options = options,
                                   .arena = arena,
                                   .scratch = arena_open((size_t)2 << 30)};
        team.members[i].options.seed = options.seed + (int64_t)i * SEED_STEP;
    }
    team_run(&team);
    PlanSolution solution = {0};
    answer(team_leader(&team), &solution);
    for (int32_t i = 0; i < team.count; i++) arena_close(team.members[i].scratch);
    arena_close(shared);
    *ret = solution;
    return true;
}
