// file.h: a small file of configuration, read whole.
#pragma once
#include "base/err.h"

// secret: only its owner may be able to read it (0600). ERR_INVALID names the file.
MUST_CHECK bool file_read(Arena *arena, const char *path, size_t bytes_max, bool secret, Str *ret, Err *err);
