// rulebook_store.h: what the region has changed in the rulebook (rows of `setting`).
#pragma once
#include "rulebook/rulebook.h"
#include "store/db.h"

// The rulebook as it stands on a day in the region of the scope. Rows of `setting` that are not
// about a duty rule are passed by.
MUST_CHECK bool rulebook_load(Db *db, Arena *arena, Date on, Rulebook *ret, Err *err);
// As it would stand with these overrides laid over what is stored.
MUST_CHECK bool rulebook_load_with(Db *db, Arena *arena, Date on, const RulebookOverride *more,
                                   size_t count, Rulebook *ret, Err *err);
