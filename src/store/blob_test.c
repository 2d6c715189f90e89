#include "store/blob.h"
#include "store/search.h"
#include "store/test_db.h"

static const Sql bend = {"test_blob_bend", "UPDATE blob_piece SET bytes = ?1 WHERE seq = 1",
                         "UPDATE blob_piece SET bytes = $1 WHERE seq = 1", 1, 0, 0, 0};

TEST(blob_keeps_files_once) {
    Db *db = test_db_open();
    Arena *arena = arena_open(32 << 20);
    Err err;
    static const size_t sizes[] = {0, 1, BLOB_PIECE_BYTES - 1, BLOB_PIECE_BYTES, BLOB_PIECE_BYTES + 1, 3 * BLOB_PIECE_BYTES + 7};
    char *bytes = arena_alloc(arena, 4 * BLOB_PIECE_BYTES, 1);
    for (size_t i = 0; i < 4 * BLOB_PIECE_BYTES; i++) bytes[i] = (char)(i * 31 + i / 251);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        Str file = {bytes, sizes[i]}, digest, again, back;
        BlobInfo info;
        CHECK_OK(db_begin_write(db, &err), err);
        CHECK_OK(blob_put(db, arena, file, STR("text/csv"), 1, &digest, &err), err);
        CHECK_OK(blob_put(db, arena, file, STR("text/csv"), 2, &again, &err), err);
        CHECK_OK(db_commit(db, &err), err);
        CHECK_STR(again, digest, "the same file is the same blob");
        CHECK_OK(blob_get(db, arena, digest, &back, &err), err);
        CHECK(str_equal(back, file), "it comes back");
        CHECK_OK(blob_info(db, arena, digest, &info, &err), err);
        CHECK(info.size == (int64_t)sizes[i] && str_equal(info.media, STR("text/csv")), "what it is");
    }
    int64_t count;
    Str bad, back;
    CHECK_OK(blob_verify_all(db, arena, &count, &bad, &err), err);
    CHECK(count == COUNT_OF(sizes) && !bad.size, "all sound");
    CHECK(!blob_get(db, arena, STR("none"), &back, &err) && err.kind == ERR_NOT_FOUND, "what is not there");

    Query query;
    CHECK_OK(db_begin_write(db, &err), err);
    CHECK_OK(query_begin(&query, db, &bend, &err), err);
    query_bind_bytes(&query, 1, (Str){bytes, 1});
    CHECK_OK(query_run(&query, &err), err);
    CHECK_OK(blob_verify_all(db, arena, &count, &bad, &err), err);
    CHECK(bad.size == 64, "a bent one is named");
    CHECK(!blob_get(db, arena, bad, &back, &err) && err.kind == ERR_STORE, "and not handed out");
    CHECK_OK(blob_remove(db, bad, &err), err);
    CHECK(!blob_get(db, arena, bad, &back, &err) && err.kind == ERR_NOT_FOUND, "removed");
    db_rollback(db);
    arena_close(arena);
    test_db_close(db);
}

TEST(search_finds_beginnings_of_words) {
    Db *db = test_db_open();
    Arena *arena = arena_open(1 << 20);
    Err err;
    CHECK_OK(db_begin_write(db, &err), err);
    CHECK_OK(search_put(db, arena, "person", 1, STR("Åsa ÖBERG-Lind"), &err), err);
    CHECK_OK(search_put(db, arena, "person", 2, STR("Åke Lindqvist Lindqvist"), &err), err);
    CHECK_OK(search_put(db, arena, "person", 3, STR("gammalt namn"), &err), err);
    CHECK_OK(search_put(db, arena, "person", 3, STR("Bo Ö'Hara (f. 1980)"), &err), err);
    CHECK_OK(search_put(db, arena, "unit", 9, STR("Lindesbergs vårdcentral"), &err), err);
    static const struct {
        const char *text, *kind;
        int count;
        int64_t first;
    } cases[] = {
        {"lind", NULL, 3, 1}, {"LIND", "person", 2, 1},  {"lind", "unit", 1, 9}, {"å", "person", 2, 1},
        {"å lind", NULL, 2, 1}, {"lindq åke", NULL, 1, 2}, {"öb", NULL, 1, 1},    {"ober", NULL, 0, 0},
        {"gammalt", NULL, 0, 0}, {"hara", NULL, 1, 3},     {"", NULL, 0, 0},      {" -,.", NULL, 0, 0},
        {"ind", NULL, 0, 0},   {"åke öberg", NULL, 0, 0}, {"%", NULL, 0, 0},     {"A\xcc\x8asa", NULL, 1, 1},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        SearchHitList hits;
        CHECK_OK(search_find(db, arena, cases[i].kind, str_from_c(cases[i].text), 10, &hits, &err), err);
        CHECK((int)hits.count == cases[i].count, cases[i].text);
        CHECK(!hits.count || hits.items[0].id == cases[i].first, cases[i].text);
    }
    SearchHitList hits;
    CHECK_OK(search_find(db, arena, NULL, STR("lind"), 2, &hits, &err), err);
    CHECK(hits.count == 2, "at most");
    CHECK_OK(search_remove(db, "person", 1, &err), err);
    CHECK_OK(search_find(db, arena, NULL, STR("åsa"), 2, &hits, &err), err);
    CHECK(hits.count == 0, "removed");
    db_rollback(db);
    arena_close(arena);
    test_db_close(db);
}
