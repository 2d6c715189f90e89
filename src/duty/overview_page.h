// overview_page.h: how it stands at one's own units, and in the region; rows of routes[].
#pragma once
#include "http/reply.h"

bool page_overview(Request *req, Reply *reply, Err *err); // /oversikt
bool page_region(Request *req, Reply *reply, Err *err);   // /region
