// question_page.h: "Fråga studierektorn": whoever asks sees her own, the studierektor all of her unit.
#pragma once
#include "http/reply.h"

bool page_questions(Request *req, Reply *reply, Err *err); // /fragor
bool do_question(Request *req, Reply *reply, Err *err);
bool do_question_answer(Request *req, Reply *reply, Err *err);
bool do_question_hand_on(Request *req, Reply *reply, Err *err);
