// Length: that BT reaches its floors, and that the whole is long enough at the planned end. Counting
// itself is training/progress.h; time that is not documented may be anything, so it is never missing.
#include "duty/checks.h"
#include "training/progress.h"

// The training's own placements' units only: progress looks them up one by one.
static UnitList units_of(const Run *run, const TrainingFacts *t) {
    UnitList units = {0};
    for (size_t i = 0; i < t->placements.count; i++) {
        const UnitFacts *unit = facts_unit(run->facts, t->placements.items[i].unit);
        bool again = !unit;
        for (size_t j = 0; j < units.count && !again; j++)
            again = units.items[j].id.raw == unit->unit->id.raw;
        if (!again) list_add(run->arena, &units, *unit->unit);
    }
    return units;
}

// Counted once for both rules. Its lines are left: the sums are values.
static const ServiceProgress *progress_of(Run *run, const TrainingFacts *t) {
    size_t at = (size_t)(t - run->facts->trainings);
    if (!run->progress) run->progress = arena_array(run->arena, ServiceProgress *, run->facts->training_count);
    if (run->progress[at]) return run->progress[at];
    ServiceProgress *progress = run->progress[at] = arena_new(run->arena, ServiceProgress);
    ArenaMark mark = arena_mark(run->arena);
    ServiceInput input = {t->training, t->shares, t->absences, t->placements, units_of(run, t)};
    ServiceProgress counted = service_progress(run->arena, &input, run->on);
    arena_reset(run->arena, mark);
    counted.lines = (ServiceLineList){0};
    *progress = counted;
    return progress;
}

static bool has_bt(const TrainingFacts *t) {
    for (size_t i = 0; i < t->placements.count; i++)
        if (bt_setting(&t->placements.items[i], NULL) != BT_NOT) return true;
    return false;
}

static void bt_floor(Run *run, const TrainingFacts *t, const char *how, ServiceTime planned, int months) {
    if (service_time_compare(planned, service_time_of_months(100 * months)) >= 0) return;
    Found *found = find_training(run, how, t);
    found->period = str_from_c(how);
    arg_text(found, "months", service_time_text(run->arena, planned));
    arg_number(found, "needed", months);
}

void check_duration_bt(Run *run, const TrainingFacts *t) {
    if (training_is_over(t, run->on) || !has_bt(t) || date_is_known(t->training->bt_approved)) return;
    const ServiceProgress *p = progress_of(run, t);
    if (!p->known || !p->demand.bt_months) return;
    // Hospital service of many kinds may be acute care: the studierektor knows, the program does not
    // guess. Only primary care surely is not.
    ServiceTime acute = service_time_subtract(p->bt.planned, p->bt_primary.planned);
    bt_floor(run, t, "total", service_time_add(p->bt.planned, p->unplaced), p->demand.bt_months);
    bt_floor(run, t, "primary_care", service_time_add(p->bt_primary.planned, p->unplaced), p->demand.bt_primary_months);
    bt_floor(run, t, "acute_care", service_time_add(acute, p->unplaced), p->demand.bt_acute_months);
}

void check_duration_forecast(Run *run, const TrainingFacts *t) {
    if (!training_is_active(t, run->on) || !t->regulation || !date_is_known(t->training->planned_end)) return;
    const ServiceProgress *p = progress_of(run, t);
    if (!p->known || service_time_compare(p->at_planned_end, p->required) >= 0) return;
    Date near = date_add_months(run->on, setting(run, "near_months", t->home));
    Found *found = find_training(run, date_compare(t->training->planned_end, near) <= 0 ? "near" : "forecast", t);
    arg_text(found, "months", service_time_text(run->arena, p->at_planned_end));
    arg_text(found, "needed", service_time_text(run->arena, p->required));
    arg_date(found, "date", t->training->planned_end);
    arg_date(found, "new_date", p->forecast_end);
    found->due = t->training->planned_end;
}

// Each unit once, however often the trainee comes back.
void check_duration_bt_places(Run *run, const TrainingFacts *t) {
    if (training_is_over(t, run->on) || date_is_known(t->training->bt_approved)) return;
    IdMap places = {0};
    for (size_t i = 0; i < t->placements.count; i++)
        if (bt_setting(&t->placements.items[i], NULL) != BT_NOT && t->placements.items[i].unit.raw)
            id_map_put(run->arena, &places, t->placements.items[i].unit.raw, 1);
    int most = setting(run, "places_max", t->home);
    if ((int)places.count <= most) return;
    Found *found = find_training(run, "many", t);
    arg_number(found, "places", (int64_t)places.count);
    arg_number(found, "most", most);
}
