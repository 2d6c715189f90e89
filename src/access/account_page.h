// account_page.h: one's own account: look, language, password, role, where one is signed in.
#pragma once
#include "http/reply.h"

bool page_account(Request *req, Reply *reply, Err *err);
bool do_account(Request *req, Reply *reply, Err *err);
bool do_account_password(Request *req, Reply *reply, Err *err);
bool do_account_role(Request *req, Reply *reply, Err *err);
bool do_account_session_end(Request *req, Reply *reply, Err *err);
bool do_account_sessions_end(Request *req, Reply *reply, Err *err);
bool do_account_recovery(Request *req, Reply *reply, Err *err);
bool do_account_factor(Request *req, Reply *reply, Err *err);
