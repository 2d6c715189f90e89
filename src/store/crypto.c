#include "store/crypto.h"
#include "base/buf.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(Digest), "the state fits");

#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_SIZE crypto_aead_xchacha20poly1305_ietf_ABYTES
#define KEY_LINE_SIZE (8 + 1 + 64 + 1)

void crypto_start(void) {
    if (sodium_init() >= 0) return;
    fputs("randa: no source of randomness\n", stderr);
    abort();
}

// --- keys ---------------------------------------------------------------------------------------

// The id is made from the key, so that a line cannot name another's.
static void name_key(CryptoKey *key) {
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, key->bytes, sizeof key->bytes);
    sodium_bin2hex(key->id, sizeof key->id, digest, 4);
}

void crypto_keys_fresh(CryptoKeys *ret) {
    crypto_start();
    *ret = (CryptoKeys){.count = 1};
    randombytes_buf(ret->keys[0].bytes, sizeof ret->keys[0].bytes);
    name_key(&ret->keys[0]);
}

static bool bad_keys(Err *err) {
    return err_set(err, ERR_STORE, msg(N_("Nyckelfilen går inte att läsa eller skriva, så inget sparades.")));
}

static bool write_all(int file, const char *bytes, size_t size) {
    return write(file, bytes, size) == (ssize_t)size && fsync(file) == 0;
}

// Whole or not at all: written beside its place, then linked into it. Whoever came first has won.
static bool make_keys(const char *path, Err *err) {
    char beside[4200], line[KEY_LINE_SIZE + 1];
    CryptoKeys fresh;
    crypto_keys_fresh(&fresh);
    snprintf(beside, sizeof beside, "%s.%08x", path, randombytes_random());
    snprintf(line, sizeof line, "%s ", fresh.keys[0].id);
    sodium_bin2hex(line + 9, 65, fresh.keys[0].bytes, sizeof fresh.keys[0].bytes);
    line[KEY_LINE_SIZE - 1] = '\n';
    int file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good = file >= 0 && write_all(file, line, KEY_LINE_SIZE);
    if (file >= 0) close(file);
    good = good && (link(beside, path) == 0 || errno == EEXIST);
    unlink(beside);
    sodium_memzero(line, sizeof line);
    sodium_memzero(&fresh, sizeof fresh);
    return good || bad_keys(err);
}

static bool read_key(const char *line, CryptoKey *ret) {
    size_t size;
    if (line[8] != ' ' || line[KEY_LINE_SIZE - 1] != '\n') return false;
    if (sodium_hex2bin(ret->bytes, sizeof ret->bytes, line + 9, 64, NULL, &size, NULL) != 0) return false;
    name_key(ret);
    return size == sizeof ret->bytes && memcmp(ret->id, line, 8) == 0;
}

static bool read_keys(int file, CryptoKeys *ret, Err *err) {
    char text[KEY_LINE_SIZE * CRYPTO_KEYS_MAX];
    ssize_t size = read(file, text, sizeof text);
    CryptoKeys keys = {0};
    bool good = size > 0 && size % KEY_LINE_SIZE == 0;
    for (ssize_t at = 0; good && at < size; at += KEY_LINE_SIZE) good = read_key(text + at, &keys.keys[keys.count++]);
    sodium_memzero(text, sizeof text);
    if (good) *ret = keys;
    sodium_memzero(&keys, sizeof keys);
    return good || bad_keys(err);
}

void crypto_folder_make(const char *folder) {
    char part[4096];
    size_t size = strlen(folder);
    if (size >= sizeof part) return;
    for (size_t i = 1; i <= size; i++) {
        if (i < size && folder[i] != '/') continue;
        memcpy(part, folder, i);
        part[i] = 0;
        mkdir(part, 0700); // what is there already is fine; what cannot be made, open will tell
    }
}

bool crypto_keys_open(const char *folder, const char *purpose, CryptoKeys *ret, Err *err) {
    char path[4096];
    crypto_start();
    if (snprintf(path, sizeof path, "%s/%s.key", folder, purpose) >= (int)sizeof path) return bad_keys(err);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT) {
        crypto_folder_make(folder);
        if (!make_keys(path, err)) return false;
        file = open(path, O_RDONLY | O_CLOEXEC);
    }
    if (file < 0) return bad_keys(err);
    bool good = read_keys(file, ret, err);
    close(file);
    return good;
}

// --- sealing ------------------------------------------------------------------------------------

// "id:base64 of nonce, ciphertext, tag"
Str crypto_seal(Arena *arena, const CryptoKeys *keys, Str context, Str value) {
    const CryptoKey *key = &keys->keys[keys->count - 1];
    size_t size = NONCE_SIZE + value.size + TAG_SIZE;
    unsigned char *bytes = arena_alloc(arena, size, 1);
    randombytes_buf(bytes, NONCE_SIZE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + NONCE_SIZE, NULL, (const unsigned char *)value.data, value.size,
                                               (const unsigned char *)context.data, context.size, NULL, bytes,
                                               key->bytes);
    size_t room = sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL);
    char *text = arena_alloc(arena, 9 + room, 1);
    memcpy(text, key->id, 8);
    text[8] = ':';
    sodium_bin2base64(text + 9, room, bytes, size, sodium_base64_VARIANT_ORIGINAL);
    return str_from_c(text);
}

static const CryptoKey *key_named(const CryptoKeys *keys, Str id) {
    for (size_t i = 0; i < keys->count; i++)
        if (str_equal(str_from_c(keys->keys[i].id), id)) return &keys->keys[i];
    return NULL;
}

bool crypto_open(Arena *arena, const CryptoKeys *keys, Str context, Str sealed, Str *ret, Err *err) {
    const CryptoKey *key = key_named(keys, str_slice(sealed, 0, 8));
    Str text = str_slice(sealed, 9, sealed.size);
    unsigned char *bytes = arena_alloc(arena, text.size + 1, 1);
    unsigned char *value = arena_alloc(arena, text.size + 1, 1);
    size_t size = 0;
    bool good = key && text.size &&
                sodium_base642bin(bytes, text.size, text.data, text.size, NULL, &size, NULL,
                                  sodium_base64_VARIANT_ORIGINAL) == 0 &&
                size >= NONCE_SIZE + TAG_SIZE;
    unsigned long long value_size = 0;
    good = good && crypto_aead_xchacha20poly1305_ietf_decrypt(
                       value, &value_size, NULL, bytes + NONCE_SIZE, size - NONCE_SIZE,
                       (const unsigned char *)context.data, context.size, bytes, key->bytes) == 0;
    if (!good)
        return err_set(err, ERR_STORE, msg(N_("Ett krypterat värde går inte att öppna med nyckeln som finns här.")));
    *ret = (Str){(const char *)value, (size_t)value_size};
    return true;
}

// --- digests ------------------------------------------------------------------------------------

Str crypto_random_hex(Arena *arena, size_t bytes) {
    unsigned char random[64];
    assert(bytes <= sizeof random);
    crypto_start();
    randombytes_buf(random, bytes);
    char *text = arena_alloc(arena, bytes * 2 + 1, 1);
    sodium_bin2hex(text, bytes * 2 + 1, random, bytes);
    return (Str){text, bytes * 2};
}

Digest digest_begin(void) {
    Digest digest;
    crypto_hash_sha256_init((crypto_hash_sha256_state *)(void *)digest.state);
    return digest;
}

void digest_add_bytes(Digest *digest, Str bytes) {
    crypto_hash_sha256_update((crypto_hash_sha256_state *)(void *)digest->state, (const unsigned char *)bytes.data,
                              bytes.size);
}

void digest_add(Digest *digest, Str value) {
    digest_add_int(digest, (int64_t)value.size);
    if (value.size) digest_add_bytes(digest, value);
}

void digest_add_int(Digest *digest, int64_t value) {
    char text[24];
    int size = snprintf(text, sizeof text, "%lld,", (long long)value);
    digest_add_bytes(digest, (Str){text, (size_t)size});
}

Str digest_end(Digest *digest, Arena *arena) {
    unsigned char bytes[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final((crypto_hash_sha256_state *)(void *)digest->state, bytes);
    char *text = arena_alloc(arena, SHA256_HEX_SIZE + 1, 1);
    sodium_bin2hex(text, SHA256_HEX_SIZE + 1, bytes, sizeof bytes);
    return (Str){text, SHA256_HEX_SIZE};
}

Str crypto_sha256(Arena *arena, Str data) {
    Digest digest = digest_begin();
    if (data.size) digest_add_bytes(&digest, data);
    return digest_end(&digest, arena);
}
