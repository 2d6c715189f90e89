// test_files.h: files of tests/ for the planner's tests; they run from the top of the tree.
#pragma once
#include <stdio.h>
#include "base/str.h"

static inline Str test_file(Arena *arena, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return STR("");
    size_t room = 8 << 20, size;
    char *bytes = arena_alloc(arena, room, 1);
    size = fread(bytes, 1, room, file);
    fclose(file);
    return (Str){bytes, size};
}
