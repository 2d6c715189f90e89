// factor_page.h: the second step of signing in: the code, or first of all the QR code.
#pragma once
#include "http/route.h"

bool page_factor(Request *req, Reply *reply, Err *err);
bool do_factor(Request *req, Reply *reply, Err *err);
bool page_factor_enrol(Request *req, Reply *reply, Err *err);
bool do_factor_enrol(Request *req, Reply *reply, Err *err);
// Ten new ones, shown on a page of their own; inside a write.
MUST_CHECK bool show_recovery_codes(Request *req, Reply *reply, Url onward, Err *err);
bool do_factor_leave(Request *req, Reply *reply, Err *err);
