// merit_page.h: who has supervised and led in a year, for the pay review; rows of routes[].
#pragma once
#include "http/reply.h"

bool page_merit(Request *req, Reply *reply, Err *err); // /meriter
bool page_merit_list(Request *req, Reply *reply, Err *err); // /meriter/lista.csv
bool do_merit(Request *req, Reply *reply, Err *err);
