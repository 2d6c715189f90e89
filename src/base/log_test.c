#include "base/log.h"
#include "base/str.h"
#include "base/test.h"

TEST(log_line_is_one_line_of_printable_ascii) {
    static const struct {
        const char *text, *clean;
    } cases[] = {
        {"request id=1 GET /st/:id status=200", "request id=1 GET /st/:id status=200"},
        {"one\r\n2026 warn two", "one\\x0d\\x0a2026 warn two"},
        {"\x1b[31m\x7f\t", "\\x1b[31m\\x7f\\x09"},
        {"a\\x0a", "a\\x5cx0a"}, // an escape of one's own is told from one of ours
        {"\xc2\x85", "\\xc2\\x85"},
    };
    char clean[128], small[12];
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        log_clean(cases[i].text, clean, sizeof clean);
        CHECK_STR(str_from_c(clean), str_from_c(cases[i].clean), "escaped");
    }
    log_clean("\n\n\n\n\n\n", small, sizeof small);
    CHECK_STR(str_from_c(small), STR("\\x0a\\x0a"), "never half an escape, always an end");
}
