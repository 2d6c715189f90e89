// finding_export_page.h: /arenden/:fil, the findings one may see as a file; a row of routes[].
#pragma once
#include "http/reply.h"

bool page_finding_export(Request *req, Reply *reply, Err *err);
