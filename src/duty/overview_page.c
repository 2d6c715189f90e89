// Översikt: how it stands at the units one leads, as pictures and numbers. What is printed holds no number
// of persons under three.
#include "base/few.h"
#include "duty/finding_filter.h"
#include "duty/overview_page.h"
#include "duty/overview_store.h"
#include "duty/remedy.h"
#include "duty/todo_view.h"
#include "gen/overview.html.h"
#include "people/unit_store.h"
#include "training/training_view.h"

#define WAITING_MAX 6
#define YEARS 5

typedef struct {
    TrainingList trainings;
    SeenFindingList findings;
    IdMap outcomes;
    UnitList units;
} Overview;

static bool in_service(const Training *t, Date on) {
    if (!date_is_known(t->first) || date_compare(t->first, on) > 0) return false;
    if (date_is_known(t->ended)) return date_compare(t->ended, on) >= 0;
    return t->state != TRAINING_STATE_ENDED && t->state != TRAINING_STATE_COMPLETED;
}

static Str number_text(const Request *req, int64_t number) {
    return str_printf(req->arena, "%lld", (long long)number);
}

static Str people_text(const Request *req, int64_t number) {
    return few_is_hidden(number) ? tr_str(req->lang, N_("färre än 3")) : number_text(req, number);
}

static Str share_of(const Request *req, int64_t part, int64_t whole) {
    return number_text(req, whole > 0 ? part * 100 / whole : 0);
}

static int64_t count_word(const Overview *overview, FindingWord word, UnitId unit) {
    int64_t count = 0;
    for (size_t i = 0; i < overview->findings.count; i++) {
        const Finding *f = &overview->findings.items[i].finding;
        count += f->word == word && f->on_todo && (!unit.raw || f->unit.raw == unit.raw);
    }
    return count;
}

// --- the parts of the page

static void add_tally(const Request *req, HtmlOverview *page, FindingWord word, int64_t number, const char *what, const char *context) {
    Url to = url_add(req->arena, url(req->arena, "/arenden"), "slag", str_from_c(finding_word_names[word]));
    list_add(req->arena, &page->tally,
             ((HtmlOverviewTally){.tone = number ? tone_of(word) : STR(""), .icon = number ? icon_of(word) : STR("i-check"), .to = to,
                                  .number = number_text(req, number), .word = tr_str(req->lang, what), .context = tr_str(req->lang, context)}));
}

static void draw_tally(const Request *req, const Overview *overview, HtmlOverview *page) {
    UnitId all = {0};
    add_tally(req, page, FINDING_WORD_KRAV, count_word(overview, FINDING_WORD_KRAV, all), N_("krav ej uppfyllt"), N_("det som föreskriften kräver"));
    int64_t clashes = count_word(overview, FINDING_WORD_KROCK, all);
    add_tally(req, page, FINDING_WORD_KROCK, clashes, clashes == 1 ? N_("krock") : N_("krockar"), N_("två saker som inte kan vara samtidigt"));
    add_tally(req, page, FINDING_WORD_FORSENAT, count_word(overview, FINDING_WORD_FORSENAT, all), N_("försenat"), N_("ett datum har gått"));
    add_tally(req, page, FINDING_WORD_REKOMMENDATION, count_word(overview, FINDING_WORD_REKOMMENDATION, all), N_("råd"), N_("rekommendationer, inget krav"));
}

// What the reader's own role can mend, the most urgent first.
static void draw_waiting(const Request *req, const Overview *overview, HtmlOverview *page) {
    Str role = str_from_c(role_names[req->actor.role]);
    int64_t all = 0;
    for (size_t i = 0; i < overview->findings.count; i++) {
        const SeenFinding *seen = &overview->findings.items[i];
        const Finding *f = &seen->finding;
        bool mine = f->handed_to.raw ? f->handed_to.raw == req->actor.person : str_equal(seen->rule->responsible->id, role);
        if (!mine || !f->on_todo || finding_is_hidden(f, req->today) || f->word == FINDING_WORD_NEUTRAL || all++ >= WAITING_MAX) continue;
        list_add(req->arena, &page->waiting,
                 ((HtmlOverviewWaiting){.tone = tone_of(f->word), .icon = icon_of(f->word), .to = url_finding(req->arena, f->id),
                                        .title = finding_title(req->arena, req->lang, f), .word = tr_str(req->lang, finding_word_text(f->word)),
                                        .when = due_when(req->arena, req->lang, f->since, f->due, req->today),
                                        .remedy = tr_str(req->lang, seen->how->remedy), .remedy_to = finding_remedy(req, f, seen->how)}));
    }
    if (all > WAITING_MAX)
        page->waiting_note = msg_format(req->arena, req->lang, msg(N_("de {1} mest brådskande av {2}"), msg_number(WAITING_MAX), msg_number(all)));
}

static void draw_years(const Request *req, const Overview *overview, HtmlOverview *page) {
    int this_year = date_to_ymd(req->today).year;
    int64_t all[YEARS] = {0}, bt[YEARS] = {0}, most = 1;
    bool ahead = date_compare(date_from_ymd(this_year, 11, 1), req->today) > 0;
    int last = ahead ? this_year - 1 : this_year;
    for (int y = 0; y < YEARS; y++) {
        Date on = date_from_ymd(last - YEARS + 1 + y, 11, 1);
        for (size_t i = 0; i < overview->trainings.count; i++) {
            const Training *t = &overview->trainings.items[i];
            if (!in_service(t, on)) continue;
            all[y]++;
            bt[y] += t->kind == TRAINING_KIND_BT;
        }
        most = all[y] > most ? all[y] : most;
    }
    for (int y = 0; y < YEARS; y++) {
        bool hidden[2];
        few_hide((int64_t[]){all[y] - bt[y], bt[y]}, 2, hidden);
        bool hide_bt = hidden[1] || few_is_hidden(all[y] - bt[y]);
        Str text = bt[y] && !hide_bt ? msg_format(req->arena, req->lang, msg(N_("{1}, varav {2} i BT"), msg_text(people_text(req, all[y])), msg_number(bt[y])))
                                     : people_text(req, all[y]);
        int64_t drawn = few_is_hidden(all[y]) ? FEW_PRINTED_MIN : all[y];
        list_add(req->arena, &page->years,
                 ((HtmlOverviewYears){.name = number_text(req, last - YEARS + 1 + y), .all = share_of(req, drawn, most),
                                      .part = share_of(req, hide_bt ? drawn : all[y] - bt[y], most), .text = text}));
    }
}

static void draw_outcomes(const Request *req, const Overview *overview, HtmlOverview *page) {
    enum { OUTCOMES = EVENT_OUTCOME_ACTION_PLAN + 2 }; // the last: no collegium this year
    int64_t counts[OUTCOMES] = {0}, all = 0, outcome;
    bool hidden[OUTCOMES];
    for (size_t i = 0; i < overview->trainings.count; i++) {
        const Training *t = &overview->trainings.items[i];
        if (!in_service(t, req->today)) continue;
        bool held = id_map_get(&overview->outcomes, t->id.raw, &outcome) && outcome >= 0 && outcome <= EVENT_OUTCOME_ACTION_PLAN;
        counts[held ? outcome : OUTCOMES - 1]++;
        all++;
    }
    page->outcome_title = msg_format(req->arena, req->lang, msg(N_("Kollegiets resultat {1}"), msg_text(number_text(req, date_to_ymd(req->today).year))));
    few_hide(counts, OUTCOMES, hidden);
    for (int i = 0; all && i < OUTCOMES; i++) {
        const char *name = i == OUTCOMES - 1 ? N_("inget kollegium i år") : i == EVENT_OUTCOME_NONE ? N_("resultat ej angivet") : event_outcome_text((EventOutcome)i);
        if (!counts[i] && i != EVENT_OUTCOME_ON_TRACK) continue;
        Str text = !hidden[i] ? number_text(req, counts[i]) : few_is_hidden(counts[i]) ? tr_str(req->lang, N_("färre än 3")) : tr_str(req->lang, N_("skrivs inte ut"));
        list_add(req->arena, &page->outcomes,
                 ((HtmlOverviewOutcomes){.name = tr_str(req->lang, name), .part = hidden[i] ? STR("0") : share_of(req, counts[i], all), .text = text}));
    }
}

static void draw_units(const Request *req, const Overview *overview, HtmlOverview *page) {
    for (size_t u = 0; u < overview->units.count; u++) {
        const Unit *unit = &overview->units.items[u];
        int64_t trainees = 0;
        for (size_t i = 0; i < overview->trainings.count; i++)
            trainees += overview->trainings.items[i].home_unit.raw == unit->id.raw && in_service(&overview->trainings.items[i], req->today);
        if (!trainees || page->units.count == FINDING_ROWS_MAX) continue;
        Url to = url_add(req->arena, url(req->arena, "/arenden"), "enhet", number_text(req, unit->id.raw));
        list_add(req->arena, &page->units,
                 ((HtmlOverviewUnits){.to = to, .name = unit->name, .trainees = people_text(req, trainees),
                                      .demands = people_text(req, count_word(overview, FINDING_WORD_KRAV, unit->id)),
                                      .clashes = people_text(req, count_word(overview, FINDING_WORD_KROCK, unit->id)),
                                      .late = people_text(req, count_word(overview, FINDING_WORD_FORSENAT, unit->id))}));
    }
    if (page->units.count < 2) page->units.count = 0; // nothing to compare with
}

static void draw_areas(const Request *req, const Overview *overview, HtmlOverview *page) {
    for (size_t a = 0; a < rulebook_data.spur_area_count; a++) {
        const SpurArea *area = &rulebook_data.spur_areas[a];
        int64_t rules = 0, found = 0;
        FindingWord worst = FINDING_WORD_NEUTRAL;
        for (size_t r = 0; r < rulebook_data.duty_rule_count; r++) rules += rulebook_data.duty_rules[r].spur_area == area;
        for (size_t i = 0; i < overview->findings.count; i++) {
            const SeenFinding *seen = &overview->findings.items[i];
            if (seen->rule->spur_area != area || seen->finding.word >= FINDING_WORD_REKOMMENDATION) continue;
            found++;
            if (seen->finding.word < worst) worst = seen->finding.word;
        }
        Str text = !rules   ? tr_str(req->lang, N_("Ingen regel bevakar det än."))
                   : !found ? msg_format(req->arena, req->lang, msg(rules == 1 ? N_("Inget att åtgärda. {1} regel bevakar det.") : N_("Inget att åtgärda. {1} regler bevakar det."), msg_number(rules)))
                            : few_is_hidden(found) ? tr_str(req->lang, N_("Färre än 3 att åtgärda."))
                            : msg_format(req->arena, req->lang, msg(N_("{1} att åtgärda."), msg_number(found)));
        list_add(req->arena, &page->areas,
                 ((HtmlOverviewAreas){.letter = area->letter, .name = area->name_sv, .text = text,
                                      .tone = found ? tone_of(worst) : rules ? STR("ok") : STR(""),
                                      .icon = found ? icon_of(worst) : rules ? STR("i-check") : STR("i-hist")}));
    }
}

bool page_overview(Request *req, Reply *reply, Err *err) {
    if (may_reach((Role)req->actor.role, MAY_READ_OVERVIEW) == REACH_REGION) {
        reply_redirect(reply, url(req->arena, "/region"));
        return true;
    }
    Overview overview = {0};
    Date january = date_from_ymd(date_to_ymd(req->today).year, 1, 1);
    if (!overview_trainings(req->db, req->arena, &overview.trainings, err) || !finding_seen(req, &overview.findings, err) ||
        !overview_outcomes(req->db, req->arena, january, &overview.outcomes, err) ||
        !unit_list_of_region(req->db, req->arena, &overview.units, err))
        return false;
    HtmlOverview page = {.day = date_long(req->arena, req->lang, req->today), .scope = req->session.unit_name};
    draw_tally(req, &overview, &page);
    draw_waiting(req, &overview, &page);
    draw_years(req, &overview, &page);
    draw_outcomes(req, &overview, &page);
    draw_units(req, &overview, &page);
    draw_areas(req, &overview, &page);
    Url import = url(req->arena, "/import");
    if (leads_somewhere(req, import)) page.import = import;
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Översikt")), .nav = "oversikt", .main = html_overview(req->arena, req->lang, &page)});
    return true;
}
