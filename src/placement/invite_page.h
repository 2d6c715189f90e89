// invite_page.h: invite the unit that receives to answer for a placement; and its page without an account.
#pragma once
#include "http/route.h"

bool page_invite(Request *req, Reply *reply, Err *err);
bool do_invite(Request *req, Reply *reply, Err *err);
bool do_invite_revoke(Request *req, Reply *reply, Err *err);

bool page_invitation(Request *req, Reply *reply, Err *err);
bool do_invitation(Request *req, Reply *reply, Err *err);
