#include "training/goal.h"

GoalColumn goal_column_of(const Activity *activity) {
    static const char *const own[] = {"utvecklingsarbete", "sta3", "skriftligt_arbete"};
    if (str_equal(activity->code, STR("kurs"))) return GOAL_COURSE;
    for (size_t i = 0; i < COUNT_OF(own); i++)
        if (str_equal(activity->code, str_from_c(own[i]))) return GOAL_OWN_WORK;
    return GOAL_CLINICAL;
}

bool goal_codes_have(Str codes, Str code) {
    while (codes.size > 0) {
        size_t end = 0;
        while (end < codes.size && codes.data[end] != ' ' && codes.data[end] != ',') end++;
        if (str_equal(str_slice(codes, 0, end), code)) return true;
        codes = str_slice(codes, end < codes.size ? end + 1 : end, codes.size);
    }
    return false;
}

// --- which goals, and what each asks

static GoalRefs goals_of(const Training *training) {
    RegulationId regulation =
        str_equal(training->regulation, STR("2015")) ? REGULATION_2015 : REGULATION_2021;
    const Specialty *specialty = rulebook_specialty(training->specialty);
    if (training->kind == TRAINING_KIND_ST && specialty) return specialty->goals[regulation];
    return rulebook_regulation_by_id(regulation)->common_goals;
}

static void ask(GoalRow *row) {
    for (size_t i = 0; i < row->goal->required.count; i++)
        row->facts[goal_column_of(row->goal->required.items[i])].asked = true;
    for (size_t i = 0; i < row->goal->any_of.count; i++) {
        GoalFacts *facts = &row->facts[goal_column_of(row->goal->any_of.items[i])];
        facts->any_of = !facts->asked;
        facts->asked = true;
    }
}

// --- placements and what the template lays for the goal

static void add_placement(GoalRow *row, const Placement *placement, Date on) {
    GoalColumn column =
        placement->kind == PLACEMENT_KIND_COURSE ? GOAL_COURSE
        : placement->kind == PLACEMENT_KIND_RESEARCH || placement->kind == PLACEMENT_KIND_PROJECT
            ? GOAL_OWN_WORK
            : GOAL_CLINICAL;
    GoalFacts *facts = &row->facts[column];
    bool has_begun = placement->first.day <= on.day, has_ended = placement->past.day <= on.day;
    if (has_ended) facts->done = true;
    if (has_begun && !has_ended) facts->ongoing = true;
    if (!has_begun) facts->planned = true;
    if (has_ended) return;
    if (!row->next_placement || placement->first.day < row->next_placement->first.day)
        row->next_placement = placement;
}

static bool placement_names(const Placement *placement, Str code) {
    return placement->state != PLACEMENT_STATE_CANCELLED && goal_codes_have(placement->goals, code);
}

// An item serves a goal until its whole length is served.
static void add_need(GoalRow *row, const TrainingNeed *need, bool *all_done) {
    GoalFacts *facts =
        &row->facts[need->kind == PLACEMENT_KIND_PROJECT ? GOAL_OWN_WORK : GOAL_CLINICAL];
    if (need->done.parts > 0) facts->ongoing = true;
    if (need->agreed.parts > 0 || need->planned.parts > 0) facts->planned = true;
    bool is_done = need->done.parts > 0 && service_time_compare(need->done, need->wanted) >= 0;
    if (!is_done && !need->optional) *all_done = false;
}

static void add_needs(GoalRow *row, const TrainingNeeds *needs) {
    bool all_done = true, any = false;
    for (size_t i = 0; i < needs->needs.count; i++) {
        const TrainingNeed *need = &needs->needs.items[i];
        if (need->kind == PLACEMENT_KIND_COURSE || !goal_codes_have(need->goals, row->goal->code))
            continue;
        any = true;
        add_need(row, need, &all_done);
    }
    if (any && all_done && row->facts[GOAL_CLINICAL].ongoing) row->facts[GOAL_CLINICAL].done = true;
}

// What comes next for a goal that only the template lays: the nearest placement of such an item.
static void find_next(GoalRow *row, const NeedInput *input, const TrainingNeeds *needs, Date on) {
    const ServiceInput *service = input->service;
    for (size_t i = 0; i < service->placements.count && !row->facts[GOAL_CLINICAL].done; i++) {
        const Placement *placement = &service->placements.items[i];
        if (!placement_counts(placement) || placement->past.day <= on.day) continue;
        const Unit *unit = NULL;
        for (size_t u = 0; u < service->units.count; u++)
            if (service->units.items[u].id.raw == placement->unit.raw)
                unit = &service->units.items[u];
        const TrainingNeed *need = training_need_of(needs, placement, unit);
        if (!need || !goal_codes_have(need->goals, row->goal->code)) continue;
        if (!row->next_placement || placement->first.day < row->next_placement->first.day)
            row->next_placement = placement;
    }
}

// --- courses

static const Course *course_of(const CourseList *courses, CourseId id) {
    for (size_t i = 0; i < courses->count; i++)
        if (courses->items[i].id.raw == id.raw) return &courses->items[i];
    return NULL;
}

static void add_application(GoalRow *row, const CourseApplication *application,
                            const Course *course, Date on) {
    GoalFacts *facts = &row->facts[GOAL_COURSE];
    switch (application->state) {
    case APPLICATION_STATE_DONE: facts->done = true; return;
    case APPLICATION_STATE_REFUSED: return;
    case APPLICATION_STATE_PLANNED:
    case APPLICATION_STATE_APPLIED:
        if (course->past.day <= on.day) return; // the occasion has passed: no plan
        facts->planned = true;
        break;
    case APPLICATION_STATE_ADMITTED:
        if (course->first.day <= on.day)
            facts->ongoing = true;
        else
            facts->planned = true;
        break;
    }
    if (!row->next_course || course->first.day < row->next_course->first.day)
        row->next_course = course;
}

static void add_courses(GoalRow *row, const NeedInput *input, Date on) {
    for (size_t i = 0; i < input->applications.count; i++) {
        const CourseApplication *application = &input->applications.items[i];
        const Course *course = course_of(&input->courses, application->course);
        if (!course) continue;
        Str codes =
            row->goal->regulation == REGULATION_2015 ? course->goals_2015 : course->goals_2021;
        if (goal_codes_have(codes, row->goal->code)) add_application(row, application, course, on);
    }
}

// --- certificates

// A form without an activity of its own (a final certificate, an old paper) covers all that is
// asked.
static void add_certificate(GoalRow *row, const Certificate *certificate) {
    const CertificateForm *form = rulebook_certificate(certificate->form);
    if (form && form->activity) {
        row->facts[goal_column_of(form->activity)].certified = true;
        return;
    }
    for (int i = 0; i < GOAL_COLUMN_COUNT; i++)
        if (row->facts[i].asked) row->facts[i].certified = true;
}

static void certificates_sum(GoalRow *row) {
    bool all = true, any_of = false, any_of_met = false, asked = false;
    for (int i = 0; i < GOAL_COLUMN_COUNT; i++) {
        const GoalFacts *facts = &row->facts[i];
        if (!facts->asked) continue;
        asked = true;
        if (facts->certified) row->some_certified = true;
        if (facts->any_of) {
            any_of = true;
            any_of_met |= facts->certified;
        } else if (!facts->certified) {
            all = false;
        }
    }
    row->certified = asked && all && (!any_of || any_of_met);
}

// --- the rows

static void bt_is_approved(GoalRow *row) {
    for (int i = 0; i < GOAL_COLUMN_COUNT; i++)
        if (row->facts[i].asked) row->facts[i].done = row->facts[i].certified = true;
}

static GoalRow row_of(const NeedInput *input, const TrainingNeeds *needs, const Goal *goal,
                      Date on) {
    GoalRow row = {.goal = goal};
    ask(&row);
    for (size_t i = 0; i < input->service->placements.count; i++)
        if (placement_names(&input->service->placements.items[i], goal->code))
            add_placement(&row, &input->service->placements.items[i], on);
    add_needs(&row, needs);
    find_next(&row, input, needs, on);
    add_courses(&row, input, on);
    for (size_t i = 0; i < input->certificates.count; i++)
        if (goal_codes_have(input->certificates.items[i].goals, goal->code))
            add_certificate(&row, &input->certificates.items[i]);
    Date approved = input->service->training->bt_approved;
    if (goal->group == GOAL_BT && date_is_known(approved) && approved.day <= on.day)
        bt_is_approved(&row);
    certificates_sum(&row);
    return row;
}

GoalRowList goal_rows(Arena *arena, const NeedInput *input, const TrainingNeeds *needs, Date on) {
    GoalRefs goals = goals_of(input->service->training);
    bool only_bt = input->service->training->kind == TRAINING_KIND_BT;
    GoalRowList rows = {0};
    for (size_t i = 0; i < goals.count; i++) {
        if (only_bt && goals.items[i]->group != GOAL_BT) continue;
        GoalRow row = row_of(input, needs, goals.items[i], on);
        list_add(arena, &rows, row);
    }
    return rows;
}

GoalState goal_state(const GoalRow *row, GoalColumn column) {
    const GoalFacts *facts = &row->facts[column];
    if (!facts->asked) return GOAL_NOT_ASKED;
    if (facts->done || facts->certified) return GOAL_DONE;
    if (facts->ongoing) return GOAL_ONGOING;
    if (facts->planned) return GOAL_PLANNED;
    // One of several is enough: where another is laid, this one is not missed.
    for (int i = 0; facts->any_of && i < GOAL_COLUMN_COUNT; i++) {
        const GoalFacts *other = &row->facts[i];
        if (other->any_of && (other->done || other->ongoing || other->planned))
            return GOAL_NOT_ASKED;
    }
    return GOAL_NO_PLAN;
}

GoalState goal_certificate_state(const GoalRow *row) {
    if (row->certified) return GOAL_DONE;
    return row->some_certified ? GOAL_ONGOING : GOAL_PLANNED;
}
