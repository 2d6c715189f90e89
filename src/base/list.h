// list.h: growing arrays in an arena. LIST_OF(PlacementList, Placement) makes the type;
// list_add(arena, &list, value) appends.
#pragma once
#include "base/arena.h"

#define LIST_OF(Name, Type)                                                                        \
    typedef struct {                                                                               \
        Type *items;                                                                               \
        size_t count, capacity;                                                                    \
    } Name

void *list_grow(Arena *arena, void *items, size_t count, size_t *capacity, size_t bytes);

#define list_add(arena, list, ...)                                                                 \
    ((list)->items = (list)->count < (list)->capacity                                              \
                         ? (list)->items                                                           \
                         : list_grow((arena), (list)->items, (list)->count, &(list)->capacity,     \
                                     sizeof *(list)->items),                                       \
     (list)->items[(list)->count++] = (__VA_ARGS__))

// A stable merge sort: compare gets two items and the context.
void list_sort(Arena *scratch, void *items, size_t count, size_t bytes,
               int (*compare)(const void *a, const void *b, void *context), void *context);
