#include "access/oidc_act.h"
#include "access/account_act.h"
#include "access/account_store.h"
#include "store/test_db.h"

#define BROWSER STR("b0b0")
#define OTHER STR("cafe")
#define STATE STR("5747")
#define NOW ((Instant)1800000000000)
#define ISSUER STR("https://idp.example")

static void begin(Db *db) {
    Err err;
    CHECK_OK(db_begin_write(db, &err), err);
}

static void commit(Db *db) {
    Err err;
    CHECK_OK(db_commit(db, &err), err);
}

static bool take(Db *db, Arena *arena, Str browser, Instant now, Str *ret_onward) {
    bool found;
    Err err;
    begin(db);
    CHECK_OK(oidc_flight_take(db, arena, browser, STATE, now, &found, ret_onward, &err), err);
    commit(db);
    return found;
}

TEST(oidc_starts_are_limited_for_each_address) {
    Db *db = test_db_open();
    Arena *arena = arena_open(8 << 20);
    int64_t wait;
    Err err;
    begin(db);
    for (int i = 0; i < 5; i++) {
        CHECK_OK(start_note(db, arena, "oidc", STR("10.0.0.1"), 5, NOW + i, &wait, &err), err);
        CHECK(wait == 0, "the first five");
    }
    CHECK_OK(start_note(db, arena, "oidc", STR("10.0.0.1"), 5, NOW + 9, &wait, &err), err);
    CHECK(wait == 3600000 - 9, "then not until the first is an hour old");
    CHECK_OK(start_note(db, arena, "oidc", STR("10.0.0.2"), 5, NOW + 9, &wait, &err), err);
    CHECK(wait == 0, "another address is another matter");
    CHECK_OK(start_note(db, arena, "oidc", STR("10.0.0.1"), 5, NOW + 3600001, &wait, &err), err);
    CHECK(wait == 0, "an hour later");
    commit(db);
    test_db_close(db);
    arena_close(arena);
}

TEST(oidc_flight_is_one_browsers_and_taken_once) {
    static const struct {
        const char *why;
        bool other_browser;
        Instant after;
        bool expect;
    } cases[] = {
        {"at once", false, 0, true},
        {"just in time", false, OIDC_FLIGHT_MS - 1, true},
        {"too late", false, OIDC_FLIGHT_MS, false},
        {"another browser", true, 0, false},
    };
    Db *db = test_db_open();
    Arena *arena = arena_open((size_t)16 << 20);
    Err err;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str onward = STR("");
        begin(db);
        CHECK_OK(oidc_flight_add(db, arena, BROWSER, STATE, STR("/st/17"), NOW, &err), err);
        commit(db);
        CHECK(take(db, arena, cases[i].other_browser ? OTHER : BROWSER, NOW + cases[i].after, &onward) == cases[i].expect,
              cases[i].why);
        CHECK_STR(onward, cases[i].expect ? STR("/st/17") : STR(""), cases[i].why);
        CHECK(!take(db, arena, BROWSER, NOW, &onward), "a state is gone when it has been asked for");
    }
    arena_close(arena);
    test_db_close(db);
}

TEST(oidc_arrival_is_chosen_once) {
    Db *db = test_db_open();
    Arena *arena = arena_open((size_t)16 << 20);
    OidcArrival arrival = {.subject = STR("s"), .onward = STR("/"), .id_token = STR("t"), .vouched = NOW - 5}, read;
    bool found;
    Err err;
    list_add(arena, &arrival.staff, STR("A"));
    list_add(arena, &arrival.staff, STR("B"));
    begin(db);
    CHECK_OK(oidc_arrival_put(db, arena, BROWSER, &arrival, NOW, &err), err);
    CHECK_OK(oidc_arrival_find(db, arena, OTHER, NOW, false, &found, &read, &err), err);
    CHECK(!found, "another browser's");
    CHECK_OK(oidc_arrival_find(db, arena, BROWSER, NOW + OIDC_FLIGHT_MS, false, &found, &read, &err), err);
    CHECK(!found, "too late to choose");
    CHECK_OK(oidc_arrival_find(db, arena, BROWSER, NOW, false, &found, &read, &err), err);
    CHECK(found && read.staff.count == 2 && read.vouched == NOW - 5, "as it was");
    CHECK_STR(read.staff.items[1], STR("B"), "as it was");
    CHECK_OK(oidc_arrival_choose(db, arena, BROWSER, &err), err);
    CHECK(!oidc_arrival_choose(db, arena, BROWSER, &err) && err.kind == ERR_CONFLICT, "chosen once");
    CHECK_OK(oidc_arrival_find(db, arena, BROWSER, NOW, false, &found, &read, &err), err);
    CHECK(!found, "no more choosing");
    CHECK_OK(oidc_arrival_find(db, arena, BROWSER, NOW + OIDC_FLIGHT_MS, true, &found, &read, &err), err);
    CHECK(found, "but signing out");
    CHECK_OK(oidc_arrival_end(db, arena, BROWSER, &err), err);
    CHECK_OK(oidc_arrival_find(db, arena, BROWSER, NOW, true, &found, &read, &err), err);
    CHECK(!found, "and gone");
    commit(db);
    arena_close(arena);
    test_db_close(db);
}

// The persons that a subject with one staff id may be: how many, and the account of the first.
static size_t persons(Db *db, Arena *arena, Str subject, Str staff, OidcPerson *ret) {
    OidcArrival arrival = {.subject = subject};
    OidcPersonList list;
    Err err;
    list_add(arena, &arrival.staff, staff);
    CHECK_OK(oidc_persons(db, arena, ISSUER, &arrival, &list, &err), err);
    *ret = list.count > 0 ? list.items[0] : (OidcPerson){0};
    return list.count;
}

TEST(oidc_subject_is_the_key) {
    Db *db = test_db_open();
    Arena *arena = arena_open((size_t)16 << 20);
    Act act = test_act(db, arena, "account.link");
    Person ada = {.given_name = STR("Ada"), .family_name = STR("Berg"), .hsa_id = STR("SE1-A"), .licence_date = DATE_NONE};
    Person bo = {.given_name = STR("Bo"), .family_name = STR("Ek"), .licence_date = DATE_NONE};
    OidcPerson found;
    AccountId account, again;
    Err err;
    begin(db);
    CHECK_OK(person_save(&act, &ada, &err), err);
    CHECK_OK(person_save(&act, &bo, &err), err);
    CHECK(persons(db, arena, STR("s1"), STR("SE1-B"), &found) == 0, "a staff id of nobody");
    CHECK(persons(db, arena, STR("s1"), STR(""), &found) == 0, "no staff id is not that of whoever has none");
    CHECK(persons(db, arena, STR("s1"), STR("se1-a"), &found) == 1 && found.account.raw == 0, "named by staff id, no account yet");
    CHECK_OK(oidc_link(&act, &found, ISSUER, STR("s1"), &account, &err), err);
    CHECK(account.raw > 0, "the account is made");
    CHECK(persons(db, arena, STR("s1"), STR("SE1-A"), &found) == 1 && found.linked && found.account.raw == account.raw, "linked, and once");
    CHECK(persons(db, arena, STR("s1"), STR("SE9-X"), &found) == 1 && found.linked, "whatever the staff id is now");
    CHECK(persons(db, arena, STR("s2"), STR("SE1-A"), &found) == 0, "linked to one subject is nobody else's");
    CHECK_OK(oidc_unlink(&act, account, &err), err);
    CHECK(persons(db, arena, STR("s2"), STR("SE1-A"), &found) == 1 && !found.linked, "until the link is taken away");
    CHECK_OK(oidc_link(&act, &found, ISSUER, STR("s2"), &again, &err), err);
    CHECK(again.raw == account.raw, "the account is the same");
    CHECK_OK(account_set_disabled(&act, account, true, &err), err);
    CHECK(persons(db, arena, STR("s2"), STR("SE1-A"), &found) == 0, "a closed account stays closed");
    commit(db);
    arena_close(arena);
    test_db_close(db);
}

TEST(local_sign_in_ends) {
    Db *db = test_db_open();
    Arena *arena = arena_open((size_t)16 << 20);
    AccountId account = {7}, other = {8};
    int64_t region = db_scope(db).region;
    bool open;
    Err err;
    begin(db);
    for (int twice = 0; twice < 2; twice++) CHECK_OK(local_sign_in_set(db, account, NOW, NOW + LOCAL_SIGN_IN_MS, &err), err);
    CHECK_OK(local_sign_in_is_open(db, region, account, NOW + LOCAL_SIGN_IN_MS - 1, &open, &err), err);
    CHECK(open, "until it ends");
    CHECK_OK(local_sign_in_is_open(db, region, account, NOW + LOCAL_SIGN_IN_MS, &open, &err), err);
    CHECK(!open, "not after");
    CHECK_OK(local_sign_in_is_open(db, region, other, NOW, &open, &err), err);
    CHECK(!open, "for nobody else");
    commit(db);
    arena_close(arena);
    test_db_close(db);
}
