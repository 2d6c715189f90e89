// seal_key.h: the organisation's key, with which it seals what has been approved, and the certificates
// by which a seal is known: its own, and those it had before.
//
// A file of PEM, readable by its owner alone: the key, its certificate, then earlier ones or those of
// who issued it. Read once, before the sandbox; the database never sees it.
#pragma once
#include "base/err.h"

typedef struct SealKey SealKey;

// ERR_INVALID: not there, open to others, not a key of at least 2048 bits (RSA) or 256 (EC), or no certificate of it.
MUST_CHECK bool seal_key_read(Arena *arena, const char *path, SealKey **ret, Err *err);
// Certificates alone: enough to verify. ERR_INVALID.
MUST_CHECK bool seal_trust_read(Arena *arena, const char *path, SealKey **ret, Err *err);
void seal_key_close(SealKey *key); // NULL is fine
// A new file (never over an old one) with a key and a certificate that it signs itself, valid ten years.
MUST_CHECK bool seal_key_make(const char *path, const char *organisation, int64_t now, Err *err);
Str seal_key_certificates(Arena *arena, const SealKey *key); // PEM, to give to whoever wants to verify
Str seal_key_name(Arena *arena, const SealKey *key);         // of its certificate
