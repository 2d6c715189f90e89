#include <stdio.h>
#include <stdlib.h>
#include "cli/cli.h"
#include "cli/commands.h"
#include "exchange/export_act.h"
#include "exchange/import_store.h"
#include "formats/xlsx.h"

static bool make_export(Cli *cli, const List *list, Str format, Str *ret, Err *err) {
    Import *stored = arena_new(cli->arena, Import);
    ImportRecords records = {0};
    if (!db_begin_read(cli->db, err) || !import_load(cli->db, cli->arena, stored, &records, err)) return false;
    db_rollback(cli->db);
    Table table = export_table(cli->arena, stored, list);
    Act act = cli_act(cli, "export");
    if (!export_note(&act, list, &table, err)) return false;
    if (str_equal(format, STR("json"))) {
        *ret = export_json(cli->arena, stored, list);
        return true;
    }
    if (str_equal(format, STR("csv"))) {
        *ret = export_csv(cli->arena, &table);
        return true;
    }
    TableList tables = {0};
    list_add(cli->arena, &tables, table);
    const char *directory = getenv("STATE_DIRECTORY");
    return xlsx_write(cli->arena, &tables, directory ? directory : "/tmp", ret, err);
}

static bool write_out(Str bytes, const char *path, Err *err) {
    FILE *file = path ? fopen(path, "wb") : stdout;
    bool whole = file && fwrite(bytes.data, 1, bytes.size, file) == bytes.size && fflush(file) == 0;
    if (path && file) whole = fclose(file) == 0 && whole;
    return whole || err_set(err, ERR_FULL, msg(N_("Filen kunde inte skrivas. Är disken full?")));
}

static int usage(void) {
    fprintf(stderr, "randa export TABELL --format csv|xlsx|json [-o FIL]\n  tabeller:");
    for (size_t i = 1; i < LIST_COUNT; i++) fprintf(stderr, " %s", lists[i].key);
    fprintf(stderr, "\n");
    return CLI_WRONG;
}

int cmd_export(int argc, char **argv) {
    CliOption options[] = {{.name = "--db="}, {.name = "--region="}, {.name = "--format="}, {.name = "-o="},
                           {.name = "--today="}, {0}};
    const char *rest[16];
    int rest_count, exit_code;
    Cli cli;
    if (argc > 16 || !cli_parse(argc, argv, options, rest, &rest_count) || rest_count != 1) return usage();
    Str format = str_from_c(cli_option(options, "--format"));
    if (!format.size) format = STR("csv");
    bool known = str_equal(format, STR("csv")) || str_equal(format, STR("xlsx")) || str_equal(format, STR("json"));
    if (!known || !cli_open(&cli, options, &exit_code)) return known ? exit_code : usage();
    const List *list = list_named(cli.arena, str_from_c(rest[0]));
    Str bytes;
    Err err;
    exit_code = CLI_DONE;
    if (!list) exit_code = usage();
    else if (!make_export(&cli, list, format, &bytes, &err) || !write_out(bytes, cli_option(options, "-o"), &err))
        exit_code = cli_fail(&err);
    cli_close(&cli);
    return exit_code;
}
