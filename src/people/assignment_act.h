// assignment_act.h: what is agreed with a studierektor, and the time of her task.
#pragma once
#include "gen/records_store.h"

// By whoever may give the appointment, never by the one who has it. New where `id` is 0; one per
// appointment; person and unit follow from it.
MUST_CHECK bool terms_edit(Act *act, DirectorTerms *terms, Err *err);

// Used: by herself. Extra: by whoever may give the appointment. ERR_INVALID: no day, no time, or more
// than a day holds (used) or half a year (extra).
MUST_CHECK bool director_time_add(Act *act, DirectorTime *time, AppointmentId of, Err *err);

// That the extract of a year is given to the pay review; again changes nothing. ERR_INVALID: a year to come.
MUST_CHECK bool merit_give(Act *act, UnitId unit, int year, Err *err);

// Whoever may read the list of the unit says that it is read; again changes nothing.
MUST_CHECK bool in_out_acknowledge(Act *act, UnitId unit, Date month, Err *err);
