#include "http/test_site.h"
#include "access/account_act.h"
#include "base/log.h"
#include "gen/records_store.h"

Instant test_now_ms = TEST_NOW;

static Date site_today(void) {
    return date_from_ymd(2026, 11, 23);
}

static Instant site_now(void) {
    return test_now_ms;
}

int sign_in(Browser *browser, const char *login, const char *password) {
    get(browser, "/logga-in?till=/hej?q=1");
    Str body = str_printf(browser->arena, "epost=%s&losenord=%s&till=%.*s", login, password, STR_ARG(field(browser, "till")));
    return post(browser, "/logga-in", field(browser, "csrf"), str_to_c(browser->arena, body));
}

static void mark_demo(Db *db) {
    static const Sql sql = {"test_site_demo", "UPDATE region SET is_demo = 1", "UPDATE region SET is_demo = 1", 0, 0, 0, 0};
    Query query;
    Err err;
    CHECK_OK(db_begin_write(db, &err), err);
    CHECK_OK(query_begin(&query, db, &sql, &err), err);
    CHECK_OK(query_run(&query, &err), err);
    CHECK_OK(db_commit(db, &err), err);
}

// A director until tomorrow who is also a supervisor, and somebody without an appointment.
Browser browser_open(const Route *table, bool is_demo) {
    Browser browser = {.db = test_db_open(), .arena = arena_open((size_t)256 << 20)};
    browser.site = (Site){.routes = table, .today = site_today, .now = site_now, .demo_today = DATE_NONE};
    log_quiet(true);
    test_now_ms = TEST_NOW;
    Err err;
    Str hash;
    Act act = test_act(browser.db, browser.arena, "test.make");
    Unit unit = {.name = STR("Kliniken <&>")};
    Person person = {.given_name = STR("Eva"), .family_name = STR("O'Hara")}, other = {.given_name = STR("Ny"), .family_name = STR("Utan")};
    Account account;
    hash = browser_hash(browser.arena, TEST_PASSWORD);
    if (is_demo) mark_demo(browser.db);
    CHECK_OK(db_begin_write(browser.db, &err), err);
    CHECK_OK(unit_save(&act, &unit, &err), err);
    CHECK_OK(person_save(&act, &person, &err), err);
    CHECK_OK(person_save(&act, &other, &err), err);
    Appointment supervisor = {.person = person.id, .role = ROLE_SUPERVISOR, .unit = unit.id, .first = {0}, .past = DATE_OPEN};
    Appointment head = {.person = person.id, .role = ROLE_DIRECTOR, .unit = unit.id, .first = {0},
                        .past = date_from_ymd(2026, 11, 24)};
    CHECK_OK(appointment_save(&act, &supervisor, &err), err);
    CHECK_OK(appointment_save(&act, &head, &err), err);
    CHECK_OK(account_add(&act, person.id, STR("Eva@Example.se"), hash, &account, &err), err);
    Act act2 = test_act(browser.db, browser.arena, "test.make");
    CHECK_OK(account_add(&act2, other.id, STR("ny@example.se"), hash, &account, &err), err);
    CHECK_OK(db_commit(browser.db, &err), err);
    return browser;
}

void browser_close(Browser *browser) {
    test_db_close(browser->db);
    arena_close(browser->arena);
}
