#include "http/sight.h"
#include "base/log.h"
#include "base/map.h"
#include "gen/sql.h"
#include "store/damage.h"

static bool run_for_id(Query *query, int64_t *ret, Err *err) {
    *ret = query_next(query) ? query_int(query, 0) : 0;
    return query_end(query, err);
}

static bool trainee_of(Db *db, int64_t training, int64_t *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_SIGHT_TRAINEE, err)) return false;
    query_bind_int(&query, 1, training);
    return run_for_id(&query, ret, err);
}

// "supervision 45" or "appointment 12": what gave the right, in the role chosen.
static bool relation_used(const Request *req, int64_t about, Str *ret, Err *err) {
    bool supervises = req->session.role == ROLE_SUPERVISOR;
    Query query;
    int64_t id;
    if (!query_begin(&query, req->db, supervises ? SQL_SIGHT_SUPERVISION : SQL_SIGHT_APPOINTMENT, err)) return false;
    query_bind_int(&query, 1, supervises ? about : (int64_t)req->session.role);
    if (!supervises) query_bind_int(&query, 2, req->session.unit.raw);
    if (!run_for_id(&query, &id, err)) return false;
    *ret = id ? str_printf(req->arena, "%s %lld", supervises ? "supervision" : "appointment", (long long)id) : STR("");
    return true;
}

// "17", "17 4": the ids in the address, in its order.
static Str ids_of(const Request *req) {
    Buf buf = buf_begin(req->arena);
    for (size_t i = 0; i < req->params.count; i++) {
        if (i) buf_add_char(&buf, ' ');
        buf_add(&buf, str_slice(req->params.items[i].value, 0, 64));
    }
    return buf_end(&buf);
}

static bool write_one(Request *req, Act *act, const Shown *shown, Err *err) {
    Sight sight = {.about = shown->person.raw, .subject = str_from_c(req->route->path), .fields = ids_of(req)};
    if (shown->training.raw && !trainee_of(req->db, shown->training.raw, &sight.about, err)) return false;
    if (!sight.about || sight.about == req->actor.person) return true;
    return relation_used(req, sight.about, &sight.relation, err) && audit_sight(act, &sight, err);
}

// "3: 17 18 4": how many trainings a list showed, and which.
static Str listed_ids(Request *req) {
    IdMap seen = {0};
    Buf buf = buf_begin(req->arena);
    int64_t there;
    size_t count = 0;
    for (size_t i = 0; i < req->listed.count; i++) {
        int64_t id = req->listed.items[i].training.raw;
        if (id_map_get(&seen, id, &there)) continue;
        id_map_put(req->arena, &seen, id, 1);
        buf_addf(&buf, " %lld", (long long)id);
        count++;
    }
    return str_printf(req->arena, "%zu:%.*s", count, STR_ARG(buf_end(&buf)));
}

// A list is one entry, in the role it was read in: about many, so about nobody alone.
static bool write_list(Request *req, Act *act, Err *err) {
    Sight sight = {.subject = str_from_c(req->route->path), .fields = listed_ids(req)};
    return relation_used(req, 0, &sight.relation, err) && audit_sight(act, &sight, err);
}

// A damaged database is read but not written: then the technical log holds who read what, as ids.
static bool note_apart(const Request *req) {
    for (size_t i = 0; i < req->shown.count; i++)
        log_warn("audit: read person=%lld training=%lld actor=%lld role=%d route=%s", (long long)req->shown.items[i].person.raw,
                 (long long)req->shown.items[i].training.raw, (long long)req->actor.person, req->actor.role, req->route->path);
    if (req->listed.count)
        log_warn("audit: read list=%zu actor=%lld role=%d route=%s", req->listed.count, (long long)req->actor.person,
                 req->actor.role, req->route->path);
    return true;
}

bool sight_write(Request *req, Err *err) {
    Act act = request_act(req, "read");
    bool own = req->shown.count == 1 && req->shown.items[0].person.raw == req->actor.person;
    bool lists = req->listed.count && req->session.role != ROLE_TRAINEE; // whose list is her own
    if (own || !req->shown.count) req->shown.count = 0;
    if (!req->shown.count && !lists) return true;
    if (damage_is_marked(req->db)) return note_apart(req);
    if (!db_begin_write(req->db, err)) return false;
    for (size_t i = 0; i < req->shown.count; i++)
        if (!write_one(req, &act, &req->shown.items[i], err)) return false;
    if (lists && !write_list(req, &act, err)) return false;
    return db_commit(req->db, err);
}

static bool is_of_trainings(const Request *req) {
    Str path = str_from_c(req->route->path);
    return str_starts(path, STR("/st/:id")) || str_starts(path, STR("/api/v1/trainings/:id"));
}

static bool write_refusal(Request *req, int status, Err *err) {
    Act act = request_act(req, "read");
    Sight sight = {.subject = str_from_c(req->route->path), .fields = ids_of(req), .result = status};
    int64_t id;
    if (!db_begin_write(req->db, err)) return false;
    if (is_of_trainings(req) && str_to_int(request_param(req, "id"), &id) &&
        !trainee_of(req->db, id, &sight.about, err))
        return false;
    return audit_sight(&act, &sight, err) && db_commit(req->db, err);
}

void sight_refused(Request *req, int status) {
    Err err;
    bool odd = status == 403 || (status == 404 && req->params.count);
    if (!odd || !req->db || !req->route || !req->session.signed_in) return;
    if (write_refusal(req, status, &err)) return;
    log_warn("audit: a refusal could not be written");
    db_rollback(req->db);
}
