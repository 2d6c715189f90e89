#include "store/audit.h"
#include "base/buf.h"
#include "gen/sql.h"
#include "store/change_row.h"
#include <assert.h>
#include <string.h>

typedef struct {
    int64_t id, region, at, actor, role, undoes, behalf, about, result;
    Str os_user, action, subject, fields, digest, relation, place, before, hash;
} Entry;

#define FIRST_BEFORE STR("0000000000000000000000000000000000000000000000000000000000000000")

static Str hash_of(Arena *arena, const Entry *entry) {
    Digest digest = digest_begin();
    const int64_t numbers[] = {entry->id,   entry->region, entry->at,     entry->actor, entry->role,
                               entry->undoes, entry->behalf, entry->about, entry->result};
    const Str texts[] = {entry->os_user, entry->action,   entry->subject, entry->fields,
                         entry->digest,  entry->relation, entry->place};
    digest_add(&digest, entry->before);
    for (size_t i = 0; i < COUNT_OF(numbers); i++) digest_add_int(&digest, numbers[i]);
    for (size_t i = 0; i < COUNT_OF(texts); i++) digest_add(&digest, texts[i]);
    return digest_end(&digest, arena);
}

// --- writing ------------------------------------------------------------------------------------

// The gate is held: nobody else can add an entry between this and the commit.
static bool chain(Db *db, Arena *arena, Entry *entry, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_AUDIT_LAST, err)) return false;
    bool any = query_next(&query);
    entry->id = any ? query_int(&query, 0) + 1 : 1;
    entry->before = any ? query_text(&query, arena, 1) : FIRST_BEFORE;
    if (!query_end(&query, err)) return false;
    entry->hash = hash_of(arena, entry);
    return true;
}

static bool insert(Db *db, const Entry *entry, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_AUDIT_INSERT, err)) return false;
    query_bind_int(&query, 1, entry->id);
    query_bind_int(&query, 2, entry->region);
    query_bind_int(&query, 3, entry->at);
    query_bind_int(&query, 4, entry->actor);
    query_bind_text(&query, 5, entry->os_user);
    query_bind_int(&query, 6, entry->role);
    query_bind_text(&query, 7, entry->action);
    query_bind_text(&query, 8, entry->subject);
    query_bind_text(&query, 9, entry->fields);
    query_bind_text(&query, 10, entry->digest);
    query_bind_text(&query, 11, entry->before);
    query_bind_text(&query, 12, entry->hash);
    query_bind_int(&query, 13, entry->undoes);
    query_bind_int(&query, 14, entry->behalf);
    query_bind_int(&query, 15, entry->about);
    query_bind_text(&query, 16, entry->relation);
    query_bind_text(&query, 17, entry->place);
    query_bind_int(&query, 18, entry->result);
    return query_run(&query, err);
}

static Entry entry_of(const Act *act, const char *action) {
    return (Entry){.region = act->actor.region,
                   .at = act->now,
                   .actor = act->actor.person,
                   .role = act->actor.role,
                   .os_user = act->actor.os_user,
                   .behalf = act->actor.behalf,
                   .relation = act->actor.relation,
                   .place = act->actor.place,
                   .action = str_from_c(action),
                   .undoes = act->undoes};
}

static void add_column_names(Buf *buf, const Touched *touched) {
    char before = ':';
    for (size_t i = 0; touched->before && touched->after && i < touched->type->column_count; i++) {
        const Column *column = &touched->type->columns[i];
        if (column_equal(column, touched->before, touched->after)) continue;
        buf_add_char(buf, before);
        buf_add(buf, str_from_c(column->name));
        before = ',';
    }
}

// "placement 17 +", "training 4:note,ended", "absence 9 -"; of many records only how many.
#define FIELDS_RECORDS_MAX 40
static Str fields_of(Arena *arena, const TouchedList *list) {
    Buf buf = buf_begin(arena);
    if (list->count > FIELDS_RECORDS_MAX) {
        for (const RecordType *const *type = record_types; *type; type++) {
            size_t count = 0;
            for (size_t i = 0; i < list->count; i++) count += list->items[i].type == *type;
            if (count) buf_addf(&buf, "%s%zu %s", buf.size ? "; " : "", count, (*type)->name);
        }
        return buf_end(&buf);
    }
    for (size_t i = 0; i < list->count; i++) {
        const Touched *touched = &list->items[i];
        buf_addf(&buf, "%s%s %lld", i ? "; " : "", touched->type->name, (long long)touched->id);
        buf_add(&buf, !touched->before ? STR(" +") : !touched->after ? STR(" -") : STR(""));
        add_column_names(&buf, touched);
    }
    return buf_end(&buf);
}

static bool insert_change(Db *db, int64_t audit, const ChangeRow *change, Err *err) {
    Query query;
    int64_t id;
    if (!db_new_id(db, &id, err)) return false;
    if (!query_begin(&query, db, SQL_CHANGE_INSERT, err)) return false;
    query_bind_int(&query, 1, id);
    query_bind_int(&query, 2, audit);
    query_bind_text(&query, 3, str_from_c(change->type->name));
    query_bind_int(&query, 4, change->id);
    query_bind_int(&query, 5, change->op);
    query_bind_text(&query, 6, change->old);
    query_bind_text(&query, 7, change->new);
    return query_run(&query, err);
}

// The salt keeps the digest of a short value from being guessed once the value is disposed of.
static bool make_changes(Act *act, ChangeRow *changes, Str *ret_digest, Err *err) {
    Str salt = crypto_random_hex(act->arena, 16);
    Digest digest = digest_begin();
    digest_add(&digest, salt);
    for (size_t i = 0; i < act->touched.count; i++) {
        ChangeRow *change = &changes[i];
        if (!change_row_of(act->db, act->arena, &act->touched.items[i], change, err)) return false;
        change_row_digest(&digest, str_from_c(change->type->name), change->id, change->op, change->old, change->new);
    }
    *ret_digest = str_printf(act->arena, "%.*s:%.*s", STR_ARG(salt), STR_ARG(digest_end(&digest, act->arena)));
    return true;
}

bool audit_end(Act *act, Err *err) {
    size_t count = act->touched.count;
    if (!count) return true;
    Entry entry = entry_of(act, act->action);
    ChangeRow *changes = arena_array(act->arena, ChangeRow, count);
    const Touched *first = &act->touched.items[0];
    entry.subject = str_printf(act->arena, "%s %lld", first->type->name, (long long)first->id);
    entry.fields = fields_of(act->arena, &act->touched);
    if (!make_changes(act, changes, &entry.digest, err)) return false;
    if (!chain(act->db, act->arena, &entry, err)) return false;
    if (!insert(act->db, &entry, err)) return false;
    for (size_t i = 0; i < count; i++)
        if (!insert_change(act->db, entry.id, &changes[i], err)) return false;
    act->audit = entry.id;
    act->touched.count = 0;
    return true;
}

bool audit_note(Act *act, const char *action, Str subject, Err *err) {
    Entry entry = entry_of(act, action);
    entry.subject = subject;
    return chain(act->db, act->arena, &entry, err) && insert(act->db, &entry, err);
}

bool audit_sight(Act *act, const Sight *sight, Err *err) {
    Entry entry = entry_of(act, act->action);
    entry.about = sight->about;
    entry.subject = sight->subject;
    entry.fields = sight->fields;
    entry.relation = sight->relation;
    entry.result = sight->result;
    return chain(act->db, act->arena, &entry, err) && insert(act->db, &entry, err);
}

// --- verifying ----------------------------------------------------------------------------------

static Entry entry_from_row(const Query *query, Arena *arena) {
    return (Entry){.id = query_int(query, 0),
                   .region = query_int(query, 1),
                   .at = query_int(query, 2),
                   .actor = query_int(query, 3),
                   .os_user = query_text(query, arena, 4),
                   .role = query_int(query, 5),
                   .action = query_text(query, arena, 6),
                   .subject = query_text(query, arena, 7),
                   .fields = query_text(query, arena, 8),
                   .digest = query_text(query, arena, 9),
                   .before = query_text(query, arena, 10),
                   .hash = query_text(query, arena, 11),
                   .undoes = query_int(query, 12),
                   .behalf = query_int(query, 13),
                   .about = query_int(query, 14),
                   .relation = query_text(query, arena, 15),
                   .place = query_text(query, arena, 16),
                   .result = query_int(query, 17)};
}

// The changed values beside the entries: a second cursor over the same page.
typedef struct {
    Query query;
    bool any; // it stands on a row
} Values;

static bool values_begin(Values *values, Db *db, int64_t after, Err *err) {
    if (!query_begin(&values->query, db, SQL_CHANGE_PAGE, err)) return false;
    query_bind_int(&values->query, 1, after);
    values->any = query_next(&values->query);
    return true;
}

typedef struct {
    Str digest;
    bool any, strange; // strange: of another region, or of no entry
} Found;

// Takes the values up to and with this entry's.
static Found values_of(Values *values, Arena *arena, const Entry *entry) {
    Str salt = str_slice(entry->digest, 0, str_find_char(entry->digest, ':'));
    Digest digest = digest_begin();
    Found found = {0};
    const Query *query = &values->query;
    digest_add(&digest, salt);
    while (values->any && query_int(query, 0) <= entry->id) {
        found.any = true;
        found.strange |= query_int(query, 0) != entry->id || query_int(query, 1) != entry->region;
        change_row_digest(&digest, query_text(query, arena, 2), query_int(query, 3), query_int(query, 4),
                          query_text(query, arena, 5), query_text(query, arena, 6));
        values->any = query_next(&values->query);
    }
    found.digest = str_printf(arena, "%.*s:%.*s", STR_ARG(salt), STR_ARG(digest_end(&digest, arena)));
    return found;
}

static void verify_entry(Values *values, Arena *arena, const Entry *entry, AuditReport *report) {
    Found found = values_of(values, arena, entry);
    report->why = entry->id != report->last + 1                    ? N_("posten före saknas")
                  : !str_equal(entry->before, report->last_hash)   ? N_("den hänger inte ihop med posten före")
                  : !str_equal(entry->hash, hash_of(arena, entry)) ? N_("den har ändrats")
                  : found.strange || (found.any && !str_equal(found.digest, entry->digest))
                      ? N_("de ändrade värdena är inte de som skrevs")
                      : NULL;
    if (report->why) report->bad = entry->id;
    if (found.any || !entry->digest.size) return;
    if (!report->disposed++) report->first_disposed = entry->id;
}

// A page of entries at a time; what is kept from one to the next is in `kept`.
static bool verify_page(Db *db, Arena *arena, char kept[static SHA256_HEX_SIZE], int64_t after, AuditReport *report,
                        bool *ret_more, Err *err) {
    Query query;
    Values values;
    *ret_more = false;
    if (!values_begin(&values, db, after, err) || !query_begin(&query, db, SQL_AUDIT_PAGE, err)) return false;
    query_bind_int(&query, 1, after);
    while (!report->why && query_next(&query)) {
        ArenaMark mark = arena_mark(arena);
        Entry entry = entry_from_row(&query, arena);
        verify_entry(&values, arena, &entry, report);
        if (!report->why) {
            memcpy(kept, entry.hash.data, SHA256_HEX_SIZE);
            report->last = entry.id;
            report->entries++;
            *ret_more = true;
        }
        arena_reset(arena, mark);
    }
    return query_end(&query, err) && query_end(&values.query, err);
}

// Values left behind by an entry that was cut off.
static bool verify_nothing_after(Db *db, AuditReport *report, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_CHANGE_AFTER, err)) return false;
    query_bind_int(&query, 1, report->last);
    if (query_next(&query)) {
        report->bad = query_int(&query, 0);
        report->why = N_("den saknas, men dess värden finns kvar");
    }
    return query_end(&query, err);
}

bool audit_verify(Db *db, Arena *arena, AuditReport *ret, Err *err) {
    char *kept = arena_alloc(arena, SHA256_HEX_SIZE + 1, 1);
    AuditReport report = {.last_hash = {kept, SHA256_HEX_SIZE}};
    memcpy(kept, FIRST_BEFORE.data, SHA256_HEX_SIZE);
    int64_t after = INT64_MIN; // an entry slipped in before the first is found too
    bool more = true;
    for (; more && !report.why; after = report.last)
        if (!verify_page(db, arena, kept, after, &report, &more, err)) return false;
    if (!report.why && !verify_nothing_after(db, &report, err)) return false;
    *ret = report;
    return true;
}
