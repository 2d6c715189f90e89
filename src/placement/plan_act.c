#include "placement/plan_act.h"
#include "access/may_store.h"
#include "duty/act.h"
#include "gen/records_store.h"
#include "placement/board_store.h"

bool plan_save_changes(Act *act, const PlacementChangeList *changes, Err *err) {
    for (size_t i = 0; i < changes->count; i++) {
        const PlacementChange *change = &changes->items[i];
        if (change->op == PLAN_OP_REMOVE) {
            if (!placement_delete(act, &change->before, err)) return false;
            continue;
        }
        Placement after = change->after;
        if (!placement_save(act, &after, err)) return false;
        changes->items[i].after = after;
    }
    return true;
}

static bool choose_a_unit(Err *err) {
    return err_set(err, ERR_INVALID, msg(N_("Välj en enhet i listan.")));
}

static bool is_sound(Act *act, const Placement *wanted, Err *err) {
    if (!date_is_known(wanted->first) || !date_is_known(wanted->past))
        return err_set(err, ERR_INVALID, msg(N_("Skriv första och sista dag, till exempel 2027-02-01.")));
    if (wanted->past.day <= wanted->first.day)
        return err_set(err, ERR_INVALID, msg(N_("Placeringen slutar innan den börjar.")));
    if (wanted->share.value < 1 || wanted->share.value > 100)
        return err_set(err, ERR_INVALID, msg(N_("Skriv en omfattning mellan 1 och 100 procent.")));
    Unit unit;
    if (!wanted->unit.raw) return choose_a_unit(err);
    if (unit_load(act->db, act->arena, wanted->unit, &unit, err)) return true;
    return err->kind == ERR_NOT_FOUND && choose_a_unit(err);
}

static bool stale(Err *err) {
    return err_set(err, ERR_STALE, msg(N_("Någon annan har ändrat placeringen. Läs in planen igen och gör om ändringen.")));
}

bool placement_put(Act *act, Placement *wanted, Err *err) {
    Placement old = {0};
    if (wanted->id.raw) {
        if (!may_placement(act->db, act->actor, MAY_EDIT_PLAN, wanted->id, err)) return false;
        if (!placement_load(act->db, act->arena, wanted->id, &old, err)) return false;
        if (old.version != wanted->version) return stale(err);
        wanted->training = old.training;
    }
    if (!may_training(act->db, act->actor, MAY_EDIT_PLAN, wanted->training, err)) return false;
    if (!is_sound(act, wanted, err)) return false;
    TimelineInput timeline;
    if (!timeline_load(act->db, act->arena, wanted->training, act->today, &timeline, err)) return false;
    PlacementChangeList changes = change_put(act->arena, &timeline, *wanted);
    if (!plan_save_changes(act, &changes, err)) return false;
    if (changes.count) *wanted = changes.items[0].after;
    return act_end(act, err);
}

bool placement_take_away(Act *act, PlacementId id, int64_t version, Err *err) {
    Placement old;
    if (!may_placement(act->db, act->actor, MAY_EDIT_PLAN, id, err)) return false;
    if (!placement_load(act->db, act->arena, id, &old, err)) return false;
    if (old.version != version) return stale(err);
    TimelineInput timeline;
    if (!timeline_load(act->db, act->arena, old.training, act->today, &timeline, err)) return false;
    PlacementChangeList changes = change_remove(act->arena, &timeline, id);
    return plan_save_changes(act, &changes, err) && act_end(act, err);
}

bool placement_set_state(Act *act, PlacementId id, int64_t version, PlacementState state, Err *err) {
    Placement placement;
    if (!may_placement(act->db, act->actor, MAY_EDIT_PLAN, id, err)) return false;
    if (!placement_load(act->db, act->arena, id, &placement, err)) return false;
    if (placement.version != version) return stale(err);
    placement.state = state;
    return placement_save(act, &placement, err) && act_end(act, err);
}

bool plan_save_solution(Act *act, TrainingId training, const PlacementChangeList *changes, Err *err) {
    if (!may_training(act->db, act->actor, MAY_EDIT_PLAN, training, err)) return false;
    return plan_save_changes(act, changes, err) && act_end(act, err);
}
