// The door: the second factor, and guessers.
#include "access/account_act.h"
#include "access/account_page.h"
#include "access/choose_password_page.h"
#include "access/factor_page.h"
#include "access/factor_store.h"
#include "access/sign_in_page.h"
#include "access/sign_in_settings_page.h"
#include "access/step_up.h"
#include "gen/records_store.h"
#include "http/test_site.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool page_hello(Request *req, Reply *reply, Err *err) {
    (void)err;
    reply_page(req, reply, (Page){.title = STR("Hej"), .main = html_text(req->arena, STR("sesam"))});
    return true;
}

static bool do_echo(Request *req, Reply *reply, Err *err) {
    (void)err;
    reply_page(req, reply, (Page){.title = STR("Gjort"), .main = html_text(req->arena, request_form(req, "namn"))});
    return true;
}

static const Route door[] = {
    {GET, "/", TX_NONE, SIGNED_IN, page_hello},
    {GET, "/hej", TX_READ, SIGNED_IN, page_hello},
    {GET, "/logga-in", TX_NONE, ANYONE, page_sign_in},
    {POST, "/logga-in", TX_NONE, ANYONE, do_sign_in},
    {GET, "/logga-in/kod", TX_NONE, ANYONE, page_factor},
    {POST, "/logga-in/kod", TX_NONE, ANYONE, do_factor},
    {GET, "/logga-in/koppla", TX_NONE, ANYONE, page_factor_enrol},
    {POST, "/logga-in/koppla", TX_NONE, ANYONE, do_factor_enrol},
    {POST, "/logga-in/avbryt", TX_WRITE, ANYONE, do_factor_leave},
    {POST, "/logga-ut", TX_WRITE, SIGNED_IN, do_sign_out},
    {GET, "/valj-losenord", TX_READ, ANYONE, page_choose_password},
    {POST, "/valj-losenord", TX_NONE, ANYONE, do_choose_password},
    {POST, "/bekrafta", TX_NONE, SIGNED_IN, do_step_up},
    {GET, "/lista", TX_READ, SIGNED_IN, page_hello, .needs_step_up = true},
    {POST, "/roll", TX_WRITE, SIGNED_IN, do_echo, .needs_step_up = true},
    {POST, "/konto/reservkoder", TX_WRITE, SIGNED_IN, do_account_recovery, .needs_step_up = true},
    {POST, "/konto/kodapp", TX_WRITE, SIGNED_IN, do_account_factor, .needs_step_up = true},
    {POST, "/konto/sessioner", TX_WRITE, SIGNED_IN, do_account_sessions_end},
    {GET, "/installningar/inloggning", TX_NONE, SIGNED_IN, page_sign_in_settings},
    {POST, "/installningar/inloggning/lank", TX_WRITE, SIGNED_IN, do_sign_in_link, .needs_step_up = true},
    {GET, "/konto", TX_READ, SIGNED_IN, page_account},
    {0},
};

#define LOGIN "eva@example.se"
#define TYPED "kaffekopp+i+tisdagsregn"

static AccountId account_of(Browser *browser, const char *login) {
    AccountFound found;
    Err err;
    CHECK_OK(account_find(browser->db, browser->arena, str_from_c(login), &found, &err), err);
    return found.id;
}

static Str code_now(Browser *browser) {
    Factor factor;
    Err err;
    CHECK_OK(factor_load(browser->db, browser->arena, account_of(browser, LOGIN), &factor, &err), err);
    return factor_code(browser->arena, factor.secret, test_now_ms / 1000 / FACTOR_STEP_SECONDS);
}

static int post_code(Browser *browser, const char *target, Str code) {
    CHECK(get(browser, target) == 200, target);
    Str fields = str_printf(browser->arena, "kod=%.*s&till=/hej", STR_ARG(code));
    return post(browser, target, field(browser, "csrf"), str_to_c(browser->arena, fields));
}

static Str first_recovery_code(Browser *browser) {
    size_t at = str_find(browser->out.body, STR("<li><code>"));
    CHECK(at != STR_NOT_FOUND, "recovery codes are shown");
    return str_copy(browser->arena, str_slice(browser->out.body, at + 10, at + 29));
}

// Signs in for the first time; gives a recovery code.
static Str enrol(Browser *browser) {
    CHECK(sign_in(browser, LOGIN, TYPED) == 303, "the password is right");
    CHECK(post_code(browser, "/logga-in/koppla", code_now(browser)) == 200, "the first code");
    return first_recovery_code(browser);
}

TEST(sign_in_asks_for_a_second_factor) {
    Browser browser = browser_open(door, false);
    CHECK(sign_in(&browser, LOGIN, TYPED) == 303, "the password is right");
    CHECK(str_starts(header(&browser.out, "Location"), STR("/logga-in/koppla")), "first of all a QR code");
    CHECK(get(&browser, "/hej") == 303, "she is not in yet");
    CHECK(str_starts(header(&browser.out, "Location"), STR("/logga-in/kod")), "but sent to the code");
    CHECK(get(&browser, "/logga-in/kod") == 303, "which there is none of yet");
    CHECK(post_code(&browser, "/logga-in/koppla", STR("000000")) == 422, "a wrong code couples nothing");
    CHECK(get(&browser, "/hej") == 303, "still not in");
    Str code = code_now(&browser);
    CHECK(post_code(&browser, "/logga-in/koppla", code) == 200, "the right one");
    CHECK(has(&browser, "Dina reservkoder"), "recovery codes, once");
    CHECK(get(&browser, "/hej") == 200, "and she is in");
    CHECK(get(&browser, "/konto") == 200, "her account");
    CHECK(post(&browser, "/logga-ut", field(&browser, "csrf"), "") == 303, "out");

    CHECK(sign_in(&browser, LOGIN, TYPED) == 303, "the next time");
    CHECK(get(&browser, "/logga-in/koppla") == 303, "no QR code is shown again");
    CHECK(post_code(&browser, "/logga-in/kod", code) == 422, "a code is taken once");
    test_now_ms += 30000;
    CHECK(post_code(&browser, "/logga-in/kod", code_now(&browser)) == 303, "the next one");
    CHECK_STR(header(&browser.out, "Location"), STR("/hej"), "and where she was going");
    CHECK(get(&browser, "/hej") == 200, "in");
    browser_close(&browser);
}

TEST(sign_in_takes_a_recovery_code_once) {
    Browser browser = browser_open(door, false);
    Str code = enrol(&browser);
    for (int time = 0; time < 2; time++) {
        browser.cookies = (PairList){0};
        CHECK(sign_in(&browser, LOGIN, TYPED) == 303, "the password");
        CHECK(post_code(&browser, "/logga-in/kod", code) == (time == 0 ? 303 : 422), "once");
    }
    browser_close(&browser);
}

TEST(sign_in_limits_codes_and_waits_ten_minutes) {
    Browser browser = browser_open(door, false);
    enrol(&browser);
    browser.cookies = (PairList){0};
    CHECK(sign_in(&browser, LOGIN, TYPED) == 303, "the password");
    int evaluated = 0;
    for (int i = 0; i < 40; i++) {
        test_now_ms += 12000;
        evaluated += post_code(&browser, "/logga-in/kod", STR("000000")) == 422;
    }
    CHECK(evaluated >= 3 && evaluated <= 10, "guessing six digits leads nowhere");
    test_now_ms += 600001;
    CHECK(get(&browser, "/logga-in/kod") == 303, "and the password is asked for again");
    CHECK(str_starts(header(&browser.out, "Location"), STR("/logga-in")), "at the door");
    browser_close(&browser);
}

TEST(sign_in_half_way_is_nowhere) {
    Browser browser = browser_open(door, false);
    CHECK(sign_in(&browser, LOGIN, TYPED) == 303, "the password");
    CHECK(get(&browser, "/logga-in/koppla") == 200, "a QR code");
    Str csrf = field(&browser, "csrf");
    CHECK(get(&browser, "/konto") == 303 && get(&browser, "/") == 303, "no page");
    CHECK(post(&browser, "/logga-ut", csrf, "") == 303, "no act");
    CHECK(get(&browser, "/finns/inte") == 404 && !has(&browser, "O&#39;Hara"), "no name");
    CHECK(post(&browser, "/logga-in/avbryt", csrf, "") == 303, "she turns back");
    CHECK(get(&browser, "/logga-in/koppla") == 303, "and that was that");
    browser_close(&browser);
}

TEST(sign_in_steps_up_before_what_matters) {
    Browser browser = browser_open(door, false);
    enrol(&browser);
    CHECK(get(&browser, "/lista") == 200 && has(&browser, "sesam"), "just signed in is fresh");
    test_now_ms += 5 * 60000 + 1;
    CHECK(get(&browser, "/lista") == 200 && has(&browser, "Bekräfta att det är du") && !has(&browser, "sesam"),
          "five minutes later she is asked");
    Str csrf = field(&browser, "csrf"), before = cookie_header(&browser);
    CHECK(post(&browser, "/roll", csrf, "namn=%22%3Cb%3E&till=tva") == 200 && !has(&browser, "Gjort"), "so is a form");
    CHECK(has(&browser, "value=\"&quot;&lt;b&gt;\"") && has(&browser, "value=\"tva\""), "and what was typed is kept");
    CHECK(post(&browser, "/roll", csrf, "namn=a&bekrafta=000000") == 422 && !has(&browser, "Gjort"), "a wrong code does nothing");
    CHECK(has(&browser, "value=\"a\""), "and loses nothing");
    Str fields = str_printf(browser.arena, "namn=Siv&bekrafta=%.*s", STR_ARG(code_now(&browser)));
    CHECK(post(&browser, "/roll", csrf, str_to_c(browser.arena, fields)) == 200 && has(&browser, "Siv"), "the right one: done at once");
    CHECK(!str_equal(before, cookie_header(&browser)), "and a new token");
    CHECK(post(&browser, "/roll", csrf, "namn=Bo") == 200 && has(&browser, "Bo"), "a form from before goes on, and it is fresh");
    test_now_ms += 6 * 60000;
    CHECK(post(&browser, "/roll", csrf, str_to_c(browser.arena, fields)) == 422, "the code of before is used");
    fields = str_printf(browser.arena, "bekrafta-till=/lista&bekrafta=%.*s", STR_ARG(code_now(&browser)));
    CHECK(post(&browser, "/bekrafta", csrf, str_to_c(browser.arena, fields)) == 303, "for a page");
    CHECK_STR(header(&browser.out, "Location"), STR("/lista"), "she lands where she was");
    browser_close(&browser);
}

TEST(sign_in_steps_up_by_password_where_all_are_invented) {
    Browser browser = browser_open(door, true);
    CHECK(sign_in(&browser, LOGIN, TYPED) == 303, "in");
    test_now_ms += 6 * 60000;
    CHECK(get(&browser, "/lista") == 200 && has(&browser, "Ditt lösenord"), "asked for it");
    Str csrf = field(&browser, "csrf");
    CHECK(post(&browser, "/roll", csrf, "namn=x&bekrafta=fel") == 422, "a wrong one");
    CHECK(post(&browser, "/roll", csrf, "namn=x&bekrafta=" TYPED) == 200 && has(&browser, "Gjort"), "the right one");
    browser_close(&browser);
}

TEST(sign_in_begins_with_a_code_from_the_host) {
    Browser browser = browser_open(door, false);
    enrol(&browser);
    Act act = test_act(browser.db, browser.arena, "account.code");
    Str first, code;
    Err err;
    CHECK_OK(db_begin_write(browser.db, &err), err);
    CHECK_OK(account_code(&act, account_of(&browser, LOGIN), true, &first, &err), err);
    CHECK_OK(account_code(&act, account_of(&browser, LOGIN), true, &code, &err), err);
    CHECK_OK(db_commit(browser.db, &err), err);
    Browser other = browser;
    other.cookies = (PairList){0};
    const char *target = str_to_c(browser.arena, str_printf(browser.arena, "/valj-losenord?kod=%.*s", STR_ARG(code)));
    CHECK(get(&other, str_to_c(browser.arena, str_printf(browser.arena, "/valj-losenord?kod=%.*s", STR_ARG(first)))) == 200 &&
              has(&other, "Länken gäller inte"), "a later code takes the place of the first");
    CHECK(get(&other, target) == 200 && get(&other, target) == 200 && has(&other, LOGIN), "opening uses nothing up");
    CHECK(get(&browser, "/hej") == 200, "and ends nothing");
    get(&other, target);
    Str csrf = field(&other, "csrf");
    other.site.oidc = (struct Oidc *)&other; // some provider, which is not asked here
    CHECK(get(&other, target) == 200 && has(&other, "Länken gäller inte"), "nor any where an identity provider lets people in");
    other.site.oidc = NULL;
    const char *kort = str_to_c(browser.arena, str_printf(browser.arena, "kod=%.*s&nytt=kort", STR_ARG(code)));
    const char *good = str_to_c(browser.arena, str_printf(browser.arena, "kod=%.*s&nytt=cykelkorg+med+lingon", STR_ARG(code)));
    CHECK(post(&other, "/valj-losenord", csrf, kort) == 422 && has(&other, "minst 15 tecken"), "the rules are told");
    CHECK(post(&other, "/valj-losenord", csrf, good) == 303, "a good one");
    CHECK(str_starts(header(&other.out, "Location"), STR("/logga-in/koppla")), "and a new authenticator");
    CHECK(get(&browser, "/hej") == 303, "whoever was in is out");
    CHECK(post(&other, "/valj-losenord", csrf, good) != 303, "once");
    browser.cookies = (PairList){0};
    CHECK(sign_in(&browser, LOGIN, TYPED) == 422, "the old password opens nothing");
    browser_close(&browser);
}

TEST(sign_in_is_helped_by_a_link_and_no_password) {
    Browser browser = browser_open(door, false);
    enrol(&browser);
    CHECK(get(&browser, "/installningar/inloggning") == 200 && has(&browser, "Högst 10 i timmen"), "what is so");
    Str csrf = field(&browser, "csrf");
    CHECK(post(&browser, "/installningar/inloggning/lank", csrf, "epost=finns@inte.se") == 422, "no account, no link");
    CHECK(post(&browser, "/installningar/inloggning/lank", csrf, "epost=" LOGIN) == 200, "a link");
    size_t at = str_find(browser.out.body, STR("/valj-losenord?kod="));
    CHECK(at != STR_NOT_FOUND, "is shown");
    const char *link = str_to_c(browser.arena, str_slice(browser.out.body, at, at + 19 + 32));
    CHECK(get(&browser, link) == 200 && has(&browser, "Spara och logga in"), "and opens");
    test_now_ms += (Instant)24 * 3600 * 1000;
    CHECK(get(&browser, link) == 200 && has(&browser, "Länken gäller inte"), "for a day");
    browser_close(&browser);
}

TEST(sign_in_shows_where_and_ends_the_others) {
    Browser browser = browser_open(door, true);
    CHECK(sign_in(&browser, LOGIN, TYPED) == 303, "in at another computer");
    PairList elsewhere = browser.cookies;
    browser.cookies = (PairList){0};
    browser.address = STR("10.1.2.3");
    CHECK(sign_in(&browser, LOGIN, TYPED) == 303, "in here");
    CHECK(get(&browser, "/konto") == 200 && has(&browser, "10.1.2.3") && has(&browser, "127.0.0.1"), "both are shown");
    CHECK(post(&browser, "/konto/sessioner", field(&browser, "csrf"), "") == 303, "end the others");
    CHECK(get(&browser, "/hej") == 200, "she stays");
    browser.cookies = elsewhere;
    CHECK(get(&browser, "/hej") == 303, "the other is out");
    browser_close(&browser);
}

TEST(sign_in_renews_what_she_signs_in_with) {
    Browser browser = browser_open(door, false);
    Str old = enrol(&browser);
    CHECK(get(&browser, "/konto") == 200 && has(&browser, "Du har 10 reservkoder kvar"), "ten");
    Str csrf = field(&browser, "csrf");
    CHECK(post(&browser, "/konto/reservkoder", csrf, "") == 200, "new ones");
    CHECK(!has(&browser, str_to_c(browser.arena, old)), "other than before");
    Str fresh = first_recovery_code(&browser);
    CHECK(post(&browser, "/konto/kodapp", csrf, "") == 303, "another authenticator");
    CHECK(get(&browser, "/hej") == 303, "until then she is not in");
    CHECK(post_code(&browser, "/logga-in/koppla", code_now(&browser)) == 200, "coupled");
    CHECK(get(&browser, "/hej") == 200, "in");
    browser.cookies = (PairList){0};
    CHECK(sign_in(&browser, LOGIN, TYPED) == 303, "the next time");
    CHECK(post_code(&browser, "/logga-in/kod", fresh) == 422, "recovery codes go with their authenticator");
    browser_close(&browser);
}

// --- guessers ------------------------------------------------------------------------------------

// Work, not waiting: what a busy machine adds is the same noise in both.
static int64_t worked_us(const struct timespec *since) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (now.tv_sec - since->tv_sec) * 1000000 + (now.tv_nsec - since->tv_nsec) / 1000;
}

typedef struct {
    int evaluated;
    int64_t least_us;   // of work, of those evaluated
    Str refusal, delay; // the pages, without what is random and what was typed
} Guesses;

static Str without_tokens(Browser *browser, const char *login) {
    Str parts[] = {field(browser, "csrf"), field(browser, "nyckel"), str_from_c(login)};
    Str text = browser->out.body;
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        Str rest = text, whole = STR("");
        size_t at;
        while ((at = str_find(rest, parts[i])) != STR_NOT_FOUND) {
            whole = str_printf(browser->arena, "%.*s%.*s", STR_ARG(whole), (int)at, rest.data);
            rest = str_slice(rest, at + parts[i].size, rest.size);
        }
        text = str_join(browser->arena, whole, rest);
    }
    return text;
}

// `count` wrong passwords within the hour, each from an address of its own.
static Guesses guess(Browser *browser, const char *login, int count) {
    Guesses guesses = {0};
    Arena *kept = browser->arena;
    for (int i = 0; i < count; i++) {
        struct timespec begun;
        browser->arena = arena_open((size_t)16 << 20);
        browser->cookies = (PairList){0};
        browser->address = str_printf(browser->arena, "10.0.%d.%d", i / 250, i % 250);
        test_now_ms += 3500000 / count;
        get(browser, "/logga-in");
        Str body = str_printf(browser->arena, "epost=%s&losenord=fel+nummer+%06d", login, i);
        Str csrf = field(browser, "csrf");
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begun);
        int status = post(browser, "/logga-in", csrf, str_to_c(browser->arena, body));
        int64_t took = worked_us(&begun);
        CHECK(status == 422 || status == 429, "refused, all of them");
        if (status == 422 && (!guesses.evaluated++ || took < guesses.least_us)) guesses.least_us = took;
        Str page = without_tokens(browser, login), *first = status == 422 ? &guesses.refusal : &guesses.delay;
        if (first->size == 0) *first = str_copy(kept, page);
        CHECK(str_equal(page, *first), "always the same page");
        arena_close(browser->arena);
    }
    browser->arena = kept;
    browser->cookies = (PairList){0};
    return guesses;
}

static void set_real_password(Browser *browser) {
    Act act = test_act(browser->db, browser->arena, "account.password");
    Str hash;
    Err err;
    CHECK_OK(account_hash(browser->arena, STR(TEST_PASSWORD), &hash, &err), err);
    CHECK_OK(db_begin_write(browser->db, &err), err);
    CHECK_OK(account_set_password(&act, account_of(browser, LOGIN), hash, &err), err);
    CHECK_OK(db_commit(browser->db, &err), err);
}

// 1,000 wrong passwords from as many addresses, with Argon2id as it is in earnest.
TEST(sign_in_stands_a_thousand_guesses) {
    Browser browser = browser_open(door, true);
    set_real_password(&browser);
    CHECK(sign_in(&browser, LOGIN, TYPED) == 303, "she has been here before");
    PairList at_home = browser.cookies;
    Guesses known = guess(&browser, LOGIN, 1000);
    browser.cookies = at_home;
    browser.address = STR("10.9.9.9");
    CHECK(get(&browser, "/hej") == 200 || get(&browser, "/hej") == 303, "her session may have ended by age");
    for (size_t i = 0; i < browser.cookies.count; i++)
        if (str_equal(browser.cookies.items[i].name, STR("randa"))) browser.cookies.items[i].value = STR("");
    CHECK(sign_in(&browser, LOGIN, "fel+fel+fel+fel+fel") == 422, "she mistypes");
    CHECK(sign_in(&browser, LOGIN, TYPED) == 303, "and gets in at once, in the middle of it");
    Guesses unknown = guess(&browser, "finns@example.se", 1000);
    CHECK(known.evaluated >= 3 && known.evaluated <= 10, "at most ten an hour are evaluated");
    CHECK(unknown.evaluated == known.evaluated, "as many for a name that is not there");
    CHECK(known.refusal.size > 0 && str_equal(known.refusal, unknown.refusal), "refused in the same bytes");
    CHECK(known.delay.size > 0 && str_equal(known.delay, unknown.delay), "delayed in the same bytes");
    CHECK(known.least_us * 2 > unknown.least_us && unknown.least_us * 2 > known.least_us, "in the same time");
    browser_close(&browser);
}

TEST(sign_in_limits_an_address) {
    Browser browser = browser_open(door, true);
    int allowed = 0;
    for (int i = 0; i < 150; i++) {
        Str login = str_printf(browser.arena, "nr%d@example.se", i);
        int64_t wait;
        Try try;
        Err err;
        CHECK_OK(try_of_login(browser.db, browser.arena, "account", login, browser.address, STR(""), &try, &err), err);
        CHECK_OK(try_begin(browser.db, &try, test_now_ms + 20000 * i, &wait, &err), err);
        allowed += wait == 0;
    }
    CHECK(allowed >= 20 && allowed <= 100, "a hundred an hour, whatever the names");
    test_now_ms += 150 * 20000 + 3600000;
    CHECK(sign_in(&browser, LOGIN, TYPED) == 303, "an hour later the door opens");
    browser_close(&browser);
}
