#include "access/choose_password_page.h"
#include "access/account_act.h"
#include "access/oidc_store.h"
#include "access/session_begin.h"
#include "gen/choose_password.html.h"

static void show(Request *req, Reply *reply, Str code, const CodeFound *found, Str fault) {
    HtmlChoosePassword page = {.guard = request_guard(req), .code = code, .login = found->login,
                               .gone = !found->found, .fault = fault};
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Välj ett lösenord")),
                                  .main = html_choose_password(req->arena, req->lang, &page), .bare = true});
}

// Where an identity provider lets people in, a code is worth something only while passwords are open
// for that account (S8).
static bool find(Request *req, Str code, CodeFound *ret, Err *err) {
    if (!account_code_find(req->db, req->arena, code, req->now, ret, err)) return false;
    return !ret->found || !req->oidc ||
           local_sign_in_is_open(req->db, ret->region, ret->account, req->now, &ret->found, err);
}

bool page_choose_password(Request *req, Reply *reply, Err *err) {
    Str code = request_query(req, "kod");
    CodeFound found;
    if (!find(req, code, &found, err)) return false;
    show(req, reply, code, &found, STR(""));
    return true;
}

// The code is looked up again inside the write: of two at once one finds it used.
static bool choose(Request *req, Reply *reply, const CodeFound *found, Err *err) {
    Recognised who = {.account = found->account, .region = found->region, .person = found->person};
    Str chosen = request_form_raw(req, "nytt"), hash;
    RoleHeld role;
    CodeFound still;
    if (!session_enter(req, &who, &role, err)) return false;
    if (!account_password_check(req->db, req->arena, found->person, chosen, err)) return false;
    if (!account_hash(req->arena, chosen, &hash, err) || !db_begin_write(req->db, err)) return false;
    if (!find(req, request_form(req, "kod"), &still, err)) return false;
    if (!still.found) return err_set(err, ERR_INVALID, msg(N_("Länken gäller inte.")));
    Act act = request_act(req, "account.password");
    return account_choose_password(&act, &still, hash, err) && session_begin(req, reply, &who, &role, STR(""), err) &&
           db_commit(req->db, err);
}

bool do_choose_password(Request *req, Reply *reply, Err *err) {
    Str code = request_form(req, "kod");
    CodeFound found;
    if (!find(req, code, &found, err)) return false;
    if (!found.found) {
        show(req, reply, code, &found, STR(""));
        return err_set(err, ERR_INVALID, msg(N_("Länken gäller inte.")));
    }
    if (choose(req, reply, &found, err)) return true;
    db_rollback(req->db);
    if (err->kind == ERR_INVALID || err->kind == ERR_FORBIDDEN)
        show(req, reply, code, &found, msg_format(req->arena, req->lang, err->message));
    return false;
}
