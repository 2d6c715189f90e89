// drift_page.h: how the program itself stands: backups, jobs, versions; a row of routes[].
#pragma once
#include "http/reply.h"

bool page_drift(Request *req, Reply *reply, Err *err); // /drift
