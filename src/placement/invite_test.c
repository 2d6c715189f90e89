// The unit that receives answers without an account.
#include "access/account_act.h"
#include "access/sign_in_page.h"
#include "access/account_page.h"
#include "gen/records_store.h"
#include "http/test_site.h"
#include "people/unit_store.h"
#include "placement/invite_act.h"
#include "placement/invite_page.h"
#include <string.h>

static const Route site[] = {
    {GET, "/logga-in", TX_NONE, ANYONE, page_sign_in},
    {POST, "/logga-in", TX_NONE, ANYONE, do_sign_in},
    {GET, "/konto", TX_READ, SIGNED_IN, page_account},
    {GET, "/plan/placering/:id/inbjudan", TX_READ, MAY_EDIT_PLAN, page_invite},
    {POST, "/plan/placering/:id/inbjudan", TX_WRITE, MAY_EDIT_PLAN, do_invite},
    {POST, "/plan/placering/:id/inbjudan/:row/aterkalla", TX_WRITE, MAY_EDIT_PLAN, do_invite_revoke},
    {GET, "/inbjudan/:kod", TX_READ, ANYONE, page_invitation},
    {POST, "/inbjudan/:kod", TX_NONE, ANYONE, do_invitation},
    {0},
};

typedef struct {
    Browser eva, guest;
    PlacementId id, other;
    const char *link; // "/inbjudan/…"
    Str code;
    int statements;
} World;

// Statements are told apart by where they stand, and in PostgreSQL by name.
static const Sql *statement(World *world, const char *text) {
    Sql *sql = arena_new(world->eva.arena, Sql);
    const char *name = str_to_c(world->eva.arena, str_printf(world->eva.arena, "test_%d", world->statements++));
    *sql = (Sql){name, text, text, 0, 0, 0, 0};
    return sql;
}

static int64_t number(World *world, const char *text) {
    const Sql *sql = statement(world, text);
    Query query;
    Err err;
    CHECK_OK(query_begin(&query, world->eva.db, sql, &err), err);
    int64_t value = query_next(&query) ? query_int(&query, 0) : -1;
    CHECK_OK(query_end(&query, &err), err);
    return value;
}

static Str text(World *world, const char *wanted) {
    const Sql *sql = statement(world, wanted);
    Query query;
    Err err;
    CHECK_OK(query_begin(&query, world->eva.db, sql, &err), err);
    Str value = query_next(&query) ? query_text(&query, world->eva.arena, 0) : STR("");
    CHECK_OK(query_end(&query, &err), err);
    return value;
}

static void add_placements(World *world) {
    Act act = test_act(world->eva.db, world->eva.arena, "test.make");
    Person siv = {.given_name = STR("Siv"), .family_name = STR("Stråle")};
    UnitId home = {number(world, "SELECT id FROM unit")};
    Unit ward = {.name = STR("Kardiologen")};
    Err err;
    CHECK_OK(db_begin_write(world->eva.db, &err), err);
    CHECK_OK(unit_save(&act, &ward, &err), err);
    CHECK_OK(unit_tree_rebuild(world->eva.db, world->eva.arena, &err), err);
    CHECK_OK(person_save(&act, &siv, &err), err);
    Training training = {.trainee = siv.id, .home_unit = home, .first = date_from_ymd(2025, 1, 1)};
    CHECK_OK(training_save(&act, &training, &err), err);
    Placement first = {.training = training.id, .unit = ward.id, .kind = PLACEMENT_KIND_ROTATION, .share = {100},
                       .first = date_from_ymd(2027, 1, 1), .past = date_from_ymd(2027, 4, 1)};
    Placement second = first;
    second.first = date_from_ymd(2027, 4, 1), second.past = date_from_ymd(2027, 6, 1);
    CHECK_OK(placement_save(&act, &first, &err), err);
    CHECK_OK(placement_save(&act, &second, &err), err);
    CHECK_OK(audit_end(&act, &err), err);
    CHECK_OK(db_commit(world->eva.db, &err), err);
    world->id = first.id;
    world->other = second.id;
}

static World open_world(void) {
    World world = {.eva = browser_open(site, true)};
    add_placements(&world);
    CHECK(sign_in(&world.eva, "eva@example.se", "kaffekopp+i+tisdagsregn") == 303, "in");
    const char *page = str_to_c(world.eva.arena, str_printf(world.eva.arena, "/plan/placering/%lld/inbjudan", (long long)world.id.raw));
    CHECK(get(&world.eva, page) == 200, "the page that invites");
    CHECK(post(&world.eva, page, field(&world.eva, "csrf"), "namn=Bo+Berg&epost=bo%40example.se&dagar=14") == 200, "invited");
    Str shown = STR(">http://127.0.0.1:1/inbjudan/"), path = STR("/inbjudan/");
    size_t at = str_find(world.eva.out.body, shown);
    CHECK(at != STR_NOT_FOUND, "the link is shown whole");
    at += shown.size - path.size;
    world.link = str_to_c(world.eva.arena, str_slice(world.eva.out.body, at, at + 10 + 64));
    Str body = text(&world, "SELECT body FROM outbox");
    size_t code = str_find(body, STR("är "));
    CHECK(code != STR_NOT_FOUND, "the code is in the mail");
    world.code = str_slice(body, code + 4, code + 13);
    world.guest = world.eva;
    world.guest.cookies = (PairList){0};
    return world;
}

static void close_world(World *world) {
    browser_close(&world->eva);
}

static int answer_with(World *world, Str code, const char *more) {
    CHECK(get(&world->guest, world->link) == 200, "the link opens");
    Str fields = str_printf(world->eva.arena, "kod=%.4s+%.4s%s", code.data, code.data + 5, more);
    return post(&world->guest, world->link, field(&world->guest, "csrf"), str_to_c(world->eva.arena, fields));
}

static PlacementState state_of(World *world, PlacementId id) {
    Placement placement;
    Err err;
    CHECK_OK(placement_load(world->eva.db, world->eva.arena, id, &placement, &err), err);
    return placement.state;
}

TEST(invitation_confirms_a_placement) {
    World world = open_world();
    CHECK(state_of(&world, world.id) == PLACEMENT_STATE_REQUESTED, "asked for");
    Str mail = text(&world, "SELECT body FROM outbox");
    CHECK(str_find(mail, STR("Siv")) == STR_NOT_FOUND && str_find(mail, STR("inbjudan/")) == STR_NOT_FOUND, "mail tells nothing of anyone, nor the link");
    CHECK(number(&world, "SELECT count(*) FROM invitation WHERE hash LIKE '%inbjudan%' OR length(hash) <> 64") == 0, "only hashes are kept");
    int64_t before = number(&world, "SELECT max(id) FROM audit");
    CHECK(get(&world.guest, world.link) == 200 && get(&world.guest, world.link) == 200, "opened twice");
    CHECK(!has(&world.guest, "Siv") && !has(&world.guest, "Kardiologen"), "without the code it tells nothing");
    CHECK(number(&world, "SELECT max(id) FROM audit") == before, "and writes nothing");
    CHECK(answer_with(&world, world.code, "") == 200 && has(&world.guest, "Siv Stråle") && has(&world.guest, "Kardiologen"), "with the code it tells what");
    Str version = field(&world.guest, "version");
    const char *yes = str_to_c(world.eva.arena, str_printf(world.eva.arena, "&svar=ja&version=%.*s", STR_ARG(version)));
    CHECK(answer_with(&world, world.code, yes) == 200 && has(&world.guest, "Tack, svaret är sparat"), "yes");
    CHECK(state_of(&world, world.id) == PLACEMENT_STATE_CONFIRMED, "confirmed");
    CHECK(state_of(&world, world.other) == PLACEMENT_STATE_PLANNED, "and nothing else");
    CHECK(str_starts(text(&world, "SELECT relation FROM audit WHERE action = 'invitation.answer'"), STR("invitation ")), "by the invitation");
    int64_t after = number(&world, "SELECT count(*) FROM change");
    CHECK(answer_with(&world, world.code, "&svar=nej&version=1") == 200 && has(&world.guest, "Tack, svaret är sparat"), "a second click");
    CHECK(state_of(&world, world.id) == PLACEMENT_STATE_CONFIRMED && number(&world, "SELECT count(*) FROM change") == after, "changes nothing");
    close_world(&world);
}

TEST(invitation_answers_only_what_was_shown) {
    World world = open_world();
    CHECK(answer_with(&world, world.code, "&svar=ja&version=1") == 409 && has(&world.guest, "Läs igenom den igen"), "it has changed since");
    CHECK(state_of(&world, world.id) == PLACEMENT_STATE_REQUESTED, "no answer yet");
    const char *no = str_to_c(world.eva.arena, str_printf(world.eva.arena, "&svar=nej&version=%.*s", STR_ARG(field(&world.guest, "version"))));
    CHECK(answer_with(&world, world.code, no) == 200, "no");
    CHECK(state_of(&world, world.id) == PLACEMENT_STATE_PLANNED, "planned again");
    close_world(&world);
}

TEST(invitation_stands_five_guesses) {
    World world = open_world();
    Str wrong = str_equal(world.code, STR("0000 0000")) ? STR("1111 1111") : STR("0000 0000");
    for (int i = 0; i < INVITATION_WRONG_MAX; i++) CHECK(answer_with(&world, wrong, "") == 422, "a wrong code");
    CHECK(get(&world.guest, world.link) == 404, "closed");
    CHECK(number(&world, "SELECT count(*) FROM audit WHERE action = 'invitation.wrong_code'") == INVITATION_WRONG_MAX, "each is in the log");
    close_world(&world);
}

static Str gone_page(World *world, const char *link) {
    CHECK(get(&world->guest, link) == 404, "gone");
    Str body = world->guest.out.body;
    size_t at = str_find(body, STR("<main"));
    CHECK(at != STR_NOT_FOUND, "a page");
    return str_slice(body, at, str_find(body, STR("</main>")));
}

TEST(invitation_that_is_gone_looks_like_none) {
    World world = open_world();
    Str unknown = str_copy(world.eva.arena, gone_page(&world, "/inbjudan/0000000000000000000000000000000000000000000000000000000000000000"));
    CHECK_STR(gone_page(&world, "/inbjudan/x"), unknown, "nonsense");
    test_now_ms += (Instant)14 * 24 * 3600 * 1000 + 1;
    CHECK_STR(gone_page(&world, world.link), unknown, "too old");
    test_now_ms = TEST_NOW + 1000;
    CHECK(get(&world.guest, world.link) == 200, "in time it opens");
    Str csrf = field(&world.guest, "csrf");
    char other[200], own[200];
    long long id = (long long)number(&world, "SELECT id FROM invitation");
    snprintf(other, sizeof other, "/plan/placering/%lld/inbjudan/%lld/aterkalla", (long long)world.other.raw, id);
    snprintf(own, sizeof own, "/plan/placering/%lld/inbjudan/%lld/aterkalla", (long long)world.id.raw, id);
    get(&world.eva, "/konto");
    Str evas = field(&world.eva, "csrf");
    CHECK(post(&world.guest, own, csrf, "") == 303, "the guest is sent to sign-in");
    CHECK(post(&world.eva, other, evas, "") == 404, "not under another placement's address");
    CHECK(get(&world.guest, world.link) == 200, "still there");
    CHECK(post(&world.eva, own, evas, "") == 303, "revoked");
    CHECK_STR(gone_page(&world, world.link), unknown, "as if it never was");
    CHECK(post(&world.guest, world.link, csrf, "kod=1") == 404, "for an answer too");
    close_world(&world);
}

TEST(invitation_is_for_what_is_still_to_come) {
    World world = open_world();
    Placement placement;
    Err err;
    Act act = test_act(world.eva.db, world.eva.arena, "test.end");
    CHECK_OK(placement_load(world.eva.db, world.eva.arena, world.other, &placement, &err), err);
    placement.state = PLACEMENT_STATE_COMPLETED;
    CHECK_OK(db_begin_write(world.eva.db, &err), err);
    CHECK_OK(placement_save(&act, &placement, &err), err);
    CHECK_OK(audit_end(&act, &err), err);
    CHECK_OK(db_commit(world.eva.db, &err), err);
    const char *page = str_to_c(world.eva.arena, str_printf(world.eva.arena, "/plan/placering/%lld/inbjudan", (long long)world.other.raw));
    CHECK(get(&world.eva, page) == 200, "the page that invites");
    CHECK(post(&world.eva, page, field(&world.eva, "csrf"), "namn=Bo&epost=bo%40example.se&dagar=14") == 422, "refused");
    CHECK(has(&world.eva, "inget att svara på"), "and told why");
    close_world(&world);
}
