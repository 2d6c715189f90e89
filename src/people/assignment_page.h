// assignment_page.h: "Mitt uppdrag": what is agreed with a studierektor, her time, the year's facts,
// and what she would leave behind; rows of routes[].
#pragma once
#include "http/reply.h"

bool page_assignment(Request *req, Reply *reply, Err *err); // /uppdrag
bool do_assignment_terms(Request *req, Reply *reply, Err *err);
bool do_assignment_time(Request *req, Reply *reply, Err *err);
bool page_assignment_left(Request *req, Reply *reply, Err *err); // /uppdrag/overlamning
