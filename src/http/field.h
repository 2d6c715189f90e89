// field.h: the fields of forms as the pages have them: label, hint, error and what was typed, tied
// together for those who hear the page. A form that was refused shows a summary that leads to each
// field (ui.md: what was typed is kept).
#pragma once
#include "http/request.h"

typedef struct {
    const char *name;
    Msg message;
} FieldError;
LIST_OF(FieldErrorList, FieldError);

typedef struct {
    const char *name;      // also the id
    const char *label;     // for tr()
    const char *hint;      // NULL: none
    const char *width;     // "w1" "w2" "grow"; NULL: as wide as it goes
    const char *inputmode; // "numeric", "decimal"; NULL: text
    bool optional;
    Str value;
    const FieldErrorList *errors; // NULL: none
} Field;
Html html_field_text(Arena *arena, Lang lang, Field field);
Html html_field_area(Arena *arena, Lang lang, Field field);

typedef struct {
    Str value, label;
    Str note; // under the label, in choices
} FieldOption;
LIST_OF(FieldOptionList, FieldOption);
// field.value says which is chosen.
Html html_field_select(Arena *arena, Lang lang, Field field, const FieldOptionList *options);
Html html_field_choice(Arena *arena, Lang lang, Field field, const FieldOptionList *options);

// The summary above the form; empty where there are no errors.
Html html_form_errors(Arena *arena, Lang lang, const char *title, const FieldErrorList *errors);
void field_error(Arena *arena, FieldErrorList *errors, const char *name, Msg message);

// What was typed, or what stood there before.
Str field_value(const Request *req, const char *name, Str before);
// A day of the form: empty gives DATE_NONE, what is no day an error at the field.
Date field_date(Request *req, const char *name, FieldErrorList *errors);
