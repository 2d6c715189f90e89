#include "http/kept_page.h"
#include "access/session_store.h"
#include "gen/kept.html.h"
#include "http/csrf.h"

static bool is_secret(Str name) {
    return str_find(name, STR("losenord")) != STR_NOT_FOUND || str_equal(name, STR("bekrafta")) || str_equal(name, STR("kod"));
}

static bool is_guard(Str name) {
    return str_equal(name, STR("csrf")) || str_equal(name, STR("nyckel"));
}

static bool has_secret(const Request *req) {
    for (size_t i = 0; i < req->form.count; i++)
        if (is_secret(req->form.items[i].name)) return true;
    return false;
}

bool kept_page(Request *req, Reply *reply, Str own_origin) {
    bool from_us = req->ended_csrf.size > 0 && csrf_is_same_origin(req, own_origin) &&
                   csrf_matches(request_form(req, "csrf"), req->ended_csrf);
    if (req->method != POST || req->is_htmx || req->files.count || !from_us || has_secret(req)) return false;
    req->session.csrf = csrf_mask(req->arena, req->ended_csrf);
    HtmlKept page = {.guard = request_guard(req), .action = {req->target}, .sign_in = url(req->arena, "/logga-in")};
    for (size_t i = 0; i < req->form.count; i++)
        if (!is_guard(req->form.items[i].name))
            list_add(req->arena, &page.kept, (HtmlKeptKept){req->form.items[i].name, req->form.items[i].value});
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Du har loggats ut")),
                                  .main = html_kept(req->arena, req->lang, &page), .bare = true});
    reply->status = 403;
    return true;
}

bool kept_token_is_own(Request *req, Str given) {
    Str token = csrf_unmask(req->arena, given);
    bool own = false;
    Err ignored;
    if (!req->session.signed_in || !token.size || !db_begin_read(req->db, &ignored)) return false;
    if (!session_was_own(req->db, req->session.account, token, req->now, &own, &ignored)) own = false;
    db_rollback(req->db);
    return own;
}
