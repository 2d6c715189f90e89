// sign_page.h: reading and approving one frozen version; rows of routes[].
#pragma once
#include "http/reply.h"

bool page_sign(Request *req, Reply *reply, Err *err); // /version/:id/underskrift
bool do_sign(Request *req, Reply *reply, Err *err);   // POST, with a fresh proof of who it is
