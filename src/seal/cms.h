// cms.h: a signature as PAdES baseline B wants it (EN 319 142-1): CMS, detached, with the digest and
// signing-certificate-v2 signed, and no signing time of its own (the file's M says it).
//
// It is composed here, byte by byte, and read by composing it again from the certificate and the
// signature value in it: a reader of others' CMS would let pass what nothing covers (versions, names of
// algorithms, further certificates). OpenSSL has the keys, the certificates and the arithmetic.
#pragma once
#include "base/err.h"
#include <openssl/x509.h>

#define CMS_DIGEST_SIZE 32
// `digest`: SHA-256 of what is signed. ERR_STORE when the key does not answer.
MUST_CHECK bool cms_sign(Arena *arena, EVP_PKEY *key, X509 *certificate, Str digest, Str *ret, Err *err);
// The certificate that signed exactly this; false when anything differs. The caller frees it.
MUST_CHECK bool cms_verify(Arena *arena, Str cms, Str digest, X509 **ret);
