// map.h: from an id or a text to a number (an index, an id). Keys are not copied: they must live as
// long as the map.
#pragma once
#include "base/str.h"

typedef struct {
    struct IdMapSlot *slots;
    size_t count, capacity;
} IdMap;

void id_map_put(Arena *arena, IdMap *map, int64_t key, int64_t value); // replaces
bool id_map_get(const IdMap *map, int64_t key, int64_t *ret);

typedef struct {
    struct StrMapSlot *slots;
    size_t count, capacity;
} StrMap;

void str_map_put(Arena *arena, StrMap *map, Str key, int64_t value); // replaces
bool str_map_get(const StrMap *map, Str key, int64_t *ret);
