// What somebody has promised to do, and the trainees' questions to the management.
#include "gathering/gathering_page.h"
#include "access/may_store.h"
#include "gathering/gathering_act.h"
#include "gathering/gathering_view.h"
#include "gen/actions.html.h"
#include "gen/issues.html.h"

#define SHOWN_DAYS_DONE 30

// --- actions

static HtmlActionsRows action_row(Request *req, const ActionRow *row, bool may_settle) {
    const ActionItem *a = &row->action;
    bool is_done = date_is_known(a->done), late = !is_done && date_is_known(a->due) && a->due.day < req->today.day;
    Buf about = buf_begin(req->arena);
    buf_add(&about, row->responsible);
    Msg when = is_done ? msg(N_("Klar {1}"), msg_date(a->done)) : msg(N_("Klart senast {1}"), msg_date(a->due));
    if (is_done || date_is_known(a->due))
        buf_addf(&about, "%s%.*s", about.size ? ". " : "", STR_ARG(msg_format(req->arena, req->lang, when)));
    HtmlActionsRows shown = {.what = a->what, .about = buf_end(&about), .done = is_done, .late = late,
                             .icon = is_done ? STR("i-check") : STR("i-clock"), .guard = request_guard(req),
                             .version = id_text(req->arena, a->version), .value = is_done ? STR("0") : STR("1"),
                             .button = tr_str(req->lang, is_done ? N_("Inte klar") : N_("Klar"))};
    if (a->gathering.raw) shown.to = url_gathering(req->arena, a->gathering, "");
    if (may_settle || a->responsible.raw == req->session.person.raw)
        shown.settle = url(req->arena, "/sammankomster/atgarder/%lld", (long long)a->id.raw);
    return shown;
}

static bool actions_show(Request *req, Reply *reply, const FieldErrorList *errors, Err *err) {
    UnitId unit = gathering_unit(req);
    ActionRowList rows;
    InviteeList leaders, supervisors;
    int open = 0;
    HtmlActions page = {.guard = request_guard(req), .errors = html_form_errors(req->arena, req->lang, N_("Åtgärden sparades inte. Rätta:"), errors)};
    if (!actions_of_unit(req->db, req->arena, unit, date_add_days(req->today, -SHOWN_DAYS_DONE), &rows, err)) return false;
    bool may_settle = may(req->actor.role, MAY_EDIT_GATHERING);
    for (size_t i = 0; i < rows.count; i++) {
        open += !date_is_known(rows.items[i].action.done);
        list_add(req->arena, &page.rows, action_row(req, &rows.items[i], may_settle));
    }
    page.lede = msg_format(req->arena, req->lang, msg(N_("{1} är inte gjorda. Det som blev klart den senaste månaden står sist."), msg_number(open)));
    if (unit.raw && may_settle) {
        if (!gathering_leaders(req->db, req->arena, unit, &leaders, err) || !gathering_supervisors(req->db, req->arena, unit, &supervisors, err)) return false;
        for (size_t i = 0; i < supervisors.count; i++) list_add(req->arena, &leaders, supervisors.items[i]);
        page.add = url(req->arena, "/sammankomster/atgarder");
        page.what = field_text(req, errors, "vad", N_("Vad"), "grow", false, STR(""));
        page.responsible = field_person(req, "ansvarig", N_("Ansvarig"), &leaders, (PersonId){0}, true);
        page.due = field_day(req, "senast", N_("Klart senast"), DATE_NONE, errors);
    }
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Åtgärder")), .nav = "sammankomster", .main = html_actions(req->arena, req->lang, &page)});
    return true;
}

bool page_actions(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return actions_show(req, reply, &none, err);
}

bool do_action_new(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    Act act = request_act(req, "action.add");
    ActionItem action = {.unit = req->session.unit, .what = request_form(req, "vad"), .due = field_date(req, "senast", &errors)};
    request_form_int(req, "ansvarig", &action.responsible.raw);
    if (!field_refused(&errors, err) && action_add(&act, &action, err)) {
        reply_redirect_done(req, reply, url(req->arena, "/sammankomster/atgarder"), msg(N_("Det är antecknat.")), act.audit);
        return true;
    }
    Err shown = *err;
    if (err->kind != ERR_INVALID) return false;
    if (errors.count == 0) field_error(req->arena, &errors, "vad", err->message);
    if (!actions_show(req, reply, &errors, err)) return false;
    *err = shown;
    return false;
}

bool do_action_settle(Request *req, Reply *reply, Err *err) {
    ActionItemId id;
    ActionItem action;
    int64_t version = 0;
    bool is_done = str_equal(request_form(req, "klar"), STR("1"));
    Act act = request_act(req, "action.settle");
    if (!request_id(req, "id", &id.raw, err) || !action_get(req->db, req->arena, id, &action, err)) return false;
    request_form_int(req, "version", &version);
    if (!action_settle(&act, id, version, is_done, err)) return false;
    bool from_list = request_form_has(req, "lista") || !action.gathering.raw;
    Url to = from_list ? url(req->arena, "/sammankomster/atgarder") : url_gathering(req->arena, action.gathering, "");
    reply_redirect_done(req, reply, to, msg(is_done ? N_("Åtgärden är klar.") : N_("Åtgärden är öppen igen.")), act.audit);
    return true;
}

// --- questions

static bool issues_show(Request *req, Reply *reply, const FieldErrorList *errors, Err *err) {
    IssueList issues;
    HtmlIssues page = {.guard = request_guard(req), .action = url(req->arena, "/sammankomster/fragor"),
                       .errors = html_form_errors(req->arena, req->lang, N_("Frågan sparades inte. Rätta:"), errors)};
    if (!issue_list(req->db, req->arena, date_add_months(req->today, -6), &issues, err)) return false;
    for (size_t i = 0; i < issues.count; i++) {
        const Issue *issue = &issues.items[i];
        Msg when = date_is_known(issue->answered) ? msg(N_("Besvarad {1}"), msg_date(issue->answered)) : msg(N_("Ställd {1}"), msg_date(issue->raised));
        HtmlIssuesRows row = {.id = id_text(req->arena, issue->id.raw), .what = issue->what, .raised = msg_format(req->arena, req->lang, when),
                              .answer = issue->answer, .next_step = issue->next_step, .next_on = day_text(req->arena, issue->next_on),
                              .guard = request_guard(req), .version = id_text(req->arena, issue->version), .action = page.action};
        list_add(req->arena, &page.rows, row);
    }
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Frågor till ledningen")), .nav = "sammankomster", .main = html_issues(req->arena, req->lang, &page)});
    return true;
}

bool page_issues(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return issues_show(req, reply, &none, err);
}

bool do_issue(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    Issue issue = {.unit = req->session.unit, .what = request_form(req, "vad"), .next_step = request_form(req, "steg"), .answer = request_form(req, "svar"),
                   .answered = DATE_NONE, .next_on = field_date(req, "nar", &errors)};
    Act act = request_act(req, "issue.put");
    request_form_int(req, "id", &issue.id.raw);
    request_form_int(req, "version", &issue.version);
    if (!field_refused(&errors, err) && issue_put(&act, &issue, err)) {
        reply_redirect_done(req, reply, url(req->arena, "/sammankomster/fragor"), msg(issue.answer.size ? N_("Svaret är sparat.") : N_("Frågan är sparad.")), act.audit);
        return true;
    }
    Err shown = *err;
    if (err->kind != ERR_INVALID) return false;
    if (errors.count == 0) field_error(req->arena, &errors, "vad", err->message);
    if (!issues_show(req, reply, &errors, err)) return false;
    *err = shown;
    return false;
}
