#include "access/factor.h"
#include "base/test.h"
#include <string.h>

#define SECRET STR("12345678901234567890") // of RFC 6238's own table, cut to six digits

TEST(factor_knows_the_codes_of_the_standard) {
    static const struct {
        int64_t seconds;
        const char *code;
    } cases[] = {{59, "287082"}, {1111111109, "081804"}, {1111111111, "050471"}, {1234567890, "005924"},
                 {2000000000, "279037"}, {20000000000, "353130"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK(factor_match(SECRET, str_from_c(cases[i].code), cases[i].seconds, 0) == cases[i].seconds / 30,
              cases[i].code);
}

TEST(factor_takes_a_code_once_and_one_step_aside) {
    int64_t step = 1111111111 / 30;
    CHECK(factor_match(SECRET, STR("050471"), 1111111111 + 30, 0) == step, "a step late");
    CHECK(factor_match(SECRET, STR("050471"), 1111111111 - 30, 0) == step, "a step early");
    CHECK(factor_match(SECRET, STR("050471"), 1111111111 + 60, 0) == 0, "two steps late");
    CHECK(factor_match(SECRET, STR("050471"), 1111111111 - 60, 0) == 0, "two steps early");
    CHECK(factor_match(SECRET, STR("050471"), 1111111111, step) == 0, "not again");
    CHECK(factor_match(SECRET, STR("050471"), 1111111111, step + 1) == 0, "nor after a later one");
    CHECK(factor_match(SECRET, STR("050 471"), 1111111111, step - 1) == step, "as apps write it");
    static const char *const wrong[] = {"050472", "", "05047", "0504711", "05047x", "-50471"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        CHECK(factor_match(SECRET, str_from_c(wrong[i]), 1111111111, 0) == 0, wrong[i]);
}

TEST(factor_is_read_by_authenticators) {
    Arena *arena = arena_open(1 << 20);
    int size;
    CHECK_STR(factor_by_hand(arena, STR("Hello!\xde\xad\xbe\xef")), STR("JBSW Y3DP EHPK 3PXP"), "base32");
    CHECK_STR(factor_address(arena, STR("Hello!\xde\xad\xbe\xef"), STR("a@b")),
              STR("otpauth://totp/Randa:%61%40%62?secret=JBSWY3DPEHPK3PXP&issuer=Randa"), "the address");
    Str path = factor_qr_path(arena, STR("A"), &size);
    CHECK(size == 21 + 8, "the least of QR codes, and its margin");
    CHECK(str_starts(path, STR("M4 4h1v1h-1zM5 4h1v1h-1z")), "begins with a corner's mark");
    arena_close(arena);
}

TEST(recovery_codes_have_one_form) {
    Arena *arena = arena_open(1 << 20);
    Str a = recovery_code_fresh(arena), b = recovery_code_fresh(arena);
    CHECK(a.size == 19 && !str_equal(a, b), "two are not alike");
    CHECK_STR(recovery_code_form(arena, STR(" AB23-cd45 EF67-gh89")), STR("ab23cd45ef67gh89"), "as typed by people");
    arena_close(arena);
}
