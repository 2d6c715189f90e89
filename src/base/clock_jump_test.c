#include "base/clock_jump.h"
#include "base/test.h"

TEST(clock_jump_is_told_once_and_both_ways) {
    const int64_t minute = 60000, start = (int64_t)1 << 40;
    ClockWatch watch = {0};
    CHECK(clock_jump_ms(&watch, start, 7) == 0, "the first look has nothing to compare with");
    CHECK(clock_jump_ms(&watch, start + 60 * minute, 7 + 60 * minute) == 0, "an hour is an hour");
    CHECK(clock_jump_ms(&watch, start + 64 * minute, 7 + 60 * minute) == 0, "four minutes are let be");
    CHECK(clock_jump_ms(&watch, start + 66 * minute, 7 + 60 * minute) == 6 * minute, "also when they come bit by bit");
    CHECK(clock_jump_ms(&watch, start + 67 * minute, 7 + 61 * minute) == 0, "told once");
    CHECK(clock_jump_ms(&watch, start - 60 * minute, 7 + 61 * minute) == -127 * minute, "backwards too");
    CHECK(clock_jump_ms(&watch, start - 59 * minute, 7 + 62 * minute) == 0, "and once");
}
