#include "duty/facts_load.h"
#include "gen/records_store.h"
#include "gen/sql.h"

// --- a whole region

#define LOAD_ALL(name, field, statement)                                                           \
    (query_begin(&query, db, statement, err) && name##_list_all(&query, arena, &in.field, err))

bool facts_load(Db *db, Arena *arena, Facts **ret, Err *err) {
    FactsInput in = {0};
    Query query;
    if (!LOAD_ALL(unit, units, SQL_FACTS_UNITS) || !LOAD_ALL(person, people, SQL_FACTS_PEOPLE) ||
        !LOAD_ALL(qualification, qualifications, SQL_FACTS_QUALIFICATIONS) ||
        !LOAD_ALL(appointment, appointments, SQL_FACTS_APPOINTMENTS) ||
        !LOAD_ALL(training, trainings, SQL_FACTS_TRAININGS) ||
        !LOAD_ALL(employment_share, shares, SQL_FACTS_SHARES) ||
        !LOAD_ALL(absence, absences, SQL_FACTS_ABSENCES) ||
        !LOAD_ALL(supervision, supervisions, SQL_FACTS_SUPERVISIONS) ||
        !LOAD_ALL(placement, placements, SQL_FACTS_PLACEMENTS) ||
        !LOAD_ALL(capacity, capacities, SQL_FACTS_CAPACITIES) || !LOAD_ALL(event, events, SQL_FACTS_EVENTS) ||
        !LOAD_ALL(certificate, certificates, SQL_FACTS_CERTIFICATES) ||
        !LOAD_ALL(training_item, items, SQL_FACTS_ITEMS) || !LOAD_ALL(course, courses, SQL_FACTS_COURSES) ||
        !LOAD_ALL(course_application, applications, SQL_FACTS_APPLICATIONS) ||
        !LOAD_ALL(director_terms, terms, SQL_FACTS_TERMS) || !LOAD_ALL(director_time, times, SQL_FACTS_TIMES) ||
        !LOAD_ALL(in_out_receipt, receipts, SQL_FACTS_RECEIPTS) ||
        !LOAD_ALL(merit_extract, merits, SQL_FACTS_MERITS) ||
        !LOAD_ALL(asked_question, questions, SQL_FACTS_QUESTIONS) ||
        !LOAD_ALL(action_item, actions, SQL_FACTS_ACTIONS) || !LOAD_ALL(issue, issues, SQL_FACTS_ISSUES) ||
        !LOAD_ALL(programme, programmes, SQL_FACTS_PROGRAMMES) ||
        !LOAD_ALL(introduction, introductions, SQL_FACTS_INTRODUCTIONS) ||
        !LOAD_ALL(introduction_step, introduction_steps, SQL_FACTS_INTRODUCTION_STEPS) ||
        !LOAD_ALL(gathering, teachings, SQL_FACTS_TEACHINGS))
        return false;
    *ret = facts_build(arena, &in);
    return true;
}

// --- a part: the same rows may be near several of it, and are taken once

// Which statements a part needs: for a unit with its trainings all, for a training alone those that $2 binds.
enum {
    FOR_TRAINING = 1,
    FOR_UNIT = 2, // its own rules
    FOR_WHOLE = 4,
};

typedef struct {
    Db *db;
    Arena *arena;
    int way;
    int64_t unit, training; // under way; 0: none
    DateSpan month;         // whose moves the rules look at
    IdMap seen[27];
} Near;

#define NEAR(name, Type, slot, field, load, statement, bind)                                       \
    static bool near_##load(Near *near, FactsInput *in, Err *err) {                                \
        Query query;                                                                               \
        if (!query_begin(&query, near->db, statement, err)) return false;                          \
        bind(&query, near);                                                                        \
        Type##List rows;                                                                           \
        if (!name##_list_all(&query, near->arena, &rows, err)) return false;                       \
        for (size_t i = 0; i < rows.count; i++) {                                                  \
            int64_t there;                                                                         \
            if (id_map_get(&near->seen[slot], rows.items[i].id.raw, &there)) continue;             \
            id_map_put(near->arena, &near->seen[slot], rows.items[i].id.raw, 1);                   \
            list_add(near->arena, &in->field, rows.items[i]);                                      \
        }                                                                                          \
        return true;                                                                               \
    }

static void near_unit(Query *query, const Near *near) { query_bind_int(query, 1, near->unit); }

static void near_training(Query *query, const Near *near) {
    query_bind_int(query, 1, near->unit);
    query_bind_int(query, 2, near->training);
}

static void near_month(Query *query, const Near *near) {
    query_bind_int(query, 1, near->unit);
    query_bind_date(query, 2, near->month.first);
    query_bind_date(query, 3, near->month.past);
}

NEAR(person, Person, 0, people, people, SQL_FACTS_PEOPLE_NEAR, near_training)
NEAR(person, Person, 0, people, signers, SQL_FACTS_SIGNERS_NEAR, near_training)
NEAR(qualification, Qualification, 1, qualifications, qualifications, SQL_FACTS_QUALIFICATIONS_AT, near_training)
NEAR(appointment, Appointment, 2, appointments, appointments, SQL_FACTS_APPOINTMENTS_AT, near_training)
NEAR(appointment, Appointment, 2, appointments, contacts, SQL_FACTS_CONTACTS_AT, near_training)
NEAR(training, Training, 3, trainings, trainings, SQL_FACTS_TRAININGS_NEAR, near_training)
NEAR(employment_share, EmploymentShare, 4, shares, shares, SQL_FACTS_SHARES_AT, near_training)
NEAR(absence, Absence, 5, absences, absences, SQL_FACTS_ABSENCES_AT, near_training)
NEAR(supervision, Supervision, 6, supervisions, supervisions, SQL_FACTS_SUPERVISIONS_AT, near_training)
NEAR(placement, Placement, 7, placements, placements, SQL_FACTS_PLACEMENTS_NEAR, near_training)
NEAR(placement, Placement, 7, placements, moving, SQL_FACTS_PLACEMENTS_MOVING, near_month)
NEAR(capacity, Capacity, 8, capacities, capacities, SQL_FACTS_CAPACITIES_AT, near_unit)
NEAR(event, Event, 9, events, events, SQL_FACTS_EVENTS_AT, near_training)
NEAR(event, Event, 9, events, unit_events, SQL_FACTS_UNIT_EVENTS_AT, near_unit)
NEAR(certificate, Certificate, 10, certificates, certificates, SQL_FACTS_CERTIFICATES_AT, near_training)
NEAR(training_item, TrainingItem, 11, items, items, SQL_FACTS_ITEMS_AT, near_training)
NEAR(course, Course, 12, courses, courses, SQL_FACTS_COURSES_AT, near_training)
NEAR(course_application, CourseApplication, 13, applications, applications, SQL_FACTS_APPLICATIONS_AT, near_training)
NEAR(director_terms, DirectorTerms, 14, terms, terms, SQL_FACTS_TERMS_AT, near_unit)
NEAR(director_time, DirectorTime, 15, times, times, SQL_FACTS_TIMES_AT, near_unit)
NEAR(in_out_receipt, InOutReceipt, 16, receipts, receipts, SQL_FACTS_RECEIPTS_AT, near_unit)
NEAR(merit_extract, MeritExtract, 24, merits, merits, SQL_FACTS_MERITS_AT, near_unit)
NEAR(asked_question, AskedQuestion, 17, questions, questions, SQL_FACTS_QUESTIONS_AT, near_unit)
NEAR(action_item, ActionItem, 18, actions, actions, SQL_FACTS_ACTIONS_AT, near_unit)
NEAR(issue, Issue, 19, issues, issues, SQL_FACTS_ISSUES_AT, near_unit)
NEAR(programme, Programme, 20, programmes, programmes, SQL_FACTS_PROGRAMMES_AT, near_unit)
NEAR(introduction, Introduction, 21, introductions, introductions, SQL_FACTS_INTRODUCTIONS_AT, near_training)
NEAR(introduction_step, IntroductionStep, 22, introduction_steps, introduction_steps, SQL_FACTS_INTRODUCTION_STEPS_AT, near_training)
NEAR(gathering, Gathering, 23, teachings, teachings, SQL_FACTS_TEACHINGS_AT, near_unit)

static bool near_all(Near *near, FactsInput *in, Err *err) {
    static const struct {
        bool (*load)(Near *, FactsInput *, Err *);
        int ways;
    } loads[] = {
        {near_people, FOR_TRAINING | FOR_UNIT | FOR_WHOLE},
        {near_signers, FOR_TRAINING | FOR_WHOLE},
        {near_contacts, FOR_TRAINING | FOR_WHOLE},
        {near_qualifications, FOR_TRAINING | FOR_UNIT | FOR_WHOLE},
        {near_appointments, FOR_TRAINING | FOR_UNIT | FOR_WHOLE},
        {near_trainings, FOR_TRAINING | FOR_UNIT | FOR_WHOLE},
        {near_shares, FOR_TRAINING | FOR_WHOLE},
        {near_absences, FOR_TRAINING | FOR_WHOLE},
        {near_supervisions, FOR_TRAINING | FOR_UNIT | FOR_WHOLE},
        {near_placements, FOR_TRAINING | FOR_WHOLE},
        {near_moving, FOR_UNIT},
        {near_capacities, FOR_UNIT | FOR_WHOLE},
        {near_events, FOR_TRAINING | FOR_WHOLE},
        {near_unit_events, FOR_UNIT | FOR_WHOLE},
        {near_certificates, FOR_TRAINING | FOR_WHOLE},
        {near_items, FOR_TRAINING | FOR_WHOLE},
        {near_courses, FOR_TRAINING | FOR_WHOLE},
        {near_applications, FOR_TRAINING | FOR_WHOLE},
        {near_terms, FOR_UNIT | FOR_WHOLE},
        {near_times, FOR_UNIT | FOR_WHOLE},
        {near_receipts, FOR_UNIT | FOR_WHOLE},
        {near_merits, FOR_UNIT | FOR_WHOLE},
        {near_questions, FOR_UNIT | FOR_WHOLE},
        {near_actions, FOR_UNIT | FOR_WHOLE},
        {near_issues, FOR_UNIT | FOR_WHOLE},
        {near_programmes, FOR_WHOLE},
        {near_introductions, FOR_TRAINING | FOR_WHOLE},
        {near_introduction_steps, FOR_TRAINING | FOR_WHOLE},
        {near_teachings, FOR_UNIT | FOR_WHOLE},
    };
    for (size_t i = 0; i < COUNT_OF(loads); i++)
        if (loads[i].ways & near->way && !loads[i].load(near, in, err)) return false;
    return true;
}

static bool near_each(Near *near, int way, const int64_t *units, const int64_t *trainings, size_t count, FactsInput *in, Err *err) {
    near->way = way;
    for (size_t i = 0; i < count; i++) {
        near->unit = units ? units[i] : 0;
        near->training = trainings ? trainings[i] : 0;
        if (!near_all(near, in, err)) return false;
    }
    return true;
}

// Of a training alone: how its home introduces new ones.
static bool near_homes(Near *near, const FactsPart *part, FactsInput *in, Err *err) {
    for (size_t i = 0; i < part->homes.count; i++) {
        near->unit = part->homes.items[i];
        if (!near_programmes(near, in, err)) return false;
    }
    return true;
}

// --- what is known

static bool known_events(Db *db, UnitKnown *known, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_FACTS_KNOWN_EVENTS, err)) return false;
    query_bind_int(&query, 1, known->unit);
    while (query_next(&query)) known->first[query_int(&query, 0)] = query_date(&query, 1);
    return query_end(&query, err);
}

static bool known_rest(Db *db, UnitKnown *known, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_FACTS_KNOWN_REST, err)) return false;
    query_bind_int(&query, 1, known->unit);
    while (query_next(&query)) known->count[KNOWN_SUPERVISION + query_int(&query, 0)] = query_int(&query, 1);
    return query_end(&query, err);
}

bool facts_load_known(Db *db, Arena *arena, FactsPart *part, int64_t unit, const UnitKnown **ret, Err *err) {
    for (size_t i = 0; i < part->known.count; i++)
        if (part->known.items[i].unit == unit) {
            *ret = &part->known.items[i];
            return true;
        }
    UnitKnown known = {.unit = unit};
    for (int kind = 0; kind < EVENT_KIND_COUNT; kind++) known.first[kind] = DATE_OPEN;
    if (!known_events(db, &known, err) || !known_rest(db, &known, err)) return false;
    list_add(arena, &part->known, known);
    *ret = &part->known.items[part->known.count - 1];
    return true;
}

static bool known_of_all(Db *db, Arena *arena, FactsPart *part, Err *err) {
    const UnitKnown *known;
    for (size_t i = 0; i < part->homes.count; i++)
        if (!facts_load_known(db, arena, part, part->homes.items[i], &known, err)) return false;
    for (size_t i = 0; i < part->units.count; i++)
        if (!facts_load_known(db, arena, part, part->units.items[i], &known, err)) return false;
    return true;
}

// --- the part

static bool is_new(Arena *arena, IdMap *seen, int64_t id) {
    int64_t there;
    if (!id || id_map_get(seen, id, &there)) return false;
    id_map_put(arena, seen, id, 1);
    return true;
}

bool part_has_whole(const FactsPart *part, int64_t unit) {
    int64_t there;
    return id_map_get(&part->seen_whole, unit, &there);
}

void part_add_whole(Arena *arena, FactsPart *part, int64_t unit) {
    if (is_new(arena, &part->seen_whole, unit)) list_add(arena, &part->whole, unit);
}

void part_add_unit(Arena *arena, FactsPart *part, int64_t unit) {
    if (is_new(arena, &part->seen_units, unit)) list_add(arena, &part->units, unit);
}

void part_add_training(Arena *arena, FactsPart *part, int64_t training, int64_t home) {
    if (!is_new(arena, &part->seen_trainings, training)) return;
    list_add(arena, &part->trainings, training);
    list_add(arena, &part->homes, home);
}

// What is looked at as a whole is not looked at once more alone.
static void drop_within_whole(FactsPart *part) {
    size_t kept = 0;
    for (size_t i = 0; i < part->units.count; i++)
        if (!part_has_whole(part, part->units.items[i])) part->units.items[kept++] = part->units.items[i];
    part->units.count = kept;
    kept = 0;
    for (size_t i = 0; i < part->trainings.count; i++) {
        if (part_has_whole(part, part->homes.items[i])) continue;
        part->trainings.items[kept] = part->trainings.items[i];
        part->homes.items[kept++] = part->homes.items[i];
    }
    part->trainings.count = part->homes.count = kept;
}

// As a whole run has them: names in a sentence stand in the order of the people.
static int by_sort_key(const void *a, const void *b, void *context) {
    const Person *x = a, *y = b;
    (void)context;
    int order = str_compare(x->sort_key, y->sort_key);
    return order ? order : x->id.raw < y->id.raw ? -1 : x->id.raw > y->id.raw;
}

bool facts_load_part(Db *db, Arena *arena, FactsPart *part, Date today, Facts **ret, Err *err) {
    FactsInput in = {.partial = true};
    Date month = date_add_months(date_month_first(today), 1);
    Near near = {.db = db, .arena = arena, .month = date_span(month, date_add_months(month, 1))};
    IdMap trainings = {0}, units = {0};
    Query query;
    drop_within_whole(part);
    if (!LOAD_ALL(unit, units, SQL_FACTS_UNITS) || !known_of_all(db, arena, part, err) ||
        !near_each(&near, FOR_WHOLE, part->whole.items, NULL, part->whole.count, &in, err) ||
        !near_each(&near, FOR_UNIT, part->units.items, NULL, part->units.count, &in, err) ||
        !near_each(&near, FOR_TRAINING, NULL, part->trainings.items, part->trainings.count, &in, err) ||
        !near_homes(&near, part, &in, err))
        return false;
    for (size_t i = 0; i < part->trainings.count; i++) id_map_put(arena, &trainings, part->trainings.items[i], 1);
    for (size_t i = 0; i < in.trainings.count; i++)
        if (part_has_whole(part, in.trainings.items[i].home_unit.raw)) id_map_put(arena, &trainings, in.trainings.items[i].id.raw, 1);
    for (size_t i = 0; i < part->whole.count; i++) id_map_put(arena, &units, part->whole.items[i], 1);
    for (size_t i = 0; i < part->units.count; i++) id_map_put(arena, &units, part->units.items[i], 1);
    list_sort(arena, in.people.items, in.people.count, sizeof *in.people.items, by_sort_key, NULL);
    in.whole_trainings = &trainings;
    in.whole_units = &units;
    in.known = part->known;
    *ret = facts_build(arena, &in);
    return true;
}
