#include "duty/act.h"
#include "duty/finding_store.h"
#include "gen/sql.h"
#include "people/search_index_store.h"

// Beyond so many units a whole run is quicker, and just as right; beyond so many trainings their homes are.
#define UNITS_MAX 24
#define TRAININGS_MAX 24

// A date or a thing that may change what is known at a unit, and with it what the rules say of others there.
typedef struct {
    int64_t unit;
    int what;
    Date day; // of an event
} Told;
LIST_OF(ToldList, Told);

typedef struct {
    Act *act;
    FactsPart part;
    ToldList told;
    bool all;
} Touch;

static void reach_unit(Touch *reach, UnitId unit) { part_add_unit(reach->act->arena, &reach->part, unit.raw); }
static void reach_whole(Touch *reach, int64_t unit) { part_add_whole(reach->act->arena, &reach->part, unit); }

static void tell(Touch *reach, int64_t unit, int what, Date day) {
    if (unit) list_add(reach->act->arena, &reach->told, ((Told){unit, what, day}));
}

static bool query_of(Touch *reach, Query *query, const Sql *sql, int64_t id, Err *err) {
    if (!query_begin(query, reach->act->db, sql, err)) return false;
    query_bind_int(query, 1, id);
    return true;
}

static bool reach_query(Touch *reach, const Sql *sql, int64_t id, Err *err) {
    Query query;
    if (!id) return true;
    if (!query_of(reach, &query, sql, id, err)) return false;
    while (query_next(&query)) reach_unit(reach, (UnitId){query_int(&query, 0)});
    return query_end(&query, err);
}

// The training, and its home as it is now; 0: there is none.
static bool reach_training(Touch *reach, TrainingId id, int64_t *ret_home, Err *err) {
    Query query;
    *ret_home = 0;
    if (!id.raw) return true;
    if (!query_of(reach, &query, SQL_FACTS_HOME_OF_TRAINING, id.raw, err)) return false;
    while (query_next(&query)) *ret_home = query_int(&query, 0);
    part_add_training(reach->act->arena, &reach->part, id.raw, *ret_home);
    return query_end(&query, err);
}

// What a person has learnt is known at the homes of those she supervises and where she serves.
static bool reach_person(Touch *reach, PersonId id, Err *err) {
    Query query;
    if (!query_of(reach, &query, SQL_FACTS_TRAININGS_OF_PERSON, id.raw, err)) return false;
    while (query_next(&query)) {
        int64_t home = query_int(&query, 1);
        part_add_training(reach->act->arena, &reach->part, query_int(&query, 0), home);
        reach_unit(reach, (UnitId){home});
        for (int what = KNOWN_LICENCE; what <= KNOWN_SPECIALIST; what++) tell(reach, home, what, DATE_NONE);
    }
    if (!query_end(&query, err) || !query_of(reach, &query, SQL_FACTS_UNITS_OF_PERSON, id.raw, err)) return false;
    while (query_next(&query)) {
        reach_unit(reach, (UnitId){query_int(&query, 0)});
        for (int what = KNOWN_SUPERVISOR_COURSE; what <= KNOWN_SPECIALIST; what++) tell(reach, query_int(&query, 0), what, DATE_NONE);
    }
    return query_end(&query, err);
}

// A studierektor answers for the units below, and her hours for how many are trained there.
static bool reach_tree(Touch *reach, UnitId id, Err *err) {
    reach_unit(reach, id);
    return reach_query(reach, SQL_FACTS_UNITS_BELOW, id.raw, err);
}

// A training that comes or goes takes with it what is known of it.
static bool of_training(Touch *reach, const void *record, Err *err) {
    const Training *r = record;
    int64_t home;
    for (int what = KNOWN_SUPERVISION; what < KNOWN_COUNT; what++) tell(reach, r->home_unit.raw, what, DATE_NONE);
    reach_unit(reach, r->home_unit);
    return reach_training(reach, r->id, &home, err) && reach_query(reach, SQL_FACTS_UNITS_ABOVE, r->home_unit.raw, err);
}

#define OF_ITS_TRAINING(name, Type)                                        \
    static bool name(Touch *reach, const void *record, Err *err) {         \
        int64_t home;                                                      \
        return reach_training(reach, ((const Type *)record)->training, &home, err); \
    }
OF_ITS_TRAINING(of_share, EmploymentShare)
OF_ITS_TRAINING(of_absence, Absence)
OF_ITS_TRAINING(of_certificate, Certificate)
OF_ITS_TRAINING(of_item, TrainingItem)
OF_ITS_TRAINING(of_introduction, Introduction)
OF_ITS_TRAINING(of_introduction_step, IntroductionStep)

static bool of_application(Touch *reach, const void *record, Err *err) {
    int64_t home;
    if (!reach_training(reach, ((const CourseApplication *)record)->training, &home, err)) return false;
    tell(reach, home, KNOWN_APPLICATION, DATE_NONE);
    return true;
}

static bool of_supervision(Touch *reach, const void *record, Err *err) {
    int64_t home;
    if (!reach_training(reach, ((const Supervision *)record)->training, &home, err)) return false;
    reach_unit(reach, (UnitId){home});
    tell(reach, home, KNOWN_SUPERVISION, DATE_NONE);
    tell(reach, home, KNOWN_SUPERVISOR_COURSE, DATE_NONE);
    tell(reach, home, KNOWN_SPECIALIST, DATE_NONE);
    return true;
}

static bool of_placement(Touch *reach, const void *record, Err *err) {
    const Placement *r = record;
    int64_t home;
    if (!reach_training(reach, r->training, &home, err)) return false;
    reach_unit(reach, r->unit);
    reach_unit(reach, (UnitId){home});
    tell(reach, home, KNOWN_PLACEMENT, DATE_NONE);
    return true;
}

static bool of_event(Touch *reach, const void *record, Err *err) {
    const Event *r = record;
    int64_t home;
    if (!reach_training(reach, r->training, &home, err)) return false;
    if (!r->training.raw) reach_unit(reach, r->unit);
    tell(reach, r->training.raw ? home : r->unit.raw, (int)r->kind, r->held);
    return true;
}

// A contact signs for those who have been at her unit.
static bool reach_visitors(Touch *reach, UnitId unit, Err *err) {
    Query query;
    if (!query_of(reach, &query, SQL_FACTS_VISITORS, unit.raw, err)) return false;
    while (query_next(&query)) part_add_training(reach->act->arena, &reach->part, query_int(&query, 0), query_int(&query, 1));
    return query_end(&query, err);
}

static bool of_appointment(Touch *reach, const void *record, Err *err) {
    const Appointment *r = record;
    tell(reach, r->unit.raw, KNOWN_SUPERVISOR_COURSE, DATE_NONE);
    tell(reach, r->unit.raw, KNOWN_SPECIALIST, DATE_NONE);
    return reach_tree(reach, r->unit, err) && reach_person(reach, r->person, err) &&
           (r->role != ROLE_CONTACT || reach_visitors(reach, r->unit, err));
}

static bool of_person(Touch *reach, const void *record, Err *err) {
    return reach_person(reach, ((const Person *)record)->id, err);
}

static bool of_qualification(Touch *reach, const void *record, Err *err) {
    return reach_person(reach, ((const Qualification *)record)->person, err);
}

// Its name, kind and day of beginning stand in what is said of all who are there.
static bool of_unit(Touch *reach, const void *record, Err *err) {
    const Unit *r = record;
    Query query;
    reach_whole(reach, r->id.raw);
    if (!query_of(reach, &query, SQL_FACTS_UNITS_BELOW, r->id.raw, err)) return false;
    while (query_next(&query)) reach_whole(reach, query_int(&query, 0));
    return query_end(&query, err) && reach_visitors(reach, r->id, err);
}

#define OF_ITS_UNIT(name, Type)                                            \
    static bool name(Touch *reach, const void *record, Err *err) {         \
        (void)err;                                                         \
        reach_unit(reach, ((const Type *)record)->unit);                   \
        return true;                                                       \
    }
OF_ITS_UNIT(of_capacity, Capacity)
OF_ITS_UNIT(of_terms, DirectorTerms)
OF_ITS_UNIT(of_time, DirectorTime)
OF_ITS_UNIT(of_question, AskedQuestion)
OF_ITS_UNIT(of_receipt, InOutReceipt)
OF_ITS_UNIT(of_merit, MeritExtract)
OF_ITS_UNIT(of_action, ActionItem)
OF_ITS_UNIT(of_issue, Issue)

// How new ones are introduced is asked of each training.
static bool of_programme(Touch *reach, const void *record, Err *err) {
    (void)err;
    reach_whole(reach, ((const Programme *)record)->unit.raw);
    return true;
}

static bool of_everything(Touch *reach, const void *record, Err *err) {
    (void)record, (void)err;
    reach->all = true;
    return true;
}

// Records that are not here (accounts, jobs, proposals) change no finding.
static const struct {
    const RecordType *type;
    bool (*reach)(Touch *reach, const void *record, Err *err);
} reaches[] = {
    {&record_training, of_training},       {&record_employment_share, of_share},
    {&record_absence, of_absence},         {&record_supervision, of_supervision},
    {&record_placement, of_placement},     {&record_capacity, of_capacity},
    {&record_event, of_event},             {&record_certificate, of_certificate},
    {&record_training_item, of_item},      {&record_course_application, of_application},
    {&record_course, of_everything},       {&record_setting, of_everything},
    {&record_appointment, of_appointment}, {&record_person, of_person},
    {&record_qualification, of_qualification}, {&record_unit, of_unit},
    {&record_director_terms, of_terms},    {&record_director_time, of_time},
    {&record_merit_extract, of_merit},     {&record_in_out_receipt, of_receipt},  {&record_asked_question, of_question},
    {&record_action_item, of_action},      {&record_issue, of_issue},
    {&record_programme, of_programme},     {&record_introduction, of_introduction},
    {&record_introduction_step, of_introduction_step},
};

static bool reach_touched(Touch *reach, const Touched *touched, Err *err) {
    for (size_t i = 0; i < COUNT_OF(reaches); i++) {
        if (reaches[i].type != touched->type) continue;
        if (touched->before && !reaches[i].reach(reach, touched->before, err)) return false;
        if (touched->after && !reaches[i].reach(reach, touched->after, err)) return false;
    }
    return true;
}

// Of an event: it may have been the first, or be it now. Of the rest: nobody has it but those who were touched.
static bool changes_known(const Touch *reach, const Told *told, const UnitKnown *known) {
    if (told->what < EVENT_KIND_COUNT) return date_compare(told->day, known->first[told->what]) <= 0;
    int64_t touched = 0;
    for (size_t i = 0; i < reach->told.count; i++)
        touched += reach->told.items[i].unit == told->unit && reach->told.items[i].what == told->what;
    return known->count[told->what] <= touched;
}

// What was unknown at a unit and is known now, or the other way, is asked of all its trainings.
static bool reach_known(Touch *reach, Err *err) {
    for (size_t i = 0; i < reach->told.count; i++) {
        const Told *told = &reach->told.items[i];
        const UnitKnown *known;
        if (part_has_whole(&reach->part, told->unit)) continue;
        if (!facts_load_known(reach->act->db, reach->act->arena, &reach->part, told->unit, &known, err)) return false;
        if (changes_known(reach, told, known)) reach_whole(reach, told->unit);
    }
    return true;
}

static void reach_homes_of_many(Touch *reach) {
    if (reach->part.trainings.count <= TRAININGS_MAX) return;
    for (size_t i = 0; i < reach->part.homes.count; i++) reach_whole(reach, reach->part.homes.items[i]);
}

bool act_end(Act *act, Err *err) {
    Touch reach = {.act = act};
    RefreshCount count;
    bool of_day;
    if (!finding_is_of_day(act->db, act->today, &of_day, err)) return false;
    reach.all = !of_day;
    for (size_t i = 0; i < act->touched.count && !reach.all; i++)
        if (!reach_touched(&reach, &act->touched.items[i], err)) return false;
    reach_homes_of_many(&reach);
    if (!reach.all && !reach_known(&reach, err)) return false;
    reach.all = reach.all || reach.part.whole.count + reach.part.units.count > UNITS_MAX;
    if (reach.all && !finding_refresh(act->db, act->arena, act->today, &count, err)) return false;
    size_t some = reach.part.whole.count + reach.part.units.count + reach.part.trainings.count;
    if (!reach.all && some && !finding_refresh_part(act->db, act->arena, act->today, &reach.part, &count, err))
        return false;
    return search_index_touched(act, err) && audit_end(act, err);
}
