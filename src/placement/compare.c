#include "placement/compare.h"
#include "placement/propose_check.h"

static int half_months(DateSpan span) {
    Ymd first = date_to_ymd(span.first), last = date_to_ymd(date_add_days(span.past, -1));
    return ((last.year - first.year) * 12 + last.month - first.month) * 2 + (last.day >= 16) - (first.day >= 16) + 1;
}

static DateSpan ahead_of(const ProposeInput *input, const ProposeTrainee *t) {
    return (DateSpan){date_max(propose_from(input), t->training.first), date_add_days(t->training.planned_end, 1)};
}

static int gap_days(Arena *arena, const ProposeInput *input, const ProposeTrainee *t, const PlacementList *placements) {
    int days = 0;
    if (!propose_is_planned(t, input->today)) return 0;
    DateSpanList gaps = timeline_gaps(arena, placements, &t->absences, ahead_of(input, t));
    for (size_t i = 0; i < gaps.count; i++) days += date_span_days(gaps.items[i]);
    return days;
}

static int open_needs(Arena *arena, const ProposeInput *input, const ProposeTrainee *t, const PlacementList *placements) {
    int open = 0;
    if (!propose_is_planned(t, input->today)) return 0;
    TrainingNeeds needs = propose_needs(arena, input, t, placements);
    for (size_t i = 0; i < needs.needs.count; i++)
        open += propose_need_is_open(&needs.needs.items[i], needs.needs.items[i].left);
    return open;
}

static bool is_moved(const PlacementChange *change) {
    return change->op != PLAN_OP_ADD && change->before.kind != PLACEMENT_KIND_HOME;
}

static int at_home(const ProposeInput *input, const ProposeTimelineList *timelines, Date date) {
    int count = 0;
    for (size_t i = 0; i < input->trainees.count; i++) {
        const PlacementList *list = timelines ? &timelines->items[i].placements : &input->trainees.items[i].placements;
        bool there = false;
        for (size_t k = 0; k < list->count && !there; k++)
            there = list->items[k].kind == PLACEMENT_KIND_HOME && date_span_has((DateSpan){list->items[k].first, list->items[k].past}, date);
        count += there;
    }
    return count;
}

PlanMeasure plan_measure(Arena *arena, const ProposeInput *input, const ProposeTimelineList *timelines) {
    PlanMeasure measure = {.home_least = INT32_MAX};
    Board board = propose_board(arena, input, timelines);
    measure.clashes = (int)board.clashes.count;
    for (size_t i = 0; i < board.clashes.count; i++)
        if (board.clashes.items[i].kind == CLASH_PLACES) measure.crowded += half_months(board.clashes.items[i].span);
    Date soon = date_add_days(input->today, 7 * COMPARE_SOON_WEEKS);
    for (size_t i = 0; i < input->trainees.count; i++) {
        const ProposeTrainee *t = &input->trainees.items[i];
        const PlacementList *placements = timelines ? &timelines->items[i].placements : &t->placements;
        int days = gap_days(arena, input, t, placements);
        measure.unplanned_days += days;
        measure.planned_to_end += days == 0 && propose_is_planned(t, input->today);
        measure.open_needs += open_needs(arena, input, t, placements);
        for (size_t k = 0; timelines && k < timelines->items[i].changes.count; k++) {
            const PlacementChange *change = &timelines->items[i].changes.items[k];
            measure.moved += is_moved(change);
            measure.moved_soon += is_moved(change) && change->before.first.day < soon.day;
        }
    }
    Date past = date_add_months(input->today, COMPARE_HOME_MONTHS);
    for (Date d = propose_from(input); d.day < past.day; d = calendar_next(PLAN_CALENDAR_HALF_MONTH, d)) {
        int count = at_home(input, timelines, d);
        if (count < measure.home_least) measure.home_least = count;
    }
    return measure;
}

// --- one trainee -------------------------------------------------------------------------------------

static Str label_of(const ProposeInput *input, const Placement *p) {
    const Unit *unit = NULL;
    for (size_t i = 0; i < input->units.count; i++)
        if (input->units.items[i].id.raw == p->unit.raw) unit = &input->units.items[i];
    return placement_label(p, unit, LABEL_WHOLE);
}

static Msg change_text(const ProposeInput *input, const PlacementChange *change) {
    const Placement *before = &change->before, *after = &change->after;
    MsgArg what = msg_text(label_of(input, change->op == PLAN_OP_REMOVE ? before : after));
    if (change->op == PLAN_OP_ADD) return msg(N_("{1} läggs in {2}"), what, msg_span((DateSpan){after->first, after->past}));
    if (change->op == PLAN_OP_REMOVE) return msg(N_("{1} {2} tas bort"), what, msg_span((DateSpan){before->first, before->past}));
    if (before->unit.raw != after->unit.raw) return msg(N_("{1} i stället för {2}"), what, msg_text(label_of(input, before)));
    if (before->first.day != after->first.day) return msg(N_("{1} flyttas till {2}"), what, msg_date(after->first));
    return msg(N_("{1} slutar {2}"), what, msg_date(date_add_days(after->past, -1)));
}

static bool clashes_with(const Board *board, TrainingId training) {
    const BoardRow *row = board_row(board, training);
    return row && row->conflicts > 0;
}

TrainingChange training_change(Arena *arena, const ProposeInput *input, size_t trainee, const ProposeTimeline *timeline,
                               const Board *before, const Board *after) {
    const ProposeTrainee *t = &input->trainees.items[trainee];
    TrainingChange ret = {.gain = CHANGE_EVENS, .text = msg(N_("Tjänstgöringen på hemkliniken ändras"))};
    bool asked = false;
    const PlacementChange *first = NULL;
    for (size_t i = 0; i < timeline->changes.count; i++) {
        const PlacementChange *change = &timeline->changes.items[i];
        const Placement *shown = change->op == PLAN_OP_REMOVE ? &change->before : &change->after;
        if (shown->kind == PLACEMENT_KIND_HOME) continue;
        asked = asked || (change->op != PLAN_OP_ADD && change->before.state == PLACEMENT_STATE_REQUESTED);
        const Placement *known = first && first->op == PLAN_OP_REMOVE ? &first->before : first ? &first->after : NULL;
        if (!known || shown->first.day < known->first.day) first = change;
        ret.count++;
    }
    if (first) ret.text = change_text(input, first);
    ret.days = gap_days(arena, input, t, &t->placements) - gap_days(arena, input, t, &timeline->placements);
    if (clashes_with(before, t->training.id) && !clashes_with(after, t->training.id)) ret.gain = CHANGE_SOLVES;
    else if (asked) ret.gain = CHANGE_ASKED;
    else if (ret.days >= 15) ret.gain = CHANGE_FILLS;
    else if (open_needs(arena, input, t, &t->placements) > open_needs(arena, input, t, &timeline->placements)) ret.gain = CHANGE_NEEDS;
    return ret;
}
