// test_db.h: a fresh, migrated database for a test: SQLite, or PostgreSQL when RANDA_TEST_PG holds
// the address of a server (tools/pg_cluster start) whose databases the tests may make and drop.
#pragma once
#include "base/test.h"
#include "store/record.h"

// Has one region, "test", which is in the scope; today is 2026-11-23 and nobody is signed in.
Db *test_db_open(void);
Db *test_db_open_empty(void);     // without a schema
Db *test_db_again(const Db *db);  // a second connection to the same database
void test_db_close(Db *db);       // after the last connection the database is gone
const char *test_db_address(const Db *db);
const char *test_db_folder(void); // for files beside the databases; removed at the end

Act test_act(Db *db, Arena *arena, const char *action); // by the system, 2026-11-23 12:00 UTC

// For the statements of a test's own: stops the test when it fails.
#define CHECK_OK(call, err)                                                                        \
    do {                                                                                           \
        (err).message.text = NULL;                                                                 \
        bool good_ = (call);                                                                       \
        if (!good_) print_error("  %s: %s\n", err_kind_name((err).kind), (err).message.text);      \
        CHECK(good_, #call);                                                                       \
    } while (0)
