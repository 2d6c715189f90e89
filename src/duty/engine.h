// engine.h: rulebook + facts + a date in, findings out. Pure: the same three give the same findings,
// byte for byte.
//
// checks[] (engine.c) says which function answers for which rule; the numbers (days, months, shares)
// and the sentences are data in the rulebook. Unknown is never a breach: see facts.h.
#pragma once
#include "base/json.h"
#include "duty/facts.h"

typedef struct {
    const DutyRule *rule;
    const DutyCase *how; // the rule's case that speaks
    Str period;   // tells two findings of one rule about one subject apart; empty where there is one
    Str grouping; // findings of one rule, case and grouping are one row on Att göra
    UnitId unit;  // whose studierektor it concerns; for R29 the receiving unit's
    TrainingId training;
    PersonId person;
    PlacementId placement;
    Date since, due; // since when it is so; by when it must be mended. DATE_NONE where not
    DutyArg args[MSG_ARGS_MAX]; // a list of names is a text with '\n' between them
    size_t arg_count;
} Found;
LIST_OF(FoundList, Found);

// All whole trainings and units of the facts; in the order of checks[], then of the facts.
FoundList duty_evaluate(Arena *arena, const Rulebook *rulebook, const Facts *facts, Date on);

// The arguments as JSON and back; what cannot be read is left out.
Str found_args_json(Arena *arena, const Found *found);
size_t duty_args_read(Arena *arena, const DutyRule *rule, Str json, DutyArg ret[MSG_ARGS_MAX]);

// A text of the case with its arguments, lists as "A, B och C"; {count} is `count` where it is > 0.
Str duty_sentence(Arena *arena, Lang lang, const DutyRule *rule, const char *text, const DutyArg *args,
                  size_t arg_count, int64_t count);
Str names_text(Arena *arena, Lang lang, Str names, size_t most); // "A, B och 3 till"

FindingWord finding_word(Word word); // the rulebook's word as the record keeps it
