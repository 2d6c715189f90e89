// Regionen: the units that train doctors, those with most to mend first. Trainees are counted in groups of
// five or more, and nothing is said of a single one.
#include "duty/finding_filter.h"
#include "duty/overview_page.h"
#include "duty/overview_store.h"
#include "duty/todo_view.h"
#include "gen/region.html.h"
#include "people/unit_store.h"
#include "rulebook/rulebook_store.h"
#include "training/training_view.h"

typedef struct {
    const Unit *unit;
    RegionUnit of;
    bool trains;
    int64_t trainees, found; // trainees 0: too few to say
    FindingWord worst;
    Date review;
} Row;
LIST_OF(RowList, Row);

static int by_need(const void *a, const void *b, void *context) {
    (void)context;
    const Row *x = a, *y = b;
    bool calm_x = !x->found || x->worst >= FINDING_WORD_REKOMMENDATION, calm_y = !y->found || y->worst >= FINDING_WORD_REKOMMENDATION;
    if (calm_x != calm_y) return calm_x - calm_y;
    if (!calm_x && x->worst != y->worst) return (int)x->worst - (int)y->worst;
    return str_compare(x->unit->sort_key, y->unit->sort_key);
}

static void count_findings(const SeenFindingList *findings, Row *row) {
    row->worst = FINDING_WORD_NEUTRAL;
    for (size_t i = 0; i < findings->count; i++) {
        const Finding *f = &findings->items[i].finding;
        if (f->unit.raw != row->unit->id.raw || f->training.raw || !f->on_todo) continue;
        row->found++;
        if (f->word < row->worst) row->worst = f->word;
    }
}

static Html state_of(const Request *req, const Row *row) {
    if (!row->found || row->worst >= FINDING_WORD_REKOMMENDATION)
        return html_tag_of(req->arena, req->lang, "ok", "i-check", tr_str(req->lang, N_("Inget att åtgärda")));
    return html_tag_of(req->arena, req->lang, str_to_c(req->arena, tone_of(row->worst)), str_to_c(req->arena, icon_of(row->worst)),
                       tr_str(req->lang, finding_word_text(row->worst)));
}

static Str review_text(const Request *req, const Row *row) {
    if (date_is_known(row->of.booked))
        return msg_format(req->arena, req->lang, msg(N_("Bokad {1}"), msg_text(date_short_year(req->arena, req->lang, row->of.booked))));
    if (!date_is_known(row->review)) return tr_str(req->lang, N_("Tidigare granskning är inte registrerad"));
    Str day = date_short_year(req->arena, req->lang, row->review);
    return msg_format(req->arena, req->lang, msg(date_compare(row->review, req->today) < 0 ? N_("Skulle ha varit {1}") : N_("Senast {1}"), msg_text(day)));
}

static void draw_row(const Request *req, const Row *row, int64_t most, HtmlRegion *page) {
    HtmlRegionUnits drawn = {.to = url(req->arena, "/enhet/%lld", (long long)row->unit->id.raw), .name = row->unit->name, .state = state_of(req, row),
                             .director = row->of.director, .alone = row->trains && !row->of.director.size, .review = row->trains ? review_text(req, row) : STR(""),
                             .trainees = !row->trains ? tr_str(req->lang, N_("tar emot")) : row->trainees ? str_printf(req->arena, "%lld", (long long)row->trainees) : tr_str(req->lang, N_("färre än 5"))};
    if (row->trainees) drawn.share = str_printf(req->arena, "%lld", (long long)(row->trainees * 100 / most));
    list_add(req->arena, &page->units, drawn);
}

static void add_tally(const Request *req, HtmlRegion *page, const char *tone, const char *icon, int64_t number, const char *word, const char *context, Url to) {
    list_add(req->arena, &page->tally,
             ((HtmlRegionTally){.tone = number ? str_from_c(tone) : STR(""), .icon = str_from_c(number ? icon : "i-check"), .to = to,
                                .number = str_printf(req->arena, "%lld", (long long)number), .word = tr_str(req->lang, word), .context = tr_str(req->lang, context)}));
}

static void draw_tally(const Request *req, const RowList *rows, HtmlRegion *page) {
    int64_t trouble = 0, review = 0, alone = 0;
    Date year = date_add_months(req->today, 12);
    for (size_t i = 0; i < rows->count; i++) {
        const Row *row = &rows->items[i];
        trouble += row->found && row->worst < FINDING_WORD_FORSENAT;
        review += !date_is_known(row->of.booked) && date_is_known(row->review) && date_compare(row->review, year) < 0;
        alone += row->trains && !row->of.director.size;
    }
    Url all = url(req->arena, "/regler?per=enhet"), appointed = url(req->arena, "/regler/ksr-exists"), reviewed = url(req->arena, "/regler/R83");
    add_tally(req, page, "crit", "i-tri", trouble, N_("enheter med krav eller krock"), N_("det som rör enheten som helhet"), all);
    add_tally(req, page, "crit", "i-user", alone, N_("enheter utan studierektor"), N_("i dag"), appointed);
    add_tally(req, page, "warn", "i-clock", review, N_("granskningar att beställa"), N_("inom ett år, ingen bokad"), reviewed);
}

static bool is_there(const RowList *rows, UnitId unit) {
    for (size_t i = 0; i < rows->count; i++)
        if (rows->items[i].unit->id.raw == unit.raw) return true;
    return false;
}

// Units that train nobody of their own, but have something to mend: too many visitors, say.
static void add_receiving(Request *req, const UnitList *units, const SeenFindingList *findings, RowList *rows) {
    for (size_t i = 0; i < findings->count; i++) {
        const Finding *f = &findings->items[i].finding;
        const Unit *unit = unit_find(units, f->unit);
        if (f->training.raw || !unit || is_there(rows, f->unit)) continue;
        Row row = {.unit = unit, .of = {.unit = unit->id, .director = STR(""), .reviewed = DATE_NONE, .booked = DATE_NONE}, .review = DATE_NONE};
        count_findings(findings, &row);
        if (row.found) list_add(req->arena, rows, row);
    }
}

static bool rows_make(Request *req, RowList *ret, Err *err) {
    RegionUnitList region;
    UnitList *units = arena_new(req->arena, UnitList);
    UnitTraineesList trainees;
    SeenFindingList findings;
    Rulebook rulebook;
    RowList rows = {0};
    if (!overview_region(req->db, req->arena, &region, err) || !unit_list_of_region(req->db, req->arena, units, err) ||
        !unit_trainees(req->db, req->arena, &trainees, err) || !finding_seen(req, &findings, err) ||
        !rulebook_load(req->db, req->arena, req->today, &rulebook, err))
        return false;
    for (size_t i = 0; i < region.count; i++) {
        Row row = {.unit = unit_find(units, region.items[i].unit), .of = region.items[i], .review = DATE_NONE};
        if (!row.unit) continue;
        for (size_t t = 0; t < trainees.count; t++)
            if (trainees.items[t].unit.raw == row.of.unit.raw) row.trainees = trainees.items[t].trainees;
        int years = rulebook_setting(&rulebook, STR("R83"), STR("interval_years"), row.of.unit.raw);
        if (date_is_known(row.of.reviewed)) row.review = date_add_months(row.of.reviewed, 12 * years);
        count_findings(&findings, &row);
        row.trains = true;
        list_add(req->arena, &rows, row);
    }
    add_receiving(req, units, &findings, &rows);
    list_sort(req->arena, rows.items, rows.count, sizeof *rows.items, by_need, NULL);
    *ret = rows;
    return true;
}

static Url page_at(const Request *req, int64_t at) {
    return url_add(req->arena, url(req->arena, "/region"), "sida", str_printf(req->arena, "%lld", (long long)at));
}

bool page_region(Request *req, Reply *reply, Err *err) {
    if (may_reach((Role)req->actor.role, MAY_READ_OVERVIEW) != REACH_REGION) {
        reply_redirect(reply, url(req->arena, "/oversikt"));
        return true;
    }
    RowList rows;
    int64_t at = 1, most = 1;
    HtmlRegion page = {.day = date_long(req->arena, req->lang, req->today)};
    if (!rows_make(req, &rows, err)) return false;
    if (!request_query_int(req, "sida", &at) || at < 1 || (size_t)(at - 1) * FINDING_ROWS_MAX >= rows.count) at = 1;
    size_t first = (size_t)(at - 1) * FINDING_ROWS_MAX, past = first + FINDING_ROWS_MAX < rows.count ? first + FINDING_ROWS_MAX : rows.count;
    for (size_t i = 0; i < rows.count; i++) most = rows.items[i].trainees > most ? rows.items[i].trainees : most;
    for (size_t i = first; i < past; i++) draw_row(req, &rows.items[i], most, &page);
    draw_tally(req, &rows, &page);
    int64_t training = 0;
    for (size_t i = 0; i < rows.count; i++) training += rows.items[i].trains;
    const char *lede = !may(req->actor.role, MAY_READ_TRAINING) ? N_("{1} enheter som utbildar minst fem")
                       : training == 1                          ? N_("{1} enhet som utbildar")
                                                                : N_("{1} enheter som utbildar");
    page.lede = msg_format(req->arena, req->lang, msg(lede, msg_number(training)));
    page.shown = msg_format(req->arena, req->lang, msg(N_("Visar {1}–{2} av {3}"), msg_number((int64_t)first + 1), msg_number((int64_t)past), msg_number((int64_t)rows.count)));
    if (at > 1) page.before = page_at(req, at - 1);
    if (past < rows.count) page.after = page_at(req, at + 1);
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Regionen")), .nav = "region", .main = html_region(req->arena, req->lang, &page)});
    return true;
}
