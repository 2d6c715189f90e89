#include "exchange/import_act.h"
#include "access/may.h"
#include "duty/act.h"
#include "people/unit_store.h"

typedef struct {
    Act *act;
    Import *import;
    ImportRecords *records;
    const PreviewRow *row; // being saved
    const Str *values;     // the file's
} Save;

// --- canonical to typed --------------------------------------------------------------------------

static int64_t number(Str value, int64_t otherwise) {
    int64_t result;
    return str_to_int(value, &result) ? result : otherwise;
}

static Date date(Str value, Date otherwise) {
    Date result;
    return value.size && date_parse(value, &result) ? result : otherwise;
}

static bool says(const Save *save, int field) {
    return save->values[field].size > 0;
}

static void set_text(const Save *save, int field, Str *ret) {
    if (says(save, field)) *ret = save->values[field];
}

static void set_date(const Save *save, int field, Date *ret) {
    *ret = date(save->values[field], *ret);
}

static void set_past(const Save *save, int field, Date *ret) {
    if (says(save, field)) *ret = date_add_days(date(save->values[field], DATE_NONE), 1);
}

static void set_share(const Save *save, int field, Percent *ret) {
    ret->value = (int32_t)number(save->values[field], ret->value);
}

static PersonId person_of(const Save *save, int field) {
    int64_t index = number(save->values[field], -1);
    return (PersonId){index < 0 ? 0 : save->import->known.people.items[index].id};
}

static UnitId unit_of(const Save *save, int field) {
    int64_t index = number(save->values[field], -1);
    return (UnitId){index < 0 ? 0 : save->import->known.units.items[index].id};
}

static bool is_new(const Save *save) {
    return save->row->kind == PREVIEW_NEW;
}

static bool changes(const Save *save, int field) {
    return is_new(save) ? says(save, field) : (save->row->fields >> field & 1) != 0;
}

// The record behind a stored row. Lists are in the order of their ids, which every record begins with.
static void *find_record(void *items, size_t count, size_t bytes, int64_t id) {
    char *records = items;
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (((const RecordHead *)(records + middle * bytes))->id < id) low = middle + 1;
        else high = middle;
    }
    return records + low * bytes;
}

#define STORED(save, Type, list) \
    ((Type *)find_record((save)->records->list.items, (save)->records->list.count, sizeof(Type), (save)->row->stored->id))

// --- units ---------------------------------------------------------------------------------------

static UnitKind kind_of_parent(Arena *arena, Str name) {
    Str folded = str_fold(arena, name);
    if (str_find(folded, STR("primärvård")) != STR_NOT_FOUND) return UNIT_KIND_PRIMARY_CARE;
    return str_find(folded, STR("region")) == 0 ? UNIT_KIND_OFFICE : UNIT_KIND_HOSPITAL;
}

// The hospitals that units of the files name, and units that an answer made.
static bool save_hospitals(Save *save, Err *err) {
    for (size_t i = 0; i < save->import->known.units.count; i++) {
        KnownUnit *known = &save->import->known.units.items[i];
        if (known->id || !(known->implied || known->made)) continue;
        UnitKind kind = known->made ? UNIT_KIND_CLINIC : kind_of_parent(save->act->arena, known->name);
        Unit unit = {.name = known->name, .kind = kind, .in_use_from = DATE_NONE,
                     .short_name = STR(""), .specialty = STR(""), .email = STR(""), .phone = STR("")};
        if (!unit_put(save->act, &unit, err)) return false;
        known->id = unit.id.raw;
        list_add(save->act->arena, &save->records->units, unit);
    }
    return true;
}

static UnitId hospital_named(Save *save, Str name) {
    int index = name.size ? match_hospital(save->act->arena, &save->import->known, name) : -1;
    return (UnitId){index < 0 ? 0 : save->import->known.units.items[index].id};
}

static bool save_unit(Save *save, Err *err) {
    Unit unit = {.in_use_from = DATE_NONE, .short_name = STR(""), .specialty = STR(""), .email = STR(""), .phone = STR("")};
    Unit *stored = NULL;
    if (!is_new(save)) unit = *(stored = STORED(save, Unit, units));
    set_text(save, UNITS_NAME, &unit.name);
    set_text(save, UNITS_SPECIALTY, &unit.specialty);
    set_text(save, UNITS_EMAIL, &unit.email);
    set_text(save, UNITS_PHONE, &unit.phone);
    set_text(save, UNITS_SHORT, &unit.short_name);
    unit.care = (CareForm)number(save->values[UNITS_CARE], unit.care);
    if (says(save, UNITS_HOSPITAL)) unit.parent = hospital_named(save, save->values[UNITS_HOSPITAL]);
    if (is_new(save) && unit.care == CARE_FORM_PRIMARY) unit.kind = UNIT_KIND_HEALTH_CENTRE;
    if (!unit_put(save->act, &unit, err)) return false;
    save->import->known.units.items[save->row->row->self].id = unit.id.raw;
    if (stored) *stored = unit;
    else list_add(save->act->arena, &save->records->units, unit);
    return true;
}

// A unit that gets its first trainees begins with Randa today, unless it or one above it has begun.
static bool begin_use(Save *save, UnitId home, Err *err) {
    UnitList *units = &save->records->units;
    Unit *own = NULL;
    size_t depth = 0;
    for (UnitId above = home; above.raw && depth < units->count; depth++) {
        Unit *unit = NULL;
        for (size_t i = 0; i < units->count && !unit; i++)
            if (units->items[i].id.raw == above.raw) unit = &units->items[i];
        if (!unit || date_is_known(unit->in_use_from)) return true;
        if (!own) own = unit;
        above = unit->parent;
    }
    if (!own) return true;
    own->in_use_from = save->act->today;
    return unit_put(save->act, own, err);
}

static bool save_alias(Save *save, Str folded, UnitId unit, Err *err) {
    UnitAlias alias = {.folded = folded};
    for (size_t i = 0; i < save->records->aliases.count; i++)
        if (str_equal(save->records->aliases.items[i].folded, folded)) alias = save->records->aliases.items[i];
    alias.unit = unit;
    return unit_alias_save(save->act, &alias, err);
}

// What was taken, and what was answered, is not asked again.
static bool save_aliases(Save *save, Err *err) {
    const TakenList *taken = &save->import->matching.taken;
    for (size_t i = 0; i < taken->count; i++) {
        Str folded = list_heading(save->act->arena, taken->items[i].text);
        UnitId unit = {save->import->known.units.items[taken->items[i].unit].id};
        bool seen = !folded.size;
        for (size_t k = 0; k < i && !seen; k++) seen = str_equal(folded, list_heading(save->act->arena, taken->items[k].text));
        if (!seen && !save_alias(save, folded, unit, err)) return false;
    }
    return true;
}

static bool save_capacity(Save *save, Err *err) {
    Capacity capacity = {.past = DATE_OPEN};
    if (!is_new(save)) capacity = *STORED(save, Capacity, capacities);
    capacity.unit = unit_of(save, CAPACITIES_UNIT);
    capacity.level = (CapacityLevel)number(save->values[CAPACITIES_LEVEL], capacity.level);
    set_date(save, CAPACITIES_FIRST, &capacity.first);
    set_past(save, CAPACITIES_LAST, &capacity.past);
    capacity.places = number(save->values[CAPACITIES_PLACES], capacity.places);
    return capacity_save(save->act, &capacity, err);
}

// --- people --------------------------------------------------------------------------------------

static Str part_of(Str *rest) {
    Str part = STR("");
    return str_split(rest, ',', &part) ? str_trim(part) : STR("");
}

static bool drop_specialist(Save *save, PersonId person, Err *err) {
    for (size_t i = 0; i < save->records->qualifications.count; i++) {
        const Qualification *has = &save->records->qualifications.items[i];
        if (has->person.raw != person.raw || has->kind != QUALIFICATION_KIND_SPECIALIST) continue;
        if (!qualification_delete(save->act, has, err)) return false;
    }
    return true;
}

// The file's specialties with their dates stand for those that were.
static bool save_specialties(Save *save, PersonId person, Err *err) {
    if (!changes(save, PEOPLE_SPECIALTIES) && !changes(save, PEOPLE_SINCE)) return true;
    const Str *stored = is_new(save) ? save->values : save->row->stored->values;
    Str names = says(save, PEOPLE_SPECIALTIES) ? save->values[PEOPLE_SPECIALTIES] : stored[PEOPLE_SPECIALTIES];
    Str dates = says(save, PEOPLE_SINCE) ? save->values[PEOPLE_SINCE] : stored[PEOPLE_SINCE];
    if (!is_new(save) && !drop_specialist(save, person, err)) return false;
    while (names.data || dates.data) {
        Qualification has = {.person = person, .kind = QUALIFICATION_KIND_SPECIALIST, .specialty = part_of(&names)};
        has.since = date(part_of(&dates), DATE_NONE);
        if (!has.specialty.size && !date_is_known(has.since)) continue;
        if (!qualification_save(save->act, &has, err)) return false;
    }
    return true;
}

// A newer course is one more; another date for the latest corrects it.
static bool save_course_taken(Save *save, PersonId person, Err *err) {
    if (!changes(save, PEOPLE_COURSE)) return true;
    Qualification has = {.person = person, .kind = QUALIFICATION_KIND_SUPERVISOR_COURSE, .specialty = STR("")};
    Date since = date(save->values[PEOPLE_COURSE], DATE_NONE);
    for (size_t i = 0; i < save->records->qualifications.count && !is_new(save); i++) {
        const Qualification *before = &save->records->qualifications.items[i];
        bool older = date_compare(before->since, since) < 0;
        if (before->person.raw == person.raw && before->kind == has.kind && !older) has = *before;
    }
    has.since = since;
    return qualification_save(save->act, &has, err);
}

static bool save_person(Save *save, Err *err) {
    Person person = {.hsa_id = STR(""), .email = STR(""), .phone = STR(""), .licence_date = DATE_NONE};
    if (!is_new(save)) person = *STORED(save, Person, people);
    if (is_new(save) || changes(save, PEOPLE_NAME))
        value_split_name(save->values[PEOPLE_NAME], &person.given_name, &person.family_name);
    person.sort_key = str_sort_key(save->act->arena, str_printf(save->act->arena, "%.*s %.*s", STR_ARG(person.family_name),
                                                                STR_ARG(person.given_name)));
    set_text(save, PEOPLE_HSA, &person.hsa_id);
    set_text(save, PEOPLE_EMAIL, &person.email);
    set_text(save, PEOPLE_PHONE, &person.phone);
    set_date(save, PEOPLE_LICENCE, &person.licence_date);
    if (!person_save(save->act, &person, err)) return false;
    save->import->known.people.items[save->row->row->self].id = person.id.raw;
    return save_specialties(save, person.id, err) && save_course_taken(save, person.id, err);
}

static bool save_appointment(Save *save, Err *err) {
    Appointment has = {.past = DATE_OPEN};
    if (!is_new(save)) has = *STORED(save, Appointment, appointments);
    has.person = person_of(save, APPOINTMENTS_PERSON);
    has.role = (Role)number(save->values[APPOINTMENTS_ROLE], has.role);
    has.unit = unit_of(save, APPOINTMENTS_UNIT);
    set_date(save, APPOINTMENTS_FIRST, &has.first);
    set_past(save, APPOINTMENTS_LAST, &has.past);
    set_share(save, APPOINTMENTS_SHARE, &has.share);
    has.minutes_week = number(save->values[APPOINTMENTS_HOURS], has.minutes_week);
    return appointment_save(save->act, &has, err);
}

// --- trainings -----------------------------------------------------------------------------------

static RegulationReason reason_for(const Training *training) {
    bool old = str_equal(training->regulation, STR("2015"));
    if (training->swedish_at == KNOWN_BOOL_YES) return old ? REGULATION_REASON_SWEDISH_AT : REGULATION_REASON_CHOSEN_2021;
    if (training->swedish_at == KNOWN_BOOL_NO && !old && training->regulation.size) return REGULATION_REASON_MUST_2021;
    return REGULATION_REASON_NONE;
}

static bool save_share(Save *save, const Training *training, Err *err) {
    if (!is_new(save) && !changes(save, TRAININGS_SHARE)) return true;
    EmploymentShare share = {.training = training->id, .first = training->first, .past = DATE_OPEN, .share = {100}};
    int at = is_new(save) ? -1 : import_share_on(&save->records->shares, training->id, save->act->today);
    if (at >= 0) share = save->records->shares.items[at];
    set_share(save, TRAININGS_SHARE, &share.share);
    return employment_share_save(save->act, &share, err);
}

// Another main supervisor than the one that is: that one's time ends today. One that has not begun is
// corrected.
static bool save_main_supervisor(Save *save, const Training *training, Err *err) {
    if (!changes(save, TRAININGS_SUPERVISOR)) return true;
    Supervision has = {.training = training->id, .kind = SUPERVISION_KIND_MAIN, .first = training->first, .past = DATE_OPEN};
    int at = is_new(save) ? -1 : import_supervision_on(&save->records->supervisions, training->id, save->act->today);
    if (at >= 0) {
        Supervision before = save->records->supervisions.items[at];
        if (before.first.day >= save->act->today.day) has = before;
        else {
            before.past = date_min(before.past, save->act->today);
            has.first = save->act->today;
            if (!supervision_save(save->act, &before, err)) return false;
        }
    }
    has.supervisor = person_of(save, TRAININGS_SUPERVISOR);
    return supervision_save(save->act, &has, err);
}

static bool save_training(Save *save, Err *err) {
    Training training = {.specialty = STR(""), .regulation = STR(""), .note = STR(""), .bt_approved = DATE_NONE,
                         .first = DATE_NONE, .planned_end = DATE_NONE, .ended = DATE_NONE};
    Training *stored = NULL;
    if (!is_new(save)) training = *(stored = STORED(save, Training, trainings));
    training.trainee = person_of(save, TRAININGS_PERSON);
    training.kind = (TrainingKind)number(save->values[TRAININGS_KIND], training.kind);
    training.home_unit = unit_of(save, TRAININGS_HOME);
    set_text(save, TRAININGS_SPECIALTY, &training.specialty);
    set_text(save, TRAININGS_REGULATION, &training.regulation);
    if (says(save, TRAININGS_SWEDISH_AT))
        training.swedish_at = number(save->values[TRAININGS_SWEDISH_AT], 0) ? KNOWN_BOOL_YES : KNOWN_BOOL_NO;
    set_date(save, TRAININGS_FIRST, &training.first);
    set_date(save, TRAININGS_END, &training.planned_end);
    set_date(save, TRAININGS_BT, &training.bt_approved);
    if (is_new(save)) training.regulation_reason = reason_for(&training);
    if (!training_save(save->act, &training, err)) return false;
    if (stored) *stored = training;
    else list_add(save->act->arena, &save->records->trainings, training);
    if (is_new(save) && !begin_use(save, training.home_unit, err)) return false;
    return save_share(save, &training, err) && save_main_supervisor(save, &training, err);
}

// The training that the day falls in; else the latest begun before it; else the first.
static TrainingId training_on(const Save *save, PersonId trainee, Date day) {
    const Training *found = NULL;
    for (size_t i = 0; i < save->records->trainings.count; i++) {
        const Training *training = &save->records->trainings.items[i];
        if (training->trainee.raw != trainee.raw) continue;
        bool begun = training->first.day <= day.day;
        bool found_begun = found && found->first.day <= day.day;
        if (!found || (begun && (!found_begun || training->first.day > found->first.day)) ||
            (!begun && !found_begun && training->first.day < found->first.day))
            found = training;
    }
    return found ? found->id : (TrainingId){0};
}

// --- what belongs to a training ------------------------------------------------------------------

static bool save_placement(Save *save, Err *err) {
    Placement placement = {.share = {100}, .item = STR(""), .goals = STR(""), .note = STR("")};
    if (!is_new(save)) placement = *STORED(save, Placement, placements);
    set_date(save, PLACEMENTS_FIRST, &placement.first);
    set_past(save, PLACEMENTS_LAST, &placement.past);
    if (is_new(save)) {
        placement.training = training_on(save, person_of(save, PLACEMENTS_PERSON), placement.first);
        placement.kind = PLACEMENT_KIND_ROTATION;
        placement.state = placement.past.day <= save->act->today.day ? PLACEMENT_STATE_COMPLETED : PLACEMENT_STATE_PLANNED;
    }
    placement.unit = unit_of(save, PLACEMENTS_UNIT);
    placement.kind = (PlacementKind)number(save->values[PLACEMENTS_KIND], placement.kind);
    placement.state = (PlacementState)number(save->values[PLACEMENTS_STATE], placement.state);
    set_share(save, PLACEMENTS_SHARE, &placement.share);
    set_text(save, PLACEMENTS_GOALS, &placement.goals);
    return placement_save(save->act, &placement, err);
}

static bool save_absence(Save *save, Err *err) {
    Absence absence = {.share = {100}};
    if (!is_new(save)) absence = *STORED(save, Absence, absences);
    set_date(save, ABSENCES_FIRST, &absence.first);
    set_past(save, ABSENCES_LAST, &absence.past);
    if (is_new(save)) absence.training = training_on(save, person_of(save, ABSENCES_PERSON), absence.first);
    absence.cause = (AbsenceCause)number(save->values[ABSENCES_CAUSE], absence.cause);
    set_share(save, ABSENCES_SHARE, &absence.share);
    return absence_save(save->act, &absence, err);
}

static bool save_event(Save *save, Err *err) {
    Event event = {.note = STR("")};
    if (!is_new(save)) event = *STORED(save, Event, events);
    event.kind = (EventKind)number(save->values[EVENTS_KIND], event.kind);
    set_date(save, EVENTS_DATE, &event.held);
    if (is_new(save) && says(save, EVENTS_PERSON))
        event.training = training_on(save, person_of(save, EVENTS_PERSON), event.held);
    if (says(save, EVENTS_UNIT)) event.unit = unit_of(save, EVENTS_UNIT);
    if (says(save, EVENTS_RESPONSIBLE)) event.responsible = person_of(save, EVENTS_RESPONSIBLE);
    event.outcome = (EventOutcome)number(save->values[EVENTS_OUTCOME], event.outcome);
    set_text(save, EVENTS_NOTE, &event.note);
    return event_save(save->act, &event, err);
}

static bool save_course(Save *save, Err *err) {
    Course course = {.organiser = STR(""), .town = STR(""), .apply_by = DATE_NONE, .goals_2015 = STR(""), .goals_2021 = STR("")};
    if (!is_new(save)) course = *STORED(save, Course, courses);
    set_text(save, COURSES_NAME, &course.name);
    set_text(save, COURSES_ORGANISER, &course.organiser);
    set_text(save, COURSES_TOWN, &course.town);
    set_date(save, COURSES_FIRST, &course.first);
    if (is_new(save)) course.past = date_add_days(course.first, 1);
    set_past(save, COURSES_LAST, &course.past);
    course.seats = number(save->values[COURSES_SEATS], course.seats);
    set_date(save, COURSES_APPLY_BY, &course.apply_by);
    set_text(save, COURSES_GOALS_2015, &course.goals_2015);
    set_text(save, COURSES_GOALS_2021, &course.goals_2021);
    return course_save(save->act, &course, err);
}

// --- the whole -----------------------------------------------------------------------------------

static bool save_list(Save *save, ListKind list, Err *err) {
    static bool (*const savers[LIST_COUNT])(Save *save, Err *err) = {
        [LIST_UNITS] = save_unit,         [LIST_CAPACITIES] = save_capacity, [LIST_PEOPLE] = save_person,
        [LIST_APPOINTMENTS] = save_appointment, [LIST_TRAININGS] = save_training, [LIST_PLACEMENTS] = save_placement,
        [LIST_ABSENCES] = save_absence,   [LIST_EVENTS] = save_event,        [LIST_COURSES] = save_course};
    const PreviewRowList *rows = &save->import->preview.rows[list];
    for (size_t i = 0; i < rows->count; i++) {
        if (rows->items[i].kind == PREVIEW_UNCHANGED) continue;
        save->row = &rows->items[i];
        save->values = save->row->row->values;
        if (!savers[list](save, err)) return false;
    }
    return true;
}

bool import_apply(Act *act, Import *import, ImportRecords *records, Err *err) {
    if (act->actor.person && !may((Role)act->actor.role, MAY_IMPORT)) return err_set(err, ERR_FORBIDDEN, may_who(MAY_IMPORT));
    if (!import_is_clear(import))
        return err_set(err, ERR_INVALID, msg(N_("Filerna har {1} fel. Rätta dem och försök igen; inget är sparat."),
                                             msg_number((int64_t)import->input.problems.count)));
    Save save = {.act = act, .import = import, .records = records};
    if (!save_hospitals(&save, err)) return false;
    for (size_t list = 1; list < LIST_COUNT; list++)
        if (!save_list(&save, (ListKind)list, err)) return false;
    if (!save_aliases(&save, err)) return false;
    return act_end(act, err);
}
