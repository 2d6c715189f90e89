// seal_key_parts.h: what a key is made of, for those who seal and verify.
#pragma once
#include "seal/seal_key.h"
#include <openssl/x509.h>

#define SEAL_CERTIFICATES_MAX 16
struct SealKey {
    EVP_PKEY *key; // NULL: only to verify
    X509 *certificates[SEAL_CERTIFICATES_MAX];
    size_t count;
};
Str seal_certificate_name(Arena *arena, X509 *certificate);
