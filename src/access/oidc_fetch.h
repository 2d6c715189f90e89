// oidc_fetch.h: the only way the server fetches anything for signing in: a configured origin, TLS
// verified, no redirects, no proxy, an answer of 256 KiB at most in 10 s at most, connected within 5.
#pragma once
#include "access/oidc_config.h"

void oidc_fetch_prepare(void); // once, before there are threads

// form empty: GET. Else POST, as the client with its secret. ERR_FORBIDDEN: not configured;
// ERR_BUSY: not reached in time, or more than may be read. Any status of HTTP is an answer.
MUST_CHECK bool oidc_fetch(Arena *arena, const OidcConfig *config, Str address, Str form, int *ret_status, Str *ret,
                           Err *err);
