#include "duty/todo_beside_view.h"
#include "duty/todo_store.h"
#include "base/service_time.h"
#include "duty/todo_view.h"
#include "people/unit_store.h"
#include "placement/capacity.h"
#include "rulebook/rulebook_store.h"

#define PERIODS 8
#define PLACES_ROWS_MAX 6
#define COMING_MAX 5

// --- places, in half-months

static Date half_month_next(Date date) {
    return date_to_ymd(date).day >= 16 ? date_add_months(date_month_first(date), 1) : date_add_days(date, 15);
}

// From the first clash of the year to come, else from today.
static Date window_first(const Request *req, const Digest *digest) {
    Date year = date_add_months(req->today, 12), first = year;
    for (size_t i = 0; i < digest->rows.count; i++) {
        const TodoRow *row = &digest->rows.items[i];
        for (size_t f = 0; str_equal(row->rule->id, STR("R29")) && f < row->findings.count; f++)
            first = date_min(first, date_max(row->findings.items[f]->since, req->today));
    }
    return date_month_first(date_compare(first, year) < 0 ? first : req->today);
}

static Str month_short(const Request *req, Date date) {
    Str text = date_short(req->arena, req->lang, date_month_first(date)); // "1 feb"
    return str_slice(text, 2, text.size);
}

typedef struct {
    HtmlTodoPlaces row;
    int over, load;
} PlacesRow;
LIST_OF(PlacesRowList, PlacesRow);

static int by_trouble(const void *a, const void *b, void *context) {
    (void)context;
    const PlacesRow *x = a, *y = b;
    return x->over != y->over ? y->over - x->over : y->load - x->load;
}

#define NAME_LETTERS_MAX 14

static Str short_name(const Request *req, const Unit *unit) {
    if (str_length(unit->name) <= NAME_LETTERS_MAX) return unit->name;
    if (!str_is_empty(unit->short_name)) return unit->short_name;
    size_t size = 0;
    for (int letters = 0; size < unit->name.size && letters < NAME_LETTERS_MAX; size++)
        letters += ((unsigned char)unit->name.data[size] & 0xC0) != 0x80;
    return str_printf(req->arena, "%.*s…", STR_ARG(str_trim(str_slice(unit->name, 0, size - 1))));
}

static PlacesRow places_row(const Request *req, const Unit *unit, const CapacityList *capacities,
                            const PlacementList *visits, Date first) {
    int places = capacity_places(capacities, unit->id, CAPACITY_LEVEL_ALL, first);
    PlacesRow places_here = {.row = {.name = unit->name, .short_name = short_name(req, unit)}};
    if (places >= 0) places_here.row.number = str_printf(req->arena, "%d", places);
    Date day = first;
    for (int i = 0; i < PERIODS; i++, day = half_month_next(day)) {
        CapacityStepList steps = capacity_steps(req->arena, capacities, unit->id, CAPACITY_LEVEL_ALL, visits,
                                                date_span(day, half_month_next(day)));
        int load = 0;
        bool over = false, full = false;
        for (size_t s = 0; s < steps.count; s++) {
            const CapacityStep *step = &steps.items[s];
            if (step->load > load) load = step->load;
            over = over || (step->places >= 0 && step->load > step->places);
            full = full || (step->places >= 0 && step->load == step->places && step->load > 0);
        }
        places_here.over += over;
        places_here.load += load;
        list_add(req->arena, &places_here.row.cells,
                 ((HtmlTodoPlacesCells){over ? STR("l3") : full ? STR("l2") : load ? STR("l1") : STR(""),
                                        str_printf(req->arena, "%d", load), over}));
    }
    return places_here;
}

static void draw_window(const Request *req, Date first, HtmlTodo *page) {
    Date day = first, last = first;
    for (int i = 0; i < PERIODS; i++, day = half_month_next(day)) {
        Ymd ymd = date_to_ymd(day);
        last = day;
        // "16/11" has no room; it stands after "1/11".
        Str name = ymd.day > 1 && ymd.month > 9 ? STR("16") : str_printf(req->arena, "%d/%d", ymd.day, ymd.month);
        list_add(req->arena, &page->periods, ((HtmlTodoPeriods){name}));
    }
    page->places_title = str_printf(req->arena, "%s, %.*s–%.*s %d", tr(req->lang, N_("Platser")),
                                    STR_ARG(month_short(req, first)), STR_ARG(month_short(req, last)),
                                    date_to_ymd(last).year);
}

static bool draw_places(Request *req, const Digest *digest, HtmlTodo *page, Err *err) {
    Date first = window_first(req, digest), past = first;
    for (int i = 0; i < PERIODS; i++) past = half_month_next(past);
    CapacityList capacities;
    PlacementList visits;
    UnitList units;
    if (!todo_places(req->db, req->arena, req->session.unit, date_span(first, past), &capacities, &visits, err) ||
        !unit_list_of_region(req->db, req->arena, &units, err))
        return false;
    PlacesRowList rows = {0};
    for (size_t i = 0; i < visits.count; i++) { // sorted by unit
        if (i && visits.items[i - 1].unit.raw == visits.items[i].unit.raw) continue;
        const Unit *unit = unit_find(&units, visits.items[i].unit);
        if (unit) list_add(req->arena, &rows, places_row(req, unit, &capacities, &visits, first));
    }
    if (!rows.count) return true;
    list_sort(req->arena, rows.items, rows.count, sizeof *rows.items, by_trouble, NULL);
    for (size_t i = 0; i < rows.count && i < PLACES_ROWS_MAX; i++) list_add(req->arena, &page->places, rows.items[i].row);
    draw_window(req, first, page);
    Url plan = url(req->arena, "/plan");
    if (leads_somewhere(req, plan)) page->plan = plan;
    return true;
}

// --- what is coming

static Str coming_note(const Request *req, const Coming *coming) {
    if (coming->out || coming->home)
        return msg_format(req->arena, req->lang, msg(N_("{1} ut, {2} hem"), msg_number(coming->out), msg_number(coming->home)));
    if (!coming->noun || coming->count < 2) return STR("");
    return msg_format(req->arena, req->lang, msg(coming->noun, msg_number(coming->count)));
}

static Str day_name(const Request *req, Date date) {
    Str name = weekday_name(req->lang, date);
    if (date_to_ymd(date).year != date_to_ymd(req->today).year)
        return str_printf(req->arena, "%d", date_to_ymd(date).year);
    size_t letters = str_starts(name, STR("tors")) ? 4 : 3;
    return str_starts(name, STR("lö")) || str_starts(name, STR("sö")) ? str_slice(name, 0, 4) : str_slice(name, 0, letters);
}

bool todo_all_coming(Request *req, HtmlTodo *page, Err *err) {
    ComingList coming;
    if (!todo_coming(req->db, req->arena, date_add_months(req->today, 6), &coming, err)) return false;
    for (size_t i = 0; i < coming.count; i++) {
        const Coming *one = &coming.items[i];
        list_add(req->arena, &page->ahead,
                 ((HtmlTodoAhead){date_short(req->arena, req->lang, one->date), day_name(req, one->date),
                                  tr_str(req->lang, one->what), coming_note(req, one)}));
    }
    return true;
}

static bool draw_coming(Request *req, HtmlTodo *page, Err *err) {
    ComingList coming;
    if (!todo_coming(req->db, req->arena, date_add_months(req->today, 3), &coming, err)) return false;
    for (size_t i = 0; i < coming.count && i < COMING_MAX; i++) {
        const Coming *one = &coming.items[i];
        list_add(req->arena, &page->coming,
                 ((HtmlTodoComing){date_short(req->arena, req->lang, one->date), day_name(req, one->date),
                                   tr_str(req->lang, one->what), coming_note(req, one)}));
    }
    page->coming_to = url_add(req->arena, url(req->arena, "/att-gora"), "visa", STR("kommande"));
    return true;
}

// --- the studierektor's own task

static bool draw_task(Request *req, int64_t trainees, HtmlTodo *page, Err *err) {
    int64_t minutes;
    Rulebook rulebook;
    if (!todo_minutes(req->db, req->session.unit, &minutes, err)) return false;
    if (!minutes || !trainees) return true;
    if (!rulebook_load(req->db, req->arena, req->today, &rulebook, err)) return false;
    Str rule = STR("R04");
    int64_t unit = req->session.unit.raw;
    bool few = trainees <= rulebook_setting(&rulebook, rule, STR("few_trainees_max"), unit);
    bool some = trainees <= rulebook_setting(&rulebook, rule, STR("some_trainees_max"), unit);
    Str low = few ? STR("few_hours_min") : some ? STR("some_hours_min") : STR("many_hours_min");
    Str high = few ? STR("few_hours_max") : some ? STR("some_hours_max") : STR("many_hours_max");
    Str hours = service_time_text(req->arena, service_time_of_months(minutes * 100 / 60));
    page->task = msg_format(req->arena, req->lang, msg(N_("{1} timmar per vecka avsatt, {2} utbildningsläkare."),
                                                       msg_text(hours), msg_number(trainees)));
    page->guideline = msg_format(req->arena, req->lang,
                                 msg(N_("Riktlinjen för så många: {1}–{2} timmar per vecka."),
                                     msg_number(rulebook_setting(&rulebook, rule, low, unit)),
                                     msg_number(rulebook_setting(&rulebook, rule, high, unit))));
    return true;
}

bool todo_beside(Request *req, const Digest *digest, int64_t trainees, HtmlTodo *page, Err *err) {
    bool leads = may_reach((Role)req->actor.role, MAY_READ_PLAN) == REACH_UNIT;
    if (leads && !draw_places(req, digest, page, err)) return false;
    if (!draw_coming(req, page, err)) return false;
    return req->actor.role != ROLE_DIRECTOR || draw_task(req, trainees, page, err);
}
