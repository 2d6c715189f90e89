// question_act.h: "Fråga studierektorn": asking, answering, handing on.
#pragma once
#include "gen/records_store.h"

// To the studierektor of the unit. ERR_INVALID: empty or too long.
MUST_CHECK bool question_ask(Act *act, UnitId unit, Str text, Err *err);
// By the studierektor of the unit (or who works for her), or whom it was handed to. ERR_NOT_FOUND for
// whoever may not see it, ERR_FORBIDDEN for who may only read it.
MUST_CHECK bool question_answer(Act *act, AskedQuestionId id, int64_t version, Str text, Err *err);
MUST_CHECK bool question_hand_on(Act *act, AskedQuestionId id, int64_t version, PersonId to, Err *err);
bool question_is_mine_to_answer(Db *db, Actor actor, const AskedQuestion *question);
