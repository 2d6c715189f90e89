// rulebook_store.h: what the region has changed in the rulebook (rows of `setting`).
#pragma once
#include "rulebook/rulebook.h"
#include "store/db.h"

// The rulebook as it stands on a day in the region of the scope. Rows of `setting` that are not
// about a duty rule are passed by.
MUST_CHECK bool rulebook_load(Db *db, Arena *arena, Date on, Rulebook *ret, Err *err);
