// message.h: what the page after a redirect says. It travels in a short-lived cookie, sealed with
// the session's own token, so that nobody else's words can appear there.
#pragma once
#include "http/reply.h"

#define MESSAGE_COOKIE "randa-besked"

Str message_cookie_value(const Request *req, Msg done, int64_t undo);
bool message_is_there(const Request *req);
