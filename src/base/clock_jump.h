// clock_jump.h: whether somebody has moved the wall clock while time went on as it does (S39). Pure.
#pragma once
#include "base/base.h"

typedef struct {
    bool known; // false before the first call, which takes the offset
    int64_t offset;
} ClockWatch;

// How far it was moved, in ms, when that is more than five minutes; told once. Else 0.
int64_t clock_jump_ms(ClockWatch *watch, int64_t wall_ms, int64_t monotonic_ms);
