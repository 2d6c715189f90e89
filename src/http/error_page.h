// error_page.h: what went wrong, as a decent page with the request's number (S57).
#pragma once
#include "http/reply.h"

void error_page(Request *req, Reply *reply, int status, const Err *err);
