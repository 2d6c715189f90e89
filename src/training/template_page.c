// A clinic's own template: the shipped one with its lengths, which the clinic changes and confirms.
#include "training/training_page.h"
#include "training/training_view.h"
#include "access/may_store.h"
#include "gen/unit_template.html.h"
#include "http/field.h"
#include "people/setting_view.h"
#include "people/unit_store.h"
#include "training/regulation.h"
#include "training/template_act.h"

typedef struct {
    Unit unit;
    Str specialty, regulation; // "2021"
    const Template *shipped;   // NULL: none
    UnitItemList own;
} ClinicTemplate;

static bool clinic_load(Request *req, ClinicTemplate *ret, Err *err) {
    if (!req->session.unit.raw)
        return err_set(err, ERR_NOT_FOUND,
                       msg(N_("Mallen hör till en klinik. Välj en roll vid en klinik.")));
    if (!unit_load(req->db, req->arena, req->session.unit, &ret->unit, err)) return false;
    ret->specialty = ret->unit.specialty;
    Str asked = request_form_has(req, "foreskrift") ? request_form(req, "foreskrift")
                                                    : request_query(req, "foreskrift");
    ret->regulation = str_equal(asked, STR("2015")) ? STR("2015") : STR("2021");
    const Specialty *specialty = rulebook_specialty(ret->specialty);
    ret->shipped = specialty ? specialty->plan_template : NULL;
    return unit_items_of(req->db, req->arena, ret->unit.id, ret->specialty, &ret->own, err);
}

static RegulationId regulation_of(const ClinicTemplate *clinic) {
    return str_equal(clinic->regulation, STR("2015")) ? REGULATION_2015 : REGULATION_2021;
}

// The clinic's row for an item: of this regulation, else of both.
static const UnitItem *own_of(const ClinicTemplate *clinic, Str item) {
    const UnitItem *found = NULL;
    for (size_t i = 0; i < clinic->own.count; i++) {
        const UnitItem *own = &clinic->own.items[i];
        if (!str_equal(own->item, item)) continue;
        if (str_equal(own->regulation, clinic->regulation)) return own;
        if (own->regulation.size == 0) found = own;
    }
    return found;
}

static int64_t months_of(const ClinicTemplate *clinic, const TemplateItem *item) {
    const UnitItem *own = own_of(clinic, item->id);
    return own && own->months >= 0 ? own->months : item->months[regulation_of(clinic)];
}

static Str field_of(Arena *arena, const char *prefix, const TemplateItem *item) {
    return str_printf(arena, "%s-%.*s", prefix, STR_ARG(item->id));
}

static void item_add(Request *req, const ClinicTemplate *clinic, const TemplateItem *item,
                     bool edits, HtmlUnitTemplate *page) {
    const UnitItem *own = own_of(clinic, item->id);
    ServiceTime months = service_time_of_months(months_of(clinic, item));
    HtmlUnitTemplateItems row = {.name = item->name_sv,
                                 .optional = item->optional,
                                 .months = service_time_text(req->arena, months),
                                 .confirmed = own && own->confirmed};
    row.source = tr_str(req->lang, own && own->months >= 0 ? N_("Klinikens egen")
                                   : item->basis == BASIS_ESTIMATE
                                       ? N_("Uppskattning, bekräfta")
                                       : confidence_name(item->ground.confidence));
    if (item->fill) row.source = tr_str(req->lang, N_("Tar det som blir kvar"));
    if (edits && !item->fill && item->counts_time) {
        row.field = field_of(req->arena, "man", item);
        row.confirm = field_of(req->arena, "ok", item);
        row.months = field_value(req, str_to_c(req->arena, row.field), row.months);
    }
    list_add(req->arena, &page->items, row);
}

static Str sum_text(Request *req, const ClinicTemplate *clinic) {
    int64_t sum = 0;
    RegulationId regulation = regulation_of(clinic);
    for (size_t i = 0; i < clinic->shipped->item_count; i++) {
        const TemplateItem *item = &clinic->shipped->items[i];
        if (item->applies[regulation] && item->counts_time && !item->fill && !item->optional)
            sum += months_of(clinic, item);
    }
    Str used = service_time_text(req->arena, service_time_of_months(sum));
    Str total = service_time_text(
        req->arena, service_time_of_months(clinic->shipped->months_total[regulation]));
    return msg_format(
        req->arena, req->lang,
        msg(N_("{1} av {2} månader är fördelade. Resten blir avslutande tjänstgöring hemma."),
            msg_text(used), msg_text(total)));
}

static void regulations_add(Request *req, const ClinicTemplate *clinic, HtmlUnitTemplate *page) {
    static const char *const keys[] = {"2021", "2015"};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        HtmlUnitTemplateRegulations tab = {
            .to = url_add(req->arena, url(req->arena, "/installningar/mall"), "foreskrift",
                          str_from_c(keys[i])),
            .name = str_from_c(regulation_name(str_from_c(keys[i]))),
            .current = str_equal(clinic->regulation, str_from_c(keys[i]))};
        list_add(req->arena, &page->regulations, tab);
    }
}

static bool template_show(Request *req, Reply *reply, const FieldErrorList *errors, Err *err) {
    ClinicTemplate clinic = {0};
    Err hidden = {0};
    if (!clinic_load(req, &clinic, err)) return false;
    bool edits = may_unit(req->db, req->actor, MAY_EDIT_SETTING, clinic.unit.id, &hidden);
    HtmlUnitTemplate page = {
        .tabs = settings_tabs(req, SETTINGS_TEMPLATE),
        .errors =
            html_form_errors(req->arena, req->lang, N_("Mallen sparades inte. Rätta:"), errors),
        .guard = request_guard(req),
        .regulation = clinic.regulation,
        .may_edit = edits,
        .title = msg_format(req->arena, req->lang,
                            msg(N_("Mall för {1}"), msg_text(specialty_name(clinic.specialty)))),
        .about =
            tr_str(req->lang,
                   N_("Längderna gäller alla ST-läkare på kliniken som inte har egna. Det som är "
                      "uppskattat är ett förslag tills kliniken har bekräftat det."))};
    regulations_add(req, &clinic, &page);
    for (size_t i = 0; clinic.shipped && i < clinic.shipped->item_count; i++) {
        const TemplateItem *item = &clinic.shipped->items[i];
        if (item->applies[regulation_of(&clinic)] && item->kind != PLACE_COURSE)
            item_add(req, &clinic, item, edits, &page);
    }
    if (clinic.shipped) page.sum = sum_text(req, &clinic);
    reply_page(req, reply,
               (Page){.title = tr_str(req->lang, N_("Mall")),
                      .nav = "installningar",
                      .main = html_unit_template(req->arena, req->lang, &page)});
    return true;
}

bool page_template(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return template_show(req, reply, &none, err);
}

// Only what differs from what stands becomes the clinic's own.
static bool item_read(Request *req, const ClinicTemplate *clinic, const TemplateItem *item,
                      FieldErrorList *errors, UnitItem *ret) {
    const char *field = str_to_c(req->arena, field_of(req->arena, "man", item));
    const char *confirm = str_to_c(req->arena, field_of(req->arena, "ok", item));
    const UnitItem *own = own_of(clinic, item->id);
    int64_t months;
    if (!request_form_has(req, field)) return false;
    if (!months_read(request_form(req, field), &months)) {
        field_error(
            req->arena, errors, field,
            msg(N_("{1}: skriv ett antal månader mellan 0 och 120."), msg_text(item->name_sv)));
        return false;
    }
    bool confirmed = request_form_has(req, confirm);
    bool same = months == months_of(clinic, item) && confirmed == (own && own->confirmed);
    *ret = own ? *own : (UnitItem){.item = item->id, .months = -1};
    if (months != months_of(clinic, item)) ret->months = months;
    ret->confirmed = confirmed;
    return !same;
}

bool do_template(Request *req, Reply *reply, Err *err) {
    ClinicTemplate clinic = {0};
    FieldErrorList errors = {0};
    UnitItemList items = {0};
    if (!clinic_load(req, &clinic, err)) return false;
    for (size_t i = 0; clinic.shipped && i < clinic.shipped->item_count; i++) {
        UnitItem item;
        if (item_read(req, &clinic, &clinic.shipped->items[i], &errors, &item))
            list_add(req->arena, &items, item);
    }
    Act act = request_act(req, "template.edit");
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count > 0 ||
        !unit_items_put(&act, clinic.unit.id, clinic.specialty, clinic.regulation, items, err)) {
        Err shown = *err;
        if (err->kind != ERR_INVALID) return false;
        if (errors.count == 0) field_error(req->arena, &errors, "", err->message);
        if (!template_show(req, reply, &errors, err)) return false;
        *err = shown;
        return false;
    }
    Url to = url_add(req->arena, url(req->arena, "/installningar/mall"), "foreskrift",
                     clinic.regulation);
    reply_redirect_done(req, reply, to,
                        items.count == 0 ? msg(N_("Ingenting var ändrat."))
                                         : msg(N_("Mallen är sparad.")),
                        act.audit);
    return true;
}
