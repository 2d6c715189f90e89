#include "access/sign_in_page.h"
#include "access/account_act.h"
#include "base/log.h"
#include "gen/sign_in.html.h"
#include "http/csrf.h"
#include "store/region.h"

// Only to our own pages (S21).
static Str own_path(Str text) {
    bool own = text.size > 0 && text.size < 2000 && text.data[0] == '/' &&
               !(text.size > 1 && (text.data[1] == '/' || text.data[1] == '\\'));
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] <= ' ' || text.data[i] == '\\' || text.data[i] == 0x7f) own = false;
    return own && !str_starts(text, STR("/logga-")) ? text : STR("");
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
    };
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Logga in")),
                                  .main = html_sign_in(req->arena, req->lang, &page),
                                  .bare = true});
}

bool page_home(Request *req, Reply *reply, Err *err) {
    (void)err;
    Role role = req->session.role;
    const char *first = may(role, MAY_READ_TODO)        ? "/att-gora"
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

static bool note_failure(Request *req, Str login, Err *err) {
    return db_begin_write(req->db, err) &&
           account_note_failure(req->db, req->arena, login, req->address, req->now, err) && db_commit(req->db, err);
}

// In the region of the account, on the day that it is there.
static bool enter_region(Request *req, const AccountFound *account, Err *err) {
    if (!region_is_demo(req->db, account->region, &req->is_demo, err)) return false;
    if (req->is_demo && date_is_known(req->demo_today)) req->today = req->demo_today;
    req->actor = (Actor){.region = account->region, .person = account->person.raw};
    db_scope_set(req->db, (DbScope){account->region, account->person.raw, req->today});
    return true;
}

static bool start(Request *req, Reply *reply, const AccountFound *account, Str login, const RoleHeld *held, Err *err) {
    Str token;
    req->actor.role = (int)held->role;
    Act act = request_act(req, "session.start");
    Str subject = str_printf(req->arena, "account %lld", (long long)account->id.raw);
    if (!db_begin_write(req->db, err)) return false;
    if (!session_start(req->db, req->arena, account->id, held, req->now, &token, &req->session, err)) return false;
    if (!account_clear_failures(req->db, req->arena, login, err)) return false;
    if (!audit_note(&act, "session.start", subject, err) || !db_commit(req->db, err)) return false;
    reply_cookie(req, reply, SESSION_COOKIE, token, 0);
    reply_cookie(req, reply, START_COOKIE, STR(""), -1);
    return true;
}

bool do_sign_in(Request *req, Reply *reply, Err *err) {
    Str login = request_form(req, "epost"), password = request_form_raw(req, "losenord");
    Str till = own_path(request_form(req, "till"));
    AccountFound account;
    RoleHeldList held;
    int64_t wait;
    if (!account_wait(req->db, req->arena, login, req->address, req->now, &wait, err)) return false;
    if (wait > 0) return refuse(req, reply, login, err, ERR_LIMIT, WRONG);
    if (!account_find(req->db, req->arena, login, &account, err)) return false;
    if (!account_verify(req->arena, account.hash, password) || account.disabled) {
        if (!note_failure(req, login, err)) return false;
        log_info("sign-in failed id=%.*s", STR_ARG(req->id));
        return refuse(req, reply, login, err, ERR_INVALID, WRONG);
    }
    if (!enter_region(req, &account, err)) return false;
    if (!session_roles(req->db, req->arena, account.person, &held, err)) return false;
    if (held.count == 0)
        return refuse(req, reply, login, err, ERR_FORBIDDEN,
                      N_("Du har inget uppdrag som gäller i dag. Be din verksamhetschef lägga in det."));
    if (!start(req, reply, &account, login, &held.items[0], err)) return false;
    reply_redirect(reply, till.size > 0 ? (Url){till} : url(req->arena, "/"));
    return true;
}

bool do_sign_out(Request *req, Reply *reply, Err *err) {
    Act act = request_act(req, "session.end");
    Str subject = str_printf(req->arena, "account %lld", (long long)req->session.account.raw);
    if (!session_end(req->db, req->session.token_hash, err)) return false;
    if (!audit_note(&act, "session.end", subject, err)) return false;
    reply_cookie(req, reply, SESSION_COOKIE, STR(""), -1);
    reply_redirect(reply, url(req->arena, "/logga-in"));
    return true;
}
