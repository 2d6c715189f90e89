#include "http/route.h"
#include "base/test.h"

static bool handler(Request *req, Reply *reply, Err *err) {
    (void)req, (void)reply, (void)err;
    return true;
}

TEST(route_goes_to_the_closest_path) {
    static const Route table[] = {
        {GET, "/", TX_READ, ANYONE, handler},
        {GET, "/st/:id", TX_READ, MAY_READ_TRAINING, handler},
        {GET, "/st/ny", TX_READ, MAY_EDIT_TRAINING, handler},
        {POST, "/st/:id/tid/:rad", TX_WRITE, MAY_EDIT_TRAINING, handler},
        {0},
    };
    static const struct {
        Method method;
        const char *path;
        int expected; // row; -1 none
        bool other;
    } cases[] = {
        {GET, "/", 0, false},        {HEAD, "/", 0, false},           {GET, "/st/17", 1, false},
        {GET, "/st/ny", 2, false},   {POST, "/st/17/tid/3", 3, false}, {POST, "/st/17", -1, true},
        {GET, "/st/", -1, false},    {GET, "/st", -1, false},         {GET, "/st/17/", -1, false},
        {GET, "//", -1, false},      {GET, "", -1, false},            {GET, "/st/17/tid", -1, false},
    };
    Arena *arena = arena_open(1 << 16);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        PairList params;
        bool other;
        const Route *route = route_find(table, arena, cases[i].method, str_from_c(cases[i].path), &params, &other);
        CHECK(route == (cases[i].expected < 0 ? NULL : &table[cases[i].expected]), cases[i].path);
        CHECK(other == cases[i].other, cases[i].path);
        if (cases[i].expected == 3) CHECK_STR(params.items[1].value, STR("3"), "the second parameter");
    }
    CHECK(route_table_fault(arena, table).size == 0, "a good table");
    arena_close(arena);
}

TEST(route_tables_with_a_fault_do_not_start) {
    static const Route tables[][3] = {
        {{GET, "/x", TX_READ, .handler = handler}},
        {{GET, "/x", TX_READ, ANYONE}},
        {{GET, "x", TX_READ, ANYONE, handler}},
        {{GET, "/x", TX_WRITE, ANYONE, handler}},
        {{GET, "/x/:a", TX_READ, ANYONE, handler}, {GET, "/x/:b", TX_READ, ANYONE, handler}},
    };
    Arena *arena = arena_open((size_t)16 << 20);
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        CHECK(route_table_fault(arena, tables[i]).size > 0, "a fault is found");
    CHECK(route_table_fault(arena, routes).size == 0, "the program's own table");
    arena_close(arena);
}

// Whoever adds a page about one person says what it shows: then it is logged.
TEST(routes_about_one_person_say_what_they_show) {
    static const char *const about[] = {"/st/:id", "/arende/:id", "/person/:id", "/api/v1/trainings/:id"};
    static const char *const only_a_name[] = {"/st/:id/registrera"};
    for (const Route *route = routes; route->path; route++) {
        bool is_about = false;
        for (size_t i = 0; i < COUNT_OF(about); i++)
            is_about |= str_starts(str_from_c(route->path), str_from_c(about[i]));
        for (size_t i = 0; i < COUNT_OF(only_a_name); i++) is_about &= strcmp(route->path, only_a_name[i]) != 0;
        if (is_about && route->method == GET) CHECK(route->shows >= K2, route->path);
    }
}
