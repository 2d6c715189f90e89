#include "placement/solution.h"

// Nothing begins sooner than this from today: people and rotas need to know.
#define NOTICE_DAYS 28
#define SEARCH_MONTHS 30

typedef struct {
    Arena *arena;
    const Board *board;
    const BoardRow *row;
    const Placement *chosen;
    PlanCalendar calendar;
    SolutionList found;
} Search;

static bool is_free_at_home(const Search *s, DateSpan span, PlacementId other) {
    const BoardRow *row = s->row;
    for (size_t i = 0; i < row->placements.count; i++) {
        const Placement *p = &row->placements.items[i];
        bool gives_way = p->kind == PLACEMENT_KIND_HOME || p->kind == PLACEMENT_KIND_COURSE ||
                         p->kind == PLACEMENT_KIND_OBSERVATION;
        if (gives_way || p->id.raw == s->chosen->id.raw || p->id.raw == other.raw) continue;
        if (date_span_overlaps(span, (DateSpan){p->first, p->past})) return false;
    }
    for (size_t i = 0; i < row->absences.count; i++)
        if (date_span_overlaps(span, (DateSpan){row->absences.items[i].first, row->absences.items[i].past})) return false;
    Date end = date_add_days(row->training.planned_end, 1);
    return span.first.day >= date_add_days(s->board->today, NOTICE_DAYS).day && span.past.day <= end.day;
}

// The same number of the calendar's steps from another start: months differ in days.
static DateSpan moved_span(const Search *s, Date start) {
    int steps = 0;
    for (Date d = s->chosen->first; d.day < s->chosen->past.day; d = calendar_next(s->calendar, d)) steps++;
    DateSpan span = {start, start};
    for (; steps > 0; steps--) span.past = calendar_next(s->calendar, span.past);
    return span;
}

static void add_solution(Search *s, Solution solution, const Placement *second) {
    TimelineInput timeline = board_timeline(s->row);
    solution.changes = change_put(s->arena, &timeline, solution.after);
    if (second) {
        timeline.placements = change_apply(s->arena, &timeline.placements, &solution.changes);
        PlacementChangeList more = change_put(s->arena, &timeline, *second);
        for (size_t i = 0; i < more.count; i++) list_add(s->arena, &solution.changes, more.items[i]);
    }
    list_add(s->arena, &s->found, solution);
}

static void try_move(Search *s, Date start) {
    DateSpan span = moved_span(s, start);
    if (span.first.day == s->chosen->first.day || !is_free_at_home(s, span, (PlacementId){0})) return;
    if (!board_unit_is_free(s->arena, s->board, s->chosen->unit, span, s->chosen->id)) return;
    for (size_t i = 0; i < s->found.count; i++)
        if (s->found.items[i].kind == SOLUTION_MOVE &&
            date_span_overlaps(span, (DateSpan){s->found.items[i].after.first, s->found.items[i].after.past}))
            return;
    Solution solution = {.kind = SOLUTION_MOVE, .after = *s->chosen};
    solution.after.first = span.first;
    solution.after.past = span.past;
    solution.title = msg(N_("Flytta {1} till {2}"), msg_text(s->row->given_name), msg_span(span));
    solution.note = msg(N_("Inga följdändringar. Samma slutdatum."));
    add_solution(s, solution, NULL);
}

// Starts near the old one first, before and after in turn.
static void try_moves(Search *s, size_t most) {
    Date after = calendar_first(s->calendar, s->chosen->first), before = after;
    for (int step = 0; step < SEARCH_MONTHS * 2 && s->found.count < most; step++) {
        after = calendar_next(s->calendar, after);
        before = calendar_first(s->calendar, date_add_days(before, -1));
        try_move(s, after);
        if (s->found.count < most) try_move(s, before);
    }
}

static void try_swap(Search *s, const Placement *other) {
    if (s->found.count >= SOLUTIONS_MAX || other->id.raw == s->chosen->id.raw || other->unit.raw == s->chosen->unit.raw) return;
    if (other->kind == PLACEMENT_KIND_HOME || other->kind == PLACEMENT_KIND_COURSE ||
        other->state != PLACEMENT_STATE_PLANNED || other->kind != s->chosen->kind)
        return;
    DateSpan mine = {s->chosen->first, s->chosen->past}, theirs = {other->first, other->past};
    if (date_span_days(mine) - date_span_days(theirs) > 20 || date_span_days(theirs) - date_span_days(mine) > 20) return;
    if (!is_free_at_home(s, theirs, other->id) || !is_free_at_home(s, mine, other->id)) return;
    if (!board_unit_is_free(s->arena, s->board, s->chosen->unit, theirs, s->chosen->id) ||
        !board_unit_is_free(s->arena, s->board, other->unit, mine, other->id))
        return;
    Solution solution = {.kind = SOLUTION_SWAP, .after = *s->chosen, .other = other, .follow = 1};
    solution.after.first = theirs.first;
    solution.after.past = theirs.past;
    Placement second = *other;
    second.first = mine.first;
    second.past = mine.past;
    const Unit *unit = board_unit(s->board, other->unit);
    solution.title = msg(N_("Byt plats med {1}, från {2}"), msg_text(unit ? unit->name : STR("")), msg_date(theirs.first));
    solution.note = msg(N_("En följdändring. Samma slutdatum."));
    add_solution(s, solution, &second);
}

static void try_other_unit(Search *s) {
    const Unit *here = board_unit(s->board, s->chosen->unit);
    DateSpan span = {s->chosen->first, s->chosen->past};
    for (size_t i = 0; here && i < s->board->units.count && s->found.count < SOLUTIONS_MAX; i++) {
        const Unit *unit = &s->board->units.items[i];
        bool alike = unit->id.raw != here->id.raw && unit->specialty.size && unit->kind == here->kind &&
                     str_equal(unit->specialty, here->specialty);
        bool takes_visits = capacity_places(&s->board->capacities, unit->id, CAPACITY_LEVEL_ALL, span.first) > 0;
        if (!alike || !takes_visits || unit->id.raw == s->row->training.home_unit.raw) continue;
        if (!board_unit_is_free(s->arena, s->board, unit->id, span, s->chosen->id)) continue;
        Solution solution = {.kind = SOLUTION_OTHER_UNIT, .after = *s->chosen};
        solution.after.unit = unit->id;
        solution.title = msg(N_("{1}, {2}"), msg_text(unit->name), msg_span(span));
        solution.note = msg(unit->parent.raw == here->parent.raw ? N_("Samma tid, en annan enhet.")
                                                                 : N_("Samma tid, en annan enhet på annan ort."));
        add_solution(s, solution, NULL);
        return;
    }
}

// What has begun stays; so does home service, which has nowhere else to be.
static bool choose(Search *s, PlacementId placement) {
    s->chosen = board_placement(s->board, placement, &s->row);
    return s->chosen && s->chosen->kind != PLACEMENT_KIND_HOME && s->chosen->first.day > s->board->today.day &&
           date_is_known(s->row->training.planned_end);
}

static void try_others(Search *s, PlacementId placement) {
    int64_t at;
    if (!id_map_get(&s->board->clash_of, placement.raw, &at)) return;
    const PlacementList *list = &s->board->clashes.items[at].placements;
    for (size_t i = 0; i < list->count && s->found.count < SOLUTIONS_MAX; i++)
        if (list->items[i].id.raw != placement.raw && choose(s, list->items[i].id)) try_moves(s, s->found.count + 1);
}

SolutionList solution_list(Arena *arena, const Board *board, PlacementId placement, PlanCalendar calendar) {
    Search s = {.arena = arena, .board = board, .calendar = calendar};
    if (choose(&s, placement)) {
        try_moves(&s, 1);
        for (size_t i = 0; i < s.row->placements.count && s.found.count < 2; i++) try_swap(&s, &s.row->placements.items[i]);
        try_other_unit(&s);
        try_moves(&s, SOLUTIONS_MAX);
    }
    try_others(&s, placement);
    return s.found;
}
