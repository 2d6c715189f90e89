// need.h: what a training still needs: the template, less what is done or agreed.
//
// The shipped template of the specialty (rulebook), the clinic's own template over it (unit_item)
// and this trainee's own demands over both (training_item) give one list of items. Each placement
// in force answers one item: the one it names, else the one its kind and its unit's specialty fit;
// home service fills the home items in their order. One item fills: it takes what is left of the
// required time. Time is ServiceTime as progress.h counts it, so part time and leave are in it.
//
// `months` in unit_item and training_item are hundredths, -1 as below; `units` are unit ids with
// spaces between. Pure.
#pragma once
#include "rulebook/rulebook.h"
#include "training/progress.h"

LIST_OF(UnitIdList, UnitId);

typedef enum { NEED_SHIPPED, NEED_OF_UNIT, NEED_OF_TRAINING } NeedOrigin;

typedef struct {
    Str item; // the template item's id, or the clinic's own
    Str name;
    PlacementKind kind;
    const TemplateItem *shipped; // NULL: only the clinic's or the trainee's own
    NeedOrigin origin;           // who said the length last
    Confidence confidence;       // of the length; HIGH when the clinic confirmed it
    bool must_confirm;           // an estimate nobody has confirmed: show as a proposal
    Phase phase;
    int seq;          // order within the template, 10 20 30…; never two alike
    Date not_before;  // DATE_NONE: any time
    bool optional;    // asked for by nobody; `left` is 0
    bool counts_time; // false: runs inside other service
    bool fill;
    Str goals; // codes, spaces between
    // Where it may be served; units_named: somebody has said so, else by specialty. Empty: the
    // template names no unit of the region, the studierektor must choose.
    UnitIdList units;
    bool units_named;
    ServiceTime wanted, done;
    ServiceTime agreed;  // ahead: confirmed, or under way today
    ServiceTime planned; // ahead: in the plan, not confirmed (the planner may move it)
    ServiceTime left;    // wanted - done - agreed - planned, never below 0
} TrainingNeed;
LIST_OF(TrainingNeedList, TrainingNeed);

typedef struct {
    const ServiceInput *service; // its `units` are all units that may be used
    UnitItemList unit_items;     // of the home unit and those above it, nearest last
    TrainingItemList training_items;
    CourseList courses; // and the training's applications to them
    CourseApplicationList applications;
    CertificateList certificates;
} NeedInput;

typedef struct {
    TrainingNeedList needs;        // by seq; what is left out is not there
    const Template *plan_template; // NULL: the specialty has none; BT and home service only
    ServiceTime extra;             // placements in force that answer no item
    ServiceTime beyond;            // items ask for more than the required time has room for
    ServiceProgress progress;
} TrainingNeeds;

TrainingNeeds training_needs(Arena *arena, const NeedInput *input, Date on);
// The item a placement answers, NULL if none.
const TrainingNeed *training_need_of(const TrainingNeeds *needs, const Placement *placement,
                                     const Unit *unit);
