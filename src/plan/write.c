#include "plan/write.h"
#include "base/json.h"
#include "plan/explain.h"

// One record a line.
static void next_record(JsonOut *out) {
    if (out->comma) buf_add_char(&out->buf, ',');
    out->comma = false;
    out_newline(out);
}

static void records_begin(JsonOut *out, const char *key) {
    if (out->comma) buf_add_char(&out->buf, ',');
    out->comma = false;
    out_newline(out);
    out_key(out, key);
    out_array(out);
}

static void write_steps(JsonOut *out, const char *key, PlanSteps steps, const PlanNames *names) {
    out_key(out, key);
    out_array(out);
    for (size_t i = 0; i < steps.count; i++) {
        out_array(out);
        out_int(out, steps.items[i].first);
        out_int(out, steps.items[i].past);
        if (names)
            out_text(out, names->items[steps.items[i].value]);
        else
            out_int(out, steps.items[i].value);
        out_array_end(out);
    }
    out_array_end(out);
}

static void write_steps_if_any(JsonOut *out, const char *key, PlanSteps steps,
                               const PlanNames *names) {
    if (steps.count > 0) write_steps(out, key, steps, names);
}

static void write_unit_ref(JsonOut *out, const PlanInstance *plan, int32_t unit) {
    out_key(out, "unit");
    if (unit < 0)
        out_null(out);
    else
        out_text(out, plan->units.items[unit].id);
}

static void write_pair(JsonOut *out, const char *key, int32_t first, int32_t last) {
    out_key(out, key);
    out_array(out);
    out_int(out, first);
    out_int(out, last);
    out_array_end(out);
}

static void write_head(JsonOut *out, const PlanInstance *plan) {
    out_key_text(out, "format", STR("randa-plan/1"));
    if (plan->name.size) out_key_text(out, "name", plan->name);
    out_key(out, "calendar");
    out_object(out);
    out_key_text(out, "unit", plan->period_unit == PLAN_WEEK ? STR("week") : STR("half-month"));
    if (date_is_known(plan->start)) out_key_date(out, "start", plan->start);
    out_key_int(out, "periods", plan->periods);
    out_key_int(out, "now", plan->now);
    out_object_end(out);
    out_key(out, "rules");
    out_object(out);
    out_key_int(out, "bridge", plan->bridge);
    out_key_text(out, "bt_first", plan->bt_is_hard ? STR("hard") : STR("wish"));
    out_object_end(out);
    out_key(out, "weights");
    out_object(out);
    for (int term = 0; term < PLAN_TERMS; term++)
        out_key_int(out, plan_term_names[term], plan->weights[term]);
    out_object_end(out);
    if (plan->rank_count == 0) return;
    out_key(out, "rank");
    out_array(out);
    for (int32_t rank = 0; rank < plan->rank_count; rank++) {
        out_array(out);
        for (int term = 0; term < PLAN_TERMS; term++)
            if (plan->ranks[term] == rank) out_text(out, str_from_c(plan_term_names[term]));
        out_array_end(out);
    }
    out_array_end(out);
}

static void write_unit(JsonOut *out, const PlanInstance *plan, const PlanUnit *unit) {
    out_object(out);
    out_key_text(out, "id", unit->id);
    write_steps(out, "capacity", unit->capacity_steps, NULL);
    if (unit->levels.count > 0) {
        out_key(out, "levels");
        out_object(out);
        for (size_t i = 0; i < unit->levels.count; i++) {
            Str name = plan->levels.items[unit->levels.items[i].level];
            write_steps(out, str_to_c(out->buf.arena, name), unit->levels.items[i].steps, NULL);
        }
        out_object_end(out);
    }
    write_steps_if_any(out, "min", unit->min_steps, NULL);
    out_object_end(out);
}

static void write_trainee(JsonOut *out, const PlanInstance *plan, const PlanTrainee *trainee) {
    out_object(out);
    out_key_text(out, "id", trainee->id);
    if (trainee->home != PLAN_NONE) out_key_text(out, "home", plan->homes.items[trainee->home].id);
    write_steps(out, "service", trainee->service_steps, NULL);
    write_steps_if_any(out, "levels", trainee->level_steps, &plan->levels);
    if (trainee->total > 0) out_key_int(out, "total", trainee->total);
    if (trainee->last_end != plan->periods) out_key_int(out, "last_end", trainee->last_end);
    if (trainee->wished_end != PLAN_NONE) out_key_int(out, "wished_end", trainee->wished_end);
    if (trainee->max_changes != PLAN_NONE) out_key_int(out, "max_changes", trainee->max_changes);
    out_object_end(out);
}

static void write_option(JsonOut *out, const PlanInstance *plan, const PlanOption *option) {
    out_object(out);
    write_unit_ref(out, plan, option->unit);
    out_key_int(out, "cost", option->cost);
    if (option->work > 0) out_key_int(out, "work", option->work);
    if (option->past > 0) {
        int32_t past = option->past < plan->periods ? option->past : plan->periods;
        write_pair(out, "window", option->first < past ? option->first : past, past);
    }
    out_object_end(out);
}

static void write_after(JsonOut *out, const PlanInstance *plan, const PlanActivity *activity) {
    out_key(out, "after");
    out_array(out);
    for (size_t i = 0; i < activity->after.count; i++) {
        PlanAfter after = activity->after.items[i];
        Str id = plan->activities.items[after.before].id;
        if (after.lag == 0 && after.max == PLAN_NO_LIMIT) {
            out_text(out, id);
            continue;
        }
        out_object(out);
        out_key_text(out, "id", id);
        out_key_int(out, "lag", after.lag);
        if (after.max != PLAN_NO_LIMIT) out_key_int(out, "max", after.max);
        out_object_end(out);
    }
    out_array_end(out);
}

static void write_pin(JsonOut *out, const PlanInstance *plan, const PlanPin *pin) {
    out_object(out);
    out_key_int(out, "start", pin->start);
    if (pin->unit_is_set) write_unit_ref(out, plan, pin->unit);
    if (pin->past > 0) out_key_int(out, "end", pin->past);
    if (pin->work > 0) out_key_int(out, "work", pin->work);
    out_object_end(out);
}

static void write_pins(JsonOut *out, const PlanInstance *plan, const PlanActivity *activity) {
    out_key(out, "fixed");
    if (activity->pins.count == 1) {
        write_pin(out, plan, &activity->pins.items[0]);
        return;
    }
    out_array(out);
    for (size_t i = 0; i < activity->pins.count; i++)
        write_pin(out, plan, &activity->pins.items[i]);
    out_array_end(out);
}

static void write_split(JsonOut *out, const PlanActivity *activity) {
    out_key(out, "split");
    out_object(out);
    out_key_int(out, "parts", activity->parts_max);
    if (activity->block_min > 0) out_key_int(out, "min_block", activity->block_min);
    if (!activity->same_unit) out_key_bool(out, "same_unit", false);
    out_object_end(out);
}

static void write_activity(JsonOut *out, const PlanInstance *plan, const PlanActivity *activity) {
    out_object(out);
    out_key_text(out, "id", activity->id);
    out_key_text(out, "trainee", plan->trainees.items[activity->trainee].id);
    out_key_text(out, "kind", str_from_c(plan_kind_names[activity->kind]));
    if (activity->weeks > 0)
        out_key_int(out, "weeks", activity->weeks);
    else
        out_key_int(out, "work", activity->work);
    out_key(out, "options");
    out_array(out);
    for (size_t i = 0; i < activity->options.count; i++)
        write_option(out, plan, &activity->options.items[i]);
    out_array_end(out);
    if (activity->at_home != (activity->kind == PLAN_INTERNAL))
        out_key_bool(out, "at_home", activity->at_home);
    if (activity->inside) out_key_bool(out, "inside", true);
    if (activity->share != 100) out_key_int(out, "share", activity->share);
    if (activity->first > 0 || activity->past < plan->periods)
        write_pair(out, "window", activity->first, activity->past);
    if (activity->preferred_is_set) {
        write_pair(out, "preferred", activity->preferred_first, activity->preferred_last);
        out_key_int(out, "timing_weight", activity->timing_weight);
    }
    if (activity->after.count > 0) write_after(out, plan, activity);
    if (activity->starts_is_set) {
        out_key(out, "starts");
        out_array(out);
        for (size_t i = 0; i < activity->starts.count; i++) out_int(out, activity->starts.items[i]);
        out_array_end(out);
    }
    if (activity->parts_max > 0) write_split(out, activity);
    if (activity->covers.count > 0) {
        out_key(out, "covers");
        out_object(out);
        for (size_t i = 0; i < activity->covers.count; i++)
            out_key_int(out,
                        str_to_c(out->buf.arena, plan->goals.items[activity->covers.items[i].goal]),
                        activity->covers.items[i].credit);
        out_object_end(out);
    }
    if (activity->optional) out_key_bool(out, "optional", true);
    if (activity->pins.count > 0) write_pins(out, plan, activity);
    out_object_end(out);
}

static void write_need(JsonOut *out, const PlanInstance *plan, const PlanNeed *need) {
    out_object(out);
    out_key_text(out, "trainee", plan->trainees.items[need->trainee].id);
    out_key_text(out, "goal", plan->goals.items[need->goal]);
    out_key_int(out, "at_least", need->at_least);
    if (need->at_most != PLAN_NO_LIMIT) out_key_int(out, "at_most", need->at_most);
    out_object_end(out);
}

static void write_ids(JsonOut *out, const PlanInstance *plan, const char *key, PlanIndexes ids) {
    out_key(out, key);
    out_array(out);
    for (size_t i = 0; i < ids.count; i++) out_text(out, plan->activities.items[ids.items[i]].id);
    out_array_end(out);
}

static void write_placement(JsonOut *out, const PlanInstance *plan,
                            const PlanPlacement *placement) {
    out_object(out);
    out_key_text(out, "activity", plan->activities.items[placement->activity].id);
    out_key_int(out, "start", placement->start);
    write_unit_ref(out, plan, placement->unit);
    if (placement->work > 0) out_key_int(out, "work", placement->work);
    if (placement->confirmed) out_key_bool(out, "confirmed", true);
    out_object_end(out);
}

static void write_placements(JsonOut *out, const PlanInstance *plan, const char *key,
                             PlanPlacements placements) {
    records_begin(out, key);
    for (size_t i = 0; i < placements.count; i++) {
        next_record(out);
        write_placement(out, plan, &placements.items[i]);
    }
    out_array_end(out);
}

static void write_lists(JsonOut *out, const PlanInstance *plan) {
    records_begin(out, "homes");
    for (size_t i = 0; i < plan->homes.count; i++) {
        const PlanHome *home = &plan->homes.items[i];
        next_record(out);
        out_object(out);
        out_key_text(out, "id", home->id);
        write_steps_if_any(out, "min", home->min_steps, NULL);
        write_steps_if_any(out, "target", home->target_steps, NULL);
        write_steps_if_any(out, "max", home->max_steps, NULL);
        out_object_end(out);
    }
    out_array_end(out);
    records_begin(out, "units");
    for (size_t i = 0; i < plan->units.count; i++) {
        next_record(out);
        write_unit(out, plan, &plan->units.items[i]);
    }
    out_array_end(out);
    records_begin(out, "trainees");
    for (size_t i = 0; i < plan->trainees.count; i++) {
        next_record(out);
        write_trainee(out, plan, &plan->trainees.items[i]);
    }
    out_array_end(out);
    records_begin(out, "activities");
    for (size_t i = 0; i < plan->activities.count; i++) {
        next_record(out);
        write_activity(out, plan, &plan->activities.items[i]);
    }
    out_array_end(out);
}

Str plan_write(Arena *arena, const PlanInstance *plan) {
    JsonOut out = out_begin(arena);
    out_object(&out);
    write_head(&out, plan);
    write_lists(&out, plan);
    if (plan->needs.count > 0) {
        records_begin(&out, "needs");
        for (size_t i = 0; i < plan->needs.count; i++) {
            next_record(&out);
            write_need(&out, plan, &plan->needs.items[i]);
        }
        out_array_end(&out);
    }
    if (plan->togethers.count > 0) {
        records_begin(&out, "together");
        for (size_t i = 0; i < plan->togethers.count; i++) {
            next_record(&out);
            out_object(&out);
            write_ids(&out, plan, "activities", plan->togethers.items[i].activities);
            out_key_int(&out, "gap", plan->togethers.items[i].gap);
            out_object_end(&out);
        }
        out_array_end(&out);
    }
    if (plan->previous_is_set) write_placements(&out, plan, "previous", plan->previous);
    out_object_end(&out);
    out_newline(&out);
    return out_end(&out);
}

static void write_group(JsonOut *out, const PlanInstance *plan, const PlanGroup *group, bool told) {
    out_object(out);
    out_key_text(out, "group", str_from_c(plan_group_names[group->kind]));
    if (group->before != PLAN_NONE) {
        out_key_text(out, "before", plan->activities.items[group->before].id);
        out_key_text(out, "after", plan->activities.items[group->activity].id);
    } else if (group->activity != PLAN_NONE)
        out_key_text(out, "activity", plan->activities.items[group->activity].id);
    if (group->unit != PLAN_NONE) write_unit_ref(out, plan, group->unit);
    if (group->home != PLAN_NONE) out_key_text(out, "home", plan->homes.items[group->home].id);
    if (group->trainee != PLAN_NONE)
        out_key_text(out, "trainee", plan->trainees.items[group->trainee].id);
    if (group->goal != PLAN_NONE) out_key_text(out, "goal", plan->goals.items[group->goal]);
    if (group->first != PLAN_NONE) {
        out_key_int(out, "from", group->first);
        out_key_int(out, "to", group->past);
    }
    if (group->level != PLAN_NONE) out_key_text(out, "level", plan->levels.items[group->level]);
    if (told) {
        Arena *arena = out->buf.arena;
        out_key_text(out, "text", msg_format(arena, LANG_SV, plan_group_text(plan, group)));
        out_key_text(out, "source", msg_format(arena, LANG_SV, plan_group_source(group)));
    }
    out_object_end(out);
}

static void write_terms(JsonOut *out, const PlanInstance *plan, const PlanSolution *solution) {
    out_key(out, "terms");
    out_object(out);
    for (int term = 0; term < PLAN_TERMS; term++)
        if (plan->weights[term] > 0 && (solution->terms[term] > 0 || term <= PLAN_BELOW_TARGET))
            out_key_int(out, plan_term_names[term], solution->terms[term]);
    out_object_end(out);
}

// `told`: each fact also in words, with where it comes from.
static void write_reasons(JsonOut *out, const PlanInstance *plan, const PlanConflict *conflict,
                          bool minimal, const PlanRemedies *remedies, bool told) {
    records_begin(out, "conflict");
    for (size_t i = 0; i < conflict->count; i++) {
        next_record(out);
        write_group(out, plan, &conflict->items[i], told);
    }
    out_array_end(out);
    out_key_bool(out, "minimal", minimal);
    out_key(out, "remedies");
    out_array(out);
    for (size_t i = 0; i < remedies->count; i++) {
        out_object(out);
        out_key_int(out, "group", remedies->items[i].group);
        out_key_text(out, "text", remedies->items[i].text);
        out_key_bool(out, "verified", remedies->items[i].verified);
        out_object_end(out);
    }
    out_array_end(out);
}

Str plan_conflict_write(Arena *arena, const PlanInstance *plan, const PlanConflict *conflict,
                        bool minimal, const PlanRemedies *remedies) {
    JsonOut out = out_begin(arena);
    out_object(&out);
    write_reasons(&out, plan, conflict, minimal, remedies, true);
    out_object_end(&out);
    out_newline(&out);
    return out_end(&out);
}

static void write_trace(JsonOut *out, const PlanTrace *trace) {
    records_begin(out, "trace");
    for (size_t i = 0; i < trace->count; i++) {
        out_array(out);
        out_int(out, trace->items[i].iteration);
        out_text(out, trace->items[i].phase);
        out_int(out, trace->items[i].cost);
        out_array_end(out);
    }
    out_array_end(out);
}

Str plan_solution_write(Arena *arena, const PlanInstance *plan, const PlanSolution *solution) {
    JsonOut out = out_begin(arena);
    out_object(&out);
    out_key_text(&out, "format", STR("randa-plan-solution/1"));
    out_key_text(&out, "instance", plan->name);
    out_key_text(&out, "status", str_from_c(plan_status_names[solution->status]));
    if (solution->cost_is_set) out_key_int(&out, "cost", solution->cost);
    if (solution->bound_is_set) out_key_int(&out, "bound", solution->bound);
    if (solution->terms_are_set) write_terms(&out, plan, solution);
    write_placements(&out, plan, "placements", solution->placements);
    out_newline(&out);
    write_ids(&out, plan, "left_out", solution->left_out);
    if (solution->moved_is_set) write_ids(&out, plan, "moved", solution->moved);
    if (solution->status == PLAN_INFEASIBLE)
        write_reasons(&out, plan, &solution->conflict, solution->minimal, &solution->remedies,
                      false);
    write_trace(&out, &solution->trace);
    out_key_int(&out, "seed", solution->seed);
    out_key_int(&out, "threads", solution->threads);
    out_key_int(&out, "iterations", solution->iterations);
    out_key_text(&out, "stopped_by", str_from_c(plan_stopped_names[solution->stopped_by]));
    out_object_end(&out);
    out_newline(&out);
    return out_end(&out);
}
