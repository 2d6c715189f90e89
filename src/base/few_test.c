#include "base/few.h"
#include "base/test.h"

TEST(few_hides_small_numbers_and_what_gives_them_away) {
    static const struct {
        int64_t parts[4];
        bool hidden[4];
        const char *why;
    } cases[] = {
        {{33, 5, 3, 0}, {false, false, false, false}, "none is small"},
        {{33, 4, 1, 0}, {false, true, true, false}, "one small part would follow from the whole: the next smallest goes too"},
        {{33, 2, 1, 0}, {false, true, true, false}, "two small ones hide each other"},
        {{2, 0, 0, 0}, {true, false, false, false}, "a whole that is small is no help"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        bool hidden[4];
        few_hide(cases[i].parts, 4, hidden);
        CHECK(memcmp(hidden, cases[i].hidden, sizeof hidden) == 0, cases[i].why);
    }
}
