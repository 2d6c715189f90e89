#include "gathering/introduction_store.h"
#include "gen/sql.h"

static bool programme_find(Db *db, Arena *arena, const Sql *sql, UnitId unit, Audience audience, Programme *ret, Err *err) {
    Query query;
    *ret = (Programme){.unit = unit, .audience = audience, .approved = DATE_NONE};
    if (!query_begin(&query, db, sql, err)) return false;
    query_bind_int(&query, 1, unit.raw);
    query_bind_int(&query, 2, audience);
    if (query_next(&query)) *ret = programme_from_row(&query, arena, 0);
    return query_end(&query, err);
}

bool programme_of_unit(Db *db, Arena *arena, UnitId unit, Audience audience, Programme *ret, Err *err) {
    return programme_find(db, arena, SQL_PROGRAMME_OF_UNIT, unit, audience, ret, err);
}

bool programme_for(Db *db, Arena *arena, UnitId unit, Audience audience, Programme *ret, Err *err) {
    return programme_find(db, arena, SQL_PROGRAMME_FOR, unit, audience, ret, err);
}

bool programme_steps(Db *db, Arena *arena, ProgrammeId id, ProgrammeStepList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_PROGRAMME_STEPS, err)) return false;
    query_bind_int(&query, 1, id.raw);
    return programme_step_list_all(&query, arena, ret, err);
}

static bool steps_of(Db *db, Arena *arena, IntroductionId id, StepRowList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_INTRODUCTION_STEPS, err)) return false;
    query_bind_int(&query, 1, id.raw);
    while (query_next(&query)) {
        int c = INTRODUCTION_STEP_COLUMNS;
        Str given = query_text(&query, arena, c), family = query_text(&query, arena, c + 1);
        StepRow row = {.step = introduction_step_from_row(&query, arena, 0),
                       .done_by = str_trim(str_printf(arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family)))};
        list_add(arena, ret, row);
    }
    return query_end(&query, err);
}

bool introduction_of(Db *db, Arena *arena, TrainingId training, Introduction *ret, StepRowList *ret_steps, Err *err) {
    Query query;
    *ret = (Introduction){.training = training, .done = DATE_NONE};
    *ret_steps = (StepRowList){0};
    if (!query_begin(&query, db, SQL_INTRODUCTION_OF, err)) return false;
    query_bind_int(&query, 1, training.raw);
    if (query_next(&query)) *ret = introduction_from_row(&query, arena, 0);
    return query_end(&query, err) && (!ret->id.raw || steps_of(db, arena, ret->id, ret_steps, err));
}

bool introduction_is_recorded(Db *db, TrainingId training, bool *ret, Err *err) {
    Query query;
    *ret = false;
    if (!query_begin(&query, db, SQL_INTRODUCTION_IS_RECORDED, err)) return false;
    query_bind_int(&query, 1, training.raw);
    query_bind_int(&query, 2, EVENT_KIND_INTRODUCTION_DONE);
    if (query_next(&query)) *ret = query_int(&query, 0) > 0;
    return query_end(&query, err);
}
