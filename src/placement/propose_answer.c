// From the planner's answer to each trainee's whole timeline: pins as they are, blocks with the
// dates of their periods, home service in every day between.
#include "placement/propose.h"

typedef struct {
    Arena *arena;
    const ProposeInput *input;
    const ProposeProblem *problem;
    const PlanSolution *solution;
} Answering;

static const PlanPlacement *placed(const PlanSolution *solution, size_t activity) {
    for (size_t i = 0; i < solution->placements.count; i++)
        if (solution->placements.items[i].activity == (int32_t)activity) return &solution->placements.items[i];
    return NULL;
}

// What stands where it stood keeps its exact dates, also those that lie off the calendar.
static bool stands_still(const PlanInstance *plan, const ProposeBlock *block, const PlanPlacement *at, int32_t past) {
    const Placement *now = &block->now;
    if (!now->id.raw || block->is_extended || plan_period_at(plan, now->first) != at->start) return false;
    Date last = date_add_days(now->past, -1);
    return plan_period_at(plan, last) == past - 1;
}

static UnitId unit_of(const Answering *a, const ProposeBlock *block, int32_t unit) {
    if (unit != PLAN_NONE) return a->problem->units.items[unit];
    return a->input->trainees.items[block->trainee].training.home_unit;
}

static Placement placement_of(const Answering *a, const ServiceLineList *service, size_t activity, const PlanPlacement *at) {
    const PlanInstance *plan = a->problem->plan;
    const ProposeBlock *block = &a->problem->blocks.items[activity];
    const PlanActivity *asked = &plan->activities.items[activity];
    const Training *training = &a->input->trainees.items[block->trainee].training;
    int32_t work = at->work ? at->work : plan_work(asked, plan_option_at(asked, at->unit));
    int32_t past = plan_block_past(plan, asked, at->start, work);
    Placement p = block->now;
    p.training = training->id;
    p.unit = unit_of(a, block, at->unit);
    p.kind = block->kind;
    p.item = block->item;
    p.goals = block->goals;
    if (p.unit.raw == block->now.unit.raw && stands_still(plan, block, at, past)) return block->now;
    if (!p.id.raw || p.state != PLACEMENT_STATE_REQUESTED) p.state = PLACEMENT_STATE_PLANNED;
    p.first = date_max(plan_period_first(plan, at->start), date_max(training->first, propose_from(a->input)));
    p.past = date_min(plan_period_first(plan, past), date_add_days(training->planned_end, 1));
    p.share = propose_share(service, (DateSpan){p.first, p.past});
    return p;
}

static ProposeTimeline timeline_of(const Answering *a, size_t index, ProposeMissingList *left_out) {
    const ProposeTrainee *who = &a->input->trainees.items[index];
    if (a->problem->trainee_of.items[index] == PLAN_NONE) return (ProposeTimeline){.placements = who->placements};
    ServiceLineList service = propose_service(a->arena, who, a->input->today);
    DateSpan train = {who->training.first, date_add_days(who->training.planned_end, 1)};
    DateSpan ahead = {date_max(propose_from(a->input), train.first), train.past};
    TimelineInput timeline = {.placements = who->placements, .absences = who->absences, .home = who->training.home_unit,
                              .share = propose_share(&service, ahead), .train = train, .training = who->training.id};
    PlacementList wanted = {0};
    for (size_t i = 0; i < a->problem->blocks.count; i++) {
        const ProposeBlock *block = &a->problem->blocks.items[i];
        if (block->trainee == index && block->is_pinned) list_add(a->arena, &wanted, block->now);
    }
    for (size_t i = 0; i < a->problem->blocks.count; i++) {
        const ProposeBlock *block = &a->problem->blocks.items[i];
        if (block->trainee != index || block->is_pinned) continue;
        const PlanPlacement *at = placed(a->solution, i);
        if (at) list_add(a->arena, &wanted, placement_of(a, &service, i, at));
        else if (!a->problem->plan->activities.items[i].optional)
            list_add(a->arena, left_out, ((ProposeMissing){index, block->item, block->name, {0}, PROPOSE_NO_PLACE}));
    }
    ProposeTimeline ret = {.changes = change_to(a->arena, &timeline, &wanted, propose_from(a->input))};
    ret.placements = change_apply(a->arena, &who->placements, &ret.changes);
    return ret;
}

ProposeAnswer propose_answer(Arena *arena, const ProposeInput *input, const ProposeProblem *problem,
                             const PlanSolution *solution) {
    Answering answering = {arena, input, problem, solution};
    ProposeAnswer answer = {0};
    for (size_t i = 0; i < input->trainees.count; i++)
        list_add(arena, &answer.timelines, timeline_of(&answering, i, &answer.left_out));
    return answer;
}

static const Placement *placement_found(const PlacementList *list, PlacementId id) {
    for (size_t i = 0; id.raw && i < list->count; i++)
        if (list->items[i].id.raw == id.raw) return &list->items[i];
    return NULL;
}

ProposeTimelineList propose_timelines(Arena *arena, const ProposeInput *input, const PlanChangeList *changes) {
    ProposeTimelineList timelines = {0};
    for (size_t i = 0; i < input->trainees.count; i++) {
        const ProposeTrainee *who = &input->trainees.items[i];
        ProposeTimeline timeline = {0};
        for (size_t k = 0; k < changes->count; k++) {
            const PlanChange *change = &changes->items[k];
            if (change->training.raw != who->training.id.raw || change->answer == PLAN_ANSWER_REJECTED) continue;
            const Placement *now = placement_found(&who->placements, change->placement);
            if (!now && change->op != PLAN_OP_ADD) continue;
            list_add(arena, &timeline.changes, plan_change_as_placement(change, now));
        }
        timeline.placements = change_apply(arena, &who->placements, &timeline.changes);
        list_add(arena, &timelines, timeline);
    }
    return timelines;
}

Board propose_board(Arena *arena, const ProposeInput *input, const ProposeTimelineList *timelines) {
    Board board = {.today = input->today, .window = {input->today, input->today}, .units = input->units,
                   .capacities = input->capacities};
    for (size_t i = 0; i < input->units.count; i++)
        id_map_put(arena, &board.unit_at, input->units.items[i].id.raw, (int64_t)i);
    for (size_t i = 0; i < input->others.count; i++) list_add(arena, &board.visits, input->others.items[i]);
    for (size_t i = 0; i < input->trainees.count; i++) {
        const ProposeTrainee *t = &input->trainees.items[i];
        BoardRow row = {.training = t->training, .family_name = t->name, .absences = t->absences,
                        .placements = timelines ? timelines->items[i].placements : t->placements};
        id_map_put(arena, &board.row_at, t->training.id.raw, (int64_t)i);
        for (size_t k = 0; k < row.placements.count; k++) {
            Placement *p = &row.placements.items[k];
            if (placement_is_visit(p, t->training.home_unit)) list_add(arena, &board.visits, *p);
            if (date_is_known(p->past)) board.window.past = date_max(board.window.past, p->past);
        }
        list_add(arena, &board.rows, row);
    }
    board.window.past = date_add_days(board.window.past, 1);
    board_find_clashes(arena, &board);
    return board;
}
