#include "document/version_act.h"
#include "access/may_store.h"
#include "document/content.h"
#include "document/document_store.h"
#include "document/scan.h"
#include "duty/act.h"
#include "store/blob.h"

static const DocumentType *type_of(Str kind, Err *err) {
    const DocumentType *type = rulebook_document(kind);
    if (type && type->of == SUBJECT_TRAINING && !type->print_only) return type;
    err_set(err, ERR_INVALID, type ? msg(N_("Dokumentet fylls i för hand och har inga versioner i Randa.")) : msg(N_("Dokumentet finns inte.")));
    return NULL;
}

// The last version of the kind that nobody has withdrawn; NULL: none.
static DocumentVersion *last_of(DocumentVersionList *versions, Str kind, int64_t *ret_number) {
    DocumentVersion *last = NULL;
    for (size_t i = 0; i < versions->count; i++) {
        DocumentVersion *version = &versions->items[i];
        if (!str_equal(version->kind, kind)) continue;
        if (version->number > *ret_number) *ret_number = version->number;
        if (!last && version->state != DOCUMENT_STATE_WITHDRAWN) last = version;
    }
    return last;
}

bool document_settle(Act *act, TrainingId training, Str kind, DocumentVersion *ret, Err *err) {
    DocumentFacts facts;
    DocumentVersionList versions = {0};
    int64_t number = 0;
    if (!may_training(act->db, act->actor, MAY_SETTLE_DOCUMENT, training, err)) return false;
    const DocumentType *type = type_of(kind, err);
    if (!type || !document_facts_load(act->db, act->arena, training, act->today, &facts, err)) return false;
    if (!document_versions(act->db, act->arena, training, &versions, err)) return false;
    Str content = document_content(act->arena, &facts, type);
    DocumentVersion *last = last_of(&versions, kind, &number);
    DocumentVersion version = {.training = training, .kind = type->id, .number = number + 1, .made = act->today,
                               .maker = {act->actor.person}, .in_force_from = DATE_NONE};
    if (!blob_put(act->db, act->arena, content, STR("application/json"), act->now, &version.content, err)) return false;
    if (last && str_equal(last->content, version.content))
        return err_set(err, ERR_CONFLICT, msg(N_("Inget har ändrats sedan version {1}."), msg_number(last->number)));
    facts.version = version.number;
    Str paper = document_compose(act->arena, &facts, type);
    if (!blob_put(act->db, act->arena, paper, STR("application/pdf"), act->now, &version.paper, err)) return false;
    if (last && last->state == DOCUMENT_STATE_SIGNING) {
        last->state = DOCUMENT_STATE_WITHDRAWN;
        if (!document_version_save(act, last, err)) return false;
    }
    if (!document_version_save(act, &version, err) || !act_end(act, err)) return false;
    *ret = version;
    return true;
}

// --- signatures

static const RoleInfo *signer_in(const DocumentType *type, Str role) {
    for (size_t i = 0; i < type->signer_count; i++)
        if (str_equal(type->signers[i]->id, role)) return type->signers[i];
    return NULL;
}

static bool is_sound(const Act *act, const DocumentVersion *version, const PaperSignature *paper, Err *err) {
    Date made = version->made;
    if (version->state == DOCUMENT_STATE_WITHDRAWN || version->state == DOCUMENT_STATE_SUPERSEDED)
        return err_set(err, ERR_CONFLICT, msg(N_("En nyare version har ersatt den här. Skriv under den i stället.")));
    if (!signer_in(rulebook_document(version->kind), paper->role)) return err_set(err, ERR_INVALID, msg(N_("Välj vem som har skrivit under.")));
    if (!date_is_known(paper->signed_on)) return err_set(err, ERR_INVALID, msg(N_("Skriv vilken dag, till exempel 2026-11-20.")));
    if (paper->signed_on.day > act->today.day) return err_set(err, ERR_INVALID, msg(N_("Underskriften kan inte vara gjord efter i dag.")));
    if (paper->signed_on.day < made.day)
        return err_set(err, ERR_INVALID, msg(N_("Versionen fastställdes först {1}. Skriv dagen då den skrevs under."), msg_date(made)));
    if (str_is_empty(str_trim(paper->kept_at)))
        return err_set(err, ERR_INVALID, msg(N_("Skriv var originalet finns, till exempel ”pärm hos studierektorn”.")));
    return true;
}

// Who holds the role today; nobody known is 0.
static bool signer_person(Act *act, TrainingId training, Str role, PersonId *ret, Err *err) {
    DocumentFacts facts;
    if (!document_facts_load(act->db, act->arena, training, act->today, &facts, err)) return false;
    const Signatory *who = document_signatory(&facts, role);
    *ret = who ? who->id : (PersonId){0};
    return true;
}

// What the rules know of it: the plan or the contract is signed.
static bool note_event(Act *act, const DocumentVersion *version, Date on, PersonId person, Err *err) {
    Event event = {.kind = str_equal(version->kind, STR("iup")) ? EVENT_KIND_IUP_SIGNED : EVENT_KIND_ST_CONTRACT_SIGNED,
                   .training = version->training, .held = on, .responsible = person};
    return event_save(act, &event, err);
}

static bool put_in_force(Act *act, DocumentVersion *version, Date on, PersonId person, Err *err) {
    DocumentVersionList versions = {0};
    if (!document_versions(act->db, act->arena, version->training, &versions, err)) return false;
    for (size_t i = 0; i < versions.count; i++) {
        DocumentVersion *other = &versions.items[i];
        if (other->id.raw == version->id.raw || !str_equal(other->kind, version->kind) || other->state != DOCUMENT_STATE_IN_FORCE) continue;
        other->state = DOCUMENT_STATE_SUPERSEDED;
        if (!document_version_save(act, other, err)) return false;
    }
    version->state = DOCUMENT_STATE_IN_FORCE;
    version->in_force_from = on;
    return document_version_save(act, version, err) && note_event(act, version, on, person, err);
}

bool signature_register(Act *act, const PaperSignature *paper, Err *err) {
    DocumentVersion version;
    SignatureRowList there = {0};
    Str media;
    if (!document_version_get(act->db, act->arena, paper->version, &version, err)) return false;
    if (!may_training(act->db, act->actor, MAY_REGISTER, version.training, err)) return false;
    Signature signature = {.training = version.training, .document_version = version.id, .role = paper->role,
                           .signed_on = paper->signed_on, .kept_at = paper->kept_at};
    if (!is_sound(act, &version, paper, err)) return false;
    if (!document_signatures(act->db, act->arena, version.training, &there, err)) return false;
    if (signature_of(&there, version.id, paper->role)) return err_set(err, ERR_CONFLICT, msg(N_("Den underskriften är redan registrerad.")));
    if (!signer_person(act, version.training, paper->role, &signature.person, err)) return false;
    if (paper->scan.size > 0 && (!scan_media(paper->scan, &media, err) || !blob_put(act->db, act->arena, paper->scan, media, act->now, &signature.scan, err)))
        return false;
    return signature_add(act, &version, &signature, &there, err) && act_end(act, err);
}

bool signature_add(Act *act, DocumentVersion *version, Signature *signature, const SignatureRowList *there, Err *err) {
    if (!signature_save(act, signature, err)) return false;
    const DocumentType *type = rulebook_document(version->kind);
    size_t left = 0;
    Date last = signature->signed_on;
    for (size_t i = 0; i < type->signer_count; i++) {
        const Signature *other = signature_of(there, version->id, type->signers[i]->id);
        if (other) last = date_max(last, other->signed_on);
        else left += !str_equal(type->signers[i]->id, signature->role);
    }
    return left > 0 || put_in_force(act, version, last, signature->person, err);
}
