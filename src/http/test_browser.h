// test_browser.h: a browser for tests: whole requests to whole answers, without a socket. It keeps its
// cookies; what it gets lives in its arena.
#pragma once
#include "base/test.h"
#include "http/site.h"
#include <sodium.h>
#include <string.h>

typedef struct {
    Db *db;
    Arena *arena;
    PairList cookies;
    Outgoing out;
    Site site;
    Str address; // where from; empty: 127.0.0.1
} Browser;

static inline Str header(const Outgoing *out, const char *name) {
    for (size_t i = 0; i < out->headers.count; i++)
        if (str_equal(out->headers.items[i].name, str_from_c(name))) return out->headers.items[i].value;
    return STR("");
}

static inline void set_cookie(Browser *browser, Str header_value) {
    Str pair = str_slice(header_value, 0, str_find_char(header_value, ';'));
    size_t equals = str_find_char(pair, '=');
    Pair cookie = {str_slice(pair, 0, equals), str_slice(pair, equals + 1, pair.size)};
    for (size_t i = 0; i < browser->cookies.count; i++)
        if (str_equal(browser->cookies.items[i].name, cookie.name)) {
            browser->cookies.items[i] = cookie;
            return;
        }
    list_add(browser->arena, &browser->cookies, cookie);
}

static inline Str cookie_header(Browser *browser) {
    Buf buf = buf_begin(browser->arena);
    for (size_t i = 0; i < browser->cookies.count; i++)
        if (browser->cookies.items[i].value.size > 0)
            buf_addf(&buf, "%s%.*s=%.*s", buf.size ? "; " : "", STR_ARG(browser->cookies.items[i].name),
                     STR_ARG(browser->cookies.items[i].value));
    return buf_end(&buf);
}

static inline int ask(Browser *browser, Method method, const char *target, Str body, const char *extra, const char *value) {
    Incoming in = {.method = method, .target = str_from_c(target), .body = body, .address = browser->address,
                   .id = STR("test-0001"), .origin = STR("http://127.0.0.1:1")};
    if (in.address.size == 0) in.address = STR("127.0.0.1");
    list_add(browser->arena, &in.headers, (Pair){STR("Cookie"), cookie_header(browser)});
    if (body.size && !(extra && strcmp(extra, "Content-Type") == 0))
        list_add(browser->arena, &in.headers, (Pair){STR("Content-Type"), STR("application/x-www-form-urlencoded")});
    if (extra) list_add(browser->arena, &in.headers, (Pair){str_from_c(extra), str_from_c(value)});
    site_answer(&browser->site, browser->db, browser->arena, &in, &browser->out);
    for (size_t i = 0; i < browser->out.headers.count; i++)
        if (str_equal(browser->out.headers.items[i].name, STR("Set-Cookie")))
            set_cookie(browser, browser->out.headers.items[i].value);
    return browser->out.status;
}

static inline int get(Browser *browser, const char *target) {
    return ask(browser, GET, target, STR(""), NULL, NULL);
}

static inline Str field(Browser *browser, const char *name) {
    Str before = str_printf(browser->arena, "name=\"%s\" value=\"", name);
    size_t at = str_find(browser->out.body, before);
    CHECK(at != STR_NOT_FOUND, name);
    Str rest = str_slice(browser->out.body, at + before.size, browser->out.body.size);
    return str_slice(rest, 0, str_find_char(rest, '"'));
}

static inline int post(Browser *browser, const char *target, Str csrf, const char *fields) {
    Str body = str_printf(browser->arena, "csrf=%.*s&%s", STR_ARG(csrf), fields);
    return ask(browser, POST, target, body, NULL, NULL);
}

static inline bool has(const Browser *browser, const char *text) {
    return str_find(browser->out.body, str_from_c(text)) != STR_NOT_FOUND;
}

// A password's hash that takes no time to make.
static inline Str browser_hash(Arena *arena, const char *password) {
    char *hash = arena_alloc(arena, crypto_pwhash_STRBYTES, 1);
    CHECK(crypto_pwhash_str(hash, password, strlen(password), crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN) == 0,
          "a hash");
    return str_from_c(hash);
}
