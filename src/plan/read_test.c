// Broken files: each is refused, with the place of what is wrong.
#include "base/buf.h"
#include "base/test.h"
#include "plan/read.h"
#include "plan/test_files.h"
#include "plan/write.h"

typedef struct {
    const char *from, *to;
    const char *place; // the message begins with it
} Broken;

static Str replaced(Arena *arena, Str text, const char *from, const char *to) {
    size_t at = str_find(text, str_from_c(from));
    CHECK(at != STR_NOT_FOUND, from);
    Buf buf = buf_begin(arena);
    buf_add(&buf, str_slice(text, 0, at));
    buf_add(&buf, str_from_c(to));
    buf_add(&buf, str_slice(text, at + strlen(from), text.size));
    return buf_end(&buf);
}

TEST(plan_read_refuses_broken_problems) {
    static const Broken cases[] = {
        {"randa-plan/1", "randa-plan/2", "format: "},
        {"\"calendar\"", "\"calender\"", "calender: "},
        {"\"periods\":104", "\"periods\":0", "calendar.periods: "},
        {"\"periods\":104", "\"periods\":104.0", "calendar.periods: "},
        {"\"periods\":104", "\"periods\":99999999999", "calendar.periods: "},
        {"\"periods\":104,", "", "calendar.periods: "},
        {"2027-01-04", "2027-13-04", "calendar.start: "},
        {"\"unit\":\"week\"", "\"unit\":\"day\"", "calendar.unit: "},
        {"\"bridge\":2", "\"bridge\":\"2\"", "rules.bridge: "},
        {"\"hard\"", "\"soft\"", "rules.bt_first: "},
        {"\"timing\":1", "\"timing\":-1", "weights.timing: "},
        {"\"timing\":1", "\"haste\":1", "weights.haste: "},
        {"[[0,104,1]]", "[[0,105,1]]", "homes[0].min[0][1]: "},
        {"[[0,104,1]]", "[[5,5,1]]", "homes[0].min[0][1]: "},
        {"[[0,104,1]]", "[[0,50,1],[40,60,1]]", "homes[0].min[1][0]: "},
        {"[[0,104,1]]", "[[0,104]]", "homes[0].min[0]: "},
        {"\"id\":\"u2\"", "\"id\":\"u1\"", "units[1].id: "},
        {"\"id\":\"u2\"", "\"id\":\"\"", "units[1].id: "},
        {"\"id\":\"u2\",", "", "units[1].id: "},
        {"\"home\":\"h0\"", "\"home\":\"h9\"", "trainees[0].home: "},
        {"[0,30,100]", "[0,30,101]", "trainees[0].service[0][2]: "},
        {"[0,20,\"bt\"]", "[0,20,7]", "trainees[0].levels[0][2]: "},
        {"\"trainee\":\"r0\"", "\"trainee\":\"r7\"", "activities[0].trainee: "},
        {"\"kind\":\"bt\"", "\"kind\":\"rt\"", "activities[0].kind: "},
        {"\"work\":1000", "\"work\":0", "activities[0].work: "},
        {"\"work\":1000,", "", "activities[0].work: "},
        {"\"work\":1000,", "\"work\":1000,\"weeks\":3,", "activities[0].weeks: "},
        {"\"unit\":\"u1\",\"cost\":0}", "\"unit\":\"u8\",\"cost\":0}",
         "activities[0].options[0].unit: "},
        {"[{\"unit\":\"u1\",\"cost\":0}]", "[]", "activities[0].options: "},
        {"{\"unit\":\"u2\",\"cost\":4}", "{\"unit\":\"u1\",\"cost\":4}",
         "activities[1].options[1].unit: "},
        {"{\"id\":\"b0\",\"lag\":1", "{\"id\":\"b9\",\"lag\":1", "activities[1].after[0].id: "},
        {"\"preferred\":[8,10]", "\"preferred\":[10,8]", "activities[1].preferred[1]: "},
        {"\"window\":[0,60]", "\"window\":[0]", "activities[1].options[0].window: "},
        {"\"internal\"", "\"internal\",\"inside\":true", "activities[2].inside: "},
        {"\"starts\":[14,40]", "\"starts\":[14,\"x\"]", "activities[3].starts[1]: "},
        {"\"fixed\":{\"start\":40", "\"fixed\":{\"start\":104", "activities[5].fixed.start: "},
        {"\"fixed\":{\"start\":40,\"unit\":\"u2\"}", "\"fixed\":[]", "activities[5].fixed: "},
        {"\"parts\":2", "\"parts\":9", "activities[6].split.parts: "},
        {"\"optional\":true", "\"optional\":1", "activities[7].optional: "},
        {"\"covers\":{\"c3\":1}", "\"covers\":{\"c3\":true}", "activities[7].covers.c3: "},
        {"\"at_least\":1", "\"at_last\":1", "needs[0].at_last: "},
        {"[\"t0\",\"t1\"]", "[\"t0\",\"t0\"]", "together[0].activities[1]: "},
        {"\"activity\":\"a2\",\"start\":25", "\"activity\":\"zz\",\"start\":25",
         "previous[0].activity: "},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena *arena = arena_open(16 << 20);
        Str text = replaced(arena, test_file(arena, "tests/cases/plan/small.json"), cases[i].from,
                            cases[i].to);
        PlanInstance *plan = NULL;
        Err err = {0};
        CHECK(!plan_read(arena, text, &plan, &err) && err.kind == ERR_INVALID, cases[i].to);
        Str message = msg_format(arena, LANG_SV, err.message);
        if (!str_starts(message, str_from_c(cases[i].place)))
            print_error("%.*s\n", STR_ARG(message));
        CHECK(str_starts(message, str_from_c(cases[i].place)), cases[i].place);
        arena_close(arena);
    }
}

TEST(plan_read_refuses_what_is_no_json) {
    static const char *const texts[] = {"", "{", "[]",
                                        "{\"format\":\"randa-plan/1\",\"format\":\"randa-plan/1\"}",
                                        "{\"format\":\"randa-plan/1\",\"name\":\"\xff\"}"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        Arena *arena = arena_open(1 << 20);
        PlanInstance *plan;
        Err err;
        CHECK(!plan_read(arena, str_from_c(texts[i]), &plan, &err) && err.kind == ERR_INVALID,
              texts[i]);
        arena_close(arena);
    }
}

TEST(plan_solution_read_refuses_broken_answers) {
    static const Broken cases[] = {
        {"solution/1", "solution/3", "format: "},
        {"\"feasible\"", "\"fine\"", "status: "},
        {"\"cost\":1079", "\"cost\":-1", "cost: "},
        {"\"timing\":2", "\"timing\":2.5", "terms.timing: "},
        {"\"activity\":\"b0\"", "\"activity\":\"q\"", "placements[0].activity: "},
        {"\"start\":0", "\"start\":-3", "placements[0].start: "},
        {"\"unit\":\"u1\"", "\"unit\":\"q\"", "placements[0].unit: "},
        {"\"left_out\":[]", "\"left_out\":[\"q\"]", "left_out[0]: "},
        {"\"moved\":[\"a5\"]", "\"moved\":[\"a5\"],\"trace\":[[1,2]]", "trace[0]: "},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena *arena = arena_open(16 << 20);
        PlanInstance *plan;
        PlanSolution solution;
        Err err;
        CHECK(plan_read(arena, test_file(arena, "tests/cases/plan/small.json"), &plan, &err),
              "the problem");
        Str text = replaced(arena, test_file(arena, "tests/cases/plan/small-plan.json"),
                            cases[i].from, cases[i].to);
        CHECK(!plan_solution_read(arena, plan, text, &solution, &err), cases[i].to);
        CHECK(str_starts(msg_format(arena, LANG_SV, err.message), str_from_c(cases[i].place)),
              cases[i].place);
        arena_close(arena);
    }
}

TEST(plan_write_writes_what_was_read) {
    static const char *const files[] = {"tests/cases/plan/small.json", "tests/data/plan/c12.json"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        Arena *arena = arena_open(64 << 20);
        PlanInstance *plan, *again;
        Err err;
        CHECK(plan_read(arena, test_file(arena, files[i]), &plan, &err), "read");
        Str once = plan_write(arena, plan);
        CHECK(plan_read(arena, once, &again, &err), "what was written can be read");
        CHECK_STR(plan_write(arena, again), once, "and is written the same");
        arena_close(arena);
    }
}

TEST(plan_previous_read_passes_over_strangers) {
    Arena *arena = arena_open(16 << 20);
    PlanInstance *plan;
    Err err;
    CHECK(plan_read(arena, test_file(arena, "tests/cases/plan/small.json"), &plan, &err),
          "the problem");
    Str text = STR(
        "{\"format\":\"randa-plan-solution/1\",\"placements\":[{\"activity\":\"gone\",\"start\":1,\"unit\":\"u1\"},"
        "{\"activity\":\"a2\",\"start\":30,\"unit\":\"closed\",\"confirmed\":true}]}");
    CHECK(plan_previous_read(arena, plan, text, &err), "an older plan");
    CHECK(plan->previous.count == 1 && plan->previous.items[0].unit == PLAN_ELSEWHERE &&
              plan->previous.items[0].confirmed,
          "one that is gone, one whose unit is");
    arena_close(arena);
}
