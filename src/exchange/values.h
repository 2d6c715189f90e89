// values.h: what a cell says, made canonical (lists.h), or a sentence about what is wrong with it and
// what to write instead. References to units and people are only tidied here: match.h finds them.
#pragma once
#include "exchange/lists.h"
#include "formats/table.h"

typedef struct {
    bool dates_from_1904;
    bool dates_are_yymmdd; // the column's dates are six digits: 60601 has lost its zero, it is no serial
    const Str *specialties; // the rulebook's keys; none known: any is taken
    size_t specialty_count;
    const Str *goals; // the codes of all specialties and regulations, each once; none known: any of the right form
    size_t goal_count;
} ValueRules;

// False: *ret_problem is set.
bool value_read(Arena *arena, const Field *field, Cell cell, const ValueRules *rules, Str *ret,
                Msg *ret_problem);
// As the person reads and writes it; units and people are not known here and given back as they are.
Str value_show(Arena *arena, const Field *field, Str canonical);

bool value_read_date(Str text, bool last_day, const ValueRules *rules, Date *ret);
// "mars 2027", "mar-27", "2027-03", "202703", "3/2027": the first of that month.
bool value_read_month(Str text, Date *ret);
// Six digits that are a date: the mark of a YYMMDD column.
bool value_is_yymmdd(Str text);
// "Tallgren, Leila" -> "Leila Tallgren", spaces made single.
Str value_person_name(Arena *arena, Str text);
void value_split_name(Str name, Str *ret_given, Str *ret_family);
// A Swedish personal identity number stands in the text: it must not be kept here.
bool value_has_identity_number(Str text);
