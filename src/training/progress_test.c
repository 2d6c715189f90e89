// The cases are text a director can read: tests/cases/service_time/*.case. Each is
//
//   case Ett år på 75 % är nio månader
//   training st 2021 2024-01-01..2029-06-30     kind, regulation, first..planned end (? unknown)
//   share 75 2024-01-01                         from then on
//   leave parental 2025-01-01..2025-06-30 100
//   placement home 2024-01-01..2024-12-31 75    kind, days, share; then state, care, specialty,
//   item on 2024-12-31 expect done 9                               months, exact: 9, 2 15/31, 5 1/2
//   at 75
//
// and ends at an empty line. Dates are last days, as on paper.
#include "base/test.h"
#include "training/progress.h"
#include <dirent.h>
#include <stdlib.h>

#define CASES "tests/cases/service_time"

typedef struct {
    Arena *arena;
    Str name;
    Training training;
    ServiceInput input;
    Date on;
    int checks;
} Case;

static int failures; // all are told before the test fails

static void fail_line(const Case *c, Str line, const char *why) {
    print_error("%.*s\n  %.*s: %s\n", STR_ARG(c->name), STR_ARG(line), why);
    failures++;
}

static Str word_next(Str *rest) {
    Str word = {0};
    *rest = str_trim(*rest);
    if (!str_split(rest, ' ', &word)) return STR("");
    return word;
}

static Date date_read(const Case *c, Str text) {
    Date date = DATE_NONE;
    if (str_equal(text, STR("?"))) return DATE_NONE;
    if (!date_parse(text, &date)) fail_line(c, text, "is no date");
    return date;
}

static DateSpan span_read(const Case *c, Str text) {
    size_t dots = str_find(text, STR(".."));
    if (dots == STR_NOT_FOUND) {
        fail_line(c, text, "is no span");
        return (DateSpan){DATE_NONE, DATE_NONE};
    }
    Date last = date_read(c, str_slice(text, dots + 2, text.size));
    return (DateSpan){date_read(c, str_slice(text, 0, dots)),
                      date_is_known(last) ? date_add_days(last, 1) : DATE_NONE};
}

static int number_read(const Case *c, Str text) {
    int64_t number = 0;
    if (!str_to_int(text, &number)) fail_line(c, text, "is no number");
    return (int)number;
}

static int name_read(const Case *c, Str text, const char *const *names) {
    for (int i = 0; names[i]; i++)
        if (str_equal(text, str_from_c(names[i]))) return i;
    fail_line(c, text, "is no word of that list");
    return 0;
}

// "9", "15/31", "2 15/31", each perhaps "at 75".
static ServiceTime months_read(const Case *c, Str rest) {
    int64_t parts = 0, share = 100;
    for (Str word = word_next(&rest); word.size > 0; word = word_next(&rest)) {
        size_t slash = str_find_char(word, '/');
        if (str_equal(word, STR("at"))) {
            share = number_read(c, word_next(&rest));
        } else if (slash != STR_NOT_FOUND) {
            parts += SERVICE_TIME_MONTH.parts * number_read(c, str_slice(word, 0, slash)) /
                     number_read(c, str_slice(word, slash + 1, word.size));
        } else {
            parts += SERVICE_TIME_MONTH.parts * number_read(c, word);
        }
    }
    return (ServiceTime){parts / 100 * share};
}

static void read_training(Case *c, Str rest) {
    c->training.kind = (TrainingKind)name_read(c, word_next(&rest), training_kind_names);
    c->training.regulation = word_next(&rest);
    DateSpan span = span_read(c, word_next(&rest));
    c->training.first = span.first;
    c->training.planned_end = date_is_known(span.past) ? date_add_days(span.past, -1) : DATE_NONE;
    c->training.ended = c->training.bt_approved = DATE_NONE;
    for (Str word = word_next(&rest); word.size > 0; word = word_next(&rest)) {
        if (str_equal(word, STR("doctorate"))) c->training.doctorate_credit = true;
        if (str_equal(word, STR("ended"))) c->training.ended = date_read(c, word_next(&rest));
        if (str_equal(word, STR("bt-approved")))
            c->training.bt_approved = date_read(c, word_next(&rest));
    }
}

static void read_placement(Case *c, Str rest) {
    Placement placement = {.id = {(int64_t)c->input.placements.count + 1}};
    placement.unit.raw = placement.id.raw;
    placement.kind = (PlacementKind)name_read(c, word_next(&rest), placement_kind_names);
    DateSpan span = span_read(c, word_next(&rest));
    placement.first = span.first;
    placement.past = span.past;
    placement.share = (Percent){number_read(c, word_next(&rest))};
    Unit unit = {.id = placement.unit};
    for (Str word = word_next(&rest); word.size > 0; word = word_next(&rest)) {
        if (str_equal(word, STR("state")))
            placement.state = (PlacementState)name_read(c, word_next(&rest), placement_state_names);
        if (str_equal(word, STR("care")))
            unit.care = (CareForm)name_read(c, word_next(&rest), care_form_names);
        if (str_equal(word, STR("specialty"))) unit.specialty = word_next(&rest);
        if (str_equal(word, STR("item"))) placement.item = word_next(&rest);
    }
    list_add(c->arena, &c->input.placements, placement);
    list_add(c->arena, &c->input.units, unit);
}

static void read_leave(Case *c, Str rest) {
    Absence absence = {.cause = (AbsenceCause)name_read(c, word_next(&rest), absence_cause_names)};
    DateSpan span = span_read(c, word_next(&rest));
    absence.first = span.first;
    absence.past = span.past;
    Str share = word_next(&rest);
    absence.share = (Percent){share.size > 0 ? number_read(c, share) : 100};
    list_add(c->arena, &c->input.absences, absence);
}

static void read_share(Case *c, Str rest) {
    EmploymentShare share = {.share = {number_read(c, word_next(&rest))}, .past = DATE_OPEN};
    share.first = date_read(c, word_next(&rest));
    list_add(c->arena, &c->input.shares, share);
}

static void check_time(const Case *c, Str line, ServiceTime is, Str rest) {
    ServiceTime expect = months_read(c, rest);
    if (is.parts == expect.parts) return;
    Str text = service_time_text(c->arena, is);
    print_error("is %.*s months (%lld parts), expected %lld parts\n", STR_ARG(text),
                (long long)is.parts, (long long)expect.parts);
    fail_line(c, line, "another time");
}

static void check_date(const Case *c, Str line, Date is, Str rest) {
    Str text = date_is_known(is) ? date_iso(c->arena, is) : STR("?");
    if (str_equal(text, str_trim(rest))) return;
    print_error("is %.*s\n", STR_ARG(text));
    fail_line(c, line, "another date");
}

// "expect line 2 Halvtid."
static void check_line(const Case *c, Str line, const ServiceProgress *progress, Str rest) {
    size_t n = (size_t)number_read(c, word_next(&rest));
    if (n == 0 || n > progress->lines.count) {
        fail_line(c, line, "there is no such line");
        return;
    }
    Str why = msg_format(c->arena, LANG_SV, service_line_why(&progress->lines.items[n - 1], true));
    if (!str_equal(why, str_trim(rest))) {
        print_error("is \"%.*s\"\n", STR_ARG(why));
        fail_line(c, line, "another sentence");
    }
}

static void check_sums(const Case *c, const ServiceProgress *progress) {
    ServiceTime sum = {0};
    for (size_t i = 0; i < progress->lines.count; i++)
        sum = service_time_add(sum, progress->lines.items[i].time);
    if (sum.parts != progress->at_planned_end.parts)
        fail_line(c, c->name, "the lines do not add up to the sums");
}

static void read_expect(Case *c, Str line, Str rest) {
    ServiceProgress p = service_progress(c->arena, &c->input, c->on);
    check_sums(c, &p);
    const struct {
        const char *word;
        ServiceTime time;
    } times[] = {
        {"done", p.done},           {"unplaced", p.unplaced},
        {"ahead", p.ahead},         {"end", p.at_planned_end},
        {"leave", p.leave},         {"required", p.required},
        {"left", p.left},           {"bt", p.bt.done},
        {"bt-end", p.bt.planned},   {"primary", p.bt_primary.done},
        {"acute", p.bt_acute.done}, {"primary-end", p.bt_primary.planned},
        {"ward", p.bt_ward.done},   {"acute-end", p.bt_acute.planned},
    };
    c->checks++;
    Str word = word_next(&rest);
    for (size_t i = 0; i < COUNT_OF(times); i++)
        if (str_equal(word, str_from_c(times[i].word))) {
            check_time(c, line, times[i].time, rest);
            return;
        }
    if (str_equal(word, STR("forecast")))
        check_date(c, line, p.forecast_end, rest);
    else if (str_equal(word, STR("line")))
        check_line(c, line, &p, rest);
    else if (str_equal(word, STR("lines"))) {
        if ((int)p.lines.count != number_read(c, word_next(&rest)))
            fail_line(c, line, "another number of lines");
    } else if (str_equal(word, STR("bt-floor"))) {
        if (p.demand.bt_months != number_read(c, word_next(&rest)))
            fail_line(c, line, "another floor");
    } else if (str_equal(word, STR("proposal"))) {
        if (!p.required_is_proposal) fail_line(c, line, "is no proposal");
    } else if (str_equal(word, STR("unknown"))) {
        if (p.known) fail_line(c, line, "is known");
    } else {
        fail_line(c, line, "unknown expectation");
    }
}

static void case_line(Case *c, Str line) {
    Str rest = line;
    Str word = word_next(&rest);
    if (str_equal(word, STR("case"))) {
        *c = (Case){.arena = c->arena, .name = str_trim(rest)};
    } else if (str_equal(word, STR("training"))) {
        read_training(c, rest);
    } else if (str_equal(word, STR("share"))) {
        read_share(c, rest);
    } else if (str_equal(word, STR("leave"))) {
        read_leave(c, rest);
    } else if (str_equal(word, STR("placement"))) {
        read_placement(c, rest);
    } else if (str_equal(word, STR("on"))) {
        c->on = date_read(c, str_trim(rest));
    } else if (str_equal(word, STR("expect"))) {
        c->input.training = &c->training;
        read_expect(c, line, rest);
    } else {
        fail_line(c, line, "is no line of a case");
    }
}

static int cases_run(Arena *arena, const char *name) {
    char path[512];
    snprintf(path, sizeof path, CASES "/%s", name);
    FILE *file = fopen(path, "r");
    CHECK(file, "the case file opens");
    char *data = arena_array(arena, char, 1 << 18);
    size_t size = fread(data, 1, 1 << 18, file);
    fclose(file);
    CHECK(size < 1 << 18, "the case file fits");

    Str rest = {data, size};
    Str line;
    Case c = {.arena = arena};
    int count = 0;
    while (str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        if (str_starts(line, STR("case "))) {
            if (count > 0) CHECK(c.checks > 0, "every case expects something");
            count++;
        }
        if (line.size > 0 && line.data[0] != '#') case_line(&c, line);
    }
    CHECK(c.checks > 0, "every case expects something");
    return count;
}

TEST(service_time_cases) {
    Arena *arena = arena_open(64u << 20);
    DIR *dir = opendir(CASES);
    CHECK(dir, "run from the top of the tree");
    int count = 0;
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir))
        if (str_ends(str_from_c(entry->d_name), STR(".case")))
            count += cases_run(arena, entry->d_name);
    closedir(dir);
    arena_close(arena);
    CHECK(failures == 0, "every case is as it says");
    CHECK(count >= 60, "at least sixty cases are read");
}

TEST(service_time_years_text) {
    static const struct {
        int64_t hundredths;
        const char *text;
    } cases[] = {
        {0, "0 mån"},         {99, "0 mån"},        {100, "1 mån"},
        {1199, "11 mån"},     {1200, "1 år"},       {2400, "2 år"},
        {2850, "2 år 4 mån"}, {6600, "5 år 6 mån"}, {6000, "5 år"},
    };
    Arena *arena = arena_open(1u << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK_STR(service_time_years(arena, LANG_SV, service_time_of_months(cases[i].hundredths)),
                  str_from_c(cases[i].text), "years and months");
    arena_close(arena);
}

TEST(service_line_hides_the_cause) {
    Absence sick = {.cause = ABSENCE_CAUSE_SICK, .share = {100}};
    ServiceLine line = {.why = SERVICE_LEAVE, .leave = &sick};
    Arena *arena = arena_open(1u << 20);
    CHECK_STR(msg_format(arena, LANG_SV, service_line_why(&line, true)),
              STR("Sjukskrivning räknas inte."), "who may see the cause sees it");
    CHECK_STR(msg_format(arena, LANG_SV, service_line_why(&line, false)),
              STR("Ledigheten räknas inte."), "who may not sees that it is leave");
    arena_close(arena);
}
