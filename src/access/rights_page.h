// rights_page.h: Vem kan se vad: the rulebook's table of rights, a role at a time.
#pragma once
#include "http/reply.h"

bool page_rights(Request *req, Reply *reply, Err *err);
