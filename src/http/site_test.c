// Whole answers without a socket: who is let in, what is committed, what errors look like.
#include "access/account_page.h"
#include "access/sign_in_page.h"
#include "gen/records_store.h"
#include "http/test_site.h"
#include <string.h>

// --- a small site --------------------------------------------------------------------------------

static bool page_hello(Request *req, Reply *reply, Err *err) {
    (void)err;
    Html main = html_text(req->arena, request_query(req, "q"));
    reply_page(req, reply, (Page){.title = STR("Hej <b>"), .nav = "plan", .main = main});
    return true;
}

static bool page_leak(Request *req, Reply *reply, Err *err) {
    (void)req, (void)reply;
    return err_set(err, ERR_STORE, msg("SELECT secret FROM table"));
}

static bool page_may_not(Request *req, Reply *reply, Err *err) {
    (void)req, (void)reply;
    return err_set(err, ERR_FORBIDDEN, may_who(MAY_ACCEPT_FINDING));
}

static bool save_unit(Request *req, const char *name, Err *err) {
    Act act = request_act(req, "unit.add");
    Unit unit = {.name = str_from_c(name)};
    return unit_save(&act, &unit, err) && audit_end(&act, err);
}

static bool do_save(Request *req, Reply *reply, Err *err) {
    if (!save_unit(req, "Sparad", err)) return false;
    reply_redirect_done(req, reply, url(req->arena, "/hej"), msg("Sparat <1>."), 0);
    return true;
}

static bool do_save_and_fail(Request *req, Reply *reply, Err *err) {
    if (!save_unit(req, "Inte sparad", err)) return false;
    reply_page(req, reply, (Page){.title = STR("Formuläret"), .main = html_text(req->arena, request_form(req, "namn"))});
    return err_set(err, ERR_INVALID, msg("nej"));
}

static bool do_eat(Request *req, Reply *reply, Err *err) {
    (void)reply;
    for (int i = 0; i < 1000; i++) arena_alloc(req->arena, 1 << 20, 8);
    return err_set(err, ERR_STORE, msg("the cap was not reached"));
}

static const Route small_site[] = {
    {GET, "/", TX_NONE, SIGNED_IN, page_home},
    {GET, "/logga-in", TX_NONE, ANYONE, page_sign_in},
    {POST, "/logga-in", TX_NONE, ANYONE, do_sign_in},
    {POST, "/logga-ut", TX_WRITE, SIGNED_IN, do_sign_out},
    {GET, "/konto", TX_READ, SIGNED_IN, page_account},
    {POST, "/konto", TX_WRITE, SIGNED_IN, do_account},
    {POST, "/konto/roll", TX_WRITE, SIGNED_IN, do_account_role},
    {POST, "/konto/losenord", TX_NONE, SIGNED_IN, do_account_password},
    {GET, "/hej", TX_READ, SIGNED_IN, page_hello},
    {GET, "/plan", TX_READ, MAY_PUBLISH_PLAN, page_hello},
    {GET, "/lacka", TX_READ, SIGNED_IN, page_leak},
    {GET, "/godta", TX_READ, SIGNED_IN, page_may_not},
    {POST, "/spara", TX_WRITE, SIGNED_IN, do_save},
    {POST, "/fel", TX_WRITE, SIGNED_IN, do_save_and_fail},
    {GET, "/ata", TX_READ, SIGNED_IN, do_eat},
    {0},
};

static int64_t unit_count(Browser *browser, const char *name) {
    static const Sql sql = {"site_test_units", "SELECT count(*) FROM unit WHERE name = ?1", "SELECT count(*) FROM unit WHERE name = $1", 1, 0, 0, 0};
    Query query;
    Err err;
    CHECK_OK(query_begin(&query, browser->db, &sql, &err), err);
    query_bind_text(&query, 1, str_from_c(name));
    int64_t count = query_next(&query) ? query_int(&query, 0) : -1;
    CHECK_OK(query_end(&query, &err), err);
    return count;
}

static Browser open_site(void) {
    return browser_open(small_site, true);
}

// --- the journeys --------------------------------------------------------------------------------

TEST(site_signs_in_and_out) {
    Browser browser = open_site();
    CHECK(get(&browser, "/hej?q=1") == 303, "not signed in: to the door");
    CHECK_STR(header(&browser.out, "Location"), STR("/logga-in?till=%2Fhej%3Fq%3D1"), "and back again");
    CHECK(sign_in(&browser, "eva@example.se", "fel+fel+fel+fel+fel") == 422, "a wrong password");
    CHECK(has(&browser, "Kontrollera e-postadressen"), "one sentence for all reasons");
    CHECK(has(&browser, "value=\"eva@example.se\""), "what was typed is kept");
    CHECK(sign_in(&browser, "finns@inte.se", "fel+fel+fel+fel+fel") == 422, "an unknown account: the same answer");
    CHECK(has(&browser, "Kontrollera e-postadressen"), "in the same words");
    CHECK(sign_in(&browser, "EVA@example.se", "kaffekopp+i+tisdagsregn") == 303, "the right one");
    CHECK_STR(header(&browser.out, "Location"), STR("/hej?q=1"), "to where she was going");
    CHECK(get(&browser, "/hej?q=%3Cscript%3E") == 200, "she is in");
    CHECK(has(&browser, "Eva O&#39;Hara") && has(&browser, "Kliniken &lt;&amp;&gt;"), "names are escaped");
    CHECK(has(&browser, "<title>Hej &lt;b&gt; – Randa</title>"), "titles are escaped");
    CHECK(has(&browser, "&lt;script&gt;") && !has(&browser, "<script>"), "what was typed is escaped");
    CHECK(get(&browser, "/konto") == 200, "her account");
    CHECK(post(&browser, "/logga-ut", field(&browser, "csrf"), "") == 303, "out");
    CHECK(get(&browser, "/hej") == 303, "and out it is");
    browser_close(&browser);
}

TEST(site_ends_sessions) {
    static const struct {
        const char *why;
        int64_t minutes;
        int pauses, expected;
    } cases[] = {
        {"half an hour of nothing is fine", 30, 1, 200},
        {"a little more is not", 31, 1, 303},
        {"in use it lasts", 25, 20, 200},
        {"but never over ten hours", 29, 21, 303},
    };
    Browser browser = open_site();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CHECK(sign_in(&browser, "eva@example.se", "kaffekopp+i+tisdagsregn") == 303, "in");
        int status = 0;
        for (int pause = 0; pause < cases[i].pauses; pause++) {
            test_now_ms += cases[i].minutes * 60000;
            status = get(&browser, "/hej");
        }
        CHECK(status == cases[i].expected, cases[i].why);
        browser.cookies = (PairList){0};
    }
    browser_close(&browser);
}

TEST(site_slows_guessers_down) {
    Browser browser = open_site();
    for (int i = 0; i < 3; i++)
        CHECK(sign_in(&browser, "eva@example.se", "fel+fel+fel+fel+fel") == 422, "three tries are free");
    CHECK(sign_in(&browser, "eva@example.se", "kaffekopp+i+tisdagsregn") == 429, "the fourth at once is not");
    test_now_ms += 1003;
    CHECK(sign_in(&browser, "eva@example.se", "fel+fel+fel+fel+fel") == 422, "a second later");
    test_now_ms += 1003;
    CHECK(sign_in(&browser, "eva@example.se", "fel+fel+fel+fel+fel") == 429, "then two");
    for (int i = 0; i < 6; i++) {
        test_now_ms += 301000;
        CHECK(sign_in(&browser, "eva@example.se", "fel+fel+fel+fel+fel") == 422, "up to ten in an hour");
    }
    test_now_ms += 301000;
    CHECK(sign_in(&browser, "eva@example.se", "kaffekopp+i+tisdagsregn") == 429, "and no more");
    test_now_ms += 3600000;
    CHECK(sign_in(&browser, "eva@example.se", "kaffekopp+i+tisdagsregn") == 303, "an hour later the door opens");
    browser_close(&browser);
}

TEST(site_lets_in_by_role_of_today) {
    Browser browser = open_site();
    CHECK(sign_in(&browser, "ny@example.se", "kaffekopp+i+tisdagsregn") == 403, "no appointment, no way in");
    CHECK(sign_in(&browser, "eva@example.se", "kaffekopp+i+tisdagsregn") == 303, "in as director");
    CHECK(get(&browser, "/plan") == 200, "a director may publish");
    CHECK(get(&browser, "/plan?roll=supervisor") == 403, "as supervisor she may not");
    CHECK(has(&browser, "Bara studierektorn och verksamhetschefen kan"), "and is told who may");
    get(&browser, "/konto");
    Str before = cookie_header(&browser);
    CHECK(post(&browser, "/konto/roll", field(&browser, "csrf"), "roll=head.1") == 403, "a role she does not have");
    get(&browser, "/konto");
    CHECK(post(&browser, "/konto/roll", field(&browser, "csrf"), "roll=supervisor") == 303, "one she has");
    CHECK(!str_equal(before, cookie_header(&browser)), "a new role is a new session");
    CHECK(get(&browser, "/plan") == 403, "the role stays");
    browser_close(&browser);
}

// A form sent after the time-out is not lost: shown again, and taken from whoever signs in as the same person.
TEST(site_keeps_what_was_typed_when_the_session_ends) {
    Browser browser = open_site();
    CHECK(sign_in(&browser, "eva@example.se", "kaffekopp+i+tisdagsregn") == 303, "in");
    get(&browser, "/konto");
    Str old = field(&browser, "csrf");
    test_now_ms += 31 * 60000;
    CHECK(post(&browser, "/spara", STR("00"), "&namn=Det+jag+skrev") == 303, "not from our own page: to the door");
    CHECK(sign_in(&browser, "eva@example.se", "kaffekopp+i+tisdagsregn") == 303, "in");
    get(&browser, "/konto");
    old = field(&browser, "csrf");
    test_now_ms += 31 * 60000;
    CHECK(post(&browser, "/spara", old, "&namn=Det+jag+%3Cskrev%3E") == 403, "timed out");
    CHECK(has(&browser, "value=\"Det jag &lt;skrev&gt;\"") && has(&browser, "action=\"/spara\""), "what was typed is on the page");
    CHECK(unit_count(&browser, "Sparad") == 0, "and nothing is saved");
    Str kept = field(&browser, "csrf");
    CHECK(post(&browser, "/spara", kept, "&losenord=x") == 303, "no page without a session holds a password");
    CHECK(sign_in(&browser, "eva@example.se", "kaffekopp+i+tisdagsregn") == 303, "in again");
    CHECK(post(&browser, "/spara", kept, "&namn=Det+jag+skrev") == 303 && unit_count(&browser, "Sparad") == 1, "sent again, saved once");
    CHECK(post(&browser, "/logga-ut", kept, "") == 303, "out");
    test_now_ms += 31 * 60000;
    CHECK(sign_in(&browser, "eva@example.se", "kaffekopp+i+tisdagsregn") == 303, "in, later");
    CHECK(post(&browser, "/spara", kept, "&namn=x") == 403, "half an hour, no longer");
    browser_close(&browser);
}

TEST(site_wants_a_token_from_our_own_page) {
    Browser browser = open_site();
    CHECK(sign_in(&browser, "eva@example.se", "kaffekopp+i+tisdagsregn") == 303, "in");
    get(&browser, "/konto");
    Str csrf = field(&browser, "csrf");
    Str good = str_printf(browser.arena, "csrf=%.*s", STR_ARG(csrf));
    CHECK(post(&browser, "/spara", STR(""), "") == 403, "no token");
    CHECK(post(&browser, "/spara", STR("00"), "") == 403, "a wrong token");
    CHECK(ask(&browser, POST, "/spara", good, "Origin", "http://evil.example") == 403, "from elsewhere");
    CHECK(ask(&browser, POST, "/spara", good, "Sec-Fetch-Site", "cross-site") == 403, "the browser says so");
    CHECK(unit_count(&browser, "Sparad") == 0, "nothing was saved");
    CHECK(ask(&browser, POST, "/spara", good, "Origin", "http://127.0.0.1:1") == 303, "from ourselves");
    CHECK(unit_count(&browser, "Sparad") == 1, "saved");
    get(&browser, "/konto");
    CHECK(!str_equal(csrf, field(&browser, "csrf")), "masked anew in every page");
    browser_close(&browser);
}

TEST(site_commits_only_what_is_done) {
    Browser browser = open_site();
    CHECK(sign_in(&browser, "eva@example.se", "kaffekopp+i+tisdagsregn") == 303, "in");
    get(&browser, "/konto");
    Str csrf = field(&browser, "csrf");
    CHECK(post(&browser, "/fel", csrf, "namn=%3Ci%3E") == 422, "a refused form");
    CHECK(has(&browser, "&lt;i&gt;") && has(&browser, "<title>Fel: Formul"), "what was typed is kept, the title says so");
    CHECK(unit_count(&browser, "Inte sparad") == 0, "and nothing is written");
    CHECK(post(&browser, "/spara", csrf, "nyckel=abc") == 303, "saved");
    CHECK(post(&browser, "/spara", csrf, "nyckel=abc") == 303, "pressed twice: the first answer");
    CHECK_STR(header(&browser.out, "Location"), STR("/hej"), "to the same page");
    CHECK(unit_count(&browser, "Sparad") == 1, "saved once");
    CHECK(get(&browser, "/hej") == 200 && has(&browser, "Sparat &lt;1&gt;."), "the next page says so");
    CHECK(get(&browser, "/hej") == 200 && !has(&browser, "Sparat"), "once");
    browser_close(&browser);
}

TEST(site_says_nothing_of_its_inside) {
    Browser browser = open_site();
    CHECK(sign_in(&browser, "eva@example.se", "kaffekopp+i+tisdagsregn") == 303, "in");
    CHECK(get(&browser, "/lacka") == 500 && !has(&browser, "SELECT") && has(&browser, "test-0001"), "only a number");
    CHECK(get(&browser, "/godta") == 403 && has(&browser, "Bara verksamhetschefen kan godta läget"), "who may");
    CHECK(get(&browser, "/finns/inte") == 404, "not there");
    CHECK(ask(&browser, POST, "/hej", STR(""), NULL, NULL) == 405, "not so");
    CHECK(get(&browser, "/%zz") == 400, "no address");
    CHECK(get(&browser, "/hej?a=%00") == 400, "no query");
    CHECK(ask(&browser, POST, "/spara", STR("{}"), "Content-Type", "text/xml") == 415, "no form");
    CHECK(str_starts(header(&browser.out, "Content-Security-Policy"), STR("default-src 'none'")), "the policy is there");
    CHECK_STR(header(&browser.out, "Cache-Control"), STR("no-store"), "nothing is kept");
    browser_close(&browser);
}

TEST(site_is_decent_when_the_nth_query_fails) {
    Browser browser = open_site();
    CHECK(sign_in(&browser, "eva@example.se", "kaffekopp+i+tisdagsregn") == 303, "in");
    get(&browser, "/konto");
    Str csrf = field(&browser, "csrf");
    bool saved = false;
    for (int n = 1; n < 60 && !saved; n++) {
        db_fail_at(browser.db, n);
        int status = post(&browser, "/spara", csrf, "nyckel=fel");
        db_fail_at(browser.db, 0);
        saved = status == 303;
        CHECK(saved || (status == 500 && has(&browser, "</html>")), "a decent page");
        CHECK(unit_count(&browser, "Sparad") == (saved ? 1 : 0), "all or nothing");
    }
    CHECK(saved, "it ends well");
    browser_close(&browser);
}

TEST(site_stops_at_the_edge) {
    Browser browser = open_site();
    CHECK(sign_in(&browser, "eva@example.se", "kaffekopp+i+tisdagsregn") == 303, "in");
    Arena *kept = browser.arena;
    Browser *hungry = &browser;
    hungry->arena = arena_open((size_t)8 << 20);
    for (size_t i = 0; i < hungry->cookies.count; i++) {
        hungry->cookies.items[i].name = str_copy(kept, hungry->cookies.items[i].name);
        hungry->cookies.items[i].value = str_copy(kept, hungry->cookies.items[i].value);
    }
    volatile bool reached = false;
    if (ARENA_EDGE(hungry->arena)) reached = true;
    else get(hungry, "/ata");
    CHECK(reached, "the request jumps to its edge");
    db_rollback(hungry->db);
    arena_close(hungry->arena);
    hungry->arena = kept;
    CHECK(get(hungry, "/hej") == 200, "the next request is fine");
    browser_close(&browser);
}

TEST(site_changes_a_password) {
    Browser browser = open_site();
    CHECK(sign_in(&browser, "eva@example.se", "kaffekopp+i+tisdagsregn") == 303, "in at another computer");
    PairList elsewhere = browser.cookies;
    browser.cookies = (PairList){0};
    CHECK(sign_in(&browser, "eva@example.se", "kaffekopp+i+tisdagsregn") == 303, "in here");
    get(&browser, "/konto");
    Str csrf = field(&browser, "csrf");
    CHECK(post(&browser, "/konto/losenord", csrf, "nu=fel+fel+fel+fel+fel&nytt=cykelkorg+med+lingon") == 422, "a wrong old one");
    CHECK(has(&browser, "stämmer inte"), "is said");
    CHECK(post(&browser, "/konto/losenord", csrf, "nu=kaffekopp+i+tisdagsregn&nytt=kort") == 422, "a short new one");
    CHECK(get(&browser, "/hej") == 200, "she is still in");
    CHECK(post(&browser, "/konto/losenord", csrf, "nu=kaffekopp+i+tisdagsregn&nytt=cykelkorg+med+lingon") == 303, "a good one");
    CHECK(get(&browser, "/hej") == 200 && has(&browser, "bytt"), "she is still in, and told so");
    browser.cookies = elsewhere;
    CHECK(get(&browser, "/hej") == 303, "the other computer is out");
    browser.cookies = (PairList){0};
    CHECK(sign_in(&browser, "eva@example.se", "kaffekopp+i+tisdagsregn") == 422, "the old one opens nothing");
    test_now_ms += 60000;
    CHECK(sign_in(&browser, "eva@example.se", "cykelkorg+med+lingon") == 303, "the new one does");
    browser_close(&browser);
}
