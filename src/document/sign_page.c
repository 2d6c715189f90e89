#include "document/sign_page.h"
#include "document/content.h"
#include "document/document_store.h"
#include "document/sign_act.h"
#include "document/version_view.h"
#include "gen/sign.html.h"
#include "seal/seal_key.h"
#include "store/blob.h"

// What is signed, as it is written in it.
static bool lines_add(Request *req, const DocumentVersion *version, HtmlSign *page, Err *err) {
    Str content;
    ContentChange all;
    if (!blob_get(req->db, req->arena, version->content, &content, err)) return false;
    if (!content_compare(req->arena, STR("{\"lines\":[]}"), content, &all, err)) return false;
    for (size_t i = 0; i < all.come.count; i++) list_add(req->arena, &page->lines, ((HtmlSignLines){.text = all.come.items[i]}));
    return true;
}

static bool show(Request *req, Reply *reply, Str fault, Err *err) {
    DocumentVersionId id;
    DocumentVersion version;
    DocumentFacts facts;
    SignatureRowList signatures = {0};
    if (!request_id(req, "id", &id.raw, err) || !document_version_get(req->db, req->arena, id, &version, err)) return false;
    if (!document_facts_load(req->db, req->arena, version.training, req->today, &facts, err)) return false;
    if (!document_signatures(req->db, req->arena, version.training, &signatures, err)) return false;
    request_shows_training(req, version.training);
    const DocumentType *type = rulebook_document(version.kind);
    HtmlSign page = {.guard = request_guard(req), .fault = fault, .back = url_version(req->arena, &version), .digest = version.paper, .whose = facts.trainee.name,
                     .title = str_printf(req->arena, "%.*s. %.*s", STR_ARG(type->name_sv), STR_ARG(version_label(req, &version))),
                     .action = url(req->arena, "/version/%lld/underskrift", (long long)id.raw),
                     .paper = url(req->arena, "/st/%lld/dokument/version-%lld.pdf", (long long)version.training.raw, (long long)id.raw)};
    page.mine = req->seal && signing_is_for(&facts, &version, &signatures, req->actor);
    page.state = version_state(req, &version, &signatures);
    if (req->seal) page.sealer = seal_key_name(req->arena, req->seal);
    if (!lines_add(req, &version, &page, err)) return false;
    reply_page(req, reply, (Page){.title = tr_str(req->lang, N_("Läs och skriv under")), .nav = "st", .main = html_sign(req->arena, req->lang, &page)});
    return true;
}

bool page_sign(Request *req, Reply *reply, Err *err) {
    return show(req, reply, STR(""), err);
}

bool do_sign(Request *req, Reply *reply, Err *err) {
    DocumentVersionId id;
    if (!request_id(req, "id", &id.raw, err)) return false;
    if (!request_form_has(req, "last")) {
        if (!show(req, reply, tr_str(req->lang, N_("Läs dokumentet och kryssa i att du har läst det.")), err)) return false;
        return err_set(err, ERR_INVALID, msg(N_("Läs dokumentet och kryssa i att du har läst det.")));
    }
    Act act = request_act(req, "document.approve");
    if (!document_approve(&act, req->seal, id, request_form(req, "summa"), err)) return false;
    reply_redirect_done(req, reply, url(req->arena, "/version/%lld", (long long)id.raw), msg(N_("Du har godkänt dokumentet, och det är förseglat.")), 0);
    return true;
}
