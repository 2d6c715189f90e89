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

// --- some units: the same rows may be near several of them, and are taken once

typedef struct {
    Db *db;
    Arena *arena;
    int64_t unit; // under way
    IdMap seen[26];
} Near;

#define NEAR(name, Type, slot, field, statement)                                                   \
    static bool near_##field(Near *near, FactsInput *in, Err *err) {                               \
        Query query;                                                                               \
        if (!query_begin(&query, near->db, statement, err)) return false;                          \
        query_bind_int(&query, 1, near->unit);                                                     \
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

NEAR(person, Person, 0, people, SQL_FACTS_PEOPLE_NEAR)
NEAR(qualification, Qualification, 1, qualifications, SQL_FACTS_QUALIFICATIONS_AT)
NEAR(appointment, Appointment, 2, appointments, SQL_FACTS_APPOINTMENTS_AT)
NEAR(training, Training, 3, trainings, SQL_FACTS_TRAININGS_NEAR)
NEAR(employment_share, EmploymentShare, 4, shares, SQL_FACTS_SHARES_AT)
NEAR(absence, Absence, 5, absences, SQL_FACTS_ABSENCES_AT)
NEAR(supervision, Supervision, 6, supervisions, SQL_FACTS_SUPERVISIONS_AT)
NEAR(placement, Placement, 7, placements, SQL_FACTS_PLACEMENTS_NEAR)
NEAR(capacity, Capacity, 8, capacities, SQL_FACTS_CAPACITIES_AT)
NEAR(event, Event, 9, events, SQL_FACTS_EVENTS_AT)
NEAR(certificate, Certificate, 10, certificates, SQL_FACTS_CERTIFICATES_AT)
NEAR(training_item, TrainingItem, 11, items, SQL_FACTS_ITEMS_AT)
NEAR(course, Course, 12, courses, SQL_FACTS_COURSES_AT)
NEAR(course_application, CourseApplication, 13, applications, SQL_FACTS_APPLICATIONS_AT)
NEAR(director_terms, DirectorTerms, 14, terms, SQL_FACTS_TERMS_AT)
NEAR(director_time, DirectorTime, 15, times, SQL_FACTS_TIMES_AT)
NEAR(in_out_receipt, InOutReceipt, 16, receipts, SQL_FACTS_RECEIPTS_AT)
NEAR(merit_extract, MeritExtract, 24, merits, SQL_FACTS_MERITS_AT)
NEAR(asked_question, AskedQuestion, 17, questions, SQL_FACTS_QUESTIONS_AT)
NEAR(action_item, ActionItem, 18, actions, SQL_FACTS_ACTIONS_AT)
NEAR(issue, Issue, 19, issues, SQL_FACTS_ISSUES_AT)
NEAR(programme, Programme, 20, programmes, SQL_FACTS_PROGRAMMES_AT)
NEAR(introduction, Introduction, 21, introductions, SQL_FACTS_INTRODUCTIONS_AT)
NEAR(introduction_step, IntroductionStep, 22, introduction_steps, SQL_FACTS_INTRODUCTION_STEPS_AT)
NEAR(gathering, Gathering, 23, teachings, SQL_FACTS_TEACHINGS_AT)

static bool near_all(Near *near, FactsInput *in, Err *err) {
    static bool (*const loads[])(Near *, FactsInput *, Err *) = {
        near_people,       near_qualifications, near_appointments, near_trainings,    near_shares,
        near_absences,     near_supervisions,   near_placements,   near_capacities,   near_events,
        near_certificates, near_items,          near_courses,      near_applications, near_terms,
        near_times,        near_receipts,       near_merits,       near_questions,
        near_actions,      near_issues,         near_programmes,   near_introductions,
        near_introduction_steps, near_teachings,
    };
    for (size_t i = 0; i < COUNT_OF(loads); i++)
        if (!loads[i](near, in, err)) return false;
    return true;
}

bool facts_load_units(Db *db, Arena *arena, const IdMap *units, const int64_t *ids, size_t count, Facts **ret,
                      Err *err) {
    FactsInput in = {.partial = true, .whole_units = units};
    Near near = {.db = db, .arena = arena};
    IdMap whole = {0};
    Query query;
    int64_t there;
    if (!LOAD_ALL(unit, units, SQL_FACTS_UNITS)) return false;
    for (size_t i = 0; i < count; i++) {
        near.unit = ids[i];
        if (!near_all(&near, &in, err)) return false;
    }
    for (size_t i = 0; i < in.trainings.count; i++)
        if (id_map_get(units, in.trainings.items[i].home_unit.raw, &there))
            id_map_put(arena, &whole, in.trainings.items[i].id.raw, 1);
    in.whole_trainings = &whole;
    *ret = facts_build(arena, &in);
    return true;
}
