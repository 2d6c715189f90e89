// finding_list_page.h: the findings as lists; rows of routes[].
#pragma once
#include "http/reply.h"

bool page_rules(Request *req, Reply *reply, Err *err);    // /regler: per rule, person or unit
bool page_rule(Request *req, Reply *reply, Err *err);     // /regler/:nyckel: one rule, why, and its findings
bool page_findings(Request *req, Reply *reply, Err *err); // /arenden: one by one
