// Any bytes as a planning problem: refused with a place, or a problem that is written, read again
// and judged.
#include <stdlib.h>
#include "plan/check.h"
#include "plan/read.h"
#include "plan/write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena *arena = arena_open(256u << 20);
    PlanInstance *plan, *again;
    Err err;
    if (ARENA_EDGE(arena)) { // more than a file may ask for
        arena_close(arena);
        return 0;
    }
    if (plan_read(arena, (Str){(const char *)data, size}, &plan, &err)) {
        if (!plan_read(arena, plan_write(arena, plan), &again, &err)) abort();
        PlanSolution nothing = {0};
        (void)plan_check(arena, plan, &nothing);
        if (again->activities.count != plan->activities.count) abort();
    }
    arena_edge_clear(arena);
    arena_close(arena);
    return 0;
}
