#include "http/form.h"
#include <string.h>
#include <strings.h>

static bool malformed(Err *err) {
    return err_set(err, ERR_INVALID, msg(N_("Formuläret kom inte fram helt. Försök igen.")));
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static bool is_clean(Str text) {
    return str_is_utf8(text) && (text.size == 0 || !memchr(text.data, 0, text.size));
}

bool form_decode(Arena *arena, Str text, bool plus, Str *ret) {
    char *out = arena_alloc(arena, text.size + 1, 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '%') {
            if (text.size - i < 3) return false;
            int high = hex_digit(text.data[i + 1]), low = hex_digit(text.data[i + 2]);
            if (high < 0 || low < 0) return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        out[size++] = c;
    }
    Str decoded = {out, size};
    if (!is_clean(decoded)) return false;
    *ret = decoded;
    return true;
}

bool form_parse(Arena *arena, Str text, PairList *ret, Err *err) {
    PairList pairs = {0};
    Str part;
    while (str_split(&text, '&', &part)) {
        if (part.size == 0) continue;
        size_t equals = str_find_char(part, '=');
        Pair pair = {STR(""), STR("")};
        if (!form_decode(arena, str_slice(part, 0, equals), true, &pair.name)) return malformed(err);
        if (equals != STR_NOT_FOUND &&
            !form_decode(arena, str_slice(part, equals + 1, part.size), true, &pair.value))
            return malformed(err);
        if (pairs.count >= FORM_FIELDS_MAX) return malformed(err);
        list_add(arena, &pairs, pair);
    }
    *ret = pairs;
    return true;
}

void form_cookies(Arena *arena, Str header, PairList *ret) {
    Str part;
    while (str_split(&header, ';', &part) && ret->count < 50) {
        part = str_trim(part);
        size_t equals = str_find_char(part, '=');
        if (equals == STR_NOT_FOUND || !is_clean(part)) continue;
        list_add(arena, ret, (Pair){str_slice(part, 0, equals), str_slice(part, equals + 1, part.size)});
    }
}

Str form_header_param(Arena *arena, Str header, const char *name) {
    Str part;
    bool first = true;
    while (str_split(&header, ';', &part)) {
        if (first) { // the value itself
            first = false;
            continue;
        }
        part = str_trim(part);
        size_t equals = str_find_char(part, '=');
        if (equals != strlen(name) || strncasecmp(part.data, name, equals) != 0) continue;
        Str value = str_trim(str_slice(part, equals + 1, part.size));
        if (value.size >= 2 && value.data[0] == '"' && value.data[value.size - 1] == '"')
            value = str_slice(value, 1, value.size - 1);
        Buf buf = buf_begin(arena); // browsers write a quotation mark inside as %22
        for (size_t i = 0; i < value.size; i++) {
            if (str_starts(str_slice(value, i, value.size), STR("%22"))) {
                buf_add_char(&buf, '"');
                i += 2;
            } else {
                buf_add_char(&buf, value.data[i]);
            }
        }
        return buf_end(&buf);
    }
    return STR("");
}

// One part's headers: the names we know; others are passed by.
static bool part_headers(Arena *arena, Str headers, File *file, bool *is_file) {
    bool named = false;
    while (headers.size > 0) {
        size_t end = str_find(headers, STR("\r\n"));
        if (end == STR_NOT_FOUND) return false;
        Str line = str_slice(headers, 0, end);
        headers = str_slice(headers, end + 2, headers.size);
        size_t colon = str_find_char(line, ':');
        if (colon == STR_NOT_FOUND || !is_clean(line)) return false;
        Str value = str_trim(str_slice(line, colon + 1, line.size));
        if (colon == 19 && strncasecmp(line.data, "content-disposition", colon) == 0) {
            file->name = form_header_param(arena, value, "name");
            file->filename = form_header_param(arena, value, "filename");
            *is_file = str_find(value, STR("filename=")) != STR_NOT_FOUND;
            named = true;
        } else if (colon == 12 && strncasecmp(line.data, "content-type", colon) == 0) {
            file->type = value;
        }
    }
    return named;
}

bool form_multipart(Arena *arena, Str type, Str body, PairList *ret_fields, FileList *ret_files, Err *err) {
    Str boundary = form_header_param(arena, type, "boundary");
    if (boundary.size == 0 || boundary.size > 70) return malformed(err);
    Str opening = str_printf(arena, "--%.*s", STR_ARG(boundary));
    Str between = str_printf(arena, "\r\n--%.*s", STR_ARG(boundary));
    if (!str_starts(body, opening)) return malformed(err);
    body = str_slice(body, opening.size, body.size);
    PairList fields = {0};
    FileList files = {0};
    while (!str_starts(body, STR("--"))) {
        size_t headers = str_find(body, STR("\r\n\r\n"));
        if (!str_starts(body, STR("\r\n")) || headers == STR_NOT_FOUND || headers > 4096) return malformed(err);
        File file = {0};
        bool is_file = false;
        if (!part_headers(arena, str_slice(body, 2, headers + 2), &file, &is_file)) return malformed(err);
        body = str_slice(body, headers + 4, body.size);
        size_t end = str_find(body, between);
        if (end == STR_NOT_FOUND) return malformed(err);
        file.content = str_slice(body, 0, end);
        body = str_slice(body, end + between.size, body.size);
        if (fields.count + files.count >= FORM_FIELDS_MAX) return malformed(err);
        if (is_file && (file.filename.size > 0 || file.content.size > 0)) {
            list_add(arena, &files, file);
        } else if (!is_file) {
            if (!is_clean(file.content)) return malformed(err);
            list_add(arena, &fields, (Pair){file.name, file.content});
        }
    }
    *ret_fields = fields;
    *ret_files = files;
    return true;
}
