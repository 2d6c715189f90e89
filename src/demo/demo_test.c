#include "base/test.h"
#include "demo/demo.h"
#include "base/str.h"

static Date today(void) {
    return date_from_ymd(2026, 11, 23);
}

TEST(demo_is_the_same_twice) {
    Arena *arena = arena_open(256 << 20);
    DemoWorld one, two, other;
    demo_make(arena, DEMO_CLINIC, 0, 1, today(), &one);
    demo_make(arena, DEMO_CLINIC, 0, 1, today(), &two);
    demo_make(arena, DEMO_CLINIC, 0, 2, today(), &other);
    CHECK(one.trainings.count == 38, "a clinic of 38");
    CHECK(one.placements.count == two.placements.count, "as many placements");
    bool differs = other.placements.count != one.placements.count;
    for (size_t i = 0; i < one.placements.count; i++) {
        const Placement *a = &one.placements.items[i], *b = &two.placements.items[i];
        CHECK(a->first.day == b->first.day && a->past.day == b->past.day && a->unit.raw == b->unit.raw, "the same one");
        differs = differs || a->first.day != other.placements.items[i].first.day;
    }
    CHECK(differs, "another seed is another world");
    arena_close(arena);
}

// Nobody is in two places on one day, or in none of the world's units, or ends before the beginning.
TEST(demo_timelines_hold) {
    static const struct {
        DemoSize size;
        size_t trainees;
    } cases[] = {{DEMO_CLINIC, 38}, {DEMO_HOSPITAL, 150}, {DEMO_REGION, 1500}};
    for (size_t c = 0; c < COUNT_OF(cases); c++) {
        Arena *arena = arena_open(512 << 20);
        DemoWorld world;
        demo_make(arena, cases[c].size, 0, 1, today(), &world);
        CHECK(world.trainings.count == cases[c].trainees, "as many trainees as the size says");
        for (size_t i = 0; i < world.placements.count; i++) {
            const Placement *p = &world.placements.items[i];
            CHECK(p->past.day > p->first.day, "ends after it begins");
            const Training *training = &world.trainings.items[p->training.raw - 1];
            CHECK(p->past.day <= training->planned_end.day + 1, "within the training");
            CHECK(p->unit.raw > 0 && (size_t)p->unit.raw <= world.units.count, "at a unit of the world");
            const Placement *next = i + 1 < world.placements.count ? p + 1 : NULL;
            if (next && next->training.raw == p->training.raw)
                CHECK(next->first.day >= p->past.day, "one place at a time, in order");
        }
        for (size_t i = 0; i < world.absences.count; i++) {
            const Absence *leave = &world.absences.items[i];
            for (size_t k = 0; k < world.placements.count; k++) {
                const Placement *p = &world.placements.items[k];
                if (p->training.raw != leave->training.raw) continue;
                CHECK(p->past.day <= leave->first.day || p->first.day >= leave->past.day, "no placement during leave");
            }
        }
        arena_close(arena);
    }
}
