#include "placement/compare_page.h"
#include <stddef.h>
#include "access/may_store.h"
#include "base/json.h"
#include "base/local_time.h"
#include "gen/compare.html.h"
#include "gen/publish.html.h"
#include "people/made_by_store.h"
#include "placement/compare.h"
#include "placement/propose_act.h"
#include "placement/propose_store.h"
#include "placement/publish_act.h"

#define COLUMNS_MAX 3
#define CHANGES_MAX 50
#define LANE_WEEKS 104
#define LANE_WEEK_PX 7 // what is there on a screen 1,440 px wide

typedef struct {
    Request *req;
    ProposeInput input;
    PlanVersionList versions; // open, oldest first
    PlanVersion version;      // the one looked at; id 0: there is none
    PlanChangeList changes;   // its
    ProposeTimelineList timelines;
    Board now, then;
    Date start; // of the lanes
} Compare;

static bool load_changes(Request *req, PlanVersionId id, PlanChangeList *ret, Err *err) {
    return plan_change_list(req->db, req->arena, id, ret, err);
}

// The whole proposal, whatever has been answered.
static PlanChangeList as_proposed(Arena *arena, const PlanChangeList *changes) {
    PlanChangeList open = {0};
    for (size_t i = 0; i < changes->count; i++) {
        PlanChange change = changes->items[i];
        change.answer = PLAN_ANSWER_OPEN;
        list_add(arena, &open, change);
    }
    return open;
}

static bool load_compare(Request *req, int64_t asked, Right right, Compare *ret, Err *err) {
    Compare c = {.req = req};
    UnitId unit = req->session.unit;
    if (asked) {
        if (!plan_version_get(req->db, req->arena, (PlanVersionId){asked}, &c.version, err)) return false;
        unit = c.version.unit;
    }
    if (!may_unit(req->db, req->actor, right, unit, err)) return false;
    if (!plan_version_list(req->db, req->arena, unit, &c.versions, err)) return false;
    if (!asked && c.versions.count) c.version = c.versions.items[c.versions.count - 1];
    if (asked && c.version.state != PLAN_STATE_PROPOSAL)
        return err_set(err, ERR_NOT_FOUND, msg(N_("{1} är redan publicerat eller förkastat."), msg_text(c.version.name)));
    if (!propose_load(req->db, req->arena, unit, req->today, &c.input, err)) return false;
    if (c.version.id.raw && !load_changes(req, c.version.id, &c.changes, err)) return false;
    Date month = date_month_first(req->today);
    c.start = week_first(week_of(month));
    *ret = c;
    return true;
}

// --- figures -----------------------------------------------------------------------------------------

static const struct {
    const char *name;
    size_t offset;
    int better; // -1: less is, 1: more is, 0: neither
} criteria[] = {
    {N_("Krockar"), offsetof(PlanMeasure, clashes), -1},
    {N_("Halvmånader med fler ST-läkare än platser"), offsetof(PlanMeasure, crowded), -1},
    {N_("Behov utan plats i planen"), offsetof(PlanMeasure, open_needs), -1},
    {N_("ST-läkare med plan till slutdatum"), offsetof(PlanMeasure, planned_to_end), 1},
    {N_("Ej planerade månader, alla tillsammans"), offsetof(PlanMeasure, unplanned_days), -1},
    {N_("Placeringar som flyttas"), offsetof(PlanMeasure, moved), 0},
    {N_("varav inom 12 veckor"), offsetof(PlanMeasure, moved_soon), 0},
    {N_("Lägsta antal ST-läkare på hemkliniken, två år"), offsetof(PlanMeasure, home_least), 1},
};

static int value_of(const PlanMeasure *measure, size_t criterion) {
    int value = *(const int *)((const char *)measure + criteria[criterion].offset);
    return criteria[criterion].offset == offsetof(PlanMeasure, unplanned_days) ? (value + 15) / 30 : value;
}

static void draw_figures(const Compare *c, const PlanMeasure *measures, size_t count, HtmlCompare *page) {
    Arena *arena = c->req->arena;
    for (size_t r = 0; r < COUNT_OF(criteria); r++) {
        HtmlCompareRows row = {.name = tr_str(c->req->lang, criteria[r].name)};
        int best = value_of(&measures[0], r), worst = best;
        for (size_t i = 1; i < count; i++) {
            int value = value_of(&measures[i], r), better = criteria[r].better;
            if (better * value > better * best) best = value;
            if (better * value < better * worst) worst = value;
        }
        for (size_t i = 0; i < count; i++) {
            int value = value_of(&measures[i], r);
            bool is_best = criteria[r].better && best != worst && value == best;
            bool is_bad = criteria[r].offset == offsetof(PlanMeasure, clashes) && value > 0;
            list_add(arena, &row.values, ((HtmlCompareRowsValues){is_best ? STR("best") : is_bad ? STR("bad") : STR(""),
                                                                  str_printf(arena, "%d", value), is_best}));
        }
        list_add(arena, &page->rows, row);
    }
}

// The plan in force and the latest proposals, the one looked at among them.
static bool draw_table(Compare *c, HtmlCompare *page, Err *err) {
    Request *req = c->req;
    PlanMeasure measures[COLUMNS_MAX + 1];
    size_t count = 0;
    measures[count++] = plan_measure(req->arena, &c->input, NULL);
    list_add(req->arena, &page->columns, ((HtmlCompareColumns){.name = tr_str(req->lang, N_("Gällande"))}));
    size_t skip = c->versions.count > COLUMNS_MAX ? c->versions.count - COLUMNS_MAX : 0;
    for (size_t i = 0; i < c->versions.count; i++) {
        const PlanVersion *version = &c->versions.items[i];
        bool looked_at = version->id.raw == c->version.id.raw;
        if ((i < skip && !looked_at) || count > COLUMNS_MAX) continue;
        PlanChangeList changes;
        if (!load_changes(req, version->id, &changes, err)) return false;
        changes = as_proposed(req->arena, &changes);
        ProposeTimelineList timelines = propose_timelines(req->arena, &c->input, &changes);
        if (looked_at) c->timelines = timelines;
        measures[count++] = plan_measure(req->arena, &c->input, &timelines);
        list_add(req->arena, &page->columns,
                 ((HtmlCompareColumns){.current = looked_at, .name = version->name,
                                       .to = looked_at ? (Url){0} : url(req->arena, "/plan/jamfor?version=%lld", (long long)version->id.raw),
                                       .note = looked_at ? tr_str(req->lang, N_("visas nedan")) : STR("")}));
    }
    draw_figures(c, measures, count, page);
    return true;
}

static void add_how(const Compare *c, HtmlCompare *page, const char *name, Msg text) {
    Request *req = c->req;
    list_add(req->arena, &page->how, ((HtmlCompareHow){tr_str(req->lang, name), msg_format(req->arena, req->lang, text)}));
}

static const ProposeTrainee *trainee_with(const Compare *c, int64_t training) {
    for (size_t i = 0; i < c->input.trainees.count; i++)
        if (c->input.trainees.items[i].training.id.raw == training) return &c->input.trainees.items[i];
    return NULL;
}

// One row for each trainee and reason.
static int draw_lacking(const Compare *c, const json_t *list, HtmlCompare *page) {
    static const char *const why[] = {N_("får inte plats på någon enhet"), N_("ingen enhet tar emot"),
                                      N_("hinns inte före slutdatum"), N_("start eller slut är okänt")};
    Request *req = c->req;
    int64_t last_training = 0, last_reason = -1;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *row = json_array_get(list, i);
        int64_t training = json_integer_value(json_object_get(row, "training")), reason = json_integer_value(json_object_get(row, "why"));
        Str name = str_copy(req->arena, str_from_c(json_string_value(json_object_get(row, "name"))));
        const ProposeTrainee *t = trainee_with(c, training);
        if (!t || reason < 0 || reason >= (int64_t)COUNT_OF(why)) continue;
        if (training == last_training && reason == last_reason) {
            Str *what = &page->lacking.items[page->lacking.count - 1].what;
            *what = str_printf(req->arena, "%.*s, %.*s", STR_ARG(*what), STR_ARG(name));
            continue;
        }
        list_add(req->arena, &page->lacking,
                 ((HtmlCompareLacking){url(req->arena, "/st/%lld/plan", (long long)training), t->name, name, tr_str(req->lang, why[reason])}));
        last_training = training;
        last_reason = reason;
    }
    return (int)json_array_size(list);
}

static bool draw_maker(const Compare *c, HtmlCompare *page, Err *err) {
    Request *req = c->req;
    MadeBy by;
    if (!made_by_load(req->db, req->arena, "plan_version", c->version.id.raw, &by, err)) return false;
    Str who = made_by_text(req->arena, req->lang, &by);
    if (who.size) add_how(c, page, N_("Begärd av"), msg(N_("{1}, {2}"), msg_text(who), msg_date(local_date(by.at))));
    return true;
}

static void draw_summary(const Compare *c, HtmlCompare *page) {
    Request *req = c->req;
    json_t *json;
    Err err;
    if (!c->version.summary.size || !json_read(req->arena, c->version.summary, &json, &err)) return;
    int64_t home_min = json_integer_value(json_object_get(json, "home_min"));
    add_how(c, page, N_("Fast"), msg(N_("Allt som har börjat eller är bekräftat: {1} placeringar"),
                                     msg_number(json_integer_value(json_object_get(json, "pinned")))));
    add_how(c, page, N_("Måste"), msg(N_("Platser per enhet, behoven före slutdatum")));
    if (home_min > 0) add_how(c, page, N_("Måste"), msg(N_("Minst {1} ST-läkare på hemkliniken"), msg_number(home_min)));
    if (json_is_true(json_object_get(json, "bt_first"))) add_how(c, page, N_("Måste"), msg(N_("Bastjänstgöringen först")));
    add_how(c, page, N_("Helst"), msg(N_("Få flytt, korta resvägar, jämn bemanning hemma")));
    int left_out = draw_lacking(c, json_object_get(json, "left_out"), page);
    draw_lacking(c, json_object_get(json, "missing"), page);
    page->lacking_title = tr_str(req->lang, N_("Ryms inte i planen"));
    if (left_out)
        page->impossible = msg_format(req->arena, req->lang,
                                      msg(N_("Det går inte att uppfylla alla krav: {1} behov får inte plats."), msg_number(left_out)));
}

// --- changes -----------------------------------------------------------------------------------------

static bool place(const Compare *c, DateSpan span, int *ret_start, int *ret_weeks) {
    int first = (span.first.day - c->start.day) / 7, past = (span.past.day - c->start.day + 3) / 7;
    if (span.past.day <= c->start.day || first >= LANE_WEEKS) return false;
    if (span.first.day < c->start.day) first = 0;
    if (past > LANE_WEEKS) past = LANE_WEEKS;
    *ret_start = first;
    *ret_weeks = past > first ? past - first : 1;
    return true;
}

static void draw_lane(const Compare *c, const PlacementList *placements, const char *row, HtmlCompareChanges *ret) {
    int start, weeks;
    for (size_t i = 0; i < placements->count; i++) {
        const Placement *p = &placements->items[i];
        if (!placement_counts(p) || !place(c, (DateSpan){p->first, p->past}, &start, &weeks)) continue;
        const Unit *unit = board_unit(&c->now, p->unit);
        list_add(c->req->arena, &ret->bars,
                 ((HtmlCompareChangesBars){str_printf(c->req->arena, "b s%d n%d %s %s", start, weeks, placement_look(p, unit), row),
                                           placement_label(p, unit, weeks * LANE_WEEK_PX - 7)}));
    }
}

static void draw_axis(const Compare *c, HtmlCompare *page) {
    Arena *arena = c->req->arena;
    page->axis_class = str_printf(arena, "dl pct t%d", LANE_WEEKS);
    Date past = date_add_days(c->start, 7 * LANE_WEEKS);
    for (Date d = date_add_months(date_month_first(c->req->today), 1); d.day < past.day; d = date_add_months(d, 1)) {
        Ymd ymd = date_to_ymd(d);
        if ((ymd.month - 1) % 3) continue;
        Str text = ymd.month == 1 ? str_printf(arena, "%d", ymd.year) : str_slice(date_short(arena, c->req->lang, d), 2, 20);
        list_add(arena, &page->axis, ((HtmlCompareAxis){str_printf(arena, "yl s%d", (d.day - c->start.day) / 7), text}));
    }
}

static Str gain_text(const Compare *c, const TrainingChange *change) {
    Request *req = c->req;
    int months = (change->days + 15) / 30;
    switch (change->gain) {
    case CHANGE_SOLVES: return tr_str(req->lang, N_("Löser krock"));
    case CHANGE_FILLS:
        return msg_format(req->arena, req->lang, msg(months == 1 ? N_("Fyller {1} månad") : N_("Fyller {1} månader"), msg_number(months)));
    case CHANGE_NEEDS: return tr_str(req->lang, N_("Behov får plats"));
    case CHANGE_ASKED: return tr_str(req->lang, N_("Enheten är tillfrågad"));
    case CHANGE_EVENS: break;
    }
    return tr_str(req->lang, N_("Jämnare beläggning"));
}

static Str change_text(const Compare *c, const TrainingChange *change) {
    Request *req = c->req;
    Str text = msg_format(req->arena, req->lang, change->text);
    if (change->count < 2) return text;
    Str more = msg_format(req->arena, req->lang, msg(N_("och {1} till"), msg_number(change->count - 1)));
    return str_printf(req->arena, "%.*s %.*s", STR_ARG(text), STR_ARG(more));
}

static bool is_rejected(const Compare *c, TrainingId training) {
    for (size_t i = 0; i < c->changes.count; i++)
        if (c->changes.items[i].training.raw == training.raw) return c->changes.items[i].answer == PLAN_ANSWER_REJECTED;
    return false;
}

static void draw_changes(Compare *c, HtmlCompare *page) {
    Request *req = c->req;
    int chosen = 0, changed = 0;
    c->now = propose_board(req->arena, &c->input, NULL);
    c->then = propose_board(req->arena, &c->input, &c->timelines);
    for (size_t i = 0; i < c->timelines.count; i++) {
        const ProposeTimeline *timeline = &c->timelines.items[i];
        const ProposeTrainee *t = &c->input.trainees.items[i];
        if (!timeline->changes.count) continue;
        changed++;
        if (page->changes.count >= CHANGES_MAX) continue;
        TrainingChange change = training_change(req->arena, &c->input, i, timeline, &c->now, &c->then);
        bool wait = change.gain == CHANGE_ASKED, rejected = is_rejected(c, t->training.id);
        HtmlCompareChanges row = {.id = str_printf(req->arena, "d%zu", i),
                                  .described = str_printf(req->arena, "dd%zu", i),
                                  .value = str_printf(req->arena, "%lld", (long long)t->training.id.raw),
                                  .chosen = !rejected,
                                  .name = t->name,
                                  .text = change_text(c, &change),
                                  .lane_class = str_printf(req->arena, "dl pct t%d", LANE_WEEKS),
                                  .lane_label = tr_str(req->lang, N_("Överst gällande plan, underst förslaget")),
                                  .good = !wait,
                                  .wait = wait,
                                  .tag_class = wait ? STR("tag warn") : STR("tag ok"),
                                  .tag = gain_text(c, &change)};
        draw_lane(c, &t->placements, "ghost", &row);
        draw_lane(c, &timeline->placements, "b2", &row);
        list_add(req->arena, &page->changes, row);
        chosen += !rejected;
    }
    if (c->then.clashes.count > 0)
        add_how(c, page, N_("Kvar"), msg(c->then.clashes.count == 1 ? N_("{1} krock som ligger fast: den löser du på planen")
                                                                    : N_("{1} krockar som ligger fast: dem löser du på planen"),
                                         msg_number((int64_t)c->then.clashes.count)));
    page->changes_title = msg_format(req->arena, req->lang, msg(N_("Ändringar i {1}"), msg_text(c->version.name)));
    page->changes_note = msg_format(req->arena, req->lang,
                                    msg(N_("{1} ST-läkare. Streckat: gällande. Fyllt: förslag. Två år från {2}."),
                                        msg_number(changed), msg_date(c->start)));
    if (changed > CHANGES_MAX)
        page->rest = msg_format(req->arena, req->lang,
                                msg(N_("De första {1} visas. Övriga {2} följer med när du antar alla."), msg_number(CHANGES_MAX),
                                    msg_number(changed - CHANGES_MAX)));
    page->chosen_count = msg_format(req->arena, req->lang, msg(N_("{1} valda"), msg_number(chosen)));
    draw_axis(c, page);
}

static bool show_compare(Request *req, Reply *reply, int64_t version, Str error, Err *err) {
    Compare c;
    if (!load_compare(req, version, MAY_PROPOSE_PLAN, &c, err)) return false;
    HtmlCompare page = {.error = error, .guard = request_guard(req), .none = !c.version.id.raw,
                        .version = str_printf(req->arena, "%lld", (long long)c.version.id.raw)};
    if (c.version.id.raw) {
        if (!draw_table(&c, &page, err)) return false;
        draw_summary(&c, &page);
        if (!draw_maker(&c, &page, err)) return false;
        draw_changes(&c, &page);
        if (!page.changes.count)
            page.unchanged = msg_format(req->arena, req->lang, msg(N_("{1} ändrar ingenting"), msg_text(c.version.name)));
    }
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Jämför planer")), .nav = "plan",
                                  .main = html_compare(req->arena, req->lang, &page)});
    return true;
}

bool page_compare(Request *req, Reply *reply, Err *err) {
    int64_t version = 0;
    request_query_int(req, "version", &version);
    return show_compare(req, reply, version, STR(""), err);
}

// --- answers -----------------------------------------------------------------------------------------

static bool show_compare_again(Request *req, Reply *reply, int64_t version, Err *err) {
    Err shown = *err;
    if (shown.kind != ERR_CONFLICT && shown.kind != ERR_INVALID) return false;
    if (!show_compare(req, reply, version, msg_format(req->arena, req->lang, shown.message), err)) return false;
    *err = shown;
    return false;
}

bool do_compare_accept(Request *req, Reply *reply, Err *err) {
    int64_t version = 0;
    TrainingIdList chosen = {0};
    StrList typed = request_form_all(req, "andring");
    request_form_int(req, "version", &version);
    for (size_t i = 0; i < typed.count; i++) {
        int64_t id;
        if (str_to_int(typed.items[i], &id)) list_add(req->arena, &chosen, ((TrainingId){id}));
    }
    bool all = request_form_has(req, "alla");
    Act act = request_act(req, "plan.accept");
    if (!all && !chosen.count) {
        err_set(err, ERR_INVALID, msg(N_("Välj minst en ändring att anta.")));
        return show_compare_again(req, reply, version, err);
    }
    if (!plan_answer(&act, (PlanVersionId){version}, all ? NULL : &chosen, err)) return show_compare_again(req, reply, version, err);
    reply_redirect(reply, url(req->arena, "/plan/publicera?version=%lld", (long long)version));
    return true;
}

bool do_compare_discard(Request *req, Reply *reply, Err *err) {
    int64_t version = 0;
    request_form_int(req, "version", &version);
    Act act = request_act(req, "plan.discard");
    if (!propose_discard(&act, (PlanVersionId){version}, err)) return false;
    reply_redirect_done(req, reply, url(req->arena, "/plan"), msg(N_("Förslaget är förkastat. Planen är oförändrad.")), act.audit);
    return true;
}

// --- publishing --------------------------------------------------------------------------------------

static bool show_publish(Request *req, Reply *reply, int64_t version, Str error, Err *err) {
    Compare c;
    if (!load_compare(req, version, MAY_PUBLISH_PLAN, &c, err)) return false;
    PlanChangeList accepted = {0};
    for (size_t i = 0; i < c.changes.count; i++)
        if (c.changes.items[i].answer == PLAN_ANSWER_ACCEPTED) list_add(req->arena, &accepted, c.changes.items[i]);
    if (!accepted.count) { // nothing is chosen yet
        reply_redirect(reply, url(req->arena, "/plan/jamfor"));
        return true;
    }
    c.timelines = propose_timelines(req->arena, &c.input, &accepted);
    c.now = propose_board(req->arena, &c.input, NULL);
    c.then = propose_board(req->arena, &c.input, &c.timelines);
    HtmlPublish page = {.error = error, .guard = request_guard(req),
                        .back = url(req->arena, "/plan/jamfor?version=%lld", (long long)c.version.id.raw),
                        .version = str_printf(req->arena, "%lld", (long long)c.version.id.raw)};
    int changes = 0;
    for (size_t i = 0; i < c.timelines.count; i++) {
        if (!c.timelines.items[i].changes.count) continue;
        TrainingChange change = training_change(req->arena, &c.input, i, &c.timelines.items[i], &c.now, &c.then);
        changes += change.count ? change.count : 1;
        list_add(req->arena, &page.changes, ((HtmlPublishChanges){c.input.trainees.items[i].name, change_text(&c, &change)}));
    }
    page.summary = msg_format(req->arena, req->lang,
                              msg(changes == 1 ? N_("En ändring hos en ST-läkare. Gällande plan blir den du ser nu. Den förra finns kvar i historiken.")
                                               : N_("{1} ändringar hos {2} ST-läkare. Gällande plan blir den du ser nu. Den förra finns kvar i historiken."),
                                  msg_number(changes), msg_number((int64_t)page.changes.count)));
    int64_t more = (int64_t)c.then.clashes.count - (int64_t)c.now.clashes.count;
    if (more > 0)
        page.clashes = msg_format(req->arena, req->lang,
                                  msg(more == 1 ? N_("De ändringar du valt ger en krock till. Anta alla, så försvinner den.")
                                                : N_("De ändringar du valt ger {1} krockar till. Anta alla, så försvinner de."),
                                      msg_number(more)));
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Publicera planen")), .nav = "plan",
                                  .main = html_publish(req->arena, req->lang, &page)});
    return true;
}

bool page_publish(Request *req, Reply *reply, Err *err) {
    int64_t version = 0;
    request_query_int(req, "version", &version);
    return show_publish(req, reply, version, STR(""), err);
}

bool do_publish(Request *req, Reply *reply, Err *err) {
    int64_t version = 0;
    int trainees;
    request_form_int(req, "version", &version);
    Act act = request_act(req, "plan.publish");
    if (!plan_publish(&act, (PlanVersionId){version}, &trainees, err)) {
        Err shown = *err;
        if (shown.kind == ERR_STALE || shown.kind == ERR_CONFLICT)
            if (!show_publish(req, reply, version, msg_format(req->arena, req->lang, shown.message), err)) return false;
        *err = shown;
        return false;
    }
    reply_redirect_done(req, reply, url(req->arena, "/plan"),
                        msg(N_("Planen är publicerad: {1} ST-läkare har fått ändringar."), msg_number(trainees)),
                        act.audit);
    return true;
}
