#include "document/version_store.h"
#include "gen/sql.h"

bool document_versions(Db *db, Arena *arena, TrainingId training, DocumentVersionList *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_DOCUMENT_VERSIONS, err)) return false;
    query_bind_id(&query, 1, training.raw);
    return document_version_list_all(&query, arena, ret, err);
}

bool document_version_get(Db *db, Arena *arena, DocumentVersionId id, DocumentVersion *ret, Err *err) {
    Query query;
    DocumentVersionList found = {0};
    if (!query_begin(&query, db, SQL_DOCUMENT_VERSION_GET, err)) return false;
    query_bind_id(&query, 1, id.raw);
    if (!document_version_list_all(&query, arena, &found, err)) return false;
    if (found.count == 0) return err_set(err, ERR_NOT_FOUND, msg(N_("Dokumentet finns inte.")));
    *ret = found.items[0];
    return true;
}

bool document_signatures(Db *db, Arena *arena, TrainingId training, SignatureRowList *ret, Err *err) {
    Query query;
    SignatureRowList list = {0};
    if (!query_begin(&query, db, SQL_DOCUMENT_SIGNATURES, err)) return false;
    query_bind_id(&query, 1, training.raw);
    while (query_next(&query)) {
        SignatureRow row = {.signature = signature_from_row(&query, arena, 0)};
        Str given = query_text(&query, arena, (int)record_signature.column_count + 2);
        Str family = query_text(&query, arena, (int)record_signature.column_count + 3);
        if (given.size || family.size) row.name = str_printf(arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family));
        list_add(arena, &list, row);
    }
    if (!query_end(&query, err)) return false;
    *ret = list;
    return true;
}

const Signature *signature_of(const SignatureRowList *signatures, DocumentVersionId version, Str role) {
    for (size_t i = 0; i < signatures->count; i++) {
        const Signature *signature = &signatures->items[i].signature;
        if (signature->document_version.raw == version.raw && str_equal(signature->role, role)) return signature;
    }
    return NULL;
}

bool document_seals(Db *db, Arena *arena, DocumentVersionId version, SignatureSealList *ret, Err *err) {
    Query query;
    SignatureSealList list = {0};
    if (!query_begin(&query, db, SQL_DOCUMENT_SEALS, err)) return false;
    query_bind_id(&query, 1, version.raw);
    if (!signature_seal_list_all(&query, arena, &list, err)) return false;
    *ret = list;
    return true;
}
