#include "document/document.h"
#include "base/lang.h"

Str document_day(Arena *arena, Date date) {
    return date_is_known(date) ? date_long(arena, LANG_SV, date) : STR("");
}

Str document_unit(const DocumentFacts *facts, UnitId unit) {
    for (size_t i = 0; i < facts->file.service.units.count; i++)
        if (facts->file.service.units.items[i].id.raw == unit.raw) return facts->file.service.units.items[i].name;
    return STR("");
}

Str document_specialty(Str id) {
    const Specialty *specialty = rulebook_specialty(id);
    return specialty ? specialty->name_sv : STR("");
}

// Its own, else those of the template item it answers.
Str document_goal_codes(const DocumentFacts *facts, const Placement *placement) {
    if (placement->goals.size > 0) return placement->goals;
    for (size_t i = 0; i < facts->file.service.units.count; i++) {
        const Unit *unit = &facts->file.service.units.items[i];
        if (unit->id.raw != placement->unit.raw) continue;
        const TrainingNeed *need = training_need_of(&facts->needs, placement, unit);
        return need ? need->goals : STR("");
    }
    return STR("");
}

Pdf *document_begin(Arena *arena, const DocumentFacts *facts, Str title, Str subject) {
    Str day = document_day(arena, facts->today);
    Str which = facts->version ? str_printf(arena, "Version %lld, fastställd %.*s. Gäller tills en ny version ersätter den.", (long long)facts->version, STR_ARG(day))
                               : str_printf(arena, "Utskrift ur Randa %.*s.", STR_ARG(day));
    return pdf_begin(arena, (PdfInfo){.title = title,
                                      .subject = subject,
                                      .author = facts->region,
                                      .footer = str_printf(arena, "%.*s. %.*s", STR_ARG(title), STR_ARG(which)),
                                      .made = facts->today.day * INT64_C(86400000)}); // two prints of one day are the same file
}

const Signatory *document_signatory(const DocumentFacts *facts, Str role) {
    if (str_equal(role, STR("trainee"))) return &facts->trainee;
    if (str_equal(role, STR("main_supervisor"))) return &facts->main_supervisor;
    if (str_equal(role, STR("director"))) return &facts->director;
    return str_equal(role, STR("head")) ? &facts->head : NULL;
}

Str document_role(Arena *arena, Lang lang, const RoleInfo *role) {
    Str word = tr_str(lang, str_equal(role->id, STR("trainee")) ? N_("ST-läkare") : role->name);
    char first = word.data[0] >= 'a' && word.data[0] <= 'z' ? (char)(word.data[0] - 32) : word.data[0];
    return str_printf(arena, "%c%.*s", first, STR_ARG(str_slice(word, 1, word.size)));
}

void document_sign(Pdf *pdf, Arena *arena, const DocumentFacts *facts, const DocumentType *type) {
    PdfSignature *signatures = arena_array(arena, PdfSignature, type->signer_count);
    for (size_t i = 0; i < type->signer_count; i++) {
        const Signatory *who = document_signatory(facts, type->signers[i]->id);
        Str role = document_role(arena, LANG_SV, type->signers[i]);
        signatures[i] = (PdfSignature){.role = role, .name = who ? who->name : STR(""), .done = STR("Ort, datum och namnteckning")};
    }
    pdf_heading(pdf, 2, STR("Underskrifter"));
    if (type->note_sv.size > 0) pdf_note(pdf, type->note_sv);
    pdf_space(pdf, 6);
    pdf_signatures(pdf, signatures, type->signer_count);
}

// --- which certificates there are to write

// The form that certifies an activity under the training's regulation.
static const CertificateForm *form_for(const DocumentFacts *facts, const char *activity) {
    const Regulation *regulation = rulebook_regulation(facts->file.training.regulation);
    const Activity *done = rulebook_activity(str_from_c(activity));
    return regulation && done ? done->certificates[regulation->id] : NULL;
}

// Service at home may also be BT: then its goals say so.
static const CertificateForm *placement_form(const DocumentFacts *facts, const Placement *placement, Str goals) {
    if (placement->kind == PLACEMENT_KIND_BT || str_starts(goals, STR("BT"))) {
        const CertificateForm *form = form_for(facts, "bt_aktivitet");
        if (form) return form;
    }
    if (placement->kind == PLACEMENT_KIND_OBSERVATION) return form_for(facts, "auskultation");
    return placement_counts(placement) ? form_for(facts, "klinisk") : NULL;
}

CertificateOrderList certificate_orders(Arena *arena, const DocumentFacts *facts) {
    CertificateOrderList orders = {0};
    const PlacementList *placements = &facts->file.service.placements;
    for (size_t i = 0; i < placements->count; i++) {
        const Placement *placement = &placements->items[i];
        Str goals = document_goal_codes(facts, placement);
        CertificateOrder order = {.form = placement_form(facts, placement, goals), .placement = placement, .goals = goals};
        bool ended = placement->state != PLACEMENT_STATE_CANCELLED && placement->past.day <= facts->today.day;
        if (order.form && ended && order.goals.size > 0) list_add(arena, &orders, order);
    }
    bool is_2015 = str_equal(facts->file.training.regulation, STR("2015"));
    for (size_t i = 0; i < facts->file.need.courses.count; i++) {
        const Course *course = &facts->file.need.courses.items[i];
        CertificateOrder order = {.form = form_for(facts, "kurs"), .course = course,
                                  .goals = is_2015 ? course->goals_2015 : course->goals_2021};
        bool done = false;
        for (size_t a = 0; a < facts->file.need.applications.count; a++) {
            const CourseApplication *application = &facts->file.need.applications.items[a];
            if (application->course.raw == course->id.raw && application->state == APPLICATION_STATE_DONE) done = true;
        }
        if (order.form && done && order.goals.size > 0) list_add(arena, &orders, order);
    }
    return orders;
}

bool certificate_is_registered(const DocumentFacts *facts, const CertificateOrder *order) {
    for (size_t i = 0; i < facts->file.need.certificates.count; i++) {
        const Certificate *paper = &facts->file.need.certificates.items[i];
        if (order->placement && paper->placement.raw == order->placement->id.raw) return true;
        if (order->course && paper->course.raw == order->course->id.raw) return true;
    }
    return false;
}
