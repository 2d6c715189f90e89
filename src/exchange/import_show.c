#include "exchange/import_show.h"

#define SHOWN_CHANGES_MAX 200 // in words; JSON has all

static void out_problems(Arena *arena, JsonOut *out, const char *key, const ProblemList *problems) {
    out_key(out, key);
    out_array(out);
    for (size_t i = 0; i < problems->count; i++) {
        const Problem *problem = &problems->items[i];
        out_object(out);
        out_key_text(out, "file", problem->file);
        out_key_text(out, "sheet", problem->sheet);
        out_key_int(out, "row", problem->row);
        out_key_text(out, "column", problem->column);
        out_key_text(out, "cell", problem->cell);
        out_key_text(out, "value", problem->value);
        out_key_text(out, "message", msg_format(arena, LANG_SV, problem->message));
        out_object_end(out);
    }
    out_array_end(out);
}

static void out_count(JsonOut *out, PreviewCount count) {
    out_key_int(out, "new", (int64_t)count.new_count);
    out_key_int(out, "changed", (int64_t)count.changed_count);
    out_key_int(out, "unchanged", (int64_t)count.unchanged_count);
}

static void out_readings(JsonOut *out, const Import *import) {
    out_key(out, "readings");
    out_array(out);
    for (size_t i = 0; i < import->input.readings.count; i++) {
        const Reading *reading = import->input.readings.items[i];
        out_object(out);
        out_key_text(out, "file", reading->file);
        out_key_text(out, "sheet", reading->sheet);
        out_key_text(out, "list", reading->kind == LIST_MATRIX ? STR("matrix") : str_from_c(lists[reading->kind].key));
        out_key_int(out, "header_row", reading->header_row);
        out_key_int(out, "rows", (int64_t)reading->rows);
        out_key(out, "columns");
        out_array(out);
        for (size_t c = 0; c < reading->columns.count; c++) {
            const ReadingColumn *column = &reading->columns.items[c];
            out_object(out);
            out_key_text(out, "column", column->letters);
            out_key_text(out, "heading", column->heading);
            out_key_text(out, "field", column->field ? str_from_c(column->field->key) : STR(""));
            out_object_end(out);
        }
        out_array_end(out);
        out_object_end(out);
    }
    out_array_end(out);
}

static void out_matching(Arena *arena, JsonOut *out, const Import *import) {
    out_key(out, "matches");
    out_array(out);
    for (size_t i = 0; i < import->matching.taken.count; i++) {
        const Taken *taken = &import->matching.taken.items[i];
        out_object(out);
        out_key_text(out, "text", taken->text);
        out_key_text(out, "unit", known_unit_text(arena, &import->known, taken->unit));
        out_key_int(out, "rows", (int64_t)taken->rows);
        out_object_end(out);
    }
    out_array_end(out);
    out_key(out, "questions");
    out_array(out);
    for (size_t i = 0; i < import->matching.questions.count; i++) {
        const Question *question = &import->matching.questions.items[i];
        out_object(out);
        out_key_text(out, "kind", question->person ? STR("person") : STR("unit"));
        out_key_text(out, "text", question->text);
        out_key(out, "options");
        out_array(out);
        for (size_t o = 0; o < question->match.option_count; o++)
            out_text(out, question->person ? known_person_text(arena, &import->known, question->match.options[o])
                                           : known_unit_text(arena, &import->known, question->match.options[o]));
        out_array_end(out);
        out_object_end(out);
    }
    out_array_end(out);
}

static void out_changes(Arena *arena, JsonOut *out, const Import *import) {
    out_key(out, "changes");
    out_array(out);
    for (size_t l = 1; l < LIST_COUNT; l++)
        for (size_t i = 0; i < import->preview.rows[l].count; i++) {
            const PreviewRow *row = &import->preview.rows[l].items[i];
            if (row->kind != PREVIEW_CHANGED) continue;
            out_object(out);
            out_key_text(out, "list", str_from_c(lists[l].key));
            out_key_text(out, "what", import_row_text(arena, import, (ListKind)l, row->row));
            out_key(out, "fields");
            out_object(out);
            for (int f = 0; lists[l].fields[f].key; f++) {
                const Field *field = &lists[l].fields[f];
                if (!(row->fields >> f & 1)) continue;
                out_key(out, field->key);
                out_array(out);
                out_text(out, known_show(arena, &import->known, field, row->stored->values[f]));
                out_text(out, known_show(arena, &import->known, field, row->row->values[f]));
                out_array_end(out);
            }
            out_object_end(out);
            out_object_end(out);
        }
    out_array_end(out);
}

Str import_json(Arena *arena, const Import *import, ImportOutcome outcome) {
    JsonOut out = out_begin(arena);
    out_object(&out);
    out_count(&out, import->preview.all);
    out_key_bool(&out, "saved", outcome.saved);
    out_key_bool(&out, "dry_run", outcome.dry_run);
    out_key(&out, "lists");
    out_object(&out);
    for (size_t l = 1; l < LIST_COUNT; l++) {
        out_key(&out, lists[l].key);
        out_object(&out);
        out_count(&out, import->preview.counts[l]);
        out_object_end(&out);
    }
    out_object_end(&out);
    out_problems(arena, &out, "problems", &import->input.problems);
    out_problems(arena, &out, "notes", &import->input.notes);
    out_matching(arena, &out, import);
    out_changes(arena, &out, import);
    out_readings(&out, import);
    out_object_end(&out);
    out_newline(&out);
    return out_end(&out);
}

Str import_row_text(Arena *arena, const Import *import, ListKind list, const ImportRow *row) {
    Buf buf = buf_begin(arena);
    for (int f = 0; lists[list].fields[f].key; f++) {
        const Field *field = &lists[list].fields[f];
        if (field->role == KEY_NO || !row->values[f].size) continue;
        if (buf.size) buf_add(&buf, STR(", "));
        buf_add(&buf, known_show(arena, &import->known, field, row->values[f]));
    }
    return buf_end(&buf);
}

Str import_problem_text(Arena *arena, Lang lang, const Problem *problem) {
    Buf buf = buf_begin(arena);
    buf_add(&buf, problem->file);
    if (problem->sheet.size) buf_addf(&buf, ", %.*s", STR_ARG(problem->sheet));
    if (problem->row) buf_addf(&buf, ", %s %u", tr(lang, N_("rad")), problem->row);
    if (problem->column.size) buf_addf(&buf, ", %.*s", STR_ARG(problem->column));
    if (problem->cell.size) buf_addf(&buf, " (%.*s)", STR_ARG(problem->cell));
    if (problem->value.size) buf_addf(&buf, ", \"%.*s\"", STR_ARG(problem->value));
    buf_addf(&buf, ": %.*s", STR_ARG(msg_format(arena, lang, problem->message)));
    return buf_end(&buf);
}

static void add_readings(Buf *buf, const Import *import) {
    for (size_t i = 0; i < import->input.readings.count; i++) {
        const Reading *reading = import->input.readings.items[i];
        buf_add(buf, reading->file);
        if (reading->sheet.size) buf_addf(buf, " [%.*s]", STR_ARG(reading->sheet));
        if (reading->kind == LIST_NONE) {
            buf_add(buf, STR(": känns inte igen och läses inte\n"));
            continue;
        }
        const char *name = reading->kind == LIST_MATRIX ? "Randningsschema" : lists[reading->kind].name;
        buf_addf(buf, ": %s, rubriker på rad %u, %zu rader", name, reading->header_row, reading->rows);
        bool first = true;
        for (size_t c = 0; c < reading->columns.count; c++) {
            if (reading->columns.items[c].field) continue;
            buf_addf(buf, "%s%.*s", first ? "; läses inte: " : ", ", STR_ARG(reading->columns.items[c].heading));
            first = false;
        }
        buf_add_char(buf, '\n');
    }
}

static void add_changes(Arena *arena, Buf *buf, const Import *import) {
    size_t shown = 0;
    for (size_t l = 1; l < LIST_COUNT; l++)
        for (size_t i = 0; i < import->preview.rows[l].count && shown < SHOWN_CHANGES_MAX; i++) {
            const PreviewRow *row = &import->preview.rows[l].items[i];
            if (row->kind != PREVIEW_CHANGED) continue;
            shown++;
            buf_addf(buf, "ändras: %s: %.*s\n", lists[l].name, STR_ARG(import_row_text(arena, import, (ListKind)l, row->row)));
            for (int f = 0; lists[l].fields[f].key; f++) {
                const Field *field = &lists[l].fields[f];
                if (!(row->fields >> f & 1)) continue;
                Str before = known_show(arena, &import->known, field, row->stored->values[f]);
                Str after = known_show(arena, &import->known, field, row->row->values[f]);
                buf_addf(buf, "        %s: \"%.*s\" blir \"%.*s\"\n", field->heading, STR_ARG(before), STR_ARG(after));
            }
        }
}

Str import_text(Arena *arena, const Import *import, ImportOutcome outcome) {
    Buf buf = buf_begin(arena);
    add_readings(&buf, import);
    for (size_t i = 0; i < import->matching.taken.count; i++) {
        const Taken *taken = &import->matching.taken.items[i];
        buf_addf(&buf, "\"%.*s\" läses som %.*s\n", STR_ARG(taken->text),
                 STR_ARG(known_unit_text(arena, &import->known, taken->unit)));
    }
    for (size_t i = 0; i < import->input.notes.count; i++)
        buf_addf(&buf, "%.*s\n", STR_ARG(import_problem_text(arena, LANG_SV, &import->input.notes.items[i])));
    add_changes(arena, &buf, import);
    for (size_t l = 1; l < LIST_COUNT; l++) {
        PreviewCount count = import->preview.counts[l];
        if (count.new_count + count.changed_count + count.unchanged_count)
            buf_addf(&buf, "%s: %zu nya, %zu ändrade, %zu oförändrade\n", lists[l].name, count.new_count, count.changed_count,
                     count.unchanged_count);
    }
    if (outcome.saved) buf_add(&buf, STR("Sparat.\n"));
    else buf_add(&buf, outcome.dry_run ? STR("Inget är sparat: det här var en provläsning.\n") : STR("Inget är sparat.\n"));
    return buf_end(&buf);
}
