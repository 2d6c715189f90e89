// Every change is found the same way: make the timeline that is wanted (what is not home service,
// then home service in every day left), and compare it with the one in force.
#include "placement/change.h"

static bool is_home(const Placement *p, UnitId home) {
    return p->kind == PLACEMENT_KIND_HOME && p->unit.raw == home.raw;
}

static bool in_force(const Placement *p) {
    return p->state != PLACEMENT_STATE_CANCELLED;
}

// Courses and visits lie inside other service and take no day from it.
static bool takes_days(const Placement *p) {
    return in_force(p) && p->kind != PLACEMENT_KIND_COURSE && p->kind != PLACEMENT_KIND_OBSERVATION;
}

static int by_first(const void *a, const void *b, void *context) {
    (void)context;
    const Placement *p = a, *q = b;
    int order = date_compare(p->first, q->first);
    return order ? order : (p->id.raw > q->id.raw) - (p->id.raw < q->id.raw);
}

static int spans_by_first(const void *a, const void *b, void *context) {
    (void)context;
    return date_compare(((const DateSpan *)a)->first, ((const DateSpan *)b)->first);
}

static DateSpanList gaps_between(Arena *arena, DateSpanList taken, DateSpan span) {
    list_sort(arena, taken.items, taken.count, sizeof *taken.items, spans_by_first, NULL);
    DateSpanList gaps = {0};
    Date cursor = span.first;
    for (size_t i = 0; i < taken.count; i++) {
        DateSpan gap = {cursor, date_min(taken.items[i].first, span.past)};
        if (!date_span_is_empty(gap)) list_add(arena, &gaps, gap);
        cursor = date_max(cursor, taken.items[i].past);
    }
    DateSpan rest = {cursor, span.past};
    if (!date_span_is_empty(rest)) list_add(arena, &gaps, rest);
    return gaps;
}

static void take_absences(Arena *arena, DateSpanList *taken, const AbsenceList *absences) {
    for (size_t i = 0; i < absences->count; i++)
        if (absences->items[i].share.value == 100)
            list_add(arena, taken, ((DateSpan){absences->items[i].first, absences->items[i].past}));
}

DateSpanList timeline_gaps(Arena *arena, const PlacementList *placements, const AbsenceList *absences, DateSpan span) {
    DateSpanList taken = {0};
    for (size_t i = 0; i < placements->count; i++)
        if (takes_days(&placements->items[i]))
            list_add(arena, &taken, ((DateSpan){placements->items[i].first, placements->items[i].past}));
    take_absences(arena, &taken, absences);
    return gaps_between(arena, taken, span);
}

// A home placement in force that a new home span can go on being: the one it overlaps most.
static size_t home_to_keep(const PlacementList *homes, const bool *used, DateSpan span) {
    size_t best = SIZE_MAX;
    int best_days = 0;
    for (size_t i = 0; i < homes->count; i++) {
        DateSpan common = date_span_common(span, (DateSpan){homes->items[i].first, homes->items[i].past});
        if (used[i] || date_span_days(common) <= best_days) continue;
        best = i;
        best_days = date_span_days(common);
    }
    return best;
}

static bool same_place(const Placement *a, const Placement *b) {
    return a->first.day == b->first.day && a->past.day == b->past.day && a->unit.raw == b->unit.raw &&
           a->kind == b->kind && a->share.value == b->share.value && str_equal(a->item, b->item) &&
           str_equal(a->goals, b->goals);
}

static void note_change(Arena *arena, PlacementChangeList *changes, PlanOp op, Placement before, Placement after) {
    if (op == PLAN_OP_MOVE && same_place(&before, &after)) return;
    list_add(arena, changes, ((PlacementChange){op, before, after}));
}

// Home service in every gap of `span`: kept from `homes` where it can be, new where it must. Homes
// left over are removed. A home placement that began before `span` keeps its beginning.
static void fill_with_home(Arena *arena, const TimelineInput *t, const PlacementList *homes, DateSpanList gaps,
                           PlacementChangeList *changes) {
    bool *used = arena_array(arena, bool, homes->count + 1);
    for (size_t g = 0; g < gaps.count; g++) {
        DateSpan gap = gaps.items[g];
        size_t keep = home_to_keep(homes, used, gap);
        if (keep == SIZE_MAX) {
            Placement made = {.training = t->training, .unit = t->home, .kind = PLACEMENT_KIND_HOME, .first = gap.first,
                              .past = gap.past, .share = t->share, .state = PLACEMENT_STATE_PLANNED};
            note_change(arena, changes, PLAN_OP_ADD, (Placement){0}, made);
            continue;
        }
        used[keep] = true;
        Placement after = homes->items[keep];
        after.first = gap.first;
        after.past = gap.past;
        note_change(arena, changes, PLAN_OP_MOVE, homes->items[keep], after);
    }
    for (size_t i = 0; i < homes->count; i++)
        if (!used[i]) note_change(arena, changes, PLAN_OP_REMOVE, homes->items[i], homes->items[i]);
}

// The days that may become home service when something moves: those that are home service now, and
// those that what is taken away leaves.
static PlacementChangeList refill(Arena *arena, const TimelineInput *t, const Placement *gone, const Placement *put) {
    PlacementChangeList changes = {0};
    PlacementList homes = {0};
    DateSpanList taken = {0}, open = {0};
    for (size_t i = 0; i < t->placements.count; i++) {
        Placement *p = &t->placements.items[i];
        bool away = (gone && p->id.raw == gone->id.raw) || (put && put->id.raw && p->id.raw == put->id.raw);
        if (away || !takes_days(p)) continue;
        if (is_home(p, t->home)) list_add(arena, &homes, *p);
        else list_add(arena, &taken, ((DateSpan){p->first, p->past}));
    }
    if (put && takes_days(put)) list_add(arena, &taken, ((DateSpan){put->first, put->past}));
    take_absences(arena, &taken, &t->absences);
    // Open for home: every home span in force, and the span left behind.
    for (size_t i = 0; i < homes.count; i++)
        list_add(arena, &open, ((DateSpan){homes.items[i].first, homes.items[i].past}));
    if (gone && takes_days(gone))
        list_add(arena, &open, date_span_common((DateSpan){gone->first, gone->past}, t->train));
    list_sort(arena, open.items, open.count, sizeof *open.items, spans_by_first, NULL);
    DateSpanList gaps = {0};
    for (size_t i = 0; i < open.count;) {
        DateSpan joined = open.items[i++];
        while (i < open.count && open.items[i].first.day <= joined.past.day) {
            joined.past = date_max(joined.past, open.items[i].past);
            i++;
        }
        DateSpanList part = gaps_between(arena, taken, joined);
        for (size_t k = 0; k < part.count; k++) list_add(arena, &gaps, part.items[k]);
    }
    fill_with_home(arena, t, &homes, gaps, &changes);
    return changes;
}

static const Placement *find(const PlacementList *list, PlacementId id) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].id.raw == id.raw) return &list->items[i];
    return NULL;
}

PlacementChangeList change_put(Arena *arena, const TimelineInput *t, Placement wanted) {
    const Placement *before = wanted.id.raw ? find(&t->placements, wanted.id) : NULL;
    PlacementChangeList changes = {0};
    // Home service that somebody moves by hand is moved as asked; it does not refill itself.
    if (!takes_days(&wanted) || (before && is_home(before, t->home))) {
        note_change(arena, &changes, before ? PLAN_OP_MOVE : PLAN_OP_ADD, before ? *before : (Placement){0}, wanted);
        return changes;
    }
    note_change(arena, &changes, before ? PLAN_OP_MOVE : PLAN_OP_ADD, before ? *before : (Placement){0}, wanted);
    PlacementChangeList homes = refill(arena, t, before, &wanted);
    for (size_t i = 0; i < homes.count; i++) list_add(arena, &changes, homes.items[i]);
    return changes;
}

PlacementChangeList change_remove(Arena *arena, const TimelineInput *t, PlacementId id) {
    PlacementChangeList changes = {0};
    const Placement *gone = find(&t->placements, id);
    if (!gone) return changes;
    note_change(arena, &changes, PLAN_OP_REMOVE, *gone, *gone);
    if (is_home(gone, t->home) || !takes_days(gone)) return changes;
    PlacementChangeList homes = refill(arena, t, gone, NULL);
    for (size_t i = 0; i < homes.count; i++) list_add(arena, &changes, homes.items[i]);
    return changes;
}

// The placement in force that `wanted` is another date of: same id, else same item, else same unit
// and kind; not used before.
static size_t find_old(const PlacementList *old, const bool *used, const Placement *wanted) {
    for (int pass = 0; pass < 4; pass++)
        for (size_t i = 0; i < old->count; i++) {
            const Placement *p = &old->items[i];
            bool alike = p->unit.raw == wanted->unit.raw && p->kind == wanted->kind;
            bool fits = pass == 0   ? wanted->id.raw && p->id.raw == wanted->id.raw
                        : pass == 1 ? alike && p->first.day == wanted->first.day
                        : pass == 2 ? p->item.size && str_equal(p->item, wanted->item)
                                    : alike;
            if (!used[i] && fits) return i;
        }
    return SIZE_MAX;
}

PlacementChangeList change_to(Arena *arena, const TimelineInput *t, const PlacementList *wanted, Date from) {
    PlacementChangeList changes = {0};
    PlacementList old = {0}, homes = {0};
    DateSpanList taken = {0};
    for (size_t i = 0; i < t->placements.count; i++) {
        Placement *p = &t->placements.items[i];
        if (!takes_days(p)) continue;
        bool movable = p->past.day > from.day, kept = find(wanted, p->id) != NULL;
        if (movable && is_home(p, t->home) && !kept) list_add(arena, &homes, *p);
        else if (kept || (movable && p->first.day >= from.day)) list_add(arena, &old, *p);
        else list_add(arena, &taken, ((DateSpan){p->first, p->past}));
    }
    bool *used = arena_array(arena, bool, old.count + 1);
    for (size_t i = 0; i < wanted->count; i++) {
        Placement after = wanted->items[i];
        list_add(arena, &taken, ((DateSpan){after.first, after.past}));
        size_t found = find_old(&old, used, &after);
        if (found == SIZE_MAX) {
            note_change(arena, &changes, PLAN_OP_ADD, (Placement){0}, after);
            continue;
        }
        used[found] = true;
        const Placement *before = &old.items[found];
        after.id = before->id;
        after.version = before->version;
        after.supervisor = before->supervisor;
        after.note = before->note;
        if (same_place(before, &after)) after.state = before->state;
        note_change(arena, &changes, PLAN_OP_MOVE, *before, after);
    }
    for (size_t i = 0; i < old.count; i++)
        if (!used[i]) note_change(arena, &changes, PLAN_OP_REMOVE, old.items[i], old.items[i]);
    take_absences(arena, &taken, &t->absences);
    // A home placement that had begun before `from` keeps its beginning.
    Date first = from;
    for (size_t i = 0; i < homes.count; i++) first = date_min(first, homes.items[i].first);
    DateSpanList gaps = gaps_between(arena, taken, (DateSpan){date_max(first, t->train.first), t->train.past});
    fill_with_home(arena, t, &homes, gaps, &changes);
    return changes;
}

PlacementList change_apply(Arena *arena, const PlacementList *placements, const PlacementChangeList *changes) {
    PlacementList after = {0};
    for (size_t i = 0; i < placements->count; i++) {
        const PlacementChange *change = NULL;
        for (size_t k = 0; k < changes->count; k++)
            if (changes->items[k].op != PLAN_OP_ADD && changes->items[k].before.id.raw == placements->items[i].id.raw)
                change = &changes->items[k];
        if (!change) list_add(arena, &after, placements->items[i]);
        else if (change->op == PLAN_OP_MOVE) list_add(arena, &after, change->after);
    }
    for (size_t k = 0; k < changes->count; k++)
        if (changes->items[k].op == PLAN_OP_ADD) list_add(arena, &after, changes->items[k].after);
    list_sort(arena, after.items, after.count, sizeof *after.items, by_first, NULL);
    return after;
}

PlacementChange plan_change_as_placement(const PlanChange *change, const Placement *now) {
    PlacementChange as = {.op = change->op};
    if (now) as.before = as.after = *now;
    if (change->op == PLAN_OP_REMOVE) return as;
    as.after.training = change->training;
    as.after.unit = change->unit;
    as.after.kind = change->kind;
    as.after.first = change->first;
    as.after.past = change->past;
    as.after.share = change->share;
    as.after.item = change->item;
    as.after.goals = change->goals;
    if (change->op == PLAN_OP_ADD) as.after.state = PLACEMENT_STATE_PLANNED;
    return as;
}
