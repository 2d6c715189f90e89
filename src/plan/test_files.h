// test_files.h: files of tests/ for the planner's tests; they run from the top of the tree.
#pragma once
#include <stdio.h>
#include "base/str.h"

static inline Str test_file(Arena *arena, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return STR("");
    fseek(file, 0, SEEK_END);
    size_t room = (size_t)ftell(file);
    rewind(file);
    char *bytes = arena_alloc(arena, room + 1, 1);
    size_t size = fread(bytes, 1, room, file);
    fclose(file);
    return (Str){bytes, size};
}
