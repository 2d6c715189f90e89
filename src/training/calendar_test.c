// The example clinic's placements, counted two ways: by progress.c, and one day after another with
// plain fractions of the calendar. They must be the same to the last part.
#include "base/test.h"
#include "formats/csv.h"
#include "training/progress.h"

#define FOLDER "tests/data/norrvik/"

static Table sheet(Arena *arena, const char *path) {
    Err err = {0};
    Table table = {0};
    char *data = arena_array(arena, char, 1 << 20);
    FILE *file = fopen(path, "r");
    CHECK(file, path);
    size_t size = fread(data, 1, 1 << 20, file);
    fclose(file);
    CHECK(csv_read(arena, (Str){data, size}, &table, &err), path);
    return table;
}

static Str cell(const Table *table, size_t row, const char *heading) {
    const TableRow *head = &table->rows.items[0];
    for (size_t i = 0; i < head->count; i++)
        if (str_equal(head->cells[i].text, str_from_c(heading)))
            return table_cell(&table->rows.items[row], i).text;
    return STR("");
}

static Date day(Str text) {
    Date date = DATE_NONE;
    if (text.size > 0) CHECK(date_parse(text, &date), "a day");
    return date;
}

static int32_t number(Str text) {
    int64_t value = 0;
    CHECK(str_to_int(text, &value), "a number");
    return (int32_t)value;
}

typedef struct {
    Training training;
    ServiceInput input;
    int share;
} Trainee;

static void read_placements(Arena *arena, const Table *table, Str name, ServiceInput *input) {
    for (size_t i = 1; i < table->rows.count; i++) {
        if (!str_equal(cell(table, i, "Namn"), name)) continue;
        Placement placement = {.id = {(int64_t)i},
                               .first = day(cell(table, i, "Från")),
                               .past = date_add_days(day(cell(table, i, "Till")), 1),
                               .share = {number(cell(table, i, "Omfattning %"))}};
        list_add(arena, &input->placements, placement);
    }
}

static void read_leave(Arena *arena, const Table *table, Str name, ServiceInput *input) {
    for (size_t i = 1; i < table->rows.count; i++) {
        if (!str_equal(cell(table, i, "Namn"), name)) continue;
        Absence absence = {.cause = ABSENCE_CAUSE_PARENTAL,
                           .first = day(cell(table, i, "Från")),
                           .past = date_add_days(day(cell(table, i, "Till")), 1),
                           .share = {number(cell(table, i, "Grad %"))}};
        list_add(arena, &input->absences, absence);
    }
}

static bool is_on_leave(const ServiceInput *input, Date date) {
    for (size_t i = 0; i < input->absences.count; i++)
        if (date_span_has(date_span(input->absences.items[i].first, input->absences.items[i].past),
                          date))
            return true;
    return false;
}

static int placed(const ServiceInput *input, Date date) {
    int sum = 0;
    for (size_t i = 0; i < input->placements.count; i++)
        if (date_span_has(
                date_span(input->placements.items[i].first, input->placements.items[i].past), date))
            sum += input->placements.items[i].share.value;
    return sum;
}

// One day at a time: 1/n of a month at the share of that day.
static int64_t by_calendar(const Trainee *trainee, Date first, Date last, bool only_placed) {
    int64_t parts = 0;
    for (Date date = first; date.day <= last.day; date.day++) {
        Ymd ymd = date_to_ymd(date);
        int share = placed(&trainee->input, date);
        if (share == 0 && !only_placed) share = trainee->share;
        if (share > trainee->share) share = trainee->share;
        if (is_on_leave(&trainee->input, date)) share = 0;
        parts += SERVICE_TIME_MONTH.parts / 100 / date_month_days(ymd.year, ymd.month) * share;
    }
    return parts;
}

TEST(clinic_adds_up_as_a_calendar_says) {
    Arena *arena = arena_open(64u << 20);
    Table trainings = sheet(arena, FOLDER "tjanstgoringar.csv");
    Table placements = sheet(arena, FOLDER "placeringar.csv");
    Table leave = sheet(arena, FOLDER "franvaro.csv");
    Date today = date_from_ymd(2026, 11, 23);
    size_t seen = 0, full = 0;
    for (size_t i = 1; i < trainings.rows.count; i++) {
        Trainee trainee = {.share = number(cell(&trainings, i, "Tjänstgöringsgrad %"))};
        Str name = cell(&trainings, i, "Namn");
        bool is_2015 = str_equal(cell(&trainings, i, "Föreskrift"), STR("SOSFS 2015:8"));
        trainee.training = (Training){.regulation = is_2015 ? STR("2015") : STR("2021"),
                                      .first = day(cell(&trainings, i, "Start")),
                                      .planned_end = day(cell(&trainings, i, "Planerat slut")),
                                      .ended = DATE_NONE,
                                      .bt_approved = DATE_NONE};
        trainee.input.training = &trainee.training;
        EmploymentShare share = {
            .first = trainee.training.first, .past = DATE_OPEN, .share = {trainee.share}};
        list_add(arena, &trainee.input.shares, share);
        read_placements(arena, &placements, name, &trainee.input);
        read_leave(arena, &leave, name, &trainee.input);
        seen += trainee.input.placements.count;

        ServiceProgress progress = service_progress(arena, &trainee.input, today);
        CHECK(progress.done.parts == by_calendar(&trainee, trainee.training.first, today, true),
              "what is done is what the calendar says");
        CHECK(progress.at_planned_end.parts == by_calendar(&trainee, trainee.training.first,
                                                           trainee.training.planned_end, false),
              "and so is all of it to the planned end");
        // The file's planned ends: exact at 75 and 100 %; at 80 % whole months, rounded down or up.
        int64_t short_by = progress.required.parts - progress.at_planned_end.parts;
        CHECK(short_by < SERVICE_TIME_MONTH.parts && short_by > -SERVICE_TIME_MONTH.parts,
              "the planned end is within a month of what is required");
        full += short_by <= 0;
        CHECK(progress.forecast_end.day >= trainee.training.planned_end.day - 31 &&
                  progress.forecast_end.day <= trainee.training.planned_end.day + 31,
              "and the forecast lands there");
    }
    CHECK(seen == 502, "all 502 placements are counted");
    CHECK(trainings.rows.count - 1 == 38 && full >= 30, "most planned ends are enough");
    arena_close(arena);
}
