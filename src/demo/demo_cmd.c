// randa demo: fills a database with an invented region and prints who to sign in as.
#include "cli/cli.h"
#include "access/account_store.h"
#include "access/may.h"
#include "cli/commands.h"
#include "demo/demo_documents.h"
#include "demo/demo_store.h"
#include "duty/finding_store.h"
#include "gen/sql.h"
#include "store/region.h"
#include <stdio.h>
#include <string.h>

#define DEMO_PASSWORD "provkor randa i lugn och ro"

static const char *const size_names[] = {"clinic", "hospital", "region", "nation"};

static bool size_named(const char *name, DemoSize *ret) {
    for (size_t i = 0; name && i < COUNT_OF(size_names); i++)
        if (strcmp(name, size_names[i]) == 0) {
            *ret = (DemoSize)i;
            return true;
        }
    return false;
}

static bool demo_is_there(Cli *cli, bool *ret, Err *err) {
    Query query;
    if (!query_begin(&query, cli->db, SQL_REGION_LIST, err)) return false;
    *ret = query_next(&query);
    return query_end(&query, err);
}

// "studierektor" in the first region, "studierektor.demo2" in the next.
static Str login_of(Cli *cli, const DemoWorld *world, size_t i, int region) {
    const char *login = world->accounts[i].login;
    if (region == 0) return str_from_c(login);
    return str_printf(cli->arena, "%s.%.*s", login, STR_ARG(world->key));
}

static bool make_accounts(Cli *cli, Act *act, const DemoWorld *world, int region, Str hash, Err *err) {
    for (size_t i = 0; i < world->account_count; i++) {
        Account account = {.person = world->people.items[world->accounts[i].person.raw - 1].id,
                           .login = login_of(cli, world, i, region),
                           .password_hash = hash,
                           .language = STR("sv")};
        if (!account_save(act, &account, err)) return false;
    }
    return true;
}

static bool make_region(Cli *cli, DemoSize size, int region, uint64_t seed, Str hash, DemoWorld *world, Err *err) {
    demo_make(cli->arena, size, region, seed, cli->today, world);
    if (!db_begin_write(cli->db, err)) return false;
    if (!region_ensure(cli->db, (RegionDraft){.key = world->key, .name = world->name, .is_demo = true},
                       &cli->actor.region, err))
        return false;
    db_scope_set(cli->db, (DbScope){.region = cli->actor.region, .today = cli->today});
    Act act = cli_act(cli, "demo.make");
    if (!demo_store(&act, world, err)) return false;
    if (!make_accounts(cli, &act, world, region, hash, err)) return false;
    RefreshCount found;
    if (!finding_refresh(cli->db, cli->arena, cli->today, &found, err)) return false;
    if (!audit_end(&act, err)) return false;
    if (!demo_documents(cli->db, cli->arena, cli->actor, cli->today, cli->now, world, err)) return false;
    return db_commit(cli->db, err);
}

static void print_accounts(Cli *cli, const DemoWorld *world, int region) {
    printf("%.*s: %zu ST-läkare, %zu enheter, %zu placeringar\n", STR_ARG(world->name), world->trainings.count,
           world->units.count, world->placements.count);
    for (size_t i = 0; i < world->account_count; i++) {
        const Person *person = &world->people.items[world->accounts[i].person.raw - 1];
        printf("  %-28.*s %.*s %.*s, %.*s\n", STR_ARG(login_of(cli, world, i, region)),
               STR_ARG(person->given_name), STR_ARG(person->family_name),
               STR_ARG(role_word(cli->lang, world->accounts[i].role)));
    }
}

static int run_demo(Cli *cli, DemoSize size, uint64_t seed) {
    Err err;
    bool there;
    if (!demo_is_there(cli, &there, &err)) return cli_fail(&err);
    if (there) {
        fprintf(stderr, "randa demo: databasen är inte tom; välj en ny fil med --db\n");
        return CLI_FOUND;
    }
    Str hash; // one for all: they are made of the same word
    if (!account_hash(cli->arena, STR(DEMO_PASSWORD), &hash, &err)) return cli_fail(&err);
    for (int region = 0; region < demo_region_count(size); region++) {
        ArenaMark mark = arena_mark(cli->arena);
        DemoWorld world;
        if (!make_region(cli, size, region, seed, hash, &world, &err)) {
            db_rollback(cli->db);
            return cli_fail(&err);
        }
        print_accounts(cli, &world, region);
        arena_reset(cli->arena, mark);
    }
    printf("Lösenord för alla: %s\n", DEMO_PASSWORD);
    return CLI_DONE;
}

int cmd_demo(int argc, char **argv) {
    CliOption options[] = {{"--db="}, {"--size="}, {"--seed="}, {"--today="}, {0}};
    const char *rest[16];
    int rest_count;
    DemoSize size = DEMO_CLINIC;
    int64_t seed = 1;
    if (argc > 16 || !cli_parse(argc, argv, options, rest, &rest_count) || rest_count) return CLI_WRONG;
    if (cli_has(options, "--size") && !size_named(cli_option(options, "--size"), &size)) {
        fprintf(stderr, "randa demo: --size är clinic, hospital, region eller nation\n");
        return CLI_WRONG;
    }
    if (cli_has(options, "--seed") && !str_to_int(str_from_c(cli_option(options, "--seed")), &seed)) {
        fprintf(stderr, "randa demo: --seed är ett tal\n");
        return CLI_WRONG;
    }
    Cli cli;
    int exit_code;
    if (!cli_open(&cli, options, &exit_code)) return exit_code;
    exit_code = run_demo(&cli, size, (uint64_t)seed);
    cli_close(&cli);
    return exit_code;
}
