#include "base/test.h"
#include "demo/demo.h"
#include "placement/solution.h"

static Date today(void) {
    return date_from_ymd(2026, 11, 23);
}

// The board of a made clinic, without a database.
static Board demo_board(Arena *arena, DemoWorld *world) {
    demo_make(arena, DEMO_CLINIC, 0, 1, today(), world);
    Board board = {.window = {date_from_ymd(2026, 1, 1), date_from_ymd(2033, 1, 1)}, .today = today(),
                   .units = world->units, .capacities = world->capacities};
    for (size_t i = 0; i < world->placements.count; i++) world->placements.items[i].id.raw = (int64_t)i + 1;
    for (size_t i = 0; i < world->units.count; i++)
        id_map_put(arena, &board.unit_at, world->units.items[i].id.raw, (int64_t)i);
    for (size_t i = 0; i < world->trainings.count; i++) {
        const Training *training = &world->trainings.items[i];
        BoardRow row = {.training = *training, .given_name = world->people.items[training->trainee.raw - 1].given_name};
        for (size_t k = 0; k < world->placements.count; k++) {
            const Placement *p = &world->placements.items[k];
            if (p->training.raw != training->id.raw || p->past.day <= board.window.first.day) continue;
            list_add(arena, &row.placements, *p);
            if (placement_is_visit(p, training->home_unit)) list_add(arena, &board.visits, *p);
        }
        for (size_t k = 0; k < world->absences.count; k++)
            if (world->absences.items[k].training.raw == training->id.raw)
                list_add(arena, &row.absences, world->absences.items[k]);
        id_map_put(arena, &board.row_at, training->id.raw, (int64_t)board.rows.count);
        list_add(arena, &board.rows, row);
    }
    board_find_clashes(arena, &board);
    return board;
}

// The board after a solution, to look for clashes in again.
static Board board_after(Arena *arena, const Board *board, const PlacementChangeList *changes) {
    Board after = *board;
    after.rows.items = arena_array(arena, BoardRow, board->rows.count);
    after.visits = (PlacementList){0};
    for (size_t i = 0; i < board->rows.count; i++) {
        after.rows.items[i] = board->rows.items[i];
        BoardRow *row = &after.rows.items[i];
        if (changes->items[0].after.training.raw == row->training.id.raw)
            row->placements = change_apply(arena, &row->placements, changes);
        for (size_t k = 0; k < row->placements.count; k++)
            if (placement_is_visit(&row->placements.items[k], row->training.home_unit))
                list_add(arena, &after.visits, row->placements.items[k]);
    }
    board_find_clashes(arena, &after);
    return after;
}

TEST(solution_makes_no_new_clash_and_ends_this_one) {
    Arena *arena = arena_open(256 << 20);
    DemoWorld world;
    Board board = demo_board(arena, &world);
    CHECK(board.clashes.count >= 1, "the made clinic has its planted clash");
    size_t solved = 0, offered = 0;
    for (size_t i = 0; i < board.clashes.count; i++) {
        const Clash *clash = &board.clashes.items[i];
        for (size_t k = 0; k < clash->placements.count; k++) {
            SolutionList list = solution_list(arena, &board, clash->placements.items[k].id, PLAN_CALENDAR_HALF_MONTH);
            CHECK(list.count <= SOLUTIONS_MAX, "at most three");
            for (size_t n = 0; n < list.count; n++, offered++) {
                Board after = board_after(arena, &board, &list.items[n].changes);
                CHECK(after.clashes.count <= board.clashes.count, "no new clash");
                solved += after.clashes.count < board.clashes.count;
            }
        }
    }
    CHECK(offered >= 2, "there are ways out");
    CHECK(solved > 0, "and they end the clash");
    arena_close(arena);
}

TEST(board_label_says_what_or_where) {
    Unit unit = {.name = STR("Medicinkliniken"), .short_name = STR("Med")};
    Placement rotation = {.kind = PLACEMENT_KIND_ROTATION}, research = {.kind = PLACEMENT_KIND_RESEARCH},
              project = {.kind = PLACEMENT_KIND_PROJECT};
    CHECK_STR(placement_label(&rotation, &unit, LABEL_WHOLE), STR("Medicinkliniken"), "a rotation is a place");
    CHECK_STR(placement_label(&rotation, &unit, 80), STR("Med"), "by its short name where there is little room");
    CHECK_STR(placement_label(&rotation, &unit, 25), STR("Med"), "an M is wide");
    CHECK_STR(placement_label(&rotation, &unit, 22), STR("Me"), "by what is not cut in the middle of a letter");
    CHECK_STR(placement_label(&rotation, &unit, 16), STR(""), "by nothing rather than one letter");
    CHECK_STR(placement_label(&research, &unit, LABEL_WHOLE), STR("Vetenskapligt arbete"), "research is what it is");
    CHECK_STR(placement_label(&project, &unit, LABEL_WHOLE), STR("Utvecklingsarbete"), "and so is a quality project");
    CHECK_STR(placement_label(&project, &unit, 36), STR("Utv"), "in three letters");
}

TEST(calendar_boundaries) {
    static const struct {
        PlanCalendar calendar;
        int y, m, d, y1, m1, d1, y2, m2, d2; // a date, the boundary at or before, the one after
    } cases[] = {{PLAN_CALENDAR_HALF_MONTH, 2027, 2, 15, 2027, 2, 1, 2027, 2, 16},
                 {PLAN_CALENDAR_HALF_MONTH, 2027, 2, 28, 2027, 2, 16, 2027, 3, 1},
                 {PLAN_CALENDAR_HALF_MONTH, 2027, 12, 16, 2027, 12, 16, 2028, 1, 1},
                 {PLAN_CALENDAR_MONTH, 2027, 12, 31, 2027, 12, 1, 2028, 1, 1},
                 {PLAN_CALENDAR_WEEK, 2027, 2, 3, 2027, 2, 1, 2027, 2, 8}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Date date = date_from_ymd(cases[i].y, cases[i].m, cases[i].d);
        CHECK(calendar_first(cases[i].calendar, date).day == date_from_ymd(cases[i].y1, cases[i].m1, cases[i].d1).day, "at or before");
        CHECK(calendar_next(cases[i].calendar, date).day == date_from_ymd(cases[i].y2, cases[i].m2, cases[i].d2).day, "after");
    }
}
