// Goals and the plan: that every goal has something planned for it, of the kind the regulation asks.
// Where a placement says nothing of its goals, what it covers is unknown, and so is the answer.
#include "duty/checks.h"

static bool has_code(Str codes, Str code) {
    Str word;
    while (str_split(&codes, ' ', &word)) {
        if (word.size && word.data[word.size - 1] == ',') word.size--;
        if (str_equal(word, code)) return true;
    }
    return false;
}

static const Specialty *specialty_of(const TrainingFacts *t) {
    return t->training->kind == TRAINING_KIND_ST ? rulebook_specialty(t->training->specialty) : NULL;
}

static const TemplateItem *item_of(const TrainingFacts *t, const Placement *p) {
    const Specialty *specialty = specialty_of(t);
    return specialty && specialty->plan_template && !str_is_empty(p->item)
               ? rulebook_template_item(specialty->plan_template, p->item)
               : NULL;
}

static bool placement_covers(const TrainingFacts *t, const Placement *p, const Goal *goal) {
    if (!str_is_empty(p->goals)) return has_code(p->goals, goal->code);
    const TemplateItem *item = item_of(t, p);
    for (size_t i = 0; item && i < item->goals[goal->regulation].count; i++)
        if (item->goals[goal->regulation].items[i] == goal) return true;
    return false;
}

static bool is_clinical(const Placement *p) {
    return p->kind == PLACEMENT_KIND_HOME || p->kind == PLACEMENT_KIND_ROTATION || p->kind == PLACEMENT_KIND_BT;
}

static bool has_clinical(const TrainingFacts *t, const Goal *goal) {
    for (size_t i = 0; i < t->placements.count; i++)
        if (is_clinical(&t->placements.items[i]) && placement_covers(t, &t->placements.items[i], goal)) return true;
    return false;
}

static bool has_course(const Run *run, const TrainingFacts *t, const Goal *goal) {
    for (size_t i = 0; i < t->applications.count; i++) {
        const Course *course = facts_course(run->facts, t->applications.items[i].course);
        if (course && t->applications.items[i].state != APPLICATION_STATE_REFUSED &&
            has_code(goal->regulation == REGULATION_2015 ? course->goals_2015 : course->goals_2021, goal->code))
            return true;
    }
    for (size_t i = 0; i < t->placements.count; i++)
        if (t->placements.items[i].kind == PLACEMENT_KIND_COURSE && placement_covers(t, &t->placements.items[i], goal))
            return true;
    return false;
}

static bool has_other(const TrainingFacts *t, const Goal *goal) {
    for (size_t i = 0; i < t->placements.count; i++) {
        const Placement *p = &t->placements.items[i];
        if (!is_clinical(p) && p->kind != PLACEMENT_KIND_COURSE && placement_covers(t, p, goal)) return true;
    }
    return false;
}

static bool has_certificate(const TrainingFacts *t, const Goal *goal) {
    for (size_t i = 0; i < t->certificates.count; i++)
        if (has_code(t->certificates.items[i].goals, goal->code)) return true;
    return false;
}

static bool goals_are_known(const TrainingFacts *t) {
    for (size_t i = 0; i < t->placements.count; i++)
        if (str_is_empty(t->placements.items[i].goals) && !item_of(t, &t->placements.items[i])) return false;
    return t->placements.count > 0;
}

// Placements all the way to the planned end: what is not in the plan now has no room in it.
static bool plan_is_laid(const TrainingFacts *t, int weeks) {
    Date past = t->placements.count ? t->placements.items[0].first : DATE_NONE;
    for (size_t i = 0; i < t->placements.count; i++) past = date_max(past, t->placements.items[i].past);
    return date_is_known(past) && date_compare(date_add_days(past, 7 * weeks), t->training->planned_end) > 0;
}

// False: nothing is to be said yet. *ret_last: the end is near.
static bool is_time(Run *run, const TrainingFacts *t, bool *ret_last) {
    if (!training_is_active(t, run->on) || !t->regulation || !specialty_of(t) ||
        !date_is_known(t->training->planned_end))
        return false;
    Date near = date_add_months(run->on, setting(run, "last_months", t->home));
    *ret_last = date_compare(t->training->planned_end, near) <= 0;
    return *ret_last || plan_is_laid(t, 4);
}

static void code_add(Buf *codes, Str code) {
    if (codes->size) buf_add_char(codes, '\n');
    buf_add(codes, code);
}

static bool demands(const Goal *goal, Str activity) {
    for (size_t i = 0; i < goal->required.count; i++)
        if (str_equal(goal->required.items[i]->code, activity)) return true;
    return false;
}

// A goal that the specialty's template ties to no service is reached in all of it, or by a course.
static bool is_tied(const TrainingFacts *t, const Goal *goal) {
    const Template *plan = specialty_of(t)->plan_template;
    for (size_t i = 0; plan && i < plan->item_count; i++)
        for (size_t g = 0; plan->items[i].counts_time && g < plan->items[i].goals[goal->regulation].count; g++)
            if (plan->items[i].goals[goal->regulation].items[g] == goal) return true;
    return !plan;
}

// What is reached beside the placements (supervision, seminars, courses that nobody registers here)
// does not stand in a plan: only clinical service does, and courses where they are registered.
static bool stands_in_plan(const TrainingFacts *t, const Goal *goal) {
    return (demands(goal, STR("klinisk")) && is_tied(t, goal)) ||
           (demands(goal, STR("kurs")) && facts_knows(t->home, KNOWN_APPLICATION));
}

void check_goals_planned(Run *run, const TrainingFacts *t) {
    bool last;
    if (!is_time(run, t, &last) || !goals_are_known(t)) return;
    const GoalRefs *goals = &specialty_of(t)->goals[t->regulation->id];
    Buf codes = buf_begin(run->arena);
    for (size_t i = 0; i < goals->count; i++) {
        const Goal *goal = goals->items[i];
        if (goal->group == GOAL_BT || !stands_in_plan(t, goal)) continue; // BT is approved as a whole
        if (!has_clinical(t, goal) && !has_other(t, goal) && !has_certificate(t, goal) && !has_course(run, t, goal))
            code_add(&codes, goal->code);
    }
    if (!codes.size) return;
    Found *found = find_training(run, last ? "last_year" : "unplanned", t);
    arg_text(found, "goals", buf_end(&codes));
    found->due = t->training->planned_end;
}

// Only goals that something is planned for, but not what is asked: the rest are R21's.
static void activity_missing(Run *run, const TrainingFacts *t, Str activity, bool last) {
    const GoalRefs *goals = &specialty_of(t)->goals[t->regulation->id];
    bool course = str_equal(activity, STR("kurs"));
    Buf codes = buf_begin(run->arena);
    for (size_t i = 0; i < goals->count; i++) {
        const Goal *goal = goals->items[i];
        bool clinical = has_clinical(t, goal), taught = has_course(run, t, goal);
        if (goal->group == GOAL_BT || !demands(goal, activity) || has_certificate(t, goal)) continue;
        if (!course && !is_tied(t, goal)) continue;
        if (course ? !taught && (clinical || has_other(t, goal)) : !clinical && (taught || has_other(t, goal)))
            code_add(&codes, goal->code);
    }
    if (!codes.size) return;
    Found *found = find_training(run, last ? "last_year" : "unplanned", t);
    Str name = course ? STR("kurs") : STR("klinisk tjänstgöring");
    found->period = activity;
    found->grouping = activity;
    arg_text(found, "activity", name);
    arg_text(found, "goals", buf_end(&codes));
    found->due = t->training->planned_end;
}

void check_goals_activities(Run *run, const TrainingFacts *t) {
    bool last;
    if (!is_time(run, t, &last) || !goals_are_known(t)) return;
    activity_missing(run, t, STR("klinisk"), last);
    if (facts_knows(t->home, KNOWN_APPLICATION)) activity_missing(run, t, STR("kurs"), last);
}
