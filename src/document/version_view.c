#include "document/version_view.h"
#include "store/blob.h"
#include "training/training_view.h"

Url url_version(Arena *arena, const DocumentVersion *version) {
    return url(arena, "/version/%lld", (long long)version->id.raw);
}

Str version_label(Request *req, const DocumentVersion *version) {
    Str day = date_short_year(req->arena, req->lang, version->made);
    return msg_format(req->arena, req->lang, msg(N_("Version {1}, fastställd {2}"), msg_number(version->number), msg_text(day)));
}

static Str waits_for(Request *req, const DocumentVersion *version, const SignatureRowList *signatures) {
    const DocumentType *type = rulebook_document(version->kind);
    Buf buf = buf_begin(req->arena);
    for (size_t i = 0; type && i < type->signer_count; i++) {
        if (signature_of(signatures, version->id, type->signers[i]->id)) continue;
        if (buf.size) buf_add(&buf, STR(", "));
        buf_add(&buf, tr_str(req->lang, type->signers[i]->name));
    }
    return msg_format(req->arena, req->lang, msg(N_("Väntar på underskrift: {1}"), msg_text(buf_end(&buf))));
}

Str version_state(Request *req, const DocumentVersion *version, const SignatureRowList *signatures) {
    switch (version->state) {
    case DOCUMENT_STATE_SIGNING: return waits_for(req, version, signatures);
    case DOCUMENT_STATE_IN_FORCE:
        return msg_format(req->arena, req->lang,
                          msg(N_("Gäller sedan {1}"), msg_text(date_short_year(req->arena, req->lang, version->in_force_from))));
    case DOCUMENT_STATE_SUPERSEDED: return tr_str(req->lang, N_("Ersatt av en nyare version"));
    case DOCUMENT_STATE_WITHDRAWN: return tr_str(req->lang, N_("Drogs tillbaka innan alla hade skrivit under"));
    }
    return STR("");
}

// Who may in her role; for a supervisor, where she is the main one.
bool may_settle(Request *req, const DocumentFacts *facts) {
    if (!may(req->actor.role, MAY_SETTLE_DOCUMENT)) return false;
    return req->actor.role != ROLE_SUPERVISOR || facts->main_supervisor.id.raw == req->actor.person;
}

static bool scan_of(Request *req, TrainingId training, int64_t id, Str *ret_digest, Err *err) {
    SignatureRowList signatures = {0};
    if (!document_signatures(req->db, req->arena, training, &signatures, err)) return false;
    for (size_t i = 0; i < signatures.count; i++)
        if (signatures.items[i].signature.id.raw == id) *ret_digest = signatures.items[i].signature.scan;
    return ret_digest->size > 0 || err_set(err, ERR_NOT_FOUND, msg(N_("Dokumentet finns inte.")));
}

bool reply_frozen(Request *req, Reply *reply, Str file, Err *err) {
    TrainingId training;
    DocumentVersion version;
    bool is_scan = str_starts(file, STR("underskrift-")), is_sealed = str_starts(file, STR("forseglad-"));
    SignatureSealList seals = {0};
    Str digest = STR(""), bytes, name = file;
    int64_t id = 0;
    BlobInfo info;
    if (!request_id(req, "id", &training.raw, err)) return false;
    Str number = str_slice(file, is_scan ? 12 : is_sealed ? 10 : 8, is_scan || file.size < 12 ? file.size : file.size - 4);
    if (!str_to_int(number, &id)) return err_set(err, ERR_NOT_FOUND, msg(N_("Dokumentet finns inte.")));
    if (is_scan && !scan_of(req, training, id, &digest, err)) return false;
    if (!is_scan) {
        if (!document_version_get(req->db, req->arena, (DocumentVersionId){id}, &version, err)) return false;
        if (version.training.raw != training.raw) return err_set(err, ERR_NOT_FOUND, msg(N_("Dokumentet finns inte.")));
        digest = version.paper;
        if (is_sealed && !document_seals(req->db, req->arena, version.id, &seals, err)) return false;
        if (is_sealed && seals.count == 0) return err_set(err, ERR_NOT_FOUND, msg(N_("Dokumentet finns inte.")));
        if (is_sealed) digest = seals.items[seals.count - 1].file;
    }
    if (!blob_info(req->db, req->arena, digest, &info, err) || !blob_get(req->db, req->arena, digest, &bytes, err)) return false;
    request_shows_training(req, training);
    if (is_scan) name = str_printf(req->arena, "%.*s.%s", STR_ARG(file), str_ends(info.media, STR("pdf")) ? "pdf" : str_ends(info.media, STR("png")) ? "png" : "jpg");
    reply_bytes(reply, info.media, name, bytes);
    return true;
}
