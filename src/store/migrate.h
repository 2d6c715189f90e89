// migrate.h: the schema moves forward, one numbered file in one transaction at a time.
#pragma once
#include "store/db.h"

// Brings the database to this program's schema; nothing when it is there. ERR_CONFLICT when the
// schema is newer than the program. Two programs that start at once do not disturb each other.
MUST_CHECK bool migrate_up(Db *db, Err *err);
MUST_CHECK bool migrate_to(Db *db, int number, Err *err); // no further than this one: for a restore
MUST_CHECK bool migrate_number(Db *db, int *ret, Err *err); // 0 for an empty database
MUST_CHECK bool migrate_number_inside(Db *db, int *ret, Err *err); // in an open transaction
int migrate_latest(void);                                   // what this program knows
