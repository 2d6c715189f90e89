// version_store.h: frozen versions of documents and who has signed them.
#pragma once
#include "document/document.h"

typedef struct {
    Signature signature;
    Str name; // empty: nobody that Randa knows
} SignatureRow;
LIST_OF(SignatureRowList, SignatureRow);

// By kind, the newest first.
MUST_CHECK bool document_versions(Db *db, Arena *arena, TrainingId training, DocumentVersionList *ret, Err *err);
// ERR_NOT_FOUND also for a version of a training one does not see.
MUST_CHECK bool document_version_get(Db *db, Arena *arena, DocumentVersionId id, DocumentVersion *ret, Err *err);
MUST_CHECK bool document_signatures(Db *db, Arena *arena, TrainingId training, SignatureRowList *ret, Err *err);
// The newest sealed file of a version comes last.
MUST_CHECK bool document_seals(Db *db, Arena *arena, DocumentVersionId version, SignatureSealList *ret, Err *err);
const Signature *signature_of(const SignatureRowList *signatures, DocumentVersionId version, Str role); // NULL: not yet
