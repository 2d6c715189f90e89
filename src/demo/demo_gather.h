// demo_gather.h: what the people of an invented clinic meet for, and how new ones are introduced.
#pragma once
#include "demo/demo.h"

typedef struct {
    UnitId unit;
    PersonId director, head;
    const PersonId *supervisors;
    size_t supervisor_count;
    size_t first_training, training_count; // in the world's list
} DemoClinic;

// Rolls no dice, so that nothing else of the world depends on it. `whole`: also what is planned, agreed and asked;
// else only what has been.
void demo_gather(Arena *arena, DemoWorld *world, const DemoClinic *clinic, Date today, bool whole);
