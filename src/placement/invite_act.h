// invite_act.h: the unit that is to receive a trainee answers for a placement, without an account.
#pragma once
#include "access/invitation_store.h"
#include "gen/records.h"

// Who may change the plan invites; a planned placement is then requested. *ret_link: to show once.
MUST_CHECK bool placement_invite(Act *act, PlacementId id, const InvitationDraft *draft, Str *ret_link, Err *err);
MUST_CHECK bool placement_invite_revoke(Act *act, PlacementId id, int64_t invitation, Err *err);

// By the invited: yes confirms it, no makes it planned again. Only of the placement as it was shown
// (`version`), ERR_STALE else. A second answer changes nothing.
MUST_CHECK bool placement_answer(Act *act, const Invitation *invitation, InvitationAnswer answer, int64_t version, Err *err);
