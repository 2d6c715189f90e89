// Editing a unit and its places.
#include "people/unit_page.h"
#include "access/may_store.h"
#include "gen/unit_form.html.h"
#include "gen/unit_places_page.html.h"
#include "http/field.h"
#include "people/unit_act.h"
#include "people/unit_view.h"
#include "rulebook/rulebook.h"
#include "training/training_view.h"

// --- the unit

static bool unit_read(Request *req, Unit *ret, bool *ret_new, Err *err) {
    UnitId id;
    *ret_new = request_param(req, "id").size == 0;
    if (*ret_new) {
        *ret = (Unit){.in_use_from = DATE_NONE, .parent = req->session.unit};
        return true;
    }
    if (!request_id(req, "id", &id.raw, err)) return false;
    return may_unit(req->db, req->actor, MAY_EDIT_UNIT, id, err) &&
           unit_load(req->db, req->arena, id, ret, err);
}

static Html kind_field(Request *req, const Unit *unit) {
    FieldOptionList options = {0};
    for (int i = 0; i < UNIT_KIND_COUNT; i++)
        field_option(req->arena, &options, str_from_c(unit_kind_names[i]),
                   tr_str(req->lang, unit_kind_text((UnitKind)i)));
    return html_field_select(
        req->arena, req->lang,
        (Field){.name = "slag",
                .label = N_("Slag"),
                .value = field_value(req, "slag", str_from_c(unit_kind_names[unit->kind]))},
        &options);
}

static Html care_field(Request *req, const Unit *unit) {
    FieldOptionList options = {0};
    for (int i = 0; i < CARE_FORM_COUNT; i++)
        field_option(req->arena, &options, str_from_c(care_form_names[i]),
                   tr_str(req->lang, care_form_text((CareForm)i)));
    return html_field_select(
        req->arena, req->lang,
        (Field){.name = "vard",
                .label = N_("Vårdform"),
                .hint = N_("Avgör vad BT här räknas som."),
                .value = field_value(req, "vard", str_from_c(care_form_names[unit->care]))},
        &options);
}

static Html parent_field(Request *req, const UnitList *units, const Unit *unit,
                         const FieldErrorList *errors) {
    FieldOptionList options = {0};
    field_option(req->arena, &options, STR(""), tr_str(req->lang, N_("Högst upp i regionen")));
    for (size_t i = 0; i < units->count; i++)
        if (units->items[i].id.raw != unit->id.raw)
            field_option(req->arena, &options, id_text(req->arena, units->items[i].id.raw),
                       units->items[i].name);
    return html_field_select(
        req->arena, req->lang,
        (Field){.name = "over",
                .label = N_("Hör till"),
                .width = "w2",
                .errors = errors,
                .value = field_value(req, "over", id_text(req->arena, unit->parent.raw))},
        &options);
}

static Html specialty_field(Request *req, const Unit *unit) {
    FieldOptionList options = {0};
    field_option(req->arena, &options, STR(""), tr_str(req->lang, N_("Ingen")));
    for (size_t i = 0; i < rulebook_data.specialty_count; i++)
        field_option(req->arena, &options, rulebook_data.specialties[i].id,
                   rulebook_data.specialties[i].name_sv);
    return html_field_select(req->arena, req->lang,
                             (Field){.name = "specialitet",
                                     .label = N_("Specialitet"),
                                     .value = field_value(req, "specialitet", unit->specialty)},
                             &options);
}

static Str name_of(const UnitList *units, UnitId id) {
    const Unit *unit = unit_find(units, id);
    return unit ? unit->name : STR("");
}

static Html unit_clash(Request *req, const Unit *mine, const Unit *now, const UnitList *units) {
    Arena *arena = req->arena;
    FieldClashList clashes = {0};
    field_clash(arena, &clashes, N_("Namn"), mine->name, now->name);
    field_clash(arena, &clashes, N_("Kortnamn"), mine->short_name, now->short_name);
    field_clash(arena, &clashes, N_("Slag"), tr_str(req->lang, unit_kind_text(mine->kind)),
                tr_str(req->lang, unit_kind_text(now->kind)));
    field_clash(arena, &clashes, N_("Hör till"), name_of(units, mine->parent), name_of(units, now->parent));
    field_clash(arena, &clashes, N_("Vårdform"), tr_str(req->lang, care_form_text(mine->care)),
                tr_str(req->lang, care_form_text(now->care)));
    field_clash(arena, &clashes, N_("Specialitet"), specialty_name(mine->specialty), specialty_name(now->specialty));
    field_clash(arena, &clashes, N_("E-post"), mine->email, now->email);
    field_clash(arena, &clashes, N_("Telefon"), mine->phone, now->phone);
    field_clash(arena, &clashes, N_("I bruk från"), day_text(arena, mine->in_use_from), day_text(arena, now->in_use_from));
    return html_form_clash(arena, req->lang, &clashes, "andra", url(arena, "/enhet/%lld/andra", (long long)now->id.raw));
}

// `mine`: what was typed, where someone else was first; else NULL.
static bool unit_show(Request *req, Reply *reply, const FieldErrorList *errors, const Unit *mine,
                      Err *err) {
    Unit unit;
    UnitList units = {0};
    bool is_new;
    Arena *arena = req->arena;
    if (!unit_read(req, &unit, &is_new, err)) return false;
    if (!unit_list_of_region(req->db, arena, &units, err)) return false;
    HtmlUnitForm page = {
        .name = unit.name,
        .title = tr_str(req->lang, is_new ? N_("Ny enhet") : N_("Ändra enhet")),
        .errors = html_form_errors(arena, req->lang, N_("Enheten sparades inte. Rätta:"), errors),
        .action = is_new ? url(arena, "/enhet/ny")
                         : url(arena, "/enhet/%lld/andra", (long long)unit.id.raw),
        .guard = request_guard(req),
        .version = str_printf(arena, "%lld", (long long)unit.version),
        .full_name = field_text(req, errors, "namn", N_("Namn"), "w2", false, unit.name),
        .short_name = field_text(req, errors, "kort", N_("Kortnamn"), "w1", true, unit.short_name),
        .kind = kind_field(req, &unit),
        .parent = parent_field(req, &units, &unit, errors),
        .care = care_field(req, &unit),
        .specialty = specialty_field(req, &unit),
        .email = field_text(req, errors, "epost", N_("E-post"), "grow", true, unit.email),
        .phone = field_text(req, errors, "tel", N_("Telefon"), "w1", true, unit.phone),
        .in_use = html_field_text(
            arena, req->lang,
            (Field){.name = "bruk",
                    .label = N_("I bruk från"),
                    .width = "w1",
                    .optional = true,
                    .hint = N_("Det som slutade före dagen är okänt och räknas aldrig som fel."),
                    .value = field_value(req, "bruk", day_text(arena, unit.in_use_from)),
                    .errors = errors}),
        .cancel =
            is_new ? url(arena, "/enheter") : url(arena, "/enhet/%lld", (long long)unit.id.raw)};
    if (!is_new) page.back = page.cancel;
    if (mine) page.conflict = unit_clash(req, mine, &unit, &units);
    reply_page(req, reply,
               (Page){.title = page.title,
                      .nav = "enheter",
                      .main_class = "narrow",
                      .main = html_unit_form(arena, req->lang, &page)});
    return true;
}

bool page_unit_form(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return unit_show(req, reply, &none, NULL, err);
}

bool do_unit(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    Unit unit;
    bool is_new;
    if (!unit_read(req, &unit, &is_new, err)) return false;
    if (!is_new) {
        unit.version = 0;
        request_form_int(req, "version", &unit.version);
    }
    unit.name = request_form(req, "namn");
    unit.short_name = request_form(req, "kort");
    unit.specialty = request_form(req, "specialitet");
    unit.email = request_form(req, "epost");
    unit.phone = request_form(req, "tel");
    unit.in_use_from = field_date(req, "bruk", &errors);
    unit.parent = (UnitId){0};
    request_form_int(req, "over", &unit.parent.raw);
    for (int i = 0; i < UNIT_KIND_COUNT; i++)
        if (str_equal(request_form(req, "slag"), str_from_c(unit_kind_names[i])))
            unit.kind = (UnitKind)i;
    for (int i = 0; i < CARE_FORM_COUNT; i++)
        if (str_equal(request_form(req, "vard"), str_from_c(care_form_names[i])))
            unit.care = (CareForm)i;
    if (str_is_empty(unit.name))
        field_error(req->arena, &errors, "namn", msg(N_("Skriv enhetens namn.")));
    Act act = request_act(req, "unit.edit");
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count > 0 || !unit_edit(&act, &unit, err)) {
        Err shown = *err;
        if (err->kind != ERR_INVALID && err->kind != ERR_STALE) return false;
        if (errors.count == 0 && err->kind == ERR_INVALID)
            field_error(req->arena, &errors, "over", err->message);
        if (!unit_show(req, reply, &errors, err->kind == ERR_STALE ? &unit : NULL, err)) return false;
        *err = shown;
        return false;
    }
    reply_redirect_done(req, reply, url(req->arena, "/enhet/%lld", (long long)unit.id.raw),
                        msg(N_("{1} är sparad."), msg_text(unit.name)), act.audit);
    return true;
}

// --- its places

static bool capacity_read(Request *req, Capacity *ret, bool *ret_new, Err *err) {
    UnitId unit;
    CapacityId id;
    if (!request_id(req, "id", &unit.raw, err)) return false;
    if (!may_places(req->db, req->actor, unit, err)) return false;
    *ret_new = str_equal(request_param(req, "row"), STR("ny"));
    if (*ret_new) {
        int year = date_to_ymd(req->today).year;
        *ret = (Capacity){
            .unit = unit, .first = req->today, .past = date_from_ymd(year + 6, 1, 1), .places = 1};
        return true;
    }
    if (!request_id(req, "row", &id.raw, err)) return false;
    if (!capacity_load(req->db, req->arena, id, ret, err)) return false;
    return ret->unit.raw == unit.raw || err_set(err, ERR_NOT_FOUND, msg(N_("Raden finns inte.")));
}

static Html places_clash(Request *req, const Capacity *mine, const Capacity *now) {
    Arena *arena = req->arena;
    FieldClashList clashes = {0};
    field_clash(arena, &clashes, N_("Nivå"), tr_str(req->lang, capacity_level_text(mine->level)),
                tr_str(req->lang, capacity_level_text(now->level)));
    field_clash(arena, &clashes, N_("Från"), day_text(arena, mine->first), day_text(arena, now->first));
    field_clash(arena, &clashes, N_("Till och med"), day_text(arena, date_add_days(mine->past, -1)),
                day_text(arena, date_add_days(now->past, -1)));
    field_clash(arena, &clashes, N_("Antal platser"), str_printf(arena, "%lld", (long long)mine->places),
                str_printf(arena, "%lld", (long long)now->places));
    return html_form_clash(arena, req->lang, &clashes, "andra",
                           url(arena, "/enhet/%lld/platser/%lld", (long long)now->unit.raw, (long long)now->id.raw));
}

// `mine`: what was typed, where someone else was first; else NULL.
static bool places_show(Request *req, Reply *reply, const FieldErrorList *errors, const Capacity *mine, Err *err) {
    Capacity capacity;
    Unit unit;
    bool is_new;
    Arena *arena = req->arena;
    FieldOptionList levels = {0};
    if (!capacity_read(req, &capacity, &is_new, err)) return false;
    if (!unit_load(req->db, arena, capacity.unit, &unit, err)) return false;
    for (int i = 0; i < CAPACITY_LEVEL_COUNT; i++)
        field_option(arena, &levels, str_from_c(capacity_level_names[i]),
                   tr_str(req->lang, capacity_level_text((CapacityLevel)i)));
    Str row = is_new ? STR("ny") : id_text(arena, capacity.id.raw);
    HtmlUnitPlacesPage page = {
        .back = url(arena, "/enhet/%lld", (long long)unit.id.raw),
        .name = unit.name,
        .title = tr_str(req->lang, is_new ? N_("Nya platser") : N_("Ändra platser")),
        .errors = html_form_errors(arena, req->lang, N_("Platserna sparades inte. Rätta:"), errors),
        .action = url(arena, "/enhet/%lld/platser/%.*s", (long long)unit.id.raw, STR_ARG(row)),
        .guard = request_guard(req),
        .version = str_printf(arena, "%lld", (long long)capacity.version),
        .level = html_field_select(
            arena, req->lang,
            (Field){.name = "niva",
                    .label = N_("Nivå"),
                    .width = "w2",
                    .value =
                        field_value(req, "niva", str_from_c(capacity_level_names[capacity.level]))},
            &levels),
        .first = field_text(req, errors, "fran", N_("Från"), "w1", false,
                            date_iso(arena, capacity.first)),
        .last = field_text(req, errors, "till", N_("Till och med"), "w1", false,
                           date_iso(arena, date_add_days(capacity.past, -1))),
        .places = field_text(req, errors, "antal", N_("Antal platser"), "w1", false,
                             str_printf(arena, "%lld", (long long)capacity.places))};
    if (mine) page.conflict = places_clash(req, mine, &capacity);
    if (!is_new)
        page.remove =
            url(arena, "/enhet/%lld/platser/%.*s/ta-bort", (long long)unit.id.raw, STR_ARG(row));
    reply_page(req, reply,
               (Page){.title = page.title,
                      .nav = "enheter",
                      .main_class = "narrow",
                      .main = html_unit_places_page(arena, req->lang, &page)});
    return true;
}

bool page_places(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return places_show(req, reply, &none, NULL, err);
}

static bool places_done(Request *req, Reply *reply, UnitId unit, Msg text, const Act *act) {
    reply_redirect_done(req, reply, url(req->arena, "/enhet/%lld", (long long)unit.raw), text,
                        act->audit);
    return true;
}

bool do_places(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    Capacity capacity;
    bool is_new;
    if (!capacity_read(req, &capacity, &is_new, err)) return false;
    if (!is_new) {
        capacity.version = 0;
        request_form_int(req, "version", &capacity.version);
    }
    capacity.first = field_date(req, "fran", &errors);
    Date last = field_date(req, "till", &errors);
    capacity.past = date_is_known(last) ? date_add_days(last, 1) : DATE_NONE;
    if (!request_form_int(req, "antal", &capacity.places))
        field_error(req->arena, &errors, "antal", msg(N_("Skriv ett antal mellan 0 och 999.")));
    for (int i = 0; i < CAPACITY_LEVEL_COUNT; i++)
        if (str_equal(request_form(req, "niva"), str_from_c(capacity_level_names[i])))
            capacity.level = (CapacityLevel)i;
    Act act = request_act(req, "capacity.edit");
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count > 0 || !capacity_edit(&act, &capacity, err)) {
        Err shown = *err;
        if (err->kind != ERR_INVALID && err->kind != ERR_STALE) return false;
        bool is_stale = err->kind == ERR_STALE;
        if (errors.count == 0 && !is_stale) field_error(req->arena, &errors, "till", err->message);
        if (!places_show(req, reply, &errors, is_stale ? &capacity : NULL, err)) return false;
        *err = shown;
        return false;
    }
    return places_done(req, reply, capacity.unit, msg(N_("Platserna är sparade.")), &act);
}

bool do_places_remove(Request *req, Reply *reply, Err *err) {
    Capacity capacity;
    bool is_new;
    if (!capacity_read(req, &capacity, &is_new, err)) return false;
    if (is_new) return err_set(err, ERR_NOT_FOUND, msg(N_("Raden finns inte.")));
    request_form_int(req, "version", &capacity.version);
    Act act = request_act(req, "capacity.take_away");
    if (!capacity_take_away(&act, capacity.id, capacity.version, err)) return false;
    return places_done(req, reply, capacity.unit, msg(N_("Raden är borttagen.")), &act);
}
