// randa account first LOGIN --name "Given Family" | add LOGIN --person WHO | code LOGIN [--new-factor]
//               | disable LOGIN | enable LOGIN | local LOGIN | unlink LOGIN | list
#include "access/account_act.h"
#include "access/oidc_act.h"
#include "base/json.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "gen/sql.h"
#include "people/unit_store.h"
#include "store/region.h"
#include <stdio.h>
#include <string.h>

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

// Whoever gets the code chooses the password: no administrator learns it (S14).
static void print_code(Str code) {
    printf("/valj-losenord?kod=%.*s\n", STR_ARG(code));
    fputs("Lägg till serverns adress framför. Länken gäller en gång, i 24 timmar, och visas bara nu.\n", stderr);
}

static bool code_for(Cli *cli, AccountId account, bool new_factor, Str *ret, Err *err) {
    Act act = cli_act(cli, "account.code");
    return account_code(&act, account, new_factor, ret, err);
}

static bool do_add(Cli *cli, const char *login, const char *who, Err *err) {
    PersonId person;
    Account account;
    Str code;
    Act act = cli_act(cli, "account.add");
    if (!find_person(cli, who, &person, err) || !db_begin_write(cli->db, err)) return false;
    if (!account_add(&act, person, str_from_c(login), STR(""), &account, err)) return false;
    if (!code_for(cli, account.id, false, &code, err) || !db_commit(cli->db, err)) return false;
    print_code(code);
    return true;
}

static bool number_of(Db *db, const Sql *sql, int64_t *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, sql, err)) return false;
    *ret = query_next(&query) ? query_int(&query, 0) : 0;
    return query_end(&query, err);
}

static bool first_region(Cli *cli, Err *err) {
    if (cli->actor.region) return true;
    RegionDraft draft = {.key = STR("region"), .name = STR("Regionen")};
    if (!region_ensure(cli->db, draft, &cli->actor.region, err)) return false;
    db_scope_set(cli->db, (DbScope){.region = cli->actor.region, .today = cli->today});
    return true;
}

static bool first_unit(Cli *cli, Act *act, UnitId *ret, Err *err) {
    if (!number_of(cli->db, SQL_UNIT_TOP, &ret->raw, err)) return false;
    if (ret->raw) return true;
    Unit unit = {.name = STR("Systemförvaltningen"), .kind = UNIT_KIND_OFFICE, .sort_key = str_sort_key(cli->arena, STR("Systemförvaltningen"))};
    if (!unit_save(act, &unit, err) || !unit_tree_rebuild(cli->db, cli->arena, err)) return false;
    *ret = unit.id;
    return true;
}

// A person who runs the system, in a region that has nobody who does.
static bool make_first(Cli *cli, Act *act, Str name, PersonId *ret, Err *err) {
    Str given, family = name;
    Appointment admin = {.role = ROLE_ADMIN, .first = cli->today, .past = DATE_OPEN};
    int64_t admins;
    if (!first_region(cli, err)) return false;
    act->actor = cli->actor;
    if (!number_of(cli->db, SQL_ACCOUNT_ADMINS, &admins, err)) return false;
    if (admins > 0) return err_set(err, ERR_CONFLICT, msg(N_("Det finns redan en systemförvaltare.")));
    str_split(&family, ' ', &given);
    Person person = {.given_name = given, .family_name = family,
                     .sort_key = str_sort_key(cli->arena, str_printf(cli->arena, "%.*s %.*s", STR_ARG(family), STR_ARG(given)))};
    if (!first_unit(cli, act, &admin.unit, err) || !person_save(act, &person, err)) return false;
    admin.person = person.id;
    *ret = person.id;
    return appointment_save(act, &admin, err);
}

static bool do_first(Cli *cli, const char *login, const char *name, Err *err) {
    PersonId person;
    Account account;
    Str code;
    Act act = cli_act(cli, "account.first");
    if (!db_begin_write(cli->db, err) || !make_first(cli, &act, str_from_c(name), &person, err)) return false;
    if (!account_add(&act, person, str_from_c(login), STR(""), &account, err)) return false;
    if (!code_for(cli, account.id, false, &code, err) || !db_commit(cli->db, err)) return false;
    print_code(code);
    return true;
}

static bool do_code(Cli *cli, const char *login, bool new_factor, Err *err) {
    AccountFound found;
    Str code;
    if (!find_account(cli, login, &found, err) || !db_begin_write(cli->db, err)) return false;
    if (!code_for(cli, found.id, new_factor, &code, err) || !db_commit(cli->db, err)) return false;
    print_code(code);
    return true;
}

static bool do_disable(Cli *cli, const char *login, bool disabled, Err *err) {
    AccountFound found;
    Act act = cli_act(cli, disabled ? "account.disable" : "account.enable");
    return find_account(cli, login, &found, err) && db_begin_write(cli->db, err) &&
           account_set_disabled(&act, found.id, disabled, err) && db_commit(cli->db, err);
}

// Break the glass: for when the region's provider is gone. The password and the second factor are still asked for.
static bool do_local(Cli *cli, const char *login, Err *err) {
    AccountFound found;
    Act act = cli_act(cli, "account.local");
    if (!find_account(cli, login, &found, err) || !db_begin_write(cli->db, err)) return false;
    Str subject = str_printf(cli->arena, "account %lld", (long long)found.id.raw);
    return local_sign_in_set(cli->db, found.id, cli->now, cli->now + LOCAL_SIGN_IN_MS, err) &&
           audit_note(&act, "account.local", subject, err) && db_commit(cli->db, err);
}

static bool do_unlink(Cli *cli, const char *login, Err *err) {
    AccountFound found;
    Act act = cli_act(cli, "account.unlink");
    return find_account(cli, login, &found, err) && db_begin_write(cli->db, err) &&
           oidc_unlink(&act, found.id, err) && db_commit(cli->db, err);
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
    CliOption options[] = {{.name = "--db="},   {.name = "--region="},    {.name = "--person="},
                           {.name = "--name="}, {.name = "--new-factor"}, {.name = "--json"}, {0}};
    const char *rest[16] = {0};
    int rest_count, exit_code;
    Cli cli;
    Err err;
    if (argc > 16 || !cli_parse(argc, argv, options, rest, &rest_count)) return CLI_WRONG;
    const char *what = rest_count > 0 ? rest[0] : "", *login = rest[1];
    const char *person = cli_option(options, "--person"), *name = cli_option(options, "--name");
    bool first = strcmp(what, "first") == 0 && login && name, add = strcmp(what, "add") == 0 && login && person;
    bool code = strcmp(what, "code") == 0 && login, disable = strcmp(what, "disable") == 0 && login;
    bool enable = strcmp(what, "enable") == 0 && login, local = strcmp(what, "local") == 0 && login;
    bool unlink = strcmp(what, "unlink") == 0 && login;
    if (!first && !add && !code && !disable && !enable && !local && !unlink && strcmp(what, "list") != 0) {
        fputs("randa account first LOGIN --name NAMN | add LOGIN --person E-POST|HSA-ID | code LOGIN [--new-factor]\n"
              "              | disable LOGIN | enable LOGIN | local LOGIN | unlink LOGIN | list [--json]\n",
              stderr);
        return CLI_WRONG;
    }
    if (!cli_open(&cli, options, &exit_code)) return exit_code;
    bool done = first     ? do_first(&cli, login, name, &err)
                : add     ? do_add(&cli, login, person, &err)
                : code    ? do_code(&cli, login, cli_has(options, "--new-factor"), &err)
                : disable ? do_disable(&cli, login, true, &err)
                : enable  ? do_disable(&cli, login, false, &err)
                : local   ? do_local(&cli, login, &err)
                : unlink  ? do_unlink(&cli, login, &err)
                          : do_list(&cli, cli_has(options, "--json"), &err);
    exit_code = done ? CLI_DONE : cli_fail(&err);
    cli_close(&cli);
    return exit_code;
}
