// Three layers of template give the list; the service lines of progress.c give each placement's
// time; home service is poured over the home items in order; the filling item takes the rest.
#include "training/need.h"
#include "base/buf.h"

// --- the list of items

static RegulationId regulation_of(const Training *training) {
    return str_equal(training->regulation, STR("2015")) ? REGULATION_2015 : REGULATION_2021;
}

static PlacementKind kind_of(PlaceKind kind) {
    switch (kind) {
    case PLACE_BT: return PLACEMENT_KIND_BT;
    case PLACE_INTERNAL: return PLACEMENT_KIND_HOME;
    case PLACE_ROTATION: return PLACEMENT_KIND_ROTATION;
    case PLACE_OBSERVATION: return PLACEMENT_KIND_OBSERVATION;
    case PLACE_COURSE: return PLACEMENT_KIND_COURSE;
    case PLACE_PROJECT: return PLACEMENT_KIND_PROJECT;
    }
    return PLACEMENT_KIND_HOME;
}

static Str codes_of(Arena *arena, const GoalRefs *goals) {
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < goals->count; i++) {
        if (i > 0) buf_add_char(&buf, ' ');
        buf_add(&buf, goals->items[i]->code);
    }
    return buf_end(&buf);
}

static TrainingNeed need_shipped(Arena *arena, const TemplateItem *item, RegulationId regulation,
                                 int seq) {
    return (TrainingNeed){
        .item = item->id,
        .name = item->name_sv,
        .kind = kind_of(item->kind),
        .shipped = item,
        .origin = NEED_SHIPPED,
        .confidence = item->ground.confidence,
        .must_confirm = item->basis == BASIS_ESTIMATE && item->ground.confidence == CONFIDENCE_LOW,
        .phase = item->phase,
        .seq = seq,
        .not_before = DATE_NONE,
        .optional = item->optional,
        .counts_time = item->counts_time,
        .fill = item->fill,
        .goals = codes_of(arena, &item->goals[regulation]),
        .wanted = service_time_of_months(item->months[regulation]),
    };
}

static void needs_add_template(Arena *arena, TrainingNeedList *needs, const Template *from,
                               RegulationId regulation) {
    for (size_t i = 0; from && i < from->item_count; i++) {
        const TemplateItem *item = &from->items[i];
        if (!item->applies[regulation]) continue;
        int seq = 10 * ((int)needs->count + 1);
        list_add(arena, needs, need_shipped(arena, item, regulation, seq));
    }
}

// A specialty without a template: BT where the regulation has one, the rest at the home clinic.
static void needs_add_plain(Arena *arena, TrainingNeedList *needs, RegulationId regulation) {
    if (regulation == REGULATION_2021)
        needs_add_template(arena, needs, rulebook_template(STR("bt")), regulation);
    for (size_t i = 0; i < needs->count; i++) needs->items[i].fill = false;
    TrainingNeed rest = {.item = STR("hemklinik"),
                         .name = STR("Tjänstgöring vid hemkliniken"),
                         .kind = PLACEMENT_KIND_HOME,
                         .confidence = CONFIDENCE_LOW,
                         .must_confirm = true,
                         .phase = PHASE_LATE,
                         .seq = 10 * ((int)needs->count + 1),
                         .not_before = DATE_NONE,
                         .counts_time = true,
                         .fill = true};
    list_add(arena, needs, rest);
}

static const Template *template_of(const Training *training) {
    if (training->kind == TRAINING_KIND_BT) return rulebook_template(STR("bt"));
    const Specialty *specialty = rulebook_specialty(training->specialty);
    return specialty ? specialty->plan_template : NULL;
}

static TrainingNeed *need_named(TrainingNeedList *needs, Str item) {
    for (size_t i = 0; i < needs->count; i++)
        if (str_equal(needs->items[i].item, item)) return &needs->items[i];
    return NULL;
}

static void need_remove(TrainingNeedList *needs, Str item) {
    size_t kept = 0;
    for (size_t i = 0; i < needs->count; i++)
        if (!str_equal(needs->items[i].item, item)) needs->items[kept++] = needs->items[i];
    needs->count = kept;
}

static TrainingNeed *need_named_or_new(Arena *arena, TrainingNeedList *needs, Str item, Str name,
                                       PlacementKind kind) {
    TrainingNeed *found = need_named(needs, item);
    if (found) return found;
    TrainingNeed own = {.item = item,
                        .name = name.size > 0 ? name : item,
                        .kind = kind,
                        .phase = PHASE_MIDDLE,
                        .seq = 10 * ((int)needs->count + 1),
                        .not_before = DATE_NONE,
                        .counts_time =
                            kind != PLACEMENT_KIND_COURSE && kind != PLACEMENT_KIND_OBSERVATION};
    list_add(arena, needs, own);
    return &needs->items[needs->count - 1];
}

static void need_units_set(Arena *arena, TrainingNeed *need, Str ids) {
    if (str_trim(ids).size == 0) return;
    need->units = (UnitIdList){0};
    need->units_named = true;
    Str word;
    while (str_split(&ids, ' ', &word)) {
        int64_t id;
        if (str_to_int(word, &id)) list_add(arena, &need->units, ((UnitId){id}));
    }
}

// A length somebody set is asked for, also where the template has the item as optional.
static void need_months_set(TrainingNeed *need, int64_t months, NeedOrigin origin) {
    need->origin = origin;
    if (months < 0) return;
    need->wanted = service_time_of_months(months);
    need->optional = months == 0;
    need->confidence = CONFIDENCE_HIGH;
    need->must_confirm = false;
}

static void needs_apply_unit(Arena *arena, TrainingNeedList *needs, const NeedInput *input) {
    const Training *training = input->service->training;
    for (size_t i = 0; i < input->unit_items.count; i++) {
        const UnitItem *own = &input->unit_items.items[i];
        if (!str_equal(own->specialty, training->specialty)) continue;
        if (own->regulation.size > 0 && !str_equal(own->regulation, training->regulation)) continue;
        if (own->left_out) {
            need_remove(needs, own->item);
            continue;
        }
        TrainingNeed *need = need_named_or_new(arena, needs, own->item, own->name, own->kind);
        if (own->name.size > 0) need->name = own->name;
        if (own->goals.size > 0) need->goals = own->goals;
        if (own->seq > 0) need->seq = (int)own->seq;
        need_months_set(need, own->months, NEED_OF_UNIT);
        if (own->confirmed) {
            need->confidence = CONFIDENCE_HIGH;
            need->must_confirm = false;
        }
        need_units_set(arena, need, own->units);
    }
}

static void needs_apply_training(Arena *arena, TrainingNeedList *needs, const NeedInput *input) {
    for (size_t i = 0; i < input->training_items.count; i++) {
        const TrainingItem *own = &input->training_items.items[i];
        if (own->left_out) {
            need_remove(needs, own->item);
            continue;
        }
        TrainingNeed *need =
            need_named_or_new(arena, needs, own->item, STR(""), PLACEMENT_KIND_ROTATION);
        if (own->seq > 0) need->seq = (int)own->seq;
        if (date_is_known(own->not_before)) need->not_before = own->not_before;
        need_months_set(need, own->months, NEED_OF_TRAINING);
        need_units_set(arena, need, own->units);
    }
}

static int need_order(const void *a, const void *b, __attribute__((unused)) void *context) {
    const TrainingNeed *x = a, *y = b;
    return (x->seq > y->seq) - (x->seq < y->seq);
}

// BT already approved by the authority is asked for no more.
static void needs_drop_bt(TrainingNeedList *needs) {
    size_t kept = 0;
    for (size_t i = 0; i < needs->count; i++)
        if (needs->items[i].kind != PLACEMENT_KIND_BT) needs->items[kept++] = needs->items[i];
    needs->count = kept;
}

static TrainingNeedList needs_listed(Arena *arena, const NeedInput *input, const Template *from) {
    const Training *training = input->service->training;
    TrainingNeedList needs = {0};
    if (from)
        needs_add_template(arena, &needs, from, regulation_of(training));
    else
        needs_add_plain(arena, &needs, regulation_of(training));
    if (training->kind == TRAINING_KIND_ST && date_is_known(training->bt_approved))
        needs_drop_bt(&needs);
    needs_apply_unit(arena, &needs, input);
    needs_apply_training(arena, &needs, input);
    list_sort(arena, needs.items, needs.count, sizeof *needs.items, need_order, NULL);
    for (size_t i = 1; i < needs.count; i++)
        if (needs.items[i].seq <= needs.items[i - 1].seq)
            needs.items[i].seq = needs.items[i - 1].seq + 1;
    return needs;
}

// --- where an item may be served

static bool specialty_is_at(const TemplateItem *item, Str specialty) {
    for (size_t i = 0; item && i < item->at.count; i++)
        if (str_equal(item->at.items[i]->id, specialty)) return true;
    return false;
}

static BtSetting setting_of(const TrainingNeed *need) {
    if (!need->shipped || need->kind != PLACEMENT_KIND_BT) return BT_NOT;
    if (str_equal(need->shipped->setting, STR("primarvard"))) return BT_PRIMARY;
    if (str_equal(need->shipped->setting, STR("akut_sjukvard"))) return BT_ACUTE;
    return BT_OTHER;
}

static bool unit_fits(const TrainingNeed *need, const Unit *unit, UnitId home) {
    if (need->kind == PLACEMENT_KIND_HOME) return unit->id.raw == home.raw;
    if (unit->id.raw == home.raw && need->kind != PLACEMENT_KIND_BT) return false;
    BtSetting setting = setting_of(need);
    if (setting == BT_PRIMARY || setting == BT_ACUTE) {
        Placement there = {.kind = PLACEMENT_KIND_BT, .unit = unit->id};
        if (bt_setting(&there, unit) == setting) return true;
    }
    return need->shipped && specialty_is_at(need->shipped, unit->specialty);
}

static bool unit_receives(const Unit *unit) {
    return unit->kind != UNIT_KIND_HOSPITAL && unit->kind != UNIT_KIND_PRIMARY_CARE &&
           unit->kind != UNIT_KIND_OFFICE;
}

static void needs_find_units(Arena *arena, TrainingNeedList *needs, const NeedInput *input) {
    UnitId home = input->service->training->home_unit;
    for (size_t i = 0; i < needs->count; i++) {
        TrainingNeed *need = &needs->items[i];
        if (need->units_named) continue;
        for (size_t u = 0; u < input->service->units.count; u++) {
            const Unit *unit = &input->service->units.items[u];
            if (unit_receives(unit) && unit_fits(need, unit, home))
                list_add(arena, &need->units, unit->id);
        }
    }
}

// --- which item a placement answers

static bool unit_is_named(const TrainingNeed *need, UnitId unit) {
    for (size_t i = 0; need->units_named && i < need->units.count; i++)
        if (need->units.items[i].raw == unit.raw) return true;
    return false;
}

static bool need_takes_bt(const TrainingNeed *need, BtSetting setting, const Unit *unit) {
    if (setting_of(need) == setting && setting != BT_OTHER) return true;
    // Inpatient care may stand for the acute part when the template's own item has no other place.
    return unit && setting != BT_PRIMARY && specialty_is_at(need->shipped, unit->specialty);
}

static bool need_takes(const TrainingNeed *need, const Placement *placement, const Unit *unit) {
    if (placement->kind == PLACEMENT_KIND_BT && need->kind == PLACEMENT_KIND_BT)
        return need_takes_bt(need, bt_setting(placement, unit), unit);
    if (placement->kind == PLACEMENT_KIND_RESEARCH || placement->kind == PLACEMENT_KIND_PROJECT)
        return need->kind == PLACEMENT_KIND_PROJECT || need->kind == PLACEMENT_KIND_RESEARCH;
    if (placement->kind != need->kind || placement->kind == PLACEMENT_KIND_HOME) return false;
    return unit_is_named(need, placement->unit) ||
           (unit && specialty_is_at(need->shipped, unit->specialty));
}

static bool need_is_free_bt(const TrainingNeed *need) {
    return need->kind == PLACEMENT_KIND_BT && setting_of(need) == BT_OTHER && need->shipped &&
           need->shipped->at.count == 0;
}

const TrainingNeed *training_need_of(const TrainingNeeds *needs, const Placement *placement,
                                     const Unit *unit) {
    const TrainingNeedList *list = &needs->needs;
    for (size_t i = 0; placement->item.size > 0 && i < list->count; i++)
        if (str_equal(list->items[i].item, placement->item)) return &list->items[i];
    const TrainingNeed *full = NULL;
    for (size_t i = 0; i < list->count; i++) {
        const TrainingNeed *need = &list->items[i];
        if (!need_takes(need, placement, unit)) continue;
        ServiceTime had =
            service_time_add(need->done, service_time_add(need->agreed, need->planned));
        if (service_time_compare(had, need->wanted) < 0) return need;
        if (!full) full = need;
    }
    if (full || placement->kind != PLACEMENT_KIND_BT) return full;
    for (size_t i = 0; i < list->count; i++)
        if (need_is_free_bt(&list->items[i])) return &list->items[i];
    return NULL;
}

// --- time

typedef struct {
    ServiceTime done, agreed, planned;
} NeedTime;

static void add_to(ServiceTime *sum, ServiceTime time) {
    *sum = service_time_add(*sum, time);
}

static void time_add(NeedTime *sum, const ServiceLine *line, Date on) {
    const Placement *placement = line->placement;
    bool is_agreed = placement->state == PLACEMENT_STATE_CONFIRMED ||
                     placement->state == PLACEMENT_STATE_COMPLETED ||
                     placement->first.day <= on.day;
    add_to(!line->ahead ? &sum->done : is_agreed ? &sum->agreed : &sum->planned, line->time);
}

static void need_time_add(TrainingNeed *need, NeedTime time) {
    add_to(&need->done, time.done);
    add_to(&need->agreed, time.agreed);
    add_to(&need->planned, time.planned);
}

static NeedTime time_of_placement(const ServiceProgress *progress, const Placement *placement) {
    NeedTime sum = {0};
    for (size_t i = 0; i < progress->lines.count; i++) {
        const ServiceLine *line = &progress->lines.items[i];
        if (line->placement && line->placement->id.raw == placement->id.raw)
            time_add(&sum, line, progress->on);
    }
    return sum;
}

static const Unit *unit_of(const UnitList *units, UnitId id) {
    for (size_t i = 0; i < units->count; i++)
        if (units->items[i].id.raw == id.raw) return &units->items[i];
    return NULL;
}

// Moves up to `room` from *from to *to.
static void pour(ServiceTime *from, ServiceTime *to, ServiceTime *room) {
    ServiceTime step = service_time_compare(*from, *room) < 0 ? *from : *room;
    *from = service_time_subtract(*from, step);
    *room = service_time_subtract(*room, step);
    add_to(to, step);
}

static TrainingNeed *need_filling(TrainingNeedList *needs) {
    for (size_t i = 0; i < needs->count; i++)
        if (needs->items[i].fill) return &needs->items[i];
    return NULL;
}

// Home service answers the home items in their order, what is over the filling one.
static void pour_home(TrainingNeeds *needs, NeedTime home) {
    for (size_t i = 0; i < needs->needs.count; i++) {
        TrainingNeed *need = &needs->needs.items[i];
        if (need->kind != PLACEMENT_KIND_HOME || need->fill || !need->counts_time) continue;
        ServiceTime had =
            service_time_add(need->done, service_time_add(need->agreed, need->planned));
        ServiceTime room = service_time_compare(need->wanted, had) > 0
                               ? service_time_subtract(need->wanted, had)
                               : (ServiceTime){0};
        pour(&home.done, &need->done, &room);
        pour(&home.agreed, &need->agreed, &room);
        pour(&home.planned, &need->planned, &room);
    }
    TrainingNeed *fill = need_filling(&needs->needs);
    if (fill)
        need_time_add(fill, home);
    else
        add_to(&needs->extra,
               service_time_add(home.done, service_time_add(home.agreed, home.planned)));
}

static void share_out(TrainingNeeds *needs, const ServiceInput *service) {
    NeedTime home = {0};
    for (size_t i = 0; i < service->placements.count; i++) {
        const Placement *placement = &service->placements.items[i];
        if (!placement_counts(placement)) continue;
        NeedTime time = time_of_placement(&needs->progress, placement);
        const TrainingNeed *need =
            training_need_of(needs, placement, unit_of(&service->units, placement->unit));
        if (need)
            need_time_add(&needs->needs.items[need - needs->needs.items], time);
        else if (placement->kind == PLACEMENT_KIND_HOME)
            home = (NeedTime){service_time_add(home.done, time.done),
                              service_time_add(home.agreed, time.agreed),
                              service_time_add(home.planned, time.planned)};
        else
            add_to(&needs->extra,
                   service_time_add(time.done, service_time_add(time.agreed, time.planned)));
    }
    pour_home(needs, home);
}

// --- courses

// Course items and their goals: done when the goals they serve are covered by courses done.
static bool course_is_done(const NeedInput *input, Str code) {
    bool is_2015 = regulation_of(input->service->training) == REGULATION_2015;
    for (size_t i = 0; i < input->applications.count; i++) {
        if (input->applications.items[i].state != APPLICATION_STATE_DONE) continue;
        for (size_t c = 0; c < input->courses.count; c++) {
            const Course *course = &input->courses.items[c];
            if (course->id.raw != input->applications.items[i].course.raw) continue;
            Str codes = is_2015 ? course->goals_2015 : course->goals_2021, word;
            while (str_split(&codes, ' ', &word))
                if (str_equal(str_trim(word), code)) return true;
        }
    }
    return false;
}

static void need_course_time(const NeedInput *input, TrainingNeed *need) {
    Str codes = need->goals, code;
    int asked = 0, done = 0;
    while (str_split(&codes, ' ', &code)) {
        asked++;
        done += course_is_done(input, code);
    }
    if (asked > 0) need->done = (ServiceTime){need->wanted.parts / asked * done};
}

// --- what is left

static void need_left_set(TrainingNeed *need) {
    ServiceTime had = service_time_add(need->done, service_time_add(need->agreed, need->planned));
    bool is_short = !need->optional && service_time_compare(need->wanted, had) > 0;
    need->left = is_short ? service_time_subtract(need->wanted, had) : (ServiceTime){0};
}

// required = everything in force + what the other items lack + what the filling item gets.
static void fill_set(TrainingNeeds *needs) {
    ServiceTime used = needs->progress.unplaced;
    for (size_t i = 0; i < needs->progress.lines.count; i++)
        if (needs->progress.lines.items[i].placement)
            add_to(&used, needs->progress.lines.items[i].time);
    for (size_t i = 0; i < needs->needs.count; i++) {
        const TrainingNeed *need = &needs->needs.items[i];
        if (!need->fill && need->counts_time) add_to(&used, need->left);
    }
    ServiceTime rest = service_time_subtract(needs->progress.required, used);
    TrainingNeed *fill = need_filling(&needs->needs);
    // What is planned at home and not confirmed can give way.
    int64_t over = -rest.parts - (fill ? fill->planned.parts : 0);
    if (over > 0) needs->beyond = (ServiceTime){over};
    if (!fill) return;
    fill->left = rest.parts > 0 ? rest : (ServiceTime){0};
    fill->wanted = service_time_add(
        fill->left, service_time_add(fill->done, service_time_add(fill->agreed, fill->planned)));
}

TrainingNeeds training_needs(Arena *arena, const NeedInput *input, Date on) {
    TrainingNeeds needs = {.plan_template = template_of(input->service->training)};
    needs.progress = service_progress(arena, input->service, on);
    needs.needs = needs_listed(arena, input, needs.plan_template);
    needs_find_units(arena, &needs.needs, input);
    share_out(&needs, input->service);
    for (size_t i = 0; i < needs.needs.count; i++) {
        TrainingNeed *need = &needs.needs.items[i];
        if (need->kind == PLACEMENT_KIND_COURSE) need_course_time(input, need);
        if (!need->fill) need_left_set(need);
    }
    fill_set(&needs);
    return needs;
}
