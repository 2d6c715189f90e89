#include "base/test.h"
#include "placement/capacity.h"

#define DAY(n) ((Date){n})

static const Capacity rows[] = {
    {.unit = {1}, .first = {0}, .past = {1000}, .places = 2},
    {.unit = {1}, .first = {100}, .past = {150}, .places = 0}, // closed in summer
    {.unit = {1}, .level = CAPACITY_LEVEL_BT, .first = {0}, .past = {1000}, .places = 1},
    {.unit = {2}, .first = {0}, .past = {1000}, .places = 1},
};
static const CapacityList capacities = {(Capacity *)(uintptr_t)rows, COUNT_OF(rows), COUNT_OF(rows)};

TEST(capacity_the_narrower_row_wins) {
    static const struct {
        int64_t unit;
        CapacityLevel level;
        int day, places;
    } cases[] = {{1, CAPACITY_LEVEL_ALL, 50, 2},   {1, CAPACITY_LEVEL_ALL, 100, 0}, {1, CAPACITY_LEVEL_ALL, 149, 0},
                 {1, CAPACITY_LEVEL_ALL, 150, 2},  {1, CAPACITY_LEVEL_BT, 120, 1},  {1, CAPACITY_LEVEL_ALL, 1000, PLACES_UNKNOWN},
                 {3, CAPACITY_LEVEL_ALL, 50, PLACES_UNKNOWN}};
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK(capacity_places(&capacities, (UnitId){cases[i].unit}, cases[i].level, DAY(cases[i].day)) == cases[i].places,
              "places on that day");
}

TEST(capacity_steps_and_overflow) {
    Arena *arena = arena_open(1 << 20);
    Placement visits[] = {{.unit = {1}, .first = {10}, .past = {60}},
                          {.unit = {1}, .first = {40}, .past = {110}},
                          {.unit = {1}, .first = {50}, .past = {55}},
                          {.unit = {2}, .first = {0}, .past = {500}}};
    PlacementList list = {visits, COUNT_OF(visits), COUNT_OF(visits)};
    CapacityStepList steps =
        capacity_steps(arena, &capacities, (UnitId){1}, CAPACITY_LEVEL_ALL, &list, (DateSpan){DAY(0), DAY(200)});
    static const struct {
        int first, past, places, load;
    } expect[] = {{0, 10, 2, 0},  {10, 40, 2, 1},  {40, 50, 2, 2},  {50, 55, 2, 3},  {55, 60, 2, 2},
                  {60, 100, 2, 1}, {100, 110, 0, 1}, {110, 150, 0, 0}, {150, 200, 2, 0}};
    CHECK(steps.count == COUNT_OF(expect), "a step wherever something changes");
    for (size_t i = 0; i < steps.count; i++) {
        const CapacityStep *step = &steps.items[i];
        CHECK(step->span.first.day == expect[i].first && step->span.past.day == expect[i].past, "its days");
        CHECK(step->places == expect[i].places && step->load == expect[i].load, "its numbers");
    }
    CapacityStepList over = capacity_overflow(arena, &steps);
    CHECK(over.count == 2, "three on two places, and one in a closed summer");
    CHECK(over.items[0].load == 3 && over.items[0].span.first.day == 50, "the first");
    CHECK(over.items[1].places == 0 && over.items[1].span.past.day == 110, "the second");
    arena_close(arena);
}
