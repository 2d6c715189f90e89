#include "training/event_act.h"
#include "training/talk_act.h"
#include "gen/sql.h"
#include "training/template_act.h"
#include "training/training_act.h"
#include "people/unit_store.h"
#include "base/buf.h"
#include "store/test_db.h"

typedef struct {
    Arena *arena;
    Db *db;
    Err err;
    UnitId clinic, ward;
    PersonId supervisor;
    TrainingId training;
} World;

static Act act_of(World *world) {
    return test_act(world->db, world->arena, "test");
}

static UnitId add_unit(World *world, const char *name, const char *specialty) {
    Act act = act_of(world);
    Unit unit = {
        .name = str_from_c(name), .specialty = str_from_c(specialty), .in_use_from = DATE_NONE};
    CHECK_OK(unit_put(&act, &unit, &world->err), world->err);
    CHECK_OK(audit_end(&act, &world->err), world->err);
    return unit.id;
}

static TrainingIntake intake_of(const World *world) {
    return (TrainingIntake){.person = {.given_name = STR("Ada"),
                                       .family_name = STR("Åkesson"),
                                       .licence_date = DATE_NONE},
                            .training = {.specialty = STR("internmedicin"),
                                         .regulation = STR("2021"),
                                         .swedish_at = KNOWN_BOOL_NO,
                                         .home_unit = world->clinic,
                                         .first = date_from_ymd(2025, 1, 1),
                                         .planned_end = DATE_NONE,
                                         .ended = DATE_NONE,
                                         .bt_approved = DATE_NONE},
                            .share = {75},
                            .supervisor = world->supervisor};
}

static World world_open(void) {
    World world = {.arena = arena_open(32u << 20), .db = test_db_open()};
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    world.clinic = add_unit(&world, "Medicinkliniken", "internmedicin");
    world.ward = add_unit(&world, "Kardiologi", "kardiologi");
    Act act = act_of(&world);
    Person person = {
        .given_name = STR("Ragna"), .family_name = STR("Hällmark"), .licence_date = DATE_NONE};
    CHECK_OK(person_save(&act, &person, &world.err), world.err);
    CHECK_OK(audit_end(&act, &world.err), world.err);
    world.supervisor = person.id;
    TrainingIntake intake = intake_of(&world);
    act = act_of(&world);
    CHECK_OK(training_take_in(&act, &intake, &world.err), world.err);
    world.training = intake.training.id;
    return world;
}

static void world_close(World *world) {
    CHECK_OK(db_commit(world->db, &world->err), world->err);
    test_db_close(world->db);
    arena_close(world->arena);
}

static TrainingFile *file_of(World *world) {
    TrainingFile *file = arena_new(world->arena, TrainingFile);
    CHECK_OK(training_file_load(world->db, world->arena, world->training, file, &world->err),
             world->err);
    return file;
}

TEST(intake_makes_all_that_belongs) {
    World world = world_open();
    TrainingFile *file = file_of(&world);
    CHECK_STR(file->person.family_name, STR("Åkesson"), "the person");
    CHECK(file->service.shares.count == 1 && file->service.shares.items[0].share.value == 75,
          "her share");
    CHECK(training_main_supervisor(file, date_from_ymd(2026, 1, 1)) != NULL, "her supervisor");
    CHECK(file->training.regulation_reason == REGULATION_REASON_MUST_2021, "why that regulation");
    CHECK(file->training.planned_end.day == date_from_ymd(2032, 4, 30).day,
          "66 months at 75 % are 88 months");
    TrainingRowList rows;
    CHECK_OK(training_rows(world.db, world.arena,
                           (TrainingQuery){.unit = world.clinic, .event_kind = -1}, &rows,
                           &world.err),
             world.err);
    CHECK(rows.count == 1, "she is in the list");
    CHECK_STR(rows.items[0].supervisor, STR("Ragna Hällmark"), "with her supervisor");
    CHECK_OK(training_rows(world.db, world.arena,
                           (TrainingQuery){.unit = world.ward, .event_kind = -1}, &rows,
                           &world.err),
             world.err);
    CHECK(rows.count == 0, "and not at another unit");
    world_close(&world);
}

TEST(intake_refuses_what_cannot_be) {
    World world = world_open();
    static const struct {
        const char *why;
        int what;
    } cases[] = {
        {"2015 without right to it", 0}, {"no start", 1},       {"a share of 0", 2},
        {"an unknown specialty", 3},     {"no family name", 4}, {"an end before the start", 5}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        TrainingIntake intake = intake_of(&world);
        if (cases[i].what == 0) intake.training.regulation = STR("2015");
        if (cases[i].what == 1) intake.training.first = DATE_NONE;
        if (cases[i].what == 2) intake.share.value = 0;
        if (cases[i].what == 3) intake.training.specialty = STR("trolleri");
        if (cases[i].what == 4) intake.person.family_name = STR(" ");
        if (cases[i].what == 5) intake.training.planned_end = date_from_ymd(2024, 1, 1);
        Act act = act_of(&world);
        CHECK(!training_take_in(&act, &intake, &world.err), cases[i].why);
        CHECK(world.err.kind == ERR_INVALID, cases[i].why);
    }
    world_close(&world);
}

static void check_shares(World *world, const char *expect, const char *why) {
    TrainingFile *file = file_of(world);
    Buf buf = buf_begin(world->arena);
    for (size_t i = 0; i < file->service.shares.count; i++) {
        const EmploymentShare *share = &file->service.shares.items[i];
        Str first = date_iso(world->arena, share->first);
        buf_addf(&buf, "%s%.*s %d", i ? ", " : "", STR_ARG(first), share->share.value);
    }
    CHECK_STR(buf_end(&buf), str_from_c(expect), why);
}

TEST(share_changes_over_time) {
    World world = world_open();
    static const struct {
        const char *why;
        int from_month, past_month, share; // months of 2026; 0: until further notice
        const char *expect;
    } cases[] = {
        {"until further notice", 1, 0, 100, "2025-01-01 75, 2026-01-01 100"},
        {"a while, then as before", 4, 7, 50,
         "2025-01-01 75, 2026-01-01 100, 2026-04-01 50, 2026-07-01 100"},
        {"over an edge", 6, 9, 80,
         "2025-01-01 75, 2026-01-01 100, 2026-04-01 50, 2026-06-01 80, 2026-09-01 100"},
        {"over all that was said", 2, 12, 60,
         "2025-01-01 75, 2026-01-01 100, 2026-02-01 60, 2026-12-01 100"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Act act = act_of(&world);
        Date past = cases[i].past_month ? date_from_ymd(2026, cases[i].past_month, 1) : DATE_OPEN;
        DateSpan span = {date_from_ymd(2026, cases[i].from_month, 1), past};
        CHECK_OK(training_share_change(&act, world.training, (Percent){cases[i].share}, span,
                                       &world.err),
                 world.err);
        check_shares(&world, cases[i].expect, cases[i].why);
    }
    world_close(&world);
}

TEST(clinics_template_reaches_its_trainees) {
    World world = world_open();
    UnitItemList items = {0};
    UnitItem longer = {.item = STR("kardiologi"), .months = 450, .confirmed = true};
    list_add(world.arena, &items, longer);
    Act act = act_of(&world);
    CHECK_OK(unit_items_put(&act, world.clinic, STR("internmedicin"), STR("2021"), items, &world.err),
             world.err);
    items.items[0].months = 500;
    act = act_of(&world);
    CHECK_OK(unit_items_put(&act, world.clinic, STR("internmedicin"), STR("2021"), items, &world.err),
             world.err);
    UnitItemList stored = {0};
    CHECK_OK(unit_items_of(world.db, world.arena, world.clinic, STR("internmedicin"), &stored, &world.err),
             world.err);
    CHECK(stored.count == 1, "the same item again is the same row");
    TrainingFile *file = file_of(&world);
    TrainingNeeds needs = training_needs(world.arena, &file->need, date_from_ymd(2026, 11, 23));
    bool found = false;
    for (size_t i = 0; i < needs.needs.count; i++) {
        const TrainingNeed *need = &needs.needs.items[i];
        if (!str_equal(need->item, STR("kardiologi"))) continue;
        found = true;
        CHECK(service_time_hundredths(need->wanted) == 500 && need->origin == NEED_OF_UNIT,
              "the clinic's length");
    }
    CHECK(found, "is what is needed");
    items.items[0].months = 20000;
    act = act_of(&world);
    CHECK(!unit_items_put(&act, world.clinic, STR("internmedicin"), STR("2021"), items, &world.err),
          "not longer than ten years");
    world_close(&world);
}

TEST(supervisor_changes_from_a_day) {
    World world = world_open();
    Date day = date_from_ymd(2026, 5, 1);
    Act act = act_of(&world);
    CHECK_OK(training_supervisor_change(&act, world.training, (PersonId){0}, day, CHANGE_REASON_MOVED, &world.err),
             world.err);
    TrainingFile *file = file_of(&world);
    CHECK(training_main_supervisor(file, date_add_days(day, -1)) != NULL, "until the day before");
    CHECK(training_main_supervisor(file, day) == NULL, "then nobody");
    act = act_of(&world);
    CHECK_OK(training_supervisor_change(&act, world.training, world.supervisor, day, CHANGE_REASON_MOVED, &world.err),
             world.err);
    CHECK(training_main_supervisor(file_of(&world), day) != NULL, "then somebody");
    SupervisionChangeList changes = {0};
    Query query;
    CHECK_OK(query_begin(&query, world.db, SQL_SUPERVISION_CHANGES, &world.err), world.err);
    query_bind_id(&query, 1, world.training.raw);
    CHECK_OK(supervision_change_list_all(&query, world.arena, &changes, &world.err), world.err);
    CHECK(changes.count == 1 && changes.items[0].former.raw == world.supervisor.raw && !changes.items[0].next.raw &&
              changes.items[0].reason == CHANGE_REASON_MOVED,
          "why is kept where there was one before");
    act = act_of(&world);
    CHECK(!training_supervisor_change(&act, world.training, file->person.id, day, CHANGE_REASON_MOVED, &world.err),
          "not oneself");
    world_close(&world);
}

TEST(a_talk_that_was_not_held_is_kept_once) {
    World world = world_open();
    MissedTalk missed = {.training = world.training, .supervisor = world.supervisor, .planned = date_from_ymd(2026, 5, 4),
                         .cause = MISSED_CAUSE_ROTA};
    MissedTalk again = missed, ahead = missed, unsaid = missed;
    ahead.planned = date_from_ymd(2036, 5, 4);
    unsaid.planned = DATE_NONE;
    Act act = act_of(&world);
    CHECK_OK(talk_miss(&act, &missed, &world.err), world.err);
    act = act_of(&world);
    CHECK(!talk_miss(&act, &again, &world.err) && world.err.kind == ERR_INVALID, "the same day once");
    CHECK(!talk_miss(&act, &ahead, &world.err) && world.err.kind == ERR_INVALID, "not a day ahead");
    CHECK(!talk_miss(&act, &unsaid, &world.err) && world.err.kind == ERR_INVALID, "a day is needed");
    world_close(&world);
}

TEST(absence_is_kept_and_checked) {
    World world = world_open();
    Absence absence = {.training = world.training,
                       .cause = ABSENCE_CAUSE_PARENTAL,
                       .first = date_from_ymd(2026, 1, 1),
                       .past = date_from_ymd(2026, 7, 1),
                       .share = {100}};
    Act act = act_of(&world);
    CHECK_OK(absence_edit(&act, &absence, &world.err), world.err);
    CHECK(file_of(&world)->service.absences.count == 1, "it is there");
    Absence backwards = absence;
    backwards.past = backwards.first;
    act = act_of(&world);
    CHECK(!absence_edit(&act, &backwards, &world.err) && world.err.kind == ERR_INVALID, "no day");
    act = act_of(&world);
    CHECK(!absence_take_away(&act, absence.id, 9, &world.err) && world.err.kind == ERR_STALE,
          "an old version");
    act = act_of(&world);
    CHECK_OK(absence_take_away(&act, absence.id, absence.version, &world.err), world.err);
    CHECK(file_of(&world)->service.absences.count == 0, "and is gone");
    world_close(&world);
}

static Act act_as_admin(World *world) {
    Act act = act_of(world);
    DbScope scope = db_scope(world->db);
    scope.actor = act.actor.person = world->supervisor.raw;
    act.actor.role = ROLE_EDUCATION_ADMIN;
    db_scope_set(world->db, scope);
    return act;
}

// Why somebody is away is of class K4: a form field too many does not set it, nor does saving lose it.
TEST(the_cause_of_a_leave_is_not_the_education_administrators) {
    World world = world_open();
    Act act = act_of(&world);
    Appointment office = {.person = world.supervisor, .role = ROLE_EDUCATION_ADMIN, .unit = world.clinic,
                          .first = date_from_ymd(2020, 1, 1), .past = DATE_OPEN};
    Absence leave = {.training = world.training, .cause = ABSENCE_CAUSE_PARENTAL, .first = date_from_ymd(2026, 1, 1),
                     .past = date_from_ymd(2026, 7, 1), .share = {100}};
    CHECK_OK(appointment_save(&act, &office, &world.err), world.err);
    CHECK_OK(absence_edit(&act, &leave, &world.err), world.err);
    act = act_as_admin(&world);
    leave.cause = ABSENCE_CAUSE_SICK;
    leave.past = date_from_ymd(2026, 8, 1);
    CHECK_OK(absence_edit(&act, &leave, &world.err), world.err);
    Absence stored;
    CHECK_OK(absence_load(world.db, world.arena, leave.id, &stored, &world.err), world.err);
    CHECK(stored.cause == ABSENCE_CAUSE_PARENTAL && stored.past.day == leave.past.day, "the days change, the cause stays");
    act = act_as_admin(&world);
    Absence more = {.training = world.training, .cause = ABSENCE_CAUSE_SICK, .first = date_from_ymd(2026, 9, 1),
                    .past = date_from_ymd(2026, 9, 8), .share = {100}};
    CHECK_OK(absence_edit(&act, &more, &world.err), world.err);
    CHECK(more.cause == ABSENCE_CAUSE_OTHER, "a new one says none");
    world_close(&world);
}

TEST(events_for_many_at_once) {
    World world = world_open();
    TrainingIntake second = intake_of(&world);
    second.person.family_name = STR("Öberg");
    Act act = act_of(&world);
    CHECK_OK(training_take_in(&act, &second, &world.err), world.err);
    TrainingIdList both = {0};
    list_add(world.arena, &both, world.training);
    list_add(world.arena, &both, second.training.id);
    EventDraft talk = {.kind = EVENT_KIND_SUPERVISION_TALK,
                       .held = date_from_ymd(2026, 11, 20),
                       .main_supervisor_is_responsible = true};
    size_t count = 0;
    act = act_of(&world);
    CHECK_OK(event_register(&act, &talk, &both, &count, &world.err), world.err);
    CHECK(count == 2, "one for each");
    act = act_of(&world);
    CHECK_OK(event_register(&act, &talk, &both, &count, &world.err), world.err);
    CHECK(count == 0, "the same again is nothing new");
    TrainingFile *file = file_of(&world);
    CHECK(file->events.count == 1, "one event");
    CHECK_STR(file->events.items[0].responsible, STR("Ragna Hällmark"), "held by her own");
    talk.held = date_from_ymd(2026, 11, 24);
    act = act_of(&world);
    CHECK(!event_register(&act, &talk, &both, &count, &world.err), "not what has not been");
    talk.held = date_from_ymd(2026, 11, 1);
    act = act_of(&world);
    CHECK(!event_register(&act, &talk, &(TrainingIdList){0}, &count, &world.err), "for nobody");
    world_close(&world);
}

TEST(history_is_filled_in_bulk) {
    World world = world_open();
    Act act = act_of(&world);
    HistoryLineList lines = {0};
    for (int i = 0; i < 3; i++) {
        Placement placement = {.training = world.training,
                               .unit = world.ward,
                               .kind = PLACEMENT_KIND_ROTATION,
                               .share = {75},
                               .first = date_from_ymd(2025, 1 + i, 1),
                               .past = date_from_ymd(2025, 2 + i, 1),
                               .goals = STR("STc1")};
        CHECK_OK(placement_save(&act, &placement, &world.err), world.err);
        HistoryLine line = {placement.id, (HistoryAnswer)i};
        list_add(world.arena, &lines, line);
    }
    CHECK_OK(audit_end(&act, &world.err), world.err);
    TrainingIdList one = {0};
    list_add(world.arena, &one, world.training);
    act = act_of(&world);
    CHECK(!history_fill(&act, &lines, STR(" "), &one, &world.err), "where the papers are");
    act = act_of(&world);
    CHECK_OK(history_fill(&act, &lines, STR("pärm hos Ylva"), &one, &world.err), world.err);
    TrainingFile *file = file_of(&world);
    CHECK(file->need.certificates.count == 1, "only what lies on paper");
    const Certificate *paper = &file->need.certificates.items[0];
    CHECK_STR(paper->kept_at, STR("pärm hos Ylva"), "and where");
    CHECK_STR(paper->form, STR("2021-9"), "on the form of clinical service");
    CHECK_STR(paper->goals, STR("STc1"), "for the placement's goals");
    CHECK(training_last_event(file, EVENT_KIND_HISTORY_NOTED, date_from_ymd(2026, 11, 23)) != NULL,
          "and the history is noted");
    act = act_of(&world);
    CHECK_OK(history_fill(&act, &lines, STR("pärm hos Ylva"), &one, &world.err), world.err);
    CHECK(file_of(&world)->need.certificates.count == 1, "the same again is nothing new");
    world_close(&world);
}
