// randa mail test ADDRESS | send | status | remind: the mail server as the configuration says, by hand.
#include "base/json.h"
#include "base/local_time.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "duty/remind_job.h"
#include "mail/letter.h"
#include "mail/outbox_store.h"
#include "mail/sender_job.h"
#include "mail/smtp.h"
#include "store/crypto.h"
#include <signal.h>
#include <stdio.h>
#include <string.h>

static bool read_config(Arena *arena, const CliOption *given, MailConfig *ret, Err *err) {
    const char *path = cli_option(given, "--mail");
    if (!path) return err_set(err, ERR_INVALID, msg(N_("--mail behöver en fil med inställningar för e-post.")));
    signal(SIGPIPE, SIG_IGN);
    smtp_prepare();
    return mail_config_read(arena, path, ret, err);
}

static int no_good(SmtpAnswer got) {
    static const struct {
        const char *phase, *text;
    } texts[] = {{"connect", "Servern går inte att nå, eller svarar inte som en e-postserver."},
                 {"tls", "Servern har ingen TLS, eller ett certifikat som inte går att lita på."},
                 {"sign-in", "Servern godtar inte användarnamnet och lösenordet."},
                 {"sender", "Servern godtar inte avsändaren."},
                 {"recipient", "Servern godtar inte mottagaren."}};
    const char *text = "Servern tog inte emot mejlet.";
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (strcmp(texts[i].phase, got.phase) == 0) text = texts[i].text;
    fprintf(stderr, "randa: %s", text);
    if (got.code) fprintf(stderr, " (svar %d)", got.code);
    fputc('\n', stderr);
    return CLI_COULD_NOT;
}

static int do_test(Arena *arena, const CliOption *given, const char *to) {
    MailConfig config;
    Err err;
    if (!read_config(arena, given, &config, &err)) return cli_fail(&err);
    if (!mail_address_is_good(str_from_c(to))) {
        err_set(&err, ERR_INVALID, msg(N_("Skriv en e-postadress som namn@exempel.se.")));
        return cli_fail(&err);
    }
    Letter letter = {.from = config.from, .to = str_from_c(to), .token = crypto_random_hex(arena, 16), .made = cli_now(),
                     .subject = STR("Prov från Randa"),
                     .body = str_printf(arena, "Randa kan skicka e-post.\n\n%.*s/\n", STR_ARG(config.site))};
    Smtp *smtp = smtp_open(arena, &config, NULL);
    SmtpAnswer got = smtp_send(smtp, arena, letter.to, letter_text(arena, &letter));
    if (got.outcome != SMTP_TAKEN) return no_good(got);
    puts("Servern har tagit emot mejlet.");
    return CLI_DONE;
}

static int do_send(Arena *arena, const CliOption *given) {
    MailConfig config;
    MailSender sender = {.address = cli_db_address(arena, given), .config = &config};
    Err err;
    int count;
    if (!read_config(arena, given, &config, &err) || !mail_send_due(&sender, &count, &err)) return cli_fail(&err);
    printf("%d skickade\n", count);
    return CLI_DONE;
}

static bool show_status(Cli *cli, bool as_json, Err *err) {
    OutboxCounts counts;
    if (!outbox_counts(cli->db, &counts, err)) return false;
    if (as_json) {
        JsonOut out = out_begin(cli->arena);
        out_object(&out);
        out_key_int(&out, "waiting", counts.waiting);
        out_key_int(&out, "retried", counts.retried);
        out_key_int(&out, "sent", counts.sent);
        out_key_int(&out, "failed", counts.failed);
        out_object_end(&out);
        printf("%.*s\n", STR_ARG(out_end(&out)));
    } else printf("%lld väntar (%lld efter försök), %lld skickade, %lld misslyckade\n", (long long)counts.waiting,
                  (long long)counts.retried, (long long)counts.sent, (long long)counts.failed);
    return true;
}

static int do_status(const CliOption *given) {
    Cli cli;
    Err err;
    int exit_code;
    if (!cli_open(&cli, given, &exit_code)) return exit_code;
    exit_code = show_status(&cli, cli_has(given, "--json"), &err) ? CLI_DONE : cli_fail(&err);
    cli_close(&cli);
    return exit_code;
}

// Today's reminders put in the outbox by hand, as each night.
static int do_remind(const CliOption *given) {
    Cli cli;
    Err err;
    int exit_code;
    Str result;
    if (!cli_open(&cli, given, &exit_code)) return exit_code;
    Act act = cli_act(&cli, "mail.remind");
    bool done = remind_today(&act, NULL, NULL, &result, &err);
    if (done) printf("%.*s\n", STR_ARG(result));
    exit_code = done ? CLI_DONE : cli_fail(&err);
    cli_close(&cli);
    return exit_code;
}

int cmd_mail(int argc, char **argv) {
    CliOption given[] = {{.name = "--mail="}, {.name = "--db="}, {.name = "--region="}, {.name = "--today="}, {.name = "--json"}, {0}};
    const char *rest[8];
    int count;
    if (argc > 8 || !cli_parse(argc, argv, given, rest, &count) || count < 1) return CLI_WRONG;
    bool test = strcmp(rest[0], "test") == 0 && count == 2, send = strcmp(rest[0], "send") == 0 && count == 1;
    if (strcmp(rest[0], "status") == 0 && count == 1) return do_status(given);
    if (strcmp(rest[0], "remind") == 0 && count == 1) return do_remind(given);
    if (!test && !send) return CLI_WRONG;
    Arena *arena = arena_open((size_t)1 << 20);
    int exit_code = test ? do_test(arena, given, rest[1]) : do_send(arena, given);
    arena_close(arena);
    return exit_code;
}
