#include "placement/board.h"

#include <string.h>

static bool is_pair_clash(const Placement *a, const Placement *b) {
    DateSpan x = {a->first, a->past}, y = {b->first, b->past};
    bool inside = a->kind == PLACEMENT_KIND_COURSE || b->kind == PLACEMENT_KIND_COURSE ||
                  a->kind == PLACEMENT_KIND_OBSERVATION || b->kind == PLACEMENT_KIND_OBSERVATION;
    return !inside && date_span_overlaps(x, y);
}

static void note_clash(Arena *arena, Board *board, Clash clash) {
    size_t index = board->clashes.count;
    for (size_t i = 0; i < clash.placements.count; i++) {
        const Placement *placement = &clash.placements.items[i];
        int64_t row;
        id_map_put(arena, &board->clash_of, placement->id.raw, (int64_t)index);
        if (id_map_get(&board->row_at, placement->training.raw, &row)) board->rows.items[row].conflicts++;
    }
    list_add(arena, &board->clashes, clash);
}

// Two placements of one trainee that together take more than the largest of their shares can hold.
static void find_double(Arena *arena, Board *board, const BoardRow *row) {
    const PlacementList *list = &row->placements;
    for (size_t i = 0; i < list->count; i++)
        for (size_t k = i + 1; k < list->count; k++) {
            const Placement *a = &list->items[i], *b = &list->items[k];
            if (!is_pair_clash(a, b) || a->share.value + b->share.value <= 100) continue;
            DateSpan common = date_span_common((DateSpan){a->first, a->past}, (DateSpan){b->first, b->past});
            if (common.past.day <= board->today.day) continue;
            Clash clash = {.kind = CLASH_DOUBLE, .unit = b->unit, .span = common};
            list_add(arena, &clash.placements, *a);
            list_add(arena, &clash.placements, *b);
            note_clash(arena, board, clash);
        }
}

static void find_full(Arena *arena, Board *board, UnitId unit) {
    DateSpan ahead = {date_max(board->window.first, board->today), board->window.past};
    CapacityStepList steps = capacity_steps(arena, &board->capacities, unit, CAPACITY_LEVEL_ALL, &board->visits, ahead);
    CapacityStepList over = capacity_overflow(arena, &steps);
    for (size_t i = 0; i < over.count; i++) {
        Clash clash = {.kind = CLASH_PLACES, .unit = unit, .span = over.items[i].span,
                       .places = over.items[i].places, .load = over.items[i].load};
        for (size_t k = 0; k < board->visits.count; k++) {
            const Placement *visit = &board->visits.items[k];
            if (visit->unit.raw == unit.raw && date_span_overlaps(clash.span, (DateSpan){visit->first, visit->past}))
                list_add(arena, &clash.placements, *visit);
        }
        bool ours = false;
        for (size_t k = 0; k < clash.placements.count; k++)
            ours = ours || board_row(board, clash.placements.items[k].training);
        if (ours) note_clash(arena, board, clash);
    }
}

void board_find_clashes(Arena *arena, Board *board) {
    board->clashes = (ClashList){0};
    board->clash_of = (IdMap){0};
    IdMap seen = {0};
    for (size_t i = 0; i < board->rows.count; i++) board->rows.items[i].conflicts = 0;
    for (size_t i = 0; i < board->visits.count; i++) {
        int64_t once;
        UnitId unit = board->visits.items[i].unit;
        if (id_map_get(&seen, unit.raw, &once)) continue;
        id_map_put(arena, &seen, unit.raw, 1);
        find_full(arena, board, unit);
    }
    for (size_t i = 0; i < board->rows.count; i++) find_double(arena, board, &board->rows.items[i]);
}

const Unit *board_unit(const Board *board, UnitId id) {
    int64_t at;
    return id_map_get(&board->unit_at, id.raw, &at) ? &board->units.items[at] : NULL;
}

const BoardRow *board_row(const Board *board, TrainingId id) {
    int64_t at;
    return id_map_get(&board->row_at, id.raw, &at) ? &board->rows.items[at] : NULL;
}

const Placement *board_placement(const Board *board, PlacementId id, const BoardRow **ret_row) {
    for (size_t i = 0; i < board->rows.count; i++)
        for (size_t k = 0; k < board->rows.items[i].placements.count; k++)
            if (board->rows.items[i].placements.items[k].id.raw == id.raw) {
                *ret_row = &board->rows.items[i];
                return &board->rows.items[i].placements.items[k];
            }
    return NULL;
}

TimelineInput board_timeline(const BoardRow *row) {
    Percent share = {100};
    for (size_t i = 0; i < row->placements.count; i++)
        if (row->placements.items[i].kind == PLACEMENT_KIND_HOME) share = row->placements.items[i].share;
    return (TimelineInput){.placements = row->placements, .absences = row->absences, .home = row->training.home_unit,
                           .share = share, .training = row->training.id,
                           .train = {row->training.first, date_add_days(row->training.planned_end, 1)}};
}

bool board_unit_is_free(Arena *arena, const Board *board, UnitId unit, DateSpan span, PlacementId without) {
    ArenaMark mark = arena_mark(arena);
    PlacementList others = {0};
    for (size_t i = 0; i < board->visits.count; i++) {
        const Placement *visit = &board->visits.items[i];
        if (visit->unit.raw == unit.raw && visit->id.raw != without.raw) list_add(arena, &others, *visit);
    }
    CapacityStepList steps = capacity_steps(arena, &board->capacities, unit, CAPACITY_LEVEL_ALL, &others, span);
    bool fits = true;
    for (size_t i = 0; i < steps.count; i++)
        if (steps.items[i].places != PLACES_UNKNOWN && steps.items[i].load >= steps.items[i].places) fits = false;
    arena_reset(arena, mark);
    return fits;
}

const char *placement_look(const Placement *placement, const Unit *unit) {
    switch (placement->kind) {
    case PLACEMENT_KIND_HOME: return "hem";
    case PLACEMENT_KIND_BT: return "bt";
    case PLACEMENT_KIND_RESEARCH:
    case PLACEMENT_KIND_PROJECT: return "forsk";
    default: break;
    }
    if (unit && unit->care == CARE_FORM_EMERGENCY) return "akut";
    if (unit && unit->care == CARE_FORM_PRIMARY) return "prim";
    return "rand";
}

// Tenths of a pixel of one letter of the bars' type, 12 px and half bold; a little more than less.
static int letter_width(char letter) {
    if (strchr("ijlI.,", letter)) return 33;
    if (strchr("frt -", letter)) return 45;
    if (strchr("mwMW", letter)) return 104;
    return letter >= 'A' && letter <= 'Z' ? 76 : 67;
}

// As many bytes of the text as fit, whole letters; all of it when it fits.
static size_t bytes_that_fit(Str text, int room) {
    int width = 0;
    size_t fit = 0;
    for (size_t at = 0; at < text.size; fit = at) {
        width += letter_width(text.data[at++]);
        while (at < text.size && ((unsigned char)text.data[at] & 0xc0) == 0x80) at++;
        if (width / 10 > room) return fit;
    }
    return fit;
}

bool label_fits(Str text, int room) {
    return bytes_that_fit(text, room) == text.size;
}

Str placement_label(const Placement *placement, const Unit *unit, int room) {
    Str name = unit ? unit->name : STR("–");
    bool project = placement->kind == PLACEMENT_KIND_PROJECT, research = placement->kind == PLACEMENT_KIND_RESEARCH;
    if (project) name = STR("Utvecklingsarbete"); // what it is says more than where
    if (research) name = STR("Vetenskapligt arbete");
    if (label_fits(name, room)) return name;
    if (project || research) return label_fits(str_slice(name, 0, 3), room) ? str_slice(name, 0, 3) : STR("");
    if (unit && unit->short_name.size && label_fits(unit->short_name, room)) return unit->short_name;
    Str part = str_trim(str_slice(name, 0, bytes_that_fit(name, room)));
    return str_length(part) < 2 ? STR("") : part;
}

Date calendar_first(PlanCalendar calendar, Date date) {
    Ymd ymd = date_to_ymd(date);
    switch (calendar) {
    case PLAN_CALENDAR_WEEK: return week_first(week_of(date));
    case PLAN_CALENDAR_MONTH: return date_from_ymd(ymd.year, ymd.month, 1);
    case PLAN_CALENDAR_HALF_MONTH: break;
    }
    return date_from_ymd(ymd.year, ymd.month, ymd.day >= 16 ? 16 : 1);
}

Date calendar_next(PlanCalendar calendar, Date date) {
    Date first = calendar_first(calendar, date);
    Ymd ymd = date_to_ymd(first);
    switch (calendar) {
    case PLAN_CALENDAR_WEEK: return date_add_days(first, 7);
    case PLAN_CALENDAR_MONTH: return date_from_ymd(ymd.year, ymd.month + 1, 1);
    case PLAN_CALENDAR_HALF_MONTH: break;
    }
    return ymd.day == 1 ? date_from_ymd(ymd.year, ymd.month, 16) : date_from_ymd(ymd.year, ymd.month + 1, 1);
}
