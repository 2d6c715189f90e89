#include "access/sign_in_settings_page.h"
#include "access/account_act.h"
#include "access/factor.h"
#include "access/password.h"
#include "gen/sign_in_settings.html.h"

static void add_fact(Request *req, HtmlSignInSettings *page, const char *what, Msg how) {
    list_add(req->arena, &page->facts,
             (HtmlSignInSettingsFacts){.what = tr_str(req->lang, what), .how = msg_format(req->arena, req->lang, how)});
}

static void add_facts(Request *req, HtmlSignInSettings *page) {
    add_fact(req, page, N_("Lösenord"),
             msg(N_("Minst {1} tecken, inga krav på siffror eller tecken, inget tvång att byta. Vanliga ord och namn godtas inte."),
                 msg_number(PASSWORD_LENGTH_MIN)));
    if (req->is_demo)
        add_fact(req, page, N_("Kodapp"), msg(N_("Av: alla personer är påhittade.")));
    else
        add_fact(req, page, N_("Kodapp"),
                 msg(N_("Krävs av alla som loggar in med lösenord. {1} reservkoder."), msg_number(RECOVERY_CODES)));
    add_fact(req, page, N_("Felaktiga försök"),
             msg(N_("Högst {1} i timmen för ett konto och {2} för en adress, med allt längre väntan. En dator där personen har varit inloggad räknas för sig, så att ingen annan kan stänga ute henne."),
                 msg_number(FAILURES_PER_ACCOUNT_MAX), msg_number(FAILURES_PER_ADDRESS_MAX)));
    add_fact(req, page, N_("Inloggningens längd"),
             msg(N_("{1} minuter utan att något görs, högst {2} timmar."), msg_number(SESSION_IDLE_MS_MAX / 60000),
                 msg_number(SESSION_AGE_MS_MAX / 3600000)));
    add_fact(req, page, N_("Bekräftelse"),
             msg(N_("Högst {1} minuter gammal när uppdrag ändras, listor hämtas eller nycklar skapas."),
                 msg_number(SESSION_FRESH_MS / 60000)));
}

static void show(Request *req, Reply *reply, Str link, Str fault) {
    HtmlSignInSettings page = {.guard = request_guard(req), .link = link, .fault = fault};
    if (fault.size > 0) page.login = request_form(req, "epost");
    page.new_factor = fault.size > 0 && request_form_has(req, "kodapp");
    add_facts(req, &page);
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Inloggning")), .nav = "installningar", .main_class = "narrow",
                                  .main = html_sign_in_settings(req->arena, req->lang, &page)});
}

bool page_sign_in_settings(Request *req, Reply *reply, Err *err) {
    (void)err;
    show(req, reply, STR(""), STR(""));
    return true;
}

bool do_sign_in_link(Request *req, Reply *reply, Err *err) {
    Str login = request_form(req, "epost"), code;
    Act act = request_act(req, "account.code");
    AccountFound found;
    if (!account_find(req->db, req->arena, login, &found, err)) return false;
    if (!found.found || found.disabled || found.region != req->actor.region) {
        err_set(err, ERR_INVALID, msg(N_("Det finns inget öppet konto {1}."), msg_text(login)));
        show(req, reply, STR(""), msg_format(req->arena, req->lang, err->message));
        return false;
    }
    if (!account_code(&act, found.id, request_form_has(req, "kodapp"), &code, err)) return false;
    show(req, reply, str_printf(req->arena, "%.*s/valj-losenord?kod=%.*s", STR_ARG(req->origin), STR_ARG(code)), STR(""));
    return true;
}
