// demo.h: an invented region to try Randa on: units, people, five years of placements, what has
// happened, and some faults of each kind that a director's data have.
//
// Pure and deterministic: the same size, seed and day give the same world, byte for byte. Nobody in
// it exists; HSA ids carry the published test prefix.
#pragma once
#include "gen/records.h"

typedef enum { DEMO_CLINIC, DEMO_HOSPITAL, DEMO_REGION, DEMO_NATION } DemoSize;

// Ids inside a world are 1.. per kind in the order of the lists; demo_store gives the real ones.
typedef struct {
    Str key, name; // of the region
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
    CourseList courses;
    CourseApplicationList applications;
    EventList events;
    CertificateList certificates;
    DirectorTermsList terms; // appointment: its place in the list, from 1
    DirectorTimeList times;
    InOutReceiptList receipts;
    MissedTalkList missed;
    AskedQuestionList questions;
    GatheringSeriesList gathering_series;
    GatheringList gatherings;
    AttendanceList attendances;
    GatheringNoteList gathering_notes;
    ActionItemList actions;
    IssueList issues;
    ProgrammeList programmes;
    ProgrammeStepList programme_steps;
    IntroductionList introductions;
    IntroductionStepList introduction_steps;
    // Who to sign in as: one of each role, index into people.
    struct {
        Role role;
        PersonId person;
        const char *login;
    } accounts[12];
    size_t account_count;
} DemoWorld;

int demo_region_count(DemoSize size); // a nation is ten regions
// `region` counts from 0.
void demo_make(Arena *arena, DemoSize size, int region, uint64_t seed, Date today, DemoWorld *ret);
