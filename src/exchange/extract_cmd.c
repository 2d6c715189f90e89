// randa extract --person X -o FILE.html|FILE.json: everything about one person, for her or for the lawyer.
#include "cli/cli.h"
#include "cli/commands.h"
#include "exchange/extract_store.h"
#include "gen/sql.h"
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

// An id, an address, an HSA id or a whole name; ERR_NOT_FOUND, or ERR_INVALID where two are meant.
static bool find(const Cli *cli, Str text, PersonId *ret, Err *err) {
    Query query;
    int64_t ids[2] = {0};
    int count = 0;
    if (str_to_int(text, &ret->raw)) return true;
    if (!query_begin(&query, cli->db, SQL_EXTRACT_FIND, err)) return false;
    query_bind_text(&query, 1, text);
    while (query_next(&query)) ids[count++ & 1] = query_int(&query, 0);
    if (!query_end(&query, err)) return false;
    if (count > 1) return err_set(err, ERR_INVALID, msg(N_("Flera personer heter så: använd e-post, HSA-id eller nummer.")));
    if (!count) return err_set(err, ERR_NOT_FOUND, msg(N_("Det finns ingen sådan person.")));
    ret->raw = ids[0];
    return true;
}

static bool write_file(const char *path, Str text, Err *err) {
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = file >= 0 && write(file, text.data, text.size) == (ssize_t)text.size;
    if (file >= 0) close(file);
    return good || err_set(err, ERR_STORE, msg(N_("Filen går inte att skriva.")));
}

static bool extract(const Cli *cli, const char *person, const char *path, Err *err) {
    Act act = cli_act(cli, "extract");
    PersonId id;
    Extract extract;
    if (!find(cli, str_from_c(person), &id, err) || !db_begin_read(cli->db, err)) return false;
    if (!extract_person(cli->db, cli->arena, cli->lang, id, cli->now, &extract, err)) return false;
    db_rollback(cli->db);
    if (!db_begin_write(cli->db, err) || !audit_sight(&act, &(Sight){.about = id.raw, .subject = STR("extract")}, err)) return false;
    if (!db_commit(cli->db, err)) return false;
    bool json = str_ends(str_from_c(path), STR(".json"));
    if (!write_file(path, json ? extract.json : extract.page.markup, err)) return false;
    fprintf(stderr, "%s: %lld rader; %lld uppgifter ska sekretessprövas innan utdraget lämnas ut\n", path, (long long)extract.rows,
            (long long)extract.secret);
    return true;
}

int cmd_extract(int argc, char **argv) {
    CliOption options[] = {{.name = "--db="}, {.name = "--region="}, {.name = "--person="}, {.name = "-o="}, {0}};
    const char *rest[12];
    int rest_count, exit_code;
    Cli cli;
    Err err;
    if (argc > 12 || !cli_parse(argc, argv, options, rest, &rest_count)) return CLI_WRONG;
    const char *person = cli_option(options, "--person"), *path = cli_option(options, "-o");
    if (!person || !path || rest_count) {
        fprintf(stderr, "randa extract: --person och -o behövs\n");
        return CLI_WRONG;
    }
    umask(077);
    if (!cli_open(&cli, options, &exit_code)) return exit_code;
    exit_code = extract(&cli, person, path, &err) ? CLI_DONE : cli_fail(&err);
    cli_close(&cli);
    return exit_code;
}
