#include "store/record.h"
#include "base/map.h"
#include "gen/records_store.h"
#include "gen/sql.h"
#include "store/change_row.h"
#include <assert.h>
#include <string.h>

const RecordType *record_type_named(Str name) {
    for (const RecordType *const *type = record_types; *type; type++)
        if (str_equal(str_from_c((*type)->name), name)) return *type;
    return NULL;
}

static bool is_stale(Err *err) {
    return err_set(err, ERR_STALE, msg(N_("Någon annan har ändrat eller tagit bort uppgiften under tiden.")));
}

static bool find(Db *db, Arena *arena, const RecordType *type, int64_t id, void *ret, bool *ret_found, Err *err) {
    Query query;
    if (!query_begin(&query, db, type->select, err)) return false;
    query_bind_int(&query, 1, id);
    *ret_found = query_next(&query);
    if (*ret_found) record_from_row(&query, arena, type, 0, ret);
    return query_end(&query, err);
}

bool record_load(Db *db, Arena *arena, const RecordType *type, int64_t id, void *ret, Err *err) {
    void *loaded = arena_alloc(arena, type->struct_size, 16);
    bool found;
    if (!find(db, arena, type, id, loaded, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, msg(N_("Uppgiften finns inte.")));
    memcpy(ret, loaded, type->struct_size);
    return true;
}

// --- writing ------------------------------------------------------------------------------------

static void *copy_of(Arena *arena, const RecordType *type, const void *record) {
    return memcpy(arena_alloc(arena, type->struct_size, 16), record, type->struct_size);
}

static void touch(Act *act, const RecordType *type, int64_t id, void *before, void *after) {
    list_add(act->arena, &act->touched, (Touched){type, id, before, after});
}

static void bind_columns(Query *query, int first, const RecordType *type, const void *record) {
    for (size_t i = 0; i < type->column_count; i++) record_bind(query, first + (int)i, &type->columns[i], record);
}

static bool insert_as(Act *act, const RecordType *type, void *record, int64_t id, int64_t version, Err *err) {
    Query query;
    if (!query_begin(&query, act->db, type->insert, err)) return false;
    query_bind_int(&query, 1, id);
    query_bind_int(&query, 2, version);
    bind_columns(&query, 3, type, record);
    if (!query_run(&query, err)) return false;
    *(RecordHead *)record = (RecordHead){id, version};
    touch(act, type, id, NULL, copy_of(act->arena, type, record));
    return true;
}

static bool differs(const RecordType *type, const void *a, const void *b) {
    for (size_t i = 0; i < type->column_count; i++)
        if (!column_equal(&type->columns[i], a, b)) return true;
    return false;
}

// The stored record, if it is the version that the change started from.
static bool load_same_version(Act *act, const RecordType *type, const void *record, void **ret, Err *err) {
    const RecordHead *head = record;
    void *before = arena_alloc(act->arena, type->struct_size, 16);
    bool found;
    if (!find(act->db, act->arena, type, head->id, before, &found, err)) return false;
    if (!found || ((RecordHead *)before)->version != head->version) return is_stale(err);
    *ret = before;
    return true;
}

static bool update(Act *act, const RecordType *type, void *record, Err *err) {
    RecordHead *head = record;
    void *before;
    Query query;
    if (!load_same_version(act, type, record, &before, err)) return false;
    if (!differs(type, before, record)) return true;
    if (!query_begin(&query, act->db, type->update, err)) return false;
    query_bind_int(&query, 1, head->id);
    query_bind_int(&query, 2, head->version);
    query_bind_int(&query, 3, head->version + 1);
    bind_columns(&query, 4, type, record);
    if (!query_run(&query, err)) return false;
    if (query_changes(&query) != 1) return is_stale(err);
    head->version++;
    touch(act, type, head->id, before, copy_of(act->arena, type, record));
    return true;
}

bool record_save(Act *act, const RecordType *type, void *record, Err *err) {
    assert(db_scope(act->db).region == act->actor.region);
    if (((RecordHead *)record)->id) return update(act, type, record, err);
    int64_t id;
    return db_new_id(act->db, &id, err) && insert_as(act, type, record, id, 1, err);
}

// Findings follow from the rest: those about what goes away go with it.
static bool forget_findings(Db *db, const RecordType *type, int64_t id, Err *err) {
    const struct {
        const RecordType *type;
        const Sql *sql;
    } subjects[] = {
        {&record_placement, SQL_FINDING_FORGET_PLACEMENT},
        {&record_training, SQL_FINDING_FORGET_TRAINING},
        {&record_unit, SQL_FINDING_FORGET_UNIT},
        {&record_person, SQL_FINDING_FORGET_PERSON},
    };
    for (size_t i = 0; i < COUNT_OF(subjects); i++) {
        if (subjects[i].type != type) continue;
        Query query;
        if (!query_begin(&query, db, subjects[i].sql, err)) return false;
        query_bind_int(&query, 1, id);
        return query_run(&query, err);
    }
    return true;
}

bool record_delete(Act *act, const RecordType *type, const void *record, Err *err) {
    assert(db_scope(act->db).region == act->actor.region);
    const RecordHead *head = record;
    void *before;
    Query query;
    if (!load_same_version(act, type, record, &before, err)) return false;
    if (!forget_findings(act->db, type, head->id, err)) return false;
    if (!query_begin(&query, act->db, type->delete_, err)) return false;
    query_bind_int(&query, 1, head->id);
    query_bind_int(&query, 2, head->version);
    if (!query_run(&query, err)) return false;
    if (query_changes(&query) != 1) return is_stale(err);
    touch(act, type, head->id, before, NULL);
    return true;
}

// --- undoing ------------------------------------------------------------------------------------

LIST_OF(ChangeRowList, ChangeRow);

static bool load_changes(Act *act, int64_t audit, ChangeRowList *ret, Err *err) {
    Query query;
    ChangeRowList list = {0};
    if (!query_begin(&query, act->db, SQL_CHANGE_TO_UNDO, err)) return false;
    query_bind_int(&query, 1, audit);
    while (query_next(&query))
        list_add(act->arena, &list,
                 (ChangeRow){.type = record_type_named(query_text(&query, act->arena, 0)),
                          .id = query_int(&query, 1),
                          .op = (ChangeOp)query_int(&query, 2),
                          .old = query_text(&query, act->arena, 3),
                          .new = query_text(&query, act->arena, 4)});
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}

// Findings follow from the rest, and are evaluated again at the act's end; they are written back
// only when the entry was about nothing else (somebody put one off).
static ChangeRowList without_findings(Arena *arena, ChangeRowList changes) {
    ChangeRowList rest = {0};
    for (size_t i = 0; i < changes.count; i++)
        if (changes.items[i].type != &record_finding) list_add(arena, &rest, changes.items[i]);
    return rest.count ? rest : changes;
}

// Whether the record still is as this change left it. *ret_current: it as it stands.
static bool check_one(Act *act, const ChangeRow *change, void *ret_current, Err *err) {
    Arena *arena = act->arena;
    int64_t version = 0;
    bool found;
    if (!find(act->db, arena, change->type, change->id, ret_current, &found, err)) return false;
    if (change->op == CHANGE_DELETE) return !found || is_stale(err);
    if (!found) return is_stale(err);
    void *scratch = arena_alloc(arena, change->type->struct_size, 16);
    if (!change_row_apply(act->db, arena, change->type, change->id, change->new, scratch, &version, err)) return false;
    return ((RecordHead *)ret_current)->version == version || is_stale(err);
}

static Str key_of(Arena *arena, const ChangeRow *change) {
    return str_printf(arena, "%s %lld", change->type->name, (long long)change->id);
}

// All before any is written. A record changed twice is compared with its last change only.
static bool check_all(Act *act, const ChangeRowList *changes, Err *err) {
    StrMap seen = {0};
    for (size_t i = 0; i < changes->count; i++) {
        const ChangeRow *change = &changes->items[i];
        int64_t ignored;
        if (!change->type) return err_set(err, ERR_STORE, msg(N_("Ändringen går inte att läsa, så den kan inte ångras.")));
        Str key = key_of(act->arena, change);
        if (str_map_get(&seen, key, &ignored)) continue;
        str_map_put(act->arena, &seen, key, 1);
        void *current = arena_alloc(act->arena, change->type->struct_size, 16);
        if (!check_one(act, change, current, err)) return false;
    }
    return true;
}

static bool undo_one(Act *act, const ChangeRow *change, Err *err) {
    const RecordType *type = change->type;
    void *record = arena_alloc(act->arena, type->struct_size, 16);
    int64_t version;
    bool found;
    if (!find(act->db, act->arena, type, change->id, record, &found, err)) return false;
    if (found != (change->op != CHANGE_DELETE)) return is_stale(err);
    if (change->op == CHANGE_INSERT) return record_delete(act, type, record, err);
    if (!change_row_apply(act->db, act->arena, type, change->id, change->old, record, &version, err)) return false;
    if (change->op == CHANGE_UPDATE) return update(act, type, record, err);
    // Past the version it had, so that whoever still has the old one on the screen is told.
    return insert_as(act, type, record, change->id, version + 1, err);
}

bool record_undo(Act *act, int64_t audit, Err *err) {
    ChangeRowList changes;
    assert(db_scope(act->db).region == act->actor.region);
    if (!load_changes(act, audit, &changes, err)) return false;
    if (!changes.count) return err_set(err, ERR_NOT_FOUND, msg(N_("Det finns inget att ångra.")));
    changes = without_findings(act->arena, changes);
    if (!check_all(act, &changes, err)) return false;
    for (size_t i = 0; i < changes.count; i++)
        if (!undo_one(act, &changes.items[i], err)) return false;
    act->undoes = audit;
    return true;
}
