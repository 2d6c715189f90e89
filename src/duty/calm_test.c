// Calm: a hundred trainees, each with something that looks like a breach and is none.
#include "base/test.h"
#include "duty/case_test.h"
#include "plan/test_files.h"

#define OF_EACH 25

// What a copy of Bo Ek is given instead of his own line; NULL ends. `to` may be empty: the line goes.
typedef struct {
    const char *line, *from, *to; // in lines that hold `line`
} Change;

static const struct {
    const char *why;
    Change changes[4];
    const char *more; // lines of its own; @ is the name
} kinds[] = {
    {"leave: ten months away, no talks, and the end has moved as far",
     {{"supervision_talk", NULL, ""}, {"", "2028-02-29", "2029-02-28"}},
     "event  @  supervision_talk  2025-12-05 2026-01-16  by Karl Ros\nleave  @  parental  2026-01-20..2026-11-15\n"},
    {"summer: 108 days since the last talk, 63 of them in the weeks that do not count",
     {{"supervision_talk", NULL, ""}},
     "event  @  supervision_talk  2025-12-05 2026-01-16 2026-02-12 2026-03-10 2026-04-15 2026-06-05  by Karl Ros\n"},
    {"history: a rotation without a certificate, long before the unit was in use, and noted so",
     {{"", "2023-03-01", "2018-03-01"}, {"iup_signed  2023-06-01", NULL, ""}, {"place  ", "2018-03-01..2028-02-29", "2019-07-01..2028-02-29"}},
     "place  @  Medicin  home  2018-03-01..2018-12-31\nplace  @  Lungkliniken  rotation  2019-01-01..2019-06-30\nevent  @  history_noted  2023-02-01\n"},
    {"rotation elsewhere: seventeen months since the collegium, the last four of them away",
     {{"collegium  2026-03-28", "2026-03-28", "2025-04-28"}, {"place  ", "2023-03-01..2028-02-29", "2026-10-01..2028-02-29"}},
     "place  @  Medicin  home  2023-03-01..2026-05-31  certified 2026-06-05\nplace  @  Lungkliniken  rotation  2026-06-01..2026-09-30\n"},
};

static Str with(Arena *arena, Str text, const char *from, Str to) {
    Buf buf = buf_begin(arena);
    for (size_t at; (at = str_find(text, str_from_c(from))) != STR_NOT_FOUND; text = str_slice(text, at + strlen(from), text.size)) {
        buf_add(&buf, str_slice(text, 0, at));
        buf_add(&buf, to);
    }
    buf_add(&buf, text);
    return buf_end(&buf);
}

static Str changed(Arena *arena, Str row, const Change *changes) {
    for (; changes->line; changes++) {
        if (str_find(row, str_from_c(changes->line)) == STR_NOT_FOUND) continue;
        if (!changes->from) return STR("");
        row = with(arena, row, changes->from, str_from_c(changes->to));
    }
    return row;
}

static bool is_gone(Str line, const char *gone) {
    return gone && str_find(line, str_from_c(gone)) != STR_NOT_FOUND;
}

static void add_copies(Arena *arena, Str clean, const char *gone, Buf *to) {
    for (size_t k = 0; k < COUNT_OF(kinds); k++)
        for (int i = 0; i < OF_EACH; i++) {
            Str name = str_printf(arena, "%c%d Kopia", (char)('A' + k), i), rest = clean;
            for (Str row; str_split(&rest, '\n', &row);) {
                if (str_find(row, STR("  Bo Ek")) == STR_NOT_FOUND) continue;
                Str line = changed(arena, row, kinds[k].changes);
                if (line.size) buf_addf(to, "%.*s\n", STR_ARG(with(arena, line, "Bo Ek", name)));
            }
            rest = str_from_c(kinds[k].more);
            for (Str row; str_split(&rest, '\n', &row);)
                if (row.size && !is_gone(row, gone)) buf_addf(to, "%.*s\n", STR_ARG(with(arena, row, "@", name)));
        }
}

static FoundList found_without(Arena *arena, const char *gone, Facts **ret) {
    Str clean = test_file(arena, "tests/cases/clean.clinic");
    Buf buf = buf_begin(arena);
    buf_addf(&buf, "case  a hundred\nday  2026-09-21\nwithout  appoint  Dag Rektor\nappoint  Dag Rektor  director  Medicin  2025-06-01..2028-05-31  hours 8\n"
                   "unit  Lungkliniken  clinic  parent Norrby sjukhus  specialty lungsjukdomar  care inpatient\n");
    add_copies(arena, clean, gone, &buf);
    buf_addf(&buf, "expect  nothing\n");
    CaseList cases = case_list_read(arena, clean, buf_end(&buf), "calm_test.c");
    Rulebook rulebook = rulebook_shipped();
    *ret = facts_build(arena, &cases.items[0].facts);
    return duty_evaluate(arena, &rulebook, *ret, cases.items[0].on);
}

// What makes each kind calm, taken away, makes 25 findings.
static void check_watched(Arena *arena) {
    static const struct {
        const char *gone, *rule;
    } controls[] = {
        {"leave  @", "R42"}, {"2026-06-05", "R42"}, {"history_noted", "history"}, {"rotation  2026-06-01", "R48"},
    };
    for (size_t c = 0; c < COUNT_OF(controls); c++) {
        Facts *facts;
        FoundList found = found_without(arena, controls[c].gone, &facts);
        size_t count = 0;
        for (size_t i = 0; i < found.count; i++) count += str_equal(found.items[i].rule->id, str_from_c(controls[c].rule));
        if (count != OF_EACH) print_error("without %s: %zu of %s\n", controls[c].gone, count, controls[c].rule);
        CHECK(count == OF_EACH, controls[c].rule);
    }
}

TEST(calm_a_hundred_that_are_no_breach_give_none) {
    Arena *arena = arena_open(1 << 30);
    Facts *facts;
    FoundList found = found_without(arena, NULL, &facts);
    CHECK(facts->training_count == COUNT_OF(kinds) * OF_EACH + 3, "a hundred trainees beside the three");
    FoundList shown = {0}; // R41's share stands on the yearly sheet alone
    for (size_t i = 0; i < found.count; i++)
        if (found.items[i].how->on_todo) list_add(arena, &shown, found.items[i]);
    CHECK_STR(case_found_text(arena, facts, &shown), STR(""), "nothing is on Att göra");
    check_watched(arena);
    arena_close(arena);
}
