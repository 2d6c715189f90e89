#include "training/training_fields_view.h"
#include "people/person_store.h"
#include "training/regulation.h"

static int by_label(const void *a, const void *b, void *context) {
    const FieldOption *x = a, *y = b;
    return str_compare(str_sort_key(context, x->label), str_sort_key(context, y->label));
}

Html field_specialty(Request *req, Str chosen, const FieldErrorList *errors) {
    FieldOptionList options = {0};
    for (size_t i = 0; i < rulebook_data.specialty_count; i++)
        field_option(req->arena, &options, rulebook_data.specialties[i].id,
                   rulebook_data.specialties[i].name_sv);
    list_sort(req->arena, options.items, options.count, sizeof *options.items, by_label,
              req->arena);
    return html_field_select(
        req->arena, req->lang,
        (Field){
            .name = "specialitet", .label = N_("Specialitet"), .value = chosen, .errors = errors},
        &options);
}

static bool is_home(const Unit *unit) {
    return unit->kind == UNIT_KIND_CLINIC || unit->kind == UNIT_KIND_HEALTH_CENTRE;
}

Html field_home(Request *req, const UnitList *units, Str chosen, const FieldErrorList *errors) {
    FieldOptionList options = {0};
    for (size_t i = 0; i < units->count; i++)
        if (is_home(&units->items[i]))
            field_option(req->arena, &options, id_text(req->arena, units->items[i].id.raw),
                       units->items[i].name);
    return html_field_select(
        req->arena, req->lang,
        (Field){.name = "hem", .label = N_("Hemklinik"), .value = chosen, .errors = errors},
        &options);
}

Html field_at(Request *req, Str chosen) {
    FieldOptionList options = {0};
    static const KnownBool order[] = {KNOWN_BOOL_YES, KNOWN_BOOL_NO, KNOWN_BOOL_UNKNOWN};
    for (size_t i = 0; i < COUNT_OF(order); i++)
        field_option(req->arena, &options, str_from_c(known_bool_names[order[i]]), known_bool_word(req->lang, order[i]));
    return html_field_choice(
        req->arena, req->lang,
        (Field){.name = "at",
                .label = N_("Svensk AT"),
                .hint = N_("AT i Sverige eller ST före 1 juli 2021 ger rätt att välja "
                           "2015 års föreskrift."),
                .value = chosen},
        &options);
}

Html field_regulation(Request *req, Str chosen, const FieldErrorList *errors) {
    FieldOptionList options = {0};
    static const struct {
        const char *key, *note;
    } rows[] = {{"2021", N_("BT ingår, minst 66 månader i allt")},
                {"2015", N_("Efter svensk AT, minst 60 månader")}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        FieldOption option = {.value = str_from_c(rows[i].key),
                              .label = str_from_c(regulation_name(str_from_c(rows[i].key))),
                              .note = tr_str(req->lang, rows[i].note)};
        list_add(req->arena, &options, option);
    }
    return html_field_choice(
        req->arena, req->lang,
        (Field){.name = "foreskrift", .label = N_("Föreskrift"), .value = chosen, .errors = errors},
        &options);
}

Html field_supervisor(Request *req, const char *name, const PersonList *people, Str chosen) {
    FieldOptionList options = {0};
    field_option(req->arena, &options, STR(""), tr_str(req->lang, N_("Ingen ännu")));
    for (size_t i = 0; i < people->count; i++)
        field_option(req->arena, &options, id_text(req->arena, people->items[i].id.raw),
                   person_full_name(req->arena, &people->items[i]));
    return html_field_select(
        req->arena, req->lang,
        (Field){.name = name, .label = N_("Huvudhandledare"), .width = "w2", .value = chosen},
        &options);
}

KnownBool known_bool_from(Str text) {
    for (int i = 0; i < KNOWN_BOOL_COUNT; i++)
        if (str_equal(text, str_from_c(known_bool_names[i]))) return (KnownBool)i;
    return KNOWN_BOOL_UNKNOWN;
}

Str known_bool_word(Lang lang, KnownBool value) {
    return tr_str(lang, value == KNOWN_BOOL_YES ? N_("Ja") : value == KNOWN_BOOL_NO ? N_("Nej") : N_("Vet inte än"));
}

Percent share_from(Request *req, const char *name) {
    int64_t number;
    Str typed = request_form(req, name);
    if (str_ends(typed, STR("%"))) typed = str_trim(str_slice(typed, 0, typed.size - 1));
    bool is_share = str_to_int(typed, &number) && number >= 0 && number <= 1000;
    return (Percent){is_share ? (int32_t)number : 0};
}
