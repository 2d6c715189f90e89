#include "placement/publish_act.h"
#include "access/may_store.h"
#include "base/map.h"
#include "duty/act.h"
#include "gen/records_store.h"
#include "placement/board_store.h"
#include "placement/plan_act.h"

static bool open_version(Act *act, PlanVersionId id, Right right, PlanVersion *ret, Err *err) {
    if (!plan_version_get(act->db, act->arena, id, ret, err)) return false;
    if (!may_unit(act->db, act->actor, right, ret->unit, err)) return false;
    if (ret->state == PLAN_STATE_PROPOSAL) return true;
    return err_set(err, ERR_CONFLICT, msg(N_("{1} är redan publicerat eller förkastat."), msg_text(ret->name)));
}

static bool is_in(const TrainingIdList *list, TrainingId id) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].raw == id.raw) return true;
    return false;
}

bool plan_answer(Act *act, PlanVersionId id, const TrainingIdList *accepted, Err *err) {
    PlanVersion version;
    PlanChangeList changes;
    if (!open_version(act, id, MAY_PROPOSE_PLAN, &version, err)) return false;
    if (!plan_change_list(act->db, act->arena, id, &changes, err)) return false;
    for (size_t i = 0; i < changes.count; i++) {
        PlanChange *change = &changes.items[i];
        change->answer = !accepted || is_in(accepted, change->training) ? PLAN_ANSWER_ACCEPTED : PLAN_ANSWER_REJECTED;
        if (!plan_change_save(act, change, err)) return false;
    }
    return act_end(act, err);
}

static bool stale(Err *err) {
    return err_set(err, ERR_STALE, msg(N_("Planen har ändrats sedan förslaget räknades fram. Räkna fram ett nytt.")));
}

static const Placement *find(const PlacementList *list, PlacementId id) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].id.raw == id.raw) return &list->items[i];
    return NULL;
}

// What is new may lie only where nothing lies but what the proposal itself takes away: somebody may
// have put a placement there since.
static bool is_free(const Placement *added, const PlacementList *now, const PlacementChangeList *changes) {
    DateSpan span = {added->first, added->past};
    for (size_t i = 0; i < now->count; i++) {
        const Placement *p = &now->items[i];
        bool inside = p->kind == PLACEMENT_KIND_COURSE || p->kind == PLACEMENT_KIND_OBSERVATION;
        bool changed = false;
        for (size_t k = 0; k < changes->count; k++) changed = changed || changes->items[k].before.id.raw == p->id.raw;
        if (!inside && !changed && date_span_overlaps(span, (DateSpan){p->first, p->past})) return false;
    }
    return true;
}

static bool changes_of(Act *act, const PlanChangeList *all, TrainingId training, PlacementChangeList *ret, Err *err) {
    TimelineInput timeline;
    if (!may_training(act->db, act->actor, MAY_EDIT_PLAN, training, err)) return false;
    if (!timeline_load(act->db, act->arena, training, act->today, &timeline, err)) return false;
    static const PlanOp order[] = {PLAN_OP_REMOVE, PLAN_OP_MOVE, PLAN_OP_ADD};
    for (size_t o = 0; o < COUNT_OF(order); o++)
        for (size_t i = 0; i < all->count; i++) {
            const PlanChange *change = &all->items[i];
            if (change->training.raw != training.raw || change->op != order[o]) continue;
            const Placement *now = change->placement.raw ? find(&timeline.placements, change->placement) : NULL;
            if (change->op != PLAN_OP_ADD && (!now || now->version != change->kept_version)) return stale(err);
            list_add(act->arena, ret, plan_change_as_placement(change, now));
        }
    for (size_t i = 0; i < ret->count; i++)
        if (ret->items[i].op == PLAN_OP_ADD && !is_free(&ret->items[i].after, &timeline.placements, ret)) return stale(err);
    return true;
}

bool plan_publish(Act *act, PlanVersionId id, int *ret_trainees, Err *err) {
    PlanVersion version;
    PlanChangeList changes, accepted = {0};
    IdMap seen = {0};
    int trainees = 0;
    if (!open_version(act, id, MAY_PUBLISH_PLAN, &version, err)) return false;
    if (!plan_change_list(act->db, act->arena, id, &changes, err)) return false;
    for (size_t i = 0; i < changes.count; i++)
        if (changes.items[i].answer == PLAN_ANSWER_ACCEPTED) list_add(act->arena, &accepted, changes.items[i]);
    if (!accepted.count) return err_set(err, ERR_CONFLICT, msg(N_("Välj minst en ändring att anta.")));
    for (size_t i = 0; i < accepted.count; i++) {
        PlacementChangeList own = {0};
        TrainingId training = accepted.items[i].training;
        int64_t once;
        if (id_map_get(&seen, training.raw, &once)) continue;
        id_map_put(act->arena, &seen, training.raw, 1);
        if (!changes_of(act, &accepted, training, &own, err)) return false;
        if (!plan_save_changes(act, &own, err)) return false;
        trainees++;
    }
    version.state = PLAN_STATE_PUBLISHED;
    version.published = act->now;
    if (!plan_version_save(act, &version, err)) return false;
    *ret_trainees = trainees;
    return act_end(act, err);
}
