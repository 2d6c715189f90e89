// A line: "time entry hash key-id signature", where the signature is over all before it.
#include "store/checkpoint.h"
#include "gen/sql.h"
#include "store/engine.h"
#include "base/buf.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FILE_BYTES_MAX ((size_t)64 << 20)

static bool bad_file(Err *err) {
    return err_set(err, ERR_STORE, msg(N_("Filen med revisionskedjans kontrollpunkter går inte att läsa eller skriva.")));
}

static bool read_file(Arena *arena, const char *path, Str *ret, Err *err) {
    *ret = STR("");
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return errno == ENOENT || bad_file(err);
    off_t size = lseek(file, 0, SEEK_END);
    bool good = size >= 0 && (size_t)size <= FILE_BYTES_MAX;
    char *bytes = good ? arena_alloc(arena, (size_t)size + 1, 1) : NULL;
    good = good && pread(file, bytes, (size_t)size, 0) == size;
    close(file);
    if (good) *ret = (Str){bytes, (size_t)size};
    return good || bad_file(err);
}

static bool append(const char *path, Str line, Err *err) {
    int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    bool good = file >= 0 && write(file, line.data, line.size) == (ssize_t)line.size && fsync(file) == 0;
    if (file >= 0) close(file);
    return good || bad_file(err);
}

static bool last_entry(Db *db, Arena *arena, int64_t *ret_id, Str *ret_hash, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_AUDIT_LAST, err)) return false;
    bool any = query_next(&query);
    *ret_id = any ? query_int(&query, 0) : 0;
    *ret_hash = any ? query_text(&query, arena, 1) : STR("");
    return query_end(&query, err);
}

static Str sign(Arena *arena, const CryptoKey *key, Str text) {
    unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES], bytes[crypto_sign_BYTES];
    crypto_sign_seed_keypair(public, secret, key->bytes);
    crypto_sign_detached(bytes, NULL, (const unsigned char *)text.data, text.size, secret);
    sodium_memzero(secret, sizeof secret);
    char *hex = arena_alloc(arena, crypto_sign_BYTES * 2 + 1, 1);
    sodium_bin2hex(hex, crypto_sign_BYTES * 2 + 1, bytes, sizeof bytes);
    return str_from_c(hex);
}

static Str last_line(Str text) {
    size_t past = text.size, first;
    if (past && text.data[past - 1] == '\n') past--;
    for (first = past; first && text.data[first - 1] != '\n';) first--;
    return str_slice(text, first, past);
}

bool checkpoint_write(Db *db, Arena *arena, Instant now, Err *err) {
    CryptoKeys keys;
    Str hash, before;
    int64_t id;
    const char *path = db_file_beside(db, arena, "checkpoints");
    if (!last_entry(db, arena, &id, &hash, err)) return false;
    if (!crypto_keys_open(db_keys_folder(db, arena), "audit", &keys, err)) return false;
    if (!read_file(arena, path, &before, err)) return false;
    Str same = str_printf(arena, " %lld %.*s ", (long long)id, STR_ARG(hash));
    if (!id || str_find(last_line(before), same) != STR_NOT_FOUND) return true;
    const CryptoKey *key = &keys.keys[keys.count - 1];
    Str text = str_printf(arena, "%lld%.*s%s", (long long)now, STR_ARG(same), key->id);
    Str signature = sign(arena, key, text);
    return append(path, str_printf(arena, "%.*s %.*s\n", STR_ARG(text), STR_ARG(signature)), err);
}

// --- verifying ----------------------------------------------------------------------------------

typedef struct {
    int64_t id;
    Str hash, key, signature, signed_text;
} Line;

static bool read_line(Str line, Line *ret) {
    Str rest = line, time, id;
    bool whole = str_split(&rest, ' ', &time) && str_split(&rest, ' ', &id) && str_split(&rest, ' ', &ret->hash) &&
                 str_split(&rest, ' ', &ret->key) && str_split(&rest, ' ', &ret->signature) && !rest.data;
    if (!whole || !str_to_int(id, &ret->id)) return false;
    ret->signed_text = str_slice(line, 0, line.size - ret->signature.size - 1);
    return true;
}

static bool is_signed(Arena *arena, const CryptoKeys *keys, const Line *line) {
    for (size_t i = 0; i < keys->count; i++)
        if (str_equal(str_from_c(keys->keys[i].id), line->key))
            return str_equal(sign(arena, &keys->keys[i], line->signed_text), line->signature);
    return false;
}

static bool hash_of_entry(Db *db, Arena *arena, int64_t id, Str *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_AUDIT_HASH_OF, err)) return false;
    query_bind_int(&query, 1, id);
    *ret = query_next(&query) ? query_text(&query, arena, 0) : STR("");
    return query_end(&query, err);
}

static bool verify_line(Db *db, Arena *arena, const CryptoKeys *keys, Str text, const char **ret_why, Err *err) {
    Line line;
    Str hash;
    *ret_why = NULL;
    if (!read_line(text, &line) || !is_signed(arena, keys, &line)) {
        *ret_why = N_("raden är inte den som skrevs");
        return true;
    }
    if (!hash_of_entry(db, arena, line.id, &hash, err)) return false;
    if (!hash.size) *ret_why = N_("posten finns inte längre i databasen");
    else if (!str_equal(hash, line.hash)) *ret_why = N_("posten i databasen är en annan");
    return true;
}

bool checkpoint_verify(Db *db, Arena *arena, CheckpointReport *ret, Err *err) {
    CheckpointReport report = {0};
    CryptoKeys keys;
    Str rest, line;
    if (!read_file(arena, db_file_beside(db, arena, "checkpoints"), &rest, err)) return false;
    if (!crypto_keys_open(db_keys_folder(db, arena), "audit", &keys, err)) return false;
    while (!report.bad_line && str_split(&rest, '\n', &line)) {
        if (!line.size) continue;
        ArenaMark mark = arena_mark(arena);
        report.count++;
        if (!verify_line(db, arena, &keys, line, &report.why, err)) return false;
        if (report.why) report.bad_line = report.count;
        arena_reset(arena, mark);
    }
    *ret = report;
    return true;
}

bool checkpoint_last(Db *db, Arena *arena, int64_t *ret_count, Instant *ret_at, Err *err) {
    Str rest, line, time;
    *ret_count = *ret_at = 0;
    if (!read_file(arena, db_file_beside(db, arena, "checkpoints"), &rest, err)) return false;
    while (str_split(&rest, '\n', &line)) {
        *ret_count += line.size > 0;
        if (line.size && str_split(&line, ' ', &time)) str_to_int(time, ret_at);
    }
    return true;
}

// --- with backups -------------------------------------------------------------------------------

bool checkpoint_text(Db *db, Arena *arena, Str *ret, Err *err) {
    Str rest, line, hash;
    int64_t last;
    Buf buf = buf_begin(arena);
    if (!last_entry(db, arena, &last, &hash, err)) return false;
    if (!read_file(arena, db_file_beside(db, arena, "checkpoints"), &rest, err)) return false;
    while (str_split(&rest, '\n', &line)) {
        Line read;
        bool later = line.size && read_line(line, &read) && read.id > last;
        if (line.size && !later) buf_addf(&buf, "%.*s\n", STR_ARG(line));
    }
    *ret = buf_end(&buf);
    return true;
}

bool checkpoint_put_back(Db *db, Arena *arena, Str text, Err *err) {
    const char *path = db_file_beside(db, arena, "checkpoints");
    const char *before = str_to_c(arena, str_printf(arena, "%s.before", path));
    if (rename(path, before) != 0 && errno != ENOENT) return bad_file(err);
    return !text.size || append(path, text, err);
}
