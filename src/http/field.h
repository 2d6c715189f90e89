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

// Where someone else was first (ERR_STALE): what was typed beside what is saved now, and a way to
// keep either. `form` is the id of the form, which has the new version.
typedef struct {
    const char *label; // for tr()
    Str yours, now;
} FieldClash;
LIST_OF(FieldClashList, FieldClash);
void field_clash(Arena *arena, FieldClashList *clashes, const char *label, Str yours, Str now); // where they differ
Html html_form_clash(Arena *arena, Lang lang, const FieldClashList *clashes, const char *form, Url keep);

// Fields that many forms have.
Html field_text(Request *req, const FieldErrorList *errors, const char *name, const char *label, const char *width,
                bool optional, Str before);
Html field_day(Request *req, const char *name, const char *label, Date before, const FieldErrorList *errors);
void field_option(Arena *arena, FieldOptionList *options, Str value, Str label);
Str id_text(Arena *arena, int64_t id);    // empty for 0
Str day_text(Arena *arena, Date day);     // empty where it is unknown
Str share_text(Arena *arena, Percent share);

// What was typed, or what stood there before.
Str field_value(const Request *req, const char *name, Str before);
// A day of the form: empty gives DATE_NONE, what is no day an error at the field.
Date field_date(Request *req, const char *name, FieldErrorList *errors);
