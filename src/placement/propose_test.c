// From needs to a plan and back: no day lost or doubled, exact lengths, nothing agreed touched, and
// publishing that can be undone. On a small clinic made here, on the demo clinic and on the example
// clinic's own files.
#include "demo/demo_store.h"
#include "exchange/import_act.h"
#include "gen/records_store.h"
#include "people/made_by_store.h"
#include "people/unit_store.h"
#include "placement/compare.h"
#include "placement/propose_act.h"
#include "placement/propose_check.h"
#include "placement/propose_store.h"
#include "placement/publish_act.h"
#include "plan/solve.h"
#include "store/test_db.h"

#define ITERATIONS 4000

// --- a clinic of one, made here ----------------------------------------------------------------------

static Date day(int year, int month, int d) {
    return date_from_ymd(year, month, d);
}

typedef struct {
    Arena *arena;
    ProposeInput input;
    ProposeProblem problem;
    ProposeAnswer answer;
    PlanSolution solution;
} Small;

static const Date monday = {20780}; // 2026-11-23

static Unit unit(int64_t id, const char *name, const char *specialty) {
    return (Unit){.id = {id}, .parent = {90}, .name = str_from_c(name), .specialty = str_from_c(specialty)};
}

// Two rotations are asked for: 3 months at unit 2, 1.5 at unit 3.
static Small small_open(Date first, Date last, int share) {
    Small s = {.arena = arena_open(64u << 20)};
    ProposeInput *input = &s.input;
    *input = (ProposeInput){.unit = {1}, .name = STR("Kliniken"), .today = monday};
    list_add(s.arena, &input->units, unit(1, "Kliniken", "okand"));
    list_add(s.arena, &input->units, unit(2, "Njurmedicin", "njurmedicin"));
    list_add(s.arena, &input->units, unit(3, "Geriatrik", "geriatrik"));
    for (int64_t u = 2; u <= 3; u++)
        list_add(s.arena, &input->capacities,
                 ((Capacity){.unit = {u}, .first = day(2020, 1, 1), .past = day(2040, 1, 1), .places = 1}));
    UnitItem njur = {.unit = {1}, .specialty = STR("okand"), .item = STR("njur"), .name = STR("Njurmedicin"), .units = STR("2"),
                     .kind = PLACEMENT_KIND_ROTATION, .months = 300, .confirmed = true, .seq = 10};
    UnitItem ger = njur;
    ger.item = STR("ger"), ger.units = STR("3"), ger.months = 150, ger.seq = 20;
    list_add(s.arena, &input->unit_items, njur);
    list_add(s.arena, &input->unit_items, ger);
    ProposeTrainee trainee = {.name = STR("Rasmus Rosmo"),
                              .training = {.id = {7}, .trainee = {8}, .kind = TRAINING_KIND_ST, .specialty = STR("okand"),
                                           .regulation = STR("2015"), .bt_approved = DATE_NONE, .home_unit = {1},
                                           .first = first, .planned_end = last, .ended = DATE_NONE}};
    list_add(s.arena, &trainee.shares, ((EmploymentShare){.training = {7}, .first = first, .past = DATE_OPEN, .share = {share}}));
    list_add(s.arena, &input->trainees, trainee);
    return s;
}

static void small_plan(Small *s) {
    Err err = {0};
    CHECK_OK(propose_problem(s->arena, &s->input, &s->problem, &err), err);
    PlanOptions options = {.iterations_max = ITERATIONS};
    CHECK_OK(plan_solve(s->arena, s->problem.plan, options, &s->solution, &err), err);
    s->answer = propose_answer(s->arena, &s->input, &s->problem, &s->solution);
}

static void add_placement(Small *s, int64_t id, int64_t at, Date first, Date past, PlacementState state) {
    Placement p = {.id = {id}, .version = 1, .training = {7}, .unit = {at}, .first = first, .past = past, .state = state,
                   .kind = at == 1 ? PLACEMENT_KIND_HOME : PLACEMENT_KIND_ROTATION,
                   .share = s->input.trainees.items[0].shares.items[0].share};
    list_add(s->arena, &s->input.trainees.items[0].placements, p);
}

// Every day from tomorrow to the end is covered exactly once, days of whole leave at most once.
static void check_days(Arena *arena, const ProposeInput *input, const ProposeTimelineList *timelines) {
    for (size_t i = 0; i < input->trainees.count; i++) {
        const ProposeTrainee *t = &input->trainees.items[i];
        if (!propose_is_planned(t, input->today)) continue;
        Date first = date_max(propose_from(input), t->training.first);
        int days = t->training.planned_end.day + 1 - first.day;
        uint8_t *count = arena_array(arena, uint8_t, (size_t)days), *away = arena_array(arena, uint8_t, (size_t)days);
        bool *given = arena_array(arena, bool, (size_t)days);
        for (size_t k = 0; k < t->absences.count; k++)
            for (int d = t->absences.items[k].first.day - first.day; d < t->absences.items[k].past.day - first.day; d++)
                if (d >= 0 && d < days && t->absences.items[k].share.value == 100) away[d] = 1;
        const PlacementList *after = &timelines->items[i].placements;
        for (size_t k = 0; k < after->count; k++) {
            const Placement *p = &after->items[k];
            if (!placement_counts(p)) continue;
            for (int d = p->first.day - first.day; d < p->past.day - first.day; d++)
                if (d >= 0 && d < days) {
                    count[d]++;
                    given[d] = given[d] || p->state == PLACEMENT_STATE_CONFIRMED || p->first.day < first.day + 84;
                }
        }
        for (int d = 0; d < days; d++) {
            if (!away[d] && count[d] == 0) print_error("%.*s, day %d\n", STR_ARG(t->name), d);
            CHECK(count[d] > 0 || away[d], "no day is lost");
            CHECK(count[d] <= 1 || given[d], "no day is doubled");
        }
    }
}

static const Placement *find_item(const ProposeTimeline *timeline, const char *item) {
    for (size_t i = 0; i < timeline->placements.count; i++)
        if (str_equal(timeline->placements.items[i].item, str_from_c(item))) return &timeline->placements.items[i];
    return NULL;
}

TEST(propose_lengths_are_exact) {
    static const struct {
        const char *why;
        PlanCalendar calendar;
        int share;
    } cases[] = {
        {"full time in half-months", PLAN_CALENDAR_HALF_MONTH, 100}, {"75 %", PLAN_CALENDAR_HALF_MONTH, 75},
        {"80 %", PLAN_CALENDAR_HALF_MONTH, 80},                      {"full time in weeks", PLAN_CALENDAR_WEEK, 100},
        {"half time in weeks", PLAN_CALENDAR_WEEK, 50},              {"whole months", PLAN_CALENDAR_MONTH, 100},
        {"whole months, 75 %", PLAN_CALENDAR_MONTH, 75},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Small s = small_open(day(2026, 1, 1), day(2030, 12, 31), cases[i].share);
        s.input.calendar = cases[i].calendar;
        small_plan(&s);
        const ProposeTimeline *timeline = &s.answer.timelines.items[0];
        const Placement *njur = find_item(timeline, "njur"), *ger = find_item(timeline, "ger");
        CHECK(njur && ger && njur->unit.raw == 2 && ger->unit.raw == 3, cases[i].why);
        ServiceTime asked = service_time_of_months(300), got = service_time_of_span((DateSpan){njur->first, njur->past}, njur->share);
        CHECK(service_time_compare(got, asked) >= 0, cases[i].why);
        Date before = cases[i].calendar == PLAN_CALENDAR_WEEK ? date_add_days(njur->past, -7) : date_add_days(njur->past, -16);
        ServiceTime less = service_time_of_span((DateSpan){njur->first, before}, njur->share);
        CHECK(service_time_compare(less, asked) < 0, "and no more than that takes");
        CHECK(njur->share.value == cases[i].share, "at the share that is served");
        bool on_boundary = cases[i].calendar == PLAN_CALENDAR_WEEK    ? date_weekday(njur->first) == 1
                           : cases[i].calendar == PLAN_CALENDAR_MONTH ? date_to_ymd(njur->first).day == 1
                                                                      : date_to_ymd(njur->first).day % 15 == 1;
        CHECK(on_boundary, "it begins where the calendar does");
        check_days(s.arena, &s.input, &s.answer.timelines);
        PlanFaultList faults = propose_faults(s.arena, &s.input, &s.problem, &s.answer.timelines);
        CHECK(faults.count == 0, "and an independent look finds nothing");
        arena_close(s.arena);
    }
}

TEST(propose_leave_prolongs_or_breaks) {
    static const struct {
        const char *why;
        Date first, past;
        bool may_cross;
    } cases[] = {
        {"two weeks lie inside a block", {20880}, {20894}, true},
        {"half a year breaks it", {20880}, {21060}, false},
        {"29 days break it too", {20880}, {20909}, false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        // The training ends so soon that the blocks must lie on both sides of the leave or across it.
        Small s = small_open(day(2026, 1, 1), day(2028, 3, 31), 100);
        list_add(s.arena, &s.input.trainees.items[0].absences,
                 ((Absence){.training = {7}, .cause = ABSENCE_CAUSE_PARENTAL, .first = cases[i].first, .past = cases[i].past, .share = {100}}));
        small_plan(&s);
        DateSpan leave = {cases[i].first, cases[i].past};
        const ProposeTimeline *timeline = &s.answer.timelines.items[0];
        for (size_t k = 0; k < timeline->placements.count; k++) {
            const Placement *p = &timeline->placements.items[k];
            bool crosses = date_span_overlaps((DateSpan){p->first, p->past}, leave);
            CHECK(cases[i].may_cross || !crosses, cases[i].why);
        }
        CHECK(find_item(timeline, "njur") && find_item(timeline, "ger"), "both are there");
        check_days(s.arena, &s.input, &s.answer.timelines);
        arena_close(s.arena);
    }
}

TEST(propose_leaves_agreements_alone) {
    Small s = small_open(day(2025, 1, 1), day(2029, 12, 31), 100);
    add_placement(&s, 11, 1, day(2025, 1, 1), day(2027, 2, 1), PLACEMENT_STATE_PLANNED);
    add_placement(&s, 12, 1, day(2027, 2, 1), day(2027, 9, 7), PLACEMENT_STATE_CONFIRMED);
    add_placement(&s, 13, 2, day(2027, 9, 7), day(2027, 10, 22), PLACEMENT_STATE_CONFIRMED);
    add_placement(&s, 14, 3, day(2028, 3, 10), day(2028, 4, 20), PLACEMENT_STATE_PLANNED);
    small_plan(&s);
    const ProposeTimeline *timeline = &s.answer.timelines.items[0];
    CHECK(s.problem.pinned == 1 && s.problem.movable == 1, "one agreed, one planned; home service only fills");
    for (size_t i = 0; i < timeline->changes.count; i++) {
        int64_t id = timeline->changes.items[i].before.id.raw;
        CHECK(id != 12 && id != 13, "what is agreed is not touched, home service neither");
    }
    const Placement *more = find_item(timeline, "njur");
    CHECK(more && more->id.raw == 0 && date_span_days((DateSpan){more->first, more->past}) < 62, "only what is left is planned");
    const Placement *ger = find_item(timeline, "ger");
    CHECK(ger && ger->id.raw == 14, "what is planned already is the same placement, not a second");
    check_days(s.arena, &s.input, &s.answer.timelines);
    arena_close(s.arena);
}

TEST(propose_keeps_other_clinics_places_free) {
    Small s = small_open(day(2026, 1, 1), day(2028, 12, 31), 100);
    list_add(s.arena, &s.input.others, ((Placement){.id = {50}, .training = {99}, .unit = {2}, .kind = PLACEMENT_KIND_ROTATION, .share = {100},
                                                    .first = day(2026, 10, 1), .past = day(2028, 6, 20)}));
    small_plan(&s);
    const Placement *njur = find_item(&s.answer.timelines.items[0], "njur");
    CHECK(njur && njur->first.day >= day(2028, 6, 20).day, "the only place is taken until then");
    arena_close(s.arena);
}

TEST(propose_tells_what_cannot_be) {
    Small s = small_open(day(2026, 1, 1), day(2027, 5, 31), 100);
    s.input.unit_items.items[0].months = 200;
    s.input.unit_items.items[1].units = STR("77");
    list_add(s.arena, &s.input.trainees, s.input.trainees.items[0]);
    s.input.trainees.items[1].training.id.raw = 17;
    s.input.trainees.items[1].training.planned_end = DATE_NONE;
    UnitItem big = s.input.unit_items.items[0];
    big.item = STR("stor"), big.months = 600, big.confirmed = false;
    list_add(s.arena, &s.input.unit_items, big);
    small_plan(&s);
    static const ProposeWhy expected[] = {PROPOSE_NO_UNIT, PROPOSE_NO_TIME, PROPOSE_NO_DATES};
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        bool found = false;
        for (size_t k = 0; k < s.problem.missing.count; k++) found = found || s.problem.missing.items[k].why == expected[i];
        CHECK(found, "no unit, no time, no dates: each is told");
    }
    CHECK(s.answer.left_out.count == 0 && find_item(&s.answer.timelines.items[0], "njur"), "what can be is planned all the same");
    PlanFaultList faults = propose_faults(s.arena, &s.input, &s.problem, &s.answer.timelines);
    CHECK(faults.count > 0 && propose_faults_own(&faults) == 0, "and what cannot be is given");
    arena_close(s.arena);
}

// --- whole clinics in a database ---------------------------------------------------------------------

typedef struct {
    Db *db;
    Arena *arena;
    Err err;
    UnitId unit;
    ProposeInput input;
    ProposeProblem problem;
    ProposeAnswer answer;
    PlanSolution solution;
} Clinic;

static Act begin(Clinic *c, const char *action) {
    CHECK_OK(db_begin_write(c->db, &c->err), c->err);
    return test_act(c->db, c->arena, action);
}

static void load(Clinic *c) {
    CHECK_OK(db_begin_read(c->db, &c->err), c->err);
    CHECK_OK(propose_load(c->db, c->arena, c->unit, monday, &c->input, &c->err), c->err);
    db_rollback(c->db);
    CHECK_OK(propose_problem(c->arena, &c->input, &c->problem, &c->err), c->err);
}

static Clinic demo_open(void) {
    Clinic c = {.db = test_db_open(), .arena = arena_open(1u << 30)};
    DemoWorld *world = arena_new(c.arena, DemoWorld);
    demo_make(c.arena, DEMO_CLINIC, 0, 1, monday, world);
    Act act = begin(&c, "demo");
    CHECK_OK(demo_store(&act, world, &c.err), c.err);
    CHECK_OK(db_commit(c.db, &c.err), c.err);
    c.unit = world->trainings.items[0].home_unit;
    load(&c);
    return c;
}

static Clinic norrvik_open(void) {
    static const char *const files[] = {"enheter.csv", "kapacitet.csv", "personer.csv", "uppdrag.csv", "tjanstgoringar.csv",
                                        "placeringar.csv", "franvaro.csv"};
    Clinic c = {.db = test_db_open(), .arena = arena_open(1u << 30)};
    Import *import = arena_new(c.arena, Import);
    ImportRecords records = {0};
    ValueRules rules = import_rules(c.arena);
    Act act = begin(&c, "import");
    CHECK_OK(import_load(c.db, c.arena, import, &records, &c.err), c.err);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        FILE *file = fopen(str_printf(c.arena, "tests/data/norrvik/%s", files[i]).data, "rb");
        CHECK(file, files[i]);
        char *data = arena_alloc(c.arena, 1u << 20, 1);
        size_t size = fread(data, 1, 1u << 20, file);
        fclose(file);
        import_file_read(c.arena, str_from_c(files[i]), (Str){data, size}, &rules, &import->input);
    }
    import_work(c.arena, import, monday);
    CHECK_OK(import_apply(&act, import, &records, &c.err), c.err);
    UnitList units;
    CHECK_OK(unit_list_of_region(c.db, c.arena, &units, &c.err), c.err);
    for (size_t i = 0; i < units.count; i++)
        if (str_equal(units.items[i].name, STR("Medicinkliniken"))) c.unit = units.items[i].id;
    CHECK_OK(db_commit(c.db, &c.err), c.err);
    load(&c);
    return c;
}

static void clinic_close(Clinic *c) {
    test_db_close(c->db);
    arena_close(c->arena);
}

static void plan(Clinic *c) {
    PlanOptions options = {.iterations_max = ITERATIONS};
    CHECK_OK(plan_solve(c->arena, c->problem.plan, options, &c->solution, &c->err), c->err);
    c->answer = propose_answer(c->arena, &c->input, &c->problem, &c->solution);
}

static PlanVersion keep(Clinic *c) {
    PlanVersion version;
    Act act = begin(c, "plan.propose");
    CHECK_OK(propose_keep(&act, &c->input, &c->problem, &c->answer, &c->solution, &version, &c->err), c->err);
    CHECK_OK(db_commit(c->db, &c->err), c->err);
    return version;
}

static bool publish(Clinic *c, PlanVersionId id, const TrainingIdList *accepted, int64_t *ret_audit) {
    int trainees;
    Act accept = begin(c, "plan.accept"), act = test_act(c->db, c->arena, "plan.publish");
    bool good = plan_answer(&accept, id, accepted, &c->err) && plan_publish(&act, id, &trainees, &c->err);
    if (!good) {
        db_rollback(c->db);
        return false;
    }
    CHECK_OK(db_commit(c->db, &c->err), c->err);
    *ret_audit = act.audit;
    return true;
}

// All placements as text, without their versions.
static Str dump(Clinic *c) {
    ProposeInput now;
    Buf buf = buf_begin(c->arena);
    CHECK_OK(db_begin_read(c->db, &c->err), c->err);
    CHECK_OK(propose_load(c->db, c->arena, c->unit, monday, &now, &c->err), c->err);
    db_rollback(c->db);
    for (size_t i = 0; i < now.trainees.count; i++)
        for (size_t k = 0; k < now.trainees.items[i].placements.count; k++) {
            const Placement *p = &now.trainees.items[i].placements.items[k];
            buf_addf(&buf, "%lld %lld %lld %d %d %d %d %d %.*s|%.*s|%lld|%.*s\n", (long long)p->id.raw, (long long)p->training.raw,
                     (long long)p->unit.raw, p->kind, p->first.day, p->past.day, p->share.value, p->state, STR_ARG(p->item),
                     STR_ARG(p->goals), (long long)p->supervisor.raw, STR_ARG(p->note));
        }
    return buf_end(&buf);
}

static void check_untouched(Clinic *c) {
    for (size_t i = 0; i < c->answer.timelines.count; i++) {
        const PlacementChangeList *changes = &c->answer.timelines.items[i].changes;
        for (size_t k = 0; k < changes->count; k++) {
            const Placement *before = &changes->items[k].before;
            if (changes->items[k].op == PLAN_OP_ADD) continue;
            bool agreed = before->state == PLACEMENT_STATE_CONFIRMED || before->state == PLACEMENT_STATE_COMPLETED;
            CHECK(!agreed && before->past.day > propose_from(&c->input).day, "past and confirmed placements are untouched");
            CHECK(before->first.day > monday.day || before->kind == PLACEMENT_KIND_HOME, "and those under way");
        }
    }
}

static void check_plan(Clinic *c, size_t trainees) {
    CHECK(c->problem.plan->trainees.count == trainees, "all of them are planned");
    CHECK(c->answer.left_out.count == 0, "nothing is left out");
    check_days(c->arena, &c->input, &c->answer.timelines);
    check_untouched(c);
    PlanFaultList faults = propose_faults(c->arena, &c->input, &c->problem, &c->answer.timelines);
    for (size_t i = 0; i < faults.count; i++)
        if (!faults.items[i].is_given)
            print_error("%s %.*s %.*s\n", plan_fault_rule(faults.items[i].kind), STR_ARG(faults.items[i].who), STR_ARG(faults.items[i].where));
    CHECK(propose_faults_own(&faults) == 0, "no rule is broken that was not before");
}

TEST(propose_example_clinic) {
    Clinic c = norrvik_open();
    PlanFaultList before = propose_faults(c.arena, &c.input, &c.problem, NULL);
    CHECK(propose_faults_own(&before) > 100, "the plan it has is far from whole");
    plan(&c);
    check_plan(&c, 38);
    clinic_close(&c);
}

TEST(propose_publish_undo) {
    Clinic c = demo_open();
    plan(&c);
    check_plan(&c, c.input.trainees.count);
    Str before = dump(&c);
    PlanVersion version = keep(&c);
    CHECK_STR(dump(&c), before, "nothing changes until it is published");
    CHECK_STR(version.name, STR("Förslag 1"), "its name");

    int64_t audit = 0;
    CHECK(publish(&c, version.id, NULL, &audit), "it is published");
    CHECK(!str_equal(dump(&c), before), "now the plan is another");
    load(&c);
    PlanFaultList faults = propose_faults(c.arena, &c.input, &c.problem, NULL);
    CHECK(propose_faults_own(&faults) == 0, "and whole, as it stands in the database");
    int64_t again;
    CHECK(!publish(&c, version.id, NULL, &again) && c.err.kind == ERR_CONFLICT, "once");

    Act undo = begin(&c, "undo");
    CHECK_OK(record_undo(&undo, audit, &c.err), c.err);
    CHECK_OK(db_commit(c.db, &c.err), c.err);
    CHECK_STR(dump(&c), before, "undo leaves every placement as it was");
    clinic_close(&c);
}

TEST(propose_accepts_one_trainee) {
    Clinic c = demo_open();
    plan(&c);
    PlanVersion version = keep(&c);
    TrainingIdList one = {0}, none = {0};
    size_t chosen = 0;
    while (!c.answer.timelines.items[chosen].changes.count) chosen++;
    list_add(c.arena, &one, c.input.trainees.items[chosen].training.id);
    int64_t audit;
    CHECK(!publish(&c, version.id, &none, &audit) && c.err.kind == ERR_CONFLICT, "nobody is accepted");
    CHECK(publish(&c, version.id, &one, &audit), "one is");
    ProposeInput before = c.input;
    load(&c);
    for (size_t i = 0; i < c.input.trainees.count; i++) {
        const PlacementList *now = &c.input.trainees.items[i].placements, *old = &before.trainees.items[i].placements;
        bool same = now->count == old->count;
        for (size_t k = 0; same && k < now->count; k++) same = now->items[k].id.raw == old->items[k].id.raw && now->items[k].version == old->items[k].version;
        CHECK(same == (i != chosen), "that one's placements are changed and nobody else's");
    }
    clinic_close(&c);
}

TEST(propose_is_stale_when_the_plan_has_changed) {
    static const char *const ways[] = {"another has moved a placement", "another has put one in the way"};
    for (size_t way = 0; way < COUNT_OF(ways); way++) {
        Clinic c = demo_open();
        plan(&c);
        PlanVersion version = keep(&c);
        const PlacementChange *found = NULL;
        for (size_t i = 0; i < c.answer.timelines.count && !found; i++)
            for (size_t k = 0; k < c.answer.timelines.items[i].changes.count; k++) {
                const PlacementChange *change = &c.answer.timelines.items[i].changes.items[k];
                if (change->op == (way ? PLAN_OP_ADD : PLAN_OP_MOVE)) found = change;
            }
        CHECK(found, "there is such a change");
        Act act = begin(&c, "placement.move");
        Placement other = way ? found->after : found->before;
        if (way) other.note = STR("i vägen");
        else other.note = STR("ändrad av en annan");
        CHECK_OK(placement_save(&act, &other, &c.err), c.err);
        CHECK_OK(audit_end(&act, &c.err), c.err);
        CHECK_OK(db_commit(c.db, &c.err), c.err);
        Str before = dump(&c);
        int64_t audit;
        CHECK(!publish(&c, version.id, NULL, &audit) && c.err.kind == ERR_STALE, ways[way]);
        CHECK_STR(dump(&c), before, "and nothing is written");
        clinic_close(&c);
    }
}

TEST(compare_measures_two_plans) {
    Clinic c = demo_open();
    plan(&c);
    PlanMeasure before = plan_measure(c.arena, &c.input, NULL), after = plan_measure(c.arena, &c.input, &c.answer.timelines);
    int all = (int)c.problem.plan->trainees.count;
    CHECK(before.planned_to_end < all && before.unplanned_days > 0 && before.moved == 0, "the plan in force has gaps, and nothing is moved");
    CHECK(after.planned_to_end == all && after.unplanned_days == 0, "the proposal has none");
    CHECK(after.open_needs == (int)c.problem.missing.count, "and leaves open only what no plan can hold");
    CHECK(after.clashes <= before.clashes && after.crowded <= before.crowded, "it makes no clash");
    CHECK(after.moved >= after.moved_soon && after.home_least > 0, "figures that hang together");
    Board now = propose_board(c.arena, &c.input, NULL), then = propose_board(c.arena, &c.input, &c.answer.timelines);
    for (size_t i = 0; i < c.answer.timelines.count; i++) {
        if (!c.answer.timelines.items[i].changes.count) continue;
        TrainingChange change = training_change(c.arena, &c.input, i, &c.answer.timelines.items[i], &now, &then);
        CHECK(change.text.text && (change.gain != CHANGE_FILLS || change.days >= 15), "each trainee's changes have a sentence");
    }
    clinic_close(&c);
}

static Date today(void) {
    return monday;
}

TEST(propose_job_makes_a_proposal) {
    Clinic c = demo_open();
    ProposeWishes wishes = {.only_gaps = true, .bt_first = true, .home_min = 3};
    JobId id;
    Act act = begin(&c, "plan.propose");
    CHECK(!propose_ask(&act, c.unit, &wishes, 0, &id, &c.err) && c.err.kind == ERR_INVALID, "no time at all");
    act.actor.behalf = c.input.trainees.items[0].training.trainee.raw;
    CHECK_OK(propose_ask(&act, c.unit, &wishes, 1, &id, &c.err), c.err);
    CHECK_OK(db_commit(c.db, &c.err), c.err);
    atomic_bool stop = false;
    int count;
    JobsOptions options = {.address = test_db_address(c.db), .handlers = job_handlers, .count = 1, .today = today, .stop = &stop};
    CHECK_OK(jobs_run_waiting(&options, &count, &c.err), c.err);
    Job job;
    CHECK_OK(job_load(c.db, c.arena, id, &job, &c.err), c.err);
    CHECK(count == 1 && job.state == JOB_STATE_DONE && str_starts(job.result, STR("{\"version\":")), "it is done and says which proposal");
    PlanVersionList versions;
    PlanChangeList changes;
    CHECK_OK(plan_version_list(c.db, c.arena, c.unit, &versions, &c.err), c.err);
    CHECK(versions.count == 1 && str_find(versions.items[0].summary, STR("\"home_min\":3")) != STR_NOT_FOUND, "with its conditions");
    CHECK_OK(plan_change_list(c.db, c.arena, versions.items[0].id, &changes, &c.err), c.err);
    ProposeTimelineList timelines = propose_timelines(c.arena, &c.input, &changes);
    CHECK(plan_measure(c.arena, &c.input, &timelines).unplanned_days == 0, "every gap is filled");
    MadeBy by;
    CHECK_OK(made_by_load(c.db, c.arena, "plan_version", versions.items[0].id.raw, &by, &c.err), c.err);
    CHECK(by.audit && str_equal(by.behalf, c.input.trainees.items[0].name), "and for whom it was asked for");
    act = begin(&c, "plan.discard");
    CHECK_OK(propose_discard(&act, versions.items[0].id, &c.err), c.err);
    CHECK(!propose_discard(&act, versions.items[0].id, &c.err) && c.err.kind == ERR_CONFLICT, "it is thrown away once");
    CHECK_OK(db_commit(c.db, &c.err), c.err);
    clinic_close(&c);
}

// Whichever query fails, publishing is all or nothing.
TEST(propose_publish_survives_any_failing_query) {
    Clinic c = demo_open();
    plan(&c);
    PlanVersion version = keep(&c);
    TrainingIdList one = {0};
    size_t chosen = 0;
    while (!c.answer.timelines.items[chosen].changes.count) chosen++;
    list_add(c.arena, &one, c.input.trainees.items[chosen].training.id);
    Act accept = begin(&c, "plan.accept");
    CHECK_OK(plan_answer(&accept, version.id, &one, &c.err), c.err);
    CHECK_OK(db_commit(c.db, &c.err), c.err);
    Str before = dump(&c);
    int64_t failed = 0;
    for (int64_t n = 1;; n++) {
        int trainees;
        ArenaMark mark = arena_mark(c.arena);
        Act act = begin(&c, "plan.publish");
        db_fail_at(c.db, n);
        bool good = plan_publish(&act, version.id, &trainees, &c.err);
        db_fail_at(c.db, 0);
        if (good) {
            CHECK_OK(db_commit(c.db, &c.err), c.err);
            break;
        }
        db_rollback(c.db);
        failed++;
        CHECK(c.err.kind == ERR_STORE, "it says that the database failed");
        if (n % 8 == 0) CHECK_STR(dump(&c), before, "and nothing is written");
        arena_reset(c.arena, mark);
    }
    CHECK(failed > 20, "each of its queries has failed once");
    CHECK(!str_equal(dump(&c), before), "then it is published");
    clinic_close(&c);
}
