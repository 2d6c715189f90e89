// Units and places: the list with how full each is, and one unit with its load, its visitors and
// its places.
#include "people/unit_page.h"
#include "gen/unit.html.h"
#include "gen/unit_list.html.h"
#include "access/may_store.h"
#include "people/person_store.h"
#include "people/unit_act.h"
#include "people/unit_view.h"
#include "placement/capacity.h"
#include "training/training_view.h"

#define UNITS_MAX 50
#define AHEAD_MONTHS 12

// --- the list

typedef struct {
    UnitList units;
    UnitTraineesList trainees;
    CapacityList capacities;
    PlacementList visits;
} Region;

static bool region_load(Request *req, Region *ret, Err *err) {
    DateSpan ahead = {req->today, date_add_months(req->today, AHEAD_MONTHS)};
    return unit_list_of_region(req->db, req->arena, &ret->units, err) &&
           unit_trainees(req->db, req->arena, &ret->trainees, err) &&
           unit_capacities(req->db, req->arena, (UnitId){0}, &ret->capacities, err) &&
           unit_visits(req->db, req->arena, (UnitId){0}, ahead, &ret->visits, err);
}

static const UnitTrainees *trainees_of(const Region *region, UnitId id) {
    for (size_t i = 0; i < region->trainees.count; i++)
        if (region->trainees.items[i].unit.raw == id.raw) return &region->trainees.items[i];
    return NULL;
}

static bool is_top(const Unit *unit) {
    return unit->kind == UNIT_KIND_HOSPITAL || unit->kind == UNIT_KIND_PRIMARY_CARE ||
           unit->kind == UNIT_KIND_OFFICE;
}

static CapacityList capacities_of(Arena *arena, const CapacityList *all, UnitId id) {
    CapacityList here = {0};
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].unit.raw == id.raw) list_add(arena, &here, all->items[i]);
    return here;
}

static PlacementList visits_of(Arena *arena, const PlacementList *all, UnitId id) {
    PlacementList here = {0};
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].unit.raw == id.raw) list_add(arena, &here, all->items[i]);
    return here;
}

static int load_on(const PlacementList *visits, Date day) {
    int load = 0;
    for (size_t i = 0; i < visits->count; i++)
        load += date_span_has(date_span(visits->items[i].first, visits->items[i].past), day);
    return load;
}

static Html state_of(Request *req, const CapacityList *capacities, UnitId id,
                     const PlacementList *visits) {
    DateSpan ahead = {req->today, date_add_months(req->today, AHEAD_MONTHS)};
    if (capacities->count == 0)
        return html_tag_of(req->arena, req->lang, "", "i-info",
                           tr_str(req->lang, N_("Platser okända")));
    CapacityStepList steps =
        capacity_steps(req->arena, capacities, id, CAPACITY_LEVEL_ALL, visits, ahead);
    CapacityStepList over = capacity_overflow(req->arena, &steps);
    if (over.count == 0)
        return html_tag_of(req->arena, req->lang, "ok", "i-check", tr_str(req->lang, N_("Ryms")));
    Str when = date_short_year(req->arena, req->lang, over.items[0].span.first);
    return html_tag_of(req->arena, req->lang, "crit", "i-krock",
                       msg_format(req->arena, req->lang,
                                  msg(N_("{1} på {2} platser, {3}"), msg_number(over.items[0].load),
                                      msg_number(over.items[0].places), msg_text(when))));
}

static void row_add(Request *req, const Region *region, const Unit *unit, HtmlUnitList *page) {
    const Unit *parent = unit_find(&region->units, unit->parent);
    CapacityList capacities = capacities_of(req->arena, &region->capacities, unit->id);
    PlacementList visits = visits_of(req->arena, &region->visits, unit->id);
    int places = capacity_places(&capacities, unit->id, CAPACITY_LEVEL_ALL, req->today);
    HtmlUnitListRows row = {.to = url(req->arena, "/enhet/%lld", (long long)unit->id.raw),
                            .name = unit->name,
                            .parent = parent ? parent->name : STR("–"),
                            .care = tr_str(req->lang, care_form_text(unit->care)),
                            .places = places < 0 ? STR("–") : str_printf(req->arena, "%d", places),
                            .today = str_printf(req->arena, "%d", load_on(&visits, req->today)),
                            .state = state_of(req, &capacities, unit->id, &visits)};
    list_add(req->arena, &page->rows, row);
}

static void home_add(Request *req, const Region *region, const Unit *unit,
                     const UnitTrainees *trainees, HtmlUnitList *page) {
    HtmlUnitListHomes home = {
        .to = url(req->arena, "/enhet/%lld", (long long)unit->id.raw),
        .name = unit->name,
        .about = unit_about(req->arena, req->lang, unit, unit_find(&region->units, unit->parent)),
        .count =
            msg_format(req->arena, req->lang,
                       msg(N_("{1} ST-läkare, {2} hemma i dag"), msg_number(trainees->trainees),
                           msg_number(trainees->at_home_today)))};
    list_add(req->arena, &page->homes, home);
}

static void top_add(Request *req, const Region *region, const Unit *unit, HtmlUnitList *page) {
    HtmlUnitListTops top = {
        .to = url(req->arena, "/enhet/%lld", (long long)unit->id.raw),
        .name = unit->name,
        .about = unit_about(req->arena, req->lang, unit, unit_find(&region->units, unit->parent))};
    list_add(req->arena, &page->tops, top);
}

// A home clinic stands among the homes; where its own trainees are many it may receive others too.
static UnitList receiving(Arena *arena, const Region *region) {
    UnitList list = {0};
    for (size_t i = 0; i < region->units.count; i++) {
        const Unit *unit = &region->units.items[i];
        bool is_home = trainees_of(region, unit->id) != NULL;
        bool has_places = capacities_of(arena, &region->capacities, unit->id).count > 0;
        if (!is_top(unit) && (!is_home || has_places)) list_add(arena, &list, *unit);
    }
    return list;
}

static Url page_url(Arena *arena, int64_t page) {
    Url to = url(arena, "/enheter");
    return page > 1 ? url_add(arena, to, "sida", str_printf(arena, "%lld", (long long)page)) : to;
}

static void rows_add(Request *req, const Region *region, HtmlUnitList *page) {
    UnitList list = receiving(req->arena, region);
    int64_t number = 1;
    if (!request_query_int(req, "sida", &number) || number < 1) number = 1;
    size_t first = (size_t)(number - 1) * UNITS_MAX;
    if (first >= list.count) first = 0;
    size_t past = first + UNITS_MAX < list.count ? first + UNITS_MAX : list.count;
    for (size_t i = first; i < past; i++) row_add(req, region, &list.items[i], page);
    page->count =
        msg_format(req->arena, req->lang, msg(N_("{1} enheter"), msg_number((int64_t)list.count)));
    page->shown = msg_format(req->arena, req->lang,
                             msg(N_("Visar {1}–{2} av {3}"), msg_number((int64_t)first + 1),
                                 msg_number((int64_t)past), msg_number((int64_t)list.count)));
    if (first > 0) page->before = page_url(req->arena, number - 1);
    if (past < list.count) page->after = page_url(req->arena, number + 1);
}

bool page_units(Request *req, Reply *reply, Err *err) {
    Region region = {0};
    HtmlUnitList page = {0};
    if (!region_load(req, &region, err)) return false;
    for (size_t i = 0; i < region.units.count; i++) {
        const Unit *unit = &region.units.items[i];
        const UnitTrainees *trainees = trainees_of(&region, unit->id);
        if (trainees)
            home_add(req, &region, unit, trainees, &page);
        else if (is_top(unit))
            top_add(req, &region, unit, &page);
    }
    rows_add(req, &region, &page);
    if (may(req->actor.role, MAY_EXPORT))
        page.export_link = url(req->arena, "/export/capacities.xlsx");
    if (may(req->actor.role, MAY_EDIT_UNIT)) page.add = url(req->arena, "/enhet/ny");
    reply_page(req, reply,
               (Page){.title = tr_str(req->lang, N_("Enheter och platser")),
                      .nav = "enheter",
                      .main = html_unit_list(req->arena, req->lang, &page)});
    return true;
}

// --- one unit

#define COLUMNS 8

typedef struct {
    Date edges[COLUMNS + 1];
} Periods;

static Date next_edge(PlanCalendar calendar, Date date) {
    Ymd ymd = date_to_ymd(date);
    if (calendar == PLAN_CALENDAR_WEEK) return date_add_days(week_first(week_of(date)), 7);
    if (calendar == PLAN_CALENDAR_MONTH || ymd.day >= 16)
        return date_from_ymd(ymd.year, ymd.month + 1, 1);
    return date_from_ymd(ymd.year, ymd.month, 16);
}

static Date first_edge(PlanCalendar calendar, Date date) {
    return calendar == PLAN_CALENDAR_WEEK ? week_first(week_of(date)) : date_month_first(date);
}

static Periods periods_from(PlanCalendar calendar, Date from) {
    Periods periods;
    periods.edges[0] = first_edge(calendar, from);
    for (int i = 0; i < COLUMNS; i++) periods.edges[i + 1] = next_edge(calendar, periods.edges[i]);
    return periods;
}

static Str column_label(Request *req, PlanCalendar calendar, Date date) {
    int year;
    Ymd ymd = date_to_ymd(date);
    if (calendar == PLAN_CALENDAR_WEEK)
        return str_printf(req->arena, "v%d", week_number(date, &year));
    return str_printf(req->arena, "%d/%d", ymd.day, ymd.month);
}

static PlacementList visits_of_level(Arena *arena, const PlacementList *visits,
                                     CapacityLevel level) {
    PlacementList here = {0};
    for (size_t i = 0; i < visits->count; i++) {
        bool is_bt = visits->items[i].kind == PLACEMENT_KIND_BT;
        if (level == CAPACITY_LEVEL_ALL || is_bt == (level == CAPACITY_LEVEL_BT))
            list_add(arena, &here, visits->items[i]);
    }
    return here;
}

// The fullest day of each period, against the places of that day.
static void level_add(Request *req, const CapacityList *capacities, const PlacementList *visits,
                      UnitId id, CapacityLevel level, const Periods *periods, HtmlUnit *page) {
    PlacementList here = visits_of_level(req->arena, visits, level);
    DateSpan window = {periods->edges[0], periods->edges[COLUMNS]};
    CapacityStepList steps = capacity_steps(req->arena, capacities, id, level, &here, window);
    int places = capacity_places(capacities, id, level, date_max(req->today, window.first));
    HtmlUnitLevels row = {.label = tr_str(req->lang, capacity_level_text(level)),
                          .places = places < 0 ? STR("") : str_printf(req->arena, "%d", places)};
    for (int c = 0; c < COLUMNS; c++) {
        const CapacityStep *worst = NULL;
        DateSpan period = {periods->edges[c], periods->edges[c + 1]};
        for (size_t i = 0; i < steps.count; i++) {
            const CapacityStep *step = &steps.items[i];
            if (!date_span_overlaps(step->span, period)) continue;
            if (!worst || step->load - step->places > worst->load - worst->places) worst = step;
        }
        HtmlUnitLevelsCells cell = {.load = STR("0")};
        if (worst) {
            cell.load = str_printf(req->arena, "%d", worst->load);
            if (worst->places >= 0)
                cell.look = worst->load > worst->places    ? STR("l3")
                            : worst->load == worst->places ? STR("l2")
                            : worst->load > 0              ? STR("l1")
                                                           : STR("");
        }
        list_add(req->arena, &row.cells, cell);
    }
    list_add(req->arena, &page->levels, row);
}

static bool has_level(const CapacityList *capacities, CapacityLevel level) {
    for (size_t i = 0; i < capacities->count; i++)
        if (capacities->items[i].level == level) return true;
    return false;
}

static Url period_url(Request *req, UnitId id, Date date) {
    return url_add(req->arena, url(req->arena, "/enhet/%lld", (long long)id.raw), "fran",
                   date_iso(req->arena, date));
}

static void load_add(Request *req, const Unit *unit, const CapacityList *capacities,
                     const PlacementList *visits, const Periods *periods, HtmlUnit *page) {
    for (int c = 0; c < COLUMNS; c++) {
        HtmlUnitColumns column = {.label = column_label(req, unit->calendar, periods->edges[c])};
        list_add(req->arena, &page->columns, column);
    }
    level_add(req, capacities, visits, unit->id, CAPACITY_LEVEL_ALL, periods, page);
    for (int level = CAPACITY_LEVEL_BT; level < CAPACITY_LEVEL_COUNT; level++)
        if (has_level(capacities, (CapacityLevel)level))
            level_add(req, capacities, visits, unit->id, (CapacityLevel)level, periods, page);
    int days = periods->edges[COLUMNS].day - periods->edges[0].day;
    page->period = date_span_text(req->arena, req->lang,
                                  date_span(periods->edges[0], periods->edges[COLUMNS]));
    page->here = period_url(req, unit->id, periods->edges[0]);
    page->earlier = period_url(req, unit->id, date_add_days(periods->edges[0], -days));
    page->later = period_url(req, unit->id, periods->edges[COLUMNS]);
}

static bool visitors_add(Request *req, UnitId id, DateSpan window, HtmlUnit *page, Err *err) {
    UnitVisitorList visitors = {0};
    if (!unit_visitors(req->db, req->arena, id, window, &visitors, err)) return false;
    for (size_t i = 0; i < visitors.count && i < UNITS_MAX; i++) {
        const UnitVisitor *visitor = &visitors.items[i];
        bool is_agreed = visitor->placement.state == PLACEMENT_STATE_CONFIRMED ||
                         visitor->placement.state == PLACEMENT_STATE_COMPLETED;
        bool waits = visitor->placement.state == PLACEMENT_STATE_REQUESTED;
        HtmlUnitVisitors row = {
            .name = full_name(req->arena, visitor->given_name, visitor->family_name),
            .home = visitor->home_name,
            .span = date_span_text(req->arena, req->lang,
                                   date_span(visitor->placement.first, visitor->placement.past)),
            .state = html_tag_of(req->arena, req->lang,
                                 is_agreed ? "ok"
                                 : waits   ? "info"
                                           : "",
                                 is_agreed ? "i-check"
                                 : waits   ? "i-mail"
                                           : "i-cal",
                                 tr_str(req->lang, is_agreed ? N_("Bekräftad")
                                                   : waits   ? N_("Väntar på svar")
                                                             : N_("Planerad")))};
        Training training;
        Err hidden = {0};
        if (training_get(req->db, req->arena, visitor->placement.training, &training, &hidden))
            row.to = url_training(req->arena, training.id, "");
        list_add(req->arena, &page->visitors, row);
    }
    return true;
}

static void places_add(Request *req, const CapacityList *capacities, bool edits, HtmlUnit *page) {
    for (size_t i = 0; i < capacities->count; i++) {
        const Capacity *capacity = &capacities->items[i];
        HtmlUnitPlaces row = {.span = date_span_text(req->arena, req->lang,
                                                     date_span(capacity->first, capacity->past)),
                              .level = tr_str(req->lang, capacity_level_text(capacity->level)),
                              .count = str_printf(req->arena, "%lld", (long long)capacity->places)};
        if (edits)
            row.edit = url(req->arena, "/enhet/%lld/platser/%lld", (long long)capacity->unit.raw,
                           (long long)capacity->id.raw);
        list_add(req->arena, &page->places, row);
    }
}

static void relatives_add(Request *req, const UnitList *units, const Unit *unit, HtmlUnit *page) {
    const Unit *chain[8];
    size_t depth = 0;
    for (const Unit *up = unit_find(units, unit->parent); up && depth < COUNT_OF(chain);
         up = unit_find(units, up->parent))
        chain[depth++] = up;
    while (depth-- > 0) {
        HtmlUnitAbove above = {.to =
                                   url(req->arena, "/enhet/%lld", (long long)chain[depth]->id.raw),
                               .name = chain[depth]->name};
        list_add(req->arena, &page->above, above);
    }
    for (size_t i = 0; i < units->count && page->below.count < UNITS_MAX; i++) {
        if (units->items[i].parent.raw != unit->id.raw) continue;
        HtmlUnitBelow below = {
            .to = url(req->arena, "/enhet/%lld", (long long)units->items[i].id.raw),
            .name = units->items[i].name,
            .about = unit_about(req->arena, req->lang, &units->items[i], NULL)};
        list_add(req->arena, &page->below, below);
    }
}

static bool people_add(Request *req, UnitId id, HtmlUnit *page, Err *err) {
    AppointmentRowList people = {0};
    if (!unit_appointments(req->db, req->arena, id, &people, err)) return false;
    for (size_t i = 0; i < people.count && page->people.count < 20; i++) {
        const AppointmentRow *row = &people.items[i];
        if (row->appointment.role == ROLE_TRAINEE || row->appointment.role == ROLE_SUPERVISOR)
            continue;
        if (row->appointment.unit.raw != id.raw) continue;
        Str role = role_word(req->lang, row->appointment.role);
        Str last = date_short_year(req->arena, req->lang, date_add_days(row->appointment.past, -1));
        bool is_open = row->appointment.past.day == DATE_OPEN.day;
        HtmlUnitPeople shown = {
            .name = full_name(req->arena, row->given_name, row->family_name),
            .what = is_open ? role
                            : msg_format(req->arena, req->lang,
                                         msg(N_("{1} till {2}"), msg_text(role), msg_text(last)))};
        list_add(req->arena, &page->people, shown);
    }
    return true;
}

bool page_unit(Request *req, Reply *reply, Err *err) {
    UnitId id;
    UnitList units = {0};
    CapacityList capacities = {0};
    PlacementList visits = {0};
    HtmlUnit page = {0};
    Date from = req->today;
    if (!request_id(req, "id", &id.raw, err)) return false;
    if (!unit_list_of_region(req->db, req->arena, &units, err)) return false;
    const Unit *unit = unit_find(&units, id);
    if (!unit) return err_set(err, ERR_NOT_FOUND, msg(N_("Enheten finns inte.")));
    request_query_date(req, "fran", &from);
    Periods periods = periods_from(unit->calendar, from);
    DateSpan window = {periods.edges[0], periods.edges[COLUMNS]};
    if (!unit_capacities(req->db, req->arena, id, &capacities, err)) return false;
    if (!unit_visits(req->db, req->arena, id, window, &visits, err)) return false;
    if (!visitors_add(req, id, window, &page, err) || !people_add(req, id, &page, err))
        return false;

    Err hidden = {0};
    bool edits = may_unit(req->db, req->actor, MAY_EDIT_UNIT, id, &hidden);
    page.name = unit->name;
    page.about = unit_about(req->arena, req->lang, unit, unit_find(&units, unit->parent));
    page.email = unit->email;
    if (edits) page.edit = url(req->arena, "/enhet/%lld/andra", (long long)id.raw);
    bool keeps_places = may_places(req->db, req->actor, id, &hidden);
    if (keeps_places)
        page.new_places = url(req->arena, "/enhet/%lld/platser/ny", (long long)id.raw);
    load_add(req, unit, &capacities, &visits, &periods, &page);
    places_add(req, &capacities, keeps_places, &page);
    relatives_add(req, &units, unit, &page);
    reply_page(req, reply,
               (Page){.title = unit->name,
                      .nav = "enheter",
                      .main = html_unit(req->arena, req->lang, &page)});
    return true;
}
