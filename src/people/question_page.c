#include "people/question_page.h"
#include "duty/todo_store.h"
#include "gen/questions.html.h"
#include "gen/sql.h"
#include "http/field.h"
#include "people/question_act.h"
#include "training/training_view.h"

typedef struct {
    AskedQuestion question;
    Str asker, handed_to, answerer;
} QuestionRow;
LIST_OF(QuestionRowList, QuestionRow);

static Str name_at(const Query *query, Arena *arena, int column) {
    Str given = query_text(query, arena, column);
    return given.size ? full_name(arena, given, query_text(query, arena, column + 1)) : STR("");
}

static bool rows_read(Request *req, QuestionRowList *ret, Err *err) {
    Query query;
    int c = ASKED_QUESTION_COLUMNS;
    if (!query_begin(&query, req->db, SQL_QUESTION_ROWS, err)) return false;
    while (query_next(&query)) {
        QuestionRow row = {asked_question_from_row(&query, req->arena, 0), name_at(&query, req->arena, c),
                           name_at(&query, req->arena, c + 2), name_at(&query, req->arena, c + 4)};
        list_add(req->arena, ret, row);
    }
    return query_end(&query, err);
}

static Html state_tag(Request *req, const AskedQuestion *q) {
    if (date_is_known(q->answered)) return html_tag_of(req->arena, req->lang, "ok", "i-check", tr_str(req->lang, N_("Besvarad")));
    if (date_is_known(q->handed)) return html_tag_of(req->arena, req->lang, "info", "i-mail", tr_str(req->lang, N_("Lämnad vidare")));
    return html_tag_of(req->arena, req->lang, "", "i-info", tr_str(req->lang, N_("Väntar på svar")));
}

static void people_add(Request *req, const ColleagueList *people, HtmlQuestionsRows *row) {
    for (size_t i = 0; i < people->count; i++) {
        if (people->items[i].id.raw == req->session.person.raw) continue;
        Str role = role_word(req->lang, people->items[i].role);
        HtmlQuestionsRowsPeople one = {.value = id_text(req->arena, people->items[i].id.raw),
                                       .label = str_printf(req->arena, "%.*s, %.*s", STR_ARG(people->items[i].name), STR_ARG(role))};
        list_add(req->arena, &row->people, one);
    }
}

static void row_add(Request *req, const QuestionRow *from, const ColleagueList *people, HtmlQuestions *page) {
    const AskedQuestion *q = &from->question;
    Str day = date_short_year(req->arena, req->lang, q->asked);
    HtmlQuestionsRows row = {.id = id_text(req->arena, q->id.raw),
                             .who = str_printf(req->arena, "%.*s, %.*s", STR_ARG(from->asker), STR_ARG(day)),
                             .text = q->text,
                             .state = state_tag(req, q),
                             .guard = request_guard(req),
                             .version = id_text(req->arena, q->version),
                             .answer = q->answer};
    if (date_is_known(q->handed))
        row.handed = msg_format(req->arena, req->lang, msg(N_("Lämnad vidare till {1} {2}."), msg_text(from->handed_to), msg_date(q->handed)));
    if (date_is_known(q->answered))
        row.answered = msg_format(req->arena, req->lang, msg(N_("Svar av {1} {2}:"), msg_text(from->answerer), msg_date(q->answered)));
    row.answers = !date_is_known(q->answered) && question_is_mine_to_answer(req->db, req->actor, q);
    if (str_equal(request_form(req, "fraga"), row.id)) row.typed = request_form(req, "svar");
    if (row.answers) people_add(req, people, &row);
    request_shows(req, q->asker);
    list_add(req->arena, &page->rows, row);
}

static bool questions_show(Request *req, Reply *reply, const FieldErrorList *errors, Err *err) {
    QuestionRowList rows = {0};
    ColleagueList people = {0};
    bool answers = may(req->actor.role, MAY_ANSWER);
    if (!rows_read(req, &rows, err) || !todo_colleagues(req->db, req->arena, req->session.unit, &people, err)) return false;
    HtmlQuestions page = {
        .title = tr_str(req->lang, answers ? N_("Frågor till studierektorn") : N_("Fråga studierektorn")),
        .lede = tr_str(req->lang, answers ? N_("Svara, eller lämna vidare till den som vet. Den som frågar ser svaret här.")
                                          : N_("Svaret kommer här. Skriv inget om patienter eller om någons hälsa.")),
        .errors = html_form_errors(req->arena, req->lang, N_("Inget skickades. Rätta och försök igen:"), errors),
        .asks = !answers && may(req->actor.role, MAY_ASK),
        .guard = request_guard(req),
        .text = html_field_area(req->arena, req->lang, (Field){.name = "text", .label = N_("Din fråga"), .errors = errors,
                                                               .value = request_form(req, "text")})};
    for (size_t i = 0; i < rows.count; i++) row_add(req, &rows.items[i], &people, &page);
    reply_page(req, reply, (Page){.title = page.title, .nav = "att-gora", .main_class = "narrow",
                                  .main = html_questions(req->arena, req->lang, &page)});
    return true;
}

bool page_questions(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return questions_show(req, reply, &none, err);
}

static bool again(Request *req, Reply *reply, const char *field, Err *err) {
    FieldErrorList errors = {0};
    Err shown = *err;
    if (err->kind != ERR_INVALID && err->kind != ERR_STALE) return false;
    field_error(req->arena, &errors, field, err->message);
    if (!questions_show(req, reply, &errors, err)) return false;
    *err = shown;
    return false;
}

static bool done(Request *req, Reply *reply, Msg text, const Act *act) {
    reply_redirect_done(req, reply, url(req->arena, "/fragor"), text, act->audit);
    return true;
}

bool do_question(Request *req, Reply *reply, Err *err) {
    Act act = request_act(req, "question.ask");
    if (!question_ask(&act, req->session.unit, request_form(req, "text"), err)) return again(req, reply, "text", err);
    return done(req, reply, msg(N_("Frågan är skickad.")), &act);
}

static bool asked_from(Request *req, AskedQuestionId *ret, int64_t *ret_version, Err *err) {
    *ret_version = 0;
    request_form_int(req, "version", ret_version);
    return request_form_int(req, "fraga", &ret->raw) || err_set(err, ERR_INVALID, msg(N_("Välj en fråga.")));
}

bool do_question_answer(Request *req, Reply *reply, Err *err) {
    AskedQuestionId id;
    int64_t version;
    if (!asked_from(req, &id, &version, err)) return again(req, reply, "svar", err);
    const char *field = str_to_c(req->arena, str_printf(req->arena, "svar%lld", (long long)id.raw));
    Act act = request_act(req, "question.answer");
    if (!question_answer(&act, id, version, request_form(req, "svar"), err)) return again(req, reply, field, err);
    return done(req, reply, msg(N_("Svaret är skickat.")), &act);
}

bool do_question_hand_on(Request *req, Reply *reply, Err *err) {
    AskedQuestionId id;
    PersonId to = {0};
    int64_t version;
    if (!asked_from(req, &id, &version, err)) return again(req, reply, "svar", err);
    const char *field = str_to_c(req->arena, str_printf(req->arena, "till%lld", (long long)id.raw));
    request_form_int(req, "till", &to.raw);
    Act act = request_act(req, "question.hand_on");
    if (!question_hand_on(&act, id, version, to, err)) return again(req, reply, field, err);
    return done(req, reply, msg(N_("Frågan är lämnad vidare.")), &act);
}
