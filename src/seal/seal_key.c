#include "seal/seal_key_parts.h"
#include "base/buf.h"
#include "base/file.h"
#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <unistd.h>

#define FILE_BYTES_MAX 131072
#define YEARS 10

static bool fault(Err *err, const char *path) {
    return err_set(err, ERR_INVALID, msg(N_("{1} är ingen sigillfil: en nyckel (RSA minst 2048 bitar eller EC minst 256) och dess certifikat i PEM."), msg_text(str_from_c(path))));
}

// No question on a terminal: a key with a password is refused.
static int no_password(char *text, int size, int writes, void *context) {
    (void)text, (void)size, (void)writes, (void)context;
    return 0;
}

static void read_certificates(Str text, SealKey *key) {
    BIO *bio = BIO_new_mem_buf(text.data, (int)text.size);
    X509 *one;
    while (key->count < SEAL_CERTIFICATES_MAX && (one = PEM_read_bio_X509(bio, NULL, no_password, NULL))) key->certificates[key->count++] = one;
    BIO_free(bio);
}

static bool key_fits(const SealKey *key) {
    int kind = EVP_PKEY_get_base_id(key->key), bits = EVP_PKEY_get_bits(key->key);
    return key->count > 0 && X509_check_private_key(key->certificates[0], key->key) == 1 &&
           ((kind == EVP_PKEY_RSA && bits >= 2048) || (kind == EVP_PKEY_EC && bits >= 256));
}

bool seal_key_read(Arena *arena, const char *path, SealKey **ret, Err *err) {
    Str text;
    if (!file_read(arena, path, FILE_BYTES_MAX, true, &text, err)) return false;
    SealKey *key = arena_new(arena, SealKey);
    BIO *bio = BIO_new_mem_buf(text.data, (int)text.size);
    key->key = PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);
    BIO_free(bio);
    read_certificates(text, key);
    explicit_bzero((char *)(uintptr_t)text.data, text.size);
    if (!key->key || !key_fits(key)) {
        seal_key_close(key);
        return fault(err, path);
    }
    *ret = key;
    return true;
}

bool seal_trust_read(Arena *arena, const char *path, SealKey **ret, Err *err) {
    Str text;
    if (!file_read(arena, path, FILE_BYTES_MAX, false, &text, err)) return false;
    SealKey *key = arena_new(arena, SealKey);
    read_certificates(text, key);
    explicit_bzero((char *)(uintptr_t)text.data, text.size); // it may be the seal's own file
    if (key->count == 0) return err_set(err, ERR_INVALID, msg(N_("{1} innehåller inget certifikat i PEM."), msg_text(str_from_c(path))));
    *ret = key;
    return true;
}

void seal_key_close(SealKey *key) {
    if (!key) return;
    EVP_PKEY_free(key->key);
    for (size_t i = 0; i < key->count; i++) X509_free(key->certificates[i]);
    *key = (SealKey){0};
}

// --- making one

static bool add_extension(X509 *certificate, int nid, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    bool done = extension && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return done;
}

static bool fill(X509 *certificate, EVP_PKEY *key, const char *organisation, int64_t now) {
    unsigned char number[16];
    if (RAND_bytes(number, sizeof number) != 1) return false;
    number[0] = (unsigned char)((number[0] & 0x7F) | 0x40); // positive, and always of one length
    BIGNUM *big = BN_bin2bn(number, sizeof number, NULL);
    X509_NAME *name = X509_get_subject_name(certificate);
    time_t from = (time_t)(now / 1000) - 86400, to = from + (time_t)YEARS * 366 * 86400;
    bool done = big && BN_to_ASN1_INTEGER(big, X509_get_serialNumber(certificate)) && X509_set_version(certificate, 2) == 1 &&
                X509_NAME_add_entry_by_txt(name, "C", MBSTRING_ASC, (const unsigned char *)"SE", -1, -1, 0) == 1 &&
                X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8, (const unsigned char *)organisation, -1, -1, 0) == 1 &&
                X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)organisation, -1, -1, 0) == 1 &&
                X509_set_issuer_name(certificate, name) == 1 && ASN1_TIME_set(X509_getm_notBefore(certificate), from) &&
                ASN1_TIME_set(X509_getm_notAfter(certificate), to) && X509_set_pubkey(certificate, key) == 1 &&
                add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
                add_extension(certificate, NID_key_usage, "critical,digitalSignature,nonRepudiation") &&
                add_extension(certificate, NID_subject_key_identifier, "hash") && X509_sign(certificate, key, EVP_sha256()) > 0;
    BN_free(big);
    return done;
}

static bool write_file(const char *path, EVP_PKEY *key, X509 *certificate) {
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    BIO *bio = BIO_new(BIO_s_secmem());
    char *bytes;
    bool done = file >= 0 && bio && PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) == 1 && PEM_write_bio_X509(bio, certificate) == 1;
    long size = done ? BIO_get_mem_data(bio, &bytes) : 0;
    done = done && size > 0 && write(file, bytes, (size_t)size) == size && fsync(file) == 0;
    if (file >= 0 && close(file) != 0) done = false;
    if (file >= 0 && !done) unlink(path);
    BIO_free(bio);
    return done;
}

bool seal_key_make(const char *path, const char *organisation, int64_t now, Err *err) {
    if (!organisation[0] || strlen(organisation) > 64)
        return err_set(err, ERR_INVALID, msg(N_("Organisationens namn behövs, med högst 64 tecken: --name ”Region Norrvik”.")));
    EVP_PKEY *key = EVP_RSA_gen(3072);
    X509 *certificate = X509_new();
    bool made = key && certificate && fill(certificate, key, organisation, now), written = made && write_file(path, key, certificate);
    X509_free(certificate);
    EVP_PKEY_free(key);
    if (!made) return err_set(err, ERR_STORE, msg(N_("Nyckeln kunde inte göras. Namnet får ha högst 64 tecken.")));
    return written || err_set(err, ERR_INVALID, msg(N_("{1} går inte att skriva, eller finns redan. En nyckel skrivs aldrig över."), msg_text(str_from_c(path))));
}

// --- showing

Str seal_certificate_name(Arena *arena, X509 *certificate) {
    X509_NAME *name = X509_get_subject_name(certificate);
    int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (at < 0) at = X509_NAME_get_index_by_NID(name, NID_organizationName, -1);
    unsigned char *text = NULL;
    int size = at < 0 ? -1 : ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    Str found = size > 0 ? str_copy(arena, (Str){(char *)text, (size_t)size}) : STR("?");
    OPENSSL_free(text);
    return str_is_utf8(found) ? found : STR("?");
}

Str seal_key_name(Arena *arena, const SealKey *key) {
    return seal_certificate_name(arena, key->certificates[0]);
}

Str seal_key_certificates(Arena *arena, const SealKey *key) {
    BIO *bio = BIO_new(BIO_s_mem());
    char *bytes;
    for (size_t i = 0; i < key->count; i++)
        if (PEM_write_bio_X509(bio, key->certificates[i]) != 1) break;
    long size = BIO_get_mem_data(bio, &bytes);
    Str text = str_copy(arena, (Str){bytes, size > 0 ? (size_t)size : 0});
    BIO_free(bio);
    return text;
}
