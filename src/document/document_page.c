#include "document/document_page.h"
#include "document/document_store.h"
#include "document/version_view.h"
#include "gen/training_documents.html.h"
#include "training/event_act.h"
#include "training/training_view.h"

#define ORDERS_MAX 50

static bool facts_of(Request *req, DocumentFacts *ret, Err *err) {
    TrainingId id;
    return request_id(req, "id", &id.raw, err) && document_facts_load(req->db, req->arena, id, req->today, ret, err);
}

// --- the list

static Str signed_text(Request *req, const DocumentFacts *facts, EventKind kind) {
    const Event *event = training_last_event(&facts->file, kind, req->today);
    if (!event) return tr_str(req->lang, N_("Ingen underskrift är registrerad."));
    return msg_format(req->arena, req->lang, msg(N_("Underskrift registrerad {1}."), msg_text(date_short_year(req->arena, req->lang, event->held))));
}

typedef struct {
    DocumentVersionList versions;
    SignatureRowList signatures;
} Frozen;

static void plan_add(Request *req, const DocumentFacts *facts, const Frozen *frozen, HtmlTrainingDocuments *page, const char *id, EventKind kind) {
    const DocumentType *type = rulebook_document(str_from_c(id));
    HtmlTrainingDocumentsPlans plan = {.name = type->name_sv,
                                       .kind = type->id,
                                       .guard = request_guard(req),
                                       .about = signed_text(req, facts, kind),
                                       .to = url(req->arena, "/st/%lld/dokument/%.*s.pdf", (long long)facts->file.training.id.raw, STR_ARG(type->file))};
    if (may_settle(req, facts)) plan.settle = url_training(req->arena, facts->file.training.id, "version");
    for (size_t i = 0; i < frozen->versions.count; i++) {
        const DocumentVersion *version = &frozen->versions.items[i];
        if (!str_equal(version->kind, type->id)) continue;
        HtmlTrainingDocumentsPlansVersions row = {.to = url_version(req->arena, version),
                                                  .label = version_label(req, version),
                                                  .state = version_state(req, version, &frozen->signatures)};
        list_add(req->arena, &plan.versions, row);
    }
    list_add(req->arena, &page->plans, plan);
}

// What is printed and filled in by pen.
static void papers_add(Request *req, const DocumentFacts *facts, HtmlTrainingDocuments *page) {
    for (size_t i = 0; i < rulebook_data.document_count; i++) {
        const DocumentType *type = &rulebook_data.documents[i];
        if (type->of != SUBJECT_TRAINING || !type->print_only) continue;
        HtmlTrainingDocumentsPapers row = {
            .name = type->name_sv, .about = type->note_sv,
            .to = url(req->arena, "/st/%lld/dokument/%.*s.pdf", (long long)facts->file.training.id.raw, STR_ARG(type->file))};
        list_add(req->arena, &page->papers, row);
    }
}

static Str order_what(Request *req, const DocumentFacts *facts, const CertificateOrder *order) {
    const Course *course = order->course;
    const Placement *placement = order->placement;
    Str name = course ? course->name : document_unit(facts, placement->unit);
    Str when = date_span_text(req->arena, req->lang, course ? date_span(course->first, course->past) : date_span(placement->first, placement->past));
    return str_printf(req->arena, "%.*s, %.*s", STR_ARG(name), STR_ARG(when));
}

static Url order_url(Request *req, const DocumentFacts *facts, const CertificateOrder *order) {
    Url to = url(req->arena, "/st/%lld/dokument/%.*s.pdf", (long long)facts->file.training.id.raw, STR_ARG(order->form->id));
    if (order->placement) return url_add(req->arena, to, "placering", str_printf(req->arena, "%lld", (long long)order->placement->id.raw));
    return order->course ? url_add(req->arena, to, "kurs", str_printf(req->arena, "%lld", (long long)order->course->id.raw)) : to;
}

static Str annex_text(Request *req, const CertificateForm *form) {
    return msg_format(req->arena, req->lang, msg(N_("Bilaga {1}"), msg_text(form->annex)));
}

static void orders_add(Request *req, const DocumentFacts *facts, HtmlTrainingDocuments *page) {
    CertificateOrderList orders = certificate_orders(req->arena, facts);
    size_t count = 0;
    for (size_t i = 0; i < orders.count; i++) {
        const CertificateOrder *order = &orders.items[i];
        if (certificate_is_registered(facts, order) || count++ >= ORDERS_MAX) continue;
        HtmlTrainingDocumentsOrders row = {.what = order_what(req, facts, order), .to = order_url(req, facts, order),
                                           .form = str_printf(req->arena, "%.*s, %.*s", STR_ARG(annex_text(req, order->form)), STR_ARG(order->goals))};
        if (order->placement && may(req->actor.role, MAY_REGISTER))
            row.register_link = url_add(req->arena, url_training(req->arena, facts->file.training.id, "intyg"), "placering",
                                    str_printf(req->arena, "%lld", (long long)order->placement->id.raw));
        list_add(req->arena, &page->orders, row);
    }
    if (count > ORDERS_MAX)
        page->more = msg_format(req->arena, req->lang, msg(N_("De första {1} av {2} visas."), msg_number(ORDERS_MAX), msg_number((int64_t)count)));
}

static void forms_add(Request *req, const DocumentFacts *facts, HtmlTrainingDocuments *page) {
    const Regulation *regulation = rulebook_regulation(facts->file.training.regulation);
    if (!regulation) return;
    page->forms_about = msg_format(req->arena, req->lang, msg(N_("Alla blanketter i {1}, ifyllda med det som är känt."), msg_text(regulation->name)));
    page->package = url(req->arena, "/st/%lld/dokument/ansokan.pdf", (long long)facts->file.training.id.raw);
    for (size_t i = 0; i < regulation->certificates.count; i++) {
        CertificateOrder order = {.form = regulation->certificates.items[i]};
        HtmlTrainingDocumentsForms row = {.label = annex_text(req, order.form), .name = order.form->name_sv, .to = order_url(req, facts, &order)};
        list_add(req->arena, &page->forms, row);
    }
}

bool page_training_documents(Request *req, Reply *reply, Err *err) {
    DocumentFacts facts;
    HtmlTrainingDocuments page = {0};
    Frozen frozen = {0};
    if (!facts_of(req, &facts, err)) return false;
    request_shows_training(req, facts.file.training.id);
    if (!training_head(req, &facts.file, TAB_DOCUMENTS, &facts.needs.progress, &page.head, err)) return false;
    if (!document_versions(req->db, req->arena, facts.file.training.id, &frozen.versions, err)) return false;
    if (!document_signatures(req->db, req->arena, facts.file.training.id, &frozen.signatures, err)) return false;
    plan_add(req, &facts, &frozen, &page, "iup", EVENT_KIND_IUP_SIGNED);
    plan_add(req, &facts, &frozen, &page, "st_contract", EVENT_KIND_ST_CONTRACT_SIGNED);
    papers_add(req, &facts, &page);
    orders_add(req, &facts, &page);
    forms_add(req, &facts, &page);
    training_reply(req, reply, &facts.file, N_("Dokument"), html_training_documents(req->arena, req->lang, &page));
    return true;
}

// --- one of them

// What the address says the certificate is about; what is not this training's is not found.
static bool order_read(Request *req, const DocumentFacts *facts, CertificateOrder *order, Err *err) {
    int64_t id;
    if (request_query_int(req, "placering", &id)) {
        for (size_t i = 0; i < facts->file.service.placements.count; i++)
            if (facts->file.service.placements.items[i].id.raw == id) order->placement = &facts->file.service.placements.items[i];
        if (!order->placement) return err_set(err, ERR_NOT_FOUND, msg(N_("Placeringen finns inte.")));
        order->goals = document_goal_codes(facts, order->placement);
    }
    if (request_query_int(req, "kurs", &id)) {
        for (size_t i = 0; i < facts->file.need.courses.count; i++)
            if (facts->file.need.courses.items[i].id.raw == id) order->course = &facts->file.need.courses.items[i];
        if (!order->course) return err_set(err, ERR_NOT_FOUND, msg(N_("Kursen finns inte.")));
        order->goals = order->form->regulation == REGULATION_2015 ? order->course->goals_2015 : order->course->goals_2021;
    }
    return document_supervisor_load(req->db, req->arena, facts, order, err);
}

bool page_training_document(Request *req, Reply *reply, Err *err) {
    DocumentFacts facts;
    Str file = request_param(req, "fil"), bytes;
    if (str_starts(file, STR("version-")) || str_starts(file, STR("underskrift-")) || str_starts(file, STR("forseglad-"))) return reply_frozen(req, reply, file, err);
    if (!facts_of(req, &facts, err)) return false;
    if (!str_ends(file, STR(".pdf"))) return err_set(err, ERR_NOT_FOUND, msg(N_("Dokumentet finns inte.")));
    request_shows_training(req, facts.file.training.id);
    Str name = str_slice(file, 0, file.size - 4);
    CertificateOrder order = {.form = rulebook_certificate(name)};
    const DocumentType *type = document_of_file(name);
    if (type) bytes = document_compose(req->arena, &facts, type);
    else if (str_equal(file, STR("ansokan.pdf"))) bytes = document_package(req->arena, &facts);
    else if (!order.form) return err_set(err, ERR_NOT_FOUND, msg(N_("Dokumentet finns inte.")));
    else if (!order_read(req, &facts, &order, err)) return false;
    else bytes = document_certificate(req->arena, &facts, &order);
    reply_bytes(reply, STR("application/pdf"), file, bytes);
    return true;
}
