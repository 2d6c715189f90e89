// import_store.h: what the database has, as import and export see it: the known units and people, and
// every list's rows made canonical (lists.h).
#pragma once
#include "exchange/import.h"
#include "gen/records_store.h"

// The records behind, for the act that changes them.
typedef struct {
    UnitList units;
    UnitAliasList aliases;
    PersonList people;
    QualificationList qualifications;
    AppointmentList appointments;
    TrainingList trainings;
    EmploymentShareList shares;    // by training, earliest first
    SupervisionList supervisions;  // main ones, by training, earliest first
    PlacementList placements;
    AbsenceList absences;
    CapacityList capacities;
    EventList events;
    CourseList courses;
} ImportRecords;

MUST_CHECK bool import_load(Db *db, Arena *arena, Import *ret, ImportRecords *ret_records, Err *err);
// The rulebook's specialties, as value rules know them.
ValueRules import_rules(Arena *arena);

// The share and the main supervisor that hold on a day; else the latest before, else the first. -1: none.
int import_share_on(const EmploymentShareList *shares, TrainingId training, Date date);
int import_supervision_on(const SupervisionList *supervisions, TrainingId training, Date date);
