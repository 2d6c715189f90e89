// document_store.h: what the documents about one training are made of, read for those who may see it.
#pragma once
#include "document/document.h"

// The facts must not be moved after loading: they point into themselves.
MUST_CHECK bool document_facts_load(Db *db, Arena *arena, TrainingId id, Date today, DocumentFacts *ret, Err *err);
// Who signs as supervisor: the placement's own, else the training's main supervisor.
MUST_CHECK bool document_supervisor_load(Db *db, Arena *arena, const DocumentFacts *facts, CertificateOrder *order, Err *err);

typedef struct {
    TrainingId id;
    Str name;
} DocumentTraining;
LIST_OF(DocumentTrainingList, DocumentTraining);
MUST_CHECK bool document_trainings(Db *db, Arena *arena, DocumentTrainingList *ret, Err *err); // under way, by name
