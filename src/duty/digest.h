// digest.h: findings as the rows a person reads: one per kind and remedy, in order of need. Pure.
//
// One row holds the findings of one rule, case and grouping. First what is wrong or late, then what
// is due this week and within 30 days, then advice; what is only unknown stands last.
#pragma once
#include "duty/engine.h"

typedef enum { TODO_FIRST, TODO_WEEK, TODO_MONTH, TODO_ADVICE, TODO_HISTORY, TODO_SECTION_COUNT } TodoSection;

LIST_OF(FindingRefs, const Finding *);

typedef struct {
    const DutyRule *rule;
    const DutyCase *how;
    FindingWord word;
    FindingRefs findings; // one or more, by due or since, then id
    Date since, due;      // the earliest of each
    int trainees;         // different ones
    bool handed, put_off; // all of them
    Str title, why;       // why: the reason for one, the names for many
    TodoSection section;
} TodoRow;
LIST_OF(TodoRowList, TodoRow);

typedef struct {
    TodoRowList rows; // by section, then in order
    int count[TODO_SECTION_COUNT];
} Digest;

// Findings that stand open and are meant for Att göra, put off and accepted ones left out by the
// caller. What names no rule any more is left out.
Digest digest_make(Arena *arena, Lang lang, const FindingList *findings, Date today);

Str finding_sentence(Arena *arena, Lang lang, const Finding *finding, const char *text); // of its case
Str finding_title(Arena *arena, Lang lang, const Finding *finding);
Str finding_label(Arena *arena, const Finding *finding); // whom it is about: "Amir Tallhed"
bool finding_how(const Finding *finding, const DutyRule **ret_rule, const DutyCase **ret_how);
bool finding_is_hidden(const Finding *finding, Date today); // put off or accepted

const char *finding_word_text(FindingWord word); // "Krav ej uppfyllt"; empty for neutral
const char *todo_section_title(TodoSection section);

// "Sedan 9 nov" / "14 dagar"; "16 feb 2027" / "om 12 veckor"; empty where nothing is dated.
Str due_when(Arena *arena, Lang lang, Date since, Date due, Date today);
Str due_distance(Arena *arena, Lang lang, Date since, Date due, Date today);
