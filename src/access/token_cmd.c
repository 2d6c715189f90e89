// randa token add --login L --scope "trainings units" --name TEXT [--days N] | list | revoke ID
#include "access/account_store.h"
#include "access/token_store.h"
#include "base/json.h"
#include "base/local_time.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include <stdio.h>
#include <string.h>

static bool find_role(Cli *cli, const char *login, AccountId *ret, RoleHeld *ret_role, Err *err) {
    AccountFound found;
    RoleHeldList held;
    if (!account_find(cli->db, cli->arena, str_from_c(login), &found, err)) return false;
    if (!found.found || found.disabled || found.region != cli->actor.region)
        return err_set(err, ERR_NOT_FOUND, msg(N_("Det finns inget konto {1}."), msg_text(str_from_c(login))));
    if (!session_roles(cli->db, cli->arena, found.person, &held, err)) return false;
    if (held.count == 0)
        return err_set(err, ERR_FORBIDDEN, msg(N_("Kontot {1} har inget uppdrag som gäller i dag."), msg_text(str_from_c(login))));
    *ret = found.id;
    *ret_role = held.items[0];
    return true;
}

static bool do_add(Cli *cli, const char *login, const TokenDraft *draft, Err *err) {
    Act act = cli_act(cli, "token.add");
    AccountId account;
    RoleHeld role;
    Str token;
    if (!find_role(cli, login, &account, &role, err) || !db_begin_write(cli->db, err)) return false;
    if (!token_add(&act, account, &role, draft, &token, err) || !db_commit(cli->db, err)) return false;
    printf("%.*s\n", STR_ARG(token));
    fputs("Nyckeln visas bara nu.\n", stderr);
    return true;
}

static bool do_revoke(Cli *cli, int64_t id, Err *err) {
    Act act = cli_act(cli, "token.revoke");
    return db_begin_write(cli->db, err) && token_revoke(&act, (AccountId){0}, id, err) && db_commit(cli->db, err);
}

static bool do_list(Cli *cli, bool as_json, Err *err) {
    JsonOut out = out_begin(cli->arena);
    TokenRowList rows;
    if (!token_list(cli->db, cli->arena, (AccountId){0}, cli->now, &rows, err)) return false;
    out_array(&out);
    for (size_t i = 0; i < rows.count; i++) {
        const TokenRow *row = &rows.items[i];
        Str ends = date_iso(cli->arena, local_date(row->ends));
        if (!as_json)
            printf("%-12lld %-28.*s %.*s  %-20.*s %.*s\n", (long long)row->id, STR_ARG(row->login), STR_ARG(ends),
                   STR_ARG(row->scopes), STR_ARG(row->name));
        out_object(&out);
        out_key_int(&out, "id", row->id);
        out_key_text(&out, "login", row->login);
        out_key_text(&out, "name", row->name);
        out_key_text(&out, "scopes", row->scopes);
        out_key_text(&out, "ends", ends);
        out_key_bool(&out, "used", row->used != 0);
        out_object_end(&out);
    }
    out_array_end(&out);
    if (as_json) printf("%.*s\n", STR_ARG(out_end(&out)));
    return true;
}

int cmd_token(int argc, char **argv) {
    CliOption options[] = {{.name = "--db="},    {.name = "--region="}, {.name = "--login="}, {.name = "--scope="},
                           {.name = "--name="}, {.name = "--days="},   {.name = "--json"},   {0}};
    const char *rest[16] = {0};
    int rest_count, exit_code;
    Cli cli;
    Err err;
    if (argc > 16 || !cli_parse(argc, argv, options, rest, &rest_count)) return CLI_WRONG;
    const char *what = rest_count > 0 ? rest[0] : "", *login = cli_option(options, "--login"), *days = cli_option(options, "--days");
    TokenDraft draft = {.name = str_from_c(cli_option(options, "--name")),
                        .scopes = str_from_c(cli_option(options, "--scope")), .days = 30};
    int64_t id = 0;
    bool good_days = !days || str_to_int(str_from_c(days), &draft.days);
    bool add = strcmp(what, "add") == 0 && login && good_days;
    bool revoke = strcmp(what, "revoke") == 0 && str_to_int(str_from_c(rest[1]), &id);
    if (!add && !revoke && strcmp(what, "list") != 0) {
        fputs("randa token add --login L --scope \"trainings units\" --name TEXT [--days N] | list [--json] | revoke ID\n", stderr);
        return CLI_WRONG;
    }
    if (!cli_open(&cli, options, &exit_code)) return exit_code;
    bool done = add      ? do_add(&cli, login, &draft, &err)
                : revoke ? do_revoke(&cli, id, &err)
                         : do_list(&cli, cli_has(options, "--json"), &err);
    exit_code = done ? CLI_DONE : cli_fail(&err);
    cli_close(&cli);
    return exit_code;
}
