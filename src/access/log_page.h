// log_page.h: who has read about me, and how often a unit's trainees are read about; rows of routes[].
#pragma once
#include "http/reply.h"

bool page_readers(Request *req, Reply *reply, Err *err); // /konto/las
bool page_log(Request *req, Reply *reply, Err *err);     // /logg
