// randa serve: the routes on a socket.   randa routes: the table, printed.
#include "access/oidc.h"
#include "base/json.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "http/server.h"
#include "mail/sender_job.h"
#include "seal/seal_key.h"
#include "mail/smtp.h"
#include "store/job.h"
#include "store/migrate.h"
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

// "127.0.0.1:8080", "[::1]:8080", ":8080" on loopback.
static bool read_listen(Arena *arena, const char *text, ServerOptions *options) {
    Str listen = str_from_c(text);
    size_t colon = listen.size;
    while (colon > 0 && listen.data[colon - 1] != ':') colon--;
    int64_t port;
    if (colon == 0 || !str_to_int(str_slice(listen, colon, listen.size), &port) || port < 0 || port > 65535)
        return false;
    Str address = str_slice(listen, 0, colon - 1);
    if (str_starts(address, STR("[")) && str_ends(address, STR("]"))) address = str_slice(address, 1, address.size - 1);
    if (address.size == 0 || str_equal(address, STR("localhost"))) address = STR("127.0.0.1");
    options->address = str_to_c(arena, address);
    options->port = (int)port;
    return true;
}

static void make_folders(const char *path) {
    char folder[4096];
    for (size_t i = 1; path[i - 1] && i < sizeof folder; i++) {
        if (path[i] && path[i] != '/') continue;
        memcpy(folder, path, i);
        folder[i] = 0;
        mkdir(folder, 0700); // what is there already is fine; what cannot be made, opening will tell
    }
}

static bool bring_up(const ServerOptions *options, Err *err) {
    Db *db;
    if (!db_open(options->db, &db, err)) return false;
    bool done = migrate_up(db, err);
    db_close(db);
    return done;
}

static bool read_provider(Arena *arena, const char *path, ServerOptions *ret, Err *err) {
    OidcConfig *config = arena_new(arena, OidcConfig);
    if (!path) return true;
    if (!oidc_config_read(arena, path, config, err)) return false;
    ret->site.oidc = oidc_open(arena, config);
    return true;
}

static bool read_mail(Arena *arena, const char *path, const MailConfig **ret, Err *err) {
    MailConfig *config = arena_new(arena, MailConfig);
    *ret = NULL;
    if (!path) return true;
    if (!mail_config_read(arena, path, config, err)) return false;
    smtp_prepare();
    *ret = config;
    return true;
}

// Read before the sandbox, which does not see the file.
static bool read_seal(Arena *arena, const char *path, ServerOptions *ret, Err *err) {
    SealKey *key;
    if (!path) return true;
    if (!seal_key_read(arena, path, &key, err)) return false;
    ret->site.seal = key;
    return true;
}

static bool read_options(Arena *arena, const CliOption *given, ServerOptions *ret, Err *err) {
    const char *listen = cli_option(given, "--listen"), *today = cli_option(given, "--today");
    const char *workers = cli_option(given, "--workers");
    int64_t count = 0;
    *ret = (ServerOptions){.site = {.routes = routes, .today = cli_today, .now = cli_now, .demo_today = DATE_NONE},
                           .db = cli_db_address(arena, given),
                           .name = cli_option(given, "--name"),
                           .proxy = cli_option(given, "--proxy"),
                           .metrics_token = getenv("RANDA_METRICS_TOKEN")};
    if (ret->metrics_token && strlen(ret->metrics_token) < 16)
        return err_set(err, ERR_INVALID, msg(N_("RANDA_METRICS_TOKEN behöver minst 16 tecken.")));
    if (!read_listen(arena, listen ? listen : "127.0.0.1:8080", ret))
        return err_set(err, ERR_INVALID, msg(N_("--listen behöver en adress som 127.0.0.1:8080.")));
    if (today && !date_parse(str_from_c(today), &ret->site.demo_today))
        return err_set(err, ERR_INVALID, msg(N_("--today behöver ett datum som 2026-11-23.")));
    if (workers && (!str_to_int(str_from_c(workers), &count) || count < 1 || count > 64))
        return err_set(err, ERR_INVALID, msg(N_("--workers behöver ett antal mellan 1 och 64.")));
    ret->workers = (int)count;
    return read_seal(arena, cli_option(given, "--seal"), ret, err) && read_provider(arena, cli_option(given, "--oidc"), ret, err);
}

typedef struct {
    JobsOptions options;
    atomic_bool stop;
    pthread_t thread;
    bool runs;
} Jobs;

// Behind the pages: requests come first.
static void *run_jobs(void *argument) {
    Jobs *jobs = argument;
    Err err;
    setpriority(PRIO_PROCESS, (id_t)gettid(), 10);
    if (!jobs_run(&jobs->options, &err)) log_warn("jobs: the database cannot be opened");
    return NULL;
}

// Signals are the server's: these threads start with all of them blocked.
static bool begin_quietly(pthread_t *thread, void *(*run)(void *), void *argument) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool runs = pthread_create(thread, NULL, run, argument) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return runs;
}

static void jobs_begin(Jobs *jobs, const ServerOptions *server) {
    jobs->options = (JobsOptions){.address = server->db, .handlers = job_handlers, .nights = job_nights, .today = server->site.today, .mails = server->site.mails,
                                  .has_demo_today = date_is_known(server->site.demo_today),
                                  .demo_today = server->site.demo_today, .stop = &jobs->stop};
    while (job_handlers[jobs->options.count].kind) jobs->options.count++;
    jobs->runs = begin_quietly(&jobs->thread, run_jobs, jobs);
}

static void jobs_end(Jobs *jobs) {
    atomic_store(&jobs->stop, true);
    if (jobs->runs) pthread_join(jobs->thread, NULL);
}

typedef struct {
    MailSender options;
    atomic_bool stop;
    pthread_t thread;
    bool runs;
} Mail;

static void *run_mail(void *argument) {
    Mail *mail = argument;
    Err err;
    setpriority(PRIO_PROCESS, (id_t)gettid(), 10);
    if (!mail_send_all(&mail->options, &err)) log_warn("mail: the database cannot be opened");
    return NULL;
}

static void mail_begin(Mail *mail, const ServerOptions *server, const MailConfig *config) {
    mail->options = (MailSender){.address = server->db, .config = config, .stop = &mail->stop};
    mail->runs = config && begin_quietly(&mail->thread, run_mail, mail);
}

static void mail_end(Mail *mail) {
    atomic_store(&mail->stop, true);
    if (mail->runs) pthread_join(mail->thread, NULL);
}

typedef struct {
    ServerOptions server;
    bool open; // without the sandbox
    Jobs jobs;
    const MailConfig *mail; // NULL: none
    Mail sender;
} Serve;

static void add_provider(const OidcConfig *config, Arena *arena, SandboxNeeds *needs) {
    needs->connects = true;
    for (size_t i = 0; i < config->origins.count; i++) sandbox_add_port(needs, oidc_port(config->origins.items[i]));
    if (config->ca_file.size > 0) sandbox_add_folder(needs, str_to_c(arena, config->ca_file));
}

static void add_mail_server(const MailConfig *config, Arena *arena, SandboxNeeds *needs) {
    sandbox_add_port(needs, config->port);
    if (config->ca_file.size > 0) sandbox_add_folder(needs, str_to_c(arena, config->ca_file));
}

// Whatever talks to another host, or keeps files of its own, says so here.
static bool shut_in(const Serve *serve, Arena *arena, Err *err) {
    const ServerOptions *options = &serve->server;
    SandboxNeeds needs = {0};
    DbNeeds db;
    db_needs(options->db, arena, &db);
    make_folders(db.folder);
    sandbox_add_folder(&needs, db.folder);
    sandbox_add_folder(&needs, getenv("STATE_DIRECTORY") ? getenv("STATE_DIRECTORY") : "/tmp"); // workbooks
    needs.connects = db.connects;
    for (size_t i = 0; db.ports[i]; i++) sandbox_add_port(&needs, db.ports[i]);
    if (options->site.oidc) add_provider(oidc_config(options->site.oidc), arena, &needs);
    if (serve->mail) add_mail_server(serve->mail, arena, &needs);
    return sandbox_enter(&needs, err);
}

// Everything that needed more is done: the threads start with less.
static bool when_ready(void *context, Err *err) {
    Serve *serve = context;
    Arena *arena = arena_open((size_t)1 << 20);
    bool done = serve->open || shut_in(serve, arena, err);
    arena_close(arena);
    if (!done) return false;
    if (serve->open) log_warn("sandbox: off");
    else log_info("sandbox: %s", sandbox_level());
    if (getuid() == 0) log_warn("serving as root: --user gives a user of its own");
    jobs_begin(&serve->jobs, &serve->server);
    mail_begin(&serve->sender, &serve->server, serve->mail);
    return true;
}

static bool serve(Serve *serve, Err *err) {
    if (!bring_up(&serve->server, err)) return false;
    serve->server.ready = when_ready;
    serve->server.context = serve;
    bool done = server_run(&serve->server, err);
    mail_end(&serve->sender);
    jobs_end(&serve->jobs);
    oidc_close(serve->server.site.oidc);
    return done;
}

// The user comes first: the state directory is hers.
static bool read_serve(Arena *arena, const CliOption *given, Serve *ret, Err *err) {
    const char *sandbox = cli_option(given, "--sandbox");
    if (sandbox && strcmp(sandbox, "on") != 0 && strcmp(sandbox, "off") != 0)
        return err_set(err, ERR_INVALID, msg(N_("--sandbox är on eller off.")));
    const char *user = cli_option(given, "--user");
    *ret = (Serve){.open = sandbox && strcmp(sandbox, "off") == 0};
    if (user && !sandbox_become(user, err)) return false;
    if (!read_options(arena, given, &ret->server, err) || !read_mail(arena, cli_option(given, "--mail"), &ret->mail, err)) return false;
    ret->server.site.mails = ret->mail != NULL;
    return true;
}

int cmd_serve(int argc, char **argv) {
    CliOption given[] = {{.name = "--listen="}, {.name = "--db="},      {.name = "--name="},  {.name = "--proxy="},
                         {.name = "--today="},  {.name = "--workers="}, {.name = "--quiet"}, {.name = "--sandbox="},
                         {.name = "--user="},   {.name = "--oidc="},  {.name = "--mail="}, {.name = "--seal="}, {0}};
    const char *rest[32];
    int rest_count;
    Serve options;
    Err err;
    if (argc > 32 || !cli_parse(argc, argv, given, rest, &rest_count) || rest_count > 0) return CLI_WRONG;
    umask(077);
    log_quiet(cli_has(given, "--quiet"));
    Arena *arena = arena_open((size_t)1 << 20);
    bool done = read_serve(arena, given, &options, &err) && serve(&options, &err);
    int exit_code = done ? CLI_DONE : cli_fail(&err);
    arena_close(arena);
    return exit_code;
}

static const char *tx_name(Tx tx) {
    static const char *const names[] = {"none", "read", "write"};
    return names[tx];
}

int cmd_routes(int argc, char **argv) {
    CliOption given[] = {{.name = "--json"}, {0}};
    const char *rest[8];
    int rest_count;
    if (argc > 8 || !cli_parse(argc, argv, given, rest, &rest_count)) return CLI_WRONG;
    Arena *arena = arena_open((size_t)16 << 20);
    JsonOut out = out_begin(arena);
    out_array(&out);
    for (const Route *route = routes; route->path; route++) {
        if (!cli_has(given, "--json"))
            printf("%-6s %-40s %-5s %s\n", method_name(route->method), route->path, tx_name(route->tx),
                   right_name(route->who));
        out_object(&out);
        out_key_text(&out, "method", str_from_c(method_name(route->method)));
        out_key_text(&out, "path", str_from_c(route->path));
        out_key_text(&out, "transaction", str_from_c(tx_name(route->tx)));
        out_key_text(&out, "who", str_from_c(right_name(route->who)));
        out_object_end(&out);
    }
    out_array_end(&out);
    if (cli_has(given, "--json")) printf("%.*s\n", STR_ARG(out_end(&out)));
    Str fault = route_table_fault(arena, routes);
    if (fault.size > 0) fprintf(stderr, "randa: %.*s\n", STR_ARG(fault));
    int exit_code = fault.size > 0 ? CLI_FOUND : CLI_DONE;
    arena_close(arena);
    return exit_code;
}
