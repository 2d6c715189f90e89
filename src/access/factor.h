// factor.h: codes of an authenticator (TOTP, RFC 6238: SHA-1, six digits, 30 seconds) and recovery
// codes. Pure but for randomness.
#pragma once
#include "base/str.h"

#define FACTOR_SECRET_BYTES 20
#define FACTOR_STEP_SECONDS 30
#define RECOVERY_CODES 10

// The step that the code belongs to, at most one away from the time's and later than `last`; 0: none.
int64_t factor_match(Str secret, Str code, int64_t unix_seconds, int64_t last);
Str factor_code(Arena *arena, Str secret, int64_t step);

// What an authenticator reads: the address behind the QR code, and the secret to type by hand
// ("JBSW Y3DP …").
Str factor_address(Arena *arena, Str secret, Str account);
Str factor_by_hand(Arena *arena, Str secret);

// The QR code of a text as the path of an SVG with *ret_size units to a side, quiet zone and all.
Str factor_qr_path(Arena *arena, Str text, int *ret_size);

Str recovery_code_fresh(Arena *arena);            // "k7rm-2hqd-x4wz-9npt"
Str recovery_code_form(Arena *arena, Str typed);  // as compared: small letters, nothing between
