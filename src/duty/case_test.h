// case_test.h: clinics written as text that a director can read (tests/cases/), for tests.
//
// One fact a line, fields parted by two spaces or more; # begins a remark. A file of cases:
//
//   case  why, in words
//   without  main  Ada Alm          takes away the lines of clean.clinic that begin so
//   place  Ada Alm  Kardiologi  rotation  2027-01-01..2027-03-31
//   expect  R38.none  Ada Alm
//
// Each case is clean.clinic, less what `without` names, plus its own lines. `expect nothing` says so.
#pragma once
#include "duty/engine.h"

typedef struct {
    Str why;
    Date on;
    FactsInput facts;
    RulebookOverride settings[8];
    size_t setting_count;
    Str expects; // "R38.none  Ada Alm" a line, sorted
} Case;
LIST_OF(CaseList, Case);

// Empty `base`: none. Stops the test at a line that cannot be read.
CaseList case_list_read(Arena *arena, Str base, Str text, const char *file);
// What was found, a line each, sorted.
Str case_found_text(Arena *arena, const Facts *facts, const FoundList *found);
