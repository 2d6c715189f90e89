// compare_page.h: the doors to proposals: compare, accept, publish, throw away; for src/routes.c.
#pragma once
#include "http/reply.h"

bool page_compare(Request *req, Reply *reply, Err *err);
bool do_compare_accept(Request *req, Reply *reply, Err *err);
bool do_compare_discard(Request *req, Reply *reply, Err *err);
bool page_publish(Request *req, Reply *reply, Err *err);
bool do_publish(Request *req, Reply *reply, Err *err);
