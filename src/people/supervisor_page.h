// supervisor_page.h: the register of supervisors; rows of routes[].
#pragma once
#include "http/reply.h"

bool page_supervisors(Request *req, Reply *reply, Err *err);      // /handledare
bool page_supervisors_list(Request *req, Reply *reply, Err *err); // /handledare/lista.csv
