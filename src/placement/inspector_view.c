// The panel beside the board: the placement chosen, its clash and ways out, the form to change it,
// who else is there, and what it counts for.
#include "access/may.h"
#include "gen/inspector.html.h"
#include "http/field.h"
#include "placement/board_view.h"
#include "rulebook/rulebook.h"

static void add_solutions(const BoardView *view, const Placement *placement, PlanCalendar calendar, HtmlInspector *page) {
    Request *req = view->req;
    SolutionList list = solution_list(req->arena, view->board, placement->id, calendar);
    for (size_t i = 0; i < list.count; i++)
        list_add(req->arena, &page->solutions,
                 ((HtmlInspectorSolutions){.number = str_printf(req->arena, "%zu", i + 1),
                                           .first = i == 0,
                                           .title = msg_format(req->arena, req->lang, list.items[i].title),
                                           .note = msg_format(req->arena, req->lang, list.items[i].note)}));
    if (list.count) page->solve = board_view_keep(view, url(req->arena, "/plan/placering/%lld/losning", (long long)placement->id.raw));
    else page->no_solution = true;
}

static void add_choices(const BoardView *view, const Placement *placement, HtmlInspector *page) {
    Request *req = view->req;
    const Placement *typed = view->typed ? view->typed : placement;
    int chosen_share = typed->share.value > 0 ? typed->share.value : placement->share.value;
    int64_t chosen_unit = typed->unit.raw ? typed->unit.raw : placement->unit.raw;
    static const int shares[] = {100, 90, 80, 75, 70, 60, 50, 40, 30, 25, 20, 10};
    bool listed = false;
    for (size_t i = 0; i < COUNT_OF(shares); i++) {
        bool chosen = shares[i] == chosen_share;
        listed = listed || chosen;
        list_add(req->arena, &page->shares, ((HtmlInspectorShares){str_printf(req->arena, "%d", shares[i]), chosen}));
    }
    if (!listed)
        list_add(req->arena, &page->shares, ((HtmlInspectorShares){str_printf(req->arena, "%d", chosen_share), true}));
    for (size_t i = 0; i < view->board->units.count; i++) {
        const Unit *unit = &view->board->units.items[i];
        if (unit->kind == UNIT_KIND_OFFICE || unit->kind == UNIT_KIND_HOSPITAL) continue;
        list_add(req->arena, &page->units,
                 ((HtmlInspectorUnits){str_printf(req->arena, "%lld", (long long)unit->id.raw),
                                       unit->id.raw == chosen_unit, unit->name}));
    }
}

// Trainees one may see by name; the rest are only counted.
static void add_others(const BoardView *view, const Placement *placement, const Unit *unit, HtmlInspector *page) {
    Request *req = view->req;
    DateSpan span = {placement->first, placement->past};
    int unnamed = 0;
    for (size_t i = 0; i < view->board->visits.count; i++) {
        const Placement *visit = &view->board->visits.items[i];
        if (visit->unit.raw != placement->unit.raw || !date_span_overlaps(span, (DateSpan){visit->first, visit->past})) continue;
        const BoardRow *row = board_row(view->board, visit->training);
        unnamed += !row;
        if (!row) continue;
        list_add(req->arena, &page->others,
                 ((HtmlInspectorOthers){
                     str_printf(req->arena, "%.*s %.*s", STR_ARG(row->given_name), STR_ARG(row->family_name)),
                     date_span_text(req->arena, req->lang, (DateSpan){visit->first, visit->past})}));
    }
    if (unnamed)
        list_add(req->arena, &page->others,
                 ((HtmlInspectorOthers){msg_format(req->arena, req->lang, msg(N_("{1} från andra kliniker"), msg_number(unnamed))),
                                        STR("")}));
    if (page->others.count && unit)
        page->others_title = msg_format(req->arena, req->lang, msg(N_("Samtidigt på {1}"), msg_text(unit->name)));
}

static Str goals_text(const BoardView *view, const Placement *placement, const Training *training) {
    Request *req = view->req;
    const Specialty *specialty = rulebook_specialty(training->specialty);
    const Regulation *regulation = rulebook_regulation(training->regulation);
    Buf buf = buf_begin(req->arena);
    Str rest = placement->goals, code;
    while (rest.size && str_split(&rest, ' ', &code)) {
        const Goal *goal = regulation ? rulebook_goal(regulation->id, specialty, code) : NULL;
        if (buf.size) buf_add(&buf, STR(". "));
        buf_add(&buf, code);
        if (goal) buf_addf(&buf, " %.*s", STR_ARG(goal->name_sv));
    }
    if (buf.size) buf_add_char(&buf, '.');
    return buf_end(&buf);
}

// What was typed stays when it was refused.
static Str typed_or(const Request *req, Str error, const char *field, Str otherwise) {
    return error.size > 0 && request_form_has(req, field) ? request_form(req, field) : otherwise;
}

static Html placement_clash(const BoardView *view, const Placement *now) {
    Request *req = view->req;
    const Placement *mine = view->typed;
    FieldClashList clashes = {0};
    const Unit *mine_unit = board_unit(view->board, mine->unit), *unit = board_unit(view->board, now->unit);
    field_clash(req->arena, &clashes, N_("Från"), day_text(req->arena, mine->first), day_text(req->arena, now->first));
    field_clash(req->arena, &clashes, N_("Till"), day_text(req->arena, date_add_days(mine->past, -1)),
                day_text(req->arena, date_span_last((DateSpan){now->first, now->past})));
    field_clash(req->arena, &clashes, N_("Omfattning"), share_text(req->arena, mine->share), share_text(req->arena, now->share));
    field_clash(req->arena, &clashes, N_("Enhet"), mine_unit ? mine_unit->name : STR(""), unit ? unit->name : STR(""));
    return html_form_clash(req->arena, req->lang, &clashes, "flytta", board_view_url(view, now->id));
}

Html inspector_draw(const BoardView *view, Str error) {
    Request *req = view->req;
    const BoardRow *row;
    const Placement *placement = view->chosen.raw ? board_placement(view->board, view->chosen, &row) : NULL;
    if (!placement) return html_none();
    const Unit *unit = board_unit(view->board, placement->unit), *home = board_unit(view->board, row->training.home_unit);
    PlanCalendar calendar = home ? home->calendar : PLAN_CALENDAR_HALF_MONTH;
    DateSpan span = {placement->first, placement->past};
    long long id = (long long)placement->id.raw;
    bool confirmed = placement->state == PLACEMENT_STATE_CONFIRMED;
    HtmlInspector page = {
        .title = str_printf(req->arena, "%.*s, %.*s %.*s", STR_ARG(placement_label(placement, unit, LABEL_WHOLE)),
                            STR_ARG(row->given_name), STR_ARG(row->family_name)),
        .close = board_view_url(view, (PlacementId){0}),
        .when = str_printf(req->arena, "%.*s · %.*s", STR_ARG(date_span_text(req->arena, req->lang, span)),
                           STR_ARG(placement_state_word(req->lang, placement, view->board->today))),
        .error = view->is_stale ? STR("") : error,
        .may_edit = may(req->actor.role, MAY_EDIT_PLAN) && !view->version,
        .guard = request_guard(req),
        .version = str_printf(req->arena, "%lld", (long long)placement->version),
        .change = board_view_keep(view, url(req->arena, "/plan/placering/%lld", id)),
        .invite = url(req->arena, "/plan/placering/%lld/inbjudan", id),
        .remove = board_view_keep(view, url(req->arena, "/plan/placering/%lld/ta-bort", id)),
        .confirm = board_view_keep(view, url(req->arena, "/plan/placering/%lld/status", id)),
        .confirm_state = confirmed ? STR("planned") : STR("confirmed"),
        .confirm_text = tr_str(req->lang, confirmed ? N_("Ta tillbaka bekräftelsen") : N_("Markera som bekräftad")),
        .step = str_from_c(calendar_step(calendar)),
        .first = typed_or(req, error, "fran", date_iso(req->arena, placement->first)),
        .last = typed_or(req, error, "till", date_iso(req->arena, date_span_last(span))),
        .goals = goals_text(view, placement, &row->training),
        .trainee = url(req->arena, "/st/%lld", (long long)row->training.id.raw)};
    int64_t clash;
    if (view->is_stale) page.conflict = placement_clash(view, placement);
    if (id_map_get(&view->board->clash_of, placement->id.raw, &clash)) {
        page.clash = clash_text(view, &view->board->clashes.items[clash]);
        if (page.may_edit) add_solutions(view, placement, calendar, &page);
    }
    add_choices(view, placement, &page);
    if (placement_is_visit(placement, row->training.home_unit)) add_others(view, placement, unit, &page);
    return html_inspector(req->arena, req->lang, &page);
}
