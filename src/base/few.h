// few.h: numbers about persons on a sheet that others read. One or two are not printed, nor what would
// follow from the rest: where only one part of a whole is hidden, the smallest other part is, too.
#pragma once
#include "base/str.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FEW_PRINTED_MIN 3

bool few_is_hidden(int64_t number); // 1 or 2
// hidden[i] says of parts[i], which together make a whole whose size is printed.
void few_hide(const int64_t *parts, size_t count, bool *hidden);
