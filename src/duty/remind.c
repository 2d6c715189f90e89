#include "duty/remind.h"

typedef struct {
    Arena *arena;
    const Rulebook *rulebook;
    const Facts *facts;
    Date today;
    ReminderList list;
} Climb;

static bool holds(const Appointment *appointment, Role role, Date on) {
    return appointment->role == role && date_span_has(date_span(appointment->first, appointment->past), on);
}

static void tell(Climb *climb, size_t first, PersonId person, const Finding *finding, RemindStep step, bool urgent) {
    for (size_t i = first; i < climb->list.count; i++)
        if (climb->list.items[i].person.raw == person.raw) return;
    list_add(climb->arena, &climb->list, ((Reminder){person, finding, step, urgent}));
}

// Those who hold a role at the nearest unit that has any: false where there are none.
static bool tell_role(Climb *climb, size_t first, Role role, const Finding *finding, RemindStep step, bool urgent) {
    bool any = false;
    for (const UnitFacts *unit = facts_unit(climb->facts, finding->unit); unit && !any; unit = unit->parent)
        for (size_t i = 0; i < unit->appointments.count; i++)
            if (holds(&unit->appointments.items[i], role, climb->today)) {
                tell(climb, first, unit->appointments.items[i].person, finding, step, urgent);
                any = true;
            }
    return any;
}

static bool tell_supervisors(Climb *climb, size_t first, const TrainingFacts *t, const Finding *finding, bool urgent) {
    bool any = false;
    for (size_t i = 0; t && i < t->supervisions.count; i++) {
        const Supervision *one = &t->supervisions.items[i];
        if (one->kind != SUPERVISION_KIND_MAIN || !date_span_has(date_span(one->first, one->past), climb->today)) continue;
        tell(climb, first, one->supervisor, finding, STEP_RESPONSIBLE, urgent);
        any = true;
    }
    return any;
}

static bool tell_responsible(Climb *climb, size_t first, const DutyRule *rule, const Finding *finding, bool urgent) {
    static const struct {
        const char *id;
        Role role;
    } roles[] = {{"director", ROLE_DIRECTOR}, {"head", ROLE_HEAD}, {"overall_director", ROLE_OVERALL_DIRECTOR},
                 {"contact", ROLE_CONTACT}, {"rota_planner", ROLE_ROTA_PLANNER}, {"education_admin", ROLE_EDUCATION_ADMIN},
                 {"training_office", ROLE_TRAINING_OFFICE}, {"bt_unit", ROLE_BT_UNIT}};
    const TrainingFacts *t = facts_training(climb->facts, finding->training);
    if (finding->handed_to.raw) {
        tell(climb, first, finding->handed_to, finding, STEP_RESPONSIBLE, urgent);
        return true;
    }
    if (str_equal(rule->responsible->id, STR("supervisor"))) return tell_supervisors(climb, first, t, finding, urgent);
    if (str_equal(rule->responsible->id, STR("trainee")) && t) {
        tell(climb, first, t->training->trainee, finding, STEP_RESPONSIBLE, urgent);
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(roles); i++)
        if (str_equal(rule->responsible->id, str_from_c(roles[i].id)))
            return tell_role(climb, first, roles[i].role, finding, STEP_RESPONSIBLE, urgent);
    return false;
}

static bool climbs(FindingWord word) {
    return word == FINDING_WORD_KRAV || word == FINDING_WORD_KROCK || word == FINDING_WORD_FORSENAT;
}

static void climb_one(Climb *climb, const DutyRule *rule, const Finding *finding) {
    bool urgent = finding->word == FINDING_WORD_KRAV || finding->word == FINDING_WORD_KROCK;
    size_t first = climb->list.count;
    int days = climb->today.day - finding->opened.day;
    int to_director = rulebook_setting(climb->rulebook, STR("reminders"), urgent ? STR("urgent_director_days") : STR("late_director_days"), finding->unit.raw);
    int to_head = rulebook_setting(climb->rulebook, STR("reminders"), urgent ? STR("urgent_head_days") : STR("late_head_days"), finding->unit.raw);
    if (!tell_responsible(climb, first, rule, finding, urgent) &&
        !tell_role(climb, first, ROLE_DIRECTOR, finding, STEP_RESPONSIBLE, urgent))
        tell_role(climb, first, ROLE_HEAD, finding, STEP_RESPONSIBLE, urgent);
    if (!climbs(finding->word)) return;
    if (days >= to_director) tell_role(climb, first, ROLE_DIRECTOR, finding, STEP_DIRECTOR, true);
    if (days >= to_head) tell_role(climb, first, ROLE_HEAD, finding, STEP_HEAD, true);
}

static int by_person(const void *a, const void *b, void *context) {
    (void)context;
    const Reminder *x = a, *y = b;
    if (x->person.raw != y->person.raw) return x->person.raw < y->person.raw ? -1 : 1;
    return x->finding->id.raw < y->finding->id.raw ? -1 : x->finding->id.raw > y->finding->id.raw;
}

ReminderList remind_all(Arena *arena, const Rulebook *rulebook, const Facts *facts, const FindingList *findings, Date today) {
    Climb climb = {.arena = arena, .rulebook = rulebook, .facts = facts, .today = today};
    for (size_t i = 0; i < findings->count; i++) {
        const Finding *finding = &findings->items[i];
        const DutyRule *rule;
        const DutyCase *how;
        if (!finding->on_todo || finding_is_hidden(finding, today) || !finding_how(finding, &rule, &how)) continue;
        climb_one(&climb, rule, finding);
    }
    list_sort(arena, climb.list.items, climb.list.count, sizeof *climb.list.items, by_person, NULL);
    return climb.list;
}

RemindCount remind_count(Arena *arena, const FindingList *findings, Date today) {
    Digest digest = digest_make(arena, LANG_SV, findings, today);
    return (RemindCount){digest.count[TODO_FIRST], digest.count[TODO_WEEK], digest.count[TODO_MONTH]};
}

bool remind_weekly_due(int weekday, Date today) {
    return weekday > 0 && date_weekday(today) >= weekday;
}
