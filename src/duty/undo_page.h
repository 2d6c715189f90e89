// undo_page.h: the button "Ångra" after a change.
#pragma once
#include "http/reply.h"

bool do_undo(Request *req, Reply *reply, Err *err);
