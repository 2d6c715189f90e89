// More visiting trainees at a unit than its places, today or in the plan's future. The days on which
// anything changes cut time into pieces where nothing does; pieces over the number are joined while
// the number of places is the same.
#include "duty/checks.h"
#include "placement/capacity.h"
#include <stdlib.h>

static bool at_level(const Visit *visit, CapacityLevel level) {
    bool bt = visit->placement->kind == PLACEMENT_KIND_BT || visit->training->training->kind == TRAINING_KIND_BT;
    return level == CAPACITY_LEVEL_ALL || bt == (level == CAPACITY_LEVEL_BT);
}

static bool is_there(const Visit *visit, Date day) {
    return date_span_has(date_span(visit->placement->first, visit->placement->past), day);
}

// Each trainee once, also with two placements side by side.
static int trainees_on(const UnitFacts *u, CapacityLevel level, Date day) {
    int count = 0;
    for (size_t i = 0; i < u->visits.count; i++) {
        if (!is_there(&u->visits.items[i], day) || !at_level(&u->visits.items[i], level)) continue;
        bool again = false;
        for (size_t j = 0; j < i && !again; j++)
            again = u->visits.items[j].training == u->visits.items[i].training &&
                    is_there(&u->visits.items[j], day) && at_level(&u->visits.items[j], level);
        count += !again;
    }
    return count;
}

static int by_day(const void *a, const void *b) {
    int32_t x = ((const Date *)a)->day, y = ((const Date *)b)->day;
    return x < y ? -1 : x > y;
}

// The days where something changes, sorted. Also those that have passed: a piece under way is known by
// the day it began.
static size_t days_of_change(const Run *run, const UnitFacts *u, Date **ret) {
    Date *days = arena_array(run->arena, Date, 2 * (u->visits.count + u->capacities.count) + 1);
    size_t count = 0;
    for (size_t i = 0; i < u->visits.count; i++) {
        days[count++] = u->visits.items[i].placement->first;
        days[count++] = u->visits.items[i].placement->past;
    }
    for (size_t i = 0; i < u->capacities.count; i++) {
        days[count++] = u->capacities.items[i].first;
        days[count++] = u->capacities.items[i].past;
    }
    qsort(days, count, sizeof *days, by_day);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!kept || days[kept - 1].day != days[i].day) days[kept++] = days[i];
    *ret = days;
    return kept;
}

static Str names_in(Run *run, const UnitFacts *u, CapacityLevel level, DateSpan span) {
    IdMap seen = {0};
    Buf names = buf_begin(run->arena);
    for (size_t i = 0; i < u->visits.count; i++) {
        const Visit *visit = &u->visits.items[i];
        int64_t there;
        if (!at_level(visit, level) || id_map_get(&seen, visit->training->training->id.raw, &there) ||
            !date_span_overlaps(date_span(visit->placement->first, visit->placement->past), span))
            continue;
        id_map_put(run->arena, &seen, visit->training->training->id.raw, 1);
        if (names.size) buf_add_char(&names, '\n');
        buf_add(&names, facts_person_name(run->arena, visit->training->trainee->person));
    }
    return buf_end(&names);
}

static void find_full(Run *run, const UnitFacts *u, CapacityLevel level, DateSpan span, int most, int places) {
    static const char *const levels[] = {"", " bt", " st"};
    Found *found = find_unit(run, "full", u);
    found->period = str_printf(run->arena, "%.*s%s", STR_ARG(date_iso(run->arena, span.first)), levels[level]);
    found->grouping = str_printf(run->arena, "%lld", (long long)u->unit->id.raw);
    arg_number(found, "trainees", most);
    arg_number(found, "places", places);
    arg_span(found, "span", span);
    arg_text(found, "names", names_in(run, u, level, date_span(date_max(span.first, run->on), span.past)));
    found->since = span.first;
    found->due = date_span_last(span);
}

static void check_level(Run *run, const UnitFacts *u, CapacityLevel level, const Date *days, size_t count) {
    DateSpan over = {0};
    bool open = false;
    int most = 0; // in the piece, from today on; 0: it has passed
    int limit = PLACES_UNKNOWN;
    for (size_t i = 0; i < count; i++) {
        int places = capacity_places(&u->capacities, u->unit->id, level, days[i]);
        int here = places < 0 ? 0 : trainees_on(u, level, days[i]);
        bool is_over = places >= 0 && here > places;
        bool is_past = i + 1 == count || date_compare(days[i + 1], run->on) <= 0;
        if (open && (!is_over || places != limit)) {
            over.past = days[i];
            if (most) find_full(run, u, level, over, most, limit);
            open = false;
        }
        if (!is_over) continue;
        if (!open) over.first = days[i], most = 0;
        open = true;
        limit = places;
        if (!is_past && here > most) most = here; // what has passed is not asked about
    }
}

void check_capacity(Run *run, const UnitFacts *u) {
    Date *days;
    if (!u->capacities.count || !u->visits.count) return;
    size_t count = days_of_change(run, u, &days);
    for (CapacityLevel level = CAPACITY_LEVEL_ALL; level <= CAPACITY_LEVEL_ST; level++)
        check_level(run, u, level, days, count);
}
