#include "seal/seal.h"
#include "seal/cms.h"
#include "seal/seal_key_parts.h"
#include <openssl/evp.h>
#include <openssl/x509_vfy.h>

static Str digest_of(Arena *arena, Str before, Str after) {
    unsigned char *digest = arena_alloc(arena, CMS_DIGEST_SIZE, 1);
    unsigned size = 0;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1 && EVP_DigestUpdate(context, before.data, before.size) == 1 &&
                EVP_DigestUpdate(context, after.data, after.size) == 1 && EVP_DigestFinal_ex(context, digest, &size) == 1;
    EVP_MD_CTX_free(context);
    return (Str){(char *)digest, done ? size : 0};
}

static Str hex_of(Arena *arena, Str bytes) {
    Buf buf = buf_begin(arena);
    for (size_t i = 0; i < bytes.size; i++) buf_addf(&buf, "%02x", (unsigned char)bytes.data[i]);
    return buf_end(&buf);
}

bool seal_put(Arena *arena, const SealKey *key, Str file, const PdfSealNote *note, Str *ret, Err *err) {
    PdfSealing sealing;
    Str signature;
    if (!key || !key->key) return err_set(err, ERR_CONFLICT, msg(N_("Här finns ingen sigillnyckel. Den som driver Randa gör en med `randa seal new-key` och startar servern med --seal.")));
    if (!pdf_seal_begin(arena, file, note, &sealing, err)) return false;
    PdfSealed covered = pdf_seal_covers(&sealing);
    return cms_sign(arena, key->key, key->certificates[0], digest_of(arena, covered.before, covered.after), &signature, err) &&
           pdf_seal_end(arena, &sealing, signature, ret, err);
}

// --- verifying

// At the time that the note says; the certificates given are trusted as they stand, or as issuers.
static bool is_trusted(const SealKey *trust, X509 *certificate, int64_t made) {
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    bool good = store && context;
    for (size_t i = 0; good && i < trust->count; i++) good = X509_STORE_add_cert(store, trust->certificates[i]) == 1;
    good = good && X509_STORE_CTX_init(context, store, certificate, NULL) == 1;
    if (good) {
        X509_STORE_CTX_set_flags(context, X509_V_FLAG_PARTIAL_CHAIN);
        X509_STORE_CTX_set_time(context, 0, (time_t)(made / 1000));
        good = X509_verify_cert(context) == 1;
    }
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    return good;
}

static SealReport finish(SealReport report, SealVerdict verdict, const char *why) {
    report.verdict = verdict;
    report.why = msg(why);
    if (verdict == SEAL_INVALID) report.digest = STR(""), report.rows = (SealRowList){0};
    return report;
}

#define IS_CHANGED N_("Filen är ändrad efter att den förseglades, eller avhuggen.")

static bool row_of(Arena *arena, const SealKey *trust, const PdfSeal *seal, SealRow *ret) {
    X509 *certificate;
    PdfSealed covered = pdf_seal_covers(&seal->sealing);
    if (!cms_verify(arena, seal->signature, digest_of(arena, covered.before, covered.after), &certificate)) return false;
    *ret = (SealRow){.note = seal->note, .sealer = seal_certificate_name(arena, certificate),
                     .trusted = trust && is_trusted(trust, certificate, seal->note.made)};
    X509_free(certificate);
    return true;
}

// One document, one version, one round, each place once.
static bool goes_on(const PdfSeal *before, const PdfSeal *seal) {
    return !before || (str_equal(before->note.document, seal->note.document) && before->note.version == seal->note.version && before->note.of == seal->note.of &&
                       before->note.place + 1 == seal->note.place && before->note.made <= seal->note.made);
}

SealReport seal_verify(Arena *arena, const SealKey *trust, Str file) {
    SealReport report = {0};
    PdfSealList seals;
    Str frozen;
    Err err;
    if (!pdf_seals_read(arena, file, &frozen, &seals, &err)) {
        bool sealed = str_find(file, STR("/RNDA_")) != STR_NOT_FOUND || str_find(file, STR("/ByteRange")) != STR_NOT_FOUND;
        return sealed ? finish(report, SEAL_INVALID, IS_CHANGED) : finish(report, SEAL_UNDECIDED, N_("Filen har ingen försegling som Randa känner igen."));
    }
    if (seals.count == 0) return finish(report, SEAL_UNDECIDED, N_("Filen har ingen försegling: den säger inget om vem som har godkänt den."));
    report.digest = hex_of(arena, digest_of(arena, frozen, STR("")));
    bool known = true;
    for (size_t i = 0; i < seals.count; i++) {
        const PdfSeal *seal = &seals.items[i];
        SealRow row;
        if (!str_equal(seal->note.digest, report.digest) || !goes_on(i ? &seals.items[i - 1] : NULL, seal) || !row_of(arena, trust, seal, &row))
            return finish(report, SEAL_INVALID, IS_CHANGED);
        known = known && row.trusted;
        list_add(arena, &report.rows, row);
    }
    const PdfSealNote *last = &seals.items[seals.count - 1].note;
    if (!known) return finish(report, SEAL_UNDECIDED, N_("Filen är hel, men det går inte att säga vems förseglingen är: certifikatet är inte ett av dem som är givna."));
    if (seals.items[0].note.place != 1 || last->place != last->of)
        return finish(report, SEAL_UNDECIDED, N_("Det som är förseglat är äkta och oförändrat, men alla har inte skrivit under."));
    return finish(report, SEAL_VALID, N_("Förseglingen är äkta, alla har skrivit under och inget är ändrat."));
}
