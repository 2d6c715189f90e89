#include "people/unit_act.h"
#include "access/may_store.h"
#include "duty/act.h"

bool unit_edit(Act *act, Unit *unit, Err *err) {
    UnitId asked = unit->id.raw ? unit->id : unit->parent;
    if (asked.raw) {
        if (!may_unit(act->db, act->actor, MAY_EDIT_UNIT, asked, err)) return false;
    } else if (act->actor.person &&
               may_reach((Role)act->actor.role, MAY_EDIT_UNIT) != REACH_REGION) {
        return err_set(err, ERR_INVALID, msg(N_("Välj vad enheten hör till.")));
    }
    return unit_put(act, unit, err) && act_end(act, err);
}

// Most receiving units never sign in: who plans for a clinic registers the places they have told
// of, as she registers talks that others have held. Their other data stay theirs.
bool may_places(Db *db, Actor actor, UnitId unit, Err *err) {
    return may_unit(db, actor, MAY_EDIT_PLACES, unit, err);
}

bool capacity_edit(Act *act, Capacity *capacity, Err *err) {
    if (!may_places(act->db, act->actor, capacity->unit, err)) return false;
    if (capacity->id.raw) {
        Capacity before;
        if (!capacity_load(act->db, act->arena, capacity->id, &before, err)) return false;
        if (before.unit.raw != capacity->unit.raw)
            return err_set(err, ERR_NOT_FOUND, msg(N_("Raden finns inte.")));
    }
    if (!date_is_known(capacity->first) || capacity->past.day <= capacity->first.day)
        return err_set(err, ERR_INVALID, msg(N_("Perioden slutar innan den börjar.")));
    if (capacity->places < 0 || capacity->places > 999)
        return err_set(err, ERR_INVALID, msg(N_("Skriv ett antal mellan 0 och 999.")));
    return capacity_save(act, capacity, err) && act_end(act, err);
}

bool capacity_take_away(Act *act, CapacityId id, int64_t version, Err *err) {
    Capacity capacity;
    if (!capacity_load(act->db, act->arena, id, &capacity, err)) return false;
    if (!may_places(act->db, act->actor, capacity.unit, err)) return false;
    capacity.version = version;
    return capacity_delete(act, &capacity, err) && act_end(act, err);
}
