// crypto.h: digests, and sealing single values that only a named few may read (K4).
//
// Keys are files of one purpose each in a folder of their own (randa.db-keys/), for the owner
// alone. A key file holds a line per key, "id hexadecimal", the last one in use; the older
// ones still open what they sealed. Who loses the folder loses those values: back it up apart.
#pragma once
#include "base/err.h"

#define SHA256_HEX_SIZE 64
#define CRYPTO_KEYS_MAX 16

typedef struct {
    char id[9]; // eight hexadecimal digits
    uint8_t bytes[32];
} CryptoKey;
typedef struct {
    CryptoKey keys[CRYPTO_KEYS_MAX]; // oldest first
    size_t count;
} CryptoKeys;

void crypto_start(void); // once more is fine; stops the process if there is no randomness

// Reads `folder`/`purpose`.key, made with one fresh key if it is not there. ERR_STORE.
MUST_CHECK bool crypto_keys_open(const char *folder, const char *purpose, CryptoKeys *ret, Err *err);
void crypto_folder_make(const char *folder); // and those above it
void crypto_keys_fresh(CryptoKeys *ret); // one random key, of no file

// context: where the value stands ("absence.cause:17"); a value moved elsewhere does not open.
Str crypto_seal(Arena *arena, const CryptoKeys *keys, Str context, Str value);
MUST_CHECK bool crypto_open(Arena *arena, const CryptoKeys *keys, Str context, Str sealed, Str *ret, Err *err);

Str crypto_random_hex(Arena *arena, size_t bytes);
Str crypto_sha256(Arena *arena, Str data); // hexadecimal

// A digest over several values, none of which can run into the next.
typedef struct {
    _Alignas(16) unsigned char state[128];
} Digest;
Digest digest_begin(void);
void digest_add(Digest *digest, Str value);
void digest_add_int(Digest *digest, int64_t value);
void digest_add_bytes(Digest *digest, Str bytes); // as they are, for files
Str digest_end(Digest *digest, Arena *arena);
