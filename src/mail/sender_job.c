// One sender. It holds some letters for a while, offers them one by one over one connection, and
// writes after each what became of it, before the next. A letter is offered only while there is
// time left to finish it well within its lease, so that two senders never have the same one.
#include "mail/sender_job.h"
#include "base/log.h"
#include "mail/letter.h"
#include "mail/outbox_store.h"
#include "mail/smtp.h"
#include "store/crypto.h"
#include <time.h>

#define LEASE_MS ((Instant)180 * 1000)
#define HOLD_MS ((Instant)60 * 1000) // so long after taking them, letters are still offered
#define BATCH_MAX 20
#define POLL_MS 1000
#define TIDY_MS ((Instant)3600 * 1000)
#define PAUSE_S_MAX 3600
#define WAIT_S_MAX (4 * 3600)

typedef struct {
    const MailSender *options;
    Db *db;
    Arena *arena, *own;
    Smtp *smtp;
    Str holder;
    Instant paused; // the server cannot be reached: no letter before then
    int downs;      // so many times in a row
    Instant tidied;
    int taken;
} Sender;

static Instant now(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return (Instant)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static bool stopped(const Sender *sender) {
    return sender->options->stop && atomic_load(sender->options->stop);
}

static void sleep_ms(const Sender *sender, Instant ms) {
    for (; ms > 0 && !stopped(sender); ms -= 100) nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
}

// Twice as long after each try.
static Instant wait_ms(const Sender *sender, int tries, int64_t most_seconds) {
    int64_t seconds = sender->options->config->retry_seconds;
    for (int i = 0; i < tries && seconds < most_seconds; i++) seconds *= 2;
    return (seconds < most_seconds ? seconds : most_seconds) * 1000;
}

static Str body_of(Arena *arena, const MailConfig *config, const OutboxRow *row) {
    if (!row->link.size) return row->body;
    return str_printf(arena, "%.*s\n%.*s%.*s\n", STR_ARG(row->body), STR_ARG(config->site), STR_ARG(row->link));
}

static SmtpAnswer offer(Sender *sender, const OutboxRow *row) {
    const MailConfig *config = sender->options->config;
    Letter letter = {.from = config->from, .to = row->recipient, .token = row->token, .made = row->made,
                     .subject = row->subject, .body = body_of(sender->arena, config, row)};
    if (!mail_address_is_good(row->recipient)) return (SmtpAnswer){SMTP_REFUSED, 0, "recipient"};
    return smtp_send(sender->smtp, sender->arena, row->recipient, letter_text(sender->arena, &letter));
}

static bool note(Sender *sender, const OutboxRow *row, SmtpAnswer got, Err *err) {
    Db *db = sender->db;
    Str answer = got.code ? str_printf(sender->arena, "%d %s", got.code, got.phase) : str_from_c(got.phase);
    if (got.outcome == SMTP_TAKEN) return outbox_end(db, sender->holder, row->id, OUTBOX_TAKEN, now(), STR(""), err);
    if (got.outcome == SMTP_REFUSED) return outbox_end(db, sender->holder, row->id, OUTBOX_REFUSED, now(), answer, err);
    return outbox_later(db, sender->holder, row->id, now() + wait_ms(sender, row->tries, WAIT_S_MAX), answer, false, err);
}

// What is known of a letter and not written would be offered again: as long as the lease lasts it is
// tried, also when the database is away for a moment.
static bool note_surely(Sender *sender, const OutboxRow *row, SmtpAnswer got, Err *err) {
    Instant until = now() + LEASE_MS - HOLD_MS - SMTP_LETTER_MS_MAX;
    while (!note(sender, row, got, err)) {
        db_rollback(sender->db);
        if (now() >= until) return false;
        nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
    }
    return true;
}

static void note_down(Sender *sender, SmtpAnswer got) {
    if (sender->downs == 1) log_warn("mail: the server cannot be used (%s, %d)", got.phase, got.code);
    if (sender->downs) sender->paused = now() + wait_ms(sender, sender->downs - 1, PAUSE_S_MAX); // once may be chance
    sender->downs++;
    smtp_hang_up(sender->smtp);
}

static bool give_back(Sender *sender, const OutboxRow *row, Err *err) {
    return outbox_later(sender->db, sender->holder, row->id, now(), STR(""), true, err);
}

static bool offer_all(Sender *sender, const OutboxRowList *rows, Err *err) {
    Instant taken = now();
    for (size_t i = 0; i < rows->count; i++) {
        const OutboxRow *row = &rows->items[i];
        if (stopped(sender) || now() < sender->paused || now() > taken + HOLD_MS) {
            if (!give_back(sender, row, err)) return false;
            continue;
        }
        SmtpAnswer got = offer(sender, row);
        if (!note_surely(sender, row, got, err)) return false;
        if (got.outcome == SMTP_DOWN) note_down(sender, got);
        else sender->downs = 0;
        sender->taken += got.outcome == SMTP_TAKEN;
    }
    return true;
}

static bool send_some(Sender *sender, bool *ret_any, Err *err) {
    OutboxRowList rows = {0};
    *ret_any = false;
    if (now() < sender->paused) return true;
    if (now() >= sender->tidied + TIDY_MS) {
        if (!outbox_tidy(sender->db, now(), err)) return false;
        sender->tidied = now();
    }
    if (!outbox_take(sender->db, sender->arena, sender->holder, now(), now() + LEASE_MS, BATCH_MAX, &rows, err)) return false;
    *ret_any = rows.count > 0;
    return offer_all(sender, &rows, err);
}

static bool send_all(Sender *sender, bool due_only, Err *err) {
    while (!stopped(sender)) {
        bool any;
        bool done = send_some(sender, &any, err);
        if (!done) db_rollback(sender->db);
        arena_clear(sender->arena);
        if (due_only && (!done || !any || sender->paused > now())) return done;
        if (!done || !any) {
            smtp_hang_up(sender->smtp); // nobody keeps a mail server waiting
            sleep_ms(sender, POLL_MS);
        }
    }
    return true;
}

static bool run(const MailSender *options, bool due_only, int *ret_count, Err *err) {
    Sender sender = {.options = options, .own = arena_open(1 << 20), .arena = arena_open(16 << 20)};
    sender.holder = crypto_random_hex(sender.own, 16);
    sender.smtp = smtp_open(sender.own, options->config, options->stop);
    bool done = db_open(options->address, &sender.db, err) && send_all(&sender, due_only, err);
    *ret_count = sender.taken;
    db_close(sender.db);
    arena_close(sender.arena);
    arena_close(sender.own);
    return done;
}

bool mail_send_all(const MailSender *sender, Err *err) {
    int ignored;
    return run(sender, false, &ignored, err);
}

bool mail_send_due(const MailSender *sender, int *ret_count, Err *err) {
    return run(sender, true, ret_count, err);
}
