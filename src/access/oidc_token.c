#include "access/oidc_token.h"
#include "base/json.h"
#include <cjose/cjose.h>
#include <sodium.h>
#include <string.h>

#define KEYS_MAX 64
#define STAFF_MAX 16
#define ID_BYTES_MAX 255
#define SECONDS_MAX 99999999999 // the year 5138

static const struct {
    const char *name, *kty;
} algorithms[] = {{"RS256", "RSA"}, {"PS256", "RSA"}, {"ES256", "EC"}};

const char *oidc_fault_name(OidcFault fault) {
    static const char *const names[OIDC_FAULT_COUNT] = {"fine", "malformed", "algorithm", "key_unknown", "signature",
        "issuer", "audience", "time", "nonce", "acr", "at_hash", "subject", "person"};
    return names[fault];
}

static Str text_of(const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? (Str){json_string_value(value), json_string_length(value)} : STR("");
}

// --- form ----------------------------------------------------------------------------------------

static bool decode(Arena *arena, Str encoded, Str *ret) {
    size_t size;
    unsigned char *bytes = arena_alloc(arena, encoded.size + 1, 1);
    if (encoded.size == 0 || sodium_base642bin(bytes, encoded.size, encoded.data, encoded.size, NULL, &size, NULL,
                                               sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return false;
    *ret = (Str){(const char *)bytes, size};
    return true;
}

static bool read_part(Arena *arena, Str encoded, json_t **ret) {
    Str text;
    Err ignored;
    return decode(arena, encoded, &text) && json_read(arena, text, ret, &ignored) && json_is_object(*ret);
}

static int algorithm_of(const json_t *header) {
    Str name = text_of(header, "alg");
    for (size_t i = 0; i < COUNT_OF(algorithms); i++)
        if (str_equal(name, str_from_c(algorithms[i].name))) return (int)i;
    return -1;
}

OidcFault oidc_token_read(Arena *arena, Str compact, OidcToken *ret) {
    OidcToken token = {.compact = compact};
    Str rest = compact, header_part, claims_part, signature;
    json_t *header;
    if (compact.size > OIDC_TOKEN_BYTES_MAX) return OIDC_MALFORMED;
    if (!str_split(&rest, '.', &header_part) || !str_split(&rest, '.', &claims_part)) return OIDC_MALFORMED;
    if (!read_part(arena, header_part, &header)) return OIDC_MALFORMED;
    const json_t *kid = json_object_get(header, "kid");
    if (kid && (!json_is_string(kid) || json_string_length(kid) == 0 || json_string_length(kid) > ID_BYTES_MAX))
        return OIDC_MALFORMED;
    if (json_object_get(header, "crit")) return OIDC_MALFORMED; // we understand none of it
    token.kid = text_of(header, "kid");
    token.algorithm = algorithm_of(header);
    if (token.algorithm < 0) return OIDC_ALGORITHM;
    if (!read_part(arena, claims_part, &token.claims) || !decode(arena, rest, &signature)) return OIDC_MALFORMED;
    *ret = token;
    return OIDC_FINE;
}

// --- signature -----------------------------------------------------------------------------------

static bool absent_or(const json_t *key, const char *name, const char *wanted) {
    return !json_object_get(key, name) || str_equal(text_of(key, name), str_from_c(wanted));
}

static bool fits(const json_t *key, const OidcToken *token) {
    const char *kty = algorithms[token->algorithm].kty;
    if (!json_is_object(key) || !str_equal(text_of(key, "kty"), str_from_c(kty))) return false;
    if (!absent_or(key, "use", "sig") || !absent_or(key, "alg", algorithms[token->algorithm].name)) return false;
    return token->kid.size == 0 || str_equal(text_of(key, "kid"), token->kid);
}

// cjose stops the process over a number that is no base64url, so each is decoded here first.
static bool has_number(Arena *arena, const json_t *key, const char *name, size_t bytes_min, size_t bytes_max) {
    Str bytes;
    return decode(arena, text_of(key, name), &bytes) && bytes.size >= bytes_min && bytes.size <= bytes_max;
}

static json_t *public_numbers(Arena *arena, const json_t *key) {
    if (str_equal(text_of(key, "kty"), STR("EC"))) {
        if (!str_equal(text_of(key, "crv"), STR("P-256"))) return NULL;
        if (!has_number(arena, key, "x", 32, 32) || !has_number(arena, key, "y", 32, 32)) return NULL;
        return json_pack("{s:s,s:s,s:O,s:O}", "kty", "EC", "crv", "P-256", "x", json_object_get(key, "x"), "y",
                         json_object_get(key, "y"));
    }
    if (!has_number(arena, key, "n", 256, 1024) || !has_number(arena, key, "e", 1, 8)) return NULL;
    return json_pack("{s:s,s:O,s:O}", "kty", "RSA", "n", json_object_get(key, "n"), "e", json_object_get(key, "e"));
}

static bool is_signed_by(Arena *arena, const OidcToken *token, const json_t *key) {
    cjose_err ignored;
    json_t *numbers = public_numbers(arena, key);
    cjose_jwk_t *jwk = numbers ? cjose_jwk_import_json(numbers, &ignored) : NULL;
    cjose_jws_t *jws = jwk ? cjose_jws_import(token->compact.data, token->compact.size, &ignored) : NULL;
    bool good = jws && cjose_jws_verify(jws, jwk, &ignored);
    if (jws) cjose_jws_release(jws);
    if (jwk) cjose_jwk_release(jwk);
    json_decref(numbers);
    return good;
}

// A token that names no key is taken only where there is no choice.
OidcFault oidc_token_verify(Arena *arena, const OidcToken *token, Str keys) {
    json_t *tree;
    Err ignored;
    if (!json_read(arena, keys, &tree, &ignored)) return OIDC_KEY_UNKNOWN;
    const json_t *list = json_object_get(tree, "keys");
    size_t fitting = 0;
    bool good = false;
    for (size_t i = 0; i < json_array_size(list) && i < KEYS_MAX; i++) {
        const json_t *key = json_array_get(list, i);
        if (!fits(key, token)) continue;
        fitting++;
        good = good || is_signed_by(arena, token, key);
    }
    if (fitting == 0 || (token->kid.size == 0 && fitting > 1)) return OIDC_KEY_UNKNOWN;
    return good ? OIDC_FINE : OIDC_SIGNATURE;
}

// --- claims --------------------------------------------------------------------------------------

static bool read_seconds(const json_t *claims, const char *key, int64_t *ret) {
    const json_t *value = json_object_get(claims, key);
    if (!json_is_integer(value) || json_integer_value(value) < 0 || json_integer_value(value) > SECONDS_MAX) return false;
    *ret = json_integer_value(value);
    return true;
}

// We ask for max_age, so the provider must say when she identified herself.
static bool time_is_right(const json_t *claims, int64_t now, int64_t *ret_authenticated) {
    int64_t ends, made, begins, authenticated;
    if (!read_seconds(claims, "exp", &ends) || !read_seconds(claims, "iat", &made)) return false;
    if (!read_seconds(claims, "auth_time", &authenticated)) return false;
    if (authenticated > now + OIDC_SKEW_S || authenticated < now - OIDC_AGE_S_MAX - OIDC_SKEW_S) return false;
    *ret_authenticated = authenticated;
    begins = made;
    if (json_object_get(claims, "nbf") && !read_seconds(claims, "nbf", &begins)) return false;
    return now < ends + OIDC_SKEW_S && made <= now + OIDC_SKEW_S && begins <= now + OIDC_SKEW_S;
}

// One of several audiences must be named as the one it was made for.
static bool audience_is_us(const json_t *claims, Str client) {
    const json_t *audience = json_object_get(claims, "aud"), *made_for = json_object_get(claims, "azp");
    bool ours = str_equal(text_of(claims, "aud"), client);
    for (size_t i = 0; i < json_array_size(audience); i++) {
        const json_t *one = json_array_get(audience, i);
        if (!json_is_string(one)) return false;
        ours = ours || str_equal((Str){json_string_value(one), json_string_length(one)}, client);
    }
    if (json_array_size(audience) > 1 && !made_for) return false;
    return ours && (!made_for || str_equal(text_of(claims, "azp"), client));
}

static bool access_token_is_its(const json_t *claims, Str access_token) {
    unsigned char hash[crypto_hash_sha256_BYTES];
    char half[sodium_base64_ENCODED_LEN(sizeof hash / 2, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
    if (!json_object_get(claims, "at_hash")) return true;
    crypto_hash_sha256(hash, (const unsigned char *)access_token.data, access_token.size);
    sodium_bin2base64(half, sizeof half, hash, sizeof hash / 2, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return access_token.size > 0 && str_equal(text_of(claims, "at_hash"), str_from_c(half));
}

static bool add_staff(Arena *arena, const json_t *value, OidcTexts *list) {
    if (!json_is_string(value) || json_string_length(value) == 0 || json_string_length(value) > ID_BYTES_MAX) return false;
    Str id = str_trim((Str){json_string_value(value), json_string_length(value)});
    if (id.size == 0 || list->count == STAFF_MAX) return false;
    for (size_t i = 0; i < id.size; i++)
        if ((unsigned char)id.data[i] <= ' ') return false; // they are kept one a line
    if (!oidc_texts_have(list, id)) list_add(arena, list, str_copy(arena, id));
    return true;
}

static bool read_staff(Arena *arena, const json_t *claims, Str claim, OidcTexts *ret) {
    const json_t *value = json_object_get(claims, str_to_c(arena, claim));
    if (!json_is_array(value)) return add_staff(arena, value, ret);
    for (size_t i = 0; i < json_array_size(value); i++)
        if (!add_staff(arena, json_array_get(value, i), ret)) return false;
    return ret->count > 0;
}

OidcFault oidc_claims_check(Arena *arena, const json_t *claims, const OidcExpected *expected, OidcClaims *ret) {
    const OidcConfig *config = expected->config;
    OidcClaims read = {.subject = text_of(claims, "sub")};
    if (!str_equal(text_of(claims, "iss"), config->issuer)) return OIDC_ISSUER;
    if (!audience_is_us(claims, config->client_id)) return OIDC_AUDIENCE;
    if (!time_is_right(claims, expected->now_s, &read.authenticated_s)) return OIDC_TIME;
    if (expected->nonce.size == 0 || !str_equal(text_of(claims, "nonce"), expected->nonce)) return OIDC_NONCE;
    if (!oidc_texts_have(&config->acr, text_of(claims, "acr"))) return OIDC_ACR;
    if (!access_token_is_its(claims, expected->access_token)) return OIDC_AT_HASH;
    if (read.subject.size == 0 || read.subject.size > ID_BYTES_MAX) return OIDC_SUBJECT;
    if (!read_staff(arena, claims, config->person_claim, &read.staff)) return OIDC_PERSON;
    read.subject = str_copy(arena, read.subject);
    *ret = read;
    return OIDC_FINE;
}
