// gathering_view.h: what the pages of gatherings share.
#pragma once
#include "gathering/gathering_store.h"
#include "http/field.h"
#include "http/reply.h"

Url url_gathering(Arena *arena, GatheringId id, const char *rest); // rest "" "/andra" …
UnitId gathering_unit(const Request *req); // one leads; 0: all one may see
bool may_arrange(const Request *req, const GatheringKind *kind);
bool may_arrange_any(const Request *req);
Str gathering_when(Request *req, const Gathering *gathering); // "tisdag 1 december 2026, 13.00–14.00"
Html gathering_state_tag(Request *req, const Gathering *gathering);
Str gathering_about(Request *req, const GatheringRow *row); // kind, place, whom it is about
Html field_person(Request *req, const char *name, const char *label, const InviteeList *people, PersonId chosen, bool optional);
// The form again with what was wrong, where it was the typing that was wrong.
bool field_refused(const FieldErrorList *errors, Err *err);
