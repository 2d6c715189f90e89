#include "placement/propose_check.h"
#include "base/buf.h"

typedef struct {
    Arena *arena;
    const ProposeInput *input;
    const ProposeProblem *problem;
    IdMap pinned; // placement ids
    PlanFaultList faults;
} Checking;

const char *plan_fault_rule(PlanFaultKind kind) {
    static const char *const rules[] = {"H1", "H6", "H7", "H16", "dag", "R11"};
    return rules[kind];
}

int propose_faults_own(const PlanFaultList *faults) {
    int own = 0;
    for (size_t i = 0; i < faults->count; i++) own += !faults->items[i].is_given;
    return own;
}

static bool is_pinned(const Checking *c, const Placement *p) {
    int64_t there;
    return p->id.raw && id_map_get(&c->pinned, p->id.raw, &there);
}

static Str unit_name(const Checking *c, UnitId id) {
    for (size_t i = 0; i < c->input->units.count; i++)
        if (c->input->units.items[i].id.raw == id.raw) return c->input->units.items[i].name;
    return STR("–");
}

static DateSpan span_of(const Placement *p) {
    return (DateSpan){p->first, p->past};
}

static void note(Checking *c, PlanFault fault) {
    if (fault.trainee != SIZE_MAX) fault.who = c->input->trainees.items[fault.trainee].name;
    list_add(c->arena, &c->faults, fault);
}

// --- one trainee

static void check_outside(Checking *c, size_t index, const PlacementList *placements) {
    const Training *t = &c->input->trainees.items[index].training;
    DateSpan train = {t->first, date_add_days(t->planned_end, 1)};
    for (size_t i = 0; i < placements->count; i++) {
        const Placement *p = &placements->items[i];
        if (p->past.day <= propose_from(c->input).day || !placement_counts(p)) continue;
        if (p->first.day >= train.first.day && p->past.day <= train.past.day) continue;
        note(c, (PlanFault){.kind = PLAN_FAULT_OUTSIDE, .trainee = index, .span = span_of(p), .is_given = is_pinned(c, p),
                            .where = unit_name(c, p->unit), .text = msg(N_("ligger utanför tjänstgöringen"))});
    }
}

static void check_double(Checking *c, size_t index, const PlacementList *placements, const ServiceLineList *service) {
    for (size_t i = 0; i < placements->count; i++)
        for (size_t k = i + 1; k < placements->count; k++) {
            const Placement *a = &placements->items[i], *b = &placements->items[k];
            DateSpan common = date_span_common(span_of(a), span_of(b));
            common.first = date_max(common.first, propose_from(c->input));
            if (!placement_counts(a) || !placement_counts(b) || date_span_is_empty(common)) continue;
            if (a->share.value + b->share.value <= propose_share(service, common).value) continue;
            note(c, (PlanFault){.kind = PLAN_FAULT_DOUBLE, .trainee = index, .span = common,
                                .is_given = is_pinned(c, a) && is_pinned(c, b), .where = unit_name(c, a->unit),
                                .text = msg(N_("samtidigt med {1}"), msg_text(unit_name(c, b->unit)))});
        }
}

static void check_lost(Checking *c, size_t index, const PlacementList *placements) {
    const ProposeTrainee *t = &c->input->trainees.items[index];
    DateSpan ahead = {date_max(propose_from(c->input), t->training.first), date_add_days(t->training.planned_end, 1)};
    DateSpanList gaps = timeline_gaps(c->arena, placements, &t->absences, ahead);
    for (size_t i = 0; i < gaps.count; i++)
        note(c, (PlanFault){.kind = PLAN_FAULT_LOST, .trainee = index, .span = gaps.items[i], .where = STR("–"),
                            .text = msg(N_("{1} dagar ej planerade"), msg_number(date_span_days(gaps.items[i])))});
}

TrainingNeeds propose_needs(Arena *arena, const ProposeInput *input, const ProposeTrainee *trainee,
                            const PlacementList *placements) {
    ServiceInput service = {.training = &trainee->training, .shares = trainee->shares, .absences = trainee->absences,
                            .units = input->units, .placements = *placements};
    NeedInput needs = {.service = &service, .unit_items = propose_unit_items(arena, input, trainee->training.home_unit),
                       .training_items = trainee->items, .courses = input->courses, .applications = trainee->applications};
    return training_needs(arena, &needs, input->today);
}

static bool is_missing(const Checking *c, size_t index, Str item) {
    for (size_t i = 0; i < c->problem->missing.count; i++)
        if (c->problem->missing.items[i].trainee == index && str_equal(c->problem->missing.items[i].item, item)) return true;
    return false;
}

static void check_bt(Checking *c, size_t index, const ServiceProgress *p, bool is_given) {
    const struct {
        const char *name;
        int months;
        ServiceTime have;
    } floors[] = {{N_("Bastjänstgöring"), p->demand.bt_months, p->bt.planned},
                  {N_("Bastjänstgöring i primärvård"), p->demand.bt_primary_months, p->bt_primary.planned},
                  {N_("Bastjänstgöring i akut sjukvård"), p->demand.bt_acute_months,
                   service_time_add(p->bt_acute.planned, p->bt_ward.planned)}};
    for (size_t i = 0; i < COUNT_OF(floors); i++) {
        ServiceTime asked = service_time_of_months(100 * floors[i].months);
        if (service_time_compare(floors[i].have, asked) >= 0) continue;
        note(c, (PlanFault){.kind = PLAN_FAULT_BT, .trainee = index, .where = str_from_c(floors[i].name), .is_given = is_given,
                            .text = msg(N_("{1} av {2} månader"), msg_text(service_time_text(c->arena, floors[i].have)),
                                        msg_number(floors[i].months))});
    }
}

// A floor of the BT that no need asks anything more for was missed in what is done and agreed.
static void check_needs(Checking *c, size_t index, const PlacementList *placements) {
    bool bt_is_open = false;
    TrainingNeeds needs = propose_needs(c->arena, c->input, &c->input->trainees.items[index], placements);
    for (size_t i = 0; i < needs.needs.count; i++) {
        const TrainingNeed *need = &needs.needs.items[i];
        if (!propose_need_is_open(need, need->left)) continue;
        bool is_given = is_missing(c, index, need->item);
        bt_is_open = bt_is_open || (need->kind == PLACEMENT_KIND_BT && !is_given);
        note(c, (PlanFault){.kind = PLAN_FAULT_UNPLANNED, .trainee = index, .where = need->name,
                            .is_given = is_given,
                            .text = msg(N_("{1} mån utan plats i planen"),
                                        msg_text(service_time_text(c->arena, need->left)))});
    }
    check_bt(c, index, &needs.progress, !bt_is_open);
}

// --- places

static bool counts_at(const Checking *c, const Placement *p, CapacityLevel level) {
    bool bt = p->kind == PLACEMENT_KIND_BT;
    for (size_t i = 0; i < c->input->trainees.count && !bt; i++)
        bt = c->input->trainees.items[i].training.id.raw == p->training.raw &&
             c->input->trainees.items[i].training.kind == TRAINING_KIND_BT;
    return level == CAPACITY_LEVEL_ALL || bt == (level == CAPACITY_LEVEL_BT);
}

static const ProposeTrainee *trainee_of(const Checking *c, TrainingId id) {
    for (size_t i = 0; i < c->input->trainees.count; i++)
        if (c->input->trainees.items[i].training.id.raw == id.raw) return &c->input->trainees.items[i];
    return NULL;
}

static void note_full(Checking *c, UnitId unit, const CapacityStep *step, const PlacementList *visits) {
    Buf names = buf_begin(c->arena);
    bool ours = false, given = true;
    for (size_t i = 0; i < visits->count; i++) {
        const Placement *p = &visits->items[i];
        if (!date_span_overlaps(step->span, span_of(p))) continue;
        const ProposeTrainee *t = trainee_of(c, p->training);
        if (!t) continue;
        ours = true;
        given = given && is_pinned(c, p);
        if (names.size) buf_add(&names, STR(", "));
        buf_add(&names, t->name);
    }
    if (!ours) return;
    note(c, (PlanFault){.kind = PLAN_FAULT_PLACES, .trainee = SIZE_MAX, .span = step->span, .is_given = given,
                        .who = buf_end(&names), .where = unit_name(c, unit),
                        .text = msg(N_("{1} på {2} platser"), msg_number(step->load), msg_number(step->places))});
}

static void check_places(Checking *c, const PlacementList *visits, UnitId unit, DateSpan window) {
    for (CapacityLevel level = CAPACITY_LEVEL_ALL; level <= CAPACITY_LEVEL_ST; level++) {
        PlacementList there = {0};
        for (size_t i = 0; i < visits->count; i++)
            if (visits->items[i].unit.raw == unit.raw && counts_at(c, &visits->items[i], level))
                list_add(c->arena, &there, visits->items[i]);
        CapacityStepList steps = capacity_steps(c->arena, &c->input->capacities, unit, level, &there, window);
        CapacityStepList over = capacity_overflow(c->arena, &steps);
        for (size_t i = 0; i < over.count; i++) note_full(c, unit, &over.items[i], &there);
    }
}

static void check_all_places(Checking *c, const ProposeTimelineList *timelines) {
    PlacementList visits = {0};
    DateSpan window = {propose_from(c->input), propose_from(c->input)};
    for (size_t i = 0; i < c->input->others.count; i++) list_add(c->arena, &visits, c->input->others.items[i]);
    for (size_t i = 0; i < c->input->trainees.count; i++) {
        const ProposeTrainee *t = &c->input->trainees.items[i];
        const PlacementList *placements = timelines ? &timelines->items[i].placements : &t->placements;
        for (size_t k = 0; k < placements->count; k++) {
            const Placement *p = &placements->items[k];
            if (p->past.day <= window.first.day || !placement_is_visit(p, t->training.home_unit)) continue;
            list_add(c->arena, &visits, *p);
            window.past = date_max(window.past, p->past);
        }
    }
    IdMap seen = {0};
    for (size_t i = 0; i < visits.count; i++) {
        int64_t once;
        if (id_map_get(&seen, visits.items[i].unit.raw, &once)) continue;
        id_map_put(c->arena, &seen, visits.items[i].unit.raw, 1);
        check_places(c, &visits, visits.items[i].unit, window);
    }
}

PlanFaultList propose_faults(Arena *arena, const ProposeInput *input, const ProposeProblem *problem,
                             const ProposeTimelineList *timelines) {
    Checking c = {.arena = arena, .input = input, .problem = problem};
    for (size_t i = 0; i < problem->blocks.count; i++)
        if (problem->blocks.items[i].is_pinned) id_map_put(arena, &c.pinned, problem->blocks.items[i].now.id.raw, 1);
    for (size_t i = 0; i < input->trainees.count; i++) {
        const ProposeTrainee *t = &input->trainees.items[i];
        const PlacementList *placements = timelines ? &timelines->items[i].placements : &t->placements;
        if (!propose_is_planned(t, input->today)) continue;
        ServiceLineList service = propose_service(arena, t, input->today);
        check_outside(&c, i, placements);
        check_double(&c, i, placements, &service);
        check_lost(&c, i, placements);
        check_needs(&c, i, placements);
    }
    check_all_places(&c, timelines);
    return c.faults;
}
