#include "duty/act.h"
#include "duty/finding_store.h"
#include "gen/sql.h"
#include "people/search_index_store.h"

// Beyond so many units a whole run is quicker, and just as right.
#define UNITS_MAX 24

typedef struct {
    Act *act;
    IdMap seen;
    int64_t units[UNITS_MAX];
    size_t count;
    bool all;
} Touch;

static void reach_unit(Touch *reach, int64_t unit) {
    int64_t there;
    if (!unit || id_map_get(&reach->seen, unit, &there)) return;
    id_map_put(reach->act->arena, &reach->seen, unit, 1);
    if (reach->count == UNITS_MAX) reach->all = true;
    else reach->units[reach->count++] = unit;
}

static bool reach_query(Touch *reach, const Sql *sql, int64_t id, Err *err) {
    Query query;
    if (!id || reach->all) return true;
    if (!query_begin(&query, reach->act->db, sql, err)) return false;
    query_bind_int(&query, 1, id);
    while (query_next(&query)) reach_unit(reach, query_int(&query, 0));
    return query_end(&query, err);
}

static bool reach_training(Touch *reach, TrainingId id, Err *err) {
    return reach_query(reach, SQL_FACTS_HOME_OF_TRAINING, id.raw, err);
}

static bool reach_person(Touch *reach, PersonId id, Err *err) {
    return reach_query(reach, SQL_FACTS_HOMES_OF_PERSON, id.raw, err);
}

// A studierektor answers for the units below, and her hours for how many are trained there.
static bool reach_tree(Touch *reach, UnitId id, Err *err) {
    reach_unit(reach, id.raw);
    return reach_query(reach, SQL_FACTS_UNITS_BELOW, id.raw, err);
}


static bool of_training(Touch *reach, const void *record, Err *err) {
    const Training *r = record;
    reach_unit(reach, r->home_unit.raw);
    return reach_query(reach, SQL_FACTS_UNITS_ABOVE, r->home_unit.raw, err);
}
static bool of_share(Touch *reach, const void *record, Err *err) {
    const EmploymentShare *r = record;
    return reach_training(reach, r->training, err);
}

static bool of_absence(Touch *reach, const void *record, Err *err) {
    const Absence *r = record;
    return reach_training(reach, r->training, err);
}

static bool of_supervision(Touch *reach, const void *record, Err *err) {
    const Supervision *r = record;
    return reach_training(reach, r->training, err);
}

static bool of_certificate(Touch *reach, const void *record, Err *err) {
    const Certificate *r = record;
    return reach_training(reach, r->training, err);
}

static bool of_item(Touch *reach, const void *record, Err *err) {
    const TrainingItem *r = record;
    return reach_training(reach, r->training, err);
}

static bool of_application(Touch *reach, const void *record, Err *err) {
    const CourseApplication *r = record;
    return reach_training(reach, r->training, err);
}

static bool of_placement(Touch *reach, const void *record, Err *err) {
    const Placement *r = record;
    reach_unit(reach, r->unit.raw);
    return reach_training(reach, r->training, err);
}
static bool of_event(Touch *reach, const void *record, Err *err) {
    const Event *r = record;
    reach_unit(reach, r->unit.raw);
    return reach_training(reach, r->training, err);
}
static bool of_capacity(Touch *reach, const void *record, Err *err) {
    const Capacity *r = record;
    (void)err;
    reach_unit(reach, r->unit.raw);
    return true;
}
static bool of_appointment(Touch *reach, const void *record, Err *err) {
    const Appointment *r = record;
    return reach_tree(reach, r->unit, err) && reach_person(reach, r->person, err);
}

static bool of_person(Touch *reach, const void *record, Err *err) {
    const Person *r = record;
    return reach_person(reach, r->id, err);
}

static bool of_qualification(Touch *reach, const void *record, Err *err) {
    const Qualification *r = record;
    return reach_person(reach, r->person, err);
}

static bool of_unit(Touch *reach, const void *record, Err *err) {
    const Unit *r = record;
    return reach_tree(reach, r->id, err);
}

#define OF_ITS_UNIT(name, Type)                                            \
    static bool name(Touch *reach, const void *record, Err *err) {         \
        (void)err;                                                         \
        reach_unit(reach, ((const Type *)record)->unit.raw);               \
        return true;                                                       \
    }
OF_ITS_UNIT(of_terms, DirectorTerms)
OF_ITS_UNIT(of_time, DirectorTime)
OF_ITS_UNIT(of_question, AskedQuestion)
OF_ITS_UNIT(of_receipt, InOutReceipt)
OF_ITS_UNIT(of_merit, MeritExtract)
OF_ITS_UNIT(of_action, ActionItem)
OF_ITS_UNIT(of_issue, Issue)
OF_ITS_UNIT(of_programme, Programme)

static bool of_introduction(Touch *reach, const void *record, Err *err) {
    const Introduction *r = record;
    return reach_training(reach, r->training, err);
}

static bool of_introduction_step(Touch *reach, const void *record, Err *err) {
    const IntroductionStep *r = record;
    return reach_training(reach, r->training, err);
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

bool act_end(Act *act, Err *err) {
    Touch reach = {.act = act};
    RefreshCount count;
    bool of_day;
    if (!finding_is_of_day(act->db, act->today, &of_day, err)) return false;
    reach.all = !of_day;
    for (size_t i = 0; i < act->touched.count && !reach.all; i++)
        if (!reach_touched(&reach, &act->touched.items[i], err)) return false;
    if (reach.all && !finding_refresh(act->db, act->arena, act->today, &count, err)) return false;
    if (!reach.all && reach.count &&
        !finding_refresh_units(act->db, act->arena, act->today, reach.units, reach.count, &count, err))
        return false;
    return search_index_touched(act, err) && audit_end(act, err);
}
