// seal.h: approvals in a PDF, sealed with the organisation's key (PAdES-B-B), and whether a file holds.
//
// A seal says that the organisation's Randa vouches for what its note says: who approved which digest,
// when, at what level. It is the organisation's, never the person's own signature (S29).
#pragma once
#include "formats/pdf_seal.h"
#include "seal/seal_key.h"

// One more signature after those in `file`. ERR_INVALID: not a PDF of ours.
MUST_CHECK bool seal_put(Arena *arena, const SealKey *key, Str file, const PdfSealNote *note, Str *ret, Err *err);

typedef enum { SEAL_VALID, SEAL_UNDECIDED, SEAL_INVALID } SealVerdict;
typedef struct {
    PdfSealNote note;
    Str sealer;   // the name in the certificate
    bool trusted; // it is one of those given, valid at that time
} SealRow;
LIST_OF(SealRowList, SealRow);
typedef struct {
    SealVerdict verdict;
    Msg why;
    Str digest; // of the frozen file; empty: invalid
    SealRowList rows;
} SealReport;

// Valid: all that the document demands have signed, each seal is whole, of a certificate that is given, and
// nothing has changed or been added. Undecided: nothing is wrong, but one of these cannot be said.
SealReport seal_verify(Arena *arena, const SealKey *trust, Str file); // trust NULL: nobody is known
