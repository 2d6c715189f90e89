// regulation.h: which regulation a training may follow, and why (R06).
//
// SOSFS 2015:8 is open to who has done Swedish AT, or began the ST before 1 July 2021; they may
// choose HSLF-FS 2021:8. Everyone else follows 2021. What is not known is not a breach. Pure.
#pragma once
#include "base/err.h"
#include "gen/records.h"

typedef struct {
    bool may_2015;
    bool is_unknown;              // neither AT nor start is known well enough to say no
    RegulationReason reason_2015; // why 2015 is open; NONE where it is not known
    RegulationReason reason_2021; // MUST_2021 or CHOSEN_2021; NONE where it is not known
} RegulationChoice;

RegulationChoice regulation_choice(TrainingKind kind, KnownBool swedish_at, Date first);
// The reason that belongs to the training's own regulation.
RegulationReason regulation_reason(const Training *training);
// 2015 without right to it.
bool regulation_is_breach(const Training *training);
// ERR_INVALID with what to do: no such regulation, or 2015 without right to it.
MUST_CHECK bool regulation_check(const Training *training, Err *err);

const char *regulation_reason_text(RegulationReason reason); // Swedish, for tr(); "" for none
const char *regulation_name(Str key);                        // "HSLF-FS 2021:8"; "" if unknown
