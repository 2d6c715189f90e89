// matrix.h: the rotation matrix most clinics have: trainees down, months across, the unit's short name
// in the cells.
//
// It holds whole months and short names only, so where a list says more the list stands: a month that
// a list's placement (or one in the database) at the same unit touches is confirmed by it. What the
// lists lack is added, as placements and absences with the months' exact spans. Where they say
// different units the list stands and the difference is noted. Pure.
#pragma once
#include "exchange/match.h"

// Is there a row of months with names to its left? Fills reading and ret.
bool matrix_recognise(Arena *arena, const Table *table, Reading *reading, Matrix *ret);

// A placement or absence that is already known, from the lists or the database.
typedef struct {
    int person, unit; // unit -1: none, or an absence
    bool absence;
    int kind; // PlacementKind, AbsenceCause
    DateSpan dates;
    Percent share;
} MatrixFact;
LIST_OF(MatrixFactList, MatrixFact);

typedef struct {
    int person, home; // home unit, -1 unknown
    DateSpan dates;
    Percent share;
} MatrixTraining;
LIST_OF(MatrixTrainingList, MatrixTraining);

// Adds rows to input->rows[LIST_PLACEMENTS] and [LIST_ABSENCES] from all matrices. Rows must have been
// matched (match_rows).
void matrix_rows(Arena *arena, Known *known, ImportInput *input, Matching *matching, const MatrixFactList *facts,
                 const MatrixTrainingList *trainings, Date today);
