#include "store/blob.h"
#include "gen/sql.h"
#include "store/engine.h"

static bool find(Db *db, Arena *arena, Str digest, BlobInfo *ret, bool *ret_found, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_BLOB_INFO, err)) return false;
    query_bind_text(&query, 1, digest);
    *ret_found = query_next(&query);
    if (*ret_found) *ret = (BlobInfo){query_int(&query, 0), query_text(&query, arena, 1)};
    return query_end(&query, err);
}

static bool put_piece(Db *db, Str digest, int64_t seq, Str bytes, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_BLOB_PIECE_INSERT, err)) return false;
    query_bind_text(&query, 1, digest);
    query_bind_int(&query, 2, seq);
    query_bind_bytes(&query, 3, bytes);
    return query_run(&query, err);
}

static bool put_head(Db *db, Str digest, size_t size, Str media, Instant now, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_BLOB_INSERT, err)) return false;
    query_bind_text(&query, 1, digest);
    query_bind_int(&query, 2, (int64_t)size);
    query_bind_text(&query, 3, media);
    query_bind_int(&query, 4, now);
    return query_run(&query, err);
}

bool blob_put(Db *db, Arena *arena, Str bytes, Str media, Instant now, Str *ret_digest, Err *err) {
    Str digest = crypto_sha256(arena, bytes);
    BlobInfo info;
    bool found;
    if (!find(db, arena, digest, &info, &found, err)) return false;
    *ret_digest = digest;
    if (found) return true;
    if (!db_has_room(db, bytes.size)) return store_full(err);
    if (!put_head(db, digest, bytes.size, media, now, err)) return false;
    for (size_t at = 0, seq = 0; at < bytes.size; at += BLOB_PIECE_BYTES, seq++)
        if (!put_piece(db, digest, (int64_t)seq, str_slice(bytes, at, at + BLOB_PIECE_BYTES), err)) return false;
    return true;
}

bool blob_info(Db *db, Arena *arena, Str digest, BlobInfo *ret, Err *err) {
    BlobInfo info = {0};
    bool found;
    if (!find(db, arena, digest, &info, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, msg(N_("Filen finns inte.")));
    *ret = info;
    return true;
}

bool blob_piece(Db *db, Arena *arena, Str digest, int64_t seq, Str *ret, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_BLOB_PIECE, err)) return false;
    query_bind_text(&query, 1, digest);
    query_bind_int(&query, 2, seq);
    Str piece = query_next(&query) ? query_bytes(&query, arena, 0) : STR("");
    if (!query_end(&query, err)) return false;
    *ret = piece;
    return true;
}

bool blob_get(Db *db, Arena *arena, Str digest, Str *ret, Err *err) {
    BlobInfo info;
    if (!blob_info(db, arena, digest, &info, err)) return false;
    char *bytes = arena_alloc(arena, (size_t)info.size + 1, 1);
    size_t size = 0;
    Str piece = STR("x");
    for (int64_t seq = 0; piece.size && size < (size_t)info.size; seq++) {
        ArenaMark mark = arena_mark(arena);
        if (!blob_piece(db, arena, digest, seq, &piece, err)) return false;
        if (piece.size > (size_t)info.size - size) break;
        for (size_t i = 0; i < piece.size; i++) bytes[size + i] = piece.data[i];
        size += piece.size;
        arena_reset(arena, mark);
    }
    Str whole = {bytes, size};
    if (size != (size_t)info.size || !str_equal(crypto_sha256(arena, whole), digest))
        return err_set(err, ERR_STORE, msg(N_("Filen i databasen är skadad. Läs tillbaka en säkerhetskopia.")));
    *ret = whole;
    return true;
}

static bool remove_by(Db *db, const Sql *sql, Str digest, Err *err) {
    Query query;
    if (!query_begin(&query, db, sql, err)) return false;
    query_bind_text(&query, 1, digest);
    return query_run(&query, err);
}

bool blob_remove(Db *db, Str digest, Err *err) {
    return remove_by(db, SQL_BLOB_PIECES_DELETE, digest, err) && remove_by(db, SQL_BLOB_DELETE, digest, err);
}

// --- checking -----------------------------------------------------------------------------------

static bool next_of_all(Db *db, Arena *arena, int64_t *region, Str *digest, bool *ret_found, Err *err) {
    Query query;
    if (!query_begin(&query, db, SQL_BLOB_NEXT_OF_ALL, err)) return false;
    query_bind_int(&query, 1, *region);
    query_bind_text(&query, 2, *digest);
    *ret_found = query_next(&query);
    if (*ret_found) {
        *region = query_int(&query, 0);
        *digest = query_text(&query, arena, 1);
    }
    return query_end(&query, err);
}

static bool verify_from_start(Db *db, Arena *arena, int64_t *ret_count, Str *ret_bad, Err *err) {
    int64_t region = 0;
    Str digest = STR(""), bytes;
    bool found = true;
    for (*ret_count = 0;; ++*ret_count) {
        if (!next_of_all(db, arena, &region, &digest, &found, err)) return false;
        if (!found) return true;
        db_scope_set(db, (DbScope){.region = region});
        ArenaMark mark = arena_mark(arena);
        if (!blob_get(db, arena, digest, &bytes, err)) {
            if (err->kind != ERR_STORE || db_has_failed(db)) return false;
            *ret_bad = digest;
            return true;
        }
        arena_reset(arena, mark);
    }
}

bool blob_verify_all(Db *db, Arena *arena, int64_t *ret_count, Str *ret_bad, Err *err) {
    DbScope scope = db_scope(db);
    *ret_bad = STR("");
    bool good = verify_from_start(db, arena, ret_count, ret_bad, err);
    db_scope_set(db, scope);
    return good;
}
