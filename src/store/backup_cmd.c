// randa backup FILE, randa restore FILE: the whole database, of all regions.
#include "cli/cli.h"
#include "cli/commands.h"
#include "store/backup.h"
#include "store/engine.h"
#include "store/migrate.h"
#include <pwd.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    Arena *arena;
    const char *file, *address, *keys;
    Actor actor;
    bool check;
} Wish;

static bool read_wish(int argc, char **argv, CliOption *options, Arena *arena, Wish *ret) {
    const char *rest[8];
    int rest_count;
    const struct passwd *user = getpwuid(getuid());
    if (argc > 8 || !cli_parse(argc, argv, options, rest, &rest_count)) return false;
    if (rest_count != 1) fprintf(stderr, "randa %s: vilken fil?\n", argv[0]);
    umask(077);
    *ret = (Wish){.arena = arena, .file = rest[0], .address = cli_db_address(arena, options),
                  .actor = {.os_user = str_copy(arena, str_from_c(user ? user->pw_name : "?"))}};
    return rest_count == 1;
}

static bool make(const Wish *wish, Err *err) {
    BackupReport report;
    Db *db;
    if (!db_open(wish->address, &db, err)) return false;
    bool good = migrate_up(db, err);
    db_close(db);
    if (!good || !backup_make(wish->address, wish->arena, wish->file, wish->actor, cli_now(), &report, err)) return false;
    printf("%s: %lld rader, %lld byte, schema %d, sha256 %.*s\n", wish->file, (long long)report.rows, (long long)report.size,
           report.schema, STR_ARG(report.digest));
    return true;
}

int cmd_backup(int argc, char **argv) {
    CliOption options[] = {{.name = "--db="}, {0}};
    Arena *arena = arena_open((size_t)1 << 30);
    Wish wish;
    Err err;
    int exit_code = CLI_WRONG;
    if (read_wish(argc, argv, options, arena, &wish)) exit_code = make(&wish, &err) ? CLI_DONE : cli_fail(&err);
    arena_close(arena);
    return exit_code;
}

static bool keys_beside(Wish *wish, Err *err) {
    Db *db;
    if (wish->keys) return true;
    if (!db_open(wish->address, &db, err)) return false;
    wish->keys = db_keys_folder(db, wish->arena);
    db_close(db);
    return true;
}

static bool restore(Wish *wish, Err *err) {
    RestoreReport report;
    if (!keys_beside(wish, err)) return false;
    bool good = wish->check ? backup_test(wish->file, wish->keys, wish->address, wish->arena, cli_now(), &report, err)
                            : backup_restore(wish->file, wish->keys, wish->address, wish->arena, wish->actor, cli_now(), &report, err);
    if (!good) return false;
    printf("%s: %s, %lld rader, schema %d; revisionskedjan är hel, %lld poster, %lld kontrollpunkter\n", wish->file,
           wish->check ? "provad" : "tillbakaläst", (long long)report.rows, report.schema,
           (long long)report.check.audit.entries, (long long)report.check.checkpoints.count);
    return true;
}

int cmd_restore(int argc, char **argv) {
    CliOption options[] = {{.name = "--db="}, {.name = "--keys="}, {.name = "--check"}, {0}};
    Arena *arena = arena_open((size_t)4 << 30);
    Wish wish;
    Err err;
    int exit_code = CLI_WRONG;
    if (read_wish(argc, argv, options, arena, &wish)) {
        wish.keys = cli_option(options, "--keys");
        wish.check = cli_has(options, "--check");
        exit_code = restore(&wish, &err) ? CLI_DONE : cli_fail(&err);
    }
    arena_close(arena);
    return exit_code;
}
