// test.h: TEST(name) { ... CHECK(condition, "why"); } in any src/**/x_test.c; the build collects them.
// `make check TEST=date` runs one file.
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/base.h"

#define TEST(name)                                                                                 \
    void test_##name(void **state);                                                                \
    void test_##name(__attribute__((unused)) void **state)

// `why` is a plain text that says what should have been so.
#define CHECK(condition, why)                                                                      \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            print_error("%s:%d: %s\n", __FILE__, __LINE__, (why));                                 \
            _fail(__FILE__, __LINE__);                                                             \
        }                                                                                          \
    } while (0)

#define CHECK_STR(actual, expected, why)                                                           \
    do {                                                                                           \
        Str a_ = (actual), e_ = (expected);                                                        \
        if (!str_equal(a_, e_)) {                                                                  \
            print_error("%s:%d: %s\n  is       \"%.*s\"\n  expected \"%.*s\"\n", __FILE__,          \
                        __LINE__, (why), STR_ARG(a_), STR_ARG(e_));                                \
            _fail(__FILE__, __LINE__);                                                             \
        }                                                                                          \
    } while (0)
