#include "document/sign_act.h"
#include "access/may_store.h"
#include "document/document_store.h"
#include "document/version_act.h"
#include "duty/act.h"
#include "seal/seal.h"
#include "store/blob.h"

Str signing_sentence(void) {
    return STR("Jag har läst dokumentet och godkänner det.");
}

static const RoleInfo *next_signer(const DocumentVersion *version, const SignatureRowList *there) {
    const DocumentType *type = rulebook_document(version->kind);
    for (size_t i = 0; type && i < type->signer_count; i++)
        if (!signature_of(there, version->id, type->signers[i]->id)) return type->signers[i];
    return NULL;
}

static bool has_signed(const DocumentVersion *version, const SignatureRowList *there, int64_t person) {
    for (size_t i = 0; i < there->count; i++)
        if (there->items[i].signature.document_version.raw == version->id.raw && there->items[i].signature.person.raw == person) return true;
    return false;
}

bool signing_is_for(const DocumentFacts *facts, const DocumentVersion *version, const SignatureRowList *there, Actor actor) {
    const RoleInfo *next = next_signer(version, there);
    const Signatory *who = next ? document_signatory(facts, next->id) : NULL;
    return version->state == DOCUMENT_STATE_SIGNING && actor.person > 0 && actor.behalf == 0 && who && who->id.raw == actor.person &&
           !has_signed(version, there, actor.person);
}

// The file that the next seal goes into.
static bool file_so_far(Act *act, const DocumentVersion *version, Str *ret, int64_t *ret_place, Err *err) {
    SignatureSealList seals = {0};
    if (!document_seals(act->db, act->arena, version->id, &seals, err)) return false;
    *ret_place = (int64_t)seals.count + 1;
    return blob_get(act->db, act->arena, seals.count ? seals.items[seals.count - 1].file : version->paper, ret, err);
}

static bool seal_into(Act *act, const SealKey *key, const DocumentVersion *version, const RoleInfo *role, Str name, SignatureSeal *seal, Err *err) {
    Str before, after;
    if (!file_so_far(act, version, &before, &seal->place, err)) return false;
    PdfSealNote note = {.name = name, .role = role->id, .level = STR("N1"), .sentence = signing_sentence(), .document = version->kind,
                        .digest = version->paper, .version = (int)version->number, .place = (int)seal->place,
                        .of = (int)rulebook_document(version->kind)->signer_count, .made = act->now / 1000 * 1000};
    return seal_put(act->arena, key, before, &note, &after, err) && blob_put(act->db, act->arena, after, STR("application/pdf"), act->now, &seal->file, err);
}

bool document_approve(Act *act, const SealKey *key, DocumentVersionId id, Str digest, Err *err) {
    DocumentVersion version;
    DocumentFacts facts;
    SignatureRowList there = {0};
    if (!document_version_get(act->db, act->arena, id, &version, err)) return false;
    if (!may_training(act->db, act->actor, MAY_SIGN_DOCUMENT, version.training, err)) return false;
    if (!document_facts_load(act->db, act->arena, version.training, act->today, &facts, err)) return false;
    if (!document_signatures(act->db, act->arena, version.training, &there, err)) return false;
    if (version.state != DOCUMENT_STATE_SIGNING || !str_equal(digest, version.paper))
        return err_set(err, ERR_CONFLICT, msg(N_("Dokumentet väntar inte längre på underskrift i den form du läste. Öppna det igen.")));
    if (!signing_is_for(&facts, &version, &there, act->actor))
        return err_set(err, ERR_FORBIDDEN, msg(N_("Det är inte din tur att skriva under det här dokumentet.")));
    const RoleInfo *role = next_signer(&version, &there);
    Signature signature = {.training = version.training, .document_version = version.id, .role = role->id, .person = {act->actor.person},
                           .signed_on = act->today};
    SignatureSeal seal = {.training = version.training, .document_version = version.id, .level = SEAL_LEVEL_N1, .sealed = act->now};
    if (!seal_into(act, key, &version, role, document_signatory(&facts, role->id)->name, &seal, err)) return false;
    if (!signature_add(act, &version, &signature, &there, err)) return false;
    seal.signature = signature.id;
    return signature_seal_save(act, &seal, err) && act_end(act, err);
}
