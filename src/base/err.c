#include "base/err.h"

bool err_set(Err *err, ErrKind kind, Msg message) {
    *err = (Err){kind, message};
    return false;
}

const char *err_kind_name(ErrKind kind) {
    static const char *const names[] = {"NONE",  "INVALID", "NOT_FOUND", "FORBIDDEN",
                                        "CONFLICT", "STALE", "LIMIT",    "TOO_LARGE",
                                        "FULL",  "BUSY",    "STORE"};
    return names[kind];
}
