#include "cli/cli.h"
#include "cli/commands.h"
#include "store/migrate.h"
#include <stdio.h>

// Opening the database for any command brings it up; this one only says where it stands.
int cmd_migrate(int argc, char **argv) {
    CliOption options[] = {{.name = "--db="}, {0}};
    const char *rest[8];
    int rest_count, exit_code;
    Cli cli;
    if (argc > 8 || !cli_parse(argc, argv, options, rest, &rest_count)) return CLI_WRONG;
    if (!cli_open(&cli, options, &exit_code)) return exit_code;
    printf("schema %d\n", migrate_latest());
    cli_close(&cli);
    return CLI_DONE;
}
