// region.h: the regions of a database. Everything else belongs to exactly one.
#pragma once
#include "store/db.h"

typedef struct {
    Str key;  // "norrvik": short, for --region
    Str name; // "Region Norrvik"
    bool is_demo;
} RegionDraft;

// The region with this key, made if it is not there. Inside a write.
MUST_CHECK bool region_ensure(Db *db, RegionDraft draft, int64_t *ret, Err *err);
// A pilot: names are shown as initials. Inside a write.
MUST_CHECK bool region_set_initials(Db *db, int64_t region, bool initials, Err *err);
MUST_CHECK bool region_is_demo(Db *db, int64_t region, bool *ret, Err *err);
