// json.h: reading with jansson (duplicates refused, depth at most 32, strict UTF-8) and a small
// streaming writer.
#pragma once
#include <jansson.h>
#include "base/buf.h"
#include "base/err.h"

// The tree lives as long as the arena (or its mark). ERR_INVALID names line and column.
MUST_CHECK bool json_read(Arena *arena, Str text, json_t **ret, Err *err);

typedef struct {
    Buf buf;
    bool comma; // the next value needs one before it
} JsonOut;

JsonOut out_begin(Arena *arena);
void out_object(JsonOut *out);
void out_object_end(JsonOut *out);
void out_array(JsonOut *out);
void out_array_end(JsonOut *out);
void out_key(JsonOut *out, const char *key);
void out_text(JsonOut *out, Str value);
void out_int(JsonOut *out, int64_t value);
void out_bool(JsonOut *out, bool value);
void out_null(JsonOut *out);
void out_key_text(JsonOut *out, const char *key, Str value);
void out_key_int(JsonOut *out, const char *key, int64_t value);
void out_key_bool(JsonOut *out, const char *key, bool value);
void out_key_date(JsonOut *out, const char *key, Date value); // ISO, or null
void out_newline(JsonOut *out);                               // for files that people diff
Str out_end(const JsonOut *out);
