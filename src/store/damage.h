// damage.h: a database found damaged is only read from then on (S40): by all instances, until it is
// replaced by a restored one. The mark is a file beside the database, since that must not be written.
#pragma once
#include "store/db.h"

bool damage_is_marked(Db *db);
void damage_mark(Db *db, Arena *arena);
void damage_clear(Db *db, Arena *arena); // it was checked and is whole
// At start, behind the pages: the quick check. Marks, and says so in the log.
void damage_look(Db *db, Arena *arena);
