// The browser carries a token of 256 bits; the state is another. Nonce and verifier follow from both,
// so that the database holds nothing which opens anything, and an answer fits one browser and one
// question only. All waiting for the network happens outside of transactions.
#include "access/oidc_page.h"
#include "access/account_store.h"
#include "access/oidc.h"
#include "access/oidc_act.h"
#include "access/session_begin.h"
#include "base/log.h"
#include "gen/oidc_choose.html.h"
#include "gen/oidc_note.html.h"
#include <sodium.h>

#define BROWSER_COOKIE "randa-region"
#define TOKEN_CHARACTERS 64
#define STARTS_PER_ADDRESS_MAX 600 // an hour; a whole hospital may come from one

static bool no_provider(Err *err) {
    return err_set(err, ERR_NOT_FOUND, (Msg){0});
}

// --- what the browser is told --------------------------------------------------------------------

typedef struct {
    const char *title, *text, *button; // button NULL: none
    Url to;
    bool number;
} Note;

static void show_note(Request *req, Reply *reply, const Note *note) {
    HtmlOidcNote page = {.title = tr_str(req->lang, note->title),
                         .text = tr_str(req->lang, note->text),
                         .button = note->button ? tr_str(req->lang, note->button) : STR(""),
                         .to = note->to,
                         .number = note->number ? req->id : STR("")};
    reply_page(req, reply, (Page){.title = page.title, .main = html_oidc_note(req->arena, req->lang, &page), .bare = true});
}

// The same page for every reason: the log says which.
static bool refuse(Request *req, Reply *reply, const char *why, Err *err) {
    log_warn("oidc refused id=%.*s why=%s", STR_ARG(req->id), why);
    show_note(req, reply, &(Note){.title = N_("Inloggningen gick inte att slutföra"),
                                  .text = N_("Börja om från inloggningssidan. Om det händer igen, uppge numret till den som sköter Randa."),
                                  .button = N_("Till inloggningen"), .to = url(req->arena, "/logga-in"), .number = true});
    return err_set(err, ERR_FORBIDDEN, (Msg){0});
}

static bool refuse_unknown(Request *req, Reply *reply, Err *err) {
    log_info("oidc refused id=%.*s why=nobody", STR_ARG(req->id));
    show_note(req, reply, &(Note){.title = N_("Du har inget uppdrag i Randa i dag"),
                                  .text = N_("Inloggningen gick bra, men Randa känner inte igen ditt HSA-id eller så gäller inget uppdrag i dag. Be din verksamhetschef eller studierektor lägga in det."),
                                  .button = N_("Till inloggningen"), .to = url(req->arena, "/logga-in"), .number = true});
    return err_set(err, ERR_FORBIDDEN, (Msg){0});
}

static bool is_away(Request *req, Reply *reply, Err *err) {
    log_warn("oidc id=%.*s: the provider cannot be reached", STR_ARG(req->id));
    show_note(req, reply, &(Note){.title = N_("Regionens inloggning svarar inte"),
                                  .text = N_("Försök igen om en stund. Randa i övrigt fungerar som vanligt."),
                                  .button = N_("Försök igen"), .to = url(req->arena, "/logga-in"), .number = true});
    return err_set(err, ERR_BUSY, (Msg){0});
}

// All places are taken: the page asks again by itself.
static bool wait_a_moment(Request *req, Reply *reply, Err *err) {
    show_note(req, reply, &(Note){.title = N_("Ett ögonblick"), .text = N_("Många loggar in just nu. Sidan försöker igen av sig själv."),
                                  .button = N_("Försök igen"), .to = {req->target}});
    reply_header(req, reply, "Refresh", STR("2"));
    return err_set(err, ERR_BUSY, (Msg){0});
}

static bool too_many(Request *req, Reply *reply, Err *err) {
    show_note(req, reply, &(Note){.title = N_("Ett ögonblick"), .text = N_("Väldigt många inloggningar har börjat från samma nät den senaste timmen. Försök igen om en stund."),
                                  .button = N_("Försök igen"), .to = {req->target}});
    return err_set(err, ERR_LIMIT, (Msg){0});
}

// --- there ---------------------------------------------------------------------------------------

static Str redirect_address(Request *req) {
    return str_printf(req->arena, "%.*s/logga-in/region/svar", STR_ARG(req->origin));
}

// What follows from the browser's token and the state, for one purpose.
static Str derived(Arena *arena, const char *purpose, Str browser, Str state) {
    return session_hash(arena, str_printf(arena, "%s %.*s %.*s", purpose, STR_ARG(browser), STR_ARG(state)));
}

// S256 (RFC 7636).
static Str challenge(Arena *arena, Str verifier) {
    unsigned char hash[crypto_hash_sha256_BYTES];
    size_t room = sodium_base64_ENCODED_LEN(sizeof hash, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = arena_alloc(arena, room, 1);
    crypto_hash_sha256(hash, (const unsigned char *)verifier.data, verifier.size);
    sodium_bin2base64(text, room, hash, sizeof hash, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return str_from_c(text);
}

static Str with_spaces(Arena *arena, const OidcTexts *list) {
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < list->count; i++) buf_addf(&buf, "%s%.*s", i ? " " : "", STR_ARG(list->items[i]));
    return buf_end(&buf);
}

static Url question(Request *req, const OidcConfig *config, Str authorization, Str browser, Str state) {
    Arena *arena = req->arena;
    Url to = {authorization};
    to = url_add(arena, to, "response_type", STR("code"));
    to = url_add(arena, to, "client_id", config->client_id);
    to = url_add(arena, to, "redirect_uri", redirect_address(req));
    to = url_add(arena, to, "scope", with_spaces(arena, &config->scopes));
    to = url_add(arena, to, "acr_values", with_spaces(arena, &config->acr));
    to = url_add(arena, to, "max_age", str_printf(arena, "%d", OIDC_AGE_S_MAX));
    if (request_query(req, "bekrafta").size > 0) to = url_add(arena, to, "prompt", STR("login")); // S11
    to = url_add(arena, to, "state", state);
    to = url_add(arena, to, "nonce", derived(arena, "nonce", browser, state));
    to = url_add(arena, to, "code_challenge", challenge(arena, derived(arena, "verifier", browser, state)));
    return url_add(arena, to, "code_challenge_method", STR("S256"));
}

bool page_oidc_start(Request *req, Reply *reply, Err *err) {
    OidcEndpoints at;
    int64_t wait;
    if (!req->oidc) return no_provider(err);
    if (!oidc_enter(req->oidc, req->arena)) return wait_a_moment(req, reply, err);
    if (!oidc_endpoints(req->oidc, req->arena, &at, err)) return is_away(req, reply, err);
    Str browser = session_random(req->arena, 32), state = session_random(req->arena, 32);
    if (!db_begin_write(req->db, err)) return false;
    if (!start_note(req->db, req->arena, "oidc", req->address, STARTS_PER_ADDRESS_MAX, req->now, &wait, err)) return false;
    if (wait > 0) return too_many(req, reply, err);
    if (!oidc_flight_add(req->db, req->arena, browser, state, own_path(request_query(req, "till")), req->now, err)) return false;
    if (!db_commit(req->db, err)) return false;
    reply_cookie(req, reply, BROWSER_COOKIE, browser, 0);
    reply_redirect(reply, question(req, oidc_config(req->oidc), at.authorization, browser, state));
    return true;
}

// --- an assignment -------------------------------------------------------------------------------

typedef struct {
    const OidcPerson *person;
    RoleHeld role;
    Str value;
} Choice;
LIST_OF(ChoiceList, Choice);

// Every role that each of the persons holds today. Leaves the request in the region of the last.
static bool choices_of(Request *req, const OidcPersonList *persons, ChoiceList *ret, Err *err) {
    ChoiceList list = {0};
    for (size_t i = 0; i < persons->count; i++) {
        const OidcPerson *person = &persons->items[i];
        Recognised who = {.account = person->account, .region = person->region, .person = person->person};
        RoleHeld first;
        RoleHeldList held;
        if (!session_enter(req, &who, &first, err)) {
            if (err->kind == ERR_FORBIDDEN) continue; // none today
            return false;
        }
        if (!session_roles(req->db, req->arena, person->person, &held, err)) return false;
        for (size_t j = 0; j < held.count; j++)
            list_add(req->arena, &list,
                     (Choice){.person = person, .role = held.items[j],
                              .value = str_printf(req->arena, "%lld.%.*s", (long long)person->person.raw,
                                                  STR_ARG(role_address(req->arena, &held.items[j])))});
    }
    *ret = list;
    return true;
}

static bool let_in(Request *req, Reply *reply, Str browser, const OidcArrival *arrival, const Choice *choice, Err *err) {
    const OidcPerson *person = choice->person;
    Recognised who = {.account = person->account, .region = person->region, .person = person->person, .factors_done = true,
                      .vouched = arrival->vouched};
    Str session_before = req->session.token_hash; // she came to confirm who she is: empty where there was none
    RoleHeld first;
    if (!session_enter(req, &who, &first, err)) return false;
    req->actor.role = (int)choice->role.role;
    Act act = request_act(req, "account.link");
    return db_begin_write(req->db, err) && session_end(req->db, session_before, err) &&
           oidc_arrival_choose(req->db, req->arena, browser, err) &&
           oidc_link(&act, person, oidc_config(req->oidc)->issuer, arrival->subject, &who.account, err) &&
           session_begin(req, reply, &who, &choice->role, arrival->onward, err) && db_commit(req->db, err);
}

static bool find_choices(Request *req, Str browser, OidcArrival *ret_arrival, ChoiceList *ret, Err *err) {
    OidcPersonList persons;
    bool found = false;
    if (browser.size == TOKEN_CHARACTERS &&
        !oidc_arrival_find(req->db, req->arena, browser, req->now, false, &found, ret_arrival, err))
        return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, (Msg){0});
    return oidc_persons(req->db, req->arena, oidc_config(req->oidc)->issuer, ret_arrival, &persons, err) &&
           choices_of(req, &persons, ret, err);
}

bool page_oidc_choose(Request *req, Reply *reply, Err *err) {
    OidcArrival arrival;
    ChoiceList choices;
    HtmlOidcChoose page = {.guard = request_guard(req)};
    if (!req->oidc) return no_provider(err);
    if (!find_choices(req, request_own_cookie(req, BROWSER_COOKIE), &arrival, &choices, err))
        return err->kind == ERR_NOT_FOUND ? refuse(req, reply, "no_arrival", err) : false;
    for (size_t i = 0; i < choices.count; i++) {
        const Choice *choice = &choices.items[i];
        list_add(req->arena, &page.choices,
                 (HtmlOidcChooseChoices){.value = choice->value, .word = role_word(req->lang, choice->role.role),
                                         .unit = choice->role.unit_name, .above = choice->role.unit_above_name});
    }
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Välj uppdrag")),
                                  .main = html_oidc_choose(req->arena, req->lang, &page), .bare = true});
    return true;
}

bool do_oidc_choose(Request *req, Reply *reply, Err *err) {
    OidcArrival arrival;
    ChoiceList choices;
    Str browser = request_own_cookie(req, BROWSER_COOKIE), value = request_form(req, "uppdrag");
    if (!req->oidc) return no_provider(err);
    if (!find_choices(req, browser, &arrival, &choices, err))
        return err->kind == ERR_NOT_FOUND ? refuse(req, reply, "no_arrival", err) : false;
    for (size_t i = 0; i < choices.count; i++)
        if (str_equal(choices.items[i].value, value)) return let_in(req, reply, browser, &arrival, &choices.items[i], err);
    return refuse(req, reply, "not_among_the_choices", err);
}

// --- back ----------------------------------------------------------------------------------------

// The answer must be to this browser's own question, and from whom we asked (RFC 9207).
static bool is_answer(Request *req, Reply *reply, Str browser, Str *ret_onward, Err *err) {
    Str state = request_query(req, "state"), issuer = request_query(req, "iss");
    OidcEndpoints at;
    bool found;
    if (state.size != TOKEN_CHARACTERS || browser.size != TOKEN_CHARACTERS) return refuse(req, reply, "state", err);
    if (!oidc_endpoints(req->oidc, req->arena, &at, err)) return is_away(req, reply, err);
    if (!db_begin_write(req->db, err)) return false;
    if (!oidc_flight_take(req->db, req->arena, browser, state, req->now, &found, ret_onward, err)) return false;
    if (!db_commit(req->db, err)) return false;
    if (!found) return refuse(req, reply, "state", err);
    if ((issuer.size > 0 || at.says_issuer) && !str_equal(issuer, oidc_config(req->oidc)->issuer))
        return refuse(req, reply, "other_issuer", err);
    if (request_query(req, "error").size > 0) return refuse(req, reply, "the_provider_did", err);
    return request_query(req, "code").size > 0 || refuse(req, reply, "no_code", err);
}

static bool judge(Request *req, const OidcTokens *tokens, Str nonce, OidcClaims *ret, OidcFault *ret_fault, Err *err) {
    OidcToken token;
    OidcExpected expected = {.config = oidc_config(req->oidc), .nonce = nonce, .access_token = tokens->access_token,
                             .now_s = req->now / 1000};
    *ret_fault = oidc_token_read(req->arena, tokens->id_token, &token);
    if (*ret_fault != OIDC_FINE) return true;
    if (!oidc_check_signature(req->oidc, req->arena, &token, ret_fault, err)) return false;
    if (*ret_fault == OIDC_FINE) *ret_fault = oidc_claims_check(req->arena, token.claims, &expected, ret);
    return true;
}

static bool fetch_arrival(Request *req, Reply *reply, Str browser, OidcArrival *ret, Err *err) {
    Str state = request_query(req, "state"), verifier = derived(req->arena, "verifier", browser, state);
    OidcTokens tokens;
    OidcClaims claims;
    OidcFault fault;
    if (!oidc_exchange(req->oidc, req->arena, request_query(req, "code"), verifier, redirect_address(req), &tokens, err))
        return err->kind == ERR_FORBIDDEN ? refuse(req, reply, "code", err) : is_away(req, reply, err);
    if (!judge(req, &tokens, derived(req->arena, "nonce", browser, state), &claims, &fault, err))
        return is_away(req, reply, err);
    if (fault != OIDC_FINE) return refuse(req, reply, oidc_fault_name(fault), err);
    ret->subject = claims.subject;
    ret->staff = claims.staff;
    ret->vouched = claims.authenticated_s * 1000;
    ret->id_token = tokens.id_token;
    return true;
}

bool page_oidc_back(Request *req, Reply *reply, Err *err) {
    Str browser = request_own_cookie(req, BROWSER_COOKIE);
    OidcArrival arrival = {0};
    OidcPersonList persons;
    ChoiceList choices;
    if (!req->oidc) return no_provider(err);
    if (!oidc_enter(req->oidc, req->arena)) return wait_a_moment(req, reply, err);
    if (!is_answer(req, reply, browser, &arrival.onward, err)) return false;
    if (!fetch_arrival(req, reply, browser, &arrival, err)) return false;
    if (!oidc_persons(req->db, req->arena, oidc_config(req->oidc)->issuer, &arrival, &persons, err)) return false;
    if (!choices_of(req, &persons, &choices, err)) return false;
    if (choices.count == 0) return refuse_unknown(req, reply, err);
    if (!db_begin_write(req->db, err)) return false;
    if (!oidc_arrival_put(req->db, req->arena, browser, &arrival, req->now, err) || !db_commit(req->db, err)) return false;
    if (choices.count == 1) return let_in(req, reply, browser, &arrival, &choices.items[0], err);
    reply_redirect(reply, url(req->arena, "/logga-in/region/uppdrag"));
    return true;
}

// --- out -----------------------------------------------------------------------------------------

bool oidc_signed_out(Request *req, Reply *reply, Err *err) {
    Str browser = request_own_cookie(req, BROWSER_COOKIE);
    OidcArrival arrival;
    bool found = false;
    if (req->oidc && browser.size == TOKEN_CHARACTERS &&
        !oidc_arrival_find(req->db, req->arena, browser, req->now, true, &found, &arrival, err))
        return false;
    reply_redirect(reply, url(req->arena, found ? "/logga-ut/region" : "/logga-in"));
    return true;
}

static Url farewell(Request *req, Str end_session, Str id_token) {
    const OidcConfig *config = oidc_config(req->oidc);
    Str after = config->post_logout;
    if (after.size == 0) after = str_printf(req->arena, "%.*s/logga-in", STR_ARG(req->origin));
    Url to = url_add(req->arena, (Url){end_session}, "id_token_hint", id_token);
    to = url_add(req->arena, to, "client_id", config->client_id);
    return url_add(req->arena, to, "post_logout_redirect_uri", after);
}

static bool go_out(Request *req, Reply *reply, Str browser, Err *err) {
    OidcArrival arrival;
    OidcEndpoints at;
    bool found = false;
    if (!oidc_enter(req->oidc, req->arena)) return wait_a_moment(req, reply, err);
    if (!oidc_endpoints(req->oidc, req->arena, &at, err)) return is_away(req, reply, err);
    if (!db_begin_write(req->db, err)) return false;
    if (!oidc_arrival_find(req->db, req->arena, browser, req->now, true, &found, &arrival, err)) return false;
    if (!oidc_arrival_end(req->db, req->arena, browser, err) || !db_commit(req->db, err)) return false;
    reply_cookie(req, reply, BROWSER_COOKIE, STR(""), -1);
    if (found && at.end_session.size > 0) reply_redirect(reply, farewell(req, at.end_session, arrival.id_token));
    else reply_redirect(reply, url(req->arena, "/logga-in"));
    return true;
}

// A form's answer may not lead to another host (form-action), so this page goes on by itself.
bool page_oidc_out(Request *req, Reply *reply, Err *err) {
    Str browser = request_own_cookie(req, BROWSER_COOKIE);
    Url onward = url_add(req->arena, url(req->arena, "/logga-ut/region"), "vidare", STR("1"));
    if (!req->oidc) return no_provider(err);
    if (request_query(req, "vidare").size > 0) return go_out(req, reply, browser, err);
    show_note(req, reply, &(Note){.title = N_("Du har loggats ut ur Randa"), .text = N_("Nu loggas du ut också ur regionens inloggning."),
                                  .button = N_("Fortsätt"), .to = onward});
    reply_header(req, reply, "Refresh", str_printf(req->arena, "1;url=%.*s", STR_ARG(onward.address)));
    return true;
}
