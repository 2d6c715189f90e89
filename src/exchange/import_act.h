// import_act.h: carries out an import that is clear: all of it, in the caller's write transaction.
#pragma once
#include "exchange/import_store.h"

// Saves what is new or changed and remembers the unit names that were taken. ERR_INVALID when there
// are problems or open questions, ERR_FORBIDDEN without MAY_IMPORT. Ends the act.
MUST_CHECK bool import_apply(Act *act, Import *import, ImportRecords *records, Err *err);
