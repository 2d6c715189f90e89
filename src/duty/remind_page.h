// remind_page.h: which mails one gets.
#pragma once
#include "http/reply.h"

bool page_reminders(Request *req, Reply *reply, Err *err);
bool do_reminders(Request *req, Reply *reply, Err *err);
