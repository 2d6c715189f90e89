// oidc_token.h: is this id token what we asked for? Pure: the token, the keys, what is expected and
// what time it is, in; yes or the first fault, out. Order: form, algorithm, key, signature, claims.
#pragma once
#include "access/oidc_config.h"
#include <jansson.h>

#define OIDC_TOKEN_BYTES_MAX 32768
#define OIDC_SKEW_S 60
#define OIDC_AGE_S_MAX 36000 // how long ago she may have identified herself: a session's length

typedef enum {
    OIDC_FINE,
    OIDC_MALFORMED,
    OIDC_ALGORITHM,   // none, HS*, anything not on the list
    OIDC_KEY_UNKNOWN, // no key of the set fits: it may have been exchanged
    OIDC_SIGNATURE,
    OIDC_ISSUER,
    OIDC_AUDIENCE,
    OIDC_TIME,
    OIDC_NONCE,
    OIDC_ACR,
    OIDC_AT_HASH,
    OIDC_SUBJECT,
    OIDC_PERSON, // no staff id
    OIDC_FAULT_COUNT
} OidcFault;
const char *oidc_fault_name(OidcFault fault); // for the log

typedef struct {
    Str compact;
    int algorithm; // a row of the allow-list
    Str kid;       // empty: none was said
    json_t *claims; // lives as long as the arena
} OidcToken;

OidcFault oidc_token_read(Arena *arena, Str compact, OidcToken *ret);
// keys: a JWK set as text. Of a key only its public numbers are used, and only for its own kind of
// algorithm.
OidcFault oidc_token_verify(Arena *arena, const OidcToken *token, Str keys);

typedef struct {
    const OidcConfig *config;
    Str nonce, access_token; // access_token empty: there was none
    int64_t now_s;
} OidcExpected;

typedef struct {
    Str subject;
    OidcTexts staff;         // the staff ids, at least one
    int64_t authenticated_s; // when she identified herself
} OidcClaims;

OidcFault oidc_claims_check(Arena *arena, const json_t *claims, const OidcExpected *expected, OidcClaims *ret);
