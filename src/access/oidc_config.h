// oidc_config.h: which identity provider the region has (S7), read from a file of the operator's and
// from nowhere else: no address that the server fetches comes from a user (S24). Pure, but for
// oidc_config_read.
//
//   {"issuer": "https://idp.region.example", "client_id": "randa",
//    "client_secret_file": "/etc/randa/oidc-secret",      0600
//    "acr": ["http://id.sambi.se/loa/loa3"],               any of these is enough
//    "person_claim": "employeeHsaId",                      compared with the person's HSA id
//    "scopes": ["openid", "profile"],                      may be left out: openid
//    "origins": ["https://login.region.example"],          where its endpoints lie, beside the issuer's
//    "ca_file": "/etc/randa/region-ca.pem",                may be left out: the machine's
//    "post_logout": "https://randa.region.example/logga-in"}  may be left out: our own sign-in page
#pragma once
#include "base/err.h"
#include "base/list.h"

LIST_OF(OidcTexts, Str);

typedef struct {
    Str issuer, client_id, client_secret_file, client_secret, person_claim, ca_file, post_logout;
    OidcTexts scopes, acr, origins; // origins: the issuer's first
} OidcConfig;

MUST_CHECK bool oidc_config_parse(Arena *arena, Str json, OidcConfig *ret, Err *err);
// The file and the secret beside it. ERR_INVALID says what is wrong with them.
MUST_CHECK bool oidc_config_read(Arena *arena, const char *path, OidcConfig *ret, Err *err);

// "https://idp.example:443" of an absolute address without user, space or backslash; plain http only
// on loopback. Empty: not such a one.
Str oidc_origin(Arena *arena, Str address);
int oidc_port(Str address); // of such a one
bool oidc_is_configured(Arena *arena, const OidcConfig *config, Str address);
bool oidc_texts_have(const OidcTexts *list, Str text);
