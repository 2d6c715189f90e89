#include "cli/cli.h"
#include "cli/commands.h"
#include "store/check.h"
#include "store/damage.h"
#include <stdio.h>
#include <string.h>

static void print_chain(const AuditReport *report) {
    if (report->why)
        printf("revisionskedjan: post %lld håller inte: %s\n", (long long)report->bad, report->why);
    else
        printf("revisionskedjan: hel, %lld poster, den sista %.*s\n", (long long)report->entries,
               STR_ARG(report->last_hash));
    if (report->disposed)
        printf("revisionskedjan: %lld posters värden är borta, den första %lld\n", (long long)report->disposed,
               (long long)report->first_disposed);
}

static void print_checkpoints(const CheckpointReport *report) {
    if (report->bad_line)
        printf("kontrollpunkter: rad %lld håller inte: %s\n", (long long)report->bad_line, report->why);
    else printf("kontrollpunkter: hela, %lld\n", (long long)report->count);
}

static void print_all(const CheckReport *report) {
    if (report->damage.size) printf("databasen: skadad: %.*s\n", STR_ARG(report->damage));
    else puts("databasen: hel");
    if (report->loose.size) printf("hänvisningar: %.*s pekar på något som inte finns\n", STR_ARG(report->loose));
    else puts("hänvisningar: hela");
    print_chain(&report->audit);
    print_checkpoints(&report->checkpoints);
    if (report->bad_blob.size) printf("filer: %.*s är skadad\n", STR_ARG(report->bad_blob));
    else printf("filer: hela, %lld\n", (long long)report->blobs);
}

// `randa check --all` and `randa audit verify` open the database the same way.
static bool open_for(int argc, char **argv, const char *word, Cli *ret, int *ret_exit) {
    CliOption options[] = {{.name = "--db="}, {.name = "--region="}, {.name = "--all"}, {0}};
    const char *rest[8];
    int rest_count;
    *ret_exit = CLI_WRONG;
    if (argc > 8 || !cli_parse(argc, argv, options, rest, &rest_count)) return false;
    bool asked = word ? rest_count == 1 && strcmp(rest[0], word) == 0 : cli_has(options, "--all") && !rest_count;
    if (!asked) fprintf(stderr, "randa %s: %s\n", argv[0], word ? word : "--all");
    return asked && cli_open(ret, options, ret_exit);
}

int cmd_check(int argc, char **argv) {
    Cli cli;
    Err err;
    CheckReport report;
    int exit_code;
    if (!open_for(argc, argv, NULL, &cli, &exit_code)) return exit_code;
    if (!check_all(cli.db, cli.arena, &report, &err)) exit_code = cli_fail(&err);
    else {
        print_all(&report);
        bool whole = check_is_whole(&report);
        if (whole) damage_clear(cli.db, cli.arena);
        exit_code = whole ? CLI_DONE : CLI_FOUND;
    }
    cli_close(&cli);
    return exit_code;
}

int cmd_audit(int argc, char **argv) {
    Cli cli;
    Err err;
    AuditReport report;
    CheckpointReport checkpoints;
    int exit_code;
    if (!open_for(argc, argv, "verify", &cli, &exit_code)) return exit_code;
    if (!audit_verify(cli.db, cli.arena, &report, &err) ||
        !checkpoint_verify(cli.db, cli.arena, &checkpoints, &err)) {
        exit_code = cli_fail(&err);
    } else {
        print_chain(&report);
        print_checkpoints(&checkpoints);
        exit_code = report.why || report.disposed || checkpoints.bad_line ? CLI_FOUND : CLI_DONE;
    }
    cli_close(&cli);
    return exit_code;
}
