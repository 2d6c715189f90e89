#include "placement/board_page.h"
#include "gen/plan.html.h"
#include "placement/board_store.h"
#include "placement/board_view.h"
#include "placement/plan_store.h"

#define PLACES_ROWS_MAX 6

UnitId plan_unit(const Request *req) {
    bool leads = may_reach(req->actor.role, MAY_READ_PLAN) == REACH_UNIT;
    return leads ? req->session.unit : (UnitId){0};
}

static Str place_class(const BoardView *view, const char *before, Date date) {
    int64_t week = ((int64_t)date.day - view->start.day) / 7;
    if (week < 0) week = 0;
    if (week > view->weeks) week = view->weeks;
    return str_printf(view->req->arena, "%s s%d", before, (int)week);
}

static void draw_axis(const BoardView *view, HtmlPlan *page) {
    Request *req = view->req;
    Date past = date_add_days(view->start, view->weeks * 7);
    int every = view->px >= 9 ? 1 : 3;
    Ymd first = date_to_ymd(view->start);
    for (int m = first.month + (first.day > 1); date_from_ymd(first.year, m, 1).day < past.day; m++) {
        Date date = date_from_ymd(first.year, m, 1);
        Ymd ymd = date_to_ymd(date);
        bool year = ymd.month == 1;
        if (year || page->years.count == 0)
            list_add(req->arena, &page->years,
                     ((HtmlPlanYears){place_class(view, "y", date), str_printf(req->arena, "%d", ymd.year)}));
        if ((ymd.month - 1) % every) continue;
        Str name = str_slice(date_short(req->arena, req->lang, date), 2, 20); // "1 apr" without its day
        list_add(req->arena, &page->months, ((HtmlPlanMonths){place_class(view, "m", date), name}));
        list_add(req->arena, &page->lines, ((HtmlPlanLines){place_class(view, year ? "" : "q", date)}));
    }
    int iso_year;
    page->now_label_class = place_class(view, "nowl", req->today);
    page->now_label = str_printf(req->arena, "%s %d", tr(req->lang, N_("v.")), week_number(req->today, &iso_year));
    page->past_class = place_class(view, "past", req->today);
    page->now_class = place_class(view, "now", req->today);
}

static bool clashes_at(const Board *board, UnitId unit) {
    for (size_t i = 0; i < board->clashes.count; i++)
        if (board->clashes.items[i].kind == CLASH_PLACES && board->clashes.items[i].unit.raw == unit.raw) return true;
    return false;
}

static HtmlPlanPlaces places_row(const BoardView *view, const Unit *unit) {
    Request *req = view->req;
    CapacityStepList steps = capacity_steps(req->arena, &view->board->capacities, unit->id, CAPACITY_LEVEL_ALL,
                                            &view->board->visits, board_view_window(view));
    int places = capacity_places(&view->board->capacities, unit->id, CAPACITY_LEVEL_ALL, req->today);
    HtmlPlanPlaces row = {.name = unit->name};
    if (places >= 0) row.places = str_printf(req->arena, "%d %s", places, tr(req->lang, N_("pl.")));
    row.summary = tr_str(req->lang, clashes_at(view->board, unit->id) ? N_("Fler ST-läkare än platser")
                                                                     : N_("Ryms hela perioden"));
    for (size_t i = 0; i < steps.count; i++) {
        const CapacityStep *step = &steps.items[i];
        int start, weeks;
        if (!step->load || !board_view_place(view, step->span, &start, &weeks)) continue;
        bool over = step->places >= 0 && step->load > step->places && step->span.past.day > req->today.day;
        const char *level = over ? "l3" : step->places >= 0 && step->load >= step->places ? "l2" : "l1";
        bool room = weeks * view->px >= 16;
        list_add(req->arena, &row.steps,
                 ((HtmlPlanPlacesSteps){str_printf(req->arena, "c %s s%d n%d", level, start, weeks),
                                        room ? str_printf(req->arena, "%d", step->load) : STR("")}));
    }
    return row;
}

// The units most gone to, those with a clash first.
static void draw_places(const BoardView *view, HtmlPlan *page) {
    const Board *board = view->board;
    IdMap days = {0};
    for (size_t i = 0; i < board->visits.count; i++) {
        const Placement *visit = &board->visits.items[i];
        int64_t sum = 0;
        id_map_get(&days, visit->unit.raw, &sum);
        sum += date_span_days(date_span_common((DateSpan){visit->first, visit->past}, board_view_window(view)));
        id_map_put(view->req->arena, &days, visit->unit.raw, sum);
    }
    IdMap shown = {0};
    for (int n = 0; n < PLACES_ROWS_MAX; n++) {
        const Unit *best = NULL;
        int64_t best_days = 0, once;
        for (size_t i = 0; i < board->units.count; i++) {
            const Unit *unit = &board->units.items[i];
            int64_t sum = 0;
            if (!id_map_get(&days, unit->id.raw, &sum) || id_map_get(&shown, unit->id.raw, &once)) continue;
            if (clashes_at(board, unit->id)) sum += 1000000;
            if (sum > best_days) {
                best_days = sum;
                best = unit;
            }
        }
        if (!best) break;
        id_map_put(view->req->arena, &shown, best->id.raw, 1);
        list_add(view->req->arena, &page->places, places_row(view, best));
    }
}

static Str now_and_next(const BoardView *view, const BoardRow *row) {
    Request *req = view->req;
    const Placement *now = NULL, *next = NULL;
    for (size_t i = 0; i < row->placements.count; i++) {
        const Placement *p = &row->placements.items[i];
        if (date_span_has((DateSpan){p->first, p->past}, req->today)) now = p;
        else if (p->first.day > req->today.day && !next) next = p;
    }
    Buf buf = buf_begin(req->arena);
    if (now)
        buf_add(&buf, msg_format(req->arena, req->lang,
                                 msg(N_("Nu: {1} till {2}"), msg_text(placement_label(now, board_unit(view->board, now->unit), LABEL_WHOLE)),
                                     msg_date(date_add_days(now->past, -1)))));
    if (next) {
        if (now) buf_add(&buf, STR(". "));
        buf_add(&buf, msg_format(req->arena, req->lang,
                                 msg(N_("Sedan: {1} från {2}"), msg_text(placement_label(next, board_unit(view->board, next->unit), LABEL_WHOLE)),
                                     msg_date(next->first))));
    }
    if (!buf.size) buf_add(&buf, tr_str(req->lang, N_("Inget planerat")));
    return buf_end(&buf);
}

static Url first_clash(const BoardView *view, const BoardRow *row) {
    int64_t clash;
    for (size_t i = 0; i < row->placements.count; i++) {
        PlacementId id = row->placements.items[i].id;
        if (id_map_get(&view->board->clash_of, id.raw, &clash))
            return url(view->req->arena, "/plan?vald=%lld#panel", (long long)id.raw);
    }
    return (Url){0};
}

static void draw_phone_list(const BoardView *view, const RowIndexes *rows, HtmlPlan *page) {
    Request *req = view->req;
    for (size_t i = view->first_row; i < rows->count && i < view->first_row + BOARD_ROWS_MAX; i++) {
        const BoardRow *row = &view->board->rows.items[rows->items[i]];
        HtmlPlanPhone item = {.trainee = url(req->arena, "/st/%lld", (long long)row->training.id.raw),
                              .name = str_printf(req->arena, "%.*s %.*s", STR_ARG(row->given_name), STR_ARG(row->family_name)),
                              .clash = row->conflicts > 0,
                              .solve = first_clash(view, row),
                              .now = now_and_next(view, row),
                              .lane_class = str_printf(req->arena, "lane pct t%d", view->weeks),
                              .now_class = place_class(view, "now", req->today)};
        int start, weeks;
        for (size_t k = 0; k < row->placements.count; k++) {
            const Placement *p = &row->placements.items[k];
            if (board_view_place(view, (DateSpan){p->first, p->past}, &start, &weeks))
                list_add(req->arena, &item.bars,
                         ((HtmlPlanPhoneBars){str_printf(req->arena, "b s%d n%d %s", start, weeks,
                                                         placement_look(p, board_unit(view->board, p->unit)))}));
        }
        list_add(req->arena, &page->phone, item);
    }
}

static void add_choices(const BoardView *view, HtmlPlan *page) {
    Request *req = view->req;
    static const struct {
        const char *key, *name;
    } spans[] = {{"6m", N_("6 mån")}, {"1", N_("1 år")}, {"2", N_("2 år")}, {"5", N_("5,5 år")}};
    for (size_t i = 0; i < COUNT_OF(spans); i++) {
        Url to = url_add(req->arena, url(req->arena, "/plan"), "tid", str_from_c(spans[i].key));
        if (view->version) to = url_add(req->arena, to, "version", str_printf(req->arena, "%lld", (long long)view->version));
        list_add(req->arena, &page->spans,
                 ((HtmlPlanSpans){to, str_equal(str_from_c(spans[i].key), str_from_c(view->span)), tr_str(req->lang, spans[i].name)}));
    }
    IdMap gone_to = {0};
    for (size_t i = 0; i < view->board->visits.count; i++)
        id_map_put(req->arena, &gone_to, view->board->visits.items[i].unit.raw, 1);
    for (size_t i = 0; i < view->board->units.count; i++) {
        const Unit *unit = &view->board->units.items[i];
        int64_t there;
        if (!id_map_get(&gone_to, unit->id.raw, &there)) continue;
        list_add(req->arena, &page->hosts,
                 ((HtmlPlanHosts){str_printf(req->arena, "%lld", (long long)unit->id.raw), unit->id.raw == view->host.raw, unit->name}));
    }
}

static bool add_versions(const BoardView *view, HtmlPlan *page, Err *err) {
    Request *req = view->req;
    PlanVersionList list = {0};
    UnitId unit = plan_unit(req);
    if (unit.raw && !plan_version_list(req->db, req->arena, unit, &list, err)) return false;
    list_add(req->arena, &page->versions, ((HtmlPlanVersions){url(req->arena, "/plan"), !view->version, tr_str(req->lang, N_("Gällande"))}));
    for (size_t i = 0; i < list.count; i++) {
        long long id = (long long)list.items[i].id.raw;
        list_add(req->arena, &page->versions,
                 ((HtmlPlanVersions){url(req->arena, "/plan?version=%lld", id), id == view->version, list.items[i].name}));
    }
    if (list.count)
        page->compare = url(req->arena, "/plan/jamfor?version=%lld",
                            (long long)(view->version ? view->version : list.items[list.count - 1].id.raw));
    return true;
}

// The board as it would be with a proposal's open and accepted changes.
static bool apply_version(BoardView *view, Board *board, PlacementChangeList *changes, HtmlPlan *page, Err *err) {
    Request *req = view->req;
    PlanVersion version;
    PlanChangeList list;
    if (!plan_version_get(req->db, req->arena, (PlanVersionId){view->version}, &version, err)) return false;
    if (!plan_change_list(req->db, req->arena, version.id, &list, err)) return false;
    int moved = 0;
    for (size_t i = 0; i < board->rows.count; i++) {
        BoardRow *row = &board->rows.items[i];
        PlacementChangeList own = {0};
        for (size_t k = 0; k < list.count; k++) {
            const PlanChange *change = &list.items[k];
            const BoardRow *other;
            if (change->training.raw != row->training.id.raw || change->answer == PLAN_ANSWER_REJECTED) continue;
            const Placement *now = change->placement.raw ? board_placement(board, change->placement, &other) : NULL;
            if (!now && change->op != PLAN_OP_ADD) continue;
            PlacementChange as = plan_change_as_placement(change, now);
            moved += as.after.kind != PLACEMENT_KIND_HOME;
            list_add(req->arena, &own, as);
        }
        for (size_t k = 0; k < own.count; k++) list_add(req->arena, changes, own.items[k]);
        row->placements = change_apply(req->arena, &row->placements, &own);
    }
    PlacementList visits = {0};
    for (size_t i = 0; i < board->visits.count; i++)
        if (!board_row(board, board->visits.items[i].training)) list_add(req->arena, &visits, board->visits.items[i]);
    for (size_t i = 0; i < board->rows.count; i++)
        for (size_t k = 0; k < board->rows.items[i].placements.count; k++) {
            const Placement *p = &board->rows.items[i].placements.items[k];
            if (placement_is_visit(p, board->rows.items[i].training.home_unit)) list_add(req->arena, &visits, *p);
        }
    board->visits = visits;
    board_find_clashes(req->arena, board);
    page->proposal_note = msg_format(req->arena, req->lang,
                                     msg(N_("{1} gäller först när du publicerar det. {2} placeringar skiljer sig från gällande plan."),
                                         msg_text(version.name), msg_number(moved)));
    page->compare = url(req->arena, "/plan/jamfor?version=%lld", (long long)view->version);
    return true;
}

static void say_empty(const BoardView *view, HtmlPlan *page) {
    Request *req = view->req;
    bool filtered = view->name_filter.size || view->host.raw || view->clashes_only;
    page->empty_link = filtered ? url(req->arena, "/plan") : url(req->arena, "/import");
    page->empty_button = tr_str(req->lang, filtered ? N_("Rensa filter") : N_("Läs in filer"));
    page->empty_title = tr_str(req->lang, filtered ? N_("Inga träffar") : N_("Här kommer planen att synas"));
    if (view->clashes_only) page->empty_title = tr_str(req->lang, N_("Inga krockar"));
    page->empty = tr_str(req->lang, filtered ? N_("Ingen ST-läkare stämmer med filtret.")
                                             : N_("Läs in de filer kliniken har i dag, eller lägg in en ST-läkare i taget."));
}

static bool show_plan(Request *req, Reply *reply, BoardView view, Str error, Err *err) {
    Board board;
    HtmlPlan page = {0};
    PlacementChangeList changes = {0};
    // Clashes are looked for as far as the plan reaches, not only in the span shown.
    DateSpan window = {view.start, date_add_months(req->today, 84)};
    if (!board_load(req->db, req->arena, plan_unit(req), window, req->today, &board, err)) return false;
    view.board = &board;
    if (!add_versions(&view, &page, err)) return false;
    if (view.version && !apply_version(&view, &board, &changes, &page, err)) return false;
    if (view.version) view.changes = &changes;
    RowIndexes rows = board_view_rows(&view);
    if (rows.count) page.rows = board_draw_rows(&view, &rows);
    else say_empty(&view, &page);
    if (req->is_htmx && view.first_row) {
        Buf part = buf_begin(req->arena);
        buf_add(&part, STR("<div class=\"rows\">"));
        buf_add(&part, page.rows.markup);
        buf_add(&part, STR("</div>"));
        reply_part(reply, html_from_buf(&part));
        return true;
    }
    const Unit *home = board_unit(&board, plan_unit(req));
    PlanCalendar calendar = home ? home->calendar : PLAN_CALENDAR_HALF_MONTH;
    page.message = request_message(req);
    page.span = str_from_c(view.span);
    page.name_filter = view.name_filter;
    if (view.version) page.version = str_printf(req->arena, "%lld", (long long)view.version);
    if (may(req->actor.role, MAY_PROPOSE_PLAN)) page.propose = true;
    if (may(req->actor.role, MAY_EDIT_PLAN)) page.add = url(req->arena, "/plan/ny");
    page.in_out = may(req->actor.role, MAY_READ_IN_OUT);
    page.clashes = board.clashes.count > 0;
    page.clash_count = msg_format(req->arena, req->lang,
                                  msg(board.clashes.count == 1 ? N_("{1} krock") : N_("{1} krockar"), msg_number((int64_t)board.clashes.count)));
    page.clash_link = view.clashes_only ? url(req->arena, "/plan") : url(req->arena, "/plan?visa=krock");
    page.print = url(req->arena, "/plan?utskrift=1");
    page.board_class = str_printf(req->arena, "board%s", view.px == 9 ? " z2" : view.px == 18 ? " z1" : view.px == 36 ? " z6" : "");
    page.board_label = msg_format(req->arena, req->lang,
                                  msg(N_("Plantavla, {1} ST-läkare, {2}"), msg_number((int64_t)rows.count),
                                      msg_span(board_view_window(&view))));
    page.start = date_iso(req->arena, view.start);
    page.step = str_from_c(calendar_step(calendar));
    page.may_move = may(req->actor.role, MAY_EDIT_PLAN) && !view.version;
    page.bin_class = str_printf(req->arena, "bin t%d", view.weeks);
    draw_axis(&view, &page);
    draw_places(&view, &page);
    draw_phone_list(&view, &rows, &page);
    add_choices(&view, &page);
    page.inspector = inspector_draw(&view, error);
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Plan")), .nav = "plan", .main_class = "wide", .own_message = true,
                                  .main = html_plan(req->arena, req->lang, &page)});
    return true;
}

// The plan board: trainees down, time across. Nothing changes here; the forms post elsewhere.
bool page_plan(Request *req, Reply *reply, Err *err) {
    return show_plan(req, reply, board_view_from(req), STR(""), err);
}

bool plan_show_again(Request *req, Reply *reply, int64_t placement, const Placement *typed, Err *err) {
    Err shown = *err;
    BoardView view = board_view_from(req);
    view.chosen.raw = placement;
    view.typed = typed;
    view.is_stale = typed && err->kind == ERR_STALE;
    if (!show_plan(req, reply, view, msg_format(req->arena, req->lang, shown.message), err)) return false;
    *err = shown;
    return false;
}
