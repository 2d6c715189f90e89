#include "http/field.h"
#include <string.h>
#include "gen/field.html.h"
#include "gen/error_summary.html.h"
#include "gen/form_conflict.html.h"

void field_error(Arena *arena, FieldErrorList *errors, const char *name, Msg message) {
    FieldError error = {name, message};
    list_add(arena, errors, error);
}

static const FieldError *error_of(const Field *field) {
    for (size_t i = 0; field->errors && i < field->errors->count; i++)
        if (strcmp(field->errors->items[i].name, field->name) == 0) return &field->errors->items[i];
    return NULL;
}

// The ids of the hint and the error, for aria-describedby.
static Str described_by(Arena *arena, const Field *field, bool has_error) {
    if (field->hint && has_error) return str_printf(arena, "%s-h %s-e", field->name, field->name);
    if (field->hint) return str_printf(arena, "%s-h", field->name);
    return has_error ? str_printf(arena, "%s-e", field->name) : STR("");
}

static HtmlField field_of(Arena *arena, Lang lang, const Field *field) {
    const FieldError *error = error_of(field);
    return (HtmlField){
        .name = str_from_c(field->name),
        .label = tr_str(lang, field->label),
        .hint = field->hint ? tr_str(lang, field->hint) : STR(""),
        .width = str_from_c(field->width),
        .inputmode = str_from_c(field->inputmode),
        .optional = field->optional,
        .value = field->value,
        .error = error ? msg_format(arena, lang, error->message) : STR(""),
        .described = described_by(arena, field, error != NULL),
    };
}

Html html_field_text(Arena *arena, Lang lang, Field field) {
    HtmlField data = field_of(arena, lang, &field);
    data.text = true;
    return html_field(arena, lang, &data);
}

Html html_field_area(Arena *arena, Lang lang, Field field) {
    HtmlField data = field_of(arena, lang, &field);
    data.area = true;
    return html_field(arena, lang, &data);
}

Html html_field_select(Arena *arena, Lang lang, Field field, const FieldOptionList *options) {
    HtmlField data = field_of(arena, lang, &field);
    data.select = true;
    for (size_t i = 0; i < options->count; i++) {
        const FieldOption *from = &options->items[i];
        HtmlFieldOptions option = {.value = from->value,
                                   .label = from->label,
                                   .chosen = str_equal(from->value, field.value)};
        list_add(arena, &data.options, option);
    }
    return html_field(arena, lang, &data);
}

Html html_field_choice(Arena *arena, Lang lang, Field field, const FieldOptionList *options) {
    HtmlField data = field_of(arena, lang, &field);
    data.choice = true;
    data.columns = options->count == 3 ? STR("grid3") : options->count == 2 ? STR("both") : STR("");
    for (size_t i = 0; i < options->count; i++) {
        const FieldOption *from = &options->items[i];
        HtmlFieldChoices choice = {.value = from->value,
                                   .label = from->label,
                                   .note = from->note,
                                   .chosen = str_equal(from->value, field.value)};
        list_add(arena, &data.choices, choice);
    }
    return html_field(arena, lang, &data);
}

Html html_form_errors(Arena *arena, Lang lang, const char *title, const FieldErrorList *errors) {
    if (errors->count == 0) return html_none();
    HtmlErrorSummary data = {.title = tr_str(lang, title)};
    for (size_t i = 0; i < errors->count; i++) {
        const FieldError *error = &errors->items[i];
        HtmlErrorSummaryErrors row = {.field = str_from_c(error->name),
                                      .text = msg_format(arena, lang, error->message)};
        list_add(arena, &data.errors, row);
    }
    return html_error_summary(arena, lang, &data);
}

void field_clash(Arena *arena, FieldClashList *clashes, const char *label, Str yours, Str now) {
    if (!str_equal(yours, now)) list_add(arena, clashes, ((FieldClash){label, yours, now}));
}

Html html_form_clash(Arena *arena, Lang lang, const FieldClashList *clashes, const char *form, Url keep) {
    HtmlFormConflict data = {.form = str_from_c(form), .keep = keep};
    for (size_t i = 0; i < clashes->count; i++) {
        const FieldClash *clash = &clashes->items[i];
        HtmlFormConflictRows row = {.label = tr_str(lang, clash->label),
                                    .yours = clash->yours.size ? clash->yours : STR("–"),
                                    .now = clash->now.size ? clash->now : STR("–")};
        list_add(arena, &data.rows, row);
    }
    return html_form_conflict(arena, lang, &data);
}

Html field_text(Request *req, const FieldErrorList *errors, const char *name, const char *label, const char *width,
                bool optional, Str before) {
    return html_field_text(req->arena, req->lang,
                           (Field){.name = name,
                                   .label = label,
                                   .width = width,
                                   .optional = optional,
                                   .value = field_value(req, name, before),
                                   .errors = errors});
}

Html field_day(Request *req, const char *name, const char *label, Date before, const FieldErrorList *errors) {
    return field_text(req, errors, name, label, "w1", false, day_text(req->arena, before));
}

void field_option(Arena *arena, FieldOptionList *options, Str value, Str label) {
    FieldOption option = {.value = value, .label = label};
    list_add(arena, options, option);
}

Str id_text(Arena *arena, int64_t id) {
    return id == 0 ? STR("") : str_printf(arena, "%lld", (long long)id);
}

Str day_text(Arena *arena, Date day) {
    return date_is_known(day) ? date_iso(arena, day) : STR("");
}

Str share_text(Arena *arena, Percent share) {
    return str_printf(arena, "%d %%", share.value);
}

Str field_value(const Request *req, const char *name, Str before) {
    return request_form_has(req, name) ? request_form(req, name) : before;
}

Date field_date(Request *req, const char *name, FieldErrorList *errors) {
    Date date;
    if (str_is_empty(request_form(req, name))) return DATE_NONE;
    if (request_form_date(req, name, &date)) return date;
    field_error(req->arena, errors, name,
                msg(N_("Skriv en dag, till exempel 2027-02-01 eller v5 2027.")));
    return DATE_NONE;
}
