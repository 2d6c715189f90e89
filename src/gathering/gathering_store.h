// gathering_store.h: rows of gatherings, who is asked to come to them and what was agreed there.
#pragma once
#include "gathering/gathering.h"
#include "gen/records_store.h"

typedef struct {
    Gathering gathering;
    Str unit;    // where it belongs
    Str trainee; // whom it is about; empty: nobody in particular
    Str chair;
} GatheringRow;
LIST_OF(GatheringRowList, GatheringRow);

typedef enum { GATHERINGS_COMING, GATHERINGS_PAST, GATHERINGS_UNCLOSED } GatheringSelection;
typedef struct {
    GatheringSelection which; // coming: the next first; past: the last first; unclosed: planned for a day that has passed
    Str kind;                 // empty: every kind
    int64_t skip, max;
} GatheringQuery;

MUST_CHECK bool gathering_rows(Db *db, Arena *arena, GatheringQuery asked, Date today, GatheringRowList *ret, Err *err);
MUST_CHECK bool gathering_get(Db *db, Arena *arena, GatheringId id, GatheringRow *ret, Err *err); // ERR_NOT_FOUND

typedef struct {
    Attendance attendance;
    Str name;
} AttendanceRow;
LIST_OF(AttendanceRowList, AttendanceRow);
MUST_CHECK bool gathering_people(Db *db, Arena *arena, GatheringId id, AttendanceRowList *ret, Err *err);

typedef struct {
    GatheringUnit unit;
    Str name;
} HostRow;
LIST_OF(HostRowList, HostRow);
MUST_CHECK bool gathering_hosts(Db *db, Arena *arena, GatheringId id, HostRowList *ret, Err *err);
// Only those that one may read: the shared one, and what is between two.
MUST_CHECK bool gathering_notes(Db *db, Arena *arena, GatheringId id, GatheringNoteList *ret, Err *err);
MUST_CHECK bool series_get(Db *db, Arena *arena, GatheringSeriesId id, GatheringSeries *ret, Err *err);
MUST_CHECK bool gathering_series_planned(Db *db, Arena *arena, GatheringSeriesId id, Date from, GatheringList *ret, Err *err);

typedef struct {
    ActionItem action;
    Str responsible;
} ActionRow;
LIST_OF(ActionRowList, ActionRow);
MUST_CHECK bool gathering_actions(Db *db, Arena *arena, GatheringId id, ActionRowList *ret, Err *err);
// Open ones first, then those done since a day; unit 0: all that one sees.
MUST_CHECK bool actions_of_unit(Db *db, Arena *arena, UnitId unit, Date done_since, ActionRowList *ret, Err *err);
MUST_CHECK bool action_get(Db *db, Arena *arena, ActionItemId id, ActionItem *ret, Err *err);

// Somebody who can be asked to come; training 0: as no trainee.
typedef struct {
    PersonId person;
    TrainingId training;
    Str name;
} Invitee;
LIST_OF(InviteeList, Invitee);
MUST_CHECK bool gathering_trainees(Db *db, Arena *arena, UnitId unit, InviteeList *ret, Err *err);
MUST_CHECK bool gathering_supervisors(Db *db, Arena *arena, UnitId unit, InviteeList *ret, Err *err);
MUST_CHECK bool gathering_leaders(Db *db, Arena *arena, UnitId unit, InviteeList *ret, Err *err);
// The training that a person is in, 0 where she is in none; `seen`: only where the actor may see it.
MUST_CHECK bool training_of_person(Db *db, PersonId person, bool seen, TrainingId *ret, Err *err);
MUST_CHECK bool supervises(Db *db, TrainingId training, bool *ret, Err *err); // the actor, today

MUST_CHECK bool issue_list(Db *db, Arena *arena, Date answered_since, IssueList *ret, Err *err);
MUST_CHECK bool issue_get(Db *db, Arena *arena, IssueId id, Issue *ret, Err *err);
