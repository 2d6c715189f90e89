// form.h: what browsers send, taken apart: percent-encoding, queries, cookies, multipart bodies.
// Pure, and strict: invalid UTF-8, NUL and broken encodings are errors, not guesses.
#pragma once
#include "http/request.h"

#define FORM_FIELDS_MAX 5000

// "a%20b+c" to "a b c" (plus is a space only in forms and queries).
MUST_CHECK bool form_decode(Arena *arena, Str text, bool plus, Str *ret);
// "a=1&b=2", of a query or a body.
MUST_CHECK bool form_parse(Arena *arena, Str text, PairList *ret, Err *err);
// "name=value; other=value"; odd ones are left out.
void form_cookies(Arena *arena, Str header, PairList *ret);
// A multipart/form-data body with this Content-Type. Contents are views of the body.
MUST_CHECK bool form_multipart(Arena *arena, Str type, Str body, PairList *ret_fields, FileList *ret_files,
                               Err *err);
// The value of a parameter of a header, unquoted: form_header_param(a, type, "boundary").
Str form_header_param(Arena *arena, Str header, const char *name);
