// demo_names.h: names put together by lot; nobody is meant.
#pragma once
#include "base/str.h"

typedef struct {
    uint64_t state;
} Dice;

uint64_t dice_next(Dice *dice);
int dice_below(Dice *dice, int limit);           // 0..limit-1
int dice_between(Dice *dice, int least, int most); // both included
bool dice_percent(Dice *dice, int percent);

typedef struct {
    Str given, family;
} DemoName;

// A name not given before in this world; `taken` counts how many there are.
DemoName demo_name(Arena *arena, Dice *dice, int number);
Str demo_place_name(int number); // "Norrvik", "Söderhamra", ...
