// guard.h: what a request must look like before anyone reads it (S15, S21). Pure.
#pragma once
#include "http/request.h"

typedef struct {
    Method method;
    const char *version;
    Str target;
    PairList headers;
    const char *hosts[4]; // the names we answer to, "127.0.0.1:8080"; ends with NULL
} GuardInput;

// 0: fine, *ret_length is the body's. Else the status: 400, 405, 411, 414, 421, 431, 505.
int guard_check(const GuardInput *input, int64_t *ret_length);
bool guard_method(const char *name, Method *ret);
