#include "mail/smtp.h"
#include "base/arena.h"
#include <curl/curl.h>
#include <string.h>

#define CONNECT_MS_MAX 10000L
#define ANSWER_S_MAX 20L // for one answer, also for that to QUIT

void smtp_prepare(void) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

typedef enum { STAGE_CONNECT, STAGE_TLS, STAGE_SIGN_IN, STAGE_SENDER, STAGE_RECIPIENT, STAGE_DATA, STAGE_CONTENT } Stage;
static const char *const phase_names[] = {"connect", "tls", "sign-in", "sender", "recipient", "data", "content"};

struct Smtp {
    const MailConfig *config;
    const atomic_bool *stop;
    CURL *curl;
    Stage phase; // how far the letter has come
    Str unsent;   // of its content
    const char *url, *user, *password, *from, *ca_file;
};

static size_t on_read(char *room, size_t one, size_t count, void *context) {
    Smtp *smtp = context;
    size_t size = one * count < smtp->unsent.size ? one * count : smtp->unsent.size;
    memcpy(room, smtp->unsent.data, size);
    smtp->unsent = str_slice(smtp->unsent, size, smtp->unsent.size);
    smtp->phase = STAGE_CONTENT;
    return size;
}

// Only the verb of what we say is looked at: it tells how far the letter came.
static int on_talk(CURL *curl, curl_infotype type, char *data, size_t size, void *context) {
    static const struct {
        const char *verb;
        Stage phase;
    } verbs[] = {{"STARTTLS", STAGE_TLS}, {"AUTH", STAGE_SIGN_IN}, {"MAIL ", STAGE_SENDER}, {"RCPT ", STAGE_RECIPIENT}, {"DATA", STAGE_DATA}};
    Smtp *smtp = context;
    (void)curl;
    for (size_t i = 0; type == CURLINFO_HEADER_OUT && i < COUNT_OF(verbs); i++)
        if (str_starts((Str){data, size}, str_from_c(verbs[i].verb))) smtp->phase = verbs[i].phase;
    return 0;
}

// What has begun to go is let go on: left half way, nobody knows whether it was taken.
static int on_progress(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
    const Smtp *smtp = context;
    (void)a, (void)b, (void)c, (void)d;
    return smtp->stop && atomic_load(smtp->stop) && smtp->phase < STAGE_DATA;
}

static void demand_tls(CURL *curl, const Smtp *smtp) {
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(smtp->config->tls == MAIL_NO_TLS ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (smtp->ca_file) curl_easy_setopt(curl, CURLOPT_CAINFO, smtp->ca_file);
}

static void set_up(CURL *curl, Smtp *smtp) {
    curl_easy_setopt(curl, CURLOPT_URL, smtp->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS_MAX);
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, ANSWER_S_MAX);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)SMTP_LETTER_MS_MAX);
    demand_tls(curl, smtp);
    if (smtp->config->user.size) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, smtp->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, smtp->password);
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, smtp->from);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read);
    curl_easy_setopt(curl, CURLOPT_READDATA, smtp);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, on_talk);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, smtp);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, smtp);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
}

void smtp_hang_up(Smtp *smtp) {
    curl_easy_cleanup(smtp->curl);
    smtp->curl = NULL;
}

static void close_smtp(void *thing) {
    smtp_hang_up(thing);
}

Smtp *smtp_open(Arena *arena, const MailConfig *config, const atomic_bool *stop) {
    Smtp *smtp = arena_new(arena, Smtp);
    Str domain = str_slice(config->from, str_find_char(config->from, '@') + 1, config->from.size);
    *smtp = (Smtp){.config = config, .stop = stop, .user = str_to_c(arena, config->user),
                   .password = str_to_c(arena, config->password),
                   .from = str_to_c(arena, str_printf(arena, "<%.*s>", STR_ARG(config->from))),
                   .ca_file = config->ca_file.size ? str_to_c(arena, config->ca_file) : NULL};
    // What stands after the slash is the name we greet with: the machine's own is nobody's business.
    smtp->url = str_to_c(arena, str_printf(arena, "%s://%.*s:%d/%.*s", config->tls == MAIL_IMPLICIT ? "smtps" : "smtp",
                                           STR_ARG(config->host), config->port, STR_ARG(domain)));
    arena_defer(arena, close_smtp, smtp);
    return smtp;
}

static SmtpOutcome outcome_of(CURLcode code, Stage phase, long answer) {
    if (code == CURLE_OK) return SMTP_TAKEN;
    bool for_good = answer >= 500 && answer <= 599;
    if (phase >= STAGE_RECIPIENT) return for_good ? SMTP_REFUSED : SMTP_LATER;
    return phase == STAGE_SENDER && !for_good ? SMTP_LATER : SMTP_DOWN;
}

// Nothing is taken from the arena while curl holds its own: leaving the arena early would lose it.
SmtpAnswer smtp_send(Smtp *smtp, Arena *arena, Str to, Str text) {
    const char *recipient = str_to_c(arena, str_printf(arena, "<%.*s>", STR_ARG(to)));
    SmtpAnswer down = {SMTP_DOWN, 0, phase_names[STAGE_CONNECT]};
    if (!smtp->curl) {
        smtp->curl = curl_easy_init();
        if (!smtp->curl) return down;
        set_up(smtp->curl, smtp);
    }
    struct curl_slist *recipients = curl_slist_append(NULL, recipient);
    if (!recipients) return down;
    smtp->phase = STAGE_CONNECT;
    smtp->unsent = text;
    curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(smtp->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)text.size);
    CURLcode code = curl_easy_perform(smtp->curl);
    long answer = 0;
    curl_easy_getinfo(smtp->curl, CURLINFO_RESPONSE_CODE, &answer);
    curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(recipients);
    return (SmtpAnswer){outcome_of(code, smtp->phase, answer), (int)answer, phase_names[smtp->phase]};
}
