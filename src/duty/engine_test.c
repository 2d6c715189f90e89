#include "base/test.h"
#include "duty/case_test.h"
#include "duty/checks.h"
#include "plan/test_files.h"
#include <glob.h>

static Str found_in(Arena *arena, Case *one) {
    Rulebook rulebook = rulebook_with_overrides(arena, one->settings, one->setting_count, one->on);
    Facts *facts = facts_build(arena, &one->facts);
    FoundList found = duty_evaluate(arena, &rulebook, facts, one->on);
    return case_found_text(arena, facts, &found);
}

static int run_file(Arena *arena, Str clean, const char *file) {
    int wrong = 0;
    CaseList cases = case_list_read(arena, clean, test_file(arena, file), file);
    CHECK(cases.count, file);
    for (size_t i = 0; i < cases.count; i++) {
        Str found = found_in(arena, &cases.items[i]);
        if (str_equal(found, cases.items[i].expects)) continue;
        fprintf(stderr, "%s: %.*s\n  found\n%.*s  expected\n%.*s", file, STR_ARG(cases.items[i].why), STR_ARG(found),
                    STR_ARG(cases.items[i].expects));
        wrong++;
    }
    return wrong;
}

TEST(cases_find_exactly_what_they_say) {
    Arena *arena = arena_open(1 << 30);
    Str clean = test_file(arena, "tests/cases/clean.clinic");
    CHECK(clean.size, "tests/cases/clean.clinic can be read");
    glob_t files;
    CHECK(glob("tests/cases/duty/*.case", 0, NULL, &files) == 0, "there are cases");
    int wrong = 0;
    for (size_t i = 0; i < files.gl_pathc; i++) wrong += run_file(arena, clean, files.gl_pathv[i]);
    globfree(&files);
    CHECK(wrong == 0, "every case finds exactly what it says");
    arena_close(arena);
}
