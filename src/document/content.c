#include "document/content.h"
#include "base/json.h"
#include "base/lang.h"

static void put_line(JsonOut *out, Arena *arena, const char *what, Str text) {
    if (text.size > 0) out_text(out, str_printf(arena, "%s: %.*s", what, STR_ARG(text)));
}

static void put_placements(JsonOut *out, Arena *arena, const DocumentFacts *facts) {
    for (size_t i = 0; i < facts->file.service.placements.count; i++) {
        const Placement *placement = &facts->file.service.placements.items[i];
        if (placement->state == PLACEMENT_STATE_CANCELLED) continue;
        put_line(out, arena, "Placering",
                 str_printf(arena, "%.*s, %.*s, %d %%, %.*s", STR_ARG(document_unit(facts, placement->unit)),
                            STR_ARG(date_span_text(arena, LANG_SV, date_span(placement->first, placement->past))), placement->share.value,
                            STR_ARG(document_goal_codes(facts, placement))));
    }
}

static void put_courses(JsonOut *out, Arena *arena, const DocumentFacts *facts) {
    for (size_t a = 0; a < facts->file.need.applications.count; a++)
        for (size_t c = 0; c < facts->file.need.courses.count; c++) {
            const Course *course = &facts->file.need.courses.items[c];
            if (course->id.raw != facts->file.need.applications.items[a].course.raw) continue;
            put_line(out, arena, "Kurs", str_printf(arena, "%.*s, %.*s", STR_ARG(course->name),
                                                    STR_ARG(date_span_text(arena, LANG_SV, date_span(course->first, course->past)))));
        }
}

Str document_content(Arena *arena, const DocumentFacts *facts, const DocumentType *type) {
    const Training *training = &facts->file.training;
    JsonOut out = out_begin(arena);
    out_object(&out);
    out_key_text(&out, "kind", type->id);
    out_key_int(&out, "training", training->id.raw);
    out_key(&out, "lines");
    out_array(&out);
    put_line(&out, arena, "Namn", facts->trainee.name);
    put_line(&out, arena, "Specialitet", document_specialty(training->specialty));
    put_line(&out, arena, "Föreskrift", training->regulation);
    put_line(&out, arena, "Hemenhet", facts->home);
    put_line(&out, arena, "Börjar", document_day(arena, training->first));
    put_line(&out, arena, "Planerat slut", document_day(arena, training->planned_end));
    put_line(&out, arena, "Huvudhandledare", facts->main_supervisor.name);
    put_line(&out, arena, "Studierektor", facts->director.name);
    put_line(&out, arena, "Verksamhetschef", facts->head.name);
    if (str_equal(type->id, STR("iup"))) {
        put_placements(&out, arena, facts);
        put_courses(&out, arena, facts);
    }
    for (size_t i = 0; i < type->clause_count; i++) out_text(&out, str_printf(arena, "%.*s. %.*s", STR_ARG(type->clauses[i].heading_sv), STR_ARG(type->clauses[i].text_sv)));
    out_array_end(&out);
    out_object_end(&out);
    return out_end(&out);
}

static bool has_line(const json_t *lines, const char *text) {
    size_t i;
    const json_t *line;
    json_array_foreach((json_t *)lines, i, line) if (json_is_string(line) && str_equal(str_from_c(json_string_value(line)), str_from_c(text))) return true;
    return false;
}

static void only_in(Arena *arena, const json_t *these, const json_t *those, PdfTexts *ret) {
    size_t i;
    const json_t *line;
    json_array_foreach((json_t *)these, i, line) if (json_is_string(line) && !has_line(those, json_string_value(line)))
        list_add(arena, ret, str_copy(arena, str_from_c(json_string_value(line))));
}

bool content_compare(Arena *arena, Str older, Str newer, ContentChange *ret, Err *err) {
    json_t *before, *after;
    ContentChange change = {0};
    if (!json_read(arena, older, &before, err) || !json_read(arena, newer, &after, err)) return false;
    only_in(arena, json_object_get(before, "lines"), json_object_get(after, "lines"), &change.gone);
    only_in(arena, json_object_get(after, "lines"), json_object_get(before, "lines"), &change.come);
    *ret = change;
    return true;
}
