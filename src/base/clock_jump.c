#include "base/clock_jump.h"

#define JUMP_MS_MIN ((int64_t)5 * 60 * 1000)

int64_t clock_jump_ms(ClockWatch *watch, int64_t wall_ms, int64_t monotonic_ms) {
    int64_t offset = wall_ms - monotonic_ms, moved = offset - watch->offset;
    bool jumped = watch->known && (moved > JUMP_MS_MIN || moved < -JUMP_MS_MIN);
    if (jumped || !watch->known) watch->offset = offset;
    watch->known = true;
    return jumped ? moved : 0;
}
