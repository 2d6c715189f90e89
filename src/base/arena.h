// arena.h: a room of memory that is left all at once.
//
// A function that takes an Arena puts its result there; one without allocates nothing. Memory is
// zeroed. Over the cap the arena jumps to the edge set by ARENA_EDGE (the request answers 503);
// without an edge the process stops. What holds the outside world is registered with arena_defer
// and closed, last first, when the arena is reset past it or closed.
#pragma once
#include <setjmp.h>
#include "base/base.h"

typedef struct Arena Arena;
typedef struct {
    size_t used;
    void *block;
    void *defers;
} ArenaMark;

Arena *arena_open(size_t bytes_max);
void arena_close(Arena *arena); // NULL is fine

void *arena_alloc(Arena *arena, size_t bytes, size_t align);
// count * bytes, checked for overflow.
void *arena_alloc_array(Arena *arena, size_t count, size_t bytes, size_t align);
#define arena_new(arena, Type) ((Type *)arena_alloc((arena), sizeof(Type), _Alignof(Type)))
#define arena_array(arena, Type, count)                                                            \
    ((Type *)arena_alloc_array((arena), (count), sizeof(Type), _Alignof(Type)))

ArenaMark arena_mark(Arena *arena);
void arena_reset(Arena *arena, ArenaMark mark);
void arena_clear(Arena *arena); // everything

void arena_defer(Arena *arena, void (*close)(void *thing), void *thing);
size_t arena_bytes(const Arena *arena); // in use now

// if (ARENA_EDGE(arena)) { the cap was reached: everything is already closed and cleared }
jmp_buf *arena_edge(Arena *arena);
#define ARENA_EDGE(arena) (setjmp(*arena_edge(arena)) != 0)
void arena_edge_clear(Arena *arena);
