#include "access/sign_in_page.h"
#include "access/oidc_page.h"
#include "access/oidc_store.h"
#include "access/session_begin.h"
#include "base/log.h"
#include "gen/sign_in.html.h"
#include "http/csrf.h"

// Where there is a provider, passwords are for the broken glass alone (S8).
static Url provider(Request *req) {
    Str onward = own_path(request_query(req, "till"));
    bool local = req->method == POST || request_query(req, "lokalt").size > 0;
    if (!req->oidc || local) return (Url){0};
    Url to = url(req->arena, "/logga-in/region");
    return onward.size > 0 ? url_add(req->arena, to, "till", onward) : to;
}

static void show_sign_in(Request *req, Reply *reply, Str login, Str fault) {
    bool posted = req->method == POST;
    Url action = url(req->arena, "/logga-in");
    if (req->lang == LANG_EN) action = url_add(req->arena, action, "sprak", STR("en"));
    HtmlSignIn page = {
        .guard = request_guard(req),
        .action = action,
        .onward = own_path(posted ? request_form(req, "till") : request_query(req, "till")),
        .ended = !posted && request_query(req, "utloggad").size > 0,
        .login = login,
        .fault = fault,
        .swedish = req->lang == LANG_SV,
        .provider = provider(req),
    };
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Logga in")),
                                  .main = html_sign_in(req->arena, req->lang, &page),
                                  .bare = true});
}

bool page_home(Request *req, Reply *reply, Err *err) {
    (void)err;
    Role role = req->session.role;
    bool of_region = may_reach(role, MAY_READ_OVERVIEW) == REACH_REGION;
    const char *first = of_region                       ? "/region"
                        : role == ROLE_HEAD             ? "/oversikt"
                        : may(role, MAY_READ_TODO)      ? "/att-gora"
                        : may(role, MAY_READ_IN_OUT)    ? "/plan/in-ut"
                        : may(role, MAY_READ_SETTING)   ? "/installningar"
                                                        : "/enheter";
    reply_redirect(reply, url(req->arena, "%s", first));
    return true;
}

bool page_sign_in(Request *req, Reply *reply, Err *err) {
    (void)err;
    if (req->session.signed_in) {
        reply_redirect(reply, url(req->arena, "/"));
        return true;
    }
    show_sign_in(req, reply, STR(""), STR(""));
    return true;
}

static bool refuse(Request *req, Reply *reply, Str login, Err *err, ErrKind kind, const char *why) {
    show_sign_in(req, reply, login, tr_str(req->lang, why));
    return err_set(err, kind, msg(why));
}

// One sentence for every reason, so that nobody learns which accounts there are.
#define WRONG                                                                                        \
    N_("Kontrollera e-postadressen och lösenordet. Efter flera försök i rad får du vänta en stund.")

// The sentence of the error on the page it came from.
static bool refuse_role(Request *req, Reply *reply, Str login, Err *err) {
    if (err->kind != ERR_FORBIDDEN) return false;
    show_sign_in(req, reply, login, msg_format(req->arena, req->lang, err->message));
    return false;
}

static bool let_in(Request *req, Reply *reply, const Try *try, const AccountFound *account, Str login, Err *err) {
    Recognised who = {.account = account->id, .region = account->region, .person = account->person};
    RoleHeld role;
    if (!session_enter(req, &who, &role, err)) return refuse_role(req, reply, login, err);
    return db_begin_write(req->db, err) && try_was_good(req->db, try, err) &&
           session_begin(req, reply, &who, &role, own_path(request_form(req, "till")), err) && db_commit(req->db, err);
}

static bool may_use_password(Request *req, const AccountFound *account, bool *ret, Err *err) {
    *ret = true;
    return !req->oidc || local_sign_in_is_open(req->db, account->region, account->id, req->now, ret, err);
}

bool do_sign_in(Request *req, Reply *reply, Err *err) {
    Str login = request_form(req, "epost"), password = request_form_raw(req, "losenord");
    AccountFound account;
    Try try;
    int64_t wait;
    bool open;
    if (!try_of_login(req->db, req->arena, "account", login, req->address, request_own_cookie(req, DEVICE_COOKIE), &try, err))
        return false;
    if (!try_begin(req->db, &try, req->now, &wait, err)) return false;
    if (wait > 0) return refuse(req, reply, login, err, ERR_LIMIT, WRONG);
    if (!account_find(req->db, req->arena, login, &account, err)) return false;
    if (!may_use_password(req, &account, &open, err)) return false;
    if (!account_verify(req->arena, account.hash, password) || account.disabled || !open) {
        log_info("sign-in failed id=%.*s", STR_ARG(req->id));
        return refuse(req, reply, login, err, ERR_INVALID, WRONG);
    }
    return let_in(req, reply, &try, &account, login, err);
}

bool do_sign_out(Request *req, Reply *reply, Err *err) {
    Act act = request_act(req, "session.end");
    Str subject = str_printf(req->arena, "account %lld", (long long)req->session.account.raw);
    if (!session_end(req->db, req->session.token_hash, err)) return false;
    if (!audit_note(&act, "session.end", subject, err)) return false;
    reply_cookie(req, reply, SESSION_COOKIE, STR(""), -1);
    return oidc_signed_out(req, reply, err);
}
