#include "people/merit_page.h"
#include "base/map.h"
#include "formats/csv.h"
#include "gen/merit.html.h"
#include "gen/sql.h"
#include "http/field.h"
#include "people/assignment_act.h"
#include "training/training_view.h"

typedef struct {
    PersonId person;
    Str name, director;
    int64_t main, others, talks;
    Date course;
} Merit;
LIST_OF(MeritList, Merit);

static void query_bind_year(Query *query, UnitId unit, int year) {
    query_bind_id(query, 1, unit.raw);
    query_bind_date(query, 2, date_from_ymd(year, 1, 1));
    query_bind_date(query, 3, date_from_ymd(year + 1, 1, 1));
}

static bool merits_read(Request *req, int year, MeritList *ret, Err *err) {
    IdMap at = {0};
    Query query;
    int64_t i;
    if (!query_begin(&query, req->db, SQL_MERIT_ROWS, err)) return false;
    query_bind_year(&query, req->session.unit, year);
    while (query_next(&query)) {
        Merit row = {.person = {query_int(&query, 0)},
                     .name = full_name(req->arena, query_text(&query, req->arena, 1), query_text(&query, req->arena, 2)),
                     .main = query_int(&query, 3), .others = query_int(&query, 4), .talks = query_int(&query, 5),
                     .course = query_date(&query, 6)};
        id_map_put(req->arena, &at, row.person.raw, (int64_t)ret->count);
        list_add(req->arena, ret, row);
    }
    if (!query_end(&query, err) || !query_begin(&query, req->db, SQL_MERIT_APPOINTMENTS, err)) return false;
    query_bind_year(&query, req->session.unit, year);
    while (query_next(&query)) {
        if (!id_map_get(&at, query_int(&query, 0), &i)) continue;
        Str span = date_span_text(req->arena, req->lang, date_span(query_date(&query, 1), query_date(&query, 2)));
        Str unit = query_text(&query, req->arena, 4);
        int64_t share = query_int(&query, 3);
        Str text = share ? str_printf(req->arena, "%.*s, %.*s, %lld %%", STR_ARG(unit), STR_ARG(span), (long long)share)
                         : str_printf(req->arena, "%.*s, %.*s", STR_ARG(unit), STR_ARG(span));
        Merit *row = &ret->items[i];
        row->director = row->director.size ? str_printf(req->arena, "%.*s; %.*s", STR_ARG(row->director), STR_ARG(text)) : text;
    }
    return query_end(&query, err);
}

// Last year's until the spring has passed, then this year's.
static int year_asked(const Request *req) {
    int64_t year = 0;
    Ymd today = date_to_ymd(req->today);
    if (request_query_int(req, "ar", &year) && year > 1990 && year <= today.year) return (int)year;
    return today.month <= 3 ? today.year - 1 : today.year;
}

static Str number_text(Arena *arena, int64_t number) { return str_printf(arena, "%lld", (long long)number); }

static bool given_read(Request *req, int year, HtmlMerit *page, Err *err) {
    MeritExtractList given = {0};
    Query query;
    if (!query_begin(&query, req->db, SQL_MERIT_GIVEN, err)) return false;
    query_bind_id(&query, 1, req->session.unit.raw);
    if (!merit_extract_list_all(&query, req->arena, &given, err)) return false;
    for (size_t i = 0; i < given.count; i++)
        if (given.items[i].year == year)
            page->lede = msg_format(req->arena, req->lang, msg(N_("Lämnat till löneöversynen {1}."), msg_date(given.items[i].day)));
    if (!page->lede.size) {
        page->lede = tr_str(req->lang, N_("Pedagogiska uppdrag räknas vid lönesättning. Underlaget lämnas före löneöversynen."));
        page->give = may(req->actor.role, MAY_EDIT_ASSIGNMENT);
    }
    return true;
}

bool page_merit(Request *req, Reply *reply, Err *err) {
    MeritList rows = {0};
    int year = year_asked(req);
    HtmlMerit page = {.guard = request_guard(req), .year = number_text(req->arena, year),
                      .title = msg_format(req->arena, req->lang, msg(N_("Underlag inför löneöversyn, {1}"), msg_text(number_text(req->arena, year)))),
                      .csv = url_add(req->arena, url(req->arena, "/meriter/lista.csv"), "ar", number_text(req->arena, year))};
    if (!merits_read(req, year, &rows, err) || !given_read(req, year, &page, err)) return false;
    for (int y = date_to_ymd(req->today).year; y > date_to_ymd(req->today).year - 3; y--) {
        Str name = number_text(req->arena, y);
        list_add(req->arena, &page.years, ((HtmlMeritYears){url_add(req->arena, url(req->arena, "/meriter"), "ar", name), y == year, name}));
    }
    for (size_t i = 0; i < rows.count && i < TRAINING_ROWS_MAX; i++) {
        const Merit *row = &rows.items[i];
        HtmlMeritRows shown = {.name = row->name, .director = row->director.size ? row->director : STR("–"),
                               .main = number_text(req->arena, row->main), .others = number_text(req->arena, row->others),
                               .talks = number_text(req->arena, row->talks),
                               .course = date_is_known(row->course) ? date_short_year(req->arena, req->lang, row->course) : STR("–")};
        list_add(req->arena, &page.rows, shown);
    }
    page.shown = msg_format(req->arena, req->lang, msg(N_("{1} av {2} visas. Listan som hämtas har alla."), msg_number((int64_t)page.rows.count),
                                                       msg_number((int64_t)rows.count)));
    reply_page(req, reply, (Page){.title = page.title, .nav = "att-gora", .main = html_merit(req->arena, req->lang, &page)});
    return true;
}

static Str list_csv(Request *req, const MeritList *rows) {
    static const char *const headings[] = {N_("Namn"), N_("Studierektor"), N_("Huvudhandledare för"), N_("Handledare för"),
                                           N_("Samtal"), N_("Handledarutbildning")};
    CsvOut out = csv_begin(req->arena);
    for (size_t i = 0; i < COUNT_OF(headings); i++) csv_put(&out, tr_str(req->lang, headings[i]));
    csv_end_row(&out);
    for (size_t i = 0; i < rows->count; i++) {
        const Merit *row = &rows->items[i];
        Str cells[] = {row->name, row->director, number_text(req->arena, row->main), number_text(req->arena, row->others),
                       number_text(req->arena, row->talks), date_is_known(row->course) ? date_iso(req->arena, row->course) : STR("")};
        for (size_t c = 0; c < COUNT_OF(cells); c++) csv_put(&out, cells[c]);
        csv_end_row(&out);
    }
    return csv_end(&out);
}

// Who took the list, and how many rows, is in the log before it leaves.
bool page_merit_list(Request *req, Reply *reply, Err *err) {
    MeritList rows = {0};
    if (!db_begin_read(req->db, err) || !merits_read(req, year_asked(req), &rows, err)) return false;
    db_rollback(req->db);
    Act act = request_act(req, "export");
    if (!db_begin_write(req->db, err) ||
        !audit_note(&act, act.action, str_printf(req->arena, "merits %zu", rows.count), err) || !db_commit(req->db, err))
        return false;
    reply_bytes(reply, STR("text/csv; charset=utf-8"), STR("meriter.csv"), list_csv(req, &rows));
    return true;
}

bool do_merit(Request *req, Reply *reply, Err *err) {
    int64_t year = date_to_ymd(req->today).year;
    request_form_int(req, "ar", &year);
    Act act = request_act(req, "merit.give");
    if (!merit_give(&act, req->session.unit, (int)year, err)) return false;
    Url to = url_add(req->arena, url(req->arena, "/meriter"), "ar", number_text(req->arena, year));
    reply_redirect_done(req, reply, to, msg(N_("Underlaget är markerat som lämnat.")), act.audit);
    return true;
}
