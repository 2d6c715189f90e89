#include "access/account_store.h"
#include "access/password.h"
#include "gen/sql.h"
#include <pthread.h>
#include <sodium.h>
#include <string.h>

#define HASH_BYTES_OF_MEMORY ((size_t)64 << 20)
#define HASH_PASSES 3
#define HASHES_AT_ONCE 2
#define HOUR_MS ((int64_t)3600 * 1000)
#define FREE_PER_ACCOUNT 3
#define FREE_PER_ADDRESS 20 // a whole hospital may come from one address
#define DELAY_MS_MAX ((int64_t)300 * 1000)

// How many hash at once is a fact about this machine's memory, not about anyone's data.
static pthread_mutex_t hash_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t hash_free = PTHREAD_COND_INITIALIZER;
static int hashing;

static void hash_enter(void) {
    pthread_mutex_lock(&hash_lock);
    while (hashing >= HASHES_AT_ONCE) pthread_cond_wait(&hash_free, &hash_lock);
    hashing++;
    pthread_mutex_unlock(&hash_lock);
}

static void hash_leave(void) {
    pthread_mutex_lock(&hash_lock);
    hashing--;
    pthread_cond_signal(&hash_free);
    pthread_mutex_unlock(&hash_lock);
}

bool account_hash(Arena *arena, Str password, Str *ret, Err *err) {
    char *hash = arena_alloc(arena, crypto_pwhash_STRBYTES, 1);
    Str plain = password_normalise(arena, password);
    hash_enter();
    int failed = crypto_pwhash_str_alg(hash, plain.data, plain.size, HASH_PASSES, HASH_BYTES_OF_MEMORY,
                                       crypto_pwhash_ALG_ARGON2ID13);
    hash_leave();
    if (failed) return err_set(err, ERR_BUSY, msg(N_("Försök igen om en stund.")));
    *ret = str_from_c(hash);
    return true;
}

// Of no one: an unknown account takes the same time as a known one.
#define NOBODYS_HASH                                                                                 \
    "$argon2id$v=19$m=65536,t=3,p=1$bm9ib2R5LW5vYm9keS1ubw$"                                         \
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

bool account_verify(Arena *arena, Str hash, Str password) {
    Str plain = password_normalise(arena, str_slice(password, 0, PASSWORD_BYTES_MAX));
    char against[crypto_pwhash_STRBYTES] = NOBODYS_HASH;
    if (hash.size > 0 && hash.size < sizeof against) {
        memset(against, 0, sizeof against);
        memcpy(against, hash.data, hash.size);
    }
    hash_enter();
    bool same = crypto_pwhash_str_verify(against, plain.data, plain.size) == 0;
    hash_leave();
    return same && hash.size > 0 && password.size <= PASSWORD_BYTES_MAX;
}

Str account_login_form(Arena *arena, Str login) {
    return str_fold(arena, str_trim(str_slice(login, 0, 200)));
}

bool account_find(Db *db, Arena *arena, Str login, AccountFound *ret, Err *err) {
    AccountFound found = {0};
    Query query;
    if (!query_begin(&query, db, SQL_ACCOUNT_FIND, err)) return false;
    query_bind_text(&query, 1, account_login_form(arena, login));
    if (query_next(&query))
        found = (AccountFound){.found = true,
                               .id = {query_int(&query, 0)},
                               .region = query_int(&query, 1),
                               .person = {query_int(&query, 2)},
                               .hash = query_text(&query, arena, 3),
                               .disabled = query_int(&query, 4) != 0};
    if (!query_end(&query, err)) return false;
    *ret = found;
    return true;
}

// After the free ones 1, 2, 4 … s from the last one; at the hour's limit until the first of them is
// an hour old.
static int64_t wait_after(int64_t count, Instant first, Instant last, Instant now, int64_t free, int64_t count_max) {
    if (count < free) return 0;
    int64_t delay = count - free > 9 ? DELAY_MS_MAX : (int64_t)1000 << (count - free);
    if (delay > DELAY_MS_MAX) delay = DELAY_MS_MAX;
    int64_t wait = (count >= count_max ? first + HOUR_MS : last + delay) - now;
    return wait > 0 ? wait : 0;
}

static bool wait_for_key(Db *db, Str key, Instant now, int64_t free, int64_t count_max, int64_t *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_SIGN_IN_FAILURE_RECENT, err)) return false;
    query_bind_text(&query, 1, key);
    query_bind_int(&query, 2, now - HOUR_MS);
    int64_t wait = 0;
    if (query_next(&query)) wait = wait_after(query_int(&query, 0), query_int(&query, 2), query_int(&query, 1), now, free, count_max);
    if (!query_end(&query, err)) return false;
    if (wait > *ret) *ret = wait;
    return true;
}

static bool add_failure(Db *db, Str key, Instant now, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_SIGN_IN_FAILURE_ADD, err)) return false;
    query_bind_text(&query, 1, key);
    query_bind_int(&query, 2, now);
    return query_run(&query, err);
}

static bool purge_failures(Db *db, Instant now, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_SIGN_IN_FAILURE_PURGE, err)) return false;
    query_bind_int(&query, 1, now - HOUR_MS);
    return query_run(&query, err);
}

static bool forget(Db *db, const Sql *sql, Str key, Err *err) {
    Query query;
    if (!query_begin(&query, db, sql, err)) return false;
    query_bind_text(&query, 1, key);
    return query_run(&query, err);
}

static bool note_try(Db *db, const Try *try, Instant now, int64_t *ret_wait, Err *err) {
    *ret_wait = 0;
    if (!wait_for_key(db, try->own, now, FREE_PER_ACCOUNT, FAILURES_PER_ACCOUNT_MAX, ret_wait, err)) return false;
    if (!wait_for_key(db, try->address, now, FREE_PER_ADDRESS, FAILURES_PER_ADDRESS_MAX, ret_wait, err)) return false;
    if (*ret_wait > 0) return true;
    return add_failure(db, try->own, now, err) && add_failure(db, try->address, now, err) &&
           purge_failures(db, now, err);
}

bool try_begin(Db *db, const Try *try, Instant now, int64_t *ret_wait, Err *err) {
    return db_begin_write(db, err) && note_try(db, try, now, ret_wait, err) && db_commit(db, err);
}

bool start_note(Db *db, Arena *arena, const char *what, Str address, int64_t count_max, Instant now, int64_t *ret_wait,
                Err *err) {
    Str key = str_printf(arena, "%s %.*s", what, STR_ARG(address));
    *ret_wait = 0;
    if (!wait_for_key(db, key, now, count_max, count_max, ret_wait, err)) return false;
    return *ret_wait > 0 || (add_failure(db, key, now, err) && purge_failures(db, now, err));
}

bool try_was_good(Db *db, const Try *try, Err *err) {
    const Sql *own = try->is_shared ? SQL_SIGN_IN_FAILURE_TAKE_BACK : SQL_SIGN_IN_FAILURE_CLEAR;
    return forget(db, own, try->own, err) && forget(db, SQL_SIGN_IN_FAILURE_TAKE_BACK, try->address, err);
}

static bool device_is_known(Db *db, Arena *arena, Str device, Str login, bool *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_KNOWN_DEVICE_FIND, err)) return false;
    query_bind_text(&query, 1, session_hash(arena, device));
    query_bind_text(&query, 2, account_login_form(arena, login));
    *ret = query_next(&query) && query_int(&query, 0) > 0;
    return query_end(&query, err);
}

bool try_of_login(Db *db, Arena *arena, const char *what, Str login, Str address, Str device, Try *ret, Err *err) {
    bool known;
    if (!device_is_known(db, arena, device, login, &known, err)) return false;
    Str own = str_printf(arena, "%s %.*s", what, STR_ARG(session_hash(arena, account_login_form(arena, login))));
    if (known) own = str_printf(arena, "%.*s at %.*s", STR_ARG(own), STR_ARG(session_hash(arena, device)));
    *ret = (Try){.own = own, .address = str_printf(arena, "address %.*s", STR_ARG(address)), .is_shared = !known};
    return true;
}

bool device_remember(Db *db, Arena *arena, Str device, AccountId account, Instant now, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_KNOWN_DEVICE_INSERT, err)) return false;
    query_bind_text(&query, 1, session_hash(arena, device));
    query_bind_id(&query, 2, account.raw);
    query_bind_int(&query, 3, now);
    if (!query_run(&query, err)) return false;
    if (!query_begin(&query, db, SQL_KNOWN_DEVICE_PURGE, err)) return false;
    query_bind_int(&query, 1, now - (int64_t)DEVICE_DAYS * 24 * HOUR_MS);
    return query_run(&query, err);
}

LIST_OF(WordList, Str);

bool account_password_check(Db *db, Arena *arena, PersonId person, Str password, Err *err) {
    WordList words = {0};
    Person record;
    Query query;
    if (!person_load(db, arena, person, &record, err)) return false;
    list_add(arena, &words, record.given_name);
    list_add(arena, &words, record.family_name);
    if (!query_begin(&query, db, SQL_PASSWORD_WORDS, err)) return false;
    while (query_next(&query)) list_add(arena, &words, query_text(&query, arena, 0));
    if (!query_end(&query, err)) return false;
    return password_check(arena, password, words.items, words.count, err);
}
