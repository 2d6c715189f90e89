// lists.h: the lists that are imported and exported, field by field: what a column may be called,
// what its cells hold, which fields say that two rows are about the same thing.
//
// A value has a canonical text: a date is ISO (spans inclusive, as on paper), a share or a number its
// digits, a word of an enumeration its number in gen/records.h, a unit or a person its index among
// the known ones. Empty means that nothing is said. So old and new are compared and shown in one way
// for every field.
#pragma once
#include "base/msg.h"

typedef enum {
    LIST_NONE,
    LIST_UNITS, // in the order they are saved: each needs only those before it
    LIST_CAPACITIES,
    LIST_PEOPLE,
    LIST_APPOINTMENTS,
    LIST_TRAININGS,
    LIST_PLACEMENTS,
    LIST_ABSENCES,
    LIST_EVENTS,
    LIST_COURSES,
    LIST_MATRIX, // trainees down, months across: read into placements and absences
} ListKind;
#define LIST_COUNT (LIST_COURSES + 1)

typedef enum {
    FIELD_TEXT,
    FIELD_NAME,      // a person's own name
    FIELD_PERSON,    // refers to a person by name
    FIELD_PERSON_ID, // refers to the row's person by HSA id; the name is then only read
    FIELD_UNIT,      // refers to a unit by name
    FIELD_HSA,
    FIELD_EMAIL,
    FIELD_DATE,      // a first day: "2027-03" is the 1st
    FIELD_DATE_LAST, // a last day: "2027-03" is the 31st
    FIELD_DATES,     // several, as many as the specialties beside them
    FIELD_PERCENT,
    FIELD_COUNT,
    FIELD_HOURS,     // hours a week, kept as minutes
    FIELD_YES_NO,
    FIELD_WORD,
    FIELD_SPECIALTY, // the rulebook's key: "internmedicin"
    FIELD_SPECIALTIES,
    FIELD_REGULATION, // "2015", "2021"
    FIELD_GOALS,
} FieldKind;

typedef enum { NEED_NONE, NEED_VALUE, NEED_COLUMN } Need; // a needed column, but its cells may be empty

// KEY_SOFT tells rows apart where both say it, but a row found by the rest alone is the same thing.
typedef enum { KEY_NO, KEY_HARD, KEY_SOFT } Key;

typedef struct {
    int value;
    const char *sv;   // as shown and exported
    const char *also; // other words for it, folded, between |
} ListWord;

typedef struct {
    const char *key;     // "planned_end", for JSON
    const char *heading; // Swedish, as exported
    const char *also;    // other headings, normalised (list_heading), between |
    FieldKind kind;
    Need need;
    Key role;
    const ListWord *words; // FIELD_WORD; ends with a NULL sv
} Field;

#define LIST_FIELDS_MAX 12

typedef struct {
    ListKind kind;
    const char *key;   // "placements": `randa export placements`, JSON
    const char *name;  // "Placeringar"
    const char *file;  // "placeringar": the example files' and sheets' names
    const char *also;  // other names of files and sheets, folded, between |
    const Field *fields; // ends with a NULL key
    uint32_t marks;    // fields of which at least one must be there for the list to be this one
} List;

extern const List lists[LIST_COUNT]; // [LIST_NONE] is empty

enum { UNITS_NAME, UNITS_HOSPITAL, UNITS_CARE, UNITS_SPECIALTY, UNITS_EMAIL, UNITS_PHONE, UNITS_SHORT };
enum { CAPACITIES_UNIT, CAPACITIES_LEVEL, CAPACITIES_FIRST, CAPACITIES_LAST, CAPACITIES_PLACES };
enum {
    PEOPLE_NAME, PEOPLE_HSA, PEOPLE_EMAIL, PEOPLE_SPECIALTIES, PEOPLE_SINCE, PEOPLE_COURSE,
    PEOPLE_LICENCE, PEOPLE_PHONE, PEOPLE_GIVEN, PEOPLE_FAMILY
};
enum {
    APPOINTMENTS_PERSON, APPOINTMENTS_ROLE, APPOINTMENTS_UNIT, APPOINTMENTS_FIRST, APPOINTMENTS_LAST,
    APPOINTMENTS_SHARE, APPOINTMENTS_HOURS, APPOINTMENTS_HSA
};
enum {
    TRAININGS_PERSON, TRAININGS_KIND, TRAININGS_SPECIALTY, TRAININGS_REGULATION, TRAININGS_SWEDISH_AT,
    TRAININGS_FIRST, TRAININGS_SHARE, TRAININGS_HOME, TRAININGS_SUPERVISOR, TRAININGS_END,
    TRAININGS_BT, TRAININGS_HSA
};
enum {
    PLACEMENTS_PERSON, PLACEMENTS_UNIT, PLACEMENTS_KIND, PLACEMENTS_FIRST, PLACEMENTS_LAST,
    PLACEMENTS_SHARE, PLACEMENTS_STATE, PLACEMENTS_GOALS, PLACEMENTS_HSA
};
enum { ABSENCES_PERSON, ABSENCES_CAUSE, ABSENCES_FIRST, ABSENCES_LAST, ABSENCES_SHARE, ABSENCES_HSA };
enum {
    EVENTS_PERSON, EVENTS_KIND, EVENTS_DATE, EVENTS_RESPONSIBLE, EVENTS_NOTE, EVENTS_OUTCOME,
    EVENTS_UNIT, EVENTS_HSA
};
enum {
    COURSES_NAME, COURSES_ORGANISER, COURSES_FIRST, COURSES_LAST, COURSES_TOWN, COURSES_SEATS,
    COURSES_APPLY_BY, COURSES_GOALS_2015, COURSES_GOALS_2021
};

size_t list_field_count(const List *list);
// One that list_named does not know is NULL. Takes the key, the Swedish name, or a file's name.
const List *list_named(Arena *arena, Str name);
// "Tjänstgöringsgrad (%)" -> "tjänstgöringsgrad": how headings and words are compared.
Str list_heading(Arena *arena, Str text);
// Which field of the list a normalised heading means; -1 for none.
int list_field_for(const List *list, Str heading);
// "a|b" has "b".
bool list_words_have(const char *words, Str word);
// The word's number for any of its forms, normalised; false for none.
bool list_word_value(const ListWord *words, Str word, int *ret);
const char *list_word_text(const ListWord *words, int value); // Swedish; "" for none
