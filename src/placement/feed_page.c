#include "placement/feed_page.h"
#include "base/local_time.h"
#include "gen/feeds.html.h"
#include "placement/feed_store.h"
#include "store/crypto.h"

static const char *const kinds[FEED_KIND_COUNT] = {N_("Placeringar"), N_("Att göra med datum")};

static Str day_of(const Request *req, Instant at) {
    return date_short_year(req->arena, req->lang, local_date(at));
}

static void add_choices(Request *req, const FeedUnitList *units, HtmlFeeds *page) {
    for (size_t i = 0; i <= units->count; i++)
        for (int kind = 0; kind < FEED_KIND_COUNT; kind++) {
            int64_t unit = i ? units->items[i - 1].id : 0;
            Str whose = i ? units->items[i - 1].name : tr_str(req->lang, N_("mitt eget"));
            list_add(req->arena, &page->choices,
                     ((HtmlFeedsChoices){.value = str_printf(req->arena, "%d.%lld", kind, (long long)unit),
                                         .word = str_printf(req->arena, "%s, %.*s", tr(req->lang, kinds[kind]), STR_ARG(whose))}));
        }
}

static bool show(Request *req, Reply *reply, Str address, Err *err) {
    FeedRowList rows;
    FeedUnitList units;
    HtmlFeeds page = {.guard = request_guard(req), .address = address};
    if (!feed_list(req->db, req->arena, &rows, err) || !feed_units(req->db, req->arena, &units, err)) return false;
    add_choices(req, &units, &page);
    for (size_t i = 0; i < rows.count; i++) {
        const FeedRow *row = &rows.items[i];
        Str whose = row->unit ? row->unit_name : tr_str(req->lang, N_("mitt eget"));
        list_add(req->arena, &page.feeds,
                 ((HtmlFeedsFeeds){.name = str_printf(req->arena, "%s, %.*s", tr(req->lang, kinds[row->kind < FEED_KIND_COUNT ? row->kind : 0]), STR_ARG(whose)),
                                   .made = day_of(req, row->made), .used = row->used ? day_of(req, row->used) : STR(""),
                                   .uses = str_printf(req->arena, "%lld", (long long)row->uses),
                                   .revoke = url(req->arena, "/konto/kalender/%lld/aterkalla", (long long)row->id)}));
    }
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Kalendrar")), .nav = "installningar",
                                  .main = html_feeds(req->arena, req->lang, &page)});
    return true;
}

bool page_feeds(Request *req, Reply *reply, Err *err) {
    return show(req, reply, STR(""), err);
}

// "0.17": kind and unit. The address is shown on the page that answers, and never again.
bool do_feed_make(Request *req, Reply *reply, Err *err) {
    Act act = request_act(req, "feed.make");
    Str chosen = request_form(req, "kalender"), token;
    size_t dot = str_find_char(chosen, '.');
    int64_t kind, unit;
    if (dot == STR_NOT_FOUND || !str_to_int(str_slice(chosen, 0, dot), &kind) || kind < 0 || kind >= FEED_KIND_COUNT ||
        !str_to_int(str_slice(chosen, dot + 1, chosen.size), &unit) || unit < 0)
        return err_set(err, ERR_INVALID, msg(N_("Välj en kalender.")));
    if (!feed_make(&act, (FeedKind)kind, unit, &token, err)) return false;
    return show(req, reply, str_printf(req->arena, "%.*s/kalender/%.*s.ics", STR_ARG(req->origin), STR_ARG(token)), err);
}

bool do_feed_revoke(Request *req, Reply *reply, Err *err) {
    Act act = request_act(req, "feed.revoke");
    int64_t id;
    if (!request_id(req, "id", &id, err) || !feed_revoke(&act, id, err)) return false;
    reply_redirect_done(req, reply, url(req->arena, "/konto/kalender"), msg(N_("Kalendern är återkallad.")), 0);
    return true;
}

// --- at the address -------------------------------------------------------------------------------

static bool show_calendar(Request *req, Reply *reply, Str token, Err *err) {
    Feed feed;
    Str text;
    if (!db_begin_read(req->db, err) ||
        !feed_open(req->db, req->arena, token, req->now, req->today, req->demo_today, &feed, err))
        return false;
    if (!feed.found) return err_set(err, ERR_NOT_FOUND, msg(N_("Sidan finns inte.")));
    if (feed.too_often) return err_set(err, ERR_LIMIT, msg(N_("Kalendern hämtas för ofta. Vänta en stund.")));
    if (!feed_text(req->db, req->arena, &feed, &text, err)) return false;
    db_rollback(req->db);
    Str tag = str_printf(req->arena, "\"%.*s\"", STR_ARG(str_slice(crypto_sha256(req->arena, text), 0, 32)));
    bool same = str_equal(request_header(req, "If-None-Match"), tag);
    reply_bytes(reply, STR("text/calendar; charset=utf-8"), STR(""), same ? STR("") : text);
    reply->status = same ? 304 : 200;
    reply->may_cache = true; // by the one program that knows the address, as long as the header says
    reply_header(req, reply, "Cache-Control", STR("private, max-age=600"));
    reply_header(req, reply, "ETag", tag);
    return true;
}

bool page_calendar(Request *req, Reply *reply, Err *err) {
    Str token = request_param(req, "kod");
    Err ignored;
    if (!str_ends(token, STR(".ics"))) return err_set(err, ERR_NOT_FOUND, msg(N_("Sidan finns inte.")));
    token = str_slice(token, 0, token.size - 4);
    if (!show_calendar(req, reply, token, err)) return false;
    if (!feed_count_use(req->db, req->arena, token, req->now, &ignored)) db_rollback(req->db);
    return true;
}
