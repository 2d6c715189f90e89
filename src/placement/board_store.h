// board_store.h: the board's rows from the database; what the actor may not see is not there.
#pragma once
#include "placement/board.h"
#include "store/db.h"

// Trainees whose home is `unit` or below it (0: all one may see), their placements and leave in
// `window`, and every visit to the units they go to. Clashes are found.
MUST_CHECK bool board_load(Db *db, Arena *arena, UnitId unit, DateSpan window, Date today, Board *ret, Err *err);

// One trainee's timeline as it stands, for an act that has asked for access.
MUST_CHECK bool timeline_load(Db *db, Arena *arena, TrainingId id, Date today, TimelineInput *ret, Err *err);
