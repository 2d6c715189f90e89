#include "base/list.h"
#include <string.h>

void *list_grow(Arena *arena, void *items, size_t count, size_t *capacity, size_t bytes) {
    *capacity = *capacity ? *capacity * 2 : 8;
    void *grown = arena_alloc_array(arena, *capacity, bytes, 16);
    if (count) memcpy(grown, items, count * bytes);
    return grown;
}

typedef struct {
    size_t bytes;
    int (*compare)(const void *, const void *, void *);
    void *context;
} SortOrder;

static void merge_sort(char *items, char *spare, size_t count, const SortOrder *order) {
    if (count < 2) return;
    size_t bytes = order->bytes, half = count / 2;
    merge_sort(items, spare, half, order);
    merge_sort(items + half * bytes, spare, count - half, order);
    memcpy(spare, items, half * bytes);
    size_t left = 0, right = half, out = 0;
    while (left < half) {
        bool take_right = right < count && order->compare(spare + left * bytes,
                                                          items + right * bytes, order->context) > 0;
        const char *from = take_right ? items + right++ * bytes : spare + left++ * bytes;
        memmove(items + out++ * bytes, from, bytes);
    }
}

void list_sort(Arena *scratch, void *items, size_t count, size_t bytes,
               int (*compare)(const void *, const void *, void *), void *context) {
    ArenaMark mark = arena_mark(scratch);
    char *spare = arena_alloc_array(scratch, count / 2 + 1, bytes, 16);
    merge_sort(items, spare, count, &(SortOrder){bytes, compare, context});
    arena_reset(scratch, mark);
}
