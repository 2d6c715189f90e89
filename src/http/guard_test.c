#include "http/guard.h"
#include "base/test.h"

#define HOST {STR_("Host"), STR_("127.0.0.1:8080")}
#define STR_(text) {text, sizeof(text) - 1}

TEST(guard_refuses_what_is_ambiguous) {
    static const struct {
        const char *why, *version, *target;
        Pair headers[4];
        int expected;
        int64_t length;
    } cases[] = {
        {"a plain request", "HTTP/1.1", "/", {HOST}, 0, 0},
        {"by its other name", "HTTP/1.1", "/", {{STR_("host"), STR_("LOCALHOST:8080")}}, 0, 0},
        {"with a body", "HTTP/1.1", "/", {HOST, {STR_("Content-Length"), STR_("12")}}, 0, 12},
        {"no Host", "HTTP/1.1", "/", {{{0}}}, 400, 0},
        {"an empty Host", "HTTP/1.1", "/", {{STR_("Host"), STR_("")}}, 421, 0},
        {"two Hosts", "HTTP/1.1", "/", {HOST, HOST}, 400, 0},
        {"another's Host", "HTTP/1.1", "/", {{STR_("Host"), STR_("evil.example")}}, 421, 0},
        {"two lengths", "HTTP/1.1", "/", {HOST, {STR_("Content-Length"), STR_("1")}, {STR_("Content-Length"), STR_("1")}}, 400, 0},
        {"length and encoding", "HTTP/1.1", "/", {HOST, {STR_("Content-Length"), STR_("1")}, {STR_("Transfer-Encoding"), STR_("chunked")}}, 400, 0},
        {"chunks", "HTTP/1.1", "/", {HOST, {STR_("Transfer-Encoding"), STR_("chunked")}}, 411, 0},
        {"a sign in the length", "HTTP/1.1", "/", {HOST, {STR_("Content-Length"), STR_("+1")}}, 400, 0},
        {"no length in the length", "HTTP/1.1", "/", {HOST, {STR_("Content-Length"), STR_("")}}, 400, 0},
        {"a huge length", "HTTP/1.1", "/", {HOST, {STR_("Content-Length"), STR_("99999999999999999999")}}, 400, 0},
        {"a space in a name", "HTTP/1.1", "/", {HOST, {STR_("X Y"), STR_("1")}}, 400, 0},
        {"a control in a value", "HTTP/1.1", "/", {HOST, {STR_("X"), STR_("a\x01")}}, 400, 0},
        {"an old version", "HTTP/1.0", "/", {HOST}, 505, 0},
        {"another's whole address", "HTTP/1.1", "http://x/", {HOST}, 400, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        GuardInput input = {.version = cases[i].version, .target = str_from_c(cases[i].target),
                            .hosts = {"127.0.0.1:8080", "localhost:8080"}};
        Pair headers[4];
        memcpy(headers, cases[i].headers, sizeof headers);
        input.headers.items = headers;
        while (input.headers.count < 4 && headers[input.headers.count].name.data) input.headers.count++;
        int64_t length;
        CHECK(guard_check(&input, &length) == cases[i].expected, cases[i].why);
        if (!cases[i].expected) CHECK(length == cases[i].length, cases[i].why);
    }
}
