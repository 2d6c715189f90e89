#include "mail/outbox_store.h"
#include "gen/sql.h"
#include "store/crypto.h"

#define KEPT_MS ((Instant)30 * 24 * 3600 * 1000)

bool outbox_put(Act *act, const OutboxDraft *draft, Err *err) {
    Query query;
    int64_t id;
    if (!db_new_id(act->db, &id, err) || !query_begin(&query, act->db, SQL_OUTBOX_INSERT, err)) return false;
    query_bind_int(&query, 1, id);
    query_bind_int(&query, 2, act->now);
    query_bind_int(&query, 3, draft->ends);
    query_bind_text(&query, 4, draft->recipient);
    query_bind_text(&query, 5, draft->subject);
    query_bind_text(&query, 6, draft->body);
    query_bind_text(&query, 7, draft->link);
    query_bind_text(&query, 8, crypto_random_hex(act->arena, 16));
    return query_run(&query, err);
}

// --- sending ------------------------------------------------------------------------------------

static bool find_due(Db *db, Arena *arena, Instant now, int most, OutboxRowList *ret, Err *err) {
    Query query;
    *ret = (OutboxRowList){0};
    if (!query_begin(&query, db, SQL_OUTBOX_DUE, err)) return false;
    query_bind_int(&query, 1, now);
    query_bind_int(&query, 2, most);
    while (query_next(&query))
        list_add(arena, ret, ((OutboxRow){.id = query_int(&query, 0), .made = query_int(&query, 1),
                                          .recipient = query_text(&query, arena, 2), .subject = query_text(&query, arena, 3),
                                          .body = query_text(&query, arena, 4), .link = query_text(&query, arena, 5),
                                          .token = query_text(&query, arena, 6), .tries = (int)query_int(&query, 7)}));
    return query_end(&query, err);
}

static bool hold(Db *db, Str holder, Instant lease, const OutboxRow *row, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_OUTBOX_HOLD, err)) return false;
    query_bind_int(&query, 1, row->id);
    query_bind_text(&query, 2, holder);
    query_bind_int(&query, 3, lease);
    return query_run(&query, err);
}

bool outbox_take(Db *db, Arena *arena, Str holder, Instant now, Instant lease, int most, OutboxRowList *ret, Err *err) {
    if (!find_due(db, arena, now, 1, ret, err)) return false; // the gate is passed only when there is something
    if (!ret->count) return true;
    if (!db_begin_write(db, err) || !find_due(db, arena, now, most, ret, err)) return false;
    for (size_t i = 0; i < ret->count; i++)
        if (!hold(db, holder, lease, &ret->items[i], err)) return false;
    return db_commit(db, err);
}

bool outbox_end(Db *db, Str holder, int64_t id, OutboxState state, Instant now, Str answer, Err *err) {
    Query query;
    if (!db_begin_write(db, err) || !query_begin(&query, db, SQL_OUTBOX_END, err)) return false;
    query_bind_int(&query, 1, id);
    query_bind_text(&query, 2, holder);
    query_bind_int(&query, 3, state);
    query_bind_int(&query, 4, state == OUTBOX_TAKEN ? now : 0);
    query_bind_text(&query, 5, answer);
    return query_run(&query, err) && db_commit(db, err);
}

bool outbox_later(Db *db, Str holder, int64_t id, Instant due, Str answer, bool uncounted, Err *err) {
    Query query;
    if (!db_begin_write(db, err) || !query_begin(&query, db, SQL_OUTBOX_LATER, err)) return false;
    query_bind_int(&query, 1, id);
    query_bind_text(&query, 2, holder);
    query_bind_int(&query, 3, due);
    query_bind_text(&query, 4, answer);
    query_bind_int(&query, 5, uncounted);
    return query_run(&query, err) && db_commit(db, err);
}

static bool run_at(Db *db, const Sql *sql, Instant at, Err *err) {
    Query query;
    if (!query_begin(&query, db, sql, err)) return false;
    query_bind_int(&query, 1, at);
    return query_run(&query, err);
}

bool outbox_tidy(Db *db, Instant now, Err *err) {
    return db_begin_write(db, err) && run_at(db, SQL_OUTBOX_EXPIRE, now, err) &&
           run_at(db, SQL_OUTBOX_PURGE, now - KEPT_MS, err) && db_commit(db, err);
}

// --- the operator's page ------------------------------------------------------------------------

bool outbox_counts(Db *db, OutboxCounts *ret, Err *err) {
    Query query;
    *ret = (OutboxCounts){0};
    if (!query_begin(&query, db, SQL_OUTBOX_COUNTS, err)) return false;
    if (query_next(&query))
        *ret = (OutboxCounts){query_int(&query, 0), query_int(&query, 1), query_int(&query, 2), query_int(&query, 3),
                              query_int(&query, 4)};
    return query_end(&query, err);
}

bool outbox_trouble(Db *db, Arena *arena, int most, OutboxTroubleList *ret, Err *err) {
    Query query;
    *ret = (OutboxTroubleList){0};
    if (!query_begin(&query, db, SQL_OUTBOX_TROUBLE, err)) return false;
    query_bind_int(&query, 1, most);
    while (query_next(&query))
        list_add(arena, ret, ((OutboxTrouble){.made = query_int(&query, 0), .recipient = query_text(&query, arena, 1),
                                              .subject = query_text(&query, arena, 2), .state = (OutboxState)query_int(&query, 3),
                                              .tries = query_int(&query, 4), .answer = query_text(&query, arena, 5)}));
    return query_end(&query, err);
}
