#include "store/change_row.h"
#include "base/json.h"
#include "store/engine.h"
#include <assert.h>
#include <sodium.h>
#include <string.h>

static const void *at(const Column *column, const void *record) {
    return (const char *)record + column->offset;
}

// What a column holds, whatever its kind: a number, or text.
static bool is_text(const Column *column) {
    return column->kind == COLUMN_TEXT || column->kind == COLUMN_BYTES;
}

static bool column_is_null(const Column *column, const void *record) {
    if (column->kind == COLUMN_ID) return *(const int64_t *)at(column, record) == 0;
    return column->kind == COLUMN_DATE && ((const Date *)at(column, record))->day == DATE_NONE.day;
}

static int64_t column_number(const Column *column, const void *record) {
    const void *value = at(column, record);
    switch (column->kind) {
    case COLUMN_DATE: return ((const Date *)value)->day;
    case COLUMN_PERCENT: return ((const Percent *)value)->value;
    case COLUMN_BOOL: return *(const bool *)value;
    case COLUMN_ENUM: return *(const int *)value;
    case COLUMN_ID:
    case COLUMN_INT:
    case COLUMN_INSTANT: return *(const int64_t *)value;
    case COLUMN_TEXT:
    case COLUMN_BYTES: break;
    }
    return 0;
}

static void column_set_number(const Column *column, void *record, int64_t number) {
    void *value = (char *)record + column->offset;
    switch (column->kind) {
    case COLUMN_DATE: *(Date *)value = (Date){(int32_t)number}; return;
    case COLUMN_PERCENT: *(Percent *)value = (Percent){(int32_t)number}; return;
    case COLUMN_BOOL: *(bool *)value = number != 0; return;
    case COLUMN_ENUM: *(int *)value = (int)number; return;
    case COLUMN_ID:
    case COLUMN_INT:
    case COLUMN_INSTANT: *(int64_t *)value = number; return;
    case COLUMN_TEXT:
    case COLUMN_BYTES: break;
    }
}

void record_bind(Query *query, int position, const Column *column, const void *record) {
    if (column_is_null(column, record)) query_bind_null(query, position);
    else if (column->kind == COLUMN_TEXT) query_bind_text(query, position, *(const Str *)at(column, record));
    else if (column->kind == COLUMN_BYTES) query_bind_bytes(query, position, *(const Str *)at(column, record));
    else query_bind_int(query, position, column_number(column, record));
}

void record_from_row(const Query *query, Arena *arena, const RecordType *type, int column, void *ret) {
    memset(ret, 0, type->struct_size);
    RecordHead *head = ret;
    head->id = query_int(query, column);
    head->version = query_int(query, column + 1);
    for (size_t i = 0; i < type->column_count; i++) {
        const Column *field = &type->columns[i];
        int from = column + 2 + (int)i;
        Str *text = (Str *)(void *)((char *)ret + field->offset);
        if (field->kind == COLUMN_TEXT) *text = query_text(query, arena, from);
        else if (field->kind == COLUMN_BYTES) *text = query_bytes(query, arena, from);
        else if (field->kind == COLUMN_DATE) column_set_number(field, ret, query_date(query, from).day);
        else column_set_number(field, ret, query_int(query, from));
    }
}

bool column_equal(const Column *column, const void *a, const void *b) {
    if (is_text(column)) return str_equal(*(const Str *)at(column, a), *(const Str *)at(column, b));
    return column_number(column, a) == column_number(column, b);
}

// --- to JSON ------------------------------------------------------------------------------------

static Str base64(Arena *arena, Str bytes) {
    size_t room = sodium_base64_encoded_len(bytes.size, sodium_base64_VARIANT_ORIGINAL);
    char *text = arena_alloc(arena, room, 1);
    sodium_bin2base64(text, room, (const unsigned char *)(bytes.data ? bytes.data : ""), bytes.size,
                      sodium_base64_VARIANT_ORIGINAL);
    return str_from_c(text);
}

static void put_value(JsonOut *out, const Column *column, const void *record) {
    if (column_is_null(column, record)) out_null(out);
    else if (column->kind == COLUMN_TEXT) out_text(out, *(const Str *)at(column, record));
    else if (column->kind == COLUMN_BYTES) out_text(out, base64(out->buf.arena, *(const Str *)at(column, record)));
    else out_int(out, column_number(column, record));
}

static Str context_of(Arena *arena, const RecordType *type, const Column *column, int64_t id) {
    return str_printf(arena, "%s.%s:%lld", type->name, column->name, (long long)id);
}

static bool put_sealed(Db *db, JsonOut *out, const RecordType *type, const Column *column, const void *record,
                       Err *err) {
    const CryptoKeys *keys;
    if (!db_change_keys(db, &keys, err)) return false;
    Arena *arena = out->buf.arena;
    JsonOut plain = out_begin(arena);
    put_value(&plain, column, record);
    Str context = context_of(arena, type, column, ((const RecordHead *)record)->id);
    out_object(out);
    out_key_text(out, "k4", crypto_seal(arena, keys, context, out_end(&plain)));
    out_object_end(out);
    return true;
}

// The columns of `record`, or only those where it differs from `other`.
static bool columns_json(Db *db, Arena *arena, const RecordType *type, const void *record, const void *other,
                         Str *ret, Err *err) {
    JsonOut out = out_begin(arena);
    out_object(&out);
    out_key_int(&out, "version", ((const RecordHead *)record)->version);
    for (size_t i = 0; i < type->column_count; i++) {
        const Column *column = &type->columns[i];
        if (other && column_equal(column, record, other)) continue;
        out_key(&out, column->name);
        if (column->data_class < 4) put_value(&out, column, record);
        else if (!put_sealed(db, &out, type, column, record, err)) return false;
    }
    out_object_end(&out);
    *ret = out_end(&out);
    return true;
}

bool change_row_of(Db *db, Arena *arena, const Touched *touched, ChangeRow *ret, Err *err) {
    const void *before = touched->before, *after = touched->after;
    *ret = (ChangeRow){.type = touched->type, .id = touched->id};
    ret->op = !before ? CHANGE_INSERT : !after ? CHANGE_DELETE : CHANGE_UPDATE;
    if (before && !columns_json(db, arena, touched->type, before, after, &ret->old, err)) return false;
    return !after || columns_json(db, arena, touched->type, after, before, &ret->new, err);
}

void change_row_digest(Digest *digest, Str record, int64_t id, int64_t op, Str old, Str new) {
    digest_add(digest, record);
    digest_add_int(digest, id);
    digest_add_int(digest, op);
    digest_add(digest, old);
    digest_add(digest, new);
}

// --- and back -----------------------------------------------------------------------------------

static bool unreadable(Err *err) {
    return err_set(err, ERR_STORE, msg(N_("Ändringen går inte att läsa, så den kan inte ångras.")));
}

static bool from_base64(Arena *arena, Str text, Str *ret) {
    unsigned char *bytes = arena_alloc(arena, text.size + 1, 1);
    size_t size;
    if (sodium_base642bin(bytes, text.size + 1, text.data, text.size, NULL, &size, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0)
        return false;
    *ret = (Str){(const char *)bytes, size};
    return true;
}

static bool take_value(Arena *arena, const Column *column, const json_t *value, void *record) {
    Str *text = (Str *)(void *)((char *)record + column->offset);
    if (!is_text(column)) {
        bool is_null = json_is_null(value);
        if (!is_null && !json_is_integer(value)) return false;
        int64_t null_number = column->kind == COLUMN_DATE ? DATE_NONE.day : 0;
        column_set_number(column, record, is_null ? null_number : json_integer_value(value));
        return true;
    }
    if (!json_is_string(value)) return false;
    *text = str_copy(arena, (Str){json_string_value(value), json_string_length(value)});
    return column->kind == COLUMN_TEXT || from_base64(arena, *text, text);
}

static bool take_sealed(Db *db, Arena *arena, const RecordType *type, const Column *column, const json_t *sealed,
                        void *record, Err *err) {
    const CryptoKeys *keys;
    json_t *tree;
    Str plain;
    if (!db_change_keys(db, &keys, err)) return false;
    Str context = context_of(arena, type, column, ((const RecordHead *)record)->id);
    if (!crypto_open(arena, keys, context, str_from_c(json_string_value(sealed)), &plain, err)) return false;
    // A bare value is no JSON document to every reader: it is read inside a list.
    if (!json_read(arena, str_printf(arena, "[%.*s]", STR_ARG(plain)), &tree, err)) return false;
    return take_value(arena, column, json_array_get(tree, 0), record) || unreadable(err);
}

bool change_row_apply(Db *db, Arena *arena, const RecordType *type, int64_t id, Str json, void *record,
                  int64_t *ret_version, Err *err) {
    json_t *tree;
    if (!json_read(arena, json, &tree, err)) return unreadable(err);
    ((RecordHead *)record)->id = id;
    for (size_t i = 0; i < type->column_count; i++) {
        const Column *column = &type->columns[i];
        const json_t *value = json_object_get(tree, column->name);
        if (!value) continue;
        if (json_is_object(value)) {
            if (!take_sealed(db, arena, type, column, json_object_get(value, "k4"), record, err)) return false;
        } else if (!take_value(arena, column, value, record)) {
            return unreadable(err);
        }
    }
    *ret_version = json_integer_value(json_object_get(tree, "version"));
    return true;
}
