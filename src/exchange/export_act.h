// export_act.h: who took which list out of the database, and how many rows: an audit entry, in a
// transaction of its own, before the list leaves.
#pragma once
#include "exchange/export.h"
#include "store/record.h"

// "placements 502". The table is the list's, with its headings.
MUST_CHECK bool export_note(Act *act, const List *list, const Table *table, Err *err);
