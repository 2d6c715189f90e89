// A trainee's own page: the plan's picture, what each goal has, what needs doing, what has
// happened.
#include "training/training_page.h"
#include "training/training_view.h"
#include "gen/training_goals.html.h"
#include "gen/training_overview.html.h"
#include "training/event_act.h"
#include "duty/digest.h"

// --- goals

#define PLAN_LATE_MONTHS 18

static const struct {
    const char *look, *icon, *word;
} looks[] = {[GOAL_NOT_ASKED] = {"g-na", "i-g-na", N_("Krävs inte")},
             [GOAL_NO_PLAN] = {"g-miss", "i-g-miss", N_("Saknar plan")},
             [GOAL_PLANNED] = {"g-plan", "i-g-plan", N_("Planerat")},
             [GOAL_ONGOING] = {"g-half", "i-g-half", N_("Pågår")},
             [GOAL_DONE] = {"g-ok", "i-g-ok", N_("Klart")}};

static Str next_text(Request *req, const TrainingFile *file, const GoalRow *row) {
    if (goal_state(row, GOAL_COURSE) != GOAL_DONE && row->next_course) {
        Str day = date_short_year(req->arena, req->lang, row->next_course->first);
        return str_printf(req->arena, "%.*s, %.*s", STR_ARG(row->next_course->name), STR_ARG(day));
    }
    if (goal_state(row, GOAL_CLINICAL) == GOAL_DONE || !row->next_placement) return STR("");
    for (size_t i = 0; i < file->service.units.count; i++) {
        const Unit *unit = &file->service.units.items[i];
        if (unit->id.raw != row->next_placement->unit.raw) continue;
        Str day = date_short_year(req->arena, req->lang, row->next_placement->first);
        return str_printf(req->arena, "%.*s, %.*s", STR_ARG(unit->name), STR_ARG(day));
    }
    return STR("");
}

// While there is time a goal without a plan is no alarm: the same sign, without the colour.
static bool is_late(const Request *req, const TrainingFile *file) {
    Date end = file->training.planned_end;
    return date_is_known(end) && end.day < date_add_months(req->today, PLAN_LATE_MONTHS).day;
}

static void cell_add(Request *req, const TrainingFile *file, HtmlTrainingGoalsGroupsGoals *goal,
                     GoalState state) {
    HtmlTrainingGoalsGroupsGoalsCells cell = {.look = str_from_c(looks[state].look),
                                              .icon = str_from_c(looks[state].icon),
                                              .word = tr_str(req->lang, looks[state].word)};
    if (state == GOAL_NO_PLAN && !is_late(req, file)) {
        cell.look = STR("g-na");
        cell.word = tr_str(req->lang, N_("Inte planerat än"));
    }
    list_add(req->arena, &goal->cells, cell);
}

static const char *group_title(GoalGroup group) {
    switch (group) {
    case GOAL_BT: return N_("Bastjänstgöring");
    case GOAL_STA:
    case GOAL_STB:
    case GOAL_A:
    case GOAL_B: return N_("Gemensamma delmål");
    case GOAL_STC:
    case GOAL_C: break;
    }
    return N_("Specialitetens delmål");
}

static HtmlTrainingGoals goals_of(Request *req, const TrainingFile *file, const GoalRowList *rows) {
    HtmlTrainingGoals data = {0};
    const char *title = NULL;
    int certified = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const GoalRow *row = &rows->items[i];
        if (title != group_title(row->goal->group)) {
            title = group_title(row->goal->group);
            HtmlTrainingGoalsGroups group = {.title = tr_str(req->lang, title)};
            list_add(req->arena, &data.groups, group);
        }
        HtmlTrainingGoalsGroupsGoals goal = {
            .code = row->goal->code, .name = row->goal->name_sv, .next = next_text(req, file, row)};
        for (int column = 0; column < GOAL_COLUMN_COUNT; column++)
            cell_add(req, file, &goal, goal_state(row, (GoalColumn)column));
        cell_add(req, file, &goal, goal_certificate_state(row));
        list_add(req->arena, &data.groups.items[data.groups.count - 1].goals, goal);
        certified += row->certified;
    }
    data.note = msg_format(req->arena, req->lang,
                           msg(N_("{1} av {2} delmål har alla intyg. Planerat, gjort och intygat "
                                  "räknas var för sig."),
                               msg_number(certified), msg_number((int64_t)rows->count)));
    return data;
}

static Html goals_card(Request *req, const TrainingFile *file, const TrainingNeeds *needs) {
    GoalRowList rows = goal_rows(req->arena, &file->need, needs, req->today);
    HtmlTrainingGoals data = goals_of(req, file, &rows);
    return html_training_goals(req->arena, req->lang, &data);
}

bool page_training_goals(Request *req, Reply *reply, Err *err) {
    TrainingFile file;
    Html head;
    if (!training_page_file(req, &file, err)) return false;
    TrainingNeeds needs = training_needs(req->arena, &file.need, req->today);
    if (!training_head(req, &file, TAB_GOALS, &needs.progress, &head, err)) return false;
    training_reply(req, reply, &file, N_("Delmål"),
                   html_join(req->arena, head, goals_card(req, &file, &needs)));
    return true;
}

// --- the overview

static void findings_add(Request *req, const FindingList *findings, HtmlTrainingOverview *page) {
    static const struct {
        const char *look, *icon;
    } words[FINDING_WORD_COUNT] = {[FINDING_WORD_KRAV] = {"crit", "i-tri"},
                                   [FINDING_WORD_KROCK] = {"crit", "i-krock"},
                                   [FINDING_WORD_FORSENAT] = {"warn", "i-clock"},
                                   [FINDING_WORD_REKOMMENDATION] = {"info", "i-info"},
                                   [FINDING_WORD_NEUTRAL] = {"", "i-info"}};
    for (size_t i = 0; i < findings->count; i++) {
        const Finding *finding = &findings->items[i];
        if (!finding->on_todo || finding_is_hidden(finding, req->today)) continue;
        HtmlTrainingOverviewFindings row = {
            .look = str_from_c(words[finding->word].look),
            .icon = str_from_c(words[finding->word].icon),
            .title = finding_title(req->arena, req->lang, finding),
            .to = url(req->arena, "/arende/%lld", (long long)finding->id.raw)};
        Str due = date_short_year(req->arena, req->lang, finding->due);
        Str since = date_short_year(req->arena, req->lang, finding->since);
        if (date_is_known(finding->due))
            row.when =
                msg_format(req->arena, req->lang, msg(N_("Klart senast {1}"), msg_text(due)));
        else if (date_is_known(finding->since))
            row.when = msg_format(req->arena, req->lang, msg(N_("Sedan {1}"), msg_text(since)));
        list_add(req->arena, &page->findings, row);
    }
}

static void fact_add(Request *req, HtmlTrainingOverview *page, const char *look, const char *icon,
                     const char *title, Str text) {
    HtmlTrainingOverviewFacts fact = {.look = str_from_c(look),
                                      .icon = str_from_c(icon),
                                      .title = tr_str(req->lang, title),
                                      .text = text};
    list_add(req->arena, &page->facts, fact);
}

static void event_fact_add(Request *req, const TrainingFile *file, EventKind kind,
                           HtmlTrainingOverview *page) {
    const Event *event = training_last_event(file, kind, req->today);
    if (!event) {
        fact_add(req, page, "", "i-info", event_kind_text(kind),
                 tr_str(req->lang, N_("Inget registrerat")));
        return;
    }
    Str text = date_short_year(req->arena, req->lang, event->held);
    if (event->outcome != EVENT_OUTCOME_NONE)
        text = str_printf(req->arena, "%.*s, %s", STR_ARG(text),
                          tr(req->lang, event_outcome_text(event->outcome)));
    fact_add(req, page, "ok", "i-check", event_kind_text(kind), text);
}

static void talks_add(Request *req, const TrainingFile *file, HtmlTrainingOverview *page) {
    int year = date_to_ymd(req->today).year, count = 0;
    for (size_t i = 0; i < file->events.count; i++) {
        const Event *event = &file->events.items[i].event;
        count +=
            event->kind == EVENT_KIND_SUPERVISION_TALK && date_to_ymd(event->held).year == year;
    }
    const Event *last = training_last_event(file, EVENT_KIND_SUPERVISION_TALK, req->today);
    Str day = last ? date_short_year(req->arena, req->lang, last->held) : STR("");
    Str text = last ? msg_format(req->arena, req->lang,
                                 msg(N_("{1} i år, senast {2}"), msg_number(count), msg_text(day)))
                    : tr_str(req->lang, N_("Inget registrerat"));
    fact_add(req, page, "", "i-people", event_kind_text(EVENT_KIND_SUPERVISION_TALK), text);
}

static void facts_add(Request *req, const TrainingFile *file, HtmlTrainingOverview *page) {
    bool is_st = file->training.kind == TRAINING_KIND_ST;
    event_fact_add(req, file, EVENT_KIND_IUP_SIGNED, page);
    if (is_st) event_fact_add(req, file, EVENT_KIND_YEARLY_REVIEW, page);
    event_fact_add(req, file, is_st ? EVENT_KIND_COLLEGIUM : EVENT_KIND_BT_COLLEGIUM, page);
    talks_add(req, file, page);
    Str papers =
        msg_format(req->arena, req->lang,
                   msg(N_("{1} registrerade"), msg_number((int64_t)file->need.certificates.count)));
    fact_add(req, page, "info", "i-doc", N_("Intyg"), papers);
    page->all = url_training(req->arena, file->training.id, "handelser");
    page->all_text = msg_format(req->arena, req->lang,
                                msg(N_("Alla {1}"), msg_number((int64_t)file->events.count)));
}

static void supervisors_add(Request *req, const TrainingFile *file, HtmlTrainingOverview *page) {
    static const char *const kinds[SUPERVISION_KIND_COUNT] = {
        N_("Huvudhandledare"), N_("Handledare på placering"), N_("Vetenskaplig handledare")};
    for (size_t i = 0; i < file->supervisions.count; i++) {
        const SupervisionRow *row = &file->supervisions.items[i];
        DateSpan span = date_span(row->supervision.first, row->supervision.past);
        if (span.past.day <= req->today.day) continue;
        Str when = date_span_text(req->arena, req->lang, span);
        HtmlTrainingOverviewSupervisors shown = {
            .name = row->name,
            .what = str_printf(req->arena, "%s, %.*s", tr(req->lang, kinds[row->supervision.kind]),
                               STR_ARG(when))};
        list_add(req->arena, &page->supervisors, shown);
    }
}

bool page_training(Request *req, Reply *reply, Err *err) {
    TrainingFile file;
    FindingList findings = {0};
    HtmlTrainingOverview page = {0};
    if (!training_page_file(req, &file, err)) return false;
    TrainingNeeds needs = training_needs(req->arena, &file.need, req->today);
    if (!training_head(req, &file, TAB_OVERVIEW, &needs.progress, &page.head, err)) return false;
    if (!training_findings(req->db, req->arena, file.training.id, &findings, err)) return false;
    page.timeline = training_timeline(req, &file);
    page.goals = goals_card(req, &file, &needs);
    findings_add(req, &findings, &page);
    facts_add(req, &file, &page);
    supervisors_add(req, &file, &page);
    training_reply(req, reply, &file, NULL, html_training_overview(req->arena, req->lang, &page));
    return true;
}
