#include "training/goal.h"
#include "base/test.h"

// A small hospital: home clinic 1, acute ward 2, health centre 3, cardiology 4, psychiatry 5.
static UnitList hospital(Arena *arena) {
    static const struct {
        const char *name, *specialty;
        CareForm care;
        UnitKind kind;
    } units[] = {
        {"Medicinkliniken", "internmedicin", CARE_FORM_INPATIENT, UNIT_KIND_CLINIC},
        {"Akutmottagningen", "akutsjukvard", CARE_FORM_INPATIENT, UNIT_KIND_CLINIC},
        {"Vårdcentralen", "allmanmedicin", CARE_FORM_PRIMARY, UNIT_KIND_HEALTH_CENTRE},
        {"Kardiologi", "kardiologi", CARE_FORM_INPATIENT, UNIT_KIND_CLINIC},
        {"Psykiatri", "psykiatri", CARE_FORM_INPATIENT, UNIT_KIND_CLINIC},
        {"Primärvården", "", CARE_FORM_PRIMARY, UNIT_KIND_PRIMARY_CARE},
    };
    UnitList list = {0};
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        Unit unit = {.id = {(int64_t)i + 1},
                     .name = str_from_c(units[i].name),
                     .specialty = str_from_c(units[i].specialty),
                     .care = units[i].care,
                     .kind = units[i].kind};
        list_add(arena, &list, unit);
    }
    return list;
}

typedef struct {
    Arena *arena;
    Training training;
    ServiceInput service;
    NeedInput input;
} World;

static void world_begin(World *world, const char *regulation) {
    *world = (World){.arena = arena_open(16u << 20)};
    world->training = (Training){.specialty = STR("internmedicin"),
                                 .regulation = str_from_c(regulation),
                                 .home_unit = {1},
                                 .first = date_from_ymd(2026, 1, 1),
                                 .planned_end = date_from_ymd(2031, 6, 30),
                                 .ended = DATE_NONE,
                                 .bt_approved = DATE_NONE};
    world->service.training = &world->training;
    world->service.units = hospital(world->arena);
    EmploymentShare full = {.first = world->training.first, .past = DATE_OPEN, .share = {100}};
    list_add(world->arena, &world->service.shares, full);
    world->input.service = &world->service;
}

static void place(World *world, PlacementKind kind, int64_t unit, int month, int months,
                  PlacementState state, const char *item) {
    Date first = date_add_months(date_from_ymd(2026, 1, 1), month);
    Placement placement = {.id = {(int64_t)world->service.placements.count + 1},
                           .kind = kind,
                           .unit = {unit},
                           .first = first,
                           .past = date_add_months(first, months),
                           .share = {100},
                           .state = state,
                           .item = str_from_c(item)};
    list_add(world->arena, &world->service.placements, placement);
}

static const TrainingNeed *need_at(const TrainingNeeds *needs, const char *item) {
    for (size_t i = 0; i < needs->needs.count; i++)
        if (str_equal(needs->needs.items[i].item, str_from_c(item))) return &needs->needs.items[i];
    return NULL;
}

static int64_t hundredths(ServiceTime time) {
    return service_time_hundredths(time);
}

static int64_t left_in_all(const TrainingNeeds *needs) {
    ServiceTime sum = {0};
    for (size_t i = 0; i < needs->needs.count; i++)
        if (needs->needs.items[i].counts_time)
            sum = service_time_add(sum, needs->needs.items[i].left);
    return hundredths(sum);
}

static const Date before = {20453}; // 2025-12-31

TEST(need_fresh_trainee_needs_all) {
    static const struct {
        const char *regulation;
        int64_t months;
    } cases[] = {{"2021", 6600}, {"2015", 6000}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        World world;
        world_begin(&world, cases[i].regulation);
        TrainingNeeds needs = training_needs(world.arena, &world.input, before);
        CHECK(left_in_all(&needs) == cases[i].months, "what is left is the whole training");
        CHECK(needs.beyond.parts == 0, "and there is room for it");
        int fills = 0;
        for (size_t n = 0; n < needs.needs.count; n++) {
            fills += needs.needs.items[n].fill;
            if (n > 0) CHECK(needs.needs.items[n].seq > needs.needs.items[n - 1].seq, "in order");
        }
        CHECK(fills == 1, "one item fills");
        CHECK((need_at(&needs, "bt-akut") != NULL) == (i == 0), "only 2021 has BT");
        arena_close(world.arena);
    }
}

TEST(need_units_by_specialty_and_care) {
    World world;
    world_begin(&world, "2021");
    TrainingNeeds needs = training_needs(world.arena, &world.input, before);
    static const struct {
        const char *item;
        int64_t unit;
    } cases[] = {{"bt-akut", 2}, {"bt-primarvard", 3}, {"kardiologi", 4}, {"int-sen", 1}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const TrainingNeed *need = need_at(&needs, cases[i].item);
        CHECK(need && need->units.count == 1, cases[i].item);
        CHECK(need->units.items[0].raw == cases[i].unit, cases[i].item);
        CHECK(!need->units_named, "nobody has named it");
    }
    arena_close(world.arena);
}

TEST(need_less_what_is_done_or_agreed) {
    World world;
    world_begin(&world, "2021");
    place(&world, PLACEMENT_KIND_BT, 2, 0, 3, PLACEMENT_STATE_COMPLETED, "");
    place(&world, PLACEMENT_KIND_HOME, 1, 3, 6, PLACEMENT_STATE_COMPLETED, "");
    place(&world, PLACEMENT_KIND_BT, 3, 9, 3, PLACEMENT_STATE_CONFIRMED, "");
    place(&world, PLACEMENT_KIND_ROTATION, 4, 12, 2, PLACEMENT_STATE_PLANNED, "");
    place(&world, PLACEMENT_KIND_ROTATION, 4, 14, 3, PLACEMENT_STATE_CANCELLED, "");
    TrainingNeeds needs = training_needs(world.arena, &world.input, date_from_ymd(2026, 9, 30));
    const TrainingNeed *acute = need_at(&needs, "bt-akut");
    CHECK(hundredths(acute->done) == 300 && acute->left.parts == 0, "acute is done");
    const TrainingNeed *primary = need_at(&needs, "bt-primarvard");
    CHECK(hundredths(primary->agreed) == 300 && primary->done.parts == 0, "primary is agreed");
    CHECK(hundredths(primary->left) == hundredths(primary->wanted) - 300, "the rest is left");
    const TrainingNeed *heart = need_at(&needs, "kardiologi");
    CHECK(hundredths(heart->planned) == 200, "planned is not agreed");
    CHECK(hundredths(heart->left) == 100, "a cancelled one answers nothing");
    CHECK(left_in_all(&needs) == 6600 - 300 - 600 - 300 - 200, "66 months in all");
    arena_close(world.arena);
}

TEST(need_extra_placement_takes_from_the_filling_item) {
    World world;
    world_begin(&world, "2015");
    place(&world, PLACEMENT_KIND_ROTATION, 5, 0, 4, PLACEMENT_STATE_COMPLETED, "");
    TrainingNeeds needs = training_needs(world.arena, &world.input, date_from_ymd(2026, 4, 30));
    TrainingNeeds fresh = needs;
    CHECK(hundredths(needs.extra) + hundredths(need_at(&needs, "int-sen")->left) > 0, "has both");
    world.service.placements.count = 0;
    fresh = training_needs(world.arena, &world.input, before);
    CHECK(hundredths(need_at(&fresh, "int-sen")->left) -
                  hundredths(need_at(&needs, "int-sen")->left) ==
              400,
          "four months of psychiatry that nobody asked for leave four less to fill");
    CHECK(left_in_all(&needs) == 5600, "60 months in all");
    arena_close(world.arena);
}

TEST(need_clinics_own_and_trainees_own) {
    World world;
    world_begin(&world, "2021");
    UnitItem longer = {.unit = {1},
                       .specialty = STR("internmedicin"),
                       .item = STR("kardiologi"),
                       .months = 600,
                       .units = STR("4 9"),
                       .confirmed = true};
    UnitItem without = {.unit = {1},
                        .specialty = STR("internmedicin"),
                        .item = STR("endo"),
                        .months = -1,
                        .left_out = true};
    UnitItem other = {
        .unit = {1}, .specialty = STR("kirurgi"), .item = STR("gastro"), .months = 900};
    UnitItem own = {.unit = {1},
                    .specialty = STR("internmedicin"),
                    .item = STR("dialys"),
                    .name = STR("Dialys"),
                    .kind = PLACEMENT_KIND_ROTATION,
                    .months = 100,
                    .units = STR("4")};
    list_add(world.arena, &world.input.unit_items, longer);
    list_add(world.arena, &world.input.unit_items, without);
    list_add(world.arena, &world.input.unit_items, other);
    list_add(world.arena, &world.input.unit_items, own);
    TrainingItem mine = {.item = STR("kardiologi"), .months = 450, .not_before = DATE_NONE};
    list_add(world.arena, &world.input.training_items, mine);
    TrainingNeeds needs = training_needs(world.arena, &world.input, before);
    const TrainingNeed *heart = need_at(&needs, "kardiologi");
    CHECK(hundredths(heart->wanted) == 450 && heart->origin == NEED_OF_TRAINING,
          "the trainee's own length wins");
    CHECK(heart->units.count == 2 && heart->units_named, "the clinic's units stay");
    CHECK(heart->confidence == CONFIDENCE_HIGH && !heart->must_confirm, "and it is confirmed");
    CHECK(!need_at(&needs, "endo"), "what the clinic left out is not there");
    CHECK(hundredths(need_at(&needs, "gastro")->wanted) != 900, "another specialty's is not ours");
    CHECK(need_at(&needs, "dialys") && hundredths(need_at(&needs, "dialys")->left) == 100,
          "the clinic's own item is there");
    CHECK(left_in_all(&needs) == 6600, "the filling item gives and takes");
    arena_close(world.arena);
}

TEST(need_asks_for_more_than_there_is_room) {
    World world;
    world_begin(&world, "2015");
    TrainingItem mine = {.item = STR("kardiologi"), .months = 5800, .not_before = DATE_NONE};
    list_add(world.arena, &world.input.training_items, mine);
    TrainingNeeds needs = training_needs(world.arena, &world.input, before);
    CHECK(need_at(&needs, "int-sen")->left.parts == 0, "nothing is left to fill");
    CHECK(needs.beyond.parts > 0, "and it says how much is too much");
    arena_close(world.arena);
}

TEST(need_without_template) {
    World world;
    world_begin(&world, "2021");
    world.training.specialty = STR("hematologi");
    TrainingNeeds needs = training_needs(world.arena, &world.input, before);
    CHECK(!needs.plan_template, "hematology has no template");
    CHECK(left_in_all(&needs) == 6600, "BT and the home clinic");
    CHECK(need_at(&needs, "hemklinik")->must_confirm, "and it is a proposal");
    arena_close(world.arena);
}

TEST(need_bt_training_needs_only_bt) {
    World world;
    world_begin(&world, "2021");
    world.training.kind = TRAINING_KIND_BT;
    world.training.specialty = STR("");
    TrainingNeeds needs = training_needs(world.arena, &world.input, before);
    CHECK(needs.needs.count >= 2 && need_at(&needs, "bt-akut"), "BT items");
    for (size_t i = 0; i < needs.needs.count; i++)
        CHECK(needs.needs.items[i].kind != PLACEMENT_KIND_ROTATION, "and no rotations");
    arena_close(world.arena);
}

// --- goals

static const GoalRow *goal_at(const GoalRowList *rows, const char *code) {
    for (size_t i = 0; i < rows->count; i++)
        if (str_equal(rows->items[i].goal->code, str_from_c(code))) return &rows->items[i];
    return NULL;
}

TEST(goal_codes) {
    CHECK(goal_codes_have(STR("STa1 STa10,c2, c3"), STR("STa10")), "between spaces and commas");
    CHECK(goal_codes_have(STR("STa1 STa10,c2, c3"), STR("c3")), "the last");
    CHECK(!goal_codes_have(STR("STa10"), STR("STa1")), "a beginning is not the code");
    CHECK(!goal_codes_have(STR(""), STR("STa1")), "nothing");
}

TEST(goal_three_facts) {
    World world;
    world_begin(&world, "2021");
    Date on = date_from_ymd(2026, 9, 30);
    place(&world, PLACEMENT_KIND_HOME, 1, 0, 3, PLACEMENT_STATE_COMPLETED, "");
    world.service.placements.items[0].goals = STR("STa7 STb1");
    place(&world, PLACEMENT_KIND_HOME, 1, 10, 3, PLACEMENT_STATE_PLANNED, "");
    world.service.placements.items[1].goals = STR("STa4");
    Course course = {.id = {1},
                     .first = date_from_ymd(2026, 11, 1),
                     .past = date_from_ymd(2026, 11, 4),
                     .goals_2021 = STR("STa5 STa6"),
                     .goals_2015 = STR("a1")};
    list_add(world.arena, &world.input.courses, course);
    CourseApplication admitted = {.course = {1}, .state = APPLICATION_STATE_ADMITTED};
    list_add(world.arena, &world.input.applications, admitted);
    Certificate paper = {.form = STR("2021-9"), .goals = STR("STa7,STb1")};
    list_add(world.arena, &world.input.certificates, paper);

    TrainingNeeds needs = training_needs(world.arena, &world.input, on);
    GoalRowList rows = goal_rows(world.arena, &world.input, &needs, on);
    const GoalRow *hygiene = goal_at(&rows, "STa7");
    CHECK(goal_state(hygiene, GOAL_CLINICAL) == GOAL_DONE, "served");
    CHECK(goal_state(hygiene, GOAL_COURSE) == GOAL_NOT_ASKED, "no course is asked for");
    CHECK(goal_certificate_state(hygiene) == GOAL_DONE, "and certified");
    const GoalRow *talk = goal_at(&rows, "STb1");
    CHECK(goal_state(talk, GOAL_CLINICAL) == GOAL_DONE, "served");
    CHECK(goal_state(talk, GOAL_COURSE) == GOAL_NO_PLAN, "the course is not planned");
    CHECK(goal_certificate_state(talk) == GOAL_ONGOING, "half the certificates are there");
    const GoalRow *ethics = goal_at(&rows, "STa4");
    CHECK(ethics->facts[GOAL_CLINICAL].planned && !ethics->facts[GOAL_CLINICAL].done, "planned");
    CHECK(goal_certificate_state(ethics) == GOAL_PLANNED, "not certified");
    const GoalRow *lead = goal_at(&rows, "STa5");
    CHECK(goal_state(lead, GOAL_COURSE) == GOAL_PLANNED && lead->next_course, "admitted, ahead");
    arena_close(world.arena);
}

TEST(goal_of_each_regulation) {
    World world;
    world_begin(&world, "2015");
    TrainingNeeds needs = training_needs(world.arena, &world.input, before);
    GoalRowList rows = goal_rows(world.arena, &world.input, &needs, before);
    CHECK(goal_at(&rows, "a1") && goal_at(&rows, "c1") && !goal_at(&rows, "STa1"), "2015's own");
    world.training.regulation = STR("2021");
    world.training.bt_approved = date_from_ymd(2025, 6, 1);
    needs = training_needs(world.arena, &world.input, before);
    rows = goal_rows(world.arena, &world.input, &needs, before);
    CHECK(goal_at(&rows, "STa1") && goal_at(&rows, "BT1") && !goal_at(&rows, "a1"), "2021's own");
    CHECK(goal_at(&rows, "BT1")->certified, "an approved BT has certified its goals");
    arena_close(world.arena);
}
