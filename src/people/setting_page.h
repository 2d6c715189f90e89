// setting_page.h: Inställningar; rows of routes[].
#pragma once
#include "http/reply.h"

bool page_settings(Request *req, Reply *reply, Err *err); // /installningar
bool do_settings(Request *req, Reply *reply, Err *err);
bool page_intervals(Request *req, Reply *reply, Err *err); // /installningar/intervall
bool page_intervals_preview(Request *req, Reply *reply, Err *err); // /installningar/intervall/granska
bool do_intervals(Request *req, Reply *reply, Err *err);
bool do_intervals_clear(Request *req, Reply *reply, Err *err);
bool page_people(Request *req, Reply *reply, Err *err); // /installningar/roller
