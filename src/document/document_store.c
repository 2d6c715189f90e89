#include "document/document_store.h"
#include "gen/sql.h"

static Str name_at(const Query *query, Arena *arena, int column) {
    Str given = query_text(query, arena, column), family = query_text(query, arena, column + 1);
    return str_printf(arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family));
}

static bool load_qualifications(Db *db, Arena *arena, PersonId person, QualificationList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_DOCUMENT_SIGNER_QUALIFICATIONS, err)) return false;
    query_bind_id(&query, 1, person.raw);
    return qualification_list_all(&query, arena, ret, err);
}

// A specialist in several: the trainee's own specialty if she is, else the first.
static bool load_signatory(Db *db, Arena *arena, PersonId person, Str wanted, Signatory *ret, Err *err) {
    Query query;
    QualificationList known = {0};
    Signatory signatory = {.id = person, .workplace = ret->workplace};
    if (!person.raw) return true;
    if (!query_begin(&query, db, SQL_DOCUMENT_SIGNER, err)) return false;
    query_bind_id(&query, 1, person.raw);
    while (query_next(&query)) signatory.name = name_at(&query, arena, 0);
    if (!query_end(&query, err) || !load_qualifications(db, arena, person, &known, err)) return false;
    for (size_t i = 0; i < known.count; i++) {
        const Qualification *one = &known.items[i];
        if (one->kind == QUALIFICATION_KIND_SUPERVISOR_COURSE && date_is_known(one->since)) signatory.course_year = date_to_ymd(one->since).year;
        if (one->kind != QUALIFICATION_KIND_SPECIALIST) continue;
        if (signatory.specialty.size == 0 || str_equal(one->specialty, wanted)) signatory.specialty = document_specialty(one->specialty);
    }
    *ret = signatory;
    return true;
}

static bool load_answerable(Db *db, Arena *arena, DocumentFacts *facts, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_DOCUMENT_ANSWERABLE, err)) return false;
    query_bind_id(&query, 1, facts->file.training.id.raw);
    while (query_next(&query)) {
        Signatory *who = query_int(&query, 0) == ROLE_DIRECTOR ? &facts->director : &facts->head;
        if (who->id.raw) continue; // the nearest comes first
        *who = (Signatory){.id = {query_int(&query, 1)}, .workplace = query_text(&query, arena, 4)};
    }
    if (!query_end(&query, err)) return false;
    Str wanted = facts->file.training.specialty;
    return load_signatory(db, arena, facts->director.id, wanted, &facts->director, err) &&
           load_signatory(db, arena, facts->head.id, wanted, &facts->head, err);
}

static bool load_region(Db *db, Arena *arena, Str *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_DOCUMENT_REGION, err)) return false;
    while (query_next(&query)) *ret = query_text(&query, arena, 0);
    return query_end(&query, err);
}

bool document_facts_load(Db *db, Arena *arena, TrainingId id, Date today, DocumentFacts *ret, Err *err) {
    *ret = (DocumentFacts){.today = today};
    if (!training_file_load(db, arena, id, &ret->file, err)) return false;
    if (!load_region(db, arena, &ret->region, err)) return false;
    const SupervisionRow *main = training_main_supervisor(&ret->file, today);
    const Person *person = &ret->file.person;
    ret->needs = training_needs(arena, &ret->file.need, today);
    ret->goals = goal_rows(arena, &ret->file.need, &ret->needs, today);
    ret->home = document_unit(ret, ret->file.training.home_unit);
    ret->trainee = (Signatory){.id = person->id, .workplace = ret->home,
                               .name = str_printf(arena, "%.*s %.*s", STR_ARG(person->given_name), STR_ARG(person->family_name))};
    ret->main_supervisor.workplace = ret->home;
    if (main && !load_signatory(db, arena, main->supervision.supervisor, ret->file.training.specialty, &ret->main_supervisor, err)) return false;
    return load_qualifications(db, arena, person->id, &ret->own, err) && load_answerable(db, arena, ret, err);
}

bool document_supervisor_load(Db *db, Arena *arena, const DocumentFacts *facts, CertificateOrder *order, Err *err) {
    order->supervisor = facts->main_supervisor;
    if (!order->placement || !order->placement->supervisor.raw) {
        // At another clinic it is somebody there, whom Randa does not know.
        if (order->placement && order->placement->unit.raw != facts->file.training.home_unit.raw) order->supervisor = (Signatory){0};
        return true;
    }
    order->supervisor = (Signatory){.workplace = document_unit(facts, order->placement->unit)};
    return load_signatory(db, arena, order->placement->supervisor, facts->file.training.specialty, &order->supervisor, err);
}

bool document_trainings(Db *db, Arena *arena, DocumentTrainingList *ret, Err *err) {
    Query query;
    DocumentTrainingList list = {0};
    if (!query_begin(&query, db, SQL_DOCUMENT_TRAININGS, err)) return false;
    while (query_next(&query)) {
        DocumentTraining training = {.id = {query_int(&query, 0)}, .name = name_at(&query, arena, 1)};
        list_add(arena, &list, training);
    }
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}
