// Walks tests/access/relations.matrix: each row is one person's relation to one training.
#include "access/may_store.h"
#include "gen/records_store.h"
#include "gen/sql.h"
#include "store/region.h"
#include "store/test_db.h"
#include <stdio.h>

#define TODAY date_from_ymd(2026, 11, 23)

typedef struct {
    Db *db;
    Arena *arena;
    Unit hospital, home, visiting, other, far;
    int64_t region, region2;
    Person doctor;
    Training training;
    Placement placement;
    Finding about_training, about_unit;
} World;

static void add_unit(Act *act, Unit *unit, const Unit *above) {
    static const Sql below = {"relation_test_below", "INSERT INTO unit_below (region, above, below) VALUES (?3, ?1, ?2)",
                              "INSERT INTO unit_below (region, above, below) VALUES ($3::bigint, $1, $2)", 2, 3, 0, 0};
    Err err;
    if (above) unit->parent = above->id;
    CHECK_OK(unit_save(act, unit, &err), err);
    for (int i = 0; i < (above ? 2 : 1); i++) {
        Query query;
        CHECK_OK(query_begin(&query, act->db, &below, &err), err);
        query_bind_id(&query, 1, i ? above->id.raw : unit->id.raw);
        query_bind_id(&query, 2, unit->id.raw);
        CHECK_OK(query_run(&query, &err), err);
    }
}

static void enter(World *world, Act *act, int64_t region) {
    act->actor.region = region;
    db_scope_set(world->db, (DbScope){.region = region, .actor = 0, .today = TODAY});
}

static void add_training(World *world, Act *act) {
    Err err;
    world->doctor = (Person){.given_name = STR("X"), .family_name = STR("X")};
    CHECK_OK(person_save(act, &world->doctor, &err), err);
    world->training = (Training){.trainee = world->doctor.id, .home_unit = world->home.id, .first = TODAY,
                                 .planned_end = DATE_NONE, .ended = DATE_NONE, .bt_approved = DATE_NONE};
    CHECK_OK(training_save(act, &world->training, &err), err);
    world->placement = (Placement){.training = world->training.id, .unit = world->visiting.id,
                                   .first = date_add_days(TODAY, 10), .past = date_add_days(TODAY, 40), .share = {100}};
    CHECK_OK(placement_save(act, &world->placement, &err), err);
    world->about_training = (Finding){.rule = STR("R01"), .training = world->training.id, .unit = world->home.id,
                                      .closed = DATE_OPEN, .since = DATE_NONE, .due = DATE_NONE, .put_off = DATE_NONE,
                                      .opened = TODAY, .args = STR("{}")};
    CHECK_OK(finding_save(act, &world->about_training, &err), err);
    world->about_unit = world->about_training;
    world->about_unit.id.raw = 0;
    world->about_unit.training.raw = 0;
    world->about_unit.unit = world->visiting.id;
    CHECK_OK(finding_save(act, &world->about_unit, &err), err);
}

static World make_world(void) {
    World world = {.db = test_db_open(), .arena = arena_open((size_t)16 << 20)};
    Act act = test_act(world.db, world.arena, "test.make");
    Err err;
    world.region = act.actor.region;
    CHECK_OK(db_begin_write(world.db, &err), err);
    world.hospital.name = world.home.name = world.visiting.name = world.other.name = world.far.name = STR("U");
    add_unit(&act, &world.hospital, NULL);
    add_unit(&act, &world.home, &world.hospital);
    add_unit(&act, &world.visiting, &world.hospital);
    add_unit(&act, &world.other, NULL);
    add_training(&world, &act);
    CHECK_OK(audit_end(&act, &err), err);
    CHECK_OK(region_ensure(world.db, (RegionDraft){.key = STR("two"), .name = STR("Two")}, &world.region2, &err), err);
    act = test_act(world.db, world.arena, "test.make");
    enter(&world, &act, world.region2);
    add_unit(&act, &world.far, NULL);
    CHECK_OK(audit_end(&act, &err), err);
    CHECK_OK(db_commit(world.db, &err), err);
    return world;
}

// --- one row -------------------------------------------------------------------------------------

#define COLUMNS 13

static bool is(Str text, const char *wanted) {
    return str_equal(text, str_from_c(wanted));
}

static DateSpan when_span(Str when) {
    if (is(when, "ended")) return (DateSpan){date_add_days(TODAY, -400), TODAY}; // yesterday was the last day
    if (is(when, "future")) return (DateSpan){date_add_days(TODAY, 1), DATE_OPEN};
    return (DateSpan){TODAY, date_add_days(TODAY, 1)};
}

static UnitId where_unit(const World *world, Str where) {
    return is(where, "above") ? world->hospital.id : is(where, "visiting") ? world->visiting.id
           : is(where, "other") ? world->other.id : is(where, "region2") ? world->far.id : world->home.id;
}

static Role role_named(Str name) {
    if (is(name, "main_supervisor") || is(name, "other_supervisor")) return ROLE_SUPERVISOR;
    for (int i = 0; i < ROLE_COUNT; i++)
        if (is(name, role_names[i])) return (Role)i;
    return ROLE_TRAINEE; // self
}

// A new person with the row's relation; returns who acts.
static Actor make_actor(World *world, const Str *cells) {
    Act act = test_act(world->db, world->arena, "test.relate");
    Err err;
    bool far = is(cells[1], "region2");
    DateSpan span = when_span(cells[2]);
    Actor actor = {.region = far ? world->region2 : world->region, .role = (int)role_named(cells[0])};
    if (is(cells[0], "system")) return actor;
    if (is(cells[0], "nobody")) return (Actor){.region = 0, .person = -1};
    if (is(cells[0], "self")) return (Actor){.region = world->region, .person = world->doctor.id.raw};
    Person person = {.given_name = cells[0], .family_name = cells[2]};
    CHECK_OK(db_begin_write(world->db, &err), err);
    enter(world, &act, actor.region);
    CHECK_OK(person_save(&act, &person, &err), err);
    Appointment appointment = {.person = person.id, .role = (Role)actor.role, .unit = where_unit(world, cells[1]),
                               .first = span.first, .past = span.past};
    CHECK_OK(appointment_save(&act, &appointment, &err), err);
    Supervision supervision = {.training = world->training.id, .supervisor = person.id,
                               .kind = is(cells[0], "main_supervisor") ? SUPERVISION_KIND_MAIN : SUPERVISION_KIND_PLACEMENT,
                               .first = span.first, .past = span.past};
    if (str_ends(cells[0], STR("_supervisor"))) CHECK_OK(supervision_save(&act, &supervision, &err), err);
    CHECK_OK(audit_end(&act, &err), err);
    CHECK_OK(db_commit(world->db, &err), err);
    actor.person = person.id.raw;
    return actor;
}

static bool sees(World *world, const Sql *sql, int64_t id) {
    Query query;
    Err err;
    CHECK_OK(query_begin(&query, world->db, sql, &err), err);
    query_bind_int(&query, 1, id);
    if (sql->params > 1) query_bind_int(&query, 2, 0);
    bool seen = query_next(&query);
    CHECK_OK(query_end(&query, &err), err);
    return seen;
}

static const char *verdict(bool good, const Err *err) {
    return good ? "y" : err->kind == ERR_NOT_FOUND ? "404" : err->kind == ERR_FORBIDDEN ? "403" : "?";
}

static int compare(const Str *cells, int column, const char *actual) {
    if (is(cells[column], actual)) return 0;
    print_error("%.*s %.*s %.*s, column %d: is %s, the matrix says %.*s\n", STR_ARG(cells[0]), STR_ARG(cells[1]),
                STR_ARG(cells[2]), column + 1, actual, STR_ARG(cells[column]));
    return 1;
}

static int walk_row(World *world, const Str *cells) {
    Actor actor = make_actor(world, cells);
    db_scope_set(world->db, (DbScope){.region = actor.region, .actor = actor.person, .today = TODAY});
    const struct {
        const Sql *sql;
        int64_t id;
    } seen[] = {
        {SQL_ACCESS_TRAINING, world->training.id.raw}, {SQL_ACCESS_PLACEMENT, world->placement.id.raw},
        {SQL_ACCESS_PERSON, world->doctor.id.raw},     {SQL_ACCESS_UNIT, world->home.id.raw},
        {SQL_ACCESS_FINDING, world->about_training.id.raw}, {SQL_ACCESS_FINDING, world->about_unit.id.raw},
    };
    static const Right rights[] = {MAY_READ_TRAINING, MAY_EDIT_PLAN, MAY_PUBLISH_PLAN};
    int wrong = 0;
    for (size_t i = 0; i < COUNT_OF(seen); i++)
        wrong += compare(cells, 3 + (int)i, sees(world, seen[i].sql, seen[i].id) ? "y" : "n");
    for (size_t i = 0; i < COUNT_OF(rights); i++) {
        Err err = {0};
        bool good = may_training(world->db, actor, rights[i], world->training.id, &err);
        wrong += compare(cells, 9 + (int)i, verdict(good, &err));
    }
    Err err = {0};
    bool good = may_unit(world->db, actor, MAY_EDIT_UNIT, world->home.id, &err);
    return wrong + compare(cells, 12, verdict(good, &err));
}

// --- the file ------------------------------------------------------------------------------------

static int cut_line(Str line, Str cells[COLUMNS]) {
    int count = 0;
    Str cell;
    while (str_split(&line, ' ', &cell))
        if (cell.size > 0 && count < COLUMNS) cells[count++] = cell;
    return count;
}

TEST(relations_give_what_the_matrix_says) {
    World world = make_world();
    FILE *file = fopen("tests/access/relations.matrix", "r");
    CHECK(file, "tests/access/relations.matrix is there (run from the top of the tree)");
    char line[512];
    int rows = 0, wrong = 0;
    while (fgets(line, sizeof line, file)) {
        Str cells[COLUMNS], text = str_trim(str_from_c(line));
        if (text.size == 0 || text.data[0] == '#') continue;
        CHECK(cut_line(text, cells) == COLUMNS, line);
        wrong += walk_row(&world, cells);
        rows++;
    }
    fclose(file);
    test_db_close(world.db);
    arena_close(world.arena);
    CHECK(rows >= 30, "the whole matrix");
    CHECK(wrong == 0, "every cell as the matrix says");
}
