// migrate.h: the schema moves forward, one numbered file in one transaction at a time.
#pragma once
#include "store/db.h"

// Brings the database to this program's schema; nothing when it is there. ERR_CONFLICT when the
// schema is newer than the program.
MUST_CHECK bool migrate_up(Db *db, Err *err);
MUST_CHECK bool migrate_number(Db *db, int *ret, Err *err); // 0 for an empty database
