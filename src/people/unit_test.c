#include "people/unit_act.h"
#include "store/test_db.h"

typedef struct {
    Arena *arena;
    Db *db;
    Err err;
} World;

static World world_open(void) {
    World world = {.arena = arena_open(16u << 20), .db = test_db_open()};
    CHECK(world.db, "a database");
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    return world;
}

static void world_close(World *world) {
    CHECK_OK(db_commit(world->db, &world->err), world->err);
    test_db_close(world->db);
    arena_close(world->arena);
}

static UnitId add(World *world, const char *name, UnitId parent) {
    Act act = test_act(world->db, world->arena, "unit.edit");
    Unit unit = {.name = str_from_c(name), .parent = parent, .in_use_from = DATE_NONE};
    CHECK_OK(unit_edit(&act, &unit, &world->err), world->err);
    return unit.id;
}

static bool below(World *world, UnitId above, UnitId under) {
    bool ret = false;
    CHECK_OK(unit_is_below(world->db, above, under, &ret, &world->err), world->err);
    return ret;
}

TEST(unit_tree_follows_the_parents) {
    World world = world_open();
    UnitId hospital = add(&world, "Sjukhuset", (UnitId){0});
    UnitId clinic = add(&world, "Medicinkliniken", hospital);
    UnitId ward = add(&world, "Avdelning 3", clinic);
    UnitId other = add(&world, "Primärvården", (UnitId){0});
    CHECK(below(&world, hospital, ward) && below(&world, clinic, ward), "all above it");
    CHECK(below(&world, ward, ward), "and itself");
    CHECK(!below(&world, ward, hospital) && !below(&world, other, ward), "and no other");

    Unit moved;
    Act act = test_act(world.db, world.arena, "unit.edit");
    CHECK_OK(unit_load(world.db, world.arena, clinic, &moved, &world.err), world.err);
    moved.parent = other;
    CHECK_OK(unit_edit(&act, &moved, &world.err), world.err);
    CHECK(below(&world, other, ward), "what lies below a moved unit moves with it");
    CHECK(!below(&world, hospital, ward) && !below(&world, hospital, clinic), "and leaves the old");
    world_close(&world);
}

TEST(unit_refuses_what_cannot_be) {
    World world = world_open();
    UnitId hospital = add(&world, "Sjukhuset", (UnitId){0});
    UnitId clinic = add(&world, "Medicinkliniken", hospital);
    Unit unit;
    CHECK_OK(unit_load(world.db, world.arena, hospital, &unit, &world.err), world.err);
    Act act = test_act(world.db, world.arena, "unit.edit");
    unit.parent = clinic;
    CHECK(!unit_edit(&act, &unit, &world.err) && world.err.kind == ERR_INVALID, "no ring");
    unit.parent = (UnitId){0};
    unit.name = STR("  ");
    CHECK(!unit_edit(&act, &unit, &world.err) && world.err.kind == ERR_INVALID, "no name");
    unit.name = STR("Sjukhus");
    unit.version = 7;
    CHECK(!unit_edit(&act, &unit, &world.err) && world.err.kind == ERR_STALE, "an old version");
    world_close(&world);
}

TEST(unit_places) {
    World world = world_open();
    UnitId clinic = add(&world, "Kardiologi", (UnitId){0});
    static const struct {
        const char *why;
        int first, past, places;
        bool expect;
    } cases[] = {
        {"a span and a number", 20000, 20100, 2, true},
        {"closed", 20010, 20020, 0, true},
        {"the end before the beginning", 20100, 20000, 2, false},
        {"an empty span", 20100, 20100, 2, false},
        {"fewer than none", 20000, 20100, -1, false},
        {"more than is likely", 20000, 20100, 1000, false},
    };
    size_t kept = 0;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Act act = test_act(world.db, world.arena, "capacity.edit");
        Capacity capacity = {.unit = clinic,
                             .first = {cases[i].first},
                             .past = {cases[i].past},
                             .places = cases[i].places};
        CHECK(capacity_edit(&act, &capacity, &world.err) == cases[i].expect, cases[i].why);
        kept += cases[i].expect;
    }
    CapacityList list;
    CHECK_OK(unit_capacities(world.db, world.arena, clinic, &list, &world.err), world.err);
    CHECK(list.count == kept, "those that were sound are there");
    Act act = test_act(world.db, world.arena, "capacity.take_away");
    CHECK_OK(capacity_take_away(&act, list.items[0].id, list.items[0].version, &world.err),
             world.err);
    CHECK_OK(unit_capacities(world.db, world.arena, clinic, &list, &world.err), world.err);
    CHECK(list.count == kept - 1, "and can be taken away");
    world_close(&world);
}
