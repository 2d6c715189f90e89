// todo_page.h: Att göra and a finding's own page; rows of routes[].
#pragma once
#include "http/reply.h"

bool page_todo(Request *req, Reply *reply, Err *err); // /att-gora
bool page_finding(Request *req, Reply *reply, Err *err); // /arende/:id
bool page_finding_later(Request *req, Reply *reply, Err *err);
bool do_finding_later(Request *req, Reply *reply, Err *err);
bool do_finding_hand_over(Request *req, Reply *reply, Err *err);
bool do_finding_accept(Request *req, Reply *reply, Err *err);
bool do_finding_take_back(Request *req, Reply *reply, Err *err);
