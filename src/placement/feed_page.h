// feed_page.h: one's calendars, and what is at their addresses.
#pragma once
#include "http/reply.h"

bool page_feeds(Request *req, Reply *reply, Err *err);
bool do_feed_make(Request *req, Reply *reply, Err *err);
bool do_feed_revoke(Request *req, Reply *reply, Err *err);
bool page_calendar(Request *req, Reply *reply, Err *err); // without a session: the address is the right
