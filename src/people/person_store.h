// person_store.h: rows of people, what they have and what they are appointed to.
#pragma once
#include "gen/records_store.h"

// Saves, with the sort key of the name. ERR_INVALID: a part of the name is missing, or another
// person has the HSA id.
MUST_CHECK bool person_put(Act *act, Person *person, Err *err);

// ERR_NOT_FOUND for whom the actor may not see.
MUST_CHECK bool person_get(Db *db, Arena *arena, PersonId id, Person *ret, Err *err);
MUST_CHECK bool person_qualifications(Db *db, Arena *arena, PersonId id, QualificationList *ret,
                                      Err *err);

typedef struct {
    Appointment appointment;
    Str given_name, family_name; // empty where the person is known
    Str unit_name;
} AppointmentRow;
LIST_OF(AppointmentRowList, AppointmentRow);
MUST_CHECK bool person_appointments(Db *db, Arena *arena, PersonId id, AppointmentRowList *ret,
                                    Err *err);
// Appointments that last today or later at the unit or below it, by role and name.
MUST_CHECK bool unit_appointments(Db *db, Arena *arena, UnitId unit, AppointmentRowList *ret,
                                  Err *err);

typedef struct {
    SupervisionId id;
    PersonId supervisor;
    TrainingId training;
    SupervisionKind kind;
    Str given_name, family_name;                 // of the supervisor
    Str trainee_given_name, trainee_family_name; // of whom she supervises
    DateSpan dates;
} SupervisionHeld;
LIST_OF(SupervisionHeldList, SupervisionHeld);
// Those of trainings that the actor sees at the unit or below it, by name; ended ones left out.
MUST_CHECK bool unit_supervisions(Db *db, Arena *arena, UnitId unit, SupervisionHeldList *ret,
                                  Err *err);
// By name: those one may choose a supervisor among.
MUST_CHECK bool person_supervisors(Db *db, Arena *arena, PersonList *ret, Err *err);

Str person_full_name(Arena *arena, const Person *person); // "Jonatan Sundhed"
// "Jonatan von Sundhed" or "Sundhed, Jonatan" into its parts; false where there are not two.
bool person_name_split(Str name, Str *ret_given, Str *ret_family);
