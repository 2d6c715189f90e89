// introduction_page.h: the programme of a unit and a trainee's own list; rows of routes[].
#pragma once
#include "http/reply.h"

bool page_introduction(Request *req, Reply *reply, Err *err); // /st/:id/introduktion
bool do_introduction_give(Request *req, Reply *reply, Err *err);
bool do_introduction_tick(Request *req, Reply *reply, Err *err);
bool page_programme(Request *req, Reply *reply, Err *err); // /installningar/introduktion
bool do_programme(Request *req, Reply *reply, Err *err);
