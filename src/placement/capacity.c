// Steps are found by collecting every day on which something begins or ends, and asking once between
// each two.
#include "placement/capacity.h"

int capacity_places(const CapacityList *capacities, UnitId unit, CapacityLevel level, Date date) {
    const Capacity *best = NULL;
    for (size_t i = 0; i < capacities->count; i++) {
        const Capacity *row = &capacities->items[i];
        DateSpan span = {row->first, row->past};
        if (row->unit.raw != unit.raw || row->level != level || !date_span_has(span, date)) continue;
        int64_t length = (int64_t)row->past.day - row->first.day;
        int64_t best_length = best ? (int64_t)best->past.day - best->first.day : INT64_MAX;
        if (length < best_length || (length == best_length && row->first.day > best->first.day)) best = row;
    }
    return best ? (int)best->places : PLACES_UNKNOWN;
}

bool placement_is_visit(const Placement *placement, UnitId home) {
    return placement->state != PLACEMENT_STATE_CANCELLED && placement->kind != PLACEMENT_KIND_HOME &&
           placement->kind != PLACEMENT_KIND_COURSE && placement->unit.raw && placement->unit.raw != home.raw;
}

LIST_OF(DateList, Date);

static void add_edges(Arena *arena, DateList *edges, DateSpan span, DateSpan window) {
    DateSpan part = date_span_common(span, window);
    if (date_span_is_empty(part)) return;
    list_add(arena, edges, part.first);
    list_add(arena, edges, part.past);
}

static int compare_dates(const void *a, const void *b, void *context) {
    (void)context;
    return date_compare(*(const Date *)a, *(const Date *)b);
}

static CapacityStep step_between(const CapacityList *capacities, UnitId unit, CapacityLevel level,
                                 const PlacementList *visits, DateSpan span) {
    CapacityStep step = {.span = span, .places = capacity_places(capacities, unit, level, span.first)};
    for (size_t i = 0; i < visits->count; i++) {
        const Placement *visit = &visits->items[i];
        step.load += visit->unit.raw == unit.raw && date_span_has((DateSpan){visit->first, visit->past}, span.first);
    }
    return step;
}

CapacityStepList capacity_steps(Arena *arena, const CapacityList *capacities, UnitId unit, CapacityLevel level,
                                const PlacementList *visits, DateSpan window) {
    CapacityStepList steps = {0};
    CapacityList rows = {0};
    PlacementList here = {0};
    DateList edges = {0};
    add_edges(arena, &edges, window, window);
    for (size_t i = 0; i < capacities->count; i++) {
        const Capacity *row = &capacities->items[i];
        if (row->unit.raw != unit.raw || row->level != level) continue;
        list_add(arena, &rows, *row);
        add_edges(arena, &edges, (DateSpan){row->first, row->past}, window);
    }
    for (size_t i = 0; i < visits->count; i++) {
        const Placement *visit = &visits->items[i];
        if (visit->unit.raw != unit.raw) continue;
        list_add(arena, &here, *visit);
        add_edges(arena, &edges, (DateSpan){visit->first, visit->past}, window);
    }
    list_sort(arena, edges.items, edges.count, sizeof *edges.items, compare_dates, NULL);
    for (size_t i = 1; i < edges.count; i++) {
        DateSpan span = {edges.items[i - 1], edges.items[i]};
        if (date_span_is_empty(span)) continue;
        CapacityStep step = step_between(&rows, unit, level, &here, span);
        CapacityStep *last = steps.count ? &steps.items[steps.count - 1] : NULL;
        if (last && last->places == step.places && last->load == step.load) last->span.past = span.past;
        else list_add(arena, &steps, step);
    }
    return steps;
}

CapacityStepList capacity_overflow(Arena *arena, const CapacityStepList *steps) {
    CapacityStepList over = {0};
    for (size_t i = 0; i < steps->count; i++) {
        CapacityStep step = steps->items[i];
        if (step.places == PLACES_UNKNOWN || step.load <= step.places) continue;
        CapacityStep *last = over.count ? &over.items[over.count - 1] : NULL;
        if (!last || last->span.past.day != step.span.first.day) {
            list_add(arena, &over, step);
            continue;
        }
        last->span.past = step.span.past;
        if (step.load - step.places > last->load - last->places) {
            last->load = step.load;
            last->places = step.places;
        }
    }
    return over;
}
