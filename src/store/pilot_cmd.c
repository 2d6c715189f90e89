// randa pilot on|off: whether a region's pages show initials instead of names.
#include "cli/cli.h"
#include "cli/commands.h"
#include "store/region.h"
#include <stdio.h>
#include <string.h>

static bool set(const Cli *cli, bool on, Err *err) {
    Act act = cli_act(cli, on ? "pilot.begin" : "pilot.end");
    return db_begin_write(cli->db, err) && region_set_initials(cli->db, cli->actor.region, on, err) &&
           audit_note(&act, act.action, STR(""), err) && db_commit(cli->db, err);
}

int cmd_pilot(int argc, char **argv) {
    CliOption options[] = {{.name = "--db="}, {.name = "--region="}, {0}};
    const char *rest[8];
    int rest_count, exit_code;
    Cli cli;
    Err err;
    if (argc > 8 || !cli_parse(argc, argv, options, rest, &rest_count)) return CLI_WRONG;
    bool on = rest_count == 1 && strcmp(rest[0], "on") == 0, off = rest_count == 1 && strcmp(rest[0], "off") == 0;
    if (!on && !off) {
        fprintf(stderr, "randa pilot: on eller off\n");
        return CLI_WRONG;
    }
    if (!cli_open(&cli, options, &exit_code)) return exit_code;
    exit_code = set(&cli, on, &err) ? CLI_DONE : cli_fail(&err);
    cli_close(&cli);
    return exit_code;
}
