// randa document list | get TRAINING/NAME -o FILE.pdf | certificates -o FOLDER: documents on paper,
// as the pages give them.
#include "cli/cli.h"
#include "cli/commands.h"
#include "document/document_store.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_file(const char *path, Str bytes, Err *err) {
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = file >= 0 && write(file, bytes.data, bytes.size) == (ssize_t)bytes.size;
    if (file >= 0 && close(file) != 0) good = false;
    return good || err_set(err, ERR_STORE, msg(N_("Filen går inte att skriva.")));
}

static void list_orders(const DocumentFacts *facts, const CertificateOrderList *orders, Str name) {
    long long id = (long long)facts->file.training.id.raw;
    for (size_t i = 0; i < rulebook_data.document_count; i++)
        if (rulebook_data.documents[i].of == SUBJECT_TRAINING) printf("%lld/%.*s\t%.*s\n", id, STR_ARG(rulebook_data.documents[i].file), STR_ARG(name));
    printf("%lld/ansokan\t%.*s\n", id, STR_ARG(name));
    for (size_t i = 0; i < orders->count; i++) {
        const CertificateOrder *order = &orders->items[i];
        printf("%lld/%.*s/%s%lld\t%.*s\t%.*s\n", id, STR_ARG(order->form->id), order->placement ? "p" : "k",
               (long long)(order->placement ? order->placement->id.raw : order->course->id.raw), STR_ARG(name), STR_ARG(order->goals));
    }
}

// Every certificate that what has ended asks for; to a folder, or only their names.
static bool each(const Cli *cli, const char *folder, long *ret_count, Err *err) {
    DocumentTrainingList trainings = {0};
    if (!document_trainings(cli->db, cli->arena, &trainings, err)) return false;
    for (size_t t = 0; t < trainings.count; t++) {
        ArenaMark mark = arena_mark(cli->arena);
        DocumentFacts facts;
        if (!document_facts_load(cli->db, cli->arena, trainings.items[t].id, cli->today, &facts, err)) return false;
        CertificateOrderList orders = certificate_orders(cli->arena, &facts);
        if (!folder) list_orders(&facts, &orders, trainings.items[t].name);
        for (size_t i = 0; folder && i < orders.count; i++) {
            ArenaMark one = arena_mark(cli->arena);
            CertificateOrder *order = &orders.items[i];
            if (!document_supervisor_load(cli->db, cli->arena, &facts, order, err)) return false;
            Str path = str_printf(cli->arena, "%s/%lld-%.*s-%zu.pdf", folder, (long long)facts.file.training.id.raw, STR_ARG(order->form->id), i + 1);
            if (!write_file(path.data, document_certificate(cli->arena, &facts, order), err)) return false;
            arena_reset(cli->arena, one);
            ++*ret_count;
        }
        arena_reset(cli->arena, mark);
    }
    return true;
}

// "p17" or "k17" after the form says which placement or course; without it the form is of the training.
static bool order_named(const DocumentFacts *facts, Arena *arena, Str form, Str what, CertificateOrder *ret, Err *err) {
    CertificateOrderList orders = certificate_orders(arena, facts);
    *ret = (CertificateOrder){.form = rulebook_certificate(form)};
    if (ret->form && what.size == 0) return true;
    for (size_t i = 0; i < orders.count; i++) {
        const CertificateOrder *order = &orders.items[i];
        Str name = order->placement ? str_printf(arena, "p%lld", (long long)order->placement->id.raw)
                                    : str_printf(arena, "k%lld", (long long)order->course->id.raw);
        if (!str_equal(order->form->id, form) || !str_equal(name, what)) continue;
        *ret = *order;
        return true;
    }
    return err_set(err, ERR_NOT_FOUND, msg(N_("Dokumentet finns inte.")));
}

static bool get(const Cli *cli, const char *named, const char *path, Err *err) {
    DocumentFacts facts;
    CertificateOrder order;
    Str rest = str_from_c(named), id, name, what = STR("");
    TrainingId training;
    if (!str_split(&rest, '/', &id) || !str_to_int(id, &training.raw) || !str_split(&rest, '/', &name))
        return err_set(err, ERR_INVALID, msg(N_("Skriv dokumentet som i listan: utbildningens nummer, snedstreck, namn.")));
    str_split(&rest, '/', &what);
    if (!document_facts_load(cli->db, cli->arena, training, cli->today, &facts, err)) return false;
    const DocumentType *type = document_of_file(name);
    if (type) return write_file(path, document_compose(cli->arena, &facts, type), err);
    if (str_equal(name, STR("ansokan"))) return write_file(path, document_package(cli->arena, &facts), err);
    if (!order_named(&facts, cli->arena, name, what, &order, err)) return false;
    if (!document_supervisor_load(cli->db, cli->arena, &facts, &order, err)) return false;
    return write_file(path, document_certificate(cli->arena, &facts, &order), err);
}

static bool run(const Cli *cli, const char *verb, const char *named, const char *path, Err *err) {
    long count = 0;
    if (!db_begin_read(cli->db, err)) return false;
    bool done = strcmp(verb, "get") == 0 ? get(cli, named, path, err) : each(cli, strcmp(verb, "list") == 0 ? NULL : path, &count, err);
    db_rollback(cli->db);
    if (done && strcmp(verb, "certificates") == 0) fprintf(stderr, "%ld intyg\n", count);
    return done;
}

int cmd_document(int argc, char **argv) {
    CliOption options[] = {{.name = "--db="}, {.name = "--region="}, {.name = "--today="}, {.name = "-o="}, {0}};
    const char *rest[12];
    int rest_count, exit_code;
    Cli cli;
    Err err;
    if (argc > 12 || !cli_parse(argc, argv, options, rest, &rest_count)) return CLI_WRONG;
    const char *verb = rest_count ? rest[0] : "", *path = cli_option(options, "-o");
    bool lists = strcmp(verb, "list") == 0 && rest_count == 1, gets = strcmp(verb, "get") == 0 && rest_count == 2 && path;
    bool all = strcmp(verb, "certificates") == 0 && rest_count == 1 && path;
    if (!lists && !gets && !all) {
        fprintf(stderr, "randa document: list, get DOKUMENT -o FIL.pdf eller certificates -o MAPP\n");
        return CLI_WRONG;
    }
    umask(077);
    if (!cli_open(&cli, options, &exit_code)) return exit_code;
    exit_code = run(&cli, verb, gets ? rest[1] : "", path, &err) ? CLI_DONE : cli_fail(&err);
    cli_close(&cli);
    return exit_code;
}
