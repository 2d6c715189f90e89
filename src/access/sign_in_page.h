// sign_in_page.h: the door: sign-in, sign-out, and what one may read without an account.
#pragma once
#include "http/reply.h"

bool page_sign_in(Request *req, Reply *reply, Err *err);
bool do_sign_in(Request *req, Reply *reply, Err *err);
bool do_sign_out(Request *req, Reply *reply, Err *err);
bool page_home(Request *req, Reply *reply, Err *err); // to what one's role sees first
