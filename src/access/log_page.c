#include "access/log_page.h"
#include "base/local_time.h"
#include "gen/log.html.h"
#include "gen/readers.html.h"
#include "gen/sql.h"

#define ROWS_MAX 50
#define LOG_DAYS 30

// The addresses that show something about one person, in words.
static const struct {
    const char *subject, *text;
} words[] = {{"/st/:id", N_("Översikten")},
             {"/st/:id/plan", N_("Planen")},
             {"/st/:id/mal", N_("Delmålen")},
             {"/st/:id/tid", N_("Tjänstgöringstiden")},
             {"/st/:id/handelser", N_("Händelserna")},
             {"/st/:id/historik", N_("Ändringarna")},
             {"/st/:id/intyg", N_("Intyg")},
             {"/st/:id/uppgifter", N_("Uppgifterna")},
             {"/st/:id/ledighet/:row", N_("Ledighet")},
             {"/arende/:id", N_("Ärende på Att göra")},
             {"/arende/:id/senare", N_("Ärende på Att göra")},
             {"/person/:id", N_("Kontaktuppgifter och uppdrag")},
             {"/api/v1/trainings/:id", N_("Uppgifterna, genom ett annat program")}};

static Str word_for(const Request *req, Str action, Str subject) {
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_equal(subject, str_from_c(words[i].subject))) return tr_str(req->lang, words[i].text);
    if (str_equal(action, STR("export"))) return tr_str(req->lang, N_("Hämtad lista"));
    if (str_equal(action, STR("extract"))) return tr_str(req->lang, N_("Registerutdrag"));
    return tr_str(req->lang, N_("Annat"));
}

static Str when_text(const Request *req, Instant at) {
    return str_printf(req->arena, "%.*s", STR_ARG(date_short_year(req->arena, req->lang, local_date(at))));
}

static Str who_text(const Request *req, const Query *query) {
    if (!query_int(query, 2)) return tr_str(req->lang, N_("Den som sköter Randa"));
    return str_printf(req->arena, "%.*s %.*s", STR_ARG(query_text(query, req->arena, 8)),
                      STR_ARG(query_text(query, req->arena, 9)));
}

static void add_read(Request *req, const Query *query, HtmlReaders *page) {
    HtmlReadersReads row = {.when = when_text(req, query_int(query, 1)), .who = who_text(req, query)};
    if (query_int(query, 2)) row.role = role_word(req->lang, (Role)query_int(query, 3));
    row.what = word_for(req, query_text(query, req->arena, 4), query_text(query, req->arena, 5));
    if (query_int(query, 6)) row.refused = tr_str(req->lang, N_("Fick inte"));
    list_add(req->arena, &page->reads, row);
}

bool page_readers(Request *req, Reply *reply, Err *err) {
    HtmlReaders page = {0};
    Query query;
    int64_t before = INT64_MAX, last = 0;
    request_query_int(req, "fore", &before);
    if (!query_begin(&query, req->db, SQL_LOG_ABOUT_ME, err)) return false;
    query_bind_int(&query, 1, before);
    query_bind_int(&query, 2, ROWS_MAX + 1);
    while (query_next(&query)) {
        if (page.reads.count == ROWS_MAX) {
            page.more = url_add(req->arena, url(req->arena, "/konto/las"), "fore",
                                str_printf(req->arena, "%lld", (long long)last));
            continue;
        }
        add_read(req, &query, &page);
        last = query_int(&query, 0);
    }
    if (!query_end(&query, err)) return false;
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Vem har läst om dig")),
                                  .main = html_readers(req->arena, req->lang, &page)});
    return true;
}

// --- numbers

static bool add_reads(Request *req, HtmlLog *page, Err *err) {
    Query query;
    if (!query_begin(&query, req->db, SQL_LOG_OF_TRAININGS, err)) return false;
    query_bind_int(&query, 1, req->now - (Instant)LOG_DAYS * 86400000);
    while (query_next(&query))
        list_add(req->arena, &page->rows,
                 ((HtmlLogRows){.what = word_for(req, STR("read"), query_text(&query, req->arena, 1)),
                                .role = role_word(req->lang, (Role)query_int(&query, 0)),
                                .times = str_printf(req->arena, "%lld", (long long)query_int(&query, 2)),
                                .people = str_printf(req->arena, "%lld", (long long)query_int(&query, 3))}));
    return query_end(&query, err);
}

static bool add_technical(Request *req, HtmlLog *page, Err *err) {
    Query query;
    if (!query_begin(&query, req->db, SQL_LOG_TECHNICAL, err)) return false;
    query_bind_int(&query, 1, req->now - (Instant)LOG_DAYS * 86400000);
    while (query_next(&query)) {
        int64_t result = query_int(&query, 1);
        list_add(req->arena, &page->rows,
                 ((HtmlLogRows){.what = query_text(&query, req->arena, 0),
                                .role = tr_str(req->lang, result ? N_("Fick inte") : N_("Gjort")),
                                .times = str_printf(req->arena, "%lld", (long long)query_int(&query, 2))}));
    }
    return query_end(&query, err);
}

bool page_log(Request *req, Reply *reply, Err *err) {
    HtmlLog page = {.reads = may_reach(req->session.role, MAY_READ_LOG) == REACH_UNIT};
    page.lede = tr_str(req->lang, page.reads ? N_("Hur ofta någon har öppnat en sida om enhetens ST-läkare.")
                                             : N_("Vad som har hänt i Randa. Om vem visas inte."));
    if (!(page.reads ? add_reads(req, &page, err) : add_technical(req, &page, err))) return false;
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Logg")),
                                  .main = html_log(req->arena, req->lang, &page)});
    return true;
}
