// version_act.h: settling a version of a document, and registering who has signed it on paper.
#pragma once
#include "document/version_store.h"

// Freezes what the document says today. ERR_CONFLICT where nothing has changed since the version that
// waits for signatures or is in force; one that waited is withdrawn, with its signatures.
MUST_CHECK bool document_settle(Act *act, TrainingId training, Str kind, DocumentVersion *ret, Err *err);

typedef struct {
    DocumentVersionId version;
    Str role; // one of those who sign
    Date signed_on;
    Str kept_at;
    Str scan; // what was uploaded; empty: nothing
} PaperSignature;
// For whatever kind of signature: saved, and the last one of all puts the version in force. `there`: those
// before it. The caller ends the act.
MUST_CHECK bool signature_add(Act *act, DocumentVersion *version, Signature *signature, const SignatureRowList *there, Err *err);
// The last one of all puts the version in force, and the one before out of it.
MUST_CHECK bool signature_register(Act *act, const PaperSignature *paper, Err *err);
