#include "base/json.h"

#define JSON_DEPTH_MAX 32

static bool depth_is_sane(Str text) {
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (in_string) {
            if (c == '\\') i++;
            else if (c == '"') in_string = false;
        } else if (c == '"') in_string = true;
        else if (c == '{' || c == '[') {
            if (++depth > JSON_DEPTH_MAX) return false;
        } else if (c == '}' || c == ']') depth--;
    }
    return true;
}

static void drop_tree(void *tree) {
    json_decref(tree);
}

bool json_read(Arena *arena, Str text, json_t **ret, Err *err) {
    if (str_find_char(text, '\0') != STR_NOT_FOUND) // which jansson takes for the end of a number
        return err_set(err, ERR_INVALID, msg(N_("Filen är inte giltig JSON: den innehåller nolltecken.")));
    if (!depth_is_sane(text))
        return err_set(err, ERR_INVALID, msg(N_("JSON-filen är nästlad djupare än {1} nivåer."),
                                             msg_number(JSON_DEPTH_MAX)));
    json_error_t error;
    json_t *tree = json_loadb(text.data ? text.data : "", text.size, JSON_REJECT_DUPLICATES, &error);
    if (!tree)
        return err_set(err, ERR_INVALID,
                       msg(N_("Rad {1}, kolumn {2}: filen är inte giltig JSON ({3})."),
                           msg_number(error.line), msg_number(error.column),
                           msg_text(str_copy(arena, str_from_c(error.text)))));
    arena_defer(arena, drop_tree, tree);
    *ret = tree;
    return true;
}

JsonOut out_begin(Arena *arena) {
    return (JsonOut){.buf = buf_begin(arena)};
}

static void before_value(JsonOut *out) {
    if (out->comma) buf_add_char(&out->buf, ',');
    out->comma = true;
}

static void open_with(JsonOut *out, char c) {
    before_value(out);
    buf_add_char(&out->buf, c);
    out->comma = false;
}

static void close_with(JsonOut *out, char c) {
    buf_add_char(&out->buf, c);
    out->comma = true;
}

void out_object(JsonOut *out) { open_with(out, '{'); }
void out_object_end(JsonOut *out) { close_with(out, '}'); }
void out_array(JsonOut *out) { open_with(out, '['); }
void out_array_end(JsonOut *out) { close_with(out, ']'); }

static void put_string(Buf *buf, Str value) {
    buf_add_char(buf, '"');
    for (size_t i = 0; i < value.size; i++) {
        char c = value.data[i];
        if (c == '"' || c == '\\') buf_addf(buf, "\\%c", c);
        else if (c == '\n') buf_add(buf, STR("\\n"));
        else if ((unsigned char)c < 0x20) buf_addf(buf, "\\u%04x", (unsigned)c);
        else buf_add_char(buf, c);
    }
    buf_add_char(buf, '"');
}

void out_key(JsonOut *out, const char *key) {
    before_value(out);
    put_string(&out->buf, str_from_c(key));
    buf_add_char(&out->buf, ':');
    out->comma = false;
}

void out_text(JsonOut *out, Str value) {
    before_value(out);
    put_string(&out->buf, value);
}

void out_int(JsonOut *out, int64_t value) {
    before_value(out);
    buf_addf(&out->buf, "%lld", (long long)value);
}

void out_bool(JsonOut *out, bool value) {
    before_value(out);
    buf_add(&out->buf, value ? STR("true") : STR("false"));
}

void out_null(JsonOut *out) {
    before_value(out);
    buf_add(&out->buf, STR("null"));
}

void out_key_text(JsonOut *out, const char *key, Str value) {
    out_key(out, key);
    out_text(out, value);
}

void out_key_int(JsonOut *out, const char *key, int64_t value) {
    out_key(out, key);
    out_int(out, value);
}

void out_key_bool(JsonOut *out, const char *key, bool value) {
    out_key(out, key);
    out_bool(out, value);
}

void out_key_date(JsonOut *out, const char *key, Date value) {
    out_key(out, key);
    if (date_is_known(value)) out_text(out, date_iso(out->buf.arena, value));
    else out_null(out);
}

void out_newline(JsonOut *out) {
    buf_add_char(&out->buf, '\n');
}

Str out_end(const JsonOut *out) {
    return buf_end(&out->buf);
}
