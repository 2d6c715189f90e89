#include "cli/cli.h"
#include "base/local_time.h"
#include "gen/sql.h"
#include "store/migrate.h"
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define CLI_ARENA_BYTES_MAX ((size_t)4 << 30)

static CliOption *option_for(CliOption *options, Str name, bool *takes_value) {
    for (CliOption *option = options; option->name; option++) {
        Str known = str_from_c(option->name);
        *takes_value = str_ends(known, STR("="));
        if (*takes_value) known.size--;
        if (str_equal(known, name)) return option;
    }
    return NULL;
}

bool cli_parse(int argc, char **argv, CliOption *options, const char **rest, int *rest_count) {
    *rest_count = 0;
    for (int i = 1; i < argc; i++) {
        Str arg = str_from_c(argv[i]);
        if (arg.size < 2 || argv[i][0] != '-' || str_equal(arg, STR("--"))) {
            if (!str_equal(arg, STR("--"))) rest[(*rest_count)++] = argv[i];
            continue;
        }
        size_t equals = str_find_char(arg, '=');
        Str name = str_slice(arg, 0, equals);
        bool takes_value;
        CliOption *option = option_for(options, name, &takes_value);
        if (!option || (!takes_value && equals != STR_NOT_FOUND)) {
            fprintf(stderr, "randa %s: okänt val %s\n", argv[0], argv[i]);
            return false;
        }
        option->given = true;
        if (!takes_value) continue;
        if (equals != STR_NOT_FOUND) option->value = argv[i] + equals + 1;
        else if (i + 1 < argc) option->value = argv[++i];
        else {
            fprintf(stderr, "randa %s: %s behöver ett värde\n", argv[0], argv[i]);
            return false;
        }
    }
    return true;
}

static const CliOption *find_option(const CliOption *options, const char *name) {
    for (; options->name; options++) {
        Str known = str_from_c(options->name);
        if (str_ends(known, STR("="))) known.size--;
        if (str_equal(known, str_from_c(name))) return options;
    }
    return NULL;
}

const char *cli_option(const CliOption *options, const char *name) {
    const CliOption *option = find_option(options, name);
    return option && option->given ? option->value : NULL;
}

bool cli_has(const CliOption *options, const char *name) {
    const CliOption *option = find_option(options, name);
    return option && option->given;
}

Instant cli_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (Instant)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

Date cli_today(void) {
    return local_date(cli_now());
}

static Str state_address(Arena *arena) {
    const char *state = getenv("STATE_DIRECTORY"), *home = getenv("HOME");
    if (state && *state) return str_printf(arena, "sqlite:%s/randa.db", state);
    if (!home || !*home) return STR("sqlite:randa.db");
    Str folder = str_printf(arena, "%s/.local/state/randa", home);
    for (size_t i = 1; i <= folder.size; i++)
        if (i == folder.size || folder.data[i] == '/')
            mkdir(str_to_c(arena, str_slice(folder, 0, i)), 0700); // what is there already is fine
    return str_printf(arena, "sqlite:%.*s/randa.db", STR_ARG(folder));
}

const char *cli_db_address(Arena *arena, const CliOption *options) {
    const char *address = cli_option(options, "--db");
    if (!address) address = getenv("RANDA_DB");
    return address && *address ? address : str_to_c(arena, state_address(arena));
}

static bool pick_region(Cli *cli, const char *key, Err *err) {
    Query query;
    if (!query_begin(&query, cli->db, SQL_REGION_LIST, err)) return false;
    int64_t id = 0;
    int count = 0;
    while (query_next(&query)) {
        bool match = !key || str_equal(query_text(&query, cli->arena, 1), str_from_c(key));
        if (match) id = query_int(&query, 0);
        count += match;
    }
    if (!query_end(&query, err)) return false;
    if (count > 1) return err_set(err, ERR_INVALID, msg(N_("Databasen har flera regioner: välj en med --region.")));
    if (key && !count)
        return err_set(err, ERR_INVALID, msg(N_("Det finns ingen region {1} i databasen."), msg_text(str_from_c(key))));
    cli->actor.region = id;
    return true;
}

static bool open_and_pick(Cli *cli, const CliOption *options, Err *err) {
    const char *today = cli_option(options, "--today");
    if (today && !date_parse(str_from_c(today), &cli->today))
        return err_set(err, ERR_INVALID, msg(N_("--today behöver ett datum som 2026-11-23.")));
    if (!db_open(cli_db_address(cli->arena, options), &cli->db, err)) return false;
    if (!migrate_up(cli->db, err)) return false;
    if (!pick_region(cli, cli_option(options, "--region"), err)) return false;
    db_scope_set(cli->db, (DbScope){.region = cli->actor.region, .actor = 0, .today = cli->today});
    return true;
}

bool cli_open(Cli *cli, const CliOption *options, int *ret_exit) {
    *cli = (Cli){.arena = arena_open(CLI_ARENA_BYTES_MAX), .today = cli_today(), .now = cli_now()};
    const struct passwd *user = getpwuid(getuid());
    cli->actor.os_user = str_copy(cli->arena, str_from_c(user ? user->pw_name : "?"));
    Err err;
    if (open_and_pick(cli, options, &err)) return true;
    *ret_exit = cli_fail(&err);
    cli_close(cli);
    return false;
}

void cli_close(Cli *cli) {
    db_close(cli->db);
    arena_close(cli->arena);
    *cli = (Cli){0};
}

Act cli_act(const Cli *cli, const char *action) {
    return (Act){.db = cli->db, .arena = cli->arena, .actor = cli->actor, .today = cli->today,
                 .now = cli->now, .action = action};
}

int cli_fail(const Err *err) {
    Arena *arena = arena_open(1 << 20);
    Str text = msg_format(arena, LANG_SV, err->message);
    fprintf(stderr, "randa: %.*s\n", STR_ARG(text));
    arena_close(arena);
    switch (err->kind) {
    case ERR_INVALID:
    case ERR_TOO_LARGE: return CLI_WRONG;
    case ERR_BUSY:
    case ERR_FULL:
    case ERR_STORE: return CLI_COULD_NOT;
    default: return CLI_FOUND;
    }
}

int cli_usage(const Command *command) {
    fprintf(stderr, "randa %s %s\n  %s\n", command->name, command->usage, command->help);
    return CLI_WRONG;
}
