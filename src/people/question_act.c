#include "people/question_act.h"
#include "access/may_store.h"
#include "duty/act.h"
#include "gen/sql.h"
#include "people/person_store.h"

#define LETTERS_MAX 4000

static bool text_is_sound(Str text, Err *err) {
    if (str_is_empty(text)) return err_set(err, ERR_INVALID, msg(N_("Skriv något.")));
    return str_length(text) <= LETTERS_MAX || err_set(err, ERR_INVALID, msg(N_("Skriv kortare: högst {1} tecken."), msg_number(LETTERS_MAX)));
}

bool question_ask(Act *act, UnitId unit, Str text, Err *err) {
    AskedQuestion question = {.unit = unit, .asker = {act->actor.person}, .asked = act->today, .text = str_trim(text),
                         .answered = DATE_NONE, .handed = DATE_NONE};
    if (!may((Role)act->actor.role, MAY_ASK)) return err_set(err, ERR_FORBIDDEN, may_who(MAY_ASK));
    return text_is_sound(question.text, err) && asked_question_save(act, &question, err) && act_end(act, err);
}

bool question_is_mine_to_answer(Db *db, Actor actor, const AskedQuestion *question) {
    Err hidden = {0};
    return question->handed_to.raw == actor.person || may_unit(db, actor, MAY_ANSWER, question->unit, &hidden);
}

static bool question_load_mine(Act *act, AskedQuestionId id, int64_t version, AskedQuestion *ret, Err *err) {
    AskedQuestionList list = {0};
    Query query;
    if (!query_begin(&query, act->db, SQL_QUESTION_ONE, err)) return false;
    query_bind_id(&query, 1, id.raw);
    if (!asked_question_list_all(&query, act->arena, &list, err)) return false;
    if (!list.count) return err_set(err, ERR_NOT_FOUND, msg(N_("Frågan finns inte.")));
    *ret = list.items[0];
    ret->version = version;
    return question_is_mine_to_answer(act->db, act->actor, ret) || err_set(err, ERR_FORBIDDEN, may_who(MAY_ANSWER));
}

bool question_answer(Act *act, AskedQuestionId id, int64_t version, Str text, Err *err) {
    AskedQuestion question;
    if (!question_load_mine(act, id, version, &question, err)) return false;
    question.answer = str_trim(text);
    question.answered = act->today;
    question.answerer.raw = act->actor.person;
    return text_is_sound(question.answer, err) && asked_question_save(act, &question, err) && act_end(act, err);
}

bool question_hand_on(Act *act, AskedQuestionId id, int64_t version, PersonId to, Err *err) {
    AskedQuestion question;
    Person person;
    if (!question_load_mine(act, id, version, &question, err)) return false;
    if (!to.raw) return err_set(err, ERR_INVALID, msg(N_("Välj vem frågan lämnas till.")));
    if (!person_get(act->db, act->arena, to, &person, err)) return false;
    if (to.raw == question.asker.raw)
        return err_set(err, ERR_INVALID, msg(N_("Lämna frågan till någon annan än den som frågar.")));
    question.handed_to = to;
    question.handed = act->today;
    return asked_question_save(act, &question, err) && act_end(act, err);
}
