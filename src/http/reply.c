#include "http/reply.h"

void reply_page(Request *req, Reply *reply, Page page) {
    (void)req;
    reply->kind = REPLY_PAGE;
    reply->page = page;
}

void reply_part(Reply *reply, Html part) {
    reply->kind = REPLY_PART;
    reply->type = STR("text/html; charset=utf-8");
    reply->body = part.markup;
}

void reply_redirect(Reply *reply, Url to) {
    reply->kind = REPLY_REDIRECT;
    reply->location = to;
}

void reply_redirect_done(Request *req, Reply *reply, Url to, Msg done, int64_t undo) {
    (void)req;
    reply_redirect(reply, to);
    reply->done = done;
    reply->has_done = true;
    reply->undo = undo;
}

void reply_bytes(Reply *reply, Str type, Str filename, Str bytes) {
    reply->kind = REPLY_BYTES;
    reply->type = type;
    reply->filename = filename;
    reply->body = bytes;
}

void reply_json(Reply *reply, Str json) {
    reply_bytes(reply, STR("application/json"), STR(""), json);
}

void reply_header(const Request *req, Reply *reply, const char *name, Str value) {
    list_add(req->arena, &reply->headers, (Pair){str_from_c(name), value});
}

static Str cookie_name(const Request *req, const char *name) {
    return str_printf(req->arena, "%s%s", req->is_secure ? "__Host-" : "", name);
}

void reply_cookie(const Request *req, Reply *reply, const char *name, Str value, int seconds) {
    Buf buf = buf_begin(req->arena);
    buf_add(&buf, cookie_name(req, name));
    buf_add_char(&buf, '=');
    buf_add(&buf, value);
    buf_add(&buf, STR("; Path=/; HttpOnly; SameSite=Lax"));
    if (req->is_secure) buf_add(&buf, STR("; Secure"));
    if (seconds != 0) buf_addf(&buf, "; Max-Age=%d", seconds < 0 ? 0 : seconds);
    reply_header(req, reply, "Set-Cookie", buf_end(&buf));
}

Str request_own_cookie(const Request *req, const char *name) {
    return request_cookie(req, str_to_c(req->arena, cookie_name(req, name)));
}
