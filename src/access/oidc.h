// oidc.h: the region's identity provider as the server knows it: its addresses and keys, kept for a
// while, and the exchange of a code for a token. One for the process; what it keeps are copies of
// what the provider says, nobody's data.
#pragma once
#include "access/oidc_token.h"

typedef struct Oidc Oidc;

// Before there are threads. Lives in the arena.
Oidc *oidc_open(Arena *arena, const OidcConfig *config);
void oidc_close(Oidc *oidc); // NULL is fine
const OidcConfig *oidc_config(const Oidc *oidc);

// A place among the few requests that may wait for the network, so that a slow provider holds up
// nobody else. It is left with the arena. False: all are taken.
MUST_CHECK bool oidc_enter(Oidc *oidc, Arena *arena);

typedef struct {
    Str authorization, token, keys, end_session; // end_session may be empty
    bool says_issuer; // every answer names its issuer (RFC 9207)
} OidcEndpoints;
MUST_CHECK bool oidc_endpoints(Oidc *oidc, Arena *arena, OidcEndpoints *ret, Err *err);

// ERR_FORBIDDEN: the provider did not take the code, or what it said is no token.
typedef struct {
    Str id_token, access_token;
} OidcTokens;
MUST_CHECK bool oidc_exchange(Oidc *oidc, Arena *arena, Str code, Str verifier, Str redirect, OidcTokens *ret, Err *err);

// oidc_token_verify with the provider's keys; a key that is not known is asked for once a minute.
MUST_CHECK bool oidc_check_signature(Oidc *oidc, Arena *arena, const OidcToken *token, OidcFault *ret, Err *err);
