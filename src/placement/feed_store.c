#include "placement/feed_store.h"
#include "access/session_store.h"
#include "duty/digest.h"
#include "gen/records_store.h"
#include "gen/sql.h"

#define HOUR_MS ((Instant)3600 * 1000)
#define PAST_DAYS 365

// --- who may have one -----------------------------------------------------------------------------

bool feed_units(Db *db, Arena *arena, FeedUnitList *ret, Err *err) {
    Query query;
    *ret = (FeedUnitList){0};
    if (!query_begin(&query, db, SQL_FEED_UNITS, err)) return false;
    while (query_next(&query)) list_add(arena, ret, ((FeedUnit){query_int(&query, 0), query_text(&query, arena, 1)}));
    return query_end(&query, err);
}

static bool may_have(Db *db, Arena *arena, int64_t unit, bool *ret, Err *err) {
    FeedUnitList units;
    Query query;
    *ret = false;
    if (!unit) {
        if (!query_begin(&query, db, SQL_FEED_RELATION, err)) return false;
        *ret = query_next(&query) && query_int(&query, 0) > 0;
        return query_end(&query, err);
    }
    if (!feed_units(db, arena, &units, err)) return false;
    for (size_t i = 0; i < units.count; i++) *ret = *ret || units.items[i].id == unit;
    return true;
}

// --- reading --------------------------------------------------------------------------------------

static bool find(Db *db, Arena *arena, Str token, Instant now, Feed *ret, Err *err) {
    Query query;
    *ret = (Feed){0};
    if (!query_begin(&query, db, SQL_FEED_FIND, err)) return false;
    query_bind_text(&query, 1, session_hash(arena, token));
    if (query_next(&query))
        *ret = (Feed){.found = true, .region = query_int(&query, 0), .id = query_int(&query, 1), .person = {query_int(&query, 2)},
                      .kind = (FeedKind)query_int(&query, 3), .unit = query_int(&query, 4),
                      .too_often = query_int(&query, 5) == now / HOUR_MS && query_int(&query, 6) >= FEED_USES_HOUR_MAX,
                      .is_demo = query_int(&query, 7) != 0};
    return query_end(&query, err);
}

bool feed_open(Db *db, Arena *arena, Str token, Instant now, Date today, Date demo_today, Feed *ret, Err *err) {
    Feed feed;
    bool alive = false;
    if (!find(db, arena, token, now, &feed, err)) return false;
    if (feed.found) {
        Date day = feed.is_demo && date_is_known(demo_today) ? demo_today : today;
        db_scope_set(db, (DbScope){.region = feed.region, .actor = feed.person.raw, .today = day, .initials = true});
        if (!may_have(db, arena, feed.unit, &alive, err)) return false;
    }
    feed.found = alive;
    *ret = feed;
    return true;
}

bool feed_count_use(Db *db, Arena *arena, Str token, Instant now, Err *err) {
    Query query;
    if (!db_begin_write(db, err) || !query_begin(&query, db, SQL_FEED_USED, err)) return false;
    query_bind_text(&query, 1, session_hash(arena, token));
    query_bind_int(&query, 2, now);
    query_bind_int(&query, 3, now / HOUR_MS);
    return query_run(&query, err) && db_commit(db, err);
}

static Str uid(Arena *arena, const char *kind, int64_t region, int64_t id) {
    return str_printf(arena, "%s-%lld-%lld@randa", kind, (long long)region, (long long)id);
}

static bool add_placements(Db *db, Arena *arena, const Feed *feed, Date since, IcsEventList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_FEED_PLACEMENTS, err)) return false;
    query_bind_int(&query, 1, feed->unit);
    query_bind_date(&query, 2, since);
    while (query_next(&query)) {
        Str unit = query_text(&query, arena, 5);
        Str who = str_printf(arena, "%.*s %.*s", STR_ARG(query_text(&query, arena, 6)), STR_ARG(query_text(&query, arena, 7)));
        if (!unit.size) unit = STR("Placering");
        bool own = query_int(&query, 8) == feed->person.raw;
        list_add(arena, ret, ((IcsEvent){.uid = uid(arena, "placering", feed->region, query_int(&query, 0)),
                                         .summary = own ? unit : str_printf(arena, "%.*s: %.*s", STR_ARG(who), STR_ARG(unit)),
                                         .days = {query_date(&query, 2), query_date(&query, 3)}, .sequence = query_int(&query, 1) - 1,
                                         .modified = query_int(&query, 9), .cancelled = query_int(&query, 4) == PLACEMENT_STATE_CANCELLED}));
    }
    return query_end(&query, err);
}

// What the rule is about, never about whom: that is behind the page.
static bool add_deadlines(Db *db, Arena *arena, const Feed *feed, Date since, IcsEventList *ret, Err *err) {
    Query query;
    FindingList list;
    Date today = db_scope(db).today;
    if (!query_begin(&query, db, SQL_FEED_DEADLINES, err)) return false;
    query_bind_int(&query, 1, feed->unit);
    query_bind_date(&query, 2, since);
    if (!finding_list_all(&query, arena, &list, err)) return false;
    for (size_t i = 0; i < list.count; i++) {
        const Finding *one = &list.items[i];
        const DutyRule *rule = rulebook_duty_rule(one->rule);
        if (!rule || finding_is_hidden(one, today)) continue;
        list_add(arena, ret, ((IcsEvent){.uid = uid(arena, "arende", feed->region, one->id.raw), .summary = str_from_c(rule->name),
                                         .days = {one->due, date_add_days(one->due, 1)}, .sequence = one->version - 1,
                                         .modified = (int64_t)one->opened.day * 86400000}));
    }
    return true;
}

bool feed_text(Db *db, Arena *arena, const Feed *feed, Str *ret, Err *err) {
    IcsEventList events = {0};
    Date since = date_add_days(db_scope(db).today, -PAST_DAYS);
    bool placements = feed->kind == FEED_PLACEMENTS;
    if (!(placements ? add_placements : add_deadlines)(db, arena, feed, since, &events, err)) return false;
    *ret = ics_calendar(arena, placements ? STR("Randa: placeringar") : STR("Randa: att göra"), &events);
    return true;
}

// --- one's own ------------------------------------------------------------------------------------

bool feed_list(Db *db, Arena *arena, FeedRowList *ret, Err *err) {
    Query query;
    *ret = (FeedRowList){0};
    if (!query_begin(&query, db, SQL_FEED_LIST, err)) return false;
    while (query_next(&query))
        list_add(arena, ret, ((FeedRow){.id = query_int(&query, 0), .kind = (FeedKind)query_int(&query, 1), .unit = query_int(&query, 2),
                                        .unit_name = query_text(&query, arena, 3), .made = query_int(&query, 4),
                                        .used = query_int(&query, 5), .uses = query_int(&query, 6)}));
    return query_end(&query, err);
}

static bool delete(Act *act, int64_t id, int64_t kind, int64_t unit, int64_t *ret, Err *err) {
    Query query;
    if (!query_begin(&query, act->db, SQL_FEED_DELETE, err)) return false;
    query_bind_int(&query, 1, id);
    query_bind_int(&query, 2, kind);
    query_bind_int(&query, 3, unit);
    if (!query_run(&query, err)) return false;
    *ret = query_changes(&query);
    return true;
}

bool feed_make(Act *act, FeedKind kind, int64_t unit, Str *ret_token, Err *err) {
    Str token = session_random(act->arena, 32);
    bool allowed;
    int64_t id, before;
    Query query;
    if (!may_have(act->db, act->arena, unit, &allowed, err)) return false;
    if (!allowed || kind >= FEED_KIND_COUNT) return err_set(err, ERR_FORBIDDEN, msg(N_("Den kalendern kan du inte ha.")));
    if (!delete(act, 0, kind, unit, &before, err) || !db_new_id(act->db, &id, err)) return false;
    if (!query_begin(&query, act->db, SQL_FEED_INSERT, err)) return false;
    query_bind_text(&query, 1, session_hash(act->arena, token));
    query_bind_int(&query, 2, id);
    query_bind_int(&query, 3, kind);
    query_bind_int(&query, 4, unit);
    query_bind_int(&query, 5, act->now);
    if (!query_run(&query, err)) return false;
    *ret_token = token;
    return audit_note(act, "feed.make", str_printf(act->arena, "calendar_feed %lld", (long long)id), err);
}

bool feed_revoke(Act *act, int64_t id, Err *err) {
    int64_t gone;
    if (!delete(act, id, -1, -1, &gone, err)) return false;
    if (!gone) return err_set(err, ERR_NOT_FOUND, msg(N_("Kalendern finns inte.")));
    return audit_note(act, "feed.revoke", str_printf(act->arena, "calendar_feed %lld", (long long)id), err);
}
