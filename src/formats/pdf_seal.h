// pdf_seal.h: signatures in a PDF of our own, each put after what is there (an incremental update), so
// that those before it stay valid.
//
// The bytes of an update follow from the file before it and from what it says. A reader makes them
// again and compares: nothing can stand in a gap, and nothing but signatures can have been added. Pure;
// what fills the hole (a CMS, seal/cms.h) is the caller's.
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/list.h"

// What a signature says about itself.
typedef struct {
    Str name, role;      // who: "Ada Åkesson", "trainee"
    Str level;           // "N1", "N2", "N3", "paper"
    Str sentence;        // what was agreed to, in words
    Str document;        // "iup"
    Str digest;          // SHA-256 of the frozen file, hexadecimal
    int version;         // of the document
    int place, of;       // which of how many signatures: 1 of 3
    int64_t made;        // milliseconds since 1970, UTC; whole seconds
} PdfSealNote;

#define PDF_SEAL_HOLE_BYTES ((size_t)12288) // for the signature, before it is made hexadecimal
typedef struct {
    Str file;    // all of it; zeros in the hole
    size_t hole; // where the hexadecimal begins, after "<"
} PdfSealing;
// `file` as our writer ends it, or with earlier signatures. ERR_INVALID for anything else.
MUST_CHECK bool pdf_seal_begin(Arena *arena, Str file, const PdfSealNote *note, PdfSealing *ret, Err *err);
// What is signed: all bytes but the hole and its two brackets.
typedef struct {
    Str before, after;
} PdfSealed;
PdfSealed pdf_seal_covers(const PdfSealing *sealing);
// The finished file. ERR_TOO_LARGE when the signature does not go into the hole.
MUST_CHECK bool pdf_seal_end(Arena *arena, const PdfSealing *sealing, Str signature, Str *ret, Err *err);

typedef struct {
    PdfSealNote note;
    PdfSealing sealing; // the file up to this signature, as it would be made
    Str signature;      // what stands in its hole
} PdfSeal;
LIST_OF(PdfSealList, PdfSeal);
#define PDF_SEALS_MAX 16
// The signatures of a file, the oldest first, and the frozen file they are about; no signatures where
// there are none. ERR_INVALID when anything in the file is not exactly as it would be made.
MUST_CHECK bool pdf_seals_read(Arena *arena, Str file, Str *ret_frozen, PdfSealList *ret, Err *err);
