// gathering_act.h: planning, holding and dropping what people meet for.
//
// A gathering is a plan; that it was held is an event, which the rules read. Closing one as held writes
// its events in the same act, so that one "Ångra" takes all of it back.
#pragma once
#include "gathering/gathering_store.h"

LIST_OF(PersonIdList, PersonId);

// Inserts where the id is 0. `invited` NULL: as it was. ERR_INVALID with what is wrong.
MUST_CHECK bool gathering_plan(Act *act, Gathering *gathering, const PersonIdList *invited, Err *err);
// Every day of the series gets a gathering like `like`; *ret_count: how many.
MUST_CHECK bool series_plan(Act *act, GatheringSeries *series, const Gathering *like, const PersonIdList *invited,
                            size_t *ret_count, Err *err);
MUST_CHECK bool series_end(Act *act, GatheringSeriesId id, Date from, size_t *ret_cancelled, Err *err);

// Held with those who came: its events are written. Those who came without being asked are added.
MUST_CHECK bool gathering_hold(Act *act, GatheringId id, int64_t version, const PersonIdList *came, Err *err);
// MISSED with a reason, or CANCELLED.
MUST_CHECK bool gathering_drop(Act *act, GatheringId id, int64_t version, GatheringState how, Str reason, Err *err);

// One's own answer, and being there: with the key that the address shown in the room ends with.
MUST_CHECK bool gathering_answer(Act *act, GatheringId id, AttendanceAnswer answer, Err *err);
MUST_CHECK bool gathering_link_open(Act *act, GatheringId id, Err *err);
MUST_CHECK bool gathering_here(Act *act, GatheringId id, Str key, Err *err);
bool gathering_link_holds(const Gathering *gathering, Str key, Date today);

MUST_CHECK bool gathering_host_add(Act *act, GatheringId id, UnitId unit, Err *err);
// The shared note, or the one between the two. Empty takes it away.
MUST_CHECK bool gathering_note_put(Act *act, GatheringId id, bool private, Str note, Err *err);

MUST_CHECK bool action_add(Act *act, ActionItem *action, Err *err);
MUST_CHECK bool action_settle(Act *act, ActionItemId id, int64_t version, bool done, Err *err);

MUST_CHECK bool issue_put(Act *act, Issue *issue, Err *err);
