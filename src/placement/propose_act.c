#include "placement/propose_act.h"
#include "access/may_store.h"
#include "base/json.h"
#include "duty/act.h"
#include "gen/records_store.h"
#include "placement/plan_store.h"
#include "placement/propose_store.h"

// --- asking for one ----------------------------------------------------------------------------------

bool propose_ask(Act *act, UnitId unit, const ProposeWishes *wishes, int seconds, JobId *ret, Err *err) {
    if (!may_unit(act->db, act->actor, MAY_PROPOSE_PLAN, unit, err)) return false;
    if (seconds < 1 || seconds > PROPOSE_SECONDS_MAX)
        return err_set(err, ERR_INVALID, msg(N_("Välj hur länge Randa får räkna: 1 till {1} sekunder."), msg_number(PROPOSE_SECONDS_MAX)));
    if (wishes->home_min < 0 || wishes->home_min > 999)
        return err_set(err, ERR_INVALID, msg(N_("Skriv ett antal mellan 0 och 999.")));
    JsonOut out = out_begin(act->arena);
    out_object(&out);
    out_key_int(&out, "seconds", seconds);
    out_key_int(&out, "role", act->actor.role);
    out_key_int(&out, "behalf", act->actor.behalf);
    out_key_bool(&out, "only_gaps", wishes->only_gaps);
    out_key_bool(&out, "break_freeze", wishes->break_freeze);
    out_key_bool(&out, "move_freely", wishes->move_freely);
    out_key_bool(&out, "ignore_travel", wishes->ignore_travel);
    out_key_bool(&out, "bt_first", wishes->bt_first);
    out_key_int(&out, "home_min", wishes->home_min);
    out_object_end(&out);
    JobDraft draft = {.kind = "plan.propose", .unit = unit, .input = out_end(&out)};
    return job_enqueue(act, draft, ret, err);
}

bool propose_job_input(Arena *arena, Str input, ProposeOrder *ret, Err *err) {
    json_t *json;
    json_int_t behalf = 0; // an older order says nothing of it
    int seconds, role, gaps, freeze, moves, travel, bt, home_min;
    if (!json_read(arena, input, &json, err)) return false;
    if (json_unpack(json, "{s:i,s:i,s?:I,s:b,s:b,s:b,s:b,s:b,s:i}", "seconds", &seconds, "role", &role,
                    "behalf", &behalf, "only_gaps", &gaps,
                    "break_freeze", &freeze, "move_freely", &moves, "ignore_travel", &travel, "bt_first", &bt,
                    "home_min", &home_min) != 0)
        return err_set(err, ERR_INVALID, msg(N_("Uppdraget att planera går inte att läsa.")));
    *ret = (ProposeOrder){{gaps, freeze, moves, travel, bt, home_min}, seconds, role, behalf};
    return true;
}

// --- keeping one -------------------------------------------------------------------------------------

static void out_missing(JsonOut *out, const char *key, const ProposeInput *input, const ProposeMissingList *list) {
    out_key(out, key);
    out_array(out);
    for (size_t i = 0; i < list->count; i++) {
        out_object(out);
        out_key_int(out, "training", input->trainees.items[list->items[i].trainee].training.id.raw);
        out_key_text(out, "item", list->items[i].item);
        out_key_text(out, "name", list->items[i].name);
        out_key_int(out, "why", list->items[i].why);
        out_object_end(out);
    }
    out_array_end(out);
}

static Str summary_of(Arena *arena, const ProposeInput *input, const ProposeProblem *problem,
                      const ProposeAnswer *answer, const PlanSolution *solution) {
    JsonOut out = out_begin(arena);
    out_object(&out);
    out_key_text(&out, "status", str_from_c(plan_status_names[solution->status]));
    out_key_int(&out, "trainees", (int64_t)problem->plan->trainees.count);
    out_key_int(&out, "pinned", problem->pinned);
    out_key_int(&out, "movable", problem->movable);
    out_key_int(&out, "home_min", input->wishes.home_min);
    out_key_bool(&out, "bt_first", input->wishes.bt_first);
    out_key_bool(&out, "freeze", !input->wishes.break_freeze);
    if (solution->cost_is_set) out_key_int(&out, "cost", solution->cost);
    if (solution->bound_is_set) out_key_int(&out, "bound", solution->bound);
    out_missing(&out, "left_out", input, &answer->left_out);
    out_missing(&out, "missing", input, &problem->missing);
    out_object_end(&out);
    return out_end(&out);
}

static bool keep_change(Act *act, PlanVersionId plan, TrainingId training, const PlacementChange *change, Err *err) {
    const Placement *p = change->op == PLAN_OP_REMOVE ? &change->before : &change->after;
    PlanChange row = {.plan = plan, .training = training, .placement = change->before.id, .op = change->op,
                      .kept_version = change->before.version, .unit = p->unit, .kind = p->kind, .first = p->first,
                      .past = p->past, .share = p->share, .item = p->item, .goals = p->goals};
    return plan_change_save(act, &row, err);
}

bool propose_keep(Act *act, const ProposeInput *input, const ProposeProblem *problem, const ProposeAnswer *answer,
                  const PlanSolution *solution, PlanVersion *ret, Err *err) {
    if (!may_unit(act->db, act->actor, MAY_PROPOSE_PLAN, input->unit, err)) return false;
    PlanVersion version = {.unit = input->unit, .made = act->now, .maker = {act->actor.person},
                           .summary = summary_of(act->arena, input, problem, answer, solution)};
    if (!propose_next_name(act->db, act->arena, input->unit, &version.name, err)) return false;
    if (!plan_version_save(act, &version, err)) return false;
    for (size_t i = 0; i < answer->timelines.count; i++) {
        const PlacementChangeList *changes = &answer->timelines.items[i].changes;
        for (size_t k = 0; k < changes->count; k++)
            if (!keep_change(act, version.id, input->trainees.items[i].training.id, &changes->items[k], err)) return false;
    }
    *ret = version;
    return act_end(act, err);
}

bool propose_discard(Act *act, PlanVersionId id, Err *err) {
    PlanVersion version;
    if (!plan_version_get(act->db, act->arena, id, &version, err)) return false;
    if (!may_unit(act->db, act->actor, MAY_PROPOSE_PLAN, version.unit, err)) return false;
    if (version.state != PLAN_STATE_PROPOSAL)
        return err_set(err, ERR_CONFLICT, msg(N_("{1} är redan publicerat eller förkastat."), msg_text(version.name)));
    version.state = PLAN_STATE_DISCARDED;
    return plan_version_save(act, &version, err) && act_end(act, err);
}
