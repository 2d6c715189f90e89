// The planner's files as a command: reads, solves within a time or a number of iterations, writes
// the answer whole (a rename), says how it goes on stderr.
#include "plan/plan_cmd.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "cli/cli.h"
#include "cli/commands.h"
#include "base/json.h"
#include "plan/bound.h"
#include "plan/check.h"
#include "plan/explain.h"
#include "plan/generate.h"
#include "plan/read.h"
#include "plan/solve.h"
#include "plan/write.h"

#define PLAN_ARENA_BYTES_MAX ((size_t)8 << 30)
#define PLAN_FILE_BYTES_MAX ((size_t)256 << 20)
#define PLAN_SECONDS_DEFAULT 10
#define PLAN_BOUND_STEPS 1600
#define PLAN_TRAINEES_MAX 20000
#define FREEZE_PERIODS 12

// ---- files ----

static bool read_whole(Arena *arena, const char *path, Str *ret) {
    FILE *file = fopen(path, "rb");
    struct stat about;
    if (!file || fstat(fileno(file), &about) != 0 || !S_ISREG(about.st_mode) ||
        (size_t)about.st_size > PLAN_FILE_BYTES_MAX) {
        fprintf(stderr, "randa plan: filen %s går inte att läsa\n", path);
        if (file) fclose(file);
        return false;
    }
    char *bytes = arena_alloc(arena, (size_t)about.st_size + 1, 1);
    size_t size = fread(bytes, 1, (size_t)about.st_size, file);
    fclose(file);
    *ret = (Str){bytes, size};
    return true;
}

static bool fail_in(Arena *arena, const char *path, const Err *err) {
    Str text = msg_format(arena, LANG_SV, err->message);
    fprintf(stderr, "%s: %.*s\n", path, STR_ARG(text));
    return false;
}

static bool read_problem(Arena *arena, const char *path, PlanInstance **ret) {
    Str text;
    Err err;
    if (!read_whole(arena, path, &text)) return false;
    return plan_read(arena, text, ret, &err) || fail_in(arena, path, &err);
}

// The plan before, in a file of its own; without one, what the problem says of it.
static bool read_previous(Arena *arena, const char *path, PlanInstance *plan) {
    Str text;
    Err err;
    if (!path) return true;
    if (!read_whole(arena, path, &text)) return false;
    return plan_previous_read(arena, plan, text, &err) || fail_in(arena, path, &err);
}

static bool write_whole(Arena *arena, const char *path, Str text) {
    const char *beside = str_to_c(arena, str_printf(arena, "%s.%ld.new", path, (long)getpid()));
    FILE *file = fopen(beside, "wb");
    bool written = file && fwrite(text.data, 1, text.size, file) == text.size;
    if (file) written = fclose(file) == 0 && written;
    if (written && rename(beside, path) == 0) return true;
    fprintf(stderr, "randa plan: svaret kan inte skrivas till %s\n", path);
    unlink(beside);
    return false;
}

// ---- solve ----

static volatile sig_atomic_t interrupted;

static void on_interrupt(int number) {
    if (interrupted) _exit(130);
    interrupted = number;
}

typedef struct {
    int64_t start_ms, told_ms, limit_ms; // limit 0: none
    bool tell, by_time;
} Watch;

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const char *number_or_dash(char *room, size_t size, bool known, int64_t value) {
    snprintf(room, size, known ? "%lld" : "-", (long long)value);
    return room;
}

static void tell_progress(int64_t ms, const PlanProgress *now) {
    char cost[24], bound[24], moved[24];
    fprintf(stderr, "%lld %s %s %s %d %s\n", (long long)ms, now->phase,
            number_or_dash(cost, sizeof cost, now->cost_is_set, now->cost),
            number_or_dash(bound, sizeof bound, now->bound_is_set, now->bound), now->left_out,
            number_or_dash(moved, sizeof moved, now->moved_is_set, now->moved));
}

static bool watch_progress(void *context, const PlanProgress *now) {
    Watch *watch = context;
    int64_t ms = now_ms() - watch->start_ms;
    if (watch->tell && (now->better || ms - watch->told_ms >= 100)) {
        tell_progress(ms, now);
        watch->told_ms = ms;
    }
    if (interrupted) return false;
    watch->by_time = watch->limit_ms > 0 && ms >= watch->limit_ms;
    return !watch->by_time;
}

static bool option_number(const CliOption *options, const char *name, int64_t least, int64_t *ret) {
    const char *text = cli_option(options, name);
    if (!text) return true;
    if (str_to_int(str_from_c(text), ret) && *ret >= least) return true;
    fprintf(stderr, "randa plan: %s ska vara ett heltal, minst %lld\n", name, (long long)least);
    return false;
}

static void explain_into(Arena *arena, const PlanInstance *plan, PlanSolution *solution) {
    if (solution->status != PLAN_INCOMPLETE || interrupted) return;
    PlanExplanation why = plan_explain(arena, plan);
    if (!why.proved) return;
    solution->status = PLAN_INFEASIBLE;
    solution->cost_is_set = solution->terms_are_set = solution->bound_is_set = false;
    solution->conflict = why.conflict;
    solution->minimal = why.minimal;
    solution->remedies = why.remedies;
}

static int solve_file(Arena *arena, const char *path, const CliOption *options) {
    PlanInstance *plan;
    const char *out = cli_option(options, "-o"), *previous = cli_option(options, "--previous");
    Watch watch = {.start_ms = now_ms(), .tell = cli_has(options, "--progress")};
    PlanOptions how = {.progress = watch_progress, .context = &watch, .seed = 1};
    int64_t seconds = 0, threads = 1;
    if (!option_number(options, "--seed", INT64_MIN, &how.seed) ||
        !option_number(options, "--iterations", 1, &how.iterations_max) ||
        !option_number(options, "--seconds", 1, &seconds) ||
        !option_number(options, "--threads", 1, &threads))
        return CLI_WRONG;
    if (seconds == 0 && how.iterations_max == 0) seconds = PLAN_SECONDS_DEFAULT;
    watch.limit_ms = seconds * 1000;
    if (!read_problem(arena, path, &plan)) return CLI_WRONG;
    Err err;
    if (!read_previous(arena, previous, plan)) return CLI_WRONG;
    how.fewest_moves = previous != NULL;
    how.threads = threads < INT32_MAX ? (int32_t)threads : INT32_MAX;
    PlanSolution solution;
    signal(SIGINT, on_interrupt);
    if (!plan_solve(arena, plan, how, &solution, &err)) {
        fail_in(arena, path, &err);
        return CLI_WRONG;
    }
    if (solution.stopped_by == PLAN_BY_SIGNAL && watch.by_time) {
        solution.stopped_by = PLAN_BY_SECONDS;
        if (solution.status == PLAN_STOPPED) solution.status = PLAN_FEASIBLE;
    }
    explain_into(arena, plan, &solution);
    if (!write_whole(arena, out, plan_solution_write(arena, plan, &solution))) return CLI_COULD_NOT;
    bool full = solution.left_out.count == 0 && plan_check(arena, plan, &solution).own == 0;
    return full ? CLI_DONE : CLI_FOUND;
}

// ---- check, bound, explain ----

static void print_violation(Arena *arena, const PlanInstance *plan,
                            const PlanViolation *violation) {
    printf("%s%s", plan_rule_names[violation->rule], violation->given ? " (given)" : "");
    for (size_t i = 0; i < violation->activities.count; i++)
        printf("%s%.*s", i ? "," : " ",
               STR_ARG(plan->activities.items[violation->activities.items[i]].id));
    if (violation->activities.count == 0) printf(" -");
    if (violation->first == PLAN_NONE)
        printf(" -");
    else
        printf(" %d-%d", violation->first, violation->past);
    printf(" %.*s\n", STR_ARG(msg_format(arena, LANG_SV, violation->text)));
}

// What lies elsewhere than in the plan before, and which of that was to begin within the freeze.
typedef struct {
    PlanIndexes moved, frozen;
} Moves;

static void out_ids(JsonOut *out, const PlanInstance *plan, const char *key, PlanIndexes ids) {
    out_key(out, key);
    out_array(out);
    for (size_t i = 0; i < ids.count; i++) out_text(out, plan->activities.items[ids.items[i]].id);
    out_array_end(out);
}

// `moves` may be NULL.
static Str verdict_json(Arena *arena, const PlanInstance *plan, const PlanVerdict *verdict,
                        const Moves *moves) {
    JsonOut out = out_begin(arena);
    out_object(&out);
    out_key_int(&out, "cost", verdict->cost);
    if (moves) {
        out_ids(&out, plan, "moved", moves->moved);
        out_ids(&out, plan, "frozen", moves->frozen);
    }
    out_key(&out, "violations");
    out_array(&out);
    for (size_t i = 0; i < verdict->violations.count; i++) {
        const PlanViolation *violation = &verdict->violations.items[i];
        out_object(&out);
        out_key_text(&out, "rule", str_from_c(plan_rule_names[violation->rule]));
        out_key_bool(&out, "given", violation->given);
        out_key(&out, "activities");
        out_array(&out);
        for (size_t k = 0; k < violation->activities.count; k++)
            out_text(&out, plan->activities.items[violation->activities.items[k]].id);
        out_array_end(&out);
        if (violation->first != PLAN_NONE) {
            out_key_int(&out, "from", violation->first);
            out_key_int(&out, "to", violation->past);
        }
        out_key_text(&out, "text", msg_format(arena, LANG_SV, violation->text));
        out_object_end(&out);
    }
    out_array_end(&out);
    out_object_end(&out);
    out_newline(&out);
    return out_end(&out);
}

// The block of one plan that is the n-th of an activity; NULL when there are fewer.
static const PlanPlacement *block_of(const PlanPlacements *plan, int32_t activity, int32_t n) {
    for (size_t i = 0; i < plan->count; i++)
        if (plan->items[i].activity == activity && n-- == 0) return &plan->items[i];
    return NULL;
}

static bool is_moved(const PlanPlacements *old, const PlanPlacements *now, int32_t a) {
    for (int32_t n = 0; n <= PLAN_PARTS_MAX; n++) {
        const PlanPlacement *x = block_of(old, a, n), *y = block_of(now, a, n);
        if (!x && !y) return false;
        if (!x || !y || x->start != y->start || x->unit != y->unit ||
            (x->work > 0 && x->work != y->work))
            return true;
    }
    return false;
}

static Moves find_moves(Arena *arena, const PlanInstance *plan, const PlanSolution *solution,
                        int32_t freeze) {
    Moves moves = {0};
    for (int32_t a = 0; a < (int32_t)plan->activities.count; a++) {
        const PlanPlacement *old = block_of(&plan->previous, a, 0);
        if (!old || !is_moved(&plan->previous, &solution->placements, a)) continue;
        list_add(arena, &moves.moved, a);
        bool frozen = false;
        for (int32_t n = 0; (old = block_of(&plan->previous, a, n)); n++)
            frozen |= old->start < plan->now + freeze;
        if (frozen) list_add(arena, &moves.frozen, a);
    }
    return moves;
}

static void print_block(const PlanInstance *plan, const PlanPlacement *block) {
    if (!block) {
        printf(" -");
        return;
    }
    Str unit = block->unit >= 0                ? plan->units.items[block->unit].id
               : block->unit == PLAN_ELSEWHERE ? STR("?")
                                               : STR("-");
    printf(" %d %.*s", block->start, STR_ARG(unit));
}

static void print_moves(const PlanInstance *plan, const PlanSolution *solution,
                        const Moves *moves) {
    for (size_t i = 0; i < moves->frozen.count; i++) {
        int32_t a = moves->frozen.items[i];
        printf("frozen %.*s", STR_ARG(plan->activities.items[a].id));
        print_block(plan, block_of(&plan->previous, a, 0));
        printf(" ->");
        print_block(plan, block_of(&solution->placements, a, 0));
        putchar('\n');
    }
    printf("moved %zu of %zu, inside the freeze %zu\n", moves->moved.count, plan->previous.count,
           moves->frozen.count);
}

static int check_file(Arena *arena, const char *problem, const char *answer,
                      const CliOption *options) {
    PlanInstance *plan;
    PlanSolution solution;
    Str text;
    Err err;
    const char *previous = cli_option(options, "--previous");
    int64_t freeze = FREEZE_PERIODS;
    if (!option_number(options, "--freeze", 0, &freeze)) return CLI_WRONG;
    if (freeze > PLAN_PERIODS_MAX) freeze = PLAN_PERIODS_MAX;
    if (!read_problem(arena, problem, &plan) || !read_previous(arena, previous, plan) ||
        !read_whole(arena, answer, &text))
        return CLI_WRONG;
    if (!plan_solution_read(arena, plan, text, &solution, &err)) {
        fail_in(arena, answer, &err);
        return CLI_WRONG;
    }
    PlanVerdict verdict = plan_check(arena, plan, &solution);
    Moves moves = find_moves(arena, plan, &solution, (int32_t)freeze);
    if (cli_has(options, "--json")) {
        Str json = verdict_json(arena, plan, &verdict, previous ? &moves : NULL);
        fwrite(json.data, 1, json.size, stdout);
    } else {
        for (size_t i = 0; i < verdict.violations.count; i++)
            print_violation(arena, plan, &verdict.violations.items[i]);
        printf("cost %lld", (long long)verdict.cost);
        for (int term = 0; term < PLAN_TERMS; term++)
            if (verdict.terms[term] > 0)
                printf(" %s %lld", plan_term_names[term], (long long)verdict.terms[term]);
        printf("\nviolations %d\n", verdict.own);
        if (previous) print_moves(plan, &solution, &moves);
    }
    return verdict.own > 0 ? CLI_FOUND : CLI_DONE;
}

static int bound_file(Arena *arena, const char *path) {
    PlanInstance *plan;
    int64_t bound;
    PlanScarces scarce;
    if (!read_problem(arena, path, &plan)) return CLI_WRONG;
    if (!plan_bound_scarce(arena, plan, PLAN_BOUND_STEPS, &bound, &scarce)) {
        fprintf(stderr,
                "randa plan bound: en aktivitet har ingen plats alls; se randa plan explain\n");
        return CLI_FOUND;
    }
    printf("bound %lld\n", (long long)bound);
    for (size_t i = 0; i < scarce.count; i++)
        printf("%.*s\n", STR_ARG(plan_scarce_text(arena, plan, &scarce.items[i])));
    return CLI_DONE;
}

static void print_fact(Arena *arena, const PlanInstance *plan, const PlanGroup *fact) {
    printf("- %.*s (%.*s)\n", STR_ARG(msg_format(arena, LANG_SV, plan_group_text(plan, fact))),
           STR_ARG(msg_format(arena, LANG_SV, plan_group_source(fact))));
}

static int explain_file(Arena *arena, const char *path, const CliOption *options) {
    PlanInstance *plan;
    if (!read_problem(arena, path, &plan)) return CLI_WRONG;
    PlanExplanation why = plan_explain(arena, plan);
    if (cli_has(options, "--json")) {
        Str json = plan_conflict_write(arena, plan, &why.conflict, why.minimal, &why.remedies);
        fwrite(json.data, 1, json.size, stdout);
    } else if (!why.proved) {
        puts("Inget som krockar har hittats.");
    } else {
        puts("Det här går inte ihop:");
        for (size_t i = 0; i < why.conflict.count; i++)
            print_fact(arena, plan, &why.conflict.items[i]);
        if (why.conflict.count == 0) puts("- tjänstgöringen räcker inte till hela utbildningen");
        if (!why.minimal) puts("(Kanske går det inte ihop ens utan någon av dem.)");
        for (size_t i = 0; i < why.remedies.count; i++)
            printf("%s %.*s\n", why.remedies.items[i].verified ? "*" : "?",
                   STR_ARG(why.remedies.items[i].text));
    }
    return why.proved ? CLI_FOUND : CLI_DONE;
}

// ---- generate ----

static int generate_file(Arena *arena, const CliOption *options) {
    int64_t trainees = 40, seed = 1;
    if (!option_number(options, "--trainees", 1, &trainees) ||
        !option_number(options, "--seed", INT64_MIN, &seed))
        return CLI_WRONG;
    PlanInstance *plan = trainees <= PLAN_TRAINEES_MAX
                             ? plan_generate_clinics(arena, seed, (int32_t)trainees, NULL)
                             : NULL;
    if (!plan) {
        fprintf(stderr, "randa plan: --trainees får vara högst %d\n", PLAN_TRAINEES_MAX);
        return CLI_WRONG;
    }
    return write_whole(arena, cli_option(options, "-o"), plan_write(arena, plan)) ? CLI_DONE
                                                                                  : CLI_COULD_NOT;
}

// ---- the command ----

static int wrong_use(void) {
    fputs(
        "randa plan solve FIL -o SVAR [--seed n] [--iterations n | --seconds s] [--threads n] [--previous SVAR] "
        "[--progress]\n"
        "randa plan check FIL SVAR [--previous SVAR [--freeze perioder]] [--json]\nranda plan bound FIL\nranda plan explain FIL [--json]\n"
        "randa plan generate -o FIL [--trainees n] [--seed n]\n",
        stderr);
    return CLI_WRONG;
}

static int run_on_files(int argc, char **argv) {
    CliOption options[] = {{.name = "-o="},
                           {.name = "--seed="},
                           {.name = "--iterations="},
                           {.name = "--seconds="},
                           {.name = "--threads="},
                           {.name = "--previous="},
                           {.name = "--progress"},
                           {.name = "--json"},
                           {.name = "--trainees="},
                           {.name = "--freeze="},
                           {0}};
    Arena *arena = arena_open(PLAN_ARENA_BYTES_MAX);
    const char **rest = arena_array(arena, const char *, (size_t)argc + 1);
    int count, result = CLI_WRONG;
    const char *what = argv[1];
    if (!cli_parse(argc, argv, options, rest, &count))
        result = CLI_WRONG;
    else if (strcmp(what, "solve") == 0 && count == 2 && cli_has(options, "-o"))
        result = solve_file(arena, rest[1], options);
    else if (strcmp(what, "check") == 0 && count == 3)
        result = check_file(arena, rest[1], rest[2], options);
    else if (strcmp(what, "bound") == 0 && count == 2)
        result = bound_file(arena, rest[1]);
    else if (strcmp(what, "explain") == 0 && count == 2)
        result = explain_file(arena, rest[1], options);
    else if (strcmp(what, "generate") == 0 && count == 1 && cli_has(options, "-o"))
        result = generate_file(arena, options);
    else
        result = wrong_use();
    arena_close(arena);
    return result;
}

static bool names_a_unit(int argc, char **argv) {
    for (int i = 2; i < argc; i++)
        if (strncmp(argv[i], "--unit", 6) == 0) return true;
    return false;
}

int cmd_plan(int argc, char **argv) {
    static const char *const on_files[] = {"solve", "check", "bound", "explain", "generate"};
    for (size_t i = 0; argc > 1 && i < COUNT_OF(on_files); i++)
        if (strcmp(argv[1], on_files[i]) == 0 && !names_a_unit(argc, argv))
            return run_on_files(argc, argv);
    if (argc < 2) return wrong_use();
    return cmd_plan_of_unit(argc, argv);
}
