// The cookie's value is SEAL-UNDO-TEXT: 32 hexadecimal digits, an audit entry's id, percent-encoded.
#include "http/message.h"
#include "gen/message.html.h"
#include "http/form.h"
#include <sodium.h>
#include <string.h>

#define SEAL_BYTES 16
#define TEXT_BYTES_MAX 1000

// The hash of the session's token (64 digits) never leaves the server: it is the key.
static bool has_key(const Request *req) {
    return req->session.signed_in && req->session.token_hash.size == crypto_generichash_KEYBYTES_MAX;
}

static Str seal(const Request *req, Str rest) {
    unsigned char hash[SEAL_BYTES];
    crypto_generichash_state state;
    crypto_generichash_init(&state, (const unsigned char *)req->session.token_hash.data,
                            crypto_generichash_KEYBYTES_MAX, sizeof hash);
    crypto_generichash_update(&state, (const unsigned char *)rest.data, rest.size);
    crypto_generichash_final(&state, hash, sizeof hash);
    char *hex = arena_alloc(req->arena, SEAL_BYTES * 2 + 1, 1);
    sodium_bin2hex(hex, SEAL_BYTES * 2 + 1, hash, sizeof hash);
    return (Str){hex, SEAL_BYTES * 2};
}

Str message_cookie_value(const Request *req, Msg done, int64_t undo) {
    if (!has_key(req)) return STR("");
    Str text = msg_format(req->arena, req->lang, done);
    while (text.size > TEXT_BYTES_MAX || (text.size > 0 && !str_is_utf8(text))) text.size--;
    Url encoded = url_add(req->arena, url(req->arena, "/"), "", text); // "/?=TEXT"
    Str rest = str_printf(req->arena, "%lld-%.*s", (long long)undo,
                          STR_ARG(str_slice(encoded.address, 3, encoded.address.size)));
    return str_printf(req->arena, "%.*s-%.*s", STR_ARG(seal(req, rest)), STR_ARG(rest));
}

static bool message_read(const Request *req, Str *ret_text, int64_t *ret_undo) {
    Str cookie = request_own_cookie(req, MESSAGE_COOKIE);
    if (cookie.size < SEAL_BYTES * 2 + 3 || !has_key(req)) return false;
    Str rest = str_slice(cookie, SEAL_BYTES * 2 + 1, cookie.size);
    Str expected = seal(req, rest);
    if (sodium_memcmp(expected.data, cookie.data, SEAL_BYTES * 2) != 0) return false;
    size_t dash = str_find_char(rest, '-');
    return dash != STR_NOT_FOUND && str_to_int(str_slice(rest, 0, dash), ret_undo) &&
           form_decode(req->arena, str_slice(rest, dash + 1, rest.size), false, ret_text);
}

bool message_is_there(const Request *req) {
    return request_own_cookie(req, MESSAGE_COOKIE).size > 0;
}

Html request_message(const Request *req) {
    Str text;
    int64_t undo;
    if (!message_read(req, &text, &undo)) return html_none();
    HtmlMessage data = {.text = text, .guard = request_guard(req)};
    if (undo > 0) data.undo = url(req->arena, "/angra/%lld", (long long)undo);
    return html_message(req->arena, req->lang, &data);
}
