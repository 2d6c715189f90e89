// password.h: which passwords are good enough where passwords are used (S8). Pure.
#pragma once
#include "base/err.h"
#include "base/list.h"

#define PASSWORD_LENGTH_MIN 15  // code points
#define PASSWORD_BYTES_MAX 1024 // nothing is ever cut

// One form for one text: letters with an accent in two code points become one (macOS types so).
Str password_normalise(Arena *arena, Str password);

// False with a sentence when it is too short, too long, one pattern over and over, or nothing but
// common words and the words given (the person's name, units, the product).
MUST_CHECK bool password_check(Arena *arena, Str password, const Str *words, size_t word_count, Err *err);
