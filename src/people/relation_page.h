// relation_page.h: Behörigheter: who stands in what relation to whom, since when, why; and the
// handover of an appointment.
#pragma once
#include "http/reply.h"

bool page_relations(Request *req, Reply *reply, Err *err);
bool page_hand_over(Request *req, Reply *reply, Err *err);
bool do_hand_over(Request *req, Reply *reply, Err *err);
