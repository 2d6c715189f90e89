// A trainee's plan as a list, and what the training still needs: lengths and units can be changed
// for this trainee alone.
#include "training/training_page.h"
#include "training/training_view.h"
#include "gen/training_plan.html.h"
#include "people/unit_store.h"
#include "training/training_act.h"
#include "training/training_fields_view.h"

static const char *state_word(const Placement *placement, Date today) {
    if (placement->state == PLACEMENT_STATE_CANCELLED) return N_("Avbokad");
    if (placement->past.day <= today.day) return N_("Genomförd");
    if (placement->first.day <= today.day) return N_("Pågår");
    switch (placement->state) {
    case PLACEMENT_STATE_REQUESTED: return N_("Väntar på svar");
    case PLACEMENT_STATE_CONFIRMED: return N_("Bekräftad");
    default: break;
    }
    return N_("Planerad");
}

static void placements_add(Request *req, const TrainingFile *file, const TrainingNeeds *needs,
                           HtmlTrainingPlan *page) {
    for (size_t i = 0; i < file->service.placements.count; i++) {
        const Placement *placement = &file->service.placements.items[i];
        const Unit *unit = unit_find(&file->service.units, placement->unit);
        const TrainingNeed *need = training_need_of(needs, placement, unit);
        HtmlTrainingPlanPlacements row = {
            .to = url_add(req->arena, url(req->arena, "/plan"), "vald",
                          id_text(req->arena, placement->id.raw)),
            .unit = unit ? unit->name : tr_str(req->lang, placement_kind_text(placement->kind)),
            .kind = tr_str(req->lang, placement_kind_text(placement->kind)),
            .span =
                date_span_text(req->arena, req->lang, date_span(placement->first, placement->past)),
            .share = str_printf(req->arena, "%d %%", placement->share.value),
            .item = need ? need->name : STR("–"),
            .state = tr_str(req->lang, state_word(placement, req->today))};
        list_add(req->arena, &page->placements, row);
    }
}

// --- what is left

// "BT: primärvård" from "bt-primarvard" as names of fields: keys are ASCII.
static Str field_name(Arena *arena, const char *prefix, Str item) {
    return str_printf(arena, "%s-%.*s", prefix, STR_ARG(item));
}

static Html ground_tag(Request *req, const TrainingNeed *need) {
    if (need->origin == NEED_OF_TRAINING)
        return html_tag_of(req->arena, req->lang, "info", "i-edit", tr_str(req->lang, N_("Egen")));
    if (need->origin == NEED_OF_UNIT)
        return html_tag_of(req->arena, req->lang, "", "i-unit",
                           tr_str(req->lang, N_("Klinikens mall")));
    if (need->must_confirm)
        return html_tag_of(req->arena, req->lang, "", "i-q",
                           tr_str(req->lang, N_("Förslag, bekräfta")));
    return html_tag_of(req->arena, req->lang, "", "i-book", tr_str(req->lang, N_("Mallen")));
}

static void units_add(Request *req, const TrainingFile *file, const TrainingNeed *need,
                      HtmlTrainingPlanNeeds *row) {
    bool may_choose = need->kind == PLACEMENT_KIND_BT || need->kind == PLACEMENT_KIND_ROTATION ||
                      need->kind == PLACEMENT_KIND_OBSERVATION;
    if (!may_choose) return;
    for (size_t i = 0; i < file->service.units.count; i++) {
        const Unit *unit = &file->service.units.items[i];
        bool fits = false;
        for (size_t u = 0; u < need->units.count; u++)
            if (need->units.items[u].raw == unit->id.raw) fits = true;
        if (!fits) continue;
        HtmlTrainingPlanNeedsUnits option = {.id = id_text(req->arena, unit->id.raw),
                                             .label = unit->name,
                                             .chosen = need->units_named && need->units.count == 1};
        list_add(req->arena, &row->units, option);
    }
    row->any = tr_str(req->lang, N_("Vilken som helst som passar"));
    row->unit_name = field_name(req->arena, "enhet", need->item);
}

static void needs_add(Request *req, const TrainingFile *file, const TrainingNeeds *needs,
                      bool edits, HtmlTrainingPlan *page) {
    for (size_t i = 0; i < needs->needs.count; i++) {
        const TrainingNeed *need = &needs->needs.items[i];
        HtmlTrainingPlanNeeds row = {
            .name = need->name,
            .optional = need->optional,
            .done = service_time_text(req->arena, need->done),
            .planned = service_time_text(req->arena, service_time_add(need->agreed, need->planned)),
            .left = service_time_text(req->arena, need->left),
            .wanted = service_time_text(req->arena, need->wanted),
            .ground = ground_tag(req, need)};
        if (edits && !need->fill && need->kind != PLACEMENT_KIND_COURSE)
            row.months_name = field_name(req->arena, "man", need->item);
        if (row.months_name.size > 0 &&
            request_form_has(req, str_to_c(req->arena, row.months_name)))
            row.wanted = request_form(req, str_to_c(req->arena, row.months_name));
        if (edits) units_add(req, file, need, &row);
        list_add(req->arena, &page->needs, row);
    }
    Str beyond = months_text(req->arena, req->lang, needs->beyond);
    if (needs->beyond.parts > 0)
        page->beyond =
            msg_format(req->arena, req->lang,
                       msg(N_("Tillsammans är det {1} mer än tjänstgöringen rymmer. Minska något, "
                              "eller flytta slutdatum."),
                           msg_text(beyond)));
}

static Str about_text(Request *req, const TrainingNeeds *needs) {
    if (!needs->plan_template)
        return tr_str(req->lang, N_("Specialiteten har ingen mall än: BT och hemklinik"));
    return msg_format(
        req->arena, req->lang,
        msg(N_("Ur mallen för {1}, minus det som är gjort eller planerat. Månader på heltid."),
            msg_text(needs->plan_template->name_sv)));
}

static bool plan_show(Request *req, Reply *reply, const FieldErrorList *errors, Err *err) {
    TrainingFile file;
    HtmlTrainingPlan page = {0};
    if (!training_page_file(req, &file, err)) return false;
    TrainingNeeds needs = training_needs(req->arena, &file.need, req->today);
    if (!training_head(req, &file, TAB_PLAN, &needs.progress, &page.head, err)) return false;
    bool edits = may(req->actor.role, MAY_EDIT_TRAINING);
    page.timeline = training_timeline(req, &file);
    page.errors =
        html_form_errors(req->arena, req->lang, N_("Behoven sparades inte. Rätta:"), errors);
    page.action = url_training(req->arena, file.training.id, "plan");
    page.guard = request_guard(req);
    page.may_edit = edits;
    page.about = about_text(req, &needs);
    if (may(req->actor.role, MAY_EDIT_PLAN))
        page.add = url_add(req->arena, url(req->arena, "/plan/ny"), "st",
                           id_text(req->arena, file.training.id.raw));
    placements_add(req, &file, &needs, &page);
    needs_add(req, &file, &needs, edits, &page);
    training_reply(req, reply, &file, N_("Plan"), html_training_plan(req->arena, req->lang, &page));
    return true;
}

bool page_training_plan(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return plan_show(req, reply, &none, err);
}

static const TrainingItem *own_item(const TrainingFile *file, Str key) {
    for (size_t i = 0; i < file->need.training_items.count; i++)
        if (str_equal(file->need.training_items.items[i].item, key))
            return &file->need.training_items.items[i];
    return NULL;
}

// Only what differs from what stands already becomes this trainee's own.
static bool item_read(Request *req, const TrainingFile *file, const TrainingNeed *need,
                      FieldErrorList *errors, TrainingItem *ret) {
    const char *months_name = str_to_c(req->arena, field_name(req->arena, "man", need->item));
    const char *unit_name = str_to_c(req->arena, field_name(req->arena, "enhet", need->item));
    const TrainingItem *own = own_item(file, need->item);
    TrainingItem item = {.item = need->item, .months = -1, .not_before = DATE_NONE};
    if (own) item = *own;
    bool changed = false;
    int64_t months;
    if (request_form_has(req, months_name)) {
        if (!months_read(request_form(req, months_name), &months)) {
            field_error(
                req->arena, errors, months_name,
                msg(N_("{1}: skriv ett antal månader mellan 0 och 120."), msg_text(need->name)));
            return false;
        }
        if (months != service_time_hundredths(need->wanted)) {
            item.months = months;
            changed = true;
        }
    }
    if (request_form_has(req, unit_name)) {
        Str before = need->units_named && need->units.count == 1
                         ? id_text(req->arena, need->units.items[0].raw)
                         : STR("");
        Str now = request_form(req, unit_name);
        if (!str_equal(before, now)) {
            item.units = now;
            changed = true;
        }
    }
    *ret = item;
    return changed;
}

bool do_training_needs(Request *req, Reply *reply, Err *err) {
    TrainingFile file;
    FieldErrorList errors = {0};
    TrainingItemList items = {0};
    if (!training_page_file(req, &file, err)) return false;
    TrainingNeeds needs = training_needs(req->arena, &file.need, req->today);
    for (size_t i = 0; i < needs.needs.count; i++) {
        TrainingItem item;
        if (item_read(req, &file, &needs.needs.items[i], &errors, &item))
            list_add(req->arena, &items, item);
    }
    Act act = request_act(req, "training.needs");
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count > 0 || !training_items_put(&act, file.training.id, items, err)) {
        Err shown = *err;
        if (err->kind != ERR_INVALID) return false;
        if (errors.count == 0) field_error(req->arena, &errors, "", err->message);
        if (!plan_show(req, reply, &errors, err)) return false;
        *err = shown;
        return false;
    }
    reply_redirect_done(req, reply, url_training(req->arena, file.training.id, "plan"),
                        items.count == 0 ? msg(N_("Ingenting var ändrat."))
                                         : msg(N_("Behoven är sparade.")),
                        act.audit);
    return true;
}
