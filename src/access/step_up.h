// step_up.h: before what matters most (a route with .needs_step_up) a fresh proof, at most five
// minutes old, of who it is (S11): a code, or the password where there is no second factor. What she
// had typed travels in the page that asks, and is then done at once.
#pragma once
#include "http/reply.h"

// True, *ret_fresh: go on, the proof is fresh or was in this form. True, not fresh: the page that asks
// is in the reply. False: an error, or the proof was wrong (then with the page again).
MUST_CHECK bool step_up(Request *req, Reply *reply, bool *ret_fresh, Err *err);

// POST /bekrafta: the same for a page that was only to be read; sends her back to it.
bool do_step_up(Request *req, Reply *reply, Err *err);
