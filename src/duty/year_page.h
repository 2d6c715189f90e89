// year_page.h: the year wheel; a row of routes[].
#pragma once
#include "http/reply.h"

bool page_year(Request *req, Reply *reply, Err *err); // /arshjul
