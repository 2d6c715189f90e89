// training_fields_view.h: fields that the forms about a training share.
#pragma once
#include "http/field.h"
#include "training/training_store.h"

Html field_specialty(Request *req, Str chosen, const FieldErrorList *errors);
Html field_home(Request *req, const UnitList *units, Str chosen, const FieldErrorList *errors);
Html field_at(Request *req, Str chosen);
Html field_regulation(Request *req, Str chosen, const FieldErrorList *errors);
Html field_supervisor(Request *req, const char *name, const PersonList *people, Str chosen);
KnownBool known_bool_from(Str text);
Str known_bool_word(Lang lang, KnownBool value); // "Vet inte än"
Percent share_from(Request *req, const char *name); // 0 where it is no number
