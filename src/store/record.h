// record.h: the one way rows are changed.
//
// tools/sql.py describes every {{record}} table as a RecordType over a plain C struct. Saving binds
// the fields, checks the version (ERR_STALE when someone else was first), and notes old and new
// values in `change` under the act's audit entry; undo writes the old values back the same way.
// Typed wrappers (placement_load, placement_save, placement_delete, placement_from_row) are in
// gen/records_store.h. Loading does not ask who is asking: acts and pages do, with scoped queries.
#pragma once
#include "base/list.h"
#include "store/db.h"

typedef enum {
    COLUMN_ID,
    COLUMN_DATE,
    COLUMN_PERCENT,
    COLUMN_BOOL,
    COLUMN_ENUM,
    COLUMN_INT,
    COLUMN_INSTANT,
    COLUMN_TEXT,
    COLUMN_BYTES,
} ColumnKind;

typedef struct {
    const char *name;
    ColumnKind kind;
    size_t offset; // in the struct
    bool nullable;
    uint8_t data_class;            // 2, 3, 4: K2, K3, K4
    const char *const *enum_names; // COLUMN_ENUM: English codes, ends with NULL
    const char *to;                // COLUMN_ID: the table
} Column;

// Every record struct begins with its typed id (int64_t) and int64_t version.
typedef struct {
    int64_t id;
    int64_t version;
} RecordHead;

typedef struct {
    const char *name; // of the table
    size_t struct_size;
    const Column *columns; // without id, region, version
    size_t column_count;
    const Sql *select, *insert, *update, *delete_; // by id
    const Sql *about, *named; // a person's rows; others' rows that name her; NULL: there can be none
} RecordType;

extern const RecordType *const record_types[]; // all, ends with NULL
const RecordType *record_type_named(Str name); // NULL if there is none

// Who acts. person 0: the system (os_user says which login on the host).
typedef struct {
    int64_t region, person;
    int64_t behalf; // the person that somebody acts for; 0: nobody but oneself
    int role;       // Role
    Str relation;   // the relation that gave the right, where it is known: "appointment 12"
    Str place;      // the client's address, shortened
    Str os_user;
} Actor;

// One record the act has changed: what finding re-evaluation looks at.
typedef struct {
    const RecordType *type;
    int64_t id;
    void *before, *after; // NULL where it was added or removed
} Touched;
LIST_OF(TouchedList, Touched);

// One use case under way inside an open write transaction.
typedef struct {
    Db *db;
    Arena *arena;
    Actor actor;
    Date today;
    Instant now;
    const char *action; // "placement.move": a constant, for the audit entry
    int64_t audit;      // the entry's id; 0 until audit_end has written it
    int64_t undoes;     // the entry that this one undoes
    TouchedList touched;
} Act;

MUST_CHECK bool record_load(Db *db, Arena *arena, const RecordType *type, int64_t id, void *ret, Err *err);
// Inserts when the id is 0 (and sets id and version 1), else updates (and sets the new version).
// Unchanged values change nothing and write nothing.
MUST_CHECK bool record_save(Act *act, const RecordType *type, void *record, Err *err);
// A unit's, person's, training's or placement's findings go with it.
MUST_CHECK bool record_delete(Act *act, const RecordType *type, const void *record, Err *err);
// Fills `ret` from `column` of the current row on, in the order {{name}} expands to.
void record_from_row(const Query *query, Arena *arena, const RecordType *type, int column, void *ret);

// Writes the act's audit entry, chained to the one before, if it changed anything. Called by
// act_end() (duty/), which first re-evaluates the findings the act can touch.
MUST_CHECK bool audit_end(Act *act, Err *err);

// An audit entry about something that is no record change (sign-in, export).
MUST_CHECK bool audit_note(Act *act, const char *action, Str subject, Err *err);

// That somebody saw, or was refused, what is about a person: one entry of the chain.
typedef struct {
    int64_t about;  // a person; 0 where a refusal does not know whom
    Str subject;    // "/st/:id/tid"
    Str fields;     // the ids in it: "17"; or what was in a list
    Str relation;   // "supervision 45"
    int64_t result; // 0: seen; else the status of the refusal
} Sight;
MUST_CHECK bool audit_sight(Act *act, const Sight *sight, Err *err); // the act's action: "read", "export"


// Writes the values from before `audit` back as a new act. ERR_STALE if one of the records has
// changed since; nothing is then written. Findings are left to be evaluated again, unless the
// entry was about nothing else. The act is ended as any other, and can itself be undone.
MUST_CHECK bool record_undo(Act *act, int64_t audit, Err *err);
