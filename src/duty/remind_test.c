// The ladder and the digest, pure; then the job: once per person and reminder, nothing to do, no mail.
#include "duty/remind.h"
#include "base/test.h"
#include "duty/remind_act.h"
#include "gen/records_store.h"
#include "people/unit_store.h"
#include "store/test_db.h"

enum { CLINIC = 1, EVA = 10, HEAD = 11, TUTOR = 12, TRAINEE = 13, TRAINING = 20 };
static const int32_t TODAY = 20780; // 2026-11-23, a Monday

static Facts *clinic(Arena *arena, bool with_head) {
    FactsInput *in = arena_new(arena, FactsInput);
    list_add(arena, &in->units, ((Unit){.id = {CLINIC}, .version = 1, .name = STR("Kliniken")}));
    for (int64_t id = EVA; id <= TRAINEE; id++)
        list_add(arena, &in->people, ((Person){.id = {id}, .given_name = STR("A"), .family_name = STR("B")}));
    list_add(arena, &in->appointments, ((Appointment){.id = {1}, .person = {EVA}, .role = ROLE_DIRECTOR, .unit = {CLINIC}, .first = {0}, .past = DATE_OPEN}));
    if (with_head)
        list_add(arena, &in->appointments, ((Appointment){.id = {2}, .person = {HEAD}, .role = ROLE_HEAD, .unit = {CLINIC}, .first = {0}, .past = DATE_OPEN}));
    list_add(arena, &in->trainings, ((Training){.id = {TRAINING}, .trainee = {TRAINEE}, .home_unit = {CLINIC}, .first = {0}}));
    list_add(arena, &in->supervisions, ((Supervision){.id = {5}, .training = {TRAINING}, .supervisor = {TUTOR}, .first = {0}, .past = DATE_OPEN}));
    return facts_build(arena, in);
}

static Finding finding(const char *rule, const char *how, FindingWord word, int days_old) {
    return (Finding){.id = {100}, .rule = str_from_c(rule), .variant = str_from_c(how), .unit = {CLINIC}, .training = {TRAINING},
                     .word = word, .on_todo = true, .opened = {TODAY - days_old}, .closed = DATE_OPEN, .since = {TODAY - days_old},
                     .due = DATE_NONE, .put_off = DATE_NONE, .args = STR("{}")};
}

static Str told(Arena *arena, const Facts *facts, Finding one) {
    Rulebook rulebook = rulebook_shipped();
    FindingList list = {0};
    list_add(arena, &list, one);
    ReminderList all = remind_all(arena, &rulebook, facts, &list, (Date){TODAY});
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < all.count; i++)
        buf_addf(&buf, "%s%lld:%d%s", i ? " " : "", (long long)all.items[i].person.raw, all.items[i].step, all.items[i].urgent ? "!" : "");
    return buf_end(&buf);
}

TEST(remind_ladder_climbs_by_days_and_severity) {
    static const struct {
        const char *why, *rule, *how;
        FindingWord word;
        int days;
        const char *expect;
    } cases[] = {
        {"the head is responsible, on the first day", "R38", "none", FINDING_WORD_KRAV, 0, "11:0!"},
        {"a demand: the director the day before", "R38", "none", FINDING_WORD_KRAV, 13, "11:0!"},
        {"a demand: the director after fourteen", "R38", "none", FINDING_WORD_KRAV, 14, "10:1! 11:0!"},
        {"the head is told once", "R38", "none", FINDING_WORD_KRAV, 90, "10:1! 11:0!"},
        {"the supervisor is responsible and it is not urgent", "R42", "late", FINDING_WORD_FORSENAT, 29, "12:0"},
        {"late: the director after thirty", "R42", "late", FINDING_WORD_FORSENAT, 30, "10:1! 12:0"},
        {"late: the head after sixty", "R42", "late", FINDING_WORD_FORSENAT, 60, "10:1! 11:2! 12:0"},
        {"advice climbs nothing", "R42", "warn", FINDING_WORD_REKOMMENDATION, 300, "12:0"},
    };
    Arena *arena = arena_open(8 << 20);
    Facts *facts = clinic(arena, true);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK_STR(told(arena, facts, finding(cases[i].rule, cases[i].how, cases[i].word, cases[i].days)), str_from_c(cases[i].expect), cases[i].why);
    CHECK_STR(told(arena, clinic(arena, false), finding("R38", "none", FINDING_WORD_KRAV, 0)), STR("10:0!"), "no head: the director");
    Finding one = finding("R38", "none", FINDING_WORD_KRAV, 90);
    one.handed_to = (PersonId){TUTOR};
    CHECK_STR(told(arena, facts, one), STR("10:1! 11:2! 12:0!"), "handed over: whoever has it");
    one.put_off = (Date){TODAY + 1};
    CHECK_STR(told(arena, facts, one), STR(""), "put off: nobody");
    one.put_off = (Date){TODAY};
    CHECK_STR(told(arena, facts, one), STR("10:1! 11:2! 12:0!"), "and again on the day");
    one.accepted_by = (PersonId){HEAD};
    CHECK_STR(told(arena, facts, one), STR(""), "accepted: nobody");
    arena_close(arena);
}

TEST(remind_weekly_comes_on_its_day_or_later_that_week) {
    static const struct {
        int weekday, day;
        bool due;
    } cases[] = {{1, 0, true}, {1, 3, true}, {3, 1, false}, {3, 2, true}, {7, 5, false}, {7, 6, true}, {0, 6, false}};
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK(remind_weekly_due(cases[i].weekday, (Date){TODAY + cases[i].day}) == cases[i].due, "the day");
}

TEST(remind_counts_rows_and_leaves_advice_out) {
    Arena *arena = arena_open(8 << 20);
    FindingList list = {0};
    RemindCount none = remind_count(arena, &list, (Date){TODAY});
    CHECK(!none.first && !none.week && !none.month, "nothing to do");
    list_add(arena, &list, finding("R38", "none", FINDING_WORD_KRAV, 3));
    Finding two = finding("R38", "none", FINDING_WORD_KRAV, 5);
    two.id.raw = 101;
    list_add(arena, &list, two);
    Finding advice = finding("R42", "warn", FINDING_WORD_REKOMMENDATION, 3);
    list_add(arena, &list, advice);
    RemindCount count = remind_count(arena, &list, (Date){TODAY});
    CHECK(count.first == 1 && !count.week && !count.month, "two of a kind are one row, advice is none");
    arena_close(arena);
}

// --- the job

typedef struct {
    Db *db;
    Arena *arena;
    PersonId head;
} World;

static Act act_on(const World *world, const char *what, int day) {
    Act act = test_act(world->db, world->arena, what);
    act.today = (Date){TODAY + day};
    act.actor.person = 0;
    return act;
}

static void fill(World *world) {
    Act act = act_on(world, "test.fill", 0);
    Unit unit = {.name = STR("Kliniken"), .in_use_from = DATE_NONE};
    Person head = {.given_name = STR("Kanarie"), .family_name = STR("Fågelsång"), .email = STR("kanarie@x.example"), .licence_date = DATE_NONE};
    Err err;
    CHECK_OK(db_begin_write(world->db, &err), err);
    CHECK_OK(unit_put(&act, &unit, &err) && person_save(&act, &head, &err), err);
    Account account = {.person = head.id, .login = STR("kanarie"), .language = STR("sv")};
    Appointment appointment = {.person = head.id, .role = ROLE_HEAD, .unit = unit.id, .first = {0}, .past = DATE_OPEN};
    CHECK_OK(account_save(&act, &account, &err) && appointment_save(&act, &appointment, &err), err);
    Finding one = finding("ksr-exists", "none", FINDING_WORD_KRAV, 0);
    one.id.raw = 0;
    one.unit = unit.id;
    one.training = (TrainingId){0};
    CHECK_OK(finding_save(&act, &one, &err) && audit_end(&act, &err) && db_commit(world->db, &err), err);
    world->head = head.id;
}

static int64_t number(World *world, const Sql *sql) {
    Query query;
    Err err;
    CHECK_OK(query_begin(&query, world->db, sql, &err), err);
    int64_t value = query_next(&query) ? query_int(&query, 0) : -1;
    CHECK_OK(query_end(&query, &err), err);
    return value;
}

static const Sql letters = {"test_remind_letters", "SELECT count(*) FROM outbox", "SELECT count(*) FROM outbox", 0, 0, 0, 0};
static const Sql telling = {"test_remind_telling", "SELECT count(*) FROM outbox WHERE subject || body || link LIKE '%anarie%' OR subject || body || link LIKE '%linik%' OR subject || body LIKE '%gels%'",
                            "SELECT count(*) FROM outbox WHERE subject || body || link LIKE '%anarie%' OR subject || body || link LIKE '%linik%' OR subject || body LIKE '%gels%'", 0, 0, 0, 0};

static RemindReport remind(World *world, int day) {
    RemindReport report;
    Err err;
    Act act = act_on(world, "mail.remind", day);
    CHECK_OK(remind_region(&act, NULL, NULL, &report, &err), err);
    return report;
}

TEST(remind_puts_each_letter_once) {
    World world = {.db = test_db_open(), .arena = arena_open(32 << 20)};
    Err err;
    fill(&world);
    db_scope_set(world.db, (DbScope){.region = db_scope(world.db).region, .today = {TODAY}});
    CHECK(remind(&world, 0).weekly == 1, "Monday: one letter, with what is urgent in it");
    CHECK(remind(&world, 0).weekly == 0 && remind(&world, 0).urgent == 0, "the same day again: none");
    CHECK(remind(&world, 1).weekly == 0 && remind(&world, 1).urgent == 0, "the day after: none");
    CHECK(number(&world, &letters) == 1, "one letter in all");
    CHECK(remind(&world, 7).weekly == 1, "the Monday after: the next");
    CHECK(number(&world, &telling) == 0, "no name, no unit in any of them");
    Act act = act_on(&world, "reminders.choose", 7);
    act.actor.person = world.head.raw;
    act.actor.role = ROLE_HEAD;
    db_scope_set(world.db, (DbScope){.region = db_scope(world.db).region, .actor = world.head.raw, .today = {TODAY}});
    CHECK_OK(db_begin_write(world.db, &err) && reminder_choose(&act, 0, false, &err) && db_commit(world.db, &err), err);
    db_scope_set(world.db, (DbScope){.region = db_scope(world.db).region, .today = {TODAY}});
    CHECK(remind(&world, 14).weekly == 0, "who wants none gets none");
    CHECK_OK(db_begin_write(world.db, &err), err);
    CHECK(!reminder_choose(&act, 8, false, &err) && err.kind == ERR_INVALID, "there is no eighth day");
    db_rollback(world.db);
    test_db_close(world.db);
    arena_close(world.arena);
}
