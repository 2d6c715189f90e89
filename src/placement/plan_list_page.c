// The plan as a table of placements, and who comes and goes in a month.
#include "access/may_store.h"
#include "gen/sql.h"
#include "people/assignment_act.h"
#include "gen/in_out.html.h"
#include "gen/plan_table.html.h"
#include "gen/records_store.h"
#include "gen/sql.h"
#include "placement/board_page.h"
#include "placement/board_store.h"
#include "placement/board_view.h"

#define TABLE_ROWS 50

static const struct {
    const char *key, *name;
} columns[] = {{"namn", N_("ST-läkare")}, {"enhet", N_("Enhet")}, {"typ", N_("Typ")}, {"fran", N_("Från")}, {"till", N_("Till")}};

typedef struct {
    const BoardRow *row;
    const Placement *placement;
    const Unit *unit;
    Str sort_key; // of the trainee, or of the unit when sorted so
} TableRow;
LIST_OF(TableRowList, TableRow);

static int compare_rows(const void *a, const void *b, void *context) {
    const TableRow *x = a, *y = b;
    Str sort = *(Str *)context;
    int order;
    if (str_equal(sort, STR("namn")) || str_equal(sort, STR("enhet"))) order = str_compare(x->sort_key, y->sort_key);
    else if (str_equal(sort, STR("typ"))) order = (int)x->placement->kind - (int)y->placement->kind;
    else if (str_equal(sort, STR("till"))) order = date_compare(x->placement->past, y->placement->past);
    else order = 0;
    return order ? order : date_compare(x->placement->first, y->placement->first);
}

static TableRowList table_rows(Request *req, const Board *board, Str sort, Str name_filter) {
    TableRowList rows = {0};
    Str wanted = str_fold(req->arena, name_filter);
    for (size_t i = 0; i < board->rows.count; i++) {
        const BoardRow *row = &board->rows.items[i];
        Str name = str_printf(req->arena, "%.*s %.*s", STR_ARG(row->given_name), STR_ARG(row->family_name));
        if (wanted.size && str_find(str_fold(req->arena, name), wanted) == STR_NOT_FOUND) continue;
        for (size_t k = 0; k < row->placements.count; k++) {
            TableRow out = {row, &row->placements.items[k], board_unit(board, row->placements.items[k].unit), {0}};
            bool by_unit = str_equal(sort, STR("enhet"));
            out.sort_key = by_unit ? (out.unit ? out.unit->sort_key : STR("")) : str_sort_key(req->arena, name);
            list_add(req->arena, &rows, out);
        }
    }
    list_sort(req->arena, rows.items, rows.count, sizeof *rows.items, compare_rows, &sort);
    return rows;
}

static const char *kind_word(const TableRow *row) {
    switch (row->placement->kind) {
    case PLACEMENT_KIND_HOME: return N_("Hemklinik");
    case PLACEMENT_KIND_BT: return N_("BT");
    case PLACEMENT_KIND_RESEARCH: return N_("Vetenskapligt arbete");
    case PLACEMENT_KIND_PROJECT: return N_("Utvecklingsarbete");
    case PLACEMENT_KIND_OBSERVATION: return N_("Auskultation");
    case PLACEMENT_KIND_COURSE: return N_("Kurs");
    case PLACEMENT_KIND_ROTATION: break;
    }
    return N_("Randning");
}

bool page_plan_table(Request *req, Reply *reply, Err *err) {
    Board board;
    DateSpan window = {date_add_months(req->today, -12), date_add_months(req->today, 96)};
    if (!board_load(req->db, req->arena, plan_unit(req), window, req->today, &board, err)) return false;
    Str sort = request_query(req, "sort"), name = request_query(req, "namn");
    if (!sort.size) sort = STR("fran");
    int64_t number = 1;
    request_query_int(req, "sida", &number);
    TableRowList rows = table_rows(req, &board, sort, name);
    size_t pages = rows.count ? (rows.count + TABLE_ROWS - 1) / TABLE_ROWS : 1;
    size_t page_number = number < 1 ? 1 : (size_t)number > pages ? pages : (size_t)number;
    size_t first = (page_number - 1) * TABLE_ROWS, past = first + TABLE_ROWS < rows.count ? first + TABLE_ROWS : rows.count;
    HtmlPlanTable page = {.name_filter = name};
    Url base = url(req->arena, "/plan/tabell");
    if (name.size) base = url_add(req->arena, base, "namn", name);
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        list_add(req->arena, &page.columns,
                 ((HtmlPlanTableColumns){str_equal(sort, str_from_c(columns[i].key)) ? STR("ascending") : STR(""),
                                         url_add(req->arena, base, "sort", str_from_c(columns[i].key)), tr_str(req->lang, columns[i].name)}));
    for (size_t i = first; i < past; i++) {
        const TableRow *row = &rows.items[i];
        const Placement *p = row->placement;
        int64_t clash;
        list_add(req->arena, &page.rows,
                 ((HtmlPlanTableRows){
                     .trainee = url(req->arena, "/st/%lld", (long long)row->row->training.id.raw),
                     .name = str_printf(req->arena, "%.*s %.*s", STR_ARG(row->row->given_name), STR_ARG(row->row->family_name)),
                     .unit = placement_label(p, row->unit, LABEL_WHOLE),
                     .clash = id_map_get(&board.clash_of, p->id.raw, &clash),
                     .kind = tr_str(req->lang, kind_word(row)),
                     .first = date_iso(req->arena, p->first),
                     .last = date_iso(req->arena, date_add_days(p->past, -1)),
                     .share = str_printf(req->arena, "%d", p->share.value),
                     .state = placement_state_word(req->lang, p, req->today),
                     .edit = url(req->arena, "/plan?vald=%lld#panel", (long long)p->id.raw)}));
    }
    if (may(req->actor.role, MAY_EDIT_PLAN)) page.add = url(req->arena, "/plan/ny");
    page.in_out = may(req->actor.role, MAY_READ_IN_OUT);
    page.heading = msg_format(req->arena, req->lang, msg(N_("{1} placeringar"), msg_number((int64_t)rows.count)));
    page.page_text = msg_format(req->arena, req->lang, msg(N_("Sida {1} av {2}"), msg_number((int64_t)page_number), msg_number((int64_t)pages)));
    page.shown = msg_format(req->arena, req->lang, msg(N_("Visar {1}–{2} av {3}"), msg_number((int64_t)(rows.count ? first + 1 : 0)),
                                                       msg_number((int64_t)past), msg_number((int64_t)rows.count)));
    base = url_add(req->arena, base, "sort", sort);
    if (page_number > 1) page.previous = url_add(req->arena, base, "sida", str_printf(req->arena, "%zu", page_number - 1));
    if (page_number < pages) page.next = url_add(req->arena, base, "sida", str_printf(req->arena, "%zu", page_number + 1));
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Plan som tabell")), .nav = "plan", .main_class = "wide",
                                  .main = html_plan_table(req->arena, req->lang, &page)});
    return true;
}

// --- in and out --------------------------------------------------------------------------------------

typedef struct {
    Str name, place;
    Date first, past;
} Movement;

// Ours go out when a visit begins and come back when it ends; visitors the other way round.
static void add_movement(Request *req, HtmlInOut *page, const Movement *m, bool leaves) {
    Str first = date_short_year(req->arena, req->lang, m->first), past = date_short_year(req->arena, req->lang, m->past);
    if (leaves) list_add(req->arena, &page->leaving, ((HtmlInOutLeaving){m->name, m->place, first, past}));
    else list_add(req->arena, &page->coming, ((HtmlInOutComing){m->name, m->place, first, past}));
}

static bool load_movements(Request *req, UnitId unit, DateSpan month, HtmlInOut *page, Err *err) {
    Query query;
    if (!query_begin(&query, req->db, SQL_IN_OUT_LIST, err)) return false;
    query_bind_id(&query, 1, unit.raw);
    query_bind_date(&query, 2, month.first);
    query_bind_date(&query, 3, month.past);
    while (query_next(&query)) {
        Date first = query_date(&query, 0), past = query_date(&query, 1);
        Str host = query_text(&query, req->arena, 3), home = query_text(&query, req->arena, 5);
        Str name = str_printf(req->arena, "%.*s %.*s", STR_ARG(query_text(&query, req->arena, 6)), STR_ARG(query_text(&query, req->arena, 7)));
        bool ours = query_int(&query, 8) == 1;
        if (date_span_has(month, first))
            add_movement(req, page, &(Movement){name, ours ? host : home, first, ours ? past : date_add_days(past, -1)}, ours);
        if (date_span_has(month, past))
            add_movement(req, page, &(Movement){name, ours ? host : home, past, DATE_NONE}, !ours);
    }
    return query_end(&query, err);
}

// "2026-12"; else next month.
static Date in_out_month(const Request *req, Str typed) {
    Date asked;
    if (typed.size == 7 && date_parse(str_printf(req->arena, "%.*s-01", STR_ARG(typed)), &asked)) return asked;
    return date_add_months(date_month_first(req->today), 1);
}

static bool receipt_add(Request *req, UnitId unit, Date month, HtmlInOut *page, Err *err) {
    InOutReceiptList there = {0};
    Query query;
    if (!query_begin(&query, req->db, SQL_RECEIPT_OF_MONTH, err)) return false;
    query_bind_id(&query, 1, unit.raw);
    query_bind_date(&query, 2, month);
    if (!in_out_receipt_list_all(&query, req->arena, &there, err)) return false;
    Ymd ymd = date_to_ymd(month);
    page->guard = request_guard(req);
    page->month = str_printf(req->arena, "%04d-%02d", ymd.year, ymd.month);
    if (there.count)
        page->receipt = msg_format(req->arena, req->lang, msg(N_("Kvitterad {1}."), msg_date(there.items[0].day)));
    return true;
}

bool do_plan_in_out(Request *req, Reply *reply, Err *err) {
    Date month = in_out_month(req, request_form(req, "manad"));
    Act act = request_act(req, "in_out.acknowledge");
    if (!in_out_acknowledge(&act, req->session.unit, month, err)) return false;
    Ymd ymd = date_to_ymd(month);
    reply_redirect_done(req, reply, url(req->arena, "/plan/in-ut?manad=%04d-%02d", ymd.year, ymd.month),
                        msg(N_("Listan är kvitterad.")), act.audit);
    return true;
}

bool page_plan_in_out(Request *req, Reply *reply, Err *err) {
    UnitId unit_id = req->session.unit;
    Unit unit;
    if (!may_unit(req->db, req->actor, MAY_READ_IN_OUT, unit_id, err)) return false;
    if (!unit_load(req->db, req->arena, unit_id, &unit, err)) return false;
    Date month = in_out_month(req, request_query(req, "manad"));
    HtmlInOut page = {.unit = unit.name, .plan = may(req->actor.role, MAY_READ_PLAN)};
    for (int i = -1; i <= 2; i++) {
        Date other = date_add_months(month, i);
        Ymd ymd = date_to_ymd(other);
        Str key = str_printf(req->arena, "%04d-%02d", ymd.year, ymd.month);
        Str name = str_printf(req->arena, "%.*s %d", STR_ARG(month_name(req->lang, ymd.month)), ymd.year);
        list_add(req->arena, &page.months, ((HtmlInOutMonths){url(req->arena, "/plan/in-ut?manad=%.*s", STR_ARG(key)), i == 0, name}));
        if (i == 0) {
            page.title = msg_format(req->arena, req->lang, msg(N_("In och ut, {1}"), msg_text(name)));
            page.print = url(req->arena, "/plan/in-ut?manad=%.*s&utskrift=1", STR_ARG(key));
        }
    }
    if (!load_movements(req, unit_id, (DateSpan){month, date_add_months(month, 1)}, &page, err)) return false;
    if (!receipt_add(req, unit_id, month, &page, err)) return false;
    page.printed = msg_format(req->arena, req->lang, msg(N_("Utskrivet {1} ur gällande plan."), msg_date(req->today)));
    reply_page(req, reply, (Page){.title = page.title, .nav = "plan", .main = html_in_out(req->arena, req->lang, &page)});
    return true;
}
