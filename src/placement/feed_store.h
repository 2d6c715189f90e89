// feed_store.h: calendars at secret addresses: one for each person, kind and unit. The address is shown
// once and kept as a hash; a calendar lives as long as its holder's account and relation, and holds what
// she may see on the day, people as initials: it is read by programs that are not ours.
#pragma once
#include "formats/ics.h"
#include "gen/records.h"
#include "store/record.h"

typedef enum { FEED_PLACEMENTS, FEED_DEADLINES, FEED_KIND_COUNT } FeedKind;
#define FEED_USES_HOUR_MAX 60

typedef struct {
    bool found; // and alive
    int64_t region, id, unit;
    PersonId person;
    FeedKind kind;
    bool is_demo, too_often;
} Feed;
// Sets the connection's scope to the holder's, where it is found.
MUST_CHECK bool feed_open(Db *db, Arena *arena, Str token, Instant now, Date today, Date demo_today, Feed *ret, Err *err);
MUST_CHECK bool feed_count_use(Db *db, Arena *arena, Str token, Instant now, Err *err); // a write of its own
// The file, in the holder's scope.
MUST_CHECK bool feed_text(Db *db, Arena *arena, const Feed *feed, Str *ret, Err *err);

typedef struct {
    int64_t id, unit, uses;
    FeedKind kind;
    Str unit_name; // empty: her own
    Instant made, used;
} FeedRow;
LIST_OF(FeedRowList, FeedRow);
MUST_CHECK bool feed_list(Db *db, Arena *arena, FeedRowList *ret, Err *err);
typedef struct {
    int64_t id;
    Str name;
} FeedUnit;
LIST_OF(FeedUnitList, FeedUnit);
MUST_CHECK bool feed_units(Db *db, Arena *arena, FeedUnitList *ret, Err *err); // whose calendar the actor may have

// Inside a write, for the actor: a new address; the one before of that kind and unit ends. ERR_FORBIDDEN.
MUST_CHECK bool feed_make(Act *act, FeedKind kind, int64_t unit, Str *ret_token, Err *err);
MUST_CHECK bool feed_revoke(Act *act, int64_t id, Err *err); // ERR_NOT_FOUND
