// Whoever comes here has given the right password, and nothing more: the session waits.
#include "access/factor_page.h"
#include "access/factor_store.h"
#include "access/session_begin.h"
#include "gen/factor.html.h"
#include "gen/records_store.h"
#include "gen/recovery_codes.html.h"
#include "http/csrf.h"

static Str onward_of(const Request *req) {
    return own_path(req->method == POST ? request_form(req, "till") : request_query(req, "till"));
}

static bool load_account(Request *req, Account *ret, Err *err) {
    return account_load(req->db, req->arena, req->session.account, ret, err);
}

static bool show(Request *req, Reply *reply, bool enrol, Str fault, Err *err) {
    HtmlFactor page = {.guard = request_guard(req), .onward = onward_of(req), .fault = fault, .enrol = enrol,
                       .action = url(req->arena, enrol ? "/logga-in/koppla" : "/logga-in/kod")};
    if (enrol) {
        Account account;
        Factor factor;
        int size;
        if (!load_account(req, &account, err)) return false;
        if (!factor_load(req->db, req->arena, account.id, &factor, err)) return false;
        page.path = factor_qr_path(req->arena, factor_address(req->arena, factor.secret, account.login), &size);
        page.box = str_printf(req->arena, "0 0 %d %d", size, size);
        page.secret = factor_by_hand(req->arena, factor.secret);
    }
    reply_page(req, reply, (Page){.title = tr_str(req->lang, enrol ? N_("Koppla en kodapp") : N_("Skriv koden")),
                                  .main = html_factor(req->arena, req->lang, &page), .bare = true});
    return true;
}

// To the page where this session belongs; *ret_gone when it is not this one.
static bool send_elsewhere(Request *req, Reply *reply, bool enrol, bool *ret_gone, Err *err) {
    Factor factor = {0};
    if (req->session.waits && !factor_load(req->db, req->arena, req->session.account, &factor, err)) return false;
    *ret_gone = !req->session.waits || factor.confirmed == enrol;
    if (!*ret_gone) return true;
    Url to = url(req->arena, !req->session.waits ? "/logga-in" : enrol ? "/logga-in/kod" : "/logga-in/koppla");
    Str onward = onward_of(req);
    reply_redirect(reply, onward.size > 0 ? url_add(req->arena, to, "till", onward) : to);
    return true;
}

static bool show_or_leave(Request *req, Reply *reply, bool enrol, Err *err) {
    bool gone;
    if (!send_elsewhere(req, reply, enrol, &gone, err)) return false;
    return gone || show(req, reply, enrol, STR(""), err);
}

bool page_factor(Request *req, Reply *reply, Err *err) {
    return show_or_leave(req, reply, false, err);
}

bool page_factor_enrol(Request *req, Reply *reply, Err *err) {
    return show_or_leave(req, reply, true, err);
}

static bool refuse(Request *req, Reply *reply, bool enrol, ErrKind kind, const char *why, Err *err) {
    db_rollback(req->db);
    if (!show(req, reply, enrol, tr_str(req->lang, why), err)) return false;
    return err_set(err, kind, msg(why));
}

bool show_recovery_codes(Request *req, Reply *reply, Url onward, Err *err) {
    Str codes[RECOVERY_CODES];
    HtmlRecoveryCodes page = {.onward = onward};
    if (!recovery_codes_renew(req->db, req->arena, req->session.account, codes, err)) return false;
    for (int i = 0; i < RECOVERY_CODES; i++)
        list_add(req->arena, &page.codes, (HtmlRecoveryCodesCodes){.code = codes[i]});
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Dina reservkoder")),
                                  .main = html_recovery_codes(req->arena, req->lang, &page), .bare = true});
    return true;
}

// Inside the write in which the code was right.
static bool let_in(Request *req, Reply *reply, const Account *account, bool enrol, Err *err) {
    Recognised who = {.account = account->id, .region = req->actor.region, .person = account->person, .factors_done = true};
    Str onward = onward_of(req);
    RoleHeld role;
    if (!session_end(req->db, req->session.token_hash, err) || !session_enter(req, &who, &role, err)) return false;
    if (!session_begin(req, reply, &who, &role, onward, err)) return false;
    if (!enrol) return true;
    Act act = request_act(req, "factor.add");
    return audit_note(&act, "factor.add", str_printf(req->arena, "account %lld", (long long)account->id.raw), err) &&
           show_recovery_codes(req, reply, onward.size > 0 ? (Url){onward} : url(req->arena, "/"), err);
}

static bool take_code(Request *req, Reply *reply, bool enrol, Err *err) {
    Account account;
    Try try;
    int64_t wait;
    bool gone, right;
    Str code = request_form(req, "kod");
    if (!send_elsewhere(req, reply, enrol, &gone, err) || gone) return gone;
    if (!load_account(req, &account, err)) return false;
    if (!try_of_login(req->db, req->arena, "code", account.login, req->address,
                      request_own_cookie(req, DEVICE_COOKIE), &try, err) ||
        !try_begin(req->db, &try, req->now, &wait, err))
        return false;
    if (wait > 0) return refuse(req, reply, enrol, ERR_LIMIT, N_("Vänta en stund innan du försöker igen."), err);
    if (!db_begin_write(req->db, err)) return false;
    if (!(enrol ? factor_confirm : factor_use)(req->db, req->arena, account.id, code, req->now, &right, err)) return false;
    if (!right || account.disabled)
        return refuse(req, reply, enrol, ERR_INVALID, N_("Vänta tills appen visar en ny kod, och skriv den."), err);
    return try_was_good(req->db, &try, err) && let_in(req, reply, &account, enrol, err) && db_commit(req->db, err);
}

bool do_factor(Request *req, Reply *reply, Err *err) {
    return take_code(req, reply, false, err);
}

bool do_factor_enrol(Request *req, Reply *reply, Err *err) {
    return take_code(req, reply, true, err);
}

bool do_factor_leave(Request *req, Reply *reply, Err *err) {
    if (req->session.waits && !session_end(req->db, req->session.token_hash, err)) return false;
    reply_cookie(req, reply, SESSION_COOKIE, STR(""), -1);
    reply_redirect(reply, url(req->arena, "/logga-in"));
    return true;
}
