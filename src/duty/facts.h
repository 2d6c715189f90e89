// facts.h: everything the rules look at, gathered once per run and indexed. Pure.
//
// facts_build() takes plain lists of records and shelves them: by training, by unit, by person, each
// sorted by day. A unit knows from when each kind of fact is known for it: what was never registered
// there is unknown, and unknown is not a breach.
#pragma once
#include "base/map.h"
#include "gen/records.h"
#include "rulebook/rulebook.h"

// What may be known or unknown for a unit: every kind of event, and these.
enum {
    KNOWN_SUPERVISION = EVENT_KIND_COUNT,
    KNOWN_PLACEMENT,
    KNOWN_GOALS,
    KNOWN_APPLICATION,
    KNOWN_LICENCE,
    KNOWN_SUPERVISOR_COURSE,
    KNOWN_SPECIALIST,
    KNOWN_COUNT,
};

typedef struct {
    const Person *person;
    QualificationList qualifications;
    AppointmentList appointments;
} PersonFacts;

typedef struct UnitFacts UnitFacts;
typedef struct {
    const Training *training;
    bool whole; // all its records are here: rules may look. Else only enough to name it
    const PersonFacts *trainee; // never NULL
    const UnitFacts *home;      // never NULL
    const Regulation *regulation; // NULL: not said, or none we know
    EmploymentShareList shares;
    AbsenceList absences;
    SupervisionList supervisions;
    PlacementList placements; // in force: no cancelled ones
    EventList events;
    CertificateList certificates;
    TrainingItemList items;
    CourseApplicationList applications;
    IntroductionList introductions;
    IntroductionStepList introduction_steps;
} TrainingFacts;

typedef struct {
    const Placement *placement;
    const TrainingFacts *training;
} Visit;
LIST_OF(VisitList, Visit);
LIST_OF(TrainingRefs, const TrainingFacts *);

struct UnitFacts {
    const Unit *unit;
    bool whole;
    const UnitFacts *parent; // NULL: top
    Date in_use_from;        // its own or the nearest above; DATE_NONE: not said
    AppointmentList appointments;
    CapacityList capacities;
    EventList events; // that concern the unit as a whole
    DirectorTermsList terms;
    DirectorTimeList times;   // extra time only
    InOutReceiptList receipts;
    MeritExtractList merits;
    AskedQuestionList questions; // those that wait
    ActionItemList actions; // not those between two
    IssueList issues;
    ProgrammeList programmes; // approved
    GatheringList teachings;  // held, of those that say which goals they took up
    VisitList visits; // other units' trainees here
    TrainingRefs trainings; // that have it as home
    Date known[KNOWN_COUNT]; // the earliest of each; DATE_OPEN: none at all
};

typedef struct {
    UnitFacts *units;
    size_t unit_count;
    PersonFacts *people;
    size_t person_count;
    TrainingFacts *trainings;
    size_t training_count;
    CourseList courses;
    UnitList unit_records; // for who needs plain records
    IdMap unit_index, person_index, training_index, course_index;
} Facts;

// What is known at a unit, told from outside because not all of its trainings are here.
typedef struct {
    int64_t unit;
    Date first[EVENT_KIND_COUNT];  // the earliest of each kind of event; DATE_OPEN: none
    int64_t count[KNOWN_COUNT];    // of the rest: in how many trainings, or people
} UnitKnown;
LIST_OF(UnitKnownList, UnitKnown);

typedef struct {
    UnitList units;
    PersonList people;
    QualificationList qualifications;
    AppointmentList appointments;
    TrainingList trainings;
    EmploymentShareList shares;
    AbsenceList absences;
    SupervisionList supervisions;
    PlacementList placements;
    CapacityList capacities;
    EventList events;
    CertificateList certificates;
    TrainingItemList items;
    CourseList courses;
    CourseApplicationList applications;
    DirectorTermsList terms;
    DirectorTimeList times;
    InOutReceiptList receipts;
    MeritExtractList merits;
    AskedQuestionList questions; // those that wait
    ActionItemList actions;
    IssueList issues;
    ProgrammeList programmes;
    IntroductionList introductions;
    IntroductionStepList introduction_steps;
    GatheringList teachings;
    bool partial;              // only these below are whole
    const IdMap *whole_trainings, *whole_units; // keys: ids
    UnitKnownList known;
} FactsInput;

// The lists are sorted in place and live as long as the facts. A training whose trainee or home is
// not among the records is left out.
Facts *facts_build(Arena *arena, FactsInput *input);

// NULL where there is none.
const UnitFacts *facts_unit(const Facts *facts, UnitId id);
const PersonFacts *facts_person(const Facts *facts, PersonId id);
const TrainingFacts *facts_training(const Facts *facts, TrainingId id);
const Course *facts_course(const Facts *facts, CourseId id);

// From which day absence of a fact means that it did not happen: the earliest one registered for
// the unit or the day the unit began to use the program, whichever is first. DATE_OPEN: unknown.
Date facts_known_from(const UnitFacts *unit, int what);
bool facts_unit_is_below(const UnitFacts *unit, UnitId above); // also itself
bool facts_knows(const UnitFacts *unit, int what); // any at all

Str facts_person_name(Arena *arena, const Person *person); // "Amir Tallhed"
Str facts_unit_name(const UnitFacts *unit);
// In the specialty or one that answers for it; empty: in any.
bool facts_is_specialist(const PersonFacts *person, Str specialty, Date on);
bool facts_person_has(const PersonFacts *person, QualificationKind kind, Date on);
Date facts_person_latest(const PersonFacts *person, QualificationKind kind, Date on);
