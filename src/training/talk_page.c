// Supervision talks: one press for one that was held, why for one that was not, and the log.
#include "base/map.h"
#include "gen/sql.h"
#include "gen/talk.html.h"
#include "gen/talk_log.html.h"
#include "http/field.h"
#include "rulebook/rulebook_store.h"
#include "training/event_act.h"
#include "training/talk_act.h"
#include "training/training_page.h"
#include "training/training_view.h"

// --- what there is of the year

typedef struct {
    IdMap held, leave; // by training: talks, and days of leave, in the last twelve months
    Rulebook rulebook;
} TalkYear;

static bool counts_read(Request *req, const Sql *sql, IdMap *ret, Err *err) {
    Query query;
    if (!query_begin(&query, req->db, sql, err)) return false;
    query_bind_date(&query, 1, date_add_months(req->today, -12));
    while (query_next(&query)) id_map_put(req->arena, ret, query_int(&query, 0), query_int(&query, 1));
    return query_end(&query, err);
}

static bool year_read(Request *req, TalkYear *ret, Err *err) {
    return counts_read(req, SQL_TALK_COUNTS, &ret->held, err) &&
           counts_read(req, SQL_TALK_LEAVE_DAYS, &ret->leave, err) &&
           rulebook_load(req->db, req->arena, req->today, &ret->rulebook, err);
}

// The region's goal, less the part of the year that was leave or before the training began.
static Str year_text(Request *req, const TalkYear *year, const Training *t, bool primary_care) {
    int64_t held = 0, leave = 0;
    const char *name = primary_care ? "primary_care_per_year" : "hospital_per_year";
    int64_t goal = rulebook_setting(&year->rulebook, STR("R41"), str_from_c(name), t->home_unit.raw);
    Date start = date_add_months(req->today, -12);
    int days = req->today.day - start.day;
    id_map_get(&year->held, t->id.raw, &held);
    id_map_get(&year->leave, t->id.raw, &leave);
    if (date_is_known(t->first) && t->first.day > start.day) leave += t->first.day - start.day;
    goal = leave >= days ? 0 : goal * (days - leave) / days;
    return msg_format(req->arena, req->lang,
                      msg(N_("{1} av {2} samtal det senaste året."), msg_number(held), msg_number(goal)));
}

static bool is_primary_care(Request *req, UnitId id) {
    Unit unit;
    Err none = {0};
    return unit_load(req->db, req->arena, id, &unit, &none) && unit.care == CARE_FORM_PRIMARY;
}

// --- one press

static int longest_ago(const void *a, const void *b, void *context) {
    const TrainingRow *x = a, *y = b;
    (void)context;
    if (x->last_event.day != y->last_event.day) return x->last_event.day < y->last_event.day ? -1 : 1;
    return str_compare(x->sort_key, y->sort_key);
}

static void row_add(Request *req, const TalkYear *year, const TrainingRow *row, HtmlTalk *page) {
    Str day = date_short_year(req->arena, req->lang, row->last_event);
    HtmlTalkRows shown = {
        .id = id_text(req->arena, row->training.id.raw),
        .to = url_training(req->arena, row->training.id, "samtal"),
        .name = full_name(req->arena, row->given_name, row->family_name),
        .last = date_is_known(row->last_event) ? msg_format(req->arena, req->lang, msg(N_("Senast {1}."), msg_text(day)))
                                               : tr_str(req->lang, N_("Inget samtal är registrerat.")),
        .share = year_text(req, year, &row->training, is_primary_care(req, row->training.home_unit)),
        .guard = request_guard(req),
        .today = date_iso(req->arena, req->today)};
    if (str_equal(request_form(req, "st"), shown.id)) { // what was typed, where it was refused
        shown.today = request_form(req, "nar");
        shown.typed = str_equal(request_form(req, "vad"), STR("inte"));
    }
    for (int i = MISSED_CAUSE_COUNT; i-- > 0;) {
        HtmlTalkRowsCauses cause = {.value = str_from_c(missed_cause_names[i]),
                                    .label = tr_str(req->lang, missed_cause_text((MissedCause)i)),
                                    .chosen = shown.typed && str_equal(request_form(req, "orsak"), str_from_c(missed_cause_names[i]))};
        list_add(req->arena, &shown.causes, cause);
    }
    list_add(req->arena, &page->rows, shown);
}

static void pages_add(Request *req, size_t count, size_t first, int64_t number, HtmlTalk *page) {
    size_t past = first + TRAINING_ROWS_MAX < count ? first + TRAINING_ROWS_MAX : count;
    Url to = url(req->arena, "/samtal");
    page->shown = msg_format(req->arena, req->lang, msg(N_("Visar {1}–{2} av {3}"), msg_number((int64_t)first + 1),
                                                        msg_number((int64_t)past), msg_number((int64_t)count)));
    if (first > 0) page->before = url_add(req->arena, to, "sida", id_text(req->arena, number - 1));
    if (past < count) page->after = url_add(req->arena, to, "sida", id_text(req->arena, number + 1));
}

static bool is_over(const Training *t) {
    return t->state == TRAINING_STATE_COMPLETED || t->state == TRAINING_STATE_ENDED;
}

static bool talks_show(Request *req, Reply *reply, const FieldErrorList *errors, Err *err) {
    TrainingRowList all, rows = {0};
    TalkYear year = {0};
    int64_t number = 1;
    TrainingQuery asked = {.unit = training_unit(req), .event_kind = EVENT_KIND_SUPERVISION_TALK};
    if (!training_rows(req->db, req->arena, asked, &all, err) || !year_read(req, &year, err)) return false;
    for (size_t i = 0; i < all.count; i++)
        if (!is_over(&all.items[i].training)) list_add(req->arena, &rows, all.items[i]);
    list_sort(req->arena, rows.items, rows.count, sizeof *rows.items, longest_ago, NULL);
    if (!request_query_int(req, "sida", &number) || number < 1) number = 1;
    size_t first = (size_t)(number - 1) * TRAINING_ROWS_MAX;
    if (first >= rows.count) first = 0, number = 1;
    HtmlTalk page = {.errors = html_form_errors(req->arena, req->lang, N_("Inget registrerades. Rätta och försök igen:"), errors)};
    if (rows.count > 1) page.many = url(req->arena, "/registrera");
    for (size_t i = first; i < rows.count && i < first + TRAINING_ROWS_MAX; i++) row_add(req, &year, &rows.items[i], &page);
    if (rows.count) pages_add(req, rows.count, first, number, &page);
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Handledarsamtal")), .nav = "st",
                                  .main_class = "narrow", .main = html_talk(req->arena, req->lang, &page)});
    return true;
}

bool page_talks(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return talks_show(req, reply, &none, err);
}

static bool talk_held(Act *act, TrainingId id, Date day, PersonId supervisor, Err *err) {
    EventDraft draft = {.kind = EVENT_KIND_SUPERVISION_TALK, .held = day, .responsible = supervisor,
                        .main_supervisor_is_responsible = !supervisor.raw};
    TrainingIdList one = {0};
    size_t count;
    list_add(act->arena, &one, id);
    return event_register(act, &draft, &one, &count, err);
}

static MissedCause cause_from(const Request *req) {
    for (int i = 0; i < MISSED_CAUSE_COUNT; i++)
        if (str_equal(request_form(req, "orsak"), str_from_c(missed_cause_names[i]))) return (MissedCause)i;
    return MISSED_CAUSE_OTHER;
}

bool do_talk(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    TrainingId id = {0};
    Err again = {0};
    request_form_int(req, "st", &id.raw);
    bool held = !str_equal(request_form(req, "vad"), STR("inte"));
    Date day = field_date(req, "nar", &errors);
    PersonId supervisor = {req->session.role == ROLE_SUPERVISOR ? req->session.person.raw : 0};
    Act act = request_act(req, held ? "event.register" : "talk.miss");
    MissedTalk missed = {.training = id, .supervisor = supervisor, .planned = day, .cause = cause_from(req)};
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count == 0 && (held ? talk_held(&act, id, day, supervisor, err) : talk_miss(&act, &missed, err))) {
        reply_redirect_done(req, reply, url(req->arena, "/samtal"),
                            held ? msg(N_("Samtalet {1} är registrerat."), msg_date(day))
                                 : msg(N_("Att samtalet {1} inte blev av är registrerat."), msg_date(day)),
                            act.audit);
        return true;
    }
    if (err->kind != ERR_INVALID) return false;
    FieldErrorList shown = {0};
    field_error(req->arena, &shown, str_to_c(req->arena, str_printf(req->arena, "nar%lld", (long long)id.raw)), err->message);
    talks_show(req, reply, &shown, &again);
    return false;
}

// --- the log of one trainee

bool page_talk_log(Request *req, Reply *reply, Err *err) {
    TrainingFile file;
    TalkYear year = {0};
    Query query;
    if (!training_page_file(req, &file, err) || !year_read(req, &year, err)) return false;
    HtmlTalkLog page = {.back = url_training(req->arena, file.training.id, ""),
                        .name = full_name(req->arena, file.person.given_name, file.person.family_name),
                        .share = year_text(req, &year, &file.training, is_primary_care(req, file.training.home_unit))};
    if (may(req->actor.role, MAY_REGISTER)) page.add = url(req->arena, "/samtal");
    if (!query_begin(&query, req->db, SQL_TALK_LOG, err)) return false;
    query_bind_id(&query, 1, file.training.id.raw);
    while (query_next(&query)) {
        int64_t cause = query_int(&query, 1);
        Str given = query_text(&query, req->arena, 2), family = query_text(&query, req->arena, 3);
        HtmlTalkLogRows row = {
            .day = date_short_year(req->arena, req->lang, query_date(&query, 0)),
            .what = html_tag_of(req->arena, req->lang, cause < 0 ? "ok" : "warn", cause < 0 ? "i-check" : "i-info",
                                tr_str(req->lang, cause < 0 ? N_("Hållet") : N_("Blev inte av"))),
            .why = cause < 0 ? STR("") : tr_str(req->lang, missed_cause_text((MissedCause)cause)),
            .who = given.size ? full_name(req->arena, given, family) : STR("–")};
        list_add(req->arena, &page.rows, row);
    }
    if (!query_end(&query, err)) return false;
    training_reply(req, reply, &file, N_("Samtal"), html_talk_log(req->arena, req->lang, &page));
    return true;
}
