#include "gen/sql.h"
#include "store/engine.h"
#include "store/migrate.h"
#include "store/region.h"
#include "store/test_db.h"
#include <sqlite3.h>
#include <sys/stat.h>

// Statements of the tests' own, as tools/sql.py would write them.
static const Sql word_put = {"test_word_put",
                             "INSERT INTO search_word (region, word, kind, id) VALUES (?3, ?1, 'test', ?2)",
                             "INSERT INTO search_word (region, word, kind, id) VALUES ($3::bigint, $1, 'test', $2)",
                             2, 3, 0, 0};
static const Sql word_list = {"test_word_list", "SELECT word, id FROM search_word WHERE region = ?1 ORDER BY word",
                              "SELECT word, id FROM search_word WHERE region = $1::bigint ORDER BY word", 0, 1, 0, 0};
static const Sql word_drop = {"test_word_drop", "DELETE FROM search_word WHERE id >= ?1",
                              "DELETE FROM search_word WHERE id >= $1", 1, 0, 0, 0};
static const Sql scope_show = {"test_scope_show", "SELECT ?2, ?3, ?4, ?1", "SELECT $2::bigint, $3::bigint, $4::bigint, $1::bigint",
                               1, 2, 3, 4};
static const Sql piece_put = {"test_piece_put",
                              "INSERT INTO blob_piece (region, digest, seq, bytes) VALUES (?2, 'd', 1, ?1)",
                              "INSERT INTO blob_piece (region, digest, seq, bytes) VALUES ($2::bigint, 'd', 1, $1)", 1, 2, 0, 0};
static const Sql piece_get = {"test_piece_get", "SELECT bytes FROM blob_piece", "SELECT bytes FROM blob_piece", 0, 0, 0, 0};

static bool put_word(Db *db, Str word, int64_t id, Err *err) {
    Query query;
    if (!query_begin(&query, db, &word_put, err)) return false;
    query_bind_text(&query, 1, word);
    query_bind_int(&query, 2, id);
    return query_run(&query, err);
}

static int64_t count_words(Db *db) {
    Query query;
    Err err;
    int64_t count = 0;
    CHECK_OK(query_begin(&query, db, &word_list, &err), err);
    while (query_next(&query)) count++;
    CHECK_OK(query_end(&query, &err), err);
    return count;
}

TEST(db_prepares_every_statement) {
    Db *db = test_db_open();
    Err err;
    int count = 0;
    CHECK_OK(db_begin_write(db, &err), err);
    for (const Sql *const *sql = sql_statements; *sql; sql++, count++) {
        Query query;
        if (!query_begin(&query, db, *sql, &err)) print_error("  %s\n", (*sql)->name);
        CHECK_OK(query_end(&query, &err), err);
    }
    CHECK(count > 50, "the records alone have more");
    db_rollback(db);
    test_db_close(db);
}

TEST(db_binds_and_reads_back) {
    Db *db = test_db_open();
    Arena *arena = arena_open(1 << 20);
    Err err;
    Query query;
    db_scope_set(db, (DbScope){.region = db_scope(db).region, .actor = 77, .today = date_from_ymd(2026, 11, 23)});
    CHECK_OK(query_begin(&query, db, &scope_show, &err), err);
    query_bind_int(&query, 1, INT64_MIN);
    CHECK(query_next(&query), "one row");
    CHECK(query_int(&query, 0) == db_scope(db).region && query_int(&query, 1) == 77, "the scope stands where it should");
    CHECK(query_date(&query, 2).day == date_from_ymd(2026, 11, 23).day, "and today");
    CHECK(query_int(&query, 3) == INT64_MIN, "the least number");
    CHECK(!query_next(&query), "no more");
    CHECK_OK(query_end(&query, &err), err);

    static const struct {
        const char *why;
        Str word;
    } words[] = {
        {"empty", {"", 0}},
        {"no bytes at all", {NULL, 0}},
        {"Swedish", {"Åsa Öberg", 11}},
        {"quotes", {"'; DROP TABLE person; --\"\\", 26}},
        {"beyond 16 bits", {"\xf0\x9f\x98\x80", 4}},
        {"a part of a longer text", {"placering", 5}},
    };
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        CHECK_OK(db_begin_write(db, &err), err);
        CHECK_OK(put_word(db, words[i].word, (int64_t)i, &err), err);
        CHECK_OK(query_begin(&query, db, &word_list, &err), err);
        CHECK(query_next(&query), words[i].why);
        CHECK_STR(query_text(&query, arena, 0), words[i].word, words[i].why);
        CHECK(query_int(&query, 1) == (int64_t)i, words[i].why);
        CHECK_OK(query_end(&query, &err), err);
        db_rollback(db);
    }
    arena_close(arena);
    test_db_close(db);
}

TEST(db_keeps_bytes) {
    Db *db = test_db_open();
    Arena *arena = arena_open(4 << 20);
    Err err;
    char bytes[70000];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 7);
    for (size_t size = 0; size <= sizeof bytes; size += sizeof bytes / 2) {
        Query query;
        CHECK_OK(db_begin_write(db, &err), err);
        CHECK_OK(query_begin(&query, db, &piece_put, &err), err);
        query_bind_bytes(&query, 1, (Str){size ? bytes : NULL, size});
        CHECK_OK(query_run(&query, &err), err);
        CHECK(query_changes(&query) == 1, "one row changed");
        CHECK_OK(query_begin(&query, db, &piece_get, &err), err);
        CHECK(query_next(&query) && !query_null(&query, 0), "not NULL, even without bytes");
        CHECK_STR(query_bytes(&query, arena, 0), ((Str){bytes, size}), "the same bytes");
        CHECK_OK(query_end(&query, &err), err);
        db_rollback(db);
    }
    arena_close(arena);
    test_db_close(db);
}

TEST(db_sorts_texts_by_bytes) {
    Db *db = test_db_open();
    Arena *arena = arena_open(1 << 20);
    Err err;
    static const char *const sorted[] = {"", "A", "B", "Z", "a", "b", "{", "Å"};
    CHECK_OK(db_begin_write(db, &err), err);
    for (size_t i = COUNT_OF(sorted); i-- > 0;) CHECK_OK(put_word(db, str_from_c(sorted[i]), 1, &err), err);
    Query query;
    CHECK_OK(query_begin(&query, db, &word_list, &err), err);
    for (size_t i = 0; query_next(&query); i++)
        CHECK_STR(query_text(&query, arena, 0), str_from_c(sorted[i]), "in order");
    CHECK_OK(query_end(&query, &err), err);
    db_rollback(db);
    arena_close(arena);
    test_db_close(db);
}

TEST(db_refuses_texts_that_are_none) {
    Db *db = test_db_open();
    Err err;
    static const Str bad[] = {{"a\0b", 3}, {"\xff", 1}, {"\xed\xa0\x80", 3}};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        CHECK_OK(db_begin_write(db, &err), err);
        CHECK(!put_word(db, bad[i], 1, &err) && err.kind == ERR_INVALID, "not saved");
        db_rollback(db);
    }
    test_db_close(db);
}

TEST(db_says_what_kind_of_error) {
    Db *db = test_db_open();
    Err err;
    CHECK_OK(db_begin_write(db, &err), err);
    CHECK_OK(put_word(db, STR("x"), 1, &err), err);
    CHECK(!put_word(db, STR("x"), 1, &err) && err.kind == ERR_CONFLICT, "a key is taken");
    CHECK(!put_word(db, STR("y"), 1, &err) && err.kind == ERR_STORE, "nothing more runs after an error");
    CHECK(!db_commit(db, &err) && err.kind == ERR_STORE, "and the commit is refused");
    CHECK(count_words(db) == 0, "nothing was written");

    CHECK_OK(db_begin_write(db, &err), err);
    Query query;
    CHECK_OK(query_begin(&query, db, SQL_UNIT_RECORD_INSERT, &err), err);
    query_bind_int(&query, 1, 1000);
    query_bind_int(&query, 2, 1);
    CHECK(!query_run(&query, &err) && err.kind == ERR_INVALID, "a NULL where there may be none");
    db_rollback(db);
    test_db_close(db);
}

TEST(db_counts_changes_and_nests) {
    Db *db = test_db_open();
    Err err;
    Query query, inner;
    CHECK_OK(db_begin_write(db, &err), err);
    for (int i = 0; i < 5; i++) CHECK_OK(put_word(db, (Str){"abcde" + i, 1}, i, &err), err);
    int pairs = 0;
    CHECK_OK(query_begin(&query, db, &word_list, &err), err);
    while (query_next(&query)) {
        CHECK_OK(query_begin(&inner, db, &word_list, &err), err);
        while (query_next(&inner)) pairs++;
        CHECK_OK(query_end(&inner, &err), err);
    }
    CHECK_OK(query_end(&query, &err), err);
    CHECK(pairs == 25, "a statement inside a loop over itself");
    CHECK(query_changes(&query) == 0, "a SELECT changes nothing");
    CHECK_OK(query_begin(&query, db, &word_drop, &err), err);
    query_bind_int(&query, 1, 2);
    CHECK_OK(query_run(&query, &err), err);
    CHECK(query_changes(&query) == 3, "rows changed");
    CHECK_OK(db_commit(db, &err), err);
    CHECK(count_words(db) == 2, "committed");
    test_db_close(db);
}

TEST(db_ends_queries_left_open) {
    Db *db = test_db_open();
    Err err;
    for (int round = 0; round < 3; round++) {
        Query query;
        CHECK_OK(db_begin_write(db, &err), err);
        CHECK_OK(put_word(db, STR("x"), 1, &err), err);
        CHECK_OK(query_begin(&query, db, &word_list, &err), err);
        CHECK(query_next(&query), "a row, and then the handler leaves");
        db_rollback(db);
        CHECK(count_words(db) == 0, "nothing is left of it");
    }
    test_db_close(db);
}

TEST(db_readers_see_one_moment) {
    Db *db = test_db_open(), *other = test_db_again(db);
    Err err;
    CHECK_OK(db_begin_read(other, &err), err);
    CHECK(count_words(other) == 0, "empty at first");
    CHECK_OK(db_begin_write(db, &err), err);
    CHECK_OK(put_word(db, STR("x"), 1, &err), err);
    CHECK(count_words(other) == 0, "what is not committed is not seen");
    CHECK_OK(db_commit(db, &err), err);
    CHECK(count_words(other) == 0, "nor what was committed since the reading began");
    db_rollback(other);
    CHECK(count_words(other) == 1, "and then it is");
    test_db_close(other);
    test_db_close(db);
}

TEST(db_lets_one_writer_in_at_a_time) {
    Db *db = test_db_open(), *other = test_db_again(db);
    Err err;
    other->gate_wait_ms = 50; // on PostgreSQL it stays five seconds
    CHECK_OK(db_begin_write(db, &err), err);
    CHECK(!db_begin_write(other, &err) && err.kind == ERR_BUSY, "the second waits, then is told");
    CHECK_OK(db_begin_read(other, &err), err);
    CHECK_OK(db_commit(other, &err), err);
    CHECK_OK(db_commit(db, &err), err);
    CHECK_OK(db_begin_write(other, &err), err);
    CHECK_OK(db_commit(other, &err), err);
    test_db_close(other);
    test_db_close(db);
}

TEST(db_ids_are_never_given_twice) {
    Db *a = test_db_open(), *b = test_db_again(a);
    Err err;
    bool seen[20000] = {false};
    for (int round = 0; round < 40; round++) {
        Db *db = round % 2 ? a : b;
        bool keep = round % 3 != 0;
        int64_t ids[100];
        CHECK_OK(db_begin_write(db, &err), err);
        for (int i = 0; i < 1 + round * 2; i++) CHECK_OK(db_new_id(db, &ids[i], &err), err);
        for (int i = 0; i < 1 + round * 2; i++) {
            CHECK(ids[i] > 0 && ids[i] < (int64_t)COUNT_OF(seen), "small numbers");
            CHECK(!seen[ids[i]], "new");
            seen[ids[i]] = keep;
        }
        if (keep) CHECK_OK(db_commit(db, &err), err);
        else db_rollback(db);
    }
    test_db_close(b);
    test_db_close(a);
}

TEST(db_fails_at_the_nth) {
    Db *db = test_db_open();
    Err err;
    int64_t before = db_query_count(db);
    CHECK(count_words(db) == 0 && db_query_count(db) == before + 1, "queries are counted");
    for (int n = 1; n <= 3; n++) {
        db_fail_at(db, n);
        bool good = db_begin_write(db, &err) && put_word(db, STR("x"), 1, &err) && put_word(db, STR("y"), 1, &err) &&
                    db_commit(db, &err);
        CHECK(!good && err.kind == ERR_STORE, "two queries and the commit can fail");
        db_rollback(db);
        db_fail_at(db, 0);
        CHECK(count_words(db) == 0, "nothing was written");
    }
    test_db_close(db);
}

TEST(migrate_goes_up_once) {
    Db *db = test_db_open_empty(), *other = test_db_again(db);
    Err err;
    int number = -1;
    CHECK_OK(migrate_number(db, &number, &err), err);
    CHECK(number == 0, "an empty database");
    CHECK_OK(migrate_up(db, &err), err);
    CHECK_OK(migrate_up(other, &err), err);
    CHECK_OK(migrate_number(other, &number, &err), err);
    CHECK(number == migrate_latest(), "all the way");
    static const Sql newer = {"test_newer", "INSERT INTO schema_version (number, name) VALUES (9999, 'x')",
                              "INSERT INTO schema_version (number, name) VALUES (9999, 'x')", 0, 0, 0, 0};
    Query query;
    CHECK_OK(db_begin_write(db, &err), err);
    CHECK_OK(query_begin(&query, db, &newer, &err), err);
    CHECK_OK(query_run(&query, &err), err);
    CHECK_OK(db_commit(db, &err), err);
    CHECK(!migrate_up(other, &err) && err.kind == ERR_CONFLICT, "a newer schema is refused");
    test_db_close(other);
    test_db_close(db);
}

TEST(migrate_leaves_nothing_half_done) {
    Db *db = test_db_open_empty();
    Err err;
    int64_t before = db_query_count(db);
    CHECK_OK(migrate_up(db, &err), err);
    int64_t queries = db_query_count(db) - before;
    test_db_close(db);
    for (int64_t n = 1; n <= queries; n++) {
        int number = -1;
        db = test_db_open_empty();
        db_fail_at(db, n);
        CHECK(!migrate_up(db, &err), "it fails");
        db_fail_at(db, 0);
        CHECK_OK(migrate_number(db, &number, &err), err);
        CHECK(number < migrate_latest(), "and the schema is as it was");
        CHECK_OK(migrate_up(db, &err), err);
        test_db_close(db);
    }
}

TEST(db_open_says_what_is_wrong) {
    Db *db;
    Err err;
    char address[128];
    CHECK(!db_open("mysql://x", &db, &err) && err.kind == ERR_INVALID, "an engine we do not have");
    CHECK(!db_open("postgresql:///x?host=/nowhere", &db, &err) && err.kind == ERR_BUSY, "a server that is not there");
    CHECK(!db_open("sqlite:/proc/none/x.db", &db, &err) && err.kind == ERR_BUSY, "a folder that cannot be");
    snprintf(address, sizeof address, "sqlite:%s/text.db", test_db_folder());
    FILE *file = fopen(address + 7, "w");
    for (int i = 0; i < 1000; i++) fputs("this is not a database\n", file);
    fclose(file);
    CHECK(!db_open(address, &db, &err) && err.kind == ERR_STORE, "a file that is something else");
    remove(address + 7);
    struct stat status;
    snprintf(address, sizeof address, "sqlite:%s/new/fresh.db", test_db_folder());
    CHECK_OK(db_open(address, &db, &err), err);
    CHECK(stat(address + 7, &status) == 0 && (status.st_mode & 0777) == 0600, "for its owner alone");
    db_close(db);
}

// SQLite is told that the disk ends a few pages on; PostgreSQL's own disk cannot be filled from here.
TEST(db_says_when_the_disk_is_full) {
    Db *db = test_db_open();
    if (db_is_postgres(db)) {
        test_db_close(db);
        return;
    }
    Err err;
    CHECK(sqlite3_exec(db->connection, "PRAGMA max_page_count = 400", NULL, NULL, NULL) == SQLITE_OK, "a small disk");
    int64_t kept = 0;
    for (bool full = false; !full && kept < 10000; kept += !full) {
        CHECK_OK(db_begin_write(db, &err), err);
        char word[1001];
        snprintf(word, sizeof word, "%01000lld", (long long)kept);
        full = !(put_word(db, str_from_c(word), kept, &err) && db_commit(db, &err));
        CHECK(!full || err.kind == ERR_FULL, "full, in words");
        db_rollback(db);
    }
    CHECK(kept > 0 && kept < 10000, "it came to an end");
    CHECK(count_words(db) == kept, "reading goes on, and all that was acknowledged is there");
    CHECK(sqlite3_exec(db->connection, "PRAGMA max_page_count = 100000", NULL, NULL, NULL) == SQLITE_OK, "more room");
    CHECK_OK(db_begin_write(db, &err), err);
    CHECK_OK(put_word(db, STR("x"), 1, &err), err);
    CHECK_OK(db_commit(db, &err), err);
    test_db_close(db);
}
