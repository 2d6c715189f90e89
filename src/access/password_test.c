#include "access/password.h"
#include "base/test.h"

TEST(password_is_checked_by_what_a_guesser_knows) {
    static const struct {
        const char *password;
        bool good;
    } cases[] = {
        {"kaffekopp blå tisdagsregn", true},
        {"korv-mos-bostongurka", true},
        {"kort men bra", false},                    // too short
        {"fjorton tecken", false},                  // 14
        {"femton tecken!!", true},                  // 15
        {"ååååååååååååååå", false},                 // one letter
        {"123456789012345", false},                 // a row
        {"abcabcabcabcabc", false},                 // a period
        {"Lösenord2026!!!", false},                 // a common word and digits
        {"ylvaekskog20261123", false},              // her name
        {"Medicinkliniken2026", false},             // her unit
        {"Randa-Sommar-2026", false},               // the product and a season
        {"ylva cyklar till grottan", true},         // a name among others
        {"99999 88888 77777 66666", false},         // no letters
    };
    static const Str words[] = {{"Ylva Ekskog", 11}, {"Medicinkliniken", 15}};
    Arena *arena = arena_open(1 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Err err;
        bool good = password_check(arena, str_from_c(cases[i].password), words, COUNT_OF(words), &err);
        CHECK(good == cases[i].good, cases[i].password);
    }
    arena_close(arena);
}

TEST(password_has_one_form) {
    Arena *arena = arena_open(1 << 20);
    CHECK_STR(password_normalise(arena, STR("a\xcc\x88ngsma\xcc\x8ano\xcc\x88")), STR("ängsmånö"), "composed");
    CHECK_STR(password_normalise(arena, STR("a\xcc")), STR("a\xcc"), "half a mark stays");
    arena_close(arena);
}
