// Trainings as JSON: the list, fifty at a time after an id, and one with its time and its goals.
// Dates are last days, months hundredths; why someone is away is left out where it may not be seen.
#include "training/training_page.h"
#include "training/training_view.h"
#include "base/json.h"

static Date last_of(Date past) {
    return date_is_known(past) ? date_add_days(past, -1) : DATE_NONE;
}

static void put_training(JsonOut *out, const Training *training, Str name, Str home) {
    out_key_int(out, "id", training->id.raw);
    out_key_int(out, "version", training->version);
    out_key_text(out, "name", name);
    out_key_text(out, "kind", str_from_c(training_kind_names[training->kind]));
    out_key_text(out, "specialty", training->specialty);
    out_key_text(out, "regulation", training->regulation);
    out_key_text(out, "regulation_reason",
                 str_from_c(regulation_reason_names[training->regulation_reason]));
    out_key_int(out, "home_unit", training->home_unit.raw);
    out_key_text(out, "home_unit_name", home);
    out_key_date(out, "first", training->first);
    out_key_date(out, "planned_end", training->planned_end);
    out_key_text(out, "state", str_from_c(training_state_names[training->state]));
}

bool api_trainings(Request *req, Reply *reply, Err *err) {
    TrainingRowList rows;
    int64_t after = 0;
    request_query_int(req, "after", &after);
    TrainingQuery query = {.unit = training_unit(req), .event_kind = -1};
    if (!training_rows(req->db, req->arena, query, &rows, err)) return false;
    JsonOut out = out_begin(req->arena);
    bool found = after == 0;
    int64_t last = 0;
    int shown = 0;
    bool more = false;
    out_object(&out);
    out_key_int(&out, "total", (int64_t)rows.count);
    out_key(&out, "trainings");
    out_array(&out);
    for (size_t i = 0; i < rows.count; i++) {
        const TrainingRow *row = &rows.items[i];
        if (found && shown == TRAINING_ROWS_MAX) {
            more = true;
            break;
        }
        if (found) {
            out_object(&out);
            put_training(&out, &row->training,
                         full_name(req->arena, row->given_name, row->family_name), row->home_name);
            out_key_text(&out, "main_supervisor", row->supervisor);
            out_object_end(&out);
            last = row->training.id.raw;
            shown++;
        }
        if (row->training.id.raw == after) found = true;
    }
    out_array_end(&out);
    if (more) out_key_int(&out, "next_after", last);
    out_object_end(&out);
    reply_json(reply, out_end(&out));
    return true;
}

static void put_months(JsonOut *out, const char *key, ServiceTime time) {
    out_key_int(out, key, service_time_hundredths(time));
}

static void put_line(Request *req, JsonOut *out, const TrainingFile *file,
                     const ServiceLine *line) {
    bool may_see = may_see_leave_cause(req, &file->training);
    out_object(out);
    out_key_date(out, "first", line->span.first);
    out_key_date(out, "last", last_of(line->span.past));
    if (line->placement) out_key_int(out, "placement", line->placement->id.raw);
    if (line->placement) out_key_int(out, "unit", line->placement->unit.raw);
    out_key_bool(out, "ahead", line->ahead);
    out_key_int(out, "counted_percent", line->counted.value);
    put_months(out, "months_hundredths", line->time);
    out_key_text(out, "why", msg_format(req->arena, req->lang, service_line_why(line, may_see)));
    out_object_end(out);
}

static void put_service(Request *req, JsonOut *out, const TrainingFile *file,
                        const ServiceProgress *progress) {
    out_key(out, "service");
    out_object(out);
    put_months(out, "required_hundredths", progress->required);
    out_key_bool(out, "required_is_assumed", progress->required_is_proposal);
    put_months(out, "done_hundredths", progress->done);
    put_months(out, "unplaced_hundredths", progress->unplaced);
    put_months(out, "at_planned_end_hundredths", progress->at_planned_end);
    put_months(out, "bt_done_hundredths", progress->bt.done);
    put_months(out, "bt_primary_done_hundredths", progress->bt_primary.done);
    put_months(out, "bt_acute_done_hundredths", progress->bt_acute.done);
    out_key_date(out, "forecast_end", progress->forecast_end);
    out_key(out, "lines");
    out_array(out);
    for (size_t i = 0; i < progress->lines.count; i++)
        put_line(req, out, file, &progress->lines.items[i]);
    out_array_end(out);
    out_object_end(out);
}

static void put_facts(JsonOut *out, const char *key, const GoalFacts *facts) {
    out_key(out, key);
    if (!facts->asked) {
        out_null(out);
        return;
    }
    out_object(out);
    out_key_bool(out, "planned", facts->planned);
    out_key_bool(out, "done", facts->done);
    out_key_bool(out, "certified", facts->certified);
    out_object_end(out);
}

static void put_goals(Request *req, JsonOut *out, const TrainingFile *file,
                      const TrainingNeeds *needs) {
    GoalRowList rows = goal_rows(req->arena, &file->need, needs, req->today);
    out_key(out, "goals");
    out_array(out);
    for (size_t i = 0; i < rows.count; i++) {
        const GoalRow *row = &rows.items[i];
        out_object(out);
        out_key_text(out, "code", row->goal->code);
        out_key_text(out, "name", row->goal->name_sv);
        put_facts(out, "clinical", &row->facts[GOAL_CLINICAL]);
        put_facts(out, "course", &row->facts[GOAL_COURSE]);
        put_facts(out, "own_work", &row->facts[GOAL_OWN_WORK]);
        out_key_bool(out, "certified", row->certified);
        out_object_end(out);
    }
    out_array_end(out);
}

static void put_needs(JsonOut *out, const TrainingNeeds *needs) {
    out_key(out, "needs");
    out_array(out);
    for (size_t i = 0; i < needs->needs.count; i++) {
        const TrainingNeed *need = &needs->needs.items[i];
        out_object(out);
        out_key_text(out, "item", need->item);
        out_key_text(out, "name", need->name);
        out_key_text(out, "kind", str_from_c(placement_kind_names[need->kind]));
        put_months(out, "wanted_hundredths", need->wanted);
        put_months(out, "done_hundredths", need->done);
        put_months(out, "left_hundredths", need->left);
        out_key_bool(out, "must_confirm", need->must_confirm);
        out_object_end(out);
    }
    out_array_end(out);
}

bool api_training(Request *req, Reply *reply, Err *err) {
    TrainingFile file;
    if (!training_page_file(req, &file, err)) return false;
    TrainingNeeds needs = training_needs(req->arena, &file.need, req->today);
    JsonOut out = out_begin(req->arena);
    Str home = STR("");
    for (size_t i = 0; i < file.service.units.count; i++)
        if (file.service.units.items[i].id.raw == file.training.home_unit.raw)
            home = file.service.units.items[i].name;
    out_object(&out);
    put_training(&out, &file.training,
                 full_name(req->arena, file.person.given_name, file.person.family_name), home);
    put_service(req, &out, &file, &needs.progress);
    put_goals(req, &out, &file, &needs);
    put_needs(&out, &needs);
    out_object_end(&out);
    reply_json(reply, out_end(&out));
    return true;
}
