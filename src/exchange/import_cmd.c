#include <stdio.h>
#include "cli/cli.h"
#include "cli/commands.h"
#include "exchange/import_act.h"
#include "exchange/import_show.h"
#include "store/region.h"

static bool read_file(Arena *arena, const char *path, Str *ret, Err *err) {
    FILE *file = fopen(path, "rb");
    if (!file) return err_set(err, ERR_INVALID, msg(N_("Filen {1} går inte att öppna."), msg_text(str_from_c(path))));
    Buf buf = buf_begin(arena);
    char piece[65536];
    size_t got;
    while ((got = fread(piece, 1, sizeof piece, file)) > 0 && buf.size <= TABLE_BYTES_MAX) buf_add(&buf, (Str){piece, got});
    bool failed = ferror(file) != 0;
    fclose(file);
    if (failed) return err_set(err, ERR_INVALID, msg(N_("Filen {1} går inte att läsa."), msg_text(str_from_c(path))));
    *ret = buf_end(&buf);
    return true;
}

// "VC Norrvik=Norrviks vårdcentral;Akuten=Akutmottagningen": the person's answers.
static bool add_answers(Cli *cli, Import *import, const char *answers, Err *err) {
    Str rest = str_from_c(answers), pair;
    while (answers && str_split(&rest, ';', &pair)) {
        Str text, name = pair;
        if (!str_split(&name, '=', &text) || !name.data)
            return err_set(err, ERR_INVALID, msg(N_("--match skrivs som \"VC Norrvik=Norrviks vårdcentral\".")));
        Answer answer = {.text = str_trim(text), .kind = ANSWER_NAMED, .name = str_trim(name)};
        list_add(cli->arena, &import->matching.answers, answer);
    }
    return true;
}

// The first import into an empty database makes its region.
static bool ensure_region(Cli *cli, Err *err) {
    if (cli->actor.region) return true;
    RegionDraft draft = {.key = STR("region"), .name = STR("Regionen")};
    if (!region_ensure(cli->db, draft, &cli->actor.region, err)) return false;
    db_scope_set(cli->db, (DbScope){.region = cli->actor.region, .today = cli->today});
    return true;
}

static bool run_import(Cli *cli, const char *const *files, int count, const char *answers, bool dry_run, Import *ret,
                       bool *ret_saved, Err *err) {
    ImportRecords records = {0};
    ValueRules rules = import_rules(cli->arena);
    *ret_saved = false;
    if (!(dry_run ? db_begin_read(cli->db, err) : db_begin_write(cli->db, err))) return false;
    if (!dry_run && !ensure_region(cli, err)) return false;
    if (!import_load(cli->db, cli->arena, ret, &records, err)) return false;
    for (int i = 0; i < count; i++) {
        Str bytes;
        if (!read_file(cli->arena, files[i], &bytes, err)) return false;
        import_file_read(cli->arena, str_from_c(files[i]), bytes, &rules, &ret->input);
    }
    if (!add_answers(cli, ret, answers, err)) return false;
    import_work(cli->arena, ret, cli->today);
    if (dry_run || !import_is_clear(ret)) {
        db_rollback(cli->db);
        return true;
    }
    Act act = cli_act(cli, "import");
    if (!import_apply(&act, ret, &records, err) || !db_commit(cli->db, err)) return false;
    *ret_saved = true;
    return true;
}

int cmd_import(int argc, char **argv) {
    CliOption options[] = {{.name = "--db="}, {.name = "--region="}, {.name = "--today="}, {.name = "--match="},
                           {.name = "--dry-run"}, {.name = "--json"}, {0}};
    Arena *arena = arena_open(1u << 20);
    const char **files = arena_array(arena, const char *, (size_t)argc + 1);
    int count, exit_code = CLI_WRONG;
    Cli cli;
    if (!cli_parse(argc, argv, options, files, &count)) goto done;
    if (!count) {
        fprintf(stderr, "randa import FIL.csv|.xlsx … [--dry-run] [--json] [--match \"VC Norrvik=Norrviks vårdcentral\"]\n");
        goto done;
    }
    if (!cli_open(&cli, options, &exit_code)) goto done;
    Import *import = arena_new(cli.arena, Import);
    ImportOutcome outcome = {.dry_run = cli_has(options, "--dry-run")};
    Err err;
    if (!run_import(&cli, files, count, cli_option(options, "--match"), outcome.dry_run, import, &outcome.saved, &err)) {
        db_rollback(cli.db);
        exit_code = cli_fail(&err);
    } else {
        Str text = cli_has(options, "--json") ? import_json(cli.arena, import, outcome) : import_text(cli.arena, import, outcome);
        fwrite(text.data, 1, text.size, stdout);
        for (size_t i = 0; i < import->input.problems.count && !cli_has(options, "--json"); i++)
            fprintf(stderr, "%.*s\n", STR_ARG(import_problem_text(cli.arena, LANG_SV, &import->input.problems.items[i])));
        exit_code = import_is_clear(import) ? CLI_DONE : CLI_WRONG;
    }
    cli_close(&cli);
done:
    arena_close(arena);
    return exit_code;
}
