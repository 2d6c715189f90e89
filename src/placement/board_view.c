#include "placement/board_view.h"
#include "gen/board_rows.html.h"
#include "rulebook/rulebook.h"

static const struct {
    const char *key;
    int weeks, px;
} spans[] = {{"5", 286, 4}, {"2", 108, 9}, {"1", 56, 18}, {"6m", 30, 36}};

BoardView board_view_from(Request *req) {
    BoardView view = {.req = req, .span = spans[0].key, .weeks = spans[0].weeks, .px = spans[0].px};
    Str span = request_query(req, "tid");
    for (size_t i = 0; i < COUNT_OF(spans); i++)
        if (str_equal(span, str_from_c(spans[i].key))) {
            view.span = spans[i].key;
            view.weeks = spans[i].weeks;
            view.px = spans[i].px;
        }
    // Five years begin with the calendar year, shorter spans with last month.
    Ymd today = date_to_ymd(req->today);
    bool long_view = view.weeks == spans[0].weeks;
    view.start = week_first(week_of(date_from_ymd(today.year, long_view ? 1 : today.month - 1, 1)));
    view.name_filter = request_query(req, "namn");
    view.clashes_only = str_equal(request_query(req, "visa"), STR("krock"));
    int64_t number;
    if (request_query_int(req, "enhet", &number)) view.host.raw = number;
    if (request_query_int(req, "version", &number)) view.version = number;
    if (request_query_int(req, "vald", &number)) view.chosen.raw = number;
    if (request_query_int(req, "rad", &number) && number > 0) view.first_row = (size_t)number;
    return view;
}

DateSpan board_view_window(const BoardView *view) {
    return (DateSpan){view->start, date_add_days(view->start, view->weeks * 7)};
}

Url board_view_keep(const BoardView *view, Url url) {
    Arena *arena = view->req->arena;
    if (view->weeks != spans[0].weeks) url = url_add(arena, url, "tid", str_from_c(view->span));
    if (view->version) url = url_add(arena, url, "version", str_printf(arena, "%lld", (long long)view->version));
    if (view->name_filter.size) url = url_add(arena, url, "namn", view->name_filter);
    if (view->host.raw) url = url_add(arena, url, "enhet", str_printf(arena, "%lld", (long long)view->host.raw));
    if (view->clashes_only) url = url_add(arena, url, "visa", STR("krock"));
    return url;
}

Url board_view_url(const BoardView *view, PlacementId chosen) {
    Arena *arena = view->req->arena;
    Url to = board_view_keep(view, url(arena, "/plan"));
    if (!chosen.raw) return to;
    to = url_add(arena, to, "vald", str_printf(arena, "%lld", (long long)chosen.raw));
    to.address = str_printf(arena, "%.*s#p-%lld", STR_ARG(to.address), (long long)chosen.raw);
    return to;
}

static bool row_passes(const BoardView *view, const BoardRow *row) {
    Arena *arena = view->req->arena;
    if (view->clashes_only && !row->conflicts) return false;
    if (view->name_filter.size) {
        Str name = str_fold(arena, str_printf(arena, "%.*s %.*s", STR_ARG(row->given_name), STR_ARG(row->family_name)));
        if (str_find(name, str_fold(arena, view->name_filter)) == STR_NOT_FOUND) return false;
    }
    if (!view->host.raw) return true;
    for (size_t i = 0; i < row->placements.count; i++)
        if (row->placements.items[i].unit.raw == view->host.raw) return true;
    return false;
}

RowIndexes board_view_rows(const BoardView *view) {
    RowIndexes rows = {0};
    for (int clashing = 1; clashing >= 0; clashing--)
        for (size_t i = 0; i < view->board->rows.count; i++) {
            const BoardRow *row = &view->board->rows.items[i];
            if ((row->conflicts > 0) == (clashing == 1) && row_passes(view, row)) list_add(view->req->arena, &rows, i);
        }
    return rows;
}

static int week_near(const BoardView *view, Date date) {
    int64_t days = (int64_t)date.day - view->start.day;
    if (days < 0) return 0;
    if (days > (int64_t)view->weeks * 7) return view->weeks;
    return (int)((days + 3) / 7);
}

bool board_view_place(const BoardView *view, DateSpan span, int *ret_start, int *ret_weeks) {
    int first = week_near(view, span.first), past = week_near(view, span.past);
    if (span.past.day <= view->start.day || first >= view->weeks) return false;
    *ret_start = first;
    *ret_weeks = past > first ? past - first : 1;
    return true;
}

Str count_word(Arena *arena, Lang lang, int count) {
    static const char *const words[] = {N_("noll"), N_("en"), N_("två"), N_("tre"), N_("fyra"), N_("fem"), N_("sex"),
                                        N_("sju"), N_("åtta"), N_("nio"), N_("tio"), N_("elva"), N_("tolv")};
    if (count >= 0 && count < (int)COUNT_OF(words)) return tr_str(lang, words[count]);
    return str_printf(arena, "%d", count);
}

Str clash_text(const BoardView *view, const Clash *clash) {
    Request *req = view->req;
    Msg text;
    if (clash->kind == CLASH_PLACES) {
        Str load = count_word(req->arena, req->lang, clash->load);
        Str places = count_word(req->arena, req->lang, clash->places);
        text = msg(clash->places == 1 ? N_("{1} ST-läkare på {2} plats, {3}") : N_("{1} ST-läkare på {2} platser, {3}"),
                   msg_text(load), msg_text(places), msg_span(clash->span));
    } else {
        text = msg(N_("Två placeringar samtidigt, {1}"), msg_span(clash->span));
    }
    Str sentence = str_copy(req->arena, msg_format(req->arena, req->lang, text));
    char *first = (char *)(uintptr_t)sentence.data; // our own copy
    if (sentence.size && *first >= 'a' && *first <= 'z') *first = (char)(*first - 32);
    return sentence;
}

Str placement_state_word(Lang lang, const Placement *placement, Date today) {
    if (date_span_has((DateSpan){placement->first, placement->past}, today)) return tr_str(lang, N_("pågår"));
    if (placement->past.day <= today.day) return tr_str(lang, N_("genomförd"));
    switch (placement->state) {
    case PLACEMENT_STATE_REQUESTED: return tr_str(lang, N_("förfrågad"));
    case PLACEMENT_STATE_CONFIRMED: return tr_str(lang, N_("bekräftad"));
    case PLACEMENT_STATE_CANCELLED: return tr_str(lang, N_("avbokad"));
    default: return tr_str(lang, N_("planerad"));
    }
}

const char *calendar_step(PlanCalendar calendar) {
    return calendar == PLAN_CALENDAR_WEEK ? "vecka" : calendar == PLAN_CALENDAR_MONTH ? "manad" : "halvmanad";
}

// --- rows ------------------------------------------------------------------------------------------

static const PlacementChange *change_of(const BoardView *view, const Placement *placement) {
    for (size_t i = 0; view->changes && i < view->changes->count; i++) {
        const PlacementChange *change = &view->changes->items[i];
        if (change->op != PLAN_OP_REMOVE && change->after.training.raw == placement->training.raw &&
            change->after.first.day == placement->first.day && change->after.past.day == placement->past.day &&
            change->after.unit.raw == placement->unit.raw)
            return change;
    }
    return NULL;
}

static HtmlBoardRowsRowsBars bar_of(const BoardView *view, const BoardRow *row, const Placement *placement, int start,
                                    int weeks) {
    Request *req = view->req;
    const Unit *unit = board_unit(view->board, placement->unit);
    int64_t clash;
    bool clashes = id_map_get(&view->board->clash_of, placement->id.raw, &clash);
    bool chosen = placement->id.raw && placement->id.raw == view->chosen.raw;
    bool ends = date_is_known(row->training.planned_end) && placement->past.day > row->training.planned_end.day;
    const PlacementChange *change = change_of(view, placement);
    Str name = placement_label(placement, unit, LABEL_WHOLE);
    DateSpan span = {placement->first, placement->past};
    Str title = str_printf(req->arena, "%.*s, %.*s %s %.*s%s%s", STR_ARG(name),
                           STR_ARG(date_short_year(req->arena, req->lang, span.first)), tr(req->lang, N_("till")),
                           STR_ARG(date_short_year(req->arena, req->lang, date_span_last(span))), clashes ? ", " : "",
                           clashes ? tr(req->lang, N_("krock")) : "");
    Str look = str_from_c(placement_look(placement, unit));
    // Edge and padding; the sign of a krock, whose letters are bolder; the double edge of the end.
    int room = weeks * view->px - (str_equal(look, STR("akut")) ? 10 : 7) - (clashes ? 17 : 0) - (ends ? 3 : 0);
    return (HtmlBoardRowsRowsBars){
        .look = str_printf(req->arena, "b s%d n%d %.*s%s%s%s%s", start, weeks, STR_ARG(look),
                           clashes ? " x" : "", chosen ? " sel" : "", ends ? " end" : "", change ? " moved" : ""),
        .id = placement->id.raw ? str_printf(req->arena, "p-%lld", (long long)placement->id.raw)
                                : str_printf(req->arena, "ny-%lld-%d", (long long)placement->training.raw, placement->first.day),
        .to = placement->id.raw ? board_view_url(view, placement->id) : url(req->arena, "/st/%lld", (long long)row->training.id.raw),
        .first = date_iso(req->arena, span.first),
        .last = date_iso(req->arena, date_span_last(span)),
        .title = title,
        .chosen = chosen,
        .clash = clashes,
        .label = placement_label(placement, unit, room)};
}

// Leave, and what is not planned yet.
static HtmlBoardRowsRowsBars other_bar(const BoardView *view, const BoardRow *row, DateSpan span, const char *look,
                                       const char *word, Url to, int start, int weeks, int number) {
    Request *req = view->req;
    Str text = tr_str(req->lang, word);
    return (HtmlBoardRowsRowsBars){
        .look = str_printf(req->arena, "b s%d n%d %s", start, weeks, look),
        .id = str_printf(req->arena, "%s-%lld-%d", look, (long long)row->training.id.raw, number),
        .to = to,
        .first = date_iso(req->arena, span.first),
        .last = date_iso(req->arena, date_span_last(span)),
        .title = str_printf(req->arena, "%.*s, %.*s", STR_ARG(text), STR_ARG(date_span_text(req->arena, req->lang, span))),
        .label = label_fits(text, weeks * view->px - 7) ? text : STR("")};
}

typedef struct {
    int start;
    HtmlBoardRowsRowsBars bar;
} PlacedBar;
LIST_OF(PlacedBars, PlacedBar);

static int by_start(const void *a, const void *b, void *context) {
    (void)context;
    return ((const PlacedBar *)a)->start - ((const PlacedBar *)b)->start;
}

static void fill_bars(const BoardView *view, const BoardRow *row, HtmlBoardRowsRows *ret) {
    Arena *arena = view->req->arena;
    long long training = (long long)row->training.id.raw;
    PlacedBars bars = {0};
    int start, weeks;
    for (size_t i = 0; i < row->placements.count; i++) {
        const Placement *p = &row->placements.items[i];
        if (p->kind == PLACEMENT_KIND_COURSE || !board_view_place(view, (DateSpan){p->first, p->past}, &start, &weeks)) continue;
        list_add(arena, &bars, ((PlacedBar){start, bar_of(view, row, p, start, weeks)}));
    }
    for (size_t i = 0; i < row->absences.count; i++) {
        DateSpan span = {row->absences.items[i].first, row->absences.items[i].past};
        if (!board_view_place(view, span, &start, &weeks)) continue;
        Url to = url(arena, "/st/%lld", training);
        list_add(arena, &bars, ((PlacedBar){start, other_bar(view, row, span, "led", N_("Ledig"), to, start, weeks, (int)i)}));
    }
    if (date_is_known(row->training.planned_end) && date_is_known(row->training.first)) {
        DateSpan ahead = {date_max(view->board->today, row->training.first), date_add_days(row->training.planned_end, 1)};
        DateSpanList gaps = timeline_gaps(arena, &row->placements, &row->absences, ahead);
        for (size_t i = 0; i < gaps.count; i++) {
            if (!board_view_place(view, gaps.items[i], &start, &weeks)) continue;
            Url to = url_add(arena, url(arena, "/plan/ny?st=%lld", training), "fran", date_iso(arena, gaps.items[i].first));
            list_add(arena, &bars, ((PlacedBar){start, other_bar(view, row, gaps.items[i], "gap", N_("Ej planerat"), to, start, weeks, (int)i)}));
        }
    }
    list_sort(arena, bars.items, bars.count, sizeof *bars.items, by_start, NULL);
    for (size_t i = 0; i < bars.count; i++) list_add(arena, &ret->bars, bars.items[i].bar);
    for (size_t i = 0; view->changes && i < view->changes->count; i++) {
        const PlacementChange *change = &view->changes->items[i];
        bool ours = change->op != PLAN_OP_ADD && change->before.training.raw == row->training.id.raw &&
                    change->before.kind != PLACEMENT_KIND_HOME;
        if (!ours || !board_view_place(view, (DateSpan){change->before.first, change->before.past}, &start, &weeks)) continue;
        list_add(arena, &ret->ghosts, ((HtmlBoardRowsRowsGhosts){str_printf(arena, "b s%d n%d ghost", start, weeks)}));
    }
}

static Str year_of_training(const BoardView *view, const BoardRow *row) {
    if (!date_is_known(row->training.first)) return STR("");
    int year = date_span_days((DateSpan){row->training.first, view->board->today}) / 365 + 1;
    return str_printf(view->req->arena, "%s %d", tr(view->req->lang, N_("år")), year);
}

Html board_draw_rows(const BoardView *view, const RowIndexes *rows) {
    Request *req = view->req;
    HtmlBoardRows page = {0};
    size_t past = view->first_row + BOARD_ROWS_MAX;
    for (size_t i = view->first_row; i < rows->count && i < past; i++) {
        const BoardRow *row = &view->board->rows.items[rows->items[i]];
        HtmlBoardRowsRows out = {
            .trainee = url(req->arena, "/st/%lld", (long long)row->training.id.raw),
            .name = str_printf(req->arena, "%.*s %.*s", STR_ARG(row->given_name), STR_ARG(row->family_name)),
            .year = year_of_training(view, row)};
        if (row->conflicts) {
            out.clashes = str_printf(req->arena, "%d", row->conflicts);
            out.clash_word = tr_str(req->lang, row->conflicts == 1 ? N_("krock") : N_("krockar"));
        }
        fill_bars(view, row, &out);
        list_add(req->arena, &page.rows, out);
    }
    if (rows->count > past) {
        page.more = url_add(req->arena, board_view_url(view, (PlacementId){0}), "rad", str_printf(req->arena, "%zu", past));
        page.more_text = msg_format(req->arena, req->lang,
                                    msg(N_("Visa fler ({1} kvar)"), msg_number((int64_t)(rows->count - past))));
    }
    return html_board_rows(req->arena, req->lang, &page);
}
