#include "duty/finding_store.h"
#include "gen/sql.h"
#include "rulebook/rulebook_store.h"
#include "store/change_row.h"

static Str key_of(Arena *arena, Str rule, const int64_t ids[4], Str period) {
    return str_printf(arena, "%.*s|%lld|%lld|%lld|%lld|%.*s", STR_ARG(rule), (long long)ids[0], (long long)ids[1],
                      (long long)ids[2], (long long)ids[3], STR_ARG(period));
}

Str found_key(Arena *arena, const Found *f) {
    return key_of(arena, f->rule->id, (int64_t[]){f->unit.raw, f->training.raw, f->person.raw, f->placement.raw},
                  f->period);
}

Str finding_key(Arena *arena, const Finding *f) {
    return key_of(arena, f->rule, (int64_t[]){f->unit.raw, f->training.raw, f->person.raw, f->placement.raw},
                  f->period);
}

Finding finding_from_found(Arena *arena, const Found *found, Date opened, Str rulebook) {
    return (Finding){.rule = found->rule->id, .variant = found->how->id, .period = found->period,
                     .unit = found->unit, .training = found->training, .person = found->person,
                     .placement = found->placement, .grouping = found->grouping,
                     .word = finding_word(found->how->word), .since = found->since, .due = found->due,
                     .args = found_args_json(arena, found), .on_todo = found->how->on_todo, .opened = opened,
                     .closed = DATE_OPEN, .put_off = DATE_NONE, .rulebook = rulebook};
}

static bool insert(Db *db, Finding *finding, Err *err) {
    Query query;
    if (!db_new_id(db, &finding->id.raw, err) || !query_begin(&query, db, SQL_FINDING_RECORD_INSERT, err))
        return false;
    query_bind_int(&query, 1, finding->id.raw);
    query_bind_int(&query, 2, 1);
    for (size_t i = 0; i < record_finding.column_count; i++)
        record_bind(&query, 3 + (int)i, &record_finding.columns[i], finding);
    return query_run(&query, err);
}

static bool is_same(const Finding *a, const Finding *b) {
    return str_equal(a->variant, b->variant) && str_equal(a->grouping, b->grouping) && a->word == b->word &&
           date_compare(a->since, b->since) == 0 && date_compare(a->due, b->due) == 0 &&
           str_equal(a->args, b->args) && a->on_todo == b->on_todo && str_equal(a->rulebook, b->rulebook);
}

// What has become a "krav" can no longer be put off.
static bool change(Db *db, const Finding *stored, const Finding *now, Err *err) {
    Query query;
    bool put_off = now->word != FINDING_WORD_KRAV || stored->word == FINDING_WORD_KRAV;
    if (!query_begin(&query, db, SQL_FINDING_CHANGE, err)) return false;
    query_bind_int(&query, 1, stored->id.raw);
    query_bind_text(&query, 2, now->variant);
    query_bind_text(&query, 3, now->grouping);
    query_bind_int(&query, 4, (int64_t)now->word);
    query_bind_date(&query, 5, now->since);
    query_bind_date(&query, 6, now->due);
    query_bind_text(&query, 7, now->args);
    query_bind_int(&query, 8, now->on_todo);
    query_bind_text(&query, 9, now->rulebook);
    query_bind_date(&query, 10, put_off ? stored->put_off : DATE_NONE);
    return query_run(&query, err);
}

static bool close_one(Db *db, FindingId id, Date today, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_FINDING_CLOSE, err)) return false;
    query_bind_int(&query, 1, id.raw);
    query_bind_date(&query, 2, today);
    return query_run(&query, err);
}

static bool store(Db *db, Arena *arena, Date today, const FoundList *found, const FindingList *open, Str version,
                  RefreshCount *ret, Err *err) {
    StrMap by_key = {0};
    bool *kept = arena_array(arena, bool, open->count + 1);
    for (size_t i = 0; i < open->count; i++)
        str_map_put(arena, &by_key, finding_key(arena, &open->items[i]), (int64_t)i);
    RefreshCount count = {0};
    for (size_t i = 0; i < found->count; i++) {
        Finding now = finding_from_found(arena, &found->items[i], today, version);
        int64_t at;
        if (!str_map_get(&by_key, found_key(arena, &found->items[i]), &at)) {
            if (!insert(db, &now, err)) return false;
            count.opened++;
            continue;
        }
        kept[at] = true;
        bool same = is_same(&open->items[at], &now);
        if (!same && !change(db, &open->items[at], &now, err)) return false;
        count.same += same;
        count.changed += !same;
    }
    for (size_t i = 0; i < open->count; i++) {
        if (kept[i]) continue;
        if (!close_one(db, open->items[i].id, today, err)) return false;
        count.closed++;
    }
    *ret = count;
    return true;
}

bool finding_is_of_day(Db *db, Date today, bool *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_FINDINGS_DAY, err)) return false;
    *ret = query_next(&query) && query_int(&query, 0) == today.day;
    return query_end(&query, err);
}

static bool day_set(Db *db, Date today, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_FINDINGS_DAY_SET, err)) return false;
    query_bind_date(&query, 1, today);
    return query_run(&query, err);
}

bool finding_open_all(Db *db, Arena *arena, FindingList *ret, Err *err) {
    Query query;
    return query_begin(&query, db, SQL_FINDING_OPEN_ALL, err) && finding_list_all(&query, arena, ret, err);
}

bool finding_follow_handover(Db *db, Err *err) {
    Query query;
    return query_begin(&query, db, SQL_FINDING_FOLLOW_HANDOVER, err) && query_run(&query, err);
}

bool finding_refresh(Db *db, Arena *arena, Date today, RefreshCount *ret, Err *err) {
    Rulebook rulebook;
    Facts *facts;
    FindingList open;
    if (!finding_follow_handover(db, err) || !rulebook_load(db, arena, today, &rulebook, err) ||
        !facts_load(db, arena, &facts, err) || !finding_open_all(db, arena, &open, err))
        return false;
    FoundList found = duty_evaluate(arena, &rulebook, facts, today);
    return store(db, arena, today, &found, &open, rulebook.version, ret, err) && day_set(db, today, err);
}

static bool open_of(Db *db, Arena *arena, const Sql *sql, const int64_t *ids, size_t count, FindingList *all, Err *err) {
    for (size_t i = 0; i < count; i++) {
        Query query;
        FindingList some;
        if (!query_begin(&query, db, sql, err)) return false;
        query_bind_int(&query, 1, ids[i]);
        if (!finding_list_all(&query, arena, &some, err)) return false;
        for (size_t f = 0; f < some.count; f++) list_add(arena, all, some.items[f]);
    }
    return true;
}

// A training that has come to a unit from another is alone in its findings there, and whole in its new home.
static void each_once(Arena *arena, FindingList *list) {
    IdMap seen = {0};
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        int64_t there;
        if (id_map_get(&seen, list->items[i].id.raw, &there)) continue;
        id_map_put(arena, &seen, list->items[i].id.raw, 1);
        list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

bool finding_refresh_part(Db *db, Arena *arena, Date today, FactsPart *part, RefreshCount *ret, Err *err) {
    Rulebook rulebook;
    Facts *facts;
    FindingList open = {0};
    if (!rulebook_load(db, arena, today, &rulebook, err) || !facts_load_part(db, arena, part, today, &facts, err) ||
        !open_of(db, arena, SQL_FINDING_OPEN_AT, part->whole.items, part->whole.count, &open, err) ||
        !open_of(db, arena, SQL_FINDING_OPEN_OF_UNIT, part->units.items, part->units.count, &open, err) ||
        !open_of(db, arena, SQL_FINDING_OPEN_OF_TRAINING, part->trainings.items, part->trainings.count, &open, err))
        return false;
    each_once(arena, &open);
    FoundList found = duty_evaluate(arena, &rulebook, facts, today);
    return store(db, arena, today, &found, &open, rulebook.version, ret, err);
}

bool finding_todo(Db *db, Arena *arena, FindingList *ret, Err *err) {
    Query query;
    return query_begin(&query, db, SQL_FINDING_TODO, err) && finding_list_all(&query, arena, ret, err);
}

bool finding_get(Db *db, Arena *arena, FindingId id, Finding *ret, Err *err) {
    Query query;
    FindingList list;
    if (!query_begin(&query, db, SQL_FINDING_ONE, err)) return false;
    query_bind_int(&query, 1, id.raw);
    if (!finding_list_all(&query, arena, &list, err)) return false;
    if (!list.count) return err_set(err, ERR_NOT_FOUND, msg(N_("Ärendet finns inte, eller så får du inte se det.")));
    *ret = list.items[0];
    return true;
}

bool finding_earlier(Db *db, Arena *arena, const Finding *finding, FindingList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_FINDING_EARLIER, err)) return false;
    query_bind_text(&query, 1, finding->rule);
    query_bind_int(&query, 2, finding->training.raw);
    query_bind_int(&query, 3, finding->unit.raw);
    query_bind_int(&query, 4, finding->id.raw);
    return finding_list_all(&query, arena, ret, err);
}
