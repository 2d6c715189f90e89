// search_page.h: one field for people, units and courses.
#pragma once
#include "http/reply.h"

bool page_search(Request *req, Reply *reply, Err *err);
