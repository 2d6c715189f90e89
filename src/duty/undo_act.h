// undo_act.h: taking back one's own latest change, as long as nobody has built on it.
#pragma once
#include "store/record.h"

// The values from before audit entry `entry` are written back as a new act, whose own entry can be
// undone too. ERR_NOT_FOUND: not one's own, or older than a day. ERR_STALE: changed since.
MUST_CHECK bool undo_own(Act *act, int64_t entry, Err *err);
