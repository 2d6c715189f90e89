// A role's right reaches an object when the relation that the reach names holds today.
#include "access/may_store.h"
#include "gen/sql.h"

typedef struct {
    bool own, main, assigned, unit, region;
} Relation;

static bool relation_load(Db *db, const Sql *sql, int64_t id, int role, Relation *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, sql, err)) return false;
    query_bind_int(&query, 1, id);
    query_bind_int(&query, 2, role);
    Relation relation = {0};
    bool found = query_next(&query);
    if (found)
        relation = (Relation){.own = query_int(&query, 0) != 0, .main = query_int(&query, 1) != 0,
                              .assigned = query_int(&query, 2) != 0, .unit = query_int(&query, 3) != 0,
                              .region = query_int(&query, 4) != 0};
    if (!query_end(&query, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, msg(N_("Sidan finns inte.")));
    *ret = relation;
    return true;
}

static bool reaches(Reach reach, const Relation *relation) {
    switch (reach) {
    case REACH_OWN: return relation->own;
    case REACH_MAIN: return relation->main;
    case REACH_ASSIGNED: return relation->assigned;
    case REACH_UNIT: return relation->unit;
    case REACH_REGION: return relation->region;
    case REACH_NONE: break;
    }
    return false;
}

static bool decide(Db *db, const Sql *sql, Actor actor, Right right, int64_t id, Err *err) {
    Relation relation = {0};
    if (actor.person == 0) return true;
    if (!relation_load(db, sql, id, actor.role, &relation, err)) return false;
    if (reaches(may_reach((Role)actor.role, right), &relation)) return true;
    return err_set(err, ERR_FORBIDDEN, may_who(right));
}

bool may_training(Db *db, Actor actor, Right right, TrainingId id, Err *err) {
    return decide(db, SQL_ACCESS_TRAINING, actor, right, id.raw, err);
}

bool may_unit(Db *db, Actor actor, Right right, UnitId id, Err *err) {
    return decide(db, SQL_ACCESS_UNIT, actor, right, id.raw, err);
}

bool may_person(Db *db, Actor actor, Right right, PersonId id, Err *err) {
    return decide(db, SQL_ACCESS_PERSON, actor, right, id.raw, err);
}

// The first `count` numbers of the one row that the statement finds for the id.
static bool row_of(Db *db, const Sql *sql, int64_t id, int count, int64_t *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, sql, err)) return false;
    query_bind_int(&query, 1, id);
    bool found = query_next(&query);
    for (int i = 0; found && i < count; i++) ret[i] = query_int(&query, i);
    if (!query_end(&query, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, msg(N_("Sidan finns inte.")));
}

// Who sees a placement only because it comes to their unit is told who may change it.
bool may_placement(Db *db, Actor actor, Right right, PlacementId id, Err *err) {
    int64_t training = 0;
    if (actor.person == 0) return true;
    if (!row_of(db, SQL_ACCESS_PLACEMENT, id.raw, 1, &training, err)) return false;
    if (may_training(db, actor, right, (TrainingId){training}, err)) return true;
    return err->kind == ERR_NOT_FOUND ? err_set(err, ERR_FORBIDDEN, may_who(right)) : false;
}

// Who sees that a unit has too many visitors has trainees among them, and may handle it.
bool may_finding(Db *db, Actor actor, Right right, FindingId id, Err *err) {
    int64_t about[4] = {0}; // training, unit, person; too many visitors
    if (actor.person == 0) return true;
    if (!row_of(db, SQL_ACCESS_FINDING, id.raw, 4, about, err)) return false;
    if (about[3] && may_reach((Role)actor.role, right) == REACH_UNIT) return true;
    if (about[0]) return may_training(db, actor, right, (TrainingId){about[0]}, err);
    if (about[1]) return may_unit(db, actor, right, (UnitId){about[1]}, err);
    return may_person(db, actor, right, (PersonId){about[2]}, err);
}
