#include "access/account_page.h"
#include "access/account_act.h"
#include "access/factor_page.h"
#include "access/factor_store.h"
#include "access/session_begin.h"
#include "base/local_time.h"
#include "gen/account.html.h"
#include "gen/sql.h"
#include "http/csrf.h"

static const struct {
    const char *value, *word;
} themes[] = {{"", N_("Som datorn")}, {"light", N_("Ljust")}, {"dark", N_("Mörkt")}};

static HtmlAccountThemesList theme_choices(Request *req) {
    HtmlAccountThemesList list = {0};
    for (size_t i = 0; i < COUNT_OF(themes); i++)
        list_add(req->arena, &list,
                 (HtmlAccountThemes){.value = str_from_c(themes[i].value),
                                     .word = tr_str(req->lang, themes[i].word),
                                     .chosen = str_equal(req->session.theme, str_from_c(themes[i].value))});
    return list;
}

static HtmlAccountRolesList role_choices(Request *req, const RoleHeldList *held) {
    HtmlAccountRolesList list = {0};
    for (size_t i = 0; i < held->count; i++) {
        const RoleHeld *role = &held->items[i];
        list_add(req->arena, &list,
                 (HtmlAccountRoles){.word = role_word(req->lang, role->role),
                                    .unit = role->unit_name,
                                    .dates = date_span_text(req->arena, req->lang, role->dates),
                                    .value = role_address(req->arena, role),
                                    .chosen = role->role == req->session.role &&
                                              role->unit.raw == req->session.unit.raw});
    }
    return list;
}

static Str since_text(Request *req, Instant made) {
    Str clock = local_clock(req->arena, made);
    Str day = date_short(req->arena, req->lang, local_date(made));
    return str_printf(req->arena, "%.*s, %.*s", STR_ARG(day), STR_ARG(clock));
}

// What the browser says of itself, in words that help to tell one's own devices apart.
static Str device_word(Request *req, Str agent) {
    static const struct {
        const char *sign, *word;
    } systems[] = {{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"},
                   {"Macintosh", "Mac"}, {"Linux", "Linux"}},
      browsers[] = {{"Edg/", "Edge"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}};
    const char *system = NULL, *browser = NULL;
    for (size_t i = COUNT_OF(systems); i-- > 0;)
        if (str_find(agent, str_from_c(systems[i].sign)) != STR_NOT_FOUND) system = systems[i].word;
    for (size_t i = COUNT_OF(browsers); i-- > 0;)
        if (str_find(agent, str_from_c(browsers[i].sign)) != STR_NOT_FOUND) browser = browsers[i].word;
    if (!system || !browser) return tr_str(req->lang, N_("En dator eller telefon"));
    return str_printf(req->arena, "%s, %s", browser, system);
}

static HtmlAccountSessions session_row(Request *req, const Query *query) {
    Instant made = query_int(query, 1);
    return (HtmlAccountSessions){.own = str_equal(query_text(query, req->arena, 0), req->session.token_hash),
                                 .since = since_text(req, made),
                                 .seen = since_text(req, query_int(query, 2)),
                                 .address = query_text(query, req->arena, 3),
                                 .device = device_word(req, query_text(query, req->arena, 4)),
                                 .end = url(req->arena, "/konto/session/%lld", (long long)made)};
}

static bool session_rows(Request *req, HtmlAccountSessionsList *ret, Err *err) {
    HtmlAccountSessionsList list = {0};
    Query query;
    if (!query_begin(&query, req->db, SQL_SESSION_LIST, err)) return false;
    query_bind_id(&query, 1, req->session.account.raw);
    query_bind_int(&query, 2, req->now);
    query_bind_int(&query, 3, req->now - SESSION_IDLE_MS_MAX);
    while (query_next(&query)) list_add(req->arena, &list, session_row(req, &query));
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}

// Empty where the account has no second factor.
static bool codes_text(Request *req, Str *ret, Err *err) {
    Factor factor;
    int left;
    *ret = STR("");
    if (!factor_load(req->db, req->arena, req->session.account, &factor, err)) return false;
    if (!factor.confirmed) return true;
    if (!recovery_codes_left(req->db, req->session.account, &left, err)) return false;
    *ret = msg_format(req->arena, req->lang, msg(N_("Kodappen är kopplad. Du har {1} reservkoder kvar."), msg_number(left)));
    return true;
}

static bool show_account(Request *req, Reply *reply, Str fault, Err *err) {
    RoleHeldList held;
    Account account;
    HtmlAccount page = {.guard = request_guard(req), .name = req->session.person_name, .fault = fault,
                        .swedish = req->lang == LANG_SV, .keys_off = req->session.keys_off,
                        .settings = may(req->session.role, MAY_READ_SETTING),
                        .log = may(req->session.role, MAY_READ_LOG), .runs = may(req->session.role, MAY_RUN)};
    if (!account_load(req->db, req->arena, req->session.account, &account, err)) return false;
    if (!session_roles(req->db, req->arena, req->session.person, &held, err)) return false;
    if (!session_rows(req, &page.sessions, err)) return false;
    if (!codes_text(req, &page.codes_left, err)) return false;
    page.others = page.sessions.count > 1;
    page.login = account.login;
    page.manages = may(req->session.role, MAY_MANAGE_ACCOUNTS);
    page.themes = theme_choices(req);
    page.roles = role_choices(req, &held);
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Ditt konto")),
                                  .nav = "installningar",
                                  .main = html_account(req->arena, req->lang, &page)});
    return true;
}

static Str request_account(const Request *req) {
    return str_printf(req->arena, "account %lld", (long long)req->session.account.raw);
}

bool page_account(Request *req, Reply *reply, Err *err) {
    return show_account(req, reply, STR(""), err);
}

static Str known_theme(Str theme) {
    for (size_t i = 0; i < COUNT_OF(themes); i++)
        if (str_equal(theme, str_from_c(themes[i].value))) return theme;
    return STR("");
}

bool do_account(Request *req, Reply *reply, Err *err) {
    Account account;
    Act act = request_act(req, "account.look");
    if (!account_load(req->db, req->arena, req->session.account, &account, err)) return false;
    account.theme = known_theme(request_form(req, "tema"));
    account.language = str_equal(request_form(req, "sprak"), STR("en")) ? STR("en") : STR("sv");
    account.keys_off = !request_form_has(req, "tangenter");
    if (!account_save(&act, &account, err) || !audit_end(&act, err)) return false;
    req->lang = str_equal(account.language, STR("en")) ? LANG_EN : LANG_SV;
    reply_redirect_done(req, reply, url(req->arena, "/konto"), msg(N_("Kontot är sparat.")), 0);
    return true;
}

static bool refuse(Request *req, Reply *reply, Err *err) {
    Err wanted = *err, shown;
    if (wanted.kind != ERR_INVALID && wanted.kind != ERR_LIMIT) return false;
    if (!show_account(req, reply, msg_format(req->arena, req->lang, wanted.message), &shown)) return false;
    return false;
}

// The old one is asked for, and a wrong one counts as a try. Hashing happens before the write begins.
// All sessions end and this browser gets a new one.
static bool change_password(Request *req, Reply *reply, Err *err) {
    Str old = request_form_raw(req, "nu"), chosen = request_form_raw(req, "nytt"), hash;
    Account account;
    Try try;
    int64_t wait;
    Act act = request_act(req, "account.password");
    if (!account_load(req->db, req->arena, req->session.account, &account, err)) return false;
    if (!try_of_login(req->db, req->arena, "password", account.login, req->address,
                      request_own_cookie(req, DEVICE_COOKIE), &try, err))
        return false;
    if (!try_begin(req->db, &try, req->now, &wait, err)) return false;
    if (wait > 0) return err_set(err, ERR_LIMIT, msg(N_("Vänta en stund innan du försöker igen.")));
    if (!account_verify(req->arena, account.password_hash, old))
        return err_set(err, ERR_INVALID, msg(N_("Det nuvarande lösenordet stämmer inte.")));
    if (!account_password_check(req->db, req->arena, req->session.person, chosen, err)) return false;
    if (!account_hash(req->arena, chosen, &hash, err) || !db_begin_write(req->db, err)) return false;
    if (!try_was_good(req->db, &try, err) || !account_set_password(&act, account.id, hash, err)) return false;
    if (!session_renew(req, reply, req->session.role, req->session.unit, req->session.fresh, err)) return false;
    if (!db_commit(req->db, err)) return false;
    reply_redirect_done(req, reply, url(req->arena, "/konto"), msg(N_("Lösenordet är bytt.")), 0);
    return true;
}

bool do_account_password(Request *req, Reply *reply, Err *err) {
    if (change_password(req, reply, err)) return true;
    db_rollback(req->db);
    return refuse(req, reply, err);
}

// A change of role is a new session (S10).
bool do_account_role(Request *req, Reply *reply, Err *err) {
    RoleHeldList held;
    Session asked = req->session;
    Act act = request_act(req, "session.role");
    asked.role_from_address = false;
    if (!session_roles(req->db, req->arena, req->session.person, &held, err)) return false;
    session_take_role(&asked, &held, request_form(req, "roll"));
    if (!asked.role_from_address)
        return err_set(err, ERR_FORBIDDEN, msg(N_("Du har inte den rollen i dag.")));
    RoleHeld chosen = {.role = asked.role, .unit = asked.unit};
    if (!session_renew(req, reply, asked.role, asked.unit, req->session.fresh, err)) return false;
    if (!audit_note(&act, "session.role", role_address(req->arena, &chosen), err)) return false;
    reply_redirect(reply, url(req->arena, "/"));
    return true;
}

bool do_account_session_end(Request *req, Reply *reply, Err *err) {
    int64_t made;
    Query query;
    if (!request_id(req, "id", &made, err)) return false;
    if (!query_begin(&query, req->db, SQL_SESSION_DELETE_ONE, err)) return false;
    query_bind_id(&query, 1, req->session.account.raw);
    query_bind_int(&query, 2, made);
    query_bind_text(&query, 3, req->session.token_hash);
    if (!query_run(&query, err)) return false;
    reply_redirect_done(req, reply, url(req->arena, "/konto"), msg(N_("Den andra datorn är utloggad.")), 0);
    return true;
}

bool do_account_sessions_end(Request *req, Reply *reply, Err *err) {
    Act act = request_act(req, "session.end_others");
    if (!session_end_others(req->db, req->session.account, req->session.token_hash, err)) return false;
    if (!audit_note(&act, "session.end_others", request_account(req), err)) return false;
    reply_redirect_done(req, reply, url(req->arena, "/konto"), msg(N_("Alla andra är utloggade.")), 0);
    return true;
}

bool do_account_recovery(Request *req, Reply *reply, Err *err) {
    Act act = request_act(req, "factor.codes");
    Factor factor;
    if (!factor_load(req->db, req->arena, req->session.account, &factor, err)) return false;
    if (!factor.confirmed) return err_set(err, ERR_CONFLICT, msg(N_("Det här kontot loggar in utan kodapp.")));
    return audit_note(&act, "factor.codes", request_account(req), err) &&
           show_recovery_codes(req, reply, url(req->arena, "/konto"), err);
}

// The old authenticator is forgotten, and this session waits until a new one is coupled.
bool do_account_factor(Request *req, Reply *reply, Err *err) {
    Act act = request_act(req, "factor.change");
    Recognised who = {.account = req->session.account, .region = req->actor.region, .person = req->session.person};
    RoleHeld role = {.role = req->session.role, .unit = req->session.unit};
    if (req->is_demo) return err_set(err, ERR_CONFLICT, msg(N_("Det här kontot loggar in utan kodapp.")));
    return factor_remove(req->db, who.account, err) && session_end_all(req->db, who.account, err) &&
           audit_note(&act, "factor.change", request_account(req), err) &&
           session_begin(req, reply, &who, &role, STR("/konto"), err);
}
