// err.h: what went wrong, for the world. A function that can fail returns bool and takes Err last:
// true: done, ret is set; false: err is set, ret is untouched.
#pragma once
#include "base/msg.h"

typedef enum {
    ERR_NONE,
    ERR_INVALID,   // 422, exit 2
    ERR_NOT_FOUND, // 404
    ERR_FORBIDDEN, // 403: may see, may not act: the message says who may
    ERR_CONFLICT,  // 409
    ERR_STALE,     // 409: someone else changed it since
    ERR_LIMIT,     // 429
    ERR_TOO_LARGE, // 413
    ERR_FULL,      // 507
    ERR_BUSY,      // 503
    ERR_STORE,     // 500
} ErrKind;

typedef struct {
    ErrKind kind;
    Msg message;
} Err;

bool err_set(Err *err, ErrKind kind, Msg message); // always returns false
const char *err_kind_name(ErrKind kind);           // "INVALID"
