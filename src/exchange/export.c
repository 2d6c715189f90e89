#include "exchange/export.h"
#include "formats/csv.h"

static bool is_exported(const Field *field) {
    return field->kind != FIELD_PERSON_ID;
}

// A name alone where it is enough; columns that only help reading (given name) stay empty and are left out.
static bool is_used(const StoredRowList *rows, const Field *field, int index) {
    if (!is_exported(field)) return false;
    if (field->need != NEED_NONE || field->role != KEY_NO) return true;
    bool split_name = field->kind == FIELD_NAME;
    for (size_t i = 0; split_name && i < rows->count; i++)
        if (rows->items[i].values[index].size) return true;
    return !split_name;
}

static CellKind kind_of(const Field *field, Str value) {
    if (!value.size) return CELL_EMPTY;
    switch (field->kind) {
    case FIELD_DATE:
    case FIELD_DATE_LAST: return CELL_DATE;
    case FIELD_PERCENT:
    case FIELD_COUNT: return CELL_NUMBER;
    default: return CELL_TEXT;
    }
}

Table export_table(Arena *arena, const Import *stored, const List *list) {
    Table table = {.name = str_from_c(list->name)};
    const StoredRowList *rows = &stored->stored.rows[list->kind];
    size_t fields = list_field_count(list);
    for (size_t r = 0; r <= rows->count; r++) {
        if (r && rows->items[r - 1].unseen) continue;
        TableRow row = {.number = (uint32_t)table.rows.count + 1, .cells = arena_array(arena, Cell, fields)};
        for (size_t f = 0; f < fields; f++) {
            const Field *field = &list->fields[f];
            if (!is_used(rows, field, (int)f)) continue;
            Cell cell = {CELL_TEXT, str_from_c(field->heading)};
            if (r) {
                cell.text = known_show(arena, &stored->known, field, rows->items[r - 1].values[f]);
                cell.kind = kind_of(field, cell.text);
            }
            row.cells[row.count++] = cell;
        }
        list_add(arena, &table.rows, row);
    }
    return table;
}

Str export_csv(Arena *arena, const Table *table) {
    CsvOut out = csv_begin(arena);
    for (size_t r = 0; r < table->rows.count; r++) {
        for (size_t c = 0; c < table->rows.items[r].count; c++) csv_put(&out, table->rows.items[r].cells[c].text);
        csv_end_row(&out);
    }
    return csv_end(&out);
}

Str export_json(Arena *arena, const Import *stored, const List *list) {
    const StoredRowList *rows = &stored->stored.rows[list->kind];
    JsonOut out = out_begin(arena);
    out_array(&out);
    for (size_t r = 0; r < rows->count; r++) {
        if (rows->items[r].unseen) continue;
        out_newline(&out);
        out_object(&out);
        out_key_int(&out, "id", rows->items[r].id);
        for (size_t f = 0; list->fields[f].key; f++) {
            const Field *field = &list->fields[f];
            if (!is_used(rows, field, (int)f)) continue;
            Str value = rows->items[r].values[f];
            int64_t number;
            out_key(&out, field->key);
            if (kind_of(field, value) == CELL_NUMBER && str_to_int(value, &number)) out_int(&out, number);
            else if (!value.size) out_null(&out);
            else out_text(&out, known_show(arena, &stored->known, field, value));
        }
        out_object_end(&out);
    }
    out_newline(&out);
    out_array_end(&out);
    out_newline(&out);
    return out_end(&out);
}
