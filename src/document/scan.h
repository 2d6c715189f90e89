// scan.h: the picture of a paper that somebody uploads: told by what it holds, never by its name.
#pragma once
#include "base/err.h"

#define SCAN_BYTES_MAX ((size_t)10 << 20)
#define SCAN_PIXELS_MAX 40000000
// "application/pdf", "image/png", "image/jpeg"; ERR_INVALID for all else, ERR_TOO_LARGE.
MUST_CHECK bool scan_media(Str bytes, Str *ret, Err *err);
