// factor_store.h: an account's second factor. Its secret is sealed with a key outside the database,
// its recovery codes are hashes; a code of either kind is taken once.
#pragma once
#include "access/factor.h"
#include "access/session_store.h"

typedef struct {
    bool there, confirmed; // there, not confirmed: the QR code has been shown and no code typed yet
    Str secret;            // the bytes
    int64_t step;          // of the code used last
} Factor;
MUST_CHECK bool factor_load(Db *db, Arena *arena, AccountId account, Factor *ret, Err *err);

// The rest inside a write. A fresh secret takes the place of one that was there.
MUST_CHECK bool factor_begin(Db *db, Arena *arena, AccountId account, Factor *ret, Err *err);
// The first right code confirms it. *ret_right false: the code is wrong, old or used.
MUST_CHECK bool factor_confirm(Db *db, Arena *arena, AccountId account, Str code, Instant now, bool *ret_right, Err *err);
// A code of the authenticator, or a recovery code (which is then gone).
MUST_CHECK bool factor_use(Db *db, Arena *arena, AccountId account, Str code, Instant now, bool *ret_right, Err *err);
// RECOVERY_CODES new ones; the old ones open nothing more. ret: to show once, kept nowhere.
MUST_CHECK bool recovery_codes_renew(Db *db, Arena *arena, AccountId account, Str ret[RECOVERY_CODES], Err *err);
MUST_CHECK bool recovery_codes_left(Db *db, AccountId account, int *ret, Err *err);
MUST_CHECK bool factor_remove(Db *db, AccountId account, Err *err);
