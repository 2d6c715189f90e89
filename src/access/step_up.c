#include "access/step_up.h"
#include "access/factor_store.h"
#include "access/session_begin.h"
#include "gen/records_store.h"
#include "gen/step_up.html.h"
#include "http/route.h"

typedef enum { PROOF_NEITHER, PROOF_PASSWORD, PROOF_CODE } Proof;

// Where all are invented there is no second factor.
static bool proof_for(Request *req, Account *ret_account, Proof *ret, Err *err) {
    Factor factor;
    if (!account_load(req->db, req->arena, req->session.account, ret_account, err)) return false;
    if (!factor_load(req->db, req->arena, req->session.account, &factor, err)) return false;
    *ret = factor.confirmed                                       ? PROOF_CODE
           : ret_account->password_hash.size > 0 && !req->oidc ? PROOF_PASSWORD
                                                                  : PROOF_NEITHER;
    return true;
}

static bool is_ours(Str name) {
    static const char *const names[] = {"csrf", "nyckel", "bekrafta", "bekrafta-till"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_equal(name, str_from_c(names[i]))) return true;
    return false;
}

// A form is sent again to where it was going; a page is asked for again afterwards.
static void show(Request *req, Reply *reply, Proof proof, Str fault) {
    bool form = req->method == POST && req->route->needs_step_up;
    HtmlStepUp page = {.guard = request_guard(req), .fault = fault, .neither = proof == PROOF_NEITHER,
                       .code = proof == PROOF_CODE,
                       .action = form ? (Url){req->target} : url(req->arena, "/bekrafta"),
                       .onward = req->method == GET ? own_path(req->target) : own_path(request_form(req, "bekrafta-till"))};
    if (req->oidc && proof == PROOF_NEITHER) {
        page.provider = url_add(req->arena, url(req->arena, "/logga-in/region"), "bekrafta", STR("1"));
        if (page.onward.size > 0) page.provider = url_add(req->arena, page.provider, "till", page.onward);
    }
    for (size_t i = 0; form && i < req->form.count; i++)
        if (!is_ours(req->form.items[i].name))
            list_add(req->arena, &page.kept,
                     (HtmlStepUpKept){.name = req->form.items[i].name, .value = req->form.items[i].value});
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Bekräfta att det är du")), .main_class = "narrow",
                                  .main = html_step_up(req->arena, req->lang, &page)});
}

static bool refuse(Request *req, Reply *reply, Proof proof, ErrKind kind, const char *why, Err *err) {
    db_rollback(req->db);
    show(req, reply, proof, tr_str(req->lang, why));
    return err_set(err, kind, msg(why));
}

// Hashing happens before the write begins; a code is used up inside it.
static bool is_right(Request *req, const Account *account, Proof proof, bool *ret, Err *err) {
    Str typed = request_form_raw(req, "bekrafta");
    *ret = false;
    if (proof == PROOF_PASSWORD) *ret = account_verify(req->arena, account->password_hash, typed);
    if (!db_begin_write(req->db, err)) return false;
    return proof != PROOF_CODE || factor_use(req->db, req->arena, account->id, typed, req->now, ret, err);
}

static bool prove(Request *req, Reply *reply, const Account *account, Proof proof, Err *err) {
    Try try;
    int64_t wait;
    bool right;
    Act act = request_act(req, "session.step_up");
    if (!try_of_login(req->db, req->arena, proof == PROOF_CODE ? "code" : "password", account->login, req->address,
                      request_own_cookie(req, DEVICE_COOKIE), &try, err) ||
        !try_begin(req->db, &try, req->now, &wait, err))
        return false;
    if (wait > 0) return refuse(req, reply, proof, ERR_LIMIT, N_("Vänta en stund innan du försöker igen."), err);
    if (!is_right(req, account, proof, &right, err)) return false;
    if (!right) return refuse(req, reply, proof, ERR_INVALID, N_("Det stämmer inte. Varje kod gäller en gång."), err);
    Str subject = str_printf(req->arena, "account %lld", (long long)account->id.raw);
    return try_was_good(req->db, &try, err) &&
           session_renew(req, reply, req->session.role, req->session.unit, req->now, err) &&
           audit_note(&act, "session.step_up", subject, err) && db_commit(req->db, err);
}

bool step_up(Request *req, Reply *reply, bool *ret_fresh, Err *err) {
    Account account;
    Proof proof;
    *ret_fresh = session_is_fresh(&req->session, req->now);
    if (*ret_fresh) return true;
    if (!proof_for(req, &account, &proof, err)) return false;
    if (proof == PROOF_NEITHER || !request_form_has(req, "bekrafta")) {
        show(req, reply, proof, STR(""));
        return true;
    }
    *ret_fresh = prove(req, reply, &account, proof, err);
    return *ret_fresh;
}

bool do_step_up(Request *req, Reply *reply, Err *err) {
    Str onward = own_path(request_form(req, "bekrafta-till"));
    bool fresh;
    if (!step_up(req, reply, &fresh, err)) return false;
    if (fresh) reply_redirect(reply, onward.size > 0 ? (Url){onward} : url(req->arena, "/"));
    return true;
}
