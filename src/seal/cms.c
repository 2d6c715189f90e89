#include "seal/cms.h"
#include "base/buf.h"
#include <openssl/evp.h>
#include <string.h>

// Object identifiers, whole.
#define OID_DATA STR("\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01")
#define OID_SIGNED_DATA STR("\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02")
#define OID_CONTENT_TYPE STR("\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x09\x03")
#define OID_MESSAGE_DIGEST STR("\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x09\x04")
#define OID_SIGNING_CERTIFICATE_V2 STR("\x06\x0B\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x02\x2F")
#define OID_SHA256 STR("\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01")
#define OID_RSA STR("\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x01\x01\x05\x00") // with its empty parameters
#define OID_ECDSA_SHA256 STR("\x06\x08\x2A\x86\x48\xCE\x3D\x04\x03\x02")
#define ONE STR("\x02\x01\x01")
#define SEQUENCE 0x30
#define SET 0x31
#define OCTETS 0x04
#define CONTEXT_0 0xA0

typedef struct {
    Str parts[8]; // up to the first NULL
} Parts;
#define PARTS(...) ((Parts){{__VA_ARGS__}})

static Str der(Arena *arena, int tag, Parts inside) {
    size_t size = 0;
    for (size_t i = 0; i < COUNT_OF(inside.parts); i++) size += inside.parts[i].size;
    Buf buf = buf_begin(arena);
    buf_add_char(&buf, (char)tag);
    if (size < 0x80) buf_add_char(&buf, (char)size);
    else if (size < 0x100) buf_addf(&buf, "\x81%c", (char)size);
    else buf_addf(&buf, "\x82%c%c", (char)(size >> 8), (char)size);
    for (size_t i = 0; i < COUNT_OF(inside.parts); i++)
        if (inside.parts[i].size) buf_add(&buf, inside.parts[i]);
    return buf_end(&buf);
}

static Str sha256(Arena *arena, Str bytes) {
    unsigned char *digest = arena_alloc(arena, CMS_DIGEST_SIZE, 1);
    unsigned size = 0;
    if (EVP_Digest(bytes.data, bytes.size, digest, &size, EVP_sha256(), NULL) != 1) size = 0;
    return (Str){(char *)digest, size};
}

static Str of_openssl(Arena *arena, unsigned char *bytes, int size) {
    Str text = size > 0 ? str_copy(arena, (Str){(char *)bytes, (size_t)size}) : STR("");
    OPENSSL_free(bytes);
    return text;
}

static Str certificate_bytes(Arena *arena, X509 *certificate) {
    unsigned char *bytes = NULL;
    int size = i2d_X509(certificate, &bytes);
    return of_openssl(arena, bytes, size);
}

// Issuer and number.
static Str certificate_name(Arena *arena, X509 *certificate) {
    unsigned char *issuer = NULL, *number = NULL;
    int issuer_size = i2d_X509_NAME(X509_get_issuer_name(certificate), &issuer);
    int number_size = i2d_ASN1_INTEGER(X509_get_serialNumber(certificate), &number);
    Str first = of_openssl(arena, issuer, issuer_size), second = of_openssl(arena, number, number_size);
    return der(arena, SEQUENCE, PARTS(first, second));
}

static Str attribute(Arena *arena, Str oid, Str value) {
    return der(arena, SEQUENCE, PARTS(oid, der(arena, SET, PARTS(value))));
}

// What the key signs; in the order of their bytes, which is that of their length here.
static Str attributes(Arena *arena, int tag, Str certificate, Str digest) {
    Str hash = der(arena, OCTETS, PARTS(sha256(arena, certificate)));
    Str named = der(arena, SEQUENCE, PARTS(der(arena, SEQUENCE, PARTS(der(arena, SEQUENCE, PARTS(hash))))));
    return der(arena, tag, PARTS(attribute(arena, OID_CONTENT_TYPE, OID_DATA), attribute(arena, OID_MESSAGE_DIGEST, der(arena, OCTETS, PARTS(digest))),
                                 attribute(arena, OID_SIGNING_CERTIFICATE_V2, named)));
}

static Str compose(Arena *arena, X509 *certificate, Str digest, Str signature) {
    Str bytes = certificate_bytes(arena, certificate), sha = der(arena, SEQUENCE, PARTS(OID_SHA256));
    bool rsa = EVP_PKEY_get_base_id(X509_get0_pubkey(certificate)) == EVP_PKEY_RSA;
    Str signer = der(arena, SEQUENCE, PARTS(ONE, certificate_name(arena, certificate), sha, attributes(arena, CONTEXT_0, bytes, digest),
                                            der(arena, SEQUENCE, PARTS(rsa ? OID_RSA : OID_ECDSA_SHA256)), der(arena, OCTETS, PARTS(signature))));
    Str data = der(arena, SEQUENCE, PARTS(ONE, der(arena, SET, PARTS(sha)), der(arena, SEQUENCE, PARTS(OID_DATA)), der(arena, CONTEXT_0, PARTS(bytes)),
                                          der(arena, SET, PARTS(signer))));
    return der(arena, SEQUENCE, PARTS(OID_SIGNED_DATA, der(arena, CONTEXT_0, PARTS(data))));
}

static bool key_is_usable(const EVP_PKEY *key) {
    int kind = key ? EVP_PKEY_get_base_id(key) : 0;
    return (kind == EVP_PKEY_RSA && EVP_PKEY_get_bits(key) >= 2048) || (kind == EVP_PKEY_EC && EVP_PKEY_get_bits(key) >= 256);
}

bool cms_sign(Arena *arena, EVP_PKEY *key, X509 *certificate, Str digest, Str *ret, Err *err) {
    Str signed_part = attributes(arena, SET, certificate_bytes(arena, certificate), digest);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t size = 1024;
    unsigned char *signature = arena_alloc(arena, size, 1);
    bool done = context && key_is_usable(key) && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
                EVP_DigestSign(context, signature, &size, (const unsigned char *)signed_part.data, signed_part.size) == 1;
    EVP_MD_CTX_free(context);
    if (!done) return err_set(err, ERR_STORE, msg(N_("Organisationens sigillnyckel går inte att använda.")));
    *ret = compose(arena, certificate, digest, (Str){(char *)signature, size});
    return true;
}

// --- reading

// The next value of *rest, of the tag; what is in it.
static bool take(Str *rest, int tag, Str *ret) {
    if (rest->size < 2 || (unsigned char)rest->data[0] != tag) return false;
    size_t size = (unsigned char)rest->data[1], head = 2;
    if (size > 0x82 || size == 0x80) return false;
    if (size > 0x80) {
        size_t more = size - 0x80;
        if (rest->size < 2 + more) return false;
        size = 0;
        for (size_t i = 0; i < more; i++) size = size << 8 | (unsigned char)rest->data[2 + i];
        head += more;
    }
    if (size > rest->size - head) return false;
    Str inside = str_slice(*rest, head, head + size);
    *rest = str_slice(*rest, head + size, rest->size);
    *ret = inside; // last: rest and ret may be one
    return true;
}

// The two things in it that cannot be known beforehand.
static bool find_parts(Str cms, Str *ret_certificate, Str *ret_signature) {
    Str skipped;
    return take(&cms, SEQUENCE, &cms) && take(&cms, 0x06, &skipped) && take(&cms, CONTEXT_0, &cms) && take(&cms, SEQUENCE, &cms) && take(&cms, 0x02, &skipped) &&
           take(&cms, SET, &skipped) && take(&cms, SEQUENCE, &skipped) && take(&cms, CONTEXT_0, ret_certificate) && take(&cms, SET, &cms) &&
           take(&cms, SEQUENCE, &cms) && take(&cms, 0x02, &skipped) && take(&cms, SEQUENCE, &skipped) && take(&cms, SEQUENCE, &skipped) &&
           take(&cms, CONTEXT_0, &skipped) && take(&cms, SEQUENCE, &skipped) && take(&cms, OCTETS, ret_signature);
}

static bool key_signed(EVP_PKEY *key, Str bytes, Str signature) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = context && key_is_usable(key) && EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
                EVP_DigestVerify(context, (const unsigned char *)signature.data, signature.size, (const unsigned char *)bytes.data, bytes.size) == 1;
    EVP_MD_CTX_free(context);
    return done;
}

bool cms_verify(Arena *arena, Str cms, Str digest, X509 **ret) {
    Str bytes, signature;
    if (!find_parts(cms, &bytes, &signature)) return false;
    const unsigned char *at = (const unsigned char *)bytes.data;
    X509 *certificate = d2i_X509(NULL, &at, (long)bytes.size);
    bool good = certificate && (const char *)at == bytes.data + bytes.size && str_equal(certificate_bytes(arena, certificate), bytes) &&
                key_is_usable(X509_get0_pubkey(certificate)) && str_equal(compose(arena, certificate, digest, signature), cms) &&
                key_signed(X509_get0_pubkey(certificate), attributes(arena, SET, bytes, digest), signature);
    if (good) *ret = certificate;
    else X509_free(certificate);
    return good;
}
