// token_page.h: one's own keys for programs.
#pragma once
#include "http/route.h"

bool page_tokens(Request *req, Reply *reply, Err *err);
bool do_token_add(Request *req, Reply *reply, Err *err);
bool do_token_revoke(Request *req, Reply *reply, Err *err);
