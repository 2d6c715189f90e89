// Blocks are chained, newest first; each doubles the one before up to 1 MiB, larger ones by need.
#include "base/arena.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Block Block;
struct Block {
    Block *before;
    size_t size, used;
    _Alignas(16) unsigned char bytes[];
};

typedef struct Defer Defer;
struct Defer {
    Defer *before;
    void (*close)(void *);
    void *thing;
};

struct Arena {
    Block *block;
    Defer *defers;
    size_t bytes_max, bytes_held;
    bool edge_set;
    jmp_buf edge;
};

static _Noreturn void arena_stop(const char *why) {
    fprintf(stderr, "randa: %s\n", why);
    abort();
}

Arena *arena_open(size_t bytes_max) {
    Arena *arena = calloc(1, sizeof *arena);
    if (!arena) arena_stop("out of memory");
    arena->bytes_max = bytes_max;
    return arena;
}

static void run_defers(Arena *arena, const Defer *until) {
    while (arena->defers != until) {
        Defer *defer = arena->defers;
        arena->defers = defer->before;
        defer->close(defer->thing);
    }
}

static void free_blocks(Arena *arena, const Block *until) {
    while (arena->block != until) {
        Block *block = arena->block;
        arena->block = block->before;
        arena->bytes_held -= block->size;
        free(block);
    }
}

void arena_close(Arena *arena) {
    if (!arena) return;
    arena_clear(arena);
    free(arena);
}

void arena_clear(Arena *arena) {
    run_defers(arena, NULL);
    free_blocks(arena, NULL);
}

static _Noreturn void arena_over(Arena *arena) {
    if (!arena->edge_set) arena_stop("an arena without an edge reached its cap");
    arena->edge_set = false;
    arena_clear(arena);
    longjmp(arena->edge, 1);
}

static void add_block(Arena *arena, size_t bytes) {
    size_t size = arena->block ? arena->block->size * 2 : 4096;
    if (size > 1u << 20) size = 1u << 20;
    if (size < bytes) size = bytes;
    if (size > arena->bytes_max - arena->bytes_held) size = bytes;
    if (size > arena->bytes_max - arena->bytes_held) arena_over(arena);
    Block *block = malloc(sizeof *block + size);
    if (!block) arena_stop("out of memory");
    *block = (Block){.before = arena->block, .size = size};
    arena->block = block;
    arena->bytes_held += size;
}

void *arena_alloc(Arena *arena, size_t bytes, size_t align) {
    assert(align <= 16 && (align & (align - 1)) == 0);
    if (bytes > SIZE_MAX / 2) arena_over(arena);
    Block *block = arena->block;
    size_t start = block ? (block->used + align - 1) & ~(align - 1) : 0;
    if (!block || start > block->size || bytes > block->size - start) {
        add_block(arena, bytes);
        block = arena->block;
        start = 0;
    }
    block->used = start + bytes;
    return memset(block->bytes + start, 0, bytes);
}

void *arena_alloc_array(Arena *arena, size_t count, size_t bytes, size_t align) {
    size_t total;
    if (__builtin_mul_overflow(count, bytes, &total)) arena_over(arena);
    return arena_alloc(arena, total, align);
}

ArenaMark arena_mark(Arena *arena) {
    return (ArenaMark){.used = arena->block ? arena->block->used : 0,
                       .block = arena->block,
                       .defers = arena->defers};
}

void arena_reset(Arena *arena, ArenaMark mark) {
    run_defers(arena, mark.defers);
    free_blocks(arena, mark.block);
    if (arena->block) arena->block->used = mark.used;
}

void arena_defer(Arena *arena, void (*close)(void *), void *thing) {
    Defer *defer = arena_new(arena, Defer);
    *defer = (Defer){.before = arena->defers, .close = close, .thing = thing};
    arena->defers = defer;
}

size_t arena_bytes(const Arena *arena) {
    size_t bytes = 0;
    for (const Block *block = arena->block; block; block = block->before) bytes += block->used;
    return bytes;
}

jmp_buf *arena_edge(Arena *arena) {
    arena->edge_set = true;
    return &arena->edge;
}

void arena_edge_clear(Arena *arena) {
    arena->edge_set = false;
}
