// sight.h: who saw what about whom, and who was refused, in the audit chain (S46).
//
// A handler notes whom its answer shows (request_shows); here that becomes entries with the role, the
// relation that gave the right, the address and the ids. They are committed before the answer is
// sent: what cannot be logged is not shown. One's own data is not logged. A list of many is one entry
// with their ids (request_lists_training).
#pragma once
#include "http/route.h"

// In no transaction.
MUST_CHECK bool sight_write(Request *req, Err *err);
// A 403, or a 404 of an address with an id. Not logging it changes nothing in the answer.
void sight_refused(Request *req, int status);
