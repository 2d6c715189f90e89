// base.h: the few words every file shares.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, args) __attribute__((format(printf, text, args)))

// Percent of full time, 0..100.
typedef struct {
    int32_t value;
} Percent;
