// progress.h: how much of a training is served, day by day, and why each day counts or does not.
//
// A day counts at the least of two shares of full time:
//   placed     the sum of the shares of that day's placements. A placement carries the share the
//              trainee serves there (75 for one who serves 75 %), never a share of that share. A
//              cancelled one is not there; a course or a visit runs inside other service and adds
//              nothing.
//   employed   the employment share that has begun last (before the first row: the first; no rows:
//              full time is assumed) less the leave that does not count. Leave at 100 % is the
//              whole day, whatever the share.
// Holiday and time off after on-call are service. Parental, sick, study and other leave, and
// service elsewhere, are not.
//
// A day that has passed without any placement is not documented: it is summed by itself
// (`unplaced`), neither lost nor counted as done. A day ahead without a placement is the part of
// the plan not laid yet and is taken at the employed share (`ahead`). So a training is `done` so
// far, and `done + unplaced + ahead` at its planned end if nothing changes.
//
// `planned_end`, `ended` and `on` are last days, as on paper; spans are half open. Sums are exact:
// the lines add up to them. Pure.
#pragma once
#include "base/err.h"
#include "base/service_time.h"
#include "gen/records.h"

// What the regulation asks, in whole months; 0 where it asks nothing.
typedef struct {
    int months;                 // 66; 60
    int doctorate_months;       // taken off when a doctorate is credited: 6
    bool doctorate_is_proposal; // not read in the regulation, only assumed
    int bt_before_months;       // taken off when the BT was approved before the training began
    int bt_months, bt_primary_months, bt_acute_months; // 6, 3, 3
} ServiceDemand;
ServiceDemand service_demand(const Training *training);

// Which floor of the BT a BT placement helps to reach: the template item it answers says, else the
// unit's form of care and specialty. BT_WARD is inpatient care that the studierektor may count as
// acute; the program does not guess.
typedef enum { BT_NOT, BT_PRIMARY, BT_ACUTE, BT_WARD, BT_OTHER } BtSetting;
BtSetting bt_setting(const Placement *placement, const Unit *unit); // unit may be NULL

bool absence_counts(AbsenceCause cause);           // holiday, on-call compensation
bool placement_counts(const Placement *placement); // not cancelled, no course, no visit

typedef enum {
    SERVICE_COUNTED,     // as it is
    SERVICE_BEYOND,      // more placed than the employment share: the share counts
    SERVICE_PART_LEAVE,  // leave takes a part
    SERVICE_LEAVE,       // leave takes all
    SERVICE_UNPLACED,    // passed, and no placement is registered
    SERVICE_NOT_PLANNED, // ahead, and nothing is planned yet
    SERVICE_OUTSIDE,     // before the training or after its planned end
    SERVICE_NO_SHARE,    // employment share 0
} ServiceWhy;

// Days in a row that count alike, at one placement (or none).
typedef struct {
    DateSpan span;
    bool ahead; // after `on`
    ServiceWhy why;
    const Placement *placement; // NULL: none
    const Absence *leave;       // the one that counts not, NULL: none
    BtSetting bt;
    Percent placed, employed, counted; // employed: before leave
    ServiceTime time;
} ServiceLine;
LIST_OF(ServiceLineList, ServiceLine);

typedef struct {
    const Training *training;
    EmploymentShareList shares;
    AbsenceList absences;
    PlacementList placements;
    UnitList units; // at least the placements' units
} ServiceInput;

typedef struct {
    ServiceTime done, planned; // planned: with what lies ahead
} BtSum;

typedef struct {
    bool known;         // false: no start date, everything else is empty
    bool share_assumed; // no employment share is registered
    Date on;
    ServiceLineList lines;             // by first day, then placement
    ServiceTime done, unplaced, ahead; // ahead: from the day after `on` to planned_end
    ServiceTime at_planned_end;        // the three together
    ServiceTime leave;                 // employed time that leave has taken so far
    ServiceTime required, left;        // left: required - done, never below 0
    ServiceDemand demand;
    bool required_is_proposal;
    BtSum bt, bt_primary, bt_acute, bt_ward; // of the BT placements
    Date forecast_end; // the last day needed, with the leave that is known; DATE_NONE: unknown
    int percent;       // done of required, 0..100
} ServiceProgress;

// `on` is the last day counted as served.
ServiceProgress service_progress(Arena *arena, const ServiceInput *input, Date on);

// A sentence for one line: "Föräldraledighet räknas inte", "BT i primärvård, 75 %". Without
// `may_see_cause` leave is only leave.
Msg service_line_why(const ServiceLine *line, bool may_see_cause);
// "2 år 4 mån", "5 år 6 mån", "0 mån": whole months, rounded down, as people say it.
Str service_time_years(Arena *arena, Lang lang, ServiceTime time);
