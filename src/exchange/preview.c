#include "exchange/preview.h"

static bool is_reference_only(const Field *field) {
    return field->kind == FIELD_PERSON_ID;
}

// The key's values with a separator that no value holds; empty when a unit or person is not known.
static Str key_of(Arena *arena, const List *list, int self, const Str values[LIST_FIELDS_MAX], bool soft) {
    if (list->kind == LIST_UNITS || list->kind == LIST_PEOPLE)
        return self < 0 ? STR("") : str_printf(arena, "%d", self);
    Buf buf = buf_begin(arena);
    for (int f = 0; list->fields[f].key; f++) {
        const Field *field = &list->fields[f];
        if (field->role == KEY_NO || (field->role == KEY_SOFT && !soft)) continue;
        buf_add(&buf, field->kind == FIELD_TEXT ? str_fold(arena, values[f]) : values[f]);
        buf_add_char(&buf, '\x1f');
    }
    return buf_end(&buf);
}

typedef struct {
    Arena *arena;
    ImportInput *input;
    const List *list;
    const StoredRowList *stored;
    StrMap stored_by_key, stored_by_hard, seen; // seen: the files' rows by key
    bool *taken;                                // stored rows that a row has found
} Compare;

static void index_stored(Compare *compare) {
    for (size_t i = compare->stored->count; i-- > 0;) { // the first of equals wins
        const StoredRow *row = &compare->stored->items[i];
        str_map_put(compare->arena, &compare->stored_by_key, key_of(compare->arena, compare->list, row->self, row->values, true), (int64_t)i);
    }
}

// Only rows that nothing has found by their whole key may be found by the hard part of it.
static void index_rest(Compare *compare) {
    for (size_t i = compare->stored->count; i-- > 0;) {
        const StoredRow *row = &compare->stored->items[i];
        if (compare->taken[i]) continue;
        str_map_put(compare->arena, &compare->stored_by_hard, key_of(compare->arena, compare->list, row->self, row->values, false), (int64_t)i);
    }
}

static uint32_t changed_fields(const List *list, const ImportRow *row, const StoredRow *stored) {
    uint32_t fields = 0;
    for (int f = 0; list->fields[f].key && !stored->unseen; f++) {
        if (is_reference_only(&list->fields[f]) || !row->values[f].size) continue;
        if (!str_equal(row->values[f], stored->values[f])) fields |= 1u << f;
    }
    return fields;
}

static bool says_the_same(const List *list, const ImportRow *a, const ImportRow *b, int *ret_field) {
    for (int f = 0; list->fields[f].key; f++) {
        if (is_reference_only(&list->fields[f]) || !a->values[f].size || !b->values[f].size) continue;
        if (!str_equal(a->values[f], b->values[f])) {
            *ret_field = f;
            return false;
        }
    }
    return true;
}

// False: the row repeats or contradicts one already read.
static bool is_first_of_its_kind(Compare *compare, ImportRow *row, Str key, size_t index) {
    int64_t before;
    if (!str_map_get(&compare->seen, key, &before)) {
        str_map_put(compare->arena, &compare->seen, key, (int64_t)index);
        return true;
    }
    const ImportRow *first = &compare->input->rows[compare->list->kind].items[before];
    int field = 0;
    bool same = says_the_same(compare->list, first, row, &field);
    bool same_sheet = first->reading == row->reading;
    Str where = same_sheet ? str_printf(compare->arena, "%u", first->row)
                           : str_printf(compare->arena, "%u i %.*s", first->row, STR_ARG(first->reading->file));
    if (!same)
        problem_add(compare->arena, compare->input, row, field,
                    msg(N_("Rad {1} säger något annat om samma sak. Rätta eller ta bort den ena."), msg_text(where)));
    else if (same_sheet)
        problem_add(compare->arena, compare->input, row, 0, msg(N_("Samma rad finns redan på rad {1}. Ta bort den ena."), msg_text(where)));
    return false;
}

static void put(Compare *compare, Preview *preview, const ImportRow *row, const StoredRow *stored) {
    PreviewRow result = {.kind = PREVIEW_NEW, .row = row, .stored = stored};
    PreviewCount *count = &preview->counts[compare->list->kind];
    if (stored) {
        result.fields = changed_fields(compare->list, row, stored);
        result.kind = result.fields ? PREVIEW_CHANGED : PREVIEW_UNCHANGED;
    }
    if (result.kind == PREVIEW_NEW) count->new_count++;
    else if (result.kind == PREVIEW_CHANGED) count->changed_count++;
    else count->unchanged_count++;
    list_add(compare->arena, &preview->rows[compare->list->kind], result);
}

static void compare_list(Compare *compare, Preview *preview) {
    ImportRowList *rows = &compare->input->rows[compare->list->kind];
    const StoredRow **found = arena_array(compare->arena, const StoredRow *, rows->count + 1);
    bool *counts = arena_array(compare->arena, bool, rows->count + 1);
    int64_t at;
    index_stored(compare);
    for (size_t i = 0; i < rows->count; i++) {
        Str key = key_of(compare->arena, compare->list, rows->items[i].self, rows->items[i].values, true);
        if (!key.size || rows->items[i].skipped) continue;
        counts[i] = is_first_of_its_kind(compare, &rows->items[i], key, i);
        if (!counts[i] || !str_map_get(&compare->stored_by_key, key, &at)) continue;
        found[i] = &compare->stored->items[at];
        compare->taken[at] = true;
    }
    index_rest(compare);
    for (size_t i = 0; i < rows->count; i++) {
        if (!counts[i]) continue;
        Str hard = found[i] ? STR("") : key_of(compare->arena, compare->list, rows->items[i].self, rows->items[i].values, false);
        if (hard.size && str_map_get(&compare->stored_by_hard, hard, &at) && !compare->taken[at]) {
            found[i] = &compare->stored->items[at];
            compare->taken[at] = true;
        }
        put(compare, preview, &rows->items[i], found[i]);
    }
}

void preview_make(Arena *arena, ImportInput *input, const Stored *stored, Preview *ret) {
    *ret = (Preview){0};
    for (size_t l = 1; l < LIST_COUNT; l++) {
        Compare compare = {.arena = arena, .input = input, .list = &lists[l], .stored = &stored->rows[l]};
        compare.taken = arena_array(arena, bool, compare.stored->count + 1);
        compare_list(&compare, ret);
        ret->all.new_count += ret->counts[l].new_count;
        ret->all.changed_count += ret->counts[l].changed_count;
        ret->all.unchanged_count += ret->counts[l].unchanged_count;
    }
}
