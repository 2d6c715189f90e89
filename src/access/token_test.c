// A program's key: what it opens, and what it does not.
#include "access/token_store.h"
#include "access/account_act.h"
#include "gen/records_store.h"
#include "http/test_site.h"

static bool answer(Request *req, Reply *reply, Err *err) {
    (void)err;
    reply_json(reply, str_printf(req->arena, "{\"role\":%d}", (int)req->session.role));
    return true;
}

static const Route api[] = {
    {GET, "/hej", TX_READ, SIGNED_IN, answer},
    {GET, "/api/v1/trainings", TX_READ, MAY_READ_TRAINING, answer},
    {POST, "/api/v1/trainings", TX_WRITE, MAY_READ_TRAINING, answer},
    {GET, "/api/v1/units", TX_READ, MAY_READ_UNIT, answer},
    {GET, "/api/v1/plan", TX_READ, MAY_READ_PLAN, answer},
    {GET, "/api/v1/who", TX_READ, SIGNED_IN, answer},
    {0},
};

static AccountFound eva(Browser *browser) {
    AccountFound found;
    Err err;
    CHECK_OK(account_find(browser->db, browser->arena, STR("eva@example.se"), &found, &err), err);
    return found;
}

static bool add(Browser *browser, Role role, TokenDraft draft, Str *ret, Err *err) {
    Act act = test_act(browser->db, browser->arena, "token.add");
    RoleHeldList held;
    AccountFound found = eva(browser);
    CHECK_OK(session_roles(browser->db, browser->arena, found.person, &held, err), *err);
    const RoleHeld *chosen = NULL;
    for (size_t i = 0; i < held.count; i++)
        if (held.items[i].role == role) chosen = &held.items[i];
    CHECK(chosen, "the role is held");
    CHECK_OK(db_begin_write(browser->db, err), *err);
    bool done = token_add(&act, found.id, chosen, &draft, ret, err);
    if (done) CHECK_OK(db_commit(browser->db, err), *err);
    db_rollback(browser->db);
    return done;
}

static int with(Browser *browser, Method method, const char *target, Str token) {
    Str value = str_printf(browser->arena, "Bearer %.*s", STR_ARG(token));
    return ask(browser, method, target, STR(""), "Authorization", str_to_c(browser->arena, value));
}

TEST(token_opens_what_it_is_for) {
    Browser browser = browser_open(api, false);
    Str token;
    Err err;
    CHECK_OK(add(&browser, ROLE_SUPERVISOR, (TokenDraft){STR("Schemat"), STR("trainings"), 90}, &token, &err), err);
    CHECK(with(&browser, GET, "/api/v1/trainings", token) == 200, "what it is for");
    CHECK(has(&browser, "{\"role\":1}"), "in the role that it was made in");
    CHECK(with(&browser, POST, "/api/v1/trainings", token) == 200, "a program has no form token");
    CHECK(with(&browser, GET, "/api/v1/units", token) == 403, "not what it is not for");
    CHECK(with(&browser, GET, "/api/v1/plan", token) == 403, "though she may herself");
    CHECK(with(&browser, GET, "/api/v1/who", token) == 403, "nor what anybody signed in may");
    CHECK(with(&browser, GET, "/hej", token) == 303, "and no page at all");
    Str bent = str_copy(browser.arena, token);
    ((char *)(uintptr_t)bent.data)[10] ^= 1;
    CHECK(with(&browser, GET, "/api/v1/trainings", bent) == 401, "another token");
    CHECK(with(&browser, GET, "/api/v1/trainings", STR("x")) == 401, "nonsense");
    test_now_ms += (Instant)90 * 24 * 3600 * 1000 - 1;
    CHECK(with(&browser, GET, "/api/v1/trainings", token) == 200, "to its last moment");
    test_now_ms += 1;
    CHECK(with(&browser, GET, "/api/v1/trainings", token) == 401, "and no longer");
    browser_close(&browser);
}

static Date tomorrow(void) {
    return date_from_ymd(2026, 11, 24);
}

TEST(token_is_never_wider_than_its_person) {
    Browser browser = browser_open(api, false);
    Str token;
    Err err;
    CHECK(!add(&browser, ROLE_SUPERVISOR, (TokenDraft){STR("x"), STR("alltihop"), 30}, &token, &err) && err.kind == ERR_INVALID, "an unknown scope");
    CHECK(!add(&browser, ROLE_SUPERVISOR, (TokenDraft){STR("x"), STR(""), 30}, &token, &err) && err.kind == ERR_INVALID, "none");
    CHECK(!add(&browser, ROLE_SUPERVISOR, (TokenDraft){STR("x"), STR("units"), 91}, &token, &err) && err.kind == ERR_INVALID, "too long");
    CHECK(!token_scopes_check(STR("units trainings"), ROLE_ADMIN, &err) && err.kind == ERR_FORBIDDEN, "more than the role");
    CHECK_OK(add(&browser, ROLE_DIRECTOR, (TokenDraft){STR("x"), STR("units"), 30}, &token, &err), err);
    CHECK(with(&browser, GET, "/api/v1/units", token) == 200, "today she is director");
    browser.site.today = tomorrow;
    CHECK(with(&browser, GET, "/api/v1/units", token) == 401, "tomorrow no more, though she is still supervisor");
    browser_close(&browser);
}

TEST(token_is_revoked_and_goes_with_its_account) {
    Browser browser = browser_open(api, false);
    Str first, second;
    TokenRowList rows;
    Err err;
    AccountFound found = eva(&browser);
    CHECK_OK(add(&browser, ROLE_SUPERVISOR, (TokenDraft){STR("a"), STR("units"), 30}, &first, &err), err);
    CHECK_OK(token_list(browser.db, browser.arena, found.id, test_now_ms, &rows, &err), err);
    CHECK(rows.count == 1, "one");
    CHECK_OK(add(&browser, ROLE_SUPERVISOR, (TokenDraft){STR("b"), STR("units"), 30}, &second, &err), err);
    Act act = test_act(browser.db, browser.arena, "token.revoke");
    CHECK_OK(db_begin_write(browser.db, &err), err);
    CHECK(!token_revoke(&act, (AccountId){found.id.raw + 1}, rows.items[0].id, &err) && err.kind == ERR_NOT_FOUND, "not another's");
    CHECK_OK(token_revoke(&act, found.id, rows.items[0].id, &err), err);
    CHECK_OK(db_commit(browser.db, &err), err);
    CHECK(with(&browser, GET, "/api/v1/units", first) == 401, "revoked");
    CHECK(with(&browser, GET, "/api/v1/units", second) == 200, "the other goes on");
    Act close = test_act(browser.db, browser.arena, "account.disable");
    CHECK_OK(db_begin_write(browser.db, &err), err);
    CHECK_OK(account_set_disabled(&close, found.id, true, &err), err);
    CHECK_OK(db_commit(browser.db, &err), err);
    CHECK(with(&browser, GET, "/api/v1/units", second) == 401, "a closed account has no keys");
    browser_close(&browser);
}
