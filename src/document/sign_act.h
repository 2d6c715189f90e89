// sign_act.h: approving a frozen version in Randa (N1): who is signed in and has just proved it approves
// its digest, and the organisation's key seals that into the file. In the order the type says.
#pragma once
#include "document/version_store.h"
#include "seal/seal_key.h"

// Is it this actor's turn? Nobody signs for another, and nobody twice.
bool signing_is_for(const DocumentFacts *facts, const DocumentVersion *version, const SignatureRowList *there, Actor actor);
Str signing_sentence(void); // what she agrees to
// `digest`: of what she was shown. ERR_CONFLICT when the version is no longer that, or without a key;
// ERR_FORBIDDEN when it is not her turn. Signature, seal and what follows are one transaction.
MUST_CHECK bool document_approve(Act *act, const SealKey *key, DocumentVersionId id, Str digest, Err *err);
