// json_at.h: taking values out of a JSON tree, with the place of each for the error message:
// "activities[3].options[0].unit". Inside src/plan only.
#pragma once
#include "base/json.h"
#include "base/list.h"

// A place: a key or a position, below another place. Lives on the stack of the reader.
typedef struct JsonAt JsonAt;
struct JsonAt {
    const JsonAt *above;
    const char *key; // NULL: a position
    size_t position;
    const json_t *value; // NULL: the key is missing
    Arena *arena;
    Err *err;
};

JsonAt at_root(Arena *arena, const json_t *value, Err *err);
JsonAt at_key(const JsonAt *object, const char *key);
JsonAt at_item(const JsonAt *array, size_t position);
bool at_is_given(const JsonAt *at);
size_t at_count(const JsonAt *array);
Str at_place(const JsonAt *at);

// Each returns false and sets the error when the value is not what it should be.
bool at_fail(const JsonAt *at, Msg message);                          // {1} is the place
MUST_CHECK bool at_object(const JsonAt *at, const char *const *keys); // keys end with NULL
MUST_CHECK bool at_array(const JsonAt *at);
MUST_CHECK bool at_int(const JsonAt *at, int64_t least, int64_t most, int32_t *ret);
MUST_CHECK bool at_int64(const JsonAt *at, int64_t least, int64_t most, int64_t *ret);
MUST_CHECK bool at_bool(const JsonAt *at, bool *ret);
MUST_CHECK bool at_text(const JsonAt *at, Str *ret); // not empty; a view into the tree
MUST_CHECK bool at_word(const JsonAt *at, const char *const *words, size_t count, int32_t *ret);
// Left as it is when the key is missing.
MUST_CHECK bool at_int_or(const JsonAt *object, const char *key, int64_t least, int64_t most,
                          int32_t *ret);
MUST_CHECK bool at_bool_or(const JsonAt *object, const char *key, bool *ret);
