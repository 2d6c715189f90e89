// cli.h: what every command shares: arguments, the database, the words on stderr, the exit codes.
//
//   0 done · 1 refused, or findings · 2 wrong use or bad input · 3 could not (database, disk)
#pragma once
#include "store/record.h"

#define CLI_DONE 0
#define CLI_FOUND 1
#define CLI_WRONG 2
#define CLI_COULD_NOT 3

typedef struct {
    const char *name, *usage, *help; // "duties", "[--unit U] [--on DATE] [--json]", one line
    int (*run)(int argc, char **argv); // argv[0] is the command's name
} Command;

extern const Command commands[]; // ends with a NULL name

typedef struct {
    const char *name; // "--unit"; a trailing '=' in the table below means it takes a value
    const char *value;
    bool given;
} CliOption;

// Sorts argv into options and the rest. `options` is a table of names ("--json", "--unit="), ends
// with a NULL name; filled in place. `rest` gets what is no option. Prints and returns false for an
// unknown option or a missing value.
bool cli_parse(int argc, char **argv, CliOption *options, const char **rest, int *rest_count);
const char *cli_option(const CliOption *options, const char *name); // its value, or NULL
bool cli_has(const CliOption *options, const char *name);

typedef struct {
    Arena *arena;
    Db *db;
    Actor actor; // the system, with the login on the host
    Date today;
    Instant now;
    Lang lang;
} Cli;

// Opens the database of --db, $RANDA_DB or the state directory, migrated; takes --region (needed
// where there are several) and --today. On failure prints and returns false; *ret_exit is set.
bool cli_open(Cli *cli, const CliOption *options, int *ret_exit);
void cli_close(Cli *cli);
// The address that cli_open opens.
const char *cli_db_address(Arena *arena, const CliOption *options);
Act cli_act(const Cli *cli, const char *action);

// Prints the error with what to do; gives the exit code that its kind means.
int cli_fail(const Err *err);
int cli_usage(const Command *command);

Date cli_today(void);   // Europe/Stockholm
Instant cli_now(void);
