#include "gathering/gathering_act.h"
#include "people/unit_store.h"
#include "gen/sql.h"
#include "store/test_db.h"

// A clinic with a director, two trainees and their supervisor. Today is 2026-11-23.
typedef struct {
    Arena *arena;
    Db *db;
    Err err;
    UnitId clinic, other;
    PersonId dag, vera, ada, bo;
    TrainingId adas, bos;
} World;

static Act act_of(World *w, PersonId who, Role role) {
    DbScope scope = db_scope(w->db);
    scope.actor = who.raw;
    db_scope_set(w->db, scope);
    Act act = test_act(w->db, w->arena, "test");
    act.actor.person = who.raw;
    act.actor.role = (int)role;
    return act;
}

static Act system_of(World *w) {
    return act_of(w, (PersonId){0}, ROLE_TRAINEE);
}

static PersonId add_person(World *w, const char *given, const char *family) {
    Act act = system_of(w);
    Person person = {.given_name = str_from_c(given), .family_name = str_from_c(family), .licence_date = DATE_NONE};
    CHECK_OK(person_save(&act, &person, &w->err) && audit_end(&act, &w->err), w->err);
    return person.id;
}

static UnitId add_unit(World *w, const char *name) {
    Act act = system_of(w);
    Unit unit = {.name = str_from_c(name), .specialty = STR("internmedicin"), .in_use_from = DATE_NONE};
    CHECK_OK(unit_put(&act, &unit, &w->err) && audit_end(&act, &w->err), w->err);
    return unit.id;
}

static void appoint(World *w, PersonId person, Role role) {
    Act act = system_of(w);
    Appointment a = {.person = person, .role = role, .unit = w->clinic, .first = {19000}, .past = DATE_OPEN};
    CHECK_OK(appointment_save(&act, &a, &w->err) && audit_end(&act, &w->err), w->err);
}

static TrainingId train(World *w, PersonId trainee) {
    Act act = system_of(w);
    Training t = {.trainee = trainee, .home_unit = w->clinic, .specialty = STR("internmedicin"), .regulation = STR("2021"), .first = {20000},
                  .planned_end = {22000}, .bt_approved = DATE_NONE, .ended = DATE_NONE};
    CHECK_OK(training_save(&act, &t, &w->err), w->err);
    Supervision s = {.training = t.id, .supervisor = w->vera, .first = {20000}, .past = DATE_OPEN};
    CHECK_OK(supervision_save(&act, &s, &w->err) && audit_end(&act, &w->err), w->err);
    return t.id;
}

static World world_open(void) {
    World w = {.arena = arena_open(32u << 20), .db = test_db_open()};
    CHECK_OK(db_begin_write(w.db, &w.err), w.err);
    w.clinic = add_unit(&w, "Medicin");
    w.other = add_unit(&w, "Kirurgi");
    w.dag = add_person(&w, "Dag", "Rektor");
    w.vera = add_person(&w, "Vera", "Holm");
    w.ada = add_person(&w, "Ada", "Alm");
    w.bo = add_person(&w, "Bo", "Ek");
    appoint(&w, w.dag, ROLE_DIRECTOR);
    w.adas = train(&w, w.ada);
    w.bos = train(&w, w.bo);
    return w;
}

static void world_close(World *w) {
    CHECK_OK(db_commit(w->db, &w->err), w->err);
    test_db_close(w->db);
    arena_close(w->arena);
}

static Gathering draft(const World *w, const char *kind) {
    return (Gathering){.unit = w->clinic, .kind = str_from_c(kind), .held_on = date_from_ymd(2026, 11, 20), .start_minute = 780, .length = 60,
                       .chair = w->dag};
}

static PersonIdList both(World *w) {
    PersonIdList list = {0};
    list_add(w->arena, &list, w->ada);
    list_add(w->arena, &list, w->bo);
    return list;
}

// Events of the kind that say the gathering, of trainings and of units.
static void count_events(World *w, GatheringId id, EventKind kind, int *ret_trainings, int *ret_units) {
    Query query;
    system_of(w);
    *ret_trainings = *ret_units = 0;
    CHECK_OK(query_begin(&query, w->db, SQL_FACTS_EVENTS, &w->err), w->err);
    while (query_next(&query)) {
        Event event = event_from_row(&query, w->arena, 0);
        if (event.gathering.raw != id.raw || event.kind != kind) continue;
        if (event.training.raw) ++*ret_trainings;
        else ++*ret_units;
    }
    CHECK_OK(query_end(&query, &w->err), w->err);
}

TEST(closing_as_held_records_it_for_those_who_came) {
    World w = world_open();
    Act act = act_of(&w, w.dag, ROLE_DIRECTOR);
    Gathering g = draft(&w, "yearly_review");
    PersonIdList invited = both(&w), came = {0};
    int trainings, units;
    CHECK_OK(gathering_plan(&act, &g, &invited, &w.err), w.err);
    act = act_of(&w, w.dag, ROLE_DIRECTOR);
    CHECK(!gathering_hold(&act, g.id, g.version, &came, &w.err) && w.err.kind == ERR_INVALID, "somebody must have been there");
    world_close(&w);

    w = world_open();
    act = act_of(&w, w.dag, ROLE_DIRECTOR);
    g = draft(&w, "yearly_review");
    invited = both(&w);
    CHECK_OK(gathering_plan(&act, &g, &invited, &w.err), w.err);
    came = (PersonIdList){0};
    list_add(w.arena, &came, w.ada);
    act = act_of(&w, w.dag, ROLE_DIRECTOR);
    CHECK_OK(gathering_hold(&act, g.id, g.version, &came, &w.err), w.err);
    count_events(&w, g.id, EVENT_KIND_YEARLY_REVIEW, &trainings, &units);
    CHECK(trainings == 1 && units == 0, "one for the one who came");
    Act again = act_of(&w, w.dag, ROLE_DIRECTOR);
    CHECK(!gathering_hold(&again, g.id, 0, &came, &w.err) && w.err.kind == ERR_CONFLICT, "once");
    Act undo = act_of(&w, w.dag, ROLE_DIRECTOR);
    CHECK_OK(record_undo(&undo, act.audit, &w.err) && audit_end(&undo, &w.err), w.err);
    count_events(&w, g.id, EVENT_KIND_YEARLY_REVIEW, &trainings, &units);
    GatheringRow row;
    act_of(&w, w.dag, ROLE_DIRECTOR);
    CHECK_OK(gathering_get(w.db, w.arena, g.id, &row, &w.err), w.err);
    CHECK(trainings == 0 && row.gathering.state == GATHERING_STATE_PLANNED, "undone together");
    world_close(&w);
}

TEST(what_a_unit_holds_is_recorded_for_it_and_those_who_hold_it_too) {
    World w = world_open();
    Act act = act_of(&w, w.dag, ROLE_DIRECTOR);
    Gathering g = draft(&w, "teaching");
    PersonIdList invited = both(&w);
    int trainings, units;
    CHECK_OK(gathering_plan(&act, &g, &invited, &w.err), w.err);
    act = act_of(&w, w.dag, ROLE_DIRECTOR);
    CHECK_OK(gathering_host_add(&act, g.id, w.other, &w.err), w.err);
    act = act_of(&w, w.dag, ROLE_DIRECTOR);
    CHECK_OK(gathering_hold(&act, g.id, 0, &invited, &w.err), w.err);
    count_events(&w, g.id, EVENT_KIND_TEACHING, &trainings, &units);
    CHECK(trainings == 0 && units == 2, "one for each unit");
    world_close(&w);
}

TEST(the_future_is_not_held_and_a_miss_says_why) {
    World w = world_open();
    Act act = act_of(&w, w.dag, ROLE_DIRECTOR);
    Gathering g = draft(&w, "teaching");
    PersonIdList invited = both(&w);
    g.held_on = date_from_ymd(2026, 11, 24);
    CHECK_OK(gathering_plan(&act, &g, &invited, &w.err), w.err);
    act = act_of(&w, w.dag, ROLE_DIRECTOR);
    CHECK(!gathering_hold(&act, g.id, 0, &invited, &w.err) && w.err.kind == ERR_INVALID, "tomorrow has not been");
    CHECK(!gathering_drop(&act, g.id, 0, GATHERING_STATE_MISSED, STR(" "), &w.err) && w.err.kind == ERR_INVALID, "why?");
    CHECK_OK(gathering_drop(&act, g.id, 0, GATHERING_STATE_CANCELLED, STR(""), &w.err), w.err);
    world_close(&w);
}

TEST(a_series_gets_its_occasions_and_ends) {
    World w = world_open();
    Act act = act_of(&w, w.dag, ROLE_DIRECTOR);
    Gathering like = draft(&w, "teaching");
    PersonIdList invited = both(&w);
    GatheringSeries series = {.repeats = SERIES_REPEATS_WEEK, .every = 2, .first = date_from_ymd(2026, 11, 9), .past = date_from_ymd(2026, 12, 31),
                              .left_out = STR("2026-12-21")};
    size_t count;
    CHECK_OK(series_plan(&act, &series, &like, &invited, &count, &w.err), w.err);
    CHECK(count == 3, "9 and 23 November, 7 December; not 21 December");
    act = act_of(&w, w.dag, ROLE_DIRECTOR);
    CHECK_OK(series_end(&act, series.id, date_from_ymd(2026, 11, 24), &count, &w.err), w.err);
    CHECK(count == 1, "the one that had not been");
    world_close(&w);
}

TEST(a_talk_is_recorded_and_what_was_said_stays_between_the_two) {
    World w = world_open();
    Act act = act_of(&w, w.vera, ROLE_SUPERVISOR);
    Gathering g = draft(&w, "supervision_talk");
    PersonIdList nobody = {0};
    GatheringNoteList notes = {0};
    ActionRowList actions;
    int trainings, units;
    g.training = w.adas;
    CHECK_OK(gathering_plan(&act, &g, NULL, &w.err), w.err);
    act = act_of(&w, w.vera, ROLE_SUPERVISOR);
    CHECK_OK(gathering_hold(&act, g.id, 0, &nobody, &w.err), w.err);
    count_events(&w, g.id, EVENT_KIND_SUPERVISION_TALK, &trainings, &units);
    CHECK(trainings == 1, "whom it was about was there");
    act = act_of(&w, w.vera, ROLE_SUPERVISOR);
    CHECK_OK(gathering_note_put(&act, g.id, true, STR("det vi sade"), &w.err), w.err);
    ActionItem item = {.gathering = g.id, .what = STR("läsa om ekokardiografi"), .due = DATE_NONE, .responsible = w.ada};
    act = act_of(&w, w.vera, ROLE_SUPERVISOR);
    CHECK_OK(action_add(&act, &item, &w.err), w.err);
    static const struct {
        const char *why;
        int who;
        size_t notes, actions;
    } readers[] = {{"the supervisor", 0, 1, 1}, {"the trainee", 1, 1, 1}, {"the studierektor sees that it was held", 2, 0, 0}};
    for (size_t i = 0; i < COUNT_OF(readers); i++) {
        act_of(&w, i == 0 ? w.vera : i == 1 ? w.ada : w.dag, i == 0 ? ROLE_SUPERVISOR : i == 1 ? ROLE_TRAINEE : ROLE_DIRECTOR);
        GatheringRow row;
        CHECK_OK(gathering_get(w.db, w.arena, g.id, &row, &w.err), w.err);
        notes = (GatheringNoteList){0};
        CHECK_OK(gathering_notes(w.db, w.arena, g.id, &notes, &w.err), w.err);
        CHECK_OK(gathering_actions(w.db, w.arena, g.id, &actions, &w.err), w.err);
        CHECK(notes.count == readers[i].notes && actions.count == readers[i].actions, readers[i].why);
    }
    act = act_of(&w, w.dag, ROLE_DIRECTOR);
    CHECK(!gathering_note_put(&act, g.id, true, STR("x"), &w.err) && w.err.kind == ERR_FORBIDDEN, "nor does she write in it");
    act = act_of(&w, w.bo, ROLE_TRAINEE);
    GatheringRow row;
    CHECK(!gathering_get(w.db, w.arena, g.id, &row, &w.err) && w.err.kind == ERR_NOT_FOUND, "another trainee does not know of it");
    act = act_of(&w, w.ada, ROLE_TRAINEE);
    CHECK_OK(action_settle(&act, item.id, item.version, true, &w.err), w.err);
    world_close(&w);
}

TEST(who_may_arrange_what) {
    World w = world_open();
    Act act = act_of(&w, w.vera, ROLE_SUPERVISOR);
    Gathering teaching = draft(&w, "teaching"), review = draft(&w, "final_review"), talk = draft(&w, "supervision_talk");
    PersonIdList nobody = {0};
    CHECK(!gathering_plan(&act, &teaching, &nobody, &w.err), "a supervisor arranges no teaching of the unit");
    review.training = w.adas;
    CHECK(!gathering_plan(&act, &review, NULL, &w.err) && w.err.kind == ERR_FORBIDDEN, "nor a final review");
    CHECK(!gathering_plan(&act, &talk, NULL, &w.err) && w.err.kind == ERR_INVALID, "a talk is with somebody");
    act = act_of(&w, w.ada, ROLE_TRAINEE);
    talk.training = w.adas;
    CHECK(!gathering_plan(&act, &talk, NULL, &w.err) && w.err.kind == ERR_FORBIDDEN, "a trainee does not plan it");
    world_close(&w);
}

TEST(being_there_by_the_link_in_the_room) {
    World w = world_open();
    Act act = act_of(&w, w.dag, ROLE_DIRECTOR);
    Gathering g = draft(&w, "teaching");
    PersonIdList invited = {0};
    AttendanceRowList people;
    GatheringRow row;
    list_add(w.arena, &invited, w.ada);
    g.held_on = date_from_ymd(2026, 11, 23);
    CHECK_OK(gathering_plan(&act, &g, &invited, &w.err), w.err);
    act = act_of(&w, w.bo, ROLE_TRAINEE);
    CHECK(!gathering_here(&act, g.id, STR(""), &w.err) && w.err.kind == ERR_NOT_FOUND, "no link is open");
    act = act_of(&w, w.dag, ROLE_DIRECTOR);
    CHECK_OK(gathering_link_open(&act, g.id, &w.err) && gathering_get(w.db, w.arena, g.id, &row, &w.err), w.err);
    act = act_of(&w, w.bo, ROLE_TRAINEE);
    CHECK(!gathering_here(&act, g.id, STR("gissad"), &w.err), "a guessed key is none");
    act = act_of(&w, w.bo, ROLE_TRAINEE);
    CHECK_OK(gathering_here(&act, g.id, row.gathering.link_key, &w.err), w.err);
    act_of(&w, w.dag, ROLE_DIRECTOR);
    CHECK_OK(gathering_people(w.db, w.arena, g.id, &people, &w.err), w.err);
    CHECK(people.count == 2, "who was not asked is noted too");
    for (size_t i = 0; i < people.count; i++) {
        const Attendance *a = &people.items[i].attendance;
        CHECK(a->attended == (a->person.raw == w.bo.raw), "he is there, she is not");
        if (a->attended) CHECK(a->how == ATTENDANCE_HOW_LINK && a->training.raw == w.bos.raw, "by link, with his training");
    }
    CHECK(!gathering_link_holds(&row.gathering, row.gathering.link_key, date_from_ymd(2026, 11, 24)), "only on the day");
    world_close(&w);
}

TEST(a_question_has_an_answer_or_a_next_step) {
    World w = world_open();
    Act act = act_of(&w, w.dag, ROLE_DIRECTOR);
    Issue issue = {.unit = w.clinic, .what = STR("Självstudietid läggs inte i schemat"), .next_on = DATE_NONE, .answered = DATE_NONE};
    CHECK_OK(issue_put(&act, &issue, &w.err), w.err);
    CHECK(issue.raised.day == act.today.day, "raised today");
    issue.answer = STR("Läggs från januari");
    act = act_of(&w, w.dag, ROLE_DIRECTOR);
    CHECK_OK(issue_put(&act, &issue, &w.err), w.err);
    CHECK(issue.answered.day == act.today.day, "answered today");
    act = act_of(&w, w.vera, ROLE_SUPERVISOR);
    CHECK(!issue_put(&act, &issue, &w.err), "a supervisor does not keep the list");
    world_close(&w);
}
