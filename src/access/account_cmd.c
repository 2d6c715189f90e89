// randa account add LOGIN --person WHO | password LOGIN | disable LOGIN | enable LOGIN | list
#include "access/account_act.h"
#include "base/json.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "gen/sql.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static Str read_line(Arena *arena, const char *prompt) {
    char line[PATH_MAX];
    struct termios shown, hidden;
    bool terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &shown) == 0;
    if (terminal) {
        hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
        fputs(prompt, stderr);
    }
    bool read = fgets(line, sizeof line, stdin) != NULL;
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        fputc('\n', stderr);
    }
    Str text = read ? str_copy(arena, str_from_c(line)) : STR("");
    explicit_bzero(line, sizeof line);
    return str_slice(text, 0, str_find_char(text, '\n'));
}

// Asked for twice at a terminal, read once from a pipe.
static bool read_password(Cli *cli, PersonId person, Str *ret_hash, Err *err) {
    Str password = read_line(cli->arena, "Lösenord (minst 15 tecken): ");
    if (isatty(STDIN_FILENO) && !str_equal(password, read_line(cli->arena, "En gång till: ")))
        return err_set(err, ERR_INVALID, msg(N_("De två lösenorden är inte lika.")));
    return account_password_check(cli->db, cli->arena, person, password, err) &&
           account_hash(cli->arena, password, ret_hash, err);
}

static bool find_person(Cli *cli, const char *who, PersonId *ret, Err *err) {
    Query query;
    PersonId person = {0};
    int count = 0;
    if (!query_begin(&query, cli->db, SQL_PERSON_FIND_FOR_ACCOUNT, err)) return false;
    query_bind_text(&query, 1, str_from_c(who));
    while (query_next(&query)) {
        person.raw = query_int(&query, 0);
        count++;
    }
    if (!query_end(&query, err)) return false;
    if (count != 1)
        return err_set(err, ERR_NOT_FOUND,
                       msg(N_("Det finns {1} personer med e-postadressen eller HSA-id:t {2}; det ska vara en."),
                           msg_number(count), msg_text(str_from_c(who))));
    *ret = person;
    return true;
}

static bool find_account(Cli *cli, const char *login, AccountFound *ret, Err *err) {
    if (!account_find(cli->db, cli->arena, str_from_c(login), ret, err)) return false;
    if (ret->found && ret->region == cli->actor.region) return true;
    return err_set(err, ERR_NOT_FOUND, msg(N_("Det finns inget konto {1}."), msg_text(str_from_c(login))));
}

static bool do_add(Cli *cli, const char *login, const char *who, Err *err) {
    PersonId person;
    Account account;
    Str hash;
    Act act = cli_act(cli, "account.add");
    return find_person(cli, who, &person, err) && read_password(cli, person, &hash, err) &&
           db_begin_write(cli->db, err) && account_add(&act, person, str_from_c(login), hash, &account, err) &&
           db_commit(cli->db, err);
}

static bool do_password(Cli *cli, const char *login, Err *err) {
    AccountFound found;
    Str hash;
    Act act = cli_act(cli, "account.password");
    return find_account(cli, login, &found, err) && read_password(cli, found.person, &hash, err) &&
           db_begin_write(cli->db, err) && account_set_password(&act, found.id, hash, err) &&
           db_commit(cli->db, err);
}

static bool do_disable(Cli *cli, const char *login, bool disabled, Err *err) {
    AccountFound found;
    Act act = cli_act(cli, disabled ? "account.disable" : "account.enable");
    return find_account(cli, login, &found, err) && db_begin_write(cli->db, err) &&
           account_set_disabled(&act, found.id, disabled, err) && db_commit(cli->db, err);
}

static bool do_list(Cli *cli, bool as_json, Err *err) {
    JsonOut out = out_begin(cli->arena);
    Query query;
    if (!query_begin(&query, cli->db, SQL_ACCOUNT_LIST, err)) return false;
    out_array(&out);
    while (query_next(&query)) {
        Account account = account_from_row(&query, cli->arena, 0);
        Str given = query_text(&query, cli->arena, ACCOUNT_COLUMNS);
        Str family = query_text(&query, cli->arena, ACCOUNT_COLUMNS + 1);
        if (!as_json)
            printf("%-32.*s %.*s %.*s%s\n", STR_ARG(account.login), STR_ARG(given), STR_ARG(family),
                   account.disabled ? "  (stängt)" : "");
        out_object(&out);
        out_key_int(&out, "id", account.id.raw);
        out_key_text(&out, "login", account.login);
        out_key_int(&out, "person", account.person.raw);
        out_key_text(&out, "name", str_printf(cli->arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family)));
        out_key_bool(&out, "disabled", account.disabled);
        out_object_end(&out);
    }
    out_array_end(&out);
    if (!query_end(&query, err)) return false;
    if (as_json) printf("%.*s\n", STR_ARG(out_end(&out)));
    return true;
}

int cmd_account(int argc, char **argv) {
    CliOption options[] = {{.name = "--db="}, {.name = "--region="}, {.name = "--person="}, {.name = "--json"}, {0}};
    const char *rest[16] = {0};
    int rest_count, exit_code;
    Cli cli;
    Err err;
    if (argc > 16 || !cli_parse(argc, argv, options, rest, &rest_count)) return CLI_WRONG;
    const char *what = rest_count > 0 ? rest[0] : "", *login = rest[1], *person = cli_option(options, "--person");
    bool add = strcmp(what, "add") == 0 && login && person, password = strcmp(what, "password") == 0 && login;
    bool disable = strcmp(what, "disable") == 0 && login, enable = strcmp(what, "enable") == 0 && login;
    if (!add && !password && !disable && !enable && strcmp(what, "list") != 0) {
        fputs("randa account add LOGIN --person E-POST|HSA-ID | password LOGIN | disable LOGIN | enable LOGIN | list\n",
              stderr);
        return CLI_WRONG;
    }
    if (!cli_open(&cli, options, &exit_code)) return exit_code;
    bool done = add        ? do_add(&cli, login, person, &err)
                : password ? do_password(&cli, login, &err)
                : disable  ? do_disable(&cli, login, true, &err)
                : enable   ? do_disable(&cli, login, false, &err)
                           : do_list(&cli, cli_has(options, "--json"), &err);
    exit_code = done ? CLI_DONE : cli_fail(&err);
    cli_close(&cli);
    return exit_code;
}
