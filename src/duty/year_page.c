// The year wheel: what comes back every year, from the rulebook, and what has a date. The list says all
// that the wheel shows.
#include "duty/finding_filter.h"
#include "duty/todo_store.h"
#include "duty/todo_view.h"
#include "duty/year_page.h"
#include "gen/year.html.h"
#include "rulebook/rulebook.h"
#include <math.h>

#define RINGS 6
#define RIM 165.0 // of the outermost ring; each next lies 18 further in
#define DATED_MAX 12

typedef struct {
    const YearEntry *entry;
    DateSpan span; // this year
    int ring, number;
} Placed;
LIST_OF(PlacedList, Placed);

// --- geometry: the year goes clockwise from the top

static double angle_of(Date date) {
    Date january = date_from_ymd(date_to_ymd(date).year, 1, 1);
    return 2 * M_PI * (date.day - january.day) / 366.0 - M_PI / 2;
}

static Str coordinate(Arena *arena, double value) {
    return str_printf(arena, "%d.%d", (int)value, (int)(value * 10) % 10);
}

static double along_x(double radius, double angle) { return 200 + radius * cos(angle); }
static double along_y(double radius, double angle) { return 200 + radius * sin(angle); }

static Str line_from_to(Arena *arena, double inner, double outer, double angle) {
    return str_printf(arena, "M%.1f %.1fL%.1f %.1f", along_x(inner, angle), along_y(inner, angle), along_x(outer, angle), along_y(outer, angle));
}

// A day alone is drawn ten days wide, else it would not be seen.
static DateSpan drawn_span(DateSpan span) {
    int days = span.past.day - span.first.day;
    return days >= 10 ? span : date_span(date_add_days(span.first, -(10 - days) / 2), date_add_days(span.past, (10 - days + 1) / 2));
}

// --- what comes when

static int by_first(const void *a, const void *b, void *context) {
    (void)context;
    const Placed *x = a, *y = b;
    int order = date_compare(x->span.first, y->span.first);
    return order ? order : date_compare(x->span.past, y->span.past);
}

static PlacedList place_all(const Request *req) {
    PlacedList list = {0};
    int year = date_to_ymd(req->today).year, past[RINGS] = {0};
    for (size_t i = 0; i < rulebook_data.year_entry_count; i++) {
        const YearEntry *e = &rulebook_data.year_entries[i];
        DateSpan span = date_span(date_from_ymd(year, e->first_month, e->first_day), date_add_days(date_from_ymd(year, e->last_month, e->last_day), 1));
        list_add(req->arena, &list, ((Placed){.entry = e, .span = span}));
    }
    list_sort(req->arena, list.items, list.count, sizeof *list.items, by_first, NULL);
    for (size_t i = 0; i < list.count; i++) {
        Placed *placed = &list.items[i];
        DateSpan drawn = drawn_span(placed->span);
        placed->number = (int)i + 1;
        while (placed->ring + 1 < RINGS && past[placed->ring] > drawn.first.day) placed->ring++;
        past[placed->ring] = drawn.past.day + 3;
    }
    return list;
}

static bool is_now(const Request *req, const Placed *placed) {
    return date_span_has(placed->span, req->today);
}

static void draw_wheel(const Request *req, const PlacedList *list, HtmlYear *page) {
    static const char *const months[] = {N_("jan"), N_("feb"), N_("mar"), N_("apr"), N_("maj"), N_("jun"),
                                         N_("jul"), N_("aug"), N_("sep"), N_("okt"), N_("nov"), N_("dec")};
    int year = date_to_ymd(req->today).year;
    for (int m = 0; m < 12; m++) {
        double angle = angle_of(date_from_ymd(year, m + 1, 1)), middle = angle_of(date_from_ymd(year, m + 1, 16));
        list_add(req->arena, &page->months,
                 ((HtmlYearMonths){.d = line_from_to(req->arena, 60, 176, angle), .x = coordinate(req->arena, along_x(188, middle)),
                                   .y = coordinate(req->arena, along_y(188, middle) + 4), .name = tr_str(req->lang, months[m])}));
    }
    for (size_t i = 0; i < list->count; i++) {
        const Placed *placed = &list->items[i];
        double radius = RIM - 18 * placed->ring;
        DateSpan drawn = drawn_span(placed->span);
        double from = angle_of(drawn.first), to = from + 2 * M_PI * (drawn.past.day - drawn.first.day) / 366.0, middle = (from + to) / 2;
        bool now = is_now(req, placed), ahead = date_compare(placed->span.first, req->today) > 0;
        list_add(req->arena, &page->arcs,
                 ((HtmlYearArcs){.state = now ? STR("now") : ahead ? STR("ahead") : STR(""), .on = now, .number = str_printf(req->arena, "%d", placed->number),
                                 .d = str_printf(req->arena, "M%.1f %.1fA%.1f %.1f 0 0 1 %.1f %.1f", along_x(radius, from), along_y(radius, from), radius, radius,
                                                 along_x(radius, to), along_y(radius, to)),
                                 .x = coordinate(req->arena, along_x(radius, middle)), .y = coordinate(req->arena, along_y(radius, middle) + 4)}));
    }
    page->today = line_from_to(req->arena, 56, 176, angle_of(req->today));
}

// --- the list

static Str without_year(Str text) {
    bool ends_so = text.size > 5 && text.data[text.size - 5] == ' ';
    return ends_so ? str_slice(text, 0, text.size - 5) : text;
}

static void add_entry(const Request *req, const Placed *placed, HtmlYearParts *part) {
    const YearEntry *e = placed->entry;
    Url to = url(req->arena, "%.*s", STR_ARG(e->page));
    HtmlYearPartsEntries row = {.number = str_printf(req->arena, "%d", placed->number), .name = e->name_sv,
                                .when = placed->span.past.day - placed->span.first.day == 1 ? date_short(req->arena, req->lang, placed->span.first)
                                                                                          : without_year(date_span_text(req->arena, req->lang, placed->span))};
    if (leads_somewhere(req, to)) row.to = to;
    if (e->clause.size) row.why = msg_format(req->arena, req->lang, msg(N_("Uppdraget, punkt {1}"), msg_text(e->clause)));
    list_add(req->arena, &part->entries, row);
}

static void draw_parts(const Request *req, const PlacedList *list, HtmlYear *page) {
    static const struct {
        const char *id, *title;
    } parts[] = {{"h-nu", N_("Nu")}, {"h-sen", N_("Senare i år")}, {"h-fore", N_("Tidigare i år, och nästa år igen")}};
    for (int p = 0; p < (int)COUNT_OF(parts); p++) {
        HtmlYearParts part = {.id = str_from_c(parts[p].id), .title = tr_str(req->lang, parts[p].title)};
        for (size_t i = 0; i < list->count; i++) {
            bool ahead = date_compare(list->items[i].span.first, req->today) > 0;
            int belongs = is_now(req, &list->items[i]) ? 0 : ahead ? 1 : 2;
            if (belongs == p) add_entry(req, &list->items[i], &part);
        }
        if (part.entries.count) list_add(req->arena, &page->parts, part);
    }
}

static bool draw_dated(Request *req, HtmlYear *page, Err *err) {
    ComingList coming;
    SeenFindingList findings;
    if (!todo_coming(req->db, req->arena, date_add_months(req->today, 12), &coming, err) || !finding_seen(req, &findings, err)) return false;
    int64_t due = 0;
    for (size_t i = 0; i < findings.count; i++) {
        Date day = findings.items[i].finding.due;
        due += date_is_known(day) && date_compare(day, req->today) >= 0 && date_compare(day, date_add_months(req->today, 12)) < 0;
    }
    if (due)
        list_add(req->arena, &page->dated,
                 ((HtmlYearDated){.date = tr_str(req->lang, N_("inom ett år")), .to = url(req->arena, "/arenden?inom=365"), .what = tr_str(req->lang, N_("Ärenden med ett datum")),
                                  .note = msg_format(req->arena, req->lang, msg(due == 1 ? N_("{1} ärende") : N_("{1} ärenden"), msg_number(due)))}));
    for (size_t i = 0; i < coming.count && i < DATED_MAX; i++) {
        const Coming *one = &coming.items[i];
        HtmlYearDated row = {.date = date_short_year(req->arena, req->lang, one->date), .what = tr_str(req->lang, one->what)};
        if (one->out || one->home) row.note = msg_format(req->arena, req->lang, msg(N_("{1} ut, {2} hem"), msg_number(one->out), msg_number(one->home)));
        else if (one->noun && one->count > 1) row.note = msg_format(req->arena, req->lang, msg(one->noun, msg_number(one->count)));
        list_add(req->arena, &page->dated, row);
    }
    return true;
}

bool page_year(Request *req, Reply *reply, Err *err) {
    HtmlYear page = {.day = date_long(req->arena, req->lang, req->today), .year = str_printf(req->arena, "%d", date_to_ymd(req->today).year)};
    PlacedList list = place_all(req);
    draw_wheel(req, &list, &page);
    draw_parts(req, &list, &page);
    if (!draw_dated(req, &page, err)) return false;
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Årshjul")), .nav = "att-gora", .main = html_year(req->arena, req->lang, &page)});
    return true;
}
