#include "access/factor_store.h"
#include "gen/sql.h"
#include "store/crypto.h"
#include "store/engine.h"
#include <sodium.h>

static bool keys_open(Db *db, Arena *arena, CryptoKeys *ret, Err *err) {
    return crypto_keys_open(db_keys_folder(db, arena), "factor", ret, err);
}

static Str place(Arena *arena, Db *db, AccountId account) {
    return str_printf(arena, "factor:%lld:%lld", (long long)db_scope(db).region, (long long)account.raw);
}

static bool open_secret(Db *db, Arena *arena, AccountId account, Str sealed, Str *ret, Err *err) {
    CryptoKeys keys;
    if (!keys_open(db, arena, &keys, err)) return false;
    bool opened = crypto_open(arena, &keys, place(arena, db, account), sealed, ret, err);
    sodium_memzero(&keys, sizeof keys);
    return opened;
}

bool factor_load(Db *db, Arena *arena, AccountId account, Factor *ret, Err *err) {
    Factor factor = {0};
    Str sealed = STR("");
    Query query;
    if (!query_begin(&query, db, SQL_FACTOR_FIND, err)) return false;
    query_bind_id(&query, 1, account.raw);
    if (query_next(&query)) {
        sealed = query_text(&query, arena, 0);
        factor = (Factor){.there = true, .confirmed = query_int(&query, 1) != 0, .step = query_int(&query, 2)};
    }
    if (!query_end(&query, err)) return false;
    if (factor.there && !open_secret(db, arena, account, sealed, &factor.secret, err)) return false;
    *ret = factor;
    return true;
}

static bool run_for(Db *db, const Sql *sql, AccountId account, Err *err) {
    Query query;
    if (!query_begin(&query, db, sql, err)) return false;
    query_bind_id(&query, 1, account.raw);
    return query_run(&query, err);
}

bool factor_begin(Db *db, Arena *arena, AccountId account, Factor *ret, Err *err) {
    CryptoKeys keys;
    Query query;
    char *bytes = arena_alloc(arena, FACTOR_SECRET_BYTES, 1);
    randombytes_buf(bytes, FACTOR_SECRET_BYTES);
    Factor factor = {.there = true, .secret = {bytes, FACTOR_SECRET_BYTES}};
    if (!keys_open(db, arena, &keys, err)) return false;
    Str sealed = crypto_seal(arena, &keys, place(arena, db, account), factor.secret);
    sodium_memzero(&keys, sizeof keys);
    if (!run_for(db, SQL_FACTOR_DELETE, account, err)) return false;
    if (!query_begin(&query, db, SQL_FACTOR_INSERT, err)) return false;
    query_bind_id(&query, 1, account.raw);
    query_bind_text(&query, 2, sealed);
    if (!query_run(&query, err)) return false;
    *ret = factor;
    return true;
}

static bool take_code(Db *db, AccountId account, const Factor *factor, Str code, Instant now, bool *ret_right, Err *err) {
    int64_t step = factor_match(factor->secret, code, now / 1000, factor->step);
    Query query;
    *ret_right = false;
    if (!step) return true;
    if (!query_begin(&query, db, SQL_FACTOR_UPDATE, err)) return false;
    query_bind_id(&query, 1, account.raw);
    query_bind_int(&query, 2, step);
    if (!query_run(&query, err)) return false;
    *ret_right = query_changes(&query) == 1;
    return true;
}

bool factor_confirm(Db *db, Arena *arena, AccountId account, Str code, Instant now, bool *ret_right, Err *err) {
    Factor factor;
    *ret_right = false;
    if (!factor_load(db, arena, account, &factor, err)) return false;
    return !factor.there || factor.confirmed || take_code(db, account, &factor, code, now, ret_right, err);
}

static bool take_recovery(Db *db, Arena *arena, AccountId account, Str code, bool *ret_right, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_RECOVERY_CODE_DELETE, err)) return false;
    query_bind_id(&query, 1, account.raw);
    query_bind_text(&query, 2, session_hash(arena, recovery_code_form(arena, code)));
    if (!query_run(&query, err)) return false;
    *ret_right = query_changes(&query) == 1;
    return true;
}

bool factor_use(Db *db, Arena *arena, AccountId account, Str code, Instant now, bool *ret_right, Err *err) {
    Factor factor;
    *ret_right = false;
    if (!factor_load(db, arena, account, &factor, err)) return false;
    if (!factor.confirmed) return true;
    if (!take_code(db, account, &factor, code, now, ret_right, err)) return false;
    return *ret_right || take_recovery(db, arena, account, code, ret_right, err);
}

bool recovery_codes_renew(Db *db, Arena *arena, AccountId account, Str ret[RECOVERY_CODES], Err *err) {
    if (!run_for(db, SQL_RECOVERY_CODE_DELETE_ALL, account, err)) return false;
    for (int i = 0; i < RECOVERY_CODES; i++) {
        Query query;
        ret[i] = recovery_code_fresh(arena);
        if (!query_begin(&query, db, SQL_RECOVERY_CODE_INSERT, err)) return false;
        query_bind_id(&query, 1, account.raw);
        query_bind_text(&query, 2, session_hash(arena, recovery_code_form(arena, ret[i])));
        if (!query_run(&query, err)) return false;
    }
    return true;
}

bool recovery_codes_left(Db *db, AccountId account, int *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_RECOVERY_CODE_COUNT, err)) return false;
    query_bind_id(&query, 1, account.raw);
    *ret = query_next(&query) ? (int)query_int(&query, 0) : 0;
    return query_end(&query, err);
}

bool factor_remove(Db *db, AccountId account, Err *err) {
    return run_for(db, SQL_FACTOR_DELETE, account, err) && run_for(db, SQL_RECOVERY_CODE_DELETE_ALL, account, err);
}
