#include "store/audit.h"
#include "base/buf.h"
#include "gen/sql.h"
#include "store/change_row.h"
#include <assert.h>
#include <string.h>

typedef struct {
    int64_t id, region, at, actor, role, undoes;
    Str os_user, action, subject, fields, digest, before, hash;
} Entry;

#define FIRST_BEFORE STR("0000000000000000000000000000000000000000000000000000000000000000")

static Str hash_of(Arena *arena, const Entry *entry) {
    Digest digest = digest_begin();
    const int64_t numbers[] = {entry->id, entry->region, entry->at, entry->actor, entry->role, entry->undoes};
    const Str texts[] = {entry->os_user, entry->action, entry->subject, entry->fields, entry->digest};
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
    return query_run(&query, err);
}

static Entry entry_of(const Act *act, const char *action) {
    return (Entry){.region = act->actor.region,
                   .at = act->now,
                   .actor = act->actor.person,
                   .role = act->actor.role,
                   .os_user = act->actor.os_user,
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
                   .undoes = query_int(query, 12)};
}

// Recomputes the digest of the values; *ret_any: there are values still.
static bool digest_of_values(Db *db, Arena *arena, const Entry *entry, Str *ret, bool *ret_any, Err *err) {
    Str salt = str_slice(entry->digest, 0, str_find_char(entry->digest, ':'));
    Digest digest = digest_begin();
    Query query;
    digest_add(&digest, salt);
    *ret_any = false;
    if (!query_begin(&query, db, SQL_CHANGE_OF_AUDIT, err)) return false;
    query_bind_int(&query, 1, entry->id);
    for (; query_next(&query); *ret_any = true)
        change_row_digest(&digest, query_text(&query, arena, 0), query_int(&query, 1), query_int(&query, 2),
                      query_text(&query, arena, 3), query_text(&query, arena, 4));
    if (!query_end(&query, err)) return false;
    *ret = str_printf(arena, "%.*s:%.*s", STR_ARG(salt), STR_ARG(digest_end(&digest, arena)));
    return true;
}

static bool verify_entry(Db *db, Arena *arena, const Entry *entry, AuditReport *report, Err *err) {
    Str digest;
    bool any;
    if (!digest_of_values(db, arena, entry, &digest, &any, err)) return false;
    report->why = entry->id != report->last + 1                       ? N_("posten före saknas")
                  : !str_equal(entry->before, report->last_hash)      ? N_("den hänger inte ihop med posten före")
                  : !str_equal(entry->hash, hash_of(arena, entry))    ? N_("den har ändrats")
                  : any && !str_equal(digest, entry->digest)          ? N_("de ändrade värdena är inte de som skrevs")
                                                                      : NULL;
    if (report->why) report->bad = entry->id;
    report->disposed += !any && entry->digest.size;
    return true;
}

// A page of entries at a time; what is kept from one to the next is in `kept`.
static bool verify_page(Db *db, Arena *arena, char kept[static SHA256_HEX_SIZE], AuditReport *report,
                        bool *ret_more, Err *err) {
    Query query;
    *ret_more = false;
    if (!query_begin(&query, db, SQL_AUDIT_PAGE, err)) return false;
    query_bind_int(&query, 1, report->last);
    while (!report->bad && query_next(&query)) {
        ArenaMark mark = arena_mark(arena);
        Entry entry = entry_from_row(&query, arena);
        if (!verify_entry(db, arena, &entry, report, err)) return false;
        if (!report->bad) {
            memcpy(kept, entry.hash.data, SHA256_HEX_SIZE);
            report->last = entry.id;
            report->entries++;
            *ret_more = true;
        }
        arena_reset(arena, mark);
    }
    return query_end(&query, err);
}

bool audit_verify(Db *db, Arena *arena, AuditReport *ret, Err *err) {
    char *kept = arena_alloc(arena, SHA256_HEX_SIZE + 1, 1);
    AuditReport report = {.last_hash = {kept, SHA256_HEX_SIZE}};
    memcpy(kept, FIRST_BEFORE.data, SHA256_HEX_SIZE);
    bool more = true;
    while (more && !report.bad)
        if (!verify_page(db, arena, kept, &report, &more, err)) return false;
    *ret = report;
    return true;
}
