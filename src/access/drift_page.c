#include "access/drift_page.h"
#include "base/json.h"
#include "base/local_time.h"
#include "base/sandbox.h"
#include "gen/drift.html.h"
#include "gen/sql.h"
#include "mail/outbox_store.h"
#include "rulebook/rulebook.h"
#include "store/checkpoint.h"
#include "store/damage.h"
#include "store/migrate.h"

#define BACKUPS_MAX 10
#define TROUBLES_MAX 10

static Str when(const Request *req, Instant at) {
    if (!at) return tr_str(req->lang, N_("aldrig"));
    return str_printf(req->arena, "%.*s %.*s", STR_ARG(date_short_year(req->arena, req->lang, local_date(at))),
                      STR_ARG(local_clock(req->arena, at)));
}

static Str number(const Request *req, int64_t value) {
    return str_printf(req->arena, "%lld", (long long)value);
}

static Str megabytes(const Request *req, int64_t bytes) {
    if (bytes >= 10000000000) return str_printf(req->arena, "%lld GB", (long long)(bytes / 1000000000));
    return str_printf(req->arena, "%lld MB", (long long)((bytes + 999999) / 1000000));
}

// The last part of a path: where it lies is the operator's business.
static Str name_of(Str path) {
    size_t first = path.size;
    while (first && path.data[first - 1] != '/') first--;
    return str_slice(path, first, path.size);
}

static bool add_backups(Request *req, HtmlDrift *page, Err *err) {
    Query query;
    Instant tested = 0;
    if (!query_begin(&query, req->db, SQL_BACKUP_LIST, err)) return false;
    query_bind_int(&query, 1, BACKUPS_MAX);
    while (query_next(&query)) {
        Instant one = query_int(&query, 4);
        if (one > tested) tested = one;
        list_add(req->arena, &page->backups,
                 ((HtmlDriftBackups){.made = when(req, query_int(&query, 0)), .file = name_of(query_text(&query, req->arena, 1)),
                                     .rows = number(req, query_int(&query, 3)), .size = megabytes(req, query_int(&query, 2)),
                                     .tested = when(req, one)}));
    }
    page->tested = when(req, tested);
    return query_end(&query, err);
}

static const char *const states[JOB_STATE_COUNT] = {N_("Väntar"), N_("Pågår"), N_("Klart"), N_("Misslyckades"), N_("Avbrutet")};
static const struct {
    const char *kind, *text;
} kinds[] = {{"plan.propose", N_("Planförslag")}, {"backup.make", N_("Säkerhetskopia")}, {"database.check", N_("Kontroll av databasen")}, {"mail.remind", N_("Påminnelser")}};

static Str kind_text(const Request *req, Str kind) {
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (str_equal(kind, str_from_c(kinds[i].kind))) return tr_str(req->lang, kinds[i].text);
    return kind;
}

// A job's own sentence about why it failed: {"error": "..."}.
static Str fault_of(const Request *req, Str result) {
    json_t *tree;
    Err ignored;
    if (!result.size || !json_read(req->arena, result, &tree, &ignored)) return STR("");
    return str_copy(req->arena, str_from_c(json_string_value(json_object_get(tree, "error"))));
}

static bool add_jobs(Request *req, HtmlDrift *page, Err *err) {
    Query query;
    if (!query_begin(&query, req->db, SQL_DRIFT_JOBS, err)) return false;
    while (query_next(&query)) {
        int64_t state = query_int(&query, 2);
        list_add(req->arena, &page->jobs,
                 ((HtmlDriftJobs){.made = when(req, query_int(&query, 0)), .kind = kind_text(req, query_text(&query, req->arena, 1)),
                                  .state = tr_str(req->lang, states[state >= 0 && state < JOB_STATE_COUNT ? state : 0]),
                                  .fault = fault_of(req, query_text(&query, req->arena, 3))}));
    }
    return query_end(&query, err);
}

static void add_fact(Request *req, HtmlDrift *page, const char *name, Str value) {
    list_add(req->arena, &page->facts, ((HtmlDriftFacts){tr_str(req->lang, name), value}));
}

static bool add_facts(Request *req, HtmlDrift *page, Err *err) {
    Query query;
    Str engine = STR("");
    int64_t checkpoints;
    Instant last;
    if (!query_begin(&query, req->db, SQL_DRIFT_ENGINE, err)) return false;
    if (query_next(&query)) engine = query_text(&query, req->arena, 0);
    if (!query_end(&query, err) || !checkpoint_last(req->db, req->arena, &checkpoints, &last, err)) return false;
    add_fact(req, page, N_("Program"), STR("Randa " RANDA_VERSION));
    add_fact(req, page, N_("Schema"), number(req, migrate_latest()));
    add_fact(req, page, N_("Regelbok"), str_slice(rulebook_shipped().version, 0, 12));
    add_fact(req, page, N_("Databas"), engine);
    add_fact(req, page, N_("Sandlåda"), str_from_c(sandbox_level()));
    add_fact(req, page, N_("Kontrollpunkter för loggen"), number(req, checkpoints));
    add_fact(req, page, N_("Senaste kontrollpunkten"), when(req, last));
    int64_t free_bytes = db_disk_free(req->db, req->arena);
    if (free_bytes >= 0) add_fact(req, page, N_("Ledigt på disken"), megabytes(req, free_bytes));
    return true;
}

static void add_mail(Request *req, HtmlDrift *page, const char *name, Str value) {
    list_add(req->arena, &page->mail, ((HtmlDriftMail){tr_str(req->lang, name), value}));
}

static Str trouble_state(const Request *req, const OutboxTrouble *one) {
    static const char *const words[OUTBOX_STATE_COUNT] = {N_("Försöks igen"), N_("Skickat"), N_("Togs inte emot"), N_("Tiden gick ut")};
    Str word = tr_str(req->lang, words[one->state < OUTBOX_STATE_COUNT ? one->state : OUTBOX_WAITS]);
    if (one->state != OUTBOX_WAITS) return word;
    return msg_format(req->arena, req->lang, msg(N_("Försöks igen efter {1} försök"), msg_number(one->tries)));
}

static bool add_mails(Request *req, HtmlDrift *page, Err *err) {
    OutboxCounts counts;
    OutboxTroubleList troubles;
    if (!outbox_counts(req->db, &counts, err) || !outbox_trouble(req->db, req->arena, TROUBLES_MAX, &troubles, err)) return false;
    page->no_mail = !req->mails;
    add_mail(req, page, N_("Väntar på att skickas"), number(req, counts.waiting));
    add_mail(req, page, N_("Skickade de senaste 30 dagarna"), number(req, counts.sent));
    add_mail(req, page, N_("Senast skickat"), when(req, counts.last));
    add_mail(req, page, N_("Gick inte att skicka"), number(req, counts.failed));
    for (size_t i = 0; i < troubles.count; i++) {
        const OutboxTrouble *one = &troubles.items[i];
        list_add(req->arena, &page->troubles,
                 ((HtmlDriftTroubles){.made = when(req, one->made), .to = one->recipient, .what = tr_str(req->lang, str_to_c(req->arena, one->subject)),
                                      .state = trouble_state(req, one), .answer = one->answer}));
    }
    return true;
}

bool page_drift(Request *req, Reply *reply, Err *err) {
    HtmlDrift page = {.damaged = damage_is_marked(req->db)};
    if (!add_backups(req, &page, err) || !add_jobs(req, &page, err) || !add_mails(req, &page, err) || !add_facts(req, &page, err)) return false;
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Drift")), .main = html_drift(req->arena, req->lang, &page)});
    return true;
}
