#include "placement/propose_page.h"
#include "access/may_store.h"
#include "base/json.h"
#include "gen/job.html.h"
#include "gen/propose_form.html.h"
#include "gen/records_store.h"
#include "gen/sql.h"
#include "people/made_by_store.h"
#include "placement/board_store.h"
#include "placement/propose_act.h"
#include "placement/propose_store.h"

// --- the form ----------------------------------------------------------------------------------------

static const struct {
    int seconds;
    const char *text;
} times[] = {{5, N_("Snabbt, ungefär 5 sekunder")}, {60, N_("Noga, ungefär en minut")}, {600, N_("Mycket noga, ungefär tio minuter")}};

typedef struct {
    ProposeWishes wishes;
    int seconds;
    Str home_min; // as typed
} ProposeForm;

static bool read_form(Request *req, ProposeForm *ret, Err *err) {
    int64_t seconds = 0, home_min = 0;
    request_form_int(req, "sekunder", &seconds);
    *ret = (ProposeForm){.wishes = {.only_gaps = str_equal(request_form(req, "vilka"), STR("luckor")),
                                    .break_freeze = !request_form_has(req, "frys"),
                                    .move_freely = !request_form_has(req, "flytt"),
                                    .ignore_travel = !request_form_has(req, "resa"),
                                    .bt_first = request_form_has(req, "bt")},
                         .seconds = seconds > 0 && seconds <= PROPOSE_SECONDS_MAX ? (int)seconds : 5,
                         .home_min = request_form(req, "min")};
    bool good = !ret->home_min.size || request_form_int(req, "min", &home_min);
    if (!good || home_min < 0 || home_min > 999)
        return err_set(err, ERR_INVALID, msg(N_("Skriv minsta antalet på hemkliniken som ett tal mellan 0 och 999.")));
    ret->wishes.home_min = (int)home_min;
    return true;
}

typedef struct {
    int trainees, with_gaps, gap_days, pinned;
} PlanCounts;

static PlanCounts count_plan(Arena *arena, const Board *board) {
    PlanCounts counts = {0};
    for (size_t i = 0; i < board->rows.count; i++) {
        const BoardRow *row = &board->rows.items[i];
        counts.trainees++;
        for (size_t k = 0; k < row->placements.count; k++) {
            const Placement *p = &row->placements.items[k];
            bool fixed = p->state == PLACEMENT_STATE_CONFIRMED || p->first.day <= board->today.day;
            counts.pinned += p->past.day > board->today.day && p->kind != PLACEMENT_KIND_HOME && fixed;
        }
        if (!date_is_known(row->training.first) || !date_is_known(row->training.planned_end)) continue;
        DateSpan ahead = {date_max(date_add_days(board->today, 1), row->training.first), date_add_days(row->training.planned_end, 1)};
        DateSpanList gaps = timeline_gaps(arena, &row->placements, &row->absences, ahead);
        counts.with_gaps += gaps.count > 0;
        for (size_t k = 0; k < gaps.count; k++) counts.gap_days += date_span_days(gaps.items[k]);
    }
    return counts;
}

static bool show_form(Request *req, Reply *reply, const ProposeForm *form, Str error, Err *err) {
    Board board;
    Unit unit;
    UnitId id = req->session.unit;
    DateSpan window = {req->today, propose_window(req->today).past};
    if (!may_unit(req->db, req->actor, MAY_PROPOSE_PLAN, id, err)) return false;
    if (!unit_load(req->db, req->arena, id, &unit, err)) return false;
    if (!board_load(req->db, req->arena, id, window, req->today, &board, err)) return false;
    PlanCounts counts = count_plan(req->arena, &board);
    HtmlProposeForm page = {
        .error = error,
        .guard = request_guard(req),
        .all = msg_format(req->arena, req->lang, msg(N_("Alla {1} på {2}"), msg_number(counts.trainees), msg_text(unit.name))),
        .gaps = msg_format(req->arena, req->lang,
                           msg(N_("{1} ST-läkare, {2} månader ej planerade"), msg_number(counts.with_gaps),
                               msg_number((counts.gap_days + 15) / 30))),
        .pinned = msg_format(req->arena, req->lang,
                             msg(N_("Allt som har börjat eller är bekräftat ({1} placeringar)"), msg_number(counts.pinned))),
        .only_gaps = form->wishes.only_gaps,
        .freeze = !form->wishes.break_freeze,
        .few_moves = !form->wishes.move_freely,
        .near = !form->wishes.ignore_travel,
        .bt_first = form->wishes.bt_first,
        .home_min = form->home_min};
    for (size_t i = 0; i < COUNT_OF(times); i++)
        list_add(req->arena, &page.times,
                 ((HtmlProposeFormTimes){str_printf(req->arena, "%d", times[i].seconds), times[i].seconds == form->seconds,
                                         tr_str(req->lang, times[i].text)}));
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Planera automatiskt")), .nav = "plan",
                                  .main = html_propose_form(req->arena, req->lang, &page)});
    return true;
}

bool page_propose(Request *req, Reply *reply, Err *err) {
    ProposeForm form = {.seconds = 5, .home_min = STR("0")};
    return show_form(req, reply, &form, STR(""), err);
}

bool do_propose(Request *req, Reply *reply, Err *err) {
    ProposeForm form;
    JobId job;
    Act act = request_act(req, "plan.propose");
    if (!read_form(req, &form, err) || !propose_ask(&act, req->session.unit, &form.wishes, form.seconds, &job, err)) {
        if (err->kind != ERR_INVALID) return false;
        Err shown = *err;
        if (!show_form(req, reply, &form, msg_format(req->arena, req->lang, shown.message), err)) return false;
        *err = shown;
        return false;
    }
    reply_redirect(reply, url(req->arena, "/jobb/%lld", (long long)job.raw));
    return true;
}

// --- the job -----------------------------------------------------------------------------------------

static bool load_job(Request *req, Job *ret, Err *err) {
    int64_t id;
    Query query;
    JobList list;
    if (!request_id(req, "id", &id, err)) return false;
    if (!query_begin(&query, req->db, SQL_PROPOSE_JOB_GET, err)) return false;
    query_bind_id(&query, 1, id);
    if (!job_list_all(&query, req->arena, &list, err)) return false;
    if (!list.count) return err_set(err, ERR_NOT_FOUND, msg(N_("Beräkningen finns inte.")));
    *ret = list.items[0];
    return may_unit(req->db, req->actor, MAY_PROPOSE_PLAN, ret->unit, err);
}

// A number of a job's JSON; -1 where there is none.
static int64_t number_in(Request *req, Str text, const char *key) {
    json_t *json;
    Err err;
    if (!text.size || !json_read(req->arena, text, &json, &err)) return -1;
    const json_t *value = json_object_get(json, key);
    return json_is_integer(value) ? json_integer_value(value) : -1;
}

static void say_progress(Request *req, const Job *job, HtmlJob *page) {
    int64_t ms = number_in(req, job->progress, "ms"), seconds = number_in(req, job->input, "seconds");
    int64_t all = number_in(req, job->progress, "activities"), left_out = number_in(req, job->progress, "left_out");
    int64_t cost = number_in(req, job->progress, "cost"), bound = number_in(req, job->progress, "bound");
    if (ms < 0) ms = 0;
    int64_t percent = seconds > 0 ? ms / (10 * seconds) : 0;
    page->running = true;
    page->percent = str_printf(req->arena, "%lld", (long long)(percent > 100 ? 100 : percent));
    page->time = msg_format(req->arena, req->lang, msg(N_("{1} av {2} sekunder"), msg_number(ms / 1000), msg_number(seconds)));
    page->placed = all < 0 ? STR("–")
                           : msg_format(req->arena, req->lang, msg(N_("{1} av {2}"), msg_number(all - left_out), msg_number(all)));
    page->best = job->state == JOB_STATE_WAITING ? tr_str(req->lang, N_("Väntar på sin tur."))
                 : all < 0 ? tr_str(req->lang, N_("Läser in planen."))
                           : msg_format(req->arena, req->lang,
                                        msg(N_("Bästa hittills: {1} utan plats, {2} flyttar."), msg_number(left_out),
                                            msg_number(number_in(req, job->progress, "moved"))));
    if (bound > 0 && cost >= bound)
        page->bound = msg_format(req->arena, req->lang,
                                 msg(N_("högst {1} % bättre plan finns"), msg_number((100 * (cost - bound) + cost - 1) / cost)));
}

static void say_ended(Request *req, const Job *job, HtmlJob *page) {
    json_t *json;
    Err err;
    page->title = tr_str(req->lang, N_("Beräkningen är stoppad"));
    page->text = tr_str(req->lang, N_("Den hann inte börja. Planen är oförändrad."));
    if (job->state != JOB_STATE_FAILED) return;
    page->title = tr_str(req->lang, N_("Beräkningen gick inte"));
    page->text = tr_str(req->lang, N_("Planen är oförändrad."));
    if (job->result.size && json_read(req->arena, job->result, &json, &err))
        page->text = str_from_c(json_string_value(json_object_get(json, "error")));
}

static bool say_maker(Request *req, const Job *job, HtmlJob *page, Err *err) {
    MadeBy by;
    if (!made_by_people(req->db, req->arena, job->maker.raw, number_in(req, job->input, "behalf"), &by, err)) return false;
    Str who = made_by_text(req->arena, req->lang, &by);
    if (who.size) page->maker = msg_format(req->arena, req->lang, msg(N_("Begärd av {1}"), msg_text(who)));
    return true;
}

bool page_job(Request *req, Reply *reply, Err *err) {
    Job job;
    if (!load_job(req, &job, err)) return false;
    int64_t version = number_in(req, job.result, "version");
    Url proposal = url(req->arena, "/plan/jamfor?version=%lld", (long long)version);
    if (job.state == JOB_STATE_DONE && version > 0) {
        if (!req->is_htmx) {
            reply_redirect(reply, proposal);
            return true;
        }
        reply_header(req, reply, "HX-Redirect", proposal.address);
    }
    HtmlJob page = {.self = url(req->arena, "/jobb/%lld", (long long)job.id.raw),
                    .stop = url(req->arena, "/jobb/%lld/stoppa", (long long)job.id.raw),
                    .guard = request_guard(req)};
    if (!say_maker(req, &job, &page, err)) return false;
    if (job.state == JOB_STATE_WAITING || job.state == JOB_STATE_RUNNING) say_progress(req, &job, &page);
    else say_ended(req, &job, &page);
    if (version > 0) {
        page.proposal = proposal;
        page.title = page.text = tr_str(req->lang, N_("Förslaget är klart"));
    }
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Räknar på planen")), .nav = "plan",
                                  .main = html_job(req->arena, req->lang, &page), .refresh_seconds = page.running ? 2 : 0});
    return true;
}

bool do_job_stop(Request *req, Reply *reply, Err *err) {
    Job job;
    bool asked;
    if (!load_job(req, &job, err)) return false;
    if (!job_cancel(req->db, job.id, &asked, err)) return false;
    reply_redirect(reply, url(req->arena, "/jobb/%lld", (long long)job.id.raw));
    return true;
}
