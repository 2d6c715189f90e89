// todo_view.h: what the pages of findings share.
#pragma once
#include "duty/digest.h"
#include "http/reply.h"

Str tone_of(FindingWord word); // "crit"
Str icon_of(FindingWord word);
// Whether the address is one of ours that this role may open: a button never leads nowhere.
bool leads_somewhere(const Request *req, Url to);
Url finding_remedy(const Request *req, const Finding *finding, const DutyCase *how);
// A trainee sees what is hers, a supervisor what concerns those she supervises or herself.
bool finding_is_for_role(const Request *req, const Finding *finding);
