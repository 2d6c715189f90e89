// training_store.h: rows of trainings: the list, and one trainee's whole file.
#pragma once
#include "training/goal.h"
#include "gen/records_store.h"

typedef struct {
    Training training;
    Str given_name, family_name, sort_key, home_name;
    Str place; // where today: a unit's name; empty: nowhere
    Date place_past;
    bool on_leave;
    Date leave_past;
    Str supervisor;                       // main, today; empty: none
    int64_t findings[FINDING_WORD_COUNT]; // open, by word
    Date next_due;
    Date last_event; // of the kind asked for; DATE_NONE: none
} TrainingRow;
LIST_OF(TrainingRowList, TrainingRow);

typedef struct {
    UnitId unit; // and below; 0: all one may see
    bool with_ended;
    int event_kind; // fills last_event; -1: not asked
} TrainingQuery;

// By name.
MUST_CHECK bool training_rows(Db *db, Arena *arena, TrainingQuery asked, TrainingRowList *ret,
                              Err *err);

typedef struct {
    Supervision supervision;
    Str name;
} SupervisionRow;
LIST_OF(SupervisionRowList, SupervisionRow);
typedef struct {
    Event event;
    Str responsible;
} EventRow;
LIST_OF(EventRowList, EventRow);

// All about one training that its page and its needs ask for.
typedef struct {
    Training training;
    Person person;
    ServiceInput service;
    NeedInput need; // points to service
    SupervisionRowList supervisions;
    EventRowList events; // the last held first
} TrainingFile;

// ERR_NOT_FOUND for what the actor may not see. The file must not be moved after loading.
MUST_CHECK bool training_get(Db *db, Arena *arena, TrainingId id, Training *ret, Err *err);
MUST_CHECK bool training_file_load(Db *db, Arena *arena, TrainingId id, TrainingFile *ret,
                                   Err *err);
MUST_CHECK bool training_findings(Db *db, Arena *arena, TrainingId id, FindingList *ret, Err *err);

const SupervisionRow *training_main_supervisor(const TrainingFile *file, Date on);   // or NULL
const Event *training_last_event(const TrainingFile *file, EventKind kind, Date on); // or NULL

typedef struct {
    int64_t audit;
    int64_t at;      // Instant
    Str action, who; // who empty: the system
    Str behalf;      // for whom she did it; empty: herself
} TrainingChange;
LIST_OF(TrainingChangeList, TrainingChange);
// The last 51 acts that changed the training or what belongs to it.
MUST_CHECK bool training_history(Db *db, Arena *arena, TrainingId id, TrainingChangeList *ret,
                                 Err *err);
