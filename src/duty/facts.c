// Shelving. Every list is brought into order (owner, day, id) unless it already is, then each owner
// gets its run of the list as a list of its own: nothing is copied, nothing is searched twice.
#include "duty/facts.h"
#include "placement/capacity.h"
#include <string.h>

typedef struct {
    void *items;
    size_t count, capacity;
} AnyList; // the layout of every LIST_OF

typedef struct {
    size_t bytes, owner, day; // sizes and offsets in the record
} Shelving;

static int64_t id_at(const void *record, size_t offset) {
    int64_t id;
    memcpy(&id, (const char *)record + offset, sizeof id);
    return id;
}

static int32_t day_at(const void *record, size_t offset) {
    int32_t day;
    memcpy(&day, (const char *)record + offset, sizeof day);
    return day;
}

static int by_owner_and_day(const void *a, const void *b, void *context) {
    const Shelving *s = context;
    int64_t x = id_at(a, s->owner), y = id_at(b, s->owner);
    if (x != y) return x < y ? -1 : 1;
    if (s->day) {
        int32_t p = day_at(a, s->day), q = day_at(b, s->day);
        if (p != q) return p < q ? -1 : 1;
    }
    x = id_at(a, 0), y = id_at(b, 0);
    return x < y ? -1 : x > y;
}

static void bring_to_order(Arena *arena, AnyList list, Shelving *s) {
    const char *items = list.items;
    for (size_t i = 1; i < list.count; i++)
        if (by_owner_and_day(items + (i - 1) * s->bytes, items + i * s->bytes, s) > 0) {
            list_sort(arena, list.items, list.count, s->bytes, by_owner_and_day, s);
            return;
        }
}

// Gives each owner (an array of `owner_bytes`, found by id in `index`) its run of the list.
static void shelve(Arena *arena, void *list_address, Shelving s, const IdMap *index, void *owners,
                   size_t owner_bytes, size_t list_offset) {
    AnyList list;
    memcpy(&list, list_address, sizeof list);
    bring_to_order(arena, list, &s);
    char *items = list.items;
    for (size_t i = 0, past; i < list.count; i = past) {
        int64_t id = id_at(items + i * s.bytes, s.owner), at;
        for (past = i + 1; past < list.count && id_at(items + past * s.bytes, s.owner) == id;) past++;
        if (!id || !id_map_get(index, id, &at)) continue;
        AnyList run = {items + i * s.bytes, past - i, 0};
        memcpy((char *)owners + (size_t)at * owner_bytes + list_offset, &run, sizeof run);
    }
}

#define SHELVING(Type, owner_field, day_field)                                                     \
    ((Shelving){sizeof(Type), offsetof(Type, owner_field), offsetof(Type, day_field)})

static void index_units(Arena *arena, Facts *facts, const FactsInput *in) {
    facts->unit_count = in->units.count;
    facts->units = arena_array(arena, UnitFacts, in->units.count + 1);
    for (size_t i = 0; i < in->units.count; i++) {
        UnitFacts *unit = &facts->units[i];
        int64_t there;
        unit->unit = &in->units.items[i];
        unit->whole = !in->partial || id_map_get(in->whole_units, unit->unit->id.raw, &there);
        for (int what = 0; what < KNOWN_COUNT; what++) unit->known[what] = DATE_OPEN;
        id_map_put(arena, &facts->unit_index, unit->unit->id.raw, (int64_t)i);
    }
    for (size_t i = 0; i < facts->unit_count; i++) {
        int64_t at;
        UnitFacts *unit = &facts->units[i];
        if (unit->unit->parent.raw && id_map_get(&facts->unit_index, unit->unit->parent.raw, &at) &&
            (size_t)at != i)
            unit->parent = &facts->units[at];
    }
    for (size_t i = 0; i < facts->unit_count; i++) {
        const UnitFacts *above = &facts->units[i];
        for (int depth = 0; above && !date_is_known(above->unit->in_use_from) && depth < 32; depth++)
            above = above->parent;
        facts->units[i].in_use_from = above ? above->unit->in_use_from : DATE_NONE;
    }
}

static void index_people(Arena *arena, Facts *facts, FactsInput *in) {
    facts->person_count = in->people.count;
    facts->people = arena_array(arena, PersonFacts, in->people.count + 1);
    for (size_t i = 0; i < in->people.count; i++) {
        facts->people[i].person = &in->people.items[i];
        id_map_put(arena, &facts->person_index, in->people.items[i].id.raw, (int64_t)i);
    }
    shelve(arena, &in->qualifications, SHELVING(Qualification, person, since), &facts->person_index,
           facts->people, sizeof(PersonFacts), offsetof(PersonFacts, qualifications));
    shelve(arena, &in->appointments, SHELVING(Appointment, person, first), &facts->person_index,
           facts->people, sizeof(PersonFacts), offsetof(PersonFacts, appointments));
}

static void index_trainings(Arena *arena, Facts *facts, FactsInput *in) {
    Shelving by_id = {sizeof(Training), offsetof(Training, id), 0};
    AnyList list;
    memcpy(&list, &in->trainings, sizeof list);
    bring_to_order(arena, list, &by_id);
    facts->trainings = arena_array(arena, TrainingFacts, in->trainings.count + 1);
    for (size_t i = 0; i < in->trainings.count; i++) {
        const Training *training = &in->trainings.items[i];
        int64_t home, trainee, there;
        if (!id_map_get(&facts->unit_index, training->home_unit.raw, &home) ||
            !id_map_get(&facts->person_index, training->trainee.raw, &trainee))
            continue;
        size_t at = facts->training_count++;
        facts->trainings[at] = (TrainingFacts){
            .training = training,
            .whole = !in->partial || id_map_get(in->whole_trainings, training->id.raw, &there),
            .trainee = &facts->people[trainee],
            .home = &facts->units[home],
            .regulation = rulebook_regulation(training->regulation)};
        id_map_put(arena, &facts->training_index, training->id.raw, (int64_t)at);
        list_add(arena, &facts->units[home].trainings, &facts->trainings[at]);
    }
}

static void shelve_by_training(Arena *arena, Facts *facts, FactsInput *in) {
    const struct {
        void *list;
        Shelving s;
        size_t to;
    } shelves[] = {
        {&in->shares, SHELVING(EmploymentShare, training, first), offsetof(TrainingFacts, shares)},
        {&in->absences, SHELVING(Absence, training, first), offsetof(TrainingFacts, absences)},
        {&in->supervisions, SHELVING(Supervision, training, first),
         offsetof(TrainingFacts, supervisions)},
        {&in->placements, SHELVING(Placement, training, first), offsetof(TrainingFacts, placements)},
        {&in->events, SHELVING(Event, training, held), offsetof(TrainingFacts, events)},
        {&in->certificates, SHELVING(Certificate, training, signed_on),
         offsetof(TrainingFacts, certificates)},
        {&in->items, SHELVING(TrainingItem, training, not_before), offsetof(TrainingFacts, items)},
        {&in->applications, (Shelving){sizeof(CourseApplication), offsetof(CourseApplication, training), 0},
         offsetof(TrainingFacts, applications)},
        {&in->introductions, SHELVING(Introduction, training, first), offsetof(TrainingFacts, introductions)},
        {&in->introduction_steps, SHELVING(IntroductionStep, training, due), offsetof(TrainingFacts, introduction_steps)},
    };
    for (size_t i = 0; i < COUNT_OF(shelves); i++)
        shelve(arena, shelves[i].list, shelves[i].s, &facts->training_index, facts->trainings,
               sizeof(TrainingFacts), shelves[i].to);
}

static void shelve_by_unit(Arena *arena, Facts *facts, const FactsInput *in) {
    AppointmentList appointments = {0};
    for (size_t i = 0; i < in->appointments.count; i++)
        list_add(arena, &appointments, in->appointments.items[i]);
    EventList events = {0};
    for (size_t i = 0; i < in->events.count; i++)
        if (!in->events.items[i].training.raw) list_add(arena, &events, in->events.items[i]);
    CapacityList capacities = in->capacities;
    shelve(arena, &appointments, SHELVING(Appointment, unit, first), &facts->unit_index, facts->units,
           sizeof(UnitFacts), offsetof(UnitFacts, appointments));
    shelve(arena, &events, SHELVING(Event, unit, held), &facts->unit_index, facts->units,
           sizeof(UnitFacts), offsetof(UnitFacts, events));
    shelve(arena, &capacities, SHELVING(Capacity, unit, first), &facts->unit_index, facts->units,
           sizeof(UnitFacts), offsetof(UnitFacts, capacities));
    DirectorTermsList terms = in->terms;
    DirectorTimeList times = in->times;
    InOutReceiptList receipts = in->receipts;
    shelve(arena, &terms, (Shelving){sizeof(DirectorTerms), offsetof(DirectorTerms, unit), 0}, &facts->unit_index,
           facts->units, sizeof(UnitFacts), offsetof(UnitFacts, terms));
    shelve(arena, &times, SHELVING(DirectorTime, unit, day), &facts->unit_index, facts->units, sizeof(UnitFacts),
           offsetof(UnitFacts, times));
    AskedQuestionList questions = in->questions;
    shelve(arena, &questions, SHELVING(AskedQuestion, unit, asked), &facts->unit_index, facts->units, sizeof(UnitFacts),
           offsetof(UnitFacts, questions));
    MeritExtractList merits = in->merits;
    shelve(arena, &merits, SHELVING(MeritExtract, unit, day), &facts->unit_index, facts->units, sizeof(UnitFacts),
           offsetof(UnitFacts, merits));
    shelve(arena, &receipts, SHELVING(InOutReceipt, unit, month), &facts->unit_index, facts->units, sizeof(UnitFacts),
           offsetof(UnitFacts, receipts));
    ActionItemList actions = in->actions;
    IssueList issues = in->issues;
    ProgrammeList programmes = in->programmes;
    shelve(arena, &actions, SHELVING(ActionItem, unit, due), &facts->unit_index, facts->units, sizeof(UnitFacts), offsetof(UnitFacts, actions));
    shelve(arena, &issues, SHELVING(Issue, unit, raised), &facts->unit_index, facts->units, sizeof(UnitFacts), offsetof(UnitFacts, issues));
    shelve(arena, &programmes, SHELVING(Programme, unit, approved), &facts->unit_index, facts->units, sizeof(UnitFacts),
           offsetof(UnitFacts, programmes));
    GatheringList teachings = in->teachings;
    shelve(arena, &teachings, SHELVING(Gathering, unit, held_on), &facts->unit_index, facts->units, sizeof(UnitFacts),
           offsetof(UnitFacts, teachings));
}

// Placements at home are no visits: places are for those who come from elsewhere.
static void collect_visits(Arena *arena, Facts *facts, const FactsInput *in) {
    for (size_t i = 0; i < in->placements.count; i++) {
        const Placement *placement = &in->placements.items[i];
        int64_t unit, training;
        if (!id_map_get(&facts->unit_index, placement->unit.raw, &unit) ||
            !id_map_get(&facts->training_index, placement->training.raw, &training))
            continue;
        const TrainingFacts *of = &facts->trainings[training];
        if (placement_is_visit(placement, of->training->home_unit))
            list_add(arena, &facts->units[unit].visits, (Visit){placement, of});
    }
}

static void note(UnitFacts *unit, int what, Date first) {
    if (date_compare(first, unit->known[what]) < 0) unit->known[what] = first;
}

static void note_training(UnitFacts *home, const TrainingFacts *t) {
    for (size_t i = 0; i < t->events.count; i++)
        note(home, (int)t->events.items[i].kind, t->events.items[i].held);
    for (size_t i = 0; i < t->supervisions.count; i++)
        if (t->supervisions.items[i].kind == SUPERVISION_KIND_MAIN)
            note(home, KNOWN_SUPERVISION, t->supervisions.items[i].first);
    for (size_t i = 0; i < t->placements.count; i++) {
        note(home, KNOWN_PLACEMENT, t->placements.items[i].first);
        if (!str_is_empty(t->placements.items[i].goals))
            note(home, KNOWN_GOALS, t->placements.items[i].first);
    }
    if (t->applications.count) note(home, KNOWN_APPLICATION, DATE_NONE);
    if (date_is_known(t->trainee->person->licence_date)) note(home, KNOWN_LICENCE, DATE_NONE);
}

static void note_qualifications(UnitFacts *unit, const PersonFacts *person) {
    for (size_t i = 0; i < person->qualifications.count; i++) {
        const Qualification *has = &person->qualifications.items[i];
        if (has->kind == QUALIFICATION_KIND_SUPERVISOR_COURSE)
            note(unit, KNOWN_SUPERVISOR_COURSE, has->since);
        if (has->kind == QUALIFICATION_KIND_SPECIALIST) note(unit, KNOWN_SPECIALIST, has->since);
    }
}

// Of those appointed at the unit, and of those who supervise its trainees.
static void note_people(Facts *facts) {
    int64_t at;
    for (size_t i = 0; i < facts->person_count; i++) {
        const PersonFacts *person = &facts->people[i];
        for (size_t a = 0; a < person->appointments.count; a++)
            if (id_map_get(&facts->unit_index, person->appointments.items[a].unit.raw, &at))
                note_qualifications(&facts->units[at], person);
    }
    for (size_t i = 0; i < facts->training_count; i++) {
        const TrainingFacts *t = &facts->trainings[i];
        if (!id_map_get(&facts->unit_index, t->training->home_unit.raw, &at)) continue;
        for (size_t s = 0; s < t->supervisions.count; s++) {
            const PersonFacts *person = facts_person(facts, t->supervisions.items[s].supervisor);
            if (person) note_qualifications(&facts->units[at], person);
        }
    }
}

static void note_from_outside(Facts *facts, const UnitKnown *known) {
    int64_t at;
    if (!id_map_get(&facts->unit_index, known->unit, &at)) return;
    for (int what = 0; what < EVENT_KIND_COUNT; what++) note(&facts->units[at], what, known->first[what]);
    for (int what = EVENT_KIND_COUNT; what < KNOWN_COUNT; what++)
        if (known->count[what]) note(&facts->units[at], what, DATE_NONE);
}

static void note_what_is_known(Facts *facts, const FactsInput *in) {
    for (size_t i = 0; i < in->known.count; i++) note_from_outside(facts, &in->known.items[i]);
    for (size_t i = 0; i < facts->training_count; i++) {
        int64_t home;
        if (!id_map_get(&facts->unit_index, facts->trainings[i].training->home_unit.raw, &home)) continue;
        note_training(&facts->units[home], &facts->trainings[i]);
    }
    note_people(facts);
    for (size_t i = 0; i < facts->unit_count; i++)
        for (size_t e = 0; e < facts->units[i].events.count; e++)
            note(&facts->units[i], (int)facts->units[i].events.items[e].kind,
                 facts->units[i].events.items[e].held);
}

static void drop_cancelled(PlacementList *placements) {
    size_t kept = 0;
    for (size_t i = 0; i < placements->count; i++)
        if (placements->items[i].state != PLACEMENT_STATE_CANCELLED)
            placements->items[kept++] = placements->items[i];
    placements->count = kept;
}

Facts *facts_build(Arena *arena, FactsInput *input) {
    Facts *facts = arena_new(arena, Facts);
    drop_cancelled(&input->placements);
    facts->courses = input->courses;
    facts->unit_records = input->units;
    for (size_t i = 0; i < input->courses.count; i++)
        id_map_put(arena, &facts->course_index, input->courses.items[i].id.raw, (int64_t)i);
    index_units(arena, facts, input);
    index_people(arena, facts, input);
    index_trainings(arena, facts, input);
    shelve_by_training(arena, facts, input);
    shelve_by_unit(arena, facts, input);
    collect_visits(arena, facts, input);
    note_what_is_known(facts, input);
    return facts;
}

const UnitFacts *facts_unit(const Facts *facts, UnitId id) {
    int64_t at;
    return id.raw && id_map_get(&facts->unit_index, id.raw, &at) ? &facts->units[at] : NULL;
}

const PersonFacts *facts_person(const Facts *facts, PersonId id) {
    int64_t at;
    return id.raw && id_map_get(&facts->person_index, id.raw, &at) ? &facts->people[at] : NULL;
}

const TrainingFacts *facts_training(const Facts *facts, TrainingId id) {
    int64_t at;
    return id.raw && id_map_get(&facts->training_index, id.raw, &at) ? &facts->trainings[at] : NULL;
}

const Course *facts_course(const Facts *facts, CourseId id) {
    int64_t at;
    return id.raw && id_map_get(&facts->course_index, id.raw, &at) ? &facts->courses.items[at] : NULL;
}

Date facts_known_from(const UnitFacts *unit, int what) {
    return date_is_known(unit->in_use_from) ? date_min(unit->in_use_from, unit->known[what])
                                            : unit->known[what];
}

bool facts_knows(const UnitFacts *unit, int what) {
    return unit->known[what].day != DATE_OPEN.day;
}

bool facts_unit_is_below(const UnitFacts *unit, UnitId above) {
    for (int depth = 0; unit && depth < 32; unit = unit->parent, depth++)
        if (unit->unit->id.raw == above.raw) return true;
    return false;
}

Str facts_person_name(Arena *arena, const Person *person) {
    return str_printf(arena, "%.*s %.*s", STR_ARG(person->given_name), STR_ARG(person->family_name));
}

Str facts_unit_name(const UnitFacts *unit) {
    return unit->unit->name;
}

static bool shares_base(const Specialty *a, const Specialty *b) {
    return a && b && a->common_base_last[REGULATION_2021] && b->common_base_last[REGULATION_2021] &&
           str_equal(a->group_sv, b->group_sv);
}

// A branch is built on its base. Neighbours with a common base (cardiology and internal medicine)
// are held together by most who have one of them, and files often name only one: no breach.
static bool specialty_fits(Str has, Str wanted) {
    if (str_equal(has, wanted)) return true;
    const Specialty *specialty = rulebook_specialty(has);
    for (size_t i = 0; specialty && i < specialty->base_count; i++)
        if (str_equal(specialty->bases[i]->id, wanted)) return true;
    return shares_base(specialty, rulebook_specialty(wanted));
}

// Without a date it is held, only not known since when.
static bool held_on(const Qualification *has, Date on) {
    return !date_is_known(has->since) || date_compare(has->since, on) <= 0;
}

bool facts_is_specialist(const PersonFacts *person, Str specialty, Date on) {
    for (size_t i = 0; i < person->qualifications.count; i++) {
        const Qualification *has = &person->qualifications.items[i];
        if (has->kind == QUALIFICATION_KIND_SPECIALIST && held_on(has, on) &&
            (str_is_empty(specialty) || specialty_fits(has->specialty, specialty)))
            return true;
    }
    return false;
}

bool facts_person_has(const PersonFacts *person, QualificationKind kind, Date on) {
    for (size_t i = 0; i < person->qualifications.count; i++)
        if (person->qualifications.items[i].kind == kind && held_on(&person->qualifications.items[i], on))
            return true;
    return false;
}

Date facts_person_latest(const PersonFacts *person, QualificationKind kind, Date on) {
    Date latest = DATE_NONE;
    for (size_t i = 0; i < person->qualifications.count; i++) {
        const Qualification *has = &person->qualifications.items[i];
        if (has->kind == kind && date_is_known(has->since) && held_on(has, on))
            latest = date_max(latest, has->since);
    }
    return latest;
}
