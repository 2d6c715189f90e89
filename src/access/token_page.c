#include "access/token_page.h"
#include "access/token_store.h"
#include "base/local_time.h"
#include "gen/tokens.html.h"

static Str day_text(Request *req, Instant at) {
    return at ? date_long(req->arena, req->lang, local_date(at)) : STR("");
}

static Str scopes_text(Request *req, Str scopes) {
    Buf buf = buf_begin(req->arena);
    for (const TokenScope *scope = token_scopes; scope->name; scope++)
        if (token_allows(scopes, scope->right))
            buf_addf(&buf, "%s%.*s", buf.size ? ", " : "", STR_ARG(tr_str(req->lang, scope->word)));
    return buf_end(&buf);
}

static bool is_asked_for(const Request *req, const char *name) {
    StrList asked = request_form_all(req, "lasa");
    for (size_t i = 0; i < asked.count; i++)
        if (str_equal(asked.items[i], str_from_c(name))) return true;
    return false;
}

static bool show(Request *req, Reply *reply, Str token, Str fault, Err *err) {
    HtmlTokens page = {.guard = request_guard(req), .token = token, .fault = fault};
    TokenRowList rows;
    if (fault.size > 0) page.name = request_form(req, "namn");
    page.days = fault.size > 0 ? request_form(req, "dagar") : STR("30");
    if (!token_list(req->db, req->arena, req->session.account, req->now, &rows, err)) return false;
    for (size_t i = 0; i < rows.count; i++)
        list_add(req->arena, &page.tokens,
                 (HtmlTokensTokens){.name = rows.items[i].name, .scopes = scopes_text(req, rows.items[i].scopes),
                                    .ends = day_text(req, rows.items[i].ends), .used = day_text(req, rows.items[i].used),
                                    .revoke = url(req->arena, "/konto/nycklar/%lld/aterkalla", (long long)rows.items[i].id)});
    for (const TokenScope *scope = token_scopes; scope->name; scope++)
        if (may(req->session.role, scope->right))
            list_add(req->arena, &page.choices,
                     (HtmlTokensChoices){.value = str_from_c(scope->name), .word = tr_str(req->lang, scope->word),
                                         .chosen = is_asked_for(req, scope->name)});
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Nycklar för program")), .nav = "installningar",
                                  .main_class = "narrow", .main = html_tokens(req->arena, req->lang, &page)});
    return true;
}

bool page_tokens(Request *req, Reply *reply, Err *err) {
    return show(req, reply, STR(""), STR(""), err);
}

static Str scopes_asked_for(Request *req) {
    Buf buf = buf_begin(req->arena);
    for (const TokenScope *scope = token_scopes; scope->name; scope++)
        if (is_asked_for(req, scope->name)) buf_addf(&buf, "%s%s", buf.size ? " " : "", scope->name);
    return buf_end(&buf);
}

bool do_token_add(Request *req, Reply *reply, Err *err) {
    Act act = request_act(req, "token.add");
    RoleHeld role = {.role = req->session.role, .unit = req->session.unit};
    TokenDraft draft = {.name = request_form(req, "namn"), .scopes = scopes_asked_for(req)};
    Str token;
    request_form_int(req, "dagar", &draft.days);
    if (token_add(&act, req->session.account, &role, &draft, &token, err)) return show(req, reply, token, STR(""), err);
    Err wanted = *err, shown;
    if (wanted.kind != ERR_INVALID) return false;
    if (!show(req, reply, STR(""), msg_format(req->arena, req->lang, wanted.message), &shown)) *err = shown;
    return false;
}

bool do_token_revoke(Request *req, Reply *reply, Err *err) {
    Act act = request_act(req, "token.revoke");
    int64_t id;
    if (!request_id(req, "id", &id, err) || !token_revoke(&act, req->session.account, id, err)) return false;
    reply_redirect_done(req, reply, url(req->arena, "/konto/nycklar"), msg(N_("Nyckeln är återkallad.")), 0);
    return true;
}
