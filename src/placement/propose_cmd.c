// propose_cmd.c: `randa plan export|propose|check|publish --unit U`: the plan of a unit in the
// database, beside `plan solve` and its kin, which work on files.
#include <stdio.h>
#include <time.h>
#include "base/json.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "gen/records_store.h"
#include "people/unit_store.h"
#include "placement/propose_act.h"
#include "placement/propose_check.h"
#include "placement/propose_store.h"
#include "placement/publish_act.h"
#include "plan/solve.h"
#include "plan/write.h"

#define SECONDS_DEFAULT 2

typedef struct {
    Cli cli;
    const CliOption *options;
    ProposeInput input;
    ProposeProblem problem;
} Work;

// By name, or by id.
static bool find_unit(Work *work, const char *text, UnitId *ret, Err *err) {
    UnitList units;
    Str name = str_fold(work->cli.arena, str_from_c(text));
    int64_t id = 0;
    str_to_int(str_from_c(text), &id);
    if (!unit_list_of_region(work->cli.db, work->cli.arena, &units, err)) return false;
    for (size_t i = 0; i < units.count; i++)
        if (units.items[i].id.raw == id || str_equal(str_fold(work->cli.arena, units.items[i].name), name)) {
            *ret = units.items[i].id;
            return true;
        }
    return err_set(err, ERR_NOT_FOUND, msg(N_("Det finns ingen enhet {1}."), msg_text(str_from_c(text))));
}

static bool load(Work *work, Err *err) {
    UnitId unit;
    Cli *cli = &work->cli;
    if (!db_begin_read(cli->db, err)) return false;
    bool good = find_unit(work, cli_option(work->options, "--unit"), &unit, err) &&
                propose_load(cli->db, cli->arena, unit, cli->today, &work->input, err);
    db_rollback(cli->db);
    if (!good) return false;
    work->input.wishes.bt_first = cli_has(work->options, "--bt-first");
    return propose_problem(cli->arena, &work->input, &work->problem, err);
}

static bool write_file(const char *path, Str bytes, Err *err) {
    FILE *file = path ? fopen(path, "wb") : stdout;
    bool whole = file && fwrite(bytes.data, 1, bytes.size, file) == bytes.size && fflush(file) == 0;
    if (path && file) whole = fclose(file) == 0 && whole;
    return whole || err_set(err, ERR_FULL, msg(N_("Filen kunde inte skrivas. Är disken full?")));
}

static void say(Work *work, Msg message) {
    Str text = msg_format(work->cli.arena, work->cli.lang, message);
    printf("%.*s\n", STR_ARG(text));
}

// --- check -------------------------------------------------------------------------------------------

static void print_fault(Work *work, const PlanFault *fault) {
    Arena *arena = work->cli.arena;
    Str text = msg_format(arena, work->cli.lang, fault->text);
    Str first = date_iso(arena, fault->span.first), last = date_iso(arena, date_add_days(fault->span.past, -1));
    bool whole = date_span_is_empty(fault->span);
    printf("%-4s %s%.*s · %.*s · %.*s%s%.*s · %.*s\n", plan_fault_rule(fault->kind), fault->is_given ? "(givet) " : "",
           STR_ARG(fault->who), STR_ARG(fault->where), STR_ARG(whole ? STR("hela tjänstgöringen") : first),
           whole ? "" : "–", STR_ARG(whole ? STR("") : last), STR_ARG(text));
}

static void out_faults(Work *work, JsonOut *out, const PlanFaultList *faults) {
    out_key(out, "faults");
    out_array(out);
    for (size_t i = 0; i < faults->count; i++) {
        const PlanFault *fault = &faults->items[i];
        bool whole = date_span_is_empty(fault->span);
        out_newline(out);
        out_object(out);
        out_key_text(out, "rule", str_from_c(plan_fault_rule(fault->kind)));
        out_key_bool(out, "given", fault->is_given);
        out_key_text(out, "who", fault->who);
        out_key_text(out, "where", fault->where);
        out_key_date(out, "from", whole ? DATE_NONE : fault->span.first);
        out_key_date(out, "to", whole ? DATE_NONE : date_add_days(fault->span.past, -1));
        out_key_text(out, "text", msg_format(work->cli.arena, work->cli.lang, fault->text));
        out_object_end(out);
    }
    out_array_end(out);
}

// `version` NULL: the plan in force.
static int show_faults(Work *work, const PlanVersion *version, const ProposeTimelineList *timelines) {
    PlanFaultList faults = propose_faults(work->cli.arena, &work->input, &work->problem, timelines);
    int own = propose_faults_own(&faults);
    int64_t trainees = (int64_t)work->problem.plan->trainees.count;
    if (cli_has(work->options, "--json")) {
        JsonOut out = out_begin(work->cli.arena);
        out_object(&out);
        out_key_text(&out, "unit", work->input.name);
        out_key_int(&out, "version", version ? version->id.raw : 0);
        out_key_int(&out, "trainees", trainees);
        out_key_int(&out, "broken", own);
        out_key_int(&out, "given", (int64_t)faults.count - own);
        out_faults(work, &out, &faults);
        out_object_end(&out);
        printf("%.*s\n", STR_ARG(out_end(&out)));
        return own ? CLI_FOUND : CLI_DONE;
    }
    for (size_t i = 0; i < faults.count; i++) print_fault(work, &faults.items[i]);
    say(work, msg(N_("{1}, {2}: {3} ST-läkare, {4} brutna regler, {5} givna"), msg_text(work->input.name),
                  msg_text(version ? version->name : tr_str(work->cli.lang, N_("gällande plan"))), msg_number(trainees),
                  msg_number(own), msg_number((int64_t)faults.count - own)));
    return own ? CLI_FOUND : CLI_DONE;
}

// What is to be checked: the version asked for, else the latest open proposal, else the plan in force.
static bool choose_version(Work *work, PlanVersion *ret, ProposeTimelineList *ret_timelines, Err *err) {
    Cli *cli = &work->cli;
    PlanVersionList open;
    PlanChangeList changes;
    int64_t asked = 0;
    const char *typed = cli_option(work->options, "--version");
    *ret = (PlanVersion){0};
    if (cli_has(work->options, "--in-force")) return true;
    if (typed && !str_to_int(str_from_c(typed), &asked))
        return err_set(err, ERR_INVALID, msg(N_("--version behöver ett nummer (plan propose skriver ut det).")));
    if (asked && !plan_version_get(cli->db, cli->arena, (PlanVersionId){asked}, ret, err)) return false;
    if (!asked && !plan_version_list(cli->db, cli->arena, work->input.unit, &open, err)) return false;
    if (!asked && open.count) *ret = open.items[open.count - 1];
    if (!ret->id.raw) return true;
    if (!plan_change_list(cli->db, cli->arena, ret->id, &changes, err)) return false;
    *ret_timelines = propose_timelines(cli->arena, &work->input, &changes);
    return true;
}

static int run_check(Work *work) {
    Err err;
    PlanVersion version;
    ProposeTimelineList timelines = {0};
    if (!load(work, &err) || !db_begin_read(work->cli.db, &err)) return cli_fail(&err);
    bool good = choose_version(work, &version, &timelines, &err);
    db_rollback(work->cli.db);
    if (!good) return cli_fail(&err);
    return version.id.raw ? show_faults(work, &version, &timelines) : show_faults(work, NULL, NULL);
}

// --- export ------------------------------------------------------------------------------------------

static int run_export(Work *work) {
    Err err;
    if (!load(work, &err)) return cli_fail(&err);
    Str text = plan_write(work->cli.arena, work->problem.plan);
    if (!write_file(cli_option(work->options, "-o"), text, &err)) return cli_fail(&err);
    return CLI_DONE;
}

// --- propose -----------------------------------------------------------------------------------------

typedef struct {
    int64_t until;
    bool aloud;
} Watch;

static int64_t now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool watch_on(void *context, const PlanProgress *now) {
    const Watch *watch = context;
    if (watch->aloud && now->better)
        fprintf(stderr, "%lld %s %lld - %d %d\n", (long long)(watch->until - now_ms()), now->phase,
                (long long)(now->cost_is_set ? now->cost : -1), now->left_out, now->moved);
    return now_ms() < watch->until;
}

static bool keep(Work *work, const ProposeAnswer *answer, const PlanSolution *solution, PlanVersion *ret, Err *err) {
    Act act = cli_act(&work->cli, "plan.propose");
    if (!db_begin_write(work->cli.db, err)) return false;
    if (!propose_keep(&act, &work->input, &work->problem, answer, solution, ret, err)) return false;
    return db_commit(work->cli.db, err);
}

static bool publish(Work *work, PlanVersionId id, int *ret_trainees, Err *err) {
    Act accept = cli_act(&work->cli, "plan.accept"), act = cli_act(&work->cli, "plan.publish");
    if (!db_begin_write(work->cli.db, err)) return false;
    return plan_answer(&accept, id, NULL, err) && plan_publish(&act, id, ret_trainees, err) && db_commit(work->cli.db, err);
}

static void say_missing(Work *work, const ProposeMissingList *list) {
    static const char *const why[] = {N_("fick inte plats"), N_("ingen enhet tar emot"), N_("hinns inte före slutdatum"),
                                      N_("start eller slut är okänt")};
    for (size_t i = 0; i < list->count; i++) {
        const ProposeMissing *missing = &list->items[i];
        printf("  %.*s · %.*s · %s\n", STR_ARG(work->input.trainees.items[missing->trainee].name), STR_ARG(missing->name),
               tr(work->cli.lang, why[missing->why]));
    }
}

static int run_propose(Work *work) {
    Err err;
    PlanSolution solution;
    PlanVersion version;
    int64_t seconds = SECONDS_DEFAULT, begun = now_ms();
    const char *asked = cli_option(work->options, "--seconds");
    if (asked && (!str_to_int(str_from_c(asked), &seconds) || seconds < 1 || seconds > PROPOSE_SECONDS_MAX)) return CLI_WRONG;
    if (!load(work, &err)) return cli_fail(&err);
    Watch watch = {.until = now_ms() + 1000 * seconds, .aloud = cli_has(work->options, "--progress")};
    PlanOptions options = {.progress = watch_on, .context = &watch};
    if (!plan_solve(work->cli.arena, work->problem.plan, options, &solution, &err)) return cli_fail(&err);
    ProposeAnswer answer = propose_answer(work->cli.arena, &work->input, &work->problem, &solution);
    if (!keep(work, &answer, &solution, &version, &err)) {
        db_rollback(work->cli.db);
        return cli_fail(&err);
    }
    bool json = cli_has(work->options, "--json");
    if (!json) say(work, msg(N_("{1} för {2}: {3} ST-läkare, {4} ms, version {5}"), msg_text(version.name), msg_text(work->input.name),
                  msg_number((int64_t)work->problem.plan->trainees.count), msg_number(now_ms() - begun),
                  msg_number(version.id.raw)));
    if (!json) say_missing(work, &answer.left_out);
    if (!json) say_missing(work, &work->problem.missing);
    int exit_code = show_faults(work, &version, &answer.timelines);
    int trainees;
    if (!cli_has(work->options, "--publish")) return exit_code;
    if (!publish(work, version.id, &trainees, &err)) {
        db_rollback(work->cli.db);
        return cli_fail(&err);
    }
    if (!json) say(work, msg(N_("Publicerat: planen är ändrad för {1} ST-läkare"), msg_number(trainees)));
    return exit_code;
}

static int run_publish(Work *work) {
    Err err;
    int64_t version = 0;
    int trainees;
    const char *asked = cli_option(work->options, "--version");
    if (!asked || !str_to_int(str_from_c(asked), &version)) {
        fprintf(stderr, "randa: plan publish behöver --version NUMMER (plan propose skriver ut det)\n");
        return CLI_WRONG;
    }
    if (!publish(work, (PlanVersionId){version}, &trainees, &err)) {
        db_rollback(work->cli.db);
        return cli_fail(&err);
    }
    say(work, msg(N_("Publicerat: planen är ändrad för {1} ST-läkare"), msg_number(trainees)));
    return CLI_DONE;
}

// --- the door ----------------------------------------------------------------------------------------

static const struct {
    const char *name;
    bool needs_unit;
    int (*run)(Work *work);
} commands_of_unit[] = {{"export", true, run_export}, {"propose", true, run_propose}, {"check", true, run_check},
                        {"publish", false, run_publish}};

int cmd_plan_of_unit(int argc, char **argv) {
    CliOption options[] = {{.name = "--db="}, {.name = "--region="}, {.name = "--today="}, {.name = "--unit="},
                           {.name = "-o="}, {.name = "--seconds="}, {.name = "--version="}, {.name = "--publish"}, {.name = "--in-force"},
                           {.name = "--bt-first"}, {.name = "--progress"}, {.name = "--json"}, {0}};
    const char *rest[32];
    int count, exit_code = CLI_WRONG;
    if (argc > 32 || !cli_parse(argc, argv, options, rest, &count)) return CLI_WRONG;
    for (size_t i = 0; count == 1 && i < COUNT_OF(commands_of_unit); i++) {
        Work work = {.options = options};
        if (!str_equal(str_from_c(rest[0]), str_from_c(commands_of_unit[i].name))) continue;
        if (commands_of_unit[i].needs_unit && !cli_option(options, "--unit")) break;
        if (!cli_open(&work.cli, options, &exit_code)) return exit_code;
        exit_code = commands_of_unit[i].run(&work);
        cli_close(&work.cli);
        return exit_code;
    }
    fprintf(stderr, "randa plan export --unit ENHET [-o I.json]\n"
                    "randa plan propose --unit ENHET [--seconds N] [--bt-first] [--publish]\n"
                    "randa plan check --unit ENHET [--version N | --in-force] [--json]\n"
                    "randa plan publish --version N\n");
    return CLI_WRONG;
}
