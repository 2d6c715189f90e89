// Changing the plan by form: the same forms that dragging sends. Every change redirects to the board
// with a message and "Ångra".
#include "gen/placement_new.html.h"
#include "gen/placement_remove.html.h"
#include "gen/records_store.h"
#include "http/field.h"
#include "placement/board_page.h"
#include "placement/board_store.h"
#include "placement/board_view.h"
#include "placement/plan_act.h"

static const struct {
    const char *key, *name;
    PlacementKind kind;
} kinds[] = {{"rand", N_("Randning"), PLACEMENT_KIND_ROTATION}, {"hem", N_("Hemklinik"), PLACEMENT_KIND_HOME},
             {"bt", N_("BT"), PLACEMENT_KIND_BT},               {"forsk", N_("Vetenskapligt arbete"), PLACEMENT_KIND_RESEARCH},
             {"projekt", N_("Utvecklingsarbete"), PLACEMENT_KIND_PROJECT},
             {"auskultation", N_("Auskultation"), PLACEMENT_KIND_OBSERVATION}};

// Dates as typed, inclusive, to the record's half-open span. An empty or wrong one is DATE_NONE.
static void read_dates(const Request *req, Placement *placement) {
    Date first, last;
    placement->first = request_form_date(req, "fran", &first) ? first : DATE_NONE;
    placement->past = request_form_date(req, "till", &last) ? date_add_days(last, 1) : DATE_NONE;
    int64_t share;
    Str typed = request_form(req, "omfattning");
    if (str_ends(typed, STR("%"))) typed = str_trim(str_slice(typed, 0, typed.size - 1));
    placement->share.value = str_to_int(typed, &share) && share >= 0 && share <= 1000 ? (int32_t)share : 0;
}

static bool done(Request *req, Reply *reply, PlacementId id, Msg text, const Act *act) {
    BoardView view = board_view_from(req);
    reply_redirect_done(req, reply, board_view_url(&view, id), text, act->audit);
    return true;
}

bool do_placement_change(Request *req, Reply *reply, Err *err) {
    Placement wanted;
    int64_t id, version = 0, unit;
    if (!request_id(req, "id", &id, err)) return false;
    if (!may_placement(req->db, req->actor, MAY_EDIT_PLAN, (PlacementId){id}, err)) return false;
    if (!placement_load(req->db, req->arena, (PlacementId){id}, &wanted, err)) return false;
    request_form_int(req, "version", &version);
    wanted.version = version;
    read_dates(req, &wanted);
    if (request_form_has(req, "enhet")) wanted.unit.raw = request_form_int(req, "enhet", &unit) ? unit : 0;
    Act act = request_act(req, "placement.move");
    if (!placement_put(&act, &wanted, err)) return plan_show_again(req, reply, id, &wanted, err);
    return done(req, reply, wanted.id,
                msg(N_("Placeringen är flyttad till {1}."), msg_span((DateSpan){wanted.first, wanted.past})), &act);
}

bool do_placement_solution(Request *req, Reply *reply, Err *err) {
    int64_t id, number = 0, version = 0;
    Placement now;
    Board board;
    if (!request_id(req, "id", &id, err)) return false;
    if (!may_placement(req->db, req->actor, MAY_EDIT_PLAN, (PlacementId){id}, err)) return false;
    if (!placement_load(req->db, req->arena, (PlacementId){id}, &now, err)) return false;
    request_form_int(req, "version", &version);
    DateSpan window = {date_add_months(req->today, -24), date_add_months(req->today, 84)};
    if (!board_load(req->db, req->arena, plan_unit(req), window, req->today, &board, err)) return false;
    const BoardRow *row;
    if (!board_placement(&board, now.id, &row)) return err_set(err, ERR_NOT_FOUND, msg(N_("Placeringen finns inte.")));
    const Unit *home = board_unit(&board, row->training.home_unit);
    SolutionList list = solution_list(req->arena, &board, now.id, home ? home->calendar : PLAN_CALENDAR_HALF_MONTH);
    bool known = request_form_int(req, "losning", &number) && number >= 1 && (size_t)number <= list.count;
    if (!known || now.version != version) {
        err_set(err, ERR_STALE, msg(N_("Planen har ändrats sedan lösningarna räknades fram. Välj bland de nya.")));
        return plan_show_again(req, reply, id, NULL, err);
    }
    Act act = request_act(req, "placement.solve");
    const Solution *solution = &list.items[number - 1];
    if (!plan_save_solution(&act, solution->after.training, &solution->changes, err)) return false;
    return done(req, reply, solution->after.id, msg(N_("Krocken är löst: {1}."), msg_text(msg_format(req->arena, req->lang, solution->title))), &act);
}

bool do_placement_state(Request *req, Reply *reply, Err *err) {
    int64_t id, version = 0;
    if (!request_id(req, "id", &id, err)) return false;
    request_form_int(req, "version", &version);
    bool confirm = str_equal(request_form(req, "status"), STR("confirmed"));
    Act act = request_act(req, "placement.state");
    PlacementState state = confirm ? PLACEMENT_STATE_CONFIRMED : PLACEMENT_STATE_PLANNED;
    if (!placement_set_state(&act, (PlacementId){id}, version, state, err)) return plan_show_again(req, reply, id, NULL, err);
    return done(req, reply, (PlacementId){id},
                msg(confirm ? N_("Placeringen är bekräftad.") : N_("Placeringen är planerad, inte längre bekräftad.")), &act);
}

static Html trainee_field(Request *req, const Board *board, const FieldErrorList *errors) {
    FieldOptionList options = {0};
    for (size_t i = 0; i < board->rows.count; i++) {
        const BoardRow *row = &board->rows.items[i];
        field_option(req->arena, &options, id_text(req->arena, row->training.id.raw),
                     str_printf(req->arena, "%.*s %.*s", STR_ARG(row->given_name), STR_ARG(row->family_name)));
    }
    return html_field_select(req->arena, req->lang,
                             (Field){.name = "st", .label = N_("ST-läkare"), .width = "w2", .errors = errors,
                                     .value = field_value(req, "st", request_query(req, "st"))},
                             &options);
}

static Html unit_field(Request *req, const Board *board, const FieldErrorList *errors) {
    FieldOptionList options = {0};
    field_option(req->arena, &options, STR(""), tr_str(req->lang, N_("Välj")));
    for (size_t i = 0; i < board->units.count; i++) {
        const Unit *unit = &board->units.items[i];
        if (unit->kind == UNIT_KIND_OFFICE || unit->kind == UNIT_KIND_HOSPITAL) continue;
        field_option(req->arena, &options, id_text(req->arena, unit->id.raw), unit->name);
    }
    return html_field_select(req->arena, req->lang,
                             (Field){.name = "enhet", .label = N_("Enhet"), .width = "w2", .errors = errors,
                                     .value = request_form(req, "enhet")},
                             &options);
}

static bool show_new(Request *req, Reply *reply, const FieldErrorList *errors, Err *err) {
    Board board;
    Arena *arena = req->arena;
    DateSpan window = {req->today, date_add_days(req->today, 1)};
    if (!board_load(req->db, arena, plan_unit(req), window, req->today, &board, err)) return false;
    Date first = DATE_NONE;
    request_query_date(req, "fran", &first);
    HtmlPlacementNew page = {
        .errors = html_form_errors(arena, req->lang, N_("Placeringen sparades inte. Rätta:"), errors),
        .guard = request_guard(req),
        .trainee = trainee_field(req, &board, errors),
        .unit = unit_field(req, &board, errors),
        .first = html_field_text(arena, req->lang,
                                 (Field){.name = "fran", .label = N_("Från"), .width = "w1", .errors = errors,
                                         .hint = N_("2027-02-01, v5 2027 eller 5/2027"),
                                         .value = field_value(req, "fran", day_text(arena, first))}),
        .last = field_text(req, errors, "till", N_("Till och med"), "w1", false, STR("")),
        .share = html_field_text(arena, req->lang,
                                 (Field){.name = "omfattning", .label = N_("Omfattning i procent"), .width = "w1",
                                         .inputmode = "numeric", .errors = errors,
                                         .value = field_value(req, "omfattning", STR("100"))}),
        .goals = html_field_text(arena, req->lang,
                                 (Field){.name = "mal", .label = N_("Delmål"), .optional = true, .errors = errors,
                                         .hint = N_("Koder med mellanslag eller komma emellan, till exempel STc6."),
                                         .value = request_form(req, "mal")})};
    Str typed = request_form(req, "typ");
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        list_add(arena, &page.kinds,
                 ((HtmlPlacementNewKinds){str_from_c(kinds[i].key), typed.size ? str_equal(typed, str_from_c(kinds[i].key)) : i == 0,
                                          tr_str(req->lang, kinds[i].name)}));
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Ny placering")), .nav = "plan", .main_class = "narrow",
                                  .main = html_placement_new(arena, req->lang, &page)});
    return true;
}

bool page_placement_new(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return show_new(req, reply, &none, err);
}

static Str goals_typed(Request *req) {
    Str typed = str_copy(req->arena, request_form(req, "mal"));
    char *letters = (char *)(uintptr_t)typed.data; // our own copy
    for (size_t i = 0; i < typed.size; i++)
        if (letters[i] == ',' || letters[i] == ';') letters[i] = ' ';
    return typed;
}

// Which field the act's sentence is about.
static const char *field_at_fault(const Placement *wanted) {
    if (!date_is_known(wanted->first)) return "fran";
    if (!date_is_known(wanted->past) || wanted->past.day <= wanted->first.day) return "till";
    return wanted->share.value < 1 || wanted->share.value > 100 ? "omfattning" : "enhet";
}

bool do_placement_new(Request *req, Reply *reply, Err *err) {
    Placement wanted = {.kind = PLACEMENT_KIND_ROTATION, .goals = goals_typed(req)};
    Str kind = request_form(req, "typ");
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (str_equal(kind, str_from_c(kinds[i].key))) wanted.kind = kinds[i].kind;
    request_form_int(req, "st", &wanted.training.raw);
    request_form_int(req, "enhet", &wanted.unit.raw);
    read_dates(req, &wanted);
    Act act = request_act(req, "placement.add");
    if (!placement_put(&act, &wanted, err)) {
        Err shown = *err;
        FieldErrorList errors = {0};
        if (err->kind != ERR_INVALID) return false;
        field_error(req->arena, &errors, field_at_fault(&wanted), shown.message);
        if (!show_new(req, reply, &errors, err)) return false;
        *err = shown;
        return false;
    }
    return done(req, reply, wanted.id, msg(N_("Placeringen är inlagd, {1}."), msg_span((DateSpan){wanted.first, wanted.past})), &act);
}

bool page_placement_remove(Request *req, Reply *reply, Err *err) {
    int64_t id;
    Placement placement;
    Unit unit = {.name = STR("–")};
    if (!request_id(req, "id", &id, err)) return false;
    if (!may_placement(req->db, req->actor, MAY_EDIT_PLAN, (PlacementId){id}, err)) return false;
    if (!placement_load(req->db, req->arena, (PlacementId){id}, &placement, err)) return false;
    if (placement.unit.raw && !unit_load(req->db, req->arena, placement.unit, &unit, err)) return false;
    bool home = placement.kind == PLACEMENT_KIND_HOME;
    BoardView view = board_view_from(req);
    HtmlPlacementRemove page = {
        .back = board_view_url(&view, placement.id),
        .title = unit.name,
        .remove = board_view_keep(&view, url(req->arena, "/plan/placering/%lld/ta-bort", (long long)id)),
        .guard = request_guard(req),
        .version = str_printf(req->arena, "%lld", (long long)placement.version),
        .what = msg_format(req->arena, req->lang,
                           msg(home ? N_("{1}, {2}. Tiden blir inte planerad. Du kan ångra efteråt.")
                                    : N_("{1}, {2}. Tiden blir tjänstgöring på hemkliniken. Du kan ångra efteråt."),
                               msg_text(unit.name), msg_span((DateSpan){placement.first, placement.past})))};
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Ta bort placeringen")), .nav = "plan",
                                  .main = html_placement_remove(req->arena, req->lang, &page)});
    return true;
}

bool do_placement_remove(Request *req, Reply *reply, Err *err) {
    int64_t id, version = 0;
    if (!request_id(req, "id", &id, err)) return false;
    request_form_int(req, "version", &version);
    Act act = request_act(req, "placement.remove");
    if (!placement_take_away(&act, (PlacementId){id}, version, err)) return plan_show_again(req, reply, id, NULL, err);
    return done(req, reply, (PlacementId){0}, msg(N_("Placeringen är borttagen.")), &act);
}
