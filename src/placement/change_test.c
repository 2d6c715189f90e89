#include "base/test.h"
#include "placement/change.h"

#define HOME ((UnitId){1})

// A timeline as people draw it: "id unit first past" in days; unit 1 is home.
static Placement at(int64_t id, int64_t unit, int first, int past) {
    return (Placement){.id = {id}, .version = 1, .training = {9}, .unit = {unit}, .share = {100},
                       .kind = unit == 1 ? PLACEMENT_KIND_HOME : PLACEMENT_KIND_ROTATION,
                       .first = {first}, .past = {past}};
}

static TimelineInput timeline(Placement *items, size_t count) {
    return (TimelineInput){.placements = {items, count, count}, .home = HOME, .share = {100},
                           .train = {{0}, {1000}}, .training = {9}};
}

static void check_days(Arena *arena, const PlacementList *after, int first, int past, const char *why) {
    int *days = arena_array(arena, int, (size_t)(past - first));
    for (size_t i = 0; i < after->count; i++)
        for (int d = after->items[i].first.day; d < after->items[i].past.day; d++)
            if (d >= first && d < past) days[d - first]++;
    for (int d = 0; d < past - first; d++) CHECK(days[d] == 1, why);
}

TEST(change_put_moves_home_out_of_the_way) {
    static const struct {
        const char *why;
        int first, past; // where rotation 2, now 100..200, is put
        size_t placements; // in the timeline afterwards
    } cases[] = {
        {"into the middle of later home service", 400, 500, 5},
        {"a few days later, over its own old place", 150, 250, 3},
        {"a few days earlier", 50, 150, 3},
        {"first of all", 0, 100, 3},
        {"up against the next rotation", 500, 600, 4},
        {"longer", 100, 300, 3},
        {"shorter", 100, 120, 3},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena *arena = arena_open(1 << 20);
        Placement items[] = {at(1, 1, 0, 100), at(2, 5, 100, 200), at(3, 1, 200, 600), at(4, 6, 600, 700),
                             at(5, 1, 700, 1000)};
        TimelineInput input = timeline(items, COUNT_OF(items));
        Placement wanted = items[1];
        wanted.first = (Date){cases[i].first};
        wanted.past = (Date){cases[i].past};
        PlacementChangeList changes = change_put(arena, &input, wanted);
        PlacementList after = change_apply(arena, &input.placements, &changes);
        check_days(arena, &after, 0, 1000, cases[i].why);
        bool found = false;
        for (size_t k = 0; k < after.count; k++)
            found = found || (after.items[k].id.raw == 2 && after.items[k].first.day == cases[i].first &&
                              after.items[k].past.day == cases[i].past);
        CHECK(found, "the rotation is where it was put");
        for (size_t k = 0; k < changes.count; k++)
            CHECK(changes.items[k].before.id.raw != 4 && changes.items[k].before.id.raw != 5, "what is far away is not touched");
        CHECK(after.count >= cases[i].placements, cases[i].why);
        arena_close(arena);
    }
}

TEST(change_overlap_is_made_as_asked) {
    Arena *arena = arena_open(1 << 20);
    Placement items[] = {at(1, 1, 0, 100), at(2, 5, 100, 200), at(4, 6, 200, 300), at(5, 1, 300, 1000)};
    TimelineInput input = timeline(items, COUNT_OF(items));
    Placement wanted = items[1];
    wanted.first.day = 150;
    wanted.past.day = 250;
    PlacementChangeList changes = change_put(arena, &input, wanted);
    PlacementList after = change_apply(arena, &input.placements, &changes);
    const Placement *other = NULL;
    for (size_t i = 0; i < after.count; i++) other = after.items[i].id.raw == 4 ? &after.items[i] : other;
    CHECK(other && other->first.day == 200 && other->past.day == 300, "the other rotation stays; a rule finds the clash");
    CHECK(after.items[0].past.day == 150, "home service goes on to the new beginning");
    arena_close(arena);
}

TEST(change_remove_gives_the_days_home) {
    Arena *arena = arena_open(1 << 20);
    Placement items[] = {at(1, 1, 0, 100), at(2, 5, 100, 200), at(3, 1, 200, 600)};
    TimelineInput input = timeline(items, COUNT_OF(items));
    PlacementChangeList changes = change_remove(arena, &input, (PlacementId){2});
    PlacementList after = change_apply(arena, &input.placements, &changes);
    CHECK(after.count == 1, "the two stretches of home service became one");
    check_days(arena, &after, 0, 600, "no day is lost");
    arena_close(arena);
}

TEST(change_to_a_whole_new_timeline) {
    Arena *arena = arena_open(1 << 20);
    Placement items[] = {at(1, 1, 0, 100), at(2, 5, 100, 200), at(3, 1, 200, 400), at(4, 6, 400, 500), at(5, 1, 500, 600)};
    Absence leave = {.first = {700}, .past = {800}, .share = {100}};
    TimelineInput input = timeline(items, COUNT_OF(items));
    input.absences = (AbsenceList){&leave, 1, 1};
    Placement moved = items[3];
    moved.id = (PlacementId){0};
    moved.first.day = 600;
    moved.past.day = 700;
    Placement wanted_items[] = {moved, at(0, 7, 300, 350)};
    PlacementList wanted = {wanted_items, 2, 2};
    PlacementChangeList changes = change_to(arena, &input, &wanted, (Date){250});
    PlacementList after = change_apply(arena, &input.placements, &changes);
    check_days(arena, &after, 0, 700, "every day up to the leave is somewhere, once");
    check_days(arena, &after, 800, 1000, "and after it to the end");
    for (size_t i = 0; i < after.count; i++)
        CHECK(after.items[i].past.day <= 700 || after.items[i].first.day >= 800, "nothing lies in the leave");
    bool kept = false;
    for (size_t i = 0; i < after.count; i++) kept = kept || (after.items[i].id.raw == 4 && after.items[i].first.day == 600);
    CHECK(kept, "the rotation that was there moved instead of being made anew");
    arena_close(arena);
}
