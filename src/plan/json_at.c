#include "plan/json_at.h"
#include <string.h>

JsonAt at_root(Arena *arena, const json_t *value, Err *err) {
    return (JsonAt){.value = value, .arena = arena, .err = err};
}

JsonAt at_key(const JsonAt *object, const char *key) {
    return (JsonAt){.above = object,
                    .key = key,
                    .value = json_object_get(object->value, key),
                    .arena = object->arena,
                    .err = object->err};
}

JsonAt at_item(const JsonAt *array, size_t position) {
    return (JsonAt){.above = array,
                    .position = position,
                    .value = json_array_get(array->value, position),
                    .arena = array->arena,
                    .err = array->err};
}

bool at_is_given(const JsonAt *at) {
    return at->value != NULL;
}
size_t at_count(const JsonAt *array) {
    return json_array_size(array->value);
}

static void add_place(Buf *buf, const JsonAt *at) {
    if (!at->above) return;
    add_place(buf, at->above);
    if (!at->key) {
        buf_addf(buf, "[%zu]", at->position);
        return;
    }
    if (buf->size > 0) buf_add_char(buf, '.');
    buf_add(buf, str_from_c(at->key));
}

Str at_place(const JsonAt *at) {
    Buf buf = buf_begin(at->arena);
    add_place(&buf, at);
    return buf.size ? buf_end(&buf) : STR(".");
}

bool at_fail(const JsonAt *at, Msg message) {
    message.args[0] = msg_text(at_place(at));
    return err_set(at->err, ERR_INVALID, message);
}

static bool fail_missing(const JsonAt *at) {
    return at_fail(at, msg(N_("{1}: saknas.")));
}

bool at_object(const JsonAt *at, const char *const *keys) {
    if (!at->value) return fail_missing(at);
    if (!json_is_object(at->value)) return at_fail(at, msg(N_("{1}: ska vara ett objekt.")));
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)at->value, key, value) {
        const char *const *known = keys;
        while (*known && strcmp(*known, key) != 0) known++;
        if (*known) continue;
        JsonAt odd = at_key(at, str_to_c(at->arena, str_from_c(key)));
        return at_fail(&odd, msg(N_("{1}: okänd nyckel.")));
    }
    return true;
}

bool at_array(const JsonAt *at) {
    if (!at->value) return fail_missing(at);
    return json_is_array(at->value) || at_fail(at, msg(N_("{1}: ska vara en lista.")));
}

bool at_int64(const JsonAt *at, int64_t least, int64_t most, int64_t *ret) {
    if (!at->value) return fail_missing(at);
    if (!json_is_integer(at->value)) return at_fail(at, msg(N_("{1}: ska vara ett heltal.")));
    int64_t value = json_integer_value(at->value);
    if (value < least || value > most)
        return at_fail(at, msg(N_("{1}: {2} ligger utanför {3}–{4}."), {0}, msg_number(value),
                               msg_number(least), msg_number(most)));
    *ret = value;
    return true;
}

bool at_int(const JsonAt *at, int64_t least, int64_t most, int32_t *ret) {
    int64_t value = 0;
    if (!at_int64(at, least, most < INT32_MAX ? most : INT32_MAX, &value)) return false;
    *ret = (int32_t)value;
    return true;
}

bool at_bool(const JsonAt *at, bool *ret) {
    if (!at->value) return fail_missing(at);
    if (!json_is_boolean(at->value)) return at_fail(at, msg(N_("{1}: ska vara true eller false.")));
    *ret = json_is_true(at->value);
    return true;
}

bool at_text(const JsonAt *at, Str *ret) {
    if (!at->value) return fail_missing(at);
    if (!json_is_string(at->value)) return at_fail(at, msg(N_("{1}: ska vara en text.")));
    Str text = {json_string_value(at->value), json_string_length(at->value)};
    if (str_is_empty(text)) return at_fail(at, msg(N_("{1}: får inte vara tom.")));
    *ret = text;
    return true;
}

bool at_word(const JsonAt *at, const char *const *words, size_t count, int32_t *ret) {
    Str text;
    if (!at_text(at, &text)) return false;
    for (size_t i = 0; i < count; i++) {
        if (!str_equal(text, str_from_c(words[i]))) continue;
        *ret = (int32_t)i;
        return true;
    }
    return at_fail(at, msg(N_("{1}: okänt ord ”{2}”."), {0}, msg_text(str_copy(at->arena, text))));
}

bool at_int_or(const JsonAt *object, const char *key, int64_t least, int64_t most, int32_t *ret) {
    JsonAt at = at_key(object, key);
    return !at_is_given(&at) || at_int(&at, least, most, ret);
}

bool at_bool_or(const JsonAt *object, const char *key, bool *ret) {
    JsonAt at = at_key(object, key);
    return !at_is_given(&at) || at_bool(&at, ret);
}
