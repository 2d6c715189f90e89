#include "exchange/import_store.h"
#include "gen/sql.h"
#include "rulebook/rulebook.h"

// --- reading -------------------------------------------------------------------------------------

static bool load_people(Db *db, Arena *arena, ImportRecords *ret, Err *err) {
    Query query;
    return query_begin(&query, db, SQL_IMPORT_UNITS, err) && unit_list_all(&query, arena, &ret->units, err) &&
           query_begin(&query, db, SQL_IMPORT_PEOPLE, err) && person_list_all(&query, arena, &ret->people, err) &&
           query_begin(&query, db, SQL_IMPORT_QUALIFICATIONS, err) &&
           qualification_list_all(&query, arena, &ret->qualifications, err) &&
           query_begin(&query, db, SQL_IMPORT_APPOINTMENTS, err) &&
           appointment_list_all(&query, arena, &ret->appointments, err);
}

static bool load_trainings(Db *db, Arena *arena, ImportRecords *ret, Err *err) {
    Query query;
    return query_begin(&query, db, SQL_IMPORT_TRAININGS, err) && training_list_all(&query, arena, &ret->trainings, err) &&
           query_begin(&query, db, SQL_IMPORT_SHARES, err) && employment_share_list_all(&query, arena, &ret->shares, err) &&
           query_begin(&query, db, SQL_IMPORT_SUPERVISIONS, err) &&
           supervision_list_all(&query, arena, &ret->supervisions, err) &&
           query_begin(&query, db, SQL_IMPORT_PLACEMENTS, err) &&
           placement_list_all(&query, arena, &ret->placements, err) &&
           query_begin(&query, db, SQL_IMPORT_ABSENCES, err) && absence_list_all(&query, arena, &ret->absences, err);
}

static bool load_rest(Db *db, Arena *arena, ImportRecords *ret, Err *err) {
    Query query;
    return query_begin(&query, db, SQL_IMPORT_CAPACITIES, err) && capacity_list_all(&query, arena, &ret->capacities, err) &&
           query_begin(&query, db, SQL_IMPORT_EVENTS, err) && event_list_all(&query, arena, &ret->events, err) &&
           query_begin(&query, db, SQL_IMPORT_COURSES, err) && course_list_all(&query, arena, &ret->courses, err) &&
           query_begin(&query, db, SQL_IMPORT_UNIT_ALIASES, err) && unit_alias_list_all(&query, arena, &ret->aliases, err);
}

// --- canonical -----------------------------------------------------------------------------------

typedef struct {
    Arena *arena;
    Date today;
    Import *import;
    const ImportRecords *records;
    IdMap units, people, trainings; // id to index: known units, known people, records' trainings
} Canon;

static Str number(Canon *canon, int64_t value) {
    return str_printf(canon->arena, "%lld", (long long)value);
}

static Str reference(Canon *canon, const IdMap *map, int64_t id) {
    int64_t index;
    return id && id_map_get(map, id, &index) ? number(canon, index) : STR("");
}

static Str last_day(Canon *canon, Date past) {
    return date_is_known(past) ? date_iso(canon->arena, date_add_days(past, -1)) : STR("");
}

static StoredRow *new_row(Canon *canon, ListKind list, int64_t id) {
    StoredRowList *rows = &canon->import->stored.rows[list];
    list_add(canon->arena, rows, (StoredRow){.id = id, .self = -1});
    StoredRow *row = &rows->items[rows->count - 1];
    for (int f = 0; f < LIST_FIELDS_MAX; f++) row->values[f] = STR("");
    return row;
}

static const Unit *unit_with_id(Canon *canon, UnitId id) {
    int64_t index;
    return id.raw && id_map_get(&canon->units, id.raw, &index) ? &canon->records->units.items[index] : NULL;
}

// A hospital is in no list of its own: it stands in its units' column. What a clinic's list would say
// of it is empty.
static bool is_implied(const Unit *unit) {
    bool above = unit->kind == UNIT_KIND_HOSPITAL || unit->kind == UNIT_KIND_PRIMARY_CARE || unit->kind == UNIT_KIND_OFFICE;
    return above && unit->care == CARE_FORM_UNKNOWN && !unit->specialty.size;
}

static void add_units(Canon *canon) {
    const UnitList *units = &canon->records->units;
    for (size_t i = 0; i < units->count; i++) id_map_put(canon->arena, &canon->units, units->items[i].id.raw, (int64_t)i);
    for (size_t i = 0; i < units->count; i++) {
        const Unit *unit = &units->items[i], *parent = unit_with_id(canon, unit->parent);
        Str hospital = parent ? parent->name : STR("");
        int index = known_add_unit(canon->arena, &canon->import->known, unit->id.raw, unit->name, unit->short_name, hospital);
        if (is_implied(unit)) {
            canon->import->known.units.items[index].implied = true;
            continue;
        }
        StoredRow *row = new_row(canon, LIST_UNITS, unit->id.raw);
        row->self = index;
        row->values[UNITS_NAME] = unit->name;
        row->values[UNITS_HOSPITAL] = hospital;
        if (unit->care != CARE_FORM_UNKNOWN) row->values[UNITS_CARE] = number(canon, unit->care);
        row->values[UNITS_SPECIALTY] = unit->specialty;
        row->values[UNITS_EMAIL] = unit->email;
        row->values[UNITS_PHONE] = unit->phone;
        row->values[UNITS_SHORT] = unit->short_name;
    }
}

static Str joined(Canon *canon, Str before, Str part, bool first) {
    return first ? part : str_printf(canon->arena, "%.*s, %.*s", STR_ARG(before), STR_ARG(part));
}

static void add_qualifications(Canon *canon) {
    const QualificationList *list = &canon->records->qualifications;
    StoredRowList *people = &canon->import->stored.rows[LIST_PEOPLE];
    int64_t before = 0;
    bool first = true;
    for (size_t i = 0; i < list->count; i++) {
        const Qualification *has = &list->items[i];
        int64_t index;
        if (!id_map_get(&canon->people, has->person.raw, &index)) continue;
        Str *values = people->items[index].values, since = date_iso(canon->arena, has->since);
        if (has->person.raw != before) first = true;
        before = has->person.raw;
        if (has->kind == QUALIFICATION_KIND_SUPERVISOR_COURSE) {
            values[PEOPLE_COURSE] = since; // the latest: they come by date
        } else if (has->kind == QUALIFICATION_KIND_SPECIALIST) {
            values[PEOPLE_SPECIALTIES] = joined(canon, values[PEOPLE_SPECIALTIES], has->specialty, first);
            values[PEOPLE_SINCE] = joined(canon, values[PEOPLE_SINCE], since, first);
            first = false;
        }
    }
}

static void add_people(Canon *canon) {
    const PersonList *people = &canon->records->people;
    for (size_t i = 0; i < people->count; i++) {
        const Person *person = &people->items[i];
        Str name = str_trim(str_printf(canon->arena, "%.*s %.*s", STR_ARG(person->given_name), STR_ARG(person->family_name)));
        StoredRow *row = new_row(canon, LIST_PEOPLE, person->id.raw);
        row->self = known_add_person(canon->arena, &canon->import->known, person->id.raw, name, person->hsa_id);
        id_map_put(canon->arena, &canon->people, person->id.raw, row->self);
        row->values[PEOPLE_NAME] = name;
        row->values[PEOPLE_HSA] = person->hsa_id;
        row->values[PEOPLE_EMAIL] = person->email;
        row->values[PEOPLE_PHONE] = person->phone;
        row->values[PEOPLE_LICENCE] = date_iso(canon->arena, person->licence_date);
    }
    add_qualifications(canon);
}

static void add_appointments(Canon *canon) {
    for (size_t i = 0; i < canon->records->appointments.count; i++) {
        const Appointment *has = &canon->records->appointments.items[i];
        StoredRow *row = new_row(canon, LIST_APPOINTMENTS, has->id.raw);
        row->values[APPOINTMENTS_PERSON] = reference(canon, &canon->people, has->person.raw);
        row->values[APPOINTMENTS_ROLE] = number(canon, has->role);
        row->values[APPOINTMENTS_UNIT] = reference(canon, &canon->units, has->unit.raw);
        row->values[APPOINTMENTS_FIRST] = date_iso(canon->arena, has->first);
        row->values[APPOINTMENTS_LAST] = last_day(canon, has->past);
        if (has->share.value) row->values[APPOINTMENTS_SHARE] = number(canon, has->share.value);
        if (has->minutes_week) row->values[APPOINTMENTS_HOURS] = number(canon, has->minutes_week);
    }
}

int import_share_on(const EmploymentShareList *shares, TrainingId training, Date date) {
    int found = -1;
    for (size_t i = 0; i < shares->count; i++)
        if (shares->items[i].training.raw == training.raw && (found < 0 || shares->items[i].first.day <= date.day)) found = (int)i;
    return found;
}

int import_supervision_on(const SupervisionList *supervisions, TrainingId training, Date date) {
    int found = -1;
    for (size_t i = 0; i < supervisions->count; i++)
        if (supervisions->items[i].training.raw == training.raw && (found < 0 || supervisions->items[i].first.day <= date.day))
            found = (int)i;
    return found;
}

// The last whose first day has come, else the first, of each training: lists are by training and date.
static void add_training_details(Canon *canon) {
    StoredRowList *rows = &canon->import->stored.rows[LIST_TRAININGS];
    int64_t index, before = 0;
    const EmploymentShareList *shares = &canon->records->shares;
    for (size_t i = 0; i < shares->count; i++) {
        const EmploymentShare *share = &shares->items[i];
        if (!id_map_get(&canon->trainings, share->training.raw, &index)) continue;
        if (share->training.raw == before && share->first.day > canon->today.day) continue;
        before = share->training.raw;
        rows->items[index].values[TRAININGS_SHARE] = number(canon, share->share.value);
    }
    before = 0;
    const SupervisionList *supervisions = &canon->records->supervisions;
    for (size_t i = 0; i < supervisions->count; i++) {
        const Supervision *has = &supervisions->items[i];
        if (!id_map_get(&canon->trainings, has->training.raw, &index)) continue;
        if (has->training.raw == before && has->first.day > canon->today.day) continue;
        before = has->training.raw;
        rows->items[index].values[TRAININGS_SUPERVISOR] = reference(canon, &canon->people, has->supervisor.raw);
    }
}

static void add_trainings(Canon *canon) {
    for (size_t i = 0; i < canon->records->trainings.count; i++) {
        const Training *training = &canon->records->trainings.items[i];
        StoredRow *row = new_row(canon, LIST_TRAININGS, training->id.raw);
        id_map_put(canon->arena, &canon->trainings, training->id.raw, (int64_t)i);
        row->values[TRAININGS_PERSON] = reference(canon, &canon->people, training->trainee.raw);
        row->values[TRAININGS_KIND] = number(canon, training->kind);
        row->values[TRAININGS_SPECIALTY] = training->specialty;
        row->values[TRAININGS_REGULATION] = training->regulation;
        if (training->swedish_at != KNOWN_BOOL_UNKNOWN)
            row->values[TRAININGS_SWEDISH_AT] = training->swedish_at == KNOWN_BOOL_YES ? STR("1") : STR("0");
        row->values[TRAININGS_FIRST] = date_iso(canon->arena, training->first);
        row->values[TRAININGS_HOME] = reference(canon, &canon->units, training->home_unit.raw);
        row->values[TRAININGS_END] = date_iso(canon->arena, training->planned_end);
        row->values[TRAININGS_BT] = date_iso(canon->arena, training->bt_approved);
    }
    add_training_details(canon);
}

static Str trainee_of(Canon *canon, TrainingId id) {
    int64_t index;
    if (!id.raw || !id_map_get(&canon->trainings, id.raw, &index)) return STR("");
    return canon->import->stored.rows[LIST_TRAININGS].items[index].values[TRAININGS_PERSON];
}

static void add_placements(Canon *canon) {
    for (size_t i = 0; i < canon->records->placements.count; i++) {
        const Placement *placement = &canon->records->placements.items[i];
        StoredRow *row = new_row(canon, LIST_PLACEMENTS, placement->id.raw);
        row->values[PLACEMENTS_PERSON] = trainee_of(canon, placement->training);
        row->values[PLACEMENTS_UNIT] = reference(canon, &canon->units, placement->unit.raw);
        row->values[PLACEMENTS_KIND] = number(canon, placement->kind);
        row->values[PLACEMENTS_FIRST] = date_iso(canon->arena, placement->first);
        row->values[PLACEMENTS_LAST] = last_day(canon, placement->past);
        row->values[PLACEMENTS_SHARE] = number(canon, placement->share.value);
        row->values[PLACEMENTS_STATE] = number(canon, placement->state);
        row->values[PLACEMENTS_GOALS] = placement->goals;
    }
}

static void add_absences(Canon *canon) {
    for (size_t i = 0; i < canon->records->absences.count; i++) {
        const Absence *absence = &canon->records->absences.items[i];
        StoredRow *row = new_row(canon, LIST_ABSENCES, absence->id.raw);
        row->values[ABSENCES_PERSON] = trainee_of(canon, absence->training);
        row->values[ABSENCES_CAUSE] = number(canon, absence->cause);
        row->values[ABSENCES_FIRST] = date_iso(canon->arena, absence->first);
        row->values[ABSENCES_LAST] = last_day(canon, absence->past);
        row->values[ABSENCES_SHARE] = number(canon, absence->share.value);
    }
}

static void add_capacities(Canon *canon) {
    for (size_t i = 0; i < canon->records->capacities.count; i++) {
        const Capacity *capacity = &canon->records->capacities.items[i];
        StoredRow *row = new_row(canon, LIST_CAPACITIES, capacity->id.raw);
        row->values[CAPACITIES_UNIT] = reference(canon, &canon->units, capacity->unit.raw);
        row->values[CAPACITIES_LEVEL] = number(canon, capacity->level);
        row->values[CAPACITIES_FIRST] = date_iso(canon->arena, capacity->first);
        row->values[CAPACITIES_LAST] = last_day(canon, capacity->past);
        row->values[CAPACITIES_PLACES] = number(canon, capacity->places);
    }
}

static void add_events(Canon *canon) {
    for (size_t i = 0; i < canon->records->events.count; i++) {
        const Event *event = &canon->records->events.items[i];
        StoredRow *row = new_row(canon, LIST_EVENTS, event->id.raw);
        row->values[EVENTS_PERSON] = trainee_of(canon, event->training);
        row->values[EVENTS_KIND] = number(canon, event->kind);
        row->values[EVENTS_DATE] = date_iso(canon->arena, event->held);
        row->values[EVENTS_RESPONSIBLE] = reference(canon, &canon->people, event->responsible.raw);
        row->values[EVENTS_NOTE] = event->note;
        if (event->outcome != EVENT_OUTCOME_NONE) row->values[EVENTS_OUTCOME] = number(canon, event->outcome);
        row->values[EVENTS_UNIT] = reference(canon, &canon->units, event->unit.raw);
    }
}

static void add_courses(Canon *canon) {
    for (size_t i = 0; i < canon->records->courses.count; i++) {
        const Course *course = &canon->records->courses.items[i];
        StoredRow *row = new_row(canon, LIST_COURSES, course->id.raw);
        row->values[COURSES_NAME] = course->name;
        row->values[COURSES_ORGANISER] = course->organiser;
        row->values[COURSES_FIRST] = date_iso(canon->arena, course->first);
        row->values[COURSES_LAST] = last_day(canon, course->past);
        row->values[COURSES_TOWN] = course->town;
        if (course->seats) row->values[COURSES_SEATS] = number(canon, course->seats);
        row->values[COURSES_APPLY_BY] = date_iso(canon->arena, course->apply_by);
        row->values[COURSES_GOALS_2015] = course->goals_2015;
        row->values[COURSES_GOALS_2021] = course->goals_2021;
    }
}

// Everyone is known, so that nobody is entered twice; but only those whom the actor may see are shown.
static bool mark_unseen(Db *db, Canon *canon, Err *err) {
    Query query;
    int64_t index;
    StoredRowList *people = &canon->import->stored.rows[LIST_PEOPLE];
    StoredRowList *appointments = &canon->import->stored.rows[LIST_APPOINTMENTS];
    if (!db_scope(db).actor) return true;
    for (size_t i = 0; i < people->count; i++) people->items[i].unseen = true;
    if (!query_begin(&query, db, SQL_IMPORT_PEOPLE_SEEN, err)) return false;
    while (query_next(&query))
        if (id_map_get(&canon->people, query_int(&query, 0), &index)) people->items[index].unseen = false;
    if (!query_end(&query, err)) return false;
    for (size_t i = 0; i < appointments->count; i++)
        appointments->items[i].unseen = str_to_int(appointments->items[i].values[APPOINTMENTS_PERSON], &index) && people->items[index].unseen;
    return true;
}

bool import_load(Db *db, Arena *arena, Import *ret, ImportRecords *ret_records, Err *err) {
    if (!load_people(db, arena, ret_records, err) || !load_trainings(db, arena, ret_records, err) ||
        !load_rest(db, arena, ret_records, err))
        return false;
    *ret = (Import){0};
    Canon canon = {.arena = arena, .today = db_scope(db).today, .import = ret, .records = ret_records};
    add_units(&canon);
    add_people(&canon);
    for (size_t i = 0; i < ret_records->aliases.count; i++) {
        int64_t index;
        if (id_map_get(&canon.units, ret_records->aliases.items[i].unit.raw, &index))
            known_add_unit_alias(arena, &ret->known, ret_records->aliases.items[i].folded, (int)index);
    }
    add_appointments(&canon);
    add_trainings(&canon);
    add_placements(&canon);
    add_absences(&canon);
    add_capacities(&canon);
    add_events(&canon);
    add_courses(&canon);
    return mark_unseen(db, &canon, err);
}

ValueRules import_rules(Arena *arena) {
    const RulebookData *book = &rulebook_data;
    Str *keys = arena_array(arena, Str, book->specialty_count + 1);
    for (size_t i = 0; i < book->specialty_count; i++) keys[i] = book->specialties[i].id;
    struct {
        Str *items;
        size_t count, capacity;
    } codes = {0};
    StrMap seen = {0};
    for (size_t i = 0; i < book->goal_count; i++) {
        int64_t before;
        if (str_map_get(&seen, book->goals[i].code, &before)) continue;
        str_map_put(arena, &seen, book->goals[i].code, 1);
        list_add(arena, &codes, book->goals[i].code);
    }
    return (ValueRules){.specialties = keys, .specialty_count = book->specialty_count, .goals = codes.items,
                        .goal_count = codes.count};
}
