#include "placement/invite_act.h"
#include "access/may_store.h"
#include "duty/act.h"
#include "gen/records_store.h"

static bool is_over(const Placement *placement) {
    return placement->state == PLACEMENT_STATE_CANCELLED || placement->state == PLACEMENT_STATE_COMPLETED;
}

bool placement_invite(Act *act, PlacementId id, const InvitationDraft *draft, Str *ret_link, Err *err) {
    Placement placement;
    if (!may_placement(act->db, act->actor, MAY_EDIT_PLAN, id, err)) return false;
    if (!placement_load(act->db, act->arena, id, &placement, err)) return false;
    if (is_over(&placement) || placement.past.day <= act->today.day)
        return err_set(err, ERR_INVALID, msg(N_("Placeringen är slut, så det finns inget att svara på.")));
    if (!invitation_add(act, draft, ret_link, err)) return false;
    if (placement.state == PLACEMENT_STATE_PLANNED) placement.state = PLACEMENT_STATE_REQUESTED;
    return placement_save(act, &placement, err) && act_end(act, err);
}

bool placement_invite_revoke(Act *act, PlacementId id, int64_t invitation, Err *err) {
    return may_placement(act->db, act->actor, MAY_EDIT_PLAN, id, err) &&
           invitation_revoke(act, INVITED_TO_PLACEMENT, id.raw, invitation, err);
}

bool placement_answer(Act *act, const Invitation *invitation, InvitationAnswer answer, int64_t version, Err *err) {
    Placement placement;
    bool first;
    if (!placement_load(act->db, act->arena, (PlacementId){invitation->object}, &placement, err)) return false;
    if (!invitation_answer(act, invitation, answer, &first, err)) return false;
    if (!first) return true;
    if (placement.version != version || is_over(&placement))
        return err_set(err, ERR_STALE, msg(N_("Placeringen har ändrats sedan sidan visades. Läs igenom den igen.")));
    placement.state = answer == INVITATION_YES ? PLACEMENT_STATE_CONFIRMED : PLACEMENT_STATE_PLANNED;
    return placement_save(act, &placement, err) && act_end(act, err);
}
