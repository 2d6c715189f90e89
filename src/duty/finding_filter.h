// finding_filter.h: the open findings a reader may see, as lists: by rule, person and unit, less what a
// filter leaves out. Put-off ones and those that are only for a report are among them, and say so.
#pragma once
#include "duty/digest.h"
#include "gen/records_store.h"
#include "http/request.h"

typedef struct {
    Finding finding;
    const DutyRule *rule; // never NULL
    const DutyCase *how;
    PersonId about; // 0: the unit as a whole
    Str person_name, unit_name;
} SeenFinding;
LIST_OF(SeenFindingList, SeenFinding);

// What the address asks for; empty and 0: no matter.
typedef struct {
    Str rule, responsible;
    int64_t unit, person, days; // days: on or before so many days from today
    int word;                   // -1: any
    int64_t page;               // from 1
} FindingFilter;

#define FINDING_ROWS_MAX 50

// What the actor may see, in the order of need.
MUST_CHECK bool finding_seen(Request *req, SeenFindingList *ret, Err *err);
FindingFilter finding_filter_read(const Request *req);
bool finding_filter_is_empty(const FindingFilter *filter);
SeenFindingList finding_filtered(const Request *req, const SeenFindingList *all, const FindingFilter *filter);
// The address with the filter's fields; page 0 or 1: none.
Url finding_filter_url(Arena *arena, Url to, const FindingFilter *filter, int64_t page);
Date finding_day(const Finding *finding); // when it is due, else since when it holds; DATE_NONE
