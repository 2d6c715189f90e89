// person_act.h: the use cases of people: their data, what they have, what they are appointed to.
// A version of 0 with an id of 0 is a new row; else the version is the one the editor started from.
#pragma once
#include "people/person_store.h"

// A new person is asked on `unit`, where she will work.
MUST_CHECK bool person_edit(Act *act, Person *person, UnitId unit, Err *err);
// ERR_INVALID: specialist without a specialty.
MUST_CHECK bool qualification_edit(Act *act, Qualification *qualification, Err *err);
MUST_CHECK bool qualification_take_away(Act *act, QualificationId id, int64_t version, Err *err);
// ERR_INVALID: an end before the beginning. ERR_NOT_FOUND: a person one does not see.
MUST_CHECK bool appointment_edit(Act *act, Appointment *appointment, Err *err);
// ERR_FORBIDDEN: one's own, or a role that one may not give there.
MUST_CHECK bool appointment_may_give(Db *db, Actor actor, const Appointment *appointment, Err *err);
// Ends the appointment where `dates` begin and gives it to `to` for them. What was handed to the one
// who goes, and the imports she has under way, are the new one's from that day; proposals, jobs and
// what is put off belong to the unit and stay. Her stand-ins end with her.
MUST_CHECK bool appointment_hand_over(Act *act, AppointmentId id, PersonId to, DateSpan dates, Err *err);
