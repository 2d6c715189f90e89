// event_act.h: registering what others have done: talks, reviews, collegia, signatures,
// certificates on paper; one by one or for many at once. Each asks access for every training it
// touches: one that may not be touched stops the whole, and nothing is written.
#pragma once
#include "training/training_store.h"

LIST_OF(TrainingIdList, TrainingId);

typedef struct {
    EventKind kind;
    Date held;
    PersonId responsible;
    bool main_supervisor_is_responsible; // each training's own, on that day
    EventOutcome outcome;
    Str note;
} EventDraft;

// One event per training. Those that already have this kind on this day are left as they are;
// *ret_new is how many were new.
MUST_CHECK bool event_register(Act *act, const EventDraft *draft, const TrainingIdList *trainings,
                               size_t *ret_new, Err *err);
// One that concerns a whole unit: a supervisors' meeting, an inspection.
MUST_CHECK bool event_register_unit(Act *act, const EventDraft *draft, UnitId unit, Err *err);
MUST_CHECK bool event_take_away(Act *act, EventId id, int64_t version, Err *err);
bool event_kind_is_of_unit(EventKind kind);
const char *event_kind_text(EventKind kind); // "Handledarsamtal", for tr()

// A certificate that lies on paper. `placement` or `course` or neither; `goals` empty: those of the
// placement.
MUST_CHECK bool certificate_register(Act *act, Certificate *certificate, Err *err);
MUST_CHECK bool certificate_take_away(Act *act, CertificateId id, int64_t version, Err *err);

// "Komplettera historiken": what is known of placements from before the unit began.
typedef enum { HISTORY_ON_PAPER, HISTORY_MISSING, HISTORY_NOT_NEEDED } HistoryAnswer;
typedef struct {
    PlacementId placement;
    HistoryAnswer answer;
} HistoryLine;
LIST_OF(HistoryLineList, HistoryLine);

// A paper certificate for each HISTORY_ON_PAPER, and for every training in `trainings` a note that
// its history is filled in.
MUST_CHECK bool history_fill(Act *act, const HistoryLineList *lines, Str kept_at,
                             const TrainingIdList *trainings, Err *err);
