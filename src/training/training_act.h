// training_act.h: the use cases of a training: take one in, change it, its share, leave, supervisor
// and own demands. Where a record has a version it is the one the editor started from (ERR_STALE).
#pragma once
#include "training/training_store.h"

// A new trainee. Person: an id, or the name of a new one. `training` without id; `share` from its
// first day; `supervisor` 0: none yet. Sets training->id.
typedef struct {
    Person person;
    Training training;
    Percent share;
    PersonId supervisor;
} TrainingIntake;
MUST_CHECK bool training_take_in(Act *act, TrainingIntake *intake, Err *err);

// ERR_INVALID: no right to the regulation, an end before the beginning. The reason for the
// regulation is set from AT and the first day.
MUST_CHECK bool training_edit(Act *act, Training *training, Err *err);

// The share from `first` to the day before `past` (DATE_OPEN: until further notice); what was said
// of later days within is replaced, and after `past` the former share returns.
MUST_CHECK bool training_share_change(Act *act, TrainingId id, Percent share, DateSpan span,
                                      Err *err);

MUST_CHECK bool absence_edit(Act *act, Absence *absence, Err *err); // id 0: new
MUST_CHECK bool absence_take_away(Act *act, AbsenceId id, int64_t version, Err *err);

// The main supervisor from a day on: whoever has it then ends the day before. 0: nobody. Why, in
// kinds, is kept beside it where there was one before.
MUST_CHECK bool training_supervisor_change(Act *act, TrainingId id, PersonId supervisor, Date from,
                                           ChangeReason reason, Err *err);

// What this trainee's plan demands; items are saved by key, new or changed.
MUST_CHECK bool training_items_put(Act *act, TrainingId id, TrainingItemList items, Err *err);
