// match.h: what the names in a file mean: which unit is "VC Norrvik", which of two Anna Berg.
//
// Known holds the units and people of the database and those that the files bring, in one numbering;
// an index in it is the canonical value of a reference. A name that fits one of them well and no other
// nearly as well is taken (and told, and remembered); else the person is asked. Pure.
#pragma once
#include "base/map.h"
#include "exchange/tables.h"

typedef struct {
    int64_t id; // 0: not in the database yet
    Str name, short_name, hospital;
    bool implied; // named only as the hospital of others
    bool listed;  // in a list of units that is being read: it is meant before others of the name
    bool made;    // of an answer: a unit that no list has
    Str *tokens;  // of the name, as compared
    size_t token_count;
    Str *hospital_tokens;
    size_t hospital_token_count;
} KnownUnit;

typedef struct {
    int64_t id;
    Str name, hsa;
    Str folded;
    int same_name; // the next of the same name; -1
} KnownPerson;

typedef struct {
    Str folded;
    int unit;
} KnownAlias;

LIST_OF(KnownUnitList, KnownUnit);
LIST_OF(KnownPersonList, KnownPerson);
LIST_OF(KnownAliasList, KnownAlias);

typedef struct {
    KnownUnitList units;
    KnownPersonList people;
    KnownAliasList unit_aliases, person_answers; // remembered, and what the person has answered now
    StrMap people_by_name; // folded: the first of that name
    StrMap people_by_hsa;
    StrMap unit_memo; // a text already matched: index * 2, + 1 where exact
} Known;

int known_add_unit(Arena *arena, Known *known, int64_t id, Str name, Str short_name, Str hospital);
int known_add_person(Arena *arena, Known *known, int64_t id, Str name, Str hsa);
void known_set_hsa(Arena *arena, Known *known, int person, Str hsa);
void known_add_unit_alias(Arena *arena, Known *known, Str text, int unit);
void known_add_person_answer(Arena *arena, Known *known, Str text, int person);
// "Kardiologi", or "Kardiologi, Norrviks sjukhus" where several have the name.
Str known_unit_text(Arena *arena, const Known *known, int unit);
// "Anna Berg", or "Anna Berg (SE…-1A2B)" where several have the name.
Str known_person_text(Arena *arena, const Known *known, int person);
// A canonical value of any field as the person reads it.
Str known_show(Arena *arena, const Known *known, const Field *field, Str canonical);

typedef enum { MATCH_NONE, MATCH_ASK, MATCH_SURE } MatchGrade;

#define MATCH_OPTIONS_MAX 4
#define MATCH_SKIP (-2)
typedef struct {
    MatchGrade grade;
    bool exact; // its own name
    int index;  // where sure; MATCH_SKIP where the person wants it passed over
    int options[MATCH_OPTIONS_MAX]; // best first, to be asked about
    size_t option_count;
} Match;

Match match_unit(Arena *arena, const Known *known, Str text);
Match match_person(Arena *arena, const Known *known, Str text);
int match_hospital(Arena *arena, const Known *known, Str text); // -1: none

typedef struct {
    bool person; // else a unit
    Str text;
    Match match;
    size_t rows; // that use it
    Str file, sheet, cell; // the first
} Question;
LIST_OF(QuestionList, Question);

// A name that was taken without asking, though it is not the unit's own.
typedef struct {
    Str text;
    int unit;
    size_t rows;
} Taken;
LIST_OF(TakenList, Taken);

// What the person has answered about a name.
typedef enum { ANSWER_STORED, ANSWER_NAMED, ANSWER_NEW, ANSWER_SKIP } AnswerKind;
typedef struct {
    bool person;
    Str text; // the name asked about
    AnswerKind kind;
    int64_t id; // ANSWER_STORED: in the database
    Str name;   // ANSWER_NAMED: as known_unit_text, known_person_text
} Answer;
LIST_OF(AnswerList, Answer);

typedef struct {
    AnswerList answers; // given
    QuestionList questions;
    TakenList taken;
} Matching;

// Puts the files' units and people among the known ones and turns every reference in the rows into its
// index. A name that nobody can be sure of is a question, and a problem on each row that uses it.
void match_rows(Arena *arena, Known *known, ImportInput *input, Matching *matching);
// One reference; false: already reported, or the row is skipped.
bool match_unit_in(Arena *arena, Known *known, ImportInput *input, Matching *matching, ImportRow *row,
                   int field, Str text, int *ret);
bool match_person_in(Arena *arena, Known *known, ImportInput *input, Matching *matching, ImportRow *row,
                     int field, Str text, int *ret);
