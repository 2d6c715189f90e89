#include "document/version_page.h"
#include "document/content.h"
#include "document/document_store.h"
#include "document/sign_act.h"
#include "document/version_act.h"
#include "document/version_view.h"
#include "gen/version.html.h"
#include "http/field.h"
#include "store/blob.h"
#include "training/training_view.h"

bool do_document_settle(Request *req, Reply *reply, Err *err) {
    TrainingId training;
    DocumentVersion version;
    if (!request_id(req, "id", &training.raw, err)) return false;
    Act act = request_act(req, "document.settle");
    if (!document_settle(&act, training, request_form(req, "slag"), &version, err)) return false;
    reply_redirect_done(req, reply, url_version(req->arena, &version),
                        msg(N_("Version {1} är fastställd. Skriv ut den och låt den skrivas under."), msg_number(version.number)), act.audit);
    return true;
}

// --- the page

typedef struct {
    DocumentFacts facts;
    DocumentVersion version;
    const DocumentType *type;
    SignatureRowList signatures;
    SignatureSealList seals;
} VersionFile;

static bool load(Request *req, VersionFile *ret, Err *err) {
    DocumentVersionId id;
    *ret = (VersionFile){0};
    if (!request_id(req, "id", &id.raw, err)) return false;
    if (!document_version_get(req->db, req->arena, id, &ret->version, err)) return false;
    if (!document_facts_load(req->db, req->arena, ret->version.training, req->today, &ret->facts, err)) return false;
    ret->type = rulebook_document(ret->version.kind);
    return document_signatures(req->db, req->arena, ret->version.training, &ret->signatures, err) &&
           document_seals(req->db, req->arena, ret->version.id, &ret->seals, err);
}

static Str signed_how(Request *req, const SignatureRow *row, const SignatureSealList *seals) {
    Str day = date_short_year(req->arena, req->lang, row->signature.signed_on);
    Str who = row->name.size ? row->name : tr_str(req->lang, N_("Någon som Randa inte känner"));
    for (size_t i = 0; i < seals->count; i++)
        if (seals->items[i].signature.raw == row->signature.id.raw)
            return msg_format(req->arena, req->lang, msg(N_("{1}, godkänt i Randa {2} och förseglat (nivå N1)."), msg_text(who), msg_text(day)));
    return msg_format(req->arena, req->lang, msg(N_("{1}, på papper {2}. Originalet: {3}"), msg_text(who), msg_text(day), msg_text(row->signature.kept_at)));
}

static void signers_add(Request *req, const VersionFile *shown, HtmlVersion *page) {
    for (size_t i = 0; i < shown->type->signer_count; i++) {
        const RoleInfo *role = shown->type->signers[i];
        HtmlVersionSigners row = {.role = document_role(req->arena, req->lang, role), .how = tr_str(req->lang, N_("Har inte skrivit under"))};
        for (size_t s = 0; s < shown->signatures.count; s++) {
            const SignatureRow *signature = &shown->signatures.items[s];
            if (signature->signature.document_version.raw != shown->version.id.raw || !str_equal(signature->signature.role, role->id)) continue;
            row.how = signed_how(req, signature, &shown->seals);
            if (signature->signature.scan.size > 0)
                row.scan = url(req->arena, "/st/%lld/dokument/underskrift-%lld", (long long)shown->version.training.raw, (long long)signature->signature.id.raw);
        }
        list_add(req->arena, &page->signers, row);
    }
}

static Html role_field(Request *req, const VersionFile *shown, const FieldErrorList *errors) {
    FieldOptionList options = {0};
    for (size_t i = 0; i < shown->type->signer_count; i++) {
        const RoleInfo *role = shown->type->signers[i];
        if (!signature_of(&shown->signatures, shown->version.id, role->id))
            field_option(req->arena, &options, role->id, document_role(req->arena, req->lang, role));
    }
    return html_field_select(req->arena, req->lang, (Field){.name = "roll", .label = N_("Vem har skrivit under"), .value = request_form(req, "roll"), .errors = errors},
                             &options);
}

static void form_add(Request *req, const VersionFile *shown, const FieldErrorList *errors, HtmlVersion *page) {
    if (shown->version.state != DOCUMENT_STATE_SIGNING || !may(req->actor.role, MAY_REGISTER)) return;
    page->form = url_version(req->arena, &shown->version);
    page->guard = request_guard(req);
    page->errors = html_form_errors(req->arena, req->lang, N_("Underskriften registrerades inte. Rätta:"), errors);
    page->role_field = role_field(req, shown, errors);
    page->day_field = html_field_text(req->arena, req->lang, (Field){.name = "dag", .label = N_("Underskrivet den"), .width = "w1", .value = request_form(req, "dag"), .errors = errors});
    page->kept_field = html_field_text(req->arena, req->lang, (Field){.name = "var", .label = N_("Originalet finns"), .width = "w2", .hint = N_("Till exempel ”pärm hos studierektorn”"),
                                                                      .value = request_form(req, "var"), .errors = errors});
}

// The version before it, whatever became of that one.
static bool compare(Request *req, const VersionFile *shown, HtmlVersion *page, Err *err) {
    DocumentVersionList versions = {0};
    const DocumentVersion *before = NULL;
    ContentChange change;
    Str older, newer;
    if (!document_versions(req->db, req->arena, shown->version.training, &versions, err)) return false;
    for (size_t i = 0; i < versions.count; i++)
        if (str_equal(versions.items[i].kind, shown->version.kind) && versions.items[i].number == shown->version.number - 1) before = &versions.items[i];
    if (!before) return true;
    if (!blob_get(req->db, req->arena, before->content, &older, err) || !blob_get(req->db, req->arena, shown->version.content, &newer, err)) return false;
    if (!content_compare(req->arena, older, newer, &change, err)) return false;
    page->compared = true;
    for (size_t i = 0; i < change.gone.count; i++) list_add(req->arena, &page->gone, ((HtmlVersionGone){.text = change.gone.items[i]}));
    for (size_t i = 0; i < change.come.count; i++) list_add(req->arena, &page->come, ((HtmlVersionCome){.text = change.come.items[i]}));
    return true;
}

// "f4f89b8e 9a86a12c …": so that it can be read aloud, and breaks on a phone.
static Str in_groups(Arena *arena, Str digest) {
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < digest.size; i += 8) buf_addf(&buf, "%s%.*s", i ? " " : "", STR_ARG(str_slice(digest, i, i + 8)));
    return buf_end(&buf);
}

static bool show(Request *req, Reply *reply, const FieldErrorList *errors, Err *err) {
    VersionFile shown;
    if (!load(req, &shown, err)) return false;
    request_shows_training(req, shown.version.training);
    HtmlVersion page = {.back = url_training(req->arena, shown.version.training, "dokument"),
                        .name = shown.facts.trainee.name,
                        .title = str_printf(req->arena, "%.*s. %.*s", STR_ARG(shown.type->name_sv), STR_ARG(version_label(req, &shown.version))),
                        .state = version_state(req, &shown.version, &shown.signatures),
                        .paper = url(req->arena, "/st/%lld/dokument/version-%lld.pdf", (long long)shown.version.training.raw, (long long)shown.version.id.raw),
                        .digest = in_groups(req->arena, shown.version.paper)};
    signers_add(req, &shown, &page);
    form_add(req, &shown, errors, &page);
    if (req->seal && may(req->actor.role, MAY_SIGN_DOCUMENT) && signing_is_for(&shown.facts, &shown.version, &shown.signatures, req->actor))
        page.sign = url(req->arena, "/version/%lld/underskrift", (long long)shown.version.id.raw);
    if (shown.seals.count > 0)
        page.sealed = url(req->arena, "/st/%lld/dokument/forseglad-%lld.pdf", (long long)shown.version.training.raw, (long long)shown.version.id.raw);
    if (!compare(req, &shown, &page, err)) return false;
    reply_page(req, reply, (Page){.title = page.title, .nav = "st", .main = html_version(req->arena, req->lang, &page)});
    return true;
}

bool page_version(Request *req, Reply *reply, Err *err) {
    FieldErrorList none = {0};
    return show(req, reply, &none, err);
}

bool do_signature(Request *req, Reply *reply, Err *err) {
    FieldErrorList errors = {0};
    const File *scan = request_file(req, "papper");
    PaperSignature paper = {.role = request_form(req, "roll"), .kept_at = request_form(req, "var"), .scan = scan ? scan->content : STR("")};
    if (!request_id(req, "id", &paper.version.raw, err)) return false;
    paper.signed_on = field_date(req, "dag", &errors);
    Act act = request_act(req, "signature.register");
    if (errors.count > 0) err_set(err, ERR_INVALID, errors.items[0].message);
    if (errors.count > 0 || !signature_register(&act, &paper, err)) {
        Err shown = *err;
        if (err->kind != ERR_INVALID) return false;
        if (errors.count == 0) field_error(req->arena, &errors, date_is_known(paper.signed_on) && str_is_empty(paper.kept_at) ? "var" : "dag", err->message);
        if (!show(req, reply, &errors, err)) return false;
        *err = shown;
        return false;
    }
    reply_redirect_done(req, reply, url(req->arena, "/version/%lld", (long long)paper.version.raw),
                        msg(N_("Underskriften är registrerad.")), act.audit);
    return true;
}
