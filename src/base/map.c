// Open addressing, doubled at three quarters full.
#include "base/map.h"

struct IdMapSlot {
    int64_t key, value;
    bool used;
};
struct StrMapSlot {
    Str key;
    int64_t value;
    bool used;
};

static uint64_t mix(int64_t key) {
    uint64_t x = (uint64_t)key;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static struct IdMapSlot *id_slot(const IdMap *map, int64_t key) {
    size_t i = mix(key) & (map->capacity - 1);
    while (map->slots[i].used && map->slots[i].key != key) i = (i + 1) & (map->capacity - 1);
    return &map->slots[i];
}

void id_map_put(Arena *arena, IdMap *map, int64_t key, int64_t value) {
    if ((map->count + 1) * 4 > map->capacity * 3) {
        IdMap grown = {.capacity = map->capacity ? map->capacity * 2 : 16};
        grown.slots = arena_array(arena, struct IdMapSlot, grown.capacity);
        for (size_t i = 0; i < map->capacity; i++)
            if (map->slots[i].used) *id_slot(&grown, map->slots[i].key) = map->slots[i];
        grown.count = map->count;
        *map = grown;
    }
    struct IdMapSlot *slot = id_slot(map, key);
    map->count += !slot->used;
    *slot = (struct IdMapSlot){key, value, true};
}

bool id_map_get(const IdMap *map, int64_t key, int64_t *ret) {
    if (!map->capacity) return false;
    const struct IdMapSlot *slot = id_slot(map, key);
    if (slot->used) *ret = slot->value;
    return slot->used;
}

static struct StrMapSlot *str_slot(const StrMap *map, Str key) {
    size_t i = str_hash(key) & (map->capacity - 1);
    while (map->slots[i].used && !str_equal(map->slots[i].key, key))
        i = (i + 1) & (map->capacity - 1);
    return &map->slots[i];
}

void str_map_put(Arena *arena, StrMap *map, Str key, int64_t value) {
    if ((map->count + 1) * 4 > map->capacity * 3) {
        StrMap grown = {.capacity = map->capacity ? map->capacity * 2 : 16};
        grown.slots = arena_array(arena, struct StrMapSlot, grown.capacity);
        for (size_t i = 0; i < map->capacity; i++)
            if (map->slots[i].used) *str_slot(&grown, map->slots[i].key) = map->slots[i];
        grown.count = map->count;
        *map = grown;
    }
    struct StrMapSlot *slot = str_slot(map, key);
    map->count += !slot->used;
    *slot = (struct StrMapSlot){key, value, true};
}

bool str_map_get(const StrMap *map, Str key, int64_t *ret) {
    if (!map->capacity) return false;
    const struct StrMapSlot *slot = str_slot(map, key);
    if (slot->used) *ret = slot->value;
    return slot->used;
}
