// finding_store.h: stored findings. One row per rule, subject and period, from the day it was opened
// to the day it was closed: addresses, putting off, history.
//
// Refreshing compares what the rules find with what is open: new ones open, those that are no longer
// found close, the rest keep their id, their opening day and what people have said about them. The
// rows follow from the facts, so they stand outside audit; what people say of them does not.
#pragma once
#include "duty/engine.h"
#include "duty/facts_load.h"
#include "gen/records_store.h"

typedef struct {
    int opened, changed, closed, same;
} RefreshCount;

// Whether the stored findings are those of the day: what is due follows from the date, too.
MUST_CHECK bool finding_is_of_day(Db *db, Date today, bool *ret, Err *err);
// Inside a write. Every finding of the region, or those about a part of it.
MUST_CHECK bool finding_refresh(Db *db, Arena *arena, Date today, RefreshCount *ret, Err *err);
MUST_CHECK bool finding_refresh_part(Db *db, Arena *arena, Date today, FactsPart *part, RefreshCount *ret, Err *err);

// Inside a write: what was handed to somebody is now her successor's. Refreshing does it by itself.
MUST_CHECK bool finding_follow_handover(Db *db, Err *err);

// Every open one of the region, for the system.
MUST_CHECK bool finding_open_all(Db *db, Arena *arena, FindingList *ret, Err *err);
// What the actor of the scope may see of what is open and on Att göra; by id.
MUST_CHECK bool finding_todo(Db *db, Arena *arena, FindingList *ret, Err *err);
MUST_CHECK bool finding_get(Db *db, Arena *arena, FindingId id, Finding *ret, Err *err); // also a closed one
MUST_CHECK bool finding_earlier(Db *db, Arena *arena, const Finding *finding, FindingList *ret, Err *err);

Str found_key(Arena *arena, const Found *found);
Str finding_key(Arena *arena, const Finding *finding);
// The record a found one is stored as, opened on the day.
Finding finding_from_found(Arena *arena, const Found *found, Date opened, Str rulebook);
