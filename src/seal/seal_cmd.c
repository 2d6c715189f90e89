// randa seal new-key -o FILE --name ORG | certificate FILE: the organisation's key.
// randa verify FILE … [--trust CERT.pem] [--json]: whether sealed PDFs hold, without database or network.
#include "base/file.h"
#include "base/json.h"
#include "base/local_time.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "seal/seal.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define EXIT_UNDECIDED 4
#define FILE_BYTES_MAX ((size_t)64 << 20)

int cmd_seal(int argc, char **argv) {
    CliOption options[] = {{.name = "-o="}, {.name = "--name="}, {0}};
    const char *rest[8];
    int rest_count;
    Err err;
    SealKey *key;
    if (argc > 8 || !cli_parse(argc, argv, options, rest, &rest_count)) return CLI_WRONG;
    const char *verb = rest_count ? rest[0] : "", *path = cli_option(options, "-o"), *name = cli_option(options, "--name");
    bool makes = strcmp(verb, "new-key") == 0 && rest_count == 1 && path && name, shows = strcmp(verb, "certificate") == 0 && rest_count == 2;
    if (!makes && !shows) {
        fprintf(stderr, "randa seal: new-key -o FIL.pem --name ORGANISATION, eller certificate FIL.pem\n");
        return CLI_WRONG;
    }
    umask(077);
    if (makes) return seal_key_make(path, name, cli_now(), &err) ? CLI_DONE : cli_fail(&err);
    Arena *arena = arena_open((size_t)4 << 20);
    bool done = seal_key_read(arena, rest[1], &key, &err);
    if (done) printf("%.*s", STR_ARG(seal_key_certificates(arena, key)));
    if (done) seal_key_close(key);
    int exit_code = done ? CLI_DONE : cli_fail(&err);
    arena_close(arena);
    return exit_code;
}

// --- verify

// Room for what is there, not for what there might be.
static bool read_whole(Arena *arena, const char *path, Str *ret, Err *err) {
    struct stat about;
    size_t size = stat(path, &about) == 0 && about.st_size < (off_t)FILE_BYTES_MAX ? (size_t)about.st_size + 1 : FILE_BYTES_MAX;
    return file_read(arena, path, size, false, ret, err);
}

static const char *const words[] = {[SEAL_VALID] = "giltig", [SEAL_UNDECIDED] = "obestämd", [SEAL_INVALID] = "ogiltig"};
static const char *const codes[] = {[SEAL_VALID] = "valid", [SEAL_UNDECIDED] = "undecided", [SEAL_INVALID] = "invalid"};
static const int exits[] = {[SEAL_VALID] = CLI_DONE, [SEAL_UNDECIDED] = EXIT_UNDECIDED, [SEAL_INVALID] = CLI_FOUND};

static Str level_words(Str level) {
    if (str_equal(level, STR("N1"))) return STR("N1, godkänt i Randa");
    if (str_equal(level, STR("N2"))) return STR("N2, avancerad underskrift");
    if (str_equal(level, STR("N3"))) return STR("N3, kvalificerad underskrift");
    return STR("underskrivet på papper");
}

static Str when_words(Arena *arena, int64_t made) {
    Ymd day = date_to_ymd(local_date(made));
    return str_printf(arena, "%04d-%02d-%02d kl. %.*s", day.year, day.month, day.day, STR_ARG(local_clock(arena, made)));
}

static void print_text(Arena *arena, const char *path, const SealReport *report) {
    printf("%s: %s. %.*s\n", path, words[report->verdict], STR_ARG(msg_format(arena, LANG_SV, report->why)));
    for (size_t i = 0; i < report->rows.count; i++) {
        const SealRow *row = &report->rows.items[i];
        printf("  %d av %d  %.*s (%.*s), %.*s, %.*s. %.*s version %d. Förseglat av %.*s%s\n", row->note.place, row->note.of, STR_ARG(row->note.name),
               STR_ARG(row->note.role), STR_ARG(level_words(row->note.level)), STR_ARG(when_words(arena, row->note.made)),
               STR_ARG(row->note.document), row->note.version, STR_ARG(row->sealer), row->trusted ? "" : ", som inte är känd");
    }
    if (report->digest.size) printf("  SHA-256 av det som godkändes: %.*s\n", STR_ARG(report->digest));
}

static void print_json(JsonOut *out, Arena *arena, const char *path, const SealReport *report) {
    out_object(out);
    out_key_text(out, "file", str_from_c(path));
    out_key_text(out, "verdict", str_from_c(codes[report->verdict]));
    out_key_text(out, "why", msg_format(arena, LANG_SV, report->why));
    out_key_text(out, "digest", report->digest);
    out_key(out, "seals");
    out_array(out);
    for (size_t i = 0; i < report->rows.count; i++) {
        const SealRow *row = &report->rows.items[i];
        out_object(out);
        out_key_text(out, "name", row->note.name);
        out_key_text(out, "role", row->note.role);
        out_key_text(out, "level", row->note.level);
        out_key_text(out, "document", row->note.document);
        out_key_int(out, "version", row->note.version);
        out_key_int(out, "place", row->note.place);
        out_key_int(out, "of", row->note.of);
        out_key_int(out, "made", row->note.made);
        out_key_text(out, "sealer", row->sealer);
        out_key_bool(out, "trusted", row->trusted);
        out_object_end(out);
    }
    out_array_end(out);
    out_object_end(out);
}

// The worst of all is the exit code: invalid, then undecided.
static bool verify(const char *const *paths, int count, const SealKey *trust, bool json, SealVerdict *ret_worst, Err *err) {
    Arena *all = arena_open((size_t)16 << 20);
    JsonOut out = out_begin(all);
    bool done = true;
    out_array(&out);
    for (int i = 0; done && i < count; i++) {
        Arena *arena = arena_open((size_t)512 << 20);
        Str file;
        done = read_whole(arena, paths[i], &file, err);
        if (done) {
            SealReport report = seal_verify(arena, trust, file);
            if (report.verdict > *ret_worst) *ret_worst = report.verdict;
            if (json) print_json(&out, arena, paths[i], &report);
            else print_text(arena, paths[i], &report);
        }
        arena_close(arena);
    }
    out_array_end(&out);
    if (done && json) printf("%.*s\n", STR_ARG(out_end(&out)));
    arena_close(all);
    return done;
}

int cmd_verify(int argc, char **argv) {
    CliOption options[] = {{.name = "--trust="}, {.name = "--json"}, {0}};
    const char *rest[1024];
    int rest_count;
    SealVerdict worst = SEAL_VALID;
    SealKey *trust = NULL;
    Err err;
    if (argc > 1024 || !cli_parse(argc, argv, options, rest, &rest_count)) return CLI_WRONG;
    if (rest_count == 0) {
        fprintf(stderr, "randa verify: FIL.pdf … [--trust CERTIFIKAT.pem] [--json]\n");
        return CLI_WRONG;
    }
    const char *path = cli_option(options, "--trust") ? cli_option(options, "--trust") : getenv("RANDA_TRUST");
    Arena *arena = arena_open((size_t)4 << 20);
    bool done = (!path || seal_trust_read(arena, path, &trust, &err)) && verify(rest, rest_count, trust, cli_has(options, "--json"), &worst, &err);
    int exit_code = done ? exits[worst] : cli_fail(&err);
    seal_key_close(trust);
    arena_close(arena);
    return exit_code;
}
