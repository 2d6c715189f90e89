// propose_page.h: the doors to automatic planning, for src/routes.c.
#pragma once
#include "http/reply.h"

bool page_propose(Request *req, Reply *reply, Err *err); // the form
bool do_propose(Request *req, Reply *reply, Err *err);
bool page_job(Request *req, Reply *reply, Err *err); // how far it has come
bool do_job_stop(Request *req, Reply *reply, Err *err);
