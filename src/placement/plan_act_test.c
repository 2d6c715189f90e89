// The plan's use cases on a stored demo clinic, on both engines.
#include "demo/demo_store.h"
#include "duty/undo_act.h"
#include "gen/records_store.h"
#include "placement/board_store.h"
#include "placement/plan_act.h"
#include "store/test_db.h"

typedef struct {
    Arena *arena;
    Db *db;
    Err err;
    DemoWorld made;
    Board board;
} World;

static Date today(void) {
    return date_from_ymd(2026, 11, 23);
}

static World world_open(void) {
    World world = {.arena = arena_open(256u << 20), .db = test_db_open()};
    demo_make(world.arena, DEMO_CLINIC, 0, 1, today(), &world.made);
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    Act act = test_act(world.db, world.arena, "demo.make");
    CHECK_OK(demo_store(&act, &world.made, &world.err), world.err);
    CHECK_OK(audit_end(&act, &world.err), world.err);
    CHECK_OK(db_commit(world.db, &world.err), world.err);
    return world;
}

static void load_board(World *world) {
    DateSpan window = {date_from_ymd(2026, 1, 1), date_from_ymd(2034, 1, 1)};
    CHECK_OK(db_begin_read(world->db, &world->err), world->err);
    CHECK_OK(board_load(world->db, world->arena, (UnitId){0}, window, today(), &world->board, &world->err), world->err);
    db_rollback(world->db);
}

static void world_close(World *world) {
    test_db_close(world->db);
    arena_close(world->arena);
}

// Every day from the first placement to the last is covered once, leave aside.
static void check_row(Arena *arena, const BoardRow *row, const char *why) {
    for (size_t i = 1; i < row->placements.count; i++)
        CHECK(row->placements.items[i].first.day >= row->placements.items[i - 1].past.day, why);
    DateSpan all = {row->placements.items[0].first, row->placements.items[row->placements.count - 1].past};
    DateSpanList gaps = timeline_gaps(arena, &row->placements, &row->absences, all);
    CHECK(gaps.count == 0, why);
}

// A rotation ahead of today, of somebody whose plan reaches the end.
static const Placement *some_rotation(World *world) {
    for (size_t i = 0; i < world->board.rows.count; i++)
        for (size_t k = 0; k < world->board.rows.items[i].placements.count; k++) {
            const Placement *p = &world->board.rows.items[i].placements.items[k];
            if (p->kind == PLACEMENT_KIND_ROTATION && p->state == PLACEMENT_STATE_PLANNED && k + 2 < world->board.rows.items[i].placements.count)
                return p;
        }
    CHECK(false, "the demo has a planned rotation");
    return NULL;
}

TEST(plan_act_move_and_undo) {
    World world = world_open();
    load_board(&world);
    Placement moved = *some_rotation(&world), before = moved;
    moved.first = date_add_days(moved.first, 16);
    moved.past = date_add_days(moved.past, 16);
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    Act act = test_act(world.db, world.arena, "placement.move");
    CHECK_OK(placement_put(&act, &moved, &world.err), world.err);
    CHECK_OK(db_commit(world.db, &world.err), world.err);
    load_board(&world);
    const BoardRow *row;
    const Placement *now = board_placement(&world.board, before.id, &row);
    CHECK(now && now->first.day == moved.first.day && now->version == before.version + 1, "moved, a version later");
    check_row(world.arena, row, "no day lost or doubled by the move");

    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    Act undo = test_act(world.db, world.arena, "undo");
    CHECK_OK(undo_own(&undo, act.audit, &world.err), world.err);
    CHECK_OK(db_commit(world.db, &world.err), world.err);
    load_board(&world);
    now = board_placement(&world.board, before.id, &row);
    CHECK(now && now->first.day == before.first.day && now->past.day == before.past.day, "back where it was");
    check_row(world.arena, row, "and its neighbours with it");
    world_close(&world);
}

TEST(plan_act_refuses_the_stale_and_the_malformed) {
    static const struct {
        const char *why;
        int first_days, past_days, share, version;
        int64_t unit;
        ErrKind expect;
    } cases[] = {
        {"someone else was first", 0, 0, 100, -1, 0, ERR_STALE},
        {"ends before it begins", 0, -4000, 100, 0, 0, ERR_INVALID},
        {"no share", 0, 0, 0, 0, 0, ERR_INVALID},
        {"more than all of one's time", 0, 0, 101, 0, 0, ERR_INVALID},
        {"a unit that does not exist", 0, 0, 100, 0, 999999999, ERR_INVALID},
    };
    World world = world_open();
    load_board(&world);
    Placement before = *some_rotation(&world);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Placement wanted = before;
        wanted.first = date_add_days(wanted.first, cases[i].first_days);
        wanted.past = date_add_days(wanted.past, cases[i].past_days);
        wanted.share.value = cases[i].share;
        wanted.version += cases[i].version;
        if (cases[i].unit) wanted.unit.raw = cases[i].unit;
        CHECK_OK(db_begin_write(world.db, &world.err), world.err);
        Act act = test_act(world.db, world.arena, "placement.move");
        CHECK(!placement_put(&act, &wanted, &world.err), cases[i].why);
        CHECK(world.err.kind == cases[i].expect, cases[i].why);
        db_rollback(world.db);
    }
    world_close(&world);
}

// Whichever query fails, the plan is as it was.
TEST(plan_act_nth_query_fails) {
    World world = world_open();
    load_board(&world);
    Placement before = *some_rotation(&world);
    bool done = false;
    for (int64_t n = 1; !done && n < 1000; n++) {
        Placement moved = before;
        moved.first = date_add_days(moved.first, 16);
        moved.past = date_add_days(moved.past, 16);
        ArenaMark mark = arena_mark(world.arena);
        CHECK_OK(db_begin_write(world.db, &world.err), world.err);
        Act act = test_act(world.db, world.arena, "placement.move");
        db_fail_at(world.db, n);
        done = placement_put(&act, &moved, &world.err);
        db_fail_at(world.db, 0);
        CHECK(done || world.err.kind == ERR_STORE, "a failed query is an error of the store");
        db_rollback(world.db);
        Placement now;
        CHECK_OK(db_begin_read(world.db, &world.err), world.err);
        CHECK_OK(placement_load(world.db, world.arena, before.id, &now, &world.err), world.err);
        db_rollback(world.db);
        CHECK(now.first.day == before.first.day && now.version == before.version, "nothing has changed");
        arena_reset(world.arena, mark);
    }
    CHECK(done, "beyond the last query it succeeds");
    world_close(&world);
}

TEST(plan_act_solution_ends_the_clash) {
    World world = world_open();
    load_board(&world);
    size_t clashes = world.board.clashes.count;
    CHECK(clashes > 0, "the demo clinic has a clash");
    SolutionList list = {0};
    for (size_t i = 0; i < clashes && !list.count; i++)
        list = solution_list(world.arena, &world.board, world.board.clashes.items[i].placements.items[0].id, PLAN_CALENDAR_HALF_MONTH);
    CHECK(list.count > 0, "and a way out");
    CHECK_OK(db_begin_write(world.db, &world.err), world.err);
    Act act = test_act(world.db, world.arena, "placement.solve");
    CHECK_OK(plan_save_solution(&act, list.items[0].after.training, &list.items[0].changes, &world.err), world.err);
    CHECK_OK(db_commit(world.db, &world.err), world.err);
    load_board(&world);
    CHECK(world.board.clashes.count < clashes, "fewer clashes");
    const BoardRow *row = board_row(&world.board, list.items[0].after.training);
    check_row(world.arena, row, "no day lost or doubled");
    world_close(&world);
}
